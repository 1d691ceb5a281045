"""Reviewers at once on a server that is killed: the benchmark of `tests/bench/reviewers.py`, small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_a_killed_server_loses_no_act_that_was_answered_as_saved(root: Path) -> None:
    script = str(root / "tests" / "bench" / "reviewers.py")
    options = ["--reviewers", "4", "--documents", "2", "--acts", "160", "--kills", "1"]
    done = subprocess.run([sys.executable, script, *options], capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "killed with" in done.stdout
    assert "0 of the saved missing" in done.stdout
    assert "0 differences" in done.stdout


def test_reviewers_at_the_pace_of_people_are_measured_beside_one_alone(root: Path) -> None:
    script = str(root / "tests" / "bench" / "reviewers.py")
    options = ["--reviewers", "3", "--documents", "3", "--seconds", "5", "--pace", "0.2"]
    done = subprocess.run([sys.executable, script, *options], capture_output=True, text=True, check=False, timeout=240)
    # how soon acts are answered says more of what else the machine does
    assert "one reviewer: " in done.stdout, done.stdout + done.stderr
    assert "3 reviewers on 3 documents: " in done.stdout
    assert "MB at half time" in done.stdout
    assert "0 of the saved missing" in done.stdout
    assert "0 differences" in done.stdout
