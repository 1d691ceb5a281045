"""Beads and pairs as rows of the tables, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from align.beads import Bead
from corpora.pair import Figure, Markup, Origin, Pair, Side, Status, Taken
from seeds.document import Kind, Span


def bead_row(alignment: int, at: int, bead: Bead) -> dict[str, Any]:
    return {
        "alignment": alignment,
        "index": at,
        "source_start": bead.source.start,
        "source_stop": bead.source.stop,
        "target_start": bead.target.start,
        "target_stop": bead.target.stop,
        "score": bead.score,
        "reasons": [list(reason) for reason in bead.reasons],
    }


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
        "comment": pair.comment,
        "taken": list(pair.taken) if pair.taken else None,
        "markup": list(pair.markup) if pair.markup else None,
    }


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
        comment=row["comment"],
        taken=Taken(*row["taken"]) if row["taken"] else None,
        markup=Markup(*row["markup"]) if row["markup"] else None,
    )
