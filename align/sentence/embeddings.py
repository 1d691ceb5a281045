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

_CHANCE, _BELIEF = 0.78, 20.0  # mean cosine of unrelated lines of multilingual-e5-small, and the lines it counts as


@dataclass(frozen=True, slots=True)
class VectorSide:
    """lines: (n, d) float32, of length 1 each; mean: (d,) of them; usual: (n,) float32, the mean cosine of a line and the lines of
    the other side; within: the mean cosine of two lines of this side."""

    lines: Vectors
    mean: Vectors
    usual: Floats
    within: float


@dataclass(frozen=True, slots=True)
class VectorSides:
    left: VectorSide
    right: VectorSide


def vector_sides(left: Vectors, right: Vectors) -> VectorSides:
    return VectorSides(_side(left, right), _side(right, left))


def _side(lines: Vectors, others: Vectors) -> VectorSide:
    n, m = len(lines), len(others)
    mean = lines.mean(0) if n else np.zeros(lines.shape[1], dtype=np.float32)
    other = others.mean(0) if m else mean
    usual = (lines @ other * m + _CHANCE * _BELIEF) / (m + _BELIEF)
    pairs = n * (n - 1)
    within = (n * n * float(mean @ mean) - n + _CHANCE * _BELIEF**2) / (pairs + _BELIEF**2)
    return VectorSide(lines, mean, usual.astype(np.float32), within)


def of_vector_cells(nodes: Band, sides: VectorSides) -> Floats:
    """(nodes,) float32: cosine of line i and line j above chance, 1 for the same direction."""
    out = np.zeros(nodes.nodes, dtype=np.float32)
    left, right = sides.left, sides.right
    _cells(nodes.low, nodes.high, nodes.starts, left.lines, right.lines, left.usual, right.usual, out)
    return out


def of_vector_blocks(rows: Longs, columns: Longs, types: Longs, sides: VectorSides) -> Floats:
    """(k, 2) float32 of each bead: cosine of the summed vectors of both blocks above chance, and by how much the blocks are
    nearer to each other than to the blocks beside them (the margin of Bertalign, Liu & Zhu 2022)."""
    out = np.zeros((len(rows), 2), dtype=np.float32)
    left, right = sides.left, sides.right
    _blocks(rows, columns, STEPS[types], left.lines, right.lines, out)
    chance = _by_chance(rows, columns, STEPS[types], sides)
    return np.asarray(np.stack([out[:, 0] - chance, out[:, 1]], 1) / (1 - chance)[:, None], dtype=np.float32)


def _by_chance(rows: Longs, columns: Longs, sizes: Longs, sides: VectorSides) -> Doubles:
    """(k,) the cosine of each block and lines of the other side at random, as many as it is linked with: sums of many lines
    are like anything."""
    both = []
    for side, other, at, here, there in (
        (sides.left, sides.right, rows, sizes[:, 0], sizes[:, 1]),
        (sides.right, sides.left, columns, sizes[:, 1], sizes[:, 0]),
    ):
        total = running(side.usual.astype(np.float64))
        across = (total[at + here] - total[at]) * there
        both.append(across / np.sqrt(here + here * (here - 1) * side.within) / np.sqrt(there + there * (there - 1) * other.within))
    return np.minimum((both[0] + both[1]) / 2, 0.99)


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
