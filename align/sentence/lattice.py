"""The kinds of beads there are, and the band of nodes that they may leave.

Node (i, j) stands before source sentence i and target sentence j. A bead leaves a node and ends a + i, b + j further.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LONGEST = 8  # sentences on one side of a bead, one on the other
MOST = 7  # sentences of both sides of a bead that has several on both
PAIRS = tuple((a, b) for a in range(1, LONGEST + 1) for b in range(1, LONGEST + 1) if min(a, b) == 1 or a + b <= MOST)
TYPES = (*PAIRS, (1, 0), (0, 1))
STEPS = np.array(TYPES, dtype=np.int64)
PLACE = np.full((LONGEST + 1, LONGEST + 1), -1, dtype=np.int64)  # the type of a bead of a and b sentences
for _at, (_a, _b) in enumerate(PAIRS):
    PLACE[_a, _b] = _at


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


def places(nodes: Band) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The row and the column of every node."""
    rows = np.repeat(np.arange(len(nodes.low)), nodes.high - nodes.low + 1)
    return rows, np.arange(nodes.nodes) - nodes.starts[rows] + nodes.low[rows]
