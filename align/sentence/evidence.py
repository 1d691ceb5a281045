"""How far the translations of a document tell anything, seen from the document itself.

A useful translation makes the lines along one way through both texts alike; turned round, the same texts have no such way. What
the best chain of lines shares, less what the best chain through the reversed text shares, is nothing for a useless
translation, and about half of all mass for a good one. So nothing has to be known of who translated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.align.sentence.crossing_evidence import grams_of, nearest
from jjak.align.sentence.lattice import Band, places
from jjak.align.sentence.overlaps import Doubles
from jjak.align.sentence.similarity import Cells, View
from jjak.align.text.ngrams import Floats, Longs

# below the first, translations are not believed; above the second, they are: the share of a text's mass by which its best chain
# is above chance, and the part of the chain's share that is
GAIN, PART = (0.015, 0.045), (0.25, 0.7)
FEW = 12, 40  # lines: up to the first nothing can be told, from the second all
# Of texts of so many lines and more translations say whether they go together. They are strangers where a translation is in the
# other text's language, having at least this share of its words; the best chain of lines shares no more than that (to 0.025
# of strangers, from 0.03 of pairs, however poor the translation); and half of the lines are no more alike than that with any
# line at all (0.06 to 0.09 of short strangers, from 0.15 where a translation stands in a wrong order).
MANY, KNOWN, NOTHING, ANYWHERE = 20, 0.12, 0.03, 0.12
ASKED = 100  # lines that are compared with all others
CLEAR = 0.35  # share along the best chain from which nothing has to be turned round
USUAL, SCALE = 0.5, 0.6  # likeness that the weights expect of a sure pair, and how far a document's own is brought to it
LEAST, MOST = 0.6, 2.5  # times that likeness may be changed
_SURE = 0.2  # likeness of a mutual best pair that is sure


@dataclass(frozen=True, slots=True)
class Reliance:
    """left, right: (n,) and (m,) float64, 0..1, how far the likeness of each line is believed; scale: what likeness is
    multiplied by, so that a poor translation's pairs are as alike as a good one's; strangers: whether the translations show
    that the texts have nothing to do with each other; related: whether they show that they have."""

    left: Doubles
    right: Doubles
    scale: float
    strangers: bool = False
    related: bool = False


def likest(nodes: Band, cells: Cells) -> Floats:
    """(nodes,) float32: likeness of line i and line j, above chance; 0 beyond the texts."""
    rows, columns = places(nodes)
    mass = np.append(cells.left, 0)[rows] + np.append(cells.right, 0)[columns]
    alike: Floats = np.where(mass > 0, 2 * cells.common / np.maximum(mass, 1e-9), 0).astype(np.float32)
    return alike


def most(at: Longs, values: npt.NDArray[Any], size: int) -> Doubles:
    """(size,) the highest of the values at each place, -1 where there is none."""
    return np.asarray(_most(at, values, size), dtype=np.float64)


def mutual(nodes: Band, alike: Floats, around: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Of the nodes `around`, those whose lines are each other's likest among them, and alike enough to be sure."""
    rows, columns = (place[around] for place in places(nodes))
    values = alike[around]
    likest_of = most(rows, values, len(nodes.low) - 1)[rows], most(columns, values, nodes.targets)[columns]
    return around[(values >= likest_of[0]) & (values >= likest_of[1]) & (values > _SURE)]


def told(nodes: Band, cells: Cells, around: npt.NDArray[np.int64]) -> float:
    """The share of both texts' mass that the best chain of lines at the nodes `around` has in common, 0..1."""
    mass = (cells.left.sum() + cells.right.sum()) / 2
    there = np.zeros(nodes.nodes, dtype=np.float32)
    there[around] = cells.common[around]
    return float(_chain(nodes.low, nodes.high, nodes.starts, there) / mass) if mass > 0 else 0.0


def believed(share: float, by_chance: float, lines: int) -> float:
    """How far translations are believed, 0..1, whose best chain has `share` of the mass, and `by_chance` turned round.

    lines: of the shorter side; few tell nothing of a translation, which is believed then.
    """
    gain = share - by_chance
    steps = ((gain - GAIN[0]) / (GAIN[1] - GAIN[0]), (gain / max(share, 1e-9) - PART[0]) / (PART[1] - PART[0]))
    telling = np.clip((lines - FEW[0]) / (FEW[1] - FEW[0]), 0, 1)
    return float(1 - telling * (1 - np.clip(min(steps), 0, 1)))


def strangers(share: float, views: Sequence[View], lines: Sequence[tuple[Sequence[str], Sequence[str]]]) -> bool:
    """Whether the best chain, which has `share` of the mass, is that of texts which have nothing to do with each other.

    A translation in another language tells nothing of that, and one that stands in a wrong order is like lines elsewhere.
    lines: of each view.
    """
    if share >= NOTHING or min(map(len, lines[0])) < MANY or min(map(_known, views)) < KNOWN:
        return False
    return max(map(_anywhere, lines)) < ANYWHERE


def _anywhere(view: tuple[Sequence[str], Sequence[str]]) -> float:
    """How alike the lines of one side are with the line of the other that each is most alike, the median of some of them."""
    n, m = map(len, view)
    rows = np.arange(0, n, max(1, n // ASKED))
    return float(np.median(nearest(grams_of([view]), rows, rows * m // n, max(n, m), 1)[1]))


def _known(view: View) -> float:
    """The share of the words of a translation that the other text has, or of that text's words, whichever is less."""
    grams = view.grams[0]
    sides = (grams.left, grams.left_mass[-1]), (grams.right, grams.right_mass[-1])
    return min(float(grams.weights[side.ids].sum()) / max(1e-9, float(mass)) for side, mass in sides)


def scale_of(alike: npt.NDArray[Any]) -> float:
    """What brings the likeness of sure pairs to what the weights expect."""
    if not len(alike):
        return 1.0
    return float(np.clip((USUAL / max(0.1, float(np.median(alike)))) ** SCALE, LEAST, MOST))


@njit(cache=True, nogil=True)
def _most(at: Any, values: Any, size: int) -> Any:
    highest = np.full(size, -1.0)
    for k in range(len(at)):
        highest[at[k]] = max(highest[at[k]], values[k])
    return highest


@njit(cache=True, nogil=True)
def _chain(low: Any, high: Any, starts: Any, values: Any) -> Any:
    """The highest sum of cells on a path of which each row and each column has at most one."""
    gain = np.zeros(starts[-1])
    for i in range(len(low)):
        for j in range(low[i], high[i] + 1):
            node = starts[i] + j - low[i]
            if i > 0 and low[i - 1] <= j <= high[i - 1]:
                gain[node] = max(gain[node], gain[starts[i - 1] + j - low[i - 1]])
            if j > low[i]:
                gain[node] = max(gain[node], gain[node - 1])
            if i > 0 and low[i - 1] <= j - 1 <= high[i - 1]:
                before = starts[i - 1] + j - 1 - low[i - 1]
                gain[node] = max(gain[node], gain[before] + values[before])
    return gain[-1]
