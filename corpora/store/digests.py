"""Digests of what a corpus in SQLite holds, kept beside it: a page that a disk changed may still be a sound page of a database.

Of each document its record (text, name, metadata and what else its row says) and its segments, of each alignment its beads
and pairs, as a sum of the digests of their rows, so that pairs can be added to it and taken from it; of each alignment's log of
acts a chain, in which every act's digest holds all before it. Whoever writes such rows notes it here, in the same transaction.
On PostgreSQL nothing is kept; its checksums of pages are for that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from jjak.corpora.store.queries import chunks
from jjak.corpora.store.schema import digests

MOST = 20  # owners that are named
WHOLE = 1 << 64
REALS = {"score", "nats", "confidence"}


class Digested(NamedTuple):
    """A table of which digests are kept. owner: the column whose rows are digested together; columns: of a row; ordered: what
    the rows of a chain are in the order of, empty where a sum is kept; where: which rows."""

    table: str
    owner: str
    columns: Sequence[str]
    ordered: str = ""
    where: str = "1"


# a change in what is digested needs a migration that forgets what is noted and fills it again
KINDS: Mapping[str, Digested] = {
    "record": Digested("documents", "id", ("name", "location", "text", "metadata", "superseded", "apart")),
    "segments": Digested("segments", "document", ("index", "kind", "lang", "text", "start", "stop")),
    "beads": Digested(
        "beads",
        "alignment",
        ("index", "source_start", "source_stop", "target_start", "target_stop", "score", "reasons", "runner_up", "text"),
    ),
    "pairs": Digested(
        "pairs",
        "alignment",
        (
            *("id", "index", "place", "kind", "origin", "status", "source_lang", "target_lang", "source_text", "target_text"),
            *("source_segments", "source_spans", "target_segments", "target_spans", "hypothesis", "back_translation"),
            *("model", "revision", "nats", "confidence", "flags", "licence", "reason", "comment", "taken", "markup", "state"),
        ),
    ),
    "acts": Digested(
        "events",
        "alignment",
        ("number", "user", "time", "act", "key", "undoes", "redoes", "detail", "changes"),
        "number",
    ),
}
Query = Callable[[str, Sequence[Any]], Iterable[Any]]  # a statement and what stands in it


def add(connection: Connection, kind: str, owners: Sequence[Any], ids: Sequence[str] | None = None) -> None:
    """Note rows that were written in this transaction: all of these owners, or those with these ids."""
    if connection.dialect.name != "sqlite":
        return
    form = KINDS[kind]
    column, values = (form.owner, owners) if ids is None else ("id", ids)
    for some in chunks(list(dict.fromkeys(values))):
        wanted = f'"{column}" IN ({", ".join("?" * len(some))})'
        _note(connection, kind, _digests(_query(connection), form, wanted, some))


def add_newest_pairs(connection: Connection, count: int) -> None:
    """Note so many pairs that were written last, in this transaction; they lie together, and are read faster than by ids."""
    if connection.dialect.name == "sqlite":
        newest = f"rowid > (SELECT max(rowid) FROM pairs) - {count}"
        _note(connection, "pairs", _digests(_query(connection), KINDS["pairs"], newest, ()))


def changing(connection: Connection, ids: Sequence[str]) -> None:
    """Take pairs with these ids out of what is noted, before they are changed or removed; `add` notes those that stay."""
    if connection.dialect.name != "sqlite":
        return
    for some in chunks(list(dict.fromkeys(ids))):
        wanted = f'"id" IN ({", ".join("?" * len(some))})'
        found = _digests(_query(connection), KINDS["pairs"], wanted, some)
        less = {owner: (-rows, f"{-int(digest, 16) % WHOLE:016x}") for owner, (rows, digest) in found.items()}
        _note(connection, "pairs", less)


def recount(connection: Connection, kind: str, owners: Sequence[Any]) -> None:
    """Note the rows of these owners as they are now, whatever they were."""
    for some in chunks(owners):
        owned = digests.c.owner.in_([str(owner) for owner in some])
        connection.execute(delete(digests).where(digests.c.kind == kind, owned))
    add(connection, kind, owners)


def fill(connection: Connection) -> None:
    """Note all that is there, of which nothing was noted."""
    if connection.dialect.name != "sqlite":
        return
    for kind, form in KINDS.items():
        _note(connection, kind, _digests(_query(connection), form, form.where, ()))


def mismatches(connection: sqlite3.Connection) -> list[str]:
    """What of the corpus is not as it was written, in words."""
    found: list[str] = []
    for kind, form in KINDS.items():
        noted = {
            owner: (rows, digest)
            for owner, rows, digest in connection.execute("SELECT owner, rows, digest FROM digests WHERE kind = ?", (kind,))
        }
        there = _digests(connection.execute, form, form.where, ())
        for owner in sorted(noted.keys() | there.keys()):
            if noted.get(owner) != there.get(owner):
                place = "document" if form.owner in ("id", "document") else "alignment"
                found.append(f"the {kind} of {place} {owner} changed outside of jjak")
    return found if len(found) <= MOST else [*found[:MOST], f"and {len(found) - MOST:,} more"]


def _query(connection: Connection) -> Query:
    return lambda statement, values: connection.exec_driver_sql(statement, tuple(values))


def _digests(query: Query, form: Digested, where: str, values: Sequence[Any]) -> dict[str, tuple[int, str]]:
    """How many rows each owner has among those, and their digest."""
    row = _row(form)
    order = f' ORDER BY "{form.owner}", "{form.ordered}"' if form.ordered else ""
    statement = f'SELECT "{form.owner}", {row} FROM {form.table} WHERE {where}{order}'
    counts: dict[str, int] = {}
    sums: dict[str, int] = {}
    for owner, text in query(statement, values):
        name = str(owner)
        counts[name] = counts.get(name, 0) + 1
        sums[name] = _next(sums.get(name, 0), text, chained=bool(form.ordered))
    return {name: (count, f"{sums[name]:016x}") for name, count in counts.items()}


def _row(form: Digested) -> str:
    """A row as one text, made by SQLite; JSON has fewer digits of a number than the number has."""
    columns = (f'quote("{column}")' if column in REALS else f'"{column}"' for column in form.columns)
    return f"json_array({', '.join(columns)})"


def _next(before: int, text: str | bytes, *, chained: bool) -> int:
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    if chained:
        return int.from_bytes(blake2b(before.to_bytes(8) + raw, digest_size=8).digest())
    return (before + int.from_bytes(blake2b(raw, digest_size=8).digest())) % WHOLE


def _note(connection: Connection, kind: str, found: Mapping[str, tuple[int, str]]) -> None:
    known = dict(_known(connection, kind, list(found)))
    for owner, (rows, digest) in known.items():
        more, added = found[owner]
        summed = f"{(int(digest, 16) + int(added, 16)) % WHOLE:016x}"
        own = (digests.c.kind == kind) & (digests.c.owner == owner)
        if rows + more:
            connection.execute(update(digests).where(own).values(rows=rows + more, digest=summed))
        else:
            connection.execute(delete(digests).where(own))
    new = [
        {"kind": kind, "owner": owner, "rows": rows, "digest": digest}
        for owner, (rows, digest) in found.items()
        if owner not in known
    ]
    if new:
        connection.execute(insert(digests), new)


def _known(connection: Connection, kind: str, owners: Sequence[str]) -> Iterator[tuple[str, tuple[int, str]]]:
    for some in chunks(owners):
        query = select(digests.c.owner, digests.c.rows, digests.c.digest)
        for owner, rows, digest in connection.execute(query.where(digests.c.kind == kind, digests.c.owner.in_(some))):
            yield owner, (rows, digest)


def chain(connection: Connection, alignment: int, number: int) -> None:
    """Note an act that was written in this transaction, after all that were noted."""
    if connection.dialect.name != "sqlite":
        return
    form, owner = KINDS["acts"], str(alignment)
    statement = f"SELECT {_row(form)} FROM events WHERE alignment = ? AND number = ?"
    text = connection.exec_driver_sql(statement, (alignment, number)).scalar_one()
    rows, digest = dict(_known(connection, "acts", [owner])).get(owner, (0, "0" * 16))
    made = {"rows": rows + 1, "digest": f"{_next(int(digest, 16), text, chained=True):016x}"}
    if rows:
        connection.execute(update(digests).where(digests.c.kind == "acts", digests.c.owner == owner).values(made))
    else:
        connection.execute(insert(digests).values(kind="acts", owner=owner, **made))
