"""The figures of a corpus, in one pass over its pairs and in memory that grows by some numbers a pair."""

from __future__ import annotations

import heapq
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from align.translation import EMPTY, REPETITION
from corpora.pair import Figure, Origin, Pair, Status
from eval.reviewed import Agreement, Edit, Judgement, agreement, edit

BINS = 20  # of a histogram from 0 to 100
RATIOS = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)  # steps of about the square root of 2
EDITS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
UNSURE = 0.5  # confidence below which a link is called doubtful
LOW = 20.0  # chrF2++ below which little is shared: unrelated sentences of one language score 10 to 20
STRANGE = 2.5  # times the usual ratio of lengths
DOUBTFUL, CHANGED = 25, 12
_GROUPS = ("document", "kind", "origin", "direction", "model")


@dataclass(slots=True)
class Tally:
    """One score over the pairs that have it. groups: number and sum by name of the group, for each way to group."""

    values: array[float] = field(default_factory=lambda: array("d"))
    signatures: set[str] = field(default_factory=set)
    groups: dict[str, dict[str, list[float]]] = field(default_factory=lambda: {name: {} for name in _GROUPS})

    def add(self, figure: Figure, named: Mapping[str, str]) -> None:
        self.values.append(figure.value)
        self.signatures.add(figure.signature)
        for group, name in named.items():
            entry = self.groups[group].setdefault(name, [0, 0.0])
            entry[0] += 1
            entry[1] += figure.value


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair that a person should look at, and why."""

    pair: Pair
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Changes:
    """What reviewers changed. edited: pairs whose machine translation was changed; edits: of the pairs that were reviewed,
    in order of the pass; most: the pairs that were changed most, with how much."""

    reviewed: int
    edited: int
    characters: Sequence[float]
    words: Sequence[float]
    most: Sequence[tuple[Pair, Edit]]
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class Census:
    """counts: by status, origin, kind, direction, model and document; ratios: of target to source length in characters, by
    direction; unsure: how many unreviewed pairs have a reason for doubt; doubts: how many have each."""

    pairs: int
    unsure: int
    counts: Mapping[str, Mapping[str, int]]
    statuses: Mapping[str, Mapping[str, int]]
    tallies: Mapping[str, Tally]
    ratios: Mapping[str, npt.NDArray[np.float64]]
    doubts: Mapping[str, int]
    doubtful: Sequence[Doubt]
    changes: Changes


def census(pairs: Iterable[Pair], judgements: Iterable[Judgement] = ()) -> Census:
    taker = _Taker()
    for pair in pairs:
        taker.take(pair)
    return taker.done(agreement(judgements))


class _Taker:
    def __init__(self) -> None:
        self.pairs = self.unsure = self.reviewed = self.edited = self.order = 0
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in ("status", *_GROUPS)}
        self.statuses: dict[str, Counter[str]] = {}
        self.tallies: dict[str, Tally] = {}
        self.ratios: dict[str, array[float]] = {}
        self.middles: dict[str, tuple[int, float]] = {}
        self.doubts: Counter[str] = Counter()
        self.doubtful: list[tuple[tuple[int, float], int, Doubt]] = []
        self.characters, self.words = array("d"), array("d")
        self.most: list[tuple[float, int, Pair, Edit]] = []

    def take(self, pair: Pair) -> None:
        self.pairs += 1
        model = f"{pair.model}@{pair.revision}" if pair.model else "none"
        named = {
            "document": pair.name,
            "kind": str(pair.kind),
            "origin": str(pair.origin),
            "direction": f"{pair.source.lang}-{pair.target.lang}",
            "model": model,
        }
        self.counts["status"][str(pair.status)] += 1
        for group, name in named.items():
            self.counts[group][name] += 1
        self.statuses.setdefault(named["document"], Counter())[str(pair.status)] += 1
        for name, figure in pair.scores.items():
            self.tallies.setdefault(name, Tally()).add(figure, named)
        self._doubt(pair, named["direction"])
        self._change(pair)

    def _doubt(self, pair: Pair, direction: str) -> None:
        ratio = len(pair.target.text) / max(1, len(pair.source.text))
        seen = self.ratios.setdefault(direction, array("d"))
        seen.append(ratio)
        # a settled pair needs nobody, and a rejected one is no part of what is exported
        if pair.status is not Status.UNREVIEWED:
            return
        reasons = list(_reasons(pair, ratio, self._usual(direction)))
        self.doubts.update({reason.split(":")[0]: 1 for reason in reasons})
        if reasons:
            chrf = next((figure.value for name, figure in pair.scores.items() if "chrf" in name), 0.0)
            # a heap whose top is the least doubtful of the most doubtful
            self.unsure += 1
            self.order += 1
            heapq.heappush(self.doubtful, ((len(reasons), -chrf), -self.order, Doubt(pair, reasons)))
            if len(self.doubtful) > DOUBTFUL:
                heapq.heappop(self.doubtful)

    def _usual(self, direction: str) -> float:
        """The middle of the ratios so far, looked at again whenever they have doubled: it moves little, and sorting is dear."""
        seen = self.ratios[direction]
        known, middle = self.middles.get(direction, (0, 1.0))
        if len(seen) >= 2 * known:
            middle = sorted(seen)[len(seen) // 2] or 1.0
            self.middles[direction] = len(seen), middle
        return middle

    def _change(self, pair: Pair) -> None:
        if pair.status is Status.UNREVIEWED and not _edited(pair):
            return
        self.reviewed += 1
        if pair.origin is not Origin.MACHINE or not pair.hypothesis:
            return
        found = edit(pair.hypothesis, pair.target.text)
        self.characters.append(found.characters)
        self.words.append(found.words)
        if _edited(pair):
            self.edited += 1
            self.order += 1
            heapq.heappush(self.most, (found.characters, -self.order, pair, found))
            if len(self.most) > CHANGED:
                heapq.heappop(self.most)

    def done(self, agreed: Agreement | None) -> Census:
        most = [(pair, found) for _, _, pair, found in sorted(self.most, key=lambda each: (-each[0], -each[1]))]
        doubtful = [doubt for _, _, doubt in sorted(self.doubtful, key=lambda each: (-each[0][0], -each[0][1], -each[1]))]
        changes = Changes(self.reviewed, self.edited, self.characters, self.words, most, agreed)
        counts = {name: dict(found.most_common()) for name, found in self.counts.items()}
        ratios = {name: np.array(values) for name, values in sorted(self.ratios.items())}
        tallies = dict(sorted(self.tallies.items()))
        return Census(
            self.pairs, self.unsure, counts, self.statuses, tallies, ratios, dict(self.doubts.most_common()), doubtful, changes
        )


def _edited(pair: Pair) -> bool:
    return pair.origin is Origin.MACHINE and pair.target.text != pair.hypothesis


def _reasons(pair: Pair, ratio: float, usual: float) -> Iterator[str]:
    if pair.confidence < UNSURE:
        yield f"link doubtful: {pair.confidence:.2f} sure"
    for flag in (EMPTY, REPETITION):
        if flag in pair.flags:
            yield f"machine translation: {flag}"
    chrf = next(((name, figure.value) for name, figure in pair.scores.items() if "chrf" in name), None)
    if chrf is not None and chrf[1] < LOW:
        yield f"low score: {chrf[1]:.1f}"
    times = ratio / usual
    if min(len(pair.source.text), len(pair.target.text)) == 0 or not 1 / STRANGE <= times <= STRANGE:
        yield f"length: {times:.1f} times usual"


def histogram(values: Sequence[float] | npt.NDArray[np.float64], edges: Sequence[float]) -> list[int]:
    """How many values are from each edge to the next; what is outside is counted at the ends."""
    inside = np.clip(np.asarray(values, dtype=np.float64), edges[0], edges[-1])
    return [int(n) for n in np.histogram(inside, np.asarray(edges, dtype=np.float64))[0]]
