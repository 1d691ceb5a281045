"""Where the path must run: lines that share rare words, and a band around them that grows with the length of the texts only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.align.sentence.lattice import Band, band
from jjak.align.text.ngrams import frequencies, renumbered, room, words_of

Longs = npt.NDArray[np.int64]

RARE = 8  # lines of either side that may hold a word that anchors; twelve finds no more and takes twice the time
WIDTH = 12  # nodes on either side of the way between two anchors; the guard widens it where the path comes near the edge
SMALL = 40_000  # nodes of a stretch without anchors that is still searched whole
SIDE = 128  # nodes on either side of the diagonal of a larger stretch
SUPPORT = 25  # lines within which another anchor must agree


def anchors(views: Sequence[tuple[Sequence[str], Sequence[str]]], size: tuple[int, int]) -> Longs:
    """(k, 2) rising places of lines that go together, from the view with the most of them; empty where no view has any."""
    best = np.zeros((0, 2), dtype=np.int64)
    for left, right in views:
        found = _supported(_of_view(left, right), size)
        if len(found) > len(best):
            best = found
    return best


def _of_view(source: Sequence[str], target: Sequence[str]) -> Longs:
    buckets = room(source, target)
    left, right, buckets = renumbered(words_of(source, buckets), words_of(target, buckets), buckets)
    first, second = frequencies(left, buckets=buckets), frequencies(right, buckets=buckets)
    rare = (first > 0) & (second > 0) & (first <= RARE) & (second <= RARE)
    ahead, votes = _voted(left.ids, left.ends, rare, _postings(right.ids, right.ends, rare, buckets), len(right))
    back, _ = _voted(right.ids, right.ends, rare, _postings(left.ids, left.ends, rare, buckets), len(left))
    rows = np.flatnonzero(ahead >= 0)
    rows = rows[back[ahead[rows]] == rows]
    pairs = np.stack([rows, ahead[rows]], 1).astype(np.int64)
    chain: Longs = pairs[_heaviest(pairs[:, 1].copy(), votes[rows].copy(), len(right))]
    return chain


@njit(cache=True, nogil=True)
def _postings(ids: Any, ends: Any, rare: Any, buckets: int) -> Any:
    """The lines that hold each rare gram and how often, one after the other; where those of each gram begin, and end.

    A line that says a word a thousand times is one line, so that two such lines take no million steps.
    """
    starts = np.zeros(buckets + 1, np.int64)
    for k in ids:
        if rare[k]:
            starts[k + 1] += 1
    for k in range(buckets):
        starts[k + 1] += starts[k]
    stops = starts[:-1].copy()
    lines, times = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.int32)
    for line in range(len(ends) - 1):
        for at in range(ends[line], ends[line + 1]):
            k = ids[at]
            if rare[k]:
                if stops[k] > starts[k] and lines[stops[k] - 1] == line:
                    times[stops[k] - 1] += 1
                    continue
                lines[stops[k]], times[stops[k]] = line, 1
                stops[k] += 1
    return lines, times, starts, stops


@njit(cache=True, nogil=True)
def _voted(ids: Any, ends: Any, rare: Any, postings: Any, others: int) -> Any:
    """For each line the other side's line that shares most rare words with it (-1: none, or two that share as many)."""
    posted, times, starts, stops = postings
    size = len(ends) - 1
    best, votes = np.full(size, -1, np.int64), np.zeros(size, np.float64)
    count = np.zeros(others, np.float64)
    for line in range(size):
        most, second = 0.0, 0.0
        for at in range(ends[line], ends[line + 1]):
            k = ids[at]
            if rare[k]:
                for p in range(starts[k], stops[k]):
                    other = posted[p]
                    count[other] += times[p] / (starts[k + 1] - starts[k])
                    if count[other] > most and best[line] != other:
                        second, most, best[line] = most, count[other], other
                    elif best[line] == other:
                        most = count[other]
                    elif count[other] > second:
                        second = count[other]
        votes[line] = most
        if most - second < 0.5:
            best[line] = -1
        for at in range(ends[line], ends[line + 1]):
            k = ids[at]
            if rare[k]:
                for p in range(starts[k], stops[k]):
                    count[posted[p]] = 0.0
    return best, votes


@njit(cache=True, nogil=True)
def _heaviest(columns: Any, votes: Any, size: int) -> Any:
    """The heaviest subsequence with rising columns, by a Fenwick tree of prefix maxima: k log m."""
    weight = np.zeros(size + 1, np.float64)
    holder = np.full(size + 1, -1, np.int64)
    total, before = np.zeros(len(columns)), np.full(len(columns), -1, np.int64)
    for k in range(len(columns)):
        at, most, last = columns[k], 0.0, -1
        while at > 0:
            if weight[at] > most:
                most, last = weight[at], holder[at]
            at -= at & -at
        total[k], before[k] = most + votes[k], last
        at = columns[k] + 1
        while at <= size:
            if total[k] > weight[at]:
                weight[at], holder[at] = total[k], k
            at += at & -at
    chain = np.empty(len(columns), np.int64)
    length = 0
    k = -1 if len(columns) == 0 else int(np.argmax(total))
    while k >= 0:
        chain[length] = k
        length += 1
        k = before[k]
    return chain[:length][::-1].copy()


def _supported(chain: Longs, size: tuple[int, int]) -> Longs:
    """Those with a neighbour in the chain that lies on about the same diagonal."""
    if len(chain) < 3:
        return chain[:0]
    step = np.diff(chain, axis=0)
    slope = max(size[1], 1) / max(size[0], 1)
    near = (step[:, 0] <= SUPPORT) & (np.abs(step[:, 1] - slope * step[:, 0]) <= 6 + step[:, 0] / 2)
    supported: Longs = chain[np.append(near, False) | np.append(False, near)]
    return supported


def band_along(chain: Longs, sources: int, targets: int, wider: int = 1) -> Band:
    """The nodes within `wider` times WIDTH of the way from anchor to anchor."""
    low, high = np.full(sources + 1, targets, dtype=np.int64), np.zeros(sources + 1, dtype=np.int64)
    stops = np.concatenate([[[0, 0]], chain, [[sources, targets]]]).astype(np.int64)
    _paint(low, high, stops, WIDTH * wider, SMALL * wider, SIDE * wider, targets)
    low, high = np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high)
    low[0], high[-1] = 0, targets
    # a long omission leaps over columns; the nodes between keep the rows connected
    high[:-1] = np.maximum(high[:-1], low[1:])
    return band(low, high)


@njit(cache=True, nogil=True)
def _paint(low: Any, high: Any, stops: Any, width: int, small: int, side: int, targets: int) -> None:
    for k in range(len(stops) - 1):
        i, j, x, y = stops[k, 0], stops[k, 1], stops[k + 1, 0], stops[k + 1, 1]
        whole = (x - i + 1) * (y - j + 1) <= small
        for row in range(i, x + 1):
            if whole:
                first, last = j, y
            else:
                middle = j + (row - i) * (y - j) // max(1, x - i)
                first, last = max(j, middle - side), min(y, middle + side)
            low[row] = max(0, min(low[row], first - width))
            high[row] = min(targets, max(high[row], last + width))
