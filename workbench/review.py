"""The pages in which a corpus is read, served on this machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from corpora.store import Store
from seeds.errors import SettingError
from workbench.templates import page

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

HOST = "127.0.0.1"
# the pages need nothing from anywhere, and run no script
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def application(store: Store) -> Starlette:
    """The pages over an open corpus: the documents at `/`, one's pairs at `/documents/ID`."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.responses import HTMLResponse
    from starlette.routing import Route

    def corpus(_: Request) -> Response:
        return HTMLResponse(_corpus_page(store), headers=HEADERS)

    def document(request: Request) -> Response:
        html = _document_page(store, request.path_params["document"])
        if html is None:
            return HTMLResponse("<p>No such document. <a href='/'>All documents</a></p>", 404, headers=HEADERS)
        return HTMLResponse(html, headers=HEADERS)

    # a page of another site that points its name at this machine is not answered
    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])]
    return Starlette(routes=[Route("/", corpus), Route("/documents/{document}", document)], middleware=middleware)


def serve(store: Store, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is told the address. Raises SettingError where the port is taken."""
    import socket

    import uvicorn

    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
            # a browser that comes before uvicorn is ready waits instead of being refused
            listening.listen()
        except OSError as error:
            raise SettingError(
                f"Port {port} cannot be used: {error.strerror}", "Give another with --port, or 0 for any."
            ) from error
        ready(f"http://{HOST}:{listening.getsockname()[1]}/")
        config = uvicorn.Config(application(store), log_level="warning", lifespan="off")
        uvicorn.Server(config).run(sockets=[listening])


def _corpus_page(store: Store) -> str:
    rows = store.overview()
    names = sorted({name for row in rows for name in row.means})
    return page("corpus.html", corpus=store.name, documents=rows, names=names)


def _document_page(store: Store, document: str) -> str | None:
    found = {key: (title, metadata) for key, title, metadata in store.documents()}
    if document not in found:
        return None
    title, metadata = found[document]
    pairs = list(store.pairs(document))
    names = sorted({name for pair in pairs for name in pair.scores})
    return page("document.html", title=title, metadata=metadata, pairs=pairs, names=names)
