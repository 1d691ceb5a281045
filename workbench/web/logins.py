"""Letting people in by name and password: few passwords are looked at at once, and a browser that was in before is known."""

from __future__ import annotations

import hashlib
import hmac

from anyio import CapacityLimiter, to_thread

from jjak.corpora.store.users import User, Users
from jjak.workbench.web.login_throttle import LoginThrottle

AT_ONCE = 2  # passwords that are looked at at once: each takes 64 MB and a core for a while
WAITING = 100  # that wait for it; more are told to come again


class TooManyLogins(Exception):  # noqa: N818 -- what it says
    """Nobody looks at this password now."""


class Logins:
    """Names and passwords of the users of one server. key: what it signs with."""

    def __init__(self, users: Users, key: bytes, throttle: LoginThrottle) -> None:
        self.users, self.throttle = users, throttle
        self._key = key
        self._waiting = 0
        self._limiter: CapacityLimiter | None = None

    async def known(self, name: str, password: str, address: str, device: str = "") -> User | None:
        """The user, where the password is theirs.

        Args:
            name: who they say that they are.
            password: what they say.
            address: where they ask from.
            device: what their browser got when they came in the last time.

        Raises:
            TooManyLogins: where too many were tried, or wait.
        """
        known = device if self._is_of(device, name) else ""
        if self._waiting >= WAITING or not self.throttle.admits(name, address, known):
            raise TooManyLogins
        self._limiter = self._limiter or CapacityLimiter(AT_ONCE)
        self._waiting += 1
        try:
            user = await to_thread.run_sync(self.users.known, name, password, limiter=self._limiter)
        finally:
            self._waiting -= 1
        if user is not None:
            self.throttle.right(name, address, known)
        return user

    def device(self, name: str) -> str:
        """What a browser keeps by which it is known the next time."""
        return self._signed(f"device {name}")

    def form_token(self, secret: str) -> str:
        """What a form carries that belongs to a page of this server's, whose cookie holds `secret`."""
        return self._signed(f"form {secret}")

    def _is_of(self, device: str, name: str) -> bool:
        return hmac.compare_digest(device.encode("utf-8", "replace"), self.device(name).encode())

    def _signed(self, text: str) -> str:
        return hmac.new(self._key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
