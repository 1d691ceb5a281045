from __future__ import annotations

from jjak.seeds.document import Kind, fold
from jjak.seeds.lines import lines_of, paragraph_gap
from jjak.seeds.readers.plain import read_plain


def texts(text: str) -> list[tuple[Kind, str]]:
    return [(block.kind, fold(text, block.span).text) for block in read_plain(text)]


def test_a_short_first_line_over_paragraphs_is_a_headline() -> None:
    assert texts("A title\n\nA sentence.\n") == [(Kind.HEADLINE, "A title"), (Kind.TEXT, "A sentence.")]


def test_one_sentence_a_line_stays_one_a_block() -> None:
    assert [text for _, text in texts("It rains.\nIt pours.\n비가 옵니다.\n")] == ["It rains.", "It pours.", "비가 옵니다."]


def test_lines_wrapped_to_a_width_are_joined() -> None:
    text = """The committee met on Monday to consider the proposal that the
members had made in the spring, and it decided to put it off
until the autumn.
"""
    assert len(texts(text)) == 1


def test_doubled_lines_are_told_from_paragraphs_by_the_gaps() -> None:
    doubled = "one\n\ntwo\n\n\n\nthree\n"
    assert paragraph_gap(lines_of(doubled)) == 2
    assert paragraph_gap(lines_of("one\n\ntwo\n\nthree\n")) == 1
    assert paragraph_gap(lines_of("one\ntwo\n\nthree\n")) == 1


def test_any_line_break_ends_a_line() -> None:
    assert [line.text for line in lines_of("a\r\nb\rc\u2028d\x85e")] == ["a", "b", "c", "d", "e"]
