"""The application over an open corpus, and the server that runs it."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import secrets
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.users import Users
from jjak.eval.metrics import OF_PAIRS, sentence_score
from jjak.seeds.errors import CorpusError, SettingError
from jjak.seeds.message import Message, message
from jjak.workbench.messages.catalogue import in_language, localized
from jjak.workbench.terminal import said
from jjak.workbench.web import api, assets, auth_routes, html_pages, people_routes
from jjak.workbench.web.access_token import server_key
from jjak.workbench.web.app_state import AppState
from jjak.workbench.web.forms import Commands
from jjak.workbench.web.jobs import Job
from jjak.workbench.web.labels import LABELS
from jjak.workbench.web.request_values import BodyTooLarge
from jjak.workbench.web.security import NOTHING, Guard, HostPolicy
from jjak.workbench.web.server_metrics import KIND, Meter

PAUSE = 2.0  # seconds that whoever opened the server at once has it to themselves
TURN = 0.001  # seconds that one thread may keep others waiting: while one opens a document, others' acts are answered
TIDY = 600.0  # seconds between two looks at what nobody fetches
GRACE = 2  # seconds that open pages get when the server is told to stop


def application(store: Corpus, policy: HostPolicy, commands: Commands) -> Starlette:
    """Everything that `jjak review` serves; commands: those that its pages may run."""
    state = AppState(store, policy, commands, _key(policy))

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        threading.Thread(target=_warm, daemon=True).start()
        tidying = asyncio.create_task(_tidy(state))
        yield
        tidying.cancel()
        for job in await run_in_threadpool(state.close):
            print(said(_interrupted(job)), file=sys.stderr, flush=True)

    routes = [
        *html_pages.routes(),
        *auth_routes.routes(),
        *people_routes.routes(),
        *api.routes(),
        *assets.routes(),
        Route("/favicon.ico", _icon),
        Route("/metrics", metrics),
    ]
    around = [
        Middleware(Meter, metrics=state.metrics),
        Middleware(
            Guard,
            users=state.users,
            policy=state.policy,
            logins=state.logins,
            identity=state.identity,
            look=state.look,
        ),
    ]
    handlers: Any = {
        404: _missing,
        OverflowError: _missing,
        CorpusError: _broken,
        BodyTooLarge: _too_large,
        ClientDisconnect: _broke_off,
        # what no page or command takes, however it was sent
        SettingError: _senseless,
        RecursionError: _senseless,
        UnicodeError: _senseless,
    }
    app = Starlette(routes=routes, middleware=around, lifespan=lifespan, exception_handlers=handlers)
    app.state.jjak = state
    return app


async def _tidy(state: AppState) -> None:
    while True:
        await asyncio.sleep(TIDY)
        await run_in_threadpool(state.tidy)


def _interrupted(job: Job) -> Message:
    """What becomes of a job that ends with the server."""
    if job.kind == "build":
        return message(
            "The build of {name} was stopped. What was built is in the corpus; add the files again to go on.", name=job.name
        )
    kind = LABELS["job"].get(job.kind, job.kind)
    return message("A job was stopped: {kind} {name}. It left nothing behind; begin it again.", kind=kind, name=job.name)


def _key(policy: HostPolicy) -> bytes:
    """What the server signs with; one that asks for names and passwords does without a folder of the user's."""
    try:
        return server_key()
    except SettingError:
        if not policy.login:
            raise
        return secrets.token_bytes(32)


def _warm() -> None:
    """Do what the first pages, and a little later the first acts, would have to wait for."""
    html_pages.warm("base.html", "corpus.html", "corpus_rows.html", "document.html")
    time.sleep(PAUSE)
    html_pages.warm()
    for lang in ("en", "ko"):
        for metric in OF_PAIRS:
            sentence_score(metric, "warm", "warm", lang)


async def _missing(request: Any, error: Exception) -> Response:
    if request.url.path.startswith(("/static/", "/api/")) or not hasattr(request.state, "user"):
        return Response("Not found", 404, media_type="text/plain")
    return html_pages.missing(request, error)


