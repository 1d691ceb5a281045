"""What stands before every request: the name it came under, whose session it is, and whether it may change anything."""

from __future__ import annotations

import base64
import getpass
import hmac
import ipaddress
import json
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from anyio import to_thread

from jjak.corpora.store.identity import CorpusIdentity
from jjak.corpora.store.users import LOCAL, Role, Session, User, Users
from jjak.seeds.errors import CorpusError
from jjak.seeds.message import Message, message
from jjak.workbench.messages.catalogue import localized
from jjak.workbench.web.access_token import opens
from jjak.workbench.web.cookies import Scope, cookie, cookie_of, value_of
from jjak.workbench.web.logins import Logins, TooManyLogins
from jjak.workbench.web.messages import COOKIE, chosen
from jjak.workbench.web.request_values import MOST_DIGITS, BodyTooLarge

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
FORM = 64_000  # bytes of a form without script, and of whatever comes without a session
METRICS = "/metrics"
CLOSED = "/closed"  # the page that says how to come in
OPEN_TO_ALL = frozenset({"/login", "/api/login", "/favicon.ico", CLOSED})
LOGGING_IN = frozenset({"/login", "/api/login"})
INVITATION = "/invitation/"  # what leads somebody in for the first time
FORMS = frozenset({"/logout"})  # what a form without script sends; the page that takes it looks at its token
NOTHING = Message("")
NOT_ALLOWED = message("Your role does not allow this; ask an administrator.")
TOO_MANY = message("Too many attempts. Wait a minute.")
PORT = 8427  # where a server listens unless another is given


@dataclass(frozen=True, slots=True)
class HostPolicy:
    """hosts: names that this server answers to besides loopback's and addresses; login: whether a visitor must be a user;
    proxy: the address of the proxy with TLS that every request comes through, empty where there is none."""

    hosts: frozenset[str] = frozenset()
    login: bool = False
    proxy: str = ""

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


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request goes no further. code: what a page's script goes by; location: where the browser is sent instead."""

    status: int
    why: Message = NOTHING
    fix: Message = NOTHING
    code: str = ""
    location: str = ""


