"""Corpora of every schema that there was, kept as files, are brought up to date with everything that is in them.

`tests/schemas/NNNN.sql` was made by the jjak of that time: the example page with its Korean side, a document alone that was
changed and built again, and, from 0002 on, pairs from a table and a memory; in 0003 a reviewer settled some rows, and in
0004 some of the imported ones; 0005 knows what was left out of the example page; 0007 has an identity, 0008 digests,
0009 a place for originals, and 0010 one for what checks found.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, create_engine, func, insert, select, text

from jjak.corpora.pair import Pair
from jjak.corpora.review.commands import ReviewCommand
from jjak.corpora.store import migrations
from jjak.corpora.store.backup import backup
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.engine import open_database
from jjak.corpora.store.review_log import ReviewLog
from jjak.corpora.store.schema import NEWEST, metadata
from jjak.corpora.store.summary import summary_of
from jjak.workbench.editing.audit import audit
from jjak.workbench.editing.session import ReviewSession
from jjak.workbench.pipeline.build import build
from jjak.workbench.pipeline.inputs import find_bitexts
from jjak.workbench.settings import Settings

pytestmark = pytest.mark.slow

FILES = {path.stem: path for path in sorted((Path(__file__).parent / "schemas").glob("*.sql"))}
PAIRS = {
    "0001": 18,
    "0002": 22,
    "0003": 21,
    "0004": 21,
    "0005": 21,
    "0006": 22,
    "0007": 22,
    "0008": 22,
    "0009": 22,
    "0010": 22,
}  # two of the last ones' were merged
Rows = dict[str, list[dict[str, Any]]]


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(Path(migrations.__file__).parent))
    made.set_main_option("path_separator", "os")
    return made


def test_the_newest_schema_is_that_of_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == NEWEST


def lay(version: str, corpus: str) -> None:
    """Make the corpus of a file, on PostgreSQL by the migrations up to its schema and its rows."""
    if "://" not in corpus:
        with closing(sqlite3.connect(corpus)) as connection:
            connection.executescript(FILES[version].read_text(encoding="utf-8"))
        return
    with tempfile.TemporaryDirectory() as folder:
        lay(version, f"{folder}/c.db")
        old, new = create_engine(f"sqlite:///{folder}/c.db"), create_engine(corpus.replace("://", "+psycopg://"))
        with new.connect() as connection:
            settings = config()
            settings.attributes["connection"] = connection
            command.upgrade(settings, version)
            connection.commit()
        rows, tables = contents(old), MetaData()
        tables.reflect(new)
        with new.begin() as connection:
            for table in tables.sorted_tables:
                if table.name != "alembic_version" and rows[table.name]:
                    connection.execute(insert(table), rows[table.name])
                if table.name in ("alignments", "events", "imports", "runs", "signatures"):
                    last = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
                    connection.execute(select(func.setval(f"{table.name}_id_seq", last, text("false"))))
        old.dispose()
        new.dispose()


def contents(engine: Engine, like: Rows | None = None) -> Rows:
    """Every row of every table, in an order of its own; of the tables and columns of `like` only, where it is given."""
    tables = MetaData()
    tables.reflect(engine)
    found: Rows = {}
    with engine.connect() as connection:
        for name, table in tables.tables.items():
            if like is None or like.get(name):
                wanted = [column.name for column in table.c] if like is None else list(like[name][0])
                rows = [{column: row._mapping[column] for column in wanted} for row in connection.execute(select(table))]
                found[name] = sorted(rows, key=repr)
    return found


@pytest.mark.parametrize("version", FILES)
def test_a_corpus_of_an_earlier_schema_keeps_every_row(corpus: str, version: str) -> None:
    lay(version, corpus)
    engine = create_engine(f"sqlite:///{corpus}" if "://" not in corpus else corpus.replace("://", "+psycopg://"))
    before = {name: rows for name, rows in contents(engine).items() if rows and name != "alembic_version"}
    assert before["pairs"]
    opened = open_database(corpus, create=False)
    assert contents(opened, before) == before
    with opened.connect() as connection:
        changes = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [change for change in changes if change[1].name != "alembic_version"] == []
    opened.dispose()
    engine.dispose()


@pytest.mark.parametrize("version", FILES)
def test_a_corpus_of_an_earlier_schema_is_worked_on(corpus: str, version: str, root: Path, tmp_path: Path) -> None:
    lay(version, corpus)
    with Corpus(corpus, create=False) as store:
        found = list(store.pairs())
        assert len(found) == PAIRS[version]
        assert not audit(store).findings
        assert build(find_bitexts([texts(root, tmp_path)], [], ("ko", "en"))[0], store, Settings()).present == 2
        assert list(store.pairs()) == found
        for unit in ReviewLog(store).bitexts():
            settled(store, unit)
        assert not audit(store).findings
        # what a machine made of a document alone stands with its beads, whatever becomes of its pairs
        alone = next(pair for pair in found if pair.origin == "machine")
        assert made_texts(store, alone) == {pair.target.text for pair in found if pair.origin == "machine"}


def texts(root: Path, folder: Path) -> Path:
    """The documents that the files were made from."""
    shutil.copy(root / "seeds" / "documents" / "000_ad53fbf95e7bb634.txt", folder / "treaty.en.txt")
    shutil.copy(root / "tests" / "documents" / "treaty.ko.txt", folder)
    (folder / "alone.txt").write_text("비가 옵니다. 바람도 붑니다.\n\nIt rains hard.\n", encoding="utf-8")
    return folder


def settled(store: Corpus, unit: int) -> None:
    """Accept the last row of a unit that can be."""
    session = ReviewSession(store)
    rows = session.index(unit, "kim")["rows"]
    if rows:
        name, version = rows[-1][:2]
        command = ReviewCommand("bookmark", name, {name: version}, {"on": True})
        assert session.execute(unit, "kim", command, f"new{unit}")["changes"]


def made_texts(store: Corpus, alone: Pair) -> set[str]:
    from jjak.corpora.store.schema import alignments, beads

    with store.transaction() as connection:
        query = select(beads.c.text).join(alignments).where(alignments.c.source == alone.source.document)
        return set(connection.execute(query).scalars())


def test_there_is_a_file_of_every_schema() -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    assert known == set(FILES), "keep a corpus of each schema in tests/schemas"


@pytest.mark.parametrize("version", FILES)
def test_a_backup_keeps_the_schema_that_there_was(tmp_path: Path, version: str) -> None:
    lay(version, str(tmp_path / "c.db"))
    backup(str(tmp_path / "c.db"), tmp_path / "b")
    holding = summary_of(tmp_path / "b", tmp_path / "b", "")
    assert (holding.schema, holding.pairs) == (version, PAIRS[version])
    assert (holding.acts > 0) == (version >= "0003")
