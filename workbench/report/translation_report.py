"""The report of systems that translated one text: who is better, how sure that is, where they are weak, what to look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

from jjak.eval.metric_names import metric_name
from jjak.eval.mt_evaluation import Comparison, Evaluation
from jjak.eval.significance import LEVEL
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
from jjak.workbench.report.names import confidence_interval, documents, minute
from jjak.workbench.report.translation_analysis import Analysis, absent_metrics, versions
from jjak.workbench.report.translation_sections import differences, examples, weaknesses, word_classes


def report_of(analysis: Analysis) -> Report:
    """The report, in no language yet."""
    e = analysis.evaluation
    best = e.systems[0]
    sections = [
        Section(message("Which system is better, and how sure is that?"), list(_systems(analysis))),
        Section(message("Where is it weak?"), list(weaknesses(analysis))),
        Section(message("Which words come out right?"), list(word_classes(analysis))),
    ]
    if analysis.pair:
        first, second = analysis.pair
        title = message("What does {first} get right that {second} does not?", first=first, second=second)
        sections.append(Section(title, list(differences(analysis))))
    sections.append(Section(message("What should a person look at first?"), list(examples(analysis))))
    return Report(
        title=message(
            "Translation {source} → {target}: {systems}",
            source=e.test.source_lang,
            target=e.test.target_lang,
            systems=", ".join(e.systems),
        ),
        lead=_lead(e),
        headlines=[
            Headline(
                message("{metric} of {system}", metric=metric_name(s.metric), system=best),
                f"{s.value:.1f}",
                _interval(s.mean, s.margin),
                signature=s.signature,
            )
            for s in e.scores[best].values()
        ],
        sections=sections,
        made=message(
            "Made {time} with jjak {jjak}, sacreBLEU {sacrebleu}.",
            time=minute(datetime.now(UTC).isoformat()),
            jjak=version("jjak"),
            sacrebleu=version("sacrebleu"),
        ),
        versions=list(versions().items()),
        signatures=[*((metric_name(m.name), m.signature) for m in e.metrics), *_settings(e)],
    )


def _lead(e: Evaluation) -> Text:
    systems = counted("{count} system", "{count:,} systems", len(e.systems))
    sentences = counted("{count} sentence", "{count:,} sentences", len(e.test.references))
    lead = message("{systems} on {sentences}, each scored against one human translation.", systems=systems, sentences=sentences)
    if e.test.documents:
        lead = message(
            "{systems} on {sentences} of {documents}, each scored against one human translation.",
            systems=systems,
            sentences=sentences,
            documents=documents(len(set(e.test.documents))),
        )
    return joined([lead, _verdict(e)], " ") if len(e.systems) > 1 else lead


def _verdict(e: Evaluation) -> Text:
    """Who is best, or that nobody knows."""
    metric, best, others = e.metrics[0].name, e.systems[0], e.systems[1:]
    tied = [other for other in others if not e.comparison(metric, best, other).significant]
    if tied:
        return message(
            "By {metric}, {best} ranks first, but its lead over {others} is not significant.",
            metric=metric_name(metric),
            best=best,
            others=", ".join(tied),
        )
    return message(
        "By {metric}, {best} is significantly better than {others}.",
        metric=metric_name(metric),
        best=best,
        others=", ".join(others),
    )


def _settings(e: Evaluation) -> Iterator[tuple[Text, Text]]:
    yield (
        message("intervals"),
        message(
            "bootstrap, {samples:,} resamples, seed {seed}; mean ± half of the middle 95%",
            samples=e.draws.samples,
            seed=e.draws.seed,
        ),
    )
    yield (
        message("tests"),
        message(
            "exchange of documents or sentences, ties counted, {trials:,} trials or every way; Holm's correction",
            trials=e.draws.trials,
        ),
    )
    for name in absent_metrics():
        yield metric_name(name), message("not measured; `jjak eval mt --list-metrics` says why")


def _interval(mean: float | None, margin: float | None) -> Text:
    return "" if mean is None or margin is None else confidence_interval(mean - margin, mean + margin)


def _systems(analysis: Analysis) -> Iterator[Block]:
    e = analysis.evaluation
    for metric in dict.fromkeys((e.metrics[0].name, analysis.metric)):
        rows = [(s, e.scores[s][metric]) for s in e.systems]
        points = [(s, x.value, (x.mean or 0) - (x.margin or 0), (x.mean or 0) + (x.margin or 0)) for s, x in rows]
        name = metric_name(metric)
        yield IntervalPlot(
            message("{metric} with 95% confidence intervals", metric=name), message("{score}, 0 to 100", score=name), points
        )
    columns = [Column(message("rank"), True), Column(message("system"))]
    columns += [Column(metric_name(m.name), True, message("lower is better") if m.better < 0 else "") for m in e.metrics]
    body = [[count(e.rank(name)), Cell(name), *(_score(e, name, m.name, m.better) for m in e.metrics)] for name in e.systems]
    signatures = " · ".join(f"{metric_name(m.name)}: {m.signature}" for m in e.metrics)
    caption = message(
        "±: half of the 95% confidence interval. Bold: no system is significantly better. {signatures}", signatures=signatures
    )
    yield Table(columns, body, caption)
    if e.comparisons:
        yield _tests(e)


def _score(e: Evaluation, system: str, metric: str, better: int) -> Cell:
    score = e.scores[system][metric]
    others = [e.comparison(metric, system, other) for other in e.systems if other != system]
    beaten = any(c.significant and c.difference * better * (1 if c.first == system else -1) < 0 for c in others)
    return Cell(f"{score.value:.1f} ± {score.margin:.1f}", score.value, strong=not beaten)


def _tests(e: Evaluation) -> Table:
    columns = [Column(message("system")), Column(message("compared with"))]
    columns += [Column(metric_name(m.name), True, message("difference")) for m in e.metrics]
    pairs = [c for c in e.comparisons if c.metric == e.metrics[0].name]
    rows = []
    for pair in pairs:
        tests = [e.comparison(metric.name, pair.first, pair.second) for metric in e.metrics]
        rows.append([Cell(pair.first), Cell(pair.second), *map(_difference, tests)])
    caption = message(
        "Difference: the first system's score minus that of the one it is compared with. * and bold: significant, p below "
        "0.05. p: whole documents, or sentences where documents are not known, exchanged in every way or {trials:,} times "
        "(seed {seed}), ties counted, with Holm's correction for {comparisons} by each metric. {bootstrap}",
        trials=max(c.test.trials for c in e.comparisons),
        seed=e.draws.seed,
        comparisons=counted("{count} comparison", "{count:,} comparisons", len(pairs)),
        bootstrap=_bootstrap(e),
    )
    return Table(columns, rows, caption)


def _difference(test: Comparison) -> Cell:
    mark = "*" if test.significant else ""
    return Cell(f"{test.difference:+.2f}{mark}", test.difference, strong=test.significant, note=f"p {test.corrected:.4f}")


def _bootstrap(e: Evaluation) -> Text:
    """Whether the other test says the same."""
    other = [c for c in e.comparisons if (c.bootstrap < LEVEL) != (c.randomisation < LEVEL)]
    if not other:
        return message("The paired bootstrap agrees in every comparison.")
    comparisons = [
        message(
            "{first} and {second} by {metric} (p {p:.4f})",
            first=c.first,
            second=c.second,
            metric=metric_name(c.metric),
            p=c.bootstrap,
        )
        for c in other
    ]
    return message("The paired bootstrap disagrees on: {comparisons}.", comparisons=joined(comparisons))
