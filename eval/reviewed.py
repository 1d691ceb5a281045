"""What people made of machine translations: how much they changed, and whether two people say the same of one pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple


class Judgement(NamedTuple):
    """What one reviewer said of a pair last: pair, reviewer, verdict (`accepted`, `rejected` …)."""

    pair: str
    reviewer: str
    verdict: str


@dataclass(frozen=True, slots=True)
class EditDistance:
    """How far a final text is from the machine's. characters, words: Levenshtein distance over the length of the longer text,
    0 (untouched) to 1."""

    characters: float
    words: float


def edit(machine: str, final: str) -> EditDistance:
    from rapidfuzz.distance import Levenshtein

    return EditDistance(
        float(Levenshtein.normalized_distance(machine, final)),
        float(Levenshtein.normalized_distance(machine.split(), final.split())),
    )


@dataclass(frozen=True, slots=True)
class Agreement:
    """pairs: judged by two and more; reviewers: who judged those; same: share of pairs of judgements that are alike; alpha:
    Krippendorff's, 1 where all agree and 0 where chance would do as well; None where all verdicts are one."""

    pairs: int
    reviewers: int
    same: float
    alpha: float | None


def agreement(judgements: Iterable[Judgement]) -> Agreement | None:
    """None where no pair was judged by two. A reviewer's later judgement of a pair takes the place of the earlier.

    Krippendorff's alpha for names (2011): any number of reviewers, each with some of the pairs.
    """
    found: dict[str, dict[str, str]] = {}
    for pair, reviewer, verdict in judgements:
        found.setdefault(pair, {})[reviewer] = verdict
    several = [by for by in found.values() if len(by) > 1]
    if not several:
        return None
    like = sum(sum(a == b for a, b in combinations(by.values(), 2)) for by in several)
    both = sum(len(by) * (len(by) - 1) // 2 for by in several)
    reviewers = {reviewer for by in several for reviewer in by}
    return Agreement(len(several), len(reviewers), like / both, _alpha(several))


def _alpha(several: Iterable[Mapping[str, str]]) -> float | None:
    totals: Counter[str] = Counter()
    disagreed = 0.0
    for by in several:
        counts = Counter(by.values())
        totals.update(counts)
        size = len(by)
        disagreed += (size**2 - sum(n**2 for n in counts.values())) / (size - 1)
    values = sum(totals.values())
    expected = (values**2 - sum(n**2 for n in totals.values())) / (values - 1)
    return 1 - disagreed / expected if expected else None
