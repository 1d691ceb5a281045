"""The reader for any text: paragraphs, a headline where the first line looks like one, and wrapped lines joined.

A line is joined with the next where the break between them was made to fit a width. Items of lists, turns of speakers, verses,
addresses and lines that end far from the edge are lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from jjak.seeds.document import Block, Kind, Span
from jjak.seeds.ledger import Part
from jjak.seeds.lines import Line, lines_of, paragraphs_of
from jjak.seeds.readers.doubled_lines import rejoined
from jjak.seeds.readers.line_width import WRAP, columns
from jjak.seeds.readers.list_items import is_entry, item_starts
from jjak.seeds.readers.page_furniture import without_furniture

_ENDS = tuple(".!?。！？…:;\"'”’」』)）]")
# a sentence that ends inside of a line, with the next one in the same line: verses and rows of lists have none
_INNER_END = re.compile(r"\w\w[.?!][\"”’)]*\s+[^\W\d_]")
_ADDRESS = re.compile(r"(?:://|\bwww\.|@)\S+$")
_SUBTITLE = re.compile(r"[-–—―]\s?\S.*[^.?!]")
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’」』)）\]]*(?:\s|$)")
_ENDED = re.compile(
    r"(?:[.!?。！？…:;\"'”’」』)）\]]|[다요죠까함음임됨ㅋㅎㅠㅜ~])$"
)  # in chats a clause's last syllable is enough
_KOREAN_END = re.compile(r"[가-힣][.?!]$")  # a new sentence on a new line, which is no verse in Korean
LONGEST_HEADLINE = 120  # columns
LONG = 0.7  # of the width: a shorter line is no full one
FULL = 0.85  # of the width: a paragraph of such lines was broken by it
EARLY = 0.8  # of the width: a line that would end before it with the next word too was broken on purpose
# Korean line ends that ask for more: particles, and endings of clauses
_ASKS_FOR_MORE = re.compile(
    r"[가-힣](?:[을를은는의에와과며고]|(?<!기)로|에서|에게|까지|부터|면서|도록|하여|위해|대한|따라|통해|관한)$|,$"
)


class Plain(NamedTuple):
    """apart: what stands in no block, each part with what became of it."""

    blocks: tuple[Block, ...]
    apart: tuple[Part, ...]


def read_plain(text: str) -> Plain:
    """The blocks of a text: one for each paragraph of prose, and for each line of anything else."""
    kept, apart = without_furniture(lines_of(text))
    paragraphs = rejoined(paragraphs_of(kept))
    blocks = [Block(Kind.TEXT, span) for span in spans_of(text, paragraphs)]
    if len(paragraphs) > 1 and _is_headline(paragraphs[0]) and blocks[0].span == paragraphs[0][0].span:
        blocks[0] = Block(Kind.HEADLINE, blocks[0].span)
    return Plain(tuple(blocks), tuple(apart))


def spans_of(text: str, paragraphs: Sequence[list[Line]]) -> Iterator[Span]:
    """The spans of what belongs together in `paragraphs` of a text, in order."""
    starts = [_item_starts(paragraph) for paragraph in paragraphs]
    breaks = [(a, b) for lines, items in zip(paragraphs, starts, strict=True) for a, b in _open_breaks(lines, items)]
    width = _width(breaks)
    capitals = _begin_with_capitals([b for _, b in breaks])
    for lines, items in zip(paragraphs, starts, strict=True):
        own = _open_breaks(lines, items)
        rows = _is_verse(lines, items) and not (_closes(lines) and _is_filled(own, width))
        verse = capitals or _begin_with_capitals([b for _, b in own]) or rows
        yield from _joined(
            text, lines, items, Shape(verse, not verse and (bool(width) or (_is_wrapped(own) and _closes(lines))), width)
        )


class Shape(NamedTuple):
    """verse: lines are lines; prose: they were broken to fit a width; width: of the document, 0 where it has none."""

    verse: bool
    prose: bool
    width: int


def _joined(text: str, lines: list[Line], items: list[bool], shape: Shape) -> Iterator[Span]:
    """The spans of a paragraph's lines, those that were broken joined."""
    widest = max(columns(line.text) for line in lines)
    closes = not shape.verse and _closes(lines)
    flowing = not shape.verse and _is_flowing(lines)
    first = lines[0]
    for (a, b), item in zip(pairwise(lines), items[1:], strict=True):
        wrapped = shape.prose and not _ends_early(a, b, shape.width or widest)
        goes_on = (closes and _goes_on(a, b)) or (flowing and _stops_open(a, widest))
        if item or not (wrapped or goes_on or _hangs(text, first, a, b)):
            yield Span(first.span.start, a.span.stop)
            first = b
    yield Span(first.span.start, lines[-1].span.stop)


def _is_headline(paragraph: list[Line]) -> bool:
    """Whether a paragraph is a title, alone or over subtitles between dashes."""
    first, *rest = [line.text for line in paragraph]
    return all(map(_SUBTITLE.fullmatch, rest)) and columns(first) <= LONGEST_HEADLINE and not first.endswith(_ENDS)


def _item_starts(lines: list[Line]) -> list[bool]:
    widest = max(columns(line.text) for line in lines)
    ended = [True, *(a.text.endswith(_ENDS) or _ends_early(a, b, widest) for a, b in pairwise(lines))]
    return item_starts([line.text for line in lines], ended)


