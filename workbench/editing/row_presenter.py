"""What the page is told of a row: its texts, what machines made of them, and why it is doubted or trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jjak.align.sentence.beads import Bead
from jjak.align.text.languages import join_sentences, separator_of
from jjak.corpora.checks.review_checks import Usual, lost_names, lost_numbers, repeated, shared, untranslated, within
from jjak.corpora.pair import Pair, Status
from jjak.corpora.review.commands import SIDES, SideName, hundredths
from jjak.corpora.review.events import Pieces, Row
from jjak.workbench.editing.context import ReviewContext, flags_of_row, key_of, text_of

# below the first a row is doubtful, from the second on it is sure; confidence is calibrated, so .6 is right six times in ten
DOUBT, SURE = 0.6, 0.9
# the same of the round-trip chrF2++ of a machine's translation, 0..100: below 30 hardly a word came back
WORST, FAIR = 30.0, 50.0
SAME_LANGUAGE = "same language on both sides"  # a reason of a link that is no pair: no figure of the aligner's
REASONS = 6  # of the aligner's reasons, those that say most
SHOWN = 100_000  # characters of a segment that are sent to a page; the rest is there when it is edited


def row_summary(row: Row, measure: float | None, flags: Sequence[str] = ()) -> list[Any]:
    """What a page knows of every row of a document, so that it can count, filter and find its way: name, version, status,
    measure in hundredths or -1, segments of both sides, characters of the longer side, bookmark and comment, flags, and the
    first segment of the target or -1, by which the page sees which rows cross."""
    source, target = row.source, row.target
    # of nearly all rows, and a long document has many thousand
    if len(source) == len(target) == 1:
        long = max(len(source[0].text), len(target[0].text))
    else:
        long = max(sum([len(piece.text) for piece in side]) for side in (source, target))
    figure = -1 if measure is None else hundredths(measure)
    notes = (1 if row.bookmark else 0) + (2 if row.comment else 0)
    place = next((piece.segment for piece in target if piece.segment >= 0), -1)
    return [row.id, row.version, _STATUS[row.status], figure, len(source), len(target), long, notes, ",".join(flags), place]


_STATUS = {Status.UNREVIEWED: "u", Status.ACCEPTED: "a", Status.REJECTED: "r"}


def row_views(
    context: ReviewContext,
    rows: Sequence[Row],
    beads: Mapping[int, Bead],
    pairs: Mapping[str, Pair],
    usual: Usual,
    trips: Mapping[int, float],
) -> list[dict[str, Any]]:
    """All there is to show of some rows, as JSON.

    Args:
        context: of their bitext.
        rows: those that are shown.
        beads: of the aligner, by number.
        pairs: that the rows say, by id.
        usual: how long a translation usually is.
        trips: chrF2++ of what came back, 0 to 100, by bead.
    """
    made = _translations(context, rows)
    return [_view(context, row, beads, pairs, usual, measure_of(context, row, trips), made) for row in rows]


def measure_of(context: ReviewContext, row: Row, trips: Mapping[int, float]) -> float | None:
    """How sure a row is, 0..1: the aligner's confidence, or what came back from a machine's translation there and back."""
    if row.score is None:
        return None
    if not context.alone:
        return row.score
    return trips[row.bead] / 100 if row.bead is not None and row.bead in trips else None


def thresholds(context: ReviewContext) -> tuple[float, float]:
    return (WORST / 100, FAIR / 100) if context.alone else (DOUBT, SURE)


def _translations(context: ReviewContext, rows: Sequence[Row]) -> dict[SideName, dict[str, str]]:
    """Machine translations by side and text: of both sides, each into the other language."""
    found: dict[SideName, dict[str, str]] = {}
    for side in SIDES:
        if side == "target" and context.alone:
            found[side] = {}
            continue
        by_lang: dict[str, list[str]] = {}
        for row in rows:
            pieces: Pieces = getattr(row, side)
            if pieces:
                by_lang.setdefault(context.lang(side, pieces), []).extend(piece.text for piece in pieces)
        texts: dict[str, str] = {}
        for lang, some in by_lang.items():
            made = context.translations(list(dict.fromkeys(some)), lang, context.other(lang))
            texts.update((text, translation.text) for text, translation in made.items())
        found[side] = texts
    return found


def _view(
    context: ReviewContext,
    row: Row,
    beads: Mapping[int, Bead],
    pairs: Mapping[str, Pair],
    usual: Usual,
    measure: float | None,
    made: Mapping[SideName, Mapping[str, str]],
) -> dict[str, Any]:
    langs = {side: context.lang(side, getattr(row, side)) for side in SIDES}
    texts = {side: text_of(getattr(row, side), langs[side]) for side in SIDES}
    key = key_of(context, row)
    pair = pairs.get(key.pair) if key else None
    machine = {side: _machine(getattr(row, side), made[side], context.other(langs[side])) for side in SIDES}
    if context.alone and pair is not None:
        machine["target"] = pair.back_translation if pair.back_translation and pair.hypothesis == pair.target.text else ""
        machine["source"] = pair.hypothesis if pair.hypothesis != pair.target.text else ""
    if context.imported and pair is not None and pair.hypothesis != pair.target.text:
        machine["source"] = pair.hypothesis or machine["source"]
    bead = beads.get(row.bead) if row.bead is not None and row.score is not None else None
    return {
        "id": row.id,
        "version": row.version,
        "light": row_summary(row, measure, flags_of_row(context, row)),
        "unit": _unit(pair),
        "status": str(row.status),
        "reason": row.reason,
        "comment": row.comment,
        "bookmark": row.bookmark,
        "measure": measure,
        "source": [list(piece) for piece in row.source],
        "target": [list(piece) for piece in row.target],
        "lang": langs,
        "mt": machine,
        "marks": _marks(row, texts, machine, langs),
        "why": _why(texts, usual, pair, bead or row, same=key is None),
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


def _machine(pieces: Pieces, made: Mapping[str, str], lang: str) -> str:
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
