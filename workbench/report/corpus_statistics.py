"""Statistics of a corpus, in one pass over its pairs and in memory that grows by some numbers a pair."""

from __future__ import annotations

import heapq
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from jjak.align.mt.translator import EMPTY, REPETITION
from jjak.corpora.pair import Origin, Pair, Status
from jjak.eval.metric_names import is_round_trip
from jjak.eval.reviewed import Agreement, EditDistance, Judgement, agreement, edit
from jjak.workbench.report.doubt import FLAGGED, LENGTH, LINK, SCORE, Reason

BINS = 20  # of a histogram from 0 to 100
RATIOS = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)  # steps of about the square root of 2
EDITS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
UNSURE = 0.5  # confidence below which a link is called doubtful
LOW = 20.0  # chrF2++ below which little is shared: unrelated sentences of one language score 10 to 20
STRANGE = 2.5  # times the usual ratio of lengths
DOUBTFUL, CHANGED = 25, 12
_GROUPS = ("status", "document", "kind", "origin", "direction", "model")
Doubles = npt.NDArray[np.float64]
_TOKENIZER = re.compile(r"\btok:(\w+(?:-[a-z]+)?)")


@dataclass(frozen=True, slots=True)
class Tally:
    """One score of one signature over the pairs that have it.

    Attributes:
        values: The score of each pair, 0 to 100.
        signatures: How it was measured.
        by: For each property, number of pairs and mean by the property's values.
        quarters: By direction, what a quarter, a half and three quarters of the values are at most.
    """

    values: Doubles
    signatures: Sequence[str]
    by: Mapping[str, Mapping[str, tuple[int, float]]]
    quarters: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair that a person should look at, and why."""

    pair: Pair
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class Changes:
    """What reviewers changed.

    Attributes:
        reviewed: How many pairs they settled or edited.
        edited: How many machine translations they edited.
        characters: Of each reviewed machine translation, which part was changed, 0 to 1, in the order of the pass.
        words: The same of its words.
        most: The pairs that were changed most, with how much.
        agreement: Between reviewers, None where no pair was judged by two.
    """

    reviewed: int
    edited: int
    characters: Sequence[float]
    words: Sequence[float]
    most: Sequence[tuple[Pair, EditDistance]]
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class CorpusStatistics:
    """What a corpus holds.

    Attributes:
        pairs: How many pairs.
        unsure: How many unreviewed pairs have a reason for doubt.
        counts: Pairs by status, origin, kind, direction, model and document.
        statuses: Pairs by document and status.
        tallies: Scores by name.
        ratios: Length of the target over that of the source, in characters, by direction.
        doubts: How many unreviewed pairs have each reason.
        doubtful: The most doubtful pairs, the worst first.
        changes: What reviewers changed.
    """

    pairs: int
    unsure: int
    counts: Mapping[str, Mapping[str, int]]
    statuses: Mapping[str, Mapping[str, int]]
    tallies: Mapping[str, Tally]
    ratios: Mapping[str, Doubles]
    doubts: Mapping[str, int]
    doubtful: Sequence[Doubt]
    changes: Changes


def statistics_of(pairs: Iterable[Pair], judgements: Iterable[Judgement] = ()) -> CorpusStatistics:
    """The statistics of pairs, and of what reviewers judged."""
    collector = _Collector()
    for pair in pairs:
        collector.add(pair)
    return collector.statistics(agreement(judgements))


class _Groups:
    """Of each pair, the number of its group in each way to group; the names of the groups by number."""

    def __init__(self) -> None:
        self.names: dict[str, dict[str, int]] = {name: {} for name in _GROUPS}
        self.codes = {name: array("l") for name in _GROUPS}
        self._ways = [(self.names[name], self.codes[name]) for name in _GROUPS]

    def add(self, *names: str) -> None:
        for (numbers, codes), name in zip(self._ways, names, strict=True):
            codes.append(numbers.setdefault(name, len(numbers)))

    def counts(self, way: str) -> dict[str, int]:
        """Pairs by name, the most first."""
        found = np.bincount(np.array(self.codes[way]), minlength=len(self.names[way])).tolist() if self.codes[way] else []
        return dict(sorted(zip(self.names[way], found, strict=True), key=lambda each: -each[1]))

    def statuses(self) -> dict[str, dict[str, int]]:
        """Pairs by status, by document."""
        status, document = np.array(self.codes["status"], np.int64), np.array(self.codes["document"], np.int64)
        shape = len(self.names["document"]), len(self.names["status"])
        table = np.bincount(document * shape[1] + status, minlength=shape[0] * shape[1]).reshape(shape).tolist()
        return {
            name: {each: n for each, n in zip(self.names["status"], row, strict=True) if n}
            for name, row in zip(self.names["document"], table, strict=True)
        }

    def means(self, way: str, places: npt.NDArray[np.int64], values: Doubles) -> dict[str, tuple[int, float]]:
        """Number and mean of the values by name; places: the pair of each."""
        codes = np.array(self.codes[way])[places]
        size = len(self.names[way])
        counts, sums = np.bincount(codes, minlength=size), np.bincount(codes, values, minlength=size)
        return {
            name: (n, total / n) for name, n, total in zip(self.names[way], counts.tolist(), sums.tolist(), strict=True) if n
        }

    def quarters(self, way: str, places: npt.NDArray[np.int64], values: Doubles) -> dict[str, tuple[float, float, float]]:
        """What a quarter, a half and three quarters of the values are at most, by name; places: the pair of each."""
        codes = np.array(self.codes[way])[places]
        found: dict[str, tuple[float, float, float]] = {}
        for at, name in enumerate(self.names[way]):
            if len(own := values[codes == at]):
                low, middle, high = np.quantile(own, (0.25, 0.5, 0.75)).tolist()
                found[name] = low, middle, high
        return found


class _Scores:
    """The values of one score of one signature, and the pair of each."""

    def __init__(self) -> None:
        self.values, self.places = array("d"), array("l")

    def tally(self, groups: _Groups, signature: str) -> Tally:
        values, places = np.array(self.values), np.array(self.places)
        by = {way: groups.means(way, places, values) for way in _GROUPS if way != "status"}
        return Tally(values, [signature], by, groups.quarters("direction", places, values))


class _Collector:
    def __init__(self) -> None:
        self.pairs = self.unsure = self.reviewed = self.edited = self.order = 0
        self.groups = _Groups()
        self.scores: dict[tuple[str, str], _Scores] = {}
        self.ratios: dict[str, array[float]] = {}
        self.middles: dict[str, tuple[int, float]] = {}
        self.doubts: Counter[str] = Counter()
        self.doubtful: list[tuple[tuple[int, float], int, Doubt]] = []
        self.characters, self.words = array("d"), array("d")
        self.most: list[tuple[float, int, Pair, EditDistance]] = []

    def add(self, pair: Pair) -> None:
        model = f"{pair.model}@{pair.revision}" if pair.model else "none"
        direction = f"{pair.source.lang}-{pair.target.lang}"
        self.groups.add(pair.status.value, pair.name, pair.kind.value, pair.origin.value, direction, model)
        for name, figure in pair.scores.items():
            key = (name, figure.signature)
            scores = self.scores.get(key) or self.scores.setdefault(key, _Scores())
            scores.values.append(figure.value)
            scores.places.append(self.pairs)
        self.pairs += 1
        self._doubt(pair, direction)
        self._change(pair)

    def _doubt(self, pair: Pair, direction: str) -> None:
        ratio = len(pair.target.text) / max(1, len(pair.source.text))
        seen = self.ratios.setdefault(direction, array("d"))
        seen.append(ratio)
        # a settled pair needs nobody, and a rejected one is no part of what is exported
        if pair.status is not Status.UNREVIEWED:
            return
        reasons = list(_reasons(pair, ratio, self._usual(direction)))
        self.doubts.update({reason.name: 1 for reason in reasons})
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

    def statistics(self, agreed: Agreement | None) -> CorpusStatistics:
        most = [(pair, found) for _, _, pair, found in sorted(self.most, key=lambda each: (-each[0], -each[1]))]
        doubtful = [doubt for _, _, doubt in sorted(self.doubtful, key=lambda each: (-each[0][0], -each[0][1], -each[1]))]
        changes = Changes(self.reviewed, self.edited, self.characters, self.words, most, agreed)
        counts = {way: self.groups.counts(way) for way in _GROUPS}
        ratios = {name: np.array(values) for name, values in sorted(self.ratios.items())}
        titles = _titles(self.scores)
        tallies = {titles[key]: found.tally(self.groups, key[1]) for key, found in sorted(self.scores.items())}
        doubts = dict(self.doubts.most_common())
        statuses = self.groups.statuses()
        return CorpusStatistics(self.pairs, self.unsure, counts, statuses, tallies, ratios, doubts, doubtful, changes)


def _titles(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What each score is called: its name, and its tokenizer too where there are several, since BLEU by one is no BLEU by the
    other and a mean of both means nothing."""
    keys = list(keys)
    several = {name for name, count in Counter(name for name, _ in keys).items() if count > 1}
    titles: dict[tuple[str, str], str] = {}
    for name, signature in keys:
        match = _TOKENIZER.search(signature)
        title = f"{name} {match[1] if match else signature}" if name in several else name
        titles[name, signature] = title if title not in titles.values() else f"{name} {signature}"
    return titles


