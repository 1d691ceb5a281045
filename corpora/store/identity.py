"""Which corpus this is: a random id that it keeps, the number of its life, and the file that it was opened from.

A page holds acts that are not sent yet, sometimes for days. They may go to the corpus that they were done in and to no other,
and only where what they build on is there: `restore` brings an earlier state back and begins a new life of the corpus.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.engine import file_of
from jjak.corpora.store.integrity import connected
from jjak.corpora.store.queries import fetch
from jjak.corpora.store.schema import identity
from jjak.seeds.errors import CorpusError

_ONLY = 1  # the number of the one row


class CorpusIdentity(NamedTuple):
    """id: random, of the corpus wherever it is copied; life: 1, and one more after each `restore`."""

    id: str
    life: int


def identity_of(store: Corpus) -> CorpusIdentity:
    """The identity of an open corpus, which gets one where it has none yet."""
    if (found := _known(store)) is not None:
        return found
    row = {"number": _ONLY, "id": secrets.token_hex(16), "life": 1, "began": _now()}
    # another process may give it one at the same moment
    with suppress(IntegrityError), store.transaction() as connection:
        connection.execute(insert(identity).values(row))
    made = _known(store)
    assert made is not None
    return made


def _known(store: Corpus) -> CorpusIdentity | None:
    rows = fetch(store, select(identity.c.id, identity.c.life))
    return CorpusIdentity(*rows[0]) if rows else None


def begin_life(path: Path, *others: Path) -> None:
    """Count a new life of the corpus in the file at `path`, which nobody uses: one more than its own, and than that of any
    of `others` that is the same corpus. A corpus that nobody has asked for its identity has lived no life yet."""
    with closing(connected(path)) as connection:
        if (own := _row(connection)) is None:
            return
        lives = [own.life]
        for other in others:
            if other.is_file():
                with suppress(sqlite3.Error), closing(connected(other)) as second:
                    found = _row(second)
                    lives += [found.life] if found is not None and found.id == own.id else []
        connection.execute("UPDATE identity SET life = ?, began = ?", (max(lives) + 1, _now()))
        connection.commit()


def _row(connection: sqlite3.Connection) -> CorpusIdentity | None:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'identity'").fetchone():
        return None
    found = connection.execute("SELECT id, life FROM identity").fetchone()
    return CorpusIdentity(*found) if found else None


def placed(store: Corpus) -> Callable[[], None]:
    """What tells whether the corpus under its name still is the one that was opened; call this right after opening.

    Returns:
        A function that raises CorpusError where the file was deleted, replaced or restored since, or says another identity:
        what is written then would be in no file that anybody finds again.
    """
    path, first = file_of(store.name), identity_of(store)
    inode = _inode(path) if path is not None else None
    beside = _Beside(path) if path is not None else None

    def look() -> None:
        if path is not None and (now := _inode(path)) != inode:
            what = (
                "{path} was deleted while the server used it" if now is None else "{path} was replaced while the server used it"
            )
            raise CorpusError(what, "Stop the server, put the corpus in its place, and start the server again.", path=path)
        if identity_of(store) != first:
            raise CorpusError(
                "{path} is another corpus than the server opened, or another life of it",
                "Stop the server, put the corpus in its place, and start the server again.",
                path=path or "The database",
            )
        if beside is not None:
            beside.look()

    return look


class _Beside:
    """What SQLite keeps beside a file: a log that was deleted takes what this process writes, and nobody else finds it."""

    def __init__(self, path: Path) -> None:
        self._files = [Path(os.path.realpath(path) + end) for end in ("-wal", "-shm")]
        self._known: list[tuple[int, int] | None] = []

    def look(self) -> None:
        """Raises CorpusError where this process has one of them open that is not there any more."""
        if (now := [_inode(file) for file in self._files]) == self._known:
            return
        # once the last connection is closed they are gone, and the next one makes new ones
        held = _open_files()
        for file in self._files:
            if f"{file} (deleted)" in held:
                raise CorpusError(
                    "{path}, which lies beside the corpus, was deleted while the server used it",
                    "Stop the server, look with `jjak check` and `jjak status` what is there, and restore a backup if need be.",
                    path=file,
                )
        self._known = now


def _open_files() -> set[str]:
    """What this process has open, where the system says it."""
    found = set()
    for link in Path("/proc/self/fd").glob("*"):
        with suppress(OSError):
            found.add(str(link.readlink()))
    return found


def _inode(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
