"""Where in a text its pieces stand. A sentencepiece model changes a text before it cuts it (NFKC, spaces), so that pieces put
together need not be the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_BYTE = re.compile(r"<0x([0-9A-Fa-f]{2})>")
_WORD = re.compile(r"\w")


def offsets(pieces: Sequence[str], text: str) -> list[tuple[int, int]]:
    """The first character of each piece in the text and the one behind its last, spaces left out; by the share of what stands
    before where pieces and text are not the same."""
    places, sizes = _places(text), _sizes(pieces)
    total = sum(sizes)
    if not places or not total:
        return [(0, 0)] * len(pieces)
    scale = len(places) / total
    found, at = [], 0
    for size in sizes:
        first, last = round(at * scale), round((at + size) * scale) - 1
        at += size
        begin = places[min(first, len(places) - 1)]
        found.append((begin, places[min(last, len(places) - 1)] + 1) if last >= first else (begin, begin))
    return found


def _places(text: str) -> list[int]:
    """For each character of a text as a model sees it, without spaces, where it comes from."""
    return [at for at, char in enumerate(text) for each in unicodedata.normalize("NFKC", char) if not each.isspace()]


def _sizes(pieces: Sequence[str]) -> list[int]:
    """How many characters each piece has, the marks of words left out; those of a character in bytes stand at the first."""
    sizes = []
    for piece in pieces:
        byte = _BYTE.fullmatch(piece)
        if byte:
            sizes.append(int(int(byte[1], 16) & 0xC0 != 0x80))
        else:
            sizes.append(len(piece.replace("▁", "").replace(" ", "")))
    return sizes


def word_starts(text: str, places: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each piece begins a word of the text: behind a space or a mark, or is a mark itself."""
    found = []
    for begin, _ in places:
        inner = begin > 0 and begin < len(text) and bool(_WORD.match(text[begin - 1]) and _WORD.match(text[begin]))
        found.append(not inner)
    return found
