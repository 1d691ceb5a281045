"""A review's event into the tables of a corpus, with the rows and the pairs that it changes.

A pair that no row says any more is kept whole on the shelf: where an undoing says it again, it comes back with its scores.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from jjak.corpora.pair import Pair
from jjak.corpora.review.carried import check_carried
from jjak.corpora.review.events import Event, Row, change_table, row_table
from jjak.corpora.store import digests
from jjak.corpora.store.queries import chunks
from jjak.corpora.store.rows import pair_row
from jjak.corpora.store.schema import events, pairs, reviewed, scores, shelf, terms
from jjak.corpora.store.writing import add_scores


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


def write_event(connection: Connection, bitext: int, event: Event, projection: Projection) -> None:
    """Store an event and all that it leaves behind.

    Raises IntegrityError where the bitext has an event of this number or key, ReviewError where JSON cannot carry it.
    """
    row = _event_row(bitext, event)
    check_carried({"detail": row["detail"], "changes": row["changes"]})
    connection.execute(insert(events).values(row))
    digests.chain(connection, bitext, event.number)
    _write_rows(connection, bitext, projection)
    digests.changing(connection, [*projection.dropped, *projection.kept])
    _write_pairs(connection, bitext, projection)
    digests.add(connection, "pairs", (), [*projection.kept, *(pair.id for pair in projection.added)])


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


def _write_rows(connection: Connection, bitext: int, projection: Projection) -> None:
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
        for some, gone in ((projection.gone, True), (projection.rows, False))
        for row, position in some
    ]
    for chunk in chunks([row["row"] for row in rows]):
        connection.execute(delete(reviewed).where(reviewed.c.alignment == bitext, reviewed.c.row.in_(chunk)))
    if rows:
        connection.execute(insert(reviewed), rows)


def _write_pairs(connection: Connection, bitext: int, projection: Projection) -> None:
    for chunk in chunks(list(projection.dropped)):
        _shelve(connection, chunk)
    for pair in projection.added:
        _add_pair(connection, bitext, pair)
    for values, ids in _alike(projection.kept):
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
