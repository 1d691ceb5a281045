"""Tables as text: which mark parts the cells, what quotes mean, and rows that go over several lines.

A quote opens a cell only at its beginning, and closes it only before a mark or the line's end; any other is a letter. So an
inch mark costs nothing, and a quotation stays one.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

from jjak.corpora.formats.columns import columns_of
from jjak.corpora.formats.entry import Entry, Note, Refused, Wanted
from jjak.corpora.formats.streams import lines
from jjak.corpora.formats.table import Row, entries
from jjak.seeds.errors import FormatError
from jjak.seeds.limits import how_to_raise, limits

MOST = 1_000  # lines of one row; a quote that is open for longer was never meant to be one
SAMPLE = 200  # lines that are looked at to find the mark and the quotes
WEIGHT = 1 << 20  # characters of them at most
MARKS = (",", ";", "\t", "|")
_SAID = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
Line = tuple[int, str | Refused]


@dataclass(frozen=True, slots=True)
class Dialect:
    """mark: what parts two cells; quotes: `all` as in CSV, `few` where a cell must need its quotes, since a quotation
    may have some of its own, `none`."""

    mark: str
    quotes: str = "all"


def read_delimited(
    path: Path, wanted: Wanted, marks: Sequence[str], *, quoted: bool, undo: Callable[[str], str] = str
) -> Iterator[Entry | Note | Refused]:
    """The entries of a table, each by the line that it begins on.

    Args:
        marks: What may part cells, the likeliest first.
        quoted: Whether every quoted cell is quoted, as in CSV; else those that need it.
        undo: What takes back what our own export did to a cell.
    """
    source = lines(path, wanted.encoding, returns=True)
    first = _sampled(source)
    if first and isinstance(first[0][1], str) and (said := _SAID.fullmatch(first[0][1].rstrip("\r"))):
        marks = (said[1],)
        first = first[1:]
    spoken = [line.rstrip("\r") for _, line in first if isinstance(line, str) and line.strip() and _is_row(line, marks)]
    mark = _mark(spoken, marks, wanted)
    quotes = "all" if quoted else _quotes(spoken, mark)
    yield from entries(_records(chain(first, source), Dialect(mark, quotes)), wanted, undo=undo)


def _sampled(source: Iterator[Line]) -> list[Line]:
    """The first lines: SAMPLE of them, or as many as have WEIGHT characters."""
    first: list[Line] = []
    weight = 0
    for one in islice(source, SAMPLE):
        first.append(one)
        weight += len(one[1]) if isinstance(one[1], str) else 0
        if weight > WEIGHT:
            break
    return first


def _is_row(line: str, marks: Sequence[str]) -> bool:
    return max(map(line.count, marks)) < limits().columns


def _mark(sample: Sequence[str], marks: Sequence[str], wanted: Wanted) -> str:
    """The mark by which the columns are found, or else the one that parts most lines alike."""
    if len(marks) == 1 or not sample:
        return marks[0]
    return max(marks, key=lambda mark: (*_parts(sample, mark, wanted), -marks.index(mark)))


def _parts(sample: Sequence[str], mark: str, wanted: Wanted) -> tuple[int, float]:
    """How well a mark parts lines: 2 where it finds columns by their names, 1 by their letters; and how many lines alike."""
    rows = [parsed(line, mark)[0] for line in sample]
    ((width, often),) = Counter(map(len, rows)).most_common(1)
    share = often / len(rows) if width > 1 else 0.0
    try:
        columns = columns_of(rows, wanted)
    except FormatError:
        return 0, share
    return (2 if columns.head >= 0 and not columns.notes else 1), share


def _quotes(sample: Sequence[str], mark: str) -> str:
    """What quotes mean in a file that need not have any: all where every cell has them, or where Excel's are among them."""
    if sample and {"id", "kind", "direction"} <= set(sample[0].split(mark)):
        return "none"  # as we write it
    cells = [cell for line in sample for cell in line.split(mark) if cell]
    whole = [cell for cell in cells if len(cell) > 1 and cell[0] == cell[-1] == '"']
    doubled = [cell for cell in whole if '""' in cell[1:-1] and '"' not in cell[1:-1].replace('""', "")]
    commas = [cell for cell in cells if "," in cell]
    quoted = len(commas) > 1 and all(cell in whole for cell in commas)
    return "all" if (cells and len(whole) == len(cells)) or doubled or quoted else "few"


