"""Behind a proxy with TLS: only it is answered and believed; the files for nginx and Caddy in docs/proxy do what they say."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

import pytest

import system_packages
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.users import Users
from jjak.seeds.errors import SettingError
from jjak.workbench.web.app import host_policy
from jjak.workbench.web.proxy import ThroughProxy, checked_address
from skips import skip_without
from visitor import Visitor

NAME = "corpus.example.org"
LINKS = [([f"문장 {at}입니다."], [f"Sentence {at}."], 0.9) for at in range(3)]


def asked(proxy: str, client: str, **headers: str) -> tuple[int, Any]:
    """The status of a request from an address, and what the application behind was told of it."""
    told: dict[str, Any] = {}
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, _: Any, send: Any) -> None:
        told.update(scope)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Any) -> None:
        sent.append(message)

    async def ask() -> None:
        raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "client": (client, 1), "scheme": "http", "headers": raw}
        await ThroughProxy(app, proxy)(scope, None, send)

    # a loop of its own: tests with a browser leave one running in this thread
    import threading

    thread = threading.Thread(target=lambda: asyncio.run(ask()))
    thread.start()
    thread.join()
    return sent[0]["status"], told


@pytest.mark.parametrize(
    ("proxy", "client", "status"),
    [
        ("127.0.0.1", "127.0.0.1", 200),
        ("127.0.0.1", "::ffff:127.0.0.1", 200),
        ("127.0.0.1", "10.0.0.9", 403),
        ("10.0.0.0/24", "10.0.0.9", 200),
        ("10.0.0.0/24", "10.0.1.9", 403),
        ("127.0.0.1", "", 403),
    ],
)
def test_only_the_proxy_is_answered(proxy: str, client: str, status: int) -> None:
    assert asked(proxy, client)[0] == status


def test_the_proxy_says_where_a_visitor_is_from_and_a_visitor_cannot() -> None:
    _, told = asked("127.0.0.1", "127.0.0.1", x_forwarded_for="203.0.113.7", x_forwarded_proto="https")
    assert (told["client"][0], told["scheme"]) == ("203.0.113.7", "https")
    # what a visitor put before what the proxy added is not believed
    _, told = asked("127.0.0.1", "127.0.0.1", x_forwarded_for="198.51.100.1, 203.0.113.7")
    assert told["client"][0] == "203.0.113.7"


def test_an_address_that_is_none_and_a_server_without_users_or_name_are_refused(tmp_path: Path) -> None:
    assert (checked_address("10.0.0.3/24"), checked_address("::1")) == ("10.0.0.0/24", "::1")
    with pytest.raises(SettingError, match="no address"):
        checked_address("proxy.example.org")
    with Corpus(str(tmp_path / "c.db")) as store:
        people = Users(store)
        with pytest.raises(SettingError, match="there are no users"):
            host_policy("127.0.0.1", (NAME,), people, proxy="127.0.0.1")
        people.add("kim", "admin", "long enough")
        with pytest.raises(SettingError, match="without a name"):
            host_policy("127.0.0.1", (), people, proxy="127.0.0.1")
        policy = host_policy("127.0.0.1", (NAME,), people, proxy="127.0.0.1")
        assert (policy.login, policy.answers(NAME)) == (True, True)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, units: ModuleType, serve: Callable[..., Any]) -> Any:
    corpus = tmp_path_factory.mktemp("proxy") / "c.db"
    units.store_units(corpus, units.unit("a", LINKS), units.unit("b", LINKS))
    with Corpus(str(corpus)) as store:
        Users(store).add("kim", "admin", "password of kim")
    return serve(corpus, "--behind-proxy", "--allowed-host", NAME)


@pytest.mark.slow
def test_cookies_go_over_tls_alone_and_browsers_are_told_to_use_nothing_else(served: Any) -> None:
    status, headers, _ = Visitor(served.port).ask("GET", "/login", host=NAME, x_forwarded_proto="https")
    assert status == 200
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert "; Secure" in headers["set-cookie"]
    assert "; Secure" in Visitor(served.port).ask("GET", "/login", host=NAME)[1]["set-cookie"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A key and a certificate that signs itself."""
    if shutil.which("openssl") is None:
        skip_without("openssl", "apt-get install openssl")
    folder = tmp_path_factory.mktemp("certificate")
    key, certificate = folder / "privkey.pem", folder / "fullchain.pem"
    options = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    command = ["openssl", "req", *options, "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", key, "-out", certificate]
    subprocess.run(command, check=True, capture_output=True)
    return key, certificate


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(params=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest, root: Path, tmp_path: Path, served: Any, certificate: tuple[Path, Path]
) -> Iterator[int]:
    """The port of a proxy that runs from the file in docs/proxy, but for ports and certificate."""
    name, port = request.param, free_port()
    program = system_packages.server(name)
    if program is None:
        skip_without({"nginx": "nginx", "caddy": "Caddy"}[name], f"apt-get install {name}")
    key, chain = certificate
    if name == "nginx":
        text = (root / "docs" / "proxy" / "nginx.conf").read_text()
        text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
        text = re.sub(r"/etc/letsencrypt\S+/fullchain.pem", str(chain), text)
        text = re.sub(r"/etc/letsencrypt\S+/privkey.pem", str(key), text)
        folders = "".join(
            f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole = (
            f"daemon off;\npid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{folders}{text}}}\n"
        )
        command = [program, "-e", "stderr", "-p", str(tmp_path), "-c", str(tmp_path / "conf")]
    else:
        text = (root / "docs" / "proxy" / "Caddyfile").read_text()
        text = text.replace(f"{NAME} {{", f"{NAME}:{port} {{\n\ttls {chain} {key}")
        whole = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + text
        command = [program, "run", "--adapter", "caddyfile", "--config", str(tmp_path / "conf")]
    whole = whole.replace("127.0.0.1:8427", f"127.0.0.1:{served.port}")
    (tmp_path / "conf").write_text(whole)
    with (tmp_path / "log").open("wb") as log:
        running = subprocess.Popen(
            command, stdout=log, stderr=log, env={"HOME": str(tmp_path), "PATH": "/usr/sbin:/usr/bin:/bin"}
        )
    try:
        _wait(port, tmp_path / "log")
        yield port
    finally:
        # it would wait for open streams
        running.kill()
        running.wait(20)


def _wait(port: int, log: Path) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(log.read_text())


class Outside(Visitor):
    """A visitor who comes over TLS, to the proxy."""

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        import http.client

        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        raw = context.wrap_socket(socket.create_connection(("127.0.0.1", self.port), timeout=30), server_hostname=NAME)
        connection = http.client.HTTPConnection(NAME, self.port, timeout=30)
        connection.sock = raw
        sent = {name.replace("_", "-"): value for name, value in headers.items() if value != "leave out"}
        sent.setdefault("host", NAME)
        if self.cookie and "cookie" not in headers:
            sent["cookie"] = self.cookie
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        if path.endswith("/live"):
            found = answer.status, {}, answer.read(5)
            connection.close()
            return found
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and "_device=" not in value:
                self.cookie = value.split(";")[0]
        return found

    def come_in(self) -> int:
        text = self.ask("GET", "/login")[2].decode()
        token = re.search(r'name="csrf" content="([^"]+)"', text)[1]  # type: ignore[index]
        form = urlencode({"name": "kim", "password": "password of kim", "token": token}).encode()
        status, headers, _ = self.ask("POST", "/login", form, origin=f"https://{NAME}")
        assert "; Secure" in headers.get("set-cookie", "; Secure")
        return status


@pytest.mark.slow
def test_the_files_of_the_docs_serve_a_review_over_tls(proxy: int) -> None:
    visitor = Outside(proxy)
    status, headers, _ = visitor.ask("GET", "/")
    assert (status, headers["location"]) == (303, "/login")
    assert headers["strict-transport-security"]
    assert visitor.come_in() == 303
    page = visitor.ask("GET", "/documents/2")[2].decode()
    visitor.token, visitor.corpus = (re.search(rf'name="{name}" content="([^"]+)"', page)[1] for name in ("csrf", "corpus"))  # type: ignore[index]
    body = json.dumps({"key": f"k{time.monotonic_ns()}", "act": "bookmark", "row": "0", "values": {"on": True}}).encode()
    given = {"x_csrf_token": visitor.token, "x_jjak_corpus": visitor.corpus, "origin": f"https://{NAME}"}
    assert visitor.ask("POST", "/api/documents/2/acts", body, **given)[0] == 200
    assert visitor.ask("POST", "/api/documents/2/acts", body, **{**given, "origin": "https://evil.example"})[0] == 403
    began = time.monotonic()
    assert visitor.ask("GET", "/api/documents/2/live")[2].startswith((b"event", b"retry", b": bea"))
    assert time.monotonic() - began < 5, "what is told comes at once"


@pytest.mark.slow
def test_a_visitor_behind_the_proxy_cannot_be_another_address(proxy: int) -> None:
    from jjak.workbench.web.login_throttle import OF_ADDRESS

    statuses = []
    for at in range(OF_ADDRESS + 2):
        wrong = Outside(proxy)
        name = f"nobody{at}"
        text = wrong.ask("GET", "/login")[2].decode()
        token = re.search(r'name="csrf" content="([^"]+)"', text)[1]  # type: ignore[index]
        form = urlencode({"name": name, "password": "x", "token": token}).encode()
        statuses.append(wrong.ask("POST", "/login", form, x_forwarded_for=f"198.51.100.{at}", origin=f"https://{NAME}")[0])
        if statuses[-1] == 429:
            break
    assert statuses[-1] == 429
