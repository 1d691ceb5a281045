"""The pages: corpus, document, pairs, activity, export and report."""

from __future__ import annotations

import asyncio
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from jjak.align.text.languages import scripts_in
from jjak.align.text.normalization import search_form
from jjak.align.text.stems import stems_of
from jjak.corpora.exchange.exports import TRAITS
from jjak.corpora.pair import Pair
from jjak.corpora.store.import_registry import ImportRegistry
from jjak.corpora.store.pair_search import PairQuery
from jjak.corpora.store.review_progress import ReviewProgress
from jjak.corpora.store.users import Role, User
from jjak.seeds.errors import JjakError, SettingError
from jjak.seeds.message import message
from jjak.seeds.page_metadata import PageMetadata
from jjak.workbench.editing.row_presenter import DOUBT, WORST
from jjak.workbench.failure_groups import without_place
from jjak.workbench.messages.catalogue import LANGUAGES, in_language
from jjak.workbench.pipeline.kept_failures import kept_failures
from jjak.workbench.terminal import label
from jjak.workbench.web.api import ensure_seen, lang_of, limited_to, state_of
from jjak.workbench.web.app_state import AppState, may
from jjak.workbench.web.assets import version
from jjak.workbench.web.editor_words import editor_words
from jjak.workbench.web.forms import fields_of, filled_form, formats, joined
from jjak.workbench.web.left_out_list import left_out_list
from jjak.workbench.web.messages import functions
from jjak.workbench.web.request_values import number

if TYPE_CHECKING:
    from jinja2 import Environment

