"""Tests that this machine cannot run: skipped by the name of what is missing, counted at the end, refused where all must run.

`conftest.py` takes these hooks over. JJAK_ALL_TESTS=1 makes a skip a failure.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import pytest

ALL = "JJAK_ALL_TESTS"


def skip_without(name: str, fix: str) -> NoReturn:
    """Skip a test for want of `name`; `fix` says how to get it."""
    pytest.skip(f"no {name}: {fix}")


def all_must_run() -> bool:
    """Whether a skip is a failure."""
    return os.environ.get(ALL, "") not in ("", "0")


def counted(reasons: Sequence[str]) -> str:
    """One line about skipped tests by the name of what was missing, the most frequent first."""
    names = Counter(reason.removeprefix("Skipped: ").partition(":")[0] for reason in reasons)
    listed = ", ".join(f"{name} ({count})" for name, count in names.most_common())
    return f"{len(reasons)} {'test' if len(reasons) == 1 else 'tests'} skipped: {listed}"


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)


def _refuse(report: pytest.TestReport | pytest.CollectReport) -> None:
    # an expected failure is reported as skipped too
    if report.outcome == "skipped" and not hasattr(report, "wasxfail") and all_must_run():
        report.outcome = "failed"
        report.longrepr = f"{ALL} is set, and this was skipped: {_reason(report)}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse(report)
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if reports := terminalreporter.stats.get("skipped"):
        terminalreporter.write_line(counted([_reason(report) for report in reports]), yellow=True)


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses among the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser or a database server by the fixtures it asks for, so that no test can forget it."""
    for item in items:
        asked = getattr(item, "fixturenames", ())
        given = item.callspec.params if hasattr(item, "callspec") else {}
        if "browser" in asked:
            item.add_marker("browser")
        if "server" in asked or given.get("corpus") == "postgresql":
            item.add_marker("postgresql")
    heaviest_files_first(items)


def _weight(item: pytest.Item) -> int:
    """About how long a test takes beside one that has no mark."""
    return 20 if any(item.get_closest_marker(name) for name in ("slow", "browser", "postgresql")) else 1


def heaviest_files_first(items: list[pytest.Item]) -> None:
    """Workers take whole files: a long one that comes last is run by one worker while the others have nothing to do."""
    weights: Counter[Path] = Counter()
    for item in items:
        weights[item.path] += _weight(item)
    items.sort(key=lambda item: (-weights[item.path], str(item.path)))
