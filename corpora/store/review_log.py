"""The review's side of the database: what is under review, the log of acts, and the rows and pairs that they changed.

An act is one transaction: its event, the rows it touched and the pairs that these rows give are stored together, or nothing is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, case, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from jjak.align.sentence.beads import Bead
from jjak.corpora.pair import Pair
from jjak.corpora.review.events import Event, Piece, ReviewRows, Row, change_of, change_table, row_of, row_table
from jjak.corpora.store import imported_units
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.queries import AT_ONCE, chunks, fetch, figures_of, live, pairs_with_names
from jjak.corpora.store.rows import bead_of, pair_of, pair_row
from jjak.corpora.store.schema import (
    alignments,
    beads,
    documents,
    events,
    pairs,
    places,
    reviewed,
    runs,
    scores,
    segments,
    shelf,
    terms,
    translations,
)
from jjak.corpora.store.writing import add_scores
from jjak.seeds.document import Document

GAP = 1 << 40  # between the places of two of the pipeline's rows; each cut at one spot halves what is left
_NOBODY = "unreviewed"


class StoredBitext(NamedTuple):
    """A bitext under review. target: empty for a document alone; settings: of the run that built it."""

    alignment: int
    source: str
    target: str
    name: str
    target_name: str
    aligner: str
    settings: Mapping[str, Any]
    versions: Mapping[str, str]

    @property
    def imported(self) -> bool:
        """Whether it is pairs of a file, of which there are no documents."""
        return self.target == self.source


class ReviewProgress(NamedTuple):
    """How far the review of a bitext is. rows, settled, doubtful: counts; means: of each score."""

    alignment: int
    name: str
    target_name: str
    rows: int
    settled: int
    doubtful: int
    pairs: int
    means: Mapping[str, float]
    touched: str


class SegmentColumns(NamedTuple):
    """The segments of a document, with the language and the kind of each."""

    pieces: list[Piece]
    langs: list[str]
    kinds: list[str]


@dataclass(frozen=True, slots=True)
class ReviewState:
    """The rows of a review, and where each of them (and those that are gone) stands in the order."""

    rows: ReviewRows
    positions: dict[str, int]


@dataclass(frozen=True, slots=True)
class Projection:
    """What an event leaves behind. rows: those it changed or made, with their positions; gone: those it took away;
    dropped: ids of pairs that no row says any more; added: pairs that rows say now; kept: by id what changes of a pair
    that stays."""

    rows: Sequence[tuple[Row, int]]
    gone: Sequence[tuple[Row, int]] = ()
    dropped: Sequence[str] = ()
    added: Sequence[Pair] = ()
    kept: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class ReviewLog:
    """The reviews of an open corpus."""

    def __init__(self, store: Corpus) -> None:
        self.store = store

    def bitext(self, bitext: int) -> StoredBitext | None:
        target = documents.alias()
        query = (
            select(
                alignments.c.id,
                alignments.c.source,
                alignments.c.target,
                documents.c.name,
                _target_name(target),
                alignments.c.aligner,
                runs.c.settings,
                runs.c.versions,
            )
            .join(documents, alignments.c.source == documents.c.id)
            .join(target, alignments.c.target == target.c.id, isouter=True)
            .join(runs, alignments.c.run == runs.c.id)
            .where(alignments.c.id == bitext)
        )
        rows = fetch(self.store, query)
        return StoredBitext(*rows[0]) if rows else None

    def document(self, name: str) -> Document | None:
        """A document's text and metadata, without its blocks."""
        query = select(documents.c.id, documents.c.name, documents.c.text, documents.c.metadata).where(documents.c.id == name)
        rows = fetch(self.store, query)
        return Document(*rows[0]) if rows else None

    def first_rows(self, bitext: int, parts: Sequence[SegmentColumns] | None = None) -> list[Row]:
        """The rows as the pipeline or an import left them; raises nothing where there are none.

        parts: of both documents, where they were read already.
        """
        stored = self.bitext(bitext)
        if stored is None:
            return []
        if stored.imported:
            with self.store.transaction() as connection:
                return imported_units.rows(connection, bitext)
        table = beads.c
        query = select(
            *(
                table["index"],
                table.source_start,
                table.source_stop,
                table.target_start,
                table.target_stop,
                table.score,
                table.text,
            )
        ).where(table.alignment == bitext)
        source, target = (each.pieces for each in parts or self.parts(stored))
        rows = []
        for at, i, x, j, y, score, text in fetch(self.store, query.order_by(table["index"])):
            second = tuple(target[j:y]) if stored.target else (Piece(str(at), at, 0, 0, text),) if text else ()
            rows.append(Row(str(at), tuple(source[i:x]), second, score=score, bead=at))
        return rows

    def adopt(self, bitext: int) -> None:
        """Give the pairs of an imported bitext rows, where they have none yet."""
        with self.store.transaction() as connection:
            imported_units.adopt(connection, bitext)

    def adopted(self, bitext: int) -> int:
        """How many rows an imported bitext began with."""
        with self.store.transaction() as connection:
            return imported_units.count(connection, bitext)

    def imported(self, bitext: int) -> list[imported_units.Trait]:
        """What the rows of an imported bitext came with."""
        with self.store.transaction() as connection:
            return imported_units.traits(connection, bitext)

    def originals(self, ids: Sequence[str]) -> dict[str, Pair]:
        """Pairs by their ids, also where no row says them any more; without scores."""
        with self.store.transaction() as connection:
            return imported_units.originals(connection, ids)

    def size(self, bitext: int) -> int:
        """How many pairs a bitext has."""
        return int(fetch(self.store, select(func.count()).where(pairs.c.alignment == bitext))[0][0])

    def parts(self, stored: StoredBitext) -> tuple[SegmentColumns, SegmentColumns]:
        """The segments of both documents of a bitext."""
        found = []
        table = segments.c
        query = select(table["index"], table.start, table.stop, table.text, table.lang, table.kind)
        for name in (stored.source, stored.target):
            rows = fetch(self.store, query.where(table.document == name).order_by(table["index"])) if name else []
            pieces = [Piece(str(at), at, a, b, text) for at, a, b, text, _, _ in rows]
            found.append(SegmentColumns(pieces, [row[4] for row in rows], [row[5] for row in rows]))
        return found[0], found[1]

    def state(self, bitext: int, parts: Sequence[SegmentColumns] | None = None) -> ReviewState:
        """The rows as they stand now: the pipeline's, and over them those that the review changed.

        parts: of both documents, where they were read already.
        """
        rows = {row.id: row for row in self.first_rows(bitext, parts)}
        # a row of the pipeline is called by its number
        positions = {name: int(name) * GAP for name in rows}
        table = reviewed.c
        query = select(table.row, table.position, table.version, table.gone, table.body).where(table.alignment == bitext)
        with self.store.transaction() as connection:
            head = self._head(connection, bitext)
            changed = connection.execute(query).all()
        for name, position, version, gone, body in changed:
            positions[name] = position
            if gone:
                rows.pop(name, None)
            else:
                rows[name] = row_of(body, version)
        ordered = sorted(rows.values(), key=lambda row: positions[row.id])
        return ReviewState(ReviewRows(ordered, head), positions)

    def head(self, bitext: int) -> int:
        """The number of the last event, 0 where there is none."""
        with self.store.transaction() as connection:
            return self._head(connection, bitext)

    def _head(self, connection: Connection, bitext: int) -> int:
        query = select(func.max(events.c.number)).where(events.c.alignment == bitext)
        return int(connection.execute(query).scalar() or 0)

    def events(self, bitext: int, after: int = 0) -> Iterator[Event]:
        """The log of a bitext, in order."""
        table = events.c
        query = select(events).where(table.alignment == bitext, table.number > after).order_by(table.number)
        with self.store.transaction() as connection:
            for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
                yield _event(row)

    def event(self, bitext: int, number: int) -> Event:
        """One event of the log; raises KeyError where there is none of this number."""
        rows = fetch(self.store, select(events).where(events.c.alignment == bitext, events.c.number == number))
        if not rows:
            raise KeyError(number)
        return _event(rows[0])

    def answered(self, bitext: int, key: str) -> Event | None:
        """The event that the page calls `key`, where its act was done already."""
        rows = fetch(self.store, select(events).where(events.c.alignment == bitext, events.c.key == key))
        return _event(rows[0]) if rows else None

    def headings(self, bitext: int) -> list[Event]:
        """The log without its changes."""
        table = events.c
        query = select(table.number, table.user, table.time, table.act, table.key, table.undoes, table.redoes, table.detail)
        rows = fetch(self.store, query.where(table.alignment == bitext).order_by(table.number))
        return [
            Event(n, user, time, act, (), key, undoes, redoes, detail)
            for n, user, time, act, key, undoes, redoes, detail in rows
        ]

    def record(self, bitext: int, event: Event, outcome: Projection) -> bool:
        """Store an act whole; False where another process stored one of this number or key first."""
        try:
            with self.store.transaction() as connection:
                connection.execute(insert(events).values(_event_row(bitext, event)))
                _write_rows(connection, bitext, outcome)
                _write_pairs(connection, bitext, outcome)
        except IntegrityError as error:
            if "events" in str(error.orig):
                return False
            raise
        return True

    def beads(self, bitext: int, indexes: Sequence[int]) -> dict[int, Bead]:
        """The pipeline's beads with these indexes, reasons and all."""
        found: dict[int, Bead] = {}
        for some in chunks(indexes):
            query = select(beads).where(beads.c.alignment == bitext, beads.c.index.in_(some))
            found.update((row.index, bead_of(row)) for row in fetch(self.store, query))
        return found

    def pairs(self, ids: Sequence[str]) -> dict[str, Pair]:
        """The pairs with these ids, by id."""
        found: dict[str, Pair] = {}
        for some in chunks(ids):
            figures = figures_of(self.store, some)
            for row in fetch(self.store, _pairs_query().where(pairs.c.id.in_(some))):
                found[row.id] = pair_of(dict(row._mapping), figures.get(row.id, {}))
        return found

    def pairs_of(self, bitext: int) -> dict[str, tuple[str, str, str, str, str, int, int]]:
        """By id: status, reason, comment, both texts, index and place of every pair of a bitext."""
        table = pairs.c
        query = select(
            table.id,
            table.status,
            table.reason,
            table.comment,
            table.source_text,
            table.target_text,
            table["index"],
            table.place,
        )
        rows = fetch(self.store, query.where(table.alignment == bitext))
        return {row[0]: tuple(row[1:]) for row in rows}

    def round_trips(self, bitext: int) -> dict[int, float]:
        """The round-trip chrF2++ of each bead of a document alone, 0..100."""
        query = (
            select(pairs.c.index, scores.c.value)
            .join(scores, scores.c.pair == pairs.c.id)
            .where(pairs.c.alignment == bitext, scores.c.name == "round_trip_chrf2++")
        )
        return dict(fetch(self.store, query))

    def directions(self) -> list[tuple[str, str, str, str, str]]:
        """Model, revision, search and both languages of every kind of translation that the corpus remembers."""
        table = translations.c
        query = select(table.model, table.revision, table.search, table.source_lang, table.target_lang).distinct()
        return [tuple(row) for row in fetch(self.store, query)]

    def bitexts(self) -> list[int]:
        """Every bitext that is given out."""
        return [row[0] for row in fetch(self.store, _live_bitexts())]

    def alignments(self) -> list[int]:
        """Every bitext that has a log."""
        return [row[0] for row in fetch(self.store, select(events.c.alignment).distinct().order_by(events.c.alignment))]

    def progress(self, doubt: float, worst: float) -> list[ReviewProgress]:
        """Every bitext that is given out, with how far its review is.

        doubt: a row below this confidence is doubtful; worst: a machine's row below this round-trip chrF2++ is.
        """
        totals = {row[0]: (*row[1:], 0) for row in fetch(self.store, _totals(doubt, worst))}
        totals |= {row[0]: row[1:] for row in fetch(self.store, imported_units.totals(doubt))}
        changes = {row[0]: row[1:] for row in fetch(self.store, _changed(doubt, worst))}
        touched = dict(fetch(self.store, select(events.c.alignment, func.max(events.c.time)).group_by(events.c.alignment)))
        means: dict[int, dict[str, float]] = {}
        query = select(pairs.c.alignment, scores.c.name, func.avg(scores.c.value)).join(scores, scores.c.pair == pairs.c.id)
        for bitext, name, mean in fetch(self.store, query.group_by(pairs.c.alignment, scores.c.name)):
            means.setdefault(bitext, {})[name] = mean
        counts = dict(fetch(self.store, select(pairs.c.alignment, func.count()).group_by(pairs.c.alignment)))
        found = []
        for bitext, name, target in fetch(self.store, _live_bitexts()):
            rows, doubtful, before = totals.get(bitext, (0, 0, 0))
            here, settled, unsure = changes.get(bitext, (0, 0, 0))
            total = (rows + here, (settled or 0) + (before or 0), (doubtful or 0) + (unsure or 0))
            figures = (counts.get(bitext, 0), means.get(bitext, {}), touched.get(bitext, ""))
            found.append(ReviewProgress(bitext, name, target, *total, *figures))
        return found

    def place(self, user: str, bitext: int) -> str:
        rows = fetch(self.store, select(places.c.row).where(places.c.user == user, places.c.alignment == bitext))
        return str(rows[0][0]) if rows else ""

    def leave(self, user: str, bitext: int, row: str) -> None:
        """Note where `user` left a bitext."""
        with self.store.transaction() as connection:
            connection.execute(delete(places).where(places.c.user == user, places.c.alignment == bitext))
            connection.execute(insert(places).values(user=user, alignment=bitext, row=row))

    def activity(self, *, user: str = "", act: str = "", alignment: int = 0, offset: int = 0, count: int = 50) -> list[Any]:
        """Who did what when, the newest first: time, user, act, document's name, alignment, number, detail, undoes, redoes,
        and whether the bitext was imported."""
        table = events.c
        wanted = [
            *([table.user == user] if user else []),
            *([table.act == act] if act else []),
            *([table.alignment == alignment] if alignment else []),
        ]
        columns = (table.time, table.user, table.act, documents.c.name, table.alignment, table.number, table.detail)
        own = alignments.c.target == alignments.c.source
        query = (
            select(*columns, table.undoes, table.redoes, own)
            .join(alignments, table.alignment == alignments.c.id)
            .join(documents, alignments.c.source == documents.c.id)
            .where(*wanted)
            .order_by(table.id.desc())
        )
        return fetch(self.store, query.limit(count).offset(offset))

    def judged(self) -> Iterator[tuple[int, Event]]:
        """The events of every bitext that is given out, with its number, each bitext's in order."""
        for bitext in self.alignments():
            for event in self.events(bitext):
                yield bitext, event

    def last(self) -> int:
        """The number of events in the whole corpus: what was worked out of them holds until it changes."""
        return int(fetch(self.store, select(func.count()).select_from(events))[0][0])

    def actors(self) -> list[tuple[str, int]]:
        """Every reviewer with the number of their acts, the busiest first."""
        query = select(events.c.user, func.count()).group_by(events.c.user).order_by(func.count().desc(), events.c.user)
        return [tuple(row) for row in fetch(self.store, query)]


