"""The words of reports and builds: every one has a Korean translation, and a Korean report has no English but names."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from click.testing import CliRunner
from lxml import html

from jjak.corpora.pair import Figure, Origin, Pair, Side, Status, pair_id
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.writing import BuiltBitext
from jjak.eval.aligner_evaluation import evaluate_aligners
from jjak.eval.alignment_files import lines_by_name, read_documents
from jjak.eval.mt_evaluation import Draws, TestSet, evaluate
from jjak.seeds.document import Kind, Span
from jjak.seeds.reading import document_of
from jjak.workbench.commands.evaluate import evaluate as evaluate_command
from jjak.workbench.messages.catalogue import FOLDER
from jjak.workbench.report import alignment_report, corpus_report, translation_report
from jjak.workbench.report.content import Report
from jjak.workbench.report.files import FORMATS, rendered
from jjak.workbench.report.html_page import render_html
from jjak.workbench.report.translation_analysis import analyse

Key = tuple[str, str | tuple[str, ...]]
"""A message's context, and its text or both of its texts."""

# names and signs that a Korean report may have: metrics, programs, commands and their options, formats, statistics
# fmt: off
NAMES = {
    "BLEU", "chrF", "TER", "F1", "P", "R", "p", "x", "y", "jjak", "sacreBLEU", "sacrebleu", "mecab", "ko", "kiwipiepy",
    "numpy", "Vecalign", "score", "py", "JSON", "UTC", "CI", "build", "eval", "mt", "list", "metrics", "training",
    "usepackage", "booktabs", "kotex", "XeLaTeX", "en", "comet", "COMET", "Kocmi", "et", "al",
}
# fmt: on


def _sources(root: Path) -> list[Path]:
    others = ("templates/report.html", "commands/build_output.py", "terminal.py")
    return [
        *sorted((root / "workbench" / "report").glob("*.py")),
        *(root / "workbench" / other for other in others),
        root / "eval" / "slices.py",
        root / "eval" / "metric_names.py",
    ]


def _in_source(root: Path) -> set[Key]:
    methods = {".py": "jjak.workbench.messages.extraction:python", ".html": "jinja2.ext:babel_extract"}
    return {
        (context or "", text)
        for path in _sources(root)
        for _, text, _, context in extract_from_file(methods[path.suffix], path)
    }


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="ko")


def _entries(path: Path) -> Iterator[tuple[Key, Message]]:
    for entry in _catalogue(path):
        if entry.id:
            yield (entry.context or "", entry.id if isinstance(entry.id, str) else tuple(entry.id)), entry


def _said(entry: Message) -> str:
    return entry.string if isinstance(entry.string, str) else (entry.string or [""])[0]


def test_every_text_of_a_report_has_a_korean_translation_and_none_is_left_over(root: Path) -> None:
    found, translated = _in_source(root), {key for key, entry in _entries(FOLDER / "reports.ko.po") if _said(entry)}
    assert len(found) > 200
    assert sorted(map(str, found - translated)) == []
    assert sorted(map(str, translated - found)) == []


def test_a_translation_has_the_places_of_its_text() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for (_, text), entry in _entries(FOLDER / "reports.ko.po"):
        texts = [text] if isinstance(text, str) else list(text)
        # without values a text is taken as it stands, braces and all
        if "usepackage" in texts[0]:
            continue
        wanted = set().union(*map(places, texts))
        assert wanted - {"count"} <= places(_said(entry)) <= wanted, text


def _pair(index: int, chrf: float, **change: object) -> Pair:
    source = Side("문서", (index,), (Span(0, 5),), "ko", "비가 온다 오늘도")
    target = Side("", (), (), "en", str(change.pop("final", "오늘도 비")))
    values: dict[str, object] = {
        "name": "문서",
        "index": index,
        "kind": list(Kind)[index % len(Kind)],
        "origin": Origin.MACHINE,
        "source": source,
        "target": target,
        "hypothesis": "오늘도 비",
        "model": "모델",
        "revision": "1",
        "nats": -1.0,
        "confidence": 1.0,
        "back_translation": "비가 오늘 온다",
        "scores": {"round_trip_chrf2++": Figure(chrf, "nrefs:1"), "round_trip_bleu": Figure(chrf, "tok:13a")},
    }
    return Pair(id=pair_id(source, target, Origin.MACHINE), **values | change)  # type: ignore[arg-type]


PAIRS = [
    *(_pair(index, 40.0 + index) for index in range(8)),
    _pair(8, 10.0, flags=("repetition",), confidence=0.2),
    _pair(9, 12.0, flags=("empty",), final="오늘도 " * 30),
    _pair(10, 70.0, status=Status.ACCEPTED, final="오늘 또 비"),
    _pair(11, 75.0, status=Status.REJECTED, origin=Origin.HUMAN, model="", revision=""),
]


