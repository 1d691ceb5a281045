"""The report of aligners on documents with gold: who is better, on which documents and which beads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from jjak.eval.aligner_evaluation import FEW, AlignmentEvaluation, Duel
from jjak.eval.alignment_scores import Counts
from jjak.eval.significance import Interval
from jjak.seeds.message import counted, message
from jjak.workbench.report.content import (
    Block,
    Cell,
    Column,
    Headline,
    IntervalPlot,
    Report,
    Section,
    Table,
    Text,
    count,
    joined,
)
from jjak.workbench.report.names import documents, minute

SCHEMA = "jjak/alignment/1"
SIGNATURE = message(
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
        "signature": str(SIGNATURE),
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
    """The report, in no language yet."""
    best = evaluation.aligners[0]
    pooled = evaluation.pooled(best)
    return Report(
        title=message("Alignment: {aligners}", aligners=", ".join(evaluation.aligners)),
        lead=_lead(evaluation),
        headlines=[
            Headline(message("strict F1 of {aligner}", aligner=best), f"{pooled.f1:.3f}", _margin(evaluation.strict[best])),
            Headline(message("lax F1 of {aligner}", aligner=best), f"{pooled.lax_f1:.3f}", _margin(evaluation.lax[best])),
        ],
        sections=[
            Section(message("Which aligner is better, and how sure is that?"), list(_aligners(evaluation))),
            Section(message("Which kinds of beads go wrong?"), list(_types(evaluation))),
            Section(message("Which documents go wrong?"), [_documents(evaluation)]),
        ],
        made=message("Made {time} with jjak {jjak}.", time=minute(datetime.now(UTC).isoformat()), jjak=version("jjak")),
        versions=[("jjak", version("jjak"))],
        signatures=[
            (message("strict and lax F1"), SIGNATURE),
            (
                message("intervals"),
                message(
                    "bootstrap over documents, {samples:,} resamples, seed {seed}",
                    samples=evaluation.samples,
                    seed=evaluation.seed,
                ),
            ),
            (
                message("tests"),
                message(
                    "exchange of whole documents, ties counted, in every way or {trials:,} times, seed {seed}; "
                    "Holm's correction",
                    trials=evaluation.trials,
                    seed=evaluation.seed,
                ),
            ),
        ],
    )


def _lead(evaluation: AlignmentEvaluation) -> Text:
    best = evaluation.aligners[0]
    lead = message(
        "{documents}, {beads}.",
        documents=documents(len(evaluation.documents[best])),
        beads=counted(
            "{count} gold bead, omissions not counted",
            "{count:,} gold beads, omissions not counted",
            evaluation.pooled(best).gold,
        ),
    )
    return joined([lead, _verdict(evaluation)], " ") if len(evaluation.aligners) > 1 else lead


def _margin(found: Interval | None) -> Text:
    if found is None:
        return ""
    return message("95% CI: {low:.3f} to {high:.3f}", low=found.mean - found.margin, high=found.mean + found.margin)


def _verdict(evaluation: AlignmentEvaluation) -> Text:
    best = evaluation.aligners[0]
    duels = [duel for duel in evaluation.duels if best in (duel.first, duel.second)]
    if any(duel.corrected is None for duel in duels):
        return counted(
            "{best} has the highest F1, but {count} document is too few to test it.",
            "{best} has the highest F1, but {count:,} documents are too few to test it.",
            len(evaluation.documents[best]),
            best=best,
        )
    tied = [duel.second if duel.first == best else duel.first for duel in duels if not duel.significant]
    if tied:
        return message("{best} ranks first, but its lead over {others} is not significant.", best=best, others=", ".join(tied))
    return message("{best} is significantly better than {others}.", best=best, others=", ".join(evaluation.aligners[1:]))


def _aligners(evaluation: AlignmentEvaluation) -> Iterator[Block]:
    if all(evaluation.strict.values()):
        rows = [
            (name, 100 * evaluation.pooled(name).f1, 100 * spread.low, 100 * spread.high)
            for name, spread in evaluation.strict.items()
            if spread
        ]
        yield IntervalPlot(message("Strict F1 with 95% confidence intervals"), message("strict F1, %"), rows)
    lax = [message("lax P"), message("lax R"), message("lax F1")]
    names: list[Text] = ["P", "R", "F1", message("± (95% CI)"), *lax, message("beads")]
    columns = [Column(message("aligner")), *(Column(name, True) for name in names)]
    yield Table(columns, [_aligner(evaluation, name) for name in evaluation.aligners], SIGNATURE)
    if evaluation.duels:
        yield _duels(evaluation)


def _aligner(evaluation: AlignmentEvaluation, name: str) -> list[Cell]:
    pooled, spread = evaluation.pooled(name), evaluation.strict[name]
    values = [_three(getattr(pooled, each)) for each in _RATIOS]
    margin = Cell(f"{spread.margin:.3f}", spread.margin) if spread else Cell("–")
    return [Cell(name), *values[:3], margin, *values[3:], count(pooled.beads)]


def _three(value: float) -> Cell:
    return Cell(f"{value:.3f}", value)


def _duels(evaluation: AlignmentEvaluation) -> Table:
    columns = [
        Column(message("higher F1")),
        Column(message("lower F1")),
        Column(message("difference"), True, message("strict F1")),
        Column("p", True),
        Column("p", True, message("Holm's correction")),
        Column(message("significant")),
    ]
    caption = message(
        "Exchange of whole documents, ties counted, in every way or {trials:,} times; it needs {least} documents. "
        "Holm's correction.",
        trials=evaluation.trials,
        least=FEW,
    )
    return Table(columns, [_duel(duel) for duel in evaluation.duels], caption)


def _duel(duel: Duel) -> list[Cell]:
    names = (duel.first, duel.second) if duel.difference >= 0 else (duel.second, duel.first)
    values = [Cell("–") if p is None else Cell(f"{p:.4f}", p) for p in (duel.p, duel.corrected)]
    verdict = message("yes") if duel.significant else message("no")
    if duel.p is None:
        verdict = message("too few documents")
    difference = Cell(f"{abs(duel.difference):.3f}", abs(duel.difference))
    return [Cell(names[0]), Cell(names[1]), difference, *values, Cell(verdict, strong=duel.significant)]


def _types(evaluation: AlignmentEvaluation) -> Iterator[Block]:
    for name in evaluation.aligners:
        rows = [
            [Cell(kind), count(c.gold), count(c.beads), *(_three(v) if n else Cell("–") for v, n in _by_type(c))]
            for kind, c in evaluation.types[name].items()
        ]
        names: list[Text] = [message("in gold"), message("found"), "P", "R", "F1", message("lax P")]
        columns = [Column(message("bead of {aligner}", aligner=name)), *(Column(each, True) for each in names)]
        caption = message("Precision: of the aligner's beads of the type. Recall: of the gold's. Omissions have no recall.")
        yield Table(columns, rows, caption)


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
    columns = [Column(message("document")), Column(message("gold beads"), True)]
    return Table([*columns, *(Column(name, True, message("strict F1")) for name in names)], rows)
