"""Pairs of languages that no model translates, from files to stored pairs: aligned by lengths, without scores."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.review_log import ReviewLog
from jjak.workbench.cli import jjak
from jjak.workbench.editing.session import ReviewSession
from jjak.workbench.pipeline.build import BuildSummary, build
from jjak.workbench.pipeline.inputs import find_bitexts
from jjak.workbench.report.corpus_report import write_report
from jjak.workbench.settings import Settings

pytestmark = pytest.mark.slow

TEXTS = {
    "ja": ["図書館は来週から休みます。", "本は木曜日までに返してください。", "返せない人は電話で連絡してください。"],
    "en": [
        "The library is closed from next week.",
        "Please return your books by Thursday.",
        "If you cannot, call us by telephone.",
    ],
    "fr": [
        "La bibliothèque ferme la semaine prochaine.",
        "Rendez vos livres avant jeudi.",
        "Sinon, appelez-nous au téléphone.",
    ],
    "de": [
        "Die Bibliothek ist ab nächster Woche zu.",
        "Bitte gebt die Bücher bis Donnerstag zurück.",
        "Sonst ruft uns bitte an.",
    ],
    "zh": ["图书馆下星期开始关门。", "请在星期四以前还书。", "不能来的人请打电话。"],
    "ru": ["Библиотека закрыта со следующей недели.", "Верните книги до четверга.", "Если не можете, позвоните нам."],
    "uk": ["Бібліотека зачинена з наступного тижня.", "Поверніть книжки до четверга.", "Якщо не можете, зателефонуйте нам."],
    "es": [
        "La biblioteca cierra la semana que viene.",
        "Devuelvan los libros antes del jueves.",
        "Si no pueden, llámennos por teléfono.",
    ],
}


def pair_of_files(folder: Path, first: str, second: str) -> None:
    for lang in (first, second):
        (folder / f"a.{lang}.txt").write_text("\n\n".join(TEXTS[lang]) + "\n", encoding="utf-8")


def built(folder: Path, languages: tuple[str, str], aligner: str = "translation") -> BuildSummary:
    bitexts, _ = find_bitexts([folder], [], languages)
    with Corpus(str(folder.parent / "c.db")) as store:
        return build(bitexts, store, Settings(languages=languages, aligner=aligner))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command line, in this process."""
    monkeypatch.setenv("LANGUAGE", "en")
    return lambda *arguments: CliRunner().invoke(jjak, arguments)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.mark.parametrize("languages", [("ja", "en"), ("fr", "en"), ("zh", "en"), ("ru", "uk"), ("es", "en"), ("fr", "de")])
def test_any_pair_of_languages_is_aligned_without_a_model_and_has_no_score(folder: Path, languages: tuple[str, str]) -> None:
    pair_of_files(folder, *languages)
    summary = built(folder, languages)
    assert not summary.failures
    with Corpus(str(folder.parent / "c.db")) as store:
        pairs = list(store.pairs())
    assert [(pair.source.text, pair.target.text) for pair in pairs] == list(
        zip(TEXTS[languages[0]], TEXTS[languages[1]], strict=True)
    )
    assert {(pair.source.lang, pair.target.lang) for pair in pairs} == {languages}
    assert not any(pair.scores or pair.hypothesis or pair.model for pair in pairs)
    (unscored,) = summary.evidence.unscored
    assert unscored == ("realign", ("-".join(languages), "-".join(reversed(languages))))


def test_files_whose_names_are_swapped_are_paired_by_what_they_hold(folder: Path) -> None:
    for lang, other in (("fr", "en"), ("en", "fr")):
        (folder / f"a.{lang}.txt").write_text("\n\n".join(TEXTS[other]) + "\n", encoding="utf-8")
    summary = built(folder, ("fr", "en"), "length")
    assert {(pair.source.lang, pair.target.lang) for pair in summary.pairs} == {("en", "fr")}
    assert [str(finding) for finding in summary.evidence.findings] == [
        "a.fr.txt: its name says French, 3 of 3 lines are English",
        "a.en.txt: its name says English, 3 of 3 lines are French",
    ]


def test_a_document_alone_without_a_model_is_a_named_failure(folder: Path) -> None:
    (folder / "a.txt").write_text(TEXTS["ja"][0], encoding="utf-8")
    (failure,) = built(folder, ("ja", "en")).failures
    assert str(failure.error) == "a.txt: no model translates ja to en"
    assert "--model ja-en=NAME" in failure.error.fix


def test_a_document_in_neither_language_is_a_named_failure(folder: Path) -> None:
    (folder / "a.txt").write_text("\n\n".join(TEXTS["fr"]) + "\n", encoding="utf-8")
    (failure,) = built(folder, ("ko", "en")).failures
    assert str(failure.error) == "a.txt: it is in French, neither in Korean nor in English"


