"""What one view says: how alike the two blocks of every bead are, by words, by characters, and at their least covered line.

A view is a machine translation of one side beside the other side, so that both are in one language. Several views are
averaged where they have text; none is ever intersected with another.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.align.sentence.lattice import PAIRS, STEPS, Band
from jjak.align.sentence.overlaps import INDEX, masses, overlaps
from jjak.align.text.ngrams import Bags, Floats, characters, codes, frequencies, renumbered, words

Doubles = npt.NDArray[np.float64]

CHANCE = {"words": 0.08, "characters": 0.15}  # Dice of blocks that are no translations, development sets; rules below 20 lines
SAMPLE = 400  # blocks that the expected overlap of a document is measured on
COMMON = 20.0  # lines in one of which a gram must occur to weigh half
_BELIEF = 20.0  # blocks that CHANCE counts as


@dataclass(frozen=True, slots=True)
class Similarity:
    """alike: (nodes, pairs, 3) float32, Dice by words, by characters (both above chance; 1 is the same text) and the share of
    the least covered line; known: (nodes, pairs) float32, how many views have text for the whole bead."""

    alike: Floats
    known: Floats


@dataclass(frozen=True, slots=True)
class GramSides:
    """One kind of grams of both sides of a view. weights: of each id, float32; chance: (pairs,) float64; left_mass,
    right_mass: (n + 1,) and (m + 1,) float64 running sums of the lines' weights."""

    left: Bags
    right: Bags
    weights: Floats
    left_mass: Doubles
    right_mass: Doubles


def running(values: npt.ArrayLike) -> Doubles:
    """(n + 1,) float64 running sums of n values, from 0."""
    return np.concatenate([[0.0], np.cumsum(np.asarray(values, dtype=np.float64))])


def rarity(left: Bags, right: Bags, buckets: int) -> Floats:
    """(buckets,) float32: 1 for a gram of two lines, half for one of a twentieth of all lines.

    It depends on the share of lines only, so that weights learned on short documents hold for long ones, as those of a
    logarithm do not; on the development sets the two are worth the same.
    """
    counts = frequencies(left, right, buckets=buckets)
    table = 1 / (1 + COMMON * np.maximum(np.arange(int(counts.max(initial=0)) + 1) - 2, 0) / (len(left) + len(right) + 1))
    weights = np.ones(len(counts), dtype=np.float32)
    there = np.flatnonzero(counts)
    weights[there] = table.astype(np.float32)[counts[there]]
    return weights


def side(left: Bags, right: Bags) -> GramSides:
    left, right, buckets = renumbered(left, right)
    weights = rarity(left, right, buckets)
    return GramSides(left, right, weights, running(masses(left, weights)), running(masses(right, weights)))


def likeness(nodes: Band, views: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Similarity:
    """The mean over `views`, each the lines of the left and of the right side, of what each says of every bead."""
    alike = np.zeros((nodes.nodes, len(PAIRS), 3), dtype=np.float32)
    known = np.zeros((nodes.nodes, len(PAIRS)), dtype=np.float32)
    with ThreadPoolExecutor(2) as pool:  # the loops that count let other threads run
        for left, right in views:
            first, second = codes(left), codes(right)
            by_word = pool.submit(lambda a, b: _counted(nodes, side(words(a), words(b)), CHANCE["words"]), first, second)
            by_character = _counted(nodes, side(characters(first), characters(second)), CHANCE["characters"])
            empty = running([not line.strip() for line in left]), running([not line.strip() for line in right])
            places = (nodes.low, nodes.high, nodes.starts, STEPS, INDEX)
            _add(*places, *empty, *by_word.result(), *by_character, alike, known)
    alike /= np.maximum(known, 1.0)[:, :, None]
    return Similarity(alike, known)


def _counted(nodes: Band, grams: GramSides, prior: float) -> tuple[Floats, Doubles, Doubles, Doubles]:
    common = overlaps(nodes, grams.left, grams.right, grams.weights)
    return common, grams.left_mass, grams.right_mass, _chance(grams, prior)


def _chance(grams: GramSides, prior: float) -> Doubles:
    """(pairs,) float64: the mean Dice of blocks half a document apart."""
    n, m = len(grams.left), len(grams.right)
    expected = np.full(len(PAIRS), prior)
    if min(n, m) <= 20:
        return expected
    lines = np.arange(0, n - 5, max(1, n // SAMPLE))
    lines = lines[(far := (lines * m // n + m // 2) % m) < m - 5]
    low = np.zeros(n + 1, dtype=np.int64)
    high = np.full(n + 1, -1, dtype=np.int64)
    low[lines] = high[lines] = far[far < m - 5]
    starts = running(high >= low).astype(np.int64)
    common = overlaps(Band(low, high, starts), grams.left, grams.right, grams.weights)
    columns, rows = low[lines][:, None], lines[:, None]
    left = grams.left_mass[rows + STEPS[:-2, 0]] - grams.left_mass[rows]
    right = grams.right_mass[columns + STEPS[:-2, 1]] - grams.right_mass[columns]
    dice = 2 * common / np.maximum(left + right, 1e-6)
    mean: Doubles = (dice.sum(0) + _BELIEF * expected) / (len(lines) + _BELIEF)
    return mean


@njit(cache=True, nogil=True)
def _add(
    low: Any, high: Any, starts: Any, steps: Any, index: Any, left_empty: Any, right_empty: Any,
    words: Any, word_left: Any, word_right: Any, word_chance: Any,
    common: Any, left: Any, right: Any, chance: Any, alike: Any, known: Any,
) -> None:  # fmt: skip
    n, m = len(left) - 1, len(right) - 1
    for i in range(n):
        for j in range(low[i], min(high[i], m - 1) + 1):
            node = starts[i] + j - low[i]
            for t in range(len(steps) - 2):
                a, b = steps[t, 0], steps[t, 1]
                x, y = i + a, j + b
                if x > n or y > m or left_empty[x] > left_empty[i] or right_empty[y] > right_empty[j]:
                    continue
                known[node, t] += 1
                total = word_left[x] - word_left[i] + word_right[y] - word_right[j]
                dice = 2 * words[node, t] / total if total > 0 else 0.0
                alike[node, t, 0] += (dice - word_chance[t]) / (1 - word_chance[t])
                total = left[x] - left[i] + right[y] - right[j]
                dice = 2 * common[node, t] / total if total > 0 else 0.0
                alike[node, t, 1] += (dice - chance[t]) / (1 - chance[t])
                least = 1.0
                for line in range(i, x):
                    share = 0.0
                    if low[line] <= j <= high[line] and left[line + 1] > left[line]:
                        share = common[starts[line] + j - low[line], index[1, b]] / (left[line + 1] - left[line])
                    least = min(least, share)
                for line in range(j, y):
                    share = 0.0
                    if line <= high[i] and right[line + 1] > right[line]:
                        share = common[node + line - j, index[a, 1]] / (right[line + 1] - right[line])
                    least = min(least, share)
                alike[node, t, 2] += least
