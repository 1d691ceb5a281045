"""Tab-separated values, one pair a line, UTF-8, no quoting: a text that holds a tab or a line break has no place in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from jjak.corpora.formats.columns import head, values
from jjak.corpora.formats.delimited import read_delimited
from jjak.corpora.formats.entry import Entry, Note, Refused, Unwritable, Wanted
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.pair import Pair


class TsvWriter(PairWriter):
    def __init__(self, files: Sequence[BinaryIO], languages: tuple[str, str]) -> None:
        self._out, self._languages = files[0], languages
        self._out.write(("\t".join(head(languages)) + "\n").encode())

    def write(self, pair: Pair) -> None:
        for text in (pair.source.text, pair.target.text):
            if found := next((name for mark, name in _MARKS if mark in text), ""):
                raise Unwritable("its text holds {found}", "CSV, JSON Lines and Parquet can hold it.", found=found)
        cells = [" ".join(cell.split()) if _breaks(cell) else cell for cell in values(pair, self._languages)]
        self._out.write(("\t".join(cells) + "\n").encode())


_MARKS = (("\t", "a tab"), ("\n", "a line feed"), ("\r", "a carriage return"))


def _breaks(cell: str) -> bool:
    return "\t" in cell or "\n" in cell or "\r" in cell


def read_tsv(path: Path, wanted: Wanted) -> Iterator[Entry | Note | Refused]:
    """Entries by the line that each begins on. Quotes are letters but for a cell that needs them, as Excel writes it."""
    return read_delimited(path, wanted, ("\t", ",", ";", "|"), quoted=False)
