"""A document as it was read: its text, what its head says, and its blocks."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, overload

from jjak.seeds.character_references import expanded
from jjak.seeds.ledger import Part
from jjak.seeds.message import Message
from jjak.seeds.span import Span

__all__ = ["MARKS", "Block", "CodePointOrigins", "Document", "Folded", "Kind", "Part", "Span", "fold", "pile"]


class Kind(StrEnum):
    """What a block is. A page's date and section marks are no blocks: they are metadata and structure."""

    HEADLINE = "headline"
    LABEL = "label"
    PROGRAMME = "programme"
    LEAD = "lead"
    REPORT = "report"
    SPEAKER = "speaker"
    QUOTE = "quote"
    CUE = "cue"
    HEADING = "heading"
    ITEM = "list item"
    CELL = "table cell"
    CAPTION = "caption"
    NOTE = "note"
    MARGIN = "header or footer"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Block:
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """id: 16 hexadecimal digits of the SHA-256 of the file's bytes; name: its path below the folder that was asked for;
    text: exactly as decoded; metadata: `reader`, `encoding` and what the head says (`date`, `programme`, `published`,
    `modified` as ISO 8601); blocks: in the order of the text, without overlap; apart: what stands in no block, with what became
    of it; language: what the user or the file's name says it is in, empty where neither does; declared: what the file itself
    says (html lang, xml:lang, a head); warnings: what a person should be told of how it was read; original: the bytes of a
    packed file, whose text is what the reader made of it."""

    id: str
    name: str
    text: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    apart: tuple[Part, ...] = ()
    language: str = ""
    declared: str = ""
    warnings: tuple[Message, ...] = ()
    original: bytes = field(default=b"", repr=False)


class CodePointOrigins(Sequence[Span]):
    """For each code point of a folded text the span of the code points that it came from, as two runs of numbers: most are
    consecutive, and a million of those take no more room than one."""

    __slots__ = ("_starts", "_stops")

    def __init__(self, starts: Sequence[int], stops: Sequence[int]) -> None:
        self._starts, self._stops = starts, stops

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, at: int) -> Span: ...
    @overload
    def __getitem__(self, at: slice) -> CodePointOrigins: ...
    def __getitem__(self, at: int | slice) -> Span | CodePointOrigins:
        if isinstance(at, slice):
            return CodePointOrigins(self._starts[at], self._stops[at])
        return Span(self._starts[at], self._stops[at])


class Folded(NamedTuple):
    """text: NFC, references read, white space one space and none at the ends; origin: of each code point of `text`."""

    text: str
    origin: CodePointOrigins


MARKS = 100  # on one letter; more is no writing, and putting them in order takes time that grows with their square
_PILE = re.compile(rf"[^\w\s]{{{MARKS + 1},}}")  # where there may be so many
# what may combine with the character before it: marks, and the vowels and finals of conjoining Hangul
_JOINING = re.compile(r"[\u1160-\u11ff\ud7b0-\ud7ff]")
_SPACE = re.compile(r"[\s\u200b\ufeff]")
_WORD = re.compile(r"[^\s\u200b\ufeff]+")
_UNEVEN = re.compile(r"[^\S ]|[\u200b\ufeff]|  ")  # white space that is more than a space


def pile(text: str) -> int:
    """Where over MARKS marks in a row stand in a text, -1 where they do nowhere."""
    if text.isascii():
        return -1
    for run in _PILE.finditer(text):
        count = 0
        for at, character in enumerate(run[0], run.start()):
            count = count + 1 if unicodedata.combining(character) else 0
            if count > MARKS:
                return at - MARKS
    return -1


def fold(text: str, span: Span, *, references: bool = True, tags: re.Pattern[str] | None = None) -> Folded:
    """The text of a span as people read it, with the way back to the raw code points.

    What is changed is NFC, white space, and character references (unless `references` is false). All else is as it was:
    full-width letters, half-width Hangul, ligatures and signs of several letters (`㈜`, `㎏`).

    tags: what people do not see of it, as `<i>` in a subtitle.
    """
    if tags is not None and tags.search(text, *span):
        return _untagged(text, span, tags, references=references)
    if references and text.find("&", span.start, span.stop) >= 0 and (read := expanded(text, span)):
        folded = fold(read.text, Span(0, len(read.text)), references=False)
        starts = array("q", (read.starts[at] for at in folded.origin._starts))
        stops = array("q", (read.stops[at - 1] for at in folded.origin._stops))
        return Folded(folded.text, CodePointOrigins(starts, stops))
    raw = text[span.start : span.stop]
    if not unicodedata.is_normalized("NFC", raw):
        return _composed(raw, span.start)
    body = raw.strip()
    if not _UNEVEN.search(body):
        start = span.start + len(raw) - len(raw.lstrip())
        return Folded(body, CodePointOrigins(range(start, start + len(body)), range(start + 1, start + len(body) + 1)))
    words: list[str] = []
    starts, stops = array("q"), array("q")
    for word in _WORD.finditer(raw):
        start, stop = span.start + word.start(), span.start + word.end()
        if words:
            starts.append(stops[-1])
            stops.append(stops[-1] + 1)
        words.append(word[0])
        starts.extend(range(start, stop))
        stops.extend(range(start + 1, stop + 1))
    return Folded(" ".join(words), CodePointOrigins(starts, stops))


def _untagged(text: str, span: Span, tags: re.Pattern[str], *, references: bool) -> Folded:
    """The same without the tags in it."""
    kept: list[int] = []
    at = span.start
    for tag in tags.finditer(text, *span):
        kept.extend(range(at, tag.start()))
        at = tag.end()
    kept.extend(range(at, span.stop))
    body = "".join(text[place] for place in kept)
    folded = fold(body, Span(0, len(body)), references=references)
    starts = array("q", (kept[origin.start] for origin in folded.origin))
    stops = array("q", (kept[origin.stop - 1] + 1 for origin in folded.origin))
    return Folded(folded.text, CodePointOrigins(starts, stops))


def _composed(raw: str, offset: int) -> Folded:
    """The same where letters and their marks stand apart."""
    characters: list[str] = []
    starts, stops = array("q"), array("q")
    for start, stop in _clusters(raw):
        cluster = " " if _SPACE.match(raw[start]) else unicodedata.normalize("NFC", raw[start:stop])
        if cluster == " " and (not characters or characters[-1] == " "):
            continue
        # marks that stay marks have places of their own, so that a text can be cut before them
        first = max(1, stop - start - len(cluster) + 1)
        for at, character in enumerate(cluster):
            characters.append(character)
            starts.append(offset + (min(start + first + at - 1, stop - 1) if at else start))
            stops.append(offset + min(start + first + at, stop))
    end = len(characters) - (characters[-1:] == [" "])
    return Folded("".join(characters[:end]), CodePointOrigins(starts[:end], stops[:end]))


def _clusters(raw: str) -> list[tuple[int, int]]:
    """The smallest runs that NFC can be applied to one by one; no mark joins white space."""
    starts = [at for at, c in enumerate(raw) if not (at and _joins(c) and not _SPACE.match(raw[at - 1]))]
    return list(zip(starts, [*starts[1:], len(raw)], strict=True))


def _joins(character: str) -> bool:
    return bool(unicodedata.combining(character) or _JOINING.match(character))
