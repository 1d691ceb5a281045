"""Work that is killed and done again ends as if it had never been: the benchmark `tests/bench/kills.py`, small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("kind", "kills", "scale"),
    [("build", 2, 0.2), ("import", 3, 0.4), ("export", 3, 0.2), ("review", 2, 0.3), ("migration", 6, 0.3), ("copy", 4, 0.1)],
)
def test_what_was_killed_and_run_again_is_what_was_left_alone(root: Path, kind: str, kills: int, scale: float) -> None:
    script = str(root / "tests" / "bench" / "kills.py")
    options = ["--only", kind, "--kills", str(kills), "--scale", str(scale), "--seed", "3"]
    done = subprocess.run([sys.executable, script, *options], capture_output=True, text=True, check=False, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"{kind}: {kills} kills, ")
    assert f"{kills} kills, 0 before the end" not in done.stdout
