"""Lines that are cut so that their parts go with sentences of their own: where several lines of one text stand against one.

A segmentation that did not cut, or a translator who joined two sentences, gives a bead of one line against several, or one in
which a sentence ends within a line of the other text. Such a line is cut at the mark of a sentence or clause, where both parts
go with a part of the other side better than anything else explains. How sure that is, 0..1, comes from a logistic regression;
its weights were learned by `tests/bench/resplit.py --learn`. The parts put together are the line, character for character.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from jjak.align.sentence.beads import Bead, in_order
from jjak.align.sentence.observation import AlignerInput
from jjak.align.sentence.overlaps import Doubles
from jjak.align.sentence.resplit_candidates import FEATURES, Halves, PartedPath, Region, features, halves, parted_path
from jjak.align.sentence.resplit_evidence import Block

WEIGHTS = {
    "bias": -4.412,
    "likeness of the parts": 1.424,
    "least likeness": -1.095,
    "likeness across": -1.997,
    "least margin": -0.112,
    "surplus": 5.7,
    "length": -1.87,
    "longest deviation": -0.84,
    "sentence": 5.892,
    "omission": 0.019,
    "confidence": 1.734,
}
SURE = 0.6  # below it nothing is cut: on sets left out, one cut in a hundred is wrong then, of sentences that were joined
RESPLIT = "resplit"  # a reason of beads with a part of a line


@dataclass(frozen=True, slots=True)
class Cut:
    """Line `line` of the `side` (0: source, 1: target) was cut before its character `at`. score: how sure it is, 0..1;
    sentence: whether a sentence ends there, or a clause only."""

    side: int
    line: int
    at: int
    score: float
    sentence: bool


@dataclass(frozen=True, slots=True)
class Resplit:
    """source, target: the lines after the cuts; beads: of these lines; spans: for each of them the line that it is of, and
    which characters of it."""

    source: Sequence[str]
    target: Sequence[str]
    beads: Sequence[Bead]
    cuts: Sequence[Cut]
    spans: tuple[Sequence[tuple[int, int, int]], Sequence[tuple[int, int, int]]]


@dataclass(frozen=True, slots=True)
class _Parting:
    """Two blocks, or the parts that they come in; score: the least of its cuts."""

    blocks: tuple[tuple[Block, Block], ...]
    cuts: tuple[tuple[Halves, float], ...]
    score: float


def resplit(given: AlignerInput, beads: Sequence[Bead], weights: Mapping[str, float] = WEIGHTS, sure: float = SURE) -> Resplit:
    """The texts with their lines cut where `beads` show that they should be; nothing is cut where there is no translation."""
    path = parted_path(given, beads)
    chosen: dict[Region, _Parting] = {}
    if path is not None:
        vector = np.array([weights[name] for name in FEATURES])
        found = [(parting, region) for region in path.regions if (parting := _parting(path, region, vector, sure)).cuts]
        taken: set[int] = set()
        for parting, region in sorted(found, key=lambda each: (-each[0].score, each[1].beads)):
            if taken.isdisjoint(region.beads):
                taken.update(region.beads)
                chosen[region] = parting
    return _cut(given, beads, path, chosen)


def _parting(path: PartedPath, region: Region, weights: Doubles, sure: float) -> _Parting:
    confidence = path.beads[region.beads[0]].score
    return _parted(path, region.source, region.target, weights, sure, omission=len(region.beads) > 1, confidence=confidence)


def _parted(
    path: PartedPath, source: Block, target: Block, weights: Doubles, sure: float, *, omission: bool, confidence: float
) -> _Parting:
    """Two blocks parted where that is surest, and each part again."""
    score, best = 0.0, None
    for at in halves(path.text, source, target):
        said = features(path, source, target, at, omission=omission, confidence=confidence)
        if said is not None and (value := float(1 / (1 + np.exp(-said @ weights)))) > score:
            score, best = value, at
    if best is None or score < sure:
        return _Parting(((source, target),), (), 1.0)
    parts = [
        _parted(path, *each, weights, sure, omission=False, confidence=confidence)
        for each in (
            (Block(source.start, best.source), Block(target.start, best.target)),
            (Block(best.source, source.stop), Block(best.target, target.stop)),
        )
    ]
    blocks = tuple(block for part in parts for block in part.blocks)
    cuts = ((best, score), *(cut for part in parts for cut in part.cuts))
    return _Parting(blocks, cuts, min(score, *(part.score for part in parts)))


def _cut(given: AlignerInput, beads: Sequence[Bead], path: PartedPath | None, chosen: Mapping[Region, _Parting]) -> Resplit:
    cuts = sorted(_cuts(path, chosen), key=lambda cut: (cut.side, cut.line, cut.at)) if path else []
    spans = _spans(given.source, [cut for cut in cuts if cut.side == 0]), _spans(given.target, [c for c in cuts if c.side == 1])
    lines = [[side[line][a:b] for line, a, b in span] for side, span in zip((given.source, given.target), spans, strict=True)]
    places = [
        {(line, a): at for at, (line, a, _) in enumerate(span)} | {(len(side), 0): len(span)}
        for side, span in zip((given.source, given.target), spans, strict=True)
    ]

    def moved(side: int, block: Block) -> range:
        ends = [places[side][point.line, path.text.offset(side, point) if path and point.part else 0] for point in block]
        return range(ends[0], ends[1])

    gone = {at for region in chosen for at in region.beads}
    found = [_renumbered(bead, places) for at, bead in enumerate(beads) if at not in gone]
    for parting in chosen.values():
        reasons = ((RESPLIT, round(parting.score, 3)),)
        found += [Bead(moved(0, source), moved(1, target), parting.score, reasons) for source, target in parting.blocks]
    return Resplit(lines[0], lines[1], in_order(found), cuts, spans)


def _cuts(path: PartedPath, chosen: Mapping[Region, _Parting]) -> Iterator[Cut]:
    for parting in chosen.values():
        for at, score in parting.cuts:
            side, point = (0, at.source) if at.source.part else (1, at.target)
            place = path.text.places[side][point.line][point.part - 1]
            yield Cut(side, point.line, place.at, score, place.sentence)


def _spans(lines: Sequence[str], cuts: Sequence[Cut]) -> list[tuple[int, int, int]]:
    """Every line, or its parts: its number, and the characters where it begins and ends."""
    ends: dict[int, list[int]] = {}
    for cut in cuts:
        ends.setdefault(cut.line, []).append(cut.at)
    found = []
    for at, line in enumerate(lines):
        stops = [0, *ends.get(at, []), len(line)]
        found += [(at, a, b) for a, b in pairwise(stops)]
    return found


def _renumbered(bead: Bead, places: Sequence[Mapping[tuple[int, int], int]]) -> Bead:
    source, target = (
        range(place[side.start, 0], place[side.stop, 0]) for side, place in zip((bead.source, bead.target), places, strict=True)
    )
    runner = bead.runner_up
    if runner is not None:
        sides = [
            range(place[side.start, 0], place[side.stop, 0])
            for side, place in zip((runner.source, runner.target), places, strict=True)
        ]
        runner = replace(runner, source=sides[0], target=sides[1])
    return replace(bead, source=source, target=target, runner_up=runner)
