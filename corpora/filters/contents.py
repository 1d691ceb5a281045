"""Filters by what the texts say: numbers, letters, copies, repetitions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jjak.align.text.normalization import comparison_key
from jjak.align.text.numbers import unmatched_numbers
from jjak.corpora.pair import Pair

_LETTER = re.compile(r"[^\W\d_]")
GRAM = 4  # characters
SHORTEST = 20  # characters; under it nothing repeats that would be an error


class Numbers:
    """At most `max` numbers stand on one side only, by value: `3만`, `30,000` and `thirty thousand` are one."""

    def __init__(self, max: int = 0) -> None:  # noqa: A002
        self._most = int(max)

    def score(self, pairs: Sequence[Pair]) -> Sequence[int]:
        return [_unmatched(pair.source.text, pair.target.text) for pair in pairs]

    def accept(self, score: int) -> bool:
        return score <= self._most


def _unmatched(source: str, target: str) -> int:
    return sum(len(numbers) for numbers in unmatched_numbers(source, target))


class Punctuation:
    """Both texts have at least `min` letters."""

    def __init__(self, min: int = 1) -> None:  # noqa: A002
        self._least = int(min)

    def score(self, pairs: Sequence[Pair]) -> Sequence[int]:
        return [min(len(_LETTER.findall(text)) for text in (pair.source.text, pair.target.text)) for pair in pairs]

    def accept(self, score: int) -> bool:
        return score >= self._least


class Copy:
    """At most the share `max` of the words of either side stand in the other: more is untranslated."""

    def __init__(self, max: float = 0.7) -> None:  # noqa: A002
        self._most = float(max)

    def score(self, pairs: Sequence[Pair]) -> Sequence[float]:
        return [_shared(pair.source.text, pair.target.text) for pair in pairs]

    def accept(self, score: float) -> bool:
        return score <= self._most


def _shared(source: str, target: str) -> float:
    if comparison_key(source) == comparison_key(target):
        return 1.0
    a, b = set(source.casefold().split()), set(target.casefold().split())
    return len(a & b) / max(1, min(len(a), len(b)))


class Repetition:
    """At most the share `max` of a text's runs of four characters were in it before: more is a model that hangs."""

    def __init__(self, max: float = 0.5) -> None:  # noqa: A002
        self._most = float(max)

    def score(self, pairs: Sequence[Pair]) -> Sequence[float]:
        return [max(_repeated(pair.source.text), _repeated(pair.target.text)) for pair in pairs]

    def accept(self, score: float) -> bool:
        return score <= self._most


def _repeated(text: str) -> float:
    if len(text) < SHORTEST:
        return 0.0
    count = len(text) - GRAM + 1
    return 1 - len({text[at : at + GRAM] for at in range(count)}) / count
