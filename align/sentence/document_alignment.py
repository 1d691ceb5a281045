"""Which documents of two collections are translations of each other, by what their machine translations share.

Documents that share rare words become candidates; each candidate is aligned, and what its path gains over chance
(`align.sentence.null_model`) decides. Each document has at most one partner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array, diags_array

from jjak.align.sentence.crf_aligner import kinship
from jjak.align.sentence.null_model import DOUBT, GAIN
from jjak.align.sentence.observation import AlignerInput
from jjak.align.sentence.weights import Blend, known_blend
from jjak.align.text.ngrams import BUCKETS, characters, codes, words

CANDIDATES = 3  # partners that are tried for each document
LINES = 80  # of either side that a candidate is judged by


@dataclass(frozen=True, slots=True)
class Text:
    """A document as it is matched. translation: of its lines into the other collection's language, or empty; day: when it
    was published, where that is known."""

    lines: Sequence[str]
    translation: Sequence[str] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Document `source` of one collection and `target` of the other. gain: nats a line over chance."""

    source: int
    target: int
    gain: float


def match(sources: Sequence[Text], targets: Sequence[Text], *, days: int | None = None) -> list[Match]:
    """The pairs, in the order of the sources; with `days`, only documents published that many days apart or less, where
    both days are known."""
    gains = np.zeros((len(sources), len(targets)))
    for i, j in _candidates(sources, targets, days):
        gains[i, j] = _gain(sources[i], targets[j], known_blend("translation"))
    rows, columns = linear_sum_assignment(gains, maximize=True)
    return [Match(int(i), int(j), float(gains[i, j])) for i, j in zip(rows, columns, strict=True) if gains[i, j] > 0]


def _candidates(sources: Sequence[Text], targets: Sequence[Text], days: int | None) -> Iterator[tuple[int, int]]:
    """Each document with those of the other side that it shares most with."""
    if not sources or not targets:
        return
    alike = _likeness(sources, targets) * _balance(sources, targets)
    if days is not None:
        for i, source in enumerate(sources):
            for j, target in enumerate(targets):
                if source.day and target.day and abs((source.day - target.day).days) > days:
                    alike[i, j] = -1.0
    chosen = set()
    for axis in (0, 1):
        best = np.argsort(-alike, axis=axis, kind="stable")
        for at in range(alike.shape[1 - axis]):
            for other in best[:CANDIDATES, at] if axis == 0 else best[at, :CANDIDATES]:
                i, j = (int(other), at) if axis == 0 else (at, int(other))
                if alike[i, j] > 0:
                    chosen.add((i, j))
    yield from sorted(chosen)


def _likeness(sources: Sequence[Text], targets: Sequence[Text]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(n, m) the sum over views of the cosine of rare grams."""
    total = np.zeros((len(sources), len(targets)))
    views = (
        ([text.translation for text in sources], [text.lines for text in targets]),
        ([text.lines for text in sources], [text.translation for text in targets]),
        ([text.lines for text in sources], [text.lines for text in targets]),  # numbers and names
    )
    for left, right in views:
        if any(left) and any(right):
            for grams in (words, characters):
                first, second = (_counts([grams(codes(["\n".join(lines)])).ids for lines in side]) for side in (left, right))
                total += _cosines(first, second)
    return total


def _balance(sources: Sequence[Text], targets: Sequence[Text]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(n, m) 1 where both texts hold the same share of their collection, less the more they differ: long texts share rare
    words with anything."""
    first, second = (np.array([sum(map(len, text.lines)) + 1.0 for text in side]) for side in (sources, targets))
    ratio = (first / first.mean())[:, None] / (second / second.mean())[None, :]
    balance: np.ndarray[tuple[int, int], np.dtype[np.float64]] = np.minimum(ratio, 1 / ratio)
    return balance


def _counts(ids: Sequence[np.ndarray[tuple[int], np.dtype[np.int32]]]) -> csr_array:
    ends = np.concatenate([[0], np.cumsum([len(each) for each in ids])])
    columns = np.concatenate(ids) if len(ids) else np.zeros(0, dtype=np.int32)
    counts = csr_array((np.ones(len(columns)), columns, ends), shape=(len(ids), BUCKETS))
    counts.sum_duplicates()
    counts.data = 1 + np.log(counts.data)
    return counts


def _cosines(first: csr_array, second: csr_array) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    documents = first.shape[0] + second.shape[0]
    present = [np.bincount(side.indices, minlength=BUCKETS) for side in (first, second)]
    shared = (present[0] > 0) & (present[1] > 0)
    rarity = np.where(shared, np.log((documents + 1) / np.maximum(present[0] + present[1], 1)), 0.0)
    sides = []
    for side in (first, second):
        weighed = side @ diags_array(rarity)
        length = np.sqrt((weighed**2).sum(axis=1))
        sides.append(diags_array(1 / np.maximum(length, 1e-9)) @ weighed)
    alike: np.ndarray[tuple[int, int], np.dtype[np.float64]] = (sides[0] @ sides[1].T).toarray()
    return alike


def _gain(source: Text, target: Text, weights: Blend) -> float:
    """Nats a line over chance, 0 where that is too little for a translation."""
    first, second = source.lines[:LINES], target.lines[:LINES]
    views = []
    if source.translation:
        views.append((source.translation[:LINES], second))
    if target.translation:
        views.append((first, target.translation[:LINES]))
    gain, lines = kinship(AlignerInput(first, second, views), weights)
    return gain / lines if lines and gain > GAIN * lines - DOUBT and gain > 0 else 0.0
