"""Messages: every one that a reviewer meets is in Korean, its places and plural forms are right, and pages hold no English."""

from __future__ import annotations

import json
import os
import re
import string
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po
from lxml import html

from jjak.align.sentence.explanation import GROUPS
from jjak.seeds.errors import FormatError, unknown
from jjak.seeds.message import counted, message
from jjak.workbench.commands.export import export
from jjak.workbench.commands.report import report
from jjak.workbench.messages.catalogue import catalogues, language_of_environment, localized
from jjak.workbench.web.editor_words import WORDS, editor_words
from jjak.workbench.web.forms import fields_of
from jjak.workbench.web.labels import LABELS
from visitor import Visitor

ROOMS = ("seeds", "align", "corpora", "eval", "workbench")
# what a reviewer meets: pages, the editor, and the errors of what runs behind them
REVIEWED = (
    "seeds/",
    "corpora/review/",
    "corpora/store/",
    "corpora/exchange/exports.py",
    "corpora/exchange/export_recipe.py",
    "corpora/exchange/splits.py",
    "corpora/filters/",
    "corpora/formats/__init__.py",
    "workbench/web/",
    "workbench/editing/",
    "workbench/pipeline/bitext_builder.py",
    "workbench/pipeline/build.py",
    "workbench/pipeline/inputs.py",
    "workbench/pipeline/stages.py",
    "workbench/interchange.py",
    "workbench/settings.py",
    "workbench/terminal.py",
)
# names and signs that a Korean page has in Latin letters
NAMES = frozenset(
    """jjak BLEU chrF chrF2 TER COMET JSON TMX XLIFF TSV CSV XLSX UTC Ctrl Shift Enter Esc English GET POST
    near-duplicates length max bleu train dev test document cluster ko en nats
    fuzzy all ko-en csv csv-plain tsv tmx xliff xliff2 xlsx jsonl parquet po moses dataset""".split()  # noqa: SIM905
)
LINKS = [
    (["조약은 발효되었습니다."], ["The treaty was in force."], 0.95),
    (["집은 2024년에 지었습니다."], ["The house was built in 1999.", "It stands."], 0.3),
    ([], ["Only the translation has this."], 0.4),
]


