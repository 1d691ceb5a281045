"""Copies of a corpus in SQLite: made while it is in use, checked, and put under their name when they are on the disk.

A backup and a restore are the same act: what is under one name is copied to another by SQLite's online backup, which sees
one state of the corpus whoever writes meanwhile, and lets them write.
"""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url

from jjak.corpora.atomic_write import atomic_write, part_name
from jjak.corpora.store.engine import file_of, named, shown, url_of
from jjak.corpora.store.identity import begin_life
from jjak.corpora.store.integrity import DAMAGED, connected
from jjak.corpora.store.summary import CorpusSummary, summary_of
from jjak.seeds.errors import CorpusError, unwritable

PAGES = 1_000  # pages copied between two words to whoever waits
SIDES = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database while it is open, or when it was killed

OLDER = "Name another file, or take an older backup; nothing was changed."

# is told how many pages are copied and how many there are
Step = Callable[[int, int], None]


def backup(corpus: str, out: Path, *, force: bool = False, step: Step = lambda _, __: None) -> CorpusSummary:
    """Copy a corpus, in use or not, to the file `out`.

    Raises CorpusError where there is no corpus, where it is damaged, or where `out` is there and `force` is not given.
    """
    source = file_of(corpus)
    if source is None:
        command = ["pg_dump", "--format=custom", f"--file={out}", _server(corpus)]
        raise CorpusError(
            "{corpus} is on a server, whose own tools copy it",
            "Run {command}",
            corpus=shown(corpus),
            command=shlex.join(command),
        )
    return _copied(source, out, force, step)


def restore(copy: Path, corpus: str, *, force: bool = False, step: Step = lambda _, __: None) -> CorpusSummary:
    """Put a backup in the place of a corpus, which nobody may be using. A new life of the corpus begins with it: what pages
    hold that are not sent yet is taken where what it builds on is there.

    Raises CorpusError where the backup is damaged or none, where the corpus is in use, and where it is there and `force` is
    not given; the corpus is then what it was.
    """
    target = file_of(corpus)
    if target is None:
        options = ["--clean", "--if-exists", "--no-owner", "--single-transaction"]
        command = ["pg_restore", *options, f"--dbname={_server(corpus)}", str(copy)]
        raise CorpusError(
            "{corpus} is on a server, whose own tools restore it",
            "Run {command}",
            corpus=shown(corpus),
            command=shlex.join(command),
        )
    return _copied(copy, target, force, step, new_life=True)


def check(corpus: str) -> CorpusSummary:
    """Look at the whole of a corpus, in use or not, and say what it holds; raises CorpusError where it is damaged."""
    path = file_of(corpus)
    if path is None:
        command = ["pg_amcheck", "--install-missing", "--heapallindexed", _server(corpus)]
        raise CorpusError(
            "{corpus} is on a server, whose own tools check it",
            "Run {command}",
            corpus=shown(corpus),
            command=shlex.join(command),
        )
    if not path.is_file():
        raise CorpusError("{path}: no such file", "Check the path.", path=path)
    try:
        return summary_of(path, path, DAMAGED, content=True)
    except sqlite3.Error as error:
        raise named(corpus, error) from error


def _server(corpus: str) -> str:
    """The URL as PostgreSQL's tools take it; they ask for the password themselves."""
    return make_url(url_of(corpus))._replace(drivername="postgresql", password=None).render_as_string()


def _copied(source: Path, target: Path, force: bool, step: Step, *, new_life: bool = False) -> CorpusSummary:
    if not source.is_file():
        raise CorpusError("{source}: no such file", "Check the path.", source=source)
    if target.exists() and (target.is_dir() or source.samefile(target)):
        found = "{target} is a folder" if target.is_dir() else "{target} is the same file"
        raise CorpusError(found, "Choose another name.", target=target)
    if target.exists() and not force:
        raise CorpusError("{target} is there already", "Choose another name, or overwrite it with --force.", target=target)
    try:
        with ExitStack() as until_it_has_its_name, atomic_write([target], source.stat().st_mode & 0o777, database=True):
            part = part_name(target)
            _clear(part)
            _copy(source, part, step)
            summary = summary_of(part, source, OLDER)
            if new_life:
                begin_life(part, target)
            until_it_has_its_name.enter_context(_idle(target))
            # of a corpus that is gone or broken something may be left that SQLite would take for the new one's
            _clear(target)
    except sqlite3.OperationalError as error:
        raise named(f"{source} to {target}", error) from error
    except sqlite3.DatabaseError as error:
        raise CorpusError("{source}: {error}", OLDER, source=source, error=str(error)) from error
    except OSError as error:
        raise unwritable(target, error) from error
    return summary


def _copy(source: Path, part: Path, step: Step) -> None:
    with closing(connected(source)) as old, closing(connected(part)) as new:
        new.execute("PRAGMA journal_mode=OFF")  # of a copy that fails nothing is kept
        new.execute("PRAGMA synchronous=OFF")  # it is synced whole, before it has a name
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on this is the state that is copied
        old.backup(new, pages=PAGES, progress=lambda _, left, total: step(total - left, total))
        # a single file, that can be read where nothing can be written
        new.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def _idle(path: Path) -> Iterator[None]:
    """Nobody else has the database open or can open it; its log of changes is folded into it, and nothing lies beside it."""
    if not path.exists():
        yield
        return
    with closing(connected(path)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise CorpusError(
                    "{path} is in use", "Stop the build or server that uses it, and try again.", path=path
                ) from error
            # what is damaged, or was never a database, can only be replaced
        yield


def _clear(path: Path) -> None:
    for side in SIDES:
        path.with_name(path.name + side).unlink(missing_ok=True)
