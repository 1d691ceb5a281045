"""Opening the database of a corpus: from a path or a URL to a connection whose schema is up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from seeds.errors import CorpusError

DEFAULT = "corpus.db"
BUSY = 60  # seconds to wait for another process that writes


def url_of(corpus: str) -> str:
    """A database URL: what was given, where it is one, else SQLite's for a path."""
    return corpus if "://" in corpus else f"sqlite:///{Path(corpus).expanduser()}"


def open_database(corpus: str, *, create: bool) -> Engine:
    """The database at a path or URL, its schema brought up to date.

    Raises CorpusError where it is not there (and `create` is false), is no corpus, or cannot be written.
    """
    try:
        url = make_url(url_of(corpus))
        backend = url.get_backend_name()
        if backend == "sqlite" and url.database and not create and not Path(url.database).exists():
            raise CorpusError(f"No corpus at {url.database}", "Make one with `jjak build PATH`, or name it with --corpus.")
        engine = create_engine(url, connect_args=_arguments(backend))
        _prepare(engine)
        with engine.connect() as connection:
            _migrate(connection)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise CorpusError(
            f"{corpus} names no database: {error}", "Give a path, or a URL such as sqlite:///corpus.db."
        ) from error
    except DatabaseError as error:
        raise named(corpus, error) from error
    return engine


def _arguments(backend: str) -> dict[str, Any]:
    return {"timeout": BUSY} if backend == "sqlite" else {}


def _prepare(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        # readers go on while a run writes, and a commit is on the disk before it returns
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    present = MigrationContext.configure(connection).get_current_revision()
    if present == scripts.get_current_head():
        return
    if present is not None and present not in {script.revision for script in scripts.walk_revisions()}:
        raise CorpusError(
            f"The corpus has schema {present}, which this jjak does not know", "A newer jjak made it: update jjak."
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.commit()


def named(corpus: str, error: DatabaseError) -> CorpusError:
    reason = str(error.orig)
    fixes = {
        "unable to open": "Check that the folder is there and may be written.",
        "readonly": "Check the file's permissions.",
        "read-only": "Check the file's permissions.",
        "not a database": "Name another file with --corpus; this one is no corpus.",
        "malformed": "Restore a copy; the file is damaged.",
        "full": "Free some space and run the command again; nothing that was stored is lost.",
        "locked": "Another process is writing; try again when it is done.",
    }
    fix = next((fix for sign, fix in fixes.items() if sign in reason), "")
    return CorpusError(f"{corpus}: {reason}", fix)
