"""Lines of a news page that say who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from jjak.seeds.readers.news_rows import Row
from jjak.seeds.readers.news_rules import Rules

# a name and what its bearer is, parted by a slash that is no date's, number's or address's
_SPEAKER = re.compile(r"(?P<name>[^/:.?!\[\]]*[^\W\d_][^/:\[\]]*?)\s*/(?!/)\s*(?P<role>[^/:\[\]]*?)\s*(?P<colon>[:：]?)\s*")
_COLON = re.compile(r"(?:\S+ ){0,4}\S+ ?[:：]")  # a few words and a colon, over a quote
_NAMED = re.compile(r"(?P<speaker>(?:[^:：\"“.?!]|\.(?= \S)|(?<=[A-Z])\.){1,80}?)\s?[:：]\s*")  # after a quote's mark
_WITH_ROLE = re.compile(r"[^():：\"“?!]{2,40}\([^()]{2,80}\)")
_BRACKETED = re.compile(r"[\[<【〔](?P<speaker>[^\[\]<>【】:：\"“?!]{2,40})[\]>】〕]")
_A_QUOTE = re.compile(r"[\"“‘「『]")
CLOSING = {"[": "]", "<": ">", "【": "】", "〔": "〕", "(": ")"}
LONGEST_SPEAKER = 12  # words
LONGEST_LINE = 200  # characters of a speaker's line; the patterns take time that grows with their square


class Opening(NamedTuple):
    """start, stop: the speaker's in the row; quote: where the quote begins in it, its length where the quote is the next row's;
    bracket: that holds the quote, empty where none does; quoted: whether the next row is the quote's."""

    start: int
    stop: int
    quote: int
    bracket: str = ""
    quoted: bool = True


def opening(rules: Rules, rows: Sequence[Row], at: int, *, follows: bool, quoted: bool) -> Opening | None:
    """The speaker that a row names. follows: whether a paragraph of its own may name one; quoted: after a quote's mark."""
    text = rows[at].text
    after = rows[at + 1] if at + 1 < len(rows) else None
    if (found := rules.speaker(text)) and (said := _of_a_rule(found, rows, at)):
        return said
    if len(text) > LONGEST_LINE:
        return _after_a_mark(text) if quoted else None
    if quoted and (opened := _after_a_mark(text)):
        return opened
    if (named := _BRACKETED.fullmatch(text)) and after is not None and _A_QUOTE.match(after.text):
        return Opening(*named.span("speaker"), len(text))
    over = after is not None and not after.mark and not after.reason
    if over and _is_speaker(text, alone=after is None or after.starts, follows=follows):
        return Opening(0, len(text), len(text))
    return Opening(0, len(text), len(text), quoted=False) if _is_speaker(text, alone=True, follows=False) else None


def _of_a_rule(found: re.Match[str], rows: Sequence[Row], at: int) -> Opening | None:
    text, head = rows[at].text, found[0]
    bracket = head[0] if head[0] in CLOSING and CLOSING[head[0]] not in head else ""
    if found.end() >= len(text) and (at + 1 >= len(rows) or rows[at + 1].mark):
        return None  # nothing is said
    if bracket and not _is_closed(rows, at, found.end(), bracket) and "/" not in found["speaker"]:
        return None
    return Opening(*found.span("speaker"), len(text) if found.end() >= len(text) else found.end(), bracket)


def _is_closed(rows: Sequence[Row], at: int, start: int, bracket: str) -> bool:
    closing = CLOSING[bracket]
    return rows[at].text.find(closing, start) >= 0 or any(closing in row.text for row in rows[at + 1 : at + 12])


def _after_a_mark(text: str) -> Opening | None:
    """`Name(role) : quote`, or a name with its role alone."""
    if _A_QUOTE.match(text):
        return None
    if named := _NAMED.match(text, 0, LONGEST_LINE):
        return Opening(*named.span("speaker"), named.end())
    if len(text.split()) <= LONGEST_SPEAKER and _WITH_ROLE.fullmatch(text):
        return Opening(0, len(text), len(text), quoted=False)
    return None


def _is_speaker(line: str, *, alone: bool, follows: bool) -> bool:
    if _COLON.fullmatch(line) and not alone:
        return True
    match = _SPEAKER.fullmatch(line)
    if match is None or len(line.split()) > LONGEST_SPEAKER:
        return False
    spaced = re.search(r"\s/|/\s|/$|[가-힣]/", line) is not None
    ends_a_sentence = re.search(r"[다요까죠]\.$|[?!]$", line) is not None
    if not spaced or ends_a_sentence:
        return False
    # without a quote under it only a line that cannot be anything else is a speaker's
    return (
        not alone
        or bool(match["colon"])
        or line.endswith("/")
        or (follows and _is_name(match["name"]) and not line.endswith("."))
    )


def _is_name(text: str) -> bool:
    """Whether every word has a capital, or a Korean name is all there is."""
    words = text.split()
    return len(words) <= 6 and all(word[0].isupper() or re.fullmatch(r"[가-힣]{2,8}", word) for word in words)