@pytest.fixture(scope="module")
def found(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What `pybabel extract` finds in the code, as CONTRIBUTING.md says to call it."""
    out = tmp_path_factory.mktemp("messages") / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml", "-o", str(out), *ROOMS]
    subprocess.run(command, check=True, cwd=root, capture_output=True)
    with out.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def korean() -> dict[str, Catalog]:
    known = {}
    for path in catalogues("ko"):
        with path.open("rb") as file:
            known[path.name] = read_po(file, locale="ko")
    return known


def entries(catalogue: Catalog) -> Iterator[Entry]:
    return (entry for entry in catalogue if entry.id)


def ids(entry: Entry) -> tuple[str, ...]:
    return tuple(entry.id) if entry.pluralizable else (entry.id,)


def strings(entry: Entry) -> tuple[str, ...]:
    return tuple(entry.string) if entry.pluralizable else (entry.string,)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def known_to(catalogue: Catalog, entry: Entry) -> bool:
    there = catalogue.get(ids(entry)[0], entry.context)
    return there is not None and all(strings(there))


def test_every_message_that_a_reviewer_meets_is_in_korean(found: Catalog, korean: Mapping[str, Catalog]) -> None:
    wanted = [entry for entry in entries(found) if any(path.startswith(REVIEWED) for path, _ in entry.locations)]
    assert len(wanted) > 300
    missing = [(ids(entry), entry.locations) for entry in wanted if not any(known_to(each, entry) for each in korean.values())]
    assert missing == []


def test_a_translation_has_the_places_and_the_forms_of_its_text(korean: Mapping[str, Catalog]) -> None:
    for name, catalogue in korean.items():
        assert catalogue.num_plurals == 1
        for entry in entries(catalogue):
            texts = [text for text in strings(entry) if text]
            assert not entry.fuzzy, f"{name}: {entry.id}"
            assert all(places(text) == places(ids(entry)[-1]) for text in texts), f"{name}: {entry.id}"


def test_a_particle_after_a_value_has_the_form_for_both_endings(korean: Mapping[str, Catalog]) -> None:
    bare = re.compile(r"\}['”’)]?(은|는|이|가|을|를|과|와|으로|로)(?=[\s.,!?]|$)")
    wrong = [text for each in korean.values() for entry in entries(each) for text in strings(entry) if bare.search(text)]
    assert wrong == []


def test_a_text_that_stands_in_two_catalogues_is_translated_alike(korean: Mapping[str, Catalog]) -> None:
    said: dict[tuple[Any, Any], set[tuple[str, ...]]] = {}
    for catalogue in korean.values():
        for entry in entries(catalogue):
            if all(strings(entry)):
                said.setdefault((ids(entry)[0], entry.context), set()).add(strings(entry))
    assert [key for key, texts in said.items() if len(texts) > 1] == []


def test_every_option_of_a_form_has_a_help_text() -> None:
    names = {field.name for command in (export, report) for field in fields_of(command)}
    assert names == set(LABELS["option"])


def test_a_message_is_said_in_either_language_with_its_values() -> None:
    one, many = (counted("{count} pair", "{count:,} pairs", count) for count in (1, 1234))
    assert [str(one), str(many)] == ["1 pair", "1,234 pairs"]
    assert [localized(one, "ko"), localized(many, "ko")] == ["1쌍", "1,234쌍"]
    error = unknown("format", "tsw", ["tmx", "tsv"])
    assert localized(error.message, "ko") == "형식 'tsw'은(는) 없습니다. 쓸 수 있는 것: tmx, tsv"
    assert localized(error.remedy, "ko") == "'tsv'을(를) 말씀하십니까?"
    assert localized(message("no translation of {this}", this="{that}"), "ko") == "no translation of {that}"
    assert localized(FormatError("a {brace", "").message, "ko") == "a {brace"


def test_the_editor_has_a_text_for_each_plural_category() -> None:
    assert editor_words("en")["score count"] == {"one": "{count} row", "other": "{count:,} rows"}
    assert editor_words("ko")["score count"] == {"one": "{count:,}행", "other": "{count:,}행"}
    assert set(editor_words("ko")) == set(WORDS)


def test_the_editors_scripts_ask_for_words_that_there_are(root: Path) -> None:
    said = re.compile(r"""\bsay\("([^"]+)"|data-word="([^"]+)\"""")
    folder = root / "workbench" / "web"
    files = [*(folder / "static" / "editor").glob("*.js"), folder / "templates" / "document.html"]
    asked = {a or b for path in files for a, b in said.findall(path.read_text(encoding="utf-8"))}
    assert len(asked) > 40
    assert asked - set(WORDS) == set()


def test_everything_that_the_aligner_says_of_a_link_has_a_word() -> None:
    said = [*GROUPS, "translation of itself"]
    assert [name for name in said if f"aligner.{name}" not in WORDS] == []


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko_KR"}, "ko"),
        ({"LANGUAGE": "de:ko", "LANG": "en_US.UTF-8"}, "ko"),
        ({"LANG": "kok_IN"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_terminal_speaks_the_language_of_the_environment(environment: Mapping[str, str], lang: str) -> None:
    assert language_of_environment(environment) == lang


def test_an_error_on_the_terminal_is_korean_and_its_exit_code_the_same(tmp_path: Path) -> None:
    def call(lang: str) -> tuple[int, str]:
        code = "from jjak.workbench.cli import main; main()"
        environment = {**os.environ, "LANGUAGE": "", "LC_ALL": lang, "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, "-c", code, "export", "x.tsw", "--corpus", str(tmp_path / "no.db")]
        done = subprocess.run(command, env=environment, capture_output=True, check=False, cwd=tmp_path)
        return done.returncode, done.stderr.decode()

    (english_code, english), (korean_code, korean) = call("C.UTF-8"), call("ko_KR.UTF-8")
    assert english_code == korean_code == 2
    assert english.startswith("error: No format")
    assert korean.startswith("오류: 형식")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, units: ModuleType, serve: Callable[..., Any]) -> Any:
    corpus = tmp_path_factory.mktemp("messages") / "c.db"
    units.store_units(corpus, units.unit("treaty", LINKS))
    return serve(corpus)


def english_in(text: str) -> set[str]:
    """The words of a text in Latin letters that are none of the listed names, and no place, option or name of a file."""
    bare = re.sub(r"\{[^}]*\}|--[\w-]+|\S+\.(?:txt|json)|\S*=\S+", " ", text)
    return {word for word in re.findall(r"[A-Za-z][A-Za-z0-9-]+", bare) if word not in NAMES}


def texts_of(page: bytes) -> str:
    """What a person reads or hears of a page, but for names of options and texts of the corpus."""
    tree = html.fromstring(page.decode("utf-8"))
    for node in tree.xpath(
        "//script | //style | //code | //body//*[@lang='en'] | //*[contains(@class, 'text')] | //*[@dir='auto']"
    ):
        node.drop_tree()
    spoken = tree.xpath("//@aria-label | //@placeholder | //*[@class='flag']/@title | //@data-sending | //@data-lost")
    return " ".join([*tree.itertext(), *map(str, spoken)])


def test_no_word_of_the_editor_is_english_in_korean() -> None:
    for key, word in editor_words("ko").items():
        for text in word.values() if isinstance(word, dict) else [word]:
            assert english_in(text) == set(), key


@pytest.mark.parametrize(
    "path",
    ["/", "/?q=nowhere", "/documents/1", "/pairs", "/pairs?q=nowhere", "/pairs?score=bleu&least=x", "/activity", "/out", "/no"],
)
def test_no_page_in_korean_has_english_words(made: Any, path: str) -> None:
    visitor = Visitor(made.port).enter()
    _, _, english = visitor.ask("GET", path, accept_language="en")
    _, _, korean = visitor.ask("GET", path, accept_language="ko-KR,ko;q=0.9,en;q=0.8")
    assert len(english_in(texts_of(english))) > 5
    assert english_in(texts_of(korean)) == set()


def test_the_chosen_language_stands_over_what_the_browser_asks_for(made: Any) -> None:
    visitor = Visitor(made.port).enter()
    for lang, title in (("ko", "문서"), ("en", "Documents")):
        page = visitor.ask(
            "GET", "/", cookie=f"{visitor.cookie}; jjak_lang={lang}", accept_language="en" if lang == "ko" else "ko"
        )[2]
        assert html.fromstring(page.decode()).findtext(".//h1") == title


def test_what_is_refused_is_said_in_the_visitors_language_with_the_same_status(made: Any) -> None:
    visitor = Visitor(made.port).enter()
    asked = {"key": "k", "act": "reject", "row": "0", "values": {"reason": "no such reason"}}
    answers = [visitor.post("/api/documents/1/acts", asked, accept_language=lang) for lang in ("en", "ko")]
    assert [status for status, _ in answers] == [400, 400]
    assert answers[0][1]["error"].startswith("No reason 'no such reason'")
    assert english_in(answers[1][1]["error"].split(":")[0].replace("no such reason", "")) == set()
    for path, body in (
        ("/api/documents/9/acts", asked),
        ("/api/jobs/none/stop", {}),
        ("/api/make", {"command": "none", "values": {}}),
    ):
        status, answer = visitor.post(path, body, accept_language="ko")
        assert (status, english_in(answer["error"] + answer["fix"])) == (404, set())
    status, _, refusal = visitor.ask("POST", "/api/example", b"{}", accept_language="ko")
    assert (status, english_in(json.loads(refusal)["error"])) == (403, set())


def test_a_command_that_a_page_runs_speaks_the_pages_language(made: Any) -> None:
    visitor = Visitor(made.port).enter()
    form = {"command": "export", "values": {"suffix": "tsv", "least": "bleu=high"}}
    said = {}
    for lang in ("en", "ko"):
        job = visitor.post("/api/make", form, accept_language=lang)[1]["id"]
        job_of = lambda: json.loads(visitor.ask("GET", f"/api/jobs/{job}", accept_language=lang)[2])  # noqa: E731, B023
        while (told := job_of())["state"] in ("waiting", "running"):
            pass
        said[lang] = told
    assert {told["state"] for told in said.values()} == {"failed"}
    assert said["en"]["result"] == "--min bleu=high: no number after ="
    assert said["ko"]["result"] == "--min bleu=high: = 뒤에 숫자가 없습니다"
    assert english_in(said["ko"]["fix"]) == set()


def test_no_dialog_of_the_korean_editor_has_english_words(browser: Any, made: Any) -> None:
    page = made.context(browser, locale="ko-KR", viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{made.address}/documents/1")
    page.wait_for_selector("body[data-ready=yes]")
    page.wait_for_selector(".row.current .link")
    assert english_in(texts_of(page.content().encode())) == set()
    for key in ("r", "c", "Shift+A", "?"):
        page.keyboard.press(key)
        page.wait_for_selector("#dialog[open]")
        assert english_in(page.inner_text("#dialog")) == set()
        page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.wait_for_selector("#toast:not([hidden])")
    assert page.inner_text("#toast-text") == "책갈피: 1행"
    page.context.close()
