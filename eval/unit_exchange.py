"""Whether two systems differ: their results of each unit exchanged in every way where units are few, else by chance.

Under the null hypothesis a unit's two results might as well be the other's (Fisher 1935; Noreen 1989). A unit is what was
drawn independently: a document where documents are known, else a sentence. An exchange as far apart as what was found counts
against it, so that nothing can be claimed of one unit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from jjak.eval.significance import LEVEL, SEED, Doubles

Scores = Callable[[Doubles], Sequence[float]]
EXACT = 14  # units up to which each of the 2^13 ways is looked at (the other half are their mirror images)
ENOUGH = 500  # exchanges as far apart after which more say nothing (Besag & Clifford 1991): p is then within a tenth
PER_COMPARISON = 100  # trials for each comparison at least: Holm's correction then reaches 0.01
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
    """Exchange two systems' statistics, (u, k), of units.

    Args:
        first: Those of one system.
        second: Those of the other.
        scores: Of rows that are each a corpus's.
        trials: At most, where there are too many units for all ways.
        seed: Of the draws.
    """
    count = len(first)
    total = first.sum(axis=0) + second.sum(axis=0)
    start = first.sum(axis=0)
    found = abs(_differences(scores, start[None, :], total)[0])
    if count <= EXACT:
        ways = _ways(count)
        apart = _differences(scores, second.sum(axis=0) + ways @ (first - second), total)
        p = float(np.mean(_as_far(apart, found)))
        return Exchange(p, 1 / len(ways), float(np.sqrt(np.mean(apart**2))), count, len(ways), True)
    return _by_chance(first, second, scores, found, trials, seed)


def _by_chance(first: Doubles, second: Doubles, scores: Scores, found: float, trials: int, seed: int) -> Exchange:
    rng, count = np.random.default_rng(seed), len(first)
    total = first.sum(axis=0) + second.sum(axis=0)
    at_once = max(1, min(2_000, _CELLS // count))
    far, made, squares = 0, 0, 0.0
    while made < trials and far < ENOUGH:
        kept = rng.integers(2, size=(min(at_once, trials - made), count), dtype=bool).astype(np.float64)
        apart = _differences(scores, second.sum(axis=0) + kept @ (first - second), total)
        far += int(_as_far(apart, found).sum())
        made += len(apart)
        squares += float((apart**2).sum())
    return Exchange((far + 1) / (made + 1), 1 / (trials + 1), math.sqrt(squares / made), count, made, False)


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
