"""A visitor of a running review server, who sends requests as a script does."""

from __future__ import annotations

import http.client
import json
import re
import time
from typing import Any


class Visitor:
    """Requests as a script sends them, with every header in its hand."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.port, self.host, self.cookie, self.token = port, host, "", ""

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items() if value != "leave out"}
        if self.cookie and "cookie" not in headers:
            sent["cookie"] = self.cookie
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        if "set-cookie" in found[1]:
            self.cookie = found[1]["set-cookie"].split(";")[0]
        return found

    def enter(self) -> Visitor:
        text = self.ask("GET", "/")[2].decode()
        self.token = re.search(r'name="csrf" content="([^"]+)"', text)[1]  # type: ignore[index]
        return self

    def post(self, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, Any]]:
        given = {"x_csrf_token": self.token, "origin": f"http://127.0.0.1:{self.port}", "content_type": "application/json"}
        status, _, raw = self.ask("POST", path, json.dumps(body or {}).encode(), **(given | headers))
        return status, json.loads(raw) if raw[:1] == b"{" else {}

    def act(self, **headers: str) -> int:
        body = {"key": f"k{time.monotonic_ns()}", "act": "bookmark", "row": "0", "values": {"on": True}}
        return self.post("/api/documents/2/acts", body, **headers)[0]
