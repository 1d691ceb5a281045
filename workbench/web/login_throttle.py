"""How often somebody may give a wrong password."""

from __future__ import annotations

import time
from collections.abc import Callable

TRIES = 10  # wrong passwords for a name before it is shut for a while
CALM = 60.0  # seconds after the first of them when they are forgotten


class LoginThrottle:
    """Wrong passwords by name, of users and of nobody."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._wrong: dict[str, tuple[int, float]] = {}

    def shut(self, name: str) -> bool:
        """Whether no password is looked at for this name."""
        now = self._now()
        self._wrong = {known: each for known, each in self._wrong.items() if now - each[1] <= CALM}
        return self._wrong.get(name, (0, 0.0))[0] >= TRIES

    def wrong(self, name: str) -> None:
        count, since = self._wrong.get(name, (0, self._now()))
        self._wrong[name] = count + 1, since

    def right(self, name: str) -> None:
        self._wrong.pop(name, None)
