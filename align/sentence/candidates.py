"""Which beads are possible at all: those on a path that a coarse look does not find much worse than its best one.

The coarse look sees what single lines share and adds it up over a bead, and lengths. It is a tenth of the work of seeing
blocks as they are, and leaves a few beads a line to look at closely.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.align.sentence.lattice import PAIRS, PLACE, STEPS, Band, places
from jjak.align.sentence.overlaps import Doubles, running
from jjak.align.sentence.similarity import Cells
from jjak.align.text.ngrams import Floats, Longs

FAR = (6.5, 9.0)  # nats below the best path within which a bead stays, where lines are seen and where they are not
# what the coarse look weighs, near what is learned: likeness once a line and once a bead, two caps of the deviation of lengths,
# words that both texts keep and that one lacks, a line left out; each kind of bead where lines are seen, and where they are not
_ALIKE, _BEAD, _LENGTH, _KEPT, _LOST = 3.0, 4.0, (0.35, 0.35), 0.7, 1.0
_LONGER, _LONG = 5.0, 80.0  # times, and characters, by which the longer side of a bead of several lines may be longer
_OMITTED = (-1.6, -3.0)
_STEPS, _HIGHEST = 32, 128  # of the table of logarithms: steps of 1, and the highest value
_COSTS = np.array(
    [
        [0.0 if pair == (1, 1) else -1.0 - 0.4 * (sum(pair) - 3) - 0.4 * (min(pair) - 1) for pair in PAIRS],
        [2.0 if pair == (1, 1) else 0.2 - 1.2 * (sum(pair) - 3) - 0.8 * (min(pair) - 1) for pair in PAIRS],
    ]
)


@dataclass(frozen=True, slots=True)
class Candidates:
    """k beads, ordered by the node that they leave. rows, columns, types: (k,) int64 of each; leaves, reaches: (k,) int64, the
    nodes that it joins, numbered in order without those that no bead touches; starts: (nodes + 1,) int64, the first bead
    that leaves each node."""

    rows: Longs
    columns: Longs
    types: Longs
    leaves: Longs
    reaches: Longs
    starts: Longs

    @property
    def states(self) -> Longs:
        """(k,) int64: 0 for a pair, 1 for a line left out of the source, 2 for one of the target."""
        states: Longs = np.maximum(self.types - len(PAIRS) + 1, 0)
        return states


def candidates(
    nodes: Band,
    cells: Cells | None,
    kept: tuple[Floats, Doubles, Doubles],
    lengths: tuple[Doubles, Doubles],
    reliance: tuple[Doubles, Doubles],
    also: npt.NDArray[np.bool_] | None = None,
) -> Candidates:
    """The beads that are possible within `nodes`.

    cells: what lines share, None where nothing was translated; kept: (nodes,) float32, the weight of the words that both
    texts themselves hold, and (n + 1,) and (m + 1,) running sums of it over the lines of either side; lengths: (n,) and (m,),
    of both sides' lines in characters of one of them; reliance: (n,) and (m,), 0..1, how far the likeness of each line is
    believed. also: (nodes, types) bool, beads to keep in any case.
    """
    scores = np.full((nodes.nodes, len(STEPS)), -np.inf, dtype=np.float32)
    alike = np.zeros(nodes.nodes, np.float32) if cells is None else cells.common
    mass = (np.ones(len(lengths[0])), np.ones(len(lengths[1]))) if cells is None else (cells.left, cells.right)
    sums = _summed(nodes.starts, alike), _summed(nodes.starts, kept[0])
    _coarse(
        *(nodes.low, nodes.high, nodes.starts, PLACE, _COSTS, *sums, running(mass[0]), running(mass[1])),
        *(running(lengths[0]), running(lengths[1]), running(reliance[0]), running(reliance[1]), *kept[1:], scores),
    )
    seen = float(np.concatenate(reliance).mean())
    far = seen * FAR[0] + (1 - seen) * FAR[1]
    chosen = _possible(nodes.low, nodes.high, nodes.starts, STEPS, scores, far)
    if also is not None:
        chosen |= also
    return gathered(nodes, chosen)


def gathered(nodes: Band, chosen: npt.NDArray[np.bool_]) -> Candidates:
    """The beads of `chosen`, (nodes, types) bool."""
    node, types = np.nonzero(chosen)
    rows, columns = (place[node] for place in places(nodes))
    x, y = rows + STEPS[types, 0], columns + STEPS[types, 1]
    reached = nodes.starts[x] + y - nodes.low[x]
    used = np.zeros(nodes.nodes, dtype=bool)
    used[0] = used[-1] = used[node] = used[reached] = True
    number = np.cumsum(used) - 1
    leaves = number[node]
    starts = np.searchsorted(leaves, np.arange(int(used.sum()) + 1))
    return Candidates(rows, columns, types, leaves, number[reached], starts)


@njit(cache=True, nogil=True)
def _summed(starts: Any, values: Any) -> Any:
    """Running sums along each row, the node's own value included."""
    out = np.empty(len(values), np.float32)
    for i in range(len(starts) - 1):
        total = np.float32(0.0)
        for node in range(starts[i], starts[i + 1]):
            total += values[node]
            out[node] = total
    return out


