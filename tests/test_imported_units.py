"""Pairs that were imported are reviewed as documents are: each is a row, and every act on it can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from jjak.corpora.exchange.imports import ImportTerms, import_pairs
from jjak.corpora.formats import Wanted
from jjak.corpora.pair import ImportedFrom, Origin, Pair, Status
from jjak.corpora.review.commands import ReviewCommand
from jjak.corpora.store.corpus import Corpus
from jjak.seeds.errors import ReviewError
from jjak.workbench.editing import open_bitexts
from jjak.workbench.editing.audit import audit
from jjak.workbench.editing.realign import realign
from jjak.workbench.editing.session import ReviewSession

PAIRS = [
    {"ko": "조약은 발효됩니다.", "en": "The treaty takes effect.", "status": "accepted", "comment": "좋음"},
    {"ko": "정부는 새 법에 서명했습니다.", "en": "The government signed a new law.", "confidence": 0.41},
    {"ko": "NAVER", "en": "NAVER", "status": "rejected"},
    {"ko": "비가 옵니다.", "en": "It rains.", "origin": "machine"},
]
KEYS = iter(range(10_000))


KNOWN = {"kind": "text", "origin": "human", "status": "unreviewed", "document": "news", "confidence": 1, "direction": "ko-en"}
WHOSE = {"licence": "CC BY 4.0", "attribution": "https://example.org", "comment": ""}
HEAD = ["id", "ko", "en", *KNOWN, *WHOSE]


def table(path: Path, rows: list[dict[str, Any]], first: int = 0) -> Path:
    """A table with the columns of an export."""
    lines = [{"id": f"{at:016x}", **KNOWN, **WHOSE, **row} for at, row in enumerate(rows, first)]
    text = "\n".join("\t".join(map(str, line)) for line in [HEAD, *([line[name] for name in HEAD] for line in lines)])
    path.write_text(text + "\n", encoding="utf-8")
    return path


def bring(store: Corpus, path: Path) -> None:
    run = store.begin_run({"languages": ["ko", "en"]}, {"jjak": "0"})
    assert import_pairs([path], store, run, Wanted(("ko", "en")), ImportTerms()).refused == 0
    store.end_run(run)


@pytest.fixture
def brought(corpus: str, tmp_path: Path) -> Any:
    """A corpus of four imported pairs, on either database."""
    with Corpus(corpus) as store:
        bring(store, table(tmp_path / "p.tsv", PAIRS))
        yield store


def act(session: ReviewSession, name: str, row: str, **values: Any) -> dict[str, Any]:
    return session.execute(1, "kim", ReviewCommand(name, row, {}, values), f"k{next(KEYS)}")


def pairs(store: Corpus) -> list[Pair]:
    return list(store.pairs())


def test_each_pair_is_a_row_as_the_file_has_it(brought: Corpus) -> None:
    index = ReviewSession(brought).index(1, "kim")
    views = index["views"]
    assert [(view["source"][0][4], view["target"][0][4]) for view in views] == [(row["ko"], row["en"]) for row in PAIRS]
    assert [view["status"] for view in views] == ["accepted", "unreviewed", "rejected", "unreviewed"]
    assert views[0]["comment"] == "좋음"
    assert [view["measure"] for view in views] == [None, 0.41, None, None]
    # a name in Latin letters does not make a Korean text an English one
    assert views[2]["lang"] == {"source": "ko", "target": "en"}


def test_the_list_of_documents_counts_them_before_and_after_they_are_opened(brought: Corpus) -> None:
    session = ReviewSession(brought)
    before = session.log.progress(0.6, 30)
    assert [(row.name, row.target_name, row.rows, row.settled, row.doubtful) for row in before] == [("news", "", 4, 2, 1)]
    session.index(1, "kim")
    assert session.log.progress(0.6, 30) == before
    act(session, "accept", "2")
    act(session, "merge", "3", **{"with": "next"})
    (after,) = session.log.progress(0.6, 30)
    assert (after.rows, after.settled, after.doubtful) == (3, 2, 0)


ACTS: list[tuple[str, str, dict[str, Any]]] = [
    ("accept", "2", {}),
    ("reject", "1", {"reason": "bad text"}),
    ("clear", "3", {}),
    ("comment", "2", {"text": "다시"}),
    ("bookmark", "2", {"on": True}),
    ("edit", "2", {"side": "target", "texts": {"2": "The government signed it."}}),
    ("edit", "4", {"side": "source", "texts": {"4": "비가 내립니다."}}),
    ("merge", "1", {"with": "next"}),
    ("split", "1", {"source": [0, 3], "target": [0, 10], "new": "rabcdef"}),
    ("move", "2", {"side": "target", "to": "next"}),
    ("accept_above", "", {"score": 0.4}),
]


@pytest.mark.parametrize(("name", "row", "values"), ACTS, ids=[f"{name} {row}" for name, row, _ in ACTS])
def test_an_act_reaches_the_pairs_and_is_taken_back_whole(brought: Corpus, name: str, row: str, values: dict[str, Any]) -> None:
    session = ReviewSession(brought)
    before = pairs(brought)
    act(session, name, row, **values)
    after = pairs(brought)
    assert (after == before) is (name == "bookmark")
    assert not audit(brought).findings
    # whatever is made of them, whose they are is still said
    assert {(pair.licence, pair.taken.attribution if pair.taken else "") for pair in after} == {
        ("CC BY 4.0", "https://example.org")
    }
    session.undo(1, "kim", f"k{next(KEYS)}")
    assert pairs(brought) == before
    session.redo(1, "kim", f"k{next(KEYS)}")
    assert pairs(brought) == after
    assert not audit(brought).findings


def test_an_edited_pair_is_the_same_pair_with_another_text(brought: Corpus, tmp_path: Path) -> None:
    session = ReviewSession(brought)
    act(session, "edit", "2", side="target", texts={"2": "The government signed it."})
    act(session, "edit", "4", side="target", texts={"4": "It is raining."})
    found = {pair.id: pair for pair in pairs(brought)}
    human, machine = found[f"{1:016x}"], found[f"{3:016x}"]
    assert human.target.text == "The government signed it."
    assert human.taken == ImportedFrom("p.tsv", 3, "", "https://example.org")
    assert (machine.origin, machine.target.text, machine.hypothesis) == (Origin.MACHINE, "It is raining.", "It is raining.")
    # the same file again is no other pair
    before = pairs(brought)
    bring(brought, tmp_path / "p.tsv")
    assert pairs(brought) == before


def test_pairs_that_are_imported_later_are_rows_too(brought: Corpus, tmp_path: Path) -> None:
    session = ReviewSession(brought)
    act(session, "accept", "2")
    more = [{"ko": "눈이 옵니다.", "en": "It snows."}, {"ko": "바람이 붑니다.", "en": "The wind blows.", "status": "accepted"}]
    bring(brought, table(tmp_path / "p.tsv", more, first=100))
    index = session.index(1, "kim")
    assert [view["source"][0][4] for view in index["views"]][4:] == ["눈이 옵니다.", "바람이 붑니다."]
    last = index["views"][-1]["id"]
    act(session, "reject", last, reason="bad text")
    act(session, "merge", last, **{"with": "previous"})
    assert not audit(brought).findings
    assert [pair.source.text for pair in pairs(brought)][-1] == "눈이 옵니다. 바람이 붑니다."


def test_nothing_is_aligned_again_and_nothing_that_is_too_long_is_opened(
    brought: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ReviewError, match="no documents to align"):
        realign(ReviewSession(brought), 1, "kim", "1", "key")
    monkeypatch.setattr(open_bitexts, "LONGEST", 3)
    with pytest.raises(ReviewError, match="4 pairs in one document"):
        ReviewSession(brought).index(1, "kim")


def test_an_imported_document_is_reviewed_in_the_browser(browser: Any, tmp_path: Path, serve: Callable[..., Any]) -> None:
    with Corpus(str(tmp_path / "c.db")) as store:
        bring(store, table(tmp_path / "p.tsv", PAIRS))
    served = serve(tmp_path / "c.db")
    page = served.context(browser, locale="en-US").new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(served.address)
    assert "2 of 4 reviewed" in page.inner_text("tbody tr")
    page.goto(f"{served.address}/pairs")
    page.click(".pairs li:nth-child(2) a")
    page.wait_for_selector("body[data-ready=yes]")
    page.wait_for_selector(".row.current .piece")
    assert page.get_attribute(".row.current", "aria-posinset") == "2"
    assert "0.41 doubtful" in page.inner_text(".row.current")
    assert "imported" in page.inner_text(".row[aria-posinset='1']")
    assert page.locator("[data-command=realign]").count() == 0
    page.keyboard.press("g")
    assert "no documents to realign" in page.inner_text("#said")
    for key in ("a", "Shift+m", "z", "s", "Escape", "b"):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
    assert not errors
    served.kill()
    with Corpus(str(tmp_path / "c.db")) as store:
        assert not audit(store).findings
        assert [pair.status for pair in store.pairs()][1] is Status.ACCEPTED


def test_a_text_in_another_normal_form_is_found_marked_and_cut_where_the_caret_is(
    browser: Any, tmp_path: Path, serve: Callable[..., Any]
) -> None:
    with Corpus(str(tmp_path / "c.db")) as store:
        bring(store, table(tmp_path / "p.tsv", [{**row, "ko": normalize("NFD", row["ko"])} for row in PAIRS]))
    served = serve(tmp_path / "c.db")
    page = served.context(browser, locale="en-US").new_page()
    page.goto(f"{served.address}/pairs?q=조약")
    assert [normalize("NFC", mark.inner_text()) for mark in page.locator("mark").all()] == ["조약"]
    page.goto(f"{served.address}/documents/1")
    page.wait_for_selector("body[data-ready=yes]")
    page.fill("#find", "조약은")
    page.wait_for_timeout(500)
    assert page.locator(".row").count() == 1
    page.press("#find", "Enter")
    page.keyboard.press("e")
    field = page.locator(".field[data-side=source]")
    field.focus()
    field.evaluate("(field, place) => field.setSelectionRange(place, place)", len(normalize("NFD", "조약은")))
    field.press("Control+Shift+Enter")
    page.wait_for_timeout(500)
    served.kill()
    with Corpus(str(tmp_path / "c.db")) as store:
        texts = [[piece.text for piece in row.source] for row in ReviewSession(store).snapshot(1)[1]]
        assert [[normalize("NFC", text) for text in some] for some in texts[:2]] == [["조약은"], ["발효됩니다."]]
        assert not audit(store).findings


def test_a_document_without_rows_takes_any_key(browser: Any, tmp_path: Path, serve: Callable[..., Any]) -> None:
    from sqlalchemy import delete

    from jjak.corpora.store.schema import pairs as table_of_pairs

    with Corpus(str(tmp_path / "c.db")) as store:
        bring(store, table(tmp_path / "p.tsv", PAIRS))
        with store.transaction() as connection:
            connection.execute(delete(table_of_pairs))
    served = serve(tmp_path / "c.db")
    page = served.context(browser, locale="en-US").new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{served.address}/documents/1")
    page.wait_for_selector("body[data-ready=yes]")
    for key in "axrmMsudUDecbnNvjkogAzZti":
        page.keyboard.press(key)
        page.keyboard.press("Escape")
    assert page.evaluate("jjak.outbox.items.length") == 0
    assert not errors


def test_the_page_says_which_import_it_is_and_filters_by_what_rows_are_set_aside_for(
    browser: Any, tmp_path: Path, serve: Callable[..., Any]
) -> None:
    path = tmp_path / "menu.po"
    texts = [("", "Open", "열기"), ("#, fuzzy\n", "Close it", "열기"), ('msgctxt "door"\n', "Print", "")]
    body = "\n".join(f'{more}msgid "{source}"\nmsgstr "{target}"\n' for more, source, target in texts)
    path.write_text(f'msgid ""\nmsgstr "Language: ko\\n"\n\n{body}', encoding="utf-8")
    with Corpus(str(tmp_path / "c.db")) as store:
        run = store.begin_run({"languages": ["ko", "en"]}, {"jjak": "0"})
        import_pairs([path], store, run, Wanted(("ko", "en")), ImportTerms(licence="CC0", attribution="a shop"))
    served = serve(tmp_path / "c.db")
    page = served.context(browser, locale="ko-KR").new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{served.address}/documents/1")
    page.wait_for_selector("body[data-ready=yes]")
    assert "가져온 파일: menu.po · 라이선스: CC0 · a shop" in " ".join(page.inner_text(".from").split())
    page.click("[data-filter='flag untranslated']")
    page.wait_for_selector(".row .aside:has-text('미번역')")
    assert page.inner_text("[data-filter='flag fuzzy']").split() == ["불확실한", "번역", "1"]
    assert page.locator(".row .aside").all_inner_texts()[-1] == "미번역"
    assert " door" in page.inner_text("#list")
    page.goto(f"{served.address}/pairs?flag=fuzzy")
    assert page.locator(".pairs li").count() == 1
    assert "불확실한 번역" in page.inner_text(".pairs li .about")
    assert not errors
