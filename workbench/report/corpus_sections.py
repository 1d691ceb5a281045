"""The sections of a corpus's report that say what it holds: counts, scores, the documents that score lowest, models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jjak.eval.metric_names import is_round_trip, score_name
from jjak.seeds.message import message
from jjak.workbench.report.content import BarPlot, Block, Cell, Column, HistogramPlot, Table, Text, count, joined, number
from jjak.workbench.report.corpus_figures import SCORE_EDGES
from jjak.workbench.report.corpus_statistics import RATIOS, CorpusStatistics
from jjak.workbench.report.names import PROPERTIES, pairs, value_name

DOCUMENTS = 150  # documents listed on the page, those with the lowest scores; the JSON has them all
BARS = 12  # values of a property that are drawn
_MEAN = message("mean")


def contents(found: CorpusStatistics) -> Iterator[Block]:
    """What is in the corpus: pairs by status, origin, kind and direction."""
    titles: dict[str, Text] = {
        "status": message("Pairs by status"),
        "origin": message("Pairs by origin"),
        "kind": message("Pairs by kind"),
    }
    for group, title in titles.items():
        counts = list(found.counts[group].items())
        if len(counts) > 1:
            yield BarPlot(title, message("pairs"), [(value_name(group, name), float(n)) for name, n in counts[:BARS]])
    rows = [
        [
            Cell(PROPERTIES[group]),
            Cell(value_name(group, name)),
            count(n),
            Cell(f"{100 * n / found.pairs:.1f}", n / found.pairs),
        ]
        for group in (*titles, "direction")
        for name, n in found.counts[group].items()
    ]
    columns = [Column(message("property")), Column(message("value")), Column(message("pairs"), True), Column("%", True)]
    if rows:
        yield Table(columns, rows)


def quality(figures: Mapping[str, Any]) -> Iterator[Block]:
    """How good it is: the spread of each score and of the length ratios, and means by origin, kind and direction."""
    for name, score in figures["scores"].items():
        title = joined([score_name(name), pairs(score["pairs"])])
        unit = message("{score}, 0 to 100", score=score_name(name))
        yield HistogramPlot(title, unit, SCORE_EDGES, score["histogram"], message("pairs"))
    for direction, found in figures["ratios"].items():
        if direction != "edges":
            title = message("Length ratio, {direction}", direction=direction)
            unit = message("characters, target / source; the end bars include values beyond")
            yield HistogramPlot(title, unit, RATIOS, found["histogram"], message("pairs"))
    if any(not is_round_trip(name) for name in figures["scores"]):
        yield _means(figures)
    if any(is_round_trip(name) for name in figures["scores"]):
        yield _round_trips(figures)


def _means(figures: Mapping[str, Any]) -> Table:
    scores = {name: score for name, score in figures["scores"].items() if not is_round_trip(name)}
    rows = []
    for group in ("origin", "kind", "direction"):
        for name, number_of_pairs in figures["counts"][group].items():
            means = [score["by"][group].get(name) for score in scores.values()]
            cells = [number(mean["mean"]) if mean else Cell("") for mean in means]
            rows.append([Cell(PROPERTIES[group]), Cell(value_name(group, name)), count(number_of_pairs), *cells])
    columns = [Column(message("property")), Column(message("value")), Column(message("pairs"), True)]
    columns += [Column(score_name(name), True, _MEAN) for name in scores]
    signatures = [
        message("{name}: {value}", name=score_name(name), value=", ".join(score["signatures"]))
        for name, score in scores.items()
    ]
    caption = message(
        "Means of sentence scores against the human translation. {signatures}", signatures=joined(signatures, " · ")
    )
    return Table(columns, rows, caption)


def _round_trips(figures: Mapping[str, Any]) -> Table:
    """How the round trips lie, by direction: they have no mean."""
    rows, signatures = [], []
    for name, score in figures["scores"].items():
        if not is_round_trip(name):
            continue
        signatures.append(message("{name}: {value}", name=score_name(name), value=", ".join(score["signatures"])))
        for direction, found in score["quarters"].items():
            cells = [number(found[part]) for part in ("low", "middle", "high")]
            number_of_pairs = score["by"]["direction"][direction]["pairs"]
            rows.append([Cell(score_name(name)), Cell(direction), count(number_of_pairs), *cells])
    columns = [Column(message("score")), Column(message("direction")), Column(message("pairs"), True)]
    columns += [
        Column(each, True) for each in (message("a quarter at most"), message("half at most"), message("3 quarters at most"))
    ]
    caption = message(
        "A round trip compares the back-translation with the source: what came back, not how good the translation is. "
        "Copying is rewarded, and a poor way back is held against a good way there. {signatures}",
        signatures=joined(signatures, " · "),
    )
    return Table(columns, rows, caption)


def lowest_documents(found: CorpusStatistics, figures: Mapping[str, Any]) -> Table:
    """The documents with the lowest mean sentence scores."""
    names = [name for name in figures["scores"] if "chrf" in name and not is_round_trip(name)]
    means = {name: figures["scores"][name]["by"]["document"] for name in names}
    lowest = {d: min((means[n][d]["mean"] for n in names if d in means[n]), default=0.0) for d in found.counts["document"]}
    shown = sorted(lowest, key=lambda document: (lowest[document], document))[:DOCUMENTS]
    rows = []
    for document in shown:
        scores = [number(means[n][document]["mean"]) if document in means[n] else Cell("") for n in names]
        settled = sum(n for each, n in found.statuses[document].items() if each != "unreviewed")
        rows.append([Cell(document), count(found.counts["document"][document]), count(settled), *scores])
    columns = [Column(message("document")), Column(message("pairs"), True), Column(message("reviewed"), True)]
    columns += [Column(score_name(name), True, _MEAN) for name in names]
    if len(shown) == len(lowest):
        return Table(columns, rows, message("The lowest mean sentence score first."))
    caption = message(
        "The lowest mean sentence score first: {shown:,} of {all:,} documents; the JSON figures have them all.",
        shown=len(shown),
        all=len(lowest),
    )
    return Table(columns, rows, caption)


def models(figures: Mapping[str, Any]) -> Table:
    """What translated, and the mean scores of it."""
    rows = []
    for model, number_of_pairs in figures["counts"]["model"].items():
        means = [
            joined([score_name(name), f"{score['by']['model'][model]['mean']:.1f}"], " ")
            for name, score in figures["scores"].items()
            if model in score["by"]["model"] and not is_round_trip(name)
        ]
        rows.append([Cell(value_name("model", model)), count(number_of_pairs), Cell(joined(means))])
    columns = [Column(message("model and revision")), Column(message("pairs"), True), Column(message("mean scores"))]
    return Table(columns, rows)
