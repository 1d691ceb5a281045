"""What a worksheet says of its cells besides their values: which are merged or hidden, and which formulas have no value."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jjak.align.text.languages import join_sentences
from jjak.corpora.formats.columns import Columns
from jjak.corpora.formats.entry import Refused
from jjak.corpora.formats.table import Row
from jjak.seeds.limits import limits, too_much
from jjak.seeds.message import message

TALL = 1_000  # rows that a merged text goes over at most
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}


@dataclass(slots=True)
class SheetShape:
    """merges: as first row, last row, first column, last column, from 1; unvalued: cells of formulas that no program has worked
    out, as row and column from 1; the hidden are counted."""

    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    unvalued: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: int = 0
    hidden_columns: int = 0


class _Size:
    """How large a sheet is, before its rows are filled in between their cells; LimitError where it is over a limit."""

    def __init__(self) -> None:
        self._cells = self._merges = 0
        self._limits = limits()

    def cell(self, name: str) -> None:
        self._cells += 1
        if self._cells > self._limits.cells:
            raise too_much("cells", message("over {most:,} cells", most=self._limits.cells))
        letters = name.strip("$").rstrip("0123456789$")
        # XFD is the last column of Excel's 16,384
        if len(letters) > 2 and (len(letters) > 3 or (_place(f"{letters}1") or (0, 0))[1] > self._limits.columns):
            raise too_much(
                "columns", message("the cell {name} is over {most:,} columns", name=name[:20], most=self._limits.columns)
            )

    def merge(self) -> None:
        self._merges += 1
        if self._merges > self._limits.cells // 10:
            raise too_much("cells", message("over {most:,} merged cells", most=self._limits.cells // 10))


def shape_of(path: Path, part: str) -> SheetShape:
    """The shape of a sheet by its part of the workbook."""
    from lxml import etree

    shape, size = SheetShape(), _Size()
    names = [f"{{*}}{name}" for name in ("c", "row", "col", "mergeCell")]
    with zipfile.ZipFile(path) as book, book.open(part.lstrip("/")) as sheet:
        for _, one in etree.iterparse(sheet, events=("end",), tag=names, resolve_entities=False, no_network=True, recover=True):
            name = one.tag.rpartition("}")[2]
            if name == "c":
                size.cell(one.get("r") or "")
                value = one.findtext("{*}v")
                if one.find("{*}f") is not None and not value and (place := _place(one.get("r") or "")):
                    shape.unvalued.add(place)
            elif name == "row":
                shape.hidden_rows += one.get("hidden") in ("1", "true") and len(one) > 0
                one.clear()
                while one.getprevious() is not None:
                    del one.getparent()[0]
            elif name == "col" and one.get("hidden") in ("1", "true"):
                first, last = (int(one.get(side) or 0) for side in ("min", "max"))
                # to the sheet's end is what Excel writes for the empty rest
                shape.hidden_columns += last - first + 1 if last - first < 100 else 0
            elif name == "mergeCell":
                corners = [_place(corner) for corner in (one.get("ref") or "").split(":")]
                size.merge()
                if len(corners) == 2 and corners[0] and corners[1]:
                    shape.merges.append((corners[0][0], corners[1][0], corners[0][1], corners[1][1]))
    shape.merges.sort()
    return shape


def _place(name: str) -> tuple[int, int] | None:
    found = _CELL.fullmatch(name)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _named(row: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def merged(rows: Iterator[Row], columns: Columns, shape: SheetShape) -> Iterator[Row]:
    """The rows, those that a merged text goes over as one: its texts are joined, and of the other columns the first says it.

    What is merged beside the texts, as the name of a document, holds in each of its rows. A text that is a formula without a
    value, or an error, costs its row.
    """
    groups, held = _groups(columns, shape), _held(columns, shape)
    values: dict[int, tuple[int, str]] = {}
    waiting: list[tuple[int, list[str]]] = []
    last = 0
    for number, cells in rows:
        if isinstance(cells, Refused):
            yield number, cells
            continue
        if waiting and number > last:
            yield _joined(waiting, columns)
            waiting = []
        if wrong := _fault(number, cells, columns, shape):
            yield number, Refused(number, wrong)
            continue
        values |= {at: (bottom, cells[at]) for at, bottom in held.get(number, ()) if at < len(cells)}
        filled = _filled(number, cells, values)
        if number in groups:
            last = groups[number]
            waiting.append((number, filled))
        else:
            yield number, filled
    if waiting:
        yield _joined(waiting, columns)


def _groups(columns: Columns, shape: SheetShape) -> dict[int, int]:
    """The last row of the group that a row is in, of rows that merged texts hold together."""
    texts = {at + 1 for at in columns.texts}
    groups: list[tuple[int, int]] = []
    for top, bottom, left, right in shape.merges:
        if bottom == top or bottom - top > TALL or not texts & set(range(left, min(right, left + 100) + 1)):
            continue
        if groups and top <= groups[-1][1]:
            groups[-1] = groups[-1][0], max(bottom, groups[-1][1])
        else:
            groups.append((top, bottom))
    return {row: last for first, last in groups for row in range(first, last + 1)}


def _joined(rows: list[tuple[int, list[str]]], columns: Columns) -> Row:
    number, first = rows[0]
    cells = list(first)
    for language, at in zip(columns.languages, columns.texts, strict=True):
        parts = [row[at] for _, row in rows if at < len(row) and row[at].strip()]
        if at < len(cells):
            cells[at] = join_sentences(parts, language)
    for at in range(len(cells)):
        if at not in columns.texts:
            cells[at] = next((row[at] for _, row in rows if at < len(row) and row[at]), "")
    return number, cells


def _fault(number: int, cells: list[str], columns: Columns, shape: SheetShape) -> str:
    for at in columns.texts:
        if (number, at + 1) in shape.unvalued:
            return f"{_named(number, at + 1)} is a formula without a value; open the workbook in a spreadsheet and save it"
        if at < len(cells) and cells[at] in _ERRORS:
            return f"{_named(number, at + 1)} holds the error {cells[at]}"
    return ""


def _held(columns: Columns, shape: SheetShape) -> dict[int, list[tuple[int, int]]]:
    """By its first row: the column, from 0, and the last row of what is merged beside the texts."""
    found: dict[int, list[tuple[int, int]]] = {}
    for top, bottom, left, _ in shape.merges:
        if bottom > top and left - 1 not in columns.texts:
            found.setdefault(top, []).append((left - 1, bottom))
    return found


def _filled(number: int, cells: list[str], values: dict[int, tuple[int, str]]) -> list[str]:
    """A row with what is merged over it from above. values: by column, until which row it holds."""
    for at, (bottom, value) in values.items():
        if number <= bottom and at < len(cells) and not cells[at]:
            cells[at] = value
    return cells
