"""What a batch says at its end: every file in one place, each reason once, with all names for a program."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from command_line import jjak
from jjak.seeds.errors import DocumentError, JjakError
from jjak.seeds.folder_walk import Passed
from jjak.seeds.ledger import Fate, Reason
from jjak.seeds.reading import Source, read_document
from jjak.workbench.commands.build_output import OUTCOMES, PASSED, show_batch, show_built
from jjak.workbench.failure_groups import grouped, without_place
from jjak.workbench.pipeline.batch import Batch
from jjak.workbench.pipeline.build import BuildSummary
from jjak.workbench.pipeline.build_log import BitextOutcome, BuildLogEntry
from jjak.workbench.pipeline.inputs import Failure
from jjak.workbench.report.names import LEFT_OUT
from jjak.workbench.terminal import ending, show_failures


def unread(kind: str, *names: str) -> list[Failure]:
    """Files that fail as a reader's refusal does."""
    return [
        Failure(name, DocumentError("{path}: {cause}", "Convert it.", path=f"in/{name}", cause=refusal(kind).message))
        for name in names
    ]


def refusal(kind: str) -> JjakError:
    return DocumentError("{kind} is not read", "Convert it.", kind=kind)


def large(name: str, size: int) -> Failure:
    inner = DocumentError("{size:,} bytes, over the limit of {largest:,}", "Split it.", size=size, largest=100)
    return Failure(name, DocumentError("{path}: {cause}", "Split it.", path=name, cause=inner.message))


def test_failures_of_one_reason_are_one_group_the_largest_first() -> None:
    groups = grouped([*unread("PDF", "a.pdf"), *unread("HTML", "b.html", "c.html")])
    assert [(str(group.reason), group.names) for group in groups] == [
        ("HTML is not read", ["b.html", "c.html"]),
        ("PDF is not read", ["a.pdf"]),
    ]


def test_figures_that_differ_are_left_open() -> None:
    (group,) = grouped([large("a", 200), large("b", 300)])
    assert str(group.reason) == "… bytes, over the limit of 100"
    (alone,) = grouped([large("a", 200)])
    assert str(alone.reason) == "200 bytes, over the limit of 100"


def test_a_reason_that_begins_with_its_place_is_shown_without_it(tmp_path: Path) -> None:
    error = DocumentError("{path}: no such file or folder", "Check it.", path="nowhere")
    (group,) = grouped([Failure("a", error)])
    assert without_place(str(group.reason), group.reason) == "no such file or folder"


def test_a_file_that_cannot_be_read_has_its_reason_apart_from_its_place(tmp_path: Path) -> None:
    failures = []
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(" ")
        with pytest.raises(DocumentError, match=f"^{tmp_path / name}: an empty file$") as raised:
            read_document(Source(name, tmp_path / name))
        failures.append(Failure(name, raised.value))
    assert [(str(group.reason), group.names) for group in grouped(failures)] == [("an empty file", ["a.txt", "b.txt"])]


def test_many_failures_of_one_kind_are_said_in_two_lines(capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"{at}.html" for at in range(37)]
    show_failures([*unread("HTML", *names), *unread("PDF", "a.pdf")])
    assert capsys.readouterr().err.splitlines() == [
        "38 failed:",
        "error: HTML is not read (37): 0.html, 1.html, 2.html, 3.html, 4.html and 32 more",
        "       Convert it.",
        "error: in/a.pdf: PDF is not read",
        "       Convert it.",
    ]


def test_a_long_name_is_cut_at_its_beginning() -> None:
    assert ending("news/2026/03/a.txt", 18) == "news/2026/03/a.txt"
    assert ending("news/2026/03/a.txt", 9) == "…03/a.txt"
    assert ending("소식/나무.txt", 9) == "…나무.txt"


def counted() -> Batch:
    batch = Batch(passed=[(".DS_Store", Passed.HIDDEN), ("loop/", Passed.LINK)])
    batch.count(BuildLogEntry("a.ko + a.en", BitextOutcome.BUILT, ("1", "2"), 4, 2, left_out={"navigation": 8}))
    batch.count(BuildLogEntry("b", BitextOutcome.BUILT, ("3",), 1, 1, left_out={"button": 1, "navigation": 1}))
    batch.count(BuildLogEntry("c", BitextOutcome.PRESENT))
    for failure in unread("HTML", "x.html", "y.html"):
        batch.count(BuildLogEntry(failure.name, BitextOutcome.FAILED, error=failure.error))
    return batch


