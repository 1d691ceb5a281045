"""Coming in and going out: the page that asks for a name and password, the same in place, and the language of a visitor."""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from jjak.corpora.store.users import Session, User
from jjak.seeds.errors import SettingError
from jjak.seeds.message import Message, message
from jjak.workbench.messages.catalogue import LANGUAGES, in_language
from jjak.workbench.web.api import body_of, lang_of, state_of
from jjak.workbench.web.app_state import plain
from jjak.workbench.web.cookies import DEVICE, FORM, SESSION, cookie, cookie_of
from jjak.workbench.web.html_pages import page
from jjak.workbench.web.logins import TooManyLogins
from jjak.workbench.web.messages import COOKIE
from jjak.workbench.web.request_values import form_of
from jjak.workbench.web.security import TOO_MANY, address_of, url_command

WRONG = message("Wrong name or password.")
OUT_OF_DATE = message("The page is out of date. Reload it.")


async def login(request: Request) -> Response:
    if not state_of(request).policy.login or request.state.user is not None:
        return RedirectResponse("/", 303)
    if request.method == "GET":
        return _login_page(request, 200)
    form = await form_of(request)
    wanted = state_of(request).logins.form_token(own_cookie(request, FORM))
    if not hmac.compare_digest(form.get("token", "").encode("utf-8", "replace"), wanted.encode()):
        return _login_page(request, 403, OUT_OF_DATE)
    name = form.get("name", "")[:64]
    try:
        user = await _known(request, name, form.get("password", ""))
    except TooManyLogins:
        return _login_page(request, 429, TOO_MANY, name)
    if user is None:
        return _login_page(request, 401, WRONG, name)
    answer = RedirectResponse("/", 303)
    await let_in(request, answer, user)
    return answer


def _login_page(request: Request, status: int, wrong: Message | str = "", entered: str = "") -> Response:
    """The form, with a cookie that it belongs to: nothing is written for a visitor whom nobody knows."""
    secret = own_cookie(request, FORM) or secrets.token_urlsafe(16)
    token = state_of(request).logins.form_token(secret)
    answer = page(request, "login.html", status, wrong=wrong, entered=entered, token=token)
    set_cookie(request, answer, secret, FORM)
    return answer


async def login_here(request: Request) -> Response:
    """Log in from a page that holds what somebody did, and goes on with it."""
    say = in_language(lang_of(request))
    state = state_of(request)
    if not state.policy.login:
        return JSONResponse({"error": say(message("Nobody logs in here.")), "fix": ""}, 400)
    try:
        body = await body_of(request)
        name, password = plain(body, "name", str)[:64], plain(body, "password", str)
    except (ValueError, SettingError):
        return JSONResponse({"error": say(OUT_OF_DATE), "fix": ""}, 400)
    try:
        user = await _known(request, name, password)
    except TooManyLogins:
        return JSONResponse({"error": say(TOO_MANY), "fix": ""}, 429)
    if user is None:
        return JSONResponse({"error": say(WRONG), "fix": ""}, 401)
    answer = Response(status_code=204)
    session = await let_in(request, answer, user)
    told = JSONResponse(_told(request, session, user))
    told.raw_headers += [each for each in answer.raw_headers if each[0] == b"set-cookie"]
    return told


async def session(request: Request) -> Response:
    """Whose session it is, and of which corpus, for a page that was away."""
    user = request.state.user
    return JSONResponse(_told(request, request.state.session, user))


def _told(request: Request, session: Session, user: User) -> dict[str, Any]:
    return {"user": user.name, "token": session.token, "corpus": ".".join(map(str, state_of(request).identity))}


async def _known(request: Request, name: str, password: str) -> User | None:
    logins = state_of(request).logins
    return await logins.known(name, password[:1000], address_of(request.scope), own_cookie(request, DEVICE))


async def let_in(request: Request, answer: Response, user: User) -> Session:
    """A session of its own: one that somebody could have planted before is not let in."""
    state = state_of(request)
    if request.state.session is not None:
        await run_in_threadpool(state.users.end, request.state.session)
    secret, begun = await run_in_threadpool(state.users.begin, user.name)
    set_cookie(request, answer, secret, SESSION)
    set_cookie(request, answer, state.logins.device(user.name), DEVICE)
    return begun


async def logout(request: Request) -> Response:
    form = await form_of(request)
    if not hmac.compare_digest(form.get("token", "").encode("utf-8", "replace"), request.state.session.token.encode()):
        return page(request, "message.html", 403, title="403", message=OUT_OF_DATE)
    await run_in_threadpool(state_of(request).users.end, request.state.session)
    return RedirectResponse("/login", 303)


async def closed(request: Request) -> Response:
    """How to come in where a token opens the server."""
    if state_of(request).policy.login:
        return RedirectResponse("/login", 303)
    return page(request, "closed.html", 401, command=url_command(request.scope))


async def language(request: Request) -> Response:
    """Remember the language that a person chose."""
    wanted = request.path_params["lang"]
    back = request.query_params.get("back", "/")
    # a way back that begins with two strokes, or another sign, would lead to another site
    safe = back if back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable() else "/"
    answer = RedirectResponse(safe, 303)
    if wanted in LANGUAGES:
        secure = bool(state_of(request).policy.proxy)
        answer.set_cookie(COOKIE, wanted, max_age=31_536_000, samesite="lax", httponly=True, secure=secure)
    return answer


def own_cookie(request: Request, kind: str) -> str:
    return cookie_of(request.scope, request.headers.get("cookie", ""), kind)


def set_cookie(request: Request, answer: Response, value: str, kind: str) -> None:
    answer.headers.append("set-cookie", cookie(request.scope, value, kind, secure=bool(state_of(request).policy.proxy)))


def routes() -> list[Route]:
    return [
        Route("/login", login, methods=["GET", "POST"]),
        Route("/api/login", login_here, methods=["POST"]),
        Route("/api/session", session, methods=["GET"]),
        Route("/closed", closed),
        Route("/logout", logout, methods=["POST"]),
        Route("/language/{lang}", language),
    ]