def _open_breaks(lines: list[Line], items: list[bool]) -> list[tuple[Line, Line]]:
    """The breaks of a paragraph that may have been made to fit a width."""
    return [pair for pair, item in zip(pairwise(lines), items[1:], strict=True) if not item]


def _width(breaks: Sequence[tuple[Line, Line]]) -> int:
    """The width that the lines of a whole document were broken to; 0 where they were not."""
    return _widest(breaks) if _is_wrapped(breaks, whole=True) else 0


def _widest(breaks: Sequence[tuple[Line, Line]]) -> int:
    widths = sorted(columns(a.text) for a, _ in breaks)
    return widths[int(len(widths) * 0.9)]


def _is_wrapped(breaks: Sequence[tuple[Line, Line]], *, whole: bool = False) -> bool:
    """Whether lines were broken to fit a width: all are about as long, and many stop in mid-sentence.

    whole: they are those of a document; a single paragraph must have more of them, and no room for another word in any.
    """
    if not breaks or (not whole and len(breaks) < 2):
        return False
    widest = _widest(breaks)
    long = sum(columns(a.text) >= widest * LONG for a, _ in breaks)
    open_ended = sum(not a.text.endswith(_ENDS) for a, _ in breaks)
    fitting = whole or not any(_ends_early(a, b, widest, 1.0) for a, b in breaks)
    return WRAP[0] <= widest <= WRAP[1] and long >= len(breaks) * 0.8 and open_ended >= len(breaks) * 0.5 and fitting


def _ends_early(a: Line, b: Line, width: int, share: float = EARLY) -> bool:
    """Whether the next line's first word would have fitted, so that the break has another reason; a small letter goes on."""
    together = columns(a.text) + 1 + columns(b.text.split(" ", 1)[0])
    return together <= width * share and not b.text[0].islower()


def _goes_on(a: Line, b: Line) -> bool:
    """Whether one break alone says that it stands in mid-sentence."""
    open_ended = _ASKS_FOR_MORE.search(a.text) or (b.text[0].islower() and not a.text.endswith(_ENDS))
    return bool(open_ended) and WRAP[0] <= columns(a.text) <= WRAP[1]


def _is_flowing(lines: list[Line]) -> bool:
    """Whether a sentence ends and another begins inside of a full line, as in prose, and the last one is whole."""
    whole = _closes(lines) or _ADDRESS.search(lines[-1].text)
    return bool(whole) and any(columns(line.text) >= WRAP[0] and _INNER_END.search(line.text) for line in lines[:-1])


def _is_filled(breaks: Sequence[tuple[Line, Line]], width: int) -> bool:
    """Whether all lines of a paragraph reach the edge of a document that is broken to a width."""
    return bool(width) and len(breaks) > 1 and all(columns(a.text) >= width * FULL for a, _ in breaks)


def _stops_open(line: Line, widest: int) -> bool:
    """Whether a line of prose stops in mid-sentence, far enough to the right to have been broken there."""
    return not _ENDED.search(line.text) and max(WRAP[0], widest * LONG) <= columns(line.text) <= WRAP[1]


def _closes(lines: list[Line]) -> bool:
    return lines[-1].text.endswith(_ENDS)


def _is_verse(lines: list[Line], items: list[bool]) -> bool:
    """Whether the lines of a paragraph are no prose: nothing in them ends a sentence, or they leave room for the next word."""
    breaks = _open_breaks(lines, items)
    if not breaks or any(items):
        return False
    widest = max(columns(line.text) for line in lines)
    roomy = sum(_is_roomy(a, b, widest) for a, b in breaks)
    if len(breaks) > 2 and roomy > len(breaks) / 2:
        return True
    if any(_SENTENCE_END.search(line.text) for line in lines):
        return False
    return not any(_ASKS_FOR_MORE.search(a.text) for a, _ in breaks)


def _is_roomy(a: Line, b: Line, widest: int) -> bool:
    """Whether a line leaves room for the next word, other than where a Korean sentence ends with it."""
    if _KOREAN_END.search(a.text):
        return False
    return _ends_early(a, b, widest, 1.0) or (b.text[0].islower() and _fits(a, b, widest))


def _fits(a: Line, b: Line, width: int) -> bool:
    return columns(a.text) + 1 + columns(b.text.split(" ", 1)[0]) <= width


def _begin_with_capitals(lines: Sequence[Line]) -> bool:
    """Whether nearly every line begins with a capital, as verses, titles and addresses do and wrapped prose does not.

    Lines that are all capitals say nothing of it, as those of a disclaimer.
    """
    lines = [line for line in lines if not line.text.isupper()]
    capitals = sum(line.text.lstrip("\"'“‘( ")[:1].isupper() for line in lines)
    return len(lines) > 2 and capitals >= len(lines) * (1 if len(lines) < 8 else 0.85)


def _hangs(text: str, first: Line, a: Line, b: Line) -> bool:
    """Whether a line is set in under the item that goes on in it."""
    marked = bool(item_starts([first.text], [True])[0]) and not is_entry(first.text)
    return marked and _indent(text, b) > _indent(text, first) and not a.text.endswith(tuple(".!?。！？"))


def _indent(text: str, line: Line) -> int:
    """How far a line is set in: the white space before it."""
    start = at = line.span.start
    while at and text[at - 1] in " \t\u3000\u00a0":
        at -= 1
    return columns(text[at:start].expandtabs(4))
