"""How much two blocks of lines share: the clipped, weighted count of common grams of every bead in a band."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from jjak.align.sentence.lattice import LONGEST, PAIRS, Band
from jjak.align.text.ngrams import Bags, Floats

INDEX = np.full((LONGEST + 1, LONGEST + 1), -1, dtype=np.int64)
for _at, (_a, _b) in enumerate(PAIRS):
    INDEX[_a, _b] = _at


def masses(side: Bags, weights: Floats) -> Floats:
    """(n,) float32: the sum of the weights of each line's grams."""
    total = np.concatenate([[0.0], np.cumsum(weights[side.ids], dtype=np.float64)])
    return np.diff(total[side.ends]).astype(np.float32)


def overlaps(nodes: Band, left: Bags, right: Bags, weights: Floats) -> Floats:
    """(nodes, pairs) float32: the weight of the grams that both blocks of a bead hold, each as often as both hold it.

    weights: of each id, float32.
    """
    ids, lefts, rights, size = _relabelled(left.ids, right.ids, len(weights))
    narrow = weights[ids[:size]] if size else np.zeros(1, np.float32)
    lids, lends = _kept(lefts, left.ends)
    rids, rends = _kept(rights, right.ends)
    out = np.zeros((nodes.nodes, len(PAIRS)), dtype=np.float32)
    _overlaps(nodes.low, nodes.high, nodes.starts, lids, lends, rids, rends, narrow, INDEX, out)
    return out


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


@njit(cache=True, nogil=True)
def _overlaps(
    low: Any, high: Any, starts: Any, lids: Any, lends: Any, rids: Any, rends: Any, weights: Any, index: Any, out: Any
) -> None:
    longest = index.shape[0] - 1
    lines, columns = len(lends) - 1, len(rends) - 1
    held = np.zeros((len(weights), longest + 1), np.int32)  # how often the left block of each length has a gram
    first = np.zeros(len(weights), np.int8)  # the shortest left block that has it at all; 0: none
    taken = np.zeros(len(weights), np.int64)  # how often the right block has had it, beside the node's number in the upper half
    size = 0
    for i in range(min(lines, len(low) - 1)):
        size = max(size, rends[min(high[i] + longest, columns)] - rends[low[i]] if high[i] >= low[i] else 0)
    hits, ends = np.empty(size + 1, np.int32), np.zeros(columns + 2, np.int64)
    gained = np.zeros((longest + 1, longest + 1), np.float32)
    for i in range(min(lines, len(low) - 1)):
        if high[i] < low[i]:
            continue
        reach = min(longest, lines - i)
        for a in range(1, reach + 1):
            for k in range(lends[i + a - 1], lends[i + a]):
                gram = lids[k]
                first[gram] = first[gram] if first[gram] else a
                for longer in range(a, reach + 1):
                    held[gram, longer] += 1
        size = 0
        for j in range(low[i], min(high[i] + longest, columns)):
            for k in range(rends[j], rends[j + 1]):
                if first[rids[k]]:
                    hits[size] = rids[k]
                    size += 1
            ends[j + 1 - low[i]] = size
        for j in range(low[i], min(high[i], columns - 1) + 1):
            node = starts[i] + j - low[i]
            fresh = (node + 1) << 32
            for b in range(1, min(longest, columns - j) + 1):
                gained[b] = gained[b - 1]
                for k in range(ends[j + b - 1 - low[i]], ends[j + b - low[i]]):
                    gram = hits[k]
                    had = taken[gram] - fresh
                    if had < 0:
                        taken[gram] = fresh + 1
                        gained[b, first[gram]] += weights[gram]
                        continue
                    taken[gram] += 1
                    for a in range(first[gram], reach + 1):
                        if held[gram, a] > had:
                            gained[b, a] += weights[gram]
                            break
                total = np.float32(0.0)
                for a in range(1, reach + 1):
                    total += gained[b, a]
                    if index[a, b] >= 0:
                        out[node, index[a, b]] = total
        for k in range(lends[i], lends[i + reach]):
            held[lids[k], :] = 0
            first[lids[k]] = 0
