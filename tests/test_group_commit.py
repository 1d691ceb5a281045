"""Writers that wait for one another are stored in one transaction, and each is told what became of what it wrote."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.group_commit import GroupCommit
from jjak.corpora.store.queries import fetch
from jjak.corpora.store.schema import sessions
from jjak.seeds.errors import CorpusError

WAIT = 30.0


class Counted:
    """A corpus that counts its transactions; `refuses` is what the next ones raise, once each."""

    def __init__(self, store: Corpus) -> None:
        self.store, self.begun, self.refuses = store, 0, list[Exception]()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        self.begun += 1
        with self.store.transaction() as connection:
            yield connection
            if self.refuses:
                raise self.refuses.pop()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Counted]:
    with Corpus(str(tmp_path / "c.db")) as opened:
        yield Counted(opened)


def _session(user: str) -> Callable[[Connection], None]:
    def work(connection: Connection) -> None:
        connection.execute(insert(sessions).values(digest=user, user=user, token="t", expires="9"))

    return work


def _there(store: Counted) -> set[str]:
    return {row[0] for row in fetch(store.store, select(sessions.c.user))}


def _together(store: Counted, works: list[Callable[[Connection], None]]) -> list[Future[None]]:
    """Have somebody write, and `works` come while they do, so that these wait."""
    writers, began, goes_on = GroupCommit(store), threading.Event(), threading.Event()

    def slow(connection: Connection) -> None:
        _session("first")(connection)
        began.set()
        assert goes_on.wait(WAIT)

    with ThreadPoolExecutor(len(works) + 1) as pool:
        pool.submit(writers.write, slow)
        assert began.wait(WAIT)
        futures = [pool.submit(writers.write, work) for work in works]
        while len(writers._waiting) < len(works):
            threading.Event().wait(0.001)
        assert "first" not in _there(store)
        goes_on.set()
    return futures


def test_those_who_wait_are_stored_in_one_transaction(store: Counted) -> None:
    futures = _together(store, [_session(f"user{at}") for at in range(8)])
    assert [future.exception() for future in futures] == [None] * 8
    assert len(_there(store)) == 9
    assert store.begun == 2


def test_one_that_cannot_be_stored_holds_nobody_up(store: Counted) -> None:
    def refused(connection: Connection) -> None:
        _session("half")(connection)
        raise ValueError("no")

    works = [_session("a"), refused, _session("b")]
    futures = _together(store, works)
    assert [type(future.exception()) for future in futures] == [type(None), ValueError, type(None)]
    assert _there(store) == {"first", "a", "b"}


def test_nobody_is_told_that_something_is_stored_which_the_database_did_not_take(store: Counted) -> None:
    GroupCommit(store).write(_session("before"))
    store.refuses = [CorpusError("full", "")]
    with pytest.raises(CorpusError):
        GroupCommit(store).write(_session("after"))
    assert _there(store) == {"before"}


def test_a_database_that_takes_nothing_is_asked_once_for_all(store: Counted) -> None:
    def arm(connection: Connection) -> None:
        store.refuses = [CorpusError("locked", "")]

    futures = _together(store, [arm, _session("a"), _session("b")])
    assert all(isinstance(future.exception(), CorpusError) for future in futures)
    assert _there(store) == {"first"}
    assert store.begun == 2


def test_after_a_failure_others_write(store: Counted) -> None:
    writers = GroupCommit(store)

    def broken(_: Connection) -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        writers.write(broken)
    writers.write(_session("a"))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(writers.write, [_session(f"user{at}") for at in range(50)]))
    assert len(_there(store)) == 51
