"""How alike any line of one side is to any line of the other, also far from the path, and how alike two blocks are.

Lines are bags of words and of character n-grams of one language, each gram once, rare ones counting more. Whole texts are
never compared with whole texts: only the lines asked for, with those near their place on the path.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.align.sentence.overlaps import Doubles, masses
from jjak.align.sentence.similarity import rarity
from jjak.align.text.ngrams import Bags, Codes, Floats, characters, codes, renumbered, words

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
class Side:
    """One kind of grams of one side, each once a line. bags: of n lines; mass: (n,) float64, the weight of each; lines: the
    lines that hold each gram, in order, and starts: (ids + 1,) where those of a gram begin."""

    bags: Bags
    mass: Doubles
    lines: npt.NDArray[np.int32]
    starts: Longs


@dataclass(frozen=True, slots=True)
class Grams:
    """One kind of grams of both sides of a view. weights: (ids,) float32."""

    left: Side
    right: Side
    weights: Floats

    def turned(self) -> Grams:
        return Grams(self.right, self.left, self.weights)


def grams_of(views: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[Grams]:
    """The words and the characters of each view."""
    kinds: tuple[Callable[[Codes], Bags], ...] = (words, characters)
    with ThreadPoolExecutor(2) as pool:  # the loops that count let other threads run
        sides = [(codes(left), codes(right)) for left, right in views]
        return [each for pair in sides for each in pool.map(_grams, kinds, (pair, pair))]


def _grams(kind: Callable[[Codes], Bags], texts: tuple[Codes, Codes]) -> Grams:
    left, right, buckets = renumbered(kind(texts[0]), kind(texts[1]))
    weights = rarity(left, right, buckets)
    weights[weights < FREQUENT] = 0.0
    return Grams(_side(left, weights), _side(right, weights), weights)


def _side(bags: Bags, weights: Floats) -> Side:
    once = Bags(*_distinct(bags.ids, bags.ends, weights))
    lines, starts = _postings(once.ids, once.ends, len(weights))
    return Side(once, masses(once, weights).astype(np.float64), lines, starts)


@njit(cache=True, nogil=True)
def _distinct(ids: Any, ends: Any, weights: Any) -> Any:
    """Each gram of a line once, those of no weight left out."""
    last = np.full(len(weights), -1, np.int32)
    kept, stops = np.empty(len(ids), np.int32), np.zeros(len(ends), np.int64)
    size = 0
    for line in range(len(ends) - 1):
        for k in range(ends[line], ends[line + 1]):
            gram = ids[k]
            if last[gram] != line and weights[gram] > 0:
                last[gram] = line
                kept[size] = gram
                size += 1
        stops[line + 1] = size
    return kept[:size].copy(), stops


@njit(cache=True, nogil=True)
def _postings(ids: Any, ends: Any, size: int) -> Any:
    starts = np.zeros(size + 1, np.int64)
    for gram in ids:
        starts[gram + 1] += 1
    starts = np.cumsum(starts)
    lines, filled = np.empty(len(ids), np.int32), starts[:-1].copy()
    for line in range(len(ends) - 1):
        for k in range(ends[line], ends[line + 1]):
            lines[filled[ids[k]]] = line
            filled[ids[k]] += 1
    return lines, starts


def nearest(grams: Sequence[Grams], rows: Longs, places: Longs, reach: int, count: int) -> tuple[Longs, Doubles]:
    """(k, count) the lines of the right that each of the k lines `rows` of the left is most alike, within `reach` of its place
    among them, the best first, -1 for none; and (k, count) how alike, the mean Dice."""
    alike = np.zeros((len(rows), 2 * reach + 1))
    for each in grams:
        bags, others = each.left.bags, each.right
        left, right = each.left.mass, others.mass
        _dice_nearby(rows, places, bags.ids, bags.ends, others.lines, others.starts, each.weights, left, right, alike)
    to, values = np.full((len(rows), count), -1, dtype=np.int64), np.zeros((len(rows), count))
    _best(alike, to, values)
    return np.where(to >= 0, to + (places - reach)[:, None], -1), values / max(1, len(grams))


@njit(cache=True, nogil=True)
def _dice_nearby(
    rows: Any, places: Any, ids: Any, ends: Any, lines: Any, starts: Any, weights: Any, left: Any, right: Any, out: Any
) -> None:
    width = out.shape[1]
    common = np.zeros(width, np.float32)
    for at in range(len(rows)):
        first = places[at] - width // 2
        common[:] = 0
        for k in range(ends[rows[at]], ends[rows[at] + 1]):
            gram = ids[k]
            begin, end = starts[gram], starts[gram + 1]
            for place in range(begin + np.searchsorted(lines[begin:end], first), end):
                if lines[place] >= first + width:
                    break
                common[lines[place] - first] += weights[gram]
        for column in range(width):
            if common[column] > 0:
                out[at, column] += 2 * common[column] / (left[rows[at]] + right[first + column])


@njit(cache=True, nogil=True)
def _best(alike: Any, to: Any, values: Any) -> None:
    """The highest of each row, the first of equals first; zeros are none."""
    count = to.shape[1]
    for row in range(len(alike)):
        for column in range(alike.shape[1]):
            value = alike[row, column]
            if value <= values[row, count - 1]:
                continue
            at = count - 1
            while at > 0 and values[row, at - 1] < value:
                values[row, at], to[row, at] = values[row, at - 1], to[row, at - 1]
                at -= 1
            values[row, at], to[row, at] = value, column


def _dice(common: npt.NDArray[Any], mass: Doubles) -> Doubles:
    dice: Doubles = np.where(mass > 0, 2 * common / np.maximum(mass, 1e-6), 0.0)
    return dice


def alike_in_pairs(grams: Sequence[Grams], rows: Longs, columns: Longs) -> Doubles:
    """(k,) the mean Dice of line rows[k] of the left with line columns[k] of the right."""
    total = np.zeros(len(rows))
    for each in grams:
        left, right = each.left.bags, each.right.bags
        common = _pairs(rows, columns, left.ids, left.ends, right.ids, right.ends, each.weights)
        total += _dice(common, each.left.mass[rows] + each.right.mass[columns])
    mean: Doubles = total / max(1, len(grams))
    return mean


@njit(cache=True, nogil=True)
def _pairs(rows: Any, columns: Any, lids: Any, lends: Any, rids: Any, rends: Any, weights: Any) -> Any:
    seen, common = np.full(len(weights), -1, np.int64), np.zeros(len(rows))
    for at in range(len(rows)):
        for k in range(lends[rows[at]], lends[rows[at] + 1]):
            seen[lids[k]] = at
        for k in range(rends[columns[at]], rends[columns[at] + 1]):
            if seen[rids[k]] == at:
                common[at] += weights[rids[k]]
    return common


def blocks(grams: Sequence[Grams], source: range, target: range) -> list[Shared]:
    """What two blocks of lines share by each kind of grams, each gram once."""
    return [_blocks(each, source, target) for each in grams]


def _blocks(grams: Grams, source: range, target: range) -> Shared:
    left, right = _union(grams.left, source, grams.weights), _union(grams.right, target, grams.weights)
    common = sum(weight for gram, weight in left.items() if gram in right)
    return Shared(common, sum(left.values()) + sum(right.values()))


def _union(side: Side, lines: range, weights: Floats) -> dict[int, float]:
    ids = side.bags.ids[side.bags.ends[lines.start] : side.bags.ends[lines.stop]]
    return dict(zip(ids.tolist(), weights[ids].tolist(), strict=True))


def mean_dice(shared: Sequence[Shared]) -> float:
    return sum(each.dice for each in shared) / max(1, len(shared))


def surplus(shared: Sequence[Shared], usual: float) -> float:
    """How much more two blocks share than blocks of a likeness `usual` would, by the mean over the kinds of grams: adding a
    line adds to it only where the line is as alike as that."""
    return sum(2 * each.common - usual * each.mass for each in shared) / max(1, len(shared))
