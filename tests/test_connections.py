"""Connections that say little are ended, whatever they began; one that works is served beside them."""

from __future__ import annotations

import importlib.util
import logging
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.users import Users
from jjak.workbench.web.connections import HEAD, MOST, Bounded, TimedProtocol, make_room, most_connections
from visitor import Visitor


@pytest.fixture(scope="module")
def bench(root: Path, units: ModuleType) -> ModuleType:
    sys.modules.setdefault("units", units)
    spec = importlib.util.spec_from_file_location("half_open", root / "tests" / "bench" / "half_open.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["half_open"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_half_open_connections_are_ended_and_a_reviewer_works_beside_them(bench: ModuleType) -> None:
    # fewer files than connections: those that wait longest make room
    found = bench.measure(300, 45.0, 400)
    assert found.failed == []
    assert found.left == 0
    assert max(found.lives) < bench.CLOSED_WITHIN
    assert len(found.acts) > 10


class Connection(TimedProtocol):
    """One of which only what is looked at is there."""

    def __init__(self, began: float, *, address: str = "", session: str | None = None, **cycle: bool) -> None:
        """cycle: what is so of its last request; without any it has not asked."""
        self.began, self.ended, self.client, self.cycle = began, False, (address, 0), None
        if cycle or session:
            state = {"response_complete": False, "response_started": False, "more_body": False, **cycle}
            self.cycle = type("Cycle", (), {**state, "scope": {"state": {"session": session}}})()
        self.transport = self  # type: ignore[assignment]
        self.flow = type("Flow", (), {"read_paused": False})()

    def is_closing(self) -> bool:
        return self.ended

    def abort(self) -> None:
        self.ended = True


def test_the_one_that_waited_longest_makes_room_and_none_that_is_answered() -> None:
    old, young, answered, kept = (
        Connection(1),
        Connection(2),
        Connection(0, response_complete=False),
        Connection(0, response_complete=True),
    )
    new = Connection(3)
    everyone = {old, young, answered, kept, new}
    make_room(everyone, 5, new)
    assert not any(each.ended for each in everyone)
    for expected in (old, young, kept, new):
        make_room(everyone, 1, new)
        assert [each for each in everyone if each.ended] == [expected]
        everyone.discard(expected)


def ended_first(new: Connection, *there: Connection) -> list[int]:
    """In which order these make room."""
    left, order = list(there), []
    while left:
        make_room([*left, new], len(left), new)
        (gone,) = (each for each in left if each.ended)
        order.append(there.index(gone))
        left.remove(gone)
    assert not new.ended
    return order


def body(began: float, taken: int, heard: float, **more: Any) -> Connection:
    made = Connection(0.0, more_body=True, **more)
    made.body_began, made.taken, made.heard = began, taken, heard
    return made


def test_a_body_that_does_not_come_makes_room_and_one_that_comes_does_so_last() -> None:
    slow, stopped, coming = body(10, 5, 99), body(20, 7_000_000, 21), body(10, 7_000_000, 99)
    assert ended_first(Connection(100), coming, Connection(15), stopped, slow) == [3, 1, 2, 0]


def test_an_answer_that_nobody_takes_makes_room() -> None:
    deaf = Connection(0.0, response_started=True)
    deaf.deaf_since = 5.0
    assert ended_first(Connection(100), Connection(50), deaf) == [1, 0]


def test_who_holds_most_makes_room_first_and_who_has_a_session_last() -> None:
    many = [Connection(50.0 + at, address="10.0.0.9") for at in range(3)]
    one, reviewer = Connection(1.0, address="10.0.0.1"), body(0, 0, 0, address="10.0.0.9", session="kim")
    assert ended_first(Connection(100, address="10.0.0.2"), reviewer, one, *many) == [2, 3, 1, 4, 0]


@pytest.mark.slow
def test_bodies_that_do_not_come_shut_nobody_out(units: ModuleType, serve: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    units.store_units(path, units.unit("plain", [(["문장입니다."], ["A sentence."], 0.9)]))
    with Corpus(str(path)) as store:
        Users(store).add("kim", "reviewer", "a long password")
    served = serve(path, "--login", inside=["sh", "-c", 'ulimit -n 320; exec "$@"', "sh"])
    head = b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000\r\n\r\na"
    held = []
    for _ in range(22):
        held.append(socket.create_connection(("127.0.0.1", served.port)))
        held[-1].sendall(head)
        time.sleep(0.02)
    assert [Visitor(served.port).ask("GET", "/login")[0] for _ in range(5)] == [200] * 5
    for each in held:
        each.close()


def test_a_head_that_takes_too_long_is_overdue() -> None:
    waiting = Connection(100.0)
    assert not waiting.overdue(100.0 + HEAD - 0.1)
    assert waiting.overdue(100.0 + HEAD + 0.1)
    assert not Connection(0.0, response_complete=True).overdue(1e9)


def test_files_are_left_for_what_is_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    for allowed, most in ((1024, MOST), (512, 212), (100, 20), (resource.RLIM_INFINITY, MOST)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, allowed=allowed: (allowed, allowed))
        assert most_connections() == most


def test_a_log_that_says_the_same_again_and_again_is_bounded() -> None:
    bound = Bounded(most=3, seconds=1000)
    records = [logging.LogRecord("x", logging.WARNING, "", 0, text, (), None) for text in ["bad"] * 10 + ["other"]]
    assert [record.msg for record in records if bound.filter(record)] == ["bad"] * 3 + ["other"]
