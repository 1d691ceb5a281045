"""What happens to a bitext, told to every page that shows it, as server-sent events."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from typing import Any

import anyio
from sse_starlette import EventSourceResponse, ServerSentEvent

BEAT = 15  # seconds between signs of life, so that a page notices a dead connection and proxies keep a live one
RETRY = 1000  # milliseconds after which a page that lost its connection asks again
STALLED = 60.0  # seconds that a page may take nothing of what it is sent; then it is let go, and asks anew
FAREWELL = 1.0  # seconds that a page's stream has to end by itself when the server stops; less than the server's own patience
WAITING = 200  # events a page may be behind; beyond it asks for everything anew
LOOK = 5.0  # seconds between two looks at whether whoever listens may still be here
AT_ONCE = 1.0  # seconds after a look that events go out without another
OF_BROWSER = 4  # streams of one browser, which has six connections to a machine for everything
AGAIN = 10_000  # milliseconds after which a page asks again whose stream made room for another's
OF_ONE, ALL = 40, 400  # pages of one person that listen at once, and of everybody

Queue = asyncio.Queue[dict[str, Any] | None]  # what a page is still to be told; None ends it
ROOM: dict[str, Any] = {"room": True}  # in a queue: another page of the same browser needs the connection


class Live:
    """Queues of pages by bitext. `tell` may be called from any thread."""

    def __init__(self) -> None:
        self._pages: dict[int, set[Queue]] = {}
        self._listening: Counter[str] = Counter()
        self._of_browser: dict[str, list[Queue]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def pages(self) -> int:
        """How many pages listen."""
        return sum(len(queues) for queues in list(self._pages.values()))

    def tell(self, bitext: int, answer: dict[str, Any]) -> None:
        """Send what happened to every page that shows a bitext."""
        if self._loop is not None and not self._loop.is_closed():
            with contextlib.suppress(RuntimeError):  # the server is stopping
                self._loop.call_soon_threadsafe(self._put, bitext, answer)

    def _put(self, bitext: int, answer: dict[str, Any]) -> None:
        for queue in self._pages.get(bitext, ()):
            if queue.qsize() < WAITING:
                queue.put_nowait(answer)

    def full(self, user: str) -> bool:
        """Whether no more pages of a user are told anything."""
        return self._listening[user] >= OF_ONE or self._listening.total() >= ALL

    def response(
        self, bitext: int, user: str = "", welcome: Callable[[], bool] = lambda: True, browser: str = ""
    ) -> EventSourceResponse:
        """Events until the page goes, takes nothing for long, is not welcome any more, makes room for other pages of its
        `browser`, or the server stops."""
        stopping = anyio.Event()
        return EventSourceResponse(
            self.events(bitext, stopping, user, welcome, browser),
            sep="\n",
            ping=BEAT,
            ping_message_factory=lambda: ServerSentEvent(comment="beat"),
            send_timeout=STALLED,
            shutdown_event=stopping,
            shutdown_grace_period=FAREWELL,
        )

    async def events(
        self,
        bitext: int,
        stopping: anyio.Event | None = None,
        user: str = "",
        welcome: Callable[[], bool] = lambda: True,
        browser: str = "",
    ) -> AsyncGenerator[ServerSentEvent, None]:
        """What happens to a bitext from now on, until `stopping` is set, or `welcome` says no."""
        self._loop = asyncio.get_running_loop()
        queue: Queue = asyncio.Queue()
        self._pages.setdefault(bitext, set()).add(queue)
        self._listening[user] += 1
        self._make_room(browser, queue)
        # an answered request ends in silence where one that is cut off would be logged as an error
        farewell = asyncio.create_task(_end_when(stopping or anyio.Event(), queue))
        looked = time.monotonic()
        try:
            yield ServerSentEvent(event="ready", data="{}", retry=RETRY)
            while True:
                answer: dict[str, Any] | None = {}
                with contextlib.suppress(TimeoutError):
                    answer = await asyncio.wait_for(queue.get(), LOOK)
                if answer is None:
                    return
                if answer is ROOM:
                    yield ServerSentEvent(event="room", data="{}", retry=AGAIN)
                    return
                if not answer or time.monotonic() - looked > AT_ONCE:
                    if not await anyio.to_thread.run_sync(welcome):
                        return
                    looked = time.monotonic()
                if answer:
                    yield ServerSentEvent(id=str(answer["number"]), data=json.dumps(answer, ensure_ascii=False))
        finally:
            farewell.cancel()
            self._pages[bitext].discard(queue)
            self._listening[user] -= 1
            self._leave(browser, queue)

    def _make_room(self, browser: str, queue: Queue) -> None:
        """Let the oldest stream of a browser go where it has too many: without a connection that is free it could not even
        send what is done in its pages. The page that is let go asks again later, catches up, and another's goes then."""
        if browser:
            streams = self._of_browser.setdefault(browser, [])
            streams.append(queue)
            while len(streams) > OF_BROWSER:
                streams.pop(0).put_nowait(ROOM)

    def _leave(self, browser: str, queue: Queue) -> None:
        streams = self._of_browser.get(browser, [])
        if queue in streams:
            streams.remove(queue)
        if not streams:
            self._of_browser.pop(browser, None)


async def _end_when(stopping: anyio.Event, queue: Queue) -> None:
    await stopping.wait()
    queue.put_nowait(None)
