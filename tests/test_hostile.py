"""Documents that no one meant to be read take bounded time, or are refused by name: `tests/bench/hostile.py`, small."""

from __future__ import annotations

import sys
import time

import pytest

import hostile
from jjak.align.sentence.aligners import Texts, align
from jjak.align.sentence.beads import covers
from jjak.corpora.formats.entry import Entry, fault
from jjak.seeds.document import MARKS, Span, fold
from jjak.seeds.errors import DocumentError
from jjak.seeds.reading import document_of

pytestmark = pytest.mark.slow

SCALE = 0.01


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    hostile.warm()


@pytest.mark.parametrize("name", hostile.CASES)
def test_a_hostile_document_is_read_in_bounded_time_or_refused(name: str) -> None:
    said, _, wrong = hostile.judged(hostile.CASES[name], SCALE)
    assert wrong == [], said


def test_a_pile_of_marks_is_named_with_its_line() -> None:
    marks = "\u0301" * MARKS
    assert document_of(f"a\n\ne{marks} b\n".encode(), "x").blocks
    with pytest.raises(DocumentError, match="line 3: over 100 marks"):
        document_of(f"a\n\ne{marks}\u0301 b\n".encode(), "x")
    assert "over 100 marks" in fault(Entry(1, ("ko", "가"), ("en", f"e{marks}\u0301")))


def test_the_way_back_from_a_long_text_takes_no_room() -> None:
    text = "word " * 200_000
    folded = fold(text, Span(0, len(text)))
    assert len(folded.origin) == len(text) - 1
    assert sum(sys.getsizeof(getattr(folded.origin, name)) for name in ("_starts", "_stops")) < 1_000


@pytest.mark.parametrize("word", ["韓", "1,", "a/b "])
def test_a_word_that_a_line_says_thousands_of_times_costs_no_more_than_others(word: str) -> None:
    line = word * 20_000
    align(Texts(["a"], ["b"], [["b"]], []))
    began = time.process_time()
    align(Texts([line, "b"], [line, "c"], [[line, "c"]], [[line, "b"]]))
    assert time.process_time() - began < 2


def test_a_word_that_a_line_says_thousands_of_times_is_counted_as_often() -> None:
    long, other = "그 " * 3_000, "저 " * 3_000
    source = ["가나다 라마", long, other, "바사 아자"]
    target = ["abc def", "the " * 3_000, "that " * 3_000, "ghi jkl"]
    beads = align(Texts(source, target, [["abc def", "the " * 3_000, "that " * 3_000, "ghi jkl"]], [source]))
    assert covers(beads, 4, 4)
    assert [(len(bead.source), len(bead.target)) for bead in beads] == [(1, 1)] * 4
