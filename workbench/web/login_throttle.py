"""How often somebody may try a password: counted before it is looked at, since looking is what costs."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

TRIES = 10  # for a name, before it is shut for a while
OF_ADDRESS = 50  # for an address, whatever names it gives
CALM = 60.0  # seconds after the first of them when they are forgotten
KNOWN = 10_000  # names and addresses that are remembered; beyond it the oldest are forgotten


class LoginThrottle:
    """Tries by name and by address."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._tries: dict[str, tuple[int, float]] = {}  # in the order of the last try
        self._firsts: deque[tuple[float, str]] = deque()  # when the first of each began, the oldest first

    def admits(self, name: str, address: str, device: str = "") -> bool:
        """Count a try, and say whether the password may be looked at.

        device: of somebody who came in under this name before; what others try does not shut them out.
        """
        self._forget()
        counts = {f"device {device}" if device else f"name {name}": TRIES, f"address {address}": OF_ADDRESS}
        admitted = all(self._tries.get(key, (0, 0.0))[0] < most for key, most in counts.items())
        for key in counts if admitted else ():
            if key not in self._tries:
                self._firsts.append((self._now(), key))
            count, since = self._tries.pop(key, (0, self._firsts[-1][0]))
            self._tries[key] = count + 1, since
        return admitted

    def right(self, name: str, address: str, device: str = "") -> None:
        """The password was right: what was tried is forgotten."""
        for key in (f"device {device}", f"name {name}", f"address {address}"):
            self._tries.pop(key, None)

    def _forget(self) -> None:
        """Each first try is looked at once: however many there are, a try costs as much as one."""
        now = self._now()
        while self._firsts and (now - self._firsts[0][0] > CALM or len(self._firsts) > 2 * KNOWN):
            since, key = self._firsts.popleft()
            # it may be forgotten already, and begun anew
            if key in self._tries and self._tries[key][1] == since:
                del self._tries[key]
        while len(self._tries) > KNOWN:
            del self._tries[next(iter(self._tries))]