async def _broken(request: Any, error: Exception) -> Response:
    assert isinstance(error, CorpusError)
    said = message("{error}. {remedy}", error=error.message, remedy=error.remedy)
    return Response(localized(said, api.lang_of(request)), 503, media_type="text/plain")


async def _too_large(request: Any, error: Exception) -> Response:
    assert isinstance(error, BodyTooLarge)
    return _refused(request, 413, message("Over {most:,} bytes.", most=error.most))


async def _broke_off(_: Any, __: Exception) -> Response:
    """Nobody is there to read it."""
    return Response(status_code=400)


async def _senseless(request: Any, error: Exception) -> Response:
    if isinstance(error, SettingError):
        return _refused(request, 400, error.message, error.remedy)
    return _refused(request, 400, message("Nothing here can read this request."))


def _refused(request: Any, status: int, why: Message, fix: Message = NOTHING) -> Response:
    """An answer in the form that whoever asked reads: a page's script, or a person."""
    say = in_language(api.lang_of(request))
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": say(why), "fix": say(fix)}, status)
    text = message("{error}. {remedy}", error=why, remedy=fix) if fix.id else why
    return html_pages.page(request, "message.html", status, title=str(status), message=text)


async def metrics(request: Any) -> Response:
    """What is counted, for Prometheus."""
    return Response(request.app.state.jjak.metrics.text(), media_type=KIND)


async def _icon(_: Any) -> Response:
    return Response(status_code=204)


def host_policy(host: str, names: tuple[str, ...], users: Users, *, login: bool = False, proxy: str = "") -> HostPolicy:
    """Who is let in under `host`; raises SettingError where it is open to other machines and there are no users.

    proxy: the address of the proxy with TLS that others come through, empty where there is none.
    """
    outside, login = not _loopback(host), login or bool(proxy)
    if (outside or login) and not users.all():
        what = f"--host {host}" if outside else "--behind-proxy" if proxy else "--login"
        raise SettingError("{what} asks for users, and there are no users", "Add one: jjak users add NAME admin.", what=what)
    if proxy and not names and not outside:
        raise SettingError("--behind-proxy without a name", "Give the name that the proxy has, by --allowed-host.")
    own = {socket.gethostname(), socket.getfqdn()} if outside else set()
    return HostPolicy(frozenset(name.lower() for name in {host, *names, *own} if not _loopback(name)), outside or login, proxy)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address_at(host: str, port: int) -> str:
    """The address of a server's first page."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def serve(store: Corpus, host: str, port: int, policy: HostPolicy, commands: Commands, ready: Callable[[str], None]) -> None:
    """Serve the review of a corpus until interrupted.

    Args:
        store: the open corpus.
        host, port: where to listen; port 0 is any that is free.
        policy: which names are answered, and whether visitors log in.
        commands: those that pages may run, by name.
        ready: is called with the address once it is listened to.

    Raises:
        SettingError: where the port is taken.
    """
    import uvicorn

    from jjak.workbench.web.connections import TimedProtocol, backlog, bound_logs
    from jjak.workbench.web.proxy import ThroughProxy

    sys.setswitchinterval(TURN)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            # a browser that comes before uvicorn is ready waits instead of being refused
            listening.listen(backlog())
        except OSError as error:
            raise SettingError(
                "Port {port} of {host} cannot be used: {cause}",
                "Give another with --port, or 0 for any.",
                port=port,
                host=host,
                cause=error.strerror or str(error),
            ) from error
        ready(address_at(host, listening.getsockname()[1]))
        app = application(store, policy, commands)
        config = uvicorn.Config(
            ThroughProxy(app, policy.proxy) if policy.proxy else app,
            http=TimedProtocol,
            ws="none",
            backlog=backlog(),
            # who forwards is named by --behind-proxy, and believed nowhere else
            proxy_headers=False,
            log_level="warning",
            timeout_graceful_shutdown=GRACE,
            server_header=False,
        )
        bound_logs("uvicorn.error", "asyncio")
        uvicorn.Server(config).run(sockets=[listening])
