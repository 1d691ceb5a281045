"""How sure a score is, and whether one system is better than another: sacreBLEU's resamples, tests and seed.

The draws are those that sacreBLEU makes, some at a time, so that memory does not grow with the number of resamples. Where its
sums are rounded to 32 bits, so are these: the results are the same to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
Score = Callable[[Any], float]
Scores = Callable[[Doubles], Sequence[float] | Doubles]
SEED = 12345  # sacreBLEU's
RESAMPLES, TRIALS = 1_000, 10_000  # sacreBLEU's, of the bootstrap and of approximate randomisation
LEVEL = 0.05  # a p-value below it is called significant
_ROUNDING = 1e-7  # of a score of 100: two sums in another order are far closer
_CELLS = 4_000_000  # draws held at once: 32 MB of indices


@dataclass(frozen=True, slots=True)
class Interval:
    """mean ± margin: between the 25th lowest and the 25th highest of 1,000 resamples lies what `margin` is half of."""

    mean: float
    margin: float

    @property
    def low(self) -> float:
        return self.mean - self.margin

    @property
    def high(self) -> float:
        return self.mean + self.margin


def bootstrap(rows: Doubles, score: Score, samples: int = RESAMPLES, seed: int = SEED) -> Doubles:
    """(samples,) scores of resamples of the sentences whose statistics are `rows`, (n, k)."""
    return np.array([score(total) for part in resamples(rows, samples, seed) for total in part.astype(np.float32)])


def resamples(rows: Doubles, samples: int, seed: int) -> Iterator[Doubles]:
    """The sums of resamples, some at a time: (…, k)."""
    rng = np.random.default_rng(seed)
    count = len(rows)
    at_once = max(1, _CELLS // count)
    for start in range(0, samples, at_once):
        drawn = rng.choice(count, size=(min(at_once, samples - start), count), replace=True)
        times = np.stack([np.bincount(each, minlength=count) for each in drawn]).astype(np.float64)
        yield times @ rows


def interval(scores: Doubles) -> Interval:
    """sacreBLEU's 95 % interval of resampled scores."""
    ordered = np.sort(scores)
    skipped = len(ordered) // 40
    return Interval(float(scores.mean()), float(0.5 * (ordered[len(ordered) - skipped - 1] - ordered[skipped])))


def paired_bootstrap(first: Doubles, second: Doubles, difference: float) -> float:
    """The p-value of `difference` between two systems' corpus scores. first, second: their scores over the same resamples."""
    moved = np.abs(second - first)
    return _p_value(moved - moved.mean(), difference)


def paired_randomisation(
    first: Doubles, second: Doubles, scores: Scores, difference: float, trials: int = TRIALS, seed: int = SEED
) -> float:
    """The p-value of `difference` when each sentence's two translations change places by chance.

    first, second: (n, k) statistics of the two systems; scores: of rows that are each a corpus's.
    """
    pairs = {("first", "second"): difference}
    return paired_randomisations({"first": first, "second": second}, pairs, scores, scores, trials, seed)["first", "second"]


def paired_randomisations(
    rows: Mapping[str, Doubles],
    pairs: Mapping[tuple[str, str], float],
    scores: Scores,
    quick: Scores,
    trials: int = TRIALS,
    seed: int = SEED,
) -> dict[tuple[str, str], float]:
    """The p-value of each pair's difference, the draws made once for all of them.

    Args:
        rows: (n, k) statistics by system.
        pairs: The difference between two systems' corpus scores.
        scores: Of rows that are each a corpus's, as sacreBLEU rounds them.
        quick: The same but for rounding; where that could matter, `scores` decides.
        trials: How many.
        seed: Of the draws.
    """
    totals = {system: found.sum(axis=0) for system, found in rows.items()}
    above = dict.fromkeys(pairs, 0)
    for drawn in _exchanged(len(next(iter(rows.values()))), trials, seed):
        kept = {system: drawn @ found for system, found in rows.items()}
        for first, second in pairs:
            one = totals[second] + kept[first] - kept[second]
            other = totals[first] + totals[second] - one
            above[first, second] += _above(one, other, scores, quick, abs(pairs[first, second]))
    # one more on both sides: what was found counts as a trial (Edgington 1969), as sacreBLEU has it
    return {pair: (count + 1) / (trials + 1) for pair, count in above.items()}


def _exchanged(count: int, trials: int, seed: int) -> Iterator[Doubles]:
    rng = np.random.default_rng(seed)
    # sacreBLEU draws single bits from words of 32: a whole number of words keeps the draws the same
    at_once = max(32, min(2_048, _CELLS // count // 32 * 32))
    for start in range(0, trials, at_once):
        yield rng.integers(2, size=(min(at_once, trials - start), count), dtype=bool).astype(np.float64)


def _above(one: Doubles, other: Doubles, scores: Scores, quick: Scores, difference: float) -> int:
    """How many of the exchanges are further apart than `difference`."""
    apart = np.abs(np.subtract(quick(one), quick(other)))
    near = np.abs(apart - difference) < _ROUNDING
    if near.any():
        apart[near] = np.abs(np.subtract(scores(one[near]), scores(other[near])))
    return int((apart > difference).sum())


def _p_value(differences: Doubles, difference: float) -> float:
    # one more on both sides: what was found counts as a trial (Edgington 1969), as sacreBLEU has it
    return float((np.sum(differences > abs(difference)) + 1) / (len(differences) + 1))


def holm(values: Sequence[float]) -> list[float]:
    """p-values corrected for their number, so that the chance of one false finding among them stays what it is for one
    (Holm 1979)."""
    order = sorted(range(len(values)), key=lambda at: values[at])
    corrected, highest = [0.0] * len(values), 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, (len(values) - rank) * values[at]))
        corrected[at] = highest
    return corrected
