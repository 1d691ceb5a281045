"""People: invited by a link that is good once, with roles, sessions, passwords, and documents that only some may see."""

from __future__ import annotations

import base64
import json
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

import pytest

from command_line import jjak
from jjak.corpora.pair import Origin
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.pair_languages import has_pairs_in, languages_of_pairs
from jjak.corpora.store.pair_search import PairQuery, PairSearch
from jjak.corpora.store.people import People
from jjak.corpora.store.users import Role, Users
from jjak.seeds.document import Kind
from jjak.seeds.errors import SettingError
from visitor import Visitor

AXE = """axe.run({runOnly: ['wcag2a', 'wcag2aa']})
.then((found) => found.violations.map((each) => `${each.id}: ${each.nodes[0].html}`))"""
PASSWORD = "a long password"


def test_an_invitation_is_good_once_and_makes_the_user_it_names(corpus: str) -> None:
    with Corpus(corpus) as store:
        people = People(store)
        older = people.invite("kim", "reader", "admin")
        secret = people.invite("kim", "reviewer", "admin", assigned_only=True)
        assert people.invitation(older) is None, "a new link takes the place of the one before"
        found = people.invitation(secret)
        assert found is not None
        with pytest.raises(SettingError, match="A password of 5"):
            people.accept(found, "short")
        user = people.accept(found, PASSWORD)
        assert user is not None
        assert (user.name, user.role, user.assigned_only) == ("kim", Role.REVIEWER, True)
        assert people.accept(found, "another password") is None
        assert people.invitation(secret) is None
        assert Users(store).known("kim", PASSWORD)
        for wrong in ("", "no one", "@local"):
            with pytest.raises(SettingError, match="No user can be called"):
                people.invite(wrong, "reader", "admin")


def left(people: People, secret: str) -> bool:
    return people.invitation(secret) is not None


def test_a_link_ends_with_the_user_and_with_the_role_that_it_was_made_for(corpus: str) -> None:
    with Corpus(corpus) as store:
        people, users = People(store), Users(store)
        for name, role in (("boss", "admin"), ("ann", "admin"), ("kim", "reviewer")):
            users.add(name, role, PASSWORD)
        ends: list[Callable[[], object]] = [
            lambda: users.remove("kim"),
            lambda: users.add("kim", "reader", PASSWORD),
            lambda: people.set_role("kim", "reviewer", assigned_only=True),
            lambda: people.set_password("kim", PASSWORD, users.begin("kim")[1]),
            lambda: people.remove("kim"),
        ]
        for end in ends:
            secret = people.invite("kim", "admin", "boss")
            end()
            assert not left(people, secret)
        assert not people.assigned("kim")
        invited = people.invite("new", "reader", "boss")
        assert users.remove("new"), "somebody who is invited and was not there yet"
        assert not left(people, invited)
        secret = people.invite("friend", "admin", "ann")
        people.set_role("ann", "admin")
        assert left(people, secret), "an admin who stays one"
        people.set_role("ann", "reader")
        assert not left(people, secret), "what somebody invited who is no admin any more"
        secret = people.invite("friend", "admin", "ann")
        assert users.remove("ann")
        assert not left(people, secret)


def test_an_admin_of_the_command_sees_everything_and_a_new_user_is_said_to(tmp_path: Path) -> None:
    def add(role: str) -> str:
        path = str(tmp_path / "c.db")
        return jjak("users", "add", "kim", role, "--password-stdin", "--corpus", path, stdin=f"{PASSWORD}\n").stderr

    assert "sees every document" in add("reviewer")
    with Corpus(str(tmp_path / "c.db")) as store:
        People(store).set_role("kim", "reviewer", assigned_only=True)
    assert "sees the documents that are assigned to them" in add("reader")
    assert "sees every document" in add("admin")
    assert "sees every document" in add("reader")


