"""Excel's workbooks: every cell a text, so that nothing runs as a formula; read with openpyxl, written with XlsxWriter."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from jjak.corpora.formats.columns import head, values
from jjak.corpora.formats.entry import LONGEST as TEXT
from jjak.corpora.formats.entry import Entry, Note, Refused, Unwritable, Wanted
from jjak.corpora.formats.table import Row, entries
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.formats.xlsx_shape import SheetShape, merged, shape_of
from jjak.corpora.pair import Pair
from jjak.seeds.errors import FormatError, LimitError
from jjak.seeds.limits import MB, limits, too_much
from jjak.seeds.message import counted, message
from jjak.seeds.zip_limits import check_parts

LONGEST = 32_767  # characters of a cell, in Excel's count of UTF-16 units
ROWS = 1_048_575  # of a sheet, without its head
DAY = datetime(2000, 1, 1)  # the same for every export, so that the same pairs give the same bytes


class _Once:
    """A file that takes everything in silence once it could not be written: `zipfile` tries again when it is forgotten."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._failed, self._at = file, False, 0

    def write(self, data: bytes) -> Any:
        return self._done(lambda: self._file.write(data))

    def seek(self, offset: int, whence: int = 0) -> Any:
        return self._done(lambda: self._file.seek(offset, whence))

    def tell(self) -> Any:
        self._at = self._done(self._file.tell)
        return self._at

    def flush(self) -> None:
        self._done(self._file.flush)

    def _done(self, act: Callable[[], Any]) -> Any:
        if self._failed:
            return self._at
        try:
            return act()
        except OSError:
            self._failed = True
            raise


class XlsxWriter(PairWriter):
    def __init__(self, files: Sequence[BinaryIO], languages: tuple[str, str]) -> None:
        import xlsxwriter

        self._languages, self._row, self._sheets = languages, 0, 0
        self._folder = tempfile.TemporaryDirectory(prefix="jjak-")
        options = {"constant_memory": True, "strings_to_numbers": False, "tmpdir": self._folder.name}
        self._book = xlsxwriter.Workbook(_Once(files[0]), options)
        self._book.set_properties({"created": DAY, "author": "jjak"})
        self._open()

    def _open(self) -> None:
        self._sheets += 1
        self._sheet: Any = self._book.add_worksheet("pairs" if self._sheets == 1 else f"pairs {self._sheets}")
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(1, 2, 60)
        self._row = 0
        self._write(head(self._languages))

    def write(self, pair: Pair) -> None:
        cells = values(pair, self._languages)
        for cell in cells:
            if len(cell) > LONGEST // 2 and len(cell.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
                raise Unwritable(
                    "a cell of over {longest:,} characters", "CSV, JSON Lines and Parquet can hold it.", longest=LONGEST
                )
        if self._row > ROWS:
            self._open()
        self._write(cells)

    def _write(self, cells: list[str]) -> None:
        for at, cell in enumerate(cells):
            if cell:
                self._sheet.write_string(self._row, at, cell)
        self._row += 1

    def close(self) -> None:
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._book.close()
        except FileCreateError as error:
            raise error.args[0] from error  # the OSError that it was
        finally:
            self._folder.cleanup()

    def discard(self) -> None:
        for sheet in self._book.worksheets():
            sheet.row_data_fh.close()
        self._folder.cleanup()


def read_xlsx(path: Path, wanted: Wanted) -> Iterator[Entry | Note | Refused]:
    """Entries by row of their sheet; every sheet that has the columns is read, the others are named.

    Cells that are merged over several rows make one pair of these rows. Hidden rows, columns and sheets are read and counted.
    """
    import warnings

    number = 0
    try:
        _check(path)
        from openpyxl import load_workbook

        with path.open("rb") as file, warnings.catch_warnings(action="ignore"):
            book = load_workbook(file, read_only=True, data_only=True)
            try:
                for one in _sheets(book, path, wanted):
                    number = one.row or number
                    yield one
            finally:
                book.close()
    except FormatError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises whatever the broken file makes its parsers raise
        yield Refused(number + 1 if number else 0, f"not a workbook from here on: {type(error).__name__}: {error}"[:300])


