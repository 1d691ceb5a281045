"""What a printed page has besides its text: its number, the head that runs over every page, and drawn lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from jjak.seeds.ledger import Fate, Part, Reason
from jjak.seeds.lines import APART, Line

# one symbol over and over; dots without spaces are a pause in somebody's speech
_DRAWN = re.compile(r"([-=*_~#+─━═─·•○□■◆])(?:\s?\1){2,}|\.(?:\s+\.){2,}")
_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[-–—]\s?(?P<page>\d{1,4})\s?(?:쪽\s?)?[-–—]",
        r"[\[(<]?[Pp]age:? (?P<page>\d{1,4})(?: of \d{1,4})?[\])>]?",
        r".{0,80}\[[Pp]age (?P<page>\d{1,4})\]",
    )
)
LEAST = 2  # pages


def without_furniture(lines: Sequence[Line]) -> tuple[list[Line], list[Part]]:
    """The lines that are text, and what the others are."""
    pages = _pages(lines)
    kept: list[Line] = []
    apart: list[Part] = []
    passed = False
    for at, line in enumerate(lines):
        if at in pages:
            apart.append(Part(line.span, Fate.LEFT_OUT, Reason.PAGE))
        elif _DRAWN.fullmatch(line.text):
            apart.append(Part(line.span, Fate.MARKUP))
        else:
            kept.append(replace(line, gap=APART) if passed else line)
            passed = False
            continue
        passed = True
    return kept, apart


def _pages(lines: Sequence[Line]) -> set[int]:
    """The lines that are numbers of pages, which count up, and the heads that follow them again and again."""
    found: set[int] = set()
    for pattern in _NUMBERS:
        numbered = [(at, int(match["page"])) for at, line in enumerate(lines) if (match := pattern.fullmatch(line.text))]
        if len(numbered) >= LEAST and all(a < b for (_, a), (_, b) in pairwise(numbered)):
            found |= {at for at, _ in numbered}
    heads = Counter(lines[at + 1].text for at in found if at + 1 < len(lines))
    return found | {at + 1 for at in found if at + 1 < len(lines) and heads[lines[at + 1].text] >= LEAST}
