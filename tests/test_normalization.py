from __future__ import annotations

import time
from unicodedata import normalize

import pytest

from jjak.align.text.normalization import aligner_form, comparison_key, search_form


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_search_finds_what_was_typed_on_another_system(form: str) -> None:
    assert search_form("까페 CAFÉ") in search_form(normalize(form, "그 까페 Café에서"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Hello,  World!", "hello world"), ("Ｈｅｌｌｏ", "hello"), ("서울 (수도)", "서울수도"), ("STRASSE", "straße")],
)
def test_copies_differ_in_case_width_space_and_marks_only(first: str, second: str) -> None:
    assert comparison_key(first) == comparison_key(second)


def test_texts_without_letters_are_told_apart() -> None:
    assert comparison_key("...") != comparison_key("!!!")
    assert comparison_key("1,000") != comparison_key("1,001")


def test_the_aligner_takes_a_form_that_folding_again_leaves_as_it_is() -> None:
    for text in ("ﬁne Ｗidth", "\u1112\u1161\u11ab\u1100\u1173\u11af", "ΐ", "Ǆ"):
        assert aligner_form(aligner_form(text)) == aligner_form(text)


def test_a_pile_of_marks_takes_no_long_time() -> None:
    marks = "".join("\u0301\u0323"[at % 2] for at in range(40_000))
    start = time.process_time()
    aligner_form("a" + marks)
    assert time.process_time() - start < 0.5
