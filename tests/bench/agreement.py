"""Every metric, interval and test beside sacreBLEU's own, and alignment scores beside their definition, on real data.

    python tests/bench/agreement.py FOLDER

FOLDER/mt holds flores-dev.{ko,en} and flores-dev.SRC-TGT.SYSTEM, line by line; every file NAME.gold below FOLDER is scored
against itself with beads merged, dropped and moved by chance, and three against figures worked out by hand. Prints what was
compared, and every value that differs.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER
from sacrebleu.significance import PairedTest

from jjak.align.sentence.beads import BeadIndices
from jjak.eval.alignment_files import read_links
from jjak.eval.alignment_scores import compare
from jjak.eval.metrics import METRICS, metric_of
from jjak.eval.mt_evaluation import TestSet, evaluate
from jjak.eval.mt_metrics_eval import lines_in


def peer(metric: str, lang: str, **options: Any) -> Any:
    if metric == "bleu":
        return BLEU(tokenize="ko-mecab" if lang == "ko" else "13a", **options)
    return TER() if metric == "ter" else CHRF(word_order=2 if metric == "chrf2++" else 0)


def translations(folder: Path) -> Iterator[str]:
    """A line for each language: what was compared, and what differs."""
    for source, target in (("ko", "en"), ("en", "ko")):
        start = f"flores-dev.{source}-{target}."
        systems = {path.name.removeprefix(start): lines_in(path) for path in sorted(folder.glob(start + "*"))}
        references = lines_in(folder / f"flores-dev.{target}")
        found = evaluate(TestSet(source, target, lines_in(folder / f"flores-dev.{source}"), references, systems), list(METRICS))
        for metric in METRICS:
            wrong, sentences = [], 0
            for name, outputs in systems.items():
                own = peer(metric, target).corpus_score(outputs, [references], n_bootstrap=1_000)
                score = found.scores[name][metric]
                wrong += [name] * (score.value != own.score)
                wrong += [f"{name} interval"] * (f"{score.mean:.2f} {score.margin:.2f}" != f"{own._mean:.2f} {own._ci:.2f}")
                single = peer(metric, target, effective_order=True)
                each = found.sentences(metric_of(metric, target), name)
                few = range(0, len(outputs), 10 if metric == "ter" else 1)
                wrong += [
                    f"{name}:{at}" for at in few if each[at] != single.sentence_score(outputs[at], [references[at]]).score
                ]
                sentences += len(few)
                plain = peer(metric, target)
                plain.corpus_score(outputs[:1], [references[:1]])
                wrong += ["signature"] * (score.signature != str(plain.get_signature()))
            names = found.systems[: 2 if metric == "ter" else 3]
            for kind in ("bs", "ar"):
                test = PairedTest([(n, systems[n]) for n in names], {metric: peer(metric, target)}, [references], kind)
                _, results = test()
                theirs = next(value for key, value in results.items() if key != "System")
                for name, result in zip(names[1:], theirs[1:], strict=True):
                    mine = found.comparison(metric, names[0], name)
                    value = mine.bootstrap if kind == "bs" else mine.randomisation
                    wrong += [f"{kind} {names[0]} {name}: {value} for {result.p_value}"] * (value != result.p_value)
            verdict = "equal" if not wrong else f"DIFFER: {wrong[:10]}"
            what = f"{len(systems)} systems, {sentences:,} sentences, intervals, signatures, tests"
            yield f"{source}-{target} {metric:8} {what}: {verdict}"


def defined(test: Sequence[BeadIndices], gold: Sequence[BeadIndices]) -> tuple[float, ...]:
    """Vecalign's score.py as its paper words it, by sets of linked lines: strict P and R, lax P and R."""
    tests, golds = ([bead for bead in dict.fromkeys(beads) if bead[0] or bead[1]] for beads in (test, gold))
    filled = [[bead for bead in beads if bead[0] and bead[1]] for beads in (tests, golds)]

    def links(beads: Sequence[BeadIndices]) -> set[tuple[int, int]]:
        return {(i, j) for source, target in beads for i in source for j in target}

    def right(beads: Sequence[BeadIndices], among: Sequence[BeadIndices]) -> tuple[float, float]:
        strict = sum(bead in among for bead in beads)
        lax = sum(bead in among or bool(links([bead]) & links(among)) for bead in beads)
        return strict / max(1, len(beads)), lax / max(1, len(beads))

    precision, recall = right(tests, golds), right(filled[1], filled[0])
    return precision[0], recall[0], precision[1], recall[1]


def perturbed(gold: Sequence[BeadIndices], rng: random.Random) -> list[BeadIndices]:
    found: list[BeadIndices] = []
    for source, target in gold:
        chance = rng.random()
        if chance < 0.1:
            found += [(source, ()), ((), target)]
        elif chance < 0.2 and found:
            found[-1] = (found[-1][0] + source, found[-1][1] + target)
        elif chance > 0.05:
            found.append((source, tuple(j + (chance > 0.9) for j in target)))
    return found


def alignments(folder: Path) -> Iterator[str]:
    rng, files, wrong = random.Random(5), 0, []
    for path in sorted(folder.rglob("*.gold")):
        gold = read_links(path)
        for test in (gold, perturbed(gold, rng), perturbed(gold, rng)):
            counts = compare(test, gold)
            mine = counts.precision, counts.recall, counts.lax_precision, counts.lax_recall
            if mine != defined(test, gold):
                wrong.append(f"{path.name}: {mine} for {defined(test, gold)}")
        files += 1
    yield f"alignment: {files} gold files, three tests each: {'equal' if not wrong else f'DIFFER: {wrong[:5]}'}"


# Bead [i]:[i] for every i of the shorter side, against three files of FLORES, counted by hand: beads, those that are the
# gold's, those that are right laxly; the gold's beads with two sides, those found exactly, those found laxly.
#   2    exactly 0 1 9 10 11 19 20 25-29 32; laxly also [2] of [2]:[2,3], [12] of [12,13]:[12], [16] of [16,17]:[16], [18] of
#        [18]:[17,18], [22] of [21,22]:[22,23], and both [30] and [31] of [30,31]:[30,31], which is one bead of the gold
#   18   exactly 0 1 16-28; laxly also [2] of [2,3]:[2], [7] of [7,8]:[6,7], [10] of [10,11]:[9,10], [15] of [15]:[14,15]
#   3    exactly 4 5 6 7 14 29 30; laxly also [0] of [0,1]:[0], [3] of [3]:[2,3], [8] of [8]:[8,9], [13] of [12,13]:[13], [28]
#        of [28]:[27,28], and both [15] and [16] of [15,16]:[15,16]
BY_HAND = {
    "flores-dev2": (33, 13, 20, 26, 13, 19),
    "flores-dev18": (34, 15, 19, 31, 15, 19),
    "flores-dev3": (34, 7, 14, 29, 7, 13),
}


def by_hand(folder: Path) -> Iterator[str]:
    for name, wanted in BY_HAND.items():
        gold = read_links(next(folder.rglob(f"{name}.gold")))
        last = min(max(line for bead in gold for line in bead[side]) for side in (0, 1))
        counts = compare([((at,), (at,)) for at in range(last + 1)], gold)
        found = counts.beads, counts.strict, counts.lax, counts.gold, counts.strict_found, counts.lax_found
        yield f"alignment: {name} by hand: {'equal' if found == wanted else f'DIFFER: {found} for {wanted}'}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    for line in chain(alignments(options.folder), by_hand(options.folder), translations(options.folder / "mt")):
        print(line, flush=True)


if __name__ == "__main__":
    main()
