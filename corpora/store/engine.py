"""Opening the database of a corpus: from a path or a URL to a connection whose schema is up to date."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from jjak.corpora.store.integrity import DAMAGED, look
from jjak.corpora.store.schema import NEWEST
from jjak.seeds.errors import CorpusError
from jjak.seeds.secrets import without_secrets

if TYPE_CHECKING:
    from alembic.config import Config

DEFAULT = "corpus.db"
CACHE = 64_000  # KiB of pages; ids are random, so an import touches all of their index
STATEMENT = 600  # seconds that a server works on one statement of ours
BUSY = 60  # seconds to wait for another process that writes
_LOCK = 0x6A6A616B  # what migrations of one PostgreSQL database wait for


def url_of(corpus: str) -> str:
    """A database URL: what was given, where it is one, else SQLite's for a path."""
    return corpus if "://" in corpus else f"sqlite:///{Path(corpus).expanduser()}"


def file_of(corpus: str) -> Path | None:
    """The file of a corpus in SQLite; None for one on a server. Raises CorpusError where the URL names neither."""
    try:
        url = make_url(url_of(corpus))
    except (ArgumentError, ValueError) as error:
        raise _nameless(corpus, error) from error
    if url.get_backend_name() != "sqlite":
        return None
    if not url.database or url.database == ":memory:":
        raise CorpusError("{corpus} is no file", "Name a corpus that lies in a file, or on a server.", corpus=shown(corpus))
    return Path(url.database)


def shown(corpus: str) -> str:
    """The name of a corpus as people may see it: without the password of its URL, wherever that stands."""
    if "://" not in corpus:
        return corpus
    try:
        return without_secrets(make_url(corpus).render_as_string(hide_password=True))
    except (ArgumentError, ValueError):  # such as a port that is no number
        return without_secrets(corpus)


def open_database(corpus: str, *, create: bool) -> Engine:
    """The database at a path or URL, its schema brought up to date.

    Raises CorpusError where it is not there (and `create` is false), is no corpus, or cannot be written.
    """
    try:
        url = make_url(url_of(corpus))
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        backend = url.get_backend_name()
        if backend == "sqlite" and url.database:
            if Path(url.database).exists():
                look(Path(url.database))
            elif not create:
                raise CorpusError(
                    "No corpus at {path}", "Make one with `jjak build PATH`, or name it with --corpus.", path=url.database
                )
            elif url.database != ":memory:":
                _lay_private(Path(url.database))
        engine = create_engine(url, connect_args=_arguments(backend), json_serializer=_json, json_deserializer=_value)
        _prepare(engine)
        try:
            with engine.connect() as connection:
                if not create and not inspect(connection).has_table("alembic_version"):
                    raise CorpusError(
                        "No corpus at {corpus}", "Make one with `jjak build PATH` or `jjak import FILE`.", corpus=shown(corpus)
                    )
                _migrate(connection)
        except BaseException:
            engine.dispose()
            raise
    except ModuleNotFoundError as error:
        fix = "Install it: pip install 'jjak[postgresql]'." if error.name == "psycopg" else ""
        raise CorpusError(
            "{corpus} names no database: its driver {driver} is not installed", fix, corpus=shown(corpus), driver=error.name
        ) from error
    except (DatabaseError, sqlite3.Error, UnicodeDecodeError) as error:
        raise named(corpus, error) from error
    except (ArgumentError, NoSuchModuleError, TypeError, ValueError) as error:
        raise _nameless(corpus, error) from error
    return engine


def _lay_private(path: Path) -> None:
    """An empty file that only its owner reads: SQLite gives what it keeps beside a database the same permissions. A corpus that
    is there keeps those that it has."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError:
        return  # another process was first, or SQLite will say what is wrong with the place


def _nameless(corpus: str, error: Exception) -> CorpusError:
    return CorpusError(
        "{corpus} names no database: {error}",
        "Give a path, or a URL such as sqlite:///corpus.db.",
        corpus=shown(corpus),
        error=str(error),
    )


def _json(value: Any) -> str:
    # what JSON cannot carry is refused; rows of earlier versions that hold it are read
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False) if value != [] else "[]"


def _value(text: str) -> Any:
    # most lists of most rows are empty, and rows are many
    return json.loads(text) if text != "[]" else []


def _arguments(backend: str) -> dict[str, Any]:
    return {"timeout": BUSY} if backend == "sqlite" else {}


def _prepare(engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _bounded)
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        # readers go on while a run writes, and a commit is on the disk before it returns
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA cache_size=-{CACHE}")
        connection.execute("PRAGMA foreign_keys=ON")


def _bounded(connection: Any, _: object) -> None:
    """No statement of ours holds a server up for longer, unless its administrator, or the address, says another time."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT set_config('statement_timeout', '{STATEMENT}s', false) WHERE current_setting('statement_timeout') = '0'"
        )
    connection.commit()