def test_the_table_has_a_row_for_each_thing_that_was_done(capsys: pytest.CaptureFixture[str]) -> None:
    show_batch(counted())
    rows = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert rows[2:] == [
        "built with their human translation 1 a.ko + a.en",
        "built, translated by machine 1 b",
        "already there 1 c",
        "passed over: hidden 1 .DS_Store",
        "passed over: link to a folder 1 loop/",
        "failed: HTML is not read 2 x.html, y.html",
    ]


def test_nothing_is_tabulated_where_one_thing_was_done(capsys: pytest.CaptureFixture[str]) -> None:
    batch = Batch()
    batch.count(BuildLogEntry("b", BitextOutcome.BUILT, ("3",), 1, 1))
    show_batch(batch)
    assert capsys.readouterr().out == ""


def test_the_json_names_every_file() -> None:
    table = json.loads(json.dumps(counted().table()))
    assert table["documents"] == {"built": ["a.ko + a.en", "b"], "renewed": [], "present": ["c"], "paired": ["a.ko + a.en"]}
    assert table["passed"] == {"hidden": [".DS_Store"], "link to a folder": ["loop/"]}
    assert table["left_out"]["lines"] == {"navigation": 9, "button": 1}
    assert table["left_out"]["documents"]["b"] == {"button": 1, "navigation": 1}
    assert table["failed"] == [{"reason": "HTML is not read", "fix": "Convert it.", "count": 2, "names": ["x.html", "y.html"]}]


def test_a_build_says_how_many_lines_it_left_out_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    summary = BuildSummary(built=1)
    summary.count(BuildLogEntry("a", BitextOutcome.BUILT, left_out={"in neither language": 4, "navigation": 8}))
    show_built(summary, "c.db", [])
    assert "12 lines left out: navigation 8, in neither language 4." in capsys.readouterr().out.splitlines()


def test_every_name_that_is_shown_has_its_words() -> None:
    assert set(LEFT_OUT) == {*Reason, Fate.UNACCOUNTED}
    assert set(PASSED) == set(Passed)
    assert set(OUTCOMES) == set(BitextOutcome)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as people have them."""
    folder = tmp_path_factory.mktemp("mixed") / "in"
    folder.mkdir()
    (folder / "a.ko.txt").write_text("비가 옵니다.\n", encoding="utf-8")
    (folder / "a.en.txt").write_text("It rains.\n")
    (folder / "b.txt").write_bytes("눈이 옵니다.\n".encode("cp949"))
    (folder / "copy.txt").write_bytes("눈이 옵니다.\n".encode("cp949"))
    (folder / "empty.txt").write_text("")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "gone.txt").symlink_to("nowhere")
    (folder / "round").symlink_to(".")
    os.mkfifo(folder / "pipe")
    with open(os.fsencode(folder) + b"/\xb3\xaa.txt", "wb") as file:  # noqa: PTH123 -- a name of bytes
        file.write("숲이 좋습니다.\n".encode())
    return folder


def built(folder: Path, *arguments: str, given: bytes = b"") -> tuple[dict[str, Any], str, int]:
    done = jjak("build", *arguments, "--corpus", "c.db", "--beam", "1", "--json", stdin=given, cwd=folder.parent)
    return json.loads(done.stdout), done.stderr, done.returncode


@pytest.mark.slow
def test_a_mixed_folder_is_built_and_what_is_not_is_named(mixed: Path) -> None:
    found, errors, code = built(mixed, "in")
    assert code == 1
    assert sorted(found["documents"]["built"]) == ["\\xb3\\xaa.txt", "a.ko.txt + a.en.txt", "b.txt"]
    assert (found["documents"]["present"], found["documents"]["paired"]) == (["copy.txt"], ["a.ko.txt + a.en.txt"])
    assert found["passed"] == {"hidden": [".DS_Store"], "link to a folder": ["round/"]}
    assert sorted(name for group in found["failed"] for name in group["names"]) == [
        "empty.txt",
        "gone.txt",
        "picture.png",
        "pipe",
    ]
    assert "Traceback" not in errors
    again, _, code = built(mixed, "in")
    assert (again["built"], again["present"], len(again["failures"]), code) == (0, 4, 4, 1)


@pytest.mark.slow
def test_names_come_from_standard_input_and_all_that_is_there_is_no_failure(mixed: Path) -> None:
    found, _, code = built(mixed, "-", "-0", given=b"in/b.txt\0in/a.en.txt\0in/a.ko.txt\0")
    assert (code, found["failures"]) == (0, [])
    assert found["built"] + found["present"] == 2
    found, errors, code = built(mixed, "--files-from", "-", given=b"in/b.txt\nin/none.txt\n")
    assert code == 1
    assert "standard input:2: in/none.txt: no such file or folder" in errors
