"""The package's scripts and styles, held in memory and named by what they say: a browser keeps them until they change."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_FOREVER = "max-age=31536000, immutable"


@cache
def _files() -> dict[str, bytes]:
    folder = Path(__file__).parent / "static"
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@cache
def version() -> str:
    """A name for all of them as they are now."""
    digest = hashlib.sha256()
    for name, data in _files().items():
        digest.update(f"{name}\x1f{len(data)}\x1f".encode() + data)
    return digest.hexdigest()[:16]


async def asset(request: Request) -> Response:
    data = _files().get(request.path_params["path"])
    if data is None:
        return Response("Not found", 404, media_type="text/plain")
    kind = mimetypes.guess_type(request.path_params["path"])[0] or "application/octet-stream"
    # a page of an older server asks for what no longer is
    keeps = _FOREVER if request.path_params["version"] == version() else "no-cache"
    return Response(data, media_type=kind, headers={"cache-control": keeps})


def routes() -> list[Route]:
    return [Route("/static/{version}/{path:path}", asset)]
