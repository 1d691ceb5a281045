"""The lattice of beads over two texts: which nodes are in the band, the best path, and the posterior of every bead.

Node (i, j) stands before source sentence i and target sentence j. A bead leaves a node and ends a + i, b + j further. Two
states tell a path that comes from an omission from one that comes from a pair, so that a run of omissions is one event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

LONGEST = 5  # sentences on one side of a bead
MOST = 6  # sentences of both sides of a bead
PAIRS = tuple((a, b) for a in range(1, LONGEST + 1) for b in range(1, LONGEST + 1) if a + b <= MOST)
TYPES = (*PAIRS, (1, 0), (0, 1))
STEPS = np.array(TYPES, dtype=np.int64)
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Band:
    """The nodes of rows 0..n: row i has columns low[i]..high[i] (inclusive), its first node is starts[i].

    low, high: (n + 1,) int64, not falling; starts: (n + 2,) int64.
    """

    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]

    @property
    def nodes(self) -> int:
        return int(self.starts[-1])

    @property
    def targets(self) -> int:
        return int(self.high[-1])


def band(low: npt.ArrayLike, high: npt.ArrayLike) -> Band:
    lows, highs = np.asarray(low, dtype=np.int64), np.asarray(high, dtype=np.int64)
    return Band(lows, highs, np.concatenate([[0], np.cumsum(highs - lows + 1)]))


def full(sources: int, targets: int) -> Band:
    """Every node there is."""
    return band(np.zeros(sources + 1, np.int64), np.full(sources + 1, targets))


def best(nodes: Band, scores: Scores, opening: float) -> list[tuple[int, int, int]]:
    """The best path as (i, j, type) of each bead.

    scores: (nodes, types) float32 of the bead that leaves a node; opening: added to an omission that follows a pair.
    """
    ends = _viterbi(nodes.low, nodes.high, nodes.starts, scores, STEPS, opening)
    return [(int(i), int(j), int(t)) for i, j, t in ends[::-1]]


@njit(cache=True, nogil=True)
def _viterbi(low: Any, high: Any, starts: Any, scores: Any, steps: Any, opening: float) -> Any:
    rows = len(low)
    gain = np.full((starts[-1], 2), -np.inf, np.float64)
    back = np.full((starts[-1], 2), -1, np.int8)
    pairs = len(steps) - 2
    gain[0, 0] = 0.0
    for i in range(rows):
        for j in range(low[i], high[i] + 1):
            node = starts[i] + j - low[i]
            here = max(gain[node, 0], gain[node, 1])
            if here == -np.inf:
                continue
            came = 0 if gain[node, 0] >= gain[node, 1] else 1
            for t in range(pairs + 2):
                x, y = i + steps[t, 0], j + steps[t, 1]
                if x >= rows or y < low[x] or y > high[x]:
                    continue
                to = starts[x] + y - low[x]
                if t < pairs:
                    value = here + scores[node, t]
                    if value > gain[to, 0]:
                        gain[to, 0], back[to, 0] = value, 2 * t + came
                else:
                    fresh, going = gain[node, 0] + opening, gain[node, 1]
                    value = max(fresh, going) + scores[node, t]
                    if value > gain[to, 1]:
                        gain[to, 1], back[to, 1] = value, 2 * t + (0 if fresh >= going else 1)
    path = np.empty((rows + high[-1], 3), np.int64)
    size, i, j = 0, rows - 1, high[-1]
    last = starts[i] + j - low[i]
    state = 0 if gain[last, 0] >= gain[last, 1] else 1
    while i > 0 or j > 0:
        step = back[starts[i] + j - low[i], state]
        t, state = step // 2, step % 2
        i, j = i - steps[t, 0], j - steps[t, 1]
        path[size, 0], path[size, 1], path[size, 2] = i, j, t
        size += 1
    return path[:size]


def posterior(nodes: Band, scores: Scores, opening: float) -> tuple[Scores, float, float]:
    """The probability of every bead over all paths, (nodes, types) float32; log of the sum over paths; expected openings."""
    out = np.zeros(scores.shape, dtype=np.float32)
    total, opened = _posterior(nodes.low, nodes.high, nodes.starts, scores, STEPS, opening, out)
    return out, float(total), float(opened)


@njit(cache=True, nogil=True)
def _sum(x: float, y: float) -> float:
    if x < y:
        x, y = y, x
    return x if y == -np.inf else x + np.log1p(np.exp(y - x))


@njit(cache=True, nogil=True)
def _posterior(low: Any, high: Any, starts: Any, scores: Any, steps: Any, opening: float, out: Any) -> Any:
    rows, pairs = len(low), len(steps) - 2
    ahead = np.full((starts[-1], 2), -np.inf, np.float64)  # from the node to the end, by the state at the node
    value = np.empty(pairs + 2)
    ahead[starts[rows - 1] + high[-1] - low[rows - 1], :] = 0.0
    for i in range(rows - 1, -1, -1):
        for j in range(high[i], low[i] - 1, -1):
            node = starts[i] + j - low[i]
            if i == rows - 1 and j == high[-1]:
                continue
            for state in range(2):
                most, count = -np.inf, pairs + 2
                for t in range(count):
                    x, y = i + steps[t, 0], j + steps[t, 1]
                    value[t] = -np.inf
                    if x < rows and low[x] <= y <= high[x]:
                        to = starts[x] + y - low[x]
                        value[t] = scores[node, t] + ahead[to, 0 if t < pairs else 1]
                        if t >= pairs and state == 0:
                            value[t] += opening
                    most = max(most, value[t])
                if most > -np.inf:
                    total = 0.0
                    for t in range(count):
                        total += np.exp(value[t] - most) if value[t] > most - 30.0 else 0.0
                    ahead[node, state] = most + np.log(total)
    whole = ahead[0, 0]
    reach = np.zeros((starts[-1], 2), np.float64)  # the probability of being at the node
    reach[0, 0] = 1.0
    opened = 0.0
    for i in range(rows):
        for j in range(low[i], high[i] + 1):
            node = starts[i] + j - low[i]
            for state in range(2):
                if reach[node, state] < 1e-9:
                    continue
                for t in range(pairs + 2):
                    x, y = i + steps[t, 0], j + steps[t, 1]
                    if x >= rows or y < low[x] or y > high[x]:
                        continue
                    to, kind = starts[x] + y - low[x], 0 if t < pairs else 1
                    log = scores[node, t] + ahead[to, kind] - ahead[node, state]
                    if kind == 1 and state == 0:
                        log += opening
                    if log < -25.0:
                        continue
                    share = reach[node, state] * np.exp(log)
                    out[node, t] += share
                    reach[to, kind] += share
                    if kind == 1 and state == 0:
                        opened += share
    return whole, opened
