"""Coming in and going out: the page that asks for a name and password, and the language that a visitor chooses."""

from __future__ import annotations

import hmac
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from jjak.seeds.message import message
from jjak.workbench.messages.catalogue import LANGUAGES
from jjak.workbench.web.api import state_of
from jjak.workbench.web.html_pages import page
from jjak.workbench.web.messages import COOKIE
from jjak.workbench.web.security import cookie

WRONG = message("Wrong name or password.")


async def login(request: Request) -> Response:
    state = state_of(request)
    if not state.policy.login or request.state.user is not None:
        return RedirectResponse("/", 303)
    if request.method == "GET":
        return page(request, "login.html", wrong="", entered="")
    form = {name: values[0] for name, values in parse_qs((await request.body()).decode("utf-8", "replace")).items()}
    if not hmac.compare_digest(form.get("token", "").encode(), request.state.session.token.encode()):
        return page(request, "login.html", 403, wrong=WRONG, entered="")
    name = form.get("name", "")[:64]
    if state.throttle.shut(name):
        return page(request, "login.html", 429, wrong=message("Too many attempts. Wait a minute."), entered=name)
    user = await run_in_threadpool(state.users.known, name, form.get("password", "")[:1000])
    if user is None:
        state.throttle.wrong(name)
        return page(request, "login.html", 401, wrong=WRONG, entered=name)
    state.throttle.right(name)
    # a session that somebody could have planted before is not the one that is let in
    await run_in_threadpool(state.users.end, request.state.session)
    secret, _ = await run_in_threadpool(state.users.begin, user.name)
    return RedirectResponse("/", 303, headers={"set-cookie": cookie(request.scope, secret)})


async def logout(request: Request) -> Response:
    form = {name: values[0] for name, values in parse_qs((await request.body()).decode("utf-8", "replace")).items()}
    if not hmac.compare_digest(form.get("token", "").encode(), request.state.session.token.encode()):
        return page(request, "message.html", 403, title="403", message=message("This page is out of date. Reload it."))
    await run_in_threadpool(state_of(request).users.end, request.state.session)
    return RedirectResponse("/login", 303)


async def language(request: Request) -> Response:
    """Remember the language that a person chose."""
    wanted = request.path_params["lang"]
    back = request.query_params.get("back", "/")
    # a way back that begins with two strokes, or another sign, would lead to another site
    safe = back if back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable() else "/"
    answer = RedirectResponse(safe, 303)
    if wanted in LANGUAGES:
        answer.set_cookie(COOKIE, wanted, max_age=31_536_000, samesite="lax", httponly=True)
    return answer


def routes() -> list[Route]:
    return [
        Route("/login", login, methods=["GET", "POST"]),
        Route("/logout", logout, methods=["POST"]),
        Route("/language/{lang}", language),
    ]
