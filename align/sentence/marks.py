"""Marks that a translation keeps, whatever a script writes them with: questions, exclamations, quotations, brackets …"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.align.sentence.overlaps import Shared, shared
from jjak.align.text.ngrams import Bags, Codes, frequencies

# what is counted; marks of either end of a quotation or a bracket are one kind
_QUESTION, _EXCLAMATION, _QUOTE, _BRACKET, _PAUSE, _COLON, _PERCENT, _SEMICOLON = range(8)
_APOSTROPHE, _FULL_STOP, _HYPHEN, _NONE = 8, 9, 10, 255  # a quotation's mark, a pause or nothing, by what stands beside it
_ENDS = 8  # from here on: a line that ends with a question, an exclamation, a colon or a pause, closing marks left out
_ROOM = _ENDS + 8
_SPELLED = {
    _QUESTION: "?？؟",
    _EXCLAMATION: "!！",
    _QUOTE: '"“”„«»「」『』《》〈〉',
    _BRACKET: "()[]（）［］【】",
    _PAUSE: "…–—―─",
    _COLON: ":：",
    _PERCENT: "%％",
    _SEMICOLON: ";；",
    _APOSTROPHE: "'‘’",
    _FULL_STOP: ".",
    _HYPHEN: "-",
}
_KINDS = np.full(0x10000, _NONE, dtype=np.uint8)
for _kind, _marks in _SPELLED.items():
    for _mark in _marks:
        _KINDS[ord(_mark)] = _kind


def marks(source: Codes, target: Codes) -> Shared:
    """The marks of both texts, rare ones weighing more."""
    left, right = (Bags(*_bags(side.points, side.classes, side.ends, _KINDS)) for side in (source, target))
    first, second = frequencies(left, buckets=_ROOM), frequencies(right, buckets=_ROOM)
    lines = len(left) + len(right) + 1
    weights: npt.NDArray[np.float32] = np.zeros(_ROOM, dtype=np.float32)
    both = (first > 0) & (second > 0)
    weights[both] = np.minimum(first, second)[both] / np.maximum(first, second)[both] * np.log(lines / (first + second)[both])
    return shared(left, right, np.maximum(weights, 0))


@njit(cache=True, nogil=True)
def _bags(points: Any, classes: Any, ends: Any, kinds: Any) -> Any:
    ids = np.empty(len(points) + len(ends), np.int32)
    stops = np.zeros(len(ends), np.int64)
    size = 0
    for line in range(len(ends) - 1):
        begin, stop = ends[line], ends[line + 1]
        last = -1
        for at in range(begin, stop):
            point = points[at]
            kind = kinds[point] if point < len(kinds) else 255
            before, after = at > begin and classes[at - 1] != 0, at + 1 < stop and classes[at + 1] != 0
            if kind == 8:  # an apostrophe within a word is none
                kind = 255 if before and after else 2
            elif kind == 9:  # the second of several full stops
                kind = 4 if at > begin and points[at - 1] == 46 and (at - 1 == begin or points[at - 2] != 46) else 9
            elif kind == 10:
                kind = 255 if after else 4
            if kind < 8:
                ids[size] = kind
                size += 1
            if classes[at] != 0 or (kind == 9 and (at == begin or points[at - 1] != 46)):
                last = -1
            elif kind == 0 or kind == 1 or kind == 5 or kind == 4:
                last = kind
        if last >= 0:
            ids[size] = 8 + last
            size += 1
        stops[line + 1] = size
    return ids[:size].copy(), stops