def test_two_admins_cannot_remove_each_other_at_once(corpus: str) -> None:
    with Corpus(corpus) as store:
        for name in ("kim", "lee"):
            Users(store).add(name, "admin", PASSWORD)
    both = threading.Barrier(2)

    def remove(name: str) -> str:
        with Corpus(corpus) as store:
            both.wait(30)
            try:
                People(store).remove(name)
            except SettingError as error:
                return str(error)
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(remove, ("kim", "lee")))
    assert said[0] == ""
    assert "the only admin" in said[1]


def test_documents_are_assigned_to_somebody_who_is_there(corpus: str) -> None:
    with Corpus(corpus) as store, pytest.raises(SettingError, match="There is no user nobody"):
        People(store).assign("nobody", [1])


def test_the_last_admin_stays_one_and_sees_everything(corpus: str) -> None:
    with Corpus(corpus) as store:
        people = People(store)
        Users(store).add("kim", "admin", PASSWORD)
        for act in (lambda: people.set_role("kim", "reader"), lambda: people.remove("kim")):
            with pytest.raises(SettingError, match="the only admin"):
                act()
        people.set_role("kim", "admin", assigned_only=True)
        kim = Users(store).user("kim")
        assert kim is not None
        assert people.seen_by(kim) is None
        Users(store).add("lee", "admin", PASSWORD)
        people.set_role("kim", "reader", assigned_only=True)
        kim = Users(store).user("kim")
        assert kim is not None
        assert people.seen_by(kim) == frozenset()


def test_a_new_password_ends_the_other_sessions(corpus: str) -> None:
    with Corpus(corpus) as store:
        people, users = People(store), Users(store)
        users.add("kim", "reader", PASSWORD)
        (mine, session), (other, _) = users.begin("kim"), users.begin("kim")
        people.set_password("kim", "another password", session)
        assert (users.session(mine) is not None, users.session(other)) == (True, None)
        assert users.known("kim", "another password")
        assert users.known("kim", PASSWORD) is None


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, units: ModuleType, serve: Callable[..., Any]) -> Any:
    path = tmp_path_factory.mktemp("people") / "c.db"
    secret = [(["비밀 문장입니다."], ["A confidential sentence."], 0.9)]
    plain = [(["평범한 문장입니다."], ["An ordinary sentence."], 0.9)]
    units.store_units(path, units.unit("public", plain, scored=False), units.unit("secret", secret))
    with Corpus(str(path)) as store:
        Users(store).add("admin", "admin", PASSWORD)
        Users(store).add("client", "reviewer", PASSWORD)
        People(store).set_role("client", "reviewer", assigned_only=True)
        People(store).assign("client", [1, 99])
    return serve(path, "--login")


def entered(served: Any, name: str) -> Visitor:
    visitor = Visitor(served.port)
    assert visitor.log_in(name, PASSWORD) == 303
    return visitor.enter()


@pytest.mark.slow
def test_somebody_sees_only_what_is_assigned_to_them(served: Any) -> None:
    admin, client = entered(served, "admin"), entered(served, "client")
    body = {"key": "a1", "act": "comment", "row": "0", "values": {"text": "on the confidential one"}}
    assert admin.post("/api/documents/2/acts", body)[0] == 200
    assert b"confidential" in admin.ask("GET", "/pairs?q=confidential")[2]
    pages = ["/", "/?q=secret", "/pairs", "/pairs?q=confidential", "/pairs?document=2", "/activity", "/out", "/jobs", "/people"]
    for path in (*pages, "/documents/2", "/people/admin", "/preview?suffix=tsv"):
        text = client.ask("GET", path, hx_request="true" if "preview" in path else "false")[2]
        assert not re.search(rb"secret\.|A confidential|the confidential", text), path
    assert client.ask("GET", "/documents/1")[0] == 200
    assert client.ask("GET", "/documents/2")[0] == 404
    for path in ("index", "rows?ids=0", "find?q=a", "changes", "live"):
        assert client.ask("GET", f"/api/documents/2/{path}")[0] == 404, path
    for path in ("acts", "undo", "redo", "realign", "place"):
        assert client.post(f"/api/documents/2/{path}", {"key": "k", "act": "accept", "row": "0"})[0] == 404, path
    assert client.post("/api/make", {"command": "report", "values": {}})[0] == 400
    assert client.post("/api/documents/1/acts", {"key": "c1", "act": "accept", "row": "0"})[0] == 200
    # an export of somebody else's is theirs, and its job too
    job = admin.post("/api/make", {"command": "export", "values": {"suffix": "tsv"}})[1]["id"]
    assert client.ask("GET", f"/api/jobs/{job}")[0] == 404
    assert client.ask("GET", f"/api/jobs/{job}/files/pairs.tsv")[0] == 404


