"""How alike any line of one side is to any line of the other, also far from the path, and how alike two blocks are.

Lines are bags of words and of character n-grams of one language, each gram once, rare ones counting more. Whole texts are
never compared with whole texts: only the lines asked for, with those near their place on the path.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, diags_array

from jjak.align.sentence.overlaps import Doubles
from jjak.align.sentence.similarity import rarity
from jjak.align.text.ngrams import Bags, Floats, characters, codes, renumbered, words

Longs = npt.NDArray[np.int64]

FREQUENT = 0.3  # weight below which a gram is in so many lines that it tells nothing and only takes time


class Shared(NamedTuple):
    """What two blocks share, and what they hold together, in weights of grams."""

    common: float
    mass: float

    @property
    def dice(self) -> float:
        return 2 * self.common / self.mass if self.mass > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Grams:
    """One kind of grams of both sides of a view. left, right: (n, ids) and (m, ids) float32, the root of a gram's weight where
    a line has it, so that the product of two lines is what they share; left_mass, right_mass: (n,) and (m,) float64."""

    left: csr_array
    right: csr_array
    left_mass: Doubles
    right_mass: Doubles

    def turned(self) -> Grams:
        return Grams(self.right, self.left, self.right_mass, self.left_mass)


def grams_of(views: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[Grams]:
    """The words and the characters of each view."""
    found = []
    for left, right in views:
        first, second = codes(left), codes(right)
        found += [_grams(words(first), words(second)), _grams(characters(first), characters(second))]
    return found


def _grams(left: Bags, right: Bags) -> Grams:
    left, right, buckets = renumbered(left, right)
    weights = rarity(left, right, buckets)
    weights[weights < FREQUENT] = 0.0
    sides = [_matrix(side, np.sqrt(weights), buckets) for side in (left, right)]
    masses = [np.asarray(side.multiply(side).sum(axis=1), dtype=np.float64).ravel() for side in sides]
    return Grams(sides[0], sides[1], masses[0], masses[1])


def _matrix(side: Bags, weights: Floats, buckets: int) -> csr_array:
    matrix = csr_array((np.ones(len(side.ids), dtype=np.float32), side.ids, side.ends), shape=(len(side), buckets))
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    weighed = csr_array(matrix @ diags_array(weights))
    weighed.eliminate_zeros()
    return weighed


def alike(grams: Sequence[Grams], rows: Longs, columns: slice) -> Doubles:
    """(len(rows), columns) the mean Dice of the lines `rows` of the left with those of the right in `columns`."""
    total = np.zeros((len(rows), columns.stop - columns.start))
    for each in grams:
        common = (each.left[rows] @ each.right[columns].T).toarray()
        mass = each.left_mass[rows][:, None] + each.right_mass[columns][None, :]
        total += np.where(mass > 0, 2 * common / np.maximum(mass, 1e-6), 0.0)
    mean: Doubles = total / max(1, len(grams))
    return mean


def alike_in_pairs(grams: Sequence[Grams], rows: Longs, columns: Longs) -> Doubles:
    """(k,) the mean Dice of line rows[k] of the left with line columns[k] of the right."""
    total = np.zeros(len(rows))
    for each in grams:
        common = np.asarray(each.left[rows].multiply(each.right[columns]).sum(axis=1), dtype=np.float64).ravel()
        total += 2 * common / np.maximum(each.left_mass[rows] + each.right_mass[columns], 1e-6)
    mean: Doubles = total / max(1, len(grams))
    return mean


def blocks(grams: Sequence[Grams], source: range, target: range) -> list[Shared]:
    """What two blocks of lines share by each kind of grams, each gram once."""
    return [_blocks(each, source, target) for each in grams]


def _blocks(grams: Grams, source: range, target: range) -> Shared:
    left, right = _union(grams.left, source), _union(grams.right, target)
    common = sum(weight for gram, weight in left.items() if gram in right)
    return Shared(common, sum(left.values()) + sum(right.values()))


def _union(side: csr_array, lines: range) -> dict[int, float]:
    at, to = side.indptr[lines.start], side.indptr[lines.stop]
    return dict(zip(side.indices[at:to].tolist(), (side.data[at:to] ** 2).tolist(), strict=True))


def mean_dice(shared: Sequence[Shared]) -> float:
    return sum(each.dice for each in shared) / max(1, len(shared))


def surplus(shared: Sequence[Shared], usual: float) -> float:
    """How much more two blocks share than blocks of a likeness `usual` would, by the mean over the kinds of grams: adding a
    line adds to it only where the line is as alike as that."""
    return sum(2 * each.common - usual * each.mass for each in shared) / max(1, len(shared))
