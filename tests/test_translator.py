from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jjak.align.mt.translator import LONGEST, Hypothesis, MarianTranslator, Search, batches, loops

pytestmark = pytest.mark.slow


class Letters:
    """A tokenizer whose pieces are letters."""

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        return [list(text) for text in texts]

    def decode(self, pieces: Sequence[str]) -> str:
        return "".join(pieces).strip()


class Engine:
    """An engine that answers with a function of the source and of whether it is the second try."""

    def __init__(self, answer: Callable[[str, bool], str]) -> None:
        self.answer, self.asked = answer, [[""]]

    def generate(self, sources: Sequence[Sequence[str]], search: Search) -> list[Hypothesis]:
        self.asked.append(["".join(source) for source in sources])
        return [Hypothesis(list(self.answer("".join(source), search.no_repeat > 0)), -1.0) for source in sources]


def translator(answer: Callable[[str, bool], str]) -> tuple[MarianTranslator, Engine]:
    engine = Engine(answer)
    return MarianTranslator("model", "1", "en", Letters(), engine), engine  # type: ignore[arg-type]


def test_translations_come_in_the_order_of_the_texts() -> None:
    translate, _ = translator(lambda source, _: source.upper())
    assert [t.text for t in translate(["b", "", "ccc", "a"])] == ["B", "", "CCC", "A"]


def test_a_blank_text_is_not_given_to_the_engine() -> None:
    translate, engine = translator(lambda source, _: source)
    assert [t.text for t in translate([" ", "a"])] == ["", "a"]
    assert engine.asked[1] == ["a"]


def test_a_long_text_is_translated_in_parts_that_end_at_marks() -> None:
    text = "One sentence that is here. " * 5 + "and, after a comma, another one that goes on for a while"
    translate, engine = translator(lambda source, _: source)
    assert translate([text])[0].text.split() == text.split()
    parts = engine.asked[1]
    assert len(parts) > 1
    assert all(len(part) <= LONGEST for part in parts)
    assert all(part.endswith((".", ",")) for part in parts[:-1])


@given(st.text(alphabet="ab ,.", max_size=700))
def test_no_word_is_lost_where_a_text_is_cut(text: str) -> None:
    translate, engine = translator(lambda source, _: source)
    assert "".join(translate([text])[0].text.split()) == "".join(text.split())
    assert all(len(part) <= LONGEST for asked in engine.asked for part in asked)


def test_a_loop_is_tried_again_and_the_cure_is_flagged() -> None:
    translate, _ = translator(lambda source, again: "fine" if again else "na" * 20)
    assert [(t.text, t.flags) for t in translate(["x"])] == [("fine", ("retried",))]


def test_a_loop_that_stays_is_kept_and_flagged() -> None:
    translate, _ = translator(lambda source, again: "na" * 20)
    assert translate(["x"])[0].flags == ("repetition",)


def test_a_loop_of_the_source_is_none_of_the_model() -> None:
    translate, _ = translator(lambda source, again: source)
    assert translate(["ha" * 20])[0].flags == ()


def test_empty_output_is_flagged_not_hidden() -> None:
    translate, _ = translator(lambda source, again: "")
    assert [(t.text, t.flags) for t in translate(["x"])] == [("", ("empty",))]


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [("abcabcabcabc", True), ("aaaaaa", True), ("aaa", False), ("abcdefgh", False), ("10,000,000", False), ("xyzabab", False)],
)
def test_a_loop_is_four_times_the_same_in_a_row(pieces: str, expected: bool) -> None:
    assert loops(list(pieces)) is expected


@given(st.lists(st.integers(1, 300), max_size=60), st.integers(1, 1000))
def test_batches_hold_every_index_once_and_no_more_tokens_than_asked(lengths: list[int], tokens: int) -> None:
    found = list(batches(lengths, tokens))
    assert sorted(at for batch in found for at in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or len(batch) * max(lengths[at] for at in batch) <= tokens for batch in found)
