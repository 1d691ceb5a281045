"""Translations into the text of a file, each in the place of its span; everything else is as it was, to the code point."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from jjak.corpora.formats.distributed import broken_lines, distributed
from jjak.seeds.document import Span

_BREAKS = re.compile(r"[ \t]*(\r\n|\n|\r)[ \t]*")


class Spliced(NamedTuple):
    """text: of the file; guessed: texts with tags inside whose places were told by length; swapped: texts with `-->`,
    which has an arrow in its place."""

    text: str
    guessed: int
    swapped: int


def spliced(
    text: str,
    spans: Iterable[tuple[Span, str]],
    tags: re.Pattern[str] | None = None,
    *,
    escaped: bool = False,
    timed: bool = False,
) -> Spliced:
    """Put translations into a text.

    Args:
        text: Of the file.
        spans: In order, without overlap, each with its translation.
        tags: What people do not see of the text, which stays.
        escaped: Whether `&`, `<` and `>` are written as references.
        timed: Whether `-->` makes a line one of times.
    """
    parts: list[str] = []
    at = guessed = swapped = 0
    for span, translation in spans:
        raw = text[slice(*span)]
        clean = _without_breaks(translation)
        if timed and "-->" in clean:
            swapped += 1
            clean = clean.replace("-->", "→")
        pieces = _pieces(raw, tags)
        found = distributed(pieces[::2], clean)
        guessed += found.guessed
        filled = [*pieces]
        filled[::2] = [_escape(part) if escaped else part for part in found.parts]
        parts += [text[at : span.start], _as_broken(raw, "".join(filled))]
        at = span.stop
    return Spliced("".join([*parts, text[at:]]), guessed, swapped)


def _without_breaks(text: str) -> str:
    """A blank line would end a cue or a paragraph."""
    return " ".join(text.split())


def _pieces(raw: str, tags: re.Pattern[str] | None) -> list[str]:
    """Texts and tags in turn, texts first and last."""
    if tags is None:
        return [raw]
    found: list[str] = []
    at = 0
    for tag in tags.finditer(raw):
        found += [raw[at : tag.start()], tag[0]]
        at = tag.end()
    return [*found, raw[at:]]


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _as_broken(raw: str, text: str) -> str:
    """In as many lines as the source was, where it has the words for them."""
    breaks = _BREAKS.findall(raw.strip())
    return breaks[0].join(broken_lines(text, len(breaks) + 1)) if breaks else text
