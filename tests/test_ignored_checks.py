"""Checks that gate a review: what is ignored by whom and why, what is kept of results, and what the editor makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import func, select

from jjak.corpora.review.commands import ReviewCommand
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.queries import fetch
from jjak.corpora.store.schema import row_checks
from jjak.seeds.errors import ReviewError, SettingError
from jjak.workbench.editing import open_bitexts
from jjak.workbench.editing.audit import audit
from jjak.workbench.editing.session import Answer, ReviewSession

ROWS = 160
WRONG = (4, 150)  # from 1; the second is far from what a page loads first
LINKS = [
    ([f"학생 {at + 20}명이 왔습니다."], [f"In came {at + (99 if at + 1 in WRONG else 20)} students."], 0.95)
    for at in range(ROWS)
]
CHECK = "number only in source"


@pytest.fixture
def session(tmp_path: Path, units: ModuleType) -> Iterator[ReviewSession]:
    units.store_units(tmp_path / "c.db", units.unit("doc", LINKS[:6]))
    with Corpus(str(tmp_path / "c.db")) as store:
        yield ReviewSession(store)
        assert not audit(store).findings


def ignored(session: ReviewSession, row: str = "3", *, on: bool = True, why: str = "a joke", **more: str) -> Answer:
    number = session.index(1, "kim")["head"]
    both = [
        session.execute(
            1, "kim", ReviewCommand("ignore", row, {}, {"check": check, "why": why, "on": on, **more}), f"k{number}{check[-6:]}"
        )
        for check in (CHECK, "number only in target")
    ]
    return both[-1]


def accepted(session: ReviewSession, key: str) -> list[str]:
    answer = session.execute(1, "kim", ReviewCommand("accept_above", "", {}, {"score": 0.5}), key)
    session.undo(1, "kim", f"{key}u")
    return [change["row"] for change in answer["changes"]]


def errors(session: ReviewSession, row: str = "3") -> list[str]:
    (view,) = session.views(1, [row])
    return list(view["errors"])


def test_an_ignored_check_holds_up_its_row_no_more_until_that_is_undone(session: ReviewSession) -> None:
    assert errors(session) == [CHECK, "number only in target"]
    assert "3" not in accepted(session, "first")
    ignored(session)
    assert errors(session) == []
    (view,) = session.views(1, ["3"])
    assert [CHECK, "kim", "a joke"] in view["ignored"]
    assert "3" in accepted(session, "second")
    session.undo(1, "kim", "back1")
    assert errors(session) == ["number only in target"]
    session.redo(1, "kim", "again")
    ignored(session, on=False, why="")
    assert errors(session) == [CHECK, "number only in target"]


def test_a_check_is_ignored_in_a_whole_document_and_by_the_next_server_too(session: ReviewSession) -> None:
    answer = ignored(session, scope="document")
    assert answer["changes"] == [
        {"row": "", "set": {"ignored": [[CHECK, "kim", "a joke"], ["number only in target", "kim", "a joke"]]}}
    ]
    assert "3" in accepted(session, "first")
    after = ReviewSession(session.log.store)
    assert [check for check, *_ in after.index(1, "lee")["ignored"]] == [CHECK, "number only in target"]
    assert "3" in accepted(after, "second")
    after.undo(1, "kim", "back")
    assert [check for check, *_ in ReviewSession(session.log.store).index(1, "lee")["ignored"]] == [CHECK]


def test_a_text_that_changes_has_its_checks_heeded_again(session: ReviewSession) -> None:
    ignored(session)
    texts = {"side": "target", "texts": {"3": "In came 77 students."}}
    session.execute(1, "kim", ReviewCommand("edit", "3", {}, texts), "edit")
    assert errors(session) == [CHECK, "number only in target"]
    session.undo(1, "kim", "undo")
    assert errors(session) == []


def test_nobody_ignores_without_a_reason_or_what_is_no_check(session: ReviewSession) -> None:
    with pytest.raises(ReviewError, match="not said why"):
        ignored(session, why=" ")
    command = ReviewCommand("ignore", "3", {}, {"check": "spelling", "why": "no", "on": True})
    with pytest.raises(SettingError, match="spelling"):
        session.execute(1, "kim", command, "no")


def test_results_are_kept_and_only_changed_texts_are_checked_again(
    session: ReviewSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session.check(1) == {
        "found": {str(at): [0, f"{CHECK},number only in target" if at == 3 else ""] for at in range(6)},
        "left": 0,
    }
    assert fetch(session.log.store, select(func.count()).select_from(row_checks))[0][0] == 6
    checked: list[str] = []
    real = open_bitexts.errors
    monkeypatch.setattr(open_bitexts, "errors", lambda *texts: checked.append(texts[1]) or real(*texts))
    session.execute(1, "kim", ReviewCommand("accept", "0", {}, {}), "accept")
    after = ReviewSession(session.log.store)
    assert [row[10] for row in after.index(1, "kim")["rows"]][3] == f"{CHECK},number only in target"
    assert after.check(1)["found"] == {}
    assert checked == []
    texts = {"side": "target", "texts": {"1": "In came 88 students."}}
    after.execute(1, "kim", ReviewCommand("edit", "1", {}, texts), "edit")
    assert after.check(1)["found"].keys() == {"1"}
    assert checked == ["In came 88 students."]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, units: ModuleType, serve: Callable[..., Any]) -> Any:
    corpus = tmp_path_factory.mktemp("checks") / "c.db"
    units.store_units(corpus, units.unit("long", LINKS))
    return serve(corpus)


def until(page: Any, expression: str) -> None:
    for _ in range(400):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"never so: {expression}")


IDLE = "jjak.outbox.items.length === 0 && jjak.reviewRows.pending.length === 0"


def test_the_editor_finds_counts_and_ignores_errors_beyond_the_rows_it_loaded(browser: Any, made: Any) -> None:
    context = made.context(browser, locale="en-US", viewport={"width": 1440, "height": 900})
    page, other = context.new_page(), context.new_page()
    for each in (page, other):
        each.goto(f"{made.address}/documents/1")
        each.wait_for_selector("body[data-ready=yes]")
        until(each, "jjak.reviewRows.order.every((id) => jjak.reviewRows.rows.get(id).light[10] !== '?')")
    assert page.evaluate("jjak.reviewRows.rows.get('149').view") is None
    page.keyboard.press("n")
    assert page.get_attribute(".row.current", "aria-posinset") == "4"
    page.keyboard.press("n")
    assert page.get_attribute(".row.current", "aria-posinset") == "150"
    until(page, "document.querySelector('[data-filter=\"check numbers\"] .count').textContent === ' 2'")
    assert page.is_hidden("[data-filter='check untranslated']")
    page.click("[data-filter='check numbers']")
    assert page.locator(".row").count() == 2
    page.click("[data-filter=all]")
    page.keyboard.press("Shift+a")
    assert page.inner_text("#score-count") == f"{ROWS - 2} rows"
    assert page.inner_text("#score-passed") == "2 rows are passed by: a check found an error in each"
    page.keyboard.press("Escape")
    for number in (1, 2):
        page.wait_for_selector(".row.current .ignore")
        page.keyboard.press("w")
        page.fill("#ignore-why", "both are right")
        page.keyboard.press("Enter")
        until(page, f"{IDLE} && jjak.reviewRows.head === {number}")
    until(other, "jjak.reviewRows.head === 2 && jjak.reviewRows.errors(jjak.reviewRows.rows.get('149')).length === 0")
    assert "ignored by" in page.inner_text(".row.current .why")
    page.keyboard.press("n")
    assert page.get_attribute(".row.current", "aria-posinset") == "4"
    page.wait_for_selector(".row.current .ignore")
    page.click(".row.current .ignore >> nth=0")
    page.fill("#ignore-why", "counted otherwise")
    page.click("[data-scope=document]")
    until(page, f"{IDLE} && jjak.reviewRows.ignored.length === 1")
    until(other, "jjak.reviewRows.ignored.length === 1")
    page.keyboard.press("z")
    until(page, f"{IDLE} && jjak.reviewRows.ignored.length === 0")
    context.close()
