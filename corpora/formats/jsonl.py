"""JSON Lines in the Hub's `translation` form, with scores and provenance beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from jjak.corpora.formats.entry import Entry, Refused, Unwritable, Wanted
from jjak.corpora.formats.records import entry_of, places
from jjak.corpora.formats.streams import lines
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.pair import Pair, Side


class JsonlWriter(PairWriter):
    def __init__(self, files: Sequence[BinaryIO], languages: tuple[str, str]) -> None:
        self._out, self._languages = files[0], languages

    def write(self, pair: Pair) -> None:
        try:
            row = json.dumps(_row(pair, self._languages), ensure_ascii=False, allow_nan=False)
        except ValueError as error:
            raise Unwritable("a figure of it is no number that JSON can hold", "TSV and Parquet can hold it.") from error
        self._out.write((row + "\n").encode())


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
    if pair.hypothesis != pair.target.text:
        row["hypothesis"] = pair.hypothesis
    optional = {"back_translation": pair.back_translation, "licence": pair.licence, "comment": pair.comment}
    row |= {name: value for name, value in optional.items() if value}
    if pair.taken:
        row["taken"] = pair.taken._asdict()
    if pair.markup:
        row["markup"] = pair.markup._asdict()
    if page := dict(pair.page):
        row["page"] = page
    return row


def _side(side: Side) -> dict[str, Any]:
    return {"lang": side.lang, **(places(side) if side.document else {})}


def read_jsonl(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    for number, line in lines(path, wanted.encoding):
        if isinstance(line, Refused):
            yield line
        elif line.strip():
            yield _entry(number, line, wanted)


def _entry(number: int, line: str, wanted: Wanted) -> Entry | Refused:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Refused(number, f"not JSON: {error}"[:200])
    if not isinstance(row, dict):
        return Refused(number, f"expected an object, found {type(row).__name__}")
    return entry_of(number, row, wanted)
