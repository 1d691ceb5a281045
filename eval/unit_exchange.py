"""Whether two systems differ: their results of each unit exchanged in every way where units are few, else by chance.

Under the null hypothesis a unit's two results might as well be the other's (Fisher 1935; Noreen 1989). A unit is what was
drawn independently: a document where documents are known, else a sentence. An exchange as far apart as what was found counts
against it, so that nothing can be claimed of one unit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from jjak.eval.significance import LEVEL, SEED, Doubles

Scores = Callable[[Doubles], Sequence[float] | Doubles]
EXACT = 14  # units up to which each of the 2^13 ways is looked at (the other half are their mirror images)
ENOUGH = 500  # exchanges as far apart after which more say nothing (Besag & Clifford 1991): p is then within a tenth
PER_COMPARISON = 25  # trials for each comparison at least: Holm's correction then reaches 0.04
POWER = 0.8  # of what is called detectable (Cohen 1988)
_TIE = 1e-9  # of the difference: sums in another order round otherwise
_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class Exchange:
    """What exchanging two systems' results says.

    Attributes:
        p: The share of exchanges that are as far apart as what was found, ties among them.
        least: The lowest p that these units and trials could give.
        spread: The standard deviation of the differences that exchanges make.
        units: How many units there are.
        trials: How many exchanges were looked at.
        exact: Whether they were all.
    """

    p: float
    least: float
    spread: float
    units: int
    trials: int
    exact: bool


def units_of(rows: Doubles, units: Sequence[str]) -> Doubles:
    """(u, k) statistics added up by unit, the units in order of their first line; `rows` themselves where there are none."""
    if not len(units):
        return rows
    numbers: dict[str, int] = {}
    codes = [numbers.setdefault(unit, len(numbers)) for unit in units]
    found = np.zeros((len(numbers), rows.shape[1]))
    np.add.at(found, codes, rows)
    return found


def trials_for(trials: int, comparisons: int) -> int:
    """As many trials as a correction for so many comparisons needs, at least those asked for."""
    return max(trials, PER_COMPARISON * comparisons)


def exchange(first: Doubles, second: Doubles, scores: Scores, trials: int, seed: int = SEED) -> Exchange:
    """Exchange two systems' statistics, (u, k), of units; the arguments are those of `exchanges`."""
    (found,) = exchanges({"first": first, "second": second}, [("first", "second")], scores, trials, seed)
    return found


def exchanges(
    units: Mapping[str, Doubles], pairs: Sequence[tuple[str, str]], scores: Scores, trials: int, seed: int = SEED
) -> list[Exchange]:
    """Exchange the statistics of each pair of systems.

    The draws are the same for every pair, so that each system's are added up once however many pairs it is in.

    Args:
        units: (u, k) by system.
        pairs: Of systems.
        scores: Of rows that are each a corpus's.
        trials: At most, where there are too many units for all ways.
        seed: Of the draws.
    """
    tests = [_Pair(units[first].sum(axis=0), units[second].sum(axis=0), scores) for first, second in pairs]
    count = len(next(iter(units.values()), ()))
    exact = count <= EXACT
    parts = [_ways(count)] if exact else _draws(count, trials, seed)
    for ways in parts:
        going = [at for at, test in enumerate(tests) if exact or test.far < ENOUGH]
        if not going:
            break
        needed_by = {system for at in going for system in pairs[at]}
        kept = {system: ways @ units[system] for system in needed_by}
        for at in going:
            tests[at].add(kept[pairs[at][0]], kept[pairs[at][1]])
    return [test.result(count, trials, exact) for test in tests]


class _Pair:
    """What exchanges of two systems, whose statistics are `first` and `second` in all, have shown so far."""

    def __init__(self, first: Doubles, second: Doubles, scores: Scores) -> None:
        self._second, self._total, self._scores = second, first + second, scores
        self._found = abs(float(_differences(scores, first[None, :], self._total)[0]))
        self.far, self._made, self._squares = 0, 0, 0.0

    def add(self, first: Doubles, second: Doubles) -> None:
        """first, second: what each system keeps in each exchange; the rest is the other's."""
        apart = _differences(self._scores, self._second + first - second, self._total)
        self.far += int(_as_far(apart, self._found).sum())
        self._made += len(apart)
        self._squares += float((apart**2).sum())

    def result(self, count: int, trials: int, exact: bool) -> Exchange:
        p = self.far / self._made if exact else (self.far + 1) / (self._made + 1)
        least = 1 / self._made if exact else 1 / (trials + 1)
        return Exchange(p, least, math.sqrt(self._squares / self._made), count, self._made, exact)


def _draws(count: int, trials: int, seed: int) -> Iterator[Doubles]:
    rng = np.random.default_rng(seed)
    at_once = max(1, min(2_000, _CELLS // count))
    for start in range(0, trials, at_once):
        yield rng.integers(2, size=(min(at_once, trials - start), count), dtype=bool).astype(np.float64)


def _differences(scores: Scores, ones: Doubles, total: Doubles) -> Doubles:
    return np.subtract(scores(ones), scores(total - ones))


def _as_far(apart: Doubles, found: float) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.abs(apart) >= found - _TIE * max(1.0, found)


def _ways(count: int) -> Doubles:
    """Every way to exchange units, the first of them kept: the other half are the same with the systems' names exchanged."""
    numbers = np.arange(2 ** max(0, count - 1))[:, None]
    rest = (numbers >> np.arange(max(0, count - 1))) & 1
    return np.hstack([np.ones((len(numbers), min(1, count))), 1 - rest]).astype(np.float64)


def detectable(spread: float, comparisons: int = 1) -> float:
    """The smallest difference that so many comparisons find four times in five: (z of the corrected level + z of the power)
    standard deviations (Cohen 1988)."""
    return float((norm.ppf(1 - LEVEL / (2 * max(1, comparisons))) + norm.ppf(POWER)) * spread)


def needed(units: int, difference: float, smallest: float, comparisons: int = 1) -> int | None:
    """How many units would find `difference` four times in five; None where there is no difference to find."""
    if not difference or not smallest:
        return None
    # below so many not even the most one-sided result is significant
    floor = math.floor(math.log2(max(1, comparisons) / LEVEL)) + 2
    return max(floor, math.ceil(units * (smallest / difference) ** 2))
