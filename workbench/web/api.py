"""What the pages' scripts ask for and send: rows, commands, what others did, uploads, jobs and files."""

from __future__ import annotations

import functools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from jjak.corpora.review.carried import check_carried
from jjak.corpora.review.commands import ReviewCommand
from jjak.corpora.store.users import Role, User
from jjak.seeds.errors import CorpusError, JjakError, ReviewError, SettingError
from jjak.seeds.message import Message, counted, message
from jjak.workbench.editing.realign import realign
from jjak.workbench.editing.session import Answer, Base, Conflict, OtherLife
from jjak.workbench.messages.catalogue import in_language
from jjak.workbench.web.app_state import AppState, may, plain
from jjak.workbench.web.forms import filled_form
from jjak.workbench.web.jobs import Job, TooManyJobs
from jjak.workbench.web.messages import COOKIE, chosen
from jjak.workbench.web.request_values import number
from jjak.workbench.web.security import NOT_ALLOWED

AT_ONCE = 200  # rows that a page may ask for in one request
UNCHANGED = message("Nothing changed: the links are the same.")
PART = 1 << 18  # bytes of a file that are sent at once
KEY = 64  # characters of a command's key

Handler = Callable[[Request], Awaitable[Response]]


def state_of(request: Request) -> AppState:
    state: AppState = request.app.state.jjak
    return state


def lang_of(request: Request) -> str:
    return chosen(request.cookies.get(COOKIE, ""), request.headers.get("accept-language", ""))


def answered(handler: Handler, role: Role = Role.READER) -> Handler:
    """A handler whose errors are answers, for users of at least `role`."""

    @functools.wraps(handler)
    async def answering(request: Request) -> Response:
        user: User = request.state.user
        if not may(user, role):
            return _error(request, 403, NOT_ALLOWED)
        try:
            if "bitext" in request.path_params:
                await ensure_seen(request, _bitext(request))
            answer = await handler(request)
            if request.method == "POST" and not getattr(request.state, "looked", False):
                # what was stored in a file that was taken away meanwhile is not stored
                await run_in_threadpool(state_of(request).look)
            return answer
        except OtherLife as error:
            return _error(request, 409, error.message, error.remedy, code="life")
        except TooManyJobs as error:
            return _error(request, 429, error.message, error.remedy)
        except Conflict as conflict:
            return _error(request, 409, conflict.message, conflict.remedy, rows=conflict.rows, by=conflict.by)
        except (KeyError, OverflowError):
            return _error(request, 404, message("There is no such thing here."))
        except CorpusError as error:
            # nothing that was asked is wrong: the page keeps it, and asks again
            return _error(request, 503, error.message, error.remedy)
        except SettingError as error:
            return _error(request, 400, error.message, error.remedy)
        except JjakError as error:
            return _error(request, 422, error.message, error.remedy)
        except (ValueError, TypeError, RecursionError) as error:
            return _error(request, 400, Message(str(error)))

    return answering


def _error(request: Request, status: int, error: Message, fix: Message | None = None, **more: Any) -> JSONResponse:
    """An error in the language of whoever asked."""
    say = in_language(lang_of(request))
    return JSONResponse({"error": say(error), "fix": say(fix or ""), **more}, status)


async def ensure_seen(request: Request, bitext: int) -> None:
    """Raises KeyError where a document is not assigned to somebody who sees only those that are."""
    user: User = request.state.user
    if not user.assigned_only:
        return  # most see all of them, and are not kept waiting for a thread
    seen = await run_in_threadpool(state_of(request).people.seen_by, user)
    if seen is not None and bitext not in seen:
        raise KeyError(bitext)


def _bitext(request: Request) -> int:
    return int(request.path_params["bitext"])


