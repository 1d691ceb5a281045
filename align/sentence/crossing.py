"""Crossing beads: sentences, and runs of them, that a translator moved, proposed after the path was found.

The path stays as it is but for the lines that a crossing bead takes: from omissions, from the edges of larger beads, or from
pairs that are hardly alike. How sure a crossing bead is, 0..1, comes from a logistic regression on what
`align.sentence.crossing_candidates` sees; its weights were learned by `tests/bench/crossing.py --learn`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from jjak.align.sentence.beads import CROSSING, Bead, in_order
from jjak.align.sentence.crossing_candidates import FEATURES, REACH, Candidate, Scene, candidates, scene_of
from jjak.align.sentence.observation import AlignerInput

WEIGHTS = {
    "bias": 1.37,
    "likeness": 2.91,
    "likeness to usual": -1.272,
    "margin of the source": 1.829,
    "margin of the target": 1.605,
    "gain": 0.572,
    "shared": -1.067,
    "length": -2.328,
    "distance": -0.702,
    "within a bead": 3.424,
    "omissions": 1.643,
    "torn pairs": -1.866,
}
SURE = 0.85  # below it no bead crosses: the least at which crossing costs no set as it is any F1, left out in turn
SECTION = 4000  # beads that are looked at together
BESIDE = 0.3  # below it no bead crosses beside another one either
MOST = 1 / 3  # of the lines that may cross: where more seem to, it is the translation that stands in the wrong order


def crossed(
    given: AlignerInput, beads: Sequence[Bead], weights: Mapping[str, float] = WEIGHTS, sure: float = SURE
) -> list[Bead]:
    """`beads`, a path through the texts, with the beads that cross it; in the order of the source.

    Nothing crosses where there is no translation: lengths are no evidence of what was moved. A long text is taken in
    sections, so that time and memory grow with its length only.
    """
    if not given.views:
        return list(beads)
    found: list[Bead] = []
    at, i, j = 0, 0, 0
    while at < len(beads):
        stop = len(beads) if len(beads) - at <= SECTION + REACH else at + SECTION
        x, y = beads[stop - 1].source.stop, beads[stop - 1].target.stop
        some = [_placed(bead, i, j) for bead in beads[at:stop]]
        changes = _changes(given.part(slice(i, x), slice(j, y)), some, weights, sure)
        found += [bead for k, bead in enumerate(beads[at:stop]) if k not in changes.given]
        found += [bead.moved(i, j) for bead in changes.found]
        at, i, j = stop, x, y
    return in_order(found)


def _placed(bead: Bead, i: int, j: int) -> Bead:
    """The bead in texts that begin with lines i and j."""
    source, target = bead.source, bead.target
    return Bead(range(source.start - i, source.stop - i), range(target.start - j, target.stop - j), bead.score)


class Changes(NamedTuple):
    """given: the places of the beads of a path that give lines away; found: what is left of these, and what crosses."""

    given: frozenset[int]
    found: list[Bead]


def _changes(given: AlignerInput, beads: Sequence[Bead], weights: Mapping[str, float], sure: float) -> Changes:
    scene = scene_of(given.views, (given.source, given.target), beads)
    if scene is None:
        return Changes(frozenset(), [])
    vector = np.array([weights[name] for name in FEATURES])
    judged = [Judged(float(1 / (1 + np.exp(-each.features @ vector))), each) for each in candidates(scene)]
    chosen = _Chosen(scene)
    for each in sorted(judged, key=lambda one: (-one.score, one.candidate.source.start, one.candidate.target.start)):
        if each.score >= sure and each.candidate.clear:
            chosen.add(each)
    chosen.extend([each for each in judged if each.score >= BESIDE])
    if not chosen.beads or chosen.lines > MOST * (len(given.source) + len(given.target)):
        return Changes(frozenset(), [])
    return chosen.changes()


class Judged(NamedTuple):
    """A candidate and how sure it is, 0..1."""

    score: float
    candidate: Candidate


class _Chosen:
    """Candidates that share no line, and what they leave of the beads of the path."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.beads: list[Judged] = []
        self.left: dict[int, tuple[range, range]] = {}
        self.score: dict[int, float] = {}
        self.held: tuple[set[int], set[int]] = set(), set()
        self.ends: set[tuple[int, int]] = set()
        self.starts: set[tuple[int, int]] = set()

    @property
    def lines(self) -> int:
        return len(self.held[0]) + len(self.held[1])

    def add(self, judged: Judged) -> bool:
        """Takes one in, where its lines are free and one block of each bead is left."""
        score, (source, target, _) = judged.score, judged.candidate
        if self.held[0].intersection(source) or self.held[1].intersection(target):
            return False
        sides = {at: self.scene.left(at, source, target, self.left.get(at)) for at in self.scene.ends(source, target)}
        if any(side is None for side in sides.values()):
            return False
        for at, side in sides.items():
            if side is not None:
                self.left[at] = side
                self.score[at] = min(score, self.score.get(at, 1.0))
        self.held[0].update(source)
        self.held[1].update(target)
        self.ends.add((source.stop, target.stop))
        self.starts.add((source.start, target.start))
        self.beads.append(judged)
        return True

    def extend(self, judged: Sequence[Judged]) -> None:
        """Takes in less sure ones that go on where a chosen one ends, or end where it begins: a paragraph moves whole."""
        waiting = sorted(judged, key=lambda one: -one.score)
        grown = True
        while grown:
            grown = False
            for each in list(waiting):
                source, target, _ = each.candidate
                if (source.start, target.start) in self.ends or (source.stop, target.stop) in self.starts:
                    waiting.remove(each)
                    grown = self.add(each) or grown

    def changes(self) -> Changes:
        found: list[Bead] = []
        for at, sides in self.left.items():
            found += _rest(self.scene.beads[at], *sides, _confidence(self.score[at]))
        for score, (source, target, _) in self.beads:
            odds = float(np.log(score / (1 - score))) if score < 1 else 20.0
            found.append(Bead(source, target, _confidence(score), ((CROSSING, round(odds, 3)),)))
        return Changes(frozenset(self.left), found)


def _confidence(score: float) -> float:
    """Of those that were chosen half as many are wrong as their evidence alone says: nothing else was nearly as alike, or one
    beside them was chosen."""
    return (1 + score) / 2


def _rest(bead: Bead, source: range, target: range, score: float) -> list[Bead]:
    """What is left of a bead that gave lines away; lines that lost the other side are omissions."""
    if source and target:
        return [replace(bead, source=source, target=target, score=max(bead.score, score), reasons=(), runner_up=None)]
    lines = [Bead(range(i, i + 1), range(bead.target.start, bead.target.start), score) for i in source]
    return lines + [Bead(range(bead.source.start, bead.source.start), range(j, j + 1), score) for j in target]
