"""Hostile texts, forged requests, path-like names and closed doors: each is shown to do no harm."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from lxml import html

from command_line import Run, jjak
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.users import Users
from jjak.seeds.errors import SettingError
from jjak.workbench.web.app import host_policy
from jjak.workbench.web.assets import version
from jjak.workbench.web.forms import LONGEST, Field, arguments
from jjak.workbench.web.messages import chosen
from jjak.workbench.web.security import FORM, HostPolicy
from jjak.workbench.web.uploads import cleaned
from visitor import Visitor

pytestmark = pytest.mark.slow

SCRIPT = "<script>window.harm = 1</script><img src=x onerror='window.harm = 1'>"
HOSTILE = [
    ([SCRIPT], ["</script><script>window.harm = 1</script>"], 0.9),
    (["javascript:window.harm=1"], ["<a href='javascript:window.harm=1'>click</a>"], 0.9),
    (["\u202e오른쪽에서 왼쪽\u2066"], ["abc \u202eevil\u202c"], 0.9),
    (["말 " * 350_000], ["word " * 200_000], 0.9),
    (["{{ 7 * 7 }} ${7*7}"], ["%s %n \\u003c"], 0.9),
    (["널" + chr(0) + "문자"], ["nul" + chr(0) + "character"], 0.9),
]

PLAIN = [(["평범한 문장입니다."], ["A plain sentence."], 0.9)]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, units: ModuleType) -> Path:
    path = tmp_path_factory.mktemp("security") / "c.db"
    units.store_units(path, units.unit(f"x{SCRIPT}".replace("/", ""), HOSTILE, scored=False), units.unit("plain", PLAIN))
    return path


@pytest.fixture(scope="module")
def made(corpus: Path, serve: Callable[..., Any]) -> Any:
    return serve(corpus)


@pytest.fixture
def visitor(made: Any) -> Visitor:
    return Visitor(made.port).enter()


def head(corpus: Path) -> int:
    from jjak.corpora.store.review_log import ReviewLog

    with Corpus(str(corpus)) as store:
        return ReviewLog(store).head(2)


def test_hostile_texts_are_shown_as_they_are_and_do_nothing(browser: Any, made: Any) -> None:
    page = made.context(browser, locale="en-US").new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in ("/documents/1", "/", "/pairs", "/activity", "/out", "/pairs?q=%3Cscript%3E&document=1"):
        page.goto(f"{made.address}{path}")
        page.wait_for_timeout(300)
        assert page.evaluate("window.harm") is None
    page.goto(f"{made.address}/documents/1")
    page.wait_for_selector(".row.current .piece")
    assert page.inner_text(".row.current .source .piece") == SCRIPT
    assert page.locator("#list a, #list img, #list script").count() == 0
    # a text that turns the direction of writing keeps to its own box
    assert page.evaluate("getComputedStyle(document.querySelector('.side')).unicodeBidi") == "isolate"
    # a segment of a megabyte can be read and acted upon
    page.evaluate("document.querySelector(`.row[aria-posinset='4']`).focus()")
    before = time.monotonic()
    page.keyboard.press("a")
    while page.evaluate("jjak.outbox.items.length"):
        page.wait_for_timeout(20)
    assert time.monotonic() - before < 5
    assert not errors
    page.context.close()


def test_hostile_texts_of_a_reviewer_are_cleaned_and_kept_as_text(visitor: Visitor, corpus: Path) -> None:
    body = {"key": "nul", "act": "edit", "row": "0", "values": {"side": "target", "texts": {"0": f"a\x00b{SCRIPT}"}}}
    assert visitor.post("/api/documents/2/acts", body)[0] == 200
    with Corpus(str(corpus)) as store:
        assert [pair.target.text for pair in store.pairs() if pair.name == "plain.ko.txt"] == [f"ab{SCRIPT}"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec_fetch_site": "cross-site"},
        {"x_csrf_token": "leave out"},
        {"x_csrf_token": "guess"},
        {"cookie": "jjak=none"},
    ],
    ids=str,
)
def test_a_forged_request_changes_nothing(visitor: Visitor, corpus: Path, headers: dict[str, str]) -> None:
    before = head(corpus)
    assert visitor.act(**headers) == (401 if "cookie" in headers else 403)
    assert head(corpus) == before
    assert visitor.act() == 200


def test_a_token_of_another_session_is_refused(visitor: Visitor, made: Any) -> None:
    other = Visitor(made.port).enter()
    assert visitor.act(x_csrf_token=other.token) == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "10.1.2.3", "", "[::1", "a b"])
def test_another_name_for_this_machine_is_not_answered(made: Any, host: str) -> None:
    assert Visitor(made.port).ask("GET", "/", host=host)[0] == 400


@pytest.mark.parametrize(
    ("host", "here", "login"),
    [
        ("localhost:8427", True, True),
        ("127.0.0.2:80", True, True),
        ("[::1]:8427", True, True),
        ("CORPUS.example.org:99", True, True),
        ("10.1.2.3:8427", False, True),
        ("[fe80::1]:8427", False, True),
        ("evil.example", False, False),
        ("127.0.0.1.evil.example", False, False),
    ],
)
def test_an_address_is_answered_where_people_log_in_and_a_name_only_where_it_was_given(
    host: str, here: bool, login: bool
) -> None:
    hosts = frozenset({"corpus.example.org"})
    assert (HostPolicy(hosts).answers(host), HostPolicy(hosts, login=True).answers(host)) == (here, login)


@pytest.mark.parametrize(
    "path", ["/", "/documents/1", "/pairs", "/activity", "/out", "/static/x/pages.js", "/nowhere", "/api/jobs/x"]
)
def test_every_answer_carries_the_policy_and_no_page_has_inline_script(made: Any, path: str) -> None:
    _, headers, body = Visitor(made.port).enter().ask("GET", path)
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    for attributes, text in re.findall(r"<script([^>]*)>(.*?)</script>", body.decode(), re.DOTALL):
        assert "src=" in attributes or (attributes.strip().startswith('type="application/json"') and "<" not in text)
    if headers.get("content-type", "").startswith("text/html"):
        for node in html.fromstring(body).iter():
            assert node.tag != "style"
            assert not [name for name in node.attrib if name.startswith("on") or name == "style"]
            assert not (node.get("href") or "").startswith("javascript:")
    assert not re.search(rb"(src|href|action)=[\"']?(https?:)?//", body)


def test_a_script_is_kept_until_it_changes_and_an_older_page_still_gets_one(visitor: Visitor) -> None:
    _, headers, body = visitor.ask("GET", f"/static/{version()}/editor/main.js")
    assert "immutable" in headers["cache-control"]
    assert headers["content-type"].startswith("text/javascript")
    _, older, same = visitor.ask("GET", "/static/0123456789abcdef/editor/main.js")
    assert older["cache-control"] == "no-cache"
    assert same == body
    assert f"/static/{version()}/editor/main.js".encode() in visitor.ask("GET", "/documents/2")[2]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/static/x/../../app.py",
        "/static/x/..%2f..%2fapp.py",
        "/static/x//etc/passwd",
        "/static/x/%2e%2e/%2e%2e/app.py",
    ],
)
def test_nothing_outside_the_static_folder_is_served(made: Any, path: str) -> None:
    assert Visitor(made.port).ask("GET", path)[0] == 404


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/cron.d/x.txt", "x.txt"),
        ("a\x00b\n.txt", "ab.txt"),
        ("gpj\u202etxt.exe", "gpjtxt.exe"),
        ("..", "document"),
        ("", "document"),
        ("n" * 5000, "n" * 200),
    ],
)
def test_an_uploads_name_is_shown_and_never_a_path(name: str, shown: str) -> None:
    assert cleaned(name) == shown


def test_an_upload_writes_nowhere_but_its_own_folder(visitor: Visitor, tmp_path: Path, corpus: Path) -> None:
    from urllib.parse import quote

    before = {path for path in corpus.parent.rglob("*") if not path.name.startswith("c.db")}
    batch = visitor.post("/api/uploads")[1]["batch"]
    given = {"x_csrf_token": visitor.token, "x_jjak_corpus": visitor.corpus, "content_type": "application/octet-stream"}
    target = tmp_path / "written.txt"
    for name in (f"../../../../../../{target}", str(target)):
        status, _, _ = visitor.ask(
            "POST", f"/api/uploads/{batch}/file?name={quote(name, safe='')}", "비가 옵니다.".encode(), **given
        )
        assert status == 204
    assert not target.exists()
    assert {path for path in corpus.parent.rglob("*") if not path.name.startswith("c.db")} == before
    for wrong in ("../x", "%2e%2e", "0" * 32):
        assert visitor.ask("POST", f"/api/uploads/{wrong}/file?name=x", b"x", **given)[0] == 404


def test_too_much_is_refused(visitor: Visitor, corpus: Path) -> None:
    given = {"x_csrf_token": visitor.token, "x_jjak_corpus": visitor.corpus, "content_type": "application/json"}
    status, _, _ = visitor.ask("POST", "/api/documents/2/acts", b" " * 9_000_000, **given)
    assert status == 413
    (corpus.parent / "jjak.toml").write_text("largest = 1000\n")
    batch = visitor.post("/api/uploads")[1]["batch"]
    status, _, body = visitor.ask("POST", f"/api/uploads/{batch}/file?name=big.txt", b"x" * 1001, **given)
    (corpus.parent / "jjak.toml").unlink()
    assert status == 413
    assert "over the limit of 1,000 bytes" in json.loads(body)["error"]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"none", b"\xff\xfe", b'{"key": 1}', b'{"key": "k", "act": 7}', b'{"key": "k", "act": "accept", "seen": []}',
     b'{"key": "k", "act": "accept", "row": "0", "seen": {"0": "x"}}', b"[" * 100_000],
    ids=lambda body: repr(body[:24]),
)  # fmt: skip
def test_a_body_that_makes_no_sense_is_an_answer_not_a_fault(visitor: Visitor, body: bytes) -> None:
    status, _, _ = visitor.ask("POST", "/api/documents/2/acts", body, x_csrf_token=visitor.token, x_jjak_corpus=visitor.corpus)
    assert status == 400


def in_parts(count: int) -> Iterator[bytes]:
    yield from [b"a" * 100_000] * count


@pytest.mark.parametrize("path", ["/activity?offset=%C2%B2", f"/activity?offset={'9' * 5000}", "/pairs?offset=-1"])
def test_a_number_that_is_none_is_said(visitor: Visitor, path: str) -> None:
    assert visitor.ask("GET", path)[0] == 400


@pytest.mark.parametrize("path", ["/documents/{}", "/api/documents/{}/index"])
@pytest.mark.parametrize("digits", [19, 30, 5000])
def test_a_document_of_too_many_digits_is_none(visitor: Visitor, path: str, digits: int) -> None:
    assert visitor.ask("GET", path.format("9" * digits))[0] == 404


def test_a_body_in_parts_ends_where_it_is_too_long(visitor: Visitor) -> None:
    given = {"x_csrf_token": visitor.token, "x_jjak_corpus": visitor.corpus}
    status, _, answer = visitor.ask("POST", "/api/documents/2/acts", in_parts(90), **given)
    assert (status, json.loads(answer)["error"]) == (413, "Over 8,000,000 bytes.")


def test_an_origin_that_is_no_address_is_another_site(visitor: Visitor) -> None:
    assert visitor.act(origin="http://[") == 403


def test_the_options_of_a_form_are_its_own() -> None:
    fields = [Field("min", "--min", "text"), Field("kind", "--kind", "choice", ("text", "label"))]
    assert arguments(fields, {"min": "--corpus /etc/passwd", "kind": ""}) == ["--min=--corpus /etc/passwd"]
    for wrong in ({"corpus": "x"}, {"kind": "x"}, {"min": "a\x00"}):
        with pytest.raises(SettingError):
            arguments(fields, wrong)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"filters": "overlap={with: [/etc/passwd]}"}, "reads files of the server"),
        ({"filters": "length\n{overlap: {with: /etc/passwd}}"}, "No filter"),
        ({"filters": "opusfilter={filter: x}"}, "reads files of the server"),
        ({"recipe": "/etc/passwd"}, "no option 'recipe'"),
        ({"corpus": "other.db"}, "no option 'corpus'"),
        ({"out": "/tmp/x.tsv"}, "no option 'out'"),
        ({"suffix": "../../x"}, "No format"),
        ({"split_by": "x"}, "no 'x'"),
    ],
)
def test_a_form_reads_and_writes_no_file_of_the_server(visitor: Visitor, values: dict[str, str], message: str) -> None:
    body = json.dumps({"command": "export", "values": values}).encode()
    status, _, answer = visitor.ask("POST", "/api/make", body, x_csrf_token=visitor.token, x_jjak_corpus=visitor.corpus)
    assert status == 400
    assert message in json.loads(answer)["error"]


def test_a_preview_is_only_for_the_page_that_asks(visitor: Visitor) -> None:
    assert visitor.ask("GET", "/preview?suffix=tsv")[0] == 303
    status, _, body = visitor.ask("GET", "/preview?suffix=tsv", hx_request="true")
    assert status == 200
    assert b"pairs" in body


def test_the_way_back_from_the_choice_of_a_language_stays_here(visitor: Visitor) -> None:
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", "/%0d%0aset-cookie:x"):
        assert visitor.ask("GET", f"/language/ko?back={back}")[1]["location"] == "/"
    assert visitor.ask("GET", "/language/ko?back=/pairs")[1]["location"] == "/pairs"


@pytest.mark.parametrize(
    ("cookie", "accepted", "lang"),
    [
        ("", "ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("", "de,en;q=0.5,ko;q=0.4", "en"),
        ("en", "ko", "en"),
        ("x", "", "en"),
        ("", "ko;q=0", "en"),
    ],
)
def test_the_language_is_the_visitors(cookie: str, accepted: str, lang: str) -> None:
    assert chosen(cookie, accepted) == lang


# ——— users


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, units: ModuleType, serve: Callable[..., Any]) -> Any:
    path = tmp_path_factory.mktemp("closed") / "c.db"
    units.store_units(path, units.unit("a", HOSTILE[:1]), units.unit("b", HOSTILE[:1]))
    with Corpus(str(path)) as store:
        people = Users(store)
        for role in ("reader", "reviewer", "admin"):
            people.add(role, role, f"password of {role}")
    return serve(path, "--login")


def log_in(port: int, name: str, password: str) -> Visitor:
    visitor = Visitor(port)
    return visitor.enter() if visitor.log_in(name, password) == 303 else visitor


def test_without_a_login_nothing_is_shown_or_changed(closed: Any) -> None:
    visitor = Visitor(closed.port)
    for path in ("/", "/documents/1", "/pairs", "/activity", "/out", "/jobs"):
        status, headers, body = visitor.ask("GET", path)
        assert (status, headers.get("location"), body) == (303, "/login", b"")
    assert visitor.ask("GET", "/api/documents/1/index")[0] == 401
    assert visitor.act() == 401
    assert not visitor.cookie


NAMELESS = [
    b"[" * 200_000,
    b'{"name": "\\ud800", "password": "x"}',
    b'{"name": "kim", "password": "\\ud800"}',
    b'{"name": ' + b"[" * 20_000,
    b'["kim"]',
    b"\xff",
]


@pytest.mark.parametrize("body", NAMELESS, ids=lambda body: repr(body[:40]))
def test_a_login_that_makes_no_sense_is_an_answer_not_a_fault(closed: Any, body: bytes) -> None:
    assert Visitor(closed.port).ask("POST", "/api/login", body)[0] == (413 if len(body) > FORM else 400)


@pytest.mark.parametrize("path", ["/login", "/api/login"])
def test_who_is_not_in_sends_little(closed: Any, path: str) -> None:
    visitor = Visitor(closed.port)
    assert visitor.ask("POST", path, b"x" * (FORM + 1))[0] == 413
    # without a length too
    assert visitor.ask("POST", path, in_parts(2))[0] == 413
    status, _, text = visitor.ask("POST", "/login", b"&".join(b"%d=1" % at for at in range(1000)))
    assert (status, b"A form of over 20 fields" in text) == (400, True)


def test_a_role_may_what_it_may(closed: Any) -> None:
    made = {role: log_in(closed.port, role, f"password of {role}") for role in ("reader", "reviewer", "admin")}
    assert {role: visitor.act() for role, visitor in made.items()} == {"reader": 403, "reviewer": 200, "admin": 200}
    assert {role: visitor.post("/api/uploads")[0] for role, visitor in made.items()} == {
        "reader": 403,
        "reviewer": 403,
        "admin": 200,
    }
    assert {visitor.ask("GET", "/documents/1")[0] for visitor in made.values()} == {200}


def test_a_login_is_a_new_session_and_a_logout_ends_it(closed: Any) -> None:
    visitor = log_in(closed.port, "reviewer", "password of reviewer")
    planted = visitor.cookie
    visitor = log_in(closed.port, "reviewer", "password of reviewer")
    assert visitor.cookie != planted
    assert visitor.act() == 200
    cookie, token = visitor.cookie, visitor.token
    assert visitor.ask("POST", "/logout", f"token={token}".encode())[0] == 303
    # the token and the cookie that were good before are good for nothing now
    visitor.cookie, visitor.token = cookie, token
    assert visitor.act() in (401, 403)


def test_a_wrong_password_is_refused_and_many_are_stopped(closed: Any) -> None:
    visitor = log_in(closed.port, "reviewer", "wrong password")
    assert visitor.ask("GET", "/")[0] == 303
    statuses = [Visitor(closed.port).log_in("nobody", "x") for _ in range(12)]
    assert statuses == [401] * 10 + [429] * 2


def test_a_password_is_kept_as_argon2_and_a_session_as_its_digest(closed: Any) -> None:
    import sqlite3

    visitor = log_in(closed.port, "reviewer", "password of reviewer")
    with sqlite3.connect(closed.corpus) as connection:
        passwords = [row[0] for row in connection.execute("SELECT password FROM users")]
        digests = [row[0] for row in connection.execute("SELECT digest FROM sessions")]
    connection.close()
    assert all(password.startswith("$argon2id$") for password in passwords)
    assert visitor.cookie.split("=", 1)[1] not in digests
    _, headers, _ = Visitor(closed.port).ask("GET", "/login")
    assert "HttpOnly" in headers["set-cookie"]
    assert "SameSite=Lax" in headers["set-cookie"]


def test_a_server_for_others_needs_users(tmp_path: Path, corpus: Path) -> None:
    command = [str(Path(sys.executable).parent / "jjak"), "review", "--corpus", str(corpus), "--host", "0.0.0.0", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "there are no users" in done.stderr
    assert "jjak users add" in done.stderr
    with Corpus(str(tmp_path / "c.db")) as store:
        people = Users(store)
        assert not host_policy("127.0.0.1", (), people).login
        for host in ("0.0.0.0", "192.168.1.2", "::", "corpus.example.org"):
            with pytest.raises(SettingError, match="no users"):
                host_policy(host, (), people)
        people.add("kim", "admin", "long enough")
        policy = host_policy("0.0.0.0", ("corpus.example.org",), people)
        assert policy.login
        assert [policy.answers(name) for name in ("corpus.example.org", "evil.example", "192.168.1.2:80")] == [
            True,
            False,
            True,
        ]


def test_users_are_added_listed_and_removed(tmp_path: Path) -> None:
    def users(*arguments: str, stdin: str = "") -> Run:
        return jjak("users", *arguments, "--corpus", str(tmp_path / "c.db"), stdin=stdin)

    assert users("add", "kim", "reviewer", "--password-stdin", stdin="long enough\n").returncode == 0
    assert "8 or more" in users("add", "lee", "reader", "--password-stdin", stdin="short\n").stderr
    assert "kim" in users("list").stdout
    assert "long enough" not in (tmp_path / "c.db").read_bytes().decode("latin-1")
    assert users("remove", "kim").returncode == 0
    assert users("remove", "kim").returncode == 2


def test_a_port_that_is_taken_is_named(made: Any, corpus: Path) -> None:
    command = [str(Path(sys.executable).parent / "jjak"), "review", "--corpus", str(corpus), "--port", str(made.port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"Port {made.port} of 127.0.0.1 cannot be used" in done.stderr


def test_a_value_that_no_command_line_holds_is_refused() -> None:
    field = Field("document", "--document", "text", (), "", "")
    assert arguments([field], {"document": "a" * LONGEST}) == ["--document=" + "a" * LONGEST]
    with pytest.raises(SettingError, match="10,001 characters, over 10,000"):
        arguments([field], {"document": "가" * (LONGEST + 1)})
