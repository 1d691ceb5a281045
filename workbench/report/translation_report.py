"""The report of systems that translated one text: who is better, how sure that is, where they are weak, what to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from jjak.eval.contrast import Faults, Gram, Mark, Run, faults, grams, marked
from jjak.eval.metrics import tokenizer_of
from jjak.eval.mt_evaluation import Evaluation
from jjak.eval.plugins import available
from jjak.eval.significance import LEVEL
from jjak.eval.slices import Slice, WordClass, Words, classes_of, sliced, slices_of, words_of
from jjak.workbench.report.content import (
    Block,
    Cell,
    Column,
    Example,
    Examples,
    Headline,
    Paragraph,
    Report,
    Section,
    Table,
    count,
    number,
)
from jjak.workbench.report.plots import intervals, lines
from jjak.workbench.terminal import label

SCHEMA = "jjak/translation/1"
SHOWN = 8  # sentences in a list of examples
DOCUMENTS = 12  # documents in the table of slices: the ones with the lowest scores
_EXAMPLE_METRIC = "chrf2++"  # a sentence's BLEU is 0 or near it too often to order by


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found out beyond scores. pair: the two systems that are contrasted; metric: what slices and sentences are
    measured by; sentences: by system, each sentence's score by it."""

    evaluation: Evaluation
    words: Words
    slices: Sequence[Slice]
    slice_scores: Sequence[Mapping[str, float]]
    classes: Sequence[WordClass]
    faults: Mapping[str, Faults]
    metric: str
    sentences: Mapping[str, Sequence[float]]
    pair: tuple[str, str] | None
    grams: tuple[Sequence[Gram], Sequence[Gram]]


def analyse(evaluation: Evaluation, tokenizer: str = "", pair: tuple[str, str] | None = None) -> Analysis:
    """pair: the systems to contrast, the two best by default."""
    test, systems = evaluation.test, evaluation.systems
    words = words_of(test, tokenizer)
    slices = slices_of(test, words)
    names = [metric.name for metric in evaluation.metrics]
    chosen = next(m for m in evaluation.metrics if m.name == (_EXAMPLE_METRIC if _EXAMPLE_METRIC in names else names[0]))
    pair = pair or ((systems[0], systems[1]) if len(systems) > 1 else None)
    contrast = grams(words.systems[pair[0]], words.systems[pair[1]], words.references) if pair else ([], [])
    cut = tokenizer or tokenizer_of(test.target_lang)
    langs = (test.source_lang, test.target_lang)
    wrong = {name: faults(test.sources, test.systems[name], test.references, langs, cut) for name in systems}
    sentences = {name: evaluation.sentences(chosen, name) for name in systems}
    return Analysis(
        evaluation,
        words,
        slices,
        sliced(evaluation, slices, chosen.name),
        classes_of(test, words),
        wrong,
        chosen.name,
        sentences,
        pair,
        contrast,
    )


def figures_of(analysis: Analysis) -> dict[str, Any]:
    """The figures as JSON; docs/report.md says what each means."""
    e = analysis.evaluation
    better = {metric.name: metric.better for metric in e.metrics}
    return {
        "schema": SCHEMA,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "languages": {"source": e.test.source_lang, "target": e.test.target_lang},
        "sentences": len(e.test.references),
        "draws": asdict(e.draws),
        "metrics": {m.name: {"signature": m.signature, "better": "higher" if m.better > 0 else "lower"} for m in e.metrics},
        "absent": {name: why for name, why in available().items() if why.startswith("absent")},
        "systems": {
            name: {
                "rank": e.rank(name),
                "scores": {s.metric: {"value": s.value, "mean": s.mean, "margin": s.margin} for s in e.scores[name].values()},
                "faults": asdict(analysis.faults[name]),
            }
            for name in e.systems
        },
        "comparisons": [
            asdict(c)
            | {
                "significant": c.significant,
                "better": _winner(c.first, c.second, c.difference * better[c.metric], c.significant),
            }
            for c in e.comparisons
        ],
        "slices": {
            "metric": analysis.metric,
            "parts": [
                {"family": part.family, "name": part.name, "sentences": len(part.places), "scores": dict(scores)}
                for part, scores in zip(analysis.slices, analysis.slice_scores, strict=True)
            ],
        },
        "words": [
            {
                "class": each.name,
                "references": each.wanted,
                "recall": {name: each.recall(name) for name in e.systems},
                "precision": {name: each.precision(name) for name in e.systems},
            }
            for each in analysis.classes
        ],
        "ngrams": {"systems": list(analysis.pair or ()), **_gram_figures(analysis)},
    }


