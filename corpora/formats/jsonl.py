"""JSON Lines in the Hub's `translation` form, with scores and provenance beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from corpora.pair import Pair, Side


def write_jsonl(pairs: Iterable[Pair], languages: tuple[str, str], out: BinaryIO) -> None:
    for pair in pairs:
        out.write((json.dumps(_row(pair, languages), ensure_ascii=False) + "\n").encode())


def _row(pair: Pair, languages: tuple[str, str]) -> dict[str, Any]:
    texts = {pair.source.lang: pair.source.text, pair.target.lang: pair.target.text}
    row: dict[str, Any] = {
        "id": pair.id,
        "translation": {language: texts[language] for language in languages if language in texts},
        "kind": str(pair.kind),
        "origin": str(pair.origin),
        "status": str(pair.status),
        "name": pair.name,
        "source": _side(pair.source),
        "target": _side(pair.target),
        "model": pair.model,
        "revision": pair.revision,
        "nats": pair.nats,
        "confidence": pair.confidence,
        "scores": {name: {"value": f.value, "signature": f.signature} for name, f in pair.scores.items()},
        "flags": list(pair.flags),
    }
    if pair.back_translation:
        row["back_translation"] = pair.back_translation
    if pair.hypothesis != pair.target.text:
        row["hypothesis"] = pair.hypothesis
    if pair.licence:
        row["licence"] = pair.licence
    return row


def _side(side: Side) -> dict[str, Any]:
    where = {"document": side.document, "segments": list(side.segments), "spans": [list(span) for span in side.spans]}
    return {"lang": side.lang, **(where if side.document else {})}
