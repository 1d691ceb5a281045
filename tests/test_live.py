"""What happens to a document reaches the pages that show it, with numbers by which they see what they missed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from jjak.workbench.web.live import AGAIN, OF_BROWSER, WAITING, Live
from visitor import Visitor


class Listener:
    """A page's stream of events, as it comes from the socket."""

    def __init__(self, port: int, cookie: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        head = f"GET /api/documents/1/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n"
        self.socket.sendall(head.encode())
        self.text = ""

    def until(self, what: str) -> str:
        while what not in self.text:
            part = self.socket.recv(65536)
            assert part, f"the stream ended before {what!r}: {self.text}"
            self.text += part.decode()
        return self.text


def in_own_loop(make: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """What a coroutine gives; in a thread of its own, since tests with a browser leave a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(make())).result()


@pytest.fixture
def listen() -> Iterator[Callable[[Visitor], Listener]]:
    """Opens streams, and closes them with the test."""
    with contextlib.ExitStack() as stack:

        def opened(visitor: Visitor) -> Listener:
            page = Listener(visitor.port, visitor.cookie)
            stack.callback(page.socket.close)
            return page

        yield opened


@pytest.fixture
def served(tmp_path: Path, units: ModuleType, serve: Callable[..., Any]) -> Iterator[Any]:
    units.store_units(tmp_path / "c.db", units.unit("a", list(units.links(4))))
    made = serve(tmp_path / "c.db")
    yield made
    made.kill()


def act(visitor: Visitor, key: str) -> dict[str, Any]:
    body = {"key": key, "act": "bookmark", "row": "0", "values": {"on": key == "k1"}}
    status, answer = visitor.post("/api/documents/1/acts", body)
    assert status == 200
    return answer


def test_every_page_is_told_of_an_event_with_its_number(served: Any, listen: Callable[[Visitor], Listener]) -> None:
    visitor = Visitor(served.port).enter()
    pages = [listen(visitor) for _ in range(3)]
    for page in pages:
        head = page.until("event: ready")
        assert "text/event-stream" in head
        page.until("retry: 1000")
    answers = [act(visitor, "k1"), act(visitor, "k2")]
    for page in pages:
        text = page.until('"key": "k2"')
        assert re.findall(r"^id: (\d+)", text, re.MULTILINE) == ["1", "2"]
        found = [json.loads(line) for line in re.findall(r"^data: (.*number.*)$", text, re.MULTILINE)]
        assert [each["number"] for each in found] == [answer["number"] for answer in answers]
    # what a page missed it asks for by the last number that it has
    missed = json.loads(visitor.ask("GET", "/api/documents/1/changes?after=1")[2])["events"]
    assert [each["key"] for each in missed] == ["k2"]


def test_a_server_that_is_told_to_stop_ends_open_pages_in_silence(served: Any, listen: Callable[[Visitor], Listener]) -> None:
    visitor = Visitor(served.port).enter()
    pages = [listen(visitor) for _ in range(3)]
    for page in pages:
        page.until("event: ready")
    served.process.send_signal(signal.SIGINT)
    served.process.wait(30)
    assert "ERROR" not in served.process.stderr.read()
    # the answer came to its end: a browser sees no error, and asks again after `retry`
    for page in pages:
        page.until("\r\n0\r\n\r\n")


def test_a_page_that_reads_nothing_holds_no_more_than_it_may_be_behind() -> None:
    async def told() -> int:
        live = Live()
        events = live.events(1)
        await anext(events)
        for number in range(3 * WAITING):
            live.tell(1, {"number": number})
        found = []

        async def read() -> None:
            async for event in events:
                found.append(event)

        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(read(), 0.5)
        return len(found)

    assert in_own_loop(told) == WAITING


def test_a_page_that_is_gone_is_counted_no_more() -> None:
    async def counts() -> list[int]:
        live = Live()
        events = live.events(1)
        found = [live.pages()]
        await anext(events)
        found.append(live.pages())
        await events.aclose()
        return [*found, live.pages()]

    assert in_own_loop(counts) == [0, 1, 0]


def test_many_pages_of_one_browser_leave_connections_for_what_is_done_in_them(
    served: Any, listen: Callable[[Visitor], Listener]
) -> None:
    visitor, other = Visitor(served.port).enter(), Visitor(served.port).enter()
    elsewhere = listen(other)
    elsewhere.until("event: ready")
    pages = []
    for _ in range(OF_BROWSER + 2):
        pages.append(listen(visitor))
        pages[-1].until("event: ready")
    for page in pages[:2]:
        # it ends, and the page asks again after a while, and then not at once but as before
        text = page.until("\r\n0\r\n\r\n")
        assert "event: room" in text
        assert f"retry: {AGAIN}" in text
    act(visitor, "k1")
    for page in (*pages[2:], elsewhere):
        assert "event: room" not in page.until('"key": "k1"')
    again = listen(visitor)
    again.until("retry: 1000")
    assert "event: room" in pages[2].until("\r\n0\r\n\r\n")
