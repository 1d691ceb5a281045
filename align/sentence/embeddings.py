"""Sentence vectors: how alike the summed vectors of two blocks are, above what any two blocks are."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.align.sentence.lattice import PAIRS, STEPS, Band
from jjak.align.text.ngrams import Floats

Vectors = npt.NDArray[np.float32]

SAMPLE = 400  # blocks that the likeness by chance is measured on
_CHANCE, _BELIEF = 0.78, 20.0  # mean cosine of unrelated lines of multilingual-e5-small, and the blocks it counts as


def cosines(nodes: Band, left: Vectors, right: Vectors) -> Floats:
    """(nodes, pairs) float32: cosine of the summed vectors of both blocks above chance, 1 for the same direction.

    left, right: (n, d) and (m, d) float32, of length 1 each.
    """
    first, second = _summed(left), _summed(right)
    out = np.zeros((nodes.nodes, len(PAIRS)), dtype=np.float32)
    _fill(nodes.low, nodes.high, nodes.starts, STEPS, first, second, out)
    chance = _chance(left, right)
    alike: Floats = np.where(out == 0, 0, (out - chance) / (1 - chance)).astype(np.float32)
    return alike


def _summed(vectors: Vectors) -> Vectors:
    """(n, LONGEST, d): the direction of the sum of 1, 2 … vectors from each line on."""
    n, longest = len(vectors), int(STEPS.max())
    blocks = np.zeros((n, longest, vectors.shape[1]), dtype=np.float32)
    total = np.zeros_like(vectors)
    for size in range(min(longest, n)):
        total[: n - size] += vectors[size:]
        norm = np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)
        blocks[:, size] = total / norm
    return blocks


def _chance(left: Vectors, right: Vectors) -> float:
    n, m = len(left), len(right)
    if min(n, m) <= 20:
        return _CHANCE
    rows = np.arange(0, n, max(1, n // SAMPLE))
    apart = (left[rows] * right[(rows * m // n + m // 2) % m]).sum(1)
    return float((apart.sum() + _CHANCE * _BELIEF) / (len(rows) + _BELIEF))


@njit(cache=True, nogil=True)
def _fill(low: Any, high: Any, starts: Any, steps: Any, first: Any, second: Any, out: Any) -> None:
    n, m = len(first), len(second)
    for i in range(n):
        for j in range(low[i], min(high[i], m - 1) + 1):
            node = starts[i] + j - low[i]
            for t in range(len(steps) - 2):
                a, b = steps[t, 0], steps[t, 1]
                if i + a <= n and j + b <= m:
                    total = np.float32(0.0)
                    for k in range(first.shape[2]):
                        total += first[i, a - 1, k] * second[j, b - 1, k]
                    out[node, t] = total
