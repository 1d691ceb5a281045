"""The workbench's other pages in a real browser: corpus, upload, pairs, activity, export and report, in both languages; and
what axe-core says of all of them."""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from command_line import jjak
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.users import Users

LINKS = [
    (["조약은 발효됩니다."], ["The treaty takes effect."], 0.97),
    (["정부가 조약에 서명했습니다."], ["The government signed the treaties."], 0.95),
    (["그는 음악을 들었습니다."], ["He listened to music."], 0.41),
    (["가정부가 왔습니다."], ["The housekeeper came."], 0.8),
]
SCREENS = {
    "corpus": "/",
    "document": "/documents/1",
    "pairs": "/pairs?q=%EC%A1%B0%EC%95%BD",
    "activity": "/activity",
    "export and report": "/out",
    "nothing": "/nowhere",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, units: ModuleType, serve: Callable[..., Any]) -> Any:
    corpus = tmp_path_factory.mktemp("pages") / "c.db"
    units.store_units(corpus, units.unit("treaty", LINKS), units.unit("other", LINKS[:2]))
    return serve(corpus)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, units: ModuleType, serve: Callable[..., Any]) -> Any:
    """A server that asks who is there."""
    corpus = tmp_path_factory.mktemp("guarded") / "c.db"
    units.store_units(corpus, units.unit("treaty", LINKS))
    with Corpus(str(corpus)) as store:
        Users(store).add("kim", "admin", "long enough")
        Users(store).add("lee", "reader", "long enough")
    return serve(corpus, "--login")


@pytest.fixture
def page(browser: Any, made: Any) -> Iterator[Any]:
    context = made.context(browser, locale="en-US", viewport={"width": 1280, "height": 800}, accept_downloads=True)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    yield opened
    assert not errors
    context.close()


def until(page: Any, expression: str, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never so: {expression}"
        page.wait_for_timeout(20)


def accept_first_row(page: Any, made: Any) -> None:
    page.goto(f"{made.address}/documents/1")
    page.wait_for_selector("body[data-ready=yes]")
    page.keyboard.press("a")
    until(page, "jjak.outbox.items.length === 0 && jjak.reviewRows.head > 0")


def test_the_corpus_shows_how_far_each_document_is(page: Any, made: Any) -> None:
    accept_first_row(page, made)
    page.goto(made.address)
    row = page.locator("tbody tr", has_text="treaty.ko.txt")
    assert "1 of 4 reviewed" in row.inner_text()
    assert row.locator("td.figure").first.inner_text() == "1"
    page.fill("[name=q]", "other")
    until(page, "document.querySelectorAll('tbody tr').length === 1")
    page.fill("[name=q]", "")
    page.select_option("[name=show]", "doubtful")
    until(
        page,
        "[...document.querySelectorAll('tbody tr')].map((row) => row.textContent.includes('treaty')).join() === 'true'",
    )
    page.select_option("[name=show]", "")
    page.select_option("[name=sort]", "progress")
    until(page, "document.querySelector('tbody tr').textContent.includes('other')")
    page.reload()
    assert "other" in page.locator("tbody tr").first.inner_text()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("조약", ["조약", "조약"]),
        (unicodedata.normalize("NFD", "조약을"), ["조약", "조약"]),
        ("정부", ["정부"]),
        ("듣다", ["들"]),
        ("treaty", ["treaty", "treaties"]),
        ("TREATIES", ["treaty", "treaties"]),
    ],
)
def test_a_word_is_found_whatever_its_endings_and_normal_form(page: Any, made: Any, query: str, expected: list[str]) -> None:
    page.goto(f"{made.address}/pairs?document=1")
    page.fill("[name=q]", query)
    until(page, f"document.querySelectorAll('mark').length === {len(expected)}")
    found = [mark.inner_text() for mark in page.locator("mark").all()]
    assert [text.startswith(part) for text, part in zip(found, expected, strict=True)] == [True] * len(expected)


def test_pairs_are_filtered_by_what_is_known_of_them(page: Any, made: Any) -> None:
    page.goto(f"{made.address}/pairs?document=1&score=confidence&most=0.9")
    assert page.inner_text(".count") == "2 pairs"
    assert page.locator(".pairs li").first.inner_text().startswith("그는")
    page.goto(f"{made.address}/pairs?score=chrf2%2B%2B&least=58")
    assert page.inner_text(".count") == "2 pairs"
    assert page.goto(f"{made.address}/pairs?score=bleu&least=high").status == 400
    page.goto(f"{made.address}/pairs?document=1")
    page.click(".pairs li:nth-child(3) a")
    page.wait_for_selector("body[data-ready=yes]")
    until(page, "document.querySelector('.row.current')?.ariaPosInSet === '3'")


