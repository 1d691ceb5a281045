"""A full disk and a read-only one: an error that says so, nothing made worse, and the same command goes on when it can."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from command_line import PROGRAM
from disk import Disk
from imported import made
from jjak.corpora.store.backup import backup
from visitor import Visitor

pytestmark = pytest.mark.slow

# bytes that are left: not enough for what processes share, and enough for the schema and some of the work
LEFT = (16_384, 400_000)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "disk", "2m")
    yield made
    made.close()


def refused(done: subprocess.CompletedProcess[str], *signs: str) -> None:
    """The command failed as errors of ours do: in two lines, and with exit code 1."""
    assert done.returncode == 1, done
    assert all(sign in done.stderr for sign in signs), done.stderr
    assert "error: " in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert "Exception ignored" not in done.stderr


def exported(disk: Disk, corpus: Path) -> str:
    return disk.check(PROGRAM, "export", "-", "--format", "jsonl", "--corpus", corpus)


def documents(folder: Path, sentences: list[tuple[str, str]]) -> Path:
    folder.mkdir()
    for at in range(12):
        chosen = sentences[at * 7 : at * 7 + 7]
        for side, lang in enumerate(("ko", "en")):
            (folder / f"{at}.{lang}.txt").write_text("\n".join(pair[side] for pair in chosen))
    return folder


def test_a_build_goes_on_when_the_full_disk_has_room_again(
    disk: Disk, tmp_path: Path, sentences: list[tuple[str, str]]
) -> None:
    command = ["build", documents(tmp_path / "in", sentences), "--quiet", "--corpus"]
    disk.check(PROGRAM, *command, tmp_path / "whole.db")
    whole = exported(disk, tmp_path / "whole.db")
    corpus = disk.path / "c.db"
    for left in LEFT:
        disk.clear()
        disk.fill(left)
        done = disk.jjak(*command, corpus)
        refused(done, "full", "Free some space")
        disk.empty()
        opened = disk.jjak("status", "--corpus", corpus)
        assert opened.returncode == 0 or "No corpus at" in opened.stderr
        disk.check(PROGRAM, *command, corpus)
        assert exported(disk, corpus) == whole


def test_an_import_keeps_what_was_stored_and_goes_on(disk: Disk, tmp_path: Path) -> None:
    rows = "".join(f"{at}번째 문장입니다.\tThis is sentence {at} of many.\n" for at in range(2_500))
    (tmp_path / "p.tsv").write_text("ko\ten\n" + rows, encoding="utf-8")
    (tmp_path / "few.tsv").write_text("ko\ten\n비가 옵니다.\tIt rains.\n", encoding="utf-8")
    corpus = disk.path / "c.db"
    for left in LEFT:
        disk.clear()
        disk.check(PROGRAM, "import", tmp_path / "few.tsv", "--corpus", corpus)
        before = exported(disk, corpus)
        disk.fill(left)
        refused(disk.jjak("import", tmp_path / "p.tsv", "--corpus", corpus), "full", "Free some space")
        disk.empty()
        assert exported(disk, corpus) == before
        assert "2,500 new pairs" in disk.jjak("import", tmp_path / "p.tsv", "--corpus", corpus).stderr
        assert exported(disk, corpus).count("\n") == 2_501


NAMES = ["p.tsv", "p.xlsx", "p.moses", "set/"]


@pytest.mark.parametrize("name", NAMES)
def test_an_export_leaves_nothing_where_there_is_no_room_and_the_one_before_in_its_place(
    disk: Disk, tmp_path: Path, name: str
) -> None:
    small, large = made(tmp_path / "small.db", 3), made(tmp_path / "large.db", 3_000)
    out = f"{disk.path}/{name}"
    disk.check(PROGRAM, "export", out, "--corpus", small)
    before = disk.names()
    disk.fill(0 if name == "p.xlsx" else 20_480)
    refused(disk.jjak("export", out, "--corpus", large), "No space left on device", "Free some space")
    assert disk.names() == before
    disk.empty()
    disk.check(PROGRAM, "export", out, "--corpus", large)
    assert disk.names() == before


FORMS = [f"export - --format {name}" for name in ("jsonl", "xlsx")]


@pytest.mark.parametrize("command", [*FORMS, "status"])
def test_standard_output_that_takes_no_more_is_named(tmp_path: Path, command: str) -> None:
    corpus = made(tmp_path / "c.db", 3)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [PROGRAM, *command.split(), "--corpus", str(corpus)], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr == "error: standard output: No space left on device\n       Free some space and run the command again.\n"


def test_a_backup_leaves_the_one_before_where_there_is_no_room(disk: Disk, tmp_path: Path) -> None:
    small, large = made(tmp_path / "small.db", 3), made(tmp_path / "large.db", 2_000)
    out = disk.path / "b"
    disk.check(PROGRAM, "backup", out, "--corpus", small)
    disk.fill(100_000)
    refused(disk.jjak("backup", out, "--corpus", large, "--force"), "full", "Free some space")
    assert disk.names() == ["b"]
    assert exported(disk, out).count("\n") == 3
    disk.empty()
    disk.check(PROGRAM, "backup", out, "--corpus", large, "--force")
    refused(disk.jjak("restore", out, "--corpus", small), "is there already")
    disk.check(PROGRAM, "restore", out, "--corpus", small, "--force")
    assert exported(disk, small).count("\n") == 2_000


def test_a_report_leaves_nothing_where_there_is_no_room(disk: Disk, tmp_path: Path) -> None:
    corpus = made(tmp_path / "c.db", 30)
    disk.fill(4_096)
    refused(disk.jjak("report", disk.path / "r.html", "--corpus", corpus), "No space left on device", "Free some space")
    assert disk.names() == []
    disk.empty()
    disk.check(PROGRAM, "report", disk.path / "r.html", "--corpus", corpus)
    assert json.loads(disk.check("cat", disk.path / "r.json"))["status"]["pairs"] == 30


def commands(tmp_path: Path, corpus: Path) -> dict[str, list[Any]]:
    (tmp_path / "p.tsv").write_text("ko\ten\n비가 옵니다.\tIt rains.\n", encoding="utf-8")
    (tmp_path / "d.txt").write_text("It rains.\n")
    return {
        "build": ["build", tmp_path / "d.txt", "--corpus", corpus],
        "import": ["import", tmp_path / "p.tsv", "--corpus", corpus],
        "status": ["status", "--corpus", corpus],
        "export": ["export", tmp_path / "o.tsv", "--corpus", corpus],
        "restore": ["restore", tmp_path / "b", "--corpus", corpus, "--force"],
        "users": ["users", "list", "--corpus", corpus],
    }


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_corpus_is_named_and_left_as_it_is(disk: Disk, tmp_path: Path, what: str) -> None:
    backup(str(made(tmp_path / "c.db", 3)), tmp_path / "b")
    # as it stands while in use, and as a backup leaves it
    for name, single in (("wal.db", False), ("single.db", True)):
        corpus = disk.path / name
        disk.check("cp", tmp_path / ("b" if single else "c.db"), corpus)
        before = disk.check("sha256sum", corpus)
        frozen = corpus if what == "file" else disk.path
        disk.freeze(frozen)
        for verb, command in commands(tmp_path, corpus).items():
            done = disk.called(*command) if single else disk.jjak(*command)
            if what == "file" and not single and verb in ("status", "export", "users"):
                assert done.returncode == 0, (
                    verb,
                    done.stderr,
                )  # beside the file can be written, and that is enough to read it
            else:
                refused(done, str(corpus), "writ")
        disk.thaw(frozen)
        assert disk.check("sha256sum", corpus) == before
        assert exported(disk, corpus).count("\n") == 3


def test_a_single_file_is_backed_up_from_a_read_only_disk(disk: Disk, tmp_path: Path) -> None:
    backup(str(made(tmp_path / "c.db", 3)), tmp_path / "b")
    disk.check("cp", tmp_path / "b", disk.path / "b")
    disk.freeze(disk.path)
    disk.check(PROGRAM, "backup", tmp_path / "again", "--corpus", disk.path / "b")
    disk.check(PROGRAM, "check", "--corpus", disk.path / "b")
    disk.thaw(disk.path)
    assert exported(disk, tmp_path / "again").count("\n") == 3


@pytest.mark.parametrize("command", ["export {}/o.tsv", "export {}/set/", "backup {}/b", "report {}/r.html"])
def test_a_read_only_folder_takes_no_file_and_says_so(disk: Disk, tmp_path: Path, command: str) -> None:
    corpus = made(tmp_path / "c.db", 3)
    disk.freeze(disk.path)
    done = disk.jjak(*command.format(disk.path).split(), "--corpus", corpus)
    refused(done, "Read-only file system", "may be written")
    disk.thaw(disk.path)


def test_a_review_server_on_a_full_disk_saves_nothing_that_it_does_not_say_and_goes_on(
    disk: Disk, tmp_path: Path, units: ModuleType, serve: Callable[..., Any]
) -> None:
    units.store_units(tmp_path / "c.db", units.unit("doc", list(units.links(60))))
    corpus = disk.path / "c.db"
    disk.check("cp", tmp_path / "c.db", corpus)
    served = serve(corpus, inside=disk.inside)
    visitor = Visitor(served.port).enter()
    saved: list[str] = []

    def comment(key: str) -> int:
        rows = json.loads(visitor.ask("GET", "/api/documents/1/index")[2])["rows"]
        row, version = rows[len(saved)][:2]
        body = {"act": "comment", "row": row, "seen": {row: version}, "values": {"text": key + "x" * 3_000}, "key": key}
        status, told = visitor.post("/api/documents/1/acts", body)
        if status == 200:
            saved.append(key)
        else:
            assert "Free some space" in told["fix"]
        return status

    assert comment("first") == 200
    disk.fill(20_480)
    statuses = [comment(f"k{at}") for at in range(6)]
    # a page keeps what was answered so, and sends it again
    assert statuses[-1] == 503
    assert set(statuses) <= {200, 503}
    assert visitor.ask("GET", "/")[0] in (200, 503)
    assert visitor.ask("GET", "/")[0] == 200
    disk.empty()
    assert comment("last") == 200
    served.kill()
    assert disk.check(PROGRAM, "review", "--verify", "--corpus", corpus).startswith(
        f"{len(saved)} acts on 1 units folded, 0 diff"
    )
