"""The rows of a news page: its lines with what the rules say of them, and the page that is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jjak.seeds.document import Block, Kind, Span
from jjak.seeds.ledger import Fate, Part, Reason
from jjak.seeds.lines import Line, paragraphs_of
from jjak.seeds.readers.line_width import WRAP, columns
from jjak.seeds.readers.news_dates import LONGEST, Moment
from jjak.seeds.readers.news_rules import Mark, Rules

FINAL = re.compile(r"[.!?。！？…][\"”'’」』)\]]*$")  # how a sentence ends
_CLOSED = ('"', "”", "’", "」", "』", ")", "]", ":", ";")  # how a line ends that no width cut
_DATED = re.compile(r"\d\d\s?[-./년]|\b(?:19|20)\d\d")
_RULE = re.compile(r"[-=_*~#·•■□◆◇○●▲▼▶◀◁▷─━—–|\s\[\]()<>]+")  # a line drawn, or what is left of brackets


class Row(NamedTuple):
    """A line. starts: whether a paragraph begins with it; reason: why it is left out, where it is."""

    line: Line
    starts: bool
    mark: Mark | None = None
    reason: Reason | None = None
    dates: Sequence[Moment] = ()

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def drawn(self) -> bool:
        return _RULE.fullmatch(self.text) is not None

    @property
    def ends(self) -> bool:
        """Whether it ends as a sentence does."""
        return FINAL.search(self.text[-8:]) is not None

    def rest(self, start: int) -> Row:
        """What follows the first `start` code points, as a row that begins a paragraph."""
        return Row(self.line.rest(start), starts=True)


@dataclass(slots=True)
class Draft:
    """A page in the making: its metadata, its blocks, and what stands apart from them."""

    metadata: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    apart: list[Part] = field(default_factory=list)

    def block(self, kind: Kind, span: Span) -> None:
        self.blocks.append(Block(kind, span))

    def say(self, name: str, value: str) -> None:
        """What the page says of itself; the first that says it is believed."""
        if value:
            self.metadata.setdefault(name, value)

    def put(self, line: Line, start: int, stop: int, fate: Fate, reason: Reason | None = None) -> None:
        """Account for a part of a line, if there is any."""
        if start < stop:
            self.apart.append(Part(line.part(start, stop), fate, reason))

    def leave(self, row: Row, reason: Reason) -> None:
        self.apart.append(Part(row.line.span, Fate.LEFT_OUT, reason))

    def mark(self, row: Row) -> None:
        self.apart.append(Part(row.line.span, Fate.MARK))


def rows_of(lines: list[Line], rules: Rules) -> list[Row]:
    """The lines with their marks; furniture and dates are looked for in pages alone."""
    return [
        Row(line, starts=not at, mark=rules.mark(line.text))
        for paragraph in paragraphs_of(lines)
        for at, line in enumerate(paragraph)
    ]


def furnished(rows: Sequence[Row], rules: Rules) -> list[Row]:
    """The rows with what is left out of them; where lines are wrapped, nothing is in the middle of a sentence that goes on."""
    found: list[Row] = []
    for row in rows:
        # `Reporter: Hong Gil-dong` is a byline, and no turn
        reason = rules.furniture(row.text) if row.mark is None or row.text[0].isalnum() else None
        dates = () if reason else dates_of(row.text, rules)
        found.append(row._replace(mark=None if reason else row.mark, reason=reason, dates=dates))
    if not is_wrapped(found):
        return found
    for at, row in enumerate(found):
        if row.reason and not row.starts and not row.text.isupper() and at and _goes_on(found[at - 1]):
            found[at] = row._replace(reason=None)
    return found


def _goes_on(row: Row) -> bool:
    return row.reason is None and not row.mark and not row.dates and not row.ends and columns(row.text[: WRAP[0]]) >= WRAP[0]


def dates_of(text: str, rules: Rules) -> Sequence[Moment]:
    return rules.moments(text) if len(text) <= LONGEST and _DATED.search(text) else ()


def is_wrapped(rows: Iterable[Row]) -> bool:
    """Whether the lines of a page were broken to fit a width: those before a paragraph's last are about as long, and many stop
    in the middle of a sentence. Where no two lines touch, nothing says that they were not."""
    inner: list[Row] = []
    before: Row | None = None
    for row in rows:
        plain = row.mark is None and row.reason is None and not row.dates and "/" not in row.text[:LONGEST]
        if before is not None and plain and not row.starts:
            inner.append(before)
        before = row if plain and not row.text.startswith(("[", "<", "●")) else None
    if not inner:
        return True
    widths = sorted(columns(row.text) for row in inner)
    widest = widths[int(len(widths) * 0.9)]
    long = sum(width >= widest * 0.7 for width in widths)
    open_ended = sum(not row.ends and not row.text.endswith(_CLOSED) for row in inner)
    return WRAP[0] <= widest <= WRAP[1] and long >= len(inner) * 0.8 and open_ended >= len(inner) * 0.5
