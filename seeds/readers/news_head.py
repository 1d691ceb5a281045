"""The head of a news page: its title, its dates, its programme, and who made it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jjak.seeds.document import Kind
from jjak.seeds.ledger import Fate, Reason
from jjak.seeds.lines import Line
from jjak.seeds.readers.line_width import columns
from jjak.seeds.readers.news_dates import KOREAN_TIME, LONGEST, Moment, in_zone
from jjak.seeds.readers.news_rows import Draft, Row
from jjak.seeds.readers.news_rules import Rules
from jjak.seeds.readers.plain import LONGEST_HEADLINE

DATE_HEAD = re.compile(r"date\s+(?P<date>\d{4}-\d{2}-\d{2})(?:\s+(?P<rest>.*))?", re.IGNORECASE)
_BRACKETED = re.compile(r"\[(?P<name>[^\]]{1,40})\]\s*")
# what stands in brackets before a headline and belongs to it; a programme is none of these
_STOCK = re.compile(
    r"단독|속보|공식|종합\d?|\d보|영상|현장영상|포토|인터뷰|르포|사설|칼럼|기고|기획|특집|취재후|팩트체크|크랩|자막뉴스|날씨|전문|그래픽|사진|제보"
    r"|exclusive|breaking(?: news)?|interview|video|photos?|updated?|(?:\d\w\w )?ld|lead"
    r"|(?:news )?analysis|editorial|column|opinion"
    r"|watch|live|feature|full text|kst|utc|gmt",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?:[▶▷■※•·]\s?)?(?:(?:url|link|source|출처|원문|기사 ?원문|링크|주소)\s?[:：]?\s?)?(?P<url>https?://[^\s\"<>]+)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"(?:[^|/·ㆍ,()\[\]•–]|,(?=\d))+")
ELSEWHERE = ("VOA", "BBC", "RFA", "CBS")  # broadcasters that are not Korea's, or not only
_PERSON = re.compile(r"•\s(?P<korean>[가-힣]{2,4})|(?:•\s)?(?P<romanized>[A-Z][a-z]+ [A-Z][a-z]+-[a-z]+)")
_ALONE = re.compile(r"[가-힣]{2,4}")  # a name before a date
ZONE = 12  # rows, furniture aside, that dates of a head are looked for in
_KOREAN = re.compile(r"[가-힣]")


def is_dated(row: Row) -> bool:
    """Whether a row is made of dates and what stands beside them: a label begins it, or there is nothing but a date."""
    dates = row.dates
    if not dates:
        return False
    before, after = row.text[: dates[0].start].strip(" |•·-([/"), row.text[dates[-1].stop :].strip(" |•·-)]/.")
    if any(date.label for date in dates):
        return len(before) <= 40 and columns(after) <= 60 and not after.endswith(("다.", "요.")) and after.count(" ") <= 6
    # words before a date without an hour are a title's
    return not after and (not before or "T" in dates[0].value) and len(before.split()) <= 3 and columns(before) <= 40


def is_link(row: Row) -> bool:
    """Whether a row is an address, and no more than a word that says so."""
    return "://" in row.text[:LONGEST] and len(row.text) <= LONGEST and _URL.fullmatch(row.text) is not None


def is_stamp(row: Row) -> bool:
    """Whether a row is plainly a page's stamp: its date has a label or an hour."""
    return is_dated(row) and any(date.label or "T" in date.value for date in row.dates)


