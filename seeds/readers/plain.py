"""The reader for any text: paragraphs, a headline where the first line looks like one, and wrapped lines joined."""

from __future__ import annotations

import unicodedata

from jjak.seeds.document import Block, Kind, Span
from jjak.seeds.lines import Line, lines_of, paragraphs_of

_ENDS = tuple(".!?。！？…:;\"'”’」』)）]")
LONGEST_HEADLINE = 120  # columns
WRAP = (40, 120)  # columns: text that is broken outside them was not wrapped for reading


def read_plain(text: str) -> tuple[Block, ...]:
    paragraphs = paragraphs_of(lines_of(text))
    wrapped = _is_wrapped(paragraphs)
    blocks = [
        Block(Kind.TEXT, span)
        for paragraph in paragraphs
        for span in ([_whole(paragraph)] if wrapped else [line.span for line in paragraph])
    ]
    if len(paragraphs) > 1 and _is_headline(paragraphs[0]):
        blocks[0] = Block(Kind.HEADLINE, blocks[0].span)
    return tuple(blocks)


def _whole(paragraph: list[Line]) -> Span:
    return Span(paragraph[0].span.start, paragraph[-1].span.stop)


def _is_headline(paragraph: list[Line]) -> bool:
    first = paragraph[0].text
    return len(paragraph) == 1 and columns(first) <= LONGEST_HEADLINE and not first.endswith(_ENDS)


def _is_wrapped(paragraphs: list[list[Line]]) -> bool:
    """Whether lines were broken to fit a width: all but a paragraph's last are about as long, and many stop in mid-sentence."""
    inner = [line.text for paragraph in paragraphs for line in paragraph[:-1]]
    if not inner:
        return False
    widths = sorted(columns(line) for line in inner)
    widest = widths[int(len(widths) * 0.9)]
    long = sum(width >= widest * 0.7 for width in widths)
    open_ended = sum(not line.endswith(_ENDS) for line in inner)
    return WRAP[0] <= widest <= WRAP[1] and long >= len(inner) * 0.8 and open_ended >= len(inner) * 0.5


def columns(text: str) -> int:
    """Terminal columns: a Hangul syllable is two wide."""
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