def _check(path: Path) -> None:
    """Raises FormatError where a workbook would be over a limit by what it says of its parts, which zipfile holds it to."""
    with zipfile.ZipFile(path) as book:
        check_parts(book.infolist())


def _sheets(book: Any, path: Path, wanted: Wanted) -> Iterator[Entry | Note | Refused]:
    """The entries of the sheets whose columns have names; where none has, of those whose columns can be guessed.

    Raises FormatError where neither is found in any.
    """
    without: dict[str, FormatError] = {}
    for guess in (False, True):
        taken = False
        for sheet in book.worksheets:
            try:
                for one in _sheet(sheet, path, wanted, guess=guess):
                    taken = True
                    yield one
            except LimitError:
                raise
            except FormatError as error:
                without[sheet.title] = error
        if taken or not without:
            break
    else:
        raise next(iter(without.values()))
    if not taken:
        yield Refused(0, "there is no table in it")
    for title in without:
        yield Note(0, message("the sheet {title} has no columns of texts and was left out", title=title))


def _sheet(sheet: Any, path: Path, wanted: Wanted, *, guess: bool) -> Iterator[Entry | Note | Refused]:
    sheet.reset_dimensions()  # what a file says of its size may be wrong
    shape = shape_of(path, getattr(sheet, "_worksheet_path", ""))
    found = entries(_rows(sheet, shape), wanted, guess=guess, gather=lambda rows, columns: merged(rows, columns, shape))
    first = next(found, None)
    if first is None:
        return
    hidden = sheet.sheet_state != "visible"
    for many, text in (
        (int(hidden), message("the sheet {title} is hidden; it was read all the same", title=sheet.title)),
        (
            shape.hidden_rows,
            counted(
                "{title}: {count} hidden row was read as the others are",
                "{title}: {count:,} hidden rows were read as the others are",
                shape.hidden_rows,
                title=sheet.title,
            ),
        ),
        (
            shape.hidden_columns,
            counted(
                "{title}: {count} hidden column was read as the others are",
                "{title}: {count:,} hidden columns were read as the others are",
                shape.hidden_columns,
                title=sheet.title,
            ),
        ),
    ):
        if many:
            yield Note(0, text)
    yield first
    yield from found


def _rows(sheet: Any, shape: SheetShape) -> Iterator[Row]:
    width, weight, most = 0, 0, limits().unpacked * MB
    for number, row in _numbered(sheet):
        if isinstance(row, Refused):
            yield number, row
            continue
        cells = [_text(cell) for cell in row]
        weight += sum(map(len, cells))  # cells may share one long text
        if weight > most:
            raise too_much("unpacked", message("row {row}: its texts are over {most:,} bytes", row=number, most=most))
        while cells and not cells[-1]:
            cells.pop()
        if not cells and not any(at[0] == number for at in shape.unvalued):
            continue
        width = width or len(cells)
        # empty cells at the end of a row are not written
        yield number, cells + [""] * (width - len(cells))


def _numbered(sheet: Any) -> Iterator[tuple[int, list[Any] | Refused]]:
    """The values of each row that the sheet has, by the number that it has there, in whatever order.

    `iter_rows` drops a row whose number is not above the last one's, and of two cells of one name the first, without a word;
    and it makes up every row that is missing, which are millions where a number is broken.
    """
    from openpyxl.worksheet._reader import WorkSheetParser

    book = sheet.parent
    said = {"epoch": book.epoch, "date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
    with sheet._get_source() as source:
        for number, cells in WorkSheetParser(source, sheet._shared_strings, data_only=True, **said).parse():
            values = {cell["column"]: cell["value"] for cell in cells}
            if len(values) < len(cells):
                yield number, Refused(number, "two of its cells have one name; open the workbook in a spreadsheet and save it")
            else:
                yield number, [values.get(column) for column in range(1, max(values, default=0) + 1)]


def _text(cell: Any) -> str:
    """A cell as Excel shows it without a format of its own."""
    from openpyxl.utils.escape import unescape

    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second or cell.microsecond):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, str):
        return str(unescape(cell)) if len(cell) <= TEXT else cell  # which is refused, and stands only once in memory
    return str(cell)