def test_an_upload_that_goes_wrong_says_so_where_it_is_seen(page: Any, made: Any, tmp_path: Path) -> None:
    (tmp_path / "rain.ko.txt").write_text("비가 옵니다.\n", encoding="utf-8")
    page.goto(made.address)
    page.set_input_files("#files", [str(tmp_path / "rain.ko.txt")])
    page.route(
        "**/api/uploads/*/file*", lambda route: route.fulfill(status=413, json={"error": "Too large", "fix": "Split it."})
    )
    page.click("#upload button[type=submit]")
    line = page.locator("#problem-line")
    line.get_by_text("Too large. Split it.").wait_for()
    page.route("**/api/uploads", lambda route: route.abort())
    page.click("#upload button[type=submit]")
    line.get_by_text("The server does not answer.").wait_for()
    assert page.evaluate("document.querySelector('#files').files.length") == 1


def test_an_upload_shows_its_progress_and_its_document(page: Any, made: Any, tmp_path: Path) -> None:
    (tmp_path / "rain.ko.txt").write_text("비가 옵니다.\n\n눈도 옵니다.\n", encoding="utf-8")
    (tmp_path / "rain.en.txt").write_text("It rains.\n\nIt snows, too.\n", encoding="utf-8")
    (tmp_path / "broken.txt").write_bytes(bytes(range(256)) * 40)
    page.goto(made.address)
    states: set[str] = set()
    page.set_input_files("#files", [str(tmp_path / name) for name in ("rain.ko.txt", "rain.en.txt", "broken.txt")])
    page.click("#upload button")
    end = time.monotonic() + 90
    while "done" not in states and time.monotonic() < end:
        for job in page.locator("[data-job]").all():
            states.add(str(job.get_attribute("data-state")))
        page.wait_for_timeout(40)
    # the work goes on while the page is loaded anew
    page.reload()
    page.wait_for_selector("[data-state=done]")
    assert states & {"waiting", "running"}
    told = page.inner_text(".jobs li:first-child")
    assert "1 built" in told
    assert "broken.txt" in told
    assert page.locator("tbody tr", has_text="rain.ko.txt").count() == 1
    assert "rain.en.txt" in page.locator("tbody tr", has_text="rain.ko.txt").inner_text()
    page.click(".jobs li:first-child [data-post*=forget]")
    until(page, "document.querySelectorAll('[data-job]').length === 0")


def test_an_export_is_counted_before_and_downloaded_after(page: Any, made: Any) -> None:
    page.goto(f"{made.address}/out")
    total = int(page.inner_text("#counts strong").split()[0])
    assert "accepted" in page.inner_text(".counts")
    page.select_option("[name=suffix]", "jsonl")
    page.click("[data-make=export] button")
    page.wait_for_selector("[data-state=done] [download]", timeout=60_000)
    with page.expect_download() as waiting:
        page.click("[data-state=done] [download]")
    lines = Path(waiting.value.path()).read_text(encoding="utf-8").splitlines()
    assert len(lines) == total
    assert {json.loads(line)["status"] for line in lines} == {"accepted", "unreviewed"}
    page.click("[data-make=report] button")
    page.wait_for_selector("[data-state=done] [download]:text('report.html')", timeout=60_000)
    # an earlier report's figures are given to the next one
    with page.expect_download() as waiting:
        page.click("[data-state=done] [download]:text('report.json')")
    page.set_input_files("[name=since]", waiting.value.path())
    page.click("[data-make=report] button")
    until(page, "document.querySelectorAll('[data-job]:not([data-state=running], [data-state=waiting])').length === 3", 60)
    with page.expect_download() as waiting:
        page.click("[data-job] [download]:text('report.html') >> nth=0")
    assert "What changed since the last report" in Path(waiting.value.path()).read_text(encoding="utf-8")


def test_the_counts_are_those_of_the_command_with_the_options_chosen(page: Any, made: Any) -> None:
    page.goto(f"{made.address}/out")
    page.check("[name=status][value=unreviewed]")
    page.fill("[name=least]", "bleu=30")
    page.fill("[name=filters]", "length={max: 4}\nduplicates")
    page.fill("[name=split]", "train=0.5,test=0.5")
    page.select_option("[name=split_by]", "cluster")
    until(page, "document.querySelectorAll('.steps li').length === 6")
    until(page, "!document.querySelector('#counting.htmx-request')")
    options = [
        *("--status", "unreviewed", "--min", "bleu=30", "--filter", "length={max: 4}", "--filter", "duplicates"),
        *("--split", "train=0.5,test=0.5", "--split-by", "cluster", "--dry-run", "--json"),
    ]
    said = json.loads(jjak("export", "x.tsv", "--corpus", str(made.corpus), *options).stdout)
    assert page.inner_text("#counts strong") == f"{said['pairs']} of {said['read']} pairs"
    removed = [f"{name}: {count} removed" for step in said["removed"] for name, count in step.items()]
    assert page.locator(".steps li").all_inner_texts()[:4] == removed
    assert [sum(step.values()) for step in said["removed"]] != [0, 0, 0, 0]
    for name, part in said["split"]["splits"].items():
        assert f"{name}: {part['pairs']} pair" in page.inner_text(".steps")
    # what is wrong is said at once, and nothing is exported by it
    page.fill("[name=filters]", "lenght")
    until(page, "document.querySelector('#counts .problem')?.textContent.includes(\"No filter 'lenght'\")")


