"""CSV as Excel reads and writes it: quotes where they are needed, a byte order mark, and no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from jjak.corpora.formats.columns import Columns, columns_of, entry_of, head, values
from jjak.corpora.formats.entry import Entry, Refused, Wanted
from jjak.corpora.formats.streams import lines
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.pair import Pair

# what Excel takes for the beginning of a formula; the apostrophe before it is the one that Excel itself shows as text
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
MOST = 1_000  # lines of one row; a quote that is open for longer was never meant to be one


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


def read_csv(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    """Entries by the line that each begins on. The comma may be a semicolon, as Excel writes where the comma is decimal."""
    columns: Columns | None = None
    mark = ","
    for number, record in _records(path, wanted.encoding):
        if isinstance(record, Refused):
            yield record
            continue
        if columns is None:
            mark = ";" if record.count(";") > record.count(",") else "\t" if "\t" in record and "," not in record else ","
        try:
            cells = next(csv.reader([record], delimiter=mark), [])
        except csv.Error as error:
            yield Refused(number, f"no row of a table: {error}")
            continue
        if columns is None:
            columns = columns_of(cells, wanted)
            if columns.headed:
                continue
        if cells:
            if columns.ours:
                cells = [cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell for cell in cells]
            yield entry_of(number, cells, columns, wanted)


def _records(path: Path, encoding: str) -> Iterator[tuple[int, str | Refused]]:
    """Rows as text, with the number of their first line. A quote that nobody closes spoils its own line only."""
    source = lines(path, encoding, returns=True)
    waiting: deque[tuple[int, str | Refused]] = deque()  # lines that were read ahead in search of a quote's end
    while True:
        taken: list[tuple[int, str | Refused]] = []
        quotes = 0
        while len(taken) < MOST:
            one = waiting.popleft() if waiting else next(source, None)
            if one is None:
                break
            taken.append(one)
            if isinstance(one[1], Refused):
                break
            quotes += one[1].count('"')
            if quotes % 2 == 0:
                break
        if not taken:
            return
        number, first = taken[0]
        if isinstance(first, Refused):
            yield number, first
        elif quotes % 2 == 0 and not isinstance(taken[-1][1], Refused):
            yield number, "\n".join(str(line) for _, line in taken).removesuffix("\r")
            continue
        else:
            yield number, Refused(number, "a quote that is opened here is never closed")
        waiting.extendleft(reversed(taken[1:]))