@pytest.mark.slow
def test_an_export_of_somebody_who_sees_some_documents_is_of_these(served: Any) -> None:
    client = entered(served, "client")
    page = client.ask("GET", "/out")[2]
    assert b'data-make="export"' in page
    assert b'data-make="report"' not in page
    assert b"1 of 1 pair" in page
    assert b"1 of 1 pair" in client.ask("GET", "/preview?suffix=tsv", hx_request="true")[2]
    # which documents these are is the server's to say
    choices: list[dict[str, str]] = [{}, {"document": "*"}, {"include": "all"}]
    for values in choices:
        job = exported(client, **values)
        text = client.ask("GET", f"/api/jobs/{job}/files/pairs.tsv")[2].decode()
        assert "An ordinary sentence." in text
        assert "confidential" not in text
    for name in ("admin", ""):
        status, _ = client.post("/api/make", {"command": "export", "values": {"suffix": "tsv", "assigned_to": name}})
        assert status == 400


def exported(client: Visitor, **values: str) -> str:
    """The job of an export that is done and not fetched."""
    job = str(client.post("/api/make", {"command": "export", "values": {"suffix": "tsv"} | values})[1]["id"])
    wait_until(lambda: client.ask("GET", f"/api/jobs/{job}")[2], lambda said: b'"state":"done"' in said)
    return job


@pytest.mark.slow
def test_what_was_exported_is_shown_as_long_as_its_documents_are_assigned(served: Any) -> None:
    admin, client = entered(served, "admin"), entered(served, "client")

    def statuses(job: str) -> list[int]:
        paths = (f"/api/jobs/{job}", f"/api/jobs/{job}/files/pairs.tsv")
        return [client.ask("HEAD" if "files" in path else "GET", path)[0] for path in paths]

    def limit(*documents: int) -> None:
        with Corpus(str(served.corpus)) as store:
            People(store).set_role("client", "reviewer", assigned_only=True)
            People(store).assign("client", documents)

    with Corpus(str(served.corpus)) as store:
        People(store).set_role("client", "reviewer")
    everything = exported(client)
    assert statuses(everything) == [200, 200]
    limit(1, 2)
    both = exported(client)
    assert statuses(both) == [200, 200]
    assert statuses(everything) == [404, 404], "an export of all documents, by somebody who saw them all then"
    limit(1)
    assert statuses(both) == [404, 404], "a document was taken away since"
    assert client.post(f"/api/jobs/{both}/forget", {})[0] == 404
    assert both.encode() not in client.ask("GET", "/jobs")[2]
    assert both.encode() in admin.ask("GET", "/jobs")[2]


@pytest.mark.slow
def test_a_page_is_told_of_a_document_as_long_as_it_is_assigned(served: Any) -> None:
    client = entered(served, "client")
    connection = HTTPConnection("127.0.0.1", served.port, timeout=12)
    connection.request("GET", "/api/documents/1/live", headers={"cookie": client.cookie})
    stream = connection.getresponse()
    assert b"ready" in stream.read1(200)
    with Corpus(str(served.corpus)) as store:
        People(store).assign("client", [2])
        try:
            # it ends before the first sign of life, which comes after fifteen seconds
            assert b"beat" not in stream.read()
        finally:
            People(store).assign("client", [1])
            connection.close()


