"""What the pages' scripts ask for and send: rows, acts, what others did, uploads, jobs and files."""

from __future__ import annotations

import functools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from jjak.corpora.review.commands import ReviewCommand
from jjak.corpora.store.users import Role, User
from jjak.seeds.errors import CorpusError, JjakError, SettingError
from jjak.seeds.message import Message, message
from jjak.workbench.editing.realign import realign
from jjak.workbench.editing.session import Conflict
from jjak.workbench.messages.catalogue import in_language
from jjak.workbench.web.app_state import AppState, may, plain
from jjak.workbench.web.forms import filled_form
from jjak.workbench.web.jobs import Job
from jjak.workbench.web.messages import COOKIE, chosen

AT_ONCE = 200  # rows that a page may ask for in one request
KEY = 64  # characters of an act's name

Handler = Callable[[Request], Awaitable[Response]]


def state_of(request: Request) -> AppState:
    bench: AppState = request.app.state.bench
    return bench


def lang_of(request: Request) -> str:
    return chosen(request.cookies.get(COOKIE, ""), request.headers.get("accept-language", ""))


def answered(handler: Handler, role: Role = Role.READER) -> Handler:
    """A handler whose errors are answers, for users of at least `role`."""

    @functools.wraps(handler)
    async def answering(request: Request) -> Response:
        user: User = request.state.user
        if not may(user, role):
            return _wrong(request, 403, message("Your role does not allow this; ask an administrator."))
        try:
            return await handler(request)
        except Conflict as conflict:
            return _wrong(request, 409, conflict.message, conflict.remedy, rows=conflict.rows, by=conflict.by)
        except KeyError:
            return _wrong(request, 404, message("There is no such thing here."))
        except CorpusError as error:
            # nothing that was asked is wrong: the page keeps it, and asks again
            return _wrong(request, 503, error.message, error.remedy)
        except SettingError as error:
            return _wrong(request, 400, error.message, error.remedy)
        except JjakError as error:
            return _wrong(request, 422, error.message, error.remedy)
        except (ValueError, TypeError, RecursionError) as error:
            return _wrong(request, 400, Message(str(error)))

    return answering


def _wrong(request: Request, status: int, error: Message, fix: Message | None = None, **more: Any) -> JSONResponse:
    """An error in the language of whoever asked."""
    say = in_language(lang_of(request))
    return JSONResponse({"error": say(error), "fix": say(fix or ""), **more}, status)


def _alignment(request: Request) -> int:
    return int(request.path_params["alignment"])


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body() or b"{}")
    except UnicodeDecodeError as error:
        raise ValueError("the body is no UTF-8") from error
    if not isinstance(body, dict):
        raise ValueError("the body is no JSON object")
    return body


def _key(body: dict[str, Any]) -> str:
    key: str = plain(body, "key", str)
    if not 0 < len(key) <= KEY or not key.isascii():
        raise ValueError("key is no name of an act")
    return key


async def index(request: Request) -> Response:
    found = await run_in_threadpool(state_of(request).desk.index, _alignment(request), request.state.user.name)
    return JSONResponse(found)


async def rows(request: Request) -> Response:
    names = request.query_params.get("ids", "").split(",")[:AT_ONCE]
    return JSONResponse(await run_in_threadpool(state_of(request).desk.views, _alignment(request), names))


async def find(request: Request) -> Response:
    text = request.query_params.get("q", "")
    return JSONResponse(await run_in_threadpool(state_of(request).desk.find, _alignment(request), text))


async def changes(request: Request) -> Response:
    after = int(request.query_params.get("after", "0"))
    user = request.state.user.name
    return JSONResponse(await run_in_threadpool(state_of(request).desk.changes, _alignment(request), after, user))


async def act(request: Request) -> Response:
    body = await _body(request)
    seen = plain(body, "seen", dict) if "seen" in body else {}
    if not all(isinstance(name, str) and type(version) is int for name, version in seen.items()):
        raise ValueError("seen holds no versions")
    wanted = ReviewCommand(
        plain(body, "act", str), str(body.get("row", "")), seen, plain(body, "values", dict) if "values" in body else {}
    )
    user = request.state.user.name
    return JSONResponse(await run_in_threadpool(state_of(request).desk.act, _alignment(request), user, wanted, _key(body)))


async def undo(request: Request) -> Response:
    return await _back(request, again=False)


async def redo(request: Request) -> Response:
    return await _back(request, again=True)


async def _back(request: Request, *, again: bool) -> Response:
    key = _key(await _body(request))
    back = functools.partial(state_of(request).desk.back, again=again)
    return JSONResponse(await run_in_threadpool(back, _alignment(request), request.state.user.name, key))


async def place(request: Request) -> Response:
    body = await _body(request)
    row: str = plain(body, "row", str)
    if len(row) > 32:
        raise ValueError("row is no row")
    bench = state_of(request)
    if await run_in_threadpool(bench.desk.case, _alignment(request)) is None:
        raise KeyError(row)
    await run_in_threadpool(bench.desk.journal.leave, request.state.user.name, _alignment(request), row)
    return Response(status_code=204)


