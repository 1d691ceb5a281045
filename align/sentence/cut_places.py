"""Where a line may be cut: behind the marks that end sentences and clauses, never within a word.

A cut keeps every character: what stands behind the mark, closing quotation marks and white space, belongs to the first part,
so that the two parts put together are the line.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# a mark with what closes behind it; marks of scripts that are written without spaces need none
_CLOSING = "[\"'”’»)\\]」』】）]*"
_SENTENCE = re.compile(rf"(?:[.!?]+{_CLOSING}\s+(?=\S)(?![a-z,;:])|[。！？]+[…。！？]*{_CLOSING}\s*(?=\S))")
# a full stop behind a number, or behind a short word with a capital (Mrs., Dec.) or before a number (p. 8), ends no sentence
_ABBREVIATED = re.compile(r"(?:\b\d{1,2}|\b[A-Z][A-Za-z]{0,3})\.\s+$|\b[A-Za-z]{1,4}\.\s+$(?P<number>)")
_CLAUSE = re.compile(rf"(?:[,;:.!?…]+{_CLOSING}\s+(?=\S)|\s[–—-]+\s+(?=\S)|[–—]+\s*(?=\S)|[，；：、]+{_CLOSING}\s*(?=\S))")


class CutPlace(NamedTuple):
    """at: the character that the second part begins with; sentence: whether a sentence ends before it, or a clause only."""

    at: int
    sentence: bool


def cut_places(line: str) -> list[CutPlace]:
    """The places at which `line` may be cut, with a letter or a digit on either side of each."""
    found = {match.end(): False for match in _CLAUSE.finditer(line)}
    found |= {match.end(): not _abbreviated(line, match.end()) for match in _SENTENCE.finditer(line)}
    places = [CutPlace(at, sentence) for at, sentence in sorted(found.items())]
    return [place for place in places if _says(line[: place.at]) and _says(line[place.at :])]


def _abbreviated(line: str, at: int) -> bool:
    match = _ABBREVIATED.search(line, max(0, at - 12), at)
    return match is not None and (match["number"] is None or line[at].isdigit())


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))


def counterpart(places: list[CutPlace], length: int, wanted: CutPlace, others: list[CutPlace], of: int) -> int | None:
    """Which of `places`, of a translation of `length` characters, is that of place `wanted` of the line itself, whose places
    are `others` and which has `of` characters: the one of its number where both have as many sentences, or else the nearest."""
    ends = [at for at, place in enumerate(places) if place.sentence]
    own = [place for place in others if place.sentence]
    if wanted.sentence and len(ends) == len(own):
        return ends[own.index(wanted)]
    if not places:
        return None
    share = wanted.at / max(1, of)
    nearest = min(range(len(places)), key=lambda at: abs(places[at].at / max(1, length) - share))
    return nearest if abs(places[nearest].at / max(1, length) - share) <= NEAR else None


NEAR = 0.15  # of a line's length, by which the same place may be off in its translation
