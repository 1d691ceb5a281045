"""Crossing beads: sentences, and runs of them, that a translator moved, proposed after the path was found.

The path stays as it is but for the lines that a crossing bead takes: from omissions, from the edges of larger beads, or from
pairs that are hardly alike. How sure a crossing bead is, 0..1, comes from a logistic regression on what
`align.sentence.crossing_candidates` sees; its weights were learned by `tests/bench/crossing.py --learn`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from jjak.align.sentence.beads import CROSSING, Bead, in_order
from jjak.align.sentence.crf_aligner import AlignerInput
from jjak.align.sentence.crossing_candidates import FEATURES, Candidate, Scene, candidates, scene_of

WEIGHTS = {
    "bias": 0.445,
    "likeness": 3.694,
    "likeness to usual": -1.155,
    "margin of the source": 0.936,
    "margin of the target": 1.06,
    "gain": 0.574,
    "shared": -0.532,
    "length": -2.485,
    "neighbours": 0.115,
    "distance": -0.77,
    "within a bead": 3.392,
    "omissions": 1.621,
    "torn pairs": -1.328,
}
SURE = 0.7  # below it no bead crosses: at .5 unchanged novels have 1.5 for 1,000 lines, at .7 .6, and a tenth fewer are found
MOST = 1 / 3  # of the lines that may cross: where more seem to, it is the translation that stands in the wrong order


def crossed(given: AlignerInput, beads: Sequence[Bead], weights: dict[str, float] = WEIGHTS, sure: float = SURE) -> list[Bead]:
    """`beads`, a path through the texts, with the beads that cross it; in order of the source.

    Nothing crosses where there is no translation, since lengths and sentence vectors of single lines alone are no evidence.
    """
    scene = scene_of(given.views, (given.source, given.target), beads) if given.views else None
    if scene is None:
        return list(beads)
    vector = np.array([weights[name] for name in FEATURES])
    judged = [(float(1 / (1 + np.exp(-each.features @ vector))), each) for each in candidates(scene)]
    chosen = _chosen(scene, [(score, each) for score, each in judged if score >= sure])
    taken = sum(len(each.source) + len(each.target) for _, each in chosen)
    if not chosen or taken > MOST * (len(given.source) + len(given.target)):
        return list(beads)
    return in_order(_applied(scene, chosen, vector))


def _chosen(scene: Scene, judged: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """The surest candidates that share no line, and leave one block of each bead."""
    held: tuple[set[int], set[int]] = set(), set()
    left = {}
    chosen = []
    for score, each in sorted(judged, key=lambda one: (-one[0], one[1].source.start, one[1].target.start)):
        if held[0] & set(each.source) or held[1] & set(each.target):
            continue
        ends = {*scene.bead_of[0][each.source].tolist(), *scene.bead_of[1][each.target].tolist()}
        sides = {at: scene.left(at, each.source, each.target, left.get(at)) for at in ends}
        if all(side is not None for side in sides.values()):
            left.update(sides)
            held[0].update(each.source)
            held[1].update(each.target)
            chosen.append((score, each))
    return chosen


def _applied(scene: Scene, chosen: Sequence[tuple[float, Candidate]], weights: np.ndarray) -> list[Bead]:
    left = {}
    least: dict[int, float] = {}
    for score, each in chosen:
        for at in {*scene.bead_of[0][each.source].tolist(), *scene.bead_of[1][each.target].tolist()}:
            left[at] = scene.left(at, each.source, each.target, left.get(at))
            least[at] = min(score, least.get(at, 1.0))
    found = [bead for at, bead in enumerate(scene.beads) if at not in left]
    for at, sides in left.items():
        found += _rest(scene.beads[at], *sides, least[at])
    for score, each in chosen:
        odds = each.features @ weights
        found.append(Bead(each.source, each.target, score, ((CROSSING, round(float(odds), 3)),)))
    return found


def _rest(bead: Bead, source: range, target: range, score: float) -> list[Bead]:
    """What is left of a bead that gave lines away; lines that lost the other side are omissions."""
    if source and target:
        return [replace(bead, source=source, target=target, score=max(bead.score, score), reasons=(), runner_up=None)]
    lines = [Bead(range(i, i + 1), range(bead.target.start, bead.target.start), score) for i in source]
    return lines + [Bead(range(bead.source.start, bead.source.start), range(j, j + 1), score) for j in target]
