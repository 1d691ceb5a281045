"""Backup and restore: one state of the corpus, whole or not at all, and nothing overwritten that somebody still needs."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from command_line import jjak
from imported import entries, left_by_a_kill, made, texts
from jjak.corpora.store import backup as copies
from jjak.corpora.store.backup import backup, restore
from jjak.corpora.store.corpus import Corpus
from jjak.seeds.errors import CorpusError

pytestmark = pytest.mark.slow

JJAK = str(Path(sys.executable).parent / "jjak")
BATCH = 50


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_backup_while_the_corpus_is_written_is_one_of_its_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = made(tmp_path / "c.db", 2_000)
    monkeypatch.setattr(copies, "PAGES", 5)
    written: list[int] = []
    stop = threading.Event()

    def write() -> None:
        with Corpus(str(corpus)) as store:
            run = store.begin_run({}, {})
            for at in range(2_000, 100_000, BATCH):
                store.take(entries(at, at + BATCH), run)
                written.append(at)
                if stop.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    while not written:
        time.sleep(0.01)
    steps: list[int] = []

    def step(copied: int, total: int) -> None:
        steps.append(len(written))
        time.sleep(0.002)

    holding = backup(str(corpus), tmp_path / "b", step=step)
    stop.set()
    writer.join()
    found = texts(tmp_path / "b")
    assert steps[-1] - steps[0] > 2, "nothing was written meanwhile"
    assert holding.pairs == len(found)
    assert holding.pairs % BATCH == 0
    assert 2_000 < holding.pairs < len(texts(corpus))
    assert found == texts(corpus)[: len(found)]


def test_what_was_backed_up_is_restored(tmp_path: Path) -> None:
    corpus = made(tmp_path / "c.db")
    subprocess.run([JJAK, "backup", "b", "--corpus", "c.db"], cwd=tmp_path, check=True, capture_output=True)
    with Corpus(str(corpus)) as store:
        store.take(entries(1_000, 1_010), store.begin_run({}, {}))
    refused = jjak("restore", "b", "--corpus", "c.db", cwd=tmp_path)
    assert refused.returncode == 1
    assert "c.db is there already" in refused.stderr
    assert len(texts(corpus)) == 1_010
    done = subprocess.run(
        [JJAK, "restore", "b", "--corpus", "c.db", "--force"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "pairs 1,000" in done.stderr) == (0, True)
    assert len(texts(corpus)) == 1_000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "c.db"]


def test_a_backup_is_one_file_that_can_be_read_where_nothing_can_be_written(tmp_path: Path) -> None:
    backup(str(left_by_a_kill(tmp_path / "c.db")), tmp_path / "b")
    with closing(sqlite3.connect(f"file:{tmp_path / 'b'}?immutable=1&mode=ro", uri=True)) as connection:
        assert connection.execute("SELECT count(*) FROM pairs").fetchone() == (1_000,)


def test_neither_overwrites_what_is_there_unless_it_is_told_to(tmp_path: Path) -> None:
    corpus, other = made(tmp_path / "c.db", 3), made(tmp_path / "other.db", 5)
    for act in (lambda: backup(str(corpus), other), lambda: restore(corpus, str(other))):
        with pytest.raises(CorpusError, match="is there already") as caught:
            act()
        assert "--force" in caught.value.fix
    assert len(texts(other)) == 5
    backup(str(corpus), other, force=True)
    assert len(texts(other)) == 3


@pytest.mark.parametrize("name", ["c.db", "folder"])
def test_a_corpus_is_not_copied_onto_itself_or_a_folder(tmp_path: Path, name: str) -> None:
    made(tmp_path / "c.db", 3)
    (tmp_path / "folder").mkdir()
    with pytest.raises(CorpusError, match=r"is (the same file|a folder)"):
        backup(str(tmp_path / "c.db"), tmp_path / name, force=True)
    assert len(texts(tmp_path / "c.db")) == 3


def test_a_corpus_in_use_is_not_replaced(tmp_path: Path) -> None:
    corpus = made(tmp_path / "c.db")
    backup(str(corpus), tmp_path / "b")
    with Corpus(str(corpus)) as store:
        store.take(entries(1_000, 1_010), store.begin_run({}, {}))
        with pytest.raises(CorpusError, match="is in use"):
            restore(tmp_path / "b", str(corpus), force=True)
        store.take(entries(1_010, 1_020), store.begin_run({}, {}))
    assert len(texts(corpus)) == 1_020


def test_a_process_that_opens_the_corpus_while_it_is_replaced_spoils_neither(tmp_path: Path) -> None:
    corpus = made(tmp_path / "c.db", 30)
    backup(str(corpus), tmp_path / "b")
    stop, errors = threading.Event(), list[Exception]()

    def use() -> None:
        while not stop.is_set():
            try:
                with Corpus(str(corpus), create=False) as store:
                    store.begin_run({}, {})
            except CorpusError as error:
                errors.append(error)
            time.sleep(0.005)

    user = threading.Thread(target=use)
    user.start()
    done, refused = 0, list[str]()
    end = time.monotonic() + 60
    while done < 20 and time.monotonic() < end:
        try:
            restore(tmp_path / "b", str(corpus), force=True)
            done += 1
        except CorpusError as error:
            refused.append(str(error))
    stop.set()
    user.join()
    restore(tmp_path / "b", str(corpus), force=True)
    assert texts(corpus) == texts(tmp_path / "b")
    assert all("is in use" in message for message in refused)
    # one that had opened the file that is gone is told so, and that alone
    assert [error for error in errors if not any(word in str(error) for word in ("locked", "readonly", "disk I/O error"))] == []
    assert done == 20


@pytest.mark.parametrize("there", [True, False])
def test_the_log_of_the_corpus_before_is_not_taken_for_the_new_ones(tmp_path: Path, there: bool) -> None:
    made(tmp_path / "other.db", 7)
    backup(str(tmp_path / "other.db"), tmp_path / "b")
    corpus = left_by_a_kill(tmp_path / "c.db")
    if not there:
        corpus.unlink()
    restore(tmp_path / "b", str(corpus), force=True)
    assert len(texts(corpus)) == 7
    with closing(sqlite3.connect(corpus)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def spoil(path: Path) -> None:
    with path.open("r+b") as file:
        for page in (5, 9, 20, 30):
            file.seek(4096 * page)
            file.write(os.urandom(4096))


@pytest.mark.parametrize(
    "break_", [spoil, lambda path: os.truncate(path, 50_000), lambda path: path.write_bytes(b"no database" * 99)]
)
def test_a_damaged_backup_is_refused_and_a_damaged_corpus_replaced(tmp_path: Path, break_: object) -> None:
    corpus = made(tmp_path / "c.db")
    backup(str(corpus), tmp_path / "b")
    shutil.copy(tmp_path / "b", tmp_path / "broken")
    break_(tmp_path / "broken")  # type: ignore[operator]
    before = digest(corpus)
    with pytest.raises(CorpusError, match="broken") as caught:
        restore(tmp_path / "broken", str(corpus), force=True)
    assert "older backup" in caught.value.fix
    with pytest.raises(CorpusError, match="broken"):
        backup(str(tmp_path / "broken"), tmp_path / "new")
    assert digest(corpus) == before
    assert not (tmp_path / "new").exists()
    restore(tmp_path / "b", str(tmp_path / "broken"), force=True)
    assert len(texts(tmp_path / "broken")) == 1_000


def test_a_killed_backup_leaves_the_one_before(tmp_path: Path) -> None:
    corpus = made(tmp_path / "c.db", 20_000)
    backup(str(corpus), tmp_path / "b")
    with Corpus(str(corpus)) as store:
        store.take(entries(20_000, 20_010), store.begin_run({}, {}))
    code = "import time, jjak.corpora.store.backup as b; b.PAGES = 5\n"
    code += f"b.backup({str(corpus)!r}, b.Path({str(tmp_path / 'b')!r}), force=True"
    code += ", step=lambda done, all: (print(done, flush=True), time.sleep(0.001)))"
    for pages in (1, 300, 900):
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert any(int(line) >= pages for line in process.stdout)
        process.kill()
        process.wait()
        process.stdout.close()
        assert process.returncode == -signal.SIGKILL
        assert len(texts(tmp_path / "b")) == 20_000
    assert backup(str(corpus), tmp_path / "b", force=True).pairs == 20_010
    assert {path.name for path in tmp_path.iterdir()} == {"b", "c.db"}


def test_postgresql_is_copied_by_the_command_that_the_error_names(server: str, tmp_path: Path) -> None:
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        for name in ("copied", "again"):
            connection.execute(f"CREATE DATABASE {name}")
    with Corpus(f"{server}/copied") as store:
        store.take(entries(0, 20), store.begin_run({}, {}))
        before = list(store.pairs())
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]
    path = os.pathsep.join([*map(str, programs), os.environ["PATH"]])
    with pytest.raises(CorpusError, match="own tools") as caught:
        backup(f"{server}/copied", tmp_path / "b.dump")
    run = ["env", f"PATH={path}", *shlex.split(caught.value.fix.removeprefix("Run "))]
    subprocess.run(run, check=True, capture_output=True)
    with pytest.raises(CorpusError, match="own tools") as caught:
        restore(tmp_path / "b.dump", f"{server}/again")
    run = ["env", f"PATH={path}", *shlex.split(caught.value.fix.removeprefix("Run "))]
    subprocess.run(run, check=True, capture_output=True)
    with Corpus(f"{server}/again", create=False) as store:
        assert list(store.pairs()) == before


def test_no_password_is_told_with_the_command() -> None:
    with pytest.raises(CorpusError) as caught:
        backup("postgresql+psycopg://me:secret@host/db", Path("b"))
    assert "secret" not in str(caught.value) + caught.value.fix
    url = make_url(shlex.split(caught.value.fix)[-1])
    assert (url.drivername, url.username, url.host, url.database) == ("postgresql", "me", "host", "db")
