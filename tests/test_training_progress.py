"""What a run says while it goes on and where it ends, without a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jjak.workbench.training.progress import TrainingProgress
from jjak.workbench.training.run import kept_line

REPORTS = [{"step": step, "epoch": 0, "loss": 5 - step / 100, "tokens_per_second": 1234.0} for step in range(10, 60, 10)]


def test_without_a_terminal_there_is_a_line_every_minute(capsys: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    with TrainingProgress(0, 1_000, clock=lambda: now[0]) as progress:
        for at, row in enumerate(REPORTS):
            now[0] = 30.0 * (at + 1)
            progress.report(row)
            if at == 2:
                progress.report({"step": 30, "epoch": 0, "dev ko-en chrf2": 21.5, "best": 21.5, "waited": 0})
    first, validation, second = capsys.readouterr().err.splitlines()
    # an update took three seconds
    assert first == "update 20 of 1,000  49 min left  loss 4.800  1,234 pieces/s"
    assert "best so far" in validation
    assert second == "update 40 of 1,000  48 min left  loss 4.600  1,234 pieces/s  dev ko-en chrF2 21.50"


def test_long_runs_count_what_is_left_in_hours(capsys: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    progress = TrainingProgress(100, 1_100, clock=lambda: now[0])
    now[0] = 120.0
    progress.report({"step": 110, "epoch": 0, "loss": 4.0, "tokens_per_second": 10.0})
    assert "update 110 of 1,100  3 h 18 min left" in capsys.readouterr().err


def rows(path: Path, scores: list[float]) -> Path:
    best, waited, lines = -1.0, 0, []
    for at, score in enumerate(scores):
        waited = 0 if score > best else waited + 1
        best = max(best, score)
        row = {"step": 1_000 * (at + 1), "dev ko-en chrf2": score - 1, "dev en-ko chrf2": score + 1}
        lines.append(row | {"dev ko-en bleu": 90.0, "best": best, "waited": waited})
    path.write_text("".join(json.dumps(line) + "\n" for line in [*lines, {"step": 5_000, "loss": 3.0}]), encoding="utf-8")
    return path


def test_a_run_says_when_its_last_weights_were_not_its_best(tmp_path: Path) -> None:
    line = kept_line(rows(tmp_path / "log.jsonl", [20.0, 25.0, 24.5, 23.0]))
    assert line == ("The best weights are kept, not the last: mean chrF2 25.00 after update 2,000, 23.00 after update 4,000.")


def test_a_run_whose_last_weights_were_its_best_says_nothing(tmp_path: Path) -> None:
    assert kept_line(rows(tmp_path / "log.jsonl", [20.0, 25.0])) == ""
    (tmp_path / "log.jsonl").write_text('{"step": 1, "loss": 3.0}\n')
    assert kept_line(tmp_path / "log.jsonl") == ""
