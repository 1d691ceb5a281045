"""The aligner that finds the beads: a band, windows of it one after the other, the best path and how sure each bead is.

Time and memory grow with the length of the texts. A window is a document of its own: it has its own rarity of words, its own
lengths and its own shares of merges and omissions, and hands on the place where its path was surest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.align.sentence.anchors import anchors, band_along
from jjak.align.sentence.beads import Bead, RunnerUp
from jjak.align.sentence.embeddings import Vectors, cosines
from jjak.align.sentence.features import FEATURES, KIND, OMITTED, Lattice, lattice
from jjak.align.sentence.lattice import STEPS, TYPES, Band, Scores, band, best, full, posterior
from jjak.align.sentence.null_model import CLEAR, around, turned, unrelated
from jjak.align.sentence.similarity import Doubles, likeness
from jjak.align.sentence.weights import Weights, adapted, scored

ROWS = 1000  # lines of the source in a window; less measures lengths and rarity less well
MARGIN = 120  # lines at the end of a window that the next one sees again with what follows them
SEARCHED = 10_000  # nodes that are all searched, without a band
EDGE = 2  # nodes between the path and the band's edge below which the band is widened
WIDEST = 8  # times the usual width; beyond it the edge is no accident

View = tuple[Sequence[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class AlignerInput:
    """views: each the lines of the left and the right side in one language; vectors: of the source's and the target's lines;
    fields: what each line is in its page, empty for running text."""

    source: Sequence[str]
    target: Sequence[str]
    views: Sequence[View] = ()
    vectors: tuple[Vectors, Vectors] | None = None
    fields: tuple[Sequence[str], Sequence[str]] | None = None

    def part(self, rows: slice, columns: slice) -> AlignerInput:
        vectors = None if self.vectors is None else (self.vectors[0][rows], self.vectors[1][columns])
        fields = None if self.fields is None else (self.fields[0][rows], self.fields[1][columns])
        views = [(left[rows], right[columns]) for left, right in self.views]
        return AlignerInput(self.source[rows], self.target[columns], views, vectors, fields)


@dataclass(frozen=True, slots=True)
class BeadPath:
    """A best path through a lattice. steps: (k, 3) int64 of row, column, type; gains: (k,) nats of each; chance: the
    posterior of every bead."""

    lattice: Lattice
    steps: npt.NDArray[np.int64]
    gains: Doubles
    chance: Scores
    weights: Weights

    @property
    def nodes(self) -> npt.NDArray[np.int64]:
        """(k,) the node that each step leaves."""
        rows = self.steps[:, 0]
        return self.lattice.nodes.starts[rows] + self.steps[:, 1] - self.lattice.nodes.low[rows]

    @property
    def lines(self) -> Doubles:
        """(k,) half the number of sentences of each step."""
        halves: Doubles = STEPS[self.steps[:, 2]].sum(1) / 2
        return halves


def beads_of(given: AlignerInput, weights: Weights, *, banded: bool = True) -> list[Bead]:
    """Beads that cover both sides; without `banded` every node is searched, in time and memory of n times m."""
    n, m = len(given.source), len(given.target)
    if not n or not m:
        return _omissions(n, m)
    chain = anchors([*given.views, (given.source, given.target)], (n, m))
    if not banded or (n + 1) * (m + 1) <= SEARCHED:
        near = band_along(chain, n, m)
        return list(_beads(_path(given, full(n, m), near, weights), given, near, weights, 0, 0))
    return list(_windows(given, weights, chain))


def _omissions(n: int, m: int) -> list[Bead]:
    left = [Bead(range(i, i + 1), range(0), 1.0) for i in range(n)]
    return left + [Bead(range(n, n), range(j, j + 1), 1.0) for j in range(m)]


def features_of(given: AlignerInput, nodes: Band, near: Band) -> Lattice:
    alike = likeness(nodes, given.views)
    vectors = None if given.vectors is None else cosines(nodes, *given.vectors)
    return lattice(nodes, near, given.source, given.target, alike, vectors, given.fields)


def _path(given: AlignerInput, nodes: Band, near: Band, weights: Weights) -> BeadPath:
    features = features_of(given, nodes, near)
    fitted = adapted(features, weights)
    scores = scored(features, fitted)
    chance, _, _ = posterior(nodes, scores, fitted.opening)
    steps = np.array(best(nodes, scores, fitted.opening), dtype=np.int64).reshape(-1, 3)
    leaves = nodes.starts[steps[:, 0]] + steps[:, 1] - nodes.low[steps[:, 0]]
    return BeadPath(features, steps, scores[leaves, steps[:, 2]].astype(np.float64), chance, fitted)


def _windows(given: AlignerInput, weights: Weights, chain: npt.NDArray[np.int64]) -> Iterator[Bead]:
    n, m = len(given.source), len(given.target)
    bands = {1: band_along(chain, n, m)}
    i = j = 0
    while (i, j) != (n, m):
        last = n if n - i <= ROWS + MARGIN else i + ROWS
        end = m if last == n else max(j + 1, int(bands[1].low[last] + bands[1].high[last]) // 2)
        part = given.part(slice(i, last), slice(j, max(j, end)))
        near, wider = _cut(bands[1], i, j, last, end), 1
        path = _path(part, near, near, weights)
        while wider < WIDEST and _touches(path, n - i if last == n else last - i - MARGIN):
            wider *= 2
            nodes = bands.get(wider) or band_along(chain, n, m, wider)
            bands[wider] = nodes
            path = _path(part, _cut(nodes, i, j, last, end), near, weights)
        found = list(_beads(path, part, near, weights, i, j))
        if last < n:
            found = found[: _surest(found, last - MARGIN) + 1]
        yield from found
        i, j = found[-1].source.stop, found[-1].target.stop


def _cut(nodes: Band, i: int, j: int, last: int, end: int) -> Band:
    """The nodes of rows i..last and columns j..end, counted from (i, j)."""
    end = max(end, j)
    low = np.clip(nodes.low[i : last + 1], j, end) - j
    high = np.clip(nodes.high[i : last + 1], j, end) - j
    low[0], high[-1] = 0, end - j
    return band(low, np.maximum(high, low))


def _touches(path: BeadPath, rows: int) -> bool:
    """Whether the path comes near an edge of the band, in its first `rows` rows, that is no edge of the text."""
    nodes = path.lattice.nodes
    row, column = path.steps[:, 0], path.steps[:, 1]
    low, high = nodes.low[row], nodes.high[row]
    near = ((column - low < EDGE) & (low > 0)) | ((high - column < EDGE) & (high < nodes.targets))
    return bool((near & (row < rows)).any())


def _surest(beads: Sequence[Bead], row: int) -> int:
    """Which bead a window ends with: the surest pair among the last that end before `row`."""
    ended = [at for at, bead in enumerate(beads) if bead.source.stop <= row] or [0]
    recent = ended[-30:]
    return max(recent, key=lambda at: (bool(len(beads[at].source) and len(beads[at].target)), beads[at].score, at))


def _beads(path: BeadPath, given: AlignerInput, near: Band, weights: Weights, i: int, j: int) -> Iterator[Bead]:
    """The beads of a window of `given` that begins at (i, j)."""
    rows, columns, types = path.steps.T
    nodes = path.nodes
    chance = np.minimum(path.chance[nodes, types].astype(np.float64), 1.0)
    scores = path.weights.confidence(chance).tolist()
    others = _others(path.lattice.nodes.low, path.lattice.nodes.high, path.lattice.nodes.starts, STEPS, path.steps, path.chance)
    reasons = _reasons(path, nodes, rows, columns, types)
    apart = _apart(path, given, near, weights).tolist()
    for at, (row, column, kind) in enumerate(path.steps.tolist()):
        source, target = _ranges(i + row, j + column, *TYPES[kind])
        if apart[at]:
            yield from _parted(source, target, apart[at])
            continue
        x, y, other, probability = others[at]
        runner = None
        if probability > 0:
            runner = RunnerUp(*_ranges(i + int(x), j + int(y), *TYPES[int(other)]), round(float(probability), 4))
        yield Bead(source, target, scores[at], reasons[at], runner)


def _apart(path: BeadPath, given: AlignerInput, near: Band, weights: Weights) -> Doubles:
    """(k,) how sure it is, 0.5..1, that a pair of the path is none; 0 for all others."""
    types = path.steps[:, 2]
    pairs = types < len(KIND)
    features = path.lattice.pairs[path.nodes, np.where(pairs, types, 0)]
    known = pairs & (features[:, FEATURES.index("untranslated")] == 0)
    likeness = np.where(known, features[:, [FEATURES.index("words"), FEATURES.index("characters")]].mean(1), 0.0)
    if known.any() and around(likeness, known.astype(np.float64))[known].min() >= CLEAR:
        return np.zeros(len(types))
    fixed, usual = _null(path, given, near, weights)
    telling = bool(known.any()) or given.vectors is not None
    return np.where(pairs, unrelated(path.gains, path.lines, fixed, usual, stretches=telling), 0.0)


def _null(path: BeadPath, given: AlignerInput, near: Band, weights: Weights) -> tuple[npt.NDArray[np.bool_], float]:
    """(k,) which steps of the path link two lines that are one text, and nats a line of the path by chance, without those."""
    order = turned(given.source, given.target)
    null = _path(_reordered(given, order), path.lattice.nodes, near, weights)
    fixed = np.array([_same(given, step) for step in path.steps.tolist()], dtype=bool)
    alone = np.array([not _same(given, step, order) for step in null.steps.tolist()], dtype=bool)
    return fixed, float(null.gains[alone].sum() / max(1.0, null.lines[alone].sum()))


def kinship(given: AlignerInput, weights: Weights) -> tuple[float, float]:
    """Nats that the best path through two short texts gains over chance, and the lines (of both sides, halved) that gain
    them; every node is searched."""
    n, m = len(given.source), len(given.target)
    if not n or not m:
        return 0.0, 0.0
    near = band_along(anchors([*given.views, (given.source, given.target)], (n, m)), n, m)
    path = _path(given, full(n, m), near, weights)
    fixed, usual = _null(path, given, near, weights)
    lines = float(path.lines[~fixed].sum())
    return float(path.gains[~fixed].sum()) - usual * lines, lines


def _reordered(given: AlignerInput, order: Sequence[int]) -> AlignerInput:
    """`given` with its target's lines in another order."""
    views = [(left, [right[j] for j in order]) for left, right in given.views]
    vectors = None if given.vectors is None else (given.vectors[0], given.vectors[1][list(order)])
    return replace(given, target=[given.target[j] for j in order], views=views, vectors=vectors, fields=None)


