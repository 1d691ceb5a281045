"""Sentence vectors: how alike the summed vectors of two blocks are, above what any two blocks are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.align.sentence.lattice import STEPS, Band
from jjak.align.sentence.overlaps import Doubles, running
from jjak.align.text.ngrams import Floats, Longs

Vectors = npt.NDArray[np.float32]

HELD = 60.0  # lines, of random ones, that an encoder's usual cosine counts as


@dataclass(frozen=True, slots=True)
class VectorSide:
    """lines: (n, d) float32, of length 1 each; usual: (n,) float32, the mean cosine of a line and the lines of the other side;
    within: the mean cosine of two lines of this side."""

    lines: Vectors
    usual: Floats
    within: float


@dataclass(frozen=True, slots=True)
class VectorSides:
    left: VectorSide
    right: VectorSide


def vector_sides(left: Vectors, right: Vectors, by_chance: float | None = None) -> VectorSides:
    """by_chance: the cosine of unrelated lines by this encoder; None where it is to be seen in the texts."""
    across = _apart(left, right) if by_chance is None else by_chance
    return VectorSides(*(_side(*pair, across, by_chance) for pair in ((left, right), (right, left))))


def _side(lines: Vectors, others: Vectors, across: float, by_chance: float | None) -> VectorSide:
    n, m = len(lines), len(others)
    usual = (lines @ others.sum(0) + HELD * across) / (m + HELD)
    total = lines.sum(0, dtype=np.float64)
    within = _apart(lines, lines) if by_chance is None else by_chance
    held = (float(total @ total) - n + HELD**2 * within) / (n * (n - 1) + HELD**2)
    return VectorSide(lines, usual.astype(np.float32), held)


def _apart(lines: Vectors, others: Vectors) -> float:
    """The mean cosine of lines half a text apart; 0 where there are hardly any."""
    n, m = len(lines), len(others)
    if min(n, m) < 2:
        return 0.0
    rows = np.arange(n)
    return float((lines * others[(rows * m // n + m // 2) % m]).sum(1).mean())


def of_vector_cells(nodes: Band, sides: VectorSides) -> Floats:
    """(nodes,) float32: cosine of line i and line j above chance, 1 for the same direction."""
    out = np.zeros(nodes.nodes, dtype=np.float32)
    left, right = sides.left, sides.right
    _cells(nodes.low, nodes.high, nodes.starts, left.lines, right.lines, left.usual, right.usual, out)
    return out


def of_vector_blocks(rows: Longs, columns: Longs, types: Longs, sides: VectorSides) -> Floats:
    """(k,) float32 of each bead: cosine of the summed vectors of both blocks above chance."""
    out = np.zeros(len(rows), dtype=np.float32)
    _blocks(rows, columns, STEPS[types], sides.left.lines, sides.right.lines, out)
    chance = _by_chance(rows, columns, STEPS[types], sides)
    return np.asarray((out - chance) / (1 - chance), dtype=np.float32)


def _by_chance(rows: Longs, columns: Longs, sizes: Longs, sides: VectorSides) -> Doubles:
    """(k,) the cosine of each block and lines of the other side at random, as many as it is linked with: sums of many lines
    are like anything."""
    both = []
    for side, other, at, here, there in (
        (sides.left, sides.right, rows, sizes[:, 0], sizes[:, 1]),
        (sides.right, sides.left, columns, sizes[:, 1], sizes[:, 0]),
    ):
        total = running(side.usual.astype(np.float64))
        lengths = (here + here * (here - 1) * side.within) * (there + there * (there - 1) * other.within)
        both.append((total[at + here] - total[at]) * there / np.sqrt(lengths))
    mean: Doubles = np.minimum((both[0] + both[1]) / 2, 0.99)
    return mean


@njit(cache=True, nogil=True)
def _cells(low: Any, high: Any, starts: Any, left: Any, right: Any, one: Any, other: Any, out: Any) -> None:
    for i in range(min(len(left), len(low) - 1)):
        for j in range(low[i], min(high[i], len(right) - 1) + 1):
            total = np.float32(0.0)
            for k in range(left.shape[1]):
                total += left[i, k] * right[j, k]
            chance = min(np.float32(0.99), (one[i] + other[j]) / 2)
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
def _blocks(rows: Any, columns: Any, sizes: Any, left: Any, right: Any, out: Any) -> None:
    first, second = np.empty(left.shape[1], np.float32), np.empty(left.shape[1], np.float32)
    for at in range(len(rows)):
        i, j = rows[at], columns[at]
        x, y = i + sizes[at, 0], j + sizes[at, 1]
        _sum(left, i, x, first)
        _sum(right, j, y, second)
        out[at] = _cosine(first, second)
