from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jjak.seeds.document import Span, fold


def test_white_space_is_folded_and_hangul_composed() -> None:
    raw = unicodedata.normalize("NFD", "  각\u3000나\n\n다 ")
    assert fold(raw, Span(0, len(raw))).text == "각 나 다"


@pytest.mark.parametrize("text", ["각", "e\u0301", "\u1100\u1161\u11a8", "a\u0323\u0307", "각\u1161"])
def test_folding_gives_what_nfc_of_the_whole_gives(text: str) -> None:
    assert fold(text, Span(0, len(text))).text == unicodedata.normalize("NFC", text)


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_every_character_knows_where_it_came_from(text: str, first: int, second: int) -> None:
    start, stop = sorted((min(first, len(text)), min(second, len(text))))
    folded = fold(text, Span(start, stop))
    assert len(folded.text) == len(folded.origin)
    for character, origin in zip(folded.text, folded.origin, strict=True):
        assert start <= origin.start < origin.stop <= stop
        if character != " ":
            assert character in unicodedata.normalize("NFC", text[origin.start : origin.stop])


@given(st.text(alphabet="가각ᄀ ᅡᆨab \n\u0301", max_size=30))
def test_a_span_of_folded_text_gives_the_same_text_again(text: str) -> None:
    folded = fold(text, Span(0, len(text)))
    if folded.text:
        span = Span(folded.origin[0].start, folded.origin[-1].stop)
        assert fold(text, span).text == folded.text
