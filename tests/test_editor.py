"""The alignment editor in a real browser: every act by its key, its undo and redo, and what happens when things go wrong."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from jjak.corpora.review.commands import ReviewCommand
from jjak.corpora.store.corpus import Corpus
from jjak.workbench.editing.audit import audit
from jjak.workbench.editing.session import ReviewSession

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


# what a page that does not come to rest is said to wait for
STANDS = """() => JSON.stringify([jjak.outbox.items.length, jjak.outbox.why, jjak.outbox.busy, jjak.reviewRows.pending.length,
jjak.reviewRows.head, document.querySelector('#notice').textContent, document.querySelector('#dialog').textContent])"""


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
            assert time.monotonic() < end, f"never so: {expression}; {self.page.evaluate(STANDS)}"
            self.page.wait_for_timeout(15)

    def saved(self) -> None:
        self.until("jjak.outbox.items.length === 0 && jjak.reviewRows.pending.length === 0", seconds=60)

    def rows(self) -> list[tuple[str, str, str]]:
        """Source, target and status of every row, as the page has it."""
        self.saved()
        found = self.page.evaluate(
            """() => jjak.reviewRows.order.map((id) => jjak.reviewRows.rows.get(id).view).map((view) =>
            [view.source.map((p) => p[4]).join(" | "), view.target.map((p) => p[4]).join(" | "), view.status])"""
        )
        return [tuple(row) for row in found]

    def whole(self) -> Any:
        """Everything that is kept of every row, but for names of rows and segments, and what the server works out."""
        self.saved()
        return self.page.evaluate(
            """() => jjak.reviewRows.order.map((id) => jjak.reviewRows.rows.get(id).view).map((view) =>
            [...["source", "target"].map((side) => view[side].map((piece) => piece.slice(1))),
            view.status, view.reason, view.comment, view.bookmark, view.measure])"""
        )

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
    units.store_units(corpus, *(units.unit(f"doc{at}", LINKS) for at in range(60)))
    return serve(corpus)


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    """A fresh document for each test."""
    return iter(range(1, 61))


@pytest.fixture
def editor(browser: Any, made: Any, numbers: Iterator[int]) -> Iterator[Page]:
    context = made.context(browser, locale="en-US", viewport={"width": 1280, "height": 800})
    page = Page(context.new_page(), made.address, next(numbers))
    yield page
    assert not page.errors
    context.close()


def sound(corpus: Path) -> None:
    with Corpus(str(corpus)) as store:
        assert not audit(store).findings


KEYS = {
    "accept": "a",
    "reject": "r",
    "clear": "x",
    "merge_next": "m",
    "merge_previous": "Shift+m",
    "split": "s",
    "move_up": "u",
    "move_down": "d",
    "pull_down": "Shift+u",
    "pull_up": "Shift+d",
    "other_side": "o",
    "edit": "e",
    "comment": "c",
    "bookmark": "b",
    "realign": "g",
    "accept_above": "Shift+a",
}
Step = str | Callable[[Page], None]


def reason(number: int) -> Step:
    return lambda editor: editor.press(str(number))


def write(side: str, text: str) -> Step:
    def step(editor: Page) -> None:
        field = editor.page.locator(f".field[data-side={side}]")
        field.fill(text)
        field.press("Control+Enter")

    return step


def cut(side: str, place: int) -> Step:
    def step(editor: Page) -> None:
        field = editor.page.locator(f".field[data-side={side}]")
        field.focus()
        field.evaluate("(field, place) => field.setSelectionRange(place, place)", place)
        field.press("Control+Shift+Enter")

    return step


def fill(field: str, text: str) -> Step:
    def step(editor: Page) -> None:
        editor.page.fill(field, text)
        editor.page.press(field, "Enter")

    return step


def scissors(side: str, boundary: int) -> Step:
    return lambda editor: editor.page.click(f".row.current .cut[data-side={side}][data-cut='{boundary}']")


def aligned(editor: Page) -> None:
    """Wait until the work that was begun is done and shown."""
    editor.until("!jjak.state.working", seconds=60)


def done(editor: Page, steps: Sequence[Step], *, buttons: bool = False) -> None:
    """Go through steps, commands by their key or their button."""
    for step in steps:
        if not isinstance(step, str):
            step(editor)
        elif buttons:
            editor.page.click(f"#acts [data-command={step}]")
        else:
            editor.press(KEYS[step])


Expected = dict[int, tuple[str, str, str]]
TREATY, LAW = LINKS[0], LINKS[1]
FIRST, SECOND = "This is the first sentence.", "This is the second one."
ALONE = "아무도 옮기지 않았습니다."
# a name, steps that come before, a row from 1, steps that are one act, and rows from 0 as they are then
ACTS: list[tuple[str, list[Step], int, list[Step], Expected]] = [
    ("accept", [], 1, ["accept"], {0: (TREATY[0][0], TREATY[1][0], "accepted")}),
    ("reject", [], 2, ["reject", reason(5)], {1: (LAW[0][0], LAW[1][0], "rejected")}),
    ("clear", ["accept"], 1, ["clear"], {0: (TREATY[0][0], TREATY[1][0], "unreviewed")}),
    (
        *("merge with next", [], 1, ["merge_next"]),
        {0: (f"{TREATY[0][0]} | {LAW[0][0]}", f"{TREATY[1][0]} | {LAW[1][0]}", "unreviewed")},
    ),
    ("merge with previous", [], 6, ["merge_previous"], {4: (ALONE, "Nobody translated this.", "unreviewed")}),
    (
        *("split at a segment", [], 7, ["split"]),
        {6: ("첫째 문장입니다.", FIRST, "unreviewed"), 7: ("둘째 문장입니다.", SECOND, "unreviewed")},
    ),
    (
        *("split with the scissors", [], 3, [scissors("source", 1)]),
        {2: ("비가 옵니다.", "It rains and snows.", "unreviewed"), 3: ("눈도 옵니다.", "", "unreviewed")},
    ),
    (
        *("split inside a segment of the source", [], 2, ["edit", cut("source", 4)]),
        {1: ("정부는", LAW[1][0], "unreviewed"), 2: ("새 법에 서명했습니다.", "", "unreviewed")},
    ),
    (
        *("split inside a segment of the target", [], 1, ["edit", cut("target", 11)]),
        {0: (TREATY[0][0], "The treaty", "unreviewed"), 1: ("", "takes effect.", "unreviewed")},
    ),
    (
        *("move the first segment of the source up", [], 7, ["other_side", "move_up"]),
        {5: (f"{ALONE} | 첫째 문장입니다.", "", "unreviewed")},
    ),
    ("move the first segment of the target up", [], 7, ["move_up"], {5: (ALONE, FIRST, "unreviewed")}),
    (
        *("move the last segment of the source down", [], 7, ["other_side", "move_down"]),
        {
            6: ("첫째 문장입니다.", f"{FIRST} | {SECOND}", "unreviewed"),
            7: ("둘째 문장입니다. | 끝입니다.", "The end.", "unreviewed"),
        },
    ),
    (
        *("move the last segment of the target down", [], 7, ["move_down"]),
        {
            6: ("첫째 문장입니다. | 둘째 문장입니다.", FIRST, "unreviewed"),
            7: ("끝입니다.", f"{SECOND} | The end.", "unreviewed"),
        },
    ),
    (
        *("take a segment of the source from the next row", [], 5, ["other_side", "pull_up"]),
        {4: (ALONE, "Nobody translated this.", "unreviewed")},
    ),
    ("take a segment of the target from the next row", [], 6, ["pull_up"], {5: (ALONE, FIRST, "unreviewed")}),
    (
        *("take a segment of the source from the previous row", [], 7, ["other_side", "pull_down"]),
        {5: (f"{ALONE} | 첫째 문장입니다. | 둘째 문장입니다.", f"{FIRST} | {SECOND}", "unreviewed")},
    ),
    (
        *("take a segment of the target from the previous row", [], 6, ["pull_down"]),
        {4: (ALONE, "Nobody translated this.", "unreviewed")},
    ),
    ("edit the source", [], 1, ["edit", write("source", "조약 발효.")], {0: ("조약 발효.", TREATY[1][0], "unreviewed")}),
    ("edit the target", [], 1, ["edit", write("target", "In force.")], {0: (TREATY[0][0], "In force.", "unreviewed")}),
    ("give an omission a text", [], 6, ["edit", write("target", "Now it is.")], {5: (ALONE, "Now it is.", "unreviewed")}),
    ("comment", [], 2, ["comment", fill("#comment", "다시 보기")], {1: (LAW[0][0], LAW[1][0], "unreviewed")}),
    ("bookmark", [], 2, ["bookmark"], {1: (LAW[0][0], LAW[1][0], "unreviewed")}),
    (
        *("accept above a score", [], 1, ["accept_above", fill("#score", "0.95")]),
        {at: (LINKS[at][0][0], LINKS[at][1][0], "accepted") for at in (0, 1, 7)},
    ),
    ("align again", ["accept"], 2, ["realign", aligned], {0: (TREATY[0][0], TREATY[1][0], "accepted")}),
]


@pytest.mark.parametrize(("name", "before", "row", "steps", "expected"), ACTS, ids=[act[0] for act in ACTS])
def test_an_act_is_one_key_and_one_button_and_one_step_of_undo_and_redo(
    editor: Page, made: Any, name: str, before: list[Step], row: int, steps: list[Step], expected: Expected
) -> None:
    done(editor, before)
    was = editor.whole()
    editor.at(row)
    done(editor, steps)
    now, rows = editor.whole(), editor.rows()
    assert now != was
    assert {place: rows[place] for place in expected} == expected
    editor.press("z")
    assert editor.whole() == was
    editor.press("Shift+z")
    assert editor.whole() == now
    # what the page did by itself is what the server has, and both steps are there after a reload
    editor.open()
    assert editor.whole() == now
    editor.press("z")
    assert editor.whole() == was
    editor.press("Shift+z")
    assert editor.whole() == now
    editor.page.click("[data-command=undo]")
    assert editor.whole() == was
    editor.at(row)
    if "other_side" in steps and editor.page.evaluate("jjak.state.side") == "source":
        editor.press("o")
    done(editor, steps, buttons=True)
    assert editor.whole() == now
    sound(made.corpus)


def test_a_rejection_has_one_of_seven_reasons_by_its_number_or_its_button(editor: Page) -> None:
    reasons = [
        *("wrong language", "misaligned", "untranslated", "machine-translated"),
        *("translation error", "free translation", "bad text"),
    ]
    for at, name in enumerate(reasons):
        editor.at(at + 1)
        editor.press("r")
        if at % 2:
            editor.page.click(f"[data-reason='{name}']")
        else:
            editor.press(str(at + 1))
    assert [(row[2], row[3]) for row in editor.whole()[:7]] == [("rejected", name) for name in reasons]


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


def test_an_edit_keeps_its_lines_and_shift_enter_makes_one(editor: Page) -> None:
    editor.at(1)
    editor.press("e")
    field = editor.page.locator(".field[data-side=target]")
    field.fill("12  Main Street")
    field.press("Shift+Enter")
    editor.page.keyboard.type("Seoul")
    field.press("Enter")
    assert editor.rows()[0][1] == "12 Main Street\nSeoul"
    editor.press("e")
    assert field.input_value() == "12 Main Street\nSeoul"
    editor.press("Escape")
    editor.open()
    assert editor.rows()[0][1] == "12 Main Street\nSeoul"


def test_a_sure_row_with_a_wrong_number_is_next_and_stays_out_of_bulk_acts(editor: Page) -> None:
    editor.at(1)
    editor.press("e")
    field = editor.page.locator(".field[data-side=target]")
    field.fill("The 45 treaties take effect.")
    field.press("Enter")
    editor.saved()
    editor.at(8)
    editor.press("n")
    assert editor.current() == 1
    editor.press("Shift+a")
    editor.page.fill("#score", "0.9")
    editor.press("Enter")
    editor.saved()
    assert [row[2] for row in editor.rows()][:2] == ["unreviewed", "accepted"]
    editor.at(1)
    editor.press("a")
    editor.saved()
    assert editor.current() != 1
    assert editor.page.locator(".row[aria-posinset='1'] .error").is_visible()


def test_accept_is_as_readable_when_the_pointer_is_on_it(editor: Page) -> None:
    button = editor.page.locator("#acts [data-command=accept]")
    colours = "(button) => [getComputedStyle(button).color, getComputedStyle(button).backgroundColor]"
    before = button.evaluate(colours)
    button.hover()
    assert button.evaluate(colours) == before


def test_a_segment_is_split_where_the_caret_is(editor: Page, made: Any) -> None:
    editor.at(2)
    editor.press("s")
    assert "cursor" in editor.said()
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


def test_an_act_does_not_overtake_the_text_that_is_being_written(editor: Page) -> None:
    editor.at(1)
    editor.press("e")
    editor.page.locator(".field[data-side=target]").fill("Written first.")
    editor.page.click("#acts [data-command=accept]")
    assert editor.rows()[0] == ("조약은 발효됩니다.", "Written first.", "accepted")
    assert not editor.page.evaluate("document.querySelector('#dialog').open")
    editor.at(2)
    editor.press("e")
    editor.page.locator(".field[data-side=target]").fill("Also.")
    editor.page.click(".row[aria-posinset='3'] .source .piece >> nth=0")
    editor.press("e")
    # one row at a time: it goes back to the text that is not kept yet
    assert editor.page.evaluate("document.activeElement.value") == "Also."
    editor.press("Control+Enter")
    assert editor.rows()[1][1] == "Also."


def test_a_text_that_was_being_written_when_the_page_went_is_given_back(editor: Page) -> None:
    editor.at(2)
    editor.press("e")
    field = editor.page.locator(".field[data-side=target]")
    field.fill("Half a")
    field.press_sequentially(" thought")
    editor.page.on("dialog", lambda dialog: dialog.accept())
    editor.open()
    assert editor.rows()[1][1] == "The government signed a new law."
    editor.page.click("#toast-undo")
    assert field.input_value() == "Half a thought"
    editor.press("Control+Enter")
    assert editor.rows()[1][1] == "Half a thought"
    editor.open()
    assert editor.page.is_hidden("#toast")


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
    assert editor.current() == 4  # its number is wrong
    editor.press("n")
    assert editor.current() == 7
    editor.press("Shift+n", "Shift+n")
    assert editor.current() == 3


def test_accepting_above_a_score_counts_before_and_is_one_act_of_the_rows_shown(editor: Page) -> None:
    editor.press("Shift+a")
    editor.page.fill("#score", "0.95")
    assert editor.page.inner_text("#score-count") == "3 rows"
    editor.press("Escape")
    assert editor.page.evaluate("jjak.reviewRows.head") == 0
    editor.page.fill("#find", "signed")
    editor.until("document.querySelectorAll('.row:not(.current)').length === 1")
    editor.at(2)
    editor.press("Shift+a")
    assert editor.page.inner_text("#score-count") == "1 row"
    editor.press("Enter")
    editor.saved()
    assert [row[2] for row in editor.rows()].count("accepted") == 1
    assert editor.page.evaluate("jjak.reviewRows.head") == 1


def test_aligning_again_from_a_row_keeps_what_was_settled(editor: Page, made: Any) -> None:
    before = editor.rows()
    editor.press("a")
    editor.at(2)
    editor.press("m")
    editor.at(2)
    editor.press("g")
    aligned(editor)
    assert re.fullmatch(r"\d+ rows were linked anew", editor.said())
    assert editor.said() in editor.page.evaluate("fetch('/jobs').then((answer) => answer.text())")
    after = editor.rows()
    assert after[0] == (*before[0][:2], "accepted")
    assert " | " not in after[1][0] + after[1][1]
    for side in (0, 1):
        assert "".join(row[side] for row in after).replace(" | ", "") == "".join(row[side] for row in before).replace(" | ", "")
    editor.press("z")
    assert len(editor.rows()) == 7
    sound(made.corpus)


def test_rows_that_were_asked_for_before_an_act_and_come_after_it_do_not_undo_it(editor: Page) -> None:
    editor.page.evaluate(
        """() => {
          const real = window.fetch;
          window.fetch = async (path, options) => {
            const answer = await real(path, options);
            if (String(path).endsWith('/index')) {
              window.late = true;
              while (window.late) await new Promise((done) => setTimeout(done, 10));
            }
            return answer;
          };
        }"""
    )
    editor.at(2)
    editor.press("g")
    editor.until("window.late", seconds=60)
    editor.at(1)
    editor.press("a")
    editor.saved()
    editor.until("(window.late = false, !jjak.state.working)")
    assert editor.rows()[0][2] == "accepted"
    editor.press("z")
    assert editor.rows()[0][2] == "unreviewed"


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


def test_a_sure_row_shows_its_errors_also_when_it_is_accepted(editor: Page) -> None:
    editor.at(1)
    done(editor, ["edit", write("target", "The treaty takes effect in 99 days.")])
    editor.saved()
    editor.at(2)
    link = editor.page.locator(".row[aria-posinset='1'] .link")
    assert "0.97 certain" in link.inner_text()
    assert "number only in translation: 99" in link.inner_text()
    assert "words" not in link.inner_text()
    editor.at(1)
    editor.press("a")
    editor.saved()
    assert "number only in translation: 99" in link.inner_text()


def test_filters_and_find_show_the_rows_that_fit(editor: Page) -> None:
    editor.page.click("[data-filter=omissions]")
    assert editor.page.locator(".row:not(.current)").count() == 2
    editor.page.click("[data-filter=all]")
    editor.press("f")
    editor.page.keyboard.type("SIGNED")
    editor.until("document.querySelectorAll('.row:not(.current)').length === 1")
    editor.press("Enter")
    editor.until("jjak.state.current === '1'")
    assert editor.page.evaluate("[...CSS.highlights.get('hit')].map(String)") == ["signed"]
    editor.press("f")
    editor.press("Escape")
    assert editor.page.locator(".row").count() == 8
    assert editor.page.evaluate("document.activeElement.dataset.id") == "1"
    assert editor.page.evaluate("CSS.highlights.get('hit').size") == 0


def test_the_key_map_is_shown_changed_and_remembered(editor: Page) -> None:
    editor.press("?")
    assert editor.page.inner_text("#dialog h2") == "Keyboard shortcuts"
    editor.page.click("[data-act=accept]")
    editor.press("m")
    assert "already used" in editor.page.inner_text("#dialog [role=status]")
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
    assert editor.page.evaluate("jjak.reviewRows.head") == 2
    editor.page.evaluate(
        """document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
          { key: 'Process', code: 'Slash', shiftKey: true, bubbles: true, cancelable: true }))"""
    )
    assert editor.page.inner_text("#dialog h2") == "Keyboard shortcuts"
    editor.press("Escape")
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
    assert editor.page.evaluate("jjak.reviewRows.head + jjak.outbox.items.length") == 0
    hands.commit("한")
    if again:
        hands.enter(composing=False)
    hands.let_go()
    editor.page.wait_for_selector(".field", state="detached")
    assert editor.rows()[0][0] == "발효한"
    editor.page.wait_for_timeout(100)
    assert editor.page.evaluate("jjak.reviewRows.head") == 1
    # the next Enter counts again
    editor.press("c")
    editor.page.fill("#comment", "메모")
    editor.page.press("#comment", "Enter")
    editor.saved()
    assert editor.page.evaluate("jjak.reviewRows.head") == 2


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
    other = Page(made.context(browser, locale="en-US").new_page(), made.address, editor.number)
    editor.at(1)
    editor.press("e")
    editor.page.locator(".field[data-side=target]").fill("Mine.")
    other.at(1)
    other.press("e")
    other.page.locator(".field[data-side=target]").fill("Theirs.")
    other.press("Control+Enter")
    other.saved()
    # the other's change is here before anything is asked
    editor.until("jjak.reviewRows.head === 1")
    editor.press("Control+Enter")
    editor.page.wait_for_selector("#dialog[open]")
    assert editor.page.input_value(".mine") == "Mine."
    assert "Theirs." in editor.page.inner_text(".theirs")
    assert editor.page.evaluate("jjak.reviewRows.head") == 1
    editor.page.click("#apply-mine")
    editor.until("jjak.reviewRows.head === 2")
    assert editor.rows()[0][1] == "Mine."
    other.until("jjak.reviewRows.head === 2")
    assert other.rows()[0][1] == "Mine."
    assert not other.errors
    other.page.context.close()


def test_a_text_whose_row_somebody_merged_away_stays_before_its_writer(editor: Page, browser: Any, made: Any) -> None:
    other = Page(made.context(browser, locale="en-US").new_page(), made.address, editor.number)
    editor.at(2)
    editor.press("e")
    editor.page.locator(".field[data-side=target]").fill("Not lost.")
    other.at(1)
    other.press("m")
    other.saved()
    editor.page.wait_for_selector("#dialog[open]")
    assert editor.page.input_value(".mine") == "Not lost."
    # an Enter that comes now decides nothing, and a text that was left is given back
    editor.press("Enter")
    editor.press("Escape")
    editor.page.click("#toast-undo")
    assert editor.page.input_value(".mine") == "Not lost."
    # what the row went into is shown, and the text can still go where its segment is
    assert "The treaty takes effect. The government signed a new law." in editor.page.inner_text(".theirs")
    editor.page.click("#apply-mine")
    editor.until("jjak.reviewRows.head === 2")
    assert editor.rows()[0][1] == "The treaty takes effect. | Not lost."
    other.page.context.close()


def test_two_texts_that_are_both_refused_are_both_shown(editor: Page, browser: Any, made: Any) -> None:
    other = Page(made.context(browser, locale="en-US").new_page(), made.address, editor.number)
    editor.at(1)
    editor.press("e")
    for side in ("source", "target"):
        editor.page.locator(f".field[data-side={side}]").fill(f"My {side}.")
    other.at(1)
    other.press("c")
    other.page.fill("#comment", "Theirs.")
    other.press("Enter")
    other.saved()
    editor.until("jjak.reviewRows.head === 1")
    editor.press("Control+Enter")
    for side in ("source", "target"):
        editor.until("(side) => document.querySelector('.mine')?.value === `My ${side}.`", side)
        assert "Theirs." in editor.page.inner_text(".theirs")
        editor.page.wait_for_selector("#toast", state="hidden")
        editor.page.click("#apply-mine")
    editor.until("jjak.reviewRows.head === 3")
    assert editor.rows()[0][:2] == ("My source.", "My target.")
    other.page.context.close()


def test_an_act_on_a_row_that_is_gone_shows_what_it_went_into_and_who_did_it(editor: Page, made: Any) -> None:
    editor.page.route("**/api/documents/*/acts", lambda route: route.abort())
    editor.at(2)
    editor.press("r", "2")
    with Corpus(str(made.corpus)) as store:
        ReviewSession(store).execute(editor.number, "lee", ReviewCommand("merge", "0", {}, {"with": "next"}), "theirs")
    editor.page.unroute("**/api/documents/*/acts")
    editor.page.wait_for_selector("#dialog[open]")
    assert editor.page.inner_text("#dialog h2") == "lee changed this row first"
    assert "The treaty takes effect. The government signed a new law." in editor.page.inner_text(".theirs")
    assert editor.page.locator("#apply-mine").count() == 0
    editor.page.click("#keep-theirs")
    editor.until("jjak.reviewRows.order.length === 7")
    assert editor.rows()[0][2] == "unreviewed"


def test_without_a_connection_acts_wait_in_order_and_over_a_reload(editor: Page, made: Any) -> None:
    editor.page.route("**/api/documents/*/acts", lambda route: route.abort())
    editor.press("a")
    editor.at(7)
    editor.press("s")
    editor.until("jjak.state.current.startsWith('6')")
    editor.at(8)
    editor.press("a")
    editor.page.wait_for_selector("#notice:not([hidden])")
    assert "3 changes are not saved yet" in editor.page.inner_text("#notice")
    assert len(editor.page.evaluate("jjak.reviewRows.order")) == 9
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


def test_two_tabs_without_a_connection_keep_the_acts_of_both(editor: Page, made: Any) -> None:
    other = Page(editor.page.context.new_page(), made.address, editor.number)
    for tab, row in ((editor, 1), (other, 2)):
        tab.page.route("**/api/documents/*/acts", lambda route: route.abort())
        tab.at(row)
        tab.press("a")
        tab.page.wait_for_selector("#notice:not([hidden])")
    # one is closed, and the other comes back with the acts of both
    other.page.close()
    editor.page.unroute("**/api/documents/*/acts")
    editor.open()
    assert [row[2] for row in editor.rows()[:3]] == ["accepted", "accepted", "unreviewed"]
    assert editor.page.evaluate("Object.keys(localStorage).filter((key) => key.includes('outbox'))") == []


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
    assert editor.page.evaluate("jjak.reviewRows.head") > 25
    editor.open()
    editor.until("jjak.reviewRows.order.every((id) => jjak.reviewRows.rows.get(id).view)")
    assert editor.rows() == mine
    sound(made.corpus)
