"""A server of models on this machine, in the forms of the Hub, of a plain web server, and of OpenAI's chat interface."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

COMMIT = "89abcdef0123456789abcdef0123456789abcdef"
LARGE = 1 << 20
_NUMBERED = re.compile(r"(\d+)\t(.*)")


@dataclass
class ModelServer:
    """What is served, and what was asked.

    files: by path, for a plain server; repositories: by `owner/name`, in the Hub's form; breaks: how many bytes of an answer
    come before the connection ends, for as many answers as there are numbers; translate: of one line, for the chat interface;
    replies: what a chat request gets in place of it, first come first; asked: every request's method, path and `Range`.
    """

    files: dict[str, Path] = field(default_factory=dict)
    repositories: dict[str, Path] = field(default_factory=dict)
    breaks: list[int] = field(default_factory=list)
    damage: str = ""
    translate: Callable[[str], str] = str
    replies: list[Callable[[str], str | int]] = field(default_factory=list)
    served: list[str] = field(default_factory=lambda: ["tiny"])
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    address: str = ""


def _tag(data: bytes) -> str:
    """What the Hub calls the content of a file: SHA-256 for a large one, git's SHA-1 for a small one."""
    large = len(data) > LARGE
    return hashlib.sha256(data).hexdigest() if large else hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


def _tree_row(name: str, data: bytes) -> dict[str, Any]:
    row: dict[str, Any] = {"type": "file", "path": name, "size": len(data), "oid": _tag(data)}
    if len(data) > LARGE:
        row["lfs"] = {"oid": _tag(data), "size": len(data), "pointerSize": 134}
    return row


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    model_server: ModelServer

    def do_GET(self) -> None:  # the name that http.server calls
        self._note()
        if self.path == "/v1/models":
            self._json({"object": "list", "data": [{"id": name, "object": "model"} for name in self.model_server.served]})
        elif found := re.match(r"/api/models/([^/]+/[^/]+)/(?:revision|tree)/(.+)", self.path):
            self._listing(found[1])
        elif found := re.match(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", self.path):
            self._of_hub(found[1], found[3])
        elif self.path.lstrip("/") in self.model_server.files:
            self._file(self.model_server.files[self.path.lstrip("/")].read_bytes(), {})
        else:
            self._say(404, b"")

    do_HEAD = do_GET  # noqa: N815  # as above

    def do_POST(self) -> None:
        self._note()
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.model_server.bodies.append(body)
        self.model_server.keys.append(self.headers.get("Authorization") or "")
        text = body["messages"][-1]["content"]
        reply = self.model_server.replies.pop(0)(text) if self.model_server.replies else self._translated(text)
        if isinstance(reply, int):
            self._say(reply, b"{}", {"Retry-After": "0"})
        else:
            self._json({"choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": reply}}]})

    def _translated(self, text: str) -> str:
        rows = [(_NUMBERED.match(row), row) for row in text.split("\n")]
        return "\n".join(
            f"{found[1]}\t{self.model_server.translate(found[2])}" if found else self.model_server.translate(row)
            for found, row in rows
        )

    def _listing(self, name: str) -> None:
        if name not in self.model_server.repositories:
            self._say(404, b"", {"X-Error-Code": "RepoNotFound"})
            return
        folder = self.model_server.repositories[name]
        paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
        if "/tree/" in self.path:
            self._json([_tree_row(name, path.read_bytes()) for name, path in paths.items()])
        else:
            self._json({"id": name, "modelId": name, "sha": COMMIT, "siblings": [{"rfilename": file} for file in paths]})

    def _of_hub(self, name: str, file: str) -> None:
        path = self.model_server.repositories[name] / file
        if not path.is_file():
            self._say(404, b"", {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": COMMIT})
            return
        data = path.read_bytes()
        tag = _tag(data)
        if file == self.model_server.damage:
            data = data[:-1] + bytes([data[-1] ^ 1])
        self._file(data, {"X-Repo-Commit": COMMIT, "ETag": f'"{tag}"'})

    def _file(self, data: bytes, headers: dict[str, str]) -> None:
        tag = headers.setdefault("ETag", f'"{hashlib.sha256(data).hexdigest()[:20]}"')
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
        if asked and self.headers.get("If-Range", tag) == tag:
            start = int(asked[1])
            if start >= len(data):
                self._say(416, b"")
                return
            span = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"}
            self._say(206, data[start:], headers | span)
        else:
            self._say(200, data, headers)

    def _json(self, value: object) -> None:
        self._say(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def _say(self, code: int, data: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if len(data) > 1000 and self.model_server.breaks:
            self.wfile.write(data[: self.model_server.breaks.pop(0)])
            self.wfile.flush()
            self.close_connection = True
        else:
            self.wfile.write(data)

    def _note(self) -> None:
        self.model_server.asked.append((self.command, self.path, self.headers.get("Range") or ""))

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(server: ModelServer) -> Iterator[ModelServer]:
    """The server while it runs, with its address."""
    handler = type("Handler", (_Handler,), {"model_server": server})
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    http.daemon_threads = True
    threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    server.address = f"http://127.0.0.1:{http.server_port}"
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
