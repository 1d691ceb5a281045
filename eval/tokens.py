"""Texts to numbered items, as sacreBLEU's BLEU and chrF see them, many texts at a time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain, count
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Words = list[list[str]]
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")  # string.punctuation, which chrF splits off words
_ENTITIES = (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"))
# mteval-v13a's rules as sacreBLEU has them, less the space of the first: more spaces between words change nothing
_RULES = (
    (re.compile(r"([\{-\~\[-\`!-\&\(-\+\:-\@\/])"), r" \1 "),
    (re.compile(r"([^0-9])([\.,])"), r"\1 \2 "),
    (re.compile(r"([\.,])([^0-9])"), r" \1 \2"),
    (re.compile(r"([0-9])(-)"), r"\1 \2 "),
)


class Rows(NamedTuple):
    """Sequences one after the other. items: (total,) int32 of item numbers from 0; starts: (n + 1,) int64."""

    items: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]


def bleu_words(texts: Sequence[str], tokenizer: str) -> Words:
    """The words of each text that sacreBLEU's BLEU counts with `tokenizer`; raises ValueError where it has none so called."""
    if tokenizer == "13a":
        return _13a(texts)
    tokenize = sacrebleu_tokenizer(tokenizer)
    # references repeat between systems, and an analyser takes longer than everything else
    known: dict[str, list[str]] = {}
    for text in texts:
        if text not in known:
            known[text] = tokenize(text.rstrip()).split()
    return [known[text] for text in texts]


def _13a(texts: Sequence[str]) -> Words:
    """One pass over all texts, since no rule reaches across a line feed; sacreBLEU does those that have one inside."""
    whole = "".join(["\n " + text + " " if "\n" not in text else "\n" for text in texts]).replace("<skipped>", "")
    if "&" in whole:
        for entity, character in _ENTITIES:
            whole = whole.replace(entity, character)
    for rule, replacement in _RULES:
        whole = rule.sub(replacement, whole)
    words = [line.split() for line in whole.split("\n")[1:]]
    for at, text in enumerate(texts):
        if "\n" in text:
            words[at] = sacrebleu_tokenizer("13a")(text.rstrip()).split()
    return words


@cache
def sacrebleu_tokenizer(name: str) -> Callable[[str], str]:
    """sacreBLEU's tokenizer called `name`, without its memory of what it has seen; raises ValueError where there is none."""
    from sacrebleu.metrics.bleu import BLEU

    if name not in BLEU.TOKENIZERS:
        raise ValueError(f"sacreBLEU has no tokenizer '{name}'")
    tokenizer = BLEU(tokenize=name).tokenizer
    plain = getattr(type(tokenizer).__call__, "__wrapped__", None)
    call: Callable[[str], str] = tokenizer.__call__ if plain is None else plain.__get__(tokenizer)
    return call


def chrf_words(texts: Iterable[str]) -> Words:
    """Words with one mark of punctuation split off, at the end or else at the beginning, as chrF does."""
    known = _Parts()
    return [list(chain.from_iterable(map(known.__getitem__, text.split()))) for text in texts]


class _Parts(dict[str, tuple[str, ...]]):
    """The parts of each word that was seen."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        parts: tuple[str, ...] = (word,)
        if len(word) > 1 and word[-1] in _PUNCTUATION:
            parts = (word[:-1], word[-1])
        elif len(word) > 1 and word[0] in _PUNCTUATION:
            parts = (word[0], word[1:])
        self[word] = parts
        return parts


def numbered(left: Words, right: Words) -> tuple[Rows, Rows]:
    """Both sides with one numbering of their words."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    sides = [_rows(np.fromiter(map(numbers.__getitem__, chain(*side)), np.int32), map(len, side)) for side in (left, right)]
    return sides[0], sides[1]


def characters(texts: Sequence[str]) -> Rows:
    """The code points of each text without its white space."""
    squeezed = ["".join(text.split()) for text in texts]
    points = np.frombuffer("".join(squeezed).encode("utf-32-le", "surrogatepass"), np.int32)
    return _rows(points, map(len, squeezed))


def _rows(items: np.ndarray[tuple[int], np.dtype[np.int32]], lengths: Iterable[int]) -> Rows:
    return Rows(items, np.concatenate([[0], np.cumsum(np.fromiter(lengths, np.int64))]).astype(np.int64))
