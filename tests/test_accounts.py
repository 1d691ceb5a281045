"""Whatever a text is, each of its code points is accounted for, by every reader."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jjak.align.text.segmentation import segment_document
from jjak.seeds.errors import DocumentError
from jjak.seeds.ledger import Fate
from jjak.seeds.reading import document_of

PIECES = st.sampled_from(
    [
        "나무는 자란다.",
        "A tree grows. It waits",
        "- ",
        "# ",
        "> ",
        "| a | b |",
        "|---|---|",
        "```",
        "---",
        "<!-- ",
        " -->",
        "[x]: https://example.org",
        "[앵커]",
        "\n",
        "\n\n",
        "\r\n",
        "\u2028",
        "  ",
        "\u3000",
        "\u200b",
        "\ufeff",
        "\x1c",
        "\u00ad",
        "&quot;",
        "&#8203;",
        "e\u0301",
        "\u1112\u1161\u11ab",
        "\ufffd",
        "①",
        "ㅇ 목표로 함",
        "KIM: ",
        "1. ",
        "\\",
        "*",
        "=",
        ")",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join)


@pytest.mark.parametrize("name", ["notes.txt", "notes.md"])
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(text=TEXTS)
def test_every_code_point_of_a_document_is_accounted_for(name: str, text: str) -> None:
    try:
        document = document_of(text.encode("utf-8", "surrogatepass"), name)
    except DocumentError:
        return  # refused whole, by name
    ledger = segment_document(document).ledger
    assert [part for part in ledger if part.fate is Fate.UNACCOUNTED] == []
    assert "".join(document.text[slice(*part.span)] for part in ledger) == document.text
