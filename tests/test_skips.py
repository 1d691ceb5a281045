"""Tests that a machine cannot run, in a folder of tests of its own that uses the hooks of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from skips import counted

CONFTEST = """
import sys
sys.path.insert(0, {tests!r})
from skips import *
from skips import skip_without
import pytest

@pytest.fixture
def browser():
    skip_without("Chromium", "apt-get install chromium")

@pytest.fixture
def server():
    skip_without("PostgreSQL", "apt-get install postgresql")
"""
TESTS = """
import pytest

def test_a_page(browser): ...
def test_another_page(browser): ...
def test_the_store(server): ...
@pytest.mark.parametrize("corpus", ["sqlite", "postgresql"])
def test_a_store(corpus): ...
@pytest.mark.xfail(strict=True)
def test_what_is_known_to_fail(): raise AssertionError
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three tests that are skipped for want of something, two that pass, and one that fails as expected."""
    (tmp_path / "conftest.py").write_text(CONFTEST.format(tests=str(Path(__file__).parent)))
    (tmp_path / "test_tiny.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers\nmarkers =\n  browser\n  postgresql\n")
    return tmp_path


def ran(folder: Path, *options: str, everything: str = "") -> subprocess.CompletedProcess[str]:
    # of the plugins that are installed only what is asked for: loading them all takes most of the time
    environment = os.environ | {"JJAK_ALL_TESTS": everything, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    plugins = ("-p", "xdist") if "-n" in options else ()
    command = [sys.executable, "-m", "pytest", *plugins, "-c", str(folder / "pytest.ini"), *options, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=folder)


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_what_was_skipped_is_counted_at_the_end_by_what_was_missing(folder: Path, options: tuple[str, ...]) -> None:
    done = ran(folder, *options)
    assert done.returncode == 0, done.stdout
    assert "\n3 tests skipped: no Chromium (2), no PostgreSQL (1)\n" in done.stdout
    assert "2 passed, 3 skipped, 1 xfailed" in done.stdout


@pytest.mark.slow
def test_a_skip_is_a_failure_where_all_tests_must_run(folder: Path) -> None:
    done = ran(folder, everything="1")
    assert done.returncode == 1
    assert "JJAK_ALL_TESTS is set, and this was skipped: Skipped: no PostgreSQL: apt-get install postgresql" in done.stdout
    assert "2 passed, 1 xfailed, 3 errors" in done.stdout


@pytest.mark.slow
def test_a_whole_file_that_is_skipped_is_a_failure_too(folder: Path) -> None:
    (folder / "test_tiny.py").write_text("import pytest\npytest.skip('no such system', allow_module_level=True)\n")
    assert ran(folder).returncode == 5  # no test was there to run
    done = ran(folder, everything="1")
    assert done.returncode not in (0, 5)
    assert "this was skipped: Skipped: no such system" in done.stdout


@pytest.mark.slow
def test_what_needs_a_browser_or_a_database_server_is_marked_so(folder: Path) -> None:
    done = ran(folder, "-m", "not browser and not postgresql")
    assert "1 passed, 4 deselected, 1 xfailed" in done.stdout


def test_one_skipped_test_is_one_test() -> None:
    assert counted(["Skipped: no PostgreSQL: apt-get install postgresql"]) == "1 test skipped: no PostgreSQL (1)"