class Guard:
    """An ASGI application around another: `request.state` has `user` and `session` once a request is let through."""

    def __init__(
        self, app: Any, users: Users, policy: HostPolicy, logins: Logins, identity: CorpusIdentity, look: Callable[[], None]
    ) -> None:
        """look: raises CorpusError where the corpus is not the one any more that was opened."""
        self.app, self.users, self.policy, self.logins = app, users, policy, logins
        self.identity, self.look = identity, look
        self.local = local_user()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        scope.setdefault("state", {}).update(session=None, user=None, fresh="")
        refusal = self._refusal(scope, headers)
        if refusal is None and not _open(scope):
            try:
                refusal = await self._admitted(scope, headers)
            except CorpusError as error:
                refusal = Refusal(503, error.message, error.remedy)
        refusal = refusal or _too_long(scope, headers)
        if refusal is not None and refusal.code == "token":
            # a page says it in full
            scope["path"], scope["raw_path"], refusal = CLOSED, CLOSED.encode(), None
        if refusal is not None:
            lang = chosen(value_of(headers.get("cookie", ""), COOKIE), headers.get("accept-language", ""))
            await self._refuse(scope, send, refusal, lang)
            return
        await self.app(scope, _limited(receive, scope), self._with_headers(send, scope))

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> Refusal | None:
        """What can be said without looking at whose request it is."""
        host = headers.get("host", "")
        try:
            answers = self.policy.answers(host)
        except ValueError:
            answers = False
        if not answers:
            return Refusal(
                400, message("This server does not answer to this host name. Start it with --allowed-host to add one.")
            )
        if scope["method"] in SAFE:
            return None
        if scope["method"] != "POST":
            return Refusal(405, message("Only GET and POST."))
        origin = headers.get("origin")
        if origin is not None and _host_of(origin) != host:
            return Refusal(403, message("The request came from another site."))
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return Refusal(403, message("The request came from another site."))
        return None

    async def _admitted(self, scope: Scope, headers: dict[str, str]) -> Refusal | None:
        if scope["path"] == METRICS:
            return await self._program(scope, headers)
        return await to_thread.run_sync(self._admit, scope, headers)

    def _admit(self, scope: Scope, headers: dict[str, str]) -> Refusal | None:
        """Find whose request it is, and check its token and its corpus where it changes anything."""
        self.look()
        state, safe = scope["state"], scope["method"] in SAFE
        secret = cookie_of(scope, headers.get("cookie", ""))
        session = self.users.session(secret) if secret else None
        user = self._user(session)
        if safe and not self.policy.login and (moved := self._given_token(scope, session if user else None)):
            return moved
        if user is None:
            if scope["path"] in OPEN_TO_ALL or scope["path"].startswith(INVITATION):
                return None
            return self._closed(scope)
        state["session"], state["user"] = session, user
        assert session is not None
        if safe or scope["path"] in FORMS | LOGGING_IN or scope["path"].startswith(INVITATION):
            return None
        if not hmac.compare_digest(headers.get("x-csrf-token", "").encode(), session.token.encode()):
            return Refusal(403, message("The page is out of date. Reload it."), code="page")
        return self._of_other_corpus(headers.get("x-jjak-corpus", ""))

    def _given_token(self, scope: Scope, session: Session | None) -> Refusal | None:
        """A token in the address becomes a cookie, and leaves the address."""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in query if name == "token"]
        if not given or not (session or opens(given[0])):
            return None
        if session is None:
            scope["state"]["fresh"], _ = self.users.begin(LOCAL)
        rest = urlencode([(name, value) for name, value in query if name != "token"])
        return Refusal(303, location=_own_path(scope) + (f"?{rest}" if rest else ""))

    def _closed(self, scope: Scope) -> Refusal:
        if self.policy.login:
            page = scope["method"] in SAFE and not scope["path"].startswith("/api/")
            return Refusal(401, message("Log in first."), code="signed out", location="/login" if page else "")
        if scope["method"] in SAFE and not scope["path"].startswith("/api/"):
            return Refusal(401, code="token")
        fix = message("Run `{command}` and open the address that it prints.", command=url_command(scope))
        return Refusal(401, message("This server is opened by an address with a token"), fix, code="signed out")

    def _of_other_corpus(self, given: str) -> Refusal | None:
        """Every page says which corpus it is of; whether what it builds on is in this life of it is asked act by act."""
        name, _, life = given.partition(".")
        if not life.isdigit():
            return Refusal(400, message("The page is out of date. Reload it."), code="page")
        if name != self.identity.id:
            why = message("This page is of another corpus than the one that is served here now")
            return Refusal(409, why, message("Serve the corpus of this page again, and it goes on."), code="corpus")
        return None

    async def _program(self, scope: Scope, headers: dict[str, str]) -> Refusal | None:
        """A program that comes every few seconds has no session: it gives a user's name and password, or the token."""
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if not self.policy.login:
            if scheme.lower() == "bearer" and opens(given.strip()):
                return None
            return await to_thread.run_sync(self._admit, scope, headers)
        name, password = _basic(headers.get("authorization", ""))
        if not name:
            return Refusal(401, message("A user's name and password are needed here."))
        try:
            user = await self.logins.known(name, password, address_of(scope))
        except TooManyLogins:
            return Refusal(429, TOO_MANY)
        if user is None:
            return Refusal(401, message("Wrong name or password."))
        # what is counted is of all documents
        return Refusal(403, NOT_ALLOWED) if user.assigned_only else None

    def _user(self, session: Session | None) -> User | None:
        if session is None:
            return None
        if not self.policy.login:
            return self.local if session.user == LOCAL else None
        return self.users.user(session.user)

    def _headers(self, scope: Scope) -> dict[str, str]:
        found = dict(HEADERS)
        if self.policy.proxy:
            found["strict-transport-security"] = "max-age=31536000"
        if fresh := scope["state"].get("fresh"):
            found["set-cookie"] = cookie(scope, fresh, secure=bool(self.policy.proxy))
        return found

    def _with_headers(self, send: Send, scope: Scope) -> Send:
        async def sending(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message.get("headers", [])}
                kept = {"cache-control": "no-store", **self._headers(scope)}
                more = [(name.encode(), value.encode()) for name, value in kept.items() if name.encode() not in there]
                message = {**message, "headers": [*message.get("headers", []), *more]}
            await send(message)

        return sending

    async def _refuse(self, scope: Scope, send: Send, refusal: Refusal, lang: str) -> None:
        said = {"error": localized(refusal.why, lang), "fix": localized(refusal.fix, lang)}
        kind, body = "text/plain; charset=utf-8", ". ".join(filter(None, said.values())).encode()
        if scope["path"].startswith("/api/"):
            told = said | {"code": refusal.code, "login": self.policy.login}
            kind, body = "application/json", json.dumps(told, ensure_ascii=False).encode()
        status, headers = refusal.status, {**self._headers(scope), "cache-control": "no-store"}
        if status == 401 and scope["path"] == METRICS and self.policy.login:
            headers["www-authenticate"] = 'Basic realm="jjak", charset="UTF-8"'
        elif refusal.location:
            status, body = 303, b""
            headers["location"] = refusal.location
        headers |= {"content-type": kind, "content-length": str(len(body))}
        sent = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": sent})
        await send({"type": "http.response.body", "body": body})


def url_command(scope: Scope) -> str:
    """What prints the address of this server with its token."""
    port = (scope.get("server") or ("", PORT))[1]
    return "jjak review --url" + (f" --port {port}" if port != PORT else "")


def address_of(scope: Scope) -> str:
    """Where a request comes from."""
    return str((scope.get("client") or ("", 0))[0])


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


def _host_of(origin: str) -> str:
    """The host and port of an origin; empty where it is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _own_path(scope: Scope) -> str:
    """The path of a request as a place on this server: what a browser could read as another one stays quoted."""
    raw = scope.get("raw_path") or quote(scope["path"]).encode()
    return "/" + quote(raw.lstrip(b"/"), safe="/%:@!$&'()*+,;=~")


def _most(scope: Scope) -> int:
    """How many bytes a request's body may have; uploads have limits of their own."""
    path = scope["path"]
    form = path in LOGGING_IN | FORMS or path.startswith(INVITATION)
    if form or scope["state"]["session"] is None:
        return FORM
    return sys.maxsize if _upload(path) else BODY


def _too_long(scope: Scope, headers: dict[str, str]) -> Refusal | None:
    length, most = headers.get("content-length", "0"), _most(scope)
    if scope["method"] in SAFE or (length.isdecimal() and len(length) <= MOST_DIGITS and int(length) <= most):
        return None
    return Refusal(413, message("Over {most:,} bytes.", most=most))


def _limited(receive: Receive, scope: Scope) -> Receive:
    """Bodies over the limit end early, also where they come without a length."""
    most, taken = _most(scope), 0

    async def limited() -> MutableMapping[str, Any]:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most and scope["method"] in SAFE:
            return {"type": "http.disconnect"}  # nobody reads this body
        if taken > most:
            raise BodyTooLarge(most)
        return message

    return limited
