"""Lines and paragraphs of a text by their offsets, and what its blank lines mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jjak.seeds.document import MARKS, CodePointOrigins, Span, fold, pile
from jjak.seeds.errors import DocumentError

_NOT_BREAK = re.compile(r"[^\r\n]")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with text in it. text: folded, so that patterns find decomposed Hangul too; origin: where each of its code
    points stands in the document; gap: how many blank lines stand before it."""

    text: str
    origin: CodePointOrigins
    gap: int

    @property
    def span(self) -> Span:
        return self.part(0, len(self.text))

    def part(self, start: int, stop: int) -> Span:
        """Where the code points `start` to `stop` of `text` stand in the document."""
        return Span(self.origin[start].start, self.origin[stop - 1].stop)

    def rest(self, start: int) -> Line:
        """The line without its first `start` code points."""
        return Line(self.text[start:], self.origin[start:], self.gap)


APART = 1_000_000  # the gap of a line behind what was left out: a paragraph is one run of the text, so none goes on there
LONGEST = 200_000  # characters of a line; a longer one is data, and no person will read it


def lines_of(text: str) -> list[Line]:
    """The lines that have text in them; raises DocumentError at a line that is too long to be prose, or is none."""
    found, gap, start = [], 0, 0
    ends = [(match.start(), match.end()) for match in _BREAK.finditer(text)]
    if (piled := pile(text)) >= 0:
        number = sum(following <= piled for _, following in ends) + 1
        raise DocumentError(
            "line {number}: over {marks} marks on one letter",
            "Remove the marks; no script has so many.",
            number=number,
            marks=MARKS,
        )
    for number, (stop, following) in enumerate([*ends, (len(text), len(text))], 1):
        if stop - start > LONGEST:
            raise DocumentError(
                "line {number}: {length:,} characters, over {longest:,}",
                "Break the text into lines.",
                number=number,
                length=stop - start,
                longest=LONGEST,
            )
        folded = fold(text, Span(start, stop))
        if folded.text:
            found.append(Line(folded.text, folded.origin, gap))
            gap = 0
        else:
            gap += 1
        start = following
    return found


def paragraph_gap(lines: list[Line]) -> int:
    """How many blank lines at least stand between two paragraphs.

    Where every line break was doubled on the way, no two lines touch: wrapped lines have one blank line between them,
    and what were blank lines are three or more, always odd. Anywhere else one blank line ends a paragraph.
    """
    gaps = {line.gap for line in lines[1:] if line.gap < APART}
    doubled = gaps and all(gap % 2 for gap in gaps) and 1 in gaps and max(gaps) >= 3
    return 2 if doubled else 1


def paragraphs_of(lines: list[Line]) -> list[list[Line]]:
    least = paragraph_gap(lines)
    paragraphs: list[list[Line]] = []
    for line in lines:
        if not paragraphs or line.gap >= least:
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs


def blanked(text: str, spans: Sequence[Span]) -> str:
    """The text with white space where `spans` are, in order, so that every place stays where it is."""
    pieces, at = [], 0
    for start, stop in spans:
        pieces += [text[at:start], _NOT_BREAK.sub(" ", text[start:stop])]
        at = stop
    return "".join([*pieces, text[at:]])
