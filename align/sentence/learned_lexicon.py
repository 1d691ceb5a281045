"""A lexicon that a first pass teaches: from its likeliest pairs, as evidence for the next pass, as in hunalign's realign.

One document of a few hundred lines teaches enough, and so do many short ones together. Whether it was worth learning is seen
on pairs that it was not learned on: what is learned from half of them must say more of the others than of the same lines in
other pairs, which no lexicon of a wrong first pass does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from jjak.align.sentence.beads import Bead, RunnerUp
from jjak.align.sentence.glosses import Entries, View, views
from jjak.align.text.terms import Term
from jjak.align.text.word_links import links

# Expected links of an entry, and its share of what both of its words have, from which it is believed. The second lexicon says
# what the first pass says, almost; without it a good first pass loses what it knew, without the first a poor one learns little.
LEVELS = ((0.7, 0.07), (0.3, 0.03))
ROUNDS = 5  # of expectation–maximisation
LIKELY = 0.3  # confidence of a pair from which it is learned from; the surest alone teach too few words
MOST = 10_000  # pairs that are learned from; a longer text is learned from throughout, not from its beginning
SURE = 4.0  # standard errors by which what was learned must show on other pairs
PARTNERS = 2  # other pairs that a line is held against
_UNRELATED = "like any two texts"  # the reason of the lines of a pair that was parted (`crf_aligner`)


class Pair(NamedTuple):
    """The words of both sides of a bead."""

    source: Term
    target: Term


@dataclass(frozen=True, slots=True)
class LearnedLexicon:
    """ahead: for each level, words of the source with what translates each best; back: those of the target, the source's word
    first as well."""

    ahead: tuple[Entries, ...]
    back: tuple[Entries, ...]

    def views(self, source: Sequence[Term], target: Sequence[Term]) -> list[View]:
        levels = zip(self.ahead, self.back, strict=True)
        return [view for ahead, back in levels for view in views((source, target), ahead, back)]


def pairs_of(source: Sequence[Term], target: Sequence[Term], beads: Iterable[Bead]) -> list[Pair]:
    """The likely pairs of a first pass, those too that were parted because the texts did not seem to go together."""
    found: list[Pair] = []
    for rows, columns in _ranges(beads):
        pair = Pair(tuple(word for i in rows for word in source[i]), tuple(word for j in columns for word in target[j]))
        if pair.source and pair.target:
            found.append(pair)
    return found


def _ranges(beads: Iterable[Bead]) -> list[tuple[range, range]]:
    found: dict[tuple[range, range], None] = {}
    for bead in beads:
        if len(bead.source) and len(bead.target):
            if bead.score >= LIKELY:
                found[bead.source, bead.target] = None
        elif (whole := _parted(bead)) is not None:
            found[whole.source, whole.target] = None
    return list(found)


def _parted(bead: Bead) -> RunnerUp | None:
    """The pair that an omission was a part of."""
    return bead.runner_up if any(name == _UNRELATED for name, _ in bead.reasons) else None


def learned(pairs: Sequence[Pair]) -> LearnedLexicon | None:
    """The lexicon of `pairs`, None where it does not show on pairs that it was not learned from."""
    chosen = pairs if len(pairs) <= MOST else [pairs[at * len(pairs) // MOST] for at in range(MOST)]
    return _lexicon(chosen) if evidence(chosen) >= SURE else None


def _lexicon(pairs: Sequence[Pair]) -> LearnedLexicon:
    numbers: tuple[dict[str, int], dict[str, int]] = ({}, {})
    rows = [tuple(_numbered(side, known) for side, known in zip(pair, numbers, strict=True)) for pair in pairs]
    words = [list(known) for known in numbers]
    size = max(map(len, words))
    keys, counts = links([(first, second) for first, second in rows], size, ROUNDS)
    first, second = keys // size, keys % size
    often = [np.bincount(np.concatenate([row[at] for row in rows]), minlength=size) for at in (0, 1)]
    strength = counts / np.sqrt(often[0][first] * often[1][second])
    ahead, back = [], []
    for least, weakest in LEVELS:
        kept = np.flatnonzero((counts > least) & (strength > weakest))
        entries = sorted(
            (float(strength[at]), float(counts[at]), words[0][first[at]], words[1][second[at]]) for at in kept.tolist()
        )
        ahead.append(sorted(((a,), (b,)) for a, b in {a: b for _, _, a, b in entries}.items()))
        back.append(sorted(((a,), (b,)) for b, a in {b: a for _, _, a, b in entries}.items()))
    return LearnedLexicon(tuple(ahead), tuple(back))


def _numbered(words: Term, known: dict[str, int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([known.setdefault(word, len(known)) for word in words], dtype=np.int64)


def evidence(pairs: Sequence[Pair]) -> float:
    """By how many standard errors the words of a pair go together by what the other half of `pairs` teaches, more than those
    of lines of about the same length that are in different pairs. 0 where there are too few to tell."""
    halves = pairs[::2], pairs[1::2]
    if len(halves[1]) <= 2 * PARTNERS:
        return 0.0
    gains = np.concatenate([_gains(_lexicon(half), other) for half, other in (halves, halves[::-1])])
    error = float(gains.std()) / len(gains) ** 0.5
    return float(gains.mean()) / error if error > 0 else 0.0


def _gains(lexicon: LearnedLexicon, pairs: Sequence[Pair]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """For each pair how many words have their translation in it, less how many would in others.

    A word that is the same on both sides is not counted: the first pass has linked lines by it.
    """
    (ahead, *_), (back, *_) = lexicon.ahead, lexicon.back
    forth, home = {a[0]: b[0] for a, b in ahead if a != b}, {b[0]: a[0] for a, b in back if a != b}
    order = sorted(range(len(pairs)), key=lambda at: len(pairs[at].target))
    bags = [(frozenset(pairs[at].source), frozenset(pairs[at].target)) for at in order]

    def hits(source: frozenset[str], target: frozenset[str]) -> int:
        return sum(forth.get(word) in target for word in source) + sum(home.get(word) in source for word in target)

    return np.array(
        [
            hits(*bag) - sum(hits(bag[0], bags[(at + step) % len(bags)][1]) for step in range(1, PARTNERS + 1)) / PARTNERS
            for at, bag in enumerate(bags)
        ]
    )