def test_activity_says_who_did_what_and_how_far_they_agree(page: Any, made: Any) -> None:
    page.goto(f"{made.address}/activity")
    first = page.locator("#events tbody tr").first.inner_text()
    assert "accept" in first
    assert "treaty.ko.txt" in first
    page.select_option("[name=act]", "merge")
    until(page, "document.querySelector('#events .empty') !== null")


def test_the_interface_is_in_the_browsers_language_or_the_chosen_one(browser: Any, made: Any) -> None:
    context = made.context(browser, locale="ko-KR")
    page = context.new_page()
    page.goto(made.address)
    assert page.inner_text("h1") == "문서"
    assert page.get_attribute("html", "lang") == "ko"
    page.click("text=English")
    assert page.inner_text("h1") == "Documents"
    page.goto(f"{made.address}/documents/1")
    page.wait_for_selector("body[data-ready=yes]")
    assert "accept" in page.inner_text("#acts")
    context.close()


def test_an_empty_corpus_says_how_to_begin(page: Any, tmp_path: Path, serve: Callable[..., Any]) -> None:
    served = serve(tmp_path / "new.db")
    served.let_in(page.context)
    page.goto(served.address)
    assert "No documents yet" in page.inner_text(".empty")
    page.click("#example")
    page.wait_for_selector("tbody tr", timeout=90_000)
    assert "000_ad53fbf95e7bb634.txt" in page.inner_text("tbody tr")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_of_level_a_or_aa(browser: Any, made: Any, root: Path, scheme: str, width: int) -> None:
    context = made.context(
        browser,
        locale="ko-KR" if width == 390 else "en-US",
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        bypass_csp=True,
    )
    page = context.new_page()
    for name, path in SCREENS.items():
        page.goto(f"{made.address}{path}")
        page.wait_for_timeout(150)
        check(page, root, name)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than {width}"
    page.goto(f"{made.address}/documents/1")
    page.wait_for_selector("body[data-ready=yes]")
    for key in ("r", "c", "Shift+A", "?"):
        page.keyboard.press(key)
        page.wait_for_selector("#dialog[open]")
        check(page, root, f"dialog of {key}")
        page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.wait_for_selector(".field")
    check(page, root, "editing")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_at_the_door_and_where_two_disagree(
    browser: Any, guarded: Any, root: Path, scheme: str, width: int
) -> None:
    lang = "ko-KR" if (width == 390) is (scheme == "light") else "en-US"
    context = browser.new_context(locale=lang, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page, other = context.new_page(), context.new_page()
    page.goto(f"{guarded.address}/pairs")
    assert page.url.endswith("/login")
    check(page, root, "login")
    log_in(page, "wrong password")
    assert page.inner_text("#wrong")
    check(page, root, "login refused")
    log_in(page, "long enough")
    page.wait_for_selector("#documents")
    check(page, root, "corpus of a user")
    for each in (page, other):
        each.goto(f"{guarded.address}/documents/1")
        each.wait_for_selector("body[data-ready=yes]")
        each.wait_for_selector(".row.current .piece")
        each.keyboard.press("e")
        each.locator(".field[data-side=target]").fill(f"By {id(each)}.")
    other.keyboard.press("Control+Enter")
    until(other, "jjak.outbox.items.length === 0 && jjak.reviewRows.pending.length === 0")
    page.bring_to_front()
    page.locator(".field[data-side=target]").press("Control+Enter")
    page.wait_for_selector("#apply-mine")
    check(page, root, "conflict")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_a_reader_looks_and_whatever_key_is_pressed_changes_nothing(browser: Any, guarded: Any) -> None:
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.goto(guarded.address)
    log_in(page, "long enough", "lee")
    page.wait_for_selector("#documents")
    assert page.locator("#upload").count() == 0
    page.goto(f"{guarded.address}/documents/1")
    page.wait_for_selector("body[data-ready=yes]")
    assert "Read-only" in page.inner_text("#notice")
    for key in "arxmMsudUDecbgAzZ":
        page.keyboard.press(key)
        assert not page.evaluate("document.querySelector('#dialog').open")
        assert page.locator(".field").count() == 0
    page.keyboard.press("j")
    page.wait_for_timeout(900)
    assert {url.rsplit("/", 1)[1] for url in posts} <= {"login", "place"}
    assert not errors
    context.close()


def log_in(page: Any, password: str, name: str = "kim") -> None:
    page.fill("[name=name]", name)
    page.fill("[name=password]", password)
    page.click("main button")


def check(page: Any, root: Path, name: str) -> None:
    page.add_script_tag(path=str(root / "tests" / "vendor" / "axe.min.js"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations']})"
    )
    told = [(each["id"], [(node["target"], node["failureSummary"]) for node in each["nodes"]]) for each in found["violations"]]
    assert not told, f"{name}: {json.dumps(told, ensure_ascii=False)[:1500]}"
