"""The corpus: a database that holds documents, translations, alignments and pairs, and the only module that speaks SQL.

A bitext (a document, or a document and its human translation) is written in one transaction: after a kill at any moment it
is in the corpus whole, or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from json import JSONDecodeError
from typing import Any, NamedTuple, Self

from sqlalchemy import Connection, FromClause, func, insert, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from jjak.align.mt.translator import Translation
from jjak.align.sentence.beads import Bead
from jjak.align.text.segmentation import Segment
from jjak.corpora.pair import Figure, Pair
from jjak.corpora.store import digests, imported_units
from jjak.corpora.store.engine import DEFAULT, named, open_database, shown
from jjak.corpora.store.queries import AT_ONCE, chunks, fetch, live, of_bitexts, usable
from jjak.corpora.store.rows import bead_of, kept, pair_of, pair_row, segment_of
from jjak.corpora.store.schema import (
    alignments,
    beads,
    documents,
    import_bitexts,
    pairs,
    runs,
    scores,
    segments,
    shelf,
    signatures,
    translations,
)
from jjak.corpora.store.writing import BuiltBitext, Direction, add_bitexts, add_scores, digest_of, made_by
from jjak.seeds.errors import CorpusError
from jjak.seeds.page_metadata import PageMetadata, page_metadata

RETRIES = 5


class _Bitext(NamedTuple):
    id: int
    document: str
    name: str
    target: str
    pairs: int


class DocumentOverview(NamedTuple):
    """A document's id and name, how many pairs it has, and the mean of each of their scores."""

    id: str
    name: str
    pairs: int
    means: dict[str, float]


class ImportedBitext(NamedTuple):
    """A document that came with its translation from an exchange file. metadata: `reader` and `file`, and `licence` and
    `attribution` where they are known."""

    id: str
    name: str
    metadata: Mapping[str, str]


class ImportCounts(NamedTuple):
    """How many pairs were written, were there already, and are there with other texts, which were left as they are; aside:
    rows that are set aside, new or not; removed: there already, in an import that was removed."""

    new: int
    present: int
    differing: int
    aside: int = 0
    removed: int = 0


