"""The reader for books of Project Gutenberg: the book, without the notices around it.

Title: …
Author: …
*** START OF THE PROJECT GUTENBERG EBOOK … ***
…
*** END OF THE PROJECT GUTENBERG EBOOK … ***
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from jjak.seeds.document import Block, Span
from jjak.seeds.ledger import Fate, Part, Reason
from jjak.seeds.lines import blanked, lines_of
from jjak.seeds.readers.plain import read_plain

# old books say `THIS` and `Etext`; a long title goes on in the next line
_START, _END = (
    re.compile(
        rf"^[ \t]*\*{{3}} ?{word} OF (?:THE|THIS) PROJECT GUTENBERG E-?(?:BOOK|TEXT)\b[^*]{{0,300}}\*{{3}}",
        re.IGNORECASE | re.MULTILINE,
    )
    for word in ("START", "END")
)
_SAID_BEFORE_END = re.compile(r"^End of (?:the |this )?Project Gutenberg('s)? .*\s*", re.IGNORECASE | re.MULTILINE)
_FIELD = re.compile(r"(?P<name>[A-Z][a-z]+(?: [a-z]+| [A-Z][a-z]+){0,2}): (?P<value>\S.*)")
_PICTURE = re.compile(r"^[ \t]*(?P<mark>\[Illustration\])[ \t]*\r?$", re.MULTILINE)
KEPT = {"Title": "title", "Author": "author", "Translator": "translator"}


class Book(NamedTuple):
    """apart: what stands in no block, each part with what became of it."""

    metadata: dict[str, str]
    blocks: tuple[Block, ...]
    apart: tuple[Part, ...]


def read_gutenberg(text: str) -> Book | None:
    """The book, or None where the text is none of these."""
    if (start := _START.search(text)) is None:
        return None
    end = _END.search(text, start.end())
    stop = end.start() if end else len(text)
    if said := next(_SAID_BEFORE_END.finditer(text, max(start.end(), stop - 400), stop), None):
        stop = said.start()
    pictures = [
        Part(Span(*found.span("mark")), Fate.LEFT_OUT, Reason.CAPTION) for found in _PICTURE.finditer(text, start.end(), stop)
    ]
    around = [Span(0, start.end()), *(part.span for part in pictures), Span(stop, len(text))]
    metadata: dict[str, str] = {}
    notices = chain(_notices(text, Span(0, start.end()), metadata), _notices(text, Span(stop, len(text)), {}))
    read = read_plain(blanked(text, around))
    return Book(metadata, read.blocks, tuple(sorted([*notices, *pictures, *read.apart], key=lambda part: part.span)))


def _notices(text: str, within: Span, metadata: dict[str, str]) -> Iterator[Part]:
    """The lines of the publisher's, those that say something of the book as metadata; what they say is put into `metadata`."""
    for line in lines_of(blanked(text, [Span(0, within.start), Span(within.stop, len(text))])):
        field = _FIELD.fullmatch(line.text)
        if field and field["name"] in KEPT:
            metadata.setdefault(KEPT[field["name"]], field["value"])
        yield Part(line.span, Fate.METADATA) if field else Part(line.span, Fate.LEFT_OUT, Reason.NOTICE)
