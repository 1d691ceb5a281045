"""Marks that a translation keeps: questions, exclamations, quotations, brackets and the like, whatever a script writes them with."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from jjak.align.sentence.overlaps import Shared, shared
from jjak.align.text.ngrams import Bags, frequencies

# one group a kind; an apostrophe within a word is none, and of a quotation either end counts
_KINDS = (
    *(r"[?？؟]", r"[!！]", r"(?<!\w)['‘’]|['’](?!\w)|[\"“”„«»「」『』《》〈〉]", r"[()\[\]（）［］【】]"),
    *(r"…+|\.\.\.+|[-–—―─]{1,2}(?=\s|$)|—", r"[:：]", r"%|％", r"[;；]"),
)
_MARK = re.compile("|".join(f"({kind})" for kind in _KINDS))
_CLOSING = " \t\"'“”‘’»«」』》〉)]）］】*_"
_ENDS = {"?": 0, "？": 0, "؟": 0, "!": 1, "！": 1, ":": 2, "：": 2, "…": 3}  # what a line ends with, closing marks left out
_ROOM = len(_KINDS) + 4


def marks(source: Sequence[str], target: Sequence[str]) -> Shared:
    """The marks of both texts, rare ones weighing more."""
    left, right = _bags(source), _bags(target)
    first, second = frequencies(left, buckets=_ROOM), frequencies(right, buckets=_ROOM)
    lines = len(left) + len(right) + 1
    weights = np.zeros(_ROOM, dtype=np.float32)
    both = (first > 0) & (second > 0)
    weights[both] = np.minimum(first, second)[both] / np.maximum(first, second)[both] * np.log(lines / (first + second)[both])
    return shared(left, right, np.maximum(weights, 0))


def _bags(lines: Sequence[str]) -> Bags:
    ids: list[int] = []
    ends = np.zeros(len(lines) + 1, dtype=np.int64)
    for at, line in enumerate(lines):
        ids += [found.lastindex - 1 for found in _MARK.finditer(line) if found.lastindex]
        last = _ENDS.get(line.rstrip(_CLOSING)[-1:])
        if last is not None:
            ids.append(len(_KINDS) + last)
        ends[at + 1] = len(ids)
    return Bags(np.array(ids, dtype=np.int32), ends)
