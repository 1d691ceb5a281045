"""How much two blocks of lines share: the clipped, weighted count of their common grams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.align.sentence.lattice import Band
from jjak.align.text.ngrams import Bags, Floats, Longs

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shared:
    """The grams that both sides hold, numbered without gaps. weights: of each, float32; left_mass, right_mass: (n + 1,) and
    (m + 1,) float64 running sums of the weights of all grams of the lines, shared or not."""

    left: Bags
    right: Bags
    weights: Floats
    left_mass: Doubles
    right_mass: Doubles


def running(values: npt.ArrayLike) -> Doubles:
    """(n + 1,) float64 running sums of n values, from 0."""
    return np.concatenate([[0.0], np.cumsum(np.asarray(values, dtype=np.float64))])


def masses(side: Bags, weights: Floats) -> Floats:
    """(n,) float32: the sum of the weights of each line's grams."""
    total = np.concatenate([[0.0], np.cumsum(weights[side.ids], dtype=np.float64)])
    return np.diff(total[side.ends]).astype(np.float32)


def shared(left: Bags, right: Bags, weights: Floats) -> Shared:
    """weights: of each id of both sides, float32."""
    ids, lefts, rights, size = _relabelled(left.ids, right.ids, len(weights))
    narrow = weights[ids[:size]] if size else np.zeros(1, np.float32)
    mass = running(masses(left, weights)), running(masses(right, weights))
    return Shared(Bags(*_kept(lefts, left.ends)), Bags(*_kept(rights, right.ends)), narrow, *mass)


@njit(cache=True, nogil=True)
def _relabelled(left: Any, right: Any, buckets: int) -> Any:
    """New ids without gaps for those that occur on both sides, -1 for all others."""
    label = np.full(buckets, -2, np.int32)
    for k in left:
        label[k] = -1
    ids = np.empty(min(len(left), len(right)) + 1, np.int32)
    size = 0
    rights = np.empty(len(right), np.int32)
    for at in range(len(right)):
        k = right[at]
        if label[k] == -1:
            label[k] = size
            ids[size] = k
            size += 1
        rights[at] = label[k] if label[k] >= 0 else -1
    lefts = np.empty(len(left), np.int32)
    for at in range(len(left)):
        lefts[at] = label[left[at]]
    return ids, lefts, rights, size


@njit(cache=True, nogil=True)
def _kept(ids: Any, ends: Any) -> Any:
    kept = np.empty(len(ids), np.int32)
    stops = np.zeros(len(ends), np.int64)
    size = 0
    for line in range(len(ends) - 1):
        for k in range(ends[line], ends[line + 1]):
            if ids[k] >= 0:
                kept[size] = ids[k]
                size += 1
        stops[line + 1] = size
    return kept[:size].copy(), stops


def of_cells(nodes: Band, grams: Shared) -> Floats:
    """(nodes,) float32: the weight of the grams that line i and line j share, each as often as both hold it."""
    out = np.zeros(nodes.nodes, dtype=np.float32)
    _cells(
        *(nodes.low, nodes.high, nodes.starts, grams.left.ids, grams.left.ends, grams.right.ids, grams.right.ends),
        *(grams.weights, out),
    )
    return out


def of_blocks(rows: Longs, columns: Longs, sizes: Longs, grams: Shared) -> tuple[Floats, Floats]:
    """For each of k beads the weight of the grams that both blocks share, and the share of its least covered line, 0..1.

    rows, columns: (k,) the first line of either side; sizes: (k, 2) how many there are.
    """
    common, least = np.zeros(len(rows), dtype=np.float32), np.zeros(len(rows), dtype=np.float32)
    order = np.lexsort((columns, sizes[:, 0], rows))  # beads of one block of the left follow each other
    _blocks(
        *(order, rows, columns, sizes, grams.left.ids, grams.left.ends, grams.right.ids, grams.right.ends),
        *(grams.weights, grams.left_mass, grams.right_mass, common, least),
    )
    return common, least


@njit(cache=True, nogil=True)
def _cells(low: Any, high: Any, starts: Any, lids: Any, lends: Any, rids: Any, rends: Any, weights: Any, out: Any) -> None:
    held = np.zeros(len(weights), np.int32)
    lines, columns = len(lends) - 1, len(rends) - 1
    hits = np.empty(np.max(np.diff(lends)) + 1 if lines else 1, np.int32)
    for i in range(min(lines, len(low) - 1)):
        for k in range(lends[i], lends[i + 1]):
            held[lids[k]] += 1
        for j in range(low[i], min(high[i], columns - 1) + 1):
            total = _common(held, hits, rends[j], rends[j + 1], rids, weights)
            out[starts[i] + j - low[i]] = total
        for k in range(lends[i], lends[i + 1]):
            held[lids[k]] = 0


@njit(cache=True, nogil=True)
def _blocks(
    order: Any, rows: Any, columns: Any, sizes: Any, lids: Any, lends: Any, rids: Any, rends: Any, weights: Any,
    left_mass: Any, right_mass: Any, common: Any, least: Any,
) -> None:  # fmt: skip
    held, beside = np.zeros(len(weights), np.int32), np.zeros(len(weights), np.int32)
    hits = np.empty(max(_widest(lends), _widest(rends)) * 8 + 1, np.int32)
    begin, end = 0, 0  # the block of the left that `held` counts
    for at in order:
        i, j = rows[at], columns[at]
        x, y = i + sizes[at, 0], j + sizes[at, 1]
        if begin != i or end != x:
            for k in range(lends[begin], lends[end]):
                held[lids[k]] = 0
            for k in range(lends[i], lends[x]):
                held[lids[k]] += 1
            begin, end = i, x
        total = _common(held, hits, rends[j], rends[y], rids, weights)
        common[at] = total
        low = _share(total, right_mass[y] - right_mass[j])
        if y - j > 1:
            low = _least(held, hits, j, y, rids, rends, weights, right_mass)
        if x - i == 1:
            least[at] = min(low, _share(total, left_mass[x] - left_mass[i]))
            continue
        for k in range(rends[j], rends[y]):
            beside[rids[k]] += 1
        least[at] = min(low, _least(beside, hits, i, x, lids, lends, weights, left_mass))
        for k in range(rends[j], rends[y]):
            beside[rids[k]] = 0


@njit(cache=True, nogil=True)
def _widest(ends: Any) -> int:
    most = 0
    for line in range(len(ends) - 1):
        most = max(most, ends[line + 1] - ends[line])
    return most


@njit(cache=True, nogil=True)
def _common(held: Any, hits: Any, begin: int, end: int, ids: Any, weights: Any) -> Any:
    """The weight of ids[begin:end] that the block counted in `held` has too; `held` stays as it was."""
    total, size = np.float32(0.0), 0
    for k in range(begin, end):
        gram = ids[k]
        if held[gram] > 0:
            held[gram] -= 1
            total += weights[gram]
            hits[size] = gram
            size += 1
    for at in range(size):
        held[hits[at]] += 1
    return total


@njit(cache=True, nogil=True)
def _share(total: Any, mass: float) -> Any:
    return total / mass if mass > 0 else 0.0


@njit(cache=True, nogil=True)
def _least(held: Any, hits: Any, begin: int, end: int, ids: Any, ends: Any, weights: Any, mass: Any) -> Any:
    """The least share of a line's weight, begin <= line < end, that the block counted in `held` has; `held` stays as it was."""
    low = 1.0
    for line in range(begin, end):
        total = _common(held, hits, ends[line], ends[line + 1], ids, weights)
        low = min(low, _share(total, mass[line + 1] - mass[line]))
    return low
