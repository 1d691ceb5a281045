"""Bringing a corpus up to date: all of it or none, whoever else opens it and whenever it is killed."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, event

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.engine import open_database
from jjak.corpora.store.schema import metadata

NEVER = sys.maxsize
FIRST = Path(__file__).parent / "schemas" / "0001.sql"


def killed_at(path: str, statement: int) -> int:
    """Open a corpus, made where there is none, in a process that kills itself before its statement or commit of this number:
    minus the signal, or how many it ran."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        ran = 0

        def count(*_: object) -> None:
            nonlocal ran
            ran += 1
            if ran == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", count)
        event.listen(Engine, "commit", count)
        open_database(path, create=True).dispose()
        os.write(write, str(ran).encode())
        os._exit(0)
    os.close(write)
    _, status = os.waitpid(child, 0)
    with os.fdopen(read) as told:
        return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else int(told.read())


def at_every_statement(folder: str) -> list[str]:
    """Where a corpus that was killed while it was made does not become the one that was left alone."""
    Corpus(":memory:").close()  # the imports, once for all the children
    total = killed_at(f"{folder}/whole.db", NEVER)
    wrong = []
    for statement in range(1, total + 1):
        path = f"{folder}/{statement}.db"
        if killed_at(path, statement) != -signal.SIGKILL:
            wrong.append(f"statement {statement} was not reached")
        engine = open_database(path, create=True)
        with engine.connect() as connection:
            changes = compare_metadata(MigrationContext.configure(connection), metadata)
        engine.dispose()
        wrong += [f"{statement}: {change}" for change in changes if change[1].name != "alembic_version"]
    assert total > 30
    return wrong


def rows(path: Path) -> dict[str, Any]:
    """The schema of a file and the rows of every table."""
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
        tables = [name for kind, name, _ in made if kind == "table"]
        return {"schema": made} | {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in tables}


def upgrades_killed_at_every_statement(folder: Path) -> list[str]:
    """Where a corpus of the first schema whose upgrade was killed is neither what it was nor, opened again, what it becomes."""
    Corpus(":memory:").close()
    before = rows(first_schema(folder / "after.db"))
    total = killed_at(str(folder / "after.db"), NEVER)
    after = rows(folder / "after.db")
    wrong = []
    for statement in range(1, total + 1):
        (inside := folder / f"{statement}").mkdir()
        path = first_schema(inside / "c.db")
        if killed_at(str(path), statement) != -signal.SIGKILL:
            wrong.append(f"statement {statement} was not reached")
        # looked at in a copy, so that opening finds what the kill left
        if rows(shutil.copytree(inside, folder / f"left {statement}") / path.name) not in (before, after):
            wrong.append(f"{statement}: neither what it was nor what it becomes")
        open_database(str(path), create=False).dispose()
        if rows(path) != after:
            wrong.append(f"{statement}: not what it becomes")
    assert before != after
    assert total > 20
    return wrong


def first_schema(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST.read_text(encoding="utf-8"))
    return path


def opened(corpus: str) -> bool:
    Corpus(corpus).close()
    return True


@pytest.mark.slow
def test_a_kill_at_any_statement_of_a_migration_leaves_a_corpus_that_opens(tmp_path: Path) -> None:
    # in a process of one thread, which may be forked safely
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(at_every_statement, str(tmp_path)).result() == []


@pytest.mark.slow
def test_a_kill_at_any_statement_of_an_upgrade_leaves_the_old_corpus_or_the_new(tmp_path: Path) -> None:
    (tmp_path / "killed").mkdir()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(upgrades_killed_at_every_statement, tmp_path / "killed").result() == []


@pytest.mark.slow
def test_processes_that_open_a_new_corpus_at_once_make_it_once(corpus: str) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(opened, [corpus] * 8)) == [True] * 8
