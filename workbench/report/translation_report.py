"""The report of systems that translated one text: who is better, how sure that is, where they are weak, what to look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

from jjak.eval.input_checks import Finding, findings
from jjak.eval.metric_names import metric_name
from jjak.eval.mt_evaluation import Comparison, Evaluation
from jjak.eval.significance import LEVEL
from jjak.eval.unit_exchange import trials_for
from jjak.eval.unit_intervals import FEW
from jjak.seeds.message import counted, message
from jjak.workbench.report.content import (
    Block,
    Cell,
    Column,
    Headline,
    IntervalPlot,
    Paragraph,
    Report,
    Section,
    Table,
    Text,
    count,
    joined,
)
from jjak.workbench.report.names import FAULTS, confidence_interval, documents, minute
from jjak.workbench.report.translation_analysis import Analysis, absent_metrics, versions
from jjak.workbench.report.translation_sections import differences, examples, weaknesses, word_classes
from jjak.workbench.report.translation_verdict import units_of, unreachable, verdict

PLACES = 12  # numbers of sentences that a fault is shown with


def report_of(analysis: Analysis) -> Report:
    """The report, in no language yet."""
    e = analysis.evaluation
    best = e.systems[0]
    sections = [
        Section(message("Which system is better, and how sure is that?"), list(_systems(analysis))),
        Section(message("Where is it weak?"), list(weaknesses(analysis))),
        Section(message("Which words come out right?"), list(word_classes(analysis))),
    ]
    faults = findings(e.test)
    if faults:
        sections.insert(0, Section(message("What looks wrong with the files?"), [_faults(faults)]))
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
                f"{s.value:.{e.digits(s.metric)}f}",
                _headline_interval(e, best, s.metric),
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


def _faults(found: list[Finding]) -> Table:
    columns = [
        Column(message("file")),
        Column(message("found")),
        Column(message("sentences"), True),
        Column(message("numbers")),
    ]
    own: dict[str, Text] = {"source": message("source"), "reference": message("reference")}
    rows = [[Cell(own.get(f.file, f.file)), Cell(FAULTS[f.fault]), count(len(f.sentences)), Cell(_places(f))] for f in found]
    return Table(columns, rows, message("The scores are of the files as they are."))


def _places(found: Finding) -> str:
    shown = ", ".join(map(str, found.sentences[:PLACES]))
    return f"{shown}, …" if len(found.sentences) > PLACES else shown


def _lead(e: Evaluation) -> Text:
    systems = counted("{count} system", "{count:,} systems", len(e.systems))
    sentences = counted("{count} sentence", "{count:,} sentences", len(e.test.references))
    references = 1 + len(e.test.others)
    lead = counted(
        "{systems} on {sentences}, each scored against one human translation.",
        "{systems} on {sentences}, each scored against {count:,} human translations together.",
        references,
        systems=systems,
        sentences=sentences,
    )
    if e.test.documents:
        lead = counted(
            "{systems} on {sentences} of {documents}, each scored against one human translation.",
            "{systems} on {sentences} of {documents}, each scored against {count:,} human translations together.",
            references,
            systems=systems,
            sentences=sentences,
            documents=documents(len(set(e.test.documents))),
        )
    return joined([lead, verdict(e)], " ") if len(e.systems) > 1 else lead


def _settings(e: Evaluation) -> Iterator[tuple[Text, Text]]:
    if e.test.documents:
        yield (
            message("intervals"),
            message(
                "documents drawn anew: bootstrap, {samples:,} resamples, seed {seed}; below {few} documents the jackknife",
                samples=e.draws.samples,
                seed=e.draws.seed,
                few=FEW,
            ),
        )
    yield (
        message("intervals by sentence, in the JSON") if e.test.documents else message("intervals"),
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
            trials=trials_for(e.draws.trials, _comparisons(e)),
        ),
    )
    for name in absent_metrics():
        yield metric_name(name), message("not measured; `jjak eval mt --list-metrics` says why")


def _comparisons(e: Evaluation) -> int:
    return len(e.systems) * (len(e.systems) - 1) // 2


def _interval(e: Evaluation, system: str, metric: str) -> tuple[float, float] | None:
    """By document where documents are known, else by sentence; None where one document says nothing of others."""
    if e.test.documents:
        spread = e.spreads[system][metric]
        return (spread.low, spread.high) if spread else None
    score = e.scores[system][metric]
    return None if score.mean is None or score.margin is None else (score.mean - score.margin, score.mean + score.margin)


def _headline_interval(e: Evaluation, system: str, metric: str) -> Text:
    found = _interval(e, system, metric)
    return confidence_interval(*found, e.digits(metric)) if found else ""


def _systems(analysis: Analysis) -> Iterator[Block]:
    e = analysis.evaluation
    for metric in dict.fromkeys((e.metrics[0].name, analysis.metric)):
        rows = [(s, e.scores[s][metric]) for s in e.systems]
        points = [(s, x.value, *found) for s, x in rows if (found := _interval(e, s, metric))]
        name = metric_name(metric)
        if points:
            yield IntervalPlot(
                message("{metric} with 95% confidence intervals", metric=name),
                message("{score}, 0 to 100", score=name) if e.digits(metric) == 1 else name,
                points,
                e.digits(metric),
            )
    columns = [Column(message("rank"), True), Column(message("system"))]
    columns += [Column(metric_name(m.name), True, message("lower is better") if m.better < 0 else "") for m in e.metrics]
    body = [[count(e.rank(name)), Cell(name), *(_score(e, name, m.name, m.better) for m in e.metrics)] for name in e.systems]
    signatures = " · ".join(f"{metric_name(m.name)}: {m.signature}" for m in e.metrics)
    caption = message(
        "±: half of the 95% confidence interval. Bold: no system is significantly better. {signatures}", signatures=signatures
    )
    yield Table(columns, body, joined([caption, *_interval_note(e)], ". "))
    if e.comparisons:
        yield _tests(e)
        yield Paragraph(_power(e))


def _interval_note(e: Evaluation) -> list[Text]:
    if not e.test.documents:
        return []
    if len(set(e.test.documents)) == 1:
        return [message("One document has no interval: it says nothing of others.")]
    return [message("Intervals are by document: documents are drawn anew, not sentences.")]


def _power(e: Evaluation) -> Text:
    """What these tests could have found, and what the best system's lead would take."""
    if not any(c.reachable for c in e.comparisons):
        return unreachable(e)
    least = [
        joined([metric_name(m.name), f"{max(c.detectable for c in e.comparisons if c.metric == m.name):.{m.digits + 1}f}"], " ")
        for m in e.metrics
    ]
    said = message("Smallest difference that is found four times in five: {differences}.", differences=joined(least))
    lead = e.comparison(e.metrics[0].name, e.systems[0], e.systems[1])
    if lead.significant or lead.needed is None:
        return said
    more = message(
        "A difference of {difference} {metric}, as between {first} and {second}, would take about {units}; there are {have:,}.",
        difference=f"{abs(lead.difference):.{e.digits(lead.metric) + 1}f}",
        metric=metric_name(lead.metric),
        first=e.systems[0],
        second=e.systems[1],
        units=units_of(e, lead.needed),
        have=lead.test.units,
    )
    return joined([said, more], " ")


