"""Units on their way from one machine to another: a Parquet file with a row for each, from which a store takes them in.

Columns: `source`, `target` (ids of documents, the second empty for a document alone), `aligner`, `documents` with their
segments, `beads`, `pairs` with their scores, `translations` that were made. Nothing is lost: a unit that was written and read
is the same.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from align.segments import Segment
from align.translation import Translation
from corpora.pair import Figure, Pair
from corpora.rows import bead_of, bead_row, pair_of, pair_row
from corpora.store import Direction, Unit
from seeds.document import Document, Kind, Span
from seeds.errors import CorpusError

_TEXT, _INT, _REAL = pa.string(), pa.int64(), pa.float64()
_SEGMENT = pa.struct([("kind", _TEXT), ("lang", _TEXT), ("text", _TEXT), ("start", _INT), ("stop", _INT)])
_DOCUMENT = pa.struct(
    [
        ("id", _TEXT),
        ("name", _TEXT),
        ("location", _TEXT),
        ("text", _TEXT),
        ("metadata", _TEXT),
        ("segments", pa.list_(_SEGMENT)),
    ]
)
_REASON = pa.struct([("name", _TEXT), ("value", _REAL)])
_BEAD = pa.struct(
    [
        *[(name, _INT) for name in ("source_start", "source_stop", "target_start", "target_stop")],
        ("score", _REAL),
        ("reasons", pa.list_(_REASON)),
        ("runner_up", pa.list_(_REAL)),
    ]
)
_SCORE = pa.struct([("name", _TEXT), ("value", _REAL), ("signature", _TEXT)])
_PAIR_TEXTS = (
    *("id", "kind", "origin", "status", "source_lang", "target_lang", "source_text", "target_text", "hypothesis"),
    *("back_translation", "model", "revision", "licence", "reason", "comment"),
)
_PAIR = pa.struct(
    [
        *[(name, _TEXT) for name in _PAIR_TEXTS],
        ("index", _INT),
        ("place", _INT),
        ("nats", _REAL),
        ("confidence", _REAL),
        ("flags", pa.list_(_TEXT)),
        *[(f"{side}_segments", pa.list_(_INT)) for side in ("source", "target")],
        *[(f"{side}_spans", pa.list_(pa.list_(_INT))) for side in ("source", "target")],
        ("scores", pa.list_(_SCORE)),
    ]
)
_WAY = ("model", "revision", "search", "source_lang", "target_lang")
_TRANSLATION = pa.struct([*[(name, _TEXT) for name in (*_WAY, "source", "text")], ("nats", _REAL), ("flags", pa.list_(_TEXT))])
SCHEMA = pa.schema(
    [
        ("source", _TEXT),
        ("target", _TEXT),
        ("aligner", _TEXT),
        ("documents", pa.list_(_DOCUMENT)),
        ("beads", pa.list_(_BEAD)),
        ("pairs", pa.list_(_PAIR)),
        ("translations", pa.list_(_TRANSLATION)),
    ]
)


def shard_of(units: Sequence[Unit], about: Mapping[str, Any]) -> bytes:
    """The Parquet file of these units, built ones: pairs that were imported are no part of any.

    about: `settings` and `versions`, with which they were built.
    """
    schema = SCHEMA.with_metadata({"jjak": json.dumps(about, ensure_ascii=False)})
    table = pa.Table.from_pylist([_row(unit) for unit in units], schema=schema)
    made = io.BytesIO()
    pq.write_table(table, made, compression="zstd")
    return made.getvalue()


def write_shard(path: Path, shard: bytes) -> None:
    """Write under another name, and rename once it is on the disk; raises CorpusError where it cannot be written."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(shard)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CorpusError(
            f"{path}: {error.strerror or error}", "Free some space, or name another folder with --out."
        ) from error


def about(shard: Path) -> dict[str, Any]:
    """What was said when the shard was made; raises CorpusError where it is none of ours."""
    with _opened(shard) as file:
        found: dict[str, Any] = json.loads(file.schema_arrow.metadata[b"jjak"])
    return found


