"""The rows of a table as entries: its columns are found by its first rows, and what was guessed of them is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

from jjak.corpora.formats.columns import Columns, columns_of, entry_of
from jjak.corpora.formats.entry import Entry, Note, Refused, Wanted

SAMPLE = 50  # rows that columns are found by
Row = tuple[int, list[str] | Refused]


def entries(
    rows: Iterator[Row],
    wanted: Wanted,
    *,
    undo: Callable[[str], str] = str,
    gather: Callable[[Iterator[Row], Columns], Iterator[Row]] = lambda rows, _: rows,
    guess: bool = True,
) -> Iterator[Entry | Note | Refused]:
    """The entries of rows, each with its number in the file.

    Args:
        undo: What takes back what our own export did to a cell.
        gather: What makes one row of several, when it is known which columns hold texts.
        guess: Whether columns without names may be guessed.

    Raises FormatError where the columns are not found.
    """
    first: list[Row] = list(islice(rows, SAMPLE))
    sample = [cells for _, cells in first if not isinstance(cells, Refused) and any(cells)]
    if not sample:
        yield from (cells for _, cells in chain(first, rows) if isinstance(cells, Refused))
        return
    columns = columns_of(sample, wanted, guess=guess)
    yield from (Note(0, note) for note in columns.notes)
    body = _below(first, sample[: columns.head + 1])
    for number, cells in gather(chain(body, rows), columns):
        if isinstance(cells, Refused):
            yield cells
        elif any(cells):
            yield entry_of(number, [undo(cell) for cell in cells] if columns.ours else cells, columns)


def _below(rows: Sequence[Row], head: Sequence[Sequence[str]]) -> list[Row]:
    """The rows after the head, and those before it that were refused."""
    last = next((at for at, (_, cells) in enumerate(rows) if head and cells is head[-1]), -1)
    return [row for at, row in enumerate(rows) if at > last or isinstance(row[1], Refused)]
