"""A file that is more work than it may be is refused by name, and costs no other: what explodes, what hangs, what crashes."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from explosive_files import EXPLOSIONS, nested_yaml
from jjak.corpora.exchange.imports import ImportTerms, import_pairs
from jjak.corpora.exchange.reading_apart import entries_apart
from jjak.corpora.formats import Entry, Note, Refused, Wanted
from jjak.corpora.formats.entry import BOUNDS, fault
from jjak.corpora.store.corpus import Corpus
from jjak.seeds.errors import DocumentError, FormatError, SettingError
from jjak.seeds.limits import DEFAULT, Limits, limited, limits_of
from jjak.seeds.plain_yaml import read_yaml
from jjak.seeds.reader_process import ReaderEnded, ReaderProcess
from jjak.seeds.reading import Source, read_apart
from jjak.workbench.cli import COMMANDS
from jjak.workbench.commands.options import settings_of
from jjak.workbench.settings import override, read_settings

WANTED = Wanted(("ko", "en"))
# sizes at which a lower limit is passed, where the usual one takes a large file
SMALL = {
    "gzip that unpacks to a thousand times": (600_000, Limits(unpacked=1)),
    "columns of Parquet": (101, Limits(columns=100)),
    "columns by the million": (20_000, Limits()),
    "one text for all rows of Parquet": (10_000, Limits(unpacked=8)),
    "rows of Parquet by the hundred million": (2_000, Limits(rows=1_000)),
    "a workbook of many parts": (101, Limits(members=100)),
    "a workbook whose cells share a long text": (10_000, Limits(unpacked=4)),
    "an attribute without an end": (1_200_000, Limits()),
    "attributes by the million": (120_000, Limits()),
    "comments that never end": (12_000, Limits()),
    "a string of many lines": (14_000, Limits()),
    "empty lines before a head": (60_000, Limits()),
}


@pytest.fixture(scope="module")
def process() -> Iterator[ReaderProcess]:
    with ReaderProcess() as found:
        yield found


def read(path: Path, limits: Limits = DEFAULT) -> list[Entry | Note | Refused]:
    with ReaderProcess(limits) as process:
        return list(entries_apart(process, path, WANTED, None))


@pytest.mark.parametrize("name", EXPLOSIONS)
def test_an_explosive_file_is_refused_by_name_and_its_sound_rows_are_read(tmp_path: Path, name: str) -> None:
    explosion = EXPLOSIONS[name]
    size, limits = SMALL.get(name, (explosion.size, DEFAULT))
    path = tmp_path / explosion.name
    path.write_bytes(explosion.make(size))
    found = read(path, limits)
    said = [one.reason for one in found if isinstance(one, Refused)]
    most = {"16,384": f"{limits.columns:,}", "100,000,000": f"{limits.rows:,}", "10,000 ": f"{limits.members:,} "}
    wanted = explosion.said
    if limits != Limits():
        for usual, now in most.items():
            wanted = f"{wanted} ".replace(usual, now).strip()
    assert not wanted or any(wanted in reason for reason in said), said
    assert sum(isinstance(one, Entry) for one in found) >= explosion.sound
    assert all("Traceback" not in reason and "fault in jjak" not in reason for reason in said)


def test_a_row_of_too_many_columns_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("ko,en\n비,rain\n" + "x," * 20_000 + "\n눈,snow\n", encoding="utf-8")
    found = read(path)
    assert [one.source[1] for one in found if isinstance(one, Entry)] == ["비", "눈"]
    (refused,) = [one for one in found if isinstance(one, Refused)]
    assert refused == Refused(3, "over 16,384 columns. Raise it with --limit columns=N, or under [limits] in jjak.toml.")


def test_a_limit_can_be_raised(tmp_path: Path) -> None:
    path = tmp_path / "p.tsv"
    path.write_text("ko\ten\n" + "비\train\n" * 30, encoding="utf-8")
    (*_, last) = read(path, Limits(rows=10))
    assert last == Refused(0, "over 10 rows. Raise it with --limit rows=N, or under [limits] in jjak.toml.")
    assert len(read(path, Limits(rows=30))) == 30


def test_limits_are_said_in_the_settings_and_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "jjak.toml").write_text("[limits]\nrows = 7\nseconds = 5\n", encoding="utf-8")
    settings = read_settings(str(tmp_path / "c.db"))
    assert (settings.limits.rows, settings.limits.seconds, settings.limits.columns) == (7, 5, DEFAULT.columns)
    assert "limits" not in override(settings, (), {}).table()
    for table in ({"row": 1}, {"rows": 0}, {"rows": "1"}):
        with pytest.raises(SettingError, match="limit"):
            limits_of(table)
    assert {"build", "import", "segment"} <= set(COMMANDS)


def test_aliases_stand_for_so_many_nodes_at_most() -> None:
    assert read_yaml("a: &a [1, 2]\nb: *a\n") == {"a": [1, 2], "b": [1, 2]}
    with pytest.raises(FormatError, match="aliases stand for over 100,000 nodes"):
        read_yaml(nested_yaml(8))
    assert read_yaml(nested_yaml(3))["license"] == "cc0"
    with pytest.raises(FormatError, match="aliases stand for over"):
        read_yaml("a: &a [*a]\n")
    with limited(Limits(aliases=2)), pytest.raises(FormatError, match="line 2: aliases stand for over 2 nodes"):
        read_yaml("a: &a [1, 2]\nb: *a\n")
    with pytest.raises(FormatError, match="no YAML"):
        read_yaml("a: [")


# what a reader may do that no limit inside of it stops


def forever() -> Iterator[int]:
    while True:
        pass


def greedy() -> Iterator[int]:
    yield len(bytearray(2_000_000_000))


def crashing() -> Iterator[int]:
    yield 1
    os.kill(os.getpid(), signal.SIGSEGV)


def broken() -> Iterator[int]:
    raise KeyError("x")
    yield 0


def number() -> Iterator[int]:
    yield os.getpid()


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name under which the other process finds this module."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "bench"))
    return "test_limits"


@pytest.mark.parametrize(
    ("task", "said"),
    [("forever", "took over 1 seconds of the processor"), ("greedy", "took over 1,000 MB"), ("crashing", "crashed.*SIGSEGV")],
)
def test_what_passes_a_limit_or_crashes_is_ended_and_replaced(ours: str, task: str, said: str) -> None:
    with ReaderProcess(Limits(seconds=1, memory=1_000)) as process:
        first = process.result(f"{ours}:number", 0)
        assert process.result(f"{ours}:number", 0) == first, "it is kept from file to file"
        with pytest.raises(ReaderEnded, match=said):
            list(process.results(f"{ours}:{task}", 0))
        assert process.result(f"{ours}:number", 0) != first


def test_a_fault_of_a_reader_is_named_and_its_process_is_kept(ours: str) -> None:
    with ReaderProcess() as process:
        first = process.result(f"{ours}:number", 0)
        with pytest.raises(RuntimeError, match="KeyError: 'x'"):
            list(process.results(f"{ours}:broken", 0))
        assert process.result(f"{ours}:number", 0) == first


def test_a_small_plain_file_needs_no_process_and_what_may_explode_begins_one(tmp_path: Path) -> None:
    page, table, memory = (tmp_path / name for name in ("page.txt", "p.tsv", "p.tmx"))
    page.write_text("비가 옵니다.\n", encoding="utf-8")
    table.write_text("ko\ten\n비\train\n눈\tsnow\n", encoding="utf-8")
    memory.write_text("<tmx><body></body></tmx>", encoding="utf-8")
    with ReaderProcess(Limits(rows=1)) as process:
        assert read_apart(process, Source("page.txt", page)).text == "비가 옵니다.\n"
        *_, last = entries_apart(process, table, WANTED, None)
        assert "over 1 rows" in last.reason  # type: ignore[union-attr]
        assert not process.begun
        list(entries_apart(process, memory, WANTED, None))
        assert process.begun
    (tmp_path / "p.tsv.gz").write_bytes(gzip.compress(table.read_bytes()))
    table.write_text("ko\ten\n" + "비\train\n" * 20_000, encoding="utf-8")
    page.write_text("비가 옵니다.\n" * 10_000, encoding="utf-8")
    for read_here in (
        lambda process: list(entries_apart(process, tmp_path / "p.tsv.gz", WANTED, None)),
        lambda process: list(entries_apart(process, table, WANTED, None)),
        lambda process: read_apart(process, Source("page.txt", page)),
    ):
        with ReaderProcess() as process:
            read_here(process)
            assert process.begun


def test_the_time_of_a_file_grows_with_its_size() -> None:
    assert [Limits(seconds=2).time_for(size) for size in (0, 3_999_999, 4_000_000, 9_000_000)] == [2, 2, 4, 6]


def test_one_bad_file_stops_no_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "c"):
        (tmp_path / f"{name}.tsv").write_text(f"ko\ten\n비 {name}\train {name}\n", encoding="utf-8")
    (tmp_path / "b.xlsx").write_bytes(EXPLOSIONS["a column that is far away"].make(0))
    with Corpus(str(tmp_path / "c.db")) as store:
        files = [tmp_path / name for name in ("a.tsv", "b.xlsx", "c.tsv")]
        summary = import_pairs(files, store, store.begin_run({}, {}), WANTED, ImportTerms())
    assert (summary.new, summary.refused) == (2, 1)
    assert summary.rows[0].file == "b.xlsx"


def test_a_document_that_takes_too_long_fails_by_its_name(tmp_path: Path, process: ReaderProcess) -> None:
    path = tmp_path / "page.txt"
    path.write_text("비가 옵니다.\n", encoding="utf-8")
    assert read_apart(process, Source("page.txt", path)).text == "비가 옵니다.\n"
    news = {"rules": [{"rule": "furniture", "pattern": "(a|a)*b", "means": "navigation", "example": "aab"}]}
    path.write_text("date 2024-01-01 [A] B\n\n[LEAD]\n\n" + "a" * 40 + "\n\n비가 옵니다.\n", encoding="utf-8")
    with (
        ReaderProcess(Limits(seconds=1)) as short,
        pytest.raises(DocumentError, match="reading it took over 1") as error,
    ):
        read_apart(short, Source("page.txt", path), news=news)
    assert "--limit seconds=N" in error.value.fix


def test_a_pipe_is_refused_and_nobody_waits_for_it(tmp_path: Path, process: ReaderProcess) -> None:
    os.mkfifo(tmp_path / "p.tsv")
    (found,) = entries_apart(process, tmp_path / "p.tsv", WANTED, None)
    assert isinstance(found, Refused)
    assert "a pipe or a device, not a file" in found.reason


def test_the_command_raises_limits_and_says_what_it_refused(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("ko,en\n비,rain\n눈,snow\n", encoding="utf-8")
    call = [sys.executable, "-m", "jjak", "import", "p.csv", "--dry-run"]

    over = subprocess.run([*call, "--limit", "rows=1"], cwd=tmp_path, capture_output=True, text=True)
    assert over.returncode == 1
    assert "over 1 rows. Raise it with --limit rows=N" in over.stdout + over.stderr
    assert subprocess.run([*call, "--limit", "rows=2"], cwd=tmp_path, capture_output=True).returncode == 0


def test_a_limit_that_there_is_not_is_an_error_of_the_command() -> None:
    for wrong in ("rows", "row=1", "rows=x", "rows=0"):
        with pytest.raises(SettingError):
            settings_of("c.db", (), {"limits": (wrong,)})


@pytest.mark.parametrize(("name", "longest"), BOUNDS.items())
def test_what_a_row_says_of_itself_has_a_bound(name: str, longest: int) -> None:
    entry = Entry(1, ("ko", "가"), ("en", "a"))
    assert not fault(replace(entry, **{name: "a" * longest}))  # type: ignore[arg-type]
    wanted = f"its {name.replace('_', ' ')} has {longest + 1:,} characters, over {longest:,}"
    assert fault(replace(entry, **{name: "a" * (longest + 1)})) == wanted  # type: ignore[arg-type]
