"""What a page holds that is not sent yet: it goes to the corpus and the person that it is of, or it is shown with its text."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import delete, update

from jjak.corpora.store.backup import backup, restore
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.review_log import ReviewLog
from jjak.corpora.store.schema import sessions
from jjak.corpora.store.users import Users

LINKS = [([f"문장 {at}입니다."], [f"This is sentence {at}."], 0.9) for at in range(6)]
PASSWORD = "password of kim"


class Editor:
    """An open document in a browser."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self) -> None:
        self.page.goto(f"{self.address}/documents/1")
        self.page.wait_for_selector("body[data-ready=yes]")
        self.page.wait_for_selector(".row.current .piece")

    def until(self, expression: str, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, (
                f"never so: {expression}; notice: {self.page.inner_text('#notice')} {self.page.content()[:900]}"
            )
            self.page.wait_for_timeout(20)

    def comment(self, text: str) -> None:
        self.page.evaluate("document.querySelector('.row.current').focus()")
        self.page.keyboard.press("c")
        self.page.fill("#comment", text)
        self.page.press("#comment", "Enter")

    def saved(self) -> None:
        self.until("jjak.outbox.items.length === 0 && jjak.outbox.refused.length === 0")
        assert self.page.inner_text("#state") == "saved"

    def kept(self) -> str:
        """What the browser's storage holds of acts."""
        return str(self.page.evaluate("JSON.stringify(Object.entries(localStorage).filter(([key]) => key.includes('outbox')))"))


@pytest.fixture
def corpus(tmp_path: Path, units: ModuleType) -> Path:
    path = tmp_path / "c.db"
    units.store_units(path, units.unit("doc", LINKS))
    with Corpus(str(path)) as store:
        for name in ("kim", "lee"):
            Users(store).add(name, "reviewer", f"password of {name}")
    return path


@pytest.fixture
def editor(browser: Any, corpus: Path, serve: Callable[..., Any]) -> Iterator[Editor]:
    """Opened by kim, who logged in."""
    served = serve(corpus, "--login")
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
    made = Editor(context.new_page(), served.address)
    enter(made.page, served.address, "kim")
    made.open()
    yield made
    assert not made.errors
    context.close()
    served.kill()


def enter(page: Any, address: str, name: str) -> None:
    page.goto(f"{address}/login")
    page.fill("[name=name]", name)
    page.fill("[name=password]", f"password of {name}")
    page.click("form.login button")
    page.wait_for_selector("#documents")


def comments(corpus: Path) -> list[str]:
    with Corpus(str(corpus)) as store:
        return [row.comment for row in ReviewLog(store).state(1).rows if row.comment]


def end_sessions(corpus: Path, how: str) -> None:
    with Corpus(str(corpus)) as store:
        if how == "password changed":
            Users(store).add("kim", "reviewer", PASSWORD)
        elif how == "sessions deleted":
            with store.transaction() as connection:
                connection.execute(delete(sessions))
        else:
            # as after a clock that jumped by twenty days
            with store.transaction() as connection:
                connection.execute(update(sessions).values(expires="2020-01-01T00:00:00+00:00"))


@pytest.mark.parametrize("how", ["password changed", "sessions deleted", "expired"])
def test_acts_of_an_ended_session_wait_for_a_login_in_place_and_go_on(editor: Editor, corpus: Path, how: str) -> None:
    end_sessions(corpus, how)
    editor.comment("written after the session ended")
    editor.page.wait_for_selector("#login-here")
    assert "1 change is not saved yet" in editor.page.inner_text("#notice")
    assert editor.page.inner_text("#state") == "saving 1"
    assert "written after" in editor.kept()
    assert comments(corpus) == []
    editor.page.fill("#login-here input", "no such password")
    editor.page.keyboard.press("Enter")
    editor.page.wait_for_selector("#login-here .problem:not(:empty)")
    editor.page.fill("#login-here input", PASSWORD)
    editor.page.keyboard.press("Enter")
    editor.saved()
    assert comments(corpus) == ["written after the session ended"]
    assert "written after" not in editor.kept()


def test_acts_of_one_person_are_not_sent_in_the_name_of_another(editor: Editor, corpus: Path) -> None:
    end_sessions(corpus, "sessions deleted")
    editor.comment("of kim")
    editor.page.wait_for_selector("#login-here")
    other = editor.page.context.new_page()
    enter(other, editor.address, "lee")
    editor.until("document.querySelector('#notice').textContent.includes('Somebody else')")
    assert "of kim" in editor.kept()
    assert comments(corpus) == []
    other.locator("text=Log out").click()
    enter(other, editor.address, "kim")
    editor.saved()
    assert comments(corpus) == ["of kim"]


def test_acts_of_a_role_that_was_taken_away_are_shown_with_their_texts(editor: Editor, corpus: Path) -> None:
    editor.page.route("**/api/documents/*/acts", lambda route: route.abort())
    editor.comment("a text of a reviewer")
    editor.page.evaluate("jjak.outbox.items.length")
    with Corpus(str(corpus)) as store:
        Users(store).add("kim", "reader", PASSWORD)
    editor.page.unroute("**/api/documents/*/acts")
    editor.page.wait_for_selector("#login-here")
    editor.page.fill("#login-here input", PASSWORD)
    editor.page.keyboard.press("Enter")
    editor.page.wait_for_selector("#dialog[open] .unsaved")
    assert editor.page.input_value("#dialog .mine") == "a text of a reviewer"
    assert editor.page.inner_text("#state") == "not saved: 1"
    # it is still there after a reload, until its writer has closed what shows it
    editor.open()
    editor.page.wait_for_selector("#dialog[open] .unsaved")
    assert editor.page.input_value("#dialog .mine") == "a text of a reviewer"
    editor.page.click("#dialog .buttons button")
    editor.saved()
    assert "a text" not in editor.kept()


def test_acts_of_one_corpus_are_not_sent_to_another_on_the_same_port(
    browser: Any, corpus: Path, tmp_path: Path, units: ModuleType, serve: Callable[..., Any]
) -> None:
    served = serve(corpus)
    editor = Editor(served.context(browser, locale="en-US").new_page(), served.address)
    editor.open()
    served.kill()
    editor.comment("for the first corpus")
    other = tmp_path / "other.db"
    units.store_units(other, units.unit("other", LINKS))
    served.corpus = other
    served.start()
    editor.until("document.querySelector('#notice').textContent.includes('jjak review --url')")
    served.let_in(editor.page.context)
    editor.until("document.querySelector('#notice').textContent.includes('Another corpus')")
    assert comments(other) == []
    # nor is it after a reload: the page that comes is of the other corpus, and has an outbox of its own
    editor.open()
    editor.saved()
    assert "for the first corpus" in editor.kept()
    served.kill()
    served.corpus = corpus
    served.start()
    served.let_in(editor.page.context)
    editor.open()
    editor.saved()
    assert (comments(corpus), comments(other)) == (["for the first corpus"], [])
    editor.page.context.close()
    served.kill()


def test_an_act_on_what_a_restored_corpus_has_goes_on_and_one_on_what_it_has_not_is_shown(
    browser: Any, corpus: Path, tmp_path: Path, serve: Callable[..., Any]
) -> None:
    served = serve(corpus)
    editor = Editor(served.context(browser, locale="en-US").new_page(), served.address)
    editor.open()
    editor.comment("first")
    editor.saved()
    backup(str(corpus), tmp_path / "b")
    served.kill()
    editor.comment("builds on the first")
    editor.until("jjak.outbox.items.length === 1")
    restore(tmp_path / "b", str(corpus), force=True)
    served.start()
    served.let_in(editor.page.context)
    editor.saved()
    assert comments(corpus) == ["builds on the first"]
    editor.comment("second")
    editor.saved()
    served.kill()
    editor.comment("builds on the second")
    restore(tmp_path / "b", str(corpus), force=True)
    served.start()
    served.let_in(editor.page.context)
    editor.page.wait_for_selector("#dialog[open] .unsaved")
    assert editor.page.input_value("#dialog .mine") == "builds on the second"
    assert "an earlier one was restored" in editor.page.inner_text("#dialog")
    editor.page.click("#dialog .buttons button")
    editor.saved()
    assert comments(corpus) == ["first"]
    editor.until("jjak.reviewRows.head === 1")
    editor.page.context.close()
    served.kill()


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_acts_on_a_file_that_is_gone_wait_until_it_is_back(
    browser: Any, corpus: Path, tmp_path: Path, serve: Callable[..., Any], how: str
) -> None:
    served = serve(corpus)
    editor = Editor(served.context(browser, locale="en-US").new_page(), served.address)
    editor.open()
    backup(str(corpus), tmp_path / "b")
    moved = corpus.rename(tmp_path / "moved.db")
    if how == "replaced":
        shutil.copy(tmp_path / "b", corpus)
    editor.comment("where does it go")
    editor.until("document.querySelector('#notice').textContent.includes('1 change is not saved yet')")
    assert comments(moved) == []
    served.kill()
    moved.replace(corpus)
    served.start()
    editor.saved()
    assert comments(corpus) == ["where does it go"]
    editor.page.context.close()
    served.kill()


def test_what_an_older_page_left_is_shown(browser: Any, corpus: Path, serve: Callable[..., Any]) -> None:
    served = serve(corpus)
    editor = Editor(served.context(browser, locale="en-US").new_page(), served.address)
    editor.open()
    item = """{key: "old1", path: "acts", body: {act: "comment", row: "0", seen: {}, values: {text: "of an older page"}}}"""
    user = editor.page.evaluate("jjak.outbox.user")
    editor.page.evaluate(f"localStorage.setItem('jjak.outbox.1.{user}/tab', JSON.stringify([{item}]))")
    editor.open()
    editor.page.wait_for_selector("#dialog[open] .unsaved")
    assert editor.page.input_value("#dialog .mine") == "of an older page"
    editor.page.click("#dialog .buttons button")
    editor.saved()
    assert comments(corpus) == []
    editor.page.context.close()
    served.kill()
