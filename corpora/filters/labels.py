"""Filters by what is said of a pair: its status, origin, kind, document, direction, licence, flags and scores."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fnmatch import translate

from jjak.corpora.pair import SCORES, Origin, Pair, Status
from jjak.seeds.document import Kind
from jjak.seeds.errors import unknown

LABELS: Mapping[str, Callable[[Pair], Sequence[str]]] = {
    "status": lambda pair: (pair.status,),
    "origin": lambda pair: (pair.origin,),
    "kind": lambda pair: (pair.kind,),
    "document": lambda pair: (pair.name,),
    "direction": lambda pair: (f"{pair.source.lang}-{pair.target.lang}",),
    "licence": lambda pair: (pair.licence,),
    "flags": lambda pair: pair.flags,
}


# what a label may be, where nothing else is possible
VALUES: Mapping[str, Sequence[str]] = {
    "status": [value.value for value in Status],
    "origin": [value.value for value in Origin],
    "kind": [value.value for value in Kind],
}


class Label:
    """only: patterns of which a pair has one; without: patterns of which it has none; `*` is any characters.

    Raises SettingError at a pattern that none of the label's few values fits.
    """

    def __init__(self, what: str, only: Sequence[str] | str = (), without: Sequence[str] | str = ()) -> None:
        self._labels = LABELS[what]
        self._only, self._without = (
            [_pattern(what, str(one)) for one in ([given] if isinstance(given, str) else given)] for given in (only, without)
        )

    def score(self, pairs: Sequence[Pair]) -> Sequence[Sequence[str]]:
        return [self._labels(pair) for pair in pairs]

    def accept(self, score: Sequence[str]) -> bool:
        if any(one.match(label) for label in score for one in self._without):
            return False
        return not self._only or any(one.match(label) for label in score for one in self._only)


def _pattern(what: str, given: str) -> re.Pattern[str]:
    pattern = re.compile(translate(given), re.IGNORECASE)
    if what in VALUES and not any(map(pattern.match, VALUES[what])):
        raise unknown(what, given, VALUES[what])
    return pattern


def label(what: str) -> Callable[..., Label]:
    """What makes the filter by one label."""

    def make(only: Sequence[str] | str = (), without: Sequence[str] | str = ()) -> Label:
        return Label(what, only, without)

    return make


class ScoreFilter:
    """name: of the score; a pair without it stays only where `missing` is `keep`.

    Raises SettingError at a score that no pair has.
    """

    def __init__(self, name: str, min: float = -1e9, max: float = 1e9, missing: str = "drop") -> None:  # noqa: A002
        if missing not in ("drop", "keep"):
            raise ValueError(f"missing is '{missing}'; there are: drop, keep")
        if name not in SCORES:
            raise unknown("score", name, SCORES)
        self._name, self._least, self._most, self._keep = name, float(min), float(max), missing == "keep"

    def score(self, pairs: Sequence[Pair]) -> Sequence[float | None]:
        return [pair.scores[self._name].value if self._name in pair.scores else None for pair in pairs]

    def accept(self, score: float | None) -> bool:
        return self._keep if score is None else self._least <= score <= self._most


class Confidence:
    """How sure the aligner was, 0 to 1."""

    def __init__(self, min: float = 0.5) -> None:  # noqa: A002
        self._least = float(min)

    def score(self, pairs: Sequence[Pair]) -> Sequence[float]:
        return [pair.confidence for pair in pairs]

    def accept(self, score: float) -> bool:
        return score >= self._least
