"""At which marks the lines of a bead may be cut, and what speaks for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np

from jjak.align.sentence.beads import Bead
from jjak.align.sentence.crossing_evidence import Shared, mean_dice, surplus
from jjak.align.sentence.observation import AlignerInput
from jjak.align.sentence.overlaps import Doubles
from jjak.align.sentence.resplit_evidence import Block, PartedText, Point, parted

FEATURES = (
    *("bias", "likeness of the parts", "least likeness", "likeness across", "least margin", "surplus", "length"),
    *("longest deviation", "sentence", "omission", "confidence"),
)
USUAL = 0.5  # of the usual likeness of pairs, which a part must have to speak for the cut
FEWEST, LIKELY = 5, 0.4  # pairs of single lines that tell how alike pairs are; what stands for each that is missing
SAMPLE = 400  # pairs that the usual likeness is measured on


class Halves(NamedTuple):
    """Where two blocks are parted: at the end of a line of one side, within a line of the other."""

    source: Point
    target: Point


class Region(NamedTuple):
    """Blocks of whole lines that may be parted, and the beads that they are of."""

    beads: tuple[int, ...]
    source: Block
    target: Block


@dataclass(frozen=True, slots=True)
class PartedPath:
    """A text that may be parted with its beads. usual: how alike two lines of a pair are; ratio: characters of the target for
    one of the source."""

    text: PartedText
    beads: Sequence[Bead]
    regions: Sequence[Region]
    usual: float
    ratio: float


def parted_path(given: AlignerInput, beads: Sequence[Bead]) -> PartedPath | None:
    """None where there is no translation, or nothing that may be parted."""
    regions = list(_regions(beads))
    singles = [bead for bead in beads if len(bead.source) == len(bead.target) == 1]
    if not given.views or not regions:
        return None
    wanted = ({line for region in regions for line in _lines(region.source)}, {j for r in regions for j in _lines(r.target)})
    text = parted(given, wanted)
    some = singles[:: max(1, len(singles) // SAMPLE)]
    likeness = [mean_dice(text.shared(_whole(bead.source), _whole(bead.target))) for bead in some]
    usual = float(np.median(likeness + [LIKELY] * (FEWEST - len(likeness))))
    sizes = [sum(len(line) - line.count(" ") for line in side) + 1 for side in text.lines]
    return PartedPath(text, beads, regions, usual, sizes[1] / sizes[0]) if usual > 0 else None


def _lines(block: Block) -> range:
    return range(block.start.line, block.stop.line)


def _whole(lines: range) -> Block:
    return Block(Point(lines.start, 0), Point(lines.stop, 0))


def _regions(beads: Sequence[Bead]) -> Iterator[Region]:
    """The beads of three lines or more, and those that have an omission beside them, with it."""
    for at, bead in enumerate(beads):
        if not bead.source or not bead.target:
            continue
        if len(bead.source) + len(bead.target) > 2:
            yield Region((at,), _whole(bead.source), _whole(bead.target))
        for near in (at - 1, at + 1):
            if 0 <= near < len(beads) and (both := _joined(bead, beads[near])) is not None:
                yield Region((at, near), _whole(both[0]), _whole(both[1]))


def _joined(bead: Bead, other: Bead) -> tuple[range, range] | None:
    """A bead with an omission that its lines touch."""
    if bool(other.source) == bool(other.target):
        return None
    side, own = (other.source, bead.source) if other.source else (other.target, bead.target)
    if side.stop != own.start and side.start != own.stop:
        return None
    wider = range(min(side.start, own.start), max(side.stop, own.stop))
    return (wider, bead.target) if other.source else (bead.source, wider)


def halves(text: PartedText, source: Block, target: Block) -> Iterator[Halves]:
    """Every way to part two blocks at the end of a line of one and at a mark of the other."""
    ends = [list(_ends(block)) for block in (source, target)]
    marks = [list(_marks(text, side, block)) for side, block in enumerate((source, target))]
    yield from (Halves(end, mark) for end in ends[0] for mark in marks[1])
    yield from (Halves(mark, end) for mark in marks[0] for end in ends[1])


def _ends(block: Block) -> Iterator[Point]:
    for line in range(block.start.line + 1, block.stop.line + 1):
        if Point(line, 0) < block.stop:
            yield Point(line, 0)


def _marks(text: PartedText, side: int, block: Block) -> Iterator[Point]:
    for line in range(block.start.line, block.stop.line + 1):
        if line < len(text.lines[side]):
            for part in range(1, len(text.places[side][line]) + 1):
                if block.start < Point(line, part) < block.stop:
                    yield Point(line, part)


def features(
    path: PartedPath, source: Block, target: Block, at: Halves, *, omission: bool, confidence: float
) -> Doubles | None:
    """What speaks for parting two blocks; None where no translation shows it. omission: whether a line of them had been left
    out; confidence: of the bead."""
    first, second = (Block(source.start, at.source), Block(target.start, at.target)), _rest(source, target, at)
    parts = path.text.shared(*first), path.text.shared(*second)
    across = path.text.shared(first[0], second[1]), path.text.shared(second[0], first[1])
    whole = path.text.shared(source, target)
    if not all((*parts, *across, whole)):
        return None
    alike, other = [mean_dice(each) for each in parts], [mean_dice(each) for each in across]
    deviations = [_deviation(path, *each) for each in (first, second)]
    place = path.text.places[0 if at.source.part else 1]
    point = at.source if at.source.part else at.target
    return np.array(
        [
            *(1.0, min(2.0, sum(alike) / 2 / path.usual), min(2.0, min(alike) / path.usual), min(2.0, max(other) / path.usual)),
            float(np.clip((min(alike) - max(other)) / path.usual, -1, 1)),
            float(np.clip(_gain(parts, whole, path.usual), -1, 1)),
            *(sum(deviations), max(deviations), float(place[point.line][point.part - 1].sentence), float(omission), confidence),
        ]
    )


def _rest(source: Block, target: Block, at: Halves) -> tuple[Block, Block]:
    return Block(at.source, source.stop), Block(at.target, target.stop)


def _gain(parts: Sequence[Sequence[Shared]], whole: Sequence[Shared], usual: float) -> float:
    """What the parts share more, or less, than the whole, for the weight of its grams."""
    mass = sum(each.mass for each in whole) / len(whole)
    gain = sum(surplus(each, USUAL * usual) for each in parts) - surplus(whole, USUAL * usual)
    return gain / max(mass * usual, 1e-6)


def _deviation(path: PartedPath, source: Block, target: Block) -> float:
    return abs(log((path.text.characters(1, target) + 3) / (path.ratio * path.text.characters(0, source) + 3)))
