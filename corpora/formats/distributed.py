"""A translation over the pieces that its source stands in: between tags, in runs of other formats, in several blocks.

The pieces keep their order, and what stands between them keeps its place. A piece that stands in the translation as it is (a
name, a number) has its place there; what is left is parted by the lengths of the others, at spaces, which is a guess.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

_WORDS = re.compile(r"\w")
SHORTEST = 2  # characters of a piece that is looked for in a translation
MOST = 200  # pieces that are looked for; no person made more of one sentence


class Distribution(NamedTuple):
    """parts: of the translation, one for each piece; guessed: some have their place by length only."""

    parts: list[str]
    guessed: bool


class _Anchor(NamedTuple):
    piece: int
    start: int
    stop: int


def distributed(pieces: Sequence[str], text: str) -> Distribution:
    """The parts of `text` for `pieces`, which are together all of it. A piece without a letter or digit gets nothing where
    another has any."""
    parts = [""] * len(pieces)
    live = [at for at, piece in enumerate(pieces) if _WORDS.search(piece)] or list(range(min(1, len(pieces))))
    if len(live) < 2:
        for at in live:
            parts[at] = text
        return Distribution(parts, guessed=False)
    anchors = _anchors(pieces, live, text)
    guessed = False
    for before, after in zip([None, *anchors], [*anchors, None], strict=True):
        start, stop = before.stop if before else 0, after.start if after else len(text)
        between = [at for at in live if (not before or at > before.piece) and (not after or at < after.piece)]
        gap = text[start:stop]
        if not between:
            parts[before.piece if before else after.piece if after else 0] += gap
            guessed = guessed or bool(_WORDS.search(gap))
        else:
            for at, part in zip(between, _cut(gap, [len(pieces[at].strip()) for at in between]), strict=True):
                parts[at] = part
            guessed = guessed or len(between) > 1
        if after:
            parts[after.piece] += text[after.start : after.stop]
    return Distribution(_spaced(pieces, parts), guessed)


def _spaced(pieces: Sequence[str], parts: Sequence[str]) -> list[str]:
    """White space between two parts stands where it stands between their pieces."""
    found = list(parts)
    filled = [at for at, part in enumerate(found) if part]
    for left, right in pairwise(filled):
        space = found[left][len(found[left].rstrip()) :]
        if space and not pieces[left][-1:].isspace() and len(space) < len(found[left]):
            found[left], found[right] = found[left].rstrip(), space + found[right]
    return found


def _anchors(pieces: Sequence[str], live: Sequence[int], text: str) -> list[_Anchor]:
    """Pieces that stand once in the translation as they are, the most that are in the same order."""
    found: list[_Anchor] = []
    for at in live if len(live) <= MOST else ():
        core = pieces[at].strip()
        if (len(core) >= SHORTEST or core.isdigit()) and text.count(core) == 1:
            found.append(_Anchor(at, text.index(core), text.index(core) + len(core)))
    best: list[list[_Anchor]] = []
    for anchor in found:
        before = max((run for run in best if run[-1].stop <= anchor.start), key=len, default=[])
        best.append([*before, anchor])
    return max(best, key=len, default=[])


def _cut(text: str, weights: Sequence[int]) -> list[str]:
    """`text` in as many parts, about as long as the weights say, each cut after a space."""
    cuts = [found.end() for found in re.finditer(r"\s+", text)] or [0]
    places, total, sum_ = [0], sum(weights) or 1, 0
    for weight in weights[:-1]:
        sum_ += weight
        wanted = len(text) * sum_ / total
        at = bisect(cuts, wanted)
        near = min(cuts[max(0, at - 1) : at + 1], key=lambda cut: abs(cut - wanted))
        places.append(max(places[-1], near))
    places.append(len(text))
    return [text[start:stop] for start, stop in pairwise(places)]


def broken_lines(text: str, lines: int) -> list[str]:
    """A text in so many lines, about as long as each other, or in fewer where it has no more words."""
    found = [part.strip() for part in _cut(text, [1] * max(1, lines))]
    return [part for part in found if part] or [text]
