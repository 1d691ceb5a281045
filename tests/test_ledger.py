from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jjak.seeds.ledger import Fate, Part, Reason, ledger, left_out
from jjak.seeds.span import Span

SPANS = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda ends: Span(min(ends), max(ends)))


@given(st.text(alphabet="ab \n\u3000", min_size=40, max_size=40), st.lists(SPANS), st.lists(SPANS))
def test_a_ledger_holds_every_code_point_once_and_in_order(text: str, segments: list[Span], others: list[Span]) -> None:
    parts = ledger(text, segments, [Part(span, Fate.MARK) for span in others])
    assert "".join(text[slice(*part.span)] for part in parts) == text
    for part in parts:
        if part.fate is Fate.UNACCOUNTED:
            assert text[slice(*part.span)].strip()


def test_what_nobody_speaks_of_is_unaccounted_for_unless_it_is_white_space() -> None:
    parts = ledger("a b\n\n", [Span(0, 1)], [])
    assert [(part.fate, tuple(part.span)) for part in parts] == [
        (Fate.SEGMENT, (0, 1)),
        (Fate.SPACE, (1, 2)),
        (Fate.UNACCOUNTED, (2, 3)),
        (Fate.SPACE, (3, 5)),
    ]


def test_lines_left_out_are_counted_by_reason() -> None:
    text = "menu\nhome\n\nbody"
    assert left_out(text, [Part(Span(0, 9), Fate.LEFT_OUT, Reason.NAVIGATION)]) == {Reason.NAVIGATION: 2}
