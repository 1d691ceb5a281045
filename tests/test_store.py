from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from align.beads import Bead
from align.segments import segment
from align.translation import Translation
from corpora.pair import Figure, Origin, Pair, Side, pair_id
from corpora.schema import metadata
from corpora.store import Direction, Store, Unit
from seeds.document import Document, Kind
from seeds.errors import CorpusError
from seeds.reading import document_of

DIRECTION = Direction("model", "1", "search", "en", "ko")


def unit(text: str = "A title\n\nIt rains.\n", name: str = "rain.txt", location: str = "rain.txt") -> Unit:
    document = document_of(text.encode(), name)
    parts = segment(document)
    pairs = [pair(document, part.index, part.text) for part in parts]
    beads = [Bead(range(at, at + 1), range(at, at + 1), 0.5, (("overlap", 0.5),)) for at in range(len(parts))]
    made = {DIRECTION: {part.text: Translation(f"<{part.text}>", "model", "1", -0.5, ("retried",)) for part in parts}}
    return Unit([(document, Path(location), parts)], "test", beads, pairs, made)


def pair(document: Document, at: int, text: str) -> Pair:
    source, target = Side(document.id, (at,), (document.blocks[at].span,), "en", text), Side("", (), (), "ko", f"<{text}>")
    scores = {"round_trip_bleu": Figure(12.5, "sig|a"), "round_trip_chrf2++": Figure(50.25, "sig|b")}
    return Pair(
        id=pair_id(source, target, Origin.MACHINE),
        name=document.name,
        index=at,
        kind=Kind.TEXT,
        origin=Origin.MACHINE,
        source=source,
        target=target,
        hypothesis=f"<{text}>",
        model="model",
        revision="1",
        nats=-0.5,
        confidence=0.5,
        back_translation=text,
        flags=("retried",),
        scores=scores,
        licence="CC0",
    )


def add(store: Store, *units: Unit) -> list[bool]:
    run = store.begin_run({"beam": 4}, {"jjak": "0"})
    added = [store.add(one, run) for one in units]
    store.end_run(run)
    return added


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    one = unit()
    with Store(str(tmp_path / "c.db")) as store:
        assert add(store, one) == [True]
        assert list(store.pairs()) == list(one.pairs)
        assert store.beads(one.documents[0][0].id) == list(one.beads)
        assert store.segments(one.documents[0][0].id) == list(one.documents[0][2])
        assert [run["settings"] for run in store.runs()] == [{"beam": 4}]
        assert store.runs()[0]["finished"]


def test_a_unit_is_stored_once(tmp_path: Path) -> None:
    with Store(str(tmp_path / "c.db")) as store:
        assert add(store, unit(), unit()) == [True, False]
        assert len(list(store.pairs())) == 2


def test_a_unit_that_fails_halfway_leaves_nothing(tmp_path: Path) -> None:
    one = unit()
    doubled = replace(one, pairs=[one.pairs[0], one.pairs[0]])
    with Store(str(tmp_path / "c.db")) as store:
        assert add(store, doubled) == [False]
        assert not store.has(one.documents[0][0].id)
        assert not list(store.pairs())
        assert store.cached(DIRECTION, ["It rains."]) == {}


def test_a_translation_is_remembered_by_model_revision_search_and_direction(tmp_path: Path) -> None:
    with Store(str(tmp_path / "c.db")) as store:
        add(store, unit())
        found = store.cached(DIRECTION, ["It rains.", "It pours."])
        assert found == {"It rains.": Translation("<It rains.>", "model", "1", -0.5, ("retried",))}
        for other in ({"revision": "2"}, {"search": "x"}, {"target": "de"}, {"model": "x"}):
            assert store.cached(replace(DIRECTION, **other), ["It rains."]) == {}


def test_a_changed_file_takes_the_place_of_what_it_said_before(tmp_path: Path) -> None:
    with Store(str(tmp_path / "c.db")) as store:
        add(store, unit(), unit("A title\n\nIt pours.\n"), unit("Another\n\nIt snows.\n", "snow.txt", "snow.txt"))
        assert [p.source.text for p in store.pairs()] == ["A title", "It pours.", "Another", "It snows."]
        assert len(store.documents()) == 2
        assert store.counts()["origin"] == {"machine": 4}


def test_the_migrations_lead_to_the_schema(tmp_path: Path) -> None:
    Store(str(tmp_path / "c.db")).close()
    with create_engine(f"sqlite:///{tmp_path / 'c.db'}").connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [change for change in difference if change[1].name != "alembic_version"] == []


def test_a_corpus_of_a_newer_jjak_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    Store(str(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(CorpusError, match="schema 9999") as caught:
        Store(str(path))
    assert "update jjak" in caught.value.fix


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.write_bytes(b"no database at all, but long enough to have a head" * 3), "not a database"),
        (lambda path: path.mkdir(), "unable to open"),
    ],
)
def test_a_file_that_is_no_corpus_is_named(tmp_path: Path, make: object, message: str) -> None:
    make(tmp_path / "c.db")  # type: ignore[operator]
    with pytest.raises(CorpusError, match=message) as caught:
        Store(str(tmp_path / "c.db"))
    assert caught.value.fix


def test_reading_makes_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="No corpus at"):
        Store(str(tmp_path / "none.db"), create=False)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("url", ["nosuch://x", "sqlite+nothing:///x", "://"])
def test_a_url_that_is_none_is_named(url: str) -> None:
    with pytest.raises(CorpusError, match="names no database"):
        Store(url)
