"""The alignment editor in a real browser: every act by its key, its undo and redo, and what happens when things go wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from corpora.store import Store
from workbench.review.audit import audit

LINKS = [
    (["조약은 발효됩니다."], ["The treaty takes effect."], 0.97),
    (["정부는 새 법에 서명했습니다."], ["The government signed a new law."], 0.95),
    (["비가 옵니다.", "눈도 옵니다."], ["It rains and snows."], 0.41),
    (["그는 3만 원을 냈습니다."], ["He paid 20,000 won."], 0.7),
    ([], ["Nobody translated this."], 0.9),
    (["아무도 옮기지 않았습니다."], [], 0.85),
    (["첫째 문장입니다.", "둘째 문장입니다."], ["This is the first sentence.", "This is the second one."], 0.5),
    (["끝입니다."], ["The end."], 0.99),
]


class Page:
    """An editor that a test types into."""

    def __init__(self, page: Any, address: str, number: int = 1) -> None:
        self.page, self.address, self.number = page, address, number
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.open()

    def open(self) -> None:
        self.page.goto(f"{self.address}/documents/{self.number}")
        self.page.wait_for_selector("body[data-ready=yes]")
        self.page.wait_for_selector(".row.current .piece, .row.current .none")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def until(self, expression: str, arg: Any = None, *, seconds: float = 15) -> None:
        """Wait until an expression holds; the page's policy bars Playwright's own way, which evaluates strings inside it."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(expression, arg):
            assert time.monotonic() < end, f"never so: {expression}"
            self.page.wait_for_timeout(15)

    def saved(self) -> None:
        self.until("jjak.outbox.items.length === 0 && jjak.sheet.pending.length === 0", seconds=60)

    def rows(self) -> list[tuple[str, str, str]]:
        """Source, target and status of every row, as the page has it."""
        self.saved()
        found = self.page.evaluate(
            """() => jjak.sheet.order.map((id) => jjak.sheet.rows.get(id).view).map((view) =>
            [view.source.map((p) => p[4]).join(" | "), view.target.map((p) => p[4]).join(" | "), view.status])"""
        )
        return [tuple(row) for row in found]

    def at(self, number: int) -> None:
        self.page.evaluate("(n) => document.querySelector(`.row[aria-posinset='${n}']`).focus()", number)
        self.until("(n) => document.querySelector('.row.current')?.ariaPosInSet === String(n)", number)

    def current(self) -> int:
        return int(self.page.get_attribute(".row.current", "aria-posinset"))

    def said(self) -> str:
        return str(self.page.inner_text("#said"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, units: ModuleType, serve: Callable[..., Any]) -> Any:
    corpus = tmp_path_factory.mktemp("editor") / "c.db"
    units.store_units(corpus, *(units.unit(f"doc{at}", LINKS) for at in range(40)))
    return serve(corpus)


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    """A fresh document for each test."""
    return iter(range(1, 41))


@pytest.fixture
def editor(browser: Any, made: Any, numbers: Iterator[int]) -> Iterator[Page]:
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
    page = Page(context.new_page(), made.address, next(numbers))
    yield page
    assert not page.errors
    context.close()


def sound(corpus: Path) -> None:
    with Store(str(corpus)) as store:
        assert not audit(store).findings


ACTS: list[tuple[str, int, list[str], dict[int, tuple[str, str, str] | None]]] = [
    ("accept", 1, ["a"], {0: ("조약은 발효됩니다.", "The treaty takes effect.", "accepted")}),
    ("reject", 2, ["r", "5"], {1: ("정부는 새 법에 서명했습니다.", "The government signed a new law.", "rejected")}),
    (
        "merge with next",
        1,
        ["m"],
        {
            0: (
                "조약은 발효됩니다. | 정부는 새 법에 서명했습니다.",
                "The treaty takes effect. | The government signed a new law.",
                "unreviewed",
            )
        },
    ),
    ("merge with previous", 6, ["Shift+m"], {4: ("아무도 옮기지 않았습니다.", "Nobody translated this.", "unreviewed")}),
    (
        "split at a segment",
        7,
        ["s"],
        {
            6: ("첫째 문장입니다.", "This is the first sentence.", "unreviewed"),
            7: ("둘째 문장입니다.", "This is the second one.", "unreviewed"),
        },
    ),
    (
        "move the last segment down",
        7,
        ["d"],
        {
            6: ("첫째 문장입니다. | 둘째 문장입니다.", "This is the first sentence.", "unreviewed"),
            7: ("끝입니다.", "This is the second one. | The end.", "unreviewed"),
        },
    ),
    ("move the first segment up", 7, ["o", "u"], {5: ("아무도 옮기지 않았습니다. | 첫째 문장입니다.", "", "unreviewed")}),
    ("take from the next row", 6, ["Shift+d"], {5: ("아무도 옮기지 않았습니다.", "This is the first sentence.", "unreviewed")}),
    ("take from the previous row", 6, ["Shift+u"], {4: ("아무도 옮기지 않았습니다.", "Nobody translated this.", "unreviewed")}),
]


@pytest.mark.parametrize(("name", "row", "keys", "expected"), ACTS, ids=[act[0] for act in ACTS])
def test_an_act_is_one_key_one_undo_and_one_redo(
    editor: Page, made: Any, name: str, row: int, keys: list[str], expected: dict[int, tuple[str, str, str]]
) -> None:
    before = editor.rows()
    editor.at(row)
    editor.press(*keys)
    after = editor.rows()
    assert {place: after[place] for place in expected} == expected
    editor.press("z")
    assert editor.rows() == before
    editor.press("Shift+z")
    assert editor.rows() == after
    # what the page did by itself is what the server has
    editor.open()
    assert editor.rows() == after
    editor.press("z")
    assert editor.rows() == before
    sound(made.corpus)


def test_every_act_is_a_button_too(editor: Page) -> None:
    editor.at(7)
    editor.page.click("[data-command=split]")
    assert len(editor.rows()) == 9
    editor.page.click("[data-command=undo]")
    assert len(editor.rows()) == 8
    editor.page.click("[data-command=reject]")
    editor.page.click("[data-reason='misaligned']")
    assert editor.rows()[6][2] == "rejected"
    editor.at(7)
    editor.page.click("[data-command=clear]")
    assert editor.rows()[6][2] == "unreviewed"
    shown = editor.page.evaluate("[...document.querySelectorAll('#acts [data-command]')].map((b) => b.dataset.command)")
    assert {"accept", "merge_next", "merge_previous", "move_up", "move_down", "edit", "comment", "bookmark", "realign"} <= set(
        shown
    )


def test_texts_comments_and_bookmarks_are_kept_undone_and_done_again(editor: Page) -> None:
    editor.at(1)
    editor.press("e")
    field = editor.page.locator(".field[data-side=target]")
    field.fill("The treaty is in force.")
    field.press("Control+Enter")
    assert editor.rows()[0][1] == "The treaty is in force."
    editor.press("c")
    editor.page.fill("#comment", "first line")
    editor.page.press("#comment", "Shift+Enter")
    editor.page.keyboard.type("둘째 줄")
    editor.page.press("#comment", "Enter")
    editor.press("b")
    editor.saved()
    assert editor.page.inner_text(".row.current .comment") == "first line\n둘째 줄"
    editor.open()
    assert editor.page.inner_text(".row.current .number").count("★") == 1
    editor.press("z", "z", "z")
    assert editor.rows()[0][1] == "The treaty takes effect."
    assert editor.page.locator(".row.current .comment").count() == 0
    editor.press("Shift+z", "Shift+z", "Shift+z")
    editor.saved()
    assert editor.rows()[0][1] == "The treaty is in force."
    assert editor.page.locator(".row.current .comment").count() == 1


def test_a_segment_is_split_where_the_caret_is(editor: Page, made: Any) -> None:
    editor.at(2)
    editor.press("s")
    assert "caret" in editor.said()
    field = editor.page.locator(".field[data-side=source]")
    field.focus()
    field.evaluate("(field) => field.setSelectionRange(4, 4)")
    field.press("Control+Shift+Enter")
    assert editor.rows()[1:3] == [
        ("정부는", "The government signed a new law.", "unreviewed"),
        ("새 법에 서명했습니다.", "", "unreviewed"),
    ]
    editor.press("z")
    assert len(editor.rows()) == 8
    sound(made.corpus)


def test_leaving_a_field_keeps_what_was_there_and_gives_back_what_was_written(editor: Page) -> None:
    editor.at(1)
    editor.press("e")
    editor.page.locator(".field[data-side=target]").fill("Half a thought")
    editor.press("Escape")
    assert editor.rows()[0][1] == "The treaty takes effect."
    editor.page.click("#toast-undo")
    assert editor.page.locator(".field[data-side=target]").input_value() == "Half a thought"
    editor.press("Control+Enter")
    assert editor.rows()[0][1] == "Half a thought"


def test_acting_goes_on_to_the_next_row_that_needs_a_person(editor: Page) -> None:
    editor.press("a", "a")
    editor.saved()
    assert editor.current() == 3
    editor.press("k", "k")
    editor.press("v")
    assert editor.current() == 3
    editor.at(1)
    editor.press("n")
    assert editor.current() == 3
    editor.press("n")
    assert editor.current() == 7
    editor.press("Shift+n")
    assert editor.current() == 3


def test_accepting_above_a_score_is_one_act(editor: Page) -> None:
    editor.press("Shift+a")
    editor.page.fill("#score", "0.95")
    assert editor.page.inner_text("#score-count") == "3 rows"
    editor.page.press("#score", "Enter")
    editor.saved()
    assert [row[2] for row in editor.rows()].count("accepted") == 3
    editor.press("z")
    assert [row[2] for row in editor.rows()].count("accepted") == 0


def test_aligning_again_from_a_row_keeps_what_was_settled(editor: Page, made: Any) -> None:
    before = editor.rows()
    editor.press("a")
    editor.at(2)
    editor.press("m")
    editor.at(2)
    editor.press("g")
    editor.until("document.querySelector('#notice').hidden && jjak.sheet.head >= 3", seconds=60)
    after = editor.rows()
    assert after[0] == (*before[0][:2], "accepted")
    assert " | " not in after[1][0] + after[1][1]
    for side in (0, 1):
        assert "".join(row[side] for row in after).replace(" | ", "") == "".join(row[side] for row in before).replace(" | ", "")
    editor.press("z")
    assert len(editor.rows()) == 7
    sound(made.corpus)


def test_a_row_says_why_it_is_doubted(editor: Page) -> None:
    editor.at(3)
    link = editor.page.inner_text(".row.current .link")
    assert "0.41" in link
    assert "doubtful" in link
    assert "next best: 3 with nothing, 0.29" in link
    editor.at(4)
    assert "number only in source: 30,000" in editor.page.inner_text(".row.current .link")
    editor.at(2)
    shared = editor.page.locator(".row.current .source .mt").inner_text()
    assert shared.startswith("MT")
    assert editor.page.inner_text(".row[aria-posinset='5'] .none") == "no source"
    editor.press("t")
    assert not editor.page.locator(".row.current .mt").first.is_visible()
    editor.press("i")
    assert not editor.page.locator(".row.current .why").first.is_visible()


def test_filters_and_find_show_the_rows_that_fit(editor: Page) -> None:
    editor.page.click("[data-filter=omissions]")
    assert editor.page.locator(".row:not(.current)").count() == 2
    editor.page.click("[data-filter=all]")
    editor.press("f")
    editor.page.keyboard.type("SIGNED")
    editor.until("document.querySelectorAll('.row:not(.current)').length === 1")
    editor.press("Enter")
    editor.until("jjak.state.current === '1'")
    editor.press("f")
    editor.press("Escape")
    editor.until("document.querySelectorAll('.row').length === 8")


def test_the_key_map_is_shown_changed_and_remembered(editor: Page) -> None:
    editor.press("?")
    assert editor.page.inner_text("#dialog h2") == "Keys"
    editor.page.click("[data-act=accept]")
    editor.press("m")
    assert "taken" in editor.page.inner_text("#dialog [role=status]")
    editor.page.click("[data-act=accept]")
    editor.press("/")
    assert "browser" in editor.page.inner_text("#dialog [role=status]")
    editor.page.click("[data-act=accept]")
    editor.press("q")
    editor.press("Escape")
    assert editor.page.inner_text("[data-command=accept] kbd") == "q"
    editor.open()
    editor.at(1)
    editor.press("a")
    assert editor.rows()[0][2] == "unreviewed"
    editor.press("q")
    assert editor.rows()[0][2] == "accepted"
    editor.press("?")
    editor.page.click("#reset-keys")
    editor.press("Escape")
    assert editor.page.inner_text("[data-command=accept] kbd") == "a"


def test_letters_act_with_hangul_switched_on_and_browser_keys_stay_the_browsers(editor: Page) -> None:
    editor.at(1)
    for key in ("ㅁ", "Process"):
        editor.page.evaluate(
            """(key) => document.activeElement.dispatchEvent(
              new KeyboardEvent('keydown', { key, code: 'KeyB', bubbles: true, cancelable: true }))""",
            key,
        )
    editor.saved()
    assert editor.page.evaluate("jjak.sheet.head") == 2
    editor.press("Control+a")
    editor.saved()
    assert editor.rows()[0][2] == "unreviewed"


class Keyboard:
    """A Korean input method: real composition events, over the browser's own protocol."""

    def __init__(self, page: Any) -> None:
        self.session = page.context.new_cdp_session(page)

    def compose(self, text: str) -> None:
        self.session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})

    def enter(self, *, composing: bool) -> None:
        code = 229 if composing else 13
        self.session.send(
            "Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": code}
        )

    def let_go(self) -> None:
        self.session.send(
            "Input.dispatchKeyEvent", {"type": "keyUp", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        )

    def commit(self, text: str) -> None:
        self.session.send("Input.insertText", {"text": text})


@pytest.mark.parametrize("again", [False, True], ids=["one keydown", "a second keydown after the composition"])
def test_the_enter_that_ends_a_syllable_keeps_the_whole_text_once(editor: Page, again: bool) -> None:
    editor.at(1)
    editor.press("e")
    field = editor.page.locator(".field[data-side=source]")
    field.fill("발효")
    field.press("End")
    hands = Keyboard(editor.page)
    for part in ("ㅎ", "하", "한"):
        hands.compose(part)
    hands.enter(composing=True)
    editor.page.wait_for_timeout(60)
    # the Enter alone does nothing: the syllable is not in the text yet
    assert editor.page.evaluate("jjak.sheet.head + jjak.outbox.items.length") == 0
    hands.commit("한")
    if again:
        hands.enter(composing=False)
    hands.let_go()
    editor.page.wait_for_selector(".field", state="detached")
    assert editor.rows()[0][0] == "발효한"
    editor.page.wait_for_timeout(100)
    assert editor.page.evaluate("jjak.sheet.head") == 1
    # the next Enter counts again
    editor.press("c")
    editor.page.fill("#comment", "메모")
    editor.page.press("#comment", "Enter")
    editor.saved()
    assert editor.page.evaluate("jjak.sheet.head") == 2


def test_an_enter_before_the_composition_ends_on_its_own_does_not_act_later(editor: Page) -> None:
    editor.at(1)
    editor.press("c")
    hands = Keyboard(editor.page)
    hands.compose("가")
    hands.commit("가")
    editor.page.wait_for_timeout(50)
    assert editor.page.evaluate("document.querySelector('#dialog').open")
    assert editor.page.input_value("#comment") == "가"
    editor.press("Enter")
    editor.saved()
    assert editor.page.inner_text(".row.current .comment") == "가"


def test_two_pages_on_one_row_lose_neither_text(editor: Page, browser: Any, made: Any) -> None:
    other = Page(browser.new_context(locale="en-US").new_page(), made.address, editor.number)
    editor.at(1)
    editor.press("e")
    editor.page.locator(".field[data-side=target]").fill("Mine.")
    other.at(1)
    other.press("e")
    other.page.locator(".field[data-side=target]").fill("Theirs.")
    other.press("Control+Enter")
    other.saved()
    # the other's change is here before anything is asked
    editor.until("jjak.sheet.head === 1")
    editor.press("Control+Enter")
    editor.page.wait_for_selector("#dialog[open]")
    assert editor.page.input_value(".mine") == "Mine."
    assert "Theirs." in editor.page.inner_text(".theirs")
    assert editor.page.evaluate("jjak.sheet.head") == 1
    editor.page.click("#apply-mine")
    editor.until("jjak.sheet.head === 2")
    assert editor.rows()[0][1] == "Mine."
    other.until("jjak.sheet.head === 2")
    assert other.rows()[0][1] == "Mine."
    assert not other.errors
    other.page.context.close()


def test_a_text_whose_row_somebody_merged_away_stays_before_its_writer(editor: Page, browser: Any, made: Any) -> None:
    other = Page(browser.new_context(locale="en-US").new_page(), made.address, editor.number)
    editor.at(2)
    editor.press("e")
    editor.page.locator(".field[data-side=target]").fill("Not lost.")
    other.at(1)
    other.press("m")
    other.saved()
    editor.page.wait_for_selector("#dialog[open]")
    assert editor.page.input_value(".mine") == "Not lost."
    editor.page.click("#keep-theirs")
    assert len(editor.rows()) == 7
    other.page.context.close()


def test_without_a_connection_acts_wait_in_order_and_over_a_reload(editor: Page, made: Any) -> None:
    editor.page.route("**/api/documents/*/acts", lambda route: route.abort())
    editor.press("a")
    editor.at(7)
    editor.press("s")
    editor.until("jjak.state.current.startsWith('6')")
    editor.at(8)
    editor.press("a")
    editor.page.wait_for_selector("#notice:not([hidden])")
    assert "3 not saved yet" in editor.page.inner_text("#notice")
    assert len(editor.page.evaluate("jjak.sheet.order")) == 9
    editor.page.unroute("**/api/documents/*/acts")
    editor.until("jjak.outbox.items.length === 0", seconds=15)
    rows = editor.rows()
    assert rows[0][2] == "accepted"
    assert rows[7] == ("둘째 문장입니다.", "This is the second one.", "accepted")
    assert editor.page.is_hidden("#notice")
    # what was not sent before the page went is sent by the next one
    editor.page.route("**/api/documents/*/acts", lambda route: route.abort())
    editor.at(2)
    editor.press("a")
    editor.until("JSON.parse(localStorage.getItem(Object.keys(localStorage).find((k) => k.includes('outbox'))))?.length === 1")
    editor.page.unroute("**/api/documents/*/acts")
    editor.open()
    assert editor.rows()[1][2] == "accepted"
    sound(made.corpus)


def test_a_server_that_is_killed_loses_nothing_that_the_page_called_saved(editor: Page, made: Any) -> None:
    editor.press("a")
    editor.saved()
    made.kill()
    editor.press("a", "b")
    editor.page.wait_for_selector("#notice:not([hidden])")
    made.start()
    editor.until("jjak.outbox.items.length === 0", seconds=30)
    assert [row[2] for row in editor.rows()[:2]] == ["accepted", "accepted"]
    assert editor.page.is_hidden("#notice")
    sound(made.corpus)


def test_a_document_opens_where_it_was_left(editor: Page) -> None:
    editor.at(6)
    editor.page.wait_for_timeout(1000)
    editor.open()
    assert editor.current() == 6


def test_the_page_and_the_server_do_the_same_whatever_is_done(editor: Page, made: Any) -> None:
    """Three hundred random keys, one after the other without waiting; the page's own rows are the server's."""
    keys = [
        "a",
        "m",
        "Shift+m",
        "s",
        "s",
        "s",
        "d",
        "u",
        "Shift+d",
        "Shift+u",
        "o",
        "b",
        "x",
        "z",
        "Shift+z",
        "j",
        "k",
        "j",
        "k",
    ]
    editor.page.evaluate(
        """async (keys) => {
          let seed = 7;
          const next = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 65536) % n; };
          const press = (node, key, shiftKey = false) =>
            node?.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));
          for (let at = 0; at < 300; at += 1) {
            const [, shift, letter] = /^(Shift\\+)?(.)$/.exec(keys[next(keys.length)]);
            const place = document.activeElement.closest('#rows') ?? document.body;
            press(place, shift ? letter.toUpperCase() : letter, Boolean(shift));
            press(document.querySelector('.field'), 'Escape');
            if (at % 9 === 0) await new Promise((done) => setTimeout(done, 15));
          }
        }""",
        keys,
    )
    mine = editor.rows()
    assert editor.page.evaluate("jjak.sheet.head") > 25
    editor.open()
    editor.until("jjak.sheet.order.every((id) => jjak.sheet.rows.get(id).view)")
    assert editor.rows() == mine
    sound(made.corpus)
