"""The reader for broadcasters' news pages, whose heads mix Korean and English and whose bodies are in either.

    date 2024-11-13 [News Today] N. KOREA RATIFIES TREATY WITH RUSSIA
    입력 2024-11-13 15:42:35 수정 2024-11-13 15:43:40 News Today
    [LEAD]
    …
    [REPORT]
    …
    Prof. Park Won-gon / Ewha Womans Univ.        a speaker line; the rest of its paragraph is the quote
    Further deployment is inevitable …

Korean pages have `[앵커]`, `[리포트]`, `[녹취]`, `[기자]`, and speaker lines such as `박원곤/이화여대 교수 :`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from jjak.seeds.document import Block, Kind, Span
from jjak.seeds.lines import Line, lines_of, paragraphs_of

ZONE = "+09:00"  # Korean pages give Korean time without saying so

# section marks and the kind of what follows; a quote's mark holds for one paragraph, the others until the next mark
_MARKS = {
    "lead": Kind.LEAD,
    "anchor": Kind.LEAD,
    "anchor lead": Kind.LEAD,
    "앵커": Kind.LEAD,
    "앵커 멘트": Kind.LEAD,
    "앵커멘트": Kind.LEAD,
    "report": Kind.REPORT,
    "pkg": Kind.REPORT,
    "리포트": Kind.REPORT,
    "기자": Kind.REPORT,
    "기자 멘트": Kind.REPORT,
    "녹취": Kind.QUOTE,
    "인터뷰": Kind.QUOTE,
    "soundbite": Kind.QUOTE,
    "interview": Kind.QUOTE,
}
_MARK = re.compile(
    r"[\[<](" + "|".join(sorted(map(re.escape, _MARKS), key=len, reverse=True)) + r")[\]>]\s*",
    re.IGNORECASE,
)
_HEAD = re.compile(r"date\s+(?P<date>\d{4}-\d{2}-\d{2})\s*(?:\[(?P<programme>[^\]]+)\]\s*)?(?P<headline>.*)", re.IGNORECASE)
_STAMPS = {
    "입력": "published",
    "등록": "published",
    "published": "published",
    "수정": "modified",
    "updated": "modified",
    "modified": "modified",
}
_STAMP = re.compile(
    r"(?P<name>" + "|".join(_STAMPS) + r")\s*:?\s*"
    r"(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})\.?(?:\s+|T)\(?(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)\)?",
    re.IGNORECASE,
)
# a name and what its bearer is, parted by a slash that is no date's, number's or address's
_SPEAKER = re.compile(r"(?P<name>[^/:.?!\[\]]*[^\W\d_][^/:\[\]]*?)\s*/(?!/)\s*(?P<role>[^/:\[\]]*?)\s*(?P<colon>:?)\s*")
_KOREAN_QUOTE = re.compile(
    r"[\[(]?(?P<speaker>[^/:\[\]]{2,30}/[^/:\[\]]{1,40}?|[^\s/:\[\]()]{2,10}\([^()]{1,30}\))\s*:\s*(?P<quote>[\"“'‘].+)"
)
_COLON = re.compile(r"(?:\S+ ){0,4}\S+ ?:")  # a few words and a colon, over a quote
LONGEST_SPEAKER = 12  # words
LONGEST_LINE = 200  # characters of a speaker's line; the patterns take time that grows with their square


class Page(NamedTuple):
    metadata: dict[str, str]
    blocks: tuple[Block, ...]


def read_news(text: str) -> Page | None:
    """The page, or None where the text is no page of this family."""
    lines = lines_of(text)
    marks = [at for at, line in enumerate(lines) if _MARK.match(line.text)]
    stamps = [at for at, line in enumerate(lines[:8]) if _STAMP.match(line.text)]
    head = _HEAD.fullmatch(lines[0].text) if lines else None
    if head is None and not stamps and not marks:
        return None
    metadata: dict[str, str] = {}
    blocks: list[Block] = []
    end = max([0, *(at + 1 for at in stamps)]) if stamps else int(head is not None)
    for line in lines[:end]:
        blocks.extend(_head_blocks(line, metadata))
    # a first line over section marks is a headline, with a date before it or not
    if not end and marks and marks[0] == 1:
        blocks.append(Block(Kind.HEADLINE, lines[0].span))
        end = 1
    blocks.extend(_body(lines, end))
    return Page(metadata, tuple(blocks))


def _head_blocks(line: Line, metadata: dict[str, str]) -> Iterator[Block]:
    if head := _HEAD.fullmatch(line.text):
        metadata["date"] = head["date"]
        if head["programme"]:
            metadata["programme"] = head["programme"].strip()
        if head["headline"]:
            yield Block(Kind.HEADLINE, line.part(*head.span("headline")))
    elif _STAMP.match(line.text):
        yield from _label_blocks(line, metadata)
    else:
        yield Block(Kind.HEADLINE, line.span)


def _label_blocks(line: Line, metadata: dict[str, str]) -> Iterator[Block]:
    rest = 0
    for stamp in _STAMP.finditer(line.text):
        metadata.setdefault(_STAMPS[stamp["name"].lower()], _moment(stamp))
        yield Block(Kind.LABEL, line.part(*stamp.span()))
        rest = stamp.end()
    if programme := line.text[rest:].strip():
        metadata.setdefault("programme", programme)
        start = line.text.index(programme, rest)
        yield Block(Kind.PROGRAMME, line.part(start, start + len(programme)))


def _moment(stamp: re.Match[str]) -> str:
    hour, *rest = stamp["clock"].split(":")
    clock = ":".join([hour.zfill(2), *rest, "00"][:3])
    return f"{stamp['y']}-{int(stamp['m']):02}-{int(stamp['d']):02}T{clock}{ZONE}"


def _body(lines: list[Line], end: int) -> Iterator[Block]:
    section, once = Kind.TEXT, False
    # the gaps of the whole page tell what a blank line means; the head alone would not
    for paragraph in (part for whole in paragraphs_of(lines) for part in _sections(whole)):
        rest = [line for line in paragraph if line.span.start >= (lines[end].span.start if end < len(lines) else 1 << 62)]
        while rest:
            if mark := _MARK.match(rest[0].text):
                kind = _MARKS[mark[1].lower()]
                once = kind is Kind.QUOTE
                following = section if once else kind
                rest = _without(rest, mark.end())
                if rest or not once:
                    yield from _paragraph(rest, kind)
                    once = False
                section, rest = following, []
            else:
                yield from _paragraph(rest, Kind.QUOTE if once else section)
                once, rest = False, []


def _sections(paragraph: list[Line]) -> Iterator[list[Line]]:
    """A paragraph, cut before every line that begins with a mark: some pages have no wider gap there than inside."""
    starts = [0, *(at for at, line in enumerate(paragraph) if at and _MARK.match(line.text)), len(paragraph)]
    for start, stop in pairwise(starts):
        yield paragraph[start:stop]


def _without(paragraph: list[Line], prefix: int) -> list[Line]:
    """A paragraph without the first `prefix` characters of its first line."""
    rest = paragraph[0].rest(prefix)
    return [rest, *paragraph[1:]] if rest.text else paragraph[1:]


def _paragraph(paragraph: list[Line], kind: Kind) -> Iterator[Block]:
    if not paragraph:
        return
    first, rest = paragraph[0], paragraph[1:]
    if quoted := _KOREAN_QUOTE.fullmatch(first.text):
        yield Block(Kind.SPEAKER, first.part(*quoted.span("speaker")))
        start, stop = quoted.span("quote")
        closed = not rest and first.text.startswith("[") and first.text.endswith("]")
        end = rest[-1].span.stop if rest else first.part(start, stop - closed).stop
        yield Block(Kind.QUOTE, Span(first.part(start, stop).start, end))
    elif _is_speaker(first.text, alone=not rest):
        yield Block(Kind.SPEAKER, first.span)
        if rest:
            yield Block(Kind.QUOTE, Span(rest[0].span.start, rest[-1].span.stop))
    else:
        yield Block(kind, Span(first.span.start, paragraph[-1].span.stop))


def _is_speaker(line: str, *, alone: bool) -> bool:
    if len(line) > LONGEST_LINE:
        return False
    if _COLON.fullmatch(line) and not alone:
        return True
    match = _SPEAKER.fullmatch(line)
    if match is None or len(line.split()) > LONGEST_SPEAKER:
        return False
    spaced = re.search(r"\s/|/\s|/$|[가-힣]/", line) is not None
    ends_a_sentence = re.search(r"[다요까죠]\.$|[?!]$", line) is not None
    # without a quote under it only a line that cannot be anything else is a speaker's
    return spaced and not ends_a_sentence and (not alone or bool(match["colon"]) or line.endswith("/"))