def _event(row: Any) -> Event:
    changes = tuple(map(change_of, row.changes))
    return Event(row.number, row.user, row.time, row.act, changes, row.key, row.undoes, row.redoes, row.detail)


def _event_row(bitext: int, event: Event) -> dict[str, Any]:
    return {
        "alignment": bitext,
        "number": event.number,
        "user": event.user,
        "time": event.time,
        "act": event.act,
        "key": event.key,
        "undoes": event.undoes,
        "redoes": event.redoes,
        "detail": dict(event.detail),
        "changes": [change_table(change) for change in event.changes],
    }


def _write_rows(connection: Connection, bitext: int, outcome: Projection) -> None:
    rows = [
        {
            "alignment": bitext,
            "row": row.id,
            "position": position,
            "version": row.version,
            "gone": gone,
            "bead": int(row.id) if row.id.isdigit() else None,
            "status": str(row.status),
            "score": row.score,
            "body": row_table(row),
        }
        for some, gone in ((outcome.gone, True), (outcome.rows, False))
        for row, position in some
    ]
    for chunk in chunks([row["row"] for row in rows]):
        connection.execute(delete(reviewed).where(reviewed.c.alignment == bitext, reviewed.c.row.in_(chunk)))
    if rows:
        connection.execute(insert(reviewed), rows)


