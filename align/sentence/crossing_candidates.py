"""Which blocks of lines may be translations across the path, and what speaks for each.

The path of an alignment rises. A sentence that a translator moved is an omission on both sides then, or hangs on a bead that it
does not belong to. Here such lines are compared with each other, also far from the path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jjak.align.sentence.beads import Bead
from jjak.align.sentence.crossing_evidence import Grams, Longs, alike_in_pairs, blocks, grams_of, mean_dice, nearest, surplus
from jjak.align.sentence.features import characters_of
from jjak.align.sentence.overlaps import Doubles, running

FEATURES = (
    *("bias", "likeness", "likeness to usual", "margin of the source", "margin of the target", "gain", "shared"),
    *("length", "distance", "within a bead", "omissions", "torn pairs"),
)
_MARGINS = [FEATURES.index("margin of the source"), FEATURES.index("margin of the target")]
_WITHIN = FEATURES.index("within a bead")
REACH = 100  # lines from the path within which a counterpart is looked for
WIDEST, LARGEST = 3, 5  # lines on a side of a crossing bead, and on both
LEAST = 0.35  # of the usual likeness of pairs, below which lines are no candidates
DOUBT = 0.6  # of it, below which the lines of a pair on the path may be candidates
USUAL = 0.5  # of it, which a line of a block must have to speak for the block
NEAREST = 6  # lines of the other side that are remembered of each line
CLEAR = 0.25  # of the usual likeness, by which the blocks must be more alike than either is with any other line
UNLIKE = 0.25  # of the likeness of the best tenth of the pairs, below which a pair is not held by its translation
ELSEWHERE = 0.42  # of the pairs that may be so: in a translation half of whose lines stand in a wrong order it is .46 to .54
FEWEST = 5  # pairs of single lines without which nothing is known of how alike pairs are


class Candidate(NamedTuple):
    """Two blocks that may go together across the path; features: (FEATURES,) float64."""

    source: range
    target: range
    features: Doubles

    @property
    def clear(self) -> bool:
        """Whether nothing else is nearly as alike; within one bead the other lines are, since it was one for a reason."""
        return bool(self.features[_WITHIN] or self.features[_MARGINS].min() >= CLEAR)


@dataclass(frozen=True, slots=True)
class Scene:
    """A text with its path. bead_of: of each line of either side; free: which lines may go elsewhere; usual: how alike two
    lines of a pair are; mass: of a line; lengths: running sums of characters; ratio: of the target for one of the source."""

    beads: Sequence[Bead]
    grams: Sequence[Grams]
    bead_of: tuple[Longs, Longs]
    free: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]
    usual: float
    mass: float
    lengths: tuple[Doubles, Doubles]
    ratio: float

    def left(self, at: int, source: range, target: range, of: tuple[range, range] | None = None) -> tuple[range, range] | None:
        """What is left of bead `at`, or of what is left `of` it, without some lines; None where that is not one block."""
        bead = of or (self.beads[at].source, self.beads[at].target)
        sides = without(bead[0], source), without(bead[1], target)
        return None if sides[0] is None or sides[1] is None else (sides[0], sides[1])

    def ends(self, source: range, target: range) -> set[int]:
        """The beads that hold lines of two blocks."""
        held = self.bead_of[0][source.start : source.stop], self.bead_of[1][target.start : target.stop]
        return {*held[0].tolist(), *held[1].tolist()}


def without(lines: range, gone: range) -> range | None:
    """`lines` less those of `gone`; None where these lie in the middle."""
    if not lines or not gone or gone.stop <= lines.start or gone.start >= lines.stop:
        return lines
    before, after = range(lines.start, max(lines.start, gone.start)), range(min(lines.stop, gone.stop), lines.stop)
    if before and after:
        return None
    return before or after


def scene_of(
    views: Sequence[tuple[Sequence[str], Sequence[str]]], texts: tuple[Sequence[str], Sequence[str]], beads: Sequence[Bead]
) -> Scene | None:
    """None where there are too few pairs of single lines, or these are not alike: the path goes by something else then, and
    what the translation says is of other lines."""
    n, m = len(texts[0]), len(texts[1])
    bead_of = np.zeros(n, dtype=np.int64), np.zeros(m, dtype=np.int64)
    for at, bead in enumerate(beads):
        bead_of[0][bead.source.start : bead.source.stop] = at
        bead_of[1][bead.target.start : bead.target.stop] = at
    single = [bead for bead in beads if len(bead.source) == len(bead.target) == 1]
    if len(single) < FEWEST:
        return None
    grams = grams_of(views)
    rows = np.array([bead.source.start for bead in single], dtype=np.int64)
    columns = np.array([bead.target.start for bead in single], dtype=np.int64)
    likeness = alike_in_pairs(grams, rows, columns)
    usual = float(np.median(likeness))
    if usual <= 0 or (likeness < UNLIKE * np.quantile(likeness, 0.9)).mean() > ELSEWHERE:
        return None
    free = np.ones(n, dtype=bool), np.ones(m, dtype=bool)
    good = likeness >= DOUBT * usual
    free[0][rows[good]] = free[1][columns[good]] = False
    mass = float(np.mean([np.concatenate([each.left.mass, each.right.mass]).mean() for each in grams]))
    lengths = running(characters_of(texts[0])), running(characters_of(texts[1]))
    ratio = (lengths[1][-1] + 1) / (lengths[0][-1] + 1)
    return Scene(beads, grams, bead_of, free, usual, max(mass, 1e-6), lengths, float(ratio))


@dataclass(frozen=True, slots=True)
class Nearest:
    """lines: the lines of one side; to: (lines, NEAREST) those of the other that each is most alike, the best first, -1 for
    none; values: how alike."""

    place: dict[int, int]
    to: Longs
    values: Doubles

    def best(self, line: int, among: npt.NDArray[np.bool_]) -> tuple[int, float]:
        for other, value in zip(self.to[self.place[line]].tolist(), self.values[self.place[line]].tolist(), strict=True):
            if other >= 0 and among[other]:
                return other, value
        return -1, 0.0

    def rival(self, line: int, block: range) -> float:
        """How alike the line is with the best line outside of `block`."""
        if line not in self.place:
            return 0.0
        at = self.place[line]
        for other, value in zip(self.to[at].tolist(), self.values[at].tolist(), strict=True):
            if other >= 0 and other not in block:
                return float(value)
        return 0.0


def _nearest(grams: Sequence[Grams], lines: Longs, places: Longs) -> Nearest:
    """places: of each line where the path has it on the other side."""
    to, values = nearest(grams, lines, places, REACH, NEAREST)
    return Nearest({int(line): at for at, line in enumerate(lines)}, to, values)


def candidates(scene: Scene) -> list[Candidate]:
    """The blocks whose lines are more alike each other than other lines that are free, and that cross a bead."""
    rows, columns = (np.flatnonzero(free) for free in scene.free)
    if not len(rows) or not len(columns):
        return []
    starts = [np.array([getattr(bead, side).start for bead in scene.beads]) for side in ("source", "target")]
    turned = [each.turned() for each in scene.grams]
    ahead = _nearest(scene.grams, rows, starts[1][scene.bead_of[0][rows]])
    back = _nearest(turned, columns, starts[0][scene.bead_of[1][columns]])
    found: dict[tuple[range, range], Candidate] = {}
    for i, j in sorted(_cores(scene, ahead, back, rows, columns)):
        source, target = _grown(scene, i, j)
        if (source, target) not in found and _crosses(scene, source, target):
            found[source, target] = Candidate(source, target, _features(scene, ahead, back, source, target))
    return list(found.values())


def _cores(scene: Scene, ahead: Nearest, back: Nearest, rows: Longs, columns: Longs) -> set[tuple[int, int]]:
    least = LEAST * scene.usual
    pairs = {(int(i), *ahead.best(int(i), scene.free[1])) for i in rows}
    cores = {(i, j) for i, j, value in pairs if j >= 0 and value >= least}
    for j in map(int, columns):
        i, value = back.best(j, scene.free[0])
        if i >= 0 and value >= least:
            cores.add((i, j))
    return {core for core in cores if _crosses(scene, range(core[0], core[0] + 1), range(core[1], core[1] + 1))}


def _crosses(scene: Scene, source: range, target: range) -> bool:
    """Whether a bead of the blocks would cross another, and leave one block of each bead that it takes lines from."""
    ends = [int(scene.bead_of[0][i]) for i in source] + [int(scene.bead_of[1][j]) for j in target]
    crossed = False
    for at in range(min(ends), max(ends) + 1):
        left = scene.left(at, source, target)
        if left is None:
            return False
        if left[0] and left[1]:
            crossed = crossed or (left[0].start < source.start) != (left[1].start < target.start)
    return crossed


def _grown(scene: Scene, i: int, j: int) -> tuple[range, range]:
    """The block around two lines to which each further line adds."""
    source, target = range(i, i + 1), range(j, j + 1)
    most = surplus(blocks(scene.grams, source, target), USUAL * scene.usual)
    while len(source) + len(target) < LARGEST:
        tried = [(surplus(blocks(scene.grams, x, y), USUAL * scene.usual), x, y) for x, y in _wider(scene, source, target)]
        best = max(tried, key=lambda each: each[0], default=(most, source, target))
        if best[0] <= most:
            break
        most, source, target = best
    return source, target


def _wider(scene: Scene, source: range, target: range) -> Iterator[tuple[range, range]]:
    for lines, free, other in ((source, scene.free[0], False), (target, scene.free[1], True)):
        if len(lines) >= WIDEST:
            continue
        for wider in (range(lines.start - 1, lines.stop), range(lines.start, lines.stop + 1)):
            if wider.start >= 0 and wider.stop <= len(free) and free[wider.start] and free[wider.stop - 1]:
                yield (source, wider) if other else (wider, target)


def _features(scene: Scene, ahead: Nearest, back: Nearest, source: range, target: range) -> Doubles:
    shared = blocks(scene.grams, source, target)
    dice = mean_dice(shared)
    rivals = max(ahead.rival(i, target) for i in source), max(back.rival(j, source) for j in target)
    characters = [side[block.stop] - side[block.start] for side, block in zip(scene.lengths, (source, target), strict=True)]
    ends = int(scene.bead_of[0][source.start]), int(scene.bead_of[1][target.start])
    away = abs(scene.beads[ends[0]].target.start - target.start)
    omitted = sum(not (len(scene.beads[at].source) and len(scene.beads[at].target)) for at in ends)
    gain = surplus(shared, USUAL * scene.usual) - _lost(scene, source, target)
    return np.array(
        [
            *(1.0, dice, min(2.0, dice / scene.usual)),
            *(float(np.clip((dice - rival) / scene.usual, -1, 1)) for rival in rivals),
            float(np.clip(gain / (scene.mass * scene.usual), -2, 2)),
            log(1 + sum(each.common for each in shared) / max(1, len(shared))),
            abs(log((characters[1] + 3) / (scene.ratio * characters[0] + 3))),
            *(log(1 + away), float(ends[0] == ends[1]), omitted, _torn(scene, source, target)),
        ]
    )


def _torn(scene: Scene, source: range, target: range) -> float:
    """How sure the aligner is of the pairs that lose one side."""
    torn = 0.0
    for at in scene.ends(source, target):
        bead, left = scene.beads[at], scene.left(at, source, target)
        if left is not None and bead.source and bead.target and bool(left[0]) != bool(left[1]):
            torn += bead.score
    return torn


def _lost(scene: Scene, source: range, target: range) -> float:
    """The surplus that the beads lose which give their lines away."""
    lost = 0.0
    for at in scene.ends(source, target):
        bead, left = scene.beads[at], scene.left(at, source, target)
        assert left is not None, "a candidate leaves one block of each bead"
        for blocks_of, sign in (((bead.source, bead.target), 1), (left, -1)):
            if blocks_of[0] and blocks_of[1]:
                lost += sign * surplus(blocks(scene.grams, *blocks_of), USUAL * scene.usual)
    return lost