def test_two_texts_in_one_language_are_a_link_with_a_reason_and_no_pair(folder: Path) -> None:
    (folder / "a.ko.txt").write_text("입력 2024-11-13 15:42\n\n비가 옵니다.\n\n눈이 옵니다.\n", encoding="utf-8")
    (folder / "a.ja.txt").write_text("입력 2024-11-13 15:42\n\n雨が降ります。\n\n雪が降ります。\n", encoding="utf-8")
    summary = built(folder, ("ko", "ja"))
    assert summary.evidence.same_language == 1
    with Corpus(str(folder.parent / "c.db")) as store:
        (bitext,) = ReviewLog(store).bitexts()
        stored = ReviewLog(store).bitext(bitext)
        assert stored is not None
        first, *others = store.beads(stored.source, stored.target)
        index = ReviewSession(store).index(bitext, "ann")
    assert ("same language on both sides", -1.0) in first.reasons
    assert not any(name == "same language on both sides" for bead in others for name, _ in bead.reasons)
    assert ["-", "same language"] in index["views"][0]["why"]
    assert not any(why[1] == "same language" for view in index["views"][1:] for why in view["why"])
    assert not any("same language" in reason[2] for reason in index["views"][0]["why"] if reason[1] == "aligner")


def test_the_command_says_what_was_paired_and_what_has_no_score(folder: Path, run: Callable[..., Result]) -> None:
    pair_of_files(folder, "ja", "en")
    (folder / "b.md").write_text("今日は雨です。\n", encoding="utf-8")
    (folder / "b.en.md").write_text("It rains today.\n", encoding="utf-8")
    command = ["build", str(folder), "--languages", "ja,en", "--aligner", "length", "--corpus", str(folder.parent / "c.db")]
    said = run(*command)
    assert said.exit_code == 1
    assert "1 document with its human translation, 2 alone" in said.stderr
    assert "b.md and b.en.md look like a document and its translation; see --files-from and align --match" in said.stderr
    assert "1 document aligned by length, without scores: no model translates ja-en, en-ja" in said.stderr
    assert "Mean" not in said.stdout
    (folder.parent / "c.db").unlink()
    table = json.loads(run(*command, "--json").stdout)
    assert table["paired"] == [["a.ja.txt", "a.en.txt"]]
    assert len(table["hints"]) == 1
    assert table["unscored"] == [{"documents": 1, "aligner": "length", "no_model": ["ja-en", "en-ja"]}]
    assert [failure["name"] for failure in table["failures"]] == ["b.en.md", "b.md"]


def test_segment_says_where_evidence_disagrees_and_what_is_in_neither_language(
    folder: Path, run: Callable[..., Result]
) -> None:
    (folder / "y.en.txt").write_text("비가 온다.\n\n눈이 온다.\n\nПривет всем.\n", encoding="utf-8")
    said = run("segment", str(folder / "y.en.txt"))
    rows = [json.loads(line) for line in said.stdout.splitlines()]
    assert [(row["lang"], row["index"], row.get("left_out", "")) for row in rows] == [
        ("ko", 0, ""),
        ("ko", 1, ""),
        ("ru", None, "in neither language"),
    ]
    assert "y.en.txt: its name says English, 2 of 3 lines are Korean" in said.stderr
    assert "y.en.txt: 1 sentence is in neither language: Russian 1" in said.stderr


def test_a_report_and_the_review_of_pairs_without_scores_show_none(folder: Path) -> None:
    pair_of_files(folder, "ja", "en")
    built(folder, ("ja", "en"), "length")
    with Corpus(str(folder.parent / "c.db")) as store:
        figures = json.loads(write_report(store, folder.parent / "r.html").read_text(encoding="utf-8"))
        (bitext,) = ReviewLog(store).bitexts()
        views = ReviewSession(store).index(bitext, "ann")["views"]
    assert (figures["counts"]["direction"], figures["scores"]) == ({"ja-en": 3}, {})
    assert "nan" not in (folder.parent / "r.html").read_text(encoding="utf-8").lower().split()
    assert len(views) == 3
    assert not any(view["mt"][side] for view in views for side in ("source", "target"))


def test_a_corpus_of_other_languages_is_exported_in_them(folder: Path, run: Callable[..., Result]) -> None:
    pair_of_files(folder, "fr", "de")
    built(folder, ("fr", "de"), "length")
    corpus = str(folder.parent / "c.db")
    head, *rows = run("export", "-", "--format", "tsv", "--corpus", corpus).stdout.splitlines()
    assert (head.split("\t")[1:3], len(rows)) == (["fr", "de"], 3)
    turned = run("export", "-", "--format", "tsv", "--corpus", corpus, "--languages", "de,fr").stdout
    assert turned.split("\t")[1:3] == ["de", "fr"]
    other = run("export", "-", "--format", "tsv", "--corpus", corpus, "--languages", "ko,en")
    assert (other.exit_code, other.stdout) == (1, "")
    assert "has no pairs in ko and en" in f"{other.exception}{other.stderr}"
