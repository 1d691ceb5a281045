"""The reader for Markdown: its paragraphs, headings, items and cells, without the marks that make them so.

Code is left out, front matter is metadata; emphasis and links stay in the text as they are written. Where HTML stands in
it, its tags of blocks part texts as marks do.
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
_PREFIX = re.compile(r"(?:>\s?)*(?:(?P<heading>#{1,6}\s+|#{2,6}(?=[^\s#]))|(?P<item>[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)?")
# what begins a block of its own in HTML; tags inside of a text stay in it
_BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|blockquote|br|caption|center|col|colgroup|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6]"
    r"|header|hr|li|main|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_LITERAL = re.compile(r"`{1,3}[^`]{1,500}`{1,3}")
_OPENING = re.compile(r"<!--|<(?:style|script)\b", re.IGNORECASE)
_CLOSINGS = {"<!--": re.compile("-->"), **{f"<{tag}": re.compile(f"</{tag}>", re.IGNORECASE) for tag in ("style", "script")}}
_CODE_INDENT = 4
_CLOSING = re.compile(r"\s+#+$|\\$")
_CELL = re.compile(r"(?:\\.|[^|\\])+")


class Markdown(NamedTuple):
    blocks: tuple[Block, ...]
    apart: tuple[Part, ...]


def read_markdown(text: str) -> Markdown:
    """The blocks of a text in Markdown, and what stands between them."""
    apart = list(_whole_parts(text))
    reading = _Reading(blanked(text, [part.span for part in apart]))
    for line in lines_of(reading.body):
        reading.read(line)
    blocks = [
        Block(Kind.HEADLINE if heading and not at else Kind.TEXT, span) for at, (span, heading) in enumerate(reading.spans)
    ]
    return Markdown(tuple(blocks), tuple(sorted([*apart, *reading.apart])))


class _Reading:
    """Reads lines in their order. spans: the texts found, and whether each is a heading; fence: that is open; open: whether the
    last text goes on in the next line; listed: whether lines are an item's; indented: whether their indent makes them code."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.spans: list[tuple[Span, bool]] = []
        self.apart: list[Part] = []
        self.fence = ""
        self.open = self.listed = self.indented = False

    def read(self, line: Line) -> None:
        if self._is_code(line):
            self.apart.append(Part(line.span, Fate.LEFT_OUT, Reason.CODE))
            self.open = False
        elif _RULE.fullmatch(line.text) or _DEFINITION.fullmatch(line.text) or _TAGS.fullmatch(line.text):
            self.apart.append(Part(line.span, Fate.MARKUP))
            self.open = False
        else:
            self._text(line)

    def _is_code(self, line: Line) -> bool:
        mark = _FENCE.match(line.text)
        after_blank = self.indented or bool(line.gap) or not self.spans
        self.indented = not self.listed and after_blank and _indent(self.body, line) >= _CODE_INDENT
        code = bool(self.fence or mark or self.indented)
        closes = mark is not None and self.fence != "" and mark[1].startswith(self.fence) and line.text.endswith(mark[1])
        self.fence = "" if closes else (self.fence or (mark[1] if mark else ""))
        return code

    def _text(self, line: Line) -> None:
        prefix = _PREFIX.match(line.text)
        heading, item = (bool(prefix["heading"]), bool(prefix["item"])) if prefix else (False, False)
        self.listed = item or (self.listed and (not line.gap or _indent(self.body, line) > 0))
        tags = _block_tags(line.text)
        starts = heading or item or line.gap > 0 or (bool(tags) and tags[0][0] == 0)
        found = list(_texts(line, prefix.end() if prefix else 0, tags, cells=line.text.startswith("|")))
        whole = len(found) == 1 or bool(found and tags)  # cells of a table are no part of a paragraph
        if self.open and whole and not starts:
            first, _ = self.spans.pop()
            self.spans += [(Span(first.start, found[0].stop), False), *((span, False) for span in found[1:])]
        else:
            self.spans += [(span, heading) for span in found]
        self.apart.extend(_marks(line, found))
        self.open = whole and not (heading or _breaks(self.body, line) or (bool(tags) and tags[-1][1] == len(line.text)))


def _whole_parts(text: str) -> Iterator[Part]:
    """Front matter, comments, styles and scripts."""
    end = 0
    if front := _FRONT.match(text):
        end = front.end()
        yield Part(Span(0, end), Fate.METADATA)
    unclosed: set[str] = set()
    while opening := _OPENING.search(text, end):
        start, kind = opening.start(), opening[0].lower()
        closing = None if kind in unclosed else _CLOSINGS[kind].search(text, opening.end())
        end = closing.end() if closing else opening.end()
        if closing is None:
            unclosed.add(kind)  # none will follow: not looked for again
        # a comment within a line stays: its line is a text
        elif not text[text.rfind("\n", 0, start) + 1 : start].strip():
            yield Part(Span(start, end), Fate.LEFT_OUT, Reason.COMMENT if kind == "<!--" else Reason.CODE)


def _indent(text: str, line: Line) -> int:
    start = text.rfind("\n", 0, line.span.start) + 1
    return len(text[start : line.span.start].expandtabs(_CODE_INDENT))


def _block_tags(text: str) -> list[tuple[int, int]]:
    """Where tags of blocks stand in a line, those in code that is quoted aside."""
    if "<" not in text:
        return []
    literal = [found.span() for found in _LITERAL.finditer(text)]
    tags = (found.span() for found in _BLOCK_TAG.finditer(text))
    return [(start, stop) for start, stop in tags if not any(a <= start < b for a, b in literal)]


def _texts(line: Line, prefix: int, tags: list[tuple[int, int]], *, cells: bool) -> Iterator[Span]:
    """The texts of a line without its marks: one, those of a table's cells, or those between tags of blocks."""
    closing = _CLOSING.search(line.text, prefix)
    stop = closing.start() if closing else len(line.text)
    places = [cell.span() for cell in _CELL.finditer(line.text, 0, stop)] if cells else [(prefix, stop)]
    for place in places:
        for start, end in _between(place, tags):
            body = line.text[start:end]
            if body.strip():
                first = start + len(body) - len(body.lstrip())
                yield line.part(first, first + len(body.strip()))


def _between(place: tuple[int, int], tags: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at, stop = place
    for start, end in tags:
        if at <= start < stop:
            yield at, start
            at = end
    yield at, max(at, stop)


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
