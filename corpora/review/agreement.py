"""How far reviewers agree on the rows that two of them judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from jjak.corpora.pair import Status
from jjak.corpora.review.events import Edit, Event

# by bitext and row, what each reviewer said of it last
Judgements = dict[tuple[int, str], dict[str, str]]


@dataclass(frozen=True, slots=True)
class PairwiseAgreement:
    """first, second: reviewers; rows: that both judged; raw: share on which they agree; kappa: Cohen's, None where both say
    one thing only, so that chance explains everything."""

    first: str
    second: str
    rows: int
    raw: float
    kappa: float | None


def judgements(events: Iterable[tuple[int, Event]]) -> Judgements:
    """The last judgement of each reviewer on each row, from the events of many bitexts, each bitext's in order.

    A row whose texts or links change is another row: what was said of it before no longer counts.
    """
    said: Judgements = {}
    for bitext, event in events:
        for change in event.changes:
            if not isinstance(change, Edit):
                for row in change.before:
                    said.pop((bitext, row.id), None)
            elif {"source", "target"} & set(change.after):
                said.pop((bitext, change.row), None)
            elif "status" in change.after:
                _note(said.setdefault((bitext, change.row), {}), event, change.after["status"])
    return said


def _note(row: dict[str, str], event: Event, status: Status) -> None:
    if event.undoes or status is Status.UNREVIEWED:
        row.pop(event.user, None)
    else:
        row[event.user] = str(status)


def agreements(said: Judgements) -> list[PairwiseAgreement]:
    """Every two reviewers who judged a row in common, those with most rows first."""
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in said.values():
        for first, second in combinations(sorted(row), 2):
            pairs.setdefault((first, second), []).append((row[first], row[second]))
    found = [PairwiseAgreement(*names, len(votes), *_figures(votes)) for names, votes in pairs.items()]
    return sorted(found, key=lambda agreement: (-agreement.rows, agreement.first, agreement.second))


def _figures(votes: list[tuple[str, str]]) -> tuple[float, float | None]:
    """The share of equal votes, and Cohen's kappa (Cohen 1960): how far it is above what chance gives."""
    n = len(votes)
    raw = sum(a == b for a, b in votes) / n
    first, second = (Counter(side) for side in zip(*votes, strict=True))
    chance = sum(_share(first, name, n) * _share(second, name, n) for name in first)
    return raw, None if chance == 1 else (raw - chance) / (1 - chance)


def _share(counts: Mapping[str, int], name: str, n: int) -> float:
    return counts.get(name, 0) / n
