"""Alignment by the overlap of n-grams between a machine translation of one side and the other side.

A monotone dynamic programme over 0-1, 1-0, 1-1, 1-2 and 2-1 beads; a bead's similarity is the F1 of the character
n-grams of its concatenated sides, averaged over the translations there are (after Bleualign: Sennrich & Volk 2010,
which took 1-1 beads by BLEU first and merged later).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from align.beads import Bead

ORDERS = (3, 4)  # code points; one Hangul syllable is about two Latin letters, and both orders see whole Korean stems
TYPES = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1))
OMISSION = 0.12  # a similarity below which leaving both sentences out is better; unrelated sentences share .05 to .10
MERGE = 0.03  # what a bead of three sentences must gain on its best part

Grams = Counter[str]


def align_by_overlap(
    source: Sequence[str],
    target: Sequence[str],
    forward: Sequence[Sequence[str]],
    backward: Sequence[Sequence[str]],
) -> list[Bead]:
    """Beads that cover `source` and `target`; time and memory grow with the product of their lengths."""
    views = [(_grams(lines), _grams(target)) for lines in forward] + [(_grams(source), _grams(lines)) for lines in backward]
    return _decode(len(source), len(target), views)


def _grams(lines: Sequence[str]) -> list[Grams]:
    return [grams(line) for line in lines]


def grams(text: str) -> Grams:
    """Character n-grams within words, case folded, with a mark at either end of a word."""
    found: Grams = Counter()
    for word in text.casefold().split():
        marked = f"^{word}$"
        for order in ORDERS:
            found.update(marked[at : at + order] for at in range(max(1, len(marked) - order + 1)))
    return found


def similarity(first: Grams, second: Grams) -> float:
    """F1 of two bags of n-grams, 0..1."""
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def _decode(sources: int, targets: int, views: Sequence[tuple[list[Grams], list[Grams]]]) -> list[Bead]:
    best: npt.NDArray[np.float64] = np.full((sources + 1, targets + 1), -np.inf)
    best[0, 0] = 0
    back: dict[tuple[int, int], tuple[int, int, float]] = {}
    for i in range(sources + 1):
        for j in range(targets + 1):
            for a, b in TYPES:
                if a > i or b > j or not (i or j):
                    continue
                alike = _alike(views, range(i - a, i), range(j - b, j)) if a and b else 0.0
                # weighed by sentences, so that a merge is not paid less than the beads it replaces
                gain = alike * (a + b) / 2 - MERGE * (a + b > 2) if a and b else OMISSION / 2
                if best[i - a, j - b] + gain > best[i, j]:
                    best[i, j] = best[i - a, j - b] + gain
                    back[i, j] = (a, b, alike)
    return _trace(sources, targets, back)


def _alike(views: Sequence[tuple[list[Grams], list[Grams]]], rows: range, columns: range) -> float:
    scores = [similarity(_joined(left, rows), _joined(right, columns)) for left, right in views]
    return sum(scores) / len(scores)


def _joined(side: list[Grams], at: range) -> Grams:
    return side[at[0]] if len(at) == 1 else side[at[0]] + side[at[-1]]


def _trace(i: int, j: int, back: dict[tuple[int, int], tuple[int, int, float]]) -> list[Bead]:
    beads: list[Bead] = []
    while i or j:
        a, b, alike = back[i, j]
        beads.append(Bead(range(i - a, i), range(j - b, j), alike, (("overlap", alike),) if a and b else ()))
        i, j = i - a, j - b
    return beads[::-1]
