"""Inline codes of a text (tags such as `<b>`, `</b>`, `<x id="1"/>`) put into its translation, by the model's own attention.

A model translates the text without them. Then the translation is decoded once more by force, and where each of its pieces
looked says which words a pair of tags encloses there. It serves for any translation of a text, a person's too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from jjak.align.mt.ctranslate2_engine import CTranslate2Engine
from jjak.align.mt.decoding import marian
from jjak.align.mt.piece_offsets import offsets, word_starts
from jjak.align.mt.translator import CODES, LONGEST, MarianTranslator, Translation, Translator

if TYPE_CHECKING:
    import numpy as np

    Matrix = np.ndarray[Any, np.dtype[np.float64]]

_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)(?:\s[^<>]*?)?(/?)>")


@dataclass(frozen=True, slots=True)
class Code:
    """start, stop: what it encloses, in characters of the text without codes; the same for one that encloses nothing;
    opening, closing: how it is written, closing empty for one that has no end."""

    start: int
    stop: int
    opening: str
    closing: str = ""


@dataclass(slots=True)
class _Node:
    code: Code
    within: list[_Node] = field(default_factory=list)


def parted(line: str) -> tuple[str, list[Code]]:
    """A text without its tags, and these as codes in the order in which they begin, the outer first.

    What has no partner encloses nothing.
    """
    text, codes, open_ = "", list[Code](), list[int]()
    at = 0
    for tag in _TAG.finditer(line):
        text += line[at : tag.start()]
        at = tag.end()
        begun = next((each for each in reversed(open_) if _name(codes[each].opening) == tag[2]), None) if tag[1] else None
        if begun is not None:
            codes[begun] = replace(codes[begun], stop=len(text), closing=tag[0])
            del open_[open_.index(begun) :]  # what began within it and did not end there has no partner
            continue
        if not tag[1] and not tag[3]:
            open_.append(len(codes))
        codes.append(Code(len(text), len(text), tag[0]))
    return text + line[at:], codes


def _name(opening: str) -> str:
    found = _TAG.match(opening)
    return found[2] if found else ""


def with_codes(translator: Translator, lines: Sequence[str]) -> list[Translation]:
    """A translation of each line with its codes in their places; `codes` among the flags where length alone said where.

    Raises ModelError for a model that CTranslate2 does not run here.
    """
    own, engine = marian(translator)
    read = [parted(line) for line in lines]
    made = own([text for text, _ in read])
    return [_coded(own, engine, text, codes, each) for (text, codes), each in zip(read, made, strict=True)]


def _coded(own: MarianTranslator, engine: CTranslate2Engine, text: str, codes: list[Code], made: Translation) -> Translation:
    if not codes:
        return made
    placed, sure = placed_codes(own, engine, text, codes, made.text)
    flags = made.flags if sure else tuple(dict.fromkeys((*made.flags, CODES)))
    return replace(made, text=woven(made.text, placed), flags=flags)


def woven(text: str, codes: Sequence[Code]) -> str:
    """A text with its codes written into it; of two that begin at one place the first is the outer."""
    marks = [(0, 0, at, "") for at in (0, len(text))]
    for order, code in enumerate(codes):
        empty = not code.closing
        marks.append((code.start, 1 if code.stop > code.start or empty else 2, order, code.opening))
        if code.closing:
            # one that encloses nothing ends after it began, before what follows begins
            marks.append((code.stop, 0 if code.stop > code.start else 3, -order, code.closing))
    parts, at = [], 0
    for place, _, _, written in sorted(marks):
        parts += [text[at:place], written]
        at = place
    return "".join([*parts, text[at:]])


def placed_codes(
    own: MarianTranslator, engine: CTranslate2Engine, text: str, codes: Sequence[Code], translation: str
) -> tuple[list[Code], bool]:
    """The codes of a text in its translation, in the same order; False where only the texts' lengths said where, since they are
    too long for one search."""
    pieces, made = own.tokenizer.encode([text])[0], own.tokenizer.encode_target([translation])[0]
    if not made or len(pieces) > LONGEST or len(made) > 3 * LONGEST:
        return [by_length(code, text, translation) for code in codes], False
    began, shares = _attention(own, engine, pieces, made)
    source = offsets(pieces[began : began + shares.shape[1]], text)
    return _Placing(text, source, translation, offsets(made, translation), shares).of(codes), True


def _attention(
    own: MarianTranslator, engine: CTranslate2Engine, pieces: Sequence[str], made: Sequence[str]
) -> tuple[int, Matrix]:
    """How much each piece of a translation looked at each of the source's own pieces, rows that add up to 1; and where these
    begin, behind the tag."""
    import numpy as np

    looked = np.asarray(engine.attention(pieces, [*own.search.prefix, *made]))[len(own.search.prefix) :]
    began = 1 if pieces[0].startswith((">>", "__", "<2")) else 0
    looked = looked[:, began : len(pieces) - 1] + 1e-9
    # a column that everything looks at says little of any row
    looked = looked * (looked / looked.sum(0, keepdims=True))
    return began, looked / looked.sum(1, keepdims=True)


def by_length(code: Code, text: str, translation: str) -> Code:
    """A code where the translation is as far on as its text, at the beginning of a word."""
    starts = [0, *(found.end() for found in re.finditer(r"\s+", translation)), len(translation)]
    scale = len(translation) / max(1, len(text))
    start, stop = (min(starts, key=lambda at: abs(at - place * scale)) for place in (code.start, code.stop))
    return _trimmed(code, translation, start, stop)


def _trimmed(code: Code, translation: str, start: int, stop: int) -> Code:
    while start < stop and translation[start].isspace():
        start += 1
    while stop > start and translation[stop - 1].isspace():
        stop -= 1
    return replace(code, start=start, stop=stop)


@dataclass(frozen=True, slots=True)
class _Placing:
    """text, translation: with the offsets of their pieces; shares: translation's pieces × text's pieces."""

    text: str
    source: list[tuple[int, int]]
    translation: str
    target: list[tuple[int, int]]
    shares: Matrix

    def of(self, codes: Sequence[Code]) -> list[Code]:
        found: dict[int, Code] = {}
        self._place(_nested(codes), 0, len(self.target), found)
        return [found[id(code)] for code in codes]

    def _place(self, nodes: list[_Node], first: int, last: int, found: dict[int, Code]) -> None:
        """Codes of one level within the translation's pieces first to last; the longest chooses first, none overlap."""
        free = [(first, last)]
        for node in sorted(nodes, key=lambda node: (node.code.start == node.code.stop, node.code.start - node.code.stop)):
            code = node.code
            if code.start == code.stop:
                at = self._boundary(code.start, [place for begin, end in free for place in range(begin, end + 1)])
                found[id(code)] = replace(code, start=at, stop=at)
                begin = end = 0
            else:
                begin, end = self._run(code, free)
                found[id(code)] = _trimmed(code, self.translation, *self._characters(begin, end))
                free = [
                    part
                    for one in free
                    for part in ((one[0], min(one[1], begin)), (max(one[0], end), one[1]))
                    if part[0] < part[1]
                ]
            self._place(node.within, begin, end, found)

    def _characters(self, begin: int, end: int) -> tuple[int, int]:
        if begin == end:
            place = self.target[begin][0] if begin < len(self.target) else len(self.translation)
            return place, place
        return self.target[begin][0], self.target[end - 1][1]

    def _inside(self, start: int, stop: int) -> Matrix:
        """How much of each of the translation's pieces looked at the text from start to stop, 0 to 1."""
        import numpy as np

        parts = [max(0, min(stop, b) - max(start, a)) / max(1, b - a) for a, b in self.source]
        found: Matrix = self.shares @ np.array(parts)
        return found

    def _run(self, code: Code, free: list[tuple[int, int]]) -> tuple[int, int]:
        """The run of pieces that fits best what the code encloses, by twice what both have over the sum of both."""
        whole = not self.text[: code.start].strip() and not self.text[code.stop :].strip()
        if whole and free == [(0, len(self.target))]:
            return free[0]
        if copy := self._copy(self.text[code.start : code.stop].strip(), free):
            return copy
        inside = self._inside(code.start, code.stop)
        total, starts = inside.sum(), word_starts(self.translation, self.target)
        best, place = -1.0, (free[0][0] if free else 0, free[0][0] if free else 0)
        for first, last in free:
            for begin in range(first, last):
                if not starts[begin] and begin != first:
                    continue
                mass = 0.0
                for end in range(begin + 1, last + 1):
                    mass += inside[end - 1]
                    cut = end < len(starts) and not starts[end] and not _hangul(self.translation, self.target[end - 1])
                    fit = 2 * mass / (end - begin + total)
                    if fit > best and not cut:
                        best, place = fit, (begin, end)
        return place

    def _copy(self, enclosed: str, free: list[tuple[int, int]]) -> tuple[int, int] | None:
        """The pieces that say just what is enclosed, as names and numbers do, where that stands once on both sides."""
        if not enclosed or self.text.count(enclosed) != 1 or self.translation.count(enclosed) != 1:
            return None
        first = self.translation.index(enclosed)
        last = first + len(enclosed)
        within = [at for at, (begin, end) in enumerate(self.target) if begin >= first and end <= last and end > begin]
        if not within or (self.target[within[0]][0], self.target[within[-1]][1]) != (first, last):
            return None
        place = (within[0], within[-1] + 1)
        return place if any(begin <= place[0] and place[1] <= end for begin, end in free) else None

    def _boundary(self, start: int, places: Sequence[int]) -> int:
        """Where in the translation, in characters, a code stands that encloses nothing."""
        if not self.text[:start].strip():
            return 0
        if not self.text[start:].strip():
            return len(self.translation)
        before, starts = self._inside(0, start), word_starts(self.translation, self.target)
        fit = [at for at in places if at == len(self.target) or starts[at]] or [len(self.target)]
        wrong = {at: (1 - before[:at]).sum() + before[at:].sum() for at in fit}
        at = min(fit, key=lambda place: wrong[place])
        end = self._characters(at, at)[0]
        # where the text has a space before the code and none after it, so has the translation
        return end if self.text[start - 1].isspace() else len(self.translation[:end].rstrip())


def _hangul(text: str, place: tuple[int, int]) -> bool:
    """Whether the last character of a piece is Hangul, behind which a particle may stand."""
    return place[1] > place[0] and "가" <= text[place[1] - 1] <= "힣"


def _nested(codes: Sequence[Code]) -> list[_Node]:
    """Codes by what they stand in."""
    top: list[_Node] = []
    above: list[_Node] = []
    for code in codes:
        while above and (code.start > above[-1].code.stop or code.stop > above[-1].code.stop or not above[-1].code.closing):
            above.pop()
        node = _Node(code)
        (above[-1].within if above else top).append(node)
        if code.closing:
            above.append(node)
    return top