@njit(cache=True, nogil=True)
def _row(low: Any, high: Any, starts: Any, sums: Any, row: int, j: int, y: int) -> Any:
    """The sum over columns j <= column < y of a row, as far as the band has it."""
    last = min(y - 1, high[row])
    if last < max(j, low[row]):
        return 0.0
    total = sums[starts[row] + last - low[row]]
    return total - sums[starts[row] + j - 1 - low[row]] if j > low[row] else total


@njit(cache=True, nogil=True)
def _log(logs: Any, value: float) -> Any:
    """The logarithm of 1 + value from a table, which is near enough here and takes a tenth of the time."""
    return logs[min(len(logs) - 1, int(max(0.0, value) * _STEPS))]


@njit(cache=True, nogil=True)
def _coarse(
    low: Any, high: Any, starts: Any, index: Any, costs: Any, alike: Any, kept: Any, left_mass: Any, right_mass: Any,
    left_length: Any, right_length: Any, left_known: Any, right_known: Any,
    left_kept: Any, right_kept: Any, out: Any,
) -> None:  # fmt: skip
    logs = np.log1p(np.arange(_STEPS * _HIGHEST + 1) / _STEPS)
    n, m, longest, pairs = len(left_mass) - 1, len(right_mass) - 1, index.shape[0] - 1, costs.shape[1]
    for i in range(n + 1):
        for j in range(low[i], high[i] + 1):
            node = starts[i] + j - low[i]
            if i < n:
                seen = left_known[i + 1] - left_known[i]
                out[node, pairs] = seen * _OMITTED[0] + (1 - seen) * _OMITTED[1]
            if j < m:
                seen = right_known[j + 1] - right_known[j]
                out[node, pairs + 1] = seen * _OMITTED[0] + (1 - seen) * _OMITTED[1]
            for b in range(1, min(longest, m - j) + 1):
                if (
                    b > 1
                    and right_length[j + b] - right_length[j]
                    > _LONGER * (left_length[min(n, i + longest)] - left_length[i]) + _LONG
                ):
                    break
                common, words = 0.0, 0.0
                for a in range(1, min(longest, n - i) + 1):
                    t = index[a, b]
                    left, right = left_length[i + a] - left_length[i], right_length[j + b] - right_length[j]
                    if t < 0 or (a > 1 and left > _LONGER * right + _LONG):
                        break
                    common += _row(low, high, starts, alike, i + a - 1, j, j + b)
                    words += _row(low, high, starts, kept, i + a - 1, j, j + b)
                    seen = (left_known[i + a] - left_known[i] + right_known[j + b] - right_known[j]) / (a + b)
                    mass = left_mass[i + a] - left_mass[i] + right_mass[j + b] - right_mass[j]
                    dice = min(1.0, max(-0.2, 2 * common / mass)) if mass > 0 else 0.0
                    far = (right - left) ** 2 / max(1.0, (left + right) / 2) if left > 0 and right > 0 else 50.0
                    lost = left_kept[i + a] - left_kept[i] + right_kept[j + b] - right_kept[j] - 2 * words
                    value = _KEPT * _log(logs, words) - _LOST * _log(logs, lost)
                    value -= _LENGTH[0] * min(4.0, far / 4) + _LENGTH[1] * min(12.0, far / 12)
                    value += seen * (dice * (_ALIKE * (a + b) / 2 + _BEAD) + costs[0, t]) + (1 - seen) * costs[1, t]
                    out[node, t] = value


@njit(cache=True, nogil=True)
def _possible(low: Any, high: Any, starts: Any, steps: Any, scores: Any, far: float) -> Any:
    """(nodes, types) bool: the beads of which the best path through them is at most `far` worse than the best path."""
    rows = len(low)
    ahead = np.full(starts[-1], -np.inf)
    before = np.full(starts[-1], -np.inf)
    ahead[-1], before[0] = 0.0, 0.0
    for i in range(rows - 1, -1, -1):
        for j in range(high[i], low[i] - 1, -1):
            node = starts[i] + j - low[i]
            for t in range(len(steps)):
                x, y = i + steps[t, 0], j + steps[t, 1]
                if x < rows and low[x] <= y <= high[x]:
                    ahead[node] = max(ahead[node], scores[node, t] + ahead[starts[x] + y - low[x]])
    chosen = np.zeros(scores.shape, np.bool_)
    for i in range(rows):
        for j in range(low[i], high[i] + 1):
            node = starts[i] + j - low[i]
            if before[node] + ahead[node] < ahead[0] - far:
                continue
            for t in range(len(steps)):
                x, y = i + steps[t, 0], j + steps[t, 1]
                if x < rows and low[x] <= y <= high[x]:
                    to = starts[x] + y - low[x]
                    value = before[node] + scores[node, t]
                    before[to] = max(before[to], value)
                    chosen[node, t] = value + ahead[to] >= ahead[0] - far
    return chosen
