"""The report of aligners on documents with gold: who is better, on which documents and which beads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from jjak.eval.aligner_evaluation import FEW, AlignmentEvaluation
from jjak.eval.alignment_scores import Counts
from jjak.eval.significance import RESAMPLES, SEED, TRIALS, Interval
from jjak.workbench.report.content import Block, Cell, Column, Headline, Report, Section, Table, count
from jjak.workbench.report.plots import intervals

SCHEMA = "jjak/alignment/1"
SIGNATURE = (
    "Vecalign's score.py: strict beads are the gold's exactly, lax ones share a line on both sides with a gold bead; precision "
    "counts omissions, recall does not"
)
_RATIOS = ("precision", "recall", "f1", "lax_precision", "lax_recall", "lax_f1")


def figures_of(evaluation: AlignmentEvaluation) -> dict[str, Any]:
    """The figures as JSON; docs/report.md says what each means."""
    return {
        "schema": SCHEMA,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {"jjak": version("jjak")},
        "signature": SIGNATURE,
        "documents": len(next(iter(evaluation.documents.values()))),
        "aligners": {
            name: {
                "pooled": _ratios(evaluation.pooled(name)),
                "interval": {"strict": _spread(evaluation.strict[name]), "lax": _spread(evaluation.lax[name])},
                "types": {kind: _ratios(counts) for kind, counts in evaluation.types[name].items()},
                "documents": {document: _ratios(counts) for document, counts in evaluation.documents[name].items()},
            }
            for name in evaluation.aligners
        },
        "duels": [asdict(duel) | {"significant": duel.significant} for duel in evaluation.duels],
    }


def _ratios(counts: Counts) -> dict[str, Any]:
    return {name: getattr(counts, name) for name in _RATIOS} | {"counts": asdict(counts)}


def _spread(found: Interval | None) -> dict[str, float] | None:
    return None if found is None else {"mean": found.mean, "margin": found.margin}


def report_of(evaluation: AlignmentEvaluation) -> Report:
    best = evaluation.aligners[0]
    documents, pooled = len(evaluation.documents[best]), evaluation.pooled(best)
    heads = [
        Headline(f"strict F1 of {best}", f"{pooled.f1:.3f}", _margin(evaluation.strict[best])),
        Headline(f"lax F1 of {best}", f"{pooled.lax_f1:.3f}", _margin(evaluation.lax[best])),
    ]
    named = f"{documents:,} document{'s' if documents != 1 else ''}"
    return Report(
        title=f"Alignment: {', '.join(evaluation.aligners)}",
        lead=f"{named}, {pooled.gold:,} gold beads without omissions. {_verdict(evaluation)}",
        headlines=heads,
        sections=[
            Section("Which aligner is better, and is it certain?", list(_aligners(evaluation))),
            Section("Which kinds of beads go wrong?", list(_types(evaluation))),
            Section("Which documents go wrong?", [_documents(evaluation)]),
        ],
        made=f"Made {datetime.now(UTC):%Y-%m-%d %H:%M} UTC with jjak {version('jjak')}.",
        versions=[("jjak", version("jjak"))],
        signatures=[
            ("strict and lax F1", SIGNATURE),
            ("intervals", f"bootstrap over documents, {RESAMPLES:,} resamples, seed {SEED}"),
            ("test", f"approximate randomisation over documents, {TRIALS:,} trials, seed {SEED}; Holm"),
        ],
    )


def _margin(found: Interval | None) -> str:
    return "" if found is None else f"{found.mean:.3f} ± {found.margin:.3f}"


def _verdict(evaluation: AlignmentEvaluation) -> str:
    if len(evaluation.aligners) == 1:
        return ""
    best = evaluation.aligners[0]
    duels = [duel for duel in evaluation.duels if best in (duel.first, duel.second)]
    if any(duel.corrected is None for duel in duels):
        return f"{best} has the highest F1; {len(evaluation.documents[best])} documents are too few to be certain."
    tied = [duel.second if duel.first == best else duel.first for duel in duels if not duel.significant]
    return (
        f"{best} is first, but cannot be told apart from {', '.join(tied)}." if tied else f"{best} is better, and certainly so."
    )


def _aligners(evaluation: AlignmentEvaluation) -> Iterator[Block]:
    if all(evaluation.strict.values()):
        rows = [
            (name, 100 * evaluation.pooled(name).f1, 100 * spread.low, 100 * spread.high)
            for name, spread in evaluation.strict.items()
            if spread
        ]
        yield intervals("Strict F1 with 95 % intervals", "strict F1, %", rows)
    columns = [Column("aligner"), *(Column(name, True) for name in ("P", "R", "F1", "± of 95 %", "lax P", "lax R", "lax F1"))]
    body = []
    for name in evaluation.aligners:
        pooled = evaluation.pooled(name)
        spread = evaluation.strict[name]
        values = [_three(getattr(pooled, each)) for each in _RATIOS]
        body.append([Cell(name), *values[:3], Cell(f"{spread.margin:.3f}", spread.margin) if spread else Cell(""), *values[3:]])
    yield Table(
        [*columns, Column("beads", True)], [[*row, count(evaluation.pooled(row[0].text).beads)] for row in body], SIGNATURE
    )
    if evaluation.duels:
        yield _duels(evaluation)


def _three(value: float) -> Cell:
    return Cell(f"{value:.3f}", value)


def _duels(evaluation: AlignmentEvaluation) -> Table:
    columns = [
        Column("better"),
        Column("than"),
        Column("by", True, "strict F1"),
        Column("p", True),
        Column("p", True, "corrected"),
    ]
    rows = []
    for duel in evaluation.duels:
        names = (duel.first, duel.second) if duel.difference >= 0 else (duel.second, duel.first)
        values = [Cell("–") if p is None else Cell(f"{p:.4f}", p) for p in (duel.p, duel.corrected)]
        verdict = Cell("too few documents" if duel.p is None else "yes" if duel.significant else "no", strong=duel.significant)
        rows.append(
            [Cell(names[0]), Cell(names[1]), Cell(f"{abs(duel.difference):.3f}", abs(duel.difference)), *values, verdict]
        )
    text = f"Approximate randomisation over documents, {TRIALS:,} trials, from {FEW} documents on; corrected by Holm."
    return Table([*columns, Column("certain?")], rows, text)


def _types(evaluation: AlignmentEvaluation) -> Iterator[Block]:
    for name in evaluation.aligners:
        rows = [
            [Cell(kind), count(c.gold), count(c.beads), *(_three(v) if n else Cell("–") for v, n in _by_type(c))]
            for kind, c in evaluation.types[name].items()
        ]
        columns = [Column(f"bead of {name}"), Column("in gold", True), Column("found", True)]
        columns += [Column(each, True) for each in ("P", "R", "F1", "lax P")]
        yield Table(
            columns, rows, "Precision over the aligner's beads of the type, recall over the gold's; omissions have no recall."
        )


def _by_type(c: Counts) -> list[tuple[float, int]]:
    """Each ratio with what it is of."""
    both = min(c.gold, 1) * min(c.beads, 1)
    return [(c.precision, c.beads), (c.recall, c.gold), (c.f1, both), (c.lax_precision, c.beads)]


def _documents(evaluation: AlignmentEvaluation) -> Table:
    names = evaluation.aligners
    best = evaluation.documents[names[0]]
    rows = [
        [Cell(document), count(best[document].gold), *(_three(evaluation.documents[name][document].f1) for name in names)]
        for document in sorted(best, key=lambda document: (best[document].f1, document))
    ]
    return Table(
        [Column("document"), Column("gold beads", True), *(Column(name, True, "strict F1") for name in names)], rows, ""
    )
