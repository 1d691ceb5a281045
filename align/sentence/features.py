"""The features of every bead in a band: what speaks for it and against it, before it is weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.align.sentence.lattice import PAIRS, STEPS, Band
from jjak.align.sentence.overlaps import masses, overlaps
from jjak.align.sentence.similarity import Doubles, Similarity, running
from jjak.align.text.ngrams import Floats, codes, frequencies, renumbered, words

# of a pair; "per line" is the same figure once for every sentence of a side, so that a merge is paid as its parts would be
FEATURES = (
    *("words", "words per line", "characters", "characters per line", "least covered line"),
    *("length deviation", "length ratio", "kept words", "lost words", "untranslated", "untranslated per line"),
    *("vectors", "vectors per line", "same field", "other field"),
)
VECTORS = FEATURES.index("vectors")
OMITTED = ("omission", "omission length", "omission likeness", "omission untranslated", "omission vector")
KINDS = ("1-1", "1-2", "1-3", "1-4", "2-2", "2-3", "3-3")  # the last stands for all larger ones, "1-4" for "1-5" too
_PLACES = {(1, 1): 0, (1, 2): 1, (1, 3): 2, (1, 4): 3, (1, 5): 3, (2, 2): 4, (2, 3): 5}
KIND = np.array([_PLACES.get((min(a, b), max(a, b)), 6) for a, b in PAIRS])
VARIANCE = 6.8  # characters² per character, Gale & Church 1993; the document's own takes over as it is known
_SURE = 0.2  # likeness of a mutual best pair from which it tells how lengths go together


@dataclass(frozen=True, slots=True)
class Lengths:
    """ratio: characters of the target for one of the source; variance: of a pair's deviation, characters² per character."""

    ratio: float
    variance: float


@dataclass(frozen=True, slots=True)
class Lattice:
    """pairs: (nodes, pairs, FEATURES) float32; left, right: (n, OMITTED) and (m, OMITTED) float64 of lines left out;
    legal: (nodes, types) bool."""

    nodes: Band
    pairs: Floats
    left: Doubles
    right: Doubles
    legal: npt.NDArray[np.bool_]
    lengths: Lengths


def places(nodes: Band) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The row and the column of every node."""
    rows = np.repeat(np.arange(len(nodes.low)), nodes.high - nodes.low + 1)
    return rows, np.arange(nodes.nodes) - nodes.starts[rows] + nodes.low[rows]


def lattice(
    nodes: Band,
    near: Band,
    source: Sequence[str],
    target: Sequence[str],
    alike: Similarity,
    vectors: Floats | None = None,
    fields: tuple[Sequence[str], Sequence[str]] | None = None,
) -> Lattice:
    """The features of every bead that leaves a node of `nodes`.

    near: where counterparts of a line are looked for to judge whether it was left out, and how lengths go together; the
    same for every width of `nodes`, so that a wider search sees the same features. vectors: (nodes, pairs) float32, how
    alike the sentence vectors of both blocks are, above chance. fields: for each line what it is in its page, empty for
    running text.
    """
    n, m = len(source), len(target)
    rows, columns = places(nodes)
    inside = (rows < n) & (columns < m) & (near.low[rows] <= columns) & (columns <= near.high[rows])
    likest = np.where(alike.known[:, 0] > 0, alike.alike[:, 0, :2].mean(1), 0.0)
    first, second = characters_of(source), characters_of(target)
    single = likest if vectors is None else np.where(alike.known[:, 0] > 0, likest, vectors[:, 0])
    mutual = _mutual(rows, columns, single, inside, n, m)
    lengths = _lengths(first, second, rows[mutual], columns[mutual])
    pairs = np.zeros((nodes.nodes, len(PAIRS), len(FEATURES)), dtype=np.float32)
    _fill(
        *(nodes.low, nodes.high, nodes.starts, STEPS, running(first), running(second), lengths.ratio, lengths.variance),
        *(alike.alike, alike.known, *_kept(nodes, source, target), *_coded(fields, n, m), pairs),
    )
    if vectors is not None:
        pairs[:, :, VECTORS] = vectors
        pairs[:, :, VECTORS + 1] = vectors * (STEPS[:-2].sum(1) / 2)
    known = np.where(alike.known[:, 0] > 0, 1.0, 0.0)
    cells = (likest, known, np.zeros(nodes.nodes) if vectors is None else vectors[:, 0])
    left = _omitted(first, *(_most(rows[inside], cell[inside], n) for cell in cells))
    right = _omitted(second, *(_most(columns[inside], cell[inside], m) for cell in cells))
    legal = (rows[:, None] + STEPS[:, 0] <= n) & (columns[:, None] + STEPS[:, 1] <= m)
    return Lattice(nodes, pairs, left, right, legal, lengths)


def _coded(fields: tuple[Sequence[str], Sequence[str]] | None, n: int, m: int) -> tuple[npt.NDArray[np.int32], ...]:
    """A number for each field, 0 for running text."""
    sides = ([""] * n, [""] * m) if fields is None else fields
    numbers = {name: at for at, name in enumerate(["", *sorted({name for side in sides for name in side if name})])}
    return tuple(np.array([numbers[name] for name in side], dtype=np.int32) for side in sides)


def characters_of(lines: Sequence[str]) -> Doubles:
    """(n,) float64: characters of each line, white space left out."""
    return np.array([len(line) - line.count(" ") for line in lines], dtype=np.float64)


def _most(places: npt.NDArray[np.int64], values: npt.NDArray[Any], size: int) -> Doubles:
    most = np.full(size, -1.0)
    np.maximum.at(most, places, values)
    return most


def _mutual(
    rows: npt.NDArray[np.int64],
    columns: npt.NDArray[np.int64],
    value: npt.NDArray[Any],
    inside: npt.NDArray[np.bool_],
    n: int,
    m: int,
) -> npt.NDArray[np.int64]:
    """Nodes whose single sentences are each other's best."""
    i, j, v = rows[inside], columns[inside], value[inside]
    best = (v >= _most(i, v, n)[i]) & (v >= _most(j, v, m)[j]) & (v > _SURE)
    return np.flatnonzero(inside)[best]


