"""The body of a news page: sections, speakers with their quotes, interviews in turns, and further stories."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from jjak.seeds.document import Kind, Span
from jjak.seeds.ledger import Fate, Reason
from jjak.seeds.lines import Line
from jjak.seeds.readers.line_width import columns
from jjak.seeds.readers.news_head import Head, is_dated, is_link
from jjak.seeds.readers.news_rows import Draft, Row, is_wrapped
from jjak.seeds.readers.news_rules import Rules
from jjak.seeds.readers.news_speakers import CLOSING, Opening, opening
from jjak.seeds.readers.plain import LONGEST_HEADLINE

NEAR = 12  # rows that the end of a quote is looked for in
_QUOTES = {'"': '"', "“": "”", "‘": "’", "'": "'", "「": "」", "『": "』"}
_QUESTION = re.compile(r"(?:Q|문|질문)\s?\d{0,2}\s?[.:：)]\s*(?=\S)")
_ANSWER = re.compile(r"(?:A|답|답변)\s?\d{0,2}\s?[.:：)]\s*(?=\S)")
_NAMED = re.compile(r"(?P<name>[^\W\d_][^\s:：\"“.?!]{0,19}(?: [^\s:：\"“.?!]{1,20}){0,3})\s?[:：]\s(?=\S)")
_LIST = re.compile(
    r"관련|추천|인기|주요|최신|연관|많이|랭킹|지금|핫|related|recommended|popular|latest|top|most|trending", re.IGNORECASE
)
_LONG = re.compile(r"인터뷰|interview", re.IGNORECASE)  # marks of what lasts, in a page without paragraphs
_NUMBERED = re.compile(r"\d{1,2}[.)] \S")
_SIGNED = re.compile(r"입니다\.?$|news\.?$", re.IGNORECASE)
_OWNED = re.compile(r"무단|저작권|copyright|rights|@|구독", re.IGNORECASE)  # a notice of the page's, not of a picture's
_HANGUL = re.compile(r"[가-힣]")


class Body:
    """Reads the rows after the head into a draft."""

    def __init__(self, draft: Draft, rules: Rules, head: Head, rows: Sequence[Row]) -> None:
        self.draft, self.rules, self.head, self.rows = draft, rules, head, list(rows)
        self.section, self.once, self.listing, self.drawn = Kind.TEXT, False, False, False
        self.wrapped = is_wrapped(rows)
        self.above = any(row.mark for row in rows)  # the first mark, where there are no paragraphs yet

    def read(self, at: int) -> None:
        texts = [row for row in self.rows[at:] if not row.reason]
        self.turns = all(any(pattern.match(row.text) for row in texts) for pattern in (_QUESTION, _ANSWER))
        said = Counter(named["name"] for row in texts if not row.mark and (named := _NAMED.match(row.text)))
        turns = {row.text[: row.mark.stop] for row in texts if row.mark and row.text[0].isalnum()}
        # names that come again, of two people at least, take turns in an interview
        self.names = {name for name, times in said.items() if times > 1}
        if len(self.names) + len(turns) < 2:
            self.names = set()
        inner = [row for before, row in pairwise(texts) if not before.mark and not row.mark]
        # without paragraphs a quote is a line, and what follows it is the report again
        self.dense = not self.wrapped and sum(row.starts for row in inner) <= len(inner) * 0.1
        self.single = sum(row.starts for row in inner) >= len(inner) * 0.9
        while at < len(self.rows):
            at = self._row(at)

    def _row(self, at: int) -> int:
        """Read a row, and what belongs to it; where the next one stands."""
        row = self.rows[at]
        if row.mark:
            return self._mark(at, row)
        if row.reason:
            return self._left_out(at, row, row.reason)
        if row.drawn:
            self.draft.mark(row)
            self.drawn = True
            return at + 1
        drawn, self.drawn = self.drawn, False
        if self._is_repeated(row):
            self.draft.leave(row, Reason.REPEATED)
            return at + 1
        if (is_dated(row) and any(date.label for date in row.dates)) or is_link(row):
            self.head.row(row)
            return at + 1
        if self._is_story(at, under_a_line=drawn):
            self._story(row)
            return at + 1
        if self.turns and (turn := _QUESTION.match(row.text) or _ANSWER.match(row.text)):
            self.draft.put(row.line, 0, turn.end(), Fate.MARK)
            self.section, self.rows[at] = Kind.QUOTE, row.rest(turn.end())
            return at
        if (named := _NAMED.match(row.text)) and named["name"] in self.names:
            return self._speaker(at, Opening(0, named.end("name"), named.end()))
        if found := opening(self.rules, self.rows, at, follows=self.single, quoted=self.once):
            return self._speaker(at, found)
        if self.listing and not row.ends and columns(row.text) <= LONGEST_HEADLINE:
            self.draft.leave(row, Reason.NAVIGATION)
            return at + 1
        return self._text(at)

    def _mark(self, at: int, row: Row) -> int:
        assert row.mark is not None
        stop, kind = row.mark
        self.draft.put(row.line, 0, len(row.text[:stop].rstrip()), Fate.MARK)
        if kind is Kind.REPORT:
            self.draft.say("reporter", self.rules.reporter(row.text[:stop].strip(" []<>◀▶【】〔〕()●:")))
        self.listing, self.once, self.above = False, kind is Kind.QUOTE, False
        if self.dense and self.once and stop >= len(row.text) and _LONG.search(row.text):
            self.section, self.once = kind, False
        elif not self.once:
            self.section = kind
        if stop >= len(row.text):
            return at + 1
        self.rows[at] = row.rest(stop)
        return at

    def _left_out(self, at: int, row: Row, reason: Reason) -> int:
        self.draft.leave(row, reason)
        if reason in (Reason.COPYRIGHT, Reason.BYLINE, Reason.NOTICE):
            self.draft.say("reporter", self.rules.reporter(row.text))
            if _OWNED.search(row.text):
                self.draft.say("broadcaster", self.rules.broadcaster(row.text))
        self.listing = self.listing or (
            reason is Reason.NAVIGATION and _LIST.search(row.text) is not None and len(self.draft.blocks) > 1
        )
        return at + 1

    def _is_story(self, at: int, *, under_a_line: bool = False) -> bool:
        """Whether a row is the headline of a further story: alone, no sentence, and right above a lead's mark, or under a line
        that is drawn across the page."""
        row = self.rows[at]
        if (row.ends and not (_NUMBERED.match(row.text) or row.text.isupper())) or columns(row.text) > LONGEST_HEADLINE:
            return False
        if self.above and self.head.titled and not under_a_line:
            return False  # what stands over the first lead belongs to the title
        if under_a_line and at + 1 < len(self.rows) and not row.ends and not self._stops(at + 1):
            return True
        after = at + 1
        while after < len(self.rows) and after <= at + 6 and (self.rows[after].reason or is_dated(self.rows[after])):
            after += 1
        if after >= len(self.rows) or (mark := self.rows[after].mark) is None or mark.kind is not Kind.LEAD or self.once:
            return False
        return row.starts or self.dense or _NUMBERED.match(row.text) is not None or row.text.isupper()

    def _story(self, row: Row) -> None:
        self.section, self.listing = Kind.TEXT, False
        self.head.title(row, further=True)

    def _speaker(self, at: int, found: Opening) -> int:
        """A speaker and the quote that is his; marks are what stands before, between and after them."""
        row, line, draft = self.rows[at], self.rows[at].line, self.draft
        self.once, self.listing = False, False
        draft.put(line, 0, found.start, Fate.MARK)
        draft.block(Kind.SPEAKER, line.part(found.start, found.stop))
        draft.put(line, found.stop, len(row.text[: found.quote].rstrip()), Fate.MARK)
        if found.quote < len(row.text):
            self.rows[at] = row.rest(found.quote)
            return self._quote(at, found.bracket)
        at += 1
        if found.quoted and at < len(self.rows) and not self._stops(at):
            return self._quote(at, found.bracket)
        return at

    def _is_repeated(self, row: Row) -> bool:
        """Whether a row over the text says the title again."""
        return len(self.draft.blocks) < 8 and self.head.is_repeated(row.text)

    def _stops(self, at: int) -> bool:
        """Whether a row is plainly no part of a quote."""
        row = self.rows[at]
        return bool(row.mark or row.reason or row.drawn) or self._is_story(at)

    def _quote(self, at: int, bracket: str) -> int:
        """The quote that begins with a row; in a bracket it reaches to where that is closed."""
        if bracket:
            for end in range(at, min(at + NEAR, len(self.rows))):
                if end > at and (self.rows[end].mark or self.rows[end].text.startswith(bracket)):
                    break
                if (closing := self.rows[end].text.find(CLOSING[bracket])) >= 0 and self._balanced(at, end, bracket, closing):
                    return self._bracketed(at, end, closing)
        stop = self._quote_stop(at)
        self.draft.block(Kind.QUOTE, Span(self.rows[at].line.span.start, self.rows[stop - 1].line.span.stop))
        return stop

    def _balanced(self, at: int, end: int, bracket: str, closing: int) -> bool:
        return sum(row.text.count(bracket) for row in self.rows[at:end]) + self.rows[end].text.count(bracket, 0, closing) == 0

    def _bracketed(self, at: int, end: int, closing: int) -> int:
        """A quote to the closing bracket; what follows that is a text again."""
        row, first = self.rows[end], self.rows[at].line.span.start
        inside = len(row.text[:closing].rstrip())
        last = row.line.part(0, inside).stop if inside else self.rows[end - 1].line.span.stop
        if end > at or inside:
            self.draft.block(Kind.QUOTE, Span(first, last))
        self.draft.put(row.line, closing, closing + 1, Fate.MARK)
        rest = row.text[closing + 1 :]
        if not rest.strip(" .,"):
            self.draft.put(row.line, closing + 1, len(row.text), Fate.MARK)
            return end + 1
        self.rows[end] = row.rest(closing + 1 + len(rest) - len(rest.lstrip()))
        return end

    def _quote_stop(self, at: int) -> int:
        """Where a quote ends that no bracket closes: with its quotation mark, its paragraph, or else its line."""
        text = self.rows[at].text
        mark = _QUOTES.get(text[0])
        if mark and (closed := self._closed(at, mark)):
            return closed
        stop = at + 1
        while stop < len(self.rows) and not self.rows[stop].starts and not self._stops(stop) and not self._new(stop):
            if self.dense or (self.wrapped and self._is_short(stop - 1) and self.rows[at].starts is False):
                break
            stop += 1
        return stop

    def _closed(self, at: int, mark: str) -> int:
        """Where a quotation mark is closed at a row's end, in its paragraph or, in mid-sentence, after a blank line; else 0."""
        for end in range(at, min(at + NEAR, len(self.rows))):
            row = self.rows[end]
            if end > at and (self._stops(end) or (row.starts and self.rows[end - 1].ends) or self._new(end)):
                return 0
            if (end > at or len(row.text) > 1) and row.text.rstrip(" .])>").endswith(mark):
                last = end + 1
                return last if self.dense or last >= len(self.rows) or self.rows[last].starts or end > at else 0
        return 0

    def _is_short(self, at: int) -> bool:
        return self.rows[at].ends and columns(self.rows[at].text) < 40

    def _new(self, at: int) -> bool:
        """Whether a row inside a paragraph begins something of its own."""
        row = self.rows[at]
        return opening(self.rules, self.rows, at, follows=False, quoted=False) is not None and not row.starts

    def _text(self, at: int) -> int:
        """A text of the section: a line, or the lines of a paragraph that was wrapped."""
        kind = Kind.QUOTE if self.once else self.section
        once, self.once, self.listing = self.once, False, False
        stop = self._quote_stop(at) if once else at + 1
        while not once and self.wrapped and not self.above and stop < len(self.rows) and self._continues(stop):
            stop += 1
        self._sources(self.rows[stop - 1].line)
        self.draft.block(kind, Span(self.rows[at].line.span.start, self.rows[stop - 1].line.span.stop))
        return stop

    def _continues(self, at: int) -> bool:
        """Whether a row goes on with the paragraph before it."""
        row, before = self.rows[at], self.rows[at - 1]
        if row.starts or self._stops(at) or self._new(at) or (is_dated(row) and row.dates[0].label):
            return False
        # a line in the other script after a full sentence is its translation
        return not before.ends or bool(_HANGUL.search(row.text)) == bool(_HANGUL.search(before.text))

    def _sources(self, line: Line) -> None:
        """A sign-off is spoken text, and says who made the page."""
        if len(line.text) <= 60 and _SIGNED.search(line.text) and (name := self.rules.broadcaster(line.text)):
            self.draft.say("reporter", self.rules.reporter(line.text))
            self.draft.say("broadcaster", name)