def _winner(first: str, second: str, gain: float, significant: bool) -> str | None:
    return None if not significant else first if gain > 0 else second


def _gram_figures(analysis: Analysis) -> dict[str, Any]:
    return {side: [asdict(g) for g in found] for side, found in zip(("first", "second"), analysis.grams, strict=True)}


def versions() -> dict[str, str]:
    return {name: version(name) for name in ("jjak", "sacrebleu", "mecab-ko", "kiwipiepy", "numpy")}


def report_of(analysis: Analysis) -> Report:
    e = analysis.evaluation
    test = e.test
    best = e.systems[0]
    titles = {m.name: label(m.name) for m in e.metrics}
    heads = [
        Headline(f"{titles[s.metric]} of {best}", f"{s.value:.1f}", _interval(s.mean, s.margin), signature=s.signature)
        for s in e.scores[best].values()
    ]
    sections = [
        Section("Which system is better, and is it certain?", list(_systems(analysis))),
        Section("Where is it weak?", list(_slices(analysis))),
        Section("Which words come out right?", list(_words(analysis))),
    ]
    if analysis.pair:
        sections.append(Section(f"What does {analysis.pair[0]} say that {analysis.pair[1]} does not?", list(_grams(analysis))))
    sections.append(Section("What should a person look at first?", list(_examples(analysis))))
    documents = f" of {len(set(test.documents)):,} documents" if test.documents else ""
    return Report(
        title=f"Translation {test.source_lang} → {test.target_lang}: {', '.join(e.systems)}",
        lead=f"{len(e.systems)} {_plural(len(e.systems), 'system')}, {len(test.references):,} sentences{documents}, each "
        f"against one human translation. {_verdict(e)}",
        headlines=heads,
        sections=sections,
        made=f"Made {datetime.now(UTC):%Y-%m-%d %H:%M} UTC with jjak {version('jjak')}, sacreBLEU {version('sacrebleu')}.",
        versions=list(versions().items()),
        signatures=[(titles[m.name], m.signature) for m in e.metrics] + list(_settings(e)),
    )


def _settings(e: Evaluation) -> Iterator[tuple[str, str]]:
    yield "intervals", f"bootstrap, {e.draws.samples:,} resamples, seed {e.draws.seed}; mean ± half of the middle 95 %"
    yield "tests", f"paired approximate randomisation, {e.draws.trials:,} trials, and paired bootstrap, as sacreBLEU; Holm"
    for name, why in available().items():
        if why.startswith("absent"):
            yield f"{name} (not measured)", why


def _plural(number: int, word: str) -> str:
    return word if number == 1 else word + "s"


def _interval(mean: float | None, margin: float | None) -> str:
    return "" if mean is None or margin is None else f"95 %: {mean - margin:.1f} to {mean + margin:.1f}"


def _verdict(e: Evaluation) -> str:
    """One sentence that says who is best, or that nobody knows."""
    if len(e.systems) == 1:
        return ""
    metric, best = e.metrics[0], e.systems[0]
    tied = [other for other in e.systems[1:] if not e.comparison(metric.name, best, other).significant]
    name = label(metric.name)
    if not tied:
        return f"By {name}, {best} is better than every other system, and that is no chance."
    return f"By {name}, {best} is first, but cannot be told apart from {', '.join(tied)}."


def _systems(analysis: Analysis) -> Iterator[Block]:
    e = analysis.evaluation
    for metric in dict.fromkeys((e.metrics[0].name, analysis.metric)):
        rows = [(s, e.scores[s][metric]) for s in e.systems]
        points = [(s, x.value, (x.mean or 0) - (x.margin or 0), (x.mean or 0) + (x.margin or 0)) for s, x in rows]
        yield intervals(f"{label(metric)} with 95 % intervals", f"{label(metric)}, 0 to 100", points)
    columns = [Column("rank", True), Column("system")]
    columns += [Column(label(m.name), True, "less is better" if m.better < 0 else "") for m in e.metrics]
    body = [[count(e.rank(name)), Cell(name), *(_score(e, name, m.name, m.better) for m in e.metrics)] for name in e.systems]
    yield Table(columns, body, f"± is half of the 95 % interval. Bold: no system is significantly better. {_signatures(e)}")
    if e.comparisons:
        yield _tests(e)


