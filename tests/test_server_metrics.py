"""What the review server counts, who may see it, and what wrong passwords come to."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.users import Users
from jjak.workbench.web import login_throttle
from jjak.workbench.web.login_throttle import CALM, OF_ADDRESS, TRIES, LoginThrottle
from visitor import Visitor

pytestmark = pytest.mark.slow

PLAIN = [([f"문장 {at}."], [f"Sentence {at}."], 0.9) for at in range(3)]


@pytest.fixture
def corpus(tmp_path: Path, units: ModuleType) -> Path:
    path = tmp_path / "c.db"
    units.store_units(path, units.unit("confidential name", PLAIN))
    return path


def counted(visitor: Visitor, **headers: str) -> dict[tuple[str, tuple[str, ...]], float]:
    """The samples by name and values of their labels."""
    status, sent, raw = visitor.ask("GET", "/metrics", **headers)
    assert status == 200
    assert sent["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(raw.decode())
    return {(each.name, tuple(each.labels.values())): each.value for family in families for each in family.samples}


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def test_requests_and_stored_acts_are_counted_by_what_answered(corpus: Path, serve: Callable[..., Any]) -> None:
    visitor = Visitor(serve(corpus).port).enter()
    found = visitor.post("/api/documents/1/acts", {"key": "k1", "act": "bookmark", "row": "0", "values": {"on": True}})
    assert found[0] == 200
    assert visitor.post("/api/documents/1/acts", {"key": "k2", "act": "no such", "row": "0"})[0] >= 400
    visitor.ask("GET", "/somewhere/else")
    visitor.ask("GET", "/", host="evil.example")
    found = counted(visitor)
    assert found["jjak_acts_total", ("bookmark",)] == 1
    assert found["jjak_requests_total", ("act", "POST", "200")] == 1
    assert found["jjak_requests_total", ("none", "GET", "404")] == 1
    assert found["jjak_requests_total", ("none", "GET", "400")] == 1
    assert found["jjak_answer_seconds_count", ("act",)] == 2
    assert found["process_resident_memory_bytes", ()] > 1e6


def test_what_is_counted_says_nothing_of_documents_and_people(corpus: Path, serve: Callable[..., Any]) -> None:
    visitor = Visitor(serve(corpus).port).enter()
    for path in ("/documents/1", "/api/documents/1/index", "/?q=confidential", "/secret/confidential"):
        visitor.ask("GET", path)
    assert b"confidential" not in visitor.ask("GET", "/metrics")[2]


def test_open_pages_are_counted_while_they_are_open(corpus: Path, serve: Callable[..., Any]) -> None:
    import http.client

    port = serve(corpus).port
    visitor = Visitor(port).enter()
    assert counted(visitor)["jjak_open_pages", ()] == 0
    page = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    page.request("GET", "/api/documents/1/live", headers={"cookie": visitor.cookie})
    page.getresponse().read(10)
    assert counted(visitor)["jjak_open_pages", ()] == 1
    page.close()


def test_a_build_from_the_browser_is_counted_by_outcome_and_stage(corpus: Path, serve: Callable[..., Any]) -> None:
    visitor = Visitor(serve(corpus).port).enter()
    batch = visitor.post("/api/uploads")[1]["batch"]
    given = {"x_csrf_token": visitor.token, "x_jjak_corpus": visitor.corpus, "origin": f"http://127.0.0.1:{visitor.port}"}
    for name, body in (("a.txt", b"It rains.\n"), ("empty.txt", b" ")):
        assert visitor.ask("POST", f"/api/uploads/{batch}/file?name={name}", body, **given)[0] == 204
    job = visitor.post(f"/api/uploads/{batch}/build")[1]["id"]
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = counted(visitor)
        if ("jjak_jobs", ("build", "done")) in found:
            break
        time.sleep(0.2)
    assert job
    assert found["jjak_documents_total", ("built",)] == 1
    assert found["jjak_documents_total", ("failed",)] == 1
    assert found["jjak_stage_seconds_total", ("translate",)] > 0


def test_where_people_log_in_a_program_gives_a_name_and_password(corpus: Path, serve: Callable[..., Any]) -> None:
    with Corpus(str(corpus)) as store:
        Users(store).add("prometheus", "reader", "a long password")
    visitor = Visitor(serve(corpus, "--login").port)
    status, sent, raw = visitor.ask("GET", "/metrics")
    assert (status, sent["www-authenticate"][:5]) == (401, "Basic")
    assert b"jjak_requests" not in raw
    for wrong in (basic("prometheus", "no"), basic("nobody", "a long password"), "Basic ?", "Bearer x", basic("", "")):
        assert visitor.ask("GET", "/metrics", authorization=wrong)[0] == 401
    assert counted(visitor, authorization=basic("prometheus", "a long password"))["jjak_requests_total", ("none", "GET", "401")]
    assert not visitor.cookie, "nothing of a session is left behind"


def test_wrong_passwords_shut_a_name_for_a_while_here_and_at_the_login_page(corpus: Path, serve: Callable[..., Any]) -> None:
    with Corpus(str(corpus)) as store:
        Users(store).add("kim", "reader", "a long password")
    visitor = Visitor(serve(corpus, "--login").port)
    answers = [visitor.ask("GET", "/metrics", authorization=basic("kim", "wrong"))[0] for _ in range(TRIES + 1)]
    assert answers == [401] * TRIES + [429]
    assert visitor.ask("GET", "/metrics", authorization=basic("kim", "a long password"))[0] == 429
    assert visitor.log_in("kim", "a long password") == 429


def test_a_shut_name_opens_again_by_itself() -> None:
    now = 0.0
    tries = LoginThrottle(lambda: now)
    assert [tries.admits("kim", "a") for _ in range(TRIES + 1)] == [True] * TRIES + [False]
    assert tries.admits("lee", "a")
    now = CALM + 1
    assert tries.admits("kim", "a")
    tries.right("kim", "a")
    assert [tries.admits("kim", "a") for _ in range(TRIES + 1)] == [True] * TRIES + [False]


def test_an_address_is_shut_whatever_names_it_gives_and_few_things_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_throttle, "KNOWN", 300)
    tries = LoginThrottle(lambda: 0.0)
    assert [tries.admits(f"n{at}", "a") for at in range(OF_ADDRESS + 1)] == [True] * OF_ADDRESS + [False]
    assert tries.admits("kim", "b")
    for at in range(600):
        tries.admits(f"n{at}", f"a{at}")
    assert len(tries._tries) <= 302
    assert len(tries._firsts) <= 602


def test_a_try_costs_as_much_however_many_there_were(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0

    class Counted(dict[str, tuple[int, float]]):
        def items(self) -> Any:
            nonlocal looked
            looked += len(self)
            return super().items()

        def __iter__(self) -> Any:
            for each in super().__iter__():
                nonlocal looked
                looked += 1
                yield each

    now = 0.0
    tries = LoginThrottle(lambda: now)
    tries._tries = Counted()
    monkeypatch.setattr(login_throttle, "KNOWN", 300)
    for at in range(500):
        assert tries.admits(f"n{at}", f"a{at}")
    assert looked <= 2 * 500
    # what was forgotten for room and began anew is counted from then on
    now = CALM / 2
    assert [tries.admits("n0", f"b{at}") for at in range(TRIES + 1)] == [True] * TRIES + [False]
    now = CALM + 1
    assert not tries.admits("n0", "c")
    now = 2 * CALM
    assert tries.admits("n0", "c")


def test_whoever_came_in_before_is_not_shut_out_by_what_others_try() -> None:
    tries = LoginThrottle(lambda: 0.0)
    for _ in range(TRIES + 1):
        tries.admits("kim", "a")
    assert not tries.admits("kim", "b")
    assert tries.admits("kim", "b", device="a browser that kim used")
