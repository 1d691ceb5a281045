"""Wrapped lines with a blank line after each, as programs make them that read PDF: which of them belong together.

Where blank lines stand after every line, they say nothing of paragraphs. What is left is the width: a full line that stops in
mid-sentence goes on in the next one. A list of headings looks alike, but no sentence ends inside of its lines.
"""

from __future__ import annotations

import re
from statistics import median

from jjak.seeds.lines import Line
from jjak.seeds.readers.line_width import WRAP, columns
from jjak.seeds.readers.list_items import doubtful, is_entry, sure

LEAST_SINGLE = 0.8  # of the paragraphs have one line
LEAST_LINES = 6
FULL = 0.85  # of the usual width
LEAST_OPEN = 0.7  # of the full lines stop in mid-sentence
LEAST_INNER = 3  # full lines in which a sentence ends and the next begins
_END = re.compile(r"[.?!…。:;][\"'”’」』)）\]]*$")
_INNER_END = re.compile(r"\w\w[.?!][\"”’)]*\s+[^\W\d_]")


def rejoined(paragraphs: list[list[Line]]) -> list[list[Line]]:
    """The paragraphs, those of full lines that stop in mid-sentence joined with what follows where every line stands alone."""
    full = _full(paragraphs)
    if not full:
        return paragraphs
    joined: list[list[Line]] = []
    for paragraph in paragraphs:
        line = paragraph[0]
        if joined and line.gap == 1 and not _begins(line.text) and _stops_open(joined[-1][-1], full):
            joined[-1] = [*joined[-1], *paragraph]
        else:
            joined.append(paragraph)
    return joined


def _full(paragraphs: list[list[Line]]) -> float:
    """The columns that a full line has at least; 0 where lines are not doubled."""
    single = [paragraph[0].text for paragraph in paragraphs if len(paragraph) == 1]
    long = [columns(text) for text in single if columns(text) >= WRAP[0]]
    if len(long) < LEAST_LINES or len(single) < len(paragraphs) * LEAST_SINGLE or median(long) > WRAP[1]:
        return 0
    full = median(long) * FULL
    stopping = [text for text in single if full <= columns(text) <= WRAP[1]]
    open_ended = [text for text in stopping if not _END.search(text)]
    inner = sum(_INNER_END.search(text) is not None for text in open_ended)
    return full if len(open_ended) >= len(stopping) * LEAST_OPEN and inner >= LEAST_INNER else 0


def _stops_open(line: Line, full: float) -> bool:
    return full <= columns(line.text) <= WRAP[1] and not _END.search(line.text)


def _begins(text: str) -> bool:
    # a wrapped line may well begin with `제3조` or with the last syllable of a sentence
    return sure(text) or is_entry(text) or doubtful(text) not in ("", "syllable", "article")
