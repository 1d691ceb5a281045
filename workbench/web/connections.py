"""The connections of a server: how many there may be, and how long each may take over what it says and hears.

uvicorn waits for ever for the end of a request's head, and for a body. Here every connection that says nothing or little is
ended; where there are too many, one of those that the server waits for makes room for the next: first of whoever has no
session and holds the most, and of these the one that it has waited for longest.
"""

from __future__ import annotations

import asyncio
import logging
import resource
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD = 10.0  # seconds for the whole head of a request, from its first byte or the connection's beginning
BODY = 15.0  # seconds for a body, and more by its bytes
SLOWEST = 10_000  # bytes of a body a second, below which nobody waits for it
DEAF = 60.0  # seconds that a browser may take nothing of an answer
SWEEP = 1.0  # seconds between two looks
MOST = 500  # connections; each is a file to the system
SPARED = 300  # files that are left for the corpus, uploads, exports and what else is open


class TimedProtocol(H11Protocol):
    """uvicorn's protocol, which notes since when it waits for what."""

    began = 0.0  # when the head that is waited for began
    body_began = 0.0
    taken = 0
    heard = 0.0  # when something came the last time
    deaf_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.began = time.monotonic()
        make_room(self.connections, most_connections(), self)
        start_sweeping(self)

    def data_received(self, data: bytes) -> None:
        if self.idle and not self.began:
            self.began = time.monotonic()
        self.taken += len(data)
        self.heard = time.monotonic()
        super().data_received(data)

    def handle_events(self) -> None:
        asked = self.cycle
        super().handle_events()
        if self.cycle is not asked:
            self.began, self.body_began, self.taken = 0.0, time.monotonic(), 0

    def on_response_complete(self) -> None:
        # the next head begins with its first byte: until then uvicorn's timeout of idle connections counts
        self.began = 0.0
        super().on_response_complete()

    def pause_writing(self) -> None:
        self.deaf_since = time.monotonic()
        super().pause_writing()

    def resume_writing(self) -> None:
        self.deaf_since = 0.0
        super().resume_writing()

    @property
    def idle(self) -> bool:
        """Whether no request is being answered."""
        return self.cycle is None or self.cycle.response_complete

    @property
    def known(self) -> bool:
        """Whether the last request that it asked was of somebody's session."""
        return self.cycle is not None and self.cycle.scope.get("state", {}).get("session") is not None

    @property
    def address(self) -> str:
        """Where it comes from."""
        return self.client[0] if self.client else ""

    @property
    def waited_since(self) -> float | None:
        """Since when the server waits for the other side; later where much came. None where the server is at work."""
        if self.deaf_since:
            return self.deaf_since
        if self.idle:
            return self.began
        if not self.cycle.more_body or self.cycle.response_started or self.flow.read_paused:
            return None
        # what came fast and then stopped waits since then; what comes byte by byte since its beginning
        return min(self.heard, self.body_began + self.taken / SLOWEST)

    def overdue(self, now: float) -> bool:
        """Whether it took longer than it may."""
        if self.deaf_since and now - self.deaf_since > DEAF:
            return True
        if self.idle:
            return bool(self.began) and now - self.began > HEAD
        if not self.cycle.more_body or self.cycle.response_started:
            return False
        if self.flow.read_paused:
            # it is we who do not take what is sent
            self.body_began, self.taken = now, 0
        return now - self.body_began > BODY + self.taken / SLOWEST

    def abort(self) -> None:
        self.transport.abort()


def most_connections() -> int:
    """How many there may be, by what the system allows this process."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return max(20, min(MOST, allowed - SPARED)) if allowed != resource.RLIM_INFINITY else MOST


def backlog() -> int:
    """How many are taken in at once, before any of them is heard: few enough that none makes room before it could ask."""
    return most_connections() // 4


def make_room(connections: Iterable[Any], most: int, new: TimedProtocol) -> None:
    """End one that the server waits for, where there is one too many; the new one where it waits for none."""
    there = [each for each in connections if isinstance(each, TimedProtocol) and not each.transport.is_closing()]
    if len(there) <= most:
        return
    waited = [(each, since) for each in there if each is not new and (since := each.waited_since) is not None]
    held = Counter(each.address for each, _ in waited if not each.known)

    def order(candidate: tuple[TimedProtocol, float]) -> tuple[bool, int, bool, float]:
        # somebody's session goes last; one that has been answered and asks nothing now goes after what is unfinished
        each, since = candidate
        return each.known, -held[each.address], each.idle and each.cycle is not None and not each.began, since

    min(waited, key=order, default=(new, 0.0))[0].abort()


_sweeping: set[int] = set()


def start_sweeping(first: TimedProtocol) -> None:
    """Look at all connections again and again, until there are none."""
    key = id(first.connections)
    if key not in _sweeping:
        _sweeping.add(key)
        first.loop.call_later(SWEEP, _sweep, first.connections, first.loop, key)


def _sweep(connections: set[Any], loop: asyncio.AbstractEventLoop, key: int) -> None:
    now = time.monotonic()
    for each in list(connections):
        if isinstance(each, TimedProtocol) and each.overdue(now):
            each.abort()
    if connections:
        loop.call_later(SWEEP, _sweep, connections, loop, key)
    else:
        _sweeping.discard(key)


class Bounded(logging.Filter):
    """Lines of a log that say the same again and again are counted instead, so that nobody fills a disk with them."""

    def __init__(self, most: int = 20, seconds: float = 60.0) -> None:
        super().__init__()
        self.most, self.seconds = most, seconds
        self._seen: dict[str, tuple[int, float]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now, text = time.monotonic(), str(record.msg)[:200]
        count, since = self._seen.get(text, (0, now))
        if now - since > self.seconds:
            if count > self.most:
                record.msg, record.args = f"{record.getMessage()} (and {count - self.most:,} more since)", ()
            count, since = 0, now
        if text not in self._seen and len(self._seen) > 1000:
            self._seen.clear()
        self._seen[text] = count + 1, since
        return count < self.most


def bound_logs(*names: str) -> None:
    """Put a bound on what these loggers write."""
    for name in names:
        logging.getLogger(name).addFilter(Bounded())
