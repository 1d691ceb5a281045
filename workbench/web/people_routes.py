"""People: the page where admins invite them, give roles and documents, and end sessions; and everybody's own password."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from jjak.corpora.store.users import Role
from jjak.seeds.errors import SettingError
from jjak.seeds.message import Message, message
from jjak.workbench.editing.row_presenter import DOUBT, WORST
from jjak.workbench.messages.catalogue import in_language
from jjak.workbench.web.api import answered, body_of, lang_of, state_of
from jjak.workbench.web.app_state import may, plain
from jjak.workbench.web.auth_routes import OUT_OF_DATE, let_in, own_cookie, set_cookie
from jjak.workbench.web.cookies import FORM
from jjak.workbench.web.html_pages import missing, page
from jjak.workbench.web.logins import TooManyLogins
from jjak.workbench.web.request_values import form_of, number
from jjak.workbench.web.security import TOO_MANY, address_of


async def people(request: Request) -> Response:
    """Who there is, for admins."""
    if not _rules(request):
        return missing(request)
    state = state_of(request)
    found = await run_in_threadpool(state.users.all)
    counts = await run_in_threadpool(state.people.sessions)
    assigned = {user.name: len(await run_in_threadpool(state.people.assigned, user.name)) for user in found}
    return page(request, "people.html", people=found, sessions=counts, assigned=assigned, roles=[str(role) for role in Role])


async def person(request: Request) -> Response:
    """The documents of one of them."""
    state = state_of(request)
    found = await run_in_threadpool(state.users.user, request.path_params["name"]) if _rules(request) else None
    if found is None:
        return missing(request)
    chosen = await run_in_threadpool(state.people.assigned, found.name)
    rows = await run_in_threadpool(state.session.log.progress, DOUBT, WORST)
    return page(request, "person.html", person=found, rows=rows, chosen=chosen)


async def account(request: Request) -> Response:
    """One's own password."""
    return page(request, "account.html") if state_of(request).policy.login else missing(request)


def _rules(request: Request) -> bool:
    return state_of(request).policy.login and may(request.state.user, Role.ADMIN)


async def invite(request: Request) -> Response:
    body, state = await body_of(request), state_of(request)
    name, role, inviter = plain(body, "name", str), plain(body, "role", str), request.state.user.name
    limited = bool(body.get("assigned_only"))
    secret = await run_in_threadpool(lambda: state.people.invite(name, role, inviter, assigned_only=limited))
    scheme = "https" if state.policy.proxy else request.url.scheme
    return JSONResponse({"link": f"{scheme}://{request.headers['host']}/invitation/{secret}"})


async def role(request: Request) -> Response:
    body, state = await body_of(request), state_of(request)
    name, wanted, limited = plain(body, "name", str), plain(body, "role", str), bool(body.get("assigned_only"))
    await run_in_threadpool(lambda: state.people.set_role(name, wanted, assigned_only=limited))
    return Response(status_code=204)


async def end(request: Request) -> Response:
    await run_in_threadpool(state_of(request).people.end_sessions, plain(await body_of(request), "name", str))
    return Response(status_code=204)


async def remove(request: Request) -> Response:
    await run_in_threadpool(state_of(request).people.remove, plain(await body_of(request), "name", str))
    return Response(status_code=204)


async def assign(request: Request) -> Response:
    body, state = await body_of(request), state_of(request)
    chosen: list[Any] = body.get("documents") if isinstance(body.get("documents"), list) else []  # type: ignore[assignment]
    numbers = [number(str(each)) for each in chosen if each != ""]  # a form without a choice says so
    await run_in_threadpool(state.people.assign, plain(body, "name", str), numbers)
    return Response(status_code=204)


async def password(request: Request) -> Response:
    """Change one's own password, which ends one's other sessions."""
    body, state, user = await body_of(request), state_of(request), request.state.user
    try:
        known = await state.logins.known(user.name, plain(body, "old", str)[:1000], address_of(request.scope))
    except TooManyLogins:
        return JSONResponse({"error": in_language(lang_of(request))(TOO_MANY), "fix": ""}, 429)
    if known is None:
        raise SettingError(message("The password until now is another one"), message("Enter it again."))
    new = plain(body, "new", str)[:1000]
    await run_in_threadpool(state.people.set_password, user.name, new, request.state.session)
    return Response(status_code=204)


async def invitation(request: Request) -> Response:
    """The page of a link: whoever has it chooses a password, and is in; the link is good no more then."""
    state = state_of(request)
    found = await run_in_threadpool(state.people.invitation, request.path_params["secret"]) if state.policy.login else None
    if found is None:
        said = message("This link was used already, or is too old. Ask for another one.")
        return page(request, "message.html", 404, title=message("Invitation"), message=said)
    if request.method == "GET":
        return _welcome(request, found.name)
    form = await form_of(request)
    wanted = state.logins.form_token(own_cookie(request, FORM))
    if not hmac.compare_digest(form.get("token", "").encode("utf-8", "replace"), wanted.encode()):
        return _welcome(request, found.name, OUT_OF_DATE, 403)
    try:
        user = await run_in_threadpool(state.people.accept, found, form.get("password", "")[:1000])
    except SettingError as error:
        return _welcome(request, found.name, message("{error}. {remedy}", error=error.message, remedy=error.remedy), 400)
    if user is None:
        return missing(request)
    answer = RedirectResponse("/", 303)
    await let_in(request, answer, user)
    return answer


def _welcome(request: Request, name: str, wrong: Message | str = "", status: int = 200) -> Response:
    secret = own_cookie(request, FORM) or secrets.token_urlsafe(16)
    token = state_of(request).logins.form_token(secret)
    answer = page(request, "invitation.html", status, name_=name, wrong=wrong, token=token)
    set_cookie(request, answer, secret, FORM)
    return answer


def routes() -> list[Route]:
    writes: list[tuple[str, Callable[[Request], Any], Role]] = [
        ("/api/people/invite", invite, Role.ADMIN),
        ("/api/people/role", role, Role.ADMIN),
        ("/api/people/end", end, Role.ADMIN),
        ("/api/people/remove", remove, Role.ADMIN),
        ("/api/people/documents", assign, Role.ADMIN),
        ("/api/password", password, Role.READER),
    ]
    return [
        Route("/people", people),
        Route("/people/{name}", person),
        Route("/account", account),
        Route("/invitation/{secret}", invitation, methods=["GET", "POST"]),
        *(Route(path, answered(handler, least), methods=["POST"]) for path, handler, least in writes),
    ]
