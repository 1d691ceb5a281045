"""Beads, segments and pairs as rows of the tables, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

from jjak.align.sentence.beads import Bead, RunnerUp
from jjak.align.text.segmentation import Segment
from jjak.corpora.pair import Figure, ImportedFrom, Markup, Origin, Pair, Side, Status, aside
from jjak.corpora.store.integrity import DAMAGED
from jjak.seeds.document import Document, Kind, Span
from jjak.seeds.errors import CorpusError
from jjak.seeds.ledger import Fate, Part, Reason, ledger, lines_of
from jjak.seeds.page_metadata import PageMetadata

F = TypeVar("F", bound=Callable[..., Any])
LOST = (Fate.LEFT_OUT, Fate.UNACCOUNTED)  # fates of what a person may miss
_REASONS = {str(reason): reason for reason in Reason}


def kept(read: F) -> F:
    """A reader of rows; what it cannot read was not written by jjak, and the file is damaged."""

    @wraps(read)
    def reading(row: Any, *more: Any) -> Any:
        try:
            return read(row, *more)
        except (ValueError, TypeError, LookupError) as error:
            raise CorpusError("A row of the corpus is damaged: {error}", DAMAGED, error=str(error)) from error

    return reading  # type: ignore[return-value]


def apart_rows(document: Document, segments: Sequence[Segment]) -> list[list[Any]]:
    """What of a document stands in no segment, white space aside: start, stop, fate, reason, and lines of what is left out."""
    parts = ledger(document.text, [part.span for part in segments], document.apart)
    return [
        [*span, str(fate), str(reason or ""), lines_of(document.text, span) if fate in LOST else 0]
        for span, fate, reason in parts
        if fate not in (Fate.SEGMENT, Fate.SPACE)
    ]


def apart_of(rows: Sequence[Sequence[Any]]) -> tuple[Part, ...]:
    """The parts of such rows; a reason that this jjak does not know is none."""
    return tuple(Part(Span(row[0], row[1]), Fate(row[2]), _REASONS.get(row[3])) for row in rows)


def bead_row(alignment: int, at: int, bead: Bead, text: str | None = None) -> dict[str, Any]:
    return {
        "alignment": alignment,
        "index": at,
        "source_start": bead.source.start,
        "source_stop": bead.source.stop,
        "target_start": bead.target.start,
        "target_stop": bead.target.stop,
        "score": bead.score,
        "reasons": [list(reason) for reason in bead.reasons],
        "runner_up": None if bead.runner_up is None else _runner_row(bead.runner_up),
        "text": text,
    }


def _runner_row(other: RunnerUp) -> list[float]:
    return [other.source.start, other.source.stop, other.target.start, other.target.stop, other.score]


@kept
def bead_of(row: Any) -> Bead:
    reasons = tuple((str(name), float(value)) for name, value in row.reasons)
    runner = None
    if row.runner_up:
        a, b, c, d, score = row.runner_up
        runner = RunnerUp(range(a, b), range(c, d), score)
    source, target = range(row.source_start, row.source_stop), range(row.target_start, row.target_stop)
    return Bead(source, target, row.score, reasons, runner)


def pair_row(alignment: int, pair: Pair) -> dict[str, Any]:
    return {
        "id": pair.id,
        "alignment": alignment,
        "index": pair.index,
        "kind": str(pair.kind),
        "origin": str(pair.origin),
        "status": str(pair.status),
        "source_lang": pair.source.lang,
        "target_lang": pair.target.lang,
        "source_text": pair.source.text,
        "target_text": pair.target.text,
        "source_segments": list(pair.source.segments),
        "source_spans": [list(span) for span in pair.source.spans],
        "target_segments": list(pair.target.segments),
        "target_spans": [list(span) for span in pair.target.spans],
        "hypothesis": pair.hypothesis,
        "back_translation": pair.back_translation,
        "model": pair.model,
        "revision": pair.revision,
        "nats": pair.nats,
        "confidence": pair.confidence,
        "flags": list(pair.flags),
        "licence": pair.licence,
        "place": pair.place,
        "reason": pair.reason,
        "comment": pair.comment,
        "taken": list(pair.taken) if pair.taken else None,
        "markup": list(pair.markup) if pair.markup else None,
        "state": ",".join(aside(pair.flags)) if pair.flags else "",
    }


@kept
def segment_of(row: Any) -> Segment:
    return Segment(row.document, row.index, Kind(row.kind), row.lang, row.text, Span(row.start, row.stop))


@kept
def pair_of(row: Mapping[str, Any], figures: Mapping[str, Figure]) -> Pair:
    sides = [
        Side(
            row[document],
            tuple(row[f"{side}_segments"]),
            tuple(Span(*span) for span in row[f"{side}_spans"]),
            row[f"{side}_lang"],
            row[f"{side}_text"],
        )
        for side, document in (("source", "document"), ("target", "target_document"))
    ]
    return Pair(
        id=row["id"],
        name=row["name"],
        index=row["index"],
        kind=Kind(row["kind"]),
        origin=Origin(row["origin"]),
        source=sides[0],
        target=sides[1],
        hypothesis=row["hypothesis"],
        model=row["model"],
        revision=row["revision"],
        nats=row["nats"],
        confidence=row["confidence"],
        back_translation=row["back_translation"],
        flags=tuple(row["flags"]),
        scores=figures,
        status=Status(row["status"]),
        licence=row["licence"],
        reason=row["reason"],
        comment=row["comment"],
        place=row["place"],
        taken=ImportedFrom(*row["taken"]) if row["taken"] else None,
        markup=Markup(*row["markup"]) if row["markup"] else None,
        page=row.get("page", PageMetadata()),
    )
