"""What checks found in the rows of bitexts, kept until their texts or the rules are others."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import delete, insert, select

from jjak.corpora.checks.review_checks import RULES
from jjak.corpora.review.events import Row
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.queries import chunks, fetch
from jjak.corpora.store.schema import row_checks


class CheckResult(NamedTuple):
    """digest: of the texts that were checked; found: the names of the checks that they fail."""

    digest: str
    found: tuple[str, ...]


def digest_of_texts(row: Row) -> str:
    """What tells whether the texts of a row are those that were checked."""
    said = "\x1e".join("\x1f".join([piece.text for piece in side]) for side in (row.source, row.target))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def kept_results(store: Corpus, bitext: int) -> dict[str, CheckResult]:
    """What is kept of a bitext's rows, by row, of the rules as they are now."""
    table = row_checks.c
    query = select(table.row, table.digest, table.found).where(table.alignment == bitext, table.rules == RULES)
    return {row: CheckResult(digest, tuple(found.split(",")) if found else ()) for row, digest, found in fetch(store, query)}


def keep_results(store: Corpus, bitext: int, results: Mapping[str, CheckResult]) -> None:
    """Keep what checks found in some rows in place of what was kept of them."""
    if not results:
        return
    rows = [
        {"alignment": bitext, "row": row, "rules": RULES, "digest": digest, "found": ",".join(found)}
        for row, (digest, found) in results.items()
    ]
    with store.transaction() as connection:
        for some in chunks(list(results)):
            connection.execute(delete(row_checks).where(row_checks.c.alignment == bitext, row_checks.c.row.in_(some)))
        connection.execute(insert(row_checks), rows)
