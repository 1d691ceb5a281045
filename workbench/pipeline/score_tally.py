"""Scores of the pairs of a build, as they come: means against human translations, and how the round trips lie, by direction.

A round trip says what of a text came back, not how good its translation is: it has no mean here, and shares none with scores
against a reference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from jjak.corpora.pair import Pair

ROUND_TRIP = "round_trip_"
Key = tuple[str, str]  # a score's name, and a direction


@dataclass(frozen=True, slots=True)
class Quarters:
    """How values lie: their number, and what a quarter, a half and three quarters of them are at most."""

    pairs: int
    low: float
    middle: float
    high: float


@dataclass(slots=True)
class ScoreTally:
    """means: number and sum of the scores against references; trips: of the round trips, how many are at each whole point."""

    means: dict[Key, tuple[int, float]] = field(default_factory=dict)
    trips: dict[Key, Counter[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> ScoreTally:
        tally = cls()
        for pair in pairs:
            direction = f"{pair.source.lang}-{pair.target.lang}"
            for name, figure in pair.scores.items():
                if name.startswith(ROUND_TRIP):
                    tally.trips.setdefault((name, direction), Counter())[round(figure.value)] += 1
                else:
                    tally.add_mean((name, direction), 1, figure.value)
        return tally

    def add_mean(self, key: Key, count: int, total: float) -> None:
        before = self.means.get(key, (0, 0.0))
        self.means[key] = before[0] + count, before[1] + total

    def add(self, other: ScoreTally) -> None:
        for key, each in other.means.items():
            self.add_mean(key, *each)
        for key, counts in other.trips.items():
            self.trips.setdefault(key, Counter()).update(counts)

    def quarters(self) -> dict[Key, Quarters]:
        """How the round trips lie, to a whole point."""
        return {key: _quarters(counts) for key, counts in sorted(self.trips.items())}


def _quarters(counts: Counter[int]) -> Quarters:
    values = sorted(counts.elements())
    low, middle, high = (values[min(len(values) - 1, len(values) * part // 4)] for part in (1, 2, 3))
    return Quarters(len(values), low, middle, high)
