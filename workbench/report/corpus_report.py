"""The report of a corpus: what is in it, how good it is, what to look at, what people changed, what is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from jjak.corpora.pair import Origin, Pair
from jjak.corpora.review.agreement import judgements
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.engine import shown
from jjak.corpora.store.review_log import ReviewLog
from jjak.eval.contrast import marked
from jjak.eval.reviewed import Judgement
from jjak.workbench.report.content import (
    Block,
    Cell,
    Column,
    Example,
    Examples,
    Facts,
    Headline,
    Paragraph,
    Report,
    Section,
    Table,
    count,
    number,
)
from jjak.workbench.report.corpus_statistics import (
    BINS,
    EDITS,
    LOW,
    RATIOS,
    STRANGE,
    UNSURE,
    CorpusStatistics,
    Tally,
    histogram,
    statistics_of,
)
from jjak.workbench.report.corpus_status import status_of
from jjak.workbench.report.files import read_figures, rendered, write
from jjak.workbench.report.plots import bars
from jjak.workbench.report.plots import histogram as histogram_plot
from jjak.workbench.report.report_diff import ReportDiff, difference, sentence
from jjak.workbench.terminal import label

SCHEMA = "jjak/corpus/1"
DOCUMENTS = 150  # documents listed on the page, those with the lowest scores; the JSON has them all
LONGEST = 600  # characters of a text that are shown


def write_report(store: Corpus, out: Path, since: Path | None = None) -> Path:
    """Write `out` (HTML) and the figures under the same name with `.json`, whose path is returned.

    since: the figures of an earlier report.
    Raises FormatError where they cannot be written, or `since` cannot be read.
    """
    return write(*corpus_report(store, since), out)


def print_report(store: Corpus, form: str, since: Path | None = None) -> str:
    """The report in one of the formats for terminals and papers; raises SettingError at an unknown one."""
    return rendered(*corpus_report(store, since), form)


def corpus_report(store: Corpus, since: Path | None = None) -> tuple[Report, dict[str, Any]]:
    earlier = read_figures(since, SCHEMA) if since else None
    status, runs = status_of(store), store.runs()
    status["corpus"] = shown(status["corpus"])
    said = judgements(ReviewLog(store).judged())
    found = statistics_of(
        store.pairs(), [Judgement(f"{unit}:{row}", *each) for (unit, row), by in said.items() for each in by.items()]
    )
    figures = _figures(found, status, runs)
    changed = difference(earlier, figures) if earlier else None
    if changed:
        figures["since"] = asdict(changed)
    return _report(found, figures, changed), figures


def _figures(found: CorpusStatistics, status: Mapping[str, Any], runs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    last: Mapping[str, Any] = runs[-1] if runs else {"started": "", "versions": {}}
    changes = found.changes
    return {
        "schema": SCHEMA,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "corpus": status["corpus"],
        "status": dict(status),
        "run": last["started"],
        "versions": dict(last["versions"]) | {"jjak": version("jjak"), "sacrebleu": version("sacrebleu")},
        "counts": {name: dict(by) for name, by in found.counts.items()},
        "statuses": {name: dict(by) for name, by in found.statuses.items()},
        "scores": {name: _score(tally) for name, tally in found.tallies.items()},
        "ratios": {
            "edges": list(RATIOS),
            **{name: {"median": float(np.median(v)), "histogram": histogram(v, RATIOS)} for name, v in found.ratios.items()},
        },
        "unsure": found.unsure,
        "doubts": dict(found.doubts),
        "doubtful": [
            {
                "id": doubt.pair.id,
                "name": doubt.pair.name,
                "index": doubt.pair.index,
                "reasons": list(doubt.reasons),
                "scores": {name: figure.value for name, figure in doubt.pair.scores.items()},
            }
            for doubt in found.doubtful
        ],
        "reviewed": {
            "pairs": changes.reviewed,
            "edited": changes.edited,
            "characters": _mean(changes.characters),
            "words": _mean(changes.words),
            "histogram": histogram(changes.characters, (0, *EDITS)),
            "agreement": asdict(changes.agreement) if changes.agreement else None,
        },
    }


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if len(values) else None


def _score(tally: Tally) -> dict[str, Any]:
    values = tally.values
    edges = [100 * at / BINS for at in range(BINS + 1)]
    return {
        "pairs": len(values),
        "mean": float(values.mean()),
        "median": float(np.median(values)),
        "histogram": histogram(values, edges),
        "signatures": list(tally.signatures),
        "by": {
            group: {name: {"pairs": n, "mean": mean} for name, (n, mean) in sorted(by.items())}
            for group, by in tally.by.items()
        },
    }


def _report(found: CorpusStatistics, figures: Mapping[str, Any], changed: ReportDiff | None) -> Report:
    status = figures["status"]
    sections = [Section("What is in the corpus?", list(_contents(found)))]
    if changed:
        sections.insert(0, Section("What changed since the last report?", list(_changed(changed))))
    if found.tallies:
        sections.append(Section("How good is it?", list(_quality(figures))))
    sections.append(Section("What should a person look at first?", list(_doubtful(found))))
    if found.changes.reviewed:
        sections.append(Section("What did reviewers change?", list(_reviewed(found))))
    sections += [
        Section("Which documents are weakest?", [_documents(found, figures)]),
        Section("What made what?", _models(figures)),
    ]
    return Report(
        title=f"Report of {status['corpus']}",
        lead=_lead(status),
        headlines=_headlines(found, figures),
        sections=sections,
        made=f"Made {_minute(figures['made'])}{_run(figures['run'])}.",
        versions=list(figures["versions"].items()),
        changed=sentence(changed) if changed else "",
        signatures=[(label(name), " · ".join(score["signatures"])) for name, score in figures["scores"].items()],
    )


def _minute(time: str) -> str:
    return f"{time[:16].replace('T', ' ')} UTC"


def _run(started: str) -> str:
    return f"; the newest build began {_minute(started)}" if started else ""


def _lead(status: Mapping[str, Any]) -> str:
    documents = f"{status['documents']:,} document{'s' if status['documents'] != 1 else ''}"
    if not status["pairs"]:
        return f"No pairs in {documents}. `jjak build` makes some."
    names = ", ".join(f"{name} {number:,}" for name, number in status["direction"].items())
    return f"{status['pairs']:,} pairs from {documents}: {names}."


def _headlines(found: CorpusStatistics, figures: Mapping[str, Any]) -> list[Headline]:
    heads = [Headline("pairs", f"{found.pairs:,}", note=f"{len(found.counts['document']):,} documents")]
    for name, score in figures["scores"].items():
        if "chrf" in name:
            heads.append(
                Headline(
                    f"mean {label(name)}", f"{score['mean']:.1f}", _spread(found.tallies[name]), f"{score['pairs']:,} pairs"
                )
            )
    heads.append(Headline("doubtful", f"{found.unsure:,}", note="unreviewed pairs with a reason for doubt"))
    settled = found.pairs - found.counts["status"].get("unreviewed", 0)
    heads.append(Headline("reviewed", f"{settled:,}", note=f"{100 * settled / max(1, found.pairs):.0f} % of all pairs"))
    return heads


def _spread(tally: Tally) -> str:
    """The interval of a mean, from the spread of its values: sentences are many, so the normal one does."""
    values = tally.values
    if len(values) < 2:
        return ""
    margin = 1.96 * float(values.std(ddof=1)) / len(values) ** 0.5
    return f"95 %: {values.mean() - margin:.1f} to {values.mean() + margin:.1f}"


def _contents(found: CorpusStatistics) -> Iterator[Block]:
    for name in ("status", "origin", "kind"):
        if len(found.counts[name]) > 1:
            yield bars(f"Pairs by {name}", "pairs", [(each, float(n)) for each, n in list(found.counts[name].items())[:12]])
    rows = [
        [Cell(name), Cell(each), count(n), Cell(f"{100 * n / found.pairs:.1f}", n / found.pairs)]
        for name in ("status", "origin", "kind", "direction")
        for each, n in found.counts[name].items()
    ]
    yield Table([Column("by"), Column("value"), Column("pairs", True), Column("%", True)], rows)


def _quality(figures: Mapping[str, Any]) -> Iterator[Block]:
    edges = [100 * at / BINS for at in range(BINS + 1)]
    for name, score in figures["scores"].items():
        yield histogram_plot(
            f"{label(name)} of {score['pairs']:,} pairs", f"{label(name)}, 0 to 100", edges, score["histogram"], "pairs"
        )
    for name, found in figures["ratios"].items():
        if name != "edges":
            yield histogram_plot(
                f"Length ratio, {name}", "characters, target / source; more is at the ends", RATIOS, found["histogram"], "pairs"
            )
    scores = figures["scores"]
    rows = []
    for group in ("origin", "kind", "direction"):
        for each, pairs in figures["counts"][group].items():
            means = [scores[name]["by"][group].get(each) for name in scores]
            rows.append([Cell(group), Cell(each), count(pairs), *(number(m["mean"]) if m else Cell("") for m in means)])
    names = [Column("by"), Column("value"), Column("pairs", True), *(Column(label(name), True, "mean") for name in scores)]
    signatures = " · ".join(f"{label(n)}: {', '.join(s['signatures'])}" for n, s in figures["scores"].items())
    yield Table(
        names,
        rows,
        f"Means of sentence scores. A round trip is scored against the source and is no quality of a "
        f"translation by itself. {signatures}",
    )


def _doubtful(found: CorpusStatistics) -> Iterator[Block]:
    if not found.doubtful:
        yield Paragraph("Nothing: no unreviewed pair has a reason for doubt.")
        return
    yield Table(
        [Column("reason"), Column("unreviewed pairs", True)],
        [[Cell(r), count(n)] for r, n in found.doubts.items()],
        f"Link doubtful: under {UNSURE} sure. Low score: sentence chrF2++ under {LOW:.0f}. Length: over {STRANGE} times the "
        "usual ratio of the direction, or under its inverse.",
    )
    columns = [Column("document"), Column("source", text=True), Column("translation", text=True), Column("why")]
    rows = []
    for doubt in found.doubtful:
        pair = doubt.pair
        note = f"MT: {_cut(pair.hypothesis)}" if pair.origin is Origin.HUMAN else _back(pair)
        rows.append(
            [
                Cell(pair.name, note=f"#{pair.index + 1} {pair.kind}"),
                _text(pair.source),
                _text(pair.target, note),
                Cell("; ".join(doubt.reasons)),
            ]
        )
    yield Table(columns, rows, "Most reasons first, then the lowest chrF2++.")


def _back(pair: Pair) -> str:
    return f"back: {_cut(pair.back_translation)}" if pair.back_translation else ""


def _text(side: Any, note: str = "") -> Cell:
    return Cell(_cut(side.text), note=note, lang=side.lang)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


def _reviewed(found: CorpusStatistics) -> Iterator[Block]:
    changes = found.changes
    facts = [("reviewed or edited", f"{changes.reviewed:,} pairs"), ("machine translations changed", f"{changes.edited:,}")]
    if len(changes.characters):
        facts.append(
            (
                "changed on average",
                f"{100 * float(np.mean(changes.characters)):.1f} % of the characters, "
                f"{100 * float(np.mean(changes.words)):.1f} % of the words (Levenshtein over the longer text)",
            )
        )
    agreed = changes.agreement
    if agreed:
        alpha = "" if agreed.alpha is None else f"; Krippendorff's alpha {agreed.alpha:.2f} (1 all agree, 0 chance)"
        facts.append(
            ("agreement", f"{100 * agreed.same:.0f} % alike, {agreed.pairs:,} pairs, {agreed.reviewers} reviewers{alpha}")
        )
    yield Facts(facts)
    if len(changes.characters):
        edges = (0, *(100 * each for each in EDITS))
        counts = histogram(changes.characters, (0, *EDITS))
        yield bars(
            "How much of a machine translation was changed",
            "reviewed pairs, by % of the characters",
            [(f"{a:g}–{b:g} %", float(n)) for a, b, n in zip(edges, edges[1:], counts, strict=False) if n],
        )
    examples = []
    for pair, found_edit in changes.most:
        before, after = marked(_cut(pair.hypothesis), _cut(pair.target.text))
        note = f"{100 * found_edit.characters:.0f} %"
        lines = [
            ("source", _text(pair.source)),
            ("machine", Cell(_cut(pair.hypothesis), lang=pair.target.lang, runs=before)),
            ("final", Cell(_cut(pair.target.text), note=note, lang=pair.target.lang, runs=after)),
        ]
        examples.append(Example(f"{pair.name} #{pair.index + 1}, {pair.status}", lines))
    if examples:
        yield Examples("Changed most", examples)


def _documents(found: CorpusStatistics, figures: Mapping[str, Any]) -> Table:
    names = [name for name in figures["scores"] if "chrf" in name]
    means = {name: figures["scores"][name]["by"]["document"] for name in names}
    lowest = {d: min((means[n][d]["mean"] for n in names if d in means[n]), default=0.0) for d in found.counts["document"]}
    shown = sorted(lowest, key=lambda document: (lowest[document], document))[:DOCUMENTS]
    rows = []
    for document in shown:
        scores = [number(means[n][document]["mean"]) if document in means[n] else Cell("") for n in names]
        settled = sum(n for each, n in found.statuses[document].items() if each != "unreviewed")
        rows.append([Cell(document), count(found.counts["document"][document]), count(settled), *scores])
    left = (
        f"The {len(shown):,} lowest of {len(lowest):,}; the JSON beside this page has all. " if len(shown) < len(lowest) else ""
    )
    columns = [
        Column("document"),
        Column("pairs", True),
        Column("reviewed", True),
        *(Column(label(n), True, "mean") for n in names),
    ]
    return Table(columns, rows, left + "By the lowest mean sentence score.")


def _models(figures: Mapping[str, Any]) -> list[Block]:
    rows = []
    for model, pairs in figures["counts"]["model"].items():
        means = [
            f"{label(n)} {s['by']['model'][model]['mean']:.1f}"
            for n, s in figures["scores"].items()
            if model in s["by"]["model"]
        ]
        rows.append([Cell(model), count(pairs), Cell(", ".join(means))])
    return [Table([Column("model and revision"), Column("pairs", True), Column("mean scores")], rows)]


def _changed(changed: ReportDiff) -> Iterator[Block]:
    yield Paragraph(f"Compared with the report of {changed.made}.")
    if changed.signatures:
        yield Paragraph("Not compared, since their signatures differ: " + ", ".join(map(label, changed.signatures)) + ".")
    rows = [
        [Cell(name), count(before), count(after), Cell(f"{after - before:+,}", float(after - before))]
        for name, (before, after) in changed.counts.items()
    ]
    yield Table([Column("what"), Column("before", True), Column("now", True), Column("change", True)], rows)
    if changed.moves:
        shown = [move for move in changed.moves if abs(move.change) >= 0.05][:40]
        body = [
            [
                Cell(label(m.score)),
                Cell(m.group),
                Cell(m.name),
                number(m.before),
                number(m.after),
                Cell(f"{m.change:+.1f}", m.change, strong=m.change < 0),
            ]
            for m in shown
        ]
        columns = [
            Column("score"),
            Column("by"),
            Column("value"),
            Column("before", True),
            Column("now", True),
            Column("change", True),
        ]
        if body:
            yield Table(columns, body, "Mean sentence scores of what is in both reports: what got worse first.")
        else:
            yield Paragraph("No mean moved by 0.05 or more.")
