"""The report of a corpus: what is in it, how good it is, what to look at, what people changed, what is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jjak.corpora.review.agreement import judgements
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.engine import shown
from jjak.corpora.store.review_log import ReviewLog
from jjak.eval.metric_names import is_round_trip, score_name
from jjak.eval.reviewed import Judgement
from jjak.seeds.message import message
from jjak.workbench.report.content import Headline, Report, Section, Text
from jjak.workbench.report.corpus_figures import SCHEMA, figures_of
from jjak.workbench.report.corpus_sections import contents, lowest_documents, models, quality
from jjak.workbench.report.corpus_statistics import CorpusStatistics, Tally, statistics_of
from jjak.workbench.report.corpus_status import status_of
from jjak.workbench.report.files import read_figures, rendered, write
from jjak.workbench.report.left_out_section import left_out_blocks, left_out_figures
from jjak.workbench.report.names import confidence_interval, documents, minute, pairs
from jjak.workbench.report.report_diff import ReportDiff, difference, section, summary
from jjak.workbench.report.review_sections import doubtful_pairs, edits


def write_report(store: Corpus, out: Path, since: Path | None = None, lang: str = "en") -> Path:
    """Write a page, and the figures beside it under the same name with `.json`.

    Args:
        store: The corpus.
        out: The page to write.
        since: The figures of an earlier report, to compare with.
        lang: The page's language, `ko` or `en`.

    Returns:
        Where the figures are.

    Raises:
        FormatError: They cannot be written, or `since` cannot be read.
    """
    return write(*corpus_report(store, since), out, lang)


def print_report(store: Corpus, form: str, since: Path | None = None, lang: str = "en") -> str:
    """The report in one of the formats for terminals and papers; raises SettingError at an unknown one."""
    return rendered(*corpus_report(store, since), form, lang)


def corpus_report(store: Corpus, since: Path | None = None) -> tuple[Report, dict[str, Any]]:
    """The report, in no language yet, and its figures.

    Raises:
        FormatError: `since` holds no figures of a corpus's report.
    """
    earlier = read_figures(since, SCHEMA) if since else None
    status = status_of(store)
    status["corpus"] = shown(status["corpus"])
    found = statistics_of(store.pairs(), _judged(store))
    figures = figures_of(found, status, store.runs(), left_out_figures(store))
    changes = difference(earlier, figures) if earlier else None
    if changes:
        figures["since"] = asdict(changes)
    return _report(found, figures, changes), figures


def _judged(store: Corpus) -> list[Judgement]:
    said = judgements(ReviewLog(store).judged())
    return [Judgement(f"{unit}:{row}", *each) for (unit, row), by in said.items() for each in by.items()]


def _report(found: CorpusStatistics, figures: Mapping[str, Any], changes: ReportDiff | None) -> Report:
    status = figures["status"]
    sections = [section(changes)] if changes else []
    sections.append(Section(message("What is in the corpus?"), list(contents(found))))
    if lost := list(left_out_blocks(figures["left_out"])):
        sections.append(Section(message("What was left out?"), lost))
    if found.tallies:
        sections.append(Section(message("How good is it?"), list(quality(figures))))
    sections.append(Section(message("What should a person look at first?"), list(doubtful_pairs(found))))
    if found.changes.reviewed:
        sections.append(Section(message("What did reviewers change?"), list(edits(found.changes))))
    if found.pairs:
        if any("chrf" in name and not is_round_trip(name) for name in figures["scores"]):
            title = message("Which documents have the lowest scores?")
            sections.append(Section(title, [lowest_documents(found, figures)]))
        sections.append(Section(message("Which models translated?"), [models(figures)]))
    return Report(
        title=message("Report on {corpus}", corpus=status["corpus"]),
        lead=_lead(status),
        headlines=list(_headlines(found, figures)),
        sections=sections,
        made=_made(figures["made"], figures["run"]),
        versions=list(figures["versions"].items()),
        changes=summary(changes) if changes else "",
        signatures=[(score_name(name), " · ".join(score["signatures"])) for name, score in figures["scores"].items()],
    )


def _made(made: str, started: str) -> Text:
    if not started:
        return message("Made {time}.", time=minute(made))
    return message("Made {time}; the latest build started {started}.", time=minute(made), started=minute(started))


def _lead(status: Mapping[str, Any]) -> Text:
    if not status["pairs"]:
        return message("No pairs yet, from {documents}. `jjak build` adds some.", documents=documents(status["documents"]))
    return message(
        "{pairs} from {documents}: {directions}.",
        pairs=pairs(status["pairs"]),
        documents=documents(status["documents"]),
        directions=", ".join(f"{name} {number:,}" for name, number in status["direction"].items()),
    )


def _headlines(found: CorpusStatistics, figures: Mapping[str, Any]) -> Iterator[Headline]:
    yield Headline(message("pairs"), f"{found.pairs:,}", note=documents(len(found.counts["document"])))
    for name, score in figures["scores"].items():
        if "chrf" in name and not is_round_trip(name):
            title = message("mean {score}", score=score_name(name))
            yield Headline(title, f"{score['mean']:.1f}", _interval(found.tallies[name]), pairs(score["pairs"]))
    yield Headline(message("doubtful"), f"{found.unsure:,}", note=message("unreviewed pairs with a reason to doubt them"))
    settled = found.pairs - found.counts["status"].get("unreviewed", 0)
    share = message("{percent:.0f}% of all pairs", percent=100 * settled / max(1, found.pairs))
    yield Headline(message("reviewed"), f"{settled:,}", note=share)


def _interval(tally: Tally) -> Text:
    """The interval of a mean, from the spread of its values: sentences are many, so the normal one does."""
    values = tally.values
    if len(values) < 2:
        return ""
    mean, margin = float(values.mean()), 1.96 * float(values.std(ddof=1)) / len(values) ** 0.5
    return confidence_interval(mean - margin, mean + margin)
