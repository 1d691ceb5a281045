"""What the page is told of a row: its texts, what machines made of them, and why it is doubted or trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from jjak.align.sentence.beads import Bead
from jjak.align.text.languages import join_sentences, separator_of
from jjak.corpora.checks.review_checks import (
    Usual,
    errors,
    exchanged_numbers,
    lost_names,
    lost_numbers,
    repeated,
    shared,
    untranslated,
    within,
)
from jjak.corpora.pair import Pair, Status
from jjak.corpora.review.commands import SIDES, SideName, hundredths
from jjak.corpora.review.events import IgnoredChecks, Pieces, Row
from jjak.workbench.editing.context import Key, ReviewContext, flags_of_row, key_of, text_of

# below the first a row is doubtful, from the second on it is sure; confidence is calibrated, so .6 is right six times in ten
DOUBT, SURE = 0.6, 0.9
# the same of the round-trip chrF2++ of a machine's translation, 0..100: below 30 hardly a word came back
WORST, FAIR = 30.0, 50.0
SAME_LANGUAGE = "same language on both sides"  # a reason of a link that is no pair: no figure of the aligner's
REASONS = 6  # of the aligner's reasons, those that say most
SHOWN = 100_000  # characters of a segment that are sent to a page; the rest is there when it is edited


NOT_CHECKED = "?"  # stands for the errors of a row whose texts were not checked yet


def heeded(found: Sequence[str], ignored: IgnoredChecks) -> list[str]:
    """The checks among those that a row fails which nobody ignores."""
    passed = {one.check for one in ignored}
    return [name for name in found if name not in passed]


def row_summary(row: Row, measure: float | None, flags: Sequence[str] = (), failed: Sequence[str] | None = ()) -> list[Any]:
    """What a page knows of every row of a document, so that it can count, filter and find its way: name, version, status,
    measure in hundredths or -1, segments of both sides, characters of the longer side, bookmark and comment, flags, the
    first segment of the target or -1, by which the page sees which rows cross, and the checks that it fails, where known."""
    source, target = row.source, row.target
    # of nearly all rows, and a long document has many thousand
    if len(source) == len(target) == 1:
        long = max(len(source[0].text), len(target[0].text))
    else:
        long = max(sum([len(piece.text) for piece in side]) for side in (source, target))
    figure = -1 if measure is None else hundredths(measure)
    notes = (1 if row.bookmark else 0) + (2 if row.comment else 0)
    place = next((piece.segment for piece in target if piece.segment >= 0), -1)
    errors = NOT_CHECKED if failed is None else ",".join(failed)
    sizes = len(source), len(target), long
    return [row.id, row.version, _STATUS[row.status], figure, *sizes, notes, ",".join(flags), place, errors]


_STATUS = {Status.UNREVIEWED: "u", Status.ACCEPTED: "a", Status.REJECTED: "r"}


Machine = dict[SideName, str]  # what a machine made of each side, empty where it made nothing


class RowTexts(NamedTuple):
    """What a row's segments say together.

    Attributes:
        langs: the language of each side.
        texts: the text of each side.
        key: the pair that the row says; None where it says none.
    """

    langs: Mapping[SideName, str]
    texts: Mapping[SideName, str]
    key: Key | None


def row_texts(context: ReviewContext, row: Row) -> RowTexts:
    """What a row of a bitext says, and in which languages."""
    langs: dict[SideName, str] = {side: context.lang(side, getattr(row, side)) for side in SIDES}
    return RowTexts(langs, {side: text_of(getattr(row, side), langs[side]) for side in SIDES}, key_of(context, row))


def measure_of(context: ReviewContext, row: Row, trips: Mapping[int, float]) -> float | None:
    """How sure a row is, 0..1: the aligner's confidence, or what came back from a machine's translation there and back."""
    if row.score is None:
        return None
    if not context.alone:
        return row.score
    return trips[row.bead] / 100 if row.bead is not None and row.bead in trips else None


def thresholds(context: ReviewContext) -> tuple[float, float]:
    return (WORST / 100, FAIR / 100) if context.alone else (DOUBT, SURE)


def machine_texts(context: ReviewContext, rows: Sequence[Row], texts: Sequence[RowTexts]) -> list[Machine]:
    """Machine translations of both sides of some rows, each into the other language, as the corpus remembers them."""
    made = {side: _translations(context, side, rows, texts) for side in SIDES}
    return [
        {side: _joined(getattr(row, side), made[side], context.other(said.langs[side])) for side in SIDES}
        for row, said in zip(rows, texts, strict=True)
    ]


def _translations(context: ReviewContext, side: SideName, rows: Sequence[Row], texts: Sequence[RowTexts]) -> Mapping[str, str]:
    """Machine translations of one side by text."""
    if side == "target" and context.alone:
        return {}
    by_lang: dict[str, list[str]] = {}
    for row, said in zip(rows, texts, strict=True):
        by_lang.setdefault(said.langs[side], []).extend(piece.text for piece in getattr(row, side))
    found: dict[str, str] = {}
    for lang, some in by_lang.items():
        made = context.translations(list(dict.fromkeys(some)), lang, context.other(lang))
        found.update((text, translation.text) for text, translation in made.items())
    return found


def row_view(
    context: ReviewContext,
    row: Row,
    said: RowTexts,
    bead: Bead | None,
    pair: Pair | None,
    machine: Machine,
    usual: Usual,
    measure: float | None,
) -> dict[str, Any]:
    """All there is to show of a row, as JSON.

    Args:
        context: of its bitext.
        row: which is shown.
        said: its texts.
        bead: the aligner's, where the row still is one.
        pair: that the row says.
        machine: the translations of both sides.
        usual: how long a translation usually is.
        measure: how sure the row is, 0 to 1.
    """
    machine = dict(machine)
    found = errors(said.texts["source"], said.texts["target"]) if row.source and row.target else []
    failed = heeded(found, row.ignored)
    if context.alone and pair is not None:
        machine["target"] = pair.back_translation if pair.back_translation and pair.hypothesis == pair.target.text else ""
        machine["source"] = pair.hypothesis if pair.hypothesis != pair.target.text else ""
    if context.imported and pair is not None and pair.hypothesis != pair.target.text:
        machine["source"] = pair.hypothesis or machine["source"]
    return {
        "id": row.id,
        "version": row.version,
        "light": row_summary(row, measure, flags_of_row(context, row), failed),
        "unit": _unit(pair),
        "status": str(row.status),
        "reason": row.reason,
        "comment": row.comment,
        "bookmark": row.bookmark,
        "measure": measure,
        "source": [list(piece) for piece in row.source],
        "target": [list(piece) for piece in row.target],
        "lang": dict(said.langs),
        "mt": machine,
        "marks": _marks(row, said.texts, machine, said.langs),
        "errors": failed,
        "ignored": [list(one) for one in row.ignored],
        "why": _why(said.texts, usual, pair, bead or row, same=said.key is None),
        "scores": {} if pair is None else {name: [round(each.value, 1), each.signature] for name, each in pair.scores.items()},
        "runner": _runner(bead.runner_up if bead else row.runner_up),
        "kind": context.kinds[row.source[0].segment] if row.source and 0 <= row.source[0].segment < len(context.kinds) else "",
    }


def _unit(pair: Pair | None) -> dict[str, str]:
    """Where the pair of a row stood in the file that it came with."""
    if pair is None or pair.taken is None:
        return {}
    said = {"unit": pair.taken.unit, "context": pair.taken.context, "plural": pair.taken.plural}
    return {"row": str(pair.taken.row), **{name: value for name, value in said.items() if value}}


def _joined(pieces: Pieces, made: Mapping[str, str], lang: str) -> str:
    known = [made[piece.text] for piece in pieces if piece.text in made]
    return join_sentences((text for text in known if text), lang) if len(known) == len(pieces) else ""


def _marks(
    row: Row, texts: Mapping[SideName, str], machine: Mapping[SideName, str], langs: Mapping[SideName, str]
) -> dict[str, Any]:
    """Spans of what the machine translation of each side shares with the other side, in both."""
    marks: dict[str, Any] = {"mt": {}, "text": {}}
    for side, other in (("source", "target"), ("target", "source")):
        first, second = shared(machine[side], texts[other])  # type: ignore[index]
        pieces: Pieces = getattr(row, other)
        gap = len(separator_of(langs[other]))  # type: ignore[index]
        marks["mt"][side] = first
        marks["text"][other] = within(second, [len(piece.text) for piece in pieces], gap)
    return marks


def _why(texts: Mapping[SideName, str], usual: Usual, pair: Pair | None, link: Bead | Row, *, same: bool) -> list[list[Any]]:
    """What speaks for the row (`+`) and against it (`-`): a sign, a name of the page's word list, and its values.

    same: whether both sides are in one language.
    """
    source, target = texts["source"], texts["target"]
    if not source or not target:
        return [["-", "empty source" if not source else "empty target"]]
    found: list[list[Any]] = []
    for side, lost in zip(SIDES, lost_numbers(source, target), strict=True):
        if lost:
            found.append(["-", f"number only in {side}", ", ".join(lost)])
    if not found and (moved := exchanged_numbers(source, target)):
        found.append(["-", "numbers exchanged", ", ".join(moved)])
    for side, lost in zip(SIDES, (lost_names(source, target), lost_names(target, source)), strict=True):
        if lost:
            found.append(["-", f"name only in {side}", ", ".join(lost)])
    if (odd := usual.odd(source, target)) is not None:
        found.append(["-", "length", round(odd, 1)])
    if untranslated(source, target):
        found.append(["-", "untranslated"])
    if run := repeated(target):
        found.append(["-", "repeated", run])
    if pair is not None and "repetition" in pair.flags:
        found.append(["-", "repeated translation"])
    if same:
        found.append(["-", "same language"])
    strongest = sorted((reason for reason in link.reasons if reason[0] != SAME_LANGUAGE), key=lambda reason: -abs(reason[1]))[
        :REASONS
    ]
    found += [["+" if value > 0 else "-", "aligner", name, round(value, 1)] for name, value in strongest if abs(value) >= 0.5]
    return found


def _runner(other: Any) -> list[Any] | None:
    """The likeliest other link: its segments from 1, and its probability."""
    if other is None or other.score < 0.005:
        return None
    return [
        [other.source.start + 1, other.source.stop],
        [other.target.start + 1, other.target.stop],
        round(other.score, 2),
    ]
