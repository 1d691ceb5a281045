"""The list of what was imported: which file, what it brought, and taking it out, putting it back, and correcting what is said.

An import is known by what its file says. Its documents are taken out as superseded ones are, so that pairs, reviews and their
log stay, and it can be put back as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from jjak.corpora.pair import Pair
from jjak.corpora.store import digests
from jjak.corpora.store.corpus import RETRIES, Corpus
from jjak.corpora.store.import_corrections import Judge, correct_pairs
from jjak.corpora.store.queries import fetch, figures_of, pairs_with_names
from jjak.corpora.store.rows import pair_of
from jjak.corpora.store.schema import alignments, documents, import_bitexts, import_contents, imports, pairs, reviewed
from jjak.seeds.errors import CorpusError


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that is to be imported. key: of what it says and which texts of it are wanted; label: how ids of its pairs are
    made where no other import has that label."""

    name: str
    path: str
    key: str
    digest: str
    format: str
    languages: tuple[str, str]
    licence: str = ""
    attribution: str = ""
    given: bool = False  # whether a person named the languages


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """An import as the corpus knows it. label: what ids of its pairs are made with; counts: rows by what became of them;
    refused: the first rows that were not taken; finished: empty while it runs, or where it was killed; history: what was done
    to it since."""

    id: int
    run: int
    name: str
    path: str
    label: str
    digest: str
    format: str
    languages: Sequence[str]
    licence: str
    attribution: str
    counts: Mapping[str, int]
    refused: Sequence[Sequence[Any]]
    started: str
    finished: str | None
    removed: str | None
    history: Sequence[Mapping[str, Any]]


class Holding(NamedTuple):
    """What an import has in the corpus: documents, pairs with the rows that are set aside, and rows that a review changed."""

    documents: int
    pairs: int
    reviewed: int


class ImportRegistry:
    """The imports of an open corpus."""

    def __init__(self, store: Corpus) -> None:
        self.store = store

    def all(self) -> list[ImportRecord]:
        return [_record(row) for row in fetch(self.store, select(imports).order_by(imports.c.id))]

    def get(self, number: int) -> ImportRecord:
        """Raises CorpusError where there is no import of this number."""
        rows = fetch(self.store, select(imports).where(imports.c.id == number))
        if not rows:
            raise CorpusError("There is no import {number}", "`jjak imports` lists them.", number=number)
        return _record(rows[0])

    def known(self, key: str) -> ImportRecord | None:
        """The import of this content."""
        with self.store.transaction() as connection:
            return _known(connection, key)

    def of_bitext(self, bitext: int) -> ImportRecord | None:
        query = select(imports).join(import_bitexts, import_bitexts.c.import_id == imports.c.id)
        rows = fetch(self.store, query.where(import_bitexts.c.alignment == bitext))
        return _record(rows[0]) if rows else None

    def undigested(self) -> list[ImportRecord]:
        """Imports of which it is not known what their files said: made by an earlier jjak."""
        return [_record(row) for row in fetch(self.store, select(imports).where(imports.c.digest == "").order_by(imports.c.id))]

    def begin(self, file: ImportedFile, run: int, of: int | None = None) -> ImportRecord:
        """Note that a file is being imported: as the import that it continues, or as a new one.

        of: the import that is known to be of this file.
        """
        for _ in range(RETRIES):
            try:
                with self.store.transaction() as connection:
                    return _begin(connection, file, run, of)
            except IntegrityError:
                continue  # another process began the same one first
        raise CorpusError("The import of {path} could not be noted", "Try again.", path=file.path)

    def end(
        self, number: int, counts: Mapping[str, int], refused: Sequence[Sequence[Any]], languages: Sequence[str] = ()
    ) -> None:
        """Note that an import is done. languages: source and target of most of its pairs, where there are any."""
        said = {"counts": dict(counts), "refused": [list(row) for row in refused], "finished": _now()}
        said |= {"languages": list(languages)} if languages else {}
        with self.store.transaction() as connection:
            connection.execute(update(imports).where(imports.c.id == number).values(said))

    def holding(self, number: int) -> Holding:
        own = select(import_bitexts.c.alignment).where(import_bitexts.c.import_id == number)
        return Holding(
            *(
                int(fetch(self.store, select(func.count()).select_from(table).where(table.c.alignment.in_(own), *more))[0][0])
                for table, more in ((import_bitexts, ()), (pairs, ()), (reviewed, (~reviewed.c.gone,)))
            )
        )

    def samples(self, number: int, count: int) -> list[Pair]:
        """The first pairs and rows of an import."""
        query = (
            pairs_with_names()
            .join(alignments, pairs.c.alignment == alignments.c.id)
            .join(documents, alignments.c.source == documents.c.id)
            .join(import_bitexts, import_bitexts.c.alignment == alignments.c.id)
            .where(import_bitexts.c.import_id == number)
            .order_by(pairs.c.alignment, pairs.c.index, pairs.c.place, pairs.c.id)
        )
        found = fetch(self.store, query.limit(count))
        figures = figures_of(self.store, [row.id for row in found])
        return [pair_of(dict(row._mapping), figures.get(row.id, {})) for row in found]

    def remove(self, number: int, *, with_reviews: bool = False) -> Holding:
        """Take an import out: its pairs are no longer given out; nothing of it is lost.

        Raises CorpusError where it is out already, and where rows of it were reviewed and `with_reviews` is not given.
        """
        record, held = self.get(number), self.holding(number)
        if record.removed:
            raise CorpusError(
                "Import {number} was removed already", "`jjak imports restore {number}` puts it back.", number=number
            )
        if held.reviewed and not with_reviews:
            raise CorpusError(
                "Import {number} has {reviewed:,} reviewed rows among {pairs:,}",
                "Give --with-reviews to remove them too; `jjak imports restore {number}` puts all of it back.",
                number=number,
                reviewed=held.reviewed,
                pairs=held.pairs,
            )
        self._give_out(record, "remove", given=False, detail=held._asdict())
        return held

    def restore(self, number: int) -> Holding:
        """Put an import back that was removed; raises CorpusError where it was not."""
        record = self.get(number)
        if not record.removed:
            raise CorpusError("Import {number} was not removed", "`jjak imports` lists them.", number=number)
        self._give_out(record, "restore", given=True, detail={})
        return self.holding(number)

    def correct(
        self,
        number: int,
        licence: str | None = None,
        attribution: str | None = None,
        languages: tuple[str, str] | None = None,
        judge: Judge = lambda flags, _, __: flags,
    ) -> int:
        """Say otherwise what holds of all pairs of an import; how many pairs and rows there are.

        languages: what the two that it was imported with are called from now on, in that order.
        judge: the flags of a pair once its texts are called otherwise.
        """
        record = self.get(number)
        if languages and len(record.languages) != 2:
            raise CorpusError("It is not known in which languages import {number} is", number=number)
        renamed = dict(zip(record.languages, languages, strict=False)) if languages else {}
        given = {"licence": licence, "attribution": attribution, "languages": list(languages) if languages else None}
        said = {name: value for name, value in given.items() if value is not None}
        history = [*record.history, {"time": _now(), "act": "set", **said, "before": {n: getattr(record, n) for n in said}}]
        with self.store.transaction() as connection:
            count = correct_pairs(connection, number, licence, attribution, renamed, judge)
            connection.execute(update(imports).where(imports.c.id == number).values(**said, history=history))
        return count

    def _give_out(self, record: ImportRecord, act: str, *, given: bool, detail: Mapping[str, Any]) -> None:
        now = _now()
        own = select(alignments.c.source).join(import_bitexts, import_bitexts.c.alignment == alignments.c.id)
        chosen = documents.c.id.in_(own.where(import_bitexts.c.import_id == record.id))
        history = [*record.history, {"time": now, "act": act, **detail}]
        with self.store.transaction() as connection:
            connection.execute(update(documents).where(chosen).values(superseded=not given))
            digests.recount(connection, "record", list(connection.execute(select(documents.c.id).where(chosen)).scalars()))
            values = {"removed": None if given else now, "history": history}
            connection.execute(update(imports).where(imports.c.id == record.id).values(values))