async def body_of(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body() or b"{}")
        if isinstance(body, dict):
            check_carried(body)
    except UnicodeDecodeError as error:
        raise ValueError("the body is no UTF-8") from error
    except RecursionError as error:
        raise ValueError("the body is nested too deeply") from error
    except ReviewError as error:
        raise SettingError(error.message, error.remedy) from error
    if not isinstance(body, dict):
        raise ValueError("the body is no JSON object")
    return body


def _key(body: dict[str, Any]) -> str:
    key: str = plain(body, "key", str)
    if not 0 < len(key) <= KEY or not key.isascii():
        raise ValueError("key is no name of an act")
    return key


def _base(body: dict[str, Any], seen: dict[str, int] | None = None) -> Base:
    """The last event that a page knew when something was done in it, 0 where it knew none."""
    given = plain(body, "base", list) if "base" in body else [0, ""]
    if len(given) != 2 or type(given[0]) is not int or not isinstance(given[1], str) or not 0 <= given[0] < 2**31:
        raise ValueError("base is no event")
    if any(version > given[0] for version in (seen or {}).values()):
        raise ValueError("seen holds versions that base does not have")
    return Base(*given)


async def index(request: Request) -> Response:
    found = await run_in_threadpool(state_of(request).session.index, _bitext(request), request.state.user.name)
    return JSONResponse(found)


async def rows(request: Request) -> Response:
    names = request.query_params.get("ids", "").split(",")[:AT_ONCE]
    return JSONResponse(await run_in_threadpool(state_of(request).session.views, _bitext(request), names))


async def checks(request: Request) -> Response:
    return JSONResponse(await run_in_threadpool(state_of(request).session.check, _bitext(request)))


async def find(request: Request) -> Response:
    text = request.query_params.get("q", "")
    return JSONResponse(await run_in_threadpool(state_of(request).session.find, _bitext(request), text))


async def changes(request: Request) -> Response:
    after = number(request.query_params.get("after", "0"))
    user = request.state.user.name
    return JSONResponse(await run_in_threadpool(state_of(request).session.answers_since, _bitext(request), after, user))


async def act(request: Request) -> Response:
    body = await body_of(request)
    seen = plain(body, "seen", dict) if "seen" in body else {}
    if not all(isinstance(name, str) and type(version) is int for name, version in seen.items()):
        raise ValueError("seen holds no versions")
    command = ReviewCommand(
        plain(body, "act", str), str(body.get("row", "")), seen, plain(body, "values", dict) if "values" in body else {}
    )
    session, user = state_of(request).session, request.state.user.name
    key, base = _key(body), _base(body, seen)
    return JSONResponse(await _looked(request, session.execute, _bitext(request), user, command, key, base))


async def undo(request: Request) -> Response:
    return await _step(request, state_of(request).session.undo)


async def redo(request: Request) -> Response:
    return await _step(request, state_of(request).session.redo)


async def _step(request: Request, step: Callable[[int, str, str, Base], Answer]) -> Response:
    body = await body_of(request)
    return JSONResponse(await _looked(request, step, _bitext(request), request.state.user.name, _key(body), _base(body)))


async def _looked(request: Request, change: Callable[..., Answer], *given: Any) -> Answer:
    """Do a change, and look in the same thread, while it has it, whether the corpus is where it was."""

    def work() -> Answer:
        answer = change(*given)
        state_of(request).look()
        return answer

    request.state.looked = True
    return await run_in_threadpool(work)


async def place(request: Request) -> Response:
    body = await body_of(request)
    row: str = plain(body, "row", str)
    if len(row) > 32:
        raise ValueError("row is no row")
    state = state_of(request)
    if await run_in_threadpool(state.session.stored, _bitext(request)) is None:
        raise KeyError(row)
    await run_in_threadpool(state.session.log.leave, request.state.user.name, _bitext(request), row)
    return Response(status_code=204)


