"""Which piece translates which: IBM Model 1 (Brown et al. 1993) in both directions over a packed corpus.

Training a translation model on a processor spends most of its tokens on finding out where to look. This table, made in
a minute, tells it: embeddings start where translations lie near each other, and the first heads of the decoder are
guided to the source pieces that can give the next one (guided alignment: Chen et al. 2016).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The geometric mean of p(b|a) and p(a|b) for pieces `a` of the first language and `b` of the second.

    keys: (n,) int64, ascending, `a * size + b`; values: (n,) float32 in 0..1; counts: (n,) expected number of links.
    """

    size: int
    keys: Integers
    values: Floats
    counts: Floats

    def lookup(self, first: Integers, second: Integers) -> Floats:
        """The values of the pieces `first` against `second` (broadcast together), 0 where the two never met."""
        wanted = first.astype(np.int64) * self.size + second
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        found: Floats = np.where(self.keys[at] == wanted, self.values[at], np.float32(0))
        return found

    def save(self, path: Path) -> None:
        np.savez_compressed(path, size=self.size, keys=self.keys, values=self.values, counts=self.counts)

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        with np.load(path) as data:
            return cls(int(data["size"]), data["keys"], data["values"], data["counts"])


def learn(pairs: list[tuple[Integers, Integers]], size: int, *, rounds: int = 4) -> Lexicon:
    """Estimate the lexicon of `pairs` of piece ids below `size`; raises ValueError where there is none."""
    if not pairs:
        raise ValueError("No sentence pair to learn a lexicon from")
    cells, row, column = _cells(pairs, size)
    keys, at = np.unique(cells, return_inverse=True)
    forward = _expectation(at, row, len(keys), keys // size, rounds)
    backward = _expectation(at, column, len(keys), keys % size, rounds)
    # links that both directions believe in, as the symmetrisation of phrase-based translation does
    counts = np.sqrt(forward * backward)
    first, second = _share(counts, keys // size), _share(counts, keys % size)
    kept = counts > 0.5
    values = np.sqrt(first * second)[kept].astype(np.float32)
    return Lexicon(size, keys[kept], values, counts[kept].astype(np.float32))


def embeddings(lexicon: Lexicon, dimensions: int, seed: int) -> Floats:
    """(size, dimensions) vectors of length about 1 in which a piece and its translation are near, from the singular
    vectors of the lexicon's positive pointwise mutual information; a piece that was never linked gets a random vector."""
    from scipy.sparse import csr_array
    from scipy.sparse.linalg import svds

    size = lexicon.size
    rows, columns = lexicon.keys // size, lexicon.keys % size
    total = lexicon.counts.sum()
    by_row = np.bincount(rows, lexicon.counts, size)
    by_column = np.bincount(columns, lexicon.counts, size)
    information = np.log(np.maximum(lexicon.counts * total / (by_row[rows] * by_column[columns]), 1e-9))
    weight = np.maximum(information, 0) * lexicon.counts / (lexicon.counts + 5)  # rare links are believed less
    generator = np.random.default_rng(seed)
    start = generator.standard_normal(size)
    matrix = csr_array((weight.astype(np.float32), (rows, columns)), shape=(size, size))
    left, strength, right = svds(matrix, k=dimensions, v0=start.astype(np.float32))
    root = np.sqrt(strength)
    first, second = _unit(left * root), _unit(right.T * root)
    noise = _unit(generator.standard_normal((size, dimensions)).astype(np.float32))
    vectors: Floats = _unit(_unit(first + second) + 0.3 * noise).astype(np.float32)
    return vectors


def _cells(pairs: list[tuple[Integers, Integers]], size: int) -> tuple[Integers, Integers, Integers]:
    """Every meeting of a piece with a piece of the other side: its key, and ids of its row and column in its sentence."""
    keys, rows, columns, row_at, column_at = [], [], [], 0, 0
    for first, second in pairs:
        keys.append((first.astype(np.int64)[:, None] * size + second[None, :]).ravel())
        # Model 1 shares a piece's one link out over the pieces of the other side
        rows.append(np.tile(np.arange(len(second)), len(first)) + row_at)
        columns.append(np.repeat(np.arange(len(first)), len(second)) + column_at)
        row_at += len(second)
        column_at += len(first)
    return np.concatenate(keys), np.concatenate(rows), np.concatenate(columns)


def _expectation(at: Integers, group: Integers, size: int, given: Integers, rounds: int) -> npt.NDArray[np.float64]:
    """Expected links per key: each group's one link is shared out by the present table, which is then made anew."""
    table: npt.NDArray[np.float64] = np.ones(size)
    counts = table
    for _ in range(rounds):
        share = table[at]
        share /= np.bincount(group, share)[group]
        counts = np.bincount(at, share, size).astype(np.float64)
        table = _share(counts, given)
    return counts


def _share(counts: npt.NDArray[np.float64], given: Integers) -> npt.NDArray[np.float64]:
    result: npt.NDArray[np.float64] = counts / np.maximum(np.bincount(given, counts)[given], 1e-12)
    return result


def _unit(rows: Floats) -> Floats:
    length: Floats = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    result: Floats = rows / length
    return result
