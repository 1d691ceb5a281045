"""Garbled characters: text that was read in the wrong encoding before it came here, and what it would be in the right one.

ftfy knows UTF-8 read as Western encodings. Two kinds it does not know are ours: CP949 read as Windows-1252, `ÇÑ±Û`, and UTF-8
read as CP949, `而ㅽ뵾`. Nothing is mended unless somebody asks for it, and what was mended can be put back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from jjak.seeds.common_letters import KOREAN
from jjak.seeds.message import Message, counted, message
from jjak.seeds.span import Span

LOST = "占쏙옙"  # two U+FFFD in UTF-8, read as CP949: what was there is gone
_WESTERN = re.compile("[\u0080-\u00ff\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2}")
_WESTERN_RUN = re.compile("[\t -~\u0080-\u00ff\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]+")
_AS_CP949 = re.compile("[\u3131-\u318e\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]{2,}")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff\uf900-\ufaff]")
USUAL = 0.6  # of the Hangul that comes out: what at least must be usual syllables
EXAMPLE = 40  # characters of an example


class Kind(StrEnum):
    WESTERN = "UTF-8 read as a Western encoding"
    KOREAN_AS_WESTERN = "CP949 read as Windows-1252"
    AS_KOREAN = "UTF-8 read as CP949"


_NAMES = {
    Kind.WESTERN: message("UTF-8 read as a Western encoding"),
    Kind.KOREAN_AS_WESTERN: message("CP949 read as Windows-1252"),
    Kind.AS_KOREAN: message("UTF-8 read as CP949"),
}


class Garbled(NamedTuple):
    """A run of garbled text, and what it would be."""

    span: Span
    kind: Kind
    would_be: str


def garbled(text: str) -> list[Garbled]:
    """The garbled lines of a text, in order; a line is one run."""
    if not (_WESTERN.search(text) or _IDEOGRAPH.search(text)):
        return []
    return list(_garbled_lines(text))


def _garbled_lines(text: str) -> Iterator[Garbled]:
    start = 0
    # only line feeds part lines: U+0085 is a letter's second byte in what was read as Latin-1
    for line in text.split("\n"):
        body = line.rstrip("\r")
        for kind, mend in _KINDS.items():
            if not body.isascii() and (found := mend(body)) is not None:
                yield Garbled(Span(start, start + len(body)), kind, found)
                break
        start += len(line) + 1


def _korean_as_western(line: str) -> str | None:
    if not _WESTERN.search(line):
        return None
    import ftfy.bad_codecs  # noqa: F401 -- registers the codec

    def mended(match: re.Match[str]) -> str:
        try:
            found = match[0].encode("sloppy-windows-1252").decode("cp949")
        except UnicodeError:
            return match[0]
        return found if _is_usual_hangul(found) else match[0]

    found = _WESTERN_RUN.sub(mended, line)
    return found if found != line else None


def _western(line: str) -> str | None:
    if not _WESTERN.search(line):
        return None
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    if not is_bad(line):
        return None
    found = fix_encoding(line)
    return found if found != line and "\ufffd" not in found else None


def _as_korean(line: str) -> str | None:
    """UTF-8 read as CP949: only where ideographs stand among syllables that nobody writes, and usual ones come out."""
    if not _IDEOGRAPH.search(line):
        return None

    def mended(match: re.Match[str]) -> str:
        try:
            found = match[0].encode("cp949").decode("utf-8")
        except UnicodeError:
            return match[0]
        return found if _is_usual_hangul(found, least=1) else match[0]

    found = _AS_CP949.sub(mended, line)
    return found if found != line else None


def _is_usual_hangul(text: str, least: int = 2) -> bool:
    foreign = [c for c in text if c > "\x7f"]
    hangul = [c for c in foreign if "가" <= c <= "힣"]
    usual = sum(1 for c in hangul if c in KOREAN)
    return len(hangul) >= max(least, len(foreign) * 0.5) and usual >= len(hangul) * USUAL


_KINDS: dict[Kind, Callable[[str], str | None]] = {
    Kind.KOREAN_AS_WESTERN: _korean_as_western,
    Kind.WESTERN: _western,
    Kind.AS_KOREAN: _as_korean,
}


class Mended(NamedTuple):
    """A text with its garbled runs mended, and the record that puts them back."""

    text: str
    record: str


def mended(text: str, found: Sequence[Garbled]) -> Mended:
    """`text` with what `found` says it would be; the record is JSON: [start, stop, kind, what stood there], each."""
    pieces: list[str] = []
    record = []
    at = size = 0
    for (start, stop), kind, would_be in found:
        pieces += [text[at:start], would_be]
        size += start - at
        record.append([size, size + len(would_be), str(kind), text[start:stop]])
        size += len(would_be)
        at = stop
    return Mended("".join([*pieces, text[at:]]), json.dumps(record, ensure_ascii=False))


def put_back(text: str, record: str) -> str:
    """The text before it was mended."""
    for start, stop, _, before in reversed(json.loads(record)):
        text = text[:start] + before + text[stop:]
    return text


def offer(text: str, found: Sequence[Garbled]) -> Message:
    """What a person is told of garbled lines that were not mended."""
    first = found[0]
    return counted(
        "{count} garbled line, in line {line}: '{before}' would be '{after}' ({kind}); --mend-text reads it so",
        "{count:,} garbled lines, the first in line {line}: '{before}' would be '{after}' ({kind}); --mend-text reads them so",
        len(found),
        line=text.count("\n", 0, first.span.start) + 1,
        before=text[slice(*first.span)].strip()[:EXAMPLE],
        after=first.would_be.strip()[:EXAMPLE],
        kind=_NAMES[first.kind],
    )