def anew(known: ImportRecord, file: ImportedFile) -> bool:
    """Whether a file is imported anew: it was removed, and now its languages are said to be others, or in another order."""
    return known.removed is not None and file.given and list(known.languages) != list(file.languages)


def _begin(connection: Connection, file: ImportedFile, run: int, of: int | None) -> ImportRecord:
    there = _known(connection, file.key)
    if there and not anew(there, file):
        return there
    known = _first(connection, imports.c.id == of) if of is not None else _changed(connection, file)
    if known is None:
        number = _insert(connection, file, run)
    else:
        number = known.id
        history = [*known.history, {"time": _now(), "act": "import", "path": file.path, "digest": file.digest}]
        values = {"digest": file.digest, "finished": None, "history": history}
        connection.execute(update(imports).where(imports.c.id == number).values(values))
    if there:
        connection.execute(update(import_contents).where(import_contents.c.key == file.key).values(import_id=number))
    else:
        connection.execute(insert(import_contents).values(key=file.key, import_id=number))
    found = _first(connection, imports.c.id == number)
    assert found is not None, "it was written in this transaction"
    return found


def _insert(connection: Connection, file: ImportedFile, run: int) -> int:
    taken = _first(connection, imports.c.label == file.name) is not None
    row = {
        "run": run,
        "name": file.name,
        "path": file.path,
        # two files of one name stay two: ids of the second are made with what it says, too
        "label": f"{file.name}\x1f{file.key[:16]}\x1f{run}" if taken else file.name,
        "digest": file.digest,
        "format": file.format,
        "languages": list(file.languages),
        "licence": file.licence,
        "attribution": file.attribution,
        "counts": {},
        "refused": [],
        "started": _now(),
        "history": [],
    }
    return int(connection.execute(insert(imports).values(row)).inserted_primary_key[0])  # type: ignore[index]


def _changed(connection: Connection, file: ImportedFile) -> ImportRecord | None:
    """The import of the same file as it was before: of the same path, whose texts are in the same languages."""
    for row in connection.execute(select(imports).where(imports.c.path == file.path, imports.c.removed.is_(None))).all():
        record = _record(row)
        if file.path and set(record.languages) == set(file.languages):
            return record
    return None


def _known(connection: Connection, key: str) -> ImportRecord | None:
    query = select(imports).join(import_contents, import_contents.c.import_id == imports.c.id)
    row = connection.execute(query.where(import_contents.c.key == key)).first()
    return _record(row) if row else None


def _first(connection: Connection, condition: Any) -> ImportRecord | None:
    row = connection.execute(select(imports).where(condition)).first()
    return _record(row) if row else None


def _record(row: Any) -> ImportRecord:
    return ImportRecord(**row._mapping)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
