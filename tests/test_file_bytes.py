"""No file holds a batch up: pipes, sockets and devices are refused at once, and a file that changes is named."""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jjak.align.text.srx import read_srx
from jjak.corpora.exchange.export_recipe import read_recipe
from jjak.corpora.filters.test_sets import rows_of
from jjak.corpora.formats.lexicon import read_lexicon
from jjak.seeds import file_bytes
from jjak.seeds.errors import DocumentError, FormatError, SettingError
from jjak.seeds.file_bytes import path_text, read_bytes
from jjak.seeds.folder_walk import Passed, walk


def fifo(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (fifo, "a named pipe"),
        (listening, "a socket"),
        (Path.mkdir, "a folder"),
        (lambda path: path.symlink_to("/dev/zero"), "a device"),
    ],
)
def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path, make: Callable[[Path], object], kind: str) -> None:
    make(tmp_path / "x")
    with pytest.raises(DocumentError, match=f"^{kind}, not a file$"):
        read_bytes(tmp_path / "x", 1000)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda path: path.write_bytes(b"12345678"), "5 bytes, then 8"),
        (lambda path: path.write_bytes(b"12"), "5 bytes, then 2"),
        (lambda path: (path.write_bytes(b"54321"), os.utime(path, ns=(1, 1))), "5 bytes, then 5"),
    ],
)
def test_a_file_that_changes_while_it_is_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object], said: str
) -> None:
    (path := tmp_path / "x").write_bytes(b"12345")
    genuine, calls = os.fstat, []

    def fstat(descriptor: int) -> os.stat_result:
        calls.append(descriptor)
        if len(calls) == 2:  # after the bytes, before the second look
            change(path)
        return genuine(descriptor)

    monkeypatch.setattr(file_bytes.os, "fstat", fstat)
    with pytest.raises(DocumentError, match=f"it changed while it was read: {said}"):
        read_bytes(path, 1000)


def test_a_file_that_is_gone_and_a_link_to_nothing_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(DocumentError, match=r"^no such file, or no longer$"):
        read_bytes(tmp_path / "gone", 1000)
    with pytest.raises(DocumentError, match=r"^no such file: a link to nowhere$"):
        read_bytes(tmp_path / "link", 1000)


def test_a_link_to_itself_and_a_name_that_is_too_long_are_errors(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for path, said in ((tmp_path / "loop", "symbolic links"), (tmp_path / ("x" * 300), "too long"), (tmp_path / "\0", "null")):
        with pytest.raises(DocumentError, match=said):
            read_bytes(path, 1000)


def test_a_file_is_read_whole_up_to_the_limit(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x" * 100)
    assert read_bytes(tmp_path / "x", 100) == b"x" * 100
    with pytest.raises(DocumentError, match="100 bytes, over the limit of 99"):
        read_bytes(tmp_path / "x", 99)


def test_a_name_that_is_no_utf_8_is_text_that_can_be_printed(tmp_path: Path) -> None:
    path = Path(os.fsdecode(b"/in/\xb3\xaa\xb9\xab.txt"))
    assert path_text(path) == "/in/\\xb3\\xaa\\xb9\\xab.txt"
    assert path_text(Path("/in/나무.txt")) == "/in/나무.txt"


def test_a_walk_says_what_it_passes_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", ".DS_Store", ".git/config", "a/.x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")
    (tmp_path / "a" / "round").symlink_to(tmp_path)
    fifo(tmp_path / "pipe")
    found = walk(tmp_path)
    assert list(found.files) == ["a/c.txt", "b.txt", "pipe"]
    assert found.passed == [
        (".DS_Store", Passed.HIDDEN),
        (".git/", Passed.HIDDEN),
        ("a/.x", Passed.HIDDEN),
        ("a/round/", Passed.LINK),
    ]


def test_a_folder_that_cannot_be_read_is_named_and_the_rest_is_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a/x.txt", "b/y.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("text")
    genuine = os.scandir

    def scandir(path: Any) -> Any:
        if str(path).endswith("/a"):
            raise PermissionError(13, "Permission denied", str(path))
        return genuine(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = walk(tmp_path)
    assert list(found.files) == ["b/y.txt"]
    ((name, error),) = found.unreadable
    assert (name, str(error)) == (str(tmp_path / "a"), f"{tmp_path / 'a'}: Permission denied")


def test_a_file_that_has_nothing_now_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's log is such a file, which only root may open."""

    class Silent(io.FileIO):
        def read(self, size: int = -1) -> Any:
            return None

    (tmp_path / "log").touch()
    monkeypatch.setattr(file_bytes.os, "fdopen", Silent)
    with pytest.raises(DocumentError, match="temporarily unavailable"):
        read_bytes(tmp_path / "log", 10)


@pytest.mark.parametrize("read", [read_recipe, read_lexicon, read_srx, rows_of])
def test_whatever_else_is_named_is_a_file(tmp_path: Path, read: Callable[..., Any]) -> None:
    fifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    more = (("ko", "en"),) if read in (read_recipe, rows_of) else ()
    for name in ("pipe", "zero"):
        with pytest.raises((FormatError, SettingError), match=r"pipe|device"):
            read(tmp_path / name, *more)
