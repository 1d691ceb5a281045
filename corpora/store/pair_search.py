"""Finding pairs: by what is known of them, and by a word of either language whatever its endings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Float, and_, cast, delete, func, insert, or_, select

from jjak.corpora.pair import Pair, aside
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.queries import chunks, fetch, figures_of, live, of_bitexts, pairs_with_names, usable
from jjak.corpora.store.rows import pair_of
from jjak.corpora.store.schema import alignments, documents, pairs, scores, terms


@dataclass(frozen=True, slots=True)
class PairQuery:
    """Which pairs: status, kind, origin, document (an alignment's number) where given; flag: what they are set aside for,
    `none` for those that are not; score: the name of one, `least` and
    `most` its limits; stems: all of which one side must have; text: what one side must contain where there are no stems;
    within: the bitexts that are looked through, None for all."""

    status: str = ""
    kind: str = ""
    origin: str = ""
    flag: str = ""
    alignment: int = 0
    score: str = ""
    least: float | None = None
    most: float | None = None
    stems: tuple[str, ...] = ()
    text: str = ""
    within: frozenset[int] | None = None


class PairSearch:
    """The pairs of an open corpus as a person looks through them."""

    def __init__(self, store: Corpus) -> None:
        self.store = store

    def count(self, wanted: PairQuery) -> int:
        return int(fetch(self.store, self._chosen(select(func.count()), wanted))[0][0])

    def find(self, wanted: PairQuery, offset: int = 0, count: int = 50) -> list[tuple[int, Pair]]:
        """Pairs with the numbers of their bitexts: with a score the lowest first, otherwise by document and place."""
        query = self._chosen(pairs_with_names(), wanted)
        order: list[Any] = [documents.c.name, pairs.c.alignment, pairs.c.index, pairs.c.place, pairs.c.id]
        if wanted.score:
            order.insert(0, _figure(wanted.score))
        found = fetch(self.store, query.order_by(*order).limit(count).offset(offset))
        figures = figures_of(self.store, [row.id for row in found])
        return [(row.alignment, pair_of(dict(row._mapping), figures.get(row.id, {}))) for row in found]

    def choices(self, within: Collection[int] | None = None) -> dict[str, list[str]]:
        """The kinds, origins, flags and scores that occur; within: the bitexts that are looked at, None for all."""
        only = of_bitexts(within)
        found = {
            name: [row[0] for row in fetch(self.store, select(pairs.c[name]).where(*only).distinct().order_by(pairs.c[name]))]
            for name in ("kind", "origin")
        }
        states = fetch(self.store, select(pairs.c.state).where(pairs.c.state != "", *only).distinct())
        found["flag"] = list(aside(flag for row in states for flag in row[0].split(",")))
        query = select(scores.c.name).distinct().order_by(scores.c.name)
        if only:
            query = query.join(pairs, scores.c.pair == pairs.c.id).where(*only)
        found["score"] = ["confidence", *(row[0] for row in fetch(self.store, query))]
        return found

    def unindexed(self, within: Collection[int] | None = None) -> int:
        """How many pairs have no stems yet; within: as `choices` has it."""
        query = select(func.count()).select_from(pairs.join(terms, terms.c.pair == pairs.c.id, isouter=True))
        return int(fetch(self.store, query.where(terms.c.pair.is_(None), *of_bitexts(within)))[0][0])

    def unindexed_texts(self, count: int, within: Collection[int] | None = None) -> list[tuple[str, str, str, str, str]]:
        """Id, both languages and both texts of pairs without stems; within: as `choices` has it."""
        query = select(pairs.c.id, pairs.c.source_lang, pairs.c.target_lang, pairs.c.source_text, pairs.c.target_text)
        query = query.join(terms, terms.c.pair == pairs.c.id, isouter=True)
        query = query.where(terms.c.pair.is_(None), *of_bitexts(within))
        return [tuple(row) for row in fetch(self.store, query.limit(count))]

    def index(self, found: Mapping[str, tuple[Sequence[str], Sequence[str]]]) -> None:
        """Keep the stems of both sides of pairs, by id."""
        new = [{"pair": name, "source": _line(source), "target": _line(target)} for name, (source, target) in found.items()]
        with self.store.transaction() as connection:
            for some in chunks(list(found)):
                connection.execute(delete(terms).where(terms.c.pair.in_(some)))
            if new:
                connection.execute(insert(terms), new)

    def _chosen(self, query: Any, wanted: PairQuery) -> Any:
        joined = pairs.join(alignments, pairs.c.alignment == alignments.c.id).join(
            documents, alignments.c.source == documents.c.id
        )
        if wanted.score and wanted.score != "confidence":
            joined = joined.join(scores, and_(scores.c.pair == pairs.c.id, scores.c.name == wanted.score))
        if wanted.stems:
            joined = joined.join(terms, terms.c.pair == pairs.c.id)
        return query.select_from(joined).where(live(), *_conditions(wanted))


def _figure(score: str) -> ColumnElement[float]:
    return cast(pairs.c.confidence if score == "confidence" else scores.c.value, Float)


def _conditions(wanted: PairQuery) -> Iterator[ColumnElement[bool]]:
    for name in ("status", "kind", "origin"):
        if value := getattr(wanted, name):
            yield pairs.c[name] == value
    if wanted.flag == "none":
        yield usable()
    elif wanted.flag:
        yield and_(~usable(), ("," + pairs.c.state + ",").contains(f",{wanted.flag},", autoescape=True))
    yield from of_bitexts(wanted.within)
    if wanted.alignment:
        yield pairs.c.alignment == wanted.alignment
    if wanted.score and wanted.least is not None:
        yield _figure(wanted.score) >= wanted.least
    if wanted.score and wanted.most is not None:
        yield _figure(wanted.score) <= wanted.most
    if wanted.stems:
        sides = (
            and_(*(side.contains(f" {stem} ", autoescape=True) for stem in wanted.stems))
            for side in (terms.c.source, terms.c.target)
        )
        yield or_(*sides)
    if wanted.text:
        lowered = wanted.text.lower()
        yield or_(*(func.lower(side).contains(lowered, autoescape=True) for side in (pairs.c.source_text, pairs.c.target_text)))


def _line(stems: Sequence[str]) -> str:
    return f" {' '.join(stems)} "
