"""Which corpus it is, which life of it, and whether it still lies where it was opened."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from jjak.corpora.review.commands import ReviewCommand
from jjak.corpora.store.backup import backup, restore
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.identity import identity_of, placed
from jjak.corpora.store.review_log import ReviewLog
from jjak.seeds.errors import CorpusError
from jjak.workbench.editing.session import Base, OtherLife, ReviewSession
from visitor import Visitor

LINKS = [([f"문장 {at}입니다."], [f"Sentence {at}."], 0.9) for at in range(3)]


@pytest.fixture
def path(tmp_path: Path, units: ModuleType) -> Path:
    units.store_units(tmp_path / "c.db", units.unit("a", LINKS), units.unit("b", LINKS))
    return tmp_path / "c.db"


def test_a_corpus_keeps_its_identity_and_has_another_than_every_other(corpus: str, tmp_path: Path) -> None:
    with Corpus(corpus) as store, ThreadPoolExecutor(4) as pool:
        first = identity_of(store)
        assert set(pool.map(lambda _: identity_of(store), range(8))) == {first}
    with Corpus(corpus) as store, Corpus(str(tmp_path / "other.db")) as other:
        assert identity_of(store) == first
        assert first.life == 1
        assert identity_of(other).id != first.id


def test_two_processes_that_ask_first_get_one_identity(path: Path) -> None:
    with Corpus(str(path)) as one, Corpus(str(path)) as two, ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(identity_of, (one, two)))) == 1


def test_a_backup_is_the_same_life_and_each_restore_begins_one(path: Path, tmp_path: Path) -> None:
    with Corpus(str(path)) as store:
        first = identity_of(store)
    backup(str(path), tmp_path / "b")
    lives = []
    for _ in range(2):
        restore(tmp_path / "b", str(path), force=True)
        with Corpus(str(path)) as store:
            assert identity_of(store).id == first.id
            lives.append(identity_of(store).life)
    assert lives == [2, 3]
    restore(tmp_path / "b", str(tmp_path / "new.db"))
    with Corpus(str(tmp_path / "new.db")) as store:
        assert identity_of(store) == (first.id, 2)


def test_an_act_is_taken_where_what_it_builds_on_is_there(path: Path) -> None:
    with Corpus(str(path)) as store:
        session = ReviewSession(store)
        session.execute(1, "kim", ReviewCommand("accept", "0"), "k1")
        session.execute(1, "kim", ReviewCommand("accept", "1"), "k2", Base(1, "k1"))
        for wrong in (Base(2, "k1"), Base(3, "k3"), Base(1, "")):
            for act in (
                lambda base: session.execute(1, "kim", ReviewCommand("accept", "2"), "k3", base),
                lambda base: session.undo(1, "kim", "k4", base),
                lambda base: session.redo(1, "kim", "k5", base),
            ):
                with pytest.raises(OtherLife):
                    act(wrong)
        assert ReviewLog(store).head(1) == 2


def test_a_file_that_is_gone_replaced_or_restored_is_found_out(path: Path, tmp_path: Path) -> None:
    backup(str(path), tmp_path / "b")
    with Corpus(str(path)) as store:
        look = placed(store)
        look()
        moved = path.rename(tmp_path / "moved.db")
        with pytest.raises(CorpusError, match="was deleted while"):
            look()
        shutil.copy(tmp_path / "b", path)
        with pytest.raises(CorpusError, match="was replaced while"):
            look()
        path.unlink()
        moved.rename(path)
        look()


def test_a_life_that_ends_under_the_same_file_is_found_out(path: Path) -> None:
    import sqlite3

    with Corpus(str(path)) as store:
        look = placed(store)
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE identity SET life = 2")
        connection.close()
        with pytest.raises(CorpusError, match="another life of it"):
            look()


@pytest.mark.slow
@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_no_act_is_answered_as_stored_that_no_file_holds(
    path: Path, tmp_path: Path, serve: Callable[..., Any], how: str
) -> None:
    served = serve(path)
    visitor = Visitor(served.port).enter()
    backup(str(path), tmp_path / "b")
    assert visitor.act() == 200
    path.unlink()
    if how == "replaced":
        shutil.copy(tmp_path / "b", path)
    status, answer = visitor.post("/api/documents/2/acts", {"key": "lost", "act": "accept", "row": "0"})
    assert (status, "while the server used it" in answer["error"]) == (503, True)
    assert [visitor.act() for _ in range(3)] == [503] * 3
    for post in ("/api/documents/2/place", "/api/uploads", "/api/documents/2/undo"):
        assert visitor.post(post, {"row": "0", "key": "k"})[0] == 503
    assert visitor.ask("GET", "/")[0] == 503
    served.kill()
    if how == "replaced":
        with Corpus(str(path)) as store:
            assert ReviewLog(store).answered(2, "lost") is None


@pytest.mark.parametrize("end", ["-wal", "-shm"])
@pytest.mark.parametrize("replaced", [False, True])
def test_nothing_is_stored_in_a_log_that_was_deleted(path: Path, end: str, *, replaced: bool) -> None:
    with Corpus(str(path)) as store:
        look, session = placed(store), ReviewSession(store)
        session.execute(1, "kim", ReviewCommand("accept", "0"), "k1")
        look()
        beside = path.with_name(path.name + end)
        beside.unlink()
        if replaced:
            beside.touch()
        for _ in range(2):
            with pytest.raises(CorpusError, match="was deleted while the server used it"):
                look()


def test_a_log_that_ends_with_the_last_connection_is_not_missed(path: Path) -> None:
    with Corpus(str(path)) as store:
        look = placed(store)
        look()
        store._engine.dispose()
        assert not path.with_name(path.name + "-wal").exists()
        look()
        ReviewSession(store).execute(1, "kim", ReviewCommand("accept", "0"), "k1")
        look()
