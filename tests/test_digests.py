"""What is stored is compared with digests that are kept beside it: what jjak did agrees, and what a disk did does not."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import spoil
from jjak.corpora.exchange.imports import ImportTerms, import_pairs
from jjak.corpora.formats import Wanted
from jjak.corpora.review.commands import ReviewCommand
from jjak.corpora.store.backup import backup, check, restore
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.import_registry import ImportRegistry
from jjak.corpora.store.review_log import ReviewLog
from jjak.seeds.errors import CorpusError
from jjak.workbench.editing.realign import realign
from jjak.workbench.editing.session import ReviewSession
from jjak.workbench.pipeline.build import build
from jjak.workbench.pipeline.inputs import find_bitexts
from jjak.workbench.pipeline.retranslate import retranslate
from jjak.workbench.settings import Settings

NEWEST = Path(__file__).parent / "schemas" / "0010.sql"
WANTED = Wanted(("ko", "en"))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "c.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(NEWEST.read_text(encoding="utf-8"))
    with Corpus(str(path), create=False):
        pass
    check(str(path))
    return path


def done(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        assert connection.execute(statement).rowcount
        connection.commit()


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("the record of document", "UPDATE documents SET text = '!' || substr(text, 2) WHERE text <> ''"),
        ("the record of document", "UPDATE documents SET name = 'x' || name WHERE text = ''"),
        ("the record of document", "UPDATE documents SET superseded = 1 - superseded"),
        ("the segments of document", 'UPDATE segments SET start = start + 1 WHERE "index" = 1'),
        ("the segments of document", 'DELETE FROM segments WHERE "index" = 2'),
        ("the beads of alignment", 'UPDATE beads SET score = score / 2 WHERE "index" = 0'),
        ("the pairs of alignment", "UPDATE pairs SET target_text = target_text || ' ' WHERE rowid = 2"),
        ("the pairs of alignment", "UPDATE pairs SET status = 'rejected' WHERE status = 'accepted'"),
        ("the pairs of alignment", "UPDATE pairs SET confidence = confidence * 1.0000001 WHERE confidence <> 0"),
        ("the acts of alignment", "UPDATE events SET user = 'nobody' WHERE number = 1"),
        ("the acts of alignment", "DELETE FROM events WHERE id = (SELECT max(id) FROM events)"),
        ("the pairs of alignment", "UPDATE digests SET digest = '0000000000000000' WHERE kind = 'pairs'"),
        ("the beads of alignment", "DELETE FROM digests WHERE kind = 'beads'"),
    ],
)
def test_a_change_that_sqlite_does_not_see_is_named(corpus: Path, said: str, statement: str, tmp_path: Path) -> None:
    done(corpus, statement)
    with pytest.raises(CorpusError, match=said):
        check(str(corpus))
    backup(str(corpus), tmp_path / "still.backup")


def imported(folder: Path, store: Corpus) -> None:
    """A table in two imports, of which the second adds rows to what the first made."""
    for rows in (["비\train"], ["비\train", "눈\tsnow", "안개\tfog"]):
        (folder / "weather.tsv").write_text("ko\ten\n" + "\n".join(rows) + "\n", encoding="utf-8")
        import_pairs([folder / "weather.tsv"], store, store.begin_run({}, {}), WANTED, ImportTerms())


def reviewed(_: Path, store: Corpus) -> None:
    session = ReviewSession(store)
    for unit in ReviewLog(store).bitexts():
        for name, version in [row[:2] for row in session.index(unit, "kim")["rows"]][:2]:
            for act, values in (("bookmark", {"on": True}), ("reject", {"reason": "other"}), ("accept", {})):
                try:
                    seen = {name: next(row[1] for row in session.index(unit, "kim")["rows"] if row[0] == name)}
                    session.execute(unit, "kim", ReviewCommand(act, name, seen, values), f"{unit}{name}{act}{version}")
                except Exception:  # not every act fits every row
                    continue


def corrected(_: Path, store: Corpus) -> None:
    registry = ImportRegistry(store)
    for record in registry.all():
        if not record.removed:
            assert registry.correct(record.id, "CC0", "a book") >= 0
            registry.remove(record.id, with_reviews=True)
            registry.restore(record.id)


@pytest.mark.parametrize("act", [imported, reviewed, corrected])
def test_what_jjak_does_agrees_with_its_digests(corpus: Path, tmp_path: Path, act: Callable[[Path, Corpus], None]) -> None:
    before = counts(corpus)
    with Corpus(str(corpus), create=False) as store:
        act(tmp_path, store)
    assert counts(corpus) != before, "something was done"
    check(str(corpus))


def test_an_import_a_review_and_a_correction_after_each_other_agree(corpus: Path, tmp_path: Path) -> None:
    for act in (imported, reviewed, imported, corrected, reviewed):
        with Corpus(str(corpus), create=False) as store:
            act(tmp_path, store)
        check(str(corpus))


@pytest.mark.slow
def test_a_build_a_review_aligning_again_retranslation_and_a_restore_agree(built: Path, tmp_path: Path) -> None:
    path = str(shutil.copy(built, tmp_path / "life.db"))
    check(path)
    with Corpus(path, create=False) as store:
        units = ReviewLog(store).bitexts()
        session = ReviewSession(store)
        treaty = max(units, key=lambda unit: len(session.index(unit, "kim")["rows"]))
        for row in ("0", "7", "10"):
            session.execute(treaty, "kim", ReviewCommand("merge", row, {}, {"with": "next"}), f"m{row}")
        session.execute(treaty, "kim", ReviewCommand("accept", "5", {}, {}), "a")
        check(path)
        assert realign(session, treaty, "kim", "0", "again")["act"] == "realign"
        check(path)
        for step, key in ((session.undo, "u"), (session.redo, "r"), (session.undo, "v"), (session.undo, "w")):
            step(treaty, "kim", key)
            check(path)
        assert retranslate(store, Settings(licence="CC0")).bitexts
    check(path)
    page = tmp_path / "in" / "alone.txt"
    page.parent.mkdir()
    for text in ("눈이 옵니다.\n", "비가 옵니다.\n", "눈이 옵니다.\n"):  # another text takes its place, and goes again
        page.write_text(text, encoding="utf-8")
        with Corpus(path) as store:
            build(find_bitexts([page.parent], [], ("ko", "en"))[0], store, Settings())
        check(path)
    backup(path, tmp_path / "life.backup")
    restore(tmp_path / "life.backup", path, force=True)
    check(path)


def counts(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM digests ORDER BY kind, owner").fetchall()


def test_spoilt_bytes_of_what_was_built_or_done_are_all_seen(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert spoil.main(corpus, 60, 3) == 0
    assert "0 of them in what was built or done" in capsys.readouterr().out
