"""Words and character n-grams of lines, as hashed ids in flat arrays.

Nothing is assumed about spaces: a word is a run of letters, digits and marks, or one character of a script that is written
without spaces, and a character that is as wide as two Latin letters counts as two, so that orders that suit English suit
Korean and Chinese as well.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.align.text.normalization import aligner_form

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

BUCKETS = 1 << 20  # ids that grams are hashed to; a document of 1,000 lines has about 50,000 grams
FEW = 16  # a text whose grams would fill less than one of so many buckets has ids of its own
MOST_BUCKETS = 1 << 24  # where a whole text of a million lines is hashed at once
AT_ONCE = 10_000  # lines whose code points are held together
ORDERS = (4,)  # Latin letters; orders 3 to 5 together score the same on the development sets and take four times the time
_OTHER, _NARROW, _WIDE, _ALONE = 0, 1, 2, 3
_UNKNOWN = 255
_TABLE = np.full(0x110000, _UNKNOWN, dtype=np.uint8)  # the class of each code point that was seen


@dataclass(frozen=True, slots=True)
class Bags:
    """The grams of n lines. ids: (k,) int32 below the number of buckets, as often as they occur; ends: (n + 1,) int64."""

    ids: Ints
    ends: Longs

    def __len__(self) -> int:
        return len(self.ends) - 1

    def part(self, lines: range) -> Bags:
        ends = self.ends[lines.start : lines.stop + 1]
        return Bags(self.ids[ends[0] : ends[-1]], ends - ends[0])


@dataclass(frozen=True, slots=True)
class Codes:
    """The normalised code points of n lines. points: (c,) int32; classes: (c,) uint8; ends: (n + 1,) int64."""

    points: Ints
    classes: npt.NDArray[np.uint8]
    ends: Longs


def codes(lines: Sequence[str]) -> Codes:
    """Code points of normalised `lines`, with the class of each."""
    folded = [aligner_form(line) for line in lines]
    points = np.frombuffer("".join(folded).encode("utf-32-le", "surrogatepass"), dtype=np.int32)
    ends = np.zeros(len(folded) + 1, dtype=np.int64)
    np.cumsum([len(line) for line in folded], out=ends[1:])
    return Codes(points, _classes(points), ends)


def _classes(points: Ints) -> npt.NDArray[np.uint8]:
    if not len(points):
        return np.zeros(0, dtype=np.uint8)
    found = _TABLE[points]
    if (unknown := found == _UNKNOWN).any():
        for point in np.unique(points[unknown]):
            _TABLE[point] = _class(chr(point))
        found = _TABLE[points]
    return found


def _class(char: str) -> int:
    if unicodedata.category(char)[0] not in "LNM":
        return _OTHER
    if "가" <= char <= "힣":
        return _WIDE
    unspaced = "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"
    southeast = "\u0e00" <= char <= "\u0eff" or "\u1000" <= char <= "\u109f" or "\u1780" <= char <= "\u17ff"
    return _ALONE if unspaced or southeast else _NARROW


def room(*texts: Sequence[str]) -> int:
    """Buckets enough for the words of all lines of `texts`: with BUCKETS, no word of a very long text would be rare."""
    wanted = sum(map(len, chain.from_iterable(texts))) // 8
    return min(MOST_BUCKETS, max(BUCKETS, 1 << wanted.bit_length()))


def words(text: Codes, buckets: int = BUCKETS) -> Bags:
    return Bags(*_words(text.points, text.classes, text.ends, buckets))


def words_of(lines: Sequence[str], buckets: int = BUCKETS) -> Bags:
    """The words of many lines, some at a time, since code points take more memory than everything else."""
    parts = [words(codes(lines[at : at + AT_ONCE]), buckets) for at in range(0, max(1, len(lines)), AT_ONCE)]
    counts = np.concatenate([[0], *(np.diff(part.ends) for part in parts)])
    return Bags(np.concatenate([part.ids for part in parts]), np.cumsum(counts, dtype=np.int64))


def characters(text: Codes, orders: tuple[int, ...] = ORDERS) -> Bags:
    """Character n-grams within words, with a mark at either end of a word."""
    return Bags(*_characters(text.points, text.classes, text.ends, np.array(orders), BUCKETS))


@njit(cache=True, nogil=True)
def _words(points: Any, classes: Any, ends: Any, buckets: int) -> Any:
    ids = np.empty(len(points), np.int32)
    stops = np.zeros(len(ends), np.int64)
    size = 0
    for line in range(len(ends) - 1):
        at, stop = ends[line], ends[line + 1]
        while at < stop:
            if classes[at] == 0:
                at += 1
                continue
            value = np.uint64(1469598103934665603)
            start = at
            while at < stop and classes[at] != 0 and (at == start or (classes[at] != 3 and classes[start] != 3)):
                value = (value ^ np.uint64(points[at])) * np.uint64(1099511628211)
                at += 1
            ids[size] = np.int32((value ^ (value >> np.uint64(29))) % np.uint64(buckets))
            size += 1
        stops[line + 1] = size
    return ids[:size].copy(), stops


@njit(cache=True, nogil=True)
def _characters(points: Any, classes: Any, ends: Any, orders: Any, buckets: int) -> Any:
    ids = np.empty(len(orders) * 2 * (len(points) + 2), np.int32)
    stops = np.zeros(len(ends), np.int64)
    size = 0
    for line in range(len(ends) - 1):
        at, stop = ends[line], ends[line + 1]
        while at < stop:
            if classes[at] == 0:
                at += 1
                continue
            begin = at
            while at < stop and classes[at] != 0:
                at += 1
            # places begin-1 and at stand for the marks
            for first in range(begin - 1, at):
                value = np.uint64(1469598103934665603)
                width, place = 0, first
                for k in range(len(orders)):
                    reached = place
                    while width < orders[k] and place <= at:
                        inside = begin <= place < at
                        point = points[place] if inside else 1
                        value = (value ^ np.uint64(point)) * np.uint64(1099511628211)
                        width += 2 if inside and classes[place] >= 2 else 1
                        place += 1
                    if (width >= orders[k] and place > reached) or (k == 0 and first == begin - 1):
                        ids[size] = np.int32((value ^ (value >> np.uint64(31))) % np.uint64(buckets))
                        size += 1
        stops[line + 1] = size
    return ids[:size].copy(), stops


def renumbered(left: Bags, right: Bags, buckets: int = BUCKETS) -> tuple[Bags, Bags, int]:
    """The same grams, and how many ids there may be. Those of a short text are numbered one after the other: tables of all
    `buckets` would take longer than everything else."""
    cut, size = len(left.ids), len(left.ids) + len(right.ids)
    if size >= buckets // FEW:
        return left, right, buckets
    ids, count = _renumbered(np.concatenate([left.ids, right.ids]), 2 << size.bit_length())
    return replace(left, ids=ids[:cut]), replace(right, ids=ids[cut:]), max(1, count)


@njit(cache=True, nogil=True)
def _renumbered(ids: Any, slots: int) -> Any:
    """slots: a power of two, over twice as many as there are ids."""
    held, number = np.full(slots, -1, np.int32), np.empty(slots, np.int32)
    out = np.empty(len(ids), np.int32)
    count = 0
    for at in range(len(ids)):
        slot = ids[at] & (slots - 1)
        while held[slot] >= 0 and held[slot] != ids[at]:
            slot = (slot + 1) & (slots - 1)
        if held[slot] < 0:
            held[slot], number[slot] = ids[at], count
            count += 1
        out[at] = number[slot]
    return out, count


def frequencies(*sides: Bags, buckets: int = BUCKETS) -> Ints:
    """(buckets,) int32: in how many lines of all `sides` a gram occurs."""
    counts = np.zeros(buckets, dtype=np.int32)
    for side in sides:
        _count(side.ids, side.ends, counts)
    return counts


@njit(cache=True, nogil=True)
def _count(ids: Any, ends: Any, counts: Any) -> None:
    last = np.full(len(counts), -1, np.int32)
    for line in range(len(ends) - 1):
        for k in range(ends[line], ends[line + 1]):
            if last[ids[k]] != line:
                last[ids[k]] = line
                counts[ids[k]] += 1
