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
    """(k, 2) float32 of each bead: cosine of the summed vectors of both blocks above chance, and by how much the blocks are
    nearer to each other than to the blocks beside them (the margin of Bertalign, Liu & Zhu 2022)."""
    out = np.zeros((len(rows), 2), dtype=np.float32)
    _blocks(rows, columns, STEPS[types], sides.left, sides.right, out)
    out[:, 0] -= sides.chance
    return np.asarray(out / (1 - sides.chance), dtype=np.float32)


@njit(cache=True, nogil=True)
def _cells(low: Any, high: Any, starts: Any, left: Any, right: Any, chance: Any, out: Any) -> None:
    for i in range(min(len(left), len(low) - 1)):
        for j in range(low[i], min(high[i], len(right) - 1) + 1):
            total = np.float32(0.0)
            for k in range(left.shape[1]):
                total += left[i, k] * right[j, k]
            out[starts[i] + j - low[i]] = (total - chance) / (1 - chance)


@njit(cache=True, nogil=True, fastmath=True)
def _cosine(one: Any, other: Any) -> Any:
    product, first, second = np.float32(0.0), np.float32(1e-12), np.float32(1e-12)
    for k in range(len(one)):
        product += one[k] * other[k]
        first += one[k] * one[k]
        second += other[k] * other[k]
    return product / np.sqrt(first * second)


@njit(cache=True, nogil=True)
def _sum(lines: Any, begin: int, end: int, out: Any) -> None:
    out[:] = lines[begin]
    for line in range(begin + 1, end):
        out += lines[line]


@njit(cache=True, nogil=True)
def _beside(lines: Any, begin: int, end: int, other: Any, room: Any) -> Any:
    """The sum of the cosines of `other` and the blocks of the same size before and after, and how many there are."""
    total, count = 0.0, 0
    size = end - begin
    if begin > 0:
        _sum(lines, max(0, begin - size), begin, room)
        total, count = total + _cosine(room, other), count + 1
    if end < len(lines):
        _sum(lines, end, min(len(lines), end + size), room)
        total, count = total + _cosine(room, other), count + 1
    return total, count


@njit(cache=True, nogil=True)
def _blocks(rows: Any, columns: Any, sizes: Any, left: Any, right: Any, out: Any) -> None:
    first, second = np.empty(left.shape[1], np.float32), np.empty(left.shape[1], np.float32)
    room = np.empty(left.shape[1], np.float32)
    for at in range(len(rows)):
        i, j = rows[at], columns[at]
        x, y = i + sizes[at, 0], j + sizes[at, 1]
        _sum(left, i, x, first)
        _sum(right, j, y, second)
        alike = _cosine(first, second)
        one, ones = _beside(left, i, x, second, room)
        two, twos = _beside(right, j, y, first, room)
        out[at, 0] = alike
        out[at, 1] = alike - (one + two) / max(1, ones + twos)