async def again(request: Request) -> Response:
    """Begin to align again from a row on."""
    body, bench, alignment = await _body(request), state_of(request), _alignment(request)
    key, row, user = _key(body), plain(body, "row", str), request.state.user.name
    case = await run_in_threadpool(bench.desk.case, alignment)
    if case is None:
        raise KeyError(alignment)

    def work(job: Job) -> str:
        job.link = f"/documents/{alignment}"
        answer = realign(bench.desk, alignment, user, row, key, lambda done, total: job.tell("", done, total))
        changes: Any = answer["changes"]
        return str(sum(len(change["after"]) for change in changes))

    return JSONResponse(bench.jobs.start("realign", case.name, user, work).table(in_language(lang_of(request))), 202)


async def live(request: Request) -> Response:
    alignment = _alignment(request)
    if await run_in_threadpool(state_of(request).desk.case, alignment) is None:
        raise KeyError(alignment)
    stream: AsyncIterator[str] = state_of(request).live.stream(alignment)
    return StreamingResponse(stream, media_type="text/event-stream", headers={"cache-control": "no-cache"})


async def begin_upload(request: Request) -> Response:
    return JSONResponse({"batch": state_of(request).uploads.begin(request.state.user.name)})


async def take_upload(request: Request) -> Response:
    name = request.query_params.get("name", "")
    try:
        await state_of(request).uploads.take(request.path_params["batch"], request.state.user.name, name, request.stream())
    except ClientDisconnect:
        return _wrong(request, 400, message("The upload broke off."))
    except JjakError as error:
        return _wrong(request, 413, error.message, error.remedy)
    return Response(status_code=204)


async def build_upload(request: Request) -> Response:
    bench, batch, user = state_of(request), request.path_params["batch"], request.state.user.name
    files = bench.uploads.names(batch, user)
    name = files[0] if len(files) == 1 else f"{files[0]} + {len(files) - 1}"
    job = bench.jobs.start("build", name, user, lambda job: bench.uploads.build(batch, user, job))
    return JSONResponse(job.table(in_language(lang_of(request))), 202)


async def example(request: Request) -> Response:
    """Build the documents that come with the package."""
    from pathlib import Path

    from jjak import seeds

    bench, user = state_of(request), request.state.user.name
    folder = Path(seeds.__file__).parent / "documents"
    batch = bench.uploads.begin(user)
    for path in sorted(folder.glob("*.txt")):
        bench.uploads.adopt(batch, user, path)
    job = bench.jobs.start("build", "seeds/documents", user, lambda job: bench.uploads.build(batch, user, job))
    return JSONResponse(job.table(in_language(lang_of(request))), 202)


async def make(request: Request) -> Response:
    """Begin an export or a report, with the options of its command."""
    body, bench = await _body(request), state_of(request)
    command: str = plain(body, "command", str)
    values = {str(name): str(value) for name, value in plain(body, "values", dict).items()}
    wanted = filled_form(bench.commands, command, values)
    name = " ".join([wanted.suffix, *wanted.given, *wanted.files])
    lang = lang_of(request)
    job = bench.jobs.start(command, name, request.state.user.name, lambda job: bench.outputs.make(wanted, job, lang))
    return JSONResponse(job.table(in_language(lang_of(request))), 202)


async def job(request: Request) -> Response:
    found = state_of(request).jobs.job(request.path_params["job"])
    if found is None:
        raise KeyError("job")
    return JSONResponse(found.table(in_language(lang_of(request))))


async def stop(request: Request) -> Response:
    state_of(request).jobs.stop(_own(request).id)
    return Response(status_code=204)


async def forget(request: Request) -> Response:
    state_of(request).jobs.forget(_own(request).id)
    return Response(status_code=204)


def _own(request: Request) -> Job:
    """A job that this user began, or any for an administrator; raises KeyError otherwise."""
    found = state_of(request).jobs.job(request.path_params["job"])
    user: User = request.state.user
    if found is None or (found.user != user.name and user.role is not Role.ADMIN):
        raise KeyError("job")
    return found


async def file(request: Request) -> Response:
    """What a job made, to be kept, never shown: a report is a page of its own, with styles that this site's policy bars."""
    found = state_of(request).jobs.job(request.path_params["job"])
    name = request.path_params["name"]
    path = next((path for path in found.files if path.name == name), None) if found else None
    if path is None or not path.is_file():
        raise KeyError("file")
    return FileResponse(path, filename=path.name, content_disposition_type="attachment")


def routes() -> list[Route]:
    unit = "/api/documents/{alignment:int}"
    reads: list[tuple[str, Handler]] = [
        (f"{unit}/index", index),
        (f"{unit}/rows", rows),
        (f"{unit}/find", find),
        (f"{unit}/changes", changes),
        (f"{unit}/live", live),
        ("/api/jobs/{job}", job),
        ("/api/jobs/{job}/files/{name}", file),
    ]
    writes: list[tuple[str, Handler, Role]] = [
        (f"{unit}/acts", act, Role.REVIEWER),
        (f"{unit}/undo", undo, Role.REVIEWER),
        (f"{unit}/redo", redo, Role.REVIEWER),
        (f"{unit}/realign", again, Role.REVIEWER),
        (f"{unit}/place", place, Role.READER),
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
