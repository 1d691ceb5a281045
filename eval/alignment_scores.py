"""Precision, recall and F1 of beads against gold, strict and lax as Vecalign defines them, and calibration.

Strict counts beads that are in the gold exactly; lax counts those that share a sentence on both sides with a gold bead.
Precision counts omissions too, recall does not (Thompson & Koehn 2019, `score.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jjak.align.sentence.beads import Bead, BeadIndices


@dataclass(frozen=True, slots=True)
class Counts:
    """Beads that are right, strictly and laxly, and all of them: of the test for precision, of the gold for recall."""

    strict: int = 0
    lax: int = 0
    beads: int = 0
    strict_found: int = 0
    lax_found: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.strict + other.strict,
            self.lax + other.lax,
            self.beads + other.beads,
            self.strict_found + other.strict_found,
            self.lax_found + other.lax_found,
            self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        return self.strict / max(1, self.beads)

    @property
    def recall(self) -> float:
        return self.strict_found / max(1, self.gold)

    @property
    def f1(self) -> float:
        return _harmonic(self.precision, self.recall)

    @property
    def lax_precision(self) -> float:
        return self.lax / max(1, self.beads)

    @property
    def lax_recall(self) -> float:
        return self.lax_found / max(1, self.gold)

    @property
    def lax_f1(self) -> float:
        return _harmonic(self.lax_precision, self.lax_recall)


def _harmonic(first: float, second: float) -> float:
    return 2 * first * second / (first + second) if first + second else 0.0


def indices(beads: Iterable[Bead]) -> list[BeadIndices]:
    return [(tuple(bead.source), tuple(bead.target)) for bead in beads]


def type_of(bead: BeadIndices) -> str:
    """`1-1`, `2-1`, `0-1` …"""
    return f"{len(bead[0])}-{len(bead[1])}"


def compare_types(test: Iterable[BeadIndices], gold: Iterable[BeadIndices]) -> dict[str, Counts]:
    """The counts by type of bead: precision over the test's beads of that type, recall over the gold's. Omissions are not
    counted in recall, so theirs is 0 of 0."""
    tests, golds = ({bead for bead in beads if bead[0] or bead[1]} for beads in (test, gold))
    found: dict[str, Counts] = {}
    for kind in sorted({type_of(bead) for bead in tests | golds}, key=lambda k: (k != "1-1", k)):
        strict, lax = _right({bead for bead in tests if type_of(bead) == kind}, golds)
        wanted = {bead for bead in golds if bead[0] and bead[1] and type_of(bead) == kind}
        again = _right(wanted, {bead for bead in tests if bead[0] and bead[1]})
        offered = sum(type_of(bead) == kind for bead in tests)
        found[kind] = Counts(strict, lax, offered, *again, len(wanted))
    return found


def compare(test: Iterable[BeadIndices], gold: Iterable[BeadIndices]) -> Counts:
    """Add the counts of several documents, then take the ratios."""
    tests, golds = ({bead for bead in beads if bead[0] or bead[1]} for beads in (test, gold))
    strict, lax = _right(tests, golds)
    pairs, gold_pairs = ({bead for bead in beads if bead[0] and bead[1]} for beads in (tests, golds))
    strict_found, lax_found = _right(gold_pairs, pairs)
    return Counts(strict, lax, len(tests), strict_found, lax_found, len(gold_pairs))


def _right(tests: set[BeadIndices], golds: set[BeadIndices]) -> tuple[int, int]:
    linked: dict[int, set[int]] = defaultdict(set)
    for source, target in golds:
        for i in source:
            linked[i].update(target)
    strict = lax = 0
    for source, target in tests:
        if (source, target) in golds:
            strict, lax = strict + 1, lax + 1
        elif any(not linked[i].isdisjoint(target) for i in source if i in linked):
            lax += 1
    return strict, lax


@dataclass(frozen=True, slots=True)
class Calibration:
    """error: expected calibration error over ten equal bins; caught: the share of all wrong beads that are among the fifth
    with the lowest confidence."""

    error: float
    caught: float


def calibration(judged: Sequence[tuple[float, bool]]) -> Calibration:
    """judged: the confidence of each bead, 0..1, and whether it was right. Raises ValueError where there are none."""
    if not judged:
        raise ValueError("no bead to judge")
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, right in judged:
        bins[min(9, int(score * 10))].append((score, right))
    error = sum(abs(sum(score - right for score, right in members)) for members in bins.values()) / len(judged)
    lowest = sorted(judged, key=lambda each: each[0])[: round(len(judged) / 5)]
    wrong = sum(not right for _, right in judged)
    return Calibration(error, sum(not right for _, right in lowest) / wrong if wrong else 1.0)


def judge(beads: Sequence[Bead], gold: Iterable[BeadIndices]) -> list[tuple[float, bool]]:
    """The confidence of each bead and whether the gold has it exactly."""
    golds = set(gold)
    return [(bead.score, each in golds) for bead, each in zip(beads, indices(beads), strict=True)]