def _records(source: Iterator[Line], dialect: Dialect) -> Iterator[Row]:
    """Rows by the number of their first line. A quote that nobody closes spoils its own line only."""
    waiting: deque[Line] = deque()  # lines that were read ahead in search of a quote's end
    width, most = 0, limits().columns
    while (one := waiting.popleft() if waiting else next(source, None)) is not None:
        number, line = one
        if isinstance(line, str) and line.count(dialect.mark) >= most:
            line = Refused(number, f"over {most:,} columns. {how_to_raise('columns')}")
        if isinstance(line, Refused):
            yield number, line
            continue
        cells, rest = _cells(line.removesuffix("\r"), dialect)
        if rest is not None:
            ahead: list[Line] = []
            whole = _joined(cells, rest + line[len(line.removesuffix("\r")) :], waiting, source, ahead, dialect)
            if whole is None or (width and len(whole) != width):
                waiting.extendleft(reversed(ahead))
                if dialect.quotes == "all":
                    yield number, Refused(number, "a quote that is opened here is never closed")
                    continue
                whole = line.removesuffix("\r").split(dialect.mark)
            cells = whole
        width = width or len(cells)
        yield number, cells


def _joined(
    cells: list[str], rest: str, waiting: deque[Line], source: Iterator[Line], ahead: list[Line], dialect: Dialect
) -> list[str] | None:
    """The cells of a row that goes on in the next lines, which are put into `ahead`; None where its quote is not closed."""
    found, open_ = list(cells), rest
    while len(ahead) < MOST:
        one = waiting.popleft() if waiting else next(source, None)
        if one is None:
            return None
        ahead.append(one)
        if isinstance(one[1], Refused):
            return None
        line = one[1].removesuffix("\r")
        more, rest_ = parsed(f'"{line}', dialect.mark)
        if not more:  # the whole line is inside
            open_ += "\n" + (rest_ or "") + one[1][len(line) :]
            continue
        if line and more[0].startswith('"') and not _closed(dialect.mark).match(f'"{line}'):
            return None  # a quote inside that neither closes nor is doubled
        found += [open_ + "\n" + more[0], *more[1:]]
        if rest_ is None:
            return found
        open_ = rest_ + one[1][len(line) :]
    return None


def _cells(line: str, dialect: Dialect) -> tuple[list[str], str | None]:
    if dialect.quotes == "none":
        return line.split(dialect.mark), None
    return parsed(line, dialect.mark, needed=dialect.quotes == "few")


@lru_cache(maxsize=16)
def _closed(mark: str) -> re.Pattern[str]:
    return re.compile(rf'"((?:[^"]|"")*+)"(?={re.escape(mark)}|\Z)')


_OPEN = re.compile(r'"((?:[^"]|"")*+)\Z')


def parsed(line: str, mark: str, *, needed: bool = False) -> tuple[list[str], str | None]:
    """The cells of a line, and what stands after a quote that is still open at its end (None where none is).

    needed: whether a cell is quoted only if it holds a mark or a quote; quotes around any other are its own.
    """
    if '"' not in line:
        return line.split(mark), None
    cells: list[str] = []
    at = 0
    while True:
        if line.startswith('"', at):
            if (found := _closed(mark).match(line, at)) and (not needed or mark in found[1] or '"' in found[1]):
                cells.append(found[1].replace('""', '"'))
                at = found.end()
                if at >= len(line):
                    return cells, None
                at += 1
                continue
            if not found and (open_ := _OPEN.match(line, at)):
                return cells, open_[1].replace('""', '"')
        end = line.find(mark, at)
        cells.append(line[at:] if end < 0 else line[at:end])
        if end < 0:
            return cells, None
        at = end + 1
