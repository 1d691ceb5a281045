"""Which piece translates which: IBM Model 1 in both directions (`align.text.word_links`) over a packed corpus.

Training a translation model on a processor spends most of its tokens on finding out where to look. This table, made in
a minute, tells it: embeddings start where translations lie near each other, and the first heads of the decoder are
guided to the source pieces that can give the next one (guided alignment: Chen et al. 2016).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jjak.align.text.word_links import Integers, links, share

Floats = npt.NDArray[np.float32]


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
    keys, counts = links(pairs, size, rounds)
    first, second = share(counts, keys // size), share(counts, keys % size)
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


def _unit(rows: Floats) -> Floats:
    length: Floats = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    result: Floats = rows / length
    return result
