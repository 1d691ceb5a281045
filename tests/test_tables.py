"""Tables as programs save them: quotes, marks and line breaks, heads in any words, and sheets with merged and hidden cells."""

from __future__ import annotations

import time
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from entries import found
from jjak.corpora.formats import Wanted
from jjak.seeds.errors import FormatError

ROWS = [("등불을 켜라.", "Light the lamp."), ("문을 닫아라.", "Shut the door.")]


def table(head: str, mark: str = ",", rows: list[tuple[str, str]] = ROWS) -> str:
    return "\n".join([head, *(mark.join(row) for row in rows)]) + "\n"


def test_a_broken_head_does_not_make_the_rows_below_it_too_narrow(tmp_path: Path) -> None:
    """A head that ends too early, or that runs on into the first row, says nothing of how wide the rows are."""
    rows = [(f"1,{ko}", en) for ko, en in ROWS]
    turned = [(f"1,{en}", ko) for ko, en in ROWS]
    early = found(tmp_path / "x.csv", "id,en\n" + table(",ko", rows=turned))
    assert early.texts == ROWS
    late = found(tmp_path / "x.csv", table("id,ko,en", rows=rows).replace("en\n", "en", 1))
    assert late.texts == ROWS[1:]


def test_of_two_rows_in_cp949_a_broken_one_does_not_change_what_the_file_is_in(tmp_path: Path) -> None:
    raw = table("ko,en").encode("cp949").replace(b".,Shut", b"\xff.,Shut")
    given = found(tmp_path / "x.csv", raw)
    assert given.texts == ROWS[:1]
    assert "is not cp949" in given.refused[3]


# --- quotes and marks


@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_a_quote_that_opens_no_cell_is_a_letter(tmp_path: Path, suffix: str) -> None:
    mark = {"csv": ",", "tsv": "\t"}[suffix]
    rows = [('12" 관', 'a 12" pipe'), ROWS[0], ('7" 못', "a nail"), ('"예." 그가 말했다', '"Yes." he said')]
    given = found(tmp_path / f"x.{suffix}", table(f"ko{mark}en", mark, rows))
    assert (given.texts, given.refused) == (rows, {})


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_any_mark_may_part_the_cells(tmp_path: Path, mark: str, suffix: str) -> None:
    assert found(tmp_path / f"x.{suffix}", table(f"ko{mark}en", mark)).texts == ROWS
    said = found(tmp_path / f"x.{suffix}", f"sep={mark}\r\n" + table(f"ko{mark}en", mark))
    assert (said.texts, said.entries[0].row) == (ROWS, 3)


def test_what_excel_saves_as_unicode_text_is_read_so(tmp_path: Path) -> None:
    text = 'ko\ten\r\n"""불"", 그가 말했다"\t"He said ""light"""\r\n"두\n줄"\t"two\nlines"\r\n끝\tEnd\r\n'
    given = found(tmp_path / "x.tsv", text.encode("utf-16"))
    assert given.texts == [('"불", 그가 말했다', 'He said "light"'), ("두\n줄", "two\nlines"), ("끝", "End")]
    assert given.refused == {}


def test_quotations_in_a_file_without_quoting_keep_their_quotes(tmp_path: Path) -> None:
    rows = [('"네."', '"Yes."'), ('"가자.', '"Let us go.'), ('집으로."', 'Home."'), ('"안녕', "Hello")]
    assert found(tmp_path / "x.tsv", table("ko\ten", "\t", rows)).texts == rows


def test_a_row_over_several_lines_is_taken_only_where_its_width_is_right(tmp_path: Path) -> None:
    text = 'ko,en\n"두\n줄","two\nlines"\n"열린,open\n나,b"\n다,c\n'
    given = found(tmp_path / "x.csv", text)
    assert given.texts == [("두\n줄", "two\nlines"), ("나", 'b"'), ("다", "c")]
    assert given.refused == {5: "a quote that is opened here is never closed"}


def test_empty_cells_after_the_last_column_cost_nothing(tmp_path: Path) -> None:
    given = found(tmp_path / "x.csv", "ko,en\n가,a,\n나,b,,\n다,c,d\n")
    assert given.texts == [("가", "a"), ("나", "b")]
    assert given.refused == {4: "3 columns, expected 2"}


# --- heads


