"""Imported pairs as rows to review. An imported bitext has no segments and no beads: when it is opened first, each of its pairs
gets a row, which is written down as it was then, so that the log of acts has something to begin from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, case, func, insert, select, update

from jjak.corpora.pair import Pair, Status, aside
from jjak.corpora.review.events import Piece, Row, row_of, row_table
from jjak.corpora.store import digests
from jjak.corpora.store.queries import below, chunks
from jjak.corpora.store.rows import pair_of
from jjak.corpora.store.schema import alignments, documents, imported, pairs, reviewed, shelf


class Trait(NamedTuple):
    """What a row came with. number: the row's, and its segments'."""

    number: int
    pair: str
    kind: str
    source_lang: str
    target_lang: str


def adopt(connection: Connection, bitext: int) -> None:
    """Give rows to the pairs of an imported bitext, where they have none."""
    if not count(connection, bitext):
        _give_rows(connection, bitext, set(), None)


def welcome(connection: Connection, more: Mapping[int, Sequence[str]]) -> None:
    """Give rows to pairs that an import brings to bitexts whose other pairs have theirs. more: their ids by bitext."""
    for bitexts in chunks(sorted(more)):
        query = select(imported.c.alignment, imported.c.index)
        numbers: dict[int, set[int]] = {}
        for bitext, number in connection.execute(query.where(imported.c.alignment.in_(bitexts))).all():
            numbers.setdefault(bitext, set()).add(number)
        for bitext, known in numbers.items():
            _give_rows(connection, bitext, known, more[bitext])


def _give_rows(connection: Connection, bitext: int, numbers: set[int], only: Sequence[str] | None) -> None:
    """A row has its pair's number; numbers: of the rows that are there."""
    made = []
    for pair in _pairs(connection, bitext, only):
        number = pair.index
        if number in numbers:
            # of a file that changed, and was imported under the same name
            number = max(numbers) + 1
            digests.changing(connection, [pair.id])
            connection.execute(update(pairs).where(pairs.c.id == pair.id).values(index=number))
            digests.add(connection, "pairs", (), [pair.id])
        numbers.add(number)
        made.append(_row(bitext, number, pair))
    if made:
        connection.execute(insert(imported), made)


def _pairs(connection: Connection, bitext: int, only: Sequence[str] | None) -> Iterator[Any]:
    query = select(pairs).where(pairs.c.alignment == bitext).order_by(pairs.c.index, pairs.c.place, pairs.c.id)
    if only is None:
        yield from connection.execute(query).all()
        return
    for some in chunks(only):
        yield from connection.execute(query.where(pairs.c.id.in_(some))).all()


def _row(bitext: int, number: int, pair: Any) -> dict[str, Any]:
    source, target = (Piece(str(number), number, 0, 0, text) for text in (pair.source_text, pair.target_text))
    row = Row(
        *(str(number), (source,), (target,)),
        status=Status(pair.status),
        reason=pair.reason,
        comment=pair.comment,
        # what nobody measured is 1
        score=pair.confidence if pair.confidence < 1 else None,
    )
    return {
        "alignment": bitext,
        "index": number,
        "pair": pair.id,
        "kind": pair.kind,
        "source_lang": pair.source_lang,
        "target_lang": pair.target_lang,
        "status": pair.status,
        "score": row.score,
        "body": row_table(row),
    }


def rows(connection: Connection, bitext: int) -> list[Row]:
    """The rows as they were when review began."""
    query = select(imported.c.body).where(imported.c.alignment == bitext).order_by(imported.c.index)
    return [row_of(body) for body in connection.execute(query).scalars()]


def count(connection: Connection, bitext: int) -> int:
    query = select(func.count()).where(imported.c.alignment == bitext)
    return int(connection.execute(query).scalar() or 0)


def traits(connection: Connection, bitext: int) -> list[Trait]:
    table = imported.c
    query = select(table.index, table.pair, table.kind, table.source_lang, table.target_lang)
    return [Trait(*row) for row in connection.execute(query.where(table.alignment == bitext).order_by(table.index)).all()]


class SetAside(NamedTuple):
    """A pair that is set aside as long as its texts are these."""

    source: str
    target: str
    flags: tuple[str, ...]


def set_aside(connection: Connection, bitext: int) -> dict[str, SetAside]:
    """The pairs of an imported bitext that came set aside, by id, also where a review put other texts in their place."""
    columns = (pairs.c.id, pairs.c.source_text, pairs.c.target_text, pairs.c.flags)
    there = connection.execute(select(*columns).where(pairs.c.alignment == bitext, pairs.c.state != "")).all()
    joined = select(shelf.c.body).join(imported, imported.c.pair == shelf.c.pair).where(imported.c.alignment == bitext)
    kept = [body["pair"] for body in connection.execute(joined).scalars()]
    rows = [(row["id"], row["source_text"], row["target_text"], row["flags"]) for row in kept if row.get("state")]
    return {id_: SetAside(source, target, aside(flags)) for id_, source, target, flags in [*rows, *map(tuple, there)]}


def originals(connection: Connection, ids: Sequence[str]) -> dict[str, Pair]:
    """Pairs by their ids, also where no row says them any more; without scores."""
    found: dict[str, Mapping[str, Any]] = {}
    for some in chunks(ids):
        kept = connection.execute(select(shelf.c.pair, shelf.c.body).where(shelf.c.pair.in_(some))).all()
        found.update((name, body["pair"]) for name, body in kept)
        there = connection.execute(select(pairs).where(pairs.c.id.in_(some))).all()
        found.update((row.id, dict(row._mapping)) for row in there)
    names = {}
    for bitext in {row["alignment"] for row in found.values()}:
        query = select(documents.c.name, documents.c.id.label("document")).join(
            alignments, alignments.c.source == documents.c.id
        )
        names[bitext] = dict(connection.execute(query.where(alignments.c.id == bitext)).one()._mapping)
    made = {}
    for name, row in found.items():
        document = names[row["alignment"]]
        made[name] = pair_of({**row, **document, "target_document": document["document"]}, {})
    return made


def totals(doubt: float) -> Any:
    """By imported bitext, the rows that no review changed, how many of them are doubtful and how many settled; of a bitext that
    was never opened, its pairs."""
    own = alignments.c.target == alignments.c.source
    opened = select(imported.c.alignment)
    open_ = pairs.c.status == str(Status.UNREVIEWED)
    low = and_(open_, below(pairs.c.confidence, doubt))
    unopened = (
        select(pairs.c.alignment, func.count(), _sum(low), _sum(~open_))
        .join(alignments, pairs.c.alignment == alignments.c.id)
        .where(own, pairs.c.alignment.not_in(opened))
        .group_by(pairs.c.alignment)
    )
    table = imported.c
    waits = table.status == str(Status.UNREVIEWED)
    changed = and_(reviewed.c.alignment == table.alignment, reviewed.c.bead == table.index)
    rest = (
        select(table.alignment, func.count(), _sum(and_(waits, below(table.score, doubt))), _sum(~waits))
        .join(reviewed, changed, isouter=True)
        .where(reviewed.c.row.is_(None))
        .group_by(table.alignment)
    )
    return unopened.union_all(rest)


def _sum(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))
