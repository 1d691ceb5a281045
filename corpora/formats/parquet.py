"""Parquet in the Hub's `translation` form, with scores and provenance in columns beside it. Only this module knows pyarrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from jjak.corpora.formats.entry import Entry, Refused, Wanted
from jjak.corpora.formats.records import entry_of, places
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.pair import Pair
from jjak.seeds.limits import MB, limits, too_much
from jjak.seeds.message import message

ROWS = 10_000  # of a row group: what is held at once
ROWS_AT_ONCE = 1_000  # that are read
WEIGHT = 256 << 20  # bytes of their texts at most


class ParquetWriter(PairWriter):
    def __init__(self, files: Sequence[BinaryIO], languages: tuple[str, str]) -> None:
        import pyarrow.parquet as pq

        self._languages = languages
        self._schema = schema(languages)
        self._file = pq.ParquetWriter(files[0], self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def write(self, pair: Pair) -> None:
        self._rows.append(row_of(pair, self._languages))
        if len(self._rows) == ROWS:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        self._file.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._file.close()

    def discard(self) -> None:
        self._file.close()


def schema(languages: tuple[str, str]) -> Any:
    import pyarrow as pa

    text, whole, real = pa.string(), pa.int64(), pa.float64()
    side = pa.struct([("document", text), ("segments", pa.list_(whole)), ("spans", pa.list_(pa.list_(whole)))])
    score = pa.struct([("name", text), ("value", real), ("signature", text)])
    fields = [
        ("id", text),
        ("translation", pa.struct([(language, text) for language in languages])),
        *((name, text) for name in ("kind", "origin", "status", "name", "source_lang", "target_lang")),
        *((name, text) for name in ("licence", "attribution", "comment", "file")),
        ("row", whole),
        ("unit", text),
        ("scores", pa.list_(score)),
        *((name, text) for name in ("hypothesis", "back_translation", "model", "revision")),
        ("nats", real),
        ("confidence", real),
        ("flags", pa.list_(text)),
        ("source", side),
        ("target", side),
        ("markup", pa.struct([("form", text), ("source", text), ("target", text)])),
    ]
    return pa.schema(fields)


def row_of(pair: Pair, languages: tuple[str, str]) -> dict[str, Any]:
    texts = {pair.source.lang: pair.source.text, pair.target.lang: pair.target.text}
    same = ("id", "name", "licence", "comment", "hypothesis", "back_translation", "model", "revision", "nats", "confidence")
    return {
        **{name: getattr(pair, name) for name in same},
        "translation": {language: texts.get(language) for language in languages},
        "kind": str(pair.kind),
        "origin": str(pair.origin),
        "status": str(pair.status),
        "source_lang": pair.source.lang,
        "target_lang": pair.target.lang,
        "attribution": pair.taken.attribution if pair.taken else "",
        "file": pair.taken.file if pair.taken else "",
        "row": pair.taken.row if pair.taken else None,
        "unit": pair.taken.unit if pair.taken else "",
        "scores": [{"name": name, "value": f.value, "signature": f.signature} for name, f in pair.scores.items()],
        "flags": list(pair.flags),
        "source": places(pair.source),
        "target": places(pair.target),
        "markup": pair.markup._asdict() if pair.markup else None,
    }


def read_parquet(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    """Entries by row, from 1. A part of the file that is broken ends it; the rows before it are given.

    Raises FormatError where the file says, or its texts turn out, to be over a limit.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with path.open("rb") as raw, pq.ParquetFile(raw, page_checksum_verification=True) as file:
            said = _checked(file.metadata)
            for batch in file.iter_batches(batch_size=_at_once(path, file)):
                for row in batch.to_pylist():
                    number += 1
                    yield entry_of(number, row, wanted)
            if number < said:  # a page of an unknown kind is passed over in silence
                raise ValueError(f"{said:,} rows are said to be in it, and {number:,} were found")
    except (pa.ArrowMemoryError, MemoryError) as error:
        raise too_much("memory", message("its texts take over {memory:,} MB", memory=limits().memory)) from error
    except (pa.ArrowException, OSError, ValueError, KeyError, OverflowError) as error:
        yield Refused(number + 1 if number else 0, f"not Parquet from here on: {' '.join(str(error).split())}"[:300])


def _checked(metadata: Any) -> int:
    """How many rows a file says that it has; raises FormatError where it says more than it may."""
    held = limits()
    groups = [metadata.row_group(at) for at in range(metadata.num_row_groups)]
    for name, most, count in (
        ("columns", held.columns, metadata.num_columns),
        ("rows", held.rows, metadata.num_rows),
        ("unpacked", held.unpacked * MB, sum(group.total_byte_size for group in groups)),
    ):
        if count > most:
            said = {
                "columns": message("{count:,} columns, over {most:,}", count=count, most=most),
                "rows": message("{count:,} rows, over {most:,}", count=count, most=most),
                "unpacked": message("it unpacks to {total:,} bytes, over {most:,}", total=count, most=most),
            }
            raise too_much(name, said[name])
    return int(metadata.num_rows)


def _at_once(path: Path, file: Any) -> int:
    """How many rows to read at once. A row may be a number for a long text that all rows share, so that the texts are weighed
    while they are numbers; raises FormatError where they are over the limit."""
    import pyarrow.parquet as pq

    columns = [file.schema.column(at) for at in range(file.metadata.num_columns)]
    texts = [one.path for one in columns if one.physical_type == "BYTE_ARRAY" and one.logical_type.type in ("STRING", "NONE")]
    total = largest = 0
    most = limits().unpacked * MB
    with path.open("rb") as raw, pq.ParquetFile(raw, read_dictionary=texts) as weighed:
        for number, batch in enumerate(weighed.iter_batches(batch_size=ROWS_AT_ONCE, columns=texts)):
            weight = sum(map(_weight, batch.columns))
            total, largest = total + weight, max(largest, weight)
            if total > most:
                row = number * ROWS_AT_ONCE + 1
                raise too_much("unpacked", message("row {row}: its texts are over {most:,} bytes", row=row, most=most))
    return max(1, min(ROWS_AT_ONCE, ROWS_AT_ONCE * WEIGHT // max(1, largest)))


def _weight(column: Any) -> int:
    """Bytes of the texts of a column, each as often as it is there."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        lengths = pc.binary_length(column.dictionary).take(column.indices)
        return int(pc.sum(lengths.cast(pa.int64())).as_py() or 0)
    if pa.types.is_struct(column.type):
        return sum(map(_weight, column.flatten()))
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return _weight(column.flatten())
    return int(column.nbytes)