def _score(e: Evaluation, system: str, metric: str, better: int) -> Cell:
    score = e.scores[system][metric]
    others = [e.comparison(metric, system, other) for other in e.systems if other != system]
    beaten = any(c.significant and c.difference * better * (1 if c.first == system else -1) < 0 for c in others)
    found = _interval(e, system, metric)
    digits = e.digits(metric)
    margin = f" ± {(found[1] - found[0]) / 2:.{digits}f}" if found else ""
    return Cell(f"{score.value:.{digits}f}{margin}", score.value, strong=not beaten)


def _tests(e: Evaluation) -> Table:
    columns = [Column(message("system")), Column(message("compared with"))]
    columns += [Column(metric_name(m.name), True, message("difference")) for m in e.metrics]
    pairs = [c for c in e.comparisons if c.metric == e.metrics[0].name]
    rows = []
    for pair in pairs:
        tests = [e.comparison(metric.name, pair.first, pair.second) for metric in e.metrics]
        rows.append([Cell(pair.first), Cell(pair.second), *(_difference(each, e.digits(each.metric)) for each in tests)])
    caption = message(
        "Difference: the first system's score minus that of the one it is compared with. * and bold: significant, p below "
        "0.05. p: whole documents, or sentences where documents are not known, exchanged in every way or {trials:,} times "
        "(seed {seed}), ties counted, with Holm's correction for {comparisons} by each metric. {bootstrap}",
        trials=trials_for(e.draws.trials, len(pairs)),
        seed=e.draws.seed,
        comparisons=counted("{count} comparison", "{count:,} comparisons", len(pairs)),
        bootstrap=_bootstrap(e),
    )
    return Table(columns, rows, caption)


def _difference(test: Comparison, digits: int) -> Cell:
    mark = "*" if test.significant else ""
    return Cell(
        f"{test.difference:+.{digits + 1}f}{mark}", test.difference, strong=test.significant, note=f"p {test.corrected:.4f}"
    )


def _bootstrap(e: Evaluation) -> Text:
    """Where sacreBLEU's tests, uncorrected, say otherwise than ours does before its correction."""
    other = [c for c in e.comparisons if {c.bootstrap < LEVEL, c.randomisation < LEVEL} != {c.test.p < LEVEL}]
    if not other:
        return message("sacreBLEU's two tests agree with each p before its correction.")
    comparisons = [
        message(
            "{first} and {second} by {metric} (p {p:.4f}; bootstrap {bootstrap:.4f}, randomisation {randomisation:.4f})",
            first=c.first,
            second=c.second,
            metric=metric_name(c.metric),
            p=c.test.p,
            bootstrap=c.bootstrap,
            randomisation=c.randomisation,
        )
        for c in other
    ]
    return message("sacreBLEU's tests disagree before the correction on: {comparisons}.", comparisons=joined(comparisons))
