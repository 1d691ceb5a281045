"""What is said of all pairs of an import, said otherwise: licence, attribution, and what the languages of its texts are called.

It holds of the pairs as they are now, of those that a review put aside, and of the rows that the review began with, so that
undoing an act brings nothing back that was corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, delete, select, update

from jjak.corpora.pair import aside
from jjak.corpora.store import digests
from jjak.corpora.store.queries import chunks
from jjak.corpora.store.schema import alignments, documents, import_bitexts, imported, pairs, scores, shelf, terms

# the flags that a pair has once its texts are called otherwise: of its flags, and the two texts with their languages
Judge = Callable[[Sequence[str], tuple[str, str], tuple[str, str]], Sequence[str]]
_SAID = ("source_lang", "target_lang", "licence", "taken", "flags", "state")


def correct_pairs(
    connection: Connection,
    number: int,
    licence: str | None,
    attribution: str | None,
    renamed: Mapping[str, str],
    judge: Judge,
) -> int:
    """Correct all pairs and rows of an import; how many pairs and rows there are.

    Args:
        connection: in a transaction.
        number: of the import.
        licence, attribution: None for what stays.
        renamed: the languages, each with what it is called from now on.
        judge: the flags of a pair that is called otherwise.
    """
    count = 0
    for bitexts in chunks(_bitexts(connection, number)):
        query = select(pairs).where(pairs.c.alignment.in_(bitexts))
        ids = []
        for row in connection.execute(query).all():
            before = dict(row._mapping)
            after = _corrected(before, licence, attribution, renamed, judge)
            ids.append(before["id"])
            if changed := {name: after[name] for name in _SAID if after[name] != before[name]}:
                connection.execute(update(pairs).where(pairs.c.id == before["id"]).values(changed))
        count += len(ids)
        digests.recount(connection, "pairs", bitexts)
        _correct_shelf(connection, _first_ids(connection, bitexts, ids), licence, attribution, renamed, judge)
        _correct_documents(connection, bitexts, licence, attribution)
        if renamed:
            _rename_rows(connection, bitexts, renamed)
            _forget(connection, ids)
    return count


def _bitexts(connection: Connection, number: int) -> list[int]:
    query = select(import_bitexts.c.alignment).where(import_bitexts.c.import_id == number)
    return list(connection.execute(query.order_by(import_bitexts.c.alignment)).scalars())


def _corrected(
    row: Mapping[str, Any],
    licence: str | None,
    attribution: str | None,
    renamed: Mapping[str, str],
    judge: Judge,
) -> dict[str, Any]:
    made = dict(row)
    if licence is not None:
        made["licence"] = licence
    if attribution is not None and made["taken"]:
        made["taken"] = [*made["taken"][:3], attribution, *made["taken"][4:]]
    if renamed:
        for name in ("source_lang", "target_lang"):
            made[name] = renamed.get(made[name], made[name])
        source, target = ((made[f"{side}_lang"], made[f"{side}_text"]) for side in ("source", "target"))
        made["flags"] = list(judge(made["flags"], source, target))
        made["state"] = ",".join(aside(made["flags"]))
    return made


def _first_ids(connection: Connection, bitexts: Sequence[int], ids: Sequence[str]) -> list[str]:
    """The pairs that these bitexts have now, and those that their review began with."""
    query = select(imported.c.pair).where(imported.c.alignment.in_(bitexts))
    return list(dict.fromkeys([*ids, *connection.execute(query).scalars()]))


def _correct_shelf(
    connection: Connection,
    ids: Sequence[str],
    licence: str | None,
    attribution: str | None,
    renamed: Mapping[str, str],
    judge: Judge,
) -> None:
    for some in chunks(ids):
        for row in connection.execute(select(shelf).where(shelf.c.pair.in_(some))).all():
            kept = {"flags": [], "taken": None, "state": "", **row.body["pair"]}
            body = {**row.body, "pair": _corrected(kept, licence, attribution, renamed, judge)}
            if renamed:
                body["scores"] = []
            own = and_(shelf.c.pair == row.pair, shelf.c.digest == row.digest)
            connection.execute(update(shelf).where(own).values(body=body))


def _correct_documents(connection: Connection, bitexts: Sequence[int], licence: str | None, attribution: str | None) -> None:
    said = {name: value for name, value in (("licence", licence), ("attribution", attribution)) if value is not None}
    if not said:
        return
    query = select(documents.c.id, documents.c.metadata).join(alignments, alignments.c.source == documents.c.id)
    there = connection.execute(query.where(alignments.c.id.in_(bitexts))).all()
    for id_, metadata in there:
        connection.execute(update(documents).where(documents.c.id == id_).values(metadata={**metadata, **said}))
    digests.recount(connection, "record", [id_ for id_, _ in there])


def _rename_rows(connection: Connection, bitexts: Sequence[int], renamed: Mapping[str, str]) -> None:
    table = imported
    query = select(table.c.source_lang, table.c.target_lang).where(table.c.alignment.in_(bitexts)).distinct()
    # of all rows of a direction at once, and of each only once, though two languages may change places
    rows = {
        direction: list(_rows_of(connection, bitexts, direction)) for direction in map(tuple, connection.execute(query).all())
    }
    for (source, target), places in rows.items():
        values = {"source_lang": renamed.get(source, source), "target_lang": renamed.get(target, target)}
        for alignment, numbers in places:
            for some in chunks(numbers):
                own = and_(table.c.alignment == alignment, table.c.index.in_(some))
                connection.execute(update(table).where(own).values(values))


def _rows_of(connection: Connection, bitexts: Sequence[int], direction: tuple[str, ...]) -> Iterator[tuple[int, list[int]]]:
    table = imported.c
    query = select(table.alignment, table["index"]).where(table.source_lang == direction[0], table.target_lang == direction[1])
    found: dict[int, list[int]] = {}
    for alignment, number in connection.execute(query.where(table.alignment.in_(bitexts))).all():
        found.setdefault(alignment, []).append(number)
    yield from found.items()


def _forget(connection: Connection, ids: Sequence[str]) -> None:
    """Scores and stems are of a language."""
    for some in chunks(ids):
        connection.execute(delete(scores).where(scores.c.pair.in_(some)))
        connection.execute(delete(terms).where(terms.c.pair.in_(some)))
