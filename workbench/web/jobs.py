"""Long work that a page starts: what it is doing, how far it is, how to stop it, and what came of it."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jjak.seeds.errors import JjakError, ReviewError
from jjak.seeds.message import Message, message
from jjak.workbench.editing.realign import Stopped

_log = logging.getLogger(__name__)

KEPT = 20  # jobs that are done and still shown
OF_ONE = 4  # jobs of one person that wait or run
ALL = 40  # of everybody
LONGEST = 3 * 3600.0  # seconds that a job may run
LOOK = 5.0  # seconds between two looks at whether whoever began it may still be here
PATIENCE = 2.0  # seconds that jobs get to end when the server does


class TooManyJobs(ReviewError):  # noqa: N818 -- what it says
    """Somebody has begun more than is done for one person, or for all."""


@dataclass(slots=True)
class Job:
    """state: `waiting`, `running`, `done`, `failed` or `stopped`; step: what it is doing; done, total: how far, total 0 where
    nobody knows; result: a line for a person, with `fix`, what to do, where it failed; files: what can be taken away; welcome:
    whether whoever began it may still be here; seen: the documents that it is of, None where these may be all."""

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
    welcome: Callable[[], bool] = lambda: True
    began: float = 0.0
    seen: frozenset[int] | None = None
    _looked: float = 0.0

    @property
    def active(self) -> bool:
        return self.state in ("waiting", "running")

    def tell(self, step: str | Message, done: int, total: int) -> None:
        """Say how far the work is; raises Stopped where a person stopped it or has left, ReviewError where it is too long."""
        self.step, self.done, self.total = step, done, total
        now = time.monotonic()
        if now - self._looked > LOOK:
            self._looked = now
            self.wanted = self.wanted and self.welcome()
        if not self.wanted:
            raise Stopped
        if self.began and now - self.began > LONGEST:
            raise ReviewError("It ran for over {hours:g} hours", "Run the command in a terminal.", hours=LONGEST / 3600)

    def fetched(self, path: Path) -> None:
        """Take a file away that somebody has now."""
        self.files = [each for each in self.files if each != path]
        path.unlink(missing_ok=True)

    def table(self, say: Callable[[Message], str] = str) -> dict[str, Any]:
        """What a page is told. say: puts messages in its language."""
        names = ("id", "kind", "name", "state", "step", "done", "total", "result", "fix", "link", "problems")
        table = {name: _said(getattr(self, name), say) for name in names}
        return table | {"files": [path.name for path in self.files]}


def _said(value: Any, say: Callable[[Message], str]) -> Any:
    if isinstance(value, list):
        return [_said(each, say) for each in value]
    return say(value) if isinstance(value, Message) else value


Work = Callable[[Job], str | Message]


class Jobs:
    """The jobs of a server; one of a kind runs at a time, so that models are loaded once and writers do not queue."""

    def __init__(self, knows: Callable[[str], bool] = lambda _: True) -> None:
        """knows: whether a user may be here; their jobs end where they may not any more."""
        self._knows = knows
        self._jobs: dict[str, Job] = {}
        self._queues: dict[str, deque[tuple[Job, Work]]] = {}
        self._workers: dict[str, threading.Thread] = {}
        self._guard = threading.Lock()

    def start(self, kind: str, name: str, user: str, work: Work, seen: frozenset[int] | None = None) -> Job:
        """Put `work` in the queue of its kind; it gives the line that says what came of it.

        Args:
            kind: of the work.
            name: what is worked on.
            user: who begins it.
            work: is done when those before it are.
            seen: the documents that it is of; None where these may be all.

        Raises:
            TooManyJobs: Where this person, or everybody, has as many as there may be.
        """
        job = Job(secrets.token_hex(8), kind, name, user, welcome=lambda: self._knows(user), seen=seen)
        with self._guard:
            active = [each for each in self._jobs.values() if each.active]
            own = sum(each.user == user for each in active)
            if len(active) >= ALL or own >= OF_ONE:
                raise TooManyJobs(
                    message("{count} jobs are waiting or running already", count=own if own >= OF_ONE else ALL),
                    message("Wait for one, or stop it."),
                )
            self._jobs[job.id] = job
            over = [old.id for old in self._jobs.values() if not old.active][:-KEPT]
            for old in over:
                del self._jobs[old]
            self._queues.setdefault(kind, deque()).append((job, work))
            if kind not in self._workers:
                self._workers[kind] = threading.Thread(target=self._work, args=(kind,), daemon=True)
                self._workers[kind].start()
        return job

    def _work(self, kind: str) -> None:
        """Do what is in a queue, one after the other, until there is nothing."""
        while True:
            with self._guard:
                if not self._queues[kind]:
                    del self._workers[kind]
                    return
                job, work = self._queues[kind].popleft()
            _run(job, work)

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
        with self._guard:
            queue = self._queues.get(job.kind, deque())
            waiting = [each for each in queue if each[0] is job]
            for each in waiting:
                queue.remove(each)
        if waiting:
            job.state = "stopped"
        return True

    def forget(self, name: str) -> None:
        job = self._jobs.get(name)
        if job is not None and not job.active:
            self._jobs.pop(name, None)

    def close(self) -> Sequence[Job]:
        """Stop all of them, and wait a little for those that run; those that were not done."""
        active = [job for job in self.all() if job.active]
        workers = list(self._workers.values())
        for job in active:
            self.stop(job.id)
        end = time.monotonic() + PATIENCE
        for worker in workers:
            worker.join(max(0.0, end - time.monotonic()))
        return active


def _run(job: Job, work: Work) -> None:
    try:
        job.began = time.monotonic()
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
        job.state = "failed"
        job.result = message("A fault of jjak: {error}", error=f"{type(error).__name__}: {error}")
        job.fix = message("Report it, with what the server's log says of it.")
