"""The sections of a corpus's report for and about reviewers: pairs to look at first, and what was changed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from jjak.corpora.pair import Origin, Pair, Side
from jjak.eval.contrast import marked
from jjak.eval.reviewed import Agreement, EditDistance
from jjak.seeds.message import counted, message
from jjak.workbench.report.content import (
    BarPlot,
    Block,
    Cell,
    Column,
    Example,
    Examples,
    Facts,
    Paragraph,
    Table,
    Text,
    count,
    joined,
)
from jjak.workbench.report.corpus_statistics import (
    EDITS,
    LOW,
    STRANGE,
    UNSURE,
    Changes,
    CorpusStatistics,
    Doubt,
    histogram,
)
from jjak.workbench.report.names import REASONS, pairs, reason_text, value_name

LONGEST = 600  # characters of a text that are shown


def doubtful_pairs(found: CorpusStatistics) -> Iterator[Block]:
    """What to look at first: how many pairs each reason for doubt has, and the most doubtful ones."""
    if not found.doubtful:
        yield Paragraph(message("Nothing: no unreviewed pair has a reason to doubt it."))
        return
    caption = message(
        "Doubtful link: confidence below {confidence}. Low score: sentence chrF2++ below {score:.0f}. Unusual length: more "
        "than {times} times the usual length ratio of the direction, or less than 1/{times} of it.",
        confidence=UNSURE,
        score=LOW,
        times=STRANGE,
    )
    reasons = [[Cell(REASONS[name]), count(n)] for name, n in found.doubts.items()]
    yield Table([Column(message("reason for doubt")), Column(message("unreviewed pairs"), True)], reasons, caption)
    columns = [
        Column(message("document")),
        Column(message("source"), text=True),
        Column(message("translation"), text=True),
        Column(message("reasons")),
    ]
    caption = message("The pairs with the most reasons first, then those with the lowest chrF2++.")
    yield Table(columns, [_doubtful(doubt) for doubt in found.doubtful], caption)


def _doubtful(doubt: Doubt) -> list[Cell]:
    pair = doubt.pair
    return [
        Cell(pair.name, note=joined([f"#{pair.index + 1}", value_name("kind", pair.kind)], " ")),
        _side(pair.source),
        _side(pair.target, _machine(pair)),
        Cell(joined([reason_text(reason) for reason in doubt.reasons], "; ")),
    ]


def _machine(pair: Pair) -> Text:
    """What a machine made beside the pair's own texts."""
    if pair.origin is Origin.HUMAN:
        return message("machine translation: {text}", text=_cut(pair.hypothesis))
    return message("back-translation: {text}", text=_cut(pair.back_translation)) if pair.back_translation else ""


def _side(side: Side, note: Text = "") -> Cell:
    return Cell(_cut(side.text), note=note, lang=side.lang)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


def edits(changes: Changes) -> Iterator[Block]:
    """What reviewers changed, how much, how far they agree, and the pairs that they changed most."""
    yield Facts(list(_facts(changes)))
    if len(changes.characters):
        edges = (0, *(100 * each for each in EDITS))
        counts = histogram(changes.characters, (0, *EDITS))
        yield BarPlot(
            message("How much of the machine translations was changed"),
            message("reviewed pairs, by share of characters changed"),
            [(f"{a:g}–{b:g}%", float(n)) for a, b, n in zip(edges, edges[1:], counts, strict=False) if n],
        )
    if changes.most:
        yield Examples(message("Largest changes"), [_edit(*each) for each in changes.most])


def _facts(changes: Changes) -> Iterator[tuple[Text, Text]]:
    yield message("reviewed or edited"), pairs(changes.reviewed)
    yield message("machine translations edited"), f"{changes.edited:,}"
    if len(changes.characters):
        change = message(
            "{characters:.1f}% of the characters, {words:.1f}% of the words (Levenshtein distance over the length of the "
            "longer text)",
            characters=100 * float(np.mean(changes.characters)),
            words=100 * float(np.mean(changes.words)),
        )
        yield message("changed on average"), change
    if changes.agreement:
        yield message("agreement between reviewers"), _agreement(changes.agreement)


def _agreement(found: Agreement) -> Text:
    parts: list[Text] = [
        message("{percent:.0f}% of the judgements agree", percent=100 * found.same),
        pairs(found.pairs),
        counted("{count} reviewer", "{count:,} reviewers", found.reviewers),
    ]
    if found.alpha is not None:
        alpha = message("Krippendorff's alpha {alpha:.2f} (1: full agreement, 0: what chance gives)", alpha=found.alpha)
        parts.append(alpha)
    return joined(parts, "; ")


def _edit(pair: Pair, distance: EditDistance) -> Example:
    before, after = marked(_cut(pair.hypothesis), _cut(pair.target.text))
    final = Cell(_cut(pair.target.text), note=f"{100 * distance.characters:.0f}%", lang=pair.target.lang, runs=after)
    lines: list[tuple[Text, Cell]] = [
        (message("source"), _side(pair.source)),
        (message("machine translation"), Cell(_cut(pair.hypothesis), lang=pair.target.lang, runs=before)),
        (message("final text"), final),
    ]
    return Example(joined([f"{pair.name} #{pair.index + 1}", value_name("status", pair.status)]), lines)
