from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jjak.align.text.segmentation import segment
from jjak.seeds.character_references import character_of
from jjak.seeds.document import Span, fold
from jjak.seeds.reading import document_of


def folded(text: str) -> str:
    return fold(text, Span(0, len(text))).text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("&quot;숲&quot;이 된다.", '"숲"이 된다.'),
        ("R&amp;D &lt;나무&gt;&nbsp;&nbsp;물", "R&D <나무> 물"),
        ("&#8220;강&#8221; &#x2018;불&#X2019; &middot; &hellip;", "“강” ‘불’ · …"),
        ("caf&eacute; e&#769;", "café é"),
        ("&#54620;&#44544;", "한글"),
        ("Q&A AT&T a&b; &nosuch; &#0; &#xD800; &#xFFFD; &#1;", "Q&A AT&T a&b; &nosuch; &#0; &#xD800; &#xFFFD; &#1;"),
        ("&amp;lt; 한 번만", "&lt; 한 번만"),
        ("Write `&lt;` for the sign.", "Write `&lt;` for the sign."),
        ("'&amp;' is read as a sign.", "'&amp;' is read as a sign."),
        ("HTML has &lt; and &gt;.", "HTML has &lt; and &gt;."),
        ("&lt;b&gt;나무&lt;/b&gt; &amp; 숲", "&lt;b&gt;나무&lt;/b&gt; &amp; 숲"),
        ("<b>나무</b> &amp; 숲", "<b>나무</b> &amp; 숲"),
    ],
)
def test_references_are_read_where_the_text_is_not_about_them(raw: str, text: str) -> None:
    assert folded(raw) == text


def test_segments_have_the_characters_and_spans_of_the_raw_text() -> None:
    raw = "&quot;숲&quot;을 가꾼다. R&amp;D &lt;물&gt; 끝."
    document = document_of(raw.encode(), "feed.txt")
    assert document.text == raw
    parts = segment(document)
    assert [(part.lang, part.text) for part in parts] == [("ko", '"숲"을 가꾼다.'), ("ko", "R&D <물> 끝.")]
    assert [raw[slice(*part.span)] for part in parts] == ["&quot;숲&quot;을 가꾼다.", "R&amp;D &lt;물&gt; 끝."]


@given(st.lists(st.sampled_from(["&amp;", "&#768;", "&nbsp;", "&#x1112;", "\u1161", "나", " ", "a", "\n", "&lt;", "e\u0301"])))
def test_every_code_point_leads_back_to_a_run_of_the_raw_text(pieces: list[str]) -> None:
    raw = "".join(pieces)
    found = fold(raw, Span(0, len(raw)))
    places = list(found.origin)
    assert len(places) == len(found.text)
    assert all(0 <= start < stop <= len(raw) for start, stop in places)
    assert places == sorted(places)


def test_a_reference_stands_for_nothing_that_no_text_may_hold() -> None:
    assert [character_of(one) for one in ("&#0;", "&#xFFFD;", "&#xDC00;", "&#9999999;", "&#27;", "&x;", "&amp")] == [""] * 7


def test_a_million_references_are_read_in_no_time() -> None:
    raw = "&amp;나무 " * 50_000
    start = time.process_time()
    assert folded(raw).count("&") == 50_000
    assert time.process_time() - start < 3
