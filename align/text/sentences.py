"""Texts to sentences: kiwi for Korean, sentencex for other languages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

_KIWI_AT_ONCE = 2_000  # characters given to kiwi in one piece


def split(text: str, lang: str) -> list[str]:
    """The sentences of a text; joined they give the text back, white space included."""
    sentences = _split_korean(text) if lang == "ko" else _split_other(text, lang)
    assert "".join(sentences) == text, f"the {lang} splitter changed the text {text!r}"
    return sentences


def _split_other(text: str, lang: str) -> list[str]:
    import sentencex

    return [str(sentence) for sentence in sentencex.segment(lang, text)]


def _split_korean(text: str) -> list[str]:
    if not any(mark in text for mark in " .?!。"):
        return [text]
    sentences: list[str] = []
    for part in _parts(text):
        starts = [sentence.start for sentence in _kiwi().split_into_sents(part)]
        cuts = [0, *starts[1:], len(part)]
        sentences += [part[a:b] for a, b in pairwise(cuts) if a < b]
    return sentences


def _parts(text: str) -> Iterator[str]:
    """Pieces that kiwi takes in bounded time, cut after a sentence's mark where there is one, else at a space."""
    while len(text) > _KIWI_AT_ONCE:
        window = text[:_KIWI_AT_ONCE]
        cut = max(window.rfind(mark) + 2 for mark in (". ", "? ", "! "))
        if cut < _KIWI_AT_ONCE // 2:
            cut = max(window.rfind(" ") + 1, 0) or _KIWI_AT_ONCE
        yield text[:cut]
        text = text[cut:]
    yield text


@cache
def _kiwi() -> Kiwi:
    from kiwipiepy import Kiwi

    # without the dictionary of names of several words: half of the time to load, and the same sentences
    return Kiwi(num_workers=1, load_multi_dict=False)
