"""Filters: each scores a pair, and then decides by the score; thresholds belong to whoever exports."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Protocol

from jjak.corpora.filters.contents import Copy, Numbers, Punctuation, Repetition
from jjak.corpora.filters.duplicates import Duplicates, NearDuplicates, Overlap
from jjak.corpora.filters.labels import LABELS, Confidence, ScoreFilter, label
from jjak.corpora.filters.lengths import Length, Ratio
from jjak.corpora.filters.opus import OpusFilter
from jjak.corpora.filters.scripts import Language, Script
from jjak.corpora.pair import Pair
from jjak.seeds.errors import SettingError, unknown

__all__ = ["AT_ONCE", "FILTERS", "Filter", "filter_of", "kept"]

AT_ONCE = 2_000  # pairs that are scored together


class Filter(Protocol):
    """Two verbs: a score for each pair, and whether a pair with such a score stays. A filter may remember what it saw."""

    def score(self, pairs: Sequence[Pair]) -> Sequence[Any]: ...

    def accept(self, score: Any) -> bool: ...


FILTERS: Mapping[str, Callable[..., Filter]] = {
    **{name: label(name) for name in LABELS},
    "score": ScoreFilter,
    "confidence": Confidence,
    "length": Length,
    "ratio": Ratio,
    "script": Script,
    "language": Language,
    "numbers": Numbers,
    "punctuation": Punctuation,
    "copy": Copy,
    "repetition": Repetition,
    "duplicates": Duplicates,
    "near-duplicates": NearDuplicates,
    "overlap": Overlap,
    "opusfilter": OpusFilter,
}


def filter_of(name: str, values: Mapping[str, Any]) -> Filter:
    """The filter called `name`; raises SettingError at a name or a value that there is not."""
    if name not in FILTERS:
        raise unknown("filter", name, FILTERS)
    make = FILTERS[name]
    # `with` is no name for a parameter in Python
    given = {"files" if value == "with" else value: one for value, one in values.items()}
    known = set(inspect.signature(make).parameters)
    for value in given:
        if value not in known:
            raise unknown(f"value of the filter {name}", value, {"with" if one == "files" else one for one in known})
    try:
        if any(isinstance(one, float) and math.isnan(one) for one in given.values()):
            raise ValueError("nan is no number")
        return make(**given)
    except (TypeError, ValueError, OverflowError) as error:
        raise SettingError(
            "filter {name}: {error}", "docs/formats.md lists the filters and their values.", name=name, error=str(error)
        ) from error


def kept(pairs: Iterable[Pair], filters: Sequence[Filter], removed: list[int]) -> Iterator[Pair]:
    """The pairs that every filter accepts, in order; `removed` counts those that each took out."""
    stream = iter(pairs)
    while batch := list(islice(stream, AT_ONCE)):
        left: list[Pair] = batch
        for at, one in enumerate(filters):
            before = len(left)
            accept = one.accept
            left = [pair for pair, score in zip(left, one.score(left), strict=True) if accept(score)] if left else left
            removed[at] += before - len(left)
        yield from left
