"""Work that is killed and done again ends as if it had never been: the benchmark `tests/bench/kills.py`, small."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from kills import Done, Work, tried


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "kills", "scale"),
    [("build", 1, 0.1), ("import", 2, 0.2), ("export", 1, 0.1), ("review", 1, 0.2), ("migration", 3, 0.2), ("copy", 2, 0.1)],
)
def test_what_was_killed_and_run_again_is_what_was_left_alone(root: Path, kind: str, kills: int, scale: float) -> None:
    script = str(root / "tests" / "bench" / "kills.py")
    options = ["--only", kind, "--kills", str(kills), "--scale", str(scale), "--seed", "3"]
    done = subprocess.run([sys.executable, script, *options], capture_output=True, text=True, check=False, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"{kind}: {kills} kills, ")
    assert f"{kills} kills, 0 before the end" not in done.stdout


def test_kills_hit_though_the_oracle_was_made_while_the_machine_was_busy(tmp_path: Path) -> None:
    runs = []

    def do(folder: Path, moment: float | None) -> Done:
        runs.append(moment)
        took = 10 if len(runs) < 3 else 0.1  # the first two runs, before any kill, have to share the machine
        return Done(moment is not None and moment < took, took)

    work = Work("none", lambda _: None, do, lambda _: {}, lambda _, __: None)
    assert tried(work, 6, random.Random(1), tmp_path) == 6
    assert sum(moment is not None and moment >= 0.1 for moment in runs) == 1
    assert not (tmp_path / "left").exists()
