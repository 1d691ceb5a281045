"""What the aligner scores on sets that it was not learned on: `python tests/bench/cross_sets.py BENCH_FOLDER`.

Text+Berg, FLORES, novels and magazine articles, each as it is, with 5 and 15 % of the lines of either side deleted, alone and
in runs, and with translations that are worth nothing (shuffled, half of them shuffled, empty, in the source's language); FLORES
and the documents of BENCH_FOLDER/docs with the embedded model's own translation, the latter scored at the boundaries of their
units. The figures are strict and lax F1 by Vecalign's definition, and the strict F1 of pairs alone, which counts no omission
on either side.

`--peers FOLDER` ends with a table of other aligners on the four sets as they are, worst set first: those of `peers.py`, ours
with multilingual-e5-small's vectors as well, with them alone, and without any translation. `--overlaps` encodes blocks for
Vecalign's and Bertalign's programmes, as they do themselves, instead of adding their lines' vectors.

`--learn` learns the weights on three of the four sets, each of equal weight, and judges them on the fourth ("left out"; those
for the embedded model's translations know nothing of FLORES). `--trial FOLDER` does so with another field, whose folder holds
`crf.py` and `prepare.py`. `--memory FILE.json` keeps the embedded model's translations there, and vectors in FILE.npz.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import documents as dev
import fit
import peers
from documents import Case
from jjak.align.mt.engines import load_translator
from jjak.align.sentence.aligners import by_realignment
from jjak.align.sentence.beads import BeadIndices
from jjak.align.sentence.weights import Blend, known_blend
from jjak.eval.alignment_scores import Counts, compare, indices
from vectors import VectorMemory

RATES = (0.05, 0.15)
TITLES = {"translation": "shipped", "length": "shipped, lengths", "mixture": "shipped, +e5", "embedding": "shipped, e5 alone"}
ROW = "{:14} {:9} {:20} {:>6} {:>6} {:>6}"

Align = Callable[[Case], list[BeadIndices]]


@dataclass(frozen=True)
class Evaluation:
    """Documents that are judged together; beads of `case` are compared as `seen` sees them."""

    name: str
    copy: str
    cases: Sequence[Case]
    seen: Callable[[Case, list[BeadIndices]], list[BeadIndices]] = lambda _, beads: beads


def main(folder: Path, learn: bool, trial: Path | None, memory: Path | None, others: Mapping[str, Align]) -> None:
    """others: aligners that are judged on the sets as they are only."""
    table: dict[str, dict[str, Counts]] = {}
    print(ROW.format("set", "copy", "aligner", "F1", "lax", "pairs"))
    learner = fit.Learner(fit.learnable(folder), VectorMemory(memory.with_suffix(".npz")) if memory else None)
    for name, cases in learner.sets.items():
        aligners = ours(learner, name, learn)
        if trial is not None:
            aligners["trial"] = trial_without(trial, {other: some for other, some in learner.sets.items() if other != name})
        table[name] = report(Evaluation(name, "as it is", cases), aligners | others)
        for share in RATES:
            report(Evaluation(name, f"{share:.0%} gone", [dev.deleted(case, share) for case in cases]), aligners)
        for title, spoiled in dev.SPOILED.items():
            report(Evaluation(name, title, [spoiled(case) for case in cases]), aligners)
    for evaluation in embedded(folder, memory):
        report(evaluation, ours(learner, "FLORES", learn))
    if others:
        show(table, "left out" if learn else "shipped")


def ours(learner: fit.Learner, left: str, learn: bool) -> dict[str, Align]:
    """The weights that are shipped, and with `learn` those that know nothing of the set `left`."""
    kinds = ["translation", "length", *(("mixture", "embedding") if learner.vectors is not None else ())]
    found = {TITLES[kind]: partial(aligned_by, learner, kind, known_blend(kind)) for kind in kinds}
    if learn:
        found |= {
            f"left out{TITLES[kind][7:]}": partial(aligned_by, learner, kind, learner.left_out(kind, left)) for kind in kinds
        }
    return found


def aligned_by(learner: fit.Learner, kind: str, blend: Blend, case: Case) -> list[BeadIndices]:
    return indices(learner.beads(kind, case, blend))


def show(table: Mapping[str, Mapping[str, Counts]], ours: str) -> None:
    """Strict and lax F1 of every aligner on every set, the set that is worst for ours first."""
    sets = sorted(table, key=lambda name: table[name][ours].f1)
    print(f"\n| strict F1 / lax F1 | {' | '.join(sets)} |\n|---|{'---|' * len(sets)}")
    for title in table[sets[0]]:
        figures = [f"{table[name][title].f1:.3f} / {table[name][title].lax_f1:.3f}" for name in sets]
        print(f"| {title} | {' | '.join(figures)} |")
    print(peers.PUBLISHED)


def compared(programmes: Path, memory: Path | None, overlaps: bool) -> dict[str, Align]:
    """Ours with other evidence, and other aligners."""
    path = memory.with_suffix(".npz") if memory else None
    return {
        "lengths, realigned": lambda case: indices(by_realignment(replace(case.texts, forward=()))),
        "translation, realigned": lambda case: indices(by_realignment(case.texts)),
        **peers.peers(programmes, VectorMemory(path, encoded=overlaps)),
    }


def report(evaluation: Evaluation, aligners: Mapping[str, Align]) -> dict[str, Counts]:
    table: dict[str, Counts] = {}
    for title, align in aligners.items():
        total, pairs = Counts(), Counts()
        for case in evaluation.cases:
            found = evaluation.seen(case, align(case))
            total += compare(found, case.gold)
            pairs += compare(*([bead for bead in beads if bead[0] and bead[1]] for beads in (found, case.gold)))
        figures = (f"{x:.3f}" for x in (total.f1, total.lax_f1, pairs.f1))
        print(ROW.format(evaluation.name, evaluation.copy, title, *figures), flush=True)
        table[title] = total
    return table


def trial_without(folder: Path, sets: Mapping[str, Sequence[Case]]) -> Align:
    """Another field, learned on `sets` as its own programme learns it."""
    sys.path.insert(0, str(folder))
    import crf
    import prepare

    kinds = [*prepare.TYPES_ALL, (1, 6), (3, 4)]
    crf.CLS.update({(1, 6): 8, (3, 4): 7})

    def instance(case: Case, train: bool) -> Any:
        texts = case.texts
        given = {"src": texts.source, "tgt": texts.target, "gold": case.gold, "s2t": {"mt": texts.forward[0]}, "t2s": {}}
        channels = prepare.chans(given, s2t=given["s2t"], t2s={})
        groups = {key: [c[0] for c in channels if c[0].startswith(key)] for key in ("w", "c")}
        return crf.Inst(prepare.Prep(given, channels, types=kinds), groups, crf.ALLF, train)

    examples = {name: [instance(case, True) for case in cases] for name, cases in sets.items()}
    counts = {name: sum(each.nb for each in some) for name, some in examples.items()}
    mean = sum(counts.values()) / len(counts)
    shares = [min(2.0, mean / counts[name]) for name, some in examples.items() for _ in some]
    weights, _ = crf.train([each for some in examples.values() for each in some], 1.0, shares, maxiter=120)
    return lambda case: [(tuple(s), tuple(t)) for s, t in instance(case, False).decode(weights)]


def embedded(folder: Path, memory: Path | None) -> Iterator[Evaluation]:
    """FLORES and whole documents with the embedded model's translation."""
    flores, documents = dev.flores(folder, ()), dev.documents(folder)
    known: dict[str, str] = json.loads(memory.read_text(encoding="utf-8")) if memory and memory.exists() else {}
    missing = sorted({line for case in (*flores, *documents) for line in case.texts.source} - set(known))
    if missing:
        known |= dict(zip(missing, (each.text for each in load_translator("ko", "en")(missing)), strict=True))
    if memory:
        memory.write_text(json.dumps(known, ensure_ascii=False, indent=0), encoding="utf-8")

    def translated(case: Case) -> Case:
        return replace(case, texts=replace(case.texts, forward=[[known[line] for line in case.texts.source]]))

    yield Evaluation("FLORES", "own MT", [translated(case) for case in flores])
    yield Evaluation("docs", "own MT", [translated(case) for case in documents], at_units)


def at_units(case: Case, found: list[BeadIndices]) -> list[BeadIndices]:
    """`found` with beads joined that end within a unit on both sides: gold says nothing of what lies inside a unit."""
    ends = [{side[-1] + 1 for bead in case.gold if (side := bead[at])} for at in (0, 1)]
    out: list[BeadIndices] = []
    source, target, done = [], [], [0, 0]
    for s, t in found:
        source, target = [*source, *s], [*target, *t]
        done = [side[-1] + 1 if side else before for side, before in zip((s, t), done, strict=True)]
        if done[0] in ends[0] or done[1] in ends[1]:
            out.append((tuple(source), tuple(target)))
            source, target = [], []
    return out + ([(tuple(source), tuple(target))] if source or target else [])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--trial", type=Path)
    parser.add_argument("--memory", type=Path)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--overlaps", action="store_true")
    given = parser.parse_args()
    rest = compared(given.peers, given.memory, given.overlaps) if given.peers else {}
    main(given.folder, given.learn, given.trial, given.memory, rest)