@contextmanager
def _opened(shard: bytes | Path) -> Iterator[Any]:
    name = str(shard) if isinstance(shard, Path) else "shard"
    try:
        with pq.ParquetFile(shard if isinstance(shard, Path) else io.BytesIO(shard)) as file:
            if not file.schema_arrow.equals(SCHEMA):
                raise CorpusError(f"{name}: not a shard of units", "Name a folder that `jjak build --out` made.")
            yield file
    except (OSError, pa.ArrowException) as error:
        raise CorpusError(f"{name}: {error}", "Make it again: remove the file and run the same build.") from error


def ids_in(shard: Path) -> list[tuple[str, str]]:
    """The documents of each unit; raises CorpusError where it is none of ours."""
    with _opened(shard) as file:
        table = file.read(columns=["source", "target"])
    return list(zip(table["source"].to_pylist(), table["target"].to_pylist(), strict=True))


def units_in(shard: bytes | Path) -> Iterator[Unit]:
    """The units of a Parquet file; raises CorpusError where it is none of ours."""
    with _opened(shard) as file:
        for batch in file.iter_batches(batch_size=64):
            for row in batch.to_pylist():
                yield _unit(row)


def _row(unit: Unit) -> dict[str, Any]:
    ids = [document.id for document, _, _ in unit.documents]
    return {
        "source": ids[0],
        "target": ids[1] if len(ids) > 1 else "",
        "aligner": unit.aligner,
        "documents": [_document_row(*each) for each in unit.documents],
        "beads": [_bead_row(bead_row(0, at, bead)) for at, bead in enumerate(unit.beads)],
        "pairs": [_pair_row(pair) for pair in unit.pairs],
        "translations": [
            _direction_row(direction) | {"source": source, "text": made.text, "nats": made.score, "flags": list(made.flags)}
            for direction, some in unit.made.items()
            for source, made in some.items()
        ],
    }


def _document_row(document: Document, path: Path, segments: Sequence[Segment]) -> dict[str, Any]:
    return {
        "id": document.id,
        "name": document.name,
        "location": str(path),
        "text": document.text,
        "metadata": json.dumps(dict(document.metadata), ensure_ascii=False),
        "segments": [
            {"kind": str(p.kind), "lang": p.lang, "text": p.text, "start": p.span.start, "stop": p.span.stop} for p in segments
        ],
    }


def _bead_row(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"reasons": [{"name": name, "value": value} for name, value in row["reasons"]]}


def _pair_row(pair: Pair) -> dict[str, Any]:
    scores = [{"name": name, "value": f.value, "signature": f.signature} for name, f in pair.scores.items()]
    return pair_row(0, pair) | {"scores": scores}


def _direction_row(direction: Direction) -> dict[str, str]:
    values = (direction.model, direction.revision, direction.search, direction.source, direction.target)
    return dict(zip(_WAY, values, strict=True))


def _unit(row: dict[str, Any]) -> Unit:
    documents = [_document(each) for each in row["documents"]]
    named = {"name": documents[0][0].name, "document": row["source"], "target_document": row["target"]}
    made: dict[Direction, dict[str, Translation]] = {}
    for each in row["translations"]:
        direction = Direction(*[each[name] for name in _WAY])
        translation = Translation(each["text"], direction.model, direction.revision, each["nats"], tuple(each["flags"]))
        made.setdefault(direction, {})[each["source"]] = translation
    return Unit(
        documents, row["aligner"], [_bead(each) for each in row["beads"]], [_pair(each | named) for each in row["pairs"]], made
    )


def _document(row: dict[str, Any]) -> tuple[Document, Path, list[Segment]]:
    document = Document(row["id"], row["name"], row["text"], json.loads(row["metadata"]))
    segments = [
        Segment(document.id, at, Kind(each["kind"]), each["lang"], each["text"], Span(each["start"], each["stop"]))
        for at, each in enumerate(row["segments"])
    ]
    return document, Path(row["location"]), segments


def _bead(row: dict[str, Any]) -> Any:
    runner = row["runner_up"]
    whole = [*map(int, runner[:4]), runner[4]] if runner else None
    reasons = [(each["name"], each["value"]) for each in row["reasons"]]
    return bead_of(SimpleNamespace(**(row | {"reasons": reasons, "runner_up": whole})))


def _pair(row: dict[str, Any]) -> Pair:
    figures = {each["name"]: Figure(each["value"], each["signature"]) for each in row["scores"]}
    return pair_of(row | {"taken": None, "markup": None}, figures)
