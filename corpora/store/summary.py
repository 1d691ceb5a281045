"""What the file of a corpus holds, of whatever schema, told without bringing it up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from jjak.corpora.store.digests import mismatches
from jjak.corpora.store.engine import check_schema, named
from jjak.corpora.store.integrity import connected, faults
from jjak.seeds.errors import CorpusError

_DOCUMENTS = "SELECT count(*) FROM documents WHERE NOT superseded"
_PAIRS = """
    SELECT count(*) FROM pairs JOIN alignments ON alignments.id = alignment JOIN documents ON documents.id = source
    WHERE NOT superseded AND target NOT IN (SELECT id FROM documents WHERE superseded)
"""
_USABLE = """
    AND (pairs.state = '' OR (pairs.status = 'accepted' AND pairs.source_text <> '' AND pairs.target_text <> ''))
"""


@dataclass(frozen=True, slots=True)
class CorpusSummary:
    """documents, pairs: as `jjak status` counts them; acts: of reviewers."""

    schema: str
    documents: int
    pairs: int
    acts: int
    bytes: int


def summary_of(path: Path, name: Path, fix: str, *, content: bool = False) -> CorpusSummary:
    """What the file at `path`, which a person knows as `name`, holds.

    content: whether what it holds is compared with its digests too.
    Raises CorpusError, with `fix`, where it is damaged or no corpus, and where a newer jjak made it; sqlite3.Error where it is
    so damaged that it cannot be looked at.
    """
    with closing(connected(path)) as connection:
        if found := faults(connection):
            raise CorpusError(
                "{name} is damaged: {faults}", fix, name=name, faults="; ".join(" ".join(each.split()) for each in found)
            )
        tables = _tables(connection)
        schema = _schema(connection, name, fix)
        if content and "digests" in tables and (found := mismatches(connection)):
            raise CorpusError("{name} is damaged: {faults}", fix, name=name, faults="; ".join(found))
        acts = "SELECT count(*) FROM events" if "events" in tables else "SELECT 0"
        # as `usable`, of a schema that knows rows which are set aside
        aside = any(row[1] == "state" for row in connection.execute("PRAGMA table_info(pairs)"))
        counted = _PAIRS + (_USABLE if aside else "")
        documents, pairs, done = (connection.execute(query).fetchone()[0] for query in (_DOCUMENTS, counted, acts))
    return CorpusSummary(schema, documents, pairs, done, path.stat().st_size)


def schema_of(path: Path) -> str:
    """The schema of the corpus in the file at `path`, which is neither changed nor looked through.

    Raises:
        CorpusError: Where the file is no corpus, where a newer jjak made it, and where it cannot be read.
    """
    try:
        with closing(connected(path)) as connection:
            return _schema(connection, path, "Name another with --corpus.")
    except sqlite3.Error as error:
        raise named(str(path), error) from error


def _schema(connection: sqlite3.Connection, name: Path, fix: str) -> str:
    known = "alembic_version" in _tables(connection)
    rows = connection.execute("SELECT version_num FROM alembic_version").fetchall() if known else []
    if not rows:
        raise CorpusError("{name} is no corpus", fix, name=name)
    schema = str(rows[0][0])
    check_schema(str(name), schema)
    return schema


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
