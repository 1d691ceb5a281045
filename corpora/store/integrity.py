"""Whether the file of a corpus is sound: all of it when asked, and some of it at opening after an end that was none.

SQLite itself looks at the head and the length of the file whenever it is opened. Looking at every page takes as long as
reading the file, so that is for `jjak check` and for backups; at opening it is done only where a process left its log behind,
as a kill and a power cut do, and for a second at most: the whole of a corpus of some hundred megabytes.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from jjak.seeds.errors import CorpusError

PATIENCE = 5.0  # seconds to wait for a lock that another process holds for a moment
SHORT = 1.0  # seconds that looking may take at opening
OFTEN = 10_000  # steps of SQLite between two looks at the clock
PAGE = 512  # bytes of the smallest page that there is
MOST = 20  # faults that are told
DAMAGED = "Put a backup in its place: `jjak restore BACKUP --force`; `jjak check` says how much is damaged."


def connected(path: Path, patience: float = PATIENCE) -> sqlite3.Connection:
    """A connection to a file that is there, which begins no transaction by itself."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=patience)


def faults(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with a database: its pages, its indexes, and rows that name others which are not there."""
    found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({MOST})") if row[0] != "ok"]
    broken = () if found else connection.execute("PRAGMA foreign_key_check")
    return (
        found + [f"row {row} of {table} names a row of {parent} that is not there" for table, row, parent, _ in broken][:MOST]
    )


def look(path: Path) -> None:
    """Look at a file before it is opened as a corpus, changing nothing.

    Raises CorpusError where it is another program's, or damaged and left by a process that is gone; sqlite3.Error where it is
    no database at all.
    """
    size = path.stat().st_size
    if unfinished := path.with_name(f"{path.name}-wal").exists():
        _left_behind(path)
    with closing(connected(path)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if size % PAGE and not unfinished:
        raise CorpusError("{path} is damaged: it was cut off", DAMAGED, path=path)
    if tables and "alembic_version" not in tables:
        raise CorpusError("{path} is a database of another program", "Name another file with --corpus.", path=path)


def _left_behind(path: Path) -> None:
    """Look at the pages of a corpus whose log was left; the log becomes part of the file, so that this is not done twice."""
    with closing(connected(path, 0)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            end = time.monotonic() + SHORT
            connection.set_progress_handler(lambda: time.monotonic() > end, OFTEN)
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.OperationalError:
            return  # somebody uses it, or the time was up
    if found != "ok":
        raise CorpusError("{path} is damaged: {fault}", DAMAGED, path=path, fault=" ".join(str(found).split()))
