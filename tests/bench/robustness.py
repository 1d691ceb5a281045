"""What becomes of texts that do not go together: `python tests/bench/robustness.py BENCH_FOLDER`.

On FLORES development with opus-mt's translation of the Korean: a third of the English lines deleted at random, a fifth moved
to the end in one block, and two documents that have nothing to do with each other.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import documents as dev
from documents import Case
from jjak.align.sentence.aligners import Texts, align
from jjak.align.sentence.beads import Bead, BeadIndices
from jjak.eval.alignment_scores import Counts, compare, indices


def main(folder: Path) -> None:
    cases = dev.flores(folder)
    for name, change in (("30 % of the lines deleted", deleted), ("20 % moved to the end", moved)):
        total = Counts()
        for case in cases:
            changed = change(case)
            found = [bead for bead in align(changed.texts) if len(bead.source) and len(bead.target)]
            total += compare(indices(found), changed.gold)
        print(f"{name:28} precision of pairs {total.precision:.3f}, recall {total.recall:.3f}")
    paired = lines = 0
    for first, second in zip(cases, [*cases[1:], cases[0]], strict=True):
        beads = align(Texts(first.texts.source, second.texts.target, first.texts.forward))
        paired += sum(size(bead) for bead in beads if len(bead.source) and len(bead.target))
        lines += sum(map(size, beads))
    print(f"{'unrelated documents':28} {paired / lines:.1%} of {lines} lines in pairs")


def size(bead: Bead) -> int:
    return len(bead.source) + len(bead.target)


def deleted(case: Case, share: float = 0.3) -> Case:
    chance = random.Random(case.name)
    return _kept(case, [j for j in range(len(case.texts.target)) if chance.random() >= share])


def moved(case: Case, share: float = 0.2) -> Case:
    size = len(case.texts.target)
    begin = random.Random(case.name).randrange(int(size * (1 - share)) - 1)
    end = begin + round(size * share)
    return _kept(case, [*range(begin), *range(end, size), *range(begin, end)])


def _kept(case: Case, order: Sequence[int]) -> Case:
    """`case` with the target's lines `order`; a gold bead keeps the lines that are left, if these are together."""
    place = {j: at for at, j in enumerate(order)}
    gold: list[BeadIndices] = []
    for source, target in case.gold:
        lines = tuple(sorted(place[j] for j in target if j in place))
        if lines == tuple(range(lines[0], lines[0] + len(lines))) if lines else True:
            gold.append((source, lines))
    return replace(case, texts=replace(case.texts, target=[case.texts.target[j] for j in order]), gold=tuple(gold))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    main(parser.parse_args().folder)