def _score(e: Evaluation, system: str, metric: str, better: int) -> Cell:
    score = e.scores[system][metric]
    others = [e.comparison(metric, system, other) for other in e.systems if other != system]
    beaten = any(c.significant and c.difference * better * (1 if c.first == system else -1) < 0 for c in others)
    return Cell(f"{score.value:.1f} ± {score.margin:.1f}", score.value, strong=not beaten)


def _signatures(e: Evaluation) -> str:
    return " · ".join(f"{label(m.name)}: {m.signature}" for m in e.metrics)


def _tests(e: Evaluation) -> Table:
    columns = [Column("system"), Column("less the system"), *(Column(label(m.name), True) for m in e.metrics)]
    rows = []
    first = e.metrics[0].name
    for pair in (c for c in e.comparisons if c.metric == first):
        cells = []
        for metric in e.metrics:
            c = e.comparison(metric.name, pair.first, pair.second)
            mark = "*" if c.significant else ""
            cells.append(Cell(f"{c.difference:+.2f}{mark}", c.difference, strong=c.significant, note=f"p {c.corrected:.4f}"))
        rows.append([Cell(pair.first), Cell(pair.second), *cells])
    text = (
        f"* and bold: certain, p below 0.05. p is of paired approximate randomisation as in sacreBLEU ({e.draws.trials:,} "
        f"trials, seed {e.draws.seed}), corrected by Holm for the {len(rows)} comparisons of a metric. Paired bootstrap gives: "
        f"{_agreement(e)}."
    )
    return Table(columns, rows, text)


def _agreement(e: Evaluation) -> str:
    """Whether the other test says the same."""
    other = [c for c in e.comparisons if (c.bootstrap < LEVEL) != (c.randomisation < LEVEL)]
    if not other:
        return "the same in every comparison"
    return "another answer for " + ", ".join(
        f"{c.first} and {c.second} by {label(c.metric)} (p {c.bootstrap:.4f})" for c in other
    )


def _faults(analysis: Analysis) -> Table:
    columns = [Column("system"), Column("length", True, "words / reference's")]
    columns += [Column(name, True, "sentences") for name in ("empty", "repeating", "untranslated")]
    rows = []
    for name in analysis.evaluation.systems:
        wrong = analysis.faults[name]
        rows.append([Cell(name), number(wrong.length, 2), *map(count, (wrong.empty, wrong.repeated, wrong.untranslated))])
    return Table(columns, rows, "Repeating: a run of words comes four times or more in a row, and not so in the source.")


def _slices(analysis: Analysis) -> Iterator[Block]:
    e, name = analysis.evaluation, label(analysis.metric)
    yield _faults(analysis)
    families: dict[str, list[tuple[Slice, Mapping[str, float]]]] = {}
    for part, scores in zip(analysis.slices, analysis.slice_scores, strict=True):
        families.setdefault(part.family, []).append((part, scores))
    lengths = families.get("length", [])
    if len(lengths) > 1:
        series = [(system, [scores[system] for _, scores in lengths]) for system in e.systems]
        names = [part.name.removesuffix(" words") for part, _ in lengths]
        yield lines(f"{name} by the length of the sentence", name, names, series, "words of the reference")
    rows, left = [], ""
    for family, parts in families.items():
        shown = parts
        if family == "document" and len(parts) > DOCUMENTS:
            shown = sorted(parts, key=lambda each: sum(each[1].values()))[:DOCUMENTS]
            left = f" Documents: the {DOCUMENTS} lowest of {len(parts):,}."
        for part, scores in shown:
            best = max(scores.values())
            cells = [Cell(f"{scores[s]:.1f}", scores[s], strong=scores[s] == best and len(scores) > 1) for s in e.systems]
            rows.append([Cell(family), Cell(part.name), count(len(part.places)), *cells])
    columns = [Column("by"), Column("part"), Column("sentences", True), *(Column(s, True) for s in e.systems)]
    yield Table(columns, rows, f"{name} over each part alone: {_signature(e, analysis.metric)}.{left}")


