"""Character references in plain text, `&amp;` and `&#8216;`, which feeds and data bases leave there: what they stand for.

One is read as its character, unless its line is about references or markup: it names HTML or XML, shows tags, `&lt;b&gt;`,
or has the reference itself in quotation marks or backquotes. They are read once: `&amp;lt;` is `&lt;`.
"""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

from jjak.seeds.span import Span

_REFERENCE = re.compile(r"&(?:#(?P<number>[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6})|(?P<name>[A-Za-z][A-Za-z0-9]{1,30}));")
_ABOUT = re.compile(
    r"\b(?:X?HTML5?|XML|SGML|(?:character|entity) references?|HTML entit(?:y|ies))\b|엔티티|엔터티|이스케이프|문자 참조|마크업"
    r"|&lt;/?[A-Za-z][\w-]*(?:\s(?:&quot;|[^&\n]){0,200})?/?&gt;|</?[A-Za-z][\w-]*(?:\s[^<>\n]*)?>",
)
_MENTIONED = ("`", "'", '"', "‘’", "“”", "「」")


class Expanded(NamedTuple):
    """A text with its references read. starts, stops: of each of its code points, where it stands in the document."""

    text: str
    starts: array[int]
    stops: array[int]


def character_of(reference: str) -> str:
    """What a reference stands for; empty where it stands for nothing that a text may hold."""
    match = _REFERENCE.fullmatch(reference)
    if match is None or (match["name"] and f"{match['name']};" not in html5):
        return ""
    found = html.unescape(reference)
    harmless = found.isprintable() or found.isspace() or found in "\u00ad\u200b\u200c\u200d\u2060\ufeff"
    return found if harmless and found != "\ufffd" and not "\ud800" <= found[:1] <= "\udfff" else ""


def expanded(text: str, span: Span) -> Expanded | None:
    """The text of a span with its references read; None where there are none to read."""
    places = list(_places(text, span))
    if not places:
        return None
    pieces: list[str] = []
    starts, stops = array("q"), array("q")
    at = span.start
    for start, stop, character in [*places, (span.stop, span.stop, "")]:
        pieces += [text[at:start], character]
        starts.extend(range(at, start))
        stops.extend(range(at + 1, start + 1))
        starts.extend([start] * len(character))
        stops.extend([stop] * len(character))
        at = stop
    return Expanded("".join(pieces), starts, stops)


def _places(text: str, span: Span) -> Iterator[tuple[int, int, str]]:
    """Start, stop and character of each reference of a span that is to be read."""
    end, about = -1, False
    for match in _REFERENCE.finditer(text, span.start, span.stop):
        if match.start() >= end:
            begin = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.end()) % (len(text) + 1)
            about = _ABOUT.search(text, begin, end) is not None
        character = character_of(match[0])
        if character and not about and not _is_quoted(text, match.start(), match.end()):
            yield match.start(), match.end(), character


def _is_quoted(text: str, start: int, stop: int) -> bool:
    """Whether a reference stands alone between quotation marks, and so is spoken of."""
    around = text[start - 1 : start] + text[stop : stop + 1]
    return len(around) == 2 and any(around in (marks * 2, marks) for marks in _MENTIONED)