@pytest.fixture(scope="module")
def of_corpus(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("corpus")
    document = document_of("문서\n\n본문\n".encode(), "문서")
    reports = []
    for at, pairs in enumerate((PAIRS[:9], PAIRS)):
        (folder / str(at)).mkdir()
        since = folder / "before.json" if at else None
        with Corpus(str(folder / str(at) / "ko.db")) as store:
            store.add(BuiltBitext([(document, folder / "문서", [])], "원문", [], pairs), store.begin_run({}, {"jjak": "0"}))
            report, figures = corpus_report.corpus_report(store, since)
        (folder / "before.json").write_text(json.dumps(figures))
        reports.append(report)
    return reports[1]


@pytest.fixture(scope="module")
def of_translation() -> Report:
    references = [f"조약은 {at}일부터 {'오늘 ' * (3 + at)}발효된다" for at in range(45)]
    sources = [f"{at}일에 발효" for at in range(45)]
    kinds = ["headline" if at % 3 else "quote" for at in range(45)]
    systems = {name: [_damaged(text, share) for text in references] for name, share in (("가", 0.1), ("나", 0.12), ("다", 0.6))}
    systems["나"][0] = ""
    documents = [f"문서 {at % 20}" for at in range(45)]
    test = TestSet("ko", "en", sources, references, systems, documents=documents, kinds=kinds, training=references[:20])
    evaluation = evaluate(test, ["bleu", "chrf2++", "ter"], draws=Draws(50, 50, 1))
    return translation_report.report_of(analyse(evaluation))


def _damaged(text: str, share: float) -> str:
    rng = random.Random(f"{text}{share}")
    return " ".join(word for word in text.split() if rng.random() > share)


@pytest.fixture(scope="module")
def beads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("beads")
    good, bad = "[0]:[0]\n[1,2]:[1]\n[3]:[2]\n[4]:[]\n", "[0,1]:[0]:0.9\n[2]:[1]:0.5\n[3]:[2]:0.9\n[4]:[]:.3\n"
    for name, text in (("정답", good), ("가", good), ("나", bad)):
        (folder / name).mkdir()
        for at in range(7):
            (folder / name / f"{at}.beads").write_text(text)
    return folder


@pytest.fixture(scope="module")
def of_alignment(beads: Path) -> Report:
    gold, *tests = (read_documents(beads / name, lines_by_name(None, None)) for name in ("정답", "가", "나"))
    return alignment_report.report_of(evaluate_aligners(gold, dict(zip("가나", tests, strict=True)), 50, 50))


def _english(text: str) -> set[str]:
    """The words of Latin letters that are no names; signatures, paths and programs' versions are left out first."""
    plain = re.sub(r"\S*[|/\\]\S*|\S+:\S+|[\w-]+@\S+|\b\w+\.db\b", " ", text)
    return {
        word
        for word in re.findall(r"[A-Za-z][A-Za-z0-9]*", plain)
        if word not in NAMES and word.rstrip("0123456789") not in NAMES
    }


@pytest.mark.parametrize("kind", ["of_corpus", "of_translation", "of_alignment"])
def test_a_korean_report_has_no_english_words_but_names(kind: str, request: pytest.FixtureRequest) -> None:
    report: Report = request.getfixturevalue(kind)
    page = html.fromstring(render_html(report, "ko"))
    for element in page.xpath("//script | //style"):
        element.getparent().remove(element)
    words = [*page.itertext(), *page.xpath("//@aria-label")]
    assert {each: _english(each) for each in words if _english(each)} == {}
    for form in ("text", "markdown"):
        text = rendered(report, {}, form, "ko")
        assert {line: _english(line) for line in text.splitlines() if _english(line)} == {}
    # the same check finds words where there are some
    assert len(set().union(*map(_english, html.fromstring(render_html(report)).itertext()))) > 20


@pytest.mark.parametrize("kind", ["of_corpus", "of_translation", "of_alignment"])
@pytest.mark.parametrize("form", FORMATS)
def test_a_report_has_the_same_figures_in_both_languages(kind: str, form: str, request: pytest.FixtureRequest) -> None:
    report: Report = request.getfixturevalue(kind)
    english, korean = (re.findall(r"\d+\.\d+", rendered(report, {}, form, lang)) for lang in ("en", "ko"))
    assert sorted(english) == sorted(korean)


def test_the_language_is_the_options_or_the_environments_and_json_has_none(
    beads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def called(*options: str) -> str:
        given = ["alignment", "--gold", str(beads / "정답"), "--test", f"가={beads / '가'}", "--trials", "10", *options]
        done = CliRunner().invoke(evaluate_command, given)
        assert done.exit_code == 0, done.output
        return done.stdout

    monkeypatch.setenv("LANGUAGE", "ko_KR:en")
    assert called().startswith("정렬 평가: 가\n문서 7건, 누락을 뺀 정답 정렬 단위 21개.")
    assert called("--language", "en").startswith("Alignment: 가\n7 documents, 21 gold beads, omissions not counted.")
    korean, english = (json.loads(called("--json", "--language", lang)) for lang in ("ko", "en"))
    assert korean | {"made": ""} == english | {"made": ""}
