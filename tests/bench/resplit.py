"""What cutting lines is worth: `python tests/bench/resplit.py BENCH_FOLDER`.

In Text+Berg, the novels, the magazine and the documents (these with the embedded model's translation, scored at the
boundaries of their units) a fifth of neighbouring lines is joined, of the source or of the target, as by a segmentation that
missed their ends. Strict F1 is that of beads in terms of the lines before they were joined, as aligned and after resplitting;
cuts are counted by whether they stand where lines were joined, and the texts must be what they were. `as it is` has nothing
joined: what is cut there should not be.

Each set is judged with weights that were learned on the others; `--shipped` judges with those in the code, `--learn` prints
weights learned on all. `--memory FILE` keeps the embedded model's translations.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import crossing
from crossing import DOCUMENTS, at_units, fitted
from documents import Case
from jjak.align.sentence.aligners import align, aligner_input
from jjak.align.sentence.beads import Bead, BeadIndices
from jjak.align.sentence.resplit import WEIGHTS, Resplit, resplit
from jjak.align.sentence.resplit_candidates import FEATURES, Halves, features, halves, parted_path
from jjak.align.sentence.resplit_evidence import Point
from jjak.eval.alignment_scores import Counts, compare
from planting import Joined, joined

AS_IT_IS, SOURCE, TARGET = "as it is", "source", "target"
WAYS = (AS_IT_IS, SOURCE, TARGET)
ROW = "{:10} {:10} {:>6} {:>6} {:>6} {:>9} {:>7} {:>7}"


@dataclass(frozen=True)
class Copy:
    """A document of a set with its lines joined, and its beads."""

    name: str
    way: str
    joined: Joined
    beads: Sequence[Bead]


def main(folder: Path, memory: Path | None, *, learn: bool, shipped: bool) -> None:
    # a sixth of the lines of FLORES is of two sentences as it is, which its gold calls one
    sets = {name: cases for name, cases in crossing.sets(folder, memory).items() if name != "FLORES"}
    copies = [made(name, way, case) for name, cases in sets.items() for way in WAYS for case in cases]
    examples = {name: examples_of(copy for copy in copies if copy.name == name) for name in {copy.name for copy in copies}}
    if learn:
        print(fitted(examples.values(), FEATURES))
    print(ROW.format("set", "joined", "joins", "cuts", "wrong", "wrong/1k", "F1 off", "F1 on"))
    for name in dict.fromkeys(copy.name for copy in copies):
        weights = WEIGHTS if shipped else fitted((some for other, some in examples.items() if other != name), FEATURES)
        for way in WAYS:
            report([copy for copy in copies if (copy.name, copy.way) == (name, way)], weights)


def made(name: str, way: str, case: Case) -> Copy:
    share = 0.0 if way == AS_IT_IS else 0.2
    changed = joined(case, 0 if way == SOURCE else 1, share)
    return Copy(name, way, changed, align(changed.case.texts))


def report(copies: Sequence[Copy], weights: Mapping[str, float]) -> None:
    off, on = Counts(), Counts()
    joins = cuts = wrong = lines = 0
    for copy in copies:
        texts = copy.joined.case.texts
        found = resplit(aligner_input(texts), copy.beads, weights)
        assert whole(found, texts.source, texts.target), "the parts put together are the text"
        off += compare(seen(copy, copy.beads), copy.joined.gold)
        on += compare(seen(copy, found.beads, found), copy.joined.gold)
        places = [{(line, at) for line, units in enumerate(side) for _, at in units[1:]} for side in copy.joined.units]
        joins += len(places[0]) + len(places[1])
        cuts += len(found.cuts)
        wrong += sum((cut.line, cut.at) not in places[cut.side] for cut in found.cuts)
        lines += len(texts.source) + len(texts.target)
    rate = f"{1000 * wrong / lines:.2f}"
    print(ROW.format(copies[0].name, copies[0].way, joins, cuts, wrong, rate, f"{off.f1:.4f}", f"{on.f1:.4f}"), flush=True)


def whole(found: Resplit, source: Sequence[str], target: Sequence[str]) -> bool:
    for lines, parts, spans in ((source, found.source, found.spans[0]), (target, found.target, found.spans[1])):
        put: list[str] = [""] * len(lines)
        for part, (line, _, _) in zip(parts, spans, strict=True):
            put[line] += part
        if put != list(lines):
            return False
    return True


def seen(copy: Copy, beads: Iterable[Bead], found: Resplit | None = None) -> list[BeadIndices]:
    """Beads in terms of the lines before they were joined; a part holds those that it has a word of."""
    units = [[[at for at, _ in each] for each in side] for side in copy.joined.units]
    if found is not None:
        units = [[_held(side, span) for span in spans] for side, spans in zip(copy.joined.units, found.spans, strict=True)]
    made = [
        tuple(tuple(dict.fromkeys(at for line in lines for at in side[line])) for lines, side in zip(both, units, strict=True))
        for both in ((bead.source, bead.target) for bead in beads)
    ]
    return at_units(replace(copy.joined.case, gold=copy.joined.gold), made) if copy.name == DOCUMENTS else made


def _held(side: Sequence[Sequence[tuple[int, int]]], span: tuple[int, int, int]) -> list[int]:
    line, start, stop = span
    units = side[line]
    ends = [*(begin for _, begin in units[1:]), 1 << 60]
    return [at for (at, begin), end in zip(units, ends, strict=True) if begin < stop and end > start]


def examples_of(copies: Iterable[Copy]) -> list[tuple[object, bool]]:
    """The features of every cut that may be made, and whether it is right: at a join, and across no bead of gold."""
    found = []
    for copy in copies:
        path = parted_path(aligner_input(copy.joined.case.texts), copy.beads)
        for region in path.regions if path else ():
            for at in halves(path.text, region.source, region.target):
                good = right(copy, at)
                confidence = copy.beads[region.beads[0]].score
                omission = len(region.beads) > 1
                said = features(path, region.source, region.target, at, omission=omission, confidence=confidence)
                if said is not None and good is not None:
                    found.append((said, good))
    return found


def right(copy: Copy, at: Halves) -> bool | None:
    """None where gold does not say, within a unit of the documents."""
    ends = []
    for side, point in enumerate(at):
        units = copy.joined.units[side]
        if point.line >= len(units):
            return False
        if not point.part:
            ends.append(units[point.line][0][0])
            continue
        begin = _begin(copy, side, point)
        if begin is None:
            return False
        ends.append(begin)
    for source, target in copy.joined.gold:
        sides = {i < ends[0] for i in source} | {j < ends[1] for j in target}
        if len(sides) > 1:
            # within one unit of a document either may be right
            inside = source and target and source[0] < ends[0] <= source[-1] and target[0] < ends[1] <= target[-1]
            return None if copy.name == DOCUMENTS and inside else False
    return True


def _begin(copy: Copy, side: int, point: Point) -> int | None:
    """Which line of before begins at a mark."""
    from jjak.align.sentence.cut_places import cut_places

    texts = copy.joined.case.texts
    place = cut_places((texts.source, texts.target)[side][point.line])[point.part - 1].at
    return next((at for at, begin in copy.joined.units[side][point.line][1:] if begin == place), None)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--memory", type=Path)
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--shipped", action="store_true")
    given = parser.parse_args()
    main(given.folder, given.memory, learn=given.learn, shipped=given.shipped)
