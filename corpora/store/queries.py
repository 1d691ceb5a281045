"""What several queries of the store have in common: long lists in parts, whole results, what is given out, scores of pairs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, or_, select

from jjak.corpora.pair import Figure, Status
from jjak.corpora.store.schema import alignments, documents, pairs, scores, signatures

AT_ONCE = 400  # values in one IN clause; SQLite's older builds take 999 parameters
T = TypeVar("T")


class Transactional(Protocol):
    """What opens transactions of a corpus, as `Corpus` does."""

    def transaction(self) -> AbstractContextManager[Connection]: ...


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """`values` in order, as many at a time as one IN clause takes."""
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def fetch(store: Transactional, query: Any) -> list[Any]:
    """All rows of a query, read in a transaction of its own."""
    with store.transaction() as connection:
        # the driver hands over all rows at once in a fraction of the time that it takes one by one
        return list(connection.execute(query).all())


def live() -> ColumnElement[bool]:
    """Alignments neither of whose files was changed since; `documents` is joined as the source's."""
    superseded = select(documents.c.id).where(documents.c.superseded)
    return ~documents.c.superseded & alignments.c.target.not_in(superseded)


def of_bitexts(within: Collection[int] | None) -> list[ColumnElement[bool]]:
    """The condition that pairs are of these bitexts; none where these are all. Somebody may see more of them than a query may
    have parameters: numbers stand in its text."""
    if within is None:
        return []
    return [pairs.c.alignment.in_(bindparam(None, sorted(within), expanding=True, literal_execute=True))]


def usable() -> ColumnElement[bool]:
    """Pairs that were not set aside, or that a reviewer accepted with both of their texts: `Pair.usable`, for the database."""
    table = pairs.c
    accepted = and_(table.status == str(Status.ACCEPTED), table.source_text != "", table.target_text != "")
    return or_(table.state == "", accepted)


def pairs_with_names() -> Select[Any]:
    """The columns that `pair_of` takes; the query joins `pairs` to its alignment and that to the source's document."""
    return select(pairs, documents.c.name, documents.c.id.label("document"), alignments.c.target.label("target_document"))


def figures_of(store: Transactional, ids: Sequence[str]) -> dict[str, dict[str, Figure]]:
    """The scores of the pairs with these ids, by id and by the score's name."""
    found: dict[str, dict[str, Figure]] = {}
    for some in chunks(ids):
        query = select(scores.c.pair, scores.c.name, scores.c.value, signatures.c.text)
        query = query.join(signatures, scores.c.signature == signatures.c.id).where(scores.c.pair.in_(some))
        for pair, name, value, signature in fetch(store, query):
            found.setdefault(pair, {})[name] = Figure(value, signature)
    return found


def below(score: Any, doubt: float) -> Any:
    """Whether a score is below `doubt` as the page shows it, in whole hundredths."""
    return score < doubt - 0.005