@pytest.mark.slow
def test_what_is_counted_of_the_server_is_not_for_somebody_who_sees_a_part(served: Any) -> None:
    def asked(name: str) -> int:
        given = base64.b64encode(f"{name}:{PASSWORD}".encode()).decode()
        return Visitor(served.port).ask("GET", "/metrics", authorization=f"Basic {given}")[0]

    assert (asked("admin"), asked("client")) == (200, 403)


@pytest.mark.slow
def test_filters_offer_what_occurs_in_the_documents_that_somebody_sees(served: Any) -> None:
    client, admin = entered(served, "client"), entered(served, "admin")
    for score in (b'value="bleu"', b'value="chrf2++"'):
        assert score in admin.ask("GET", "/pairs")[2]
        assert score not in client.ask("GET", "/pairs")[2]


def test_what_pairs_are_looked_through_by_is_of_some_documents_alone(corpus: str, units: ModuleType) -> None:
    first = units.unit("first", [(["하나."], ["One."], 0.9)], scored=False)
    second = units.unit("second", [(["둘."], ["Two."], 0.9), (["셋."], ["Three."], 0.9)])
    two, three = second.pairs
    two = replace(two, kind=Kind.HEADLINE, origin=Origin.MACHINE, flags=("needs translation",))
    second = replace(second, pairs=[two, replace(three, source=three.source._replace(lang="ja"))])
    with Corpus(corpus) as store:
        run = store.begin_run({}, {})
        for each in (first, second):
            store.add(each, run)
        search = PairSearch(store)
        assert search.choices({1}) == {"kind": ["text"], "origin": ["human"], "flag": [], "score": ["confidence"]}
        every = search.choices()
        assert every["kind"] == ["headline", "text"]
        assert every["origin"] == ["human", "machine"]
        assert every["flag"]
        assert every["score"][1:] == ["bleu", "chrf2++"]
        assert (search.unindexed(), search.unindexed({1}), search.unindexed(set())) == (3, 1, 0)
        assert [row[3] for row in search.unindexed_texts(9, {1})] == ["하나."]
        assert languages_of_pairs(store, {1}) == [("ko", "en")]
        assert not has_pairs_in(store, ("ja", "en"), {1})
        # more than a query may have parameters
        assert search.count(PairQuery(within=frozenset(range(70_000)))) == 3


def wait_until(ask: Callable[[], bytes], done: Callable[[bytes], bool]) -> None:
    end = time.monotonic() + 60
    while not done(said := ask()):
        assert time.monotonic() < end, said
        time.sleep(0.1)


def test_the_command_says_which_documents_somebody_sees(tmp_path: Path, units: ModuleType) -> None:
    place = str(tmp_path / "c.db")
    made = (units.unit(f"{name}.txt", [([f"문장 {name}."], [f"The sentence {name}."], 0.9)]) for name in ("a1", "a2", "b"))
    units.store_units(tmp_path / "c.db", *made)
    with Corpus(place) as store:
        Users(store).add("kim", "reviewer", PASSWORD)
        Users(store).add("lee", "admin", PASSWORD)

    def run(*arguments: str, code: int = 0) -> str:
        done = jjak(*arguments, "--corpus", place)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    assert "kim sees 2 documents" in run("users", "assign", "kim", "a*")
    assert "2 documents" in run("users", "list")
    listed = [json.loads(line)["assigned"] for line in run("users", "list", "--json").splitlines()]
    assert listed == [2, None]
    assert "sentence b" not in (given := run("export", "-", "--format", "tsv", "--assigned-to", "kim"))
    assert given.count("The sentence a") == 2
    assert "kim sees 1 document" in run("users", "assign", "kim", "b.txt.en.txt")
    assert "sentence a" not in run("export", "-", "--format", "tsv", "--assigned-to", "kim")
    for arguments, said in (
        (("kim", "c*"), "for example a1.txt.ko.txt"),
        (("none", "b*"), "There is no user none"),
        (("lee", "b*"), "lee is an admin"),
        (("kim",), "Which documents kim sees is not said"),
        (("kim", "b*", "--all"), "Which documents kim sees is not said"),
    ):
        assert said in run("users", "assign", *arguments, code=2), arguments
    assert "There is no user none" in run("export", "-", "--format", "tsv", "--assigned-to", "none", code=2)
    assert "kim sees 3 documents" in run("users", "assign", "kim", "--all")
    assert [json.loads(line)["assigned"] for line in run("users", "list", "--json").splitlines()] == [None, None]


