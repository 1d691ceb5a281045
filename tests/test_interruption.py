"""Who stops a build is told what is kept and how to go on, and the same command goes on."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from jjak.seeds.message import message
from jjak.workbench.commands import interruption
from jjak.workbench.commands.interruption import Terminated, interruptible

COUNT = 400


@pytest.mark.slow
def test_a_build_that_is_stopped_says_what_is_kept_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for at in range(COUNT):
        (tmp_path / "in" / f"{at}.txt").write_text(f"비가 {at}번 왔습니다. 눈도 {at}번 왔습니다.\n" * 3, encoding="utf-8")
    call = [sys.executable, "-m", "jjak", "build", "in", "--corpus", "c.db"]
    kept = 0
    for number in (signal.SIGINT, signal.SIGTERM):
        with subprocess.Popen(
            # a shell that runs tests in the background has them ignore what a terminal sends
            call,
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=_listening,
        ) as process:
            _until_more_than(kept, tmp_path / "c.db")
            process.send_signal(number)
            _, said = process.communicate(timeout=60)
        assert process.returncode == 128 + number, said
        kept = _stored(tmp_path / "c.db")
        assert 0 < kept < COUNT
        line, after = said.strip().splitlines()[-2:]
        assert line == f"Stopped: c.db holds {kept} documents whole, and nothing of the others"
        assert after == "To go on, run the same command: jjak build in --corpus c.db"
        assert "Traceback" not in said
    assert subprocess.run(call, cwd=tmp_path, capture_output=True).returncode == 0
    assert _stored(tmp_path / "c.db") == COUNT


def _listening() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _stored(path: Path) -> int:
    """How many documents are there; none while the tables are made."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection, suppress(sqlite3.OperationalError):
        return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
    return 0


def _until_more_than(kept: int, path: Path) -> None:
    for _ in range(600):
        if path.exists() and path.stat().st_size and _stored(path) > kept:
            return
        time.sleep(0.05)
    pytest.fail("nothing was built")


@pytest.mark.parametrize(("raised", "code"), [(KeyboardInterrupt, 130), (Terminated, 143)])
def test_the_exit_code_says_what_stopped_it_and_no_password_is_shown(
    raised: type[BaseException], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["jjak", "build", "a b", "--corpus", "postgresql://me:hush@host/x"])
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    monkeypatch.setattr(interruption, "_handled", lambda *_: None)
    with pytest.raises(SystemExit) as stop, interruptible(lambda: message("kept")):
        raise raised
    assert stop.value.code == code
    said = capsys.readouterr().err.splitlines()
    assert said == ["kept", "To go on, run the same command: jjak build 'a b' --corpus 'postgresql://me:***@host/x'"]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers


def test_sigterm_inside_is_an_exception_and_outside_what_it_was() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with interruptible(lambda: message("kept")), pytest.raises(Terminated):
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) == before