@pytest.mark.parametrize(
    ("head", "direction"),
    [
        *(
            (head, "ko-en")
            for head in ("ko,en", "한국어,영어", "국문,영문", "Korean (ko),English text", "KO-KR,en_US", "kor,eng")
        ),
        *(
            (head, "ko-en")
            for head in ("원문,번역문", "source,target", "Korean source,English translation", "한글 원문,영어 번역")
        ),
        *(
            (head, "en-ko")
            for head in ("번역,원문", "Korean translation,English source", "target,source", "한국어 번역,영어 원문")
        ),
    ],
)
def test_columns_are_known_by_many_names_and_say_the_direction(tmp_path: Path, head: str, direction: str) -> None:
    given = found(tmp_path / "x.csv", table(head))
    assert given.directions == {direction}
    assert sorted(map(sorted, given.texts)) == sorted(map(sorted, ROWS))


def test_columns_stand_in_any_order_among_others(tmp_path: Path) -> None:
    text = "No,Comment,English,Korean comment,Korean,document\n1,fine,Light the lamp.,ok,등불을 켜라.,lamps\n"
    (one,) = found(tmp_path / "x.csv", text).entries
    assert (one.source[1], one.target[1], one.document, one.comment) == ("등불을 켜라.", "Light the lamp.", "lamps", "fine")


def test_columns_without_names_are_guessed_aloud_or_not_at_all(tmp_path: Path) -> None:
    bare = "".join(f"{at},{en},{ko}\n" for at, (ko, en) in enumerate(ROWS))
    given = found(tmp_path / "x.csv", bare)
    assert given.texts == ROWS
    assert given.notes == ["columns 3 and 2 were taken for ko and en, by the letters of their cells"]
    assert found(tmp_path / "x.csv", "A,B,C\n" + bare).texts == ROWS
    with pytest.raises(FormatError, match="no columns are called ko and en"):
        found(tmp_path / "x.csv", "".join(f"{ko},{en},{ko}\n" for ko, en in ROWS))
    with pytest.raises(FormatError, match="no columns are called de and fr"):
        found(tmp_path / "x.csv", bare, Wanted(("de", "fr")))


