"""The parts of lines that may be cut, as lines of their own for each view, so that parts are compared as lines are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from jjak.align.sentence.crossing_evidence import Grams, Shared, blocks, grams_of
from jjak.align.sentence.cut_places import CutPlace, counterpart, cut_places
from jjak.align.sentence.observation import AlignerInput


class Point(NamedTuple):
    """A place in a text: before part `part` of line `line`."""

    line: int
    part: int


class Block(NamedTuple):
    """The text from one place to another."""

    start: Point
    stop: Point


@dataclass(frozen=True, slots=True)
class PartedSide:
    """One side of a view in parts. first: (n + 1,) the number of each line's first part; places: of the line itself, where it
    may be cut; own: where the line of this view is cut, and for each place of the line itself which of these it is."""

    first: Sequence[int]
    own: Sequence[Sequence[int | None]]

    def part_at(self, point: Point) -> int | None:
        """The number of the part that begins there; None where this view has no such place."""
        if point.part == 0:
            return self.first[point.line]
        cut = self.own[point.line][point.part - 1]
        return None if cut is None else self.first[point.line] + cut + 1


@dataclass(frozen=True, slots=True)
class PartedText:
    """places: of either side, where each line may be cut; lines: of either side; views: the grams of the parts of each view
    with its two sides."""

    lines: tuple[Sequence[str], Sequence[str]]
    places: tuple[Sequence[Sequence[CutPlace]], Sequence[Sequence[CutPlace]]]
    views: Sequence[tuple[Sequence[Grams], PartedSide, PartedSide]]

    def shared(self, source: Block, target: Block) -> list[Shared]:
        """What two blocks share in each view that has all of their places."""
        found: list[Shared] = []
        for grams, left, right in self.views:
            ends = [side.part_at(point) for side, block in ((left, source), (right, target)) for point in block]
            if None not in ends:
                a, b, c, d = (end or 0 for end in ends)
                found += blocks(grams, range(a, b), range(c, d))
        return found

    def characters(self, side: int, block: Block) -> int:
        """White space left out."""
        return sum(len(text) - text.count(" ") for text in self.texts(side, block))

    def texts(self, side: int, block: Block) -> list[str]:
        """What a block has of each of its lines."""
        last = block.stop.line + (1 if block.stop.part else 0)
        return [
            self.lines[side][line][self.offset(side, max(block.start, Point(line, 0))) : self._end(side, line, block.stop)]
            for line in range(block.start.line, last)
        ]

    def offset(self, side: int, point: Point) -> int:
        """The character of its line at which a place is."""
        return self.places[side][point.line][point.part - 1].at if point.part else 0

    def _end(self, side: int, line: int, stop: Point) -> int:
        return len(self.lines[side][line]) if line < stop.line else self.offset(side, stop)


def parted(given: AlignerInput, wanted: tuple[set[int], set[int]]) -> PartedText:
    """wanted: the lines of either side that may be cut; all others are one part."""
    lines = given.source, given.target
    places = (
        [cut_places(line) if at in wanted[0] else [] for at, line in enumerate(lines[0])],
        [cut_places(line) if at in wanted[1] else [] for at, line in enumerate(lines[1])],
    )
    views = []
    for view in given.views:
        sides = [_parted(lines[side], places[side], view[side], wanted[side]) for side in (0, 1)]
        views.append((grams_of([(sides[0][0], sides[1][0])]), sides[0][1], sides[1][1]))
    return PartedText(lines, places, views)


def _parted(
    lines: Sequence[str], places: Sequence[Sequence[CutPlace]], seen: Sequence[str], wanted: set[int]
) -> tuple[list[str], PartedSide]:
    """The parts of `seen`, which are `lines` or a translation of them."""
    parts: list[str] = []
    first, own = [], []
    for at, text in enumerate(seen):
        first.append(len(parts))
        same = text == lines[at]
        cuts = list(places[at]) if same else cut_places(text) if at in wanted else []
        numbers = [
            number if same else counterpart(cuts, len(text), place, list(places[at]), len(lines[at]))
            for number, place in enumerate(places[at])
        ]
        own.append(numbers)
        ends = [0, *(cut.at for cut in cuts), len(text)]
        parts += [text[a:b] for a, b in pairwise(ends)]
    return parts, PartedSide([*first, len(parts)], own)
