"""A path as beads that a person can judge: how sure each is, what spoke for and against it, what else it might have been."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from numba import njit

from jjak.align.sentence.beads import Bead, RunnerUp
from jjak.align.sentence.belief import Belief
from jjak.align.sentence.candidates import Candidates
from jjak.align.sentence.features import KINDS, NAMES
from jjak.align.sentence.lattice import STEPS, TYPES
from jjak.align.sentence.observation import Observation
from jjak.align.sentence.weights import Blend
from jjak.align.text.ngrams import Longs

GROUPS = {
    "words": ("words", "words per line", "least covered by words", "matched words", "much matched by words", "unmatched words"),
    "characters": (
        *("characters", "characters per line", "matched characters", "much matched by characters", "unmatched characters"),
    ),
    "least covered line": ("least covered line",),
    "length": ("length deviation", "long deviation", "length ratio"),
    "numbers and names": ("kept words", "lost words"),
    "marks": ("kept marks", "lost marks"),
    "vectors": ("vectors", "vectors per line"),
    "field": ("same field", "other field"),
    "kind of bead": KINDS,
    "omission": ("omission",),
    "omission mass": ("omission mass",),
}
_NAMES = tuple(GROUPS)
_MEMBERS = np.array([[name in members for name in NAMES] for members in GROUPS.values()], dtype=np.float64)


def explained(seen: Observation, belief: Belief, blend: Blend, i: int, j: int) -> Iterator[Bead]:
    """The beads of the path, each with its confidence, its reasons and its runner-up; i, j: the lines that texts begin with."""
    beads, chance, taken = seen.beads, belief.chance, belief.taken
    trust = float(seen.believed[taken].mean()) if len(taken) else 1.0
    scores = (blend.full if trust > 0.5 else blend.poor).confidence(np.minimum(chance[taken], 1.0)).tolist()
    reasons = _reasons(seen, taken, blend)
    others = _others(beads.rows, beads.columns, beads.types, STEPS, taken, chance)
    ours, theirs = _ranges(beads, taken, i, j), _ranges(beads, others, i, j)
    doubts = np.round(chance[others], 4).tolist()
    for sides, score, why, instead, doubt, other in zip(ours, scores, reasons, theirs, doubts, others.tolist(), strict=True):
        runner = RunnerUp(instead[0], instead[1], doubt) if other >= 0 else None
        yield Bead(sides[0], sides[1], score, why, runner)


def _ranges(beads: Candidates, which: Longs, i: int, j: int) -> list[tuple[range, range]]:
    places = ((beads.rows[which] + i).tolist(), (beads.columns[which] + j).tolist(), beads.types[which].tolist())
    return [(range(x, x + TYPES[kind][0]), range(y, y + TYPES[kind][1])) for x, y, kind in zip(*places, strict=True)]


def _reasons(seen: Observation, taken: Longs, blend: Blend) -> list[tuple[tuple[str, float], ...]]:
    """What each group of features adds to the score of each bead, in nats; those that add nothing are left out."""
    believed = seen.believed[taken][:, None]
    weights = believed * blend.full.values + (1 - believed) * blend.poor.values
    said = np.rint((seen.found[taken] * weights) @ _MEMBERS.T * 1000).astype(np.int64)
    return [tuple(_reason(group, x) for group, x in enumerate(figures) if x) for figures in said.tolist()]


@lru_cache(maxsize=1 << 18)
def _reason(group: int, thousandths: int) -> tuple[str, float]:
    """A million beads have eight reasons each, but few thousand different ones."""
    return _NAMES[group], thousandths / 1000


@njit(cache=True, nogil=True)
def _others(rows: Any, columns: Any, types: Any, steps: Any, taken: Any, chance: Any) -> Any:
    """(k,) for each bead taken the likeliest other one that shares a line with it, -1 where there is none."""
    found = np.full(len(taken), -1, np.int64)
    first = 0
    for at in range(len(taken)):
        k = taken[at]
        i, j = rows[k], columns[k]
        x, y = i + steps[types[k], 0], j + steps[types[k], 1]
        while first < len(rows) and rows[first] < i - 8:
            first += 1
        other = first
        most = 0.0
        while other < len(rows) and rows[other] <= max(x, i + 1) + 8:
            p, q = rows[other], columns[other]
            over = p < x and p + steps[types[other], 0] > i and steps[types[other], 0] > 0
            beside = q < y and q + steps[types[other], 1] > j and steps[types[other], 1] > 0
            same = types[other] == types[k] and ((p == i and y == j) or (q == j and x == i))  # a line left out, a step on
            if other != k and not same and chance[other] > most and (over or beside):
                most, found[at] = chance[other], other
            other += 1
    return found
