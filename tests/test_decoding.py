"""Several translations, drawn ones, terms that must be there, and nothing twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jjak.align.mt.checkpoint import EMBEDDED
from jjak.align.mt.decoding import guarded, has, n_best, wanted, with_terms
from jjak.align.mt.engines import load_translator
from jjak.align.mt.translator import TERMS
from jjak.seeds.errors import ModelError, SettingError
from jjak.workbench.cli import jjak

LINES = ["정부는 오늘 새로운 주택 정책을 발표했습니다.", "", "안녕하세요."]
WAY = ["translate", "--from", "ko", "--to", "en", "--model", EMBEDDED]


def test_the_best_of_several_is_the_one_that_there_is_alone() -> None:
    translator = load_translator("ko", "en")
    found = n_best(translator, LINES, 4)
    assert [len(each) for each in found] == [4, 1, 4]
    assert [each[0].text for each in found] == [each.text for each in translator(LINES)]
    assert len({each.text for each in found[0]}) > 1


def test_what_is_drawn_differs_from_draw_to_draw() -> None:
    found = n_best(load_translator("ko", "en"), LINES[:1], 8, temperature=1.0)[0]
    assert len({each.text for each in found}) > 4


@pytest.mark.parametrize(
    ("text", "term", "there"),
    [
        ("정부는 오늘", "정부", True),
        ("The Government said", "government", True),
        ("The governments said", "government", False),
        ("C++ is old", "C++", True),
        ("하우징", "주택", False),
    ],
)
def test_a_term_is_found_as_words_of_its_own_and_with_korean_particles(text: str, term: str, there: bool) -> None:
    assert has(text, term) is there


def test_terms_are_wanted_in_the_other_language_whichever_column_that_is() -> None:
    terms = [("정부", "administration"), ("dwelling", "주택"), ("학교", "school")]
    assert wanted(LINES[0], terms) == ["administration", "dwelling"]


def test_a_translation_has_the_terms_that_its_text_asks_for() -> None:
    translator = load_translator("ko", "en")
    terms = [("정부", "administration"), ("주택", "dwelling")]
    plain, made = translator(LINES), with_terms(translator, LINES, terms)
    assert not has(plain[0].text, "dwelling")
    assert has(made[0].text, "dwelling")
    assert has(made[0].text, "administration")
    assert TERMS not in made[0].flags
    assert made[1:] == plain[1:]


def test_a_term_that_no_translation_can_have_is_flagged() -> None:
    made = with_terms(load_translator("ko", "en"), ["안녕하세요. " * 60], [("안녕", "zyzzyva")])
    assert TERMS in made[0].flags


def test_a_guarded_translation_has_no_run_twice() -> None:
    translator = load_translator("ko", "en", beam=1)
    text = ["반복 반복 반복 반복 반복 반복 반복 반복."]
    pieces = guarded(translator, 1).tokenizer.encode_target([guarded(translator, 1)(text)[0].text])[0]
    assert len(set(pieces)) == len(pieces)


def test_a_model_that_is_asked_elsewhere_has_no_such_search() -> None:
    chain = load_translator("ko", "ko", model=f"{EMBEDDED}+{EMBEDDED}")
    with pytest.raises(ModelError, match="gives one translation of a text, as it is"):
        n_best(chain, LINES, 2)


def test_the_command_prints_several_with_numbers_and_says_which_lack_a_term(tmp_path: Path) -> None:
    given = "\n".join(LINES) + "\n"
    done = CliRunner().invoke(jjak, [*WAY, "--n-best", "3"], input=given)
    assert [row.split("\t")[0] for row in done.stdout.splitlines()] == ["1"] * 3 + ["2"] + ["3"] * 3
    rows = [
        json.loads(row) for row in CliRunner().invoke(jjak, [*WAY, "--n-best", "2", "--json"], input=given).stdout.splitlines()
    ]
    assert [row["line"] for row in rows] == [1, 1, 2, 3, 3]
    (tmp_path / "terms.tsv").write_text("안녕\tzyzzyva\n주택\tdwelling\n", encoding="utf-8")
    long = "안녕하세요. " * 60
    done = CliRunner().invoke(jjak, [*WAY, "--lexicon", str(tmp_path / "terms.tsv")], input=f"{LINES[0]}\n{long}\n")
    assert done.exit_code == 1
    assert "dwelling" in done.stdout.splitlines()[0]
    assert "1 translation lacks a term of the lexicon" in done.stderr
    both = [*WAY, "--lexicon", str(tmp_path / "terms.tsv"), "--n-best", "2"]
    with pytest.raises(SettingError, match="--lexicon gives one translation"):
        CliRunner().invoke(jjak, both, input=given, catch_exceptions=False)
