"""What happens on a unit, told to every page that shows it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

BEAT = 15.0  # seconds between signs of life, so that a page notices a dead connection and proxies keep a live one
WAITING = 200  # events a page may be behind; beyond it asks for everything anew


class Live:
    """Queues of pages by unit. `tell` may be called from any thread."""

    def __init__(self) -> None:
        self._pages: dict[int, set[asyncio.Queue[dict[str, Any]]]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def pages(self) -> int:
        """How many pages listen."""
        return sum(len(queues) for queues in list(self._pages.values()))

    def tell(self, alignment: int, message: dict[str, Any]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            with contextlib.suppress(RuntimeError):  # the server is stopping
                self._loop.call_soon_threadsafe(self._put, alignment, message)

    def _put(self, alignment: int, message: dict[str, Any]) -> None:
        for queue in self._pages.get(alignment, ()):
            if queue.qsize() < WAITING:
                queue.put_nowait(message)

    async def stream(self, alignment: int) -> AsyncIterator[str]:
        """Server-sent events, until the page goes."""
        self._loop = asyncio.get_running_loop()
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._pages.setdefault(alignment, set()).add(queue)
        try:
            yield "retry: 1000\nevent: ready\ndata: {}\n\n"
            while True:
                try:
                    message = await asyncio.wait_for(queue.get(), BEAT)
                except TimeoutError:
                    yield ": beat\n\n"
                    continue
                yield f"id: {message['number']}\ndata: {json.dumps(message, ensure_ascii=False)}\n\n"
        finally:
            self._pages[alignment].discard(queue)