async def again(request: Request) -> Response:
    """Begin to align again from a row on."""
    body, state, bitext = await body_of(request), state_of(request), _bitext(request)
    key, row, user = _key(body), plain(body, "row", str), request.state.user.name
    await run_in_threadpool(state.session.ensure_has, bitext, _base(body))
    stored = await run_in_threadpool(state.session.stored, bitext)
    if stored is None:
        raise KeyError(bitext)

    def work(job: Job) -> Message:
        job.link = f"/documents/{bitext}"
        answer = realign(state.session, bitext, user, row, key, lambda done, total: job.tell("", done, total))
        changes: Any = answer["changes"]
        made = sum(view["id"] not in change["before"] for change in changes for view in change["after"])
        return counted("{count} row was linked anew", "{count:,} rows were linked anew", made) if made else UNCHANGED

    begun = state.jobs.start("realign", stored.name, user, work, frozenset({bitext}))
    return JSONResponse(begun.table(in_language(lang_of(request))), 202)


async def live(request: Request) -> Response:
    bitext = _bitext(request)
    if await run_in_threadpool(state_of(request).session.stored, bitext) is None:
        raise KeyError(bitext)
    state, user, session = state_of(request), request.state.user.name, request.state.session
    if state.live.full(user):
        return _error(request, 429, message("Too many pages are open."), message("Close some."))

    def welcome() -> bool:
        now = state.users.user(user) if state.policy.login else request.state.user
        seen = state.people.seen_by(now) if now is not None else frozenset()
        return state.users.lasts(session) and (seen is None or bitext in seen)

    return state.live.response(bitext, user, welcome, session.digest)


async def begin_upload(request: Request) -> Response:
    return JSONResponse({"batch": state_of(request).uploads.begin(request.state.user.name)})


async def take_upload(request: Request) -> Response:
    name = request.query_params.get("name", "")
    try:
        await state_of(request).uploads.take(request.path_params["batch"], request.state.user.name, name, request.stream())
    except ClientDisconnect:
        return _error(request, 400, message("The upload broke off."))
    except JjakError as error:
        return _error(request, 413, error.message, error.remedy)
    return Response(status_code=204)


async def build_upload(request: Request) -> Response:
    state, batch, user = state_of(request), request.path_params["batch"], request.state.user.name
    files = state.uploads.claim(batch, user)
    name = files[0] if len(files) == 1 else f"{files[0]} + {len(files) - 1}"
    return _begin_build(request, batch, name)


def _begin_build(request: Request, batch: str, name: str) -> Response:
    """Put the build of a batch that is claimed in the queue."""
    state, user = state_of(request), request.state.user.name
    try:
        job = state.jobs.start("build", name, user, lambda job: state.uploads.build(batch, user, job))
    except TooManyJobs:
        state.uploads.release(batch, user)
        raise
    return JSONResponse(job.table(in_language(lang_of(request))), 202)


async def example(request: Request) -> Response:
    """Build the documents that come with the package."""
    from pathlib import Path

    from jjak import seeds

    state, user = state_of(request), request.state.user.name
    folder = Path(seeds.__file__).parent / "documents"
    batch = state.uploads.begin(user)
    for path in sorted(folder.glob("*.txt")):
        state.uploads.adopt(batch, user, path)
    state.uploads.claim(batch, user)
    return _begin_build(request, batch, "seeds/documents")


async def make(request: Request) -> Response:
    """Begin an export or a report, with the options of its command."""
    body, state = await body_of(request), state_of(request)
    command: str = plain(body, "command", str)
    if command != "export":
        ensure_sees_all(request)
    values = {str(name): str(value) for name, value in plain(body, "values", dict).items()}
    wanted = filled_form(state.commands, command, values, limited_to(request))
    name = " ".join([wanted.suffix, *wanted.given, *wanted.files])
    lang, user = lang_of(request), request.state.user

    def work(job: Job) -> str:
        said = state.exports.make(wanted, job, lang)
        if job.seen is not None:
            # the command looked itself at what is assigned, when its turn came
            now = state.people.seen_by_name(user.name)
            job.seen = None if now is None else job.seen | now
        return said

    seen = await run_in_threadpool(state.people.seen_by, user)
    job = state.jobs.start(command, name, user.name, work, seen)
    return JSONResponse(job.table(in_language(lang_of(request))), 202)