def _lengths(first: Doubles, second: Doubles, i: npt.NDArray[np.int64], j: npt.NDArray[np.int64]) -> Lengths:
    """From the pairs (i, j) that are sure; from the whole texts where these are fewer than three."""
    if len(i) < 3:
        return Lengths(float((second.sum() + 1) / (first.sum() + 1)), VARIANCE)
    x, y = first[i], second[j]
    ratio = float(np.exp(np.median(np.log((y + 1) / (x + 1)))))
    deviation = (y - ratio * x) / np.sqrt((y + ratio * x) / 2 + 1)
    spread = float(np.median(np.abs(deviation)) * 1.4826) ** 2  # a normal's standard deviation from its median deviation
    return Lengths(ratio, max(1.0, (spread * len(i) + VARIANCE * 5) / (len(i) + 5)))


def _kept(nodes: Band, source: Sequence[str], target: Sequence[str]) -> tuple[Floats, Doubles, Doubles]:
    """What both texts themselves hold: numbers, names, Latin words.

    Words that the other text never has say nothing, and one that it has far less often ("die" in English) says little: in
    a long text every short word turns up on the other side by accident.
    """
    left, right, buckets = renumbered(words(codes(source)), words(codes(target)))
    first, second = frequencies(left, buckets=buckets), frequencies(right, buckets=buckets)
    total = len(left) + len(right) + 1
    weights = np.zeros(len(first), dtype=np.float32)
    both = np.flatnonzero((first > 0) & (second > 0))
    first, second = first[both], second[both]
    weights[both] = np.minimum(first, second) / np.maximum(first, second) * np.log(total / (first + second))
    return overlaps(nodes, left, right, weights), running(masses(left, weights)), running(masses(right, weights))


def _omitted(lengths: Doubles, alike: Doubles, known: Doubles, vector: Doubles) -> Doubles:
    mean = max(float(lengths.mean()), 1.0) if len(lengths) else 1.0
    known = np.maximum(known, 0)
    columns = (np.ones(len(lengths)), np.log((lengths + 3) / (mean + 3)), np.maximum(alike, -1) * known, 1 - known, vector)
    return np.stack(columns, 1)


@njit(cache=True, nogil=True)
def _fill(
    low: Any, high: Any, starts: Any, steps: Any, first: Any, second: Any, ratio: float, variance: float,
    alike: Any, known: Any, kept: Any, kept_left: Any, kept_right: Any, left_field: Any, right_field: Any, out: Any,
) -> None:  # fmt: skip
    n, m = len(first) - 1, len(second) - 1
    fielded = left_field.any() or right_field.any()
    for i in range(n):
        for j in range(low[i], min(high[i], m - 1) + 1):
            node = starts[i] + j - low[i]
            for t in range(len(steps) - 2):
                x, y = i + steps[t, 0], j + steps[t, 1]
                if x > n or y > m:
                    continue
                half = (steps[t, 0] + steps[t, 1]) / 2
                f = out[node, t]
                if known[node, t] > 0:
                    f[0], f[1] = alike[node, t, 0], alike[node, t, 0] * half
                    f[2], f[3] = alike[node, t, 1], alike[node, t, 1] * half
                    f[4] = alike[node, t, 2]
                else:
                    f[9], f[10] = 1.0, half
                left, right = ratio * (first[x] - first[i]), second[y] - second[j]
                f[5] = min(25.0, (right - left) ** 2 / ((left + right) / 2 + 1) / variance)
                f[6] = abs(np.log((right + 3) / (left + 3)))
                f[7] = np.log1p(kept[node, t])
                lost = kept_left[x] - kept_left[i] + kept_right[y] - kept_right[j] - 2 * kept[node, t]
                f[8] = np.log1p(max(0.0, lost))
                if fielded and (left_field[i:x].any() or right_field[j:y].any()):
                    single = x == i + 1 and y == j + 1
                    f[13 if single and left_field[i] == right_field[j] else 14] = 1.0
