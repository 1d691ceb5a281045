"""Connections that say little are ended, whatever they began; one that works is served beside them."""

from __future__ import annotations

import importlib.util
import logging
import sys
from pathlib import Path
from types import ModuleType

import pytest

from jjak.workbench.web.connections import HEAD, MOST, Bounded, TimedProtocol, make_room, most_connections


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

    def __init__(self, began: float, *, answering: bool = False, asked: bool = False) -> None:
        self.began, self.ended = began, False
        self.cycle = None if not (answering or asked) else type("Cycle", (), {"response_complete": not answering})()
        self.transport = self  # type: ignore[assignment]

    def is_closing(self) -> bool:
        return self.ended

    def abort(self) -> None:
        self.ended = True


def test_the_one_that_waited_longest_makes_room_and_none_that_is_answered() -> None:
    old, young, answered, kept = Connection(1), Connection(2), Connection(0, answering=True), Connection(0, asked=True)
    new = Connection(3)
    everyone = {old, young, answered, kept, new}
    make_room(everyone, 5, new)
    assert not any(each.ended for each in everyone)
    for expected in (old, young, kept, new):
        make_room(everyone, 1, new)
        assert [each for each in everyone if each.ended] == [expected]
        everyone.discard(expected)


def test_a_head_that_takes_too_long_is_overdue() -> None:
    waiting = Connection(100.0)
    assert not waiting.overdue(100.0 + HEAD - 0.1)
    assert waiting.overdue(100.0 + HEAD + 0.1)
    assert not Connection(0.0, asked=True).overdue(1e9)


def test_files_are_left_for_what_is_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    for allowed, most in ((1024, MOST), (512, 212), (100, 20), (resource.RLIM_INFINITY, MOST)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, allowed=allowed: (allowed, allowed))
        assert most_connections() == most


def test_a_log_that_says_the_same_again_and_again_is_bounded() -> None:
    bound = Bounded(most=3, seconds=1000)
    records = [logging.LogRecord("x", logging.WARNING, "", 0, text, (), None) for text in ["bad"] * 10 + ["other"]]
    assert [record.msg for record in records if bound.filter(record)] == ["bad"] * 3 + ["other"]
