"""The formats that pairs come and go in: one table, a module for each, and how a file's format is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jjak.corpora.formats import moses
from jjak.corpora.formats.docx_pairs import read_docx_pairs
from jjak.corpora.formats.entry import Entry, Note, Refused, Unwritable, Wanted
from jjak.corpora.formats.folder import read_folder
from jjak.corpora.formats.jsonl import JsonlWriter, read_jsonl
from jjak.corpora.formats.moses import MosesWriter, read_moses
from jjak.corpora.formats.parquet import ParquetWriter, read_parquet
from jjak.corpora.formats.po import PoWriter
from jjak.corpora.formats.po_reading import read_po
from jjak.corpora.formats.quoted import CsvWriter, PlainCsvWriter, read_csv, read_plain_csv
from jjak.corpora.formats.tmx import TmxWriter, read_tmx
from jjak.corpora.formats.tsv import TsvWriter, read_tsv
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.formats.xliff import Xliff2Writer, XliffWriter
from jjak.corpora.formats.xliff_reading import read_xliff
from jjak.corpora.formats.xlsx import XlsxWriter, read_xlsx
from jjak.seeds.errors import FormatError, SettingError, unknown

__all__ = [
    "DATASET",
    "FORMATS",
    "Entry",
    "Format",
    "Note",
    "PairWriter",
    "Refused",
    "Unwritable",
    "Wanted",
    "format_of",
    "reader_of",
]


Reader = Callable[[Path, Wanted], Iterator[Entry | Note | Refused]]


def _itself(out: str, _: tuple[str, str]) -> list[str]:
    return [out]


@dataclass(frozen=True, slots=True)
class Format:
    """read, writer: either way; suffixes: what its files are called; parts: the files that an export to `out` makes; packed:
    whether they are compressed already, so that `.gz` has no place."""

    read: Reader
    writer: Callable[[Sequence[BinaryIO], tuple[str, str]], PairWriter]
    suffixes: tuple[str, ...]
    parts: Callable[[str, tuple[str, str]], list[str]] = _itself
    packed: bool = False


FORMATS: dict[str, Format] = {
    "csv": Format(read_csv, CsvWriter, ("csv",)),
    "csv-plain": Format(read_plain_csv, PlainCsvWriter, ()),
    "jsonl": Format(read_jsonl, JsonlWriter, ("jsonl", "ndjson")),
    "moses": Format(read_moses, MosesWriter, ("moses",), moses.parts),
    "parquet": Format(read_parquet, ParquetWriter, ("parquet",), packed=True),
    "po": Format(read_po, PoWriter, ("po",)),
    "tmx": Format(read_tmx, TmxWriter, ("tmx",)),
    "tsv": Format(read_tsv, TsvWriter, ("tsv",)),
    "xliff": Format(read_xliff, XliffWriter, ("xlf", "xliff", "mqxliff", "sdlxliff")),
    "xliff2": Format(read_xliff, Xliff2Writer, ()),
    "xlsx": Format(read_xlsx, XlsxWriter, ("xlsx",), packed=True),
}
READ: dict[str, Reader] = {"docx": read_docx_pairs}  # documents that may hold pairs; none is written as such
DATASET = "dataset"  # a folder, and so no file's format
_SUFFIXES = {suffix: name for name, format_ in FORMATS.items() for suffix in format_.suffixes}


def format_of(out: str, name: str | None = None) -> str:
    """The format called `name`, or the one that `out` says by its suffix or by being a folder.

    Raises SettingError where there is none.
    """
    if name is None and out != "-" and (out.endswith("/") or Path(out).is_dir()):
        return DATASET
    suffix = Path(out.removesuffix(".gz")).suffix.lstrip(".").lower()
    chosen = name or _SUFFIXES.get(suffix, suffix)
    if not chosen or (out == "-" and not name):
        raise SettingError(
            "No format for '{out}'; there are: {formats}",
            "Give one with --format.",
            out=out,
            formats=", ".join(sorted([*FORMATS, DATASET])),
        )
    if chosen not in FORMATS and chosen != DATASET:
        raise unknown("format", chosen, [*FORMATS, DATASET])
    if out.endswith(".gz") and (chosen == DATASET or FORMATS[chosen].packed):
        raise SettingError("{chosen} is compressed already", "Leave out .gz.", chosen=chosen)
    if out == "-" and chosen in (DATASET, "moses"):
        raise SettingError("{chosen} is more than one file, and - is one", "Name a place for it.", chosen=chosen)
    return chosen


def reader_of(path: Path, wanted: Wanted, name: str | None = None) -> tuple[str, Reader]:
    """The format of a file that is there (or is called `name`), and what reads it; raises FormatError where there is none."""
    if name not in (None, DATASET) and name not in FORMATS:
        raise unknown("format", name or "", [*FORMATS, DATASET])
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise FormatError("{path}: a pipe or a device, not a file", "Save what it gives to a file, and name that.", path=path)
    if path.is_dir() and name in (None, DATASET):
        return DATASET, lambda folder, wanted: read_folder(folder, wanted, read_file)
    suffix = Path(path.name.removesuffix(".gz")).suffix.lstrip(".").lower()
    chosen = name or _SUFFIXES.get(suffix)
    if chosen is None and suffix in READ:
        return suffix, READ[suffix]
    if chosen is None and moses.sides(path, wanted.languages):
        chosen = "moses"
    if chosen is None:
        raise FormatError(
            "{path}: no format by this name",
            "Give one with --format: {formats}.",
            path=path,
            formats=", ".join(sorted(FORMATS)),
        )
    return chosen, FORMATS[chosen].read


def read_file(path: Path, wanted: Wanted) -> Iterator[Entry | Note | Refused]:
    yield from reader_of(path, wanted)[1](path, wanted)
