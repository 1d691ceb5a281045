"""The reader for Markdown: its paragraphs, headings, items and cells, without the marks that make them so.

Code is left out, front matter is metadata; emphasis and links stay in the text as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jjak.seeds.document import Block, Kind, Span
from jjak.seeds.ledger import Fate, Part, Reason
from jjak.seeds.lines import Line, blanked, lines_of

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_FRONT = re.compile(r"\s*(?:---[ \t]*\r?\n.*?\n(?:---|\.\.\.)|\+\+\+[ \t]*\r?\n.*?\n\+\+\+)[ \t]*(?=\r?\n|\Z)", re.DOTALL)
_FENCE = re.compile(r"(?:> ?)*(`{3,}|~{3,})")
_RULE = re.compile(r"(?:[-*_] ?){3,}|=+|\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
_DEFINITION = re.compile(r"\[[^\]]+\]:\s*\S+.*")
_TAGS = re.compile(r"(?:</?[A-Za-z][^<>]*>\s*)+")
_PREFIX = re.compile(r"(?:>\s?)*(?:(?P<heading>#{1,6})\s+|(?P<item>[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)?")
_CLOSING = re.compile(r"\s+#+$|\\$")
_CELL = re.compile(r"(?:\\.|[^|\\])+")


class Markdown(NamedTuple):
    blocks: tuple[Block, ...]
    apart: tuple[Part, ...]


def read_markdown(text: str) -> Markdown:
    """The blocks of a text in Markdown, and what stands between them."""
    apart = list(_whole_parts(text))
    body = blanked(text, [part.span for part in apart])
    spans: list[tuple[Span, bool]] = []
    fence = ""
    open_paragraph = False
    for line in lines_of(body):
        mark = _FENCE.match(line.text)
        if fence or mark:
            apart.append(Part(line.span, Fate.LEFT_OUT, Reason.CODE))
            closes = mark is not None and fence != "" and mark[1].startswith(fence) and line.text.endswith(mark[1])
            fence = "" if closes else (fence or (mark[1] if mark else ""))
            open_paragraph = False
            continue
        if _RULE.fullmatch(line.text) or _DEFINITION.fullmatch(line.text) or _TAGS.fullmatch(line.text):
            apart.append(Part(line.span, Fate.MARKUP))
            open_paragraph = False
            continue
        prefix = _PREFIX.match(line.text)
        goes_on = open_paragraph and not line.gap and not (prefix and (prefix["heading"] or prefix["item"]))
        found = list(_texts(line, prefix.end() if prefix else 0, cells=line.text.startswith("|")))
        if goes_on and len(found) == 1:
            spans[-1] = (Span(spans[-1][0].start, found[0].stop), False)
        else:
            spans.extend((span, bool(prefix and prefix["heading"])) for span in found)
        apart.extend(_marks(line, found))
        open_paragraph = len(found) == 1 and not (prefix and prefix["heading"]) and not _breaks(body, line)
    blocks = [Block(Kind.HEADLINE if heading and not at else Kind.TEXT, span) for at, (span, heading) in enumerate(spans)]
    return Markdown(tuple(blocks), tuple(sorted(apart)))


def _whole_parts(text: str) -> Iterator[Part]:
    """Front matter and comments."""
    end = 0
    if front := _FRONT.match(text):
        end = front.end()
        yield Part(Span(0, end), Fate.METADATA)
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start + 4)) >= 0:
        end = close + 3
        # a comment within a line stays: its line is a text
        if not text[text.rfind("\n", 0, start) + 1 : start].strip():
            yield Part(Span(start, end), Fate.LEFT_OUT, Reason.COMMENT)


def _texts(line: Line, prefix: int, *, cells: bool) -> Iterator[Span]:
    """The texts of a line without its marks: one, or those of a table's cells."""
    closing = _CLOSING.search(line.text, prefix)
    stop = closing.start() if closing else len(line.text)
    places = [cell.span() for cell in _CELL.finditer(line.text, 0, stop)] if cells else [(prefix, stop)]
    for start, end in places:
        body = line.text[start:end]
        if body.strip():
            first = start + len(body) - len(body.lstrip())
            yield line.part(first, first + len(body.strip()))


def _marks(line: Line, texts: list[Span]) -> Iterator[Part]:
    """What of a line stands in none of its texts."""
    at = line.span.start
    for start, stop in [*texts, Span(line.span.stop, line.span.stop)]:
        if at < start:
            yield Part(Span(at, start), Fate.MARKUP)
        at = stop


def _breaks(text: str, line: Line) -> bool:
    """Whether a line asks for a break after it: two spaces or a backslash."""
    return text.startswith("  ", line.span.stop) or line.text.endswith("\\")
