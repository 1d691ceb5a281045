"""Long work that a page starts: what it is doing, how far it is, how to stop it, and what came of it."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jjak.seeds.errors import JjakError
from jjak.seeds.message import Message
from jjak.workbench.editing.realign import Stopped

_log = logging.getLogger(__name__)

KEPT = 20  # jobs that are done and still shown


@dataclass(slots=True)
class Job:
    """state: `waiting`, `running`, `done`, `failed` or `stopped`; step: what it is doing; done, total: how far, total 0 where
    nobody knows; result: a line for a person, with `fix`, what to do, where it failed; files: what can be taken away."""

    id: str
    kind: str
    name: str
    user: str
    state: str = "waiting"
    step: str | Message = ""
    done: int = 0
    total: int = 0
    result: str | Message = ""
    fix: str | Message = ""
    link: str = ""
    wanted: bool = True
    files: list[Path] = field(default_factory=list)
    problems: list[str | Message] = field(default_factory=list)

    @property
    def active(self) -> bool:
        return self.state in ("waiting", "running")

    def tell(self, step: str | Message, done: int, total: int) -> None:
        """Say how far the work is; raises Stopped where a person stopped it."""
        self.step, self.done, self.total = step, done, total
        if not self.wanted:
            raise Stopped

    def table(self, say: Callable[[Message], str] = str) -> dict[str, Any]:
        """What a page is told. say: puts messages in its language."""
        names = ("id", "kind", "name", "state", "step", "done", "total", "result", "fix", "link", "problems")
        table = {name: _said(getattr(self, name), say) for name in names}
        return table | {"files": [path.name for path in self.files]}


def _said(value: Any, say: Callable[[Message], str]) -> Any:
    if isinstance(value, list):
        return [_said(each, say) for each in value]
    return say(value) if isinstance(value, Message) else value


class Jobs:
    """The jobs of a server; one of a kind runs at a time, so that models are loaded once and writers do not queue."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._turns: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def start(self, kind: str, name: str, user: str, work: Callable[[Job], str | Message]) -> Job:
        """Begin `work` in a thread of its own; it gives the line that says what came of it."""
        job = Job(secrets.token_hex(8), kind, name, user)
        with self._guard:
            self._jobs[job.id] = job
            over = [old.id for old in self._jobs.values() if not old.active][:-KEPT]
            for old in over:
                del self._jobs[old]
            turn = self._turns.setdefault(kind, threading.Lock())
        threading.Thread(target=_run, args=(job, turn, work), daemon=True).start()
        return job

    def all(self) -> list[Job]:
        """The newest first."""
        return list(self._jobs.values())[::-1]

    def job(self, name: str) -> Job | None:
        return self._jobs.get(name)

    def stop(self, name: str) -> bool:
        job = self._jobs.get(name)
        if job is None or not job.active:
            return False
        job.wanted = False
        return True

    def forget(self, name: str) -> None:
        job = self._jobs.get(name)
        if job is not None and not job.active:
            self._jobs.pop(name, None)


def _run(job: Job, turn: threading.Lock, work: Callable[[Job], str | Message]) -> None:
    with turn:
        try:
            job.tell("", 0, 0)
            job.state = "running"
            job.result = work(job)
            job.state = "failed" if job.problems and not job.result else "done"
        except Stopped:
            job.state = "stopped"
        except JjakError as error:
            job.state, job.result, job.fix = "failed", error.message, error.remedy
        except Exception as error:  # a fault of ours must be seen by whoever waits for the job
            _log.exception("the job %s (%s) failed", job.id, job.kind)
            job.state, job.result = "failed", f"{type(error).__name__}: {error}"
