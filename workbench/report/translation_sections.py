"""The sections of a translation report below the scores: weaknesses, words, differences of two systems, examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jjak.eval.contrast import Mark, Run, marked
from jjak.eval.metric_names import metric_name
from jjak.eval.slices import Slice
from jjak.eval.unit_intervals import Spread
from jjak.seeds.message import message
from jjak.workbench.report.content import (
    Block,
    Cell,
    Column,
    Example,
    Examples,
    LinePlot,
    Paragraph,
    Table,
    Text,
    count,
    joined,
    number,
)
from jjak.workbench.report.names import value_name
from jjak.workbench.report.translation_analysis import Analysis

SHOWN = 8  # sentences in a list of examples
DOCUMENTS = 12  # documents in the table of slices: the ones with the lowest scores
LONG = 5  # words of a sentence from which on it is not right by chance
Scored = tuple[Slice, Mapping[str, float], Mapping[str, Spread | None]]
"""A slice, its score by system, and the interval of that."""

FAMILIES: Mapping[str, Text] = {
    "length": message("length"),
    "kind": message("kind"),
    "document": message("document"),
    "numbers": message("numbers"),
    "names": message("names", context="proper"),
    "unknown words": message("unknown words"),
    "rare words": message("rare words"),
}
"""What slices are told apart by."""


def weaknesses(analysis: Analysis) -> Iterator[Block]:
    """Where systems are weak: faulty outputs, and scores over parts of the test set."""
    yield _faults(analysis)
    families: dict[str, list[Scored]] = {}
    for scored in zip(analysis.slices, analysis.slice_scores, analysis.slice_spreads, strict=True):
        families.setdefault(scored[0].family, []).append(scored)
    if len(families.get("length", [])) > 1:
        yield _by_length(analysis, families["length"])
    yield _slices(analysis, families)


def _faults(analysis: Analysis) -> Table:
    sentences = message("sentences")
    columns = [
        Column(message("system")),
        Column(message("length"), True, message("words / reference words")),
        Column(message("empty"), True, sentences),
        Column(message("repetitive"), True, sentences),
        Column(message("untranslated"), True, sentences),
    ]
    rows = []
    for name in analysis.evaluation.systems:
        wrong = analysis.faults[name]
        rows.append([Cell(name), number(wrong.length, 2), *map(count, (wrong.empty, wrong.repeated, wrong.untranslated))])
    caption = message(
        "Repetitive: a run of words comes four times or more in a row, but not in the source. Untranslated: left in the "
        "source's language."
    )
    return Table(columns, rows, caption)


def _by_length(analysis: Analysis, parts: Sequence[Scored]) -> LinePlot:
    name = metric_name(analysis.metric)
    return LinePlot(
        message("{metric} by sentence length", metric=name),
        name,
        [part.name.removesuffix(" words").replace("over ", ">") for part, *_ in parts],
        [(system, [scores[system] for _, scores, _ in parts]) for system in analysis.evaluation.systems],
        message("words of the reference"),
        analysis.evaluation.digits(analysis.metric),
    )


def _slices(analysis: Analysis, families: Mapping[str, Sequence[Scored]]) -> Table:
    e, rows = analysis.evaluation, []
    for family, parts in families.items():
        for part, scores, spreads in _shown(family, parts):
            best = max(scores.values())
            bold = [scores[s] == best and len(scores) > 1 for s in e.systems]
            shown = zip(e.systems, bold, strict=True)
            cells = [_sliced(scores[s], spreads[s], e.digits(analysis.metric), strong=strong) for s, strong in shown]
            rows.append([Cell(FAMILIES[family]), Cell(_part(part)), count(len(part.places)), *cells])
    columns = [Column(message("property")), Column(message("part")), Column(message("sentences"), True)]
    columns += [Column(system, True) for system in e.systems]
    signature = next(m.signature for m in e.metrics if m.name == analysis.metric)
    caption = message(
        "{metric} over each part alone, ± half of its 95% interval: {signature}. Bold: the highest, which is not always more "
        "than chance.",
        metric=metric_name(analysis.metric),
        signature=signature,
    )
    found = len(families.get("document", ()))
    if found > DOCUMENTS:
        left = message("Documents: the {shown} with the lowest scores of {all:,}.", shown=DOCUMENTS, all=found)
        caption = joined([caption, left], " ")
    return Table(columns, rows, caption)


def _sliced(score: float, spread: Spread | None, digits: int, *, strong: bool) -> Cell:
    margin = f" ± {(spread.high - spread.low) / 2:.{digits}f}" if spread else ""
    return Cell(f"{score:.{digits}f}{margin}", score, strong=strong)


def _shown(family: str, parts: Sequence[Scored]) -> Sequence[Scored]:
    if family != "document" or len(parts) <= DOCUMENTS:
        return parts
    return sorted(parts, key=lambda each: sum(each[1].values()))[:DOCUMENTS]


def _part(part: Slice) -> Text:
    return value_name("kind", part.name) if part.family == "kind" else part.title or part.name


def word_classes(analysis: Analysis) -> Iterator[Block]:
    """Which words come out right: of each class, recall and precision by system."""
    e = analysis.evaluation
    yield Paragraph(
        message(
            "How many of the references' words of each class a system has in the same sentence (recall); in brackets, how many "
            "of its own words of the class are in the reference (precision). An output may use other words and be right, so "
            "compare systems; the figures alone say little."
        )
    )
    rows = []
    for each in analysis.classes:
        cells = []
        for system in e.systems:
            precision = each.precision(system)
            note = "" if precision is None else f" ({precision:.0f})"
            cells.append(Cell(f"{each.recall(system):.0f}{note}", each.recall(system)))
        rows.append([Cell(each.title or each.name), count(each.wanted), *cells])
    columns = [Column(message("class")), Column(message("in references"), True), *(Column(s, True, "%") for s in e.systems)]
    caption = message("Exact words, each counted as often as it is in both.")
    if not e.test.training:
        advice = message("Name a text that the systems learned from with --training to see unknown and rare words.")
        caption = joined([caption, advice], " ")
    yield Table(columns, rows, caption)


def differences(analysis: Analysis) -> Iterator[Block]:
    """What one system of the pair gets right more often than the other."""
    assert analysis.pair
    yield Paragraph(
        message("Runs of one to four words of the reference that one system has more often; the clearest difference first.")
    )
    for at, found in enumerate(analysis.grams):
        own, other = analysis.pair[at], analysis.pair[1 - at]
        columns = [
            Column(message("{system} gets right more often", system=own)),
            Column(message("{system} alone", system=own), True),
            Column(message("{system} alone", system=other), True),
            Column(message("both"), True),
            Column(message("in references"), True),
            Column("p", True),
        ]
        rows = []
        for gram in found:
            alone = gram.alone if at == 0 else gram.alone[::-1]
            text = Cell(gram.text, lang=analysis.evaluation.test.target_lang)
            both = count(gram.first - gram.alone[0])
            chance = Cell(f"{gram.p:.4f}{'*' if gram.certain else ''}", gram.p, strong=gram.certain)
            rows.append([text, count(alone[0]), count(alone[1]), both, count(gram.reference), chance])
        if rows:
            caption = message(
                "In how many places of the reference one system alone has it. p: McNemar's exact test on those places; * and "
                "bold: below 0.05 after Holm's correction for every run of words."
            )
            yield Table(columns, rows, caption)


def examples(analysis: Analysis) -> Iterator[Block]:
    """What to look at first: sentences with the lowest scores, the largest differences and the highest scores."""
    e = analysis.evaluation
    best, scores = e.systems[0], analysis.sentences[e.systems[0]]
    metric = next(m for m in e.metrics if m.name == analysis.metric)
    key = message(
        "Underlined: words that the reference does not have. Dotted: words of the reference that are missing. Figures: of the "
        "sentence, {signature}.",
        signature=metric.sentence_signature,
    )
    yield Paragraph(key, quiet=True)
    order = sorted(range(len(scores)), key=lambda at: (scores[at] * metric.better, at))
    lowest = [_example(analysis, at, [best]) for at in order[:SHOWN]]
    yield Examples(message("Worst sentences of {system}", system=best), lowest)
    if analysis.pair:
        yield _most_different(analysis, *analysis.pair)
    # a short sentence is right by chance: the best are looked for among longer ones
    long = [at for at in reversed(order) if len(analysis.words.references[at]) >= LONG]
    highest = [_example(analysis, at, [best]) for at in long[: SHOWN // 2]]
    yield Examples(message("Best sentences of {system}", system=best), highest)


def _most_different(analysis: Analysis, first: str, second: str) -> Examples:
    gaps = [a - b for a, b in zip(analysis.sentences[first], analysis.sentences[second], strict=True)]
    apart = sorted(range(len(gaps)), key=lambda at: (-abs(gaps[at]), at))[:SHOWN]
    title = message("Largest differences between {first} and {second}", first=first, second=second)
    return Examples(title, [_example(analysis, at, [first, second]) for at in apart])


def _example(analysis: Analysis, at: int, systems: Sequence[str]) -> Example:
    test = analysis.evaluation.test
    rows: list[tuple[Text, Cell]] = []
    if test.sources:
        rows.append((message("source"), Cell(test.sources[at], lang=test.source_lang)))
    missing: list[Run] = [Run(test.references[at], Mark.SAME)]
    for at_system, system in enumerate(systems):
        output, lacking = marked(test.systems[system][at], test.references[at])
        if at_system == 0:
            missing = lacking or missing
        score = (
            f"{metric_name(analysis.metric)} {analysis.sentences[system][at]:.{analysis.evaluation.digits(analysis.metric)}f}"
        )
        text = test.systems[system][at]
        shown = Cell(text, note=score, lang=test.target_lang, runs=output) if text else Cell(message("(empty)"), note=score)
        rows.append((system, shown))
    rows.append((message("reference"), Cell(test.references[at], lang=test.target_lang, runs=missing)))
    if test.documents:
        return Example(message("Sentence {number} of {document}", number=at + 1, document=test.documents[at]), rows)
    return Example(message("Sentence {number}", number=at + 1), rows)
