"""Aligners on documents with gold beads: scores of each document and of all, how sure they are, and who is better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import combinations

import numpy as np

from jjak.align.sentence.beads import BeadIndices
from jjak.eval.alignment_scores import Counts, compare, compare_types
from jjak.eval.significance import (
    LEVEL,
    RESAMPLES,
    SEED,
    TRIALS,
    Doubles,
    Interval,
    bootstrap,
    holm,
    interval,
)
from jjak.eval.unit_exchange import exchange, trials_for
from jjak.seeds.errors import AlignmentError, SettingError

Documents = Mapping[str, Sequence[BeadIndices]]
FEW = 6  # documents below which no exchange of results can be significant: 2 of 2^5 ways are already over 5 in 100


@dataclass(frozen=True, slots=True)
class Duel:
    """Two aligners by strict F1. difference: the first's less the second's, 0..1; p: of exchanging whole
    documents, in every way up to 14 of them; corrected: for all duels (Holm);
    None where there are too few documents to tell."""

    first: str
    second: str
    difference: float
    p: float | None
    corrected: float | None

    @property
    def significant(self) -> bool:
        return self.corrected is not None and self.corrected < LEVEL


@dataclass(frozen=True, slots=True)
class AlignmentEvaluation:
    """By aligner, the best first: counts of each document, counts by type of bead, and the interval of strict and lax F1 when
    documents are drawn anew (None for a single document). samples, trials, seed: what was drawn."""

    documents: Mapping[str, Mapping[str, Counts]]
    types: Mapping[str, Mapping[str, Counts]]
    strict: Mapping[str, Interval | None]
    lax: Mapping[str, Interval | None]
    duels: Sequence[Duel]
    samples: int = RESAMPLES
    trials: int = TRIALS
    seed: int = SEED

    @property
    def aligners(self) -> list[str]:
        return list(self.documents)

    def pooled(self, aligner: str) -> Counts:
        return sum(self.documents[aligner].values(), Counts())


def evaluate_aligners(
    gold: Documents, tests: Mapping[str, Documents], samples: int = RESAMPLES, trials: int = TRIALS, seed: int = SEED
) -> AlignmentEvaluation:
    """Score each aligner's beads of every gold document.

    Raises AlignmentError where there is no gold or a document of it has no test, SettingError where there is no test at all.
    """
    if not tests:
        raise SettingError("No alignment to evaluate", "Name one with --test NAME=PATH.")
    if not gold:
        raise AlignmentError("No gold document", "Name a file, or a folder of files, with --gold.")
    for name, found in tests.items():
        missing = sorted(set(gold) - set(found))
        if missing:
            raise AlignmentError(
                "{name}: no alignment of {missing}{more}",
                "A document's test has the name of its gold, up to the suffix.",
                name=name,
                missing=", ".join(missing[:5]),
                more=" …" if len(missing) > 5 else "",
            )
    counts = {name: {each: compare(found[each], gold[each]) for each in gold} for name, found in tests.items()}
    order = sorted(counts, key=lambda name: -sum(counts[name].values(), Counts()).f1)
    documents = {name: counts[name] for name in order}
    rows = {name: np.array([astuple(each) for each in counts[name].values()], dtype=np.float64) for name in order}
    types = {name: _types(gold, tests[name]) for name in order}
    spreads = [{name: _interval(rows[name], lax, samples, seed) for name in order} for lax in (False, True)]
    trials = trials_for(trials, len(rows) * (len(rows) - 1) // 2)
    return AlignmentEvaluation(documents, types, spreads[0], spreads[1], _duels(rows, trials, seed), samples, trials, seed)


def _types(gold: Documents, test: Documents) -> dict[str, Counts]:
    found: dict[str, Counts] = {}
    for name, beads in gold.items():
        for kind, counts in compare_types(test[name], beads).items():
            found[kind] = found.get(kind, Counts()) + counts
    return dict(sorted(found.items(), key=lambda item: (-item[1].gold, -item[1].beads, item[0])))


def _f1(row: Sequence[float]) -> float:
    return Counts(*(round(value) for value in row)).f1


def _f1s(rows: Doubles) -> list[float]:
    return [_f1(row) for row in rows.tolist()]


def _lax_f1(row: Sequence[float]) -> float:
    return Counts(*(round(value) for value in row)).lax_f1


def _interval(rows: Doubles, lax: bool, samples: int, seed: int) -> Interval | None:
    return interval(bootstrap(rows, _lax_f1 if lax else _f1, samples, seed)) if len(rows) > 1 else None


def _duels(rows: Mapping[str, Doubles], trials: int, seed: int) -> list[Duel]:
    found: list[tuple[str, str, float, float | None]] = []
    for first, second in combinations(rows, 2):
        one, other = rows[first], rows[second]
        difference = _f1(one.sum(axis=0).tolist()) - _f1(other.sum(axis=0).tolist())
        p: float | None = None
        if (one == other).all():
            p = 1.0
        elif len(one) >= FEW:
            p = exchange(one, other, _f1s, trials, seed).p
        found.append((first, second, difference, p))
    tested = [each for each in found if each[3] is not None]
    corrected = iter(holm([p for *_, p in tested if p is not None]))
    return [Duel(*each, next(corrected) if each[3] is not None else None) for each in found]
