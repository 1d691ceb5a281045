"""A document as it was read: its text, what its head says, and its blocks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a block is. A page's date and section marks are no blocks: they are metadata and structure."""

    HEADLINE = "headline"
    LABEL = "label"
    PROGRAMME = "programme"
    LEAD = "lead"
    REPORT = "report"
    SPEAKER = "speaker"
    QUOTE = "quote"
    TEXT = "text"


class Span(NamedTuple):
    """Code points of `Document.text`, the last one excluded."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Block:
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """id: 16 hexadecimal digits of the SHA-256 of the file's bytes; name: its path below the folder that was asked for;
    text: exactly as decoded; metadata: `reader`, `encoding` and what the head says (`date`, `programme`, `published`,
    `modified` as ISO 8601); blocks: in the order of the text, without overlap."""

    id: str
    name: str
    text: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()


class Folded(NamedTuple):
    """text: NFC, every run of white space one space, none at the ends; origin: for each code point of `text` the span of
    the code points that it came from."""

    text: str
    origin: list[Span]


# what may combine with the character before it: marks, and the vowels and finals of conjoining Hangul
_JOINING = re.compile(r"[\u1160-\u11ff\ud7b0-\ud7ff]")
_SPACE = re.compile(r"[\s\u200b\ufeff]+")


def fold(text: str, span: Span) -> Folded:
    """The text of a span as people read it, with the way back to the raw code points."""
    raw = text[span.start : span.stop]
    characters: list[str] = []
    origin: list[Span] = []
    for start, stop in _clusters(raw):
        cluster = raw[start:stop]
        if _SPACE.fullmatch(cluster):
            if characters and characters[-1] != " ":
                characters.append(" ")
                origin.append(Span(span.start + start, span.start + stop))
            continue
        for character in unicodedata.normalize("NFC", cluster):
            characters.append(character)
            origin.append(Span(span.start + start, span.start + stop))
    if characters and characters[-1] == " ":
        characters.pop()
        origin.pop()
    return Folded("".join(characters), origin)


def _clusters(raw: str) -> list[tuple[int, int]]:
    """The smallest runs that NFC can be applied to one by one."""
    if unicodedata.is_normalized("NFC", raw):
        return [(at, at + 1) for at in range(len(raw))]
    starts = [at for at, c in enumerate(raw) if not (at and (unicodedata.combining(c) or _JOINING.match(c)))]
    return list(zip(starts, [*starts[1:], len(raw)], strict=True))
