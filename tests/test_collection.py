"""Names come from arguments, from lists and from standard input; what is wrong with a list is said by line."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from jjak.seeds.folder_walk import Passed
from jjak.workbench.pipeline.collection import Collection, collect

STDIN = Path("-")


def files(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def names(found: Collection) -> list[str]:
    return [source.name for source in found.sources]


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> object:
    def pipe(raw: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))

    monkeypatch.chdir(tmp_path)
    return pipe


def test_names_are_read_from_standard_input(tmp_path: Path, piped: object) -> None:
    files(tmp_path, "a.txt", "sub/b.txt", "sub/c.txt", "나무.txt")
    piped("a.txt\r\n\nsub\n나무.txt".encode())  # type: ignore[operator]
    found = collect([STDIN])
    assert names(found) == ["a.txt", "b.txt", "c.txt", "나무.txt"]
    assert not found.failures


def test_a_nul_ends_names_that_hold_anything_else(tmp_path: Path, piped: object) -> None:
    files(tmp_path, "two\nlines.txt", "a\ttab.txt", " space ")
    piped(b"two\nlines.txt\0a\ttab.txt\0 space \0")  # type: ignore[operator]
    found = collect([], [STDIN], null=True)
    assert names(found) == ["two\nlines.txt", "a\ttab.txt", " space "]
    assert not found.failures


def test_names_that_are_parted_by_nul_without_saying_so_are_one_error(tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(b"a\0b\0")
    ((name, error),) = collect([], [tmp_path / "list"]).failures
    assert (name, error.fix) == (
        str(tmp_path / "list"),
        "Where a NUL ends each name, add --null; otherwise save the list as UTF-8.",
    )


def test_each_line_that_leads_nowhere_is_named_with_its_number(tmp_path: Path, piped: object) -> None:
    files(tmp_path, "a.txt", "b.txt")
    piped(b"a.txt\nnone.txt\na.txt\tnone.txt\na\tb\tc\n")  # type: ignore[operator]
    found = collect([STDIN])
    assert names(found) == ["a.txt"]
    assert [(name, str(error)) for name, error in found.failures] == [
        ("standard input:2", "standard input:2: none.txt: no such file or folder"),
        ("standard input:3", "standard input:3: none.txt: no such file or folder"),
        ("standard input:4", "standard input:4: 3 columns, expected 1 or 2"),
    ]


def test_a_file_that_a_list_pairs_is_not_taken_alone_too(tmp_path: Path) -> None:
    files(tmp_path, "in/page.txt", "in/seite.txt", "in/other.txt")
    (tmp_path / "list.tsv").write_text("in/page.txt\tin/seite.txt\n")
    found = collect([tmp_path / "in", tmp_path / "in" / ".." / "in"], [tmp_path / "list.tsv"])
    assert names(found) == ["other.txt"]
    assert [(first.name, second.name) for first, second in found.pairs] == [("in/page.txt", "in/seite.txt")]


def test_a_name_that_is_no_utf_8_is_taken_under_a_name_that_can_be_stored(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xb3\xaa\xb9\xab.txt"
    with open(path, "wb") as file:  # noqa: PTH123 -- a name of bytes
        file.write(b"text")
    (source,) = collect([tmp_path]).sources
    assert source.name == "\\xb3\\xaa\\xb9\\xab.txt"
    assert source.path.read_text() == "text"
    assert source.location == tmp_path / "\\xb3\\xaa\\xb9\\xab.txt"


def test_what_a_folder_hides_is_told(tmp_path: Path) -> None:
    files(tmp_path, "a.txt", ".hidden")
    found = collect([tmp_path])
    assert found.passed == [(".hidden", Passed.HIDDEN)]
