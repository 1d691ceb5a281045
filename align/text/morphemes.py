"""The morphemes of Korean texts, by kiwi."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiwipiepy import Kiwi


@cache
def _analyser() -> Kiwi:
    """Without the dictionaries of names, half of the memory and two thirds of the time to load: a word is looked for by the
    stems that the same analysis finds in it."""
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=1, load_multi_dict=False, load_default_dict=False)


def morphemes(texts: Sequence[str]) -> Iterator[list[tuple[str, str, int, int]]]:
    """The morphemes of each Korean text: form, Sejong tag, and start and length of the place in code points."""
    for found in _analyser().tokenize(list(texts)):
        yield [(token.form, token.tag, token.start, token.len) for token in found]


def proper_nouns(texts: Sequence[str]) -> Iterator[list[str]]:
    """The proper nouns of each Korean text, those of several words too."""
    from kiwipiepy import Kiwi

    for found in Kiwi(num_workers=1).tokenize(list(texts)):
        yield [token.form for token in found if token.tag == "NNP"]
