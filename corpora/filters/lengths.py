"""Filters by the lengths of both texts."""

from __future__ import annotations

from collections.abc import Sequence

from jjak.corpora.pair import Pair

UNITS = ("words", "characters")


def lengths(pairs: Sequence[Pair], unit: str) -> list[tuple[int, int]]:
    """The length of the source and of the target, in words between white space or in characters."""
    if unit == "words":
        return [(len(pair.source.text.split()), len(pair.target.text.split())) for pair in pairs]
    return [(len(pair.source.text), len(pair.target.text)) for pair in pairs]


class Length:
    """Both texts have from `min` to `max` words or characters."""

    def __init__(self, min: int = 1, max: int = 1_000_000, unit: str = "words") -> None:  # noqa: A002
        if unit not in UNITS:
            raise ValueError(f"unit is '{unit}'; there are: {', '.join(UNITS)}")
        self._least, self._most, self._unit = int(min), int(max), unit

    def score(self, pairs: Sequence[Pair]) -> Sequence[tuple[int, int]]:
        return lengths(pairs, self._unit)

    def accept(self, score: tuple[int, int]) -> bool:
        return self._least <= score[0] <= self._most and self._least <= score[1] <= self._most


class Ratio:
    """The longer text is at most `max` times as long as the shorter one."""

    def __init__(self, max: float = 3.0, unit: str = "words") -> None:  # noqa: A002
        if unit not in UNITS:
            raise ValueError(f"unit is '{unit}'; there are: {', '.join(UNITS)}")
        self._most, self._unit = float(max), unit

    def score(self, pairs: Sequence[Pair]) -> Sequence[float]:
        return [(a / b if a > b else b / a) if a and b else float("inf") for a, b in lengths(pairs, self._unit)]

    def accept(self, score: float) -> bool:
        return score <= self._most
