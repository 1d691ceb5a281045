"""The aligner that finds the beads: a band, windows of it one after the other, the best path and how sure each bead is.

Time and memory grow with the length of the texts. A window is a document of its own: it has its own rarity of words, its own
lengths and its own share of omissions, and hands on the place where its path was surest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jjak.align.sentence.anchors import anchors, band_along
from jjak.align.sentence.beads import Bead, RunnerUp
from jjak.align.sentence.belief import Belief, belief
from jjak.align.sentence.explanation import explained
from jjak.align.sentence.features import COLUMN
from jjak.align.sentence.lattice import PAIRS, STEPS, TYPES, Band, band, full
from jjak.align.sentence.null_model import CLEAR, around, turned, unrelated
from jjak.align.sentence.observation import AlignerInput, Observation, Prepared, observed, prepared
from jjak.align.sentence.overlaps import Doubles
from jjak.align.sentence.weights import Blend, scored

ROWS = 1000  # lines of the source in a window; less measures lengths and rarity less well
MARGIN = 120  # lines at the end of a window that the next one sees again with what follows them
SEARCHED = 10_000  # nodes that are all searched, without a band
STRANGERS = 0.95  # how sure it is that lines of two texts do not go together whose translations have nothing in common
EDGE = 2  # nodes between the path and the band's edge below which the band is widened
WIDEST = 8  # times the usual width; beyond it the edge is no accident


@dataclass(frozen=True, slots=True)
class BeadPath:
    """A best path: what the aligner sees, and what it believes of it."""

    seen: Observation
    belief: Belief

    @property
    def steps(self) -> npt.NDArray[np.int64]:
        """(k, 3) row, column, type of each bead of the path."""
        beads, taken = self.seen.beads, self.belief.taken
        return np.stack([beads.rows[taken], beads.columns[taken], beads.types[taken]], 1)

    @property
    def gains(self) -> Doubles:
        """(k,) nats of each."""
        gains: Doubles = self.belief.scored.scores[self.belief.taken]
        return gains

    def gains_by_lengths(self, blend: Blend) -> Doubles:
        """(k,) nats of each by lengths alone."""
        taken = self.belief.taken
        gains: Doubles = scored(self.seen.found[taken], np.zeros(len(taken)), blend).scores
        return gains

    @property
    def lines(self) -> Doubles:
        """(k,) half the number of sentences of each."""
        halves: Doubles = STEPS[self.steps[:, 2]].sum(1) / 2
        return halves


def beads_of(given: AlignerInput, blend: Blend, *, banded: bool = True) -> list[Bead]:
    """Beads that cover both sides; without `banded` every node is searched, in time and memory of n times m."""
    n, m = len(given.source), len(given.target)
    if not n or not m:
        return _omissions(n, m)
    chain = anchors([*given.views, (given.source, given.target)], (n, m))
    if not banded or (n + 1) * (m + 1) <= SEARCHED:
        near = band_along(chain, n, m)
        return list(_beads(_path(prepared(given), full(n, m), near, blend), given, near, blend, 0, 0))
    told: list[bool] = []
    beads = list(_windows(given, blend, chain, told))
    if given.views and not any(told):  # then they cannot have told where to search either
        return beads_of(replace(given, views=()), blend)
    return beads


def _omissions(n: int, m: int) -> list[Bead]:
    left = [Bead(range(i, i + 1), range(0), 1.0) for i in range(n)]
    return left + [Bead(range(n, n), range(j, j + 1), 1.0) for j in range(m)]


def _path(texts: Prepared, nodes: Band, near: Band, blend: Blend) -> BeadPath:
    seen = observed(texts, nodes, near)
    return BeadPath(seen, belief(seen, blend))


def _windows(given: AlignerInput, blend: Blend, chain: npt.NDArray[np.int64], told: list[bool]) -> Iterator[Bead]:
    """told: grows by whether the translations of each window tell anything of it."""
    n, m = len(given.source), len(given.target)
    bands = {1: band_along(chain, n, m)}
    i = j = 0
    while (i, j) != (n, m):
        last = n if n - i <= ROWS + MARGIN else i + ROWS
        end = m if last == n else max(j + 1, int(bands[1].low[last] + bands[1].high[last]) // 2)
        part = given.part(slice(i, last), slice(j, max(j, end)))
        near, wider, texts = _cut(bands[1], i, j, last, end), 1, prepared(part)
        path = _path(texts, near, near, blend)
        while wider < WIDEST and _touches(path, n - i if last == n else last - i - MARGIN):
            wider *= 2
            nodes = bands.get(wider) or band_along(chain, n, m, wider)
            bands[wider] = nodes
            path = _path(texts, _cut(nodes, i, j, last, end), near, blend)
        told.append(bool(path.seen.believed.any()) or path.seen.strangers)
        found = list(_beads(path, part, near, blend, i, j))
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
    nodes = path.seen.nodes
    row, column = path.steps[:, 0], path.steps[:, 1]
    low, high = nodes.low[row], nodes.high[row]
    near = ((column - low < EDGE) & (low > 0)) | ((high - column < EDGE) & (high < nodes.targets))
    return bool((near & (row < rows)).any())


def _surest(beads: Sequence[Bead], row: int) -> int:
    """Which bead a window ends with: the surest pair among the last that end before `row`."""
    ended = [at for at, bead in enumerate(beads) if bead.source.stop <= row] or [0]
    recent = ended[-30:]
    return max(recent, key=lambda at: (bool(len(beads[at].source) and len(beads[at].target)), beads[at].score, at))


def _beads(path: BeadPath, given: AlignerInput, near: Band, blend: Blend, i: int, j: int) -> Iterator[Bead]:
    """The beads of a window of `given` that begins at (i, j)."""
    apart = _apart(path, given, near, blend).tolist()
    for bead, doubt in zip(explained(path.seen, path.belief, blend, i, j), apart, strict=True):
        if doubt:
            yield from _parted(bead.source, bead.target, doubt)
        else:
            yield bead


def _apart(path: BeadPath, given: AlignerInput, near: Band, blend: Blend) -> Doubles:
    """(k,) how sure it is, 0.5..1, that a pair of the path is none; 0 for all others."""
    pairs = path.steps[:, 2] < len(PAIRS)
    if path.seen.strangers and given.vectors is None:
        same = np.array([_same(given, step) for step in path.steps.tolist()], dtype=bool)
        return np.where(pairs & ~same, STRANGERS, 0.0)
    found = path.seen.found[path.belief.taken]
    known = pairs & (path.seen.believed[path.belief.taken] > 0)
    likeness = np.where(known, found[:, [COLUMN["words"], COLUMN["characters"]]].mean(1), 0.0)
    if known.any() and around(likeness, known.astype(np.float64))[known].min() >= CLEAR:
        return np.zeros(len(pairs))
    null = _null(path, given, near, blend)
    bare = not known.any() and given.vectors is None
    apart = unrelated(path.gains, path.lines, null.fixed, null.usual, bare=bare, related=path.seen.related)
    if path.belief.share < 1 and 0 < np.count_nonzero(apart) < len(apart):  # a poor translation, or a stretch of strangers
        gains = path.gains_by_lengths(blend)
        apart = np.minimum(apart, unrelated(gains, path.lines, null.fixed, null.by_lengths, bare=False, related=True))
    return np.where(pairs, apart, 0.0)


class Null(NamedTuple):
    """fixed: (k,) which steps of a path link two lines that are one text; usual, by_lengths: nats a line by chance, without
    those, by all that is seen and by lengths alone."""

    fixed: npt.NDArray[np.bool_]
    usual: float
    by_lengths: float


def _null(path: BeadPath, given: AlignerInput, near: Band, blend: Blend) -> Null:
    order = turned(given.source, given.target)
    null = _path(prepared(given.reordered(order)), path.seen.nodes, near, blend)
    fixed = np.array([_same(given, step) for step in path.steps.tolist()], dtype=bool)
    alone = np.array([not _same(given, step, order) for step in null.steps.tolist()], dtype=bool)
    lines = max(1.0, null.lines[alone].sum())
    return Null(fixed, *(float(gains[alone].sum() / lines) for gains in (null.gains, null.gains_by_lengths(blend))))


def kinship(given: AlignerInput, blend: Blend) -> tuple[float, float]:
    """Nats that the best path through two short texts gains over chance, and the lines (of both sides, halved) that gain
    them; every node is searched."""
    n, m = len(given.source), len(given.target)
    if not n or not m:
        return 0.0, 0.0
    near = band_along(anchors([*given.views, (given.source, given.target)], (n, m)), n, m)
    path = _path(prepared(given), full(n, m), near, blend)
    fixed, usual, _ = _null(path, given, near, blend)
    lines = float(path.lines[~fixed].sum())
    return float(path.gains[~fixed].sum()) - usual * lines, lines


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