def test_a_title_above_the_head_is_counted(tmp_path: Path) -> None:
    given = found(tmp_path / "x.csv", "번역 자료,\n,\n" + table("ko,en"))
    assert (given.texts, given.notes) == (ROWS, ["1 row above the head was left out"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_mark_at_the_beginning_is_no_part_of_the_head(tmp_path: Path, encoding: str) -> None:
    raw = table("ko,en").encode(encoding)
    assert found(tmp_path / "x.csv", raw, Wanted(("ko", "en"), encoding="utf-8")).texts == ROWS


# --- workbooks


def book(path: Path, *sheets: list[list[Any]], **named: Any) -> Any:
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.active)
    for at, rows in enumerate(sheets):
        sheet = made.create_sheet(f"s{at}")
        for row in rows:
            sheet.append(row)
    for change in named.values():
        change(made)
    made.save(path)
    return made


PAIRS = [["ko", "en"], *map(list, ROWS)]


def test_sheets_without_the_columns_are_named_and_the_others_read(tmp_path: Path) -> None:
    book(tmp_path / "x.xlsx", [["표지", "번역 요청"]], PAIRS, [["메모"]], PAIRS)
    given = found(tmp_path / "x.xlsx")
    assert given.texts == ROWS * 2
    assert given.notes == [f"the sheet {name} has no columns of texts and was left out" for name in ("s0", "s2")]
    book(tmp_path / "y.xlsx", [["표지"]])
    with pytest.raises(FormatError, match="no columns"):
        found(tmp_path / "y.xlsx")


@pytest.mark.parametrize("column", ["A", "B"])
def test_rows_that_a_merged_text_holds_together_are_one_pair(tmp_path: Path, column: str) -> None:
    rows = [["ko", "en", "document"], ["하나", "one", "d"], ["둘", "two", None], ["셋", "three", None], ["넷", "four", "e"]]

    def merge(made: Any) -> None:
        made["s0"].merge_cells(f"{column}2:{column}3")
        made["s0"].merge_cells("C2:C4")

    book(tmp_path / "x.xlsx", rows, merge=merge)
    given = found(tmp_path / "x.xlsx")
    first = ("하나", "one two") if column == "A" else ("하나 둘", "one")
    assert given.texts == [first, ("셋", "three"), ("넷", "four")]
    assert [one.document for one in given.entries] == ["d", "d", "e"]
    assert [one.row for one in given.entries] == [2, 4, 5]


def test_merged_cells_that_overlap_make_one_pair_of_all_their_rows(tmp_path: Path) -> None:
    rows = [["ko", "en"], ["하나", "one"], [None, "two"], ["셋", None], ["넷", "four"]]

    def merge(made: Any) -> None:
        made["s0"].merge_cells("A2:A3")
        made["s0"].merge_cells("B3:B4")

    book(tmp_path / "x.xlsx", rows, merge=merge)
    assert found(tmp_path / "x.xlsx").texts == [("하나 셋", "one two"), ("넷", "four")]


def test_a_formula_without_a_value_and_an_error_cost_their_row(tmp_path: Path) -> None:
    rows = [["ko", "en", "no"], ["가", '=UPPER("a")', 1], ["나", "#N/A", 2], ["다", "c", "=C2+1"]]
    book(tmp_path / "x.xlsx", rows)
    given = found(tmp_path / "x.xlsx")
    assert given.texts == [("다", "c")]
    assert given.refused[2].startswith("B2 is a formula without a value")
    assert given.refused[3] == "B3 holds the error #N/A"


def test_hidden_rows_columns_and_sheets_are_read_and_counted(tmp_path: Path) -> None:
    def hide(made: Any) -> None:
        made["s0"].row_dimensions[2].hidden = True
        made["s0"].column_dimensions["B"].hidden = True
        made["s1"].sheet_state = "hidden"

    book(tmp_path / "x.xlsx", PAIRS, PAIRS, hide=hide)
    given = found(tmp_path / "x.xlsx")
    assert given.texts == ROWS * 2
    assert given.notes == [
        "s0: 1 hidden row was read as the others are",
        "s0: 1 hidden column was read as the others are",
        "the sheet s1 is hidden; it was read all the same",
    ]


def test_numbers_dates_and_rich_text_are_texts_as_excel_shows_them(tmp_path: Path) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    rich = CellRichText("Light ", TextBlock(InlineFont(b=True), "the lamp"), ".")
    rows: list[list[Any]] = [["ko", "en"], ["등불을 켜라.", rich], [3.0, 7], [datetime(2024, 5, 1), True]]
    book(tmp_path / "x.xlsx", rows)
    assert found(tmp_path / "x.xlsx").texts == [ROWS[0], ("3", "7"), ("2024-05-01", "TRUE")]


def sheet_changed(path: Path, *changes: tuple[str, str]) -> None:
    """The workbook of `PAIRS` with these texts of its sheet replaced."""
    book(path, PAIRS)
    with zipfile.ZipFile(path) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    for old, new in changes:
        assert old.encode() in parts["xl/worksheets/sheet1.xml"]
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as after:
        for name, raw in parts.items():
            after.writestr(name, raw)


@pytest.mark.parametrize("number", ["66", "1", "1048577"])
def test_rows_whose_numbers_do_not_rise_are_read_all_the_same(tmp_path: Path, number: str) -> None:
    """openpyxl itself drops every row whose number is not above the last one's."""
    sheet_changed(tmp_path / "x.xlsx", ('<row r="2"', f'<row r="{number}"'))
    given = found(tmp_path / "x.xlsx")
    assert (given.texts, given.refused) == (ROWS, {})
    assert [one.row for one in given.entries][:2] == [int(number), 3]


def test_a_row_of_a_number_in_the_millions_costs_no_time(tmp_path: Path) -> None:
    sheet_changed(tmp_path / "x.xlsx", ('<row r="3"', '<row r="30000000"'))
    began = time.process_time()
    assert found(tmp_path / "x.xlsx").texts == ROWS
    assert time.process_time() - began < 5


def test_two_cells_of_one_name_cost_their_row_and_none_hides_the_other(tmp_path: Path) -> None:
    sheet_changed(tmp_path / "x.xlsx", ('r="B2"', 'r="A2"'))
    given = found(tmp_path / "x.xlsx")
    assert given.texts == ROWS[1:]
    assert given.refused[2].startswith("two of its cells have one name")
