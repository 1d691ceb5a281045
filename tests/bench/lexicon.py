"""What words are worth to the aligner: `python tests/bench/lexicon.py BENCH_FOLDER`.

Without any translation: by lengths; by the lexicon that a document teaches itself; by the one that all documents of a set teach
together. With a lexicon (`--lexicon`): the best translation of each word by the gold of the set's other documents, alone and
beside a machine translation. A lexicon is not learned from the document that it is judged on; a set of one document has none.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from documents import Case
from fit import learnable
from jjak.align.sentence.aligners import Texts, aligner_input, by_length, by_realignment, by_translation, glossed, realigned
from jjak.align.sentence.beads import Bead
from jjak.align.sentence.glosses import Lexicon, glossary
from jjak.align.sentence.learned_lexicon import Pair, learned
from jjak.align.text.terms import terms_of
from jjak.eval.alignment_scores import Counts, compare, indices

ROW = "{:10} {:34} {:>6} {:>6} {:>8}"


def main(folder: Path) -> None:
    print(ROW.format("set", "evidence", "F1", "lax", "entries"))
    for name, cases in learnable(folder).items():
        bare = [replace(case.texts, forward=(), backward=()) for case in cases]
        report(name, "lengths", cases, [by_length(texts) for texts in bare])
        report(name, "a lexicon of the document", cases, [by_realignment(texts) for texts in bare])
        report(name, "a lexicon of the set", cases, realigned([aligner_input(texts) for texts in bare]))
        report(name, "a translation", cases, [by_translation(case.texts) for case in cases])
        if len(cases) > 1:
            words = [taught([other for other in cases if other is not case]) for case in cases]
            given = [with_lexicon(texts, lexicon) for texts, lexicon in zip(bare, words, strict=True)]
            count = sum(len(lexicon.entries) for lexicon in words) // len(words)
            report(name, "the gold's lexicon", cases, [by_translation(texts) for texts in given], count)
            both = [with_lexicon(case.texts, lexicon) for case, lexicon in zip(cases, words, strict=True)]
            report(name, "the gold's lexicon and a translation", cases, [by_translation(texts) for texts in both], count)


def taught(cases: Sequence[Case]) -> Lexicon:
    pairs: list[Pair] = []
    for case in cases:
        source, target = terms_of(case.texts.source), terms_of(case.texts.target)
        for rows, columns in case.gold:
            pair = Pair(tuple(word for i in rows for word in source[i]), tuple(word for j in columns for word in target[j]))
            pairs += [pair] if pair.source and pair.target else []
    found = learned(pairs)
    entries = sorted({*found.ahead[0], *found.back[0]}) if found else []
    return Lexicon("gold", tuple((" ".join(first), " ".join(second)) for first, second in entries))


def with_lexicon(texts: Texts, lexicon: Lexicon) -> Texts:
    return glossed(texts, glossary(texts.source, texts.target, [lexicon]))


def report(name: str, evidence: str, cases: Sequence[Case], found: Sequence[list[Bead]], entries: int | str = "") -> None:
    total = Counts()
    for case, beads in zip(cases, found, strict=True):
        total += compare(indices(beads), case.gold)
    print(ROW.format(name, evidence, f"{total.f1:.3f}", f"{total.lax_f1:.3f}", entries), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    main(parser.parse_args().folder)
