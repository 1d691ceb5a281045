"""The reader for broadcasters' news pages, whose heads mix Korean and English and whose bodies are in either.

    date 2024-11-13 [News Today] N. KOREA RATIFIES TREATY WITH RUSSIA
    입력 2024-11-13 15:42:35 수정 2024-11-13 15:43:40 News Today
    [LEAD]
    …
    [REPORT]
    …
    Prof. Park Won-gon / Ewha Womans Univ.        a speaker line; the rest of its paragraph is the quote
    Further deployment is inevitable …

What marks, dates, furniture and speakers look like is a table (`news_table.py`), which a team extends in `jjak.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from jjak.seeds.document import Block, Kind
from jjak.seeds.ledger import Part, Reason
from jjak.seeds.lines import lines_of
from jjak.seeds.readers.line_width import columns
from jjak.seeds.readers.news_body import Body
from jjak.seeds.readers.news_head import DATE_HEAD, ZONE, Head, head_end, is_dated, is_stamp
from jjak.seeds.readers.news_rows import Draft, Row, dates_of, furnished, rows_of
from jjak.seeds.readers.news_rules import Rules
from jjak.seeds.readers.news_table import NEWS_RULES
from jjak.seeds.readers.plain import LONGEST_HEADLINE

_OWNED = re.compile(r"무단 ?(?:전재|복제|배포)")  # what only publishers forbid


class Page(NamedTuple):
    """apart: what stands in no block, each part with what became of it."""

    metadata: dict[str, str]
    blocks: tuple[Block, ...]
    apart: tuple[Part, ...]


def read_news(text: str, rules: Rules = NEWS_RULES) -> Page | None:
    """The page, or None where the text is no page of this family."""
    rows = rows_of(lines_of(text), rules)
    if not _is_page(rows, rules):
        return None
    rows = _untitled(furnished(rows, rules))
    draft = Draft()
    head = Head(draft, rules, rows)
    first_mark = next((at for at, row in enumerate(rows) if row.mark), len(rows))
    end = _read_head(rows[:first_mark], head, head_end(rows, first_mark))
    Body(draft, rules, head, rows).read(end)
    return Page(
        draft.metadata,
        tuple(sorted(draft.blocks, key=lambda block: block.span)),
        tuple(sorted(draft.apart, key=lambda part: part.span)),
    )


def _is_page(rows: Sequence[Row], rules: Rules) -> bool:
    """Whether there is a section's mark, both turns of an interview, a head's dates, or a publisher's notice at the end."""
    marked = [row for row in rows if row.mark]
    turns = {row.mark.kind for row in marked if row.mark and row.text[0].isalnum()}
    if (
        any(not row.text[0].isalnum() and row.text[0] not in "-–—•·▶▲" for row in marked)
        or len(turns & {Kind.LEAD, Kind.REPORT}) == 2
    ):
        return True
    if any(_OWNED.search(row.text) and rules.furniture(row.text) is Reason.COPYRIGHT for row in rows[-ZONE:]):
        return True
    first = [row._replace(dates=dates_of(row.text, rules)) for row in rows[:ZONE]]
    return bool(first and DATE_HEAD.fullmatch(first[0].text)) or any(is_stamp(row) for row in first)


def _untitled(rows: list[Row]) -> list[Row]:
    """The rows, where a mark that begins the title, as in `[인터뷰] …` over a date, is none."""
    at = next((at for at, row in enumerate(rows) if not row.reason), 0)
    if rows and (mark := rows[at].mark) and mark.stop < len(rows[at].text):
        follows = next((row for row in rows[at + 1 : at + 4] if row.mark or is_dated(row)), None)
        if follows is not None and not follows.mark:
            rows[at] = rows[at]._replace(mark=None)
    return rows


def _read_head(rows: Sequence[Row], head: Head, end: int) -> int:
    """Read the rows before the first mark that are no text; where the text begins."""
    for at, row in enumerate(rows):
        head.more = any(not (later.reason or later.dates) and len(later.text) > 4 for later in rows[at + 1 : end])
        if head.row(row):
            continue
        if _is_title(row, rows[at + 1 : at + 2], head, within=at < end or len(rows) == 1):
            head.title(row)
        elif at >= end:
            return at
        else:
            head.draft.block(Kind.TEXT, row.line.span)
    return len(rows)


def _is_title(row: Row, following: Sequence[Row], head: Head, *, within: bool) -> bool:
    """Whether a row that is no other part of a head is a headline: the first one, or one of several over the dates."""
    short = columns(row.text) <= LONGEST_HEADLINE
    if within:
        return not head.titled or (short and not row.ends)
    alone = not following or following[0].starts or bool(following[0].reason) or is_dated(following[0])
    return not head.titled and short and not row.ends and (alone or not row.starts)
