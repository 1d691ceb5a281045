"""What stands before every request: the name it came under, whose session it is, and whether it may change anything."""

from __future__ import annotations

import base64
import getpass
import hmac
import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread

from jjak.corpora.store.users import LASTS, Role, Session, User, Users
from jjak.seeds.errors import CorpusError
from jjak.seeds.message import Message, message
from jjak.workbench.messages.catalogue import localized
from jjak.workbench.web.login_throttle import LoginThrottle
from jjak.workbench.web.messages import COOKIE, chosen

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
SAFE = frozenset({"GET", "HEAD"})
BODY = 8_000_000  # bytes of a request that is no upload: a segment of a million characters, in any script, and more
METRICS = "/metrics"
OPEN_TO_ALL = frozenset({"/login", "/favicon.ico"})


@dataclass(frozen=True, slots=True)
class HostPolicy:
    """hosts: names that this server answers to besides loopback's and addresses; login: whether a visitor must be a user."""

    hosts: frozenset[str] = frozenset()
    login: bool = False

    def answers(self, host: str) -> bool:
        """A name that another site points here is refused; an address cannot be pointed."""
        name = urlsplit(f"//{host}").hostname or ""
        if name == "localhost" or name in self.hosts:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or self.login


def local_user() -> User:
    """Whoever sits at this machine."""
    try:
        return User(getpass.getuser(), Role.ADMIN)
    except (KeyError, OSError):
        return User("local", Role.ADMIN)


class Guard:
    """An ASGI application around another: `request.state` has `user`, `session` and `fresh` once a request is let through."""

    def __init__(self, app: Any, users: Users, policy: HostPolicy, throttle: LoginThrottle) -> None:
        self.app, self.users, self.policy, self.throttle = app, users, policy, throttle
        self.local = local_user()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal is None and not _open(scope):
            try:
                refusal = await to_thread.run_sync(self._admit, scope, headers)
            except CorpusError as error:
                refusal = 503, message("{error}. {remedy}", error=error.message, remedy=error.remedy)
        if refusal is not None:
            lang = chosen(_cookie(headers.get("cookie", ""), COOKIE), headers.get("accept-language", ""))
            await _refuse(scope, send, refusal[0], localized(refusal[1], lang))
            return
        await self.app(scope, _limited(receive, scope["path"]), _with_headers(send, scope))

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, Message] | None:
        host = headers.get("host", "")
        try:
            answers = self.policy.answers(host)
        except ValueError:
            answers = False
        if not answers:
            return 400, message("This server does not answer to this host name. Start it with --allowed-host to add one.")
        if scope["method"] in SAFE:
            return None
        if scope["method"] != "POST":
            return 405, message("Only GET and POST.")
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return 403, message("The request came from another site.")
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, message("The request came from another site.")
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > BODY and not _upload(scope["path"]):
            return 413, message("Over {most:,} bytes.", most=BODY)
        return None

    def _admit(self, scope: Scope, headers: dict[str, str]) -> tuple[int, Message] | None:
        """Find whose request it is, begin a session where there is none, and check its token where it changes anything."""
        if scope["path"] == METRICS:
            return self._program(headers.get("authorization", ""))
        secret = _cookie(headers.get("cookie", ""), cookie_name(scope))
        session = self.users.session(secret) if secret else None
        state = scope.setdefault("state", {})
        state["fresh"] = ""
        if scope["method"] not in SAFE:
            token = headers.get("x-csrf-token", "")
            # a form without script sends its token in its body, where the page that takes it looks
            if session is None or (
                not hmac.compare_digest(token, session.token) and scope["path"] not in ("/login", "/logout")
            ):
                return 403, message("The page is out of date. Reload it.")
        elif session is None:
            state["fresh"], session = self.users.begin()
        state["session"] = session
        state["user"] = self._user(session)
        if state["user"] is None and scope["path"] not in OPEN_TO_ALL:
            return 401, message("Log in first.")
        return None

    def _program(self, authorization: str) -> tuple[int, Message] | None:
        """A program that comes every few seconds has no session: where people log in, it gives a user's name and password."""
        if not self.policy.login:
            return None
        name, password = _basic(authorization)
        if not name:
            return 401, message("A user's name and password are needed here.")
        if self.throttle.shut(name):
            return 429, message("Too many attempts. Wait a minute.")
        if self.users.known(name, password) is None:
            self.throttle.wrong(name)
            return 401, message("Wrong name or password.")
        self.throttle.right(name)
        return None

    def _user(self, session: Session) -> User | None:
        if not self.policy.login:
            return self.local
        return self.users.user(session.user) if session.user else None


def cookie_name(scope: Scope) -> str:
    """A cookie of its own for each port: a browser sends a machine's cookies to all of them."""
    return f"jjak_{(scope.get('server') or ('', 0))[1]}"


def cookie(scope: Scope, secret: str) -> str:
    lasts = int(LASTS.total_seconds())
    return f"{cookie_name(scope)}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={lasts}"


def _cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _basic(authorization: str) -> tuple[str, str]:
    """The name and password of a basic authorization; empty where there is none."""
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        name, _, password = base64.b64decode(given.strip(), validate=True).decode("utf-8").partition(":")
    except ValueError:
        return "", ""
    return name[:64], password[:1000]


def _open(scope: Scope) -> bool:
    """Whether a request is for what everybody may have, and asks nothing of the corpus."""
    return scope["method"] in SAFE and (scope["path"].startswith("/static/") or scope["path"] == "/favicon.ico")


def _upload(path: str) -> bool:
    return path.startswith("/api/uploads/")


def _limited(receive: Receive, path: str) -> Receive:
    """Bodies over the limit end early, also where they come without a length."""
    if _upload(path):
        return receive
    taken = 0

    async def limited() -> MutableMapping[str, Any]:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > BODY else message

    return limited


def _with_headers(send: Send, scope: Scope) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message.get("headers", [])}
            more = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in there]
            if fresh := scope.get("state", {}).get("fresh"):
                more.append((b"set-cookie", cookie(scope, fresh).encode()))
            if b"cache-control" not in there:
                more.append((b"cache-control", b"no-store"))
            message = {**message, "headers": [*message.get("headers", []), *more]}
        await send(message)

    return sending


async def _refuse(scope: Scope, send: Send, status: int, why: str) -> None:
    headers = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    body = why.encode()
    if status == 401 and scope["path"] == METRICS:
        headers.append((b"www-authenticate", b'Basic realm="jjak", charset="UTF-8"'))
    elif status == 401 and scope["method"] in SAFE and not scope["path"].startswith("/api/"):
        status, body = 303, b""
        headers.append((b"location", b"/login"))
        if fresh := scope.get("state", {}).get("fresh"):
            headers.append((b"set-cookie", cookie(scope, fresh).encode()))
    headers += [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