def _edited(pair: Pair) -> bool:
    return pair.origin is Origin.MACHINE and pair.target.text != pair.hypothesis


def _reasons(pair: Pair, ratio: float, usual: float) -> Iterator[Reason]:
    """Why a person should look; a low round trip says more of what is doubted already, and is no reason by itself."""
    found = [*_evident(pair, ratio, usual)]
    yield from found
    trip = next((figure.value for name, figure in pair.scores.items() if "chrf" in name and is_round_trip(name)), None)
    if found and trip is not None and trip < LOW:
        yield Reason(SCORE, trip)


def _evident(pair: Pair, ratio: float, usual: float) -> Iterator[Reason]:
    if pair.confidence < UNSURE:
        yield Reason(LINK, pair.confidence)
    for flag in (EMPTY, REPETITION):
        if flag in pair.flags:
            yield Reason(FLAGGED, flag)
    chrf = next((figure.value for name, figure in pair.scores.items() if "chrf" in name and not is_round_trip(name)), None)
    if chrf is not None and chrf < LOW:
        yield Reason(SCORE, chrf)
    times = ratio / usual
    if min(len(pair.source.text), len(pair.target.text)) == 0 or not 1 / STRANGE <= times <= STRANGE:
        yield Reason(LENGTH, times)


def histogram(values: Sequence[float] | Doubles, edges: Sequence[float]) -> list[int]:
    """How many values are from each edge to the next; what is outside is counted at the ends."""
    inside = np.clip(np.asarray(values, dtype=np.float64), edges[0], edges[-1])
    return [int(n) for n in np.histogram(inside, np.asarray(edges, dtype=np.float64))[0]]