@pytest.mark.slow
def test_only_an_admin_rules_people(served: Any) -> None:
    client = entered(served, "client")
    assert client.ask("GET", "/people")[0] == 404
    for path in ("invite", "role", "end", "remove", "documents"):
        assert client.post(f"/api/people/{path}", {"name": "client", "role": "admin"})[0] == 403


@pytest.mark.slow
def test_a_link_of_the_page_lets_somebody_in_once_and_sessions_can_be_ended(served: Any) -> None:
    admin = entered(served, "admin")
    status, answer = admin.post("/api/people/invite", {"name": "new", "role": "reader"})
    assert status == 200
    path = answer["link"].removeprefix(served.address)
    guest = Visitor(served.port)
    text = guest.ask("GET", path)[2].decode()
    assert "new" in text
    token = re.search(r'name="csrf" content="([^"]+)"', text)[1]  # type: ignore[index]
    form = urlencode({"password": PASSWORD, "token": token}).encode()
    assert Visitor(served.port).ask("POST", path, form)[0] == 403, "a form of another page"
    assert guest.ask("POST", path, form, cookie=guest.form)[0] == 303
    guest.enter()
    assert guest.ask("GET", "/documents/1")[0] == 200
    assert Visitor(served.port).ask("GET", path)[0] == 404
    other = entered(served, "new")
    assert guest.post("/api/password", {"old": "wrong", "new": "another password"})[0] == 400
    assert guest.post("/api/password", {"old": PASSWORD, "new": "short"})[0] == 400
    assert guest.post("/api/password", {"old": PASSWORD, "new": "another password"})[0] == 204
    assert guest.ask("GET", "/")[0] == 200
    assert other.ask("GET", "/api/session")[0] == 401
    assert admin.post("/api/people/end", {"name": "new"})[0] == 204
    assert guest.ask("GET", "/api/session")[0] == 401
    assert admin.post("/api/people/role", {"name": "new", "role": "reviewer", "assigned_only": "yes"})[0] == 204
    assert admin.post("/api/people/documents", {"name": "new", "documents": ["", "x"]})[0] == 400
    assert admin.post("/api/people/documents", {"name": "new", "documents": ["", "2"]})[0] == 204
    with Corpus(str(served.corpus)) as store:
        assert People(store).assigned("new") == {2}
    assert admin.post("/api/people/remove", {"name": "new"})[0] == 204
    assert json.loads(admin.ask("GET", "/api/session")[2])["user"] == "admin"
    assert admin.post("/api/people/remove", {"name": "admin"})[0] == 400


@pytest.mark.slow
def test_the_pages_of_people_work_in_a_browser(browser: Any, served: Any, root: Path) -> None:
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{served.address}/login")
    page.fill("[name=name]", "admin")
    page.fill("[name=password]", PASSWORD)
    page.click("form.login button")
    page.click("text=People")
    page.fill("#invite ~ form [name=name]", "park")
    page.click("text=Make a link")
    page.wait_for_selector("#link:not([hidden])")
    assert "/invitation/" in page.input_value("#link input")
    for path in ("/people", "/people/client", "/account"):
        page.goto(f"{served.address}{path}")
        page.add_script_tag(path=str(root / "tests" / "vendor" / "axe.min.js"))
        found = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa']}).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].html))"
        )
        assert found == [], path
    page.goto(f"{served.address}/people/client")
    page.check("[value='2']")
    page.click("text=Assign")
    page.wait_for_url("**/people")
    with Corpus(str(served.corpus)) as store:
        assert People(store).assigned("client") == {1, 2}
        People(store).assign("client", [1])
    assert not errors
    context.close()
