"""Long work that pages begin: few at a time for each person, in a queue, with an end, and gone with whoever began it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from jjak.corpora.review.commands import ReviewCommand
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.users import Users
from jjak.workbench.editing.session import CAUGHT_UP, ReviewSession
from jjak.workbench.messages.catalogue import in_language
from jjak.workbench.web import jobs as module
from jjak.workbench.web.jobs import ALL, OF_ONE, Job, Jobs, TooManyJobs
from jjak.workbench.web.live import OF_ONE as PAGES
from jjak.workbench.web.live import Live
from jjak.workbench.web.temporary_folder import TemporaryFolder
from visitor import Visitor

LINKS = [([f"문장 {at}입니다."], [f"Sentence {at}."], 0.9) for at in range(3)]


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "never so"
        time.sleep(0.01)


def waits(job: Job) -> str:
    while True:
        job.tell("", 0, 0)
        time.sleep(0.01)


def test_a_fault_of_ours_is_said_in_the_language_of_whoever_waits_with_what_to_do() -> None:
    def work(job: Job) -> str:
        raise ZeroDivisionError("by zero")

    jobs = Jobs()
    job = jobs.start("export", "", "kim", work)
    until(lambda: not job.active)
    told = job.table(in_language("ko"))
    assert told["state"] == "failed"
    assert told["result"] == "jjak의 오류입니다: ZeroDivisionError: by zero"
    assert told["fix"] == "서버 로그의 내용과 함께 알려 주십시오."


def test_one_person_begins_few_jobs_and_all_together_no_more_than_there_may_be() -> None:
    jobs = Jobs()
    for _ in range(OF_ONE):
        jobs.start("export", "", "kim", waits)
    with pytest.raises(TooManyJobs, match="waiting or running"):
        jobs.start("report", "", "kim", waits)
    for at in range(ALL - OF_ONE):
        jobs.start("export", "", f"user{at}", waits)
    with pytest.raises(TooManyJobs):
        jobs.start("export", "", "lee", waits)
    assert threading.active_count() < 20, "what waits has no thread of its own"
    assert len(jobs.close()) == ALL
    until(lambda: not any(job.active for job in jobs.all()))


def test_jobs_of_a_kind_are_done_in_order_one_at_a_time_and_one_that_waits_can_be_stopped() -> None:
    jobs, order, go = Jobs(), [], threading.Event()

    def work(name: str) -> Callable[[Job], str]:
        def doing(_: Job) -> str:
            go.wait(10)
            order.append(name)
            return name

        return doing

    made = [jobs.start("export", name, f"user {name}", work(name)) for name in "abc"]
    assert jobs.stop(made[1].id)
    assert made[1].state == "stopped"
    go.set()
    until(lambda: made[2].state == "done")
    assert order == ["a", "c"]
    again = jobs.start("export", "d", "kim", work("d"))
    until(lambda: again.state == "done")


def test_a_job_ends_when_it_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 0.05)
    job = Jobs().start("export", "", "kim", waits)
    until(lambda: job.state == "failed")
    assert "It ran for over" in str(job.result)


def test_a_job_ends_when_whoever_began_it_may_not_be_here_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK", 0.02)
    users = {"kim"}
    job = Jobs(users.__contains__).start("export", "", "kim", waits)
    until(lambda: job.state == "running")
    users.clear()
    until(lambda: job.state == "stopped")


def test_a_stream_ends_when_its_listener_is_not_welcome_and_there_are_not_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    monkeypatch.setattr("jjak.workbench.web.live.LOOK", 0.02)
    welcome = {"kim": True}

    async def listen() -> list[Any]:
        live = Live()
        found = [event async for event in live.events(1, None, "kim", lambda: welcome.pop("kim", False))]
        streams = [live.events(1, None, "lee") for _ in range(PAGES)]
        for each in streams:
            await anext(each)
        full = live.full("lee"), live.full("kim")
        for each in streams:
            await each.aclose()
        return [len(found), full, live.full("lee")]

    result: list[Any] = []
    thread = threading.Thread(target=lambda: result.extend(asyncio.run(listen())))
    thread.start()
    thread.join()
    assert result == [1, (True, False), False]


@pytest.fixture
def corpus(tmp_path: Path, units: ModuleType) -> Path:
    units.store_units(tmp_path / "c.db", units.unit("a", LINKS))
    return tmp_path / "c.db"


def test_what_a_page_catches_up_with_is_bounded(corpus: Path) -> None:
    with Corpus(str(corpus)) as store:
        session = ReviewSession(store)
        for at in range(CAUGHT_UP + 5):
            session.execute(1, "kim", ReviewCommand("bookmark", "0", {}, {"on": at % 2 == 0}), f"k{at}")
        found = session.answers_since(1, 0, "kim")
        assert (len(found["events"]), found["more"]) == (CAUGHT_UP, True)
        assert session.answers_since(1, CAUGHT_UP, "kim")["more"] is False


@pytest.mark.slow
def test_a_removed_users_stream_ends_and_a_reader_queues_few_jobs(corpus: Path, serve: Callable[..., Any]) -> None:
    with Corpus(str(corpus)) as store:
        Users(store).add("kim", "reader", "password of kim")
    visitor = Visitor(serve(corpus, "--login").port)
    assert visitor.log_in("kim", "password of kim") == 303
    visitor.enter()
    made = [visitor.post("/api/make", {"command": "report", "values": {}})[0] for _ in range(OF_ONE + 2)]
    assert made.count(429) >= 1
    assert set(made) == {202, 429}
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=30) as stream:
        head = f"GET /api/documents/1/live HTTP/1.1\r\nHost: 127.0.0.1:{visitor.port}\r\nCookie: {visitor.cookie}\r\n\r\n"
        stream.sendall(head.encode())
        with Corpus(str(corpus)) as store:
            Users(store).remove("kim")
        text = b""
        while not text.endswith(b"0\r\n\r\n"):
            part = stream.recv(65536)
            assert part
            text += part
    for path in ("/api/documents/99999999999999999999999/index", "/documents/99999999999999999999999"):
        assert visitor.ask("GET", path)[0] in (303, 401, 404)


def test_a_folder_of_a_server_that_is_gone_is_taken_away_and_one_in_use_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    used = TemporaryFolder("jjak-test-")
    gone = TemporaryFolder("jjak-test-")
    os.close(gone._lock)  # as the end of its process does
    new = TemporaryFolder("jjak-test-")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((used.path.name, new.path.name))
    used.close()
    new.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_told_to_stop_leaves_nothing_and_says_what_was_not_done(
    corpus: Path, tmp_path: Path, sign: signal.Signals
) -> None:
    (folder := tmp_path / "temporary").mkdir()
    command = [str(Path(sys.executable).parent / "jjak"), "review", "--corpus", str(corpus), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(folder)}) as server:
        assert server.stderr is not None
        port = int(server.stderr.readline().split("127.0.0.1:")[1].split("/")[0])
        visitor = Visitor(port).enter()
        assert {path.name.rsplit("-", 1)[0] for path in folder.iterdir()} >= {"jjak-outputs", "jjak-uploads"}
        visitor.post("/api/example")
        server.send_signal(sign)
        said = server.stderr.read()
        server.wait(30)
    assert list(folder.glob("jjak-*")) == []
    assert "What was built is in the corpus" in said


@pytest.mark.slow
def test_an_export_is_gone_when_it_was_fetched(corpus: Path, serve: Callable[..., Any]) -> None:
    visitor = Visitor(serve(corpus).port).enter()
    job = visitor.post("/api/make", {"command": "export", "values": {"suffix": "tsv"}})[1]

    def state() -> dict[str, Any]:
        return dict(json.loads(visitor.ask("GET", f"/api/jobs/{job['id']}")[2]))

    until(lambda: state()["state"] not in ("waiting", "running"), 60)
    path = f"/api/jobs/{job['id']}/files/{state()['files'][0]}"
    assert visitor.ask("HEAD", path)[0] == 200
    status, sent, body = visitor.ask("GET", path)
    assert (status, int(sent["content-length"])) == (200, len(body))
    assert sent["content-disposition"].startswith("attachment")
    until(lambda: state()["files"] == [])
    assert visitor.ask("GET", path)[0] == 404
