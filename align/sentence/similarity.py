"""What machine translations say: how alike two lines, or two blocks of lines, are by words and by characters.

A view is a machine translation of one side beside the other side, so that both are in one language. Several views are
averaged where they have text; none is ever intersected with another. Single lines are compared all over the band, blocks only
where a bead is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from jjak.align.sentence.lattice import STEPS, Band, places
from jjak.align.sentence.overlaps import Doubles, Shared, of_blocks, of_cells, running, shared
from jjak.align.text.ngrams import Bags, Codes, Floats, Longs, characters, codes, frequencies, renumbered, words

CHANCE = {"words": 0.08, "characters": 0.15}  # Dice of lines that are no translations, development sets; rules below 20 lines
SAMPLE = 400  # lines that a document's likeness by chance is measured at
COMMON = 20.0  # lines in one of which a gram must occur to weigh half
_BELIEF = 20.0  # lines that CHANCE counts as
_GRAMS: tuple[tuple[str, Callable[[Codes], Bags]], ...] = (("words", words), ("characters", characters))
BLOCK = ("likeness", "least covered", "matched mass", "unmatched mass")  # what is said of a block, by either kind of grams


@dataclass(frozen=True, slots=True)
class View:
    """One translation beside the side that it is compared with. grams: by words, by characters; chance: of either, Dice of
    lines that have nothing to do with each other; left, right: (n,) and (m,) bool, which lines have text."""

    grams: tuple[Shared, Shared]
    chance: tuple[float, float]
    left: npt.NDArray[np.bool_]
    right: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cells:
    """What single lines share, over a band. common: (nodes,) float32, the mass that line i and line j share above chance;
    left, right: (n,) and (m,) float64, the mass of each line, about 1; known: (n,) and (m,) float64, the share of the views
    that have text for it."""

    common: Floats
    left: Doubles
    right: Doubles
    known: tuple[Doubles, Doubles]


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


def viewed(lines: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[View]:
    """A view of each pair of left and right lines that are in one language."""
    with ThreadPoolExecutor(2) as pool:  # the loops that count let other threads run
        return [_view(pool, left, right) for left, right in lines]


def _view(pool: ThreadPoolExecutor, left: Sequence[str], right: Sequence[str]) -> View:
    first, second = codes(left), codes(right)
    (by_word, by_character) = pool.map(lambda kind: _weighed(kind[1](first), kind[1](second)), _GRAMS)
    chance = _chance(by_word, CHANCE["words"]), _chance(by_character, CHANCE["characters"])
    there = (np.array([bool(line.strip()) for line in side], dtype=bool) for side in (left, right))
    return View((by_word, by_character), chance, *there)


def _weighed(left: Bags, right: Bags) -> Shared:
    left, right, buckets = renumbered(left, right)
    return shared(left, right, rarity(left, right, buckets))


def _chance(grams: Shared, prior: float) -> float:
    """The mean Dice of lines half a document apart."""
    n, m = len(grams.left), len(grams.right)
    if min(n, m) <= 20:
        return prior
    rows = np.arange(0, n, max(1, n // SAMPLE))
    columns = (rows * m // n + m // 2) % m
    sizes = np.ones((len(rows), 2), dtype=np.int64)
    common, _ = of_blocks(rows, columns, sizes, grams)
    dice = 2 * common / np.maximum(sum(_mass(rows, columns, sizes, grams)), 1e-6)
    return (float(dice.sum()) + _BELIEF * prior) / (len(rows) + _BELIEF)


def _mass(rows: Longs, columns: Longs, sizes: Longs, grams: Shared) -> tuple[Doubles, Doubles]:
    left = grams.left_mass[rows + sizes[:, 0]] - grams.left_mass[rows]
    return left, grams.right_mass[columns + sizes[:, 1]] - grams.right_mass[columns]


def line_mass(grams: Shared) -> float:
    """The mean weight of the grams of a line of either side."""
    left, right = (float(mass[-1]) / max(1, len(mass) - 1) for mass in (grams.left_mass, grams.right_mass))
    return max(1e-6, (left + right) / 2)


def cells(nodes: Band, views: Sequence[View]) -> Cells:
    """The mean over `views` of what words and characters say of each pair of lines."""
    n, m = len(nodes.low) - 1, nodes.targets
    rows, columns = places(nodes)
    inside = (rows < n) & (columns < m)
    common, counted = np.zeros(nodes.nodes, dtype=np.float32), np.zeros(nodes.nodes, dtype=np.float32)
    left, right = np.zeros(n), np.zeros(m)
    known = np.zeros(n), np.zeros(m)
    for view in views:
        there = inside.copy()
        there[inside] = view.left[rows[inside]] & view.right[columns[inside]]
        counted += there
        for grams, chance in zip(view.grams, view.chance, strict=True):
            mean = line_mass(grams)
            first, second = np.diff(grams.left_mass) / mean / 2, np.diff(grams.right_mass) / mean / 2
            left += first * view.left
            right += second * view.right
            by_chance = chance * (np.append(first, 0)[rows] + np.append(second, 0)[columns]) / 2
            common += np.where(there, of_cells(nodes, grams) / (2 * mean) - by_chance, 0)
        known[0][:] += view.left
        known[1][:] += view.right
    common /= np.maximum(counted, 1)
    shares = known[0] / max(1, len(views)), known[1] / max(1, len(views))
    return Cells(common, left / np.maximum(known[0], 1), right / np.maximum(known[1], 1), shares)


def blocks(rows: Longs, columns: Longs, types: Longs, views: Sequence[View]) -> tuple[Floats, Floats]:
    """(k, 2, BLOCK) float32: what words and characters say of k beads, and (k,) how many views have text for the whole bead.

    The mass is that which the blocks share, or that which they do not, in lines. rows, columns: the first line of either
    side; types: the type of each.
    """
    sizes = STEPS[types]
    found, known = np.zeros((len(rows), 2, len(BLOCK)), dtype=np.float32), np.zeros(len(rows), dtype=np.float32)
    for view in views:
        there = _whole(view.left, rows, sizes[:, 0]) & _whole(view.right, columns, sizes[:, 1])
        known += there
        at = np.flatnonzero(there)
        for kind, grams in enumerate(view.grams):
            found[at, kind] += _said(rows[at], columns[at], sizes[at], grams)
    return (found / np.maximum(known, 1)[:, None, None]).astype(np.float32), known


def _whole(there: npt.NDArray[np.bool_], starts: Longs, sizes: Longs) -> npt.NDArray[np.bool_]:
    """Which blocks have text in each line."""
    count = np.concatenate([[0], np.cumsum(there)])
    whole: npt.NDArray[np.bool_] = count[starts + sizes] - count[starts] == sizes
    return whole


def _said(rows: Longs, columns: Longs, sizes: Longs, grams: Shared) -> Floats:
    common, least = of_blocks(rows, columns, sizes, grams)
    left, right = _mass(rows, columns, sizes, grams)
    total, mean = left + right, line_mass(grams)
    alike = np.where(total > 0, 2 * common / np.maximum(total, 1e-6), 0)
    figures = (alike, least, common / mean, (total - 2 * common) / mean)
    return np.stack(figures, 1).astype(np.float32)


def reordered(view: View, order: Sequence[int]) -> View:
    """`view` with the lines of its right side in another order."""
    at = np.asarray(order, dtype=np.int64)
    grams = tuple(_reordered(each, at) for each in view.grams)
    return replace(view, grams=(grams[0], grams[1]), right=view.right[at])


def _reordered(grams: Shared, order: Longs) -> Shared:
    sizes = np.diff(grams.right.ends)[order]
    ends = np.concatenate([[0], np.cumsum(sizes)])
    taken = np.repeat(grams.right.ends[order] - ends[:-1], sizes) + np.arange(int(ends[-1]))
    mass = running(np.diff(grams.right_mass)[order])
    return replace(grams, right=Bags(grams.right.ids[taken], ends), right_mass=mass)
