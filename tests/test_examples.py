from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from jjak.corpora.exchange.examples import TrainingExample, examples_of, folded, read_examples
from jjak.corpora.exchange.exports import export
from jjak.corpora.pair import Origin, Pair, Side, Status
from jjak.seeds.document import Kind
from jjak.seeds.errors import FormatError, SettingError

KO_EN = ("ko", "en")


def pair(name: str, number: int, **fields: object) -> Pair:
    sides = (
        Side("d", (number,), (), "ko", f"문장 {number}번입니다."),
        Side("e", (number,), (), "en", f"This is number {number}."),
    )
    whole = Pair(f"{name}{number}", name, number, Kind.TEXT, Origin.HUMAN, *sides, "", "m", "r", -1.0, 0.9, licence="CC0")
    return replace(whole, **fields)  # type: ignore[arg-type]


PAIRS = [
    pair("a.txt", 1),
    pair("a.txt", 2, status=Status.REJECTED),
    pair("a.txt", 3, origin=Origin.MACHINE),
    pair("b.txt", 4, origin=Origin.MACHINE, status=Status.ACCEPTED),
    pair("b.txt", 5, status=Status.ACCEPTED),
    pair("b.txt", 6, target=Side("e", (), (), "en", "")),
]


@pytest.mark.parametrize(
    ("take", "numbers"),
    [("human", "15"), ("reviewed", "45"), ("all", "1345")],
)
def test_what_is_taken_depends_on_origin_and_review(take: str, numbers: str) -> None:
    assert [example.id[-1] for example in examples_of(PAIRS, KO_EN, take)] == list(numbers)


def test_an_unknown_choice_is_refused() -> None:
    with pytest.raises(SettingError, match="No choice of pairs 'humans'; there are: all, human, reviewed"):
        list(examples_of(PAIRS, KO_EN, "humans"))


def test_a_pair_whose_source_is_english_comes_in_the_order_that_was_asked_for() -> None:
    turned = replace(PAIRS[0], source=PAIRS[0].target, target=PAIRS[0].source)
    assert next(examples_of([turned], KO_EN)).texts == ("문장 1번입니다.", "This is number 1.")


@pytest.mark.parametrize("name", ["out.tsv", "out.jsonl"])
def test_what_is_exported_is_read_as_it_was_in_the_corpus(name: str, tmp_path: Path) -> None:
    export(PAIRS, str(tmp_path / name), KO_EN)
    for take in ("human", "all"):
        found = list(read_examples(tmp_path / name, KO_EN, take))
        wanted = list(examples_of(PAIRS, KO_EN, take))
        assert [(e.id, e.texts, e.document) for e in found] == [(e.id, e.texts, e.document) for e in wanted]


def test_two_columns_without_a_head_are_told_by_their_scripts(tmp_path: Path) -> None:
    (tmp_path / "pairs").mkdir()
    (tmp_path / "MANIFEST.tsv").write_text("name\tlicence\nset\tMIT\n")
    with gzip.open(tmp_path / "pairs" / "set.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("It rains.\t비가 온다.\nJSON\tJSON\n")
    found = list(read_examples(tmp_path / "pairs", KO_EN))
    assert [example.texts for example in found] == [("비가 온다.", "It rains."), ("JSON", "JSON")]
    assert {(example.licence, example.collection) for example in found} == {("MIT", "set.tsv.gz")}


@pytest.mark.parametrize("name", ["test.tsv", "test-00001.tsv"])
def test_a_files_name_says_which_part_it_is(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("ko\ten\n가나\tab\n", encoding="utf-8")
    assert [example.part for example in read_examples(tmp_path, KO_EN)] == ["test"]


def test_a_column_says_which_part_a_pair_is(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"ko": "가", "en": "a", "split": "validation"}\n', encoding="utf-8")
    assert [example.part for example in read_examples(tmp_path / "x.jsonl", KO_EN)] == ["dev"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.tsv", "가\ta\n나 b\n", r"x\.tsv:2: 1 columns, expected 2"),
        ("x.tsv", "only one\n", r"x\.tsv:1: 1 columns, expected a head with ko and en, or two columns"),
        ("x.jsonl", "{", r"x\.jsonl:1: no JSON"),
        ("x.jsonl", '{"ko": 1}\n[]', r"x\.jsonl:2: no JSON object with texts"),
        ("x.pdf", "", r"x\.pdf: no file of pairs that can be read"),
    ],
)
def test_a_file_of_another_form_is_named_with_its_line(name: str, text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        list(read_examples(tmp_path / name, KO_EN))


def test_an_empty_folder_and_a_path_that_is_not_there_are_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(FormatError, match=path.name):
            list(read_examples(path, KO_EN))


def test_no_text_folds_to_nothing_but_the_empty_one() -> None:
    assert folded("Ｈello,  World!") == folded("hello world")
    assert folded(" … ") == "…"
    assert TrainingExample("1", ("가 나", "A!")).keys == ("가나", "a")
    assert json.dumps(folded("다\u1100\u1161")) == json.dumps("다가")
