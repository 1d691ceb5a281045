"""Who gets in: on one's own machine by a token, elsewhere by name and password; and what is kept where others could read it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import func, select

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.queries import fetch
from jjak.corpora.store.schema import sessions
from jjak.corpora.store.users import Users
from jjak.workbench.web.access_token import access_token, opening_page, token_file
from jjak.workbench.web.login_throttle import TRIES
from jjak.workbench.web.logins import Logins
from visitor import Visitor

JJAK = str(Path(sys.executable).parent / "jjak")
PLAIN = [(["평범한 문장입니다."], ["A plain sentence."], 0.9)]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, units: ModuleType) -> Path:
    path = tmp_path_factory.mktemp("access") / "c.db"
    units.store_units(path, units.unit("a", PLAIN), units.unit("b", PLAIN))
    with Corpus(str(path)) as store:
        Users(store).add("kim", "reviewer", "password of kim")
    return path


@pytest.fixture(scope="module")
def local(corpus: Path, serve: Callable[..., Any]) -> Any:
    return serve(corpus)


@pytest.fixture(scope="module")
def guarded(corpus: Path, serve: Callable[..., Any]) -> Any:
    return serve(corpus, "--login")


def kept_sessions(corpus: Path) -> int:
    with Corpus(str(corpus)) as store:
        return int(fetch(store, select(func.count()).select_from(sessions))[0][0])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("path", ["/", "/documents/1", "/pairs", "/?token=guess", "/?token=", "/closed"])
def test_without_the_token_a_page_says_which_command_prints_the_address_and_nothing_is_written(
    local: Any, corpus: Path, path: str
) -> None:
    before = kept_sessions(corpus)
    visitor = Visitor(local.port)
    status, headers, body = visitor.ask("GET", path)
    assert (status, "set-cookie" in headers) == (401, False)
    assert b"jjak review --url" in body
    assert b"plain" not in body
    for asked in ("/api/documents/1/index", "/api/documents/1/live", "/metrics"):
        assert visitor.ask("GET", asked)[0] == 401
    status, answer = visitor.post("/api/documents/1/acts", {"key": "k", "act": "accept", "row": "0"})
    assert (status, answer["code"], answer["login"]) == (401, "signed out", False)
    assert "jjak review --url" in answer["fix"]
    assert kept_sessions(corpus) == before


def test_the_token_becomes_a_cookie_and_leaves_the_address(local: Any) -> None:
    visitor = Visitor(local.port)
    status, headers, body = visitor.ask("GET", f"/pairs?q=word&token={access_token()}")
    assert (status, headers["location"], body) == (303, "/pairs?q=word", b"")
    assert access_token() not in str(headers)
    assert "HttpOnly" in headers["set-cookie"]
    assert "SameSite=Lax" in headers["set-cookie"]
    assert visitor.ask("GET", "/pairs?q=word")[0] == 200
    assert Visitor(local.port).ask("GET", f"//evil.example/?token={access_token()}")[1]["location"].startswith("/evil")
    for path in ("/%5Cevil.example/", "/\\evil.example/", "/%09/evil.example/", "/a%0d%0aX-Y:%20z", "/%2F%2Fevil.example/"):
        location = visitor.ask("GET", f"{path}?token=any")[1]["location"]
        assert location == path.replace("\\", "%5C"), "as it was asked, with nothing that a browser takes for a stroke"


def test_the_token_and_what_it_opened_last_over_restarts_and_are_for_their_owner_alone(local: Any) -> None:
    visitor = Visitor(local.port).enter()
    token = access_token()
    local.kill()
    local.start()
    assert access_token() == token
    assert visitor.act() == 200
    assert (mode(token_file()), mode(token_file().parent)) == (0o600, 0o700)
    # one that others could have read is good no more
    token_file().chmod(0o644)
    assert access_token() != token
    assert mode(token_file()) == 0o600


def test_the_command_prints_the_address_and_a_log_of_the_server_does_not(local: Any) -> None:
    done = subprocess.run([JJAK, "review", "--url", "--port", str(local.port)], capture_output=True, text=True, check=True)
    assert done.stdout == f"http://127.0.0.1:{local.port}/?token={access_token()}\n"
    said = subprocess.Popen([JJAK, "review", "--port", "0", "--corpus", str(local.corpus)], stderr=subprocess.PIPE, text=True)
    assert said.stderr is not None
    lines = said.stderr.readline() + said.stderr.readline()
    said.terminate()
    said.communicate()
    assert access_token() not in lines
    assert "jjak review --url --port" in lines


def test_a_browser_is_opened_by_a_page_that_only_its_owner_reads() -> None:
    path = opening_page(f"http://127.0.0.1:1/?token={access_token()}")
    assert mode(path) == 0o600
    assert access_token() in path.read_text()


def test_a_new_corpus_is_for_its_owner_alone_and_one_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with Corpus(str(tmp_path / "new.db")) as store:
            store.begin_run({}, {})
            assert {mode(path) for path in tmp_path.glob("new.db*")} == {0o600}
        (tmp_path / "new.db").chmod(0o640)
        with Corpus(str(tmp_path / "new.db")) as store:
            store.begin_run({}, {})
        assert mode(tmp_path / "new.db") == 0o640
    finally:
        os.umask(before)


def test_a_program_gives_the_token_for_what_is_counted(local: Any) -> None:
    visitor = Visitor(local.port)
    assert visitor.ask("GET", "/metrics", authorization=f"Bearer {access_token()}")[0] == 200
    assert visitor.ask("GET", "/metrics", authorization="Bearer guess")[0] == 401


def test_a_visit_without_a_cookie_writes_nothing_where_people_log_in(guarded: Any, corpus: Path) -> None:
    before = kept_sessions(corpus)
    for path in ("/", "/login", "/closed", "/api/session", "/nowhere"):
        Visitor(guarded.port).ask("GET", path)
    for _ in range(3):
        Visitor(guarded.port).log_in("kim", "wrong")
    assert kept_sessions(corpus) == before


def test_a_form_of_another_page_does_not_log_in(guarded: Any) -> None:
    for cookie in ("", f"jjak_{guarded.port}_form=planted"):
        form = b"name=kim&password=password+of+kim&token=guess"
        assert Visitor(guarded.port).ask("POST", "/login", form, cookie=cookie)[0] == 403


def test_a_name_that_others_try_is_open_to_who_was_in_before(guarded: Any) -> None:
    owner = Visitor(guarded.port)
    assert owner.log_in("kim", "password of kim") == 303
    device = owner.device
    assert [Visitor(guarded.port).log_in("kim", "guess") for _ in range(TRIES + 1)] == [401] * TRIES + [429]
    # who is in stays in, and who was in before from this browser comes in again
    assert owner.enter().act() == 200
    stranger = Visitor(guarded.port)
    assert stranger.log_in("kim", "password of kim") == 429
    again = Visitor(guarded.port)
    again.device = device
    assert again.log_in("kim", "password of kim") == 303
    # a device that somebody made up is none
    other = Visitor(guarded.port)
    other.device = f"jjak_{guarded.port}_device=made-up"
    assert other.log_in("kim", "password of kim") in (303, 429)


def test_two_passwords_at_most_are_looked_at_at_once() -> None:
    import anyio

    class Slow:
        most, now = 0, 0
        lock = threading.Lock()

        def known(self, *_: str) -> None:
            with self.lock:
                self.now += 1
                self.most = max(self.most, self.now)
            time.sleep(0.02)
            with self.lock:
                self.now -= 1

    slow = Slow()
    from jjak.workbench.web.login_throttle import LoginThrottle

    logins = Logins(slow, b"key", LoginThrottle())  # type: ignore[arg-type]

    async def try_many() -> None:
        async with anyio.create_task_group() as group:
            for at in range(16):
                group.start_soon(logins.known, f"n{at}", "x", f"a{at}")

    thread = threading.Thread(target=lambda: anyio.run(try_many))
    thread.start()
    thread.join()
    assert slow.most == 2


def test_a_post_says_which_corpus_it_is_for(local: Any) -> None:
    visitor = Visitor(local.port).enter()
    name, _, life = visitor.corpus.partition(".")
    body = {"key": "other", "act": "accept", "row": "0"}
    status, answer = visitor.post("/api/documents/1/acts", body, x_jjak_corpus=f"{'0' * len(name)}.{life}")
    assert (status, answer["code"]) == (409, "corpus")
    for wrong in ("leave out", "", name, f"{name}.x"):
        assert visitor.post("/api/documents/1/acts", body, x_jjak_corpus=wrong)[0] == 400
    status, answer = visitor.post("/api/documents/1/acts", {**body, "base": [7, "of another life"]})
    assert (status, answer["code"]) == (409, "life")
    for base in (["1", "x"], [1], "x", [2**40, "k"], [-1, ""]):
        assert visitor.post("/api/documents/1/acts", {**body, "base": base})[0] == 400
    assert json.loads(visitor.ask("GET", "/api/session")[2])["corpus"] == visitor.corpus
