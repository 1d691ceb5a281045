"""Sentence vectors: how alike the summed vectors of two blocks are, above what any two blocks are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.align.sentence.lattice import STEPS, Band
from jjak.align.text.ngrams import Floats, Longs

Vectors = npt.NDArray[np.float32]

SAMPLE = 400  # blocks that the likeness by chance is measured on
_CHANCE, _BELIEF = 0.78, 20.0  # mean cosine of unrelated lines of multilingual-e5-small, and the blocks it counts as


@dataclass(frozen=True, slots=True)
class VectorSides:
    """left, right: (n, d) and (m, d) float32, of length 1 each; chance: the mean cosine of lines half a document apart."""

    left: Vectors
    right: Vectors
    chance: float


def vector_sides(left: Vectors, right: Vectors) -> VectorSides:
    n, m = len(left), len(right)
    if min(n, m) <= 20:
        return VectorSides(left, right, _CHANCE)
    rows = np.arange(0, n, max(1, n // SAMPLE))
    apart = (left[rows] * right[(rows * m // n + m // 2) % m]).sum(1)
    return VectorSides(left, right, float((apart.sum() + _CHANCE * _BELIEF) / (len(rows) + _BELIEF)))


def of_vector_cells(nodes: Band, sides: VectorSides) -> Floats:
    """(nodes,) float32: cosine of line i and line j above chance, 1 for the same direction."""
    out = np.zeros(nodes.nodes, dtype=np.float32)
    _cells(nodes.low, nodes.high, nodes.starts, sides.left, sides.right, np.float32(sides.chance), out)
    return out


def of_vector_blocks(rows: Longs, columns: Longs, types: Longs, sides: VectorSides) -> Floats:
    """(k,) float32: cosine of the summed vectors of both blocks of each bead, above chance."""
    out = np.zeros(len(rows), dtype=np.float32)
    _blocks(rows, columns, STEPS[types], sides.left, sides.right, np.float32(sides.chance), out)
    return out


@njit(cache=True, nogil=True)
def _cells(low: Any, high: Any, starts: Any, left: Any, right: Any, chance: Any, out: Any) -> None:
    for i in range(min(len(left), len(low) - 1)):
        for j in range(low[i], min(high[i], len(right) - 1) + 1):
            total = np.float32(0.0)
            for k in range(left.shape[1]):
                total += left[i, k] * right[j, k]
            out[starts[i] + j - low[i]] = (total - chance) / (1 - chance)


@njit(cache=True, nogil=True)
def _blocks(rows: Any, columns: Any, sizes: Any, left: Any, right: Any, chance: Any, out: Any) -> None:
    first, second = np.empty(left.shape[1], np.float32), np.empty(left.shape[1], np.float32)
    for at in range(len(rows)):
        first[:], second[:] = left[rows[at]], right[columns[at]]
        for line in range(rows[at] + 1, rows[at] + sizes[at, 0]):
            first += left[line]
        for line in range(columns[at] + 1, columns[at] + sizes[at, 1]):
            second += right[line]
        product, one, other = 0.0, 1e-12, 1e-12
        for k in range(len(first)):
            product += first[k] * second[k]
            one += first[k] * first[k]
            other += second[k] * second[k]
        out[at] = (product / np.sqrt(one * other) - chance) / (1 - chance)
