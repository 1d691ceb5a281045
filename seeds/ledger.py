"""Where every code point of a document went: into a segment, or elsewhere, and why it was left out.

Readers say of each span what it is, in `Document.blocks` and `Document.apart`; segmentation adds what it leaves out itself.
What stands nowhere then and is no white space is unaccounted for, which is a fault of ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from jjak.seeds.character_references import expanded
from jjak.seeds.span import Span


class Fate(StrEnum):
    """What became of a run of code points."""

    SEGMENT = "segment"
    MARK = "mark"  # of a section, a speaker or a quote: structure, as `[LEAD]` and `◀ 앵커 ▶`
    METADATA = "metadata"
    MARKUP = "markup"
    SPACE = "space"
    LEFT_OUT = "left out"
    UNACCOUNTED = "unaccounted"


class Reason(StrEnum):
    """Why a text is left out."""

    NAVIGATION = "navigation"
    BUTTON = "button"
    CAPTION = "player or picture caption"
    NOTICE = "notice of the site"
    COPYRIGHT = "copyright"
    BYLINE = "byline or sign-off"
    ADVERTISEMENT = "advertisement"
    CODE = "code"
    COMMENT = "comment"
    NUMBERING = "number or time of a subtitle"
    BROKEN = "broken characters"
    LANGUAGE = "in neither language"
    RULE = "a rule of jjak.toml"
    COUNT = "count of readers or comments"
    REPEATED = "title said again"
    PAGE = "page number or running head"


class Part(NamedTuple):
    """A run of code points of `Document.text`, and what became of it. reason: of what is left out."""

    span: Span
    fate: Fate
    reason: Reason | None = None


def ledger(text: str, segments: Iterable[Span], apart: Iterable[Part]) -> list[Part]:
    """The whole of `text` in order and without overlap, each code point once.

    Args:
        text: The document's text.
        segments: The spans of its segments.
        apart: What readers and segmentation say of the rest; where they overlap a segment, the segment has it.
    """
    known = sorted(
        [*(Part(span, Fate.SEGMENT) for span in segments), *apart],
        key=lambda part: (part.span.start, part.fate != Fate.SEGMENT),
    )
    found: list[Part] = []
    at = 0
    for part in known:
        start, stop = max(at, part.span.start), part.span.stop
        if start < stop:
            found.extend(_rest(text, at, start))
            found.append(part._replace(span=Span(start, stop)))
            at = stop
    found.extend(_rest(text, at, len(text)))
    return found


def _rest(text: str, start: int, stop: int) -> Iterator[Part]:
    """What nobody spoke of: white space at its ends, and what is unaccounted for between."""
    body = text[start:stop]
    first = start + len(body) - len(body.lstrip(SPACES))
    last = max(first, stop - len(body) + len(body.rstrip(SPACES)))
    for begin, end, fate in ((start, first, Fate.SPACE), (first, last, Fate.UNACCOUNTED), (last, stop, Fate.SPACE)):
        if begin < end:
            blank = fate is Fate.UNACCOUNTED and _is_blank(text, Span(begin, end))
            yield Part(Span(begin, end), Fate.SPACE if blank else fate)


def _is_blank(text: str, span: Span) -> bool:
    """Whether a run is white space that is written as references, `&nbsp;`."""
    read = expanded(text, span) if text.startswith("&", span.start) else None
    return read is not None and not read.text.strip(SPACES)


SPACES = "".join(chr(point) for point in range(0x3001) if chr(point).isspace()) + "\u200b\ufeff"


def left_out(text: str, parts: Iterable[Part]) -> Counter[Reason]:
    """How many lines are left out for each reason; a line is counted once for each part of it."""
    found: Counter[Reason] = Counter()
    for part in parts:
        if part.fate is Fate.LEFT_OUT and part.reason is not None:
            found[part.reason] += lines_of(text, part.span)
    return found


def lines_of(text: str, span: Span) -> int:
    """How many lines stand in a span, without those of white space; a part of a line counts as one."""
    return sum(1 for line in text[slice(*span)].splitlines() if line.strip(SPACES)) or 1