def _write_pairs(connection: Connection, bitext: int, outcome: Projection) -> None:
    for chunk in chunks(list(outcome.dropped)):
        _shelve(connection, chunk)
    for pair in outcome.added:
        _add_pair(connection, bitext, pair)
    for values, ids in _alike(outcome.kept):
        for chunk in chunks(ids):
            connection.execute(update(pairs).where(pairs.c.id.in_(chunk)).values(values))


def _alike(kept: Mapping[str, Mapping[str, Any]]) -> list[tuple[dict[str, Any], list[str]]]:
    """The pairs that change in the same way together: accepting thousands is one statement."""
    groups: dict[tuple[tuple[str, Any], ...], list[str]] = {}
    for name, values in kept.items():
        groups.setdefault(tuple(sorted(values.items())), []).append(name)
    return [(dict(values), ids) for values, ids in groups.items()]


def _shelve(connection: Connection, ids: Sequence[str]) -> None:
    figures: dict[str, list[list[Any]]] = {}
    for pair, name, value, signature in connection.execute(select(scores).where(scores.c.pair.in_(ids))):
        figures.setdefault(pair, []).append([name, value, signature])
    for row in list(connection.execute(select(pairs).where(pairs.c.id.in_(ids)))):
        key = {"pair": row.id, "digest": _digest(row.source_text, row.target_text)}
        there = select(shelf.c.pair).where(shelf.c.pair == key["pair"], shelf.c.digest == key["digest"])
        if connection.execute(there).first() is None:
            body = {"pair": dict(row._mapping), "scores": figures.get(row.id, [])}
            connection.execute(insert(shelf).values(**key, body=body))
    connection.execute(delete(scores).where(scores.c.pair.in_(ids)))
    connection.execute(delete(terms).where(terms.c.pair.in_(ids)))
    connection.execute(delete(pairs).where(pairs.c.id.in_(ids)))


