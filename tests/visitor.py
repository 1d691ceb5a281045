"""A visitor of a running review server, who sends requests as a script does."""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from jjak.workbench.web.access_token import access_token


class Visitor:
    """Requests as a script sends them, with every header in its hand."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.port, self.host, self.cookie, self.token, self.corpus = port, host, "", "", ""
        self.form = self.device = ""

    def ask(
        self, method: str, path: str, body: bytes | Iterable[bytes] | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items() if value != "leave out"}
        if self.cookie and "cookie" not in headers:
            sent["cookie"] = self.cookie
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        set_ones = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        self.cookie = next((each for each in set_ones if re.match(r"jjak_\d+=", each)), self.cookie)
        self.form = next((each for each in set_ones if "_form=" in each), self.form)
        self.device = next((each for each in set_ones if "_device=" in each), self.device)
        return found

    def enter(self) -> Visitor:
        """Come in, with the token of this machine where nobody logged in, and see what a page says of itself."""
        if not self.cookie:
            self.ask("GET", f"/?token={access_token()}")
        text = self.ask("GET", "/")[2].decode()
        self.token, self.corpus = (re.search(rf'name="{name}" content="([^"]+)"', text)[1] for name in ("csrf", "corpus"))  # type: ignore[index]
        return self

    def log_in(self, name: str, password: str) -> int:
        """Fill the form of the login page; the status of the answer."""
        text = self.ask("GET", "/login")[2].decode()
        token = re.search(r'name="csrf" content="([^"]+)"', text)[1]  # type: ignore[index]
        form = urlencode({"name": name, "password": password, "token": token}).encode()
        cookies = "; ".join(filter(None, (self.cookie, self.form, self.device)))
        return self.ask("POST", "/login", form, content_type="application/x-www-form-urlencoded", cookie=cookies)[0]

    def post(self, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, Any]]:
        given = {"x_csrf_token": self.token, "x_jjak_corpus": self.corpus, "content_type": "application/json"}
        given["origin"] = f"http://127.0.0.1:{self.port}"
        status, _, raw = self.ask("POST", path, json.dumps(body or {}).encode(), **(given | headers))
        return status, json.loads(raw) if raw[:1] == b"{" else {}

    def act(self, **headers: str) -> int:
        body = {"key": f"k{time.monotonic_ns()}", "act": "bookmark", "row": "0", "values": {"on": True}}
        return self.post("/api/documents/2/acts", body, **headers)[0]