def _same(given: AlignerInput, step: Sequence[int], order: Sequence[int] | None = None) -> bool:
    """Whether a step links two lines that are one text."""
    row, column, kind = step
    if TYPES[kind] != (1, 1):
        return False
    return given.source[row].strip() == given.target[column if order is None else order[column]].strip()


def _parted(source: range, target: range, score: float) -> Iterator[Bead]:
    """The lines of a pair that is none, each an omission."""
    pair = RunnerUp(source, target, round(1 - score, 4))
    reasons = (("like any two texts", round(score, 4)),)
    for i in source:
        yield Bead(range(i, i + 1), range(target.start, target.start), score, reasons, pair)
    for j in target:
        yield Bead(range(source.stop, source.stop), range(j, j + 1), score, reasons, pair)


def _ranges(i: int, j: int, a: int, b: int) -> tuple[range, range]:
    return range(i, i + a), range(j, j + b)


_GROUPS = {
    "words": ("words", "words per line"),
    "characters": ("characters", "characters per line"),
    "least covered line": ("least covered line",),
    "length": ("length deviation", "length ratio"),
    "numbers and names": ("kept words", "lost words"),
    "untranslated": ("untranslated", "untranslated per line"),
    "vectors": ("vectors", "vectors per line"),
    "field": ("same field", "other field"),
}
_MEMBERS = np.array([[name in members for name in FEATURES] for members in _GROUPS.values()], dtype=np.float64)


