"""Units on their way from one machine to another: a Parquet file with a row for each, from which a store takes them in.

Columns: `source`, `target` (ids of documents, the second empty for a document alone), `aligner`, `documents` with their
segments, `beads`, `pairs` with their scores, `translations` that were made. Nothing is lost: a bitext that was written and read
is the same.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jjak.align.mt.translator import Translation
from jjak.align.text.segmentation import Segment
from jjak.corpora.pair import Figure, Pair
from jjak.corpora.store.rows import apart_of, apart_rows, bead_of, bead_row, pair_of, pair_row
from jjak.corpora.store.writing import BuiltBitext, Direction
from jjak.seeds.document import Document, Kind, Span
from jjak.seeds.errors import CorpusError

_WAY = ("model", "revision", "search", "source_lang", "target_lang")
_PAIR_TEXTS = (
    *("id", "kind", "origin", "status", "source_lang", "target_lang", "source_text", "target_text", "hypothesis"),
    *("back_translation", "model", "revision", "licence", "reason", "comment"),
)


@cache
def schema(*, apart: bool = True) -> Any:
    """The columns of a shard. apart: whether it says what stands in no segment, as the first ones did not."""
    import pyarrow as pa

    text, whole, real = pa.string(), pa.int64(), pa.float64()
    segment = pa.struct([("kind", text), ("lang", text), ("text", text), ("start", whole), ("stop", whole)])
    columns = ("id", "name", "location", "text", "metadata", *(("apart",) if apart else ()))
    document = pa.struct([*[(name, text) for name in columns], ("segments", pa.list_(segment))])
    bead = pa.struct(
        [
            *[(name, whole) for name in ("source_start", "source_stop", "target_start", "target_stop")],
            ("score", real),
            ("reasons", pa.list_(pa.struct([("name", text), ("value", real)]))),
            ("runner_up", pa.list_(real)),
        ]
    )
    pair = pa.struct(
        [
            *[(name, text) for name in _PAIR_TEXTS],
            *[("index", whole), ("place", whole), ("nats", real), ("confidence", real), ("flags", pa.list_(text))],
            *[(f"{side}_segments", pa.list_(whole)) for side in ("source", "target")],
            *[(f"{side}_spans", pa.list_(pa.list_(whole))) for side in ("source", "target")],
            ("scores", pa.list_(pa.struct([("name", text), ("value", real), ("signature", text)]))),
        ]
    )
    translation = pa.struct([*[(name, text) for name in (*_WAY, "source", "text")], ("nats", real), ("flags", pa.list_(text))])
    lists = {"documents": document, "beads": bead, "pairs": pair, "translations": translation}
    names = [(name, text) for name in ("source", "target", "aligner")]
    return pa.schema([*names, *[(name, pa.list_(kind)) for name, kind in lists.items()]])


def shard_of(bitexts: Sequence[BuiltBitext], about: Mapping[str, Any]) -> bytes:
    """The Parquet file of these bitexts, built ones: pairs that were imported are no part of any.

    about: `settings` and `versions`, with which they were built.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    said = {"jjak": json.dumps(about, ensure_ascii=False)}
    table = pa.Table.from_pylist([_row(bitext) for bitext in bitexts], schema=schema().with_metadata(said))
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
            "{path}: {reason}",
            "Free some space, or name another folder with --out.",
            path=path,
            reason=error.strerror or str(error),
        ) from error


def about(shard: Path) -> dict[str, Any]:
    """What was said when the shard was made; raises CorpusError where it is none of ours."""
    with _opened(shard) as file:
        found: dict[str, Any] = json.loads(file.schema_arrow.metadata[b"jjak"])
    return found


@contextmanager
def _opened(shard: bytes | Path) -> Iterator[Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    name = str(shard) if isinstance(shard, Path) else "shard"
    try:
        with pq.ParquetFile(shard if isinstance(shard, Path) else io.BytesIO(shard)) as file:
            if not any(file.schema_arrow.equals(schema(apart=known)) for known in (True, False)):
                raise CorpusError("{name}: not a shard of bitexts", "Name a folder that `jjak build --out` made.", name=name)
            yield file
    except (OSError, pa.ArrowException) as error:
        raise CorpusError(
            "{name}: {error}", "Make it again: remove the file and run the same build.", name=name, error=str(error)
        ) from error


def ids_in(shard: Path) -> list[tuple[str, str]]:
    """The documents of each bitext; raises CorpusError where it is none of ours."""
    with _opened(shard) as file:
        table = file.read(columns=["source", "target"])
    return list(zip(table["source"].to_pylist(), table["target"].to_pylist(), strict=True))


def units_in(shard: bytes | Path) -> Iterator[BuiltBitext]:
    """The bitexts of a Parquet file; raises CorpusError where it is none of ours."""
    with _opened(shard) as file:
        for batch in file.iter_batches(batch_size=64):
            for row in batch.to_pylist():
                yield _unit(row)


def _row(bitext: BuiltBitext) -> dict[str, Any]:
    source, target = bitext.ids
    return {
        "source": source,
        "target": target,
        "aligner": bitext.aligner,
        "documents": [_document_row(*each) for each in bitext.documents],
        "beads": [_bead_row(bead_row(0, at, bead)) for at, bead in enumerate(bitext.beads)],
        "pairs": [_pair_row(pair) for pair in bitext.pairs],
        "translations": [
            _direction_row(direction) | {"source": source, "text": made.text, "nats": made.score, "flags": list(made.flags)}
            for direction, some in bitext.made.items()
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
        "apart": json.dumps(apart_rows(document, segments), ensure_ascii=False),
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


def _unit(row: dict[str, Any]) -> BuiltBitext:
    documents = [_document(each) for each in row["documents"]]
    named = {"name": documents[0][0].name, "document": row["source"], "target_document": row["target"]}
    made: dict[Direction, dict[str, Translation]] = {}
    for each in row["translations"]:
        direction = Direction(*[each[name] for name in _WAY])
        translation = Translation(each["text"], direction.model, direction.revision, each["nats"], tuple(each["flags"]))
        made.setdefault(direction, {})[each["source"]] = translation
    return BuiltBitext(
        documents, row["aligner"], [_bead(each) for each in row["beads"]], [_pair(each | named) for each in row["pairs"]], made
    )


def _document(row: dict[str, Any]) -> tuple[Document, Path, list[Segment]]:
    apart = apart_of(json.loads(row.get("apart") or "[]"))
    document = Document(row["id"], row["name"], row["text"], json.loads(row["metadata"]), apart=apart)
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