def limited_to(request: Request) -> str:
    """Whose assigned documents alone an export is of; empty for somebody who sees all."""
    user: User = request.state.user
    return user.name if user.assigned_only else ""


def ensure_sees_all(request: Request) -> None:
    """Reports are of the whole corpus; raises SettingError for somebody who sees a part of it."""
    if request.state.user.assigned_only:
        raise SettingError(
            message("Reports are of all documents, and you see those that are assigned to you"),
            message("Ask an administrator for the report."),
        )


async def job(request: Request) -> Response:
    found = await _own(request)
    return JSONResponse(found.table(in_language(lang_of(request))))


async def stop(request: Request) -> Response:
    state_of(request).jobs.stop((await _own(request)).id)
    return Response(status_code=204)


async def forget(request: Request) -> Response:
    state_of(request).jobs.forget((await _own(request)).id)
    return Response(status_code=204)


async def _own(request: Request) -> Job:
    """A job that is shown to this user; raises KeyError otherwise."""
    state = state_of(request)
    found = state.jobs.job(request.path_params["job"])
    if found is None or not await run_in_threadpool(state.may_see, found, request.state.user):
        raise KeyError("job")
    return found


async def file(request: Request) -> Response:
    """What a job made, to be kept, never shown: a report is a page of its own, with styles that this site's policy bars."""
    found, name = await _own(request), request.path_params["name"]
    path = next((path for path in found.files if path.name == name), None)
    if path is None or not path.is_file():
        raise KeyError("file")
    answer = FileResponse(path, filename=path.name, content_disposition_type="attachment")
    if request.method == "HEAD":
        return answer

    async def parts() -> AsyncIterator[bytes]:
        async with await anyio.open_file(path, "rb") as opened:
            while part := await opened.read(PART):
                yield part
        # whoever lost the connection before asks again: this is not reached then
        found.fetched(path)

    length = str(path.stat().st_size)
    headers = {"content-disposition": answer.headers["content-disposition"], "content-length": length}
    return StreamingResponse(parts(), headers=headers, media_type=answer.media_type)


def routes() -> list[Route]:
    """The routes; the names of their handlers are labels of what `/metrics` counts, and stay as they are."""
    document = "/api/documents/{bitext:number}"
    reads: list[tuple[str, Handler]] = [
        (f"{document}/index", index),
        (f"{document}/rows", rows),
        (f"{document}/find", find),
        (f"{document}/checks", checks),
        (f"{document}/changes", changes),
        (f"{document}/live", live),
        ("/api/jobs/{job}", job),
        ("/api/jobs/{job}/files/{name}", file),
    ]
    writes: list[tuple[str, Handler, Role]] = [
        (f"{document}/acts", act, Role.REVIEWER),
        (f"{document}/undo", undo, Role.REVIEWER),
        (f"{document}/redo", redo, Role.REVIEWER),
        (f"{document}/realign", again, Role.REVIEWER),
        (f"{document}/place", place, Role.READER),
        ("/api/uploads", begin_upload, Role.ADMIN),
        ("/api/uploads/{batch}/file", take_upload, Role.ADMIN),
        ("/api/uploads/{batch}/build", build_upload, Role.ADMIN),
        ("/api/example", example, Role.ADMIN),
        ("/api/make", make, Role.READER),
        ("/api/jobs/{job}/stop", stop, Role.READER),
        ("/api/jobs/{job}/forget", forget, Role.READER),
    ]
    return [
        *(Route(path, answered(handler), methods=["GET"]) for path, handler in reads),
        *(Route(path, answered(handler, role), methods=["POST"]) for path, handler, role in writes),
    ]