def _migrate(connection: Connection) -> None:
    present = _schema_of(connection)
    if present == NEWEST:
        return
    from alembic import command

    config = _alembic()
    if present is not None:
        check_schema("The corpus", present)
    config.attributes["connection"] = connection
    with _alone(connection):
        command.upgrade(config, "head")  # nothing, where another process came first


def _schema_of(connection: Connection) -> str | None:
    """The schema that a database has, None where it is no corpus yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


def up_to_date(corpus: str) -> bool:
    """Whether there is a corpus that opening would not change."""
    try:
        path = file_of(corpus)
        if path is not None and not path.is_file():
            return False
        url = make_url(url_of(corpus))
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        engine = create_engine(url)
        try:
            with engine.connect() as connection:
                return _schema_of(connection) == NEWEST
        finally:
            engine.dispose()
    except (CorpusError, DatabaseError, ModuleNotFoundError, ArgumentError, NoSuchModuleError, ValueError):
        return False


def check_schema(name: str, schema: str) -> None:
    """Raises CorpusError where no migration of ours leads to this schema."""
    from alembic.script import ScriptDirectory

    if schema not in {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}:
        raise CorpusError(
            "{name} has schema {schema}, which this jjak does not know",
            "A newer jjak made it: update jjak.",
            name=name,
            schema=schema,
        )


def _alembic() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """One transaction, schema changes included, that no other process enters: a kill leaves all of it or none."""
    connection.rollback()  # what looked at the revision
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # the driver begins none for a change of the schema
    elif connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")  # a large corpus takes long to bring up to date
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    yield
    connection.commit()


def named(corpus: str, error: DatabaseError | sqlite3.Error | ValueError) -> CorpusError:
    """What a database says of itself as an error of ours, with what to do about it; a ValueError: of what it gave."""
    if isinstance(error, ValueError):
        return CorpusError("{corpus} is damaged: {error}", DAMAGED, corpus=shown(corpus), error=str(error))
    cause = error.orig if isinstance(error, DatabaseError) else error
    reason = " ".join(str(cause).split())
    if getattr(cause, "sqlite_errorname", "") == "SQLITE_IOERR_SHMSIZE":
        reason = "database or disk is full"  # for the few pages that processes share
    signs = _SQLITE if isinstance(cause, sqlite3.Error) else _SERVER
    return CorpusError(
        "{corpus}: {reason}",
        next((fix for sign, fix in signs.items() if sign in reason), ""),
        corpus=shown(corpus),
        reason=reason,
    )


# SQLite writes beside a corpus even to read it
_WRITABLE = "The file and its folder must be writable; from a read-only disk copy it first, with FILE-wal if there is one."
# what to do by a part of what is said
_SQLITE = {
    "unable to open": _WRITABLE,
    "readonly": _WRITABLE,
    "not a database": "Name another file with --corpus; this one is no corpus.",
    "malformed": DAMAGED,
    "decode to UTF-8": DAMAGED,
    "no such": DAMAGED,
    "already exists": DAMAGED,
    "unsupported file format": DAMAGED,
    "full": "Free some space and run the command again; nothing that was stored is lost.",
    "disk I/O": "Look at the disk and at the system's log; nothing that was stored before is lost.",
    "locked": "Another process is writing; try again when it is done.",
}
_SERVER = {
    "read-only": "Name the server that takes writes; this one is a copy.",
    "No space left": "Free some space on the server and run the command again; nothing that was stored is lost.",
    "Connection refused": "Check that the server runs, and the host and port of the URL.",
    "authentication failed": "Check the user and the password of the URL.",
    "does not exist": "Make the database first, for example with `createdb`.",
    "statement timeout": "The server stopped it; try again when less goes on, or let its role have a longer statement_timeout.",
    "permission denied": "Grant the user the right to create tables and to write.",
}