class Corpus:
    """An open corpus; use it as a context manager."""

    def __init__(self, corpus: str = DEFAULT, *, create: bool = True) -> None:
        """Open `corpus`, a path or a database URL, and bring its schema up to date.

        Raises CorpusError where it is not there (and `create` is false), no corpus, or cannot be written.
        """
        self.name = corpus
        self._engine = open_database(corpus, create=create)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    def transaction(self) -> AbstractContextManager[Connection]:
        """For the other modules of this folder that speak SQL: all that is done inside is stored, or none of it."""
        return self._transaction()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except (DatabaseError, UnicodeDecodeError, JSONDecodeError) as error:
            raise named(self.name, error) from error

    def begin_run(self, settings: Mapping[str, Any], versions: Mapping[str, str]) -> int:
        """Note a run and everything that is needed to repeat it; its number."""
        row = {"started": _now(), "settings": dict(settings), "versions": dict(versions)}
        with self._transaction() as connection:
            return int(connection.execute(insert(runs).values(row)).inserted_primary_key[0])  # type: ignore[index]

    def end_run(self, run: int, versions: Mapping[str, str] | None = None) -> None:
        """versions: with what was loaded since the run began."""
        known = {} if versions is None else {"versions": dict(versions)}
        with self._transaction() as connection:
            connection.execute(update(runs).where(runs.c.id == run).values(finished=_now(), **known))

    def has(self, source: str, target: str = "") -> bool:
        """Whether the bitext of these documents' ids is built."""
        query = select(alignments.c.id).where(alignments.c.source == source, alignments.c.target == target)
        with self._transaction() as connection:
            return connection.execute(query).first() is not None

    def cached(self, direction: Direction, texts: Sequence[str]) -> dict[str, Translation]:
        """The translations of `texts` that are there already, by text."""
        wanted = {digest_of(text): text for text in texts}
        table, found = translations.c, {}
        for keys in chunks(list(wanted)):
            query = select(table.digest, table.text, table.nats, table.flags).where(*made_by(direction), table.digest.in_(keys))
            with self._transaction() as connection:
                for digest, text, nats, flags in connection.execute(query):
                    found[wanted[digest]] = Translation(text, direction.model, direction.revision, nats, tuple(flags))
        return found

    def add(self, bitext: BuiltBitext, run: int) -> bool:
        """Write a bitext whole; False where another process wrote it first."""
        try:
            self.add_all([bitext], run)
        except IntegrityError:
            return False
        return True

    def add_all(self, bitexts: Sequence[BuiltBitext], run: int) -> None:
        """Write bitexts whole, all in one transaction; raises IntegrityError, and writes none, where one of them is there."""
        with self._transaction() as connection:
            add_bitexts(connection, bitexts, run)

    def pairs(self, document: str = "", include: Collection[str] = (), within: Collection[int] | None = None) -> Iterator[Pair]:
        """Every pair (of the source document with this id) that was not superseded, by document's name and place in it.

        include: which rows that are set aside are given too, by their flags (`ASIDE`); within: the bitexts that are looked at,
        None for all.
        """
        wanted = set(include)
        with self._transaction() as connection:
            _snapshot(connection)
            names = {row.id: row.text for row in connection.execute(select(signatures.c.id, signatures.c.text))}
            found = _bitexts_with_pairs(connection, document, all_of_them=bool(wanted))
            for bitexts in _batches([one for one in found if within is None or one.id in within]):
                for part in _partitions(connection, bitexts, all_of_them=bool(wanted)):
                    figures = _figures(connection, [row["id"] for row in part], names)
                    for row in part:
                        pair = pair_of(row, figures.get(row["id"], {}))
                        if not row["state"] or wanted.issuperset(row["state"].split(",")) or pair.usable:
                            yield pair

    def take(self, entries: Sequence[tuple[ImportedBitext, Pair]], run: int, import_id: int | None = None) -> ImportCounts:
        """Write imported pairs that are not there yet, all in one transaction. import_id: what they are noted as part of."""
        for _ in range(RETRIES):
            try:
                with self._transaction() as connection:
                    return _take(connection, entries, run, import_id)
            except IntegrityError:
                continue  # another import wrote some of them first: look again
        raise CorpusError(
            "{corpus}: the pairs could not be written", "Another import writes the same; try again.", corpus=shown(self.name)
        )

    def present(self, ids: Sequence[str]) -> int:
        """How many of these ids are of pairs that are there, or were until a review put another in their place."""
        found: set[str] = set()
        for some in chunks(ids):
            found.update(row[0] for row in fetch(self, select(pairs.c.id).where(pairs.c.id.in_(some))))
            found.update(row[0] for row in fetch(self, select(shelf.c.pair).where(shelf.c.pair.in_(some))))
        return sum(one in found for one in ids)

    def segments(self, document: str) -> list[Segment]:
        query = select(segments).where(segments.c.document == document).order_by(segments.c.index)
        return [segment_of(row) for row in fetch(self, query)]

    def beads(self, source: str, target: str = "") -> list[Bead]:
        """The beads of a bitext's alignment, in order."""
        query = (
            select(beads)
            .join(alignments)
            .where(alignments.c.source == source, alignments.c.target == target)
            .order_by(beads.c.index)
        )
        return [bead_of(row) for row in fetch(self, query)]

    def documents(self) -> list[tuple[str, str, Mapping[str, str]]]:
        """Id, name and metadata of the documents that were not superseded, by name."""
        query = select(documents.c.id, documents.c.name, documents.c.metadata).where(~documents.c.superseded)
        return [(row.id, row.name, row.metadata) for row in fetch(self, query.order_by(documents.c.name, documents.c.id))]

    def overview(self) -> list[DocumentOverview]:
        """Every document that is a source of pairs, by name."""
        joined = pairs.join(alignments).join(documents, alignments.c.source == documents.c.id)
        query = (
            select(documents.c.id, documents.c.name, scores.c.name.label("score"), func.avg(scores.c.value), func.count())
            .select_from(joined.join(scores, scores.c.pair == pairs.c.id))
            .where(live(), usable())
            .group_by(documents.c.id, documents.c.name, scores.c.name)
            .order_by(documents.c.name, documents.c.id)
        )
        rows: dict[str, DocumentOverview] = {}
        for document, name, score, mean, count in fetch(self, query):
            rows.setdefault(document, DocumentOverview(document, name, count, {})).means[score] = mean
        return list(rows.values())

    def runs(self) -> list[Mapping[str, Any]]:
        return [dict(row._mapping) for row in fetch(self, select(runs).order_by(runs.c.id))]

    def counts(self, within: Collection[int] | None = None) -> Mapping[str, Counter[str]]:
        """How many pairs there are by `origin`, `status`, `kind`, `direction` and `model`, and how many translations.

        within: the bitexts whose pairs are counted, None for all.
        """
        joined = pairs.join(alignments).join(documents, alignments.c.source == documents.c.id)
        direction = pairs.c.source_lang + "-" + pairs.c.target_lang
        model = pairs.c.model + "@" + pairs.c.revision
        columns = {
            "origin": pairs.c.origin,
            "status": pairs.c.status,
            "kind": pairs.c.kind,
            "direction": direction,
            "model": model,
        }
        result = {}
        for name, column in columns.items():
            query = select(column, func.count()).select_from(joined).where(live(), usable(), *of_bitexts(within))
            found = fetch(self, query.group_by(column))
            result[name] = Counter({str(value): count for value, count in found})
        result["model"].pop("@", None)  # imported, and nobody says what made it
        total = fetch(self, select(func.count()).select_from(translations))[0][0]
        return {**result, "translations": Counter({"all": total})}

    def states(self, within: Collection[int] | None = None) -> Counter[str]:
        """How many rows are set aside, by each of their flags; within: as `counts` has it."""
        joined = pairs.join(alignments).join(documents, alignments.c.source == documents.c.id)
        query = select(pairs.c.state, func.count()).select_from(joined).where(live(), ~usable(), *of_bitexts(within))
        found: Counter[str] = Counter()
        for state, count in fetch(self, query.group_by(pairs.c.state)):
            found.update(dict.fromkeys(state.split(","), count))
        return found

    def means(self) -> Mapping[tuple[str, str], tuple[int, float]]:
        """Number and mean of each score against a reference, by its name and by direction."""
        direction = pairs.c.source_lang + "-" + pairs.c.target_lang
        query = (
            select(scores.c.name, direction, func.count(), func.avg(scores.c.value))
            .select_from(_scored())
            .where(live(), usable(), scores.c.name.not_like("round!_trip!_%", escape="!"))
            .group_by(scores.c.name, direction)
            .order_by(scores.c.name, direction)
        )
        return {(name, way): (count, mean) for name, way, count, mean in fetch(self, query)}

    def round_trips(self) -> Mapping[str, tuple[int, float, float, float]]:
        """How chrF2++ of the round trips lies, by direction: number, and what a quarter, a half and three quarters are at most.

        They have no mean: a round trip says what of a text came back, not how good its translation is.
        """
        direction = pairs.c.source_lang + "-" + pairs.c.target_lang
        mine = (live(), usable(), scores.c.name == "round_trip_chrf2++")
        query = select(direction, func.count()).select_from(_scored()).where(*mine).group_by(direction).order_by(direction)
        found = {}
        for way, count in fetch(self, query):
            ordered = select(scores.c.value).select_from(_scored()).where(*mine, direction == way).order_by(scores.c.value)
            low, middle, high = (
                float(fetch(self, ordered.limit(1).offset(min(count - 1, count * part // 4)))[0][0]) for part in (1, 2, 3)
            )
            found[way] = (count, low, middle, high)
        return found


def _scored() -> FromClause:
    return scores.join(pairs).join(alignments).join(documents, alignments.c.source == documents.c.id)


def _snapshot(connection: Connection) -> None:
    """What one reader sees does not change while it reads."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")  # the driver begins none for a query
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _bitexts_with_pairs(connection: Connection, document: str, *, all_of_them: bool) -> list[_Bitext]:
    """The alignments with pairs (of one source document), by the document's name."""
    query = (
        select(alignments.c.id, documents.c.id, documents.c.name, alignments.c.target, func.count())
        .select_from(pairs.join(alignments).join(documents, alignments.c.source == documents.c.id))
        .where(live(), *([documents.c.id == document] if document else []), *([] if all_of_them else [usable()]))
        .group_by(alignments.c.id, documents.c.id, documents.c.name, alignments.c.target)
    )
    found = [_Bitext(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda bitext: (bitext.name, bitext.document, bitext.target))


def _batches(bitexts: Sequence[_Bitext]) -> Iterator[list[_Bitext]]:
    """Small alignments together, large ones alone."""
    batch: list[_Bitext] = []
    for bitext in bitexts:
        if batch and (sum(one.pairs for one in batch) + bitext.pairs > AT_ONCE or len(batch) == AT_ONCE):
            yield batch
            batch = []
        batch.append(bitext)
    if batch:
        yield batch


def _partitions(connection: Connection, bitexts: Sequence[_Bitext], *, all_of_them: bool) -> Iterator[list[dict[str, Any]]]:
    """The rows of `bitexts` in order, some hundred at a time; the index gives them so, and nothing is sorted."""
    known = {bitext.id: (at, bitext) for at, bitext in enumerate(bitexts)}
    pages = _pages(connection, [bitext.document for bitext in bitexts])
    query = (
        select(pairs)
        .where(pairs.c.alignment.in_(list(known)), *([] if all_of_them else [usable()]))
        .order_by(pairs.c.alignment, pairs.c.index, pairs.c.place, pairs.c.id)
    )
    result = connection.execute(query, execution_options={"yield_per": AT_ONCE})
    columns = [column.name for column in pairs.c]
    for part in result.partitions():
        rows = [dict(zip(columns, row, strict=True)) for row in part]
        if len(bitexts) > 1:
            rows.sort(key=lambda row: known[row["alignment"]][0])
        for row in rows:
            bitext = known[row["alignment"]][1]
            row |= {"name": bitext.name, "document": bitext.document, "target_document": bitext.target}
            row["page"] = pages[bitext.document]
        yield rows


def _pages(connection: Connection, ids: Sequence[str]) -> dict[str, PageMetadata]:
    query = select(documents.c.id, documents.c.metadata)
    found = (row for some in chunks(ids) for row in connection.execute(query.where(documents.c.id.in_(some))))
    return {row.id: page_metadata(row.metadata) for row in found}


@kept
def _figures(connection: Connection, ids: Sequence[str], names: Mapping[int, str]) -> dict[str, dict[str, Figure]]:
    query = select(scores).where(scores.c.pair.in_(ids)).order_by(scores.c.name)
    found: dict[str, dict[str, Figure]] = {}
    for pair, name, value, signature in connection.execute(query):
        found.setdefault(pair, {})[name] = Figure(value, names[signature])
    return found


def _take(
    connection: Connection, entries: Sequence[tuple[ImportedBitext, Pair]], run: int, import_id: int | None
) -> ImportCounts:
    present, hidden = _present(connection, [pair.id for _, pair in entries])
    new = {pair.id: (bitext, pair) for bitext, pair in entries if pair.id not in present}
    if new:
        known = _bitexts(connection, {bitext.id: bitext for bitext, _ in new.values()}, run, import_id)
        connection.execute(insert(pairs), [pair_row(known[bitext.id], pair) for bitext, pair in new.values()])
        digests.add_newest_pairs(connection, len(new))
        add_scores(connection, [pair for _, pair in new.values()])
        more: dict[int, list[str]] = {}
        for id_, (bitext, _) in new.items():
            more.setdefault(known[bitext.id], []).append(id_)
        imported_units.welcome(connection, more)
    texts = present | {id_: (pair.source.text, pair.target.text) for id_, (_, pair) in new.items()}
    differing = sum(texts[pair.id] != (pair.source.text, pair.target.text) for _, pair in entries)
    fresh = sum(pair.usable for _, pair in new.values())
    aside = sum(not pair.usable for _, pair in entries)
    there = len(entries) - fresh - aside - differing - len(hidden)
    return ImportCounts(fresh, max(0, there), differing, aside, len(hidden))


def _present(connection: Connection, ids: Sequence[str]) -> tuple[dict[str, tuple[str, str]], set[str]]:
    """The texts of the pairs that are there, by id, and which of them are in documents that are not given out."""
    present: dict[str, tuple[str, str]] = {}
    numbers: dict[int, list[str]] = {}
    for some in chunks(ids):
        query = select(pairs.c.id, pairs.c.source_text, pairs.c.target_text, pairs.c.alignment).where(pairs.c.id.in_(some))
        for id_, source, target, alignment in connection.execute(query):
            present[id_] = (source, target)
            numbers.setdefault(alignment, []).append(id_)
    hidden: set[str] = set()
    for some_numbers in chunks(list(numbers)):
        joined = select(alignments.c.id).join(documents, alignments.c.source == documents.c.id)
        gone = joined.where(alignments.c.id.in_(some_numbers), documents.c.superseded)
        hidden.update(id_ for number in connection.execute(gone).scalars() for id_ in numbers[number])
    return present, hidden


def _bitexts(connection: Connection, bitexts: Mapping[str, ImportedBitext], run: int, import_id: int | None) -> dict[str, int]:
    """The alignments of these bitexts by their id; those that were not there are made."""
    known: dict[str, int] = {}
    new: list[str] = []
    for ids in chunks(sorted(bitexts)):
        query = select(alignments.c.source, alignments.c.id)
        chosen = query.where(alignments.c.source.in_(ids), alignments.c.target == alignments.c.source)
        known |= {source: int(id_) for source, id_ in connection.execute(chosen)}
    for bitext in sorted(bitexts.values()):
        if bitext.id not in known:
            row = {"id": bitext.id, "name": bitext.name, "location": f"import:{bitext.id}", "text": "", "superseded": False}
            connection.execute(insert(documents).values(row | {"metadata": dict(bitext.metadata)}))
            link = {"source": bitext.id, "target": bitext.id, "aligner": "import", "run": run}
            known[bitext.id] = int(connection.execute(insert(alignments).values(link)).inserted_primary_key[0])  # type: ignore[index]
            if import_id is not None:
                connection.execute(insert(import_bitexts).values(alignment=known[bitext.id], import_id=import_id))
            new.append(bitext.id)
    digests.add(connection, "record", new)
    return known


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