def _reasons(path: BeadPath, nodes: Any, rows: Any, columns: Any, types: Any) -> list[tuple[tuple[str, float], ...]]:
    """What each group of features adds to the score of each bead, in nats; those that add nothing are left out."""
    pairs = types < len(KIND)
    kinds = np.where(pairs, types, 0)
    said = np.zeros((len(types), len(_GROUPS) + 1))
    said[:, :-1] = (path.lattice.pairs[nodes, kinds] * path.weights.pairs) @ _MEMBERS.T
    said[:, -1] = path.weights.kinds[KIND[kinds]]
    names = (*_GROUPS, "kind of bead")
    left = path.lattice.left * path.weights.omitted
    right = path.lattice.right * path.weights.omitted
    found: list[tuple[tuple[str, float], ...]] = []
    for at, (row, column, kind) in enumerate(zip(rows.tolist(), columns.tolist(), types.tolist(), strict=True)):
        if kind < len(KIND):
            figures, labels = said[at].tolist(), names
        else:
            figures, labels = (left[row] if kind == len(KIND) else right[column]).tolist(), OMITTED
        found.append(tuple((name, round(x, 3)) for name, x in zip(labels, figures, strict=True) if abs(x) >= 0.001))
    return found


@njit(cache=True, nogil=True)
def _others(low: Any, high: Any, starts: Any, steps: Any, path: Any, chance: Any) -> Any:
    """(k, 4) row, column, type and probability of the likeliest bead that shares a line with each bead of the path."""
    found = np.zeros((len(path), 4))
    for at in range(len(path)):
        i, j, kind = path[at, 0], path[at, 1], path[at, 2]
        x, y = i + steps[kind, 0], j + steps[kind, 1]
        for row in range(max(0, i - 4), min(len(low) - 1, max(x, i + 1) - 1) + 1):
            for column in range(max(low[row], j - 4), min(high[row], max(y, j + 1) - 1) + 1):
                node = starts[row] + column - low[row]
                for t in range(len(steps)):
                    value = chance[node, t]
                    if value <= found[at, 3] or (row == i and column == j and t == kind):
                        continue
                    over = row < x and row + steps[t, 0] > i and steps[t, 0] > 0
                    if over or (column < y and column + steps[t, 1] > j and steps[t, 1] > 0):
                        found[at, 0], found[at, 1], found[at, 2], found[at, 3] = row, column, t, value
    return found


def swapped(given: AlignerInput) -> AlignerInput:
    """The same with its sides exchanged."""
    vectors = None if given.vectors is None else given.vectors[::-1]
    fields = None if given.fields is None else given.fields[::-1]
    views = [view[::-1] for view in given.views]
    return AlignerInput(given.target, given.source, views, vectors, fields)