def _signature(e: Evaluation, metric: str) -> str:
    return next(m.signature for m in e.metrics if m.name == metric)


def _words(analysis: Analysis) -> Iterator[Block]:
    e = analysis.evaluation
    yield Paragraph(
        "Of the references' words of each sort, how many a system has in the same sentence; in brackets, how many of its own "
        "are in the reference. An output may say it in other words, so read this between systems, not alone."
    )
    rows = []
    for each in analysis.classes:
        cells = []
        for system in e.systems:
            precision = each.precision(system)
            note = "" if precision is None else f" ({precision:.0f})"
            cells.append(Cell(f"{each.recall(system):.0f}{note}", each.recall(system)))
        rows.append([Cell(each.name), count(each.wanted), *cells])
    columns = [Column("sort"), Column("in references", True), *(Column(s, True, "%") for s in e.systems)]
    note = (
        "" if e.test.training else " Name a text of what the systems learned from with --training for rare and unknown words."
    )
    yield Table(columns, rows, f"Exact words, each counted as often as in both.{note}")


def _grams(analysis: Analysis) -> Iterator[Block]:
    assert analysis.pair
    yield Paragraph("Runs of one to four words of the reference that one system has more often; the plainest difference first.")
    for at, found in enumerate(analysis.grams):
        own, other = analysis.pair[at], analysis.pair[1 - at]
        columns = [
            Column(f"{own} gets right more often"),
            Column(own, True),
            Column(other, True),
            Column("in references", True),
        ]
        rows = []
        for gram in found:
            values = (gram.first, gram.second) if at == 0 else (gram.second, gram.first)
            text = Cell(gram.text, lang=analysis.evaluation.test.target_lang)
            rows.append([text, count(values[0]), count(values[1]), count(gram.reference)])
        if rows:
            yield Table(columns, rows, "Times that the output has it where the reference does.")


def _examples(analysis: Analysis) -> Iterator[Block]:
    e = analysis.evaluation
    best, scores = e.systems[0], analysis.sentences[e.systems[0]]
    better = next(m.better for m in e.metrics if m.name == analysis.metric)
    yield Paragraph(
        f"Underlined: words that the reference does not have. Dotted: words of the reference that are missing. Figures: of the "
        f"sentence, {next(m.sentence_signature for m in e.metrics if m.name == analysis.metric)}.",
        quiet=True,
    )
    order = sorted(range(len(scores)), key=lambda at: (scores[at] * better, at))
    yield Examples(f"Worst of {best}", [_example(analysis, at, [best]) for at in order[:SHOWN]])
    if analysis.pair:
        first, second = analysis.pair
        gaps = [a - b for a, b in zip(analysis.sentences[first], analysis.sentences[second], strict=True)]
        apart = sorted(range(len(gaps)), key=lambda at: (-abs(gaps[at]), at))[:SHOWN]
        yield Examples(
            f"Most different between {first} and {second}", [_example(analysis, at, [first, second]) for at in apart]
        )
    # a short sentence is right by chance: the best are looked for among those of five words and more
    long = [at for at in reversed(order) if len(analysis.words.references[at]) >= 5]
    yield Examples(f"Best of {best}", [_example(analysis, at, [best]) for at in long[: SHOWN // 2]])


def _example(analysis: Analysis, at: int, systems: Sequence[str]) -> Example:
    test = analysis.evaluation.test
    rows: list[tuple[str, Cell]] = [("source", Cell(test.sources[at], lang=test.source_lang))] if test.sources else []
    missing: list[Run] = [Run(test.references[at], Mark.SAME)]
    for at_system, system in enumerate(systems):
        output, lacking = marked(test.systems[system][at], test.references[at])
        if at_system == 0:
            missing = lacking or missing
        text = test.systems[system][at] or "(empty)"
        score = f"{label(analysis.metric)} {analysis.sentences[system][at]:.1f}"
        rows.append((system, Cell(text, note=score, lang=test.target_lang, runs=output)))
    rows.append(("reference", Cell(test.references[at], lang=test.target_lang, runs=missing)))
    where = f" of {test.documents[at]}" if test.documents else ""
    return Example(f"Sentence {at + 1}{where}", rows)
