"""Files that are not what SQLite wrote: each is named, with what to do, and none is made worse."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from command_line import PROGRAM, jjak
from imported import entries, left_by_a_kill, made, texts
from jjak.corpora.store import integrity
from jjak.corpora.store.backup import check
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.pair_search import PairQuery, PairSearch
from jjak.corpora.store.review_log import ReviewLog
from jjak.seeds.errors import CorpusError
from jjak.workbench.editing.audit import audit
from jjak.workbench.editing.session import ReviewSession
from jjak.workbench.report.corpus_status import status_of
from visitor import Visitor

pytestmark = pytest.mark.slow

PAGE = 4096


def read_all(path: Path) -> None:
    """Read everything that pages and commands read."""
    with Corpus(str(path), create=False) as store:
        status_of(store)
        list(store.pairs())
        store.overview()
        store.runs()
        for document, _, _ in store.documents():
            store.segments(document)
            store.beads(document)
        for unit in ReviewLog(store).bitexts():
            ReviewSession(store).index(unit, "me")
        ReviewLog(store).progress(0.5, 20)
        PairSearch(store).find(PairQuery())
        audit(store)


def overwrite(path: Path, at: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


def spoil(path: Path, chance: random.Random) -> None:
    """A few faults of the kinds that disks and hands make."""
    size = path.stat().st_size
    kind = chance.randrange(4)
    if kind == 0:
        for _ in range(chance.randint(1, 4)):
            overwrite(path, PAGE * chance.randrange(size // PAGE), chance.randbytes(PAGE))
    elif kind == 1:
        for _ in range(chance.randint(1, 200)):
            overwrite(path, chance.randrange(size), chance.randbytes(1))
    elif kind == 2:
        os.truncate(path, chance.randrange(1, size))
    else:
        overwrite(path, chance.randrange(size - 512), bytes(chance.choice((64, 512))))


@pytest.mark.parametrize("seed", range(30))
def test_a_spoilt_file_is_read_or_named_and_stays_as_it_is(built: Path, tmp_path: Path, seed: int) -> None:
    path = tmp_path / "c.db"
    shutil.copy(built, path)
    spoil(path, random.Random(seed))
    before = digest(path)
    with suppress(CorpusError, KeyError):  # a document whose row is gone is told as one that is not there
        read_all(path)
    assert digest(path) == before


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_check_finds_any_page_that_was_overwritten(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    chance = random.Random(1)
    for page in range(built.stat().st_size // PAGE):
        shutil.copy(built, path)
        overwrite(path, PAGE * page, chance.randbytes(PAGE))
        with pytest.raises(CorpusError) as caught:
            check(str(path))
        assert caught.value.fix, page
    shutil.copy(built, path)
    assert check(str(path)).pairs > 10


def test_a_check_finds_a_row_that_names_one_that_is_gone(built: Path, tmp_path: Path) -> None:
    shutil.copy(built, tmp_path / "c.db")
    with closing(sqlite3.connect(tmp_path / "c.db")) as connection:
        connection.execute("DELETE FROM segments WHERE document = (SELECT min(id) FROM documents)")
        connection.execute("DELETE FROM documents WHERE id = (SELECT min(id) FROM documents)")
        connection.commit()
    with pytest.raises(CorpusError, match="names a row of documents that is not there"):
        check(str(tmp_path / "c.db"))


@pytest.mark.parametrize("command", ["build {seed}", "import {table}", "export -", "status", "check", "backup b", "review"])
def test_commands_name_a_damaged_corpus(built: Path, root: Path, tmp_path: Path, command: str) -> None:
    (tmp_path / "p.tsv").write_text("ko\ten\n비가 옵니다.\tIt rains.\n", encoding="utf-8")
    shutil.copy(built, tmp_path / "c.db")
    for page in range(1, built.stat().st_size // PAGE):
        overwrite(tmp_path / "c.db", PAGE * page, b"\xff" * PAGE)
    before = digest(tmp_path / "c.db")
    call = command.format(seed=root / "seeds" / "documents", table=tmp_path / "p.tsv").split()
    more = ["--format", "tsv"] if call[0] == "export" else ["--port", "0"] if call[0] == "review" else []
    given = [*call, *more, "--corpus", "c.db"]
    if call[0] == "review":  # a server that does not refuse would never end
        done = subprocess.run([PROGRAM, *given], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    else:
        done = jjak(*given, cwd=tmp_path)
    assert done.returncode == 1
    assert "c.db" in done.stderr
    assert "damaged" in done.stderr or "malformed" in done.stderr
    assert "backup" in done.stderr
    assert "Traceback" not in done.stderr
    assert digest(tmp_path / "c.db") == before
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize("share", [0.001, 0.3, 0.7, 0.99])
def test_half_a_file_is_named(built: Path, tmp_path: Path, share: float) -> None:
    shutil.copy(built, tmp_path / "c.db")
    os.truncate(tmp_path / "c.db", int(built.stat().st_size * share))
    with pytest.raises(CorpusError, match=r"malformed|not a database|cut off") as caught:
        Corpus(str(tmp_path / "c.db"), create=False)
    assert caught.value.fix


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("UPDATE pairs SET status = 'unreviewe'", "unreviewe"),
        ("UPDATE pairs SET flags = '[\"a'", "damaged"),
        ("UPDATE pairs SET source_spans = '[[1]]'", "damaged"),
        ("UPDATE pairs SET target_text = CAST(x'ff' AS TEXT)", "UTF-8"),
        ("UPDATE scores SET signature = 99", "damaged"),
    ],
)
def test_a_row_that_jjak_did_not_write_is_named(built: Path, tmp_path: Path, change: str, name: str) -> None:
    shutil.copy(built, tmp_path / "c.db")
    with closing(sqlite3.connect(tmp_path / "c.db")) as connection:
        connection.execute(change)
        connection.commit()
    with pytest.raises(CorpusError, match=name) as caught, Corpus(str(tmp_path / "c.db"), create=False) as store:
        list(store.pairs())
    assert "restore" in caught.value.fix


@pytest.mark.parametrize(
    "act",
    [
        lambda path: Corpus(str(path)),
        lambda path: Corpus(str(path), create=False),
        lambda path: check(str(path)),
    ],
)
def test_a_corpus_of_a_newer_jjak_stays_as_it_is(built: Path, tmp_path: Path, act: Callable[[Path], object]) -> None:
    path = tmp_path / "c.db"
    shutil.copy(built, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = digest(path)
    with pytest.raises(CorpusError, match="schema 9999") as caught:
        act(path)
    assert "update jjak" in caught.value.fix
    assert digest(path) == before


def test_a_database_of_another_program_gets_no_tables_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
        connection.commit()
    before = digest(path)
    for create in (True, False):
        with pytest.raises(CorpusError, match="another program") as caught:
            Corpus(str(path), create=create)
        assert "--corpus" in caught.value.fix
    assert digest(path) == before


def damaged_after_a_kill(path: Path) -> Path:
    """A corpus with a log beside it, in whose file a page is spoilt that nothing reads at opening."""
    made(path, 2_000)
    with Corpus(str(path)) as store:
        store.take(entries(2_000, 2_010), store.begin_run({}, {}))
        for file in (path, path.with_name(f"{path.name}-wal")):
            shutil.copy(file, file.with_name(file.name.replace("c.db", "d.db")))
    overwrite(path.with_name("d.db"), PAGE * 60, b"\xff" * PAGE)
    return path.with_name("d.db")


def test_a_corpus_that_was_left_by_a_kill_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt = damaged_after_a_kill(tmp_path / "c.db")
    with pytest.raises(CorpusError, match="is damaged"):
        Corpus(str(spoilt), create=False)
    sound = left_by_a_kill(tmp_path / "e.db")
    assert len(texts(sound)) == 1_000
    # the log is part of the file now, and the next opening has nothing to look for
    monkeypatch.setattr(integrity, "connected", _counting(calls := []))
    assert len(texts(sound)) == 1_000
    assert len(calls) == 1


def _counting(calls: list[Path]) -> Callable[..., sqlite3.Connection]:
    really = integrity.connected

    def connected(path: Path, patience: float = 5.0) -> sqlite3.Connection:
        calls.append(path)
        return really(path, patience)

    return connected


def test_looking_ends_when_the_time_is_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt = damaged_after_a_kill(tmp_path / "c.db")
    monkeypatch.setattr(integrity, "SHORT", -1.0)
    monkeypatch.setattr(integrity, "OFTEN", 10)
    Corpus(str(spoilt), create=False).close()


def test_a_corpus_in_use_is_not_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    with Corpus(str(path)) as writer:
        run = writer.begin_run({}, {})
        writer.take(entries(0, 1_000), run)
        assert path.with_name("c.db-wal").stat().st_size
        start = time.monotonic()
        assert len(texts(path)) == 1_000
        assert time.monotonic() - start < 5
        writer.take(entries(1_000, 1_010), run)
    assert len(texts(path)) == 1_010


def test_a_page_says_that_the_corpus_is_damaged(built: Path, tmp_path: Path, serve: Callable[..., Any]) -> None:
    shutil.copy(built, tmp_path / "c.db")
    with closing(sqlite3.connect(tmp_path / "c.db")) as connection:
        connection.execute("UPDATE pairs SET flags = '[\"a'")
        connection.commit()
    visitor = Visitor(serve(tmp_path / "c.db").port).enter()
    status, _, raw = visitor.ask("GET", "/pairs")
    assert (status, b"is damaged" in raw, b"backup" in raw) == (503, True, True)
    assert visitor.ask("GET", "/activity")[0] == 200