class Head:
    """Reads the rows of a head into a draft."""

    def __init__(self, draft: Draft, rules: Rules, rows: Sequence[Row]) -> None:
        self.draft, self.rules = draft, rules
        korean = any(_KOREAN.search(row.text) or self._is_korean(row.text) for row in rows[: ZONE * 4])
        self.zone = KOREAN_TIME if korean else ""
        self.label = ""  # of a date on the next row
        self.headlines: list[str] = []
        self.more = False  # whether a row that may be the title follows
        self.named = {match["name"].casefold() for row in rows[:ZONE] if (match := _BRACKETED.match(row.text))}

    @property
    def titled(self) -> bool:
        return bool(self.headlines)

    def _is_korean(self, text: str) -> bool:
        """Whether a short row names a broadcaster of Korea, whose pages give Korean time."""
        return len(text) <= LONGEST and self.rules.broadcaster(text) not in ("", *ELSEWHERE)

    def _is_above(self, text: str) -> bool:
        """Whether a programme's name may stand over the title: in two words, with the title to follow."""
        return self.more and len(text.split()) <= 2

    def is_repeated(self, text: str) -> bool:
        """Whether a row says a headline again, whole or cut short."""
        cut = text.rstrip("….")
        return any(text == said or (cut != text and len(cut) >= 10 and said.startswith(cut)) for said in self.headlines)

    def row(self, row: Row) -> bool:
        """Read a row as a part of the head; False where it is none, and a text."""
        text, draft = row.text, self.draft
        self._sources(text)
        if row.reason:
            draft.leave(row, row.reason)
        elif row.drawn:
            draft.mark(row)
        elif not draft.blocks and (head := DATE_HEAD.fullmatch(text)):
            self._dated_title(row, head)
        elif is_dated(row):
            self._stamps(row)
        elif label := self.rules.stamp_label(text):
            self.label = label
            draft.put(row.line, 0, len(text), Fate.METADATA)
        elif url := _URL.fullmatch(text):
            draft.say("url", url["url"])
            draft.put(row.line, 0, len(text), Fate.METADATA)
        else:
            return self._named(row)
        return True

    def _named(self, row: Row) -> bool:
        """A row of words: a category, a programme, or the title."""
        text, draft = row.text, self.draft
        if self.rules.category(text) and (self.titled or len(text.split()) == 1):
            self._category(row.line, 0, len(text))
        elif self._is_programme(text) and (self.titled or self._is_above(text) or text.casefold() in self.named):
            self._programme(row.line, 0, len(text), shown=self.titled)
        elif (alone := _BRACKETED.fullmatch(text)) and self._is_programme(alone["name"]):
            draft.say("programme", alone["name"])
            draft.put(row.line, 0, len(text), Fate.METADATA)
        elif self.is_repeated(text):
            draft.leave(row, Reason.REPEATED)
        elif self.titled and (name := _PERSON.fullmatch(text)):
            draft.say("reporter", name["korean"] or name["romanized"])
            draft.leave(row, Reason.BYLINE)
        else:
            return False
        return True

    def title(self, row: Row, start: int = 0, *, further: bool = False) -> None:
        """A headline, of the page or of a further story; the name of the programme or of the site is no part of it."""
        line, stop = row.line, len(row.text)
        named = _BRACKETED.match(row.text, start)
        if named and named.end() < stop and self._is_programme(named["name"], anything=start > 0):
            self.draft.say("programme", named["name"].strip())
            self.draft.put(line, start, named.end(), Fate.METADATA)
            start = named.end()
        site = re.search(r"\s?(?:\||<|[-–—]\s|::)\s?(?P<site>[^|<]{2,30})$", row.text[start:])
        if site and self.rules.broadcaster(site["site"]):
            self.draft.say("broadcaster", self.rules.broadcaster(site["site"]))
            self.draft.put(line, start + site.start(), stop, Fate.METADATA)
            stop = start + site.start()
        if start < stop:
            span = line.part(start, stop)
            if not further:
                self.draft.say("title", row.text[start:stop])
            self.headlines.append(row.text[start:stop])
            self.draft.block(Kind.HEADLINE, span)

    def _dated_title(self, row: Row, head: re.Match[str]) -> None:
        draft, start = self.draft, head.start("rest") if head["rest"] else len(row.text)
        draft.say("date", head["date"])
        draft.put(row.line, 0, start, Fate.METADATA)
        rest = row.text[start:]
        if reason := self.rules.furniture(rest):
            draft.put(row.line, start, len(row.text), Fate.LEFT_OUT, reason)
        elif rest.casefold() in self.named and self._is_programme(rest, anything=True):
            self._programme(row.line, start, len(row.text), shown=False)
        elif rest:
            self.title(row, start)

    def _stamps(self, row: Row) -> None:
        line, at = row.line, 0
        for date in row.dates:
            self._between(line, at, date.start)
            self._say(date)
            self.draft.block(Kind.LABEL, line.part(date.start, date.stop))
            at = date.stop
        self._between(line, at, len(row.text))

    def _say(self, date: Moment) -> None:
        name, self.label = date.label or self.label or "published", ""
        if date.value:
            self.draft.say(name, date.value if date.zoned else in_zone(date.value, self.zone))

    def _between(self, line: Line, start: int, stop: int) -> None:
        """What stands before, between and after dates, part by part; what parts them is a mark."""
        at = start
        for part in _PARTS.finditer(line.text, start, stop):
            begin, end = part.start() + len(part[0]) - len(part[0].lstrip()), part.end() - len(part[0]) + len(part[0].rstrip())
            if begin < end:
                self.draft.put(line, at, begin, Fate.MARK)
                self._beside(line, begin, end)
                at = end
        if line.text[at:stop].strip():
            self.draft.put(line, at, stop, Fate.MARK)

    def _beside(self, line: Line, start: int, stop: int) -> None:
        text, draft = line.text[start:stop], self.draft
        if reason := self.rules.furniture(text):
            draft.say("reporter", self.rules.reporter(text))
            draft.put(line, start, stop, Fate.LEFT_OUT, reason)
        elif label := self.rules.stamp_label(text):
            self.label = label
            draft.put(line, start, stop, Fate.METADATA)
        elif self.rules.category(text):
            self._category(line, start, stop)
        elif not re.search(r"[^\W\d_]", text) or _STOCK.fullmatch(text):
            draft.put(line, start, stop, Fate.METADATA)
        elif _ALONE.fullmatch(text) and not self._is_programme(text):
            draft.say("reporter", text)
            draft.put(line, start, stop, Fate.LEFT_OUT, Reason.BYLINE)
        elif columns(text) <= 40 and not text.endswith("."):
            self._programme(line, start, stop, shown=True)
        else:
            draft.block(Kind.TEXT, line.part(start, stop))

    def _category(self, line: Line, start: int, stop: int) -> None:
        self.draft.say("category", re.sub(r"^\w+ ?[:：] ?", "", line.text[start:stop]))
        self.draft.put(line, start, stop, Fate.METADATA)

    def _programme(self, line: Line, start: int, stop: int, *, shown: bool) -> None:
        self._sources(line.text[start:stop])
        self.draft.say("programme", line.text[start:stop])
        if shown:
            self.draft.block(Kind.PROGRAMME, line.part(start, stop))
        else:
            self.draft.put(line, start, stop, Fate.METADATA)

    def _is_programme(self, text: str, *, anything: bool = False) -> bool:
        """Whether a text names a programme; anything that is no stock phrase may where pages have one."""
        if _STOCK.fullmatch(text) or columns(text) > 40 or not re.search(r"[^\W\d_]", text):
            return False
        return anything or self.rules.programme(text) or text == self.draft.metadata.get("programme")

    def _sources(self, text: str) -> None:
        """Who made the page, where a row of its head or its furniture says so."""
        if len(text) <= LONGEST_HEADLINE and (self.rules.furniture(text) or self.rules.programme(text)):
            self.draft.say("broadcaster", self.rules.broadcaster(text))
            self.draft.say("reporter", self.rules.reporter(text))


def head_end(rows: Sequence[Row], first_mark: int) -> int:
    """How many rows the head has: to its last date, or to its title where it has no dates."""
    content = 0
    end = 0
    for at, row in enumerate(rows[:first_mark]):
        content += not row.reason
        if content > ZONE:
            break
        if is_stamp(row) or (is_dated(row) and at < 4) or (DATE_HEAD.fullmatch(row.text) and not at):
            end = at + 1
    return end