PAGE = 50  # pairs or events on one page
SHOWN = 2_000  # characters of a text in the list of pairs; a longer one is no sentence


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("jjak.workbench.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["label"] = label
    return made


def warm(*names: str) -> None:
    """Read what these pages are made from, or all of them."""
    version()
    made = _environment()
    for name in names or made.list_templates(extensions=["html"]):
        made.get_template(name)
    for lang in LANGUAGES:
        functions(lang)["_"]("Corpus")


def page(request: Request, name: str, status: int = 200, **values: Any) -> Response:
    """A template filled in; every text in it is escaped."""
    lang = lang_of(request)
    user = getattr(request.state, "user", None)
    session = getattr(request.state, "session", None)
    shared = {
        **functions(lang),
        "lang": lang,
        "user": user,
        "token": session.token if session else "",
        "corpus": ".".join(map(str, state_of(request).identity)),
        "login": state_of(request).policy.login,
        "path": request.url.path,
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "static": f"/static/{version()}",
        "acts": bool(user and may(user, Role.REVIEWER)),
        "admin": bool(user and may(user, Role.ADMIN)),
    }
    return HTMLResponse(_environment().get_template(name).render(shared | values), status)


def _partial(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


async def corpus(request: Request) -> Response:
    seen = await run_in_threadpool(state_of(request).people.seen_by, request.state.user)
    rows = await run_in_threadpool(state_of(request).session.log.progress, DOUBT, WORST)
    rows = [row for row in rows if seen is None or row.alignment in seen]
    chosen = _documents(rows, request.query_params)
    names = sorted({name for row in rows for name in row.means})
    said: dict[str, Any] = {"rows": chosen, "every": len(rows), "names": names, "asked": request.query_params}
    if _partial(request):
        return page(request, "corpus_rows.html", **said)
    failed = [] if seen is not None else await run_in_threadpool(kept_failures, state_of(request).session.log.store)
    say = in_language(lang_of(request))
    reasons = [without_place(say(group.reason), group.reason) for group in failed]
    return page(request, "corpus.html", failed=list(zip(failed, reasons, strict=True)), **said)


def _documents(rows: Sequence[ReviewProgress], asked: Any) -> list[ReviewProgress]:
    wanted = search_form(asked.get("q", ""))
    filters: dict[str, Callable[[ReviewProgress], bool]] = {
        "": lambda _: True,
        "unfinished": lambda row: row.settled < row.rows,
        "doubtful": lambda row: row.doubtful > 0,
        "finished": lambda row: row.settled == row.rows,
    }
    shown = filters.get(asked.get("show", ""), filters[""])
    orders: dict[str, Callable[[ReviewProgress], Any]] = {
        "": lambda row: (row.name, row.alignment),
        "progress": lambda row: (row.settled / max(1, row.rows), row.name),
        "doubt": lambda row: (-row.doubtful, row.name),
    }
    order = orders.get(asked.get("sort", ""), orders[""])
    found = [row for row in rows if shown(row) and wanted in search_form(f"{row.name} {row.target_name}")]
    if asked.get("sort") == "activity":
        return sorted(found, key=lambda row: row.touched, reverse=True)
    return sorted(found, key=order)


async def document(request: Request) -> Response:
    state, bitext = state_of(request), int(request.path_params["bitext"])
    stored = await run_in_threadpool(state.session.stored, bitext)
    try:
        await ensure_seen(request, bitext)
    except KeyError:
        stored = None
    if stored is None:
        return missing(request)
    lost = await run_in_threadpool(left_out_list, state.store, [stored.source, stored.target])
    row, at = request.query_params.get("row", ""), request.query_params.get("at", "")
    if match := re.fullmatch(r"(\d{1,9})\.(\d{1,15})", at):
        row = await run_in_threadpool(state.session.row_at, bitext, int(match[1]), int(match[2]))
    config = {
        "alignment": bitext,
        "user": request.state.user.name,
        "acts": may(request.state.user, Role.REVIEWER),
        "alone": not stored.target,
        "imported": stored.imported,
        "flags": await run_in_threadpool(state.session.log.flags, bitext) if stored.imported else [],
        "words": editor_words(lang_of(request)),
        "row": row,
    }
    # the script reads this as data; a browser runs nothing in an element of this type, and no `<` can end it
    data = json.dumps(config, ensure_ascii=False).replace("<", "\\u003c")
    record = await run_in_threadpool(ImportRegistry(state.session.log.store).of_bitext, bitext) if stored.imported else None
    said = await run_in_threadpool(state.session.page, stored)
    answer = page(request, "document.html", bitext=stored, data=data, record=record, said=_shown(said), lost=lost)
    # the page will ask for the rows as soon as it is there
    asyncio.get_running_loop().run_in_executor(None, state.session.preload, bitext)
    return answer


def _shown(said: PageMetadata) -> str:
    """A page's own words of itself in a line: its title, and who showed it when."""
    shown = (said.title, said.broadcaster, said.programme, said.category, said.date, said.reporter)
    return " · ".join(dict.fromkeys(text for text in shown if text))


async def pairs(request: Request) -> Response:
    state, asked = state_of(request), request.query_params
    try:
        values = await run_in_threadpool(_pairs, state, asked, request.state.user)
    except (ValueError, SettingError):
        said = message("This address filters by a number that is none. Set the filters again.")
        return page(request, "message.html", 400, title="400", message=said)
    template = "pairs_rows.html" if _partial(request) else "pairs.html"
    return page(request, template, asked=asked, **values)


def _pairs(state: AppState, asked: Any, user: User) -> dict[str, Any]:
    seen = state.people.seen_by(user)
    query = unicodedata.normalize("NFC", asked.get("q", "").strip()[:200])
    lang = "ko" if "hangul" in scripts_in(query) else "en"
    stems = tuple(dict.fromkeys(stem.text for stem in next(iter(stems_of([query], lang))))) if query else ()
    left = state.indexed(user.name, seen) if stems else 0
    wanted = PairQuery(
        status=asked.get("status", ""),
        kind=asked.get("kind", ""),
        origin=asked.get("origin", ""),
        flag=asked.get("flag", ""),
        alignment=_number(asked.get("document", "")),
        score=asked.get("score", ""),
        least=_figure(asked.get("least", "")),
        most=_figure(asked.get("most", "")),
        stems=stems,
        text="" if stems else query,
        within=seen,
    )
    offset = _number(asked.get("offset", ""))
    found = state.pair_search.find(wanted, offset, PAGE)
    total = state.pair_search.count(wanted)
    kept = {name: value for name, value in asked.items() if name != "offset" and value}
    return {
        "found": [(alignment, pair, *_marked(pair, stems, query)) for alignment, pair in found],
        "total": total,
        "left": left,
        "offset": offset,
        "size": PAGE,
        "more": urlencode(kept),
        "choices": state.pair_search.choices(seen),
        "documents": [
            (row.alignment, row.name)
            for row in state.session.log.progress(DOUBT, WORST)
            if seen is None or row.alignment in seen
        ],
    }


def _marked(pair: Pair, stems: Sequence[str], query: str) -> list[list[tuple[str, bool]]]:
    """Both texts in pieces, each with whether it is what was looked for."""
    sides = []
    for side in (pair.source, pair.target):
        if stems:
            found = next(iter(stems_of([side.text], side.lang)))
            spans = [(stem.start, stem.stop) for stem in found if stem.text in stems]
        else:
            at = side.text.lower().find(query.lower()) if query else -1
            spans = [(at, at + len(query))] if at >= 0 else []
        sides.append(_cut(*_context(side.text, spans)))
    return sides


def _context(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """What stands around the first match of a text that is too long to be shown whole."""
    if len(text) <= SHOWN:
        return text, list(spans)
    start = max(0, min((a for a, _ in spans), default=0) - SHOWN // 4)
    lead = "…" if start else ""
    moved = [(a - start + len(lead), b - start + len(lead)) for a, b in spans if start <= a and b <= start + SHOWN]
    return f"{lead}{text[start : start + SHOWN]}…", moved


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, stop in sorted(spans):
        if start >= at:
            parts += [(text[at:start], False), (text[start:stop], True)]
            at = stop
    return [(part, mark) for part, mark in [*parts, (text[at:], False)] if part]


def _number(text: str) -> int:
    return number(text) if text else 0


def _figure(text: str) -> float | None:
    return float(text) if text else None


async def activity(request: Request) -> Response:
    state, asked = state_of(request), request.query_params
    seen = await run_in_threadpool(state.people.seen_by, request.state.user)
    values = await run_in_threadpool(_activity, state, asked, seen)
    return page(request, "activity_rows.html" if _partial(request) else "activity.html", asked=asked, **values)


def _activity(state: AppState, asked: Any, seen: frozenset[int] | None) -> dict[str, Any]:
    log = state.session.log
    offset = _number(asked.get("offset", ""))
    events = log.activity(user=asked.get("user", ""), act=asked.get("act", ""), offset=offset, count=PAGE, within=seen)
    kept = {name: value for name, value in asked.items() if name != "offset" and value}
    return {
        "events": events,
        "actors": log.actors(seen),
        "agreements": state.agreement() if seen is None else [],
        "offset": offset,
        "size": PAGE,
        "more": urlencode(kept),
    }


_NOTHING: dict[str, Any] = {"removed": [], "split": {}, "unwritten": []}


async def out(request: Request) -> Response:
    state = state_of(request)
    seen = await run_in_threadpool(state.people.seen_by, request.state.user)
    counts = await run_in_threadpool(state.store.counts, seen)
    known = {f"--{name}": sorted(counts[name]) for name in ("status", "origin", "kind")}
    # a report is of the whole corpus
    offered = {name: command for name, command in state.commands.items() if name == "export" or seen is None}
    forms = {name: fields_of(command, known) for name, command in offered.items()}
    total = sum(counts["origin"].values())
    # the same as the command finds without any option, but for what a format cannot hold
    found = {"pairs": total, "read": total, "by": {name: counts[name] for name in TRAITS}}
    return page(request, "out.html", found=_NOTHING | found, forms=forms, formats=formats())


async def preview(request: Request) -> Response:
    """What an export would take out with the options of the form, as a part of the page."""
    if not _partial(request):
        return RedirectResponse("/out", 303)
    try:
        state = state_of(request)
        values = joined(request.query_params.multi_items())
        wanted = filled_form(state.commands, "export", values, limited_to(request))
        found = await state.exports.count(wanted, request.is_disconnected, lang_of(request))
    except JjakError as error:
        return page(request, "preview.html", found={"error": error.message, "fix": error.remedy})
    return page(request, "preview.html", found=_NOTHING | (found or {"error": "", "fix": ""}))


async def jobs(request: Request) -> Response:
    """The jobs as a part of a page, which asks again while one is going on."""
    state, user = state_of(request), request.state.user
    found = await run_in_threadpool(lambda: [job for job in state.jobs.all() if state.may_see(job, user)])
    return page(request, "jobs.html", jobs=found, going=any(job.active for job in found))


def missing(request: Request, _: Exception | None = None) -> Response:
    said = message("There is no such page or document.")
    return page(request, "message.html", 404, title=message("Not found"), message=said)


def routes() -> list[Route]:
    return [
        Route("/", corpus),
        Route("/documents/{bitext:number}", document),
        Route("/pairs", pairs),
        Route("/activity", activity),
        Route("/out", out),
        Route("/preview", preview),
        Route("/jobs", jobs),
    ]
