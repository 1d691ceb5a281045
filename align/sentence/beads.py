"""Beads, alignments, and the line form in which they are written and read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jjak.seeds.errors import FormatError

# a bead of gold, or as a file says it: the numbers of its sentences in both texts, which need not be neighbours
BeadIndices = tuple[tuple[int, ...], tuple[int, ...]]


CROSSING = "crossing"  # a reason of beads that cross others, and a flag of their pairs


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The likeliest bead that shares a sentence with the one that was chosen. score: its probability, 0..1."""

    source: range
    target: range
    score: float


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences `source` of one text that go with sentences `target` of the other; an empty side is an omission.

    score: 0..1, the probability that the bead is right; reasons: what spoke for it (above 0) and against it, each a name and
    a figure; runner_up: what it would have been otherwise, where there was anything else to be.
    """

    source: range
    target: range
    score: float
    reasons: tuple[tuple[str, float], ...] = ()
    runner_up: RunnerUp | None = None

    def swapped(self) -> Bead:
        """The same bead seen from the other side."""
        other = self.runner_up
        runner = None if other is None else RunnerUp(other.target, other.source, other.score)
        return Bead(self.target, self.source, self.score, self.reasons, runner)

    def moved(self, source: int, target: int) -> Bead:
        """The same bead of texts that stand `source` and `target` sentences further on."""
        runner = self.runner_up
        if runner is not None:
            runner = RunnerUp(_moved(runner.source, source), _moved(runner.target, target), runner.score)
        return Bead(_moved(self.source, source), _moved(self.target, target), self.score, self.reasons, runner)

    @property
    def crosses(self) -> bool:
        """Whether it was proposed across the path."""
        return any(name == CROSSING for name, _ in self.reasons)

    @property
    def type(self) -> str:
        """`1-1`, `2-1`, `0-1` …"""
        return f"{len(self.source)}-{len(self.target)}"


def _moved(side: range, by: int) -> range:
    return range(side.start + by, side.stop + by)


def covers(beads: Iterable[Bead], sources: int, targets: int) -> bool:
    """Whether `beads` cover `sources` and `targets` sentences once, in the order of the source; they may cross."""
    i, held = 0, bytearray(targets)
    for bead in beads:
        source, target = bead.source, bead.target
        if source.start != i or not (source or target) or target.start < 0 or target.stop > targets:
            return False
        if any(held[target.start : target.stop]):
            return False
        held[target.start : target.stop] = b"\1" * len(target)
        i = source.stop
    return i == sources and all(held)


def in_order(beads: Iterable[Bead]) -> list[Bead]:
    """`beads` in the order of the source; a target sentence without a source stays where the path had it, beside a bead where
    that has come to lie within one."""
    ordered, i = [], 0
    for bead in sorted(beads, key=lambda bead: (bead.source.start, len(bead.source) > 0, bead.target.start)):
        ordered.append(bead if bead.source or bead.source.start >= i else replace(bead, source=range(i, i)))
        i = max(i, bead.source.stop)
    return ordered


def format_bead(bead: Bead) -> str:
    """`[0,1]:[0]:0.9731`, the form that Vecalign and Bertalign write."""
    source, target = (",".join(map(str, side)) for side in (bead.source, bead.target))
    return f"[{source}]:[{target}]:{bead.score:.4f}"


_LINE = re.compile(r"\s*\[(?P<source>[\d,\s]*)\]\s*:\s*\[(?P<target>[\d,\s]*)\]\s*(?::\s*(?P<score>[-+.\deE]+)\s*)?")


def parse_beads(lines: Iterable[str], name: str = "-") -> Iterator[tuple[list[int], list[int]]]:
    """The index lists of each line of an alignment file; gold files may hold gaps and crossings, so these are no ranges.

    Raises FormatError with the place at a line of another form.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.rstrip("\r\n"))
        if match is None:
            raise FormatError(
                "{name}:{number}: {line!r} is no bead",
                "A bead is written `[0,1]:[0]` or `[0,1]:[0]:0.97`.",
                name=name,
                number=number,
                line=line.strip()[:60],
            )
        yield _indices(match["source"]), _indices(match["target"])


def _indices(text: str) -> list[int]:
    return [int(part) for part in text.replace(",", " ").split()]
