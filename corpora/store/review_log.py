"""The review's side of the database: what is under review, the log of acts, and the rows and pairs that they changed.

An act is one transaction: its event, the rows it touched and the pairs that these rows give are stored together, or nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, String, case, cast, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from jjak.align.sentence.beads import CROSSING, Bead
from jjak.corpora.pair import Pair, aside
from jjak.corpora.review.carried import carried
from jjak.corpora.review.events import DOCUMENT, Edit, Event, IgnoredChecks, Piece, ReviewRows, Row, change_of, row_of
from jjak.corpora.store import imported_units
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.group_commit import GroupCommit
from jjak.corpora.store.queries import AT_ONCE, chunks, fetch, figures_of, pairs_with_names
from jjak.corpora.store.review_progress import ReviewProgress, live_bitexts, review_progress, target_name
from jjak.corpora.store.review_writing import Projection, write_event
from jjak.corpora.store.rows import bead_of, pair_of
from jjak.corpora.store.schema import (
    alignments,
    beads,
    documents,
    events,
    import_bitexts,
    imports,
    pairs,
    places,
    reviewed,
    runs,
    scores,
    segments,
    translations,
)
from jjak.seeds.document import Document
from jjak.seeds.page_metadata import PageMetadata, page_metadata

GAP = 1 << 40  # between the places of two of the pipeline's rows; each cut at one spot halves what is left


class StoredBitext(NamedTuple):
    """A bitext under review. target: empty for a document alone; settings, versions, run: of the run that built it, or
    translated it last."""

    alignment: int
    source: str
    target: str
    name: str
    target_name: str
    aligner: str
    settings: Mapping[str, Any]
    versions: Mapping[str, str]
    run: int = 0

    @property
    def imported(self) -> bool:
        """Whether it is pairs of a file, of which there are no documents."""
        return self.target == self.source


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


class ReviewLog:
    """The reviews of an open corpus."""

    def __init__(self, store: Corpus) -> None:
        self.store = store
        # a database that is locked is asked again after pauses, and whoever asks most often gets it: here they wait in a row
        self._writers = GroupCommit(store)

    def bitext(self, bitext: int) -> StoredBitext | None:
        target = documents.alias()
        query = (
            select(
                alignments.c.id,
                alignments.c.source,
                alignments.c.target,
                documents.c.name,
                target_name(target),
                alignments.c.aligner,
                runs.c.settings,
                runs.c.versions,
                runs.c.id,
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

    def page(self, name: str) -> PageMetadata:
        """What a document's page says of itself; empty where there is no such document."""
        rows = fetch(self.store, select(documents.c.metadata).where(documents.c.id == name))
        return page_metadata(rows[0].metadata) if rows else PageMetadata()

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

    def set_aside(self, bitext: int) -> dict[str, imported_units.SetAside]:
        """The pairs of an imported bitext that came set aside, by id."""
        with self.store.transaction() as connection:
            return imported_units.set_aside(connection, bitext)

    def flags(self, bitext: int) -> list[str]:
        """What any row of a bitext is set aside for."""
        query = select(pairs.c.state).where(pairs.c.alignment == bitext, pairs.c.state != "").distinct()
        return list(aside(flag for row in fetch(self.store, query) for flag in row[0].split(",")))

    def corrections(self, bitext: int) -> int:
        """How often something was done to the import that a bitext is from: what is said of its pairs may be other then."""
        query = select(imports.c.history).join(import_bitexts, import_bitexts.c.import_id == imports.c.id)
        found = fetch(self.store, query.where(import_bitexts.c.alignment == bitext))
        return len(found[0][0]) if found else 0

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
        return ReviewState(ReviewRows(ordered, head, self._ignored(bitext) if head else ()), positions)

    def _ignored(self, bitext: int) -> IgnoredChecks:
        """The checks that somebody ignores in a whole document: the last act on them says it."""
        said = cast(events.c.detail, String).contains('"scope"')
        query = select(events).where(events.c.alignment == bitext, said).order_by(events.c.number.desc())
        for row in fetch(self.store, query):
            for change in _event(row).changes:
                if isinstance(change, Edit) and change.row == DOCUMENT:
                    found: IgnoredChecks = change.after["ignored"]
                    return found
        return ()

    def head(self, bitext: int) -> int:
        """The number of the last event, 0 where there is none."""
        with self.store.transaction() as connection:
            return self._head(connection, bitext)

    def stands(self, bitext: int) -> tuple[int, int]:
        """The number of the last event, 0 where there is none, and the run that built the bitext or translated it last."""
        last = select(func.max(events.c.number)).where(events.c.alignment == bitext).scalar_subquery()
        rows = fetch(self.store, select(func.coalesce(last, 0), alignments.c.run).where(alignments.c.id == bitext))
        return (rows[0][0], rows[0][1]) if rows else (0, 0)

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

    def key_of(self, bitext: int, number: int) -> str:
        """What the page called the act of an event; empty where there is none of this number."""
        rows = fetch(self.store, select(events.c.key).where(events.c.alignment == bitext, events.c.number == number))
        return str(rows[0][0]) if rows else ""

    def headings(self, bitext: int) -> list[Event]:
        """The log without its changes."""
        table = events.c
        query = select(table.number, table.user, table.time, table.act, table.key, table.undoes, table.redoes, table.detail)
        rows = fetch(self.store, query.where(table.alignment == bitext).order_by(table.number))
        return [
            Event(n, user, time, act, (), key, undoes, redoes, carried(detail))
            for n, user, time, act, key, undoes, redoes, detail in rows
        ]

    def record(self, bitext: int, event: Event, projection: Projection) -> bool:
        """Store an act whole; False where another process stored one of this number or key first."""
        try:
            self._writers.write(lambda connection: write_event(connection, bitext, event, projection))
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

    def crossing(self, bitext: int) -> frozenset[int]:
        """The indexes of the pipeline's beads that cross others."""
        said = cast(beads.c.reasons, String).contains(f'"{CROSSING}"')
        return frozenset(row[0] for row in fetch(self.store, select(beads.c.index).where(beads.c.alignment == bitext, said)))

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
        return [row[0] for row in fetch(self.store, live_bitexts())]

    def runs(self) -> tuple[int, int] | None:
        """How many runs there were and how many of them ended, which tells whether a machine may have changed what it says of
        pairs; None while the newest has not ended."""
        table = runs.c
        ended = func.max(case((table.finished.is_not(None), table.id)))
        newest, last, count = fetch(self.store, select(func.max(table.id), ended, func.count(table.finished)))[0]
        return (newest or 0, count) if newest == last else None

    def alignments(self) -> list[int]:
        """Every bitext that has a log."""
        return [row[0] for row in fetch(self.store, select(events.c.alignment).distinct().order_by(events.c.alignment))]

    def progress(self, doubt: float, worst: float) -> list[ReviewProgress]:
        """Every bitext that is given out, with how far its review is.

        doubt: a row below this confidence is doubtful; worst: a machine's row below this round-trip chrF2++ is.
        """
        return review_progress(self.store, doubt, worst)

    def place(self, user: str, bitext: int) -> str:
        rows = fetch(self.store, select(places.c.row).where(places.c.user == user, places.c.alignment == bitext))
        return str(rows[0][0]) if rows else ""

    def leave(self, user: str, bitext: int, row: str) -> None:
        """Note where `user` left a bitext."""

        def write(connection: Connection) -> None:
            connection.execute(delete(places).where(places.c.user == user, places.c.alignment == bitext))
            connection.execute(insert(places).values(user=user, alignment=bitext, row=row))

        self._writers.write(write)

    def activity(
        self,
        *,
        user: str = "",
        act: str = "",
        alignment: int = 0,
        offset: int = 0,
        count: int = 50,
        within: frozenset[int] | None = None,
    ) -> list[Any]:
        """Who did what when, the newest first: time, user, act, document's name, alignment, number, detail, undoes, redoes,
        and whether the bitext was imported. within: the bitexts that are looked at, None for all."""
        table = events.c
        wanted = [
            *([table.user == user] if user else []),
            *([table.act == act] if act else []),
            *([table.alignment == alignment] if alignment else []),
            *([table.alignment.in_(within)] if within is not None else []),
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

    def actors(self, within: frozenset[int] | None = None) -> list[tuple[str, int]]:
        """Every reviewer with the number of their acts, the busiest first. within: the bitexts of these, None for all."""
        wanted = [] if within is None else [events.c.alignment.in_(within)]
        query = (
            select(events.c.user, func.count())
            .where(*wanted)
            .group_by(events.c.user)
            .order_by(func.count().desc(), events.c.user)
        )
        return [tuple(row) for row in fetch(self.store, query)]


def _event(row: Any) -> Event:
    # a log of an older jjak may hold what JSON cannot carry
    changes = tuple(map(change_of, carried(row.changes)))
    return Event(row.number, row.user, row.time, row.act, changes, row.key, row.undoes, row.redoes, carried(row.detail))


def _pairs_query() -> Any:
    return (
        pairs_with_names()
        .join(alignments, pairs.c.alignment == alignments.c.id)
        .join(documents, alignments.c.source == documents.c.id)
    )


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
