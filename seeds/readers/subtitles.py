"""The reader for subtitles in SRT and WebVTT: the texts of their cues, each with its number and times.

Numbers, times, styles and notes are apart, so that what stands between the texts is given back as it was. Tags inside of a text
stay in the document and are passed over where people read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jjak.seeds.document import Block, Kind, Span
from jjak.seeds.errors import DocumentError
from jjak.seeds.ledger import Fate, Part, Reason

READER = "subtitles"
_STAMP = r"(?:(\d{1,3}):)?(\d{1,2}):(\d\d)[,.](\d{1,3})"
_TIMES = re.compile(rf"[ \t]*{_STAMP}[ \t]*-->[ \t]*{_STAMP}[^\r\n]*")
_LINE = re.compile(r"[^\r\n]*")
_BREAK = re.compile(r"\r\n|\n|\r")
_NUMBER = re.compile(r"[ \t\ufeff]*\d+[ \t]*")
_SPEECH = re.compile(r"[ \t]*[-–—‐][ \t]*(?=\S)")
# tags of fonts and voices, times of karaoke, and what SubStation puts in braces
TAG = re.compile(r"</?[A-Za-z][^<>\r\n]{0,200}>|<(?:\d+:)?\d\d:\d\d\.\d{3}>|\{\\[^{}\r\n]{0,200}\}")
_BLOCKS = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")


class Cue(NamedTuple):
    """A cue. number: its place in the file, from 1; start, stop: milliseconds; blocks: its texts, one for each speaker."""

    number: int
    start: int
    stop: int
    blocks: tuple[Span, ...]


class Subtitles(NamedTuple):
    blocks: tuple[Block, ...]
    apart: tuple[Part, ...]
    cues: tuple[Cue, ...]


class _Line(NamedTuple):
    text: str
    start: int

    @property
    def stop(self) -> int:
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        return not self.text.strip(" \t\ufeff")


def read_subtitles(text: str) -> Subtitles:
    """The cues of a text in SRT or WebVTT, and what stands between them; raises DocumentError where there is none."""
    lines = list(_lines(text))
    times = [at for at, line in enumerate(lines) if _TIMES.fullmatch(line.text)]
    if not times:
        raise DocumentError("no cue with times in it", "A cue begins with a line such as 00:00:01,000 --> 00:00:03,500.")
    firsts = [_first(lines, at) for at in times]
    apart = _head(lines[: firsts[0]])
    cues: list[Cue] = []
    for number, (at, first, after) in enumerate(zip(times, firsts, [*firsts[1:], len(lines)], strict=True), 1):
        apart.append(Part(Span(lines[first].start, lines[at].stop), Fate.LEFT_OUT, Reason.NUMBERING))
        body, rest = _body(lines[at + 1 : after])
        speeches = _speeches(body)
        spans = [_bare(each, dashed=len(speeches) > 1) for each in speeches]
        cues.append(Cue(number, *_milliseconds(lines[at].text), tuple(filter(None, spans))))
        apart += [part for each, span in zip(speeches, spans, strict=True) for part in _marks(each, span)]
        apart += _head(rest)
    blocks = tuple(Block(Kind.CUE, span) for cue in cues for span in cue.blocks)
    return Subtitles(blocks, tuple(apart), tuple(cues))


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for ending in _BREAK.finditer(text):
        yield _Line(text[at : ending.start()], at)
        at = ending.end()
    if at < len(text):
        yield _Line(text[at:], at)


def _first(lines: Sequence[_Line], at: int) -> int:
    """The line that a cue begins with: its name, a number as a rule, or its times."""
    if not at or lines[at - 1].blank:
        return at
    named = at < 2 or lines[at - 2].blank
    return at - 1 if named or _NUMBER.fullmatch(lines[at - 1].text) else at


def _head(lines: Sequence[_Line]) -> list[Part]:
    """What is no cue: the head of the file, notes and styles."""
    found: list[Part] = []
    noted = False
    for line in lines:
        noted = not line.blank and (noted or line.text.startswith("NOTE"))
        if not line.blank:
            note = Part(Span(line.start, line.stop), Fate.LEFT_OUT, Reason.COMMENT)
            found.append(note if noted else Part(Span(line.start, line.stop), Fate.METADATA))
    return found


def _body(lines: Sequence[_Line]) -> tuple[Sequence[_Line], Sequence[_Line]]:
    """The lines of a cue's text, and those after it. In SRT a text may have blank lines inside; no note or style does."""
    for at, line in enumerate(lines):
        if at and lines[at - 1].blank and _BLOCKS.match(line.text):
            return lines[:at], lines[at:]
    return lines, ()


def _speeches(lines: Sequence[_Line]) -> list[list[_Line]]:
    """The lines of each who speaks in a cue; where no two lines begin with a dash, all of them."""
    filled = [line for line in lines if not line.blank]
    dashes = [_SPEECH.match(_untagged(line)) is not None for line in filled]
    several = sum(dashes) > 1
    found: list[list[_Line]] = []
    for line, dash in zip(filled, dashes, strict=True):
        if found and not (dash and several):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _untagged(line: _Line) -> str:
    """A line of the same length, with spaces in the place of its tags."""
    return TAG.sub(lambda tag: " " * len(tag[0]), line.text)


def _bare(lines: Sequence[_Line], *, dashed: bool) -> Span | None:
    """A text without the white space, the tags and the dash at its ends; None where nothing is left."""
    plain = [(line.start, _untagged(line)) for line in lines]
    if dashed and (dash := _SPEECH.match(plain[0][1])):
        plain[0] = (plain[0][0], " " * dash.end() + plain[0][1][dash.end() :])
    filled = [(at, text) for at, text in plain if text.strip()]
    if not filled:
        return None
    (first, opening), (last, closing) = filled[0], filled[-1]
    return Span(first + len(opening) - len(opening.lstrip()), last + len(closing.rstrip()))


def _marks(lines: Sequence[_Line], span: Span | None) -> Iterator[Part]:
    """What of these lines stands around their text: tags and dashes."""
    begin, end = lines[0].start, lines[-1].stop
    for place in (Span(begin, end),) if span is None else (Span(begin, span.start), Span(span.stop, end)):
        if place.start < place.stop:
            yield Part(place, Fate.MARKUP)


def _milliseconds(line: str) -> tuple[int, int]:
    found = _TIMES.fullmatch(line)
    assert found is not None
    hours, minutes, seconds, parts = zip(found.groups()[:4], found.groups()[4:], strict=True)
    start, stop = (
        ((int(h or 0) * 60 + int(m)) * 60 + int(s)) * 1_000 + int(f.ljust(3, "0"))
        for h, m, s, f in zip(hours, minutes, seconds, parts, strict=True)
    )
    return start, stop
