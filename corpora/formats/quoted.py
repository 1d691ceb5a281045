"""CSV as Excel reads and writes it: quotes where they are needed, a byte order mark, and no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from jjak.corpora.formats.columns import head, values
from jjak.corpora.formats.delimited import MARKS, read_delimited
from jjak.corpora.formats.entry import Entry, Note, Refused, Wanted
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.pair import Pair

# what Excel takes for the beginning of a formula; the apostrophe before it is the one that Excel itself shows as text
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


class CsvWriter(PairWriter):
    def __init__(self, files: Sequence[BinaryIO], languages: tuple[str, str]) -> None:
        self._out, self._languages = files[0], languages
        self._out.write("\ufeff".encode())
        self._write(head(languages))

    def write(self, pair: Pair) -> None:
        self._write([f"'{cell}" if _FORMULA.match(cell) else cell for cell in values(pair, self._languages)])

    def _write(self, cells: list[str]) -> None:
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\r\n").writerow(cells)
        self._out.write(line.getvalue().encode())


class PlainCsvWriter(CsvWriter):
    """Every cell as it is: for programs that read no formulas, which would take the apostrophe for a part of the text."""

    def write(self, pair: Pair) -> None:
        self._write(values(pair, self._languages))


def read_plain_csv(path: Path, wanted: Wanted) -> Iterator[Entry | Note | Refused]:
    """As `read_csv`, with every apostrophe as it is."""
    return read_delimited(path, wanted, MARKS, quoted=True)


def read_csv(path: Path, wanted: Wanted) -> Iterator[Entry | Note | Refused]:
    """Entries by the line that each begins on. The comma may be a semicolon, as Excel writes where the comma is decimal, a tab
    or a bar."""
    return read_delimited(path, wanted, MARKS, quoted=True, undo=_bare)


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