def _add_pair(connection: Connection, bitext: int, pair: Pair) -> None:
    row = pair_row(bitext, pair)
    digest = _digest(pair.source.text, pair.target.text)
    kept = connection.execute(select(shelf.c.body).where(shelf.c.pair == pair.id, shelf.c.digest == digest)).scalar()
    if kept:
        now = {name: row[name] for name in ("index", "place", "status", "reason", "comment")}
        connection.execute(insert(pairs).values(kept["pair"] | now))
        columns = ("pair", "name", "value", "signature")
        if figures := [dict(zip(columns, (pair.id, *each), strict=True)) for each in kept["scores"]]:
            connection.execute(insert(scores), figures)
    else:
        connection.execute(insert(pairs).values(row))
        add_scores(connection, [pair])


def _digest(source: str, target: str) -> str:
    return hashlib.sha256(f"{source}\x1f{target}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _pairs_query() -> Any:
    return (
        pairs_with_names()
        .join(alignments, pairs.c.alignment == alignments.c.id)
        .join(documents, alignments.c.source == documents.c.id)
    )


def _live_bitexts() -> Any:
    target = documents.alias()
    return (
        select(alignments.c.id, documents.c.name, _target_name(target))
        .join(documents, alignments.c.source == documents.c.id)
        .join(target, alignments.c.target == target.c.id, isouter=True)
        .where(live())
        .order_by(documents.c.name, alignments.c.id)
    )


def _target_name(target: Any) -> Any:
    """The name of a bitext's other document, empty where there is none."""
    return case((alignments.c.target == alignments.c.source, ""), else_=func.coalesce(target.c.name, ""))


def _trips() -> Any:
    return (
        select(pairs.c.alignment, pairs.c.index, scores.c.value)
        .join(scores, and_(scores.c.pair == pairs.c.id, scores.c.name == "round_trip_chrf2++"))
        .subquery()
    )


def _totals(doubt: float, worst: float) -> Any:
    """By bitext, the pipeline's rows that no review changed, and how many of them are doubtful."""
    changed = and_(reviewed.c.alignment == beads.c.alignment, reviewed.c.bead == beads.c.index)
    trip = _trips()
    unsure = or_(beads.c.score < doubt, trip.c.value < worst)
    return (
        select(beads.c.alignment, func.count(), func.sum(case((unsure, 1), else_=0)))
        .join(reviewed, changed, isouter=True)
        .join(trip, and_(trip.c.alignment == beads.c.alignment, trip.c.index == beads.c.index), isouter=True)
        .where(reviewed.c.row.is_(None))
        .group_by(beads.c.alignment)
    )


def _changed(doubt: float, worst: float) -> Any:
    """By bitext, the rows that a review changed or made, how many are settled, and how many doubtful."""
    table, trip = reviewed.c, _trips()
    settled = case((table.status != _NOBODY, 1), else_=0)
    low = or_(table.score < doubt, and_(table.score.is_not(None), trip.c.value < worst))
    unsure = case((and_(table.status == _NOBODY, low), 1), else_=0)
    query = select(table.alignment, func.count(), func.sum(settled), func.sum(unsure))
    query = query.join(trip, and_(trip.c.alignment == table.alignment, trip.c.index == table.bead), isouter=True)
    return query.where(~table.gone).group_by(table.alignment)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
