from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from jjak.align.mt.translator import Translation
from jjak.align.sentence.beads import Bead
from jjak.align.text.segmentation import segment
from jjak.corpora.pair import Figure, ImportedFrom, Markup, Origin, Pair, Side, pair_id
from jjak.corpora.store.corpus import Corpus, ImportedBitext
from jjak.corpora.store.engine import open_database, shown
from jjak.corpora.store.review_log import ReviewLog
from jjak.corpora.store.schema import metadata
from jjak.corpora.store.writing import BuiltBitext, Direction
from jjak.seeds.document import Document, Kind
from jjak.seeds.errors import CorpusError
from jjak.seeds.reading import document_of

DIRECTION = Direction("model", "1", "search", "en", "ko")


def unit(text: str = "A title\n\nIt rains.\n", name: str = "rain.txt", location: str = "rain.txt") -> BuiltBitext:
    document = document_of(text.encode(), name)
    parts = segment(document)
    pairs = [pair(document, part.index, part.text) for part in parts]
    beads = [Bead(range(at, at + 1), range(at, at + 1), 0.5, (("overlap", 0.5),)) for at in range(len(parts))]
    made = {DIRECTION: {part.text: Translation(f"<{part.text}>", "model", "1", -0.5, ("retried",)) for part in parts}}
    return BuiltBitext([(document, Path(location), parts)], "test", beads, pairs, made)


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


def add(store: Corpus, *units: BuiltBitext) -> list[bool]:
    run = store.begin_run({"beam": 4}, {"jjak": "0"})
    added = [store.add(one, run) for one in units]
    store.end_run(run)
    return added


def test_what_goes_in_comes_out(corpus: str) -> None:
    one = unit()
    with Corpus(corpus) as store:
        assert add(store, one) == [True]
        assert list(store.pairs()) == list(one.pairs)
        assert store.beads(one.documents[0][0].id) == list(one.beads)
        assert store.segments(one.documents[0][0].id) == list(one.documents[0][2])
        assert [run["settings"] for run in store.runs()] == [{"beam": 4}]
        assert store.runs()[0]["finished"]


def test_a_unit_is_stored_once(corpus: str) -> None:
    with Corpus(corpus) as store:
        assert add(store, unit(), unit()) == [True, False]
        assert len(list(store.pairs())) == 2


def test_a_unit_that_fails_halfway_leaves_nothing(corpus: str) -> None:
    one = unit()
    doubled = replace(one, pairs=[one.pairs[0], one.pairs[0]])
    with Corpus(corpus) as store:
        assert add(store, doubled) == [False]
        assert not store.has(one.documents[0][0].id)
        assert not list(store.pairs())
        assert store.cached(DIRECTION, ["It rains."]) == {}


def test_a_translation_is_remembered_by_model_revision_search_and_direction(corpus: str) -> None:
    with Corpus(corpus) as store:
        add(store, unit())
        found = store.cached(DIRECTION, ["It rains.", "It pours."])
        assert found == {"It rains.": Translation("<It rains.>", "model", "1", -0.5, ("retried",))}
        for other in ({"revision": "2"}, {"search": "x"}, {"target": "de"}, {"model": "x"}):
            assert store.cached(replace(DIRECTION, **other), ["It rains."]) == {}


def test_a_changed_file_takes_the_place_of_what_it_said_before(corpus: str) -> None:
    with Corpus(corpus) as store:
        add(store, unit(), unit("A title\n\nIt pours.\n"), unit("Another\n\nIt snows.\n", "snow.txt", "snow.txt"))
        assert [p.source.text for p in store.pairs()] == ["A title", "It pours.", "Another", "It snows."]
        assert len(store.documents()) == 2
        assert store.counts()["origin"] == {"machine": 4}


def test_units_that_are_stored_together_are_as_if_one_came_after_the_other(corpus: str) -> None:
    first, other, changed = unit(), unit("Another text.", "b.txt", "b.txt"), unit(text="It poured.")
    with Corpus(corpus) as store:
        store.add_all([first, other, changed], store.begin_run({}, {}))
        assert sorted(pair.id for pair in store.pairs()) == sorted(pair.id for one in (other, changed) for pair in one.pairs)
        assert store.has(*first.ids), "what the file said before is kept"
        for one in (first, other, changed):
            assert store.segments(one.ids[0]) == list(one.documents[0][2])
            assert store.beads(one.ids[0]) == list(one.beads)


def test_the_migrations_lead_to_the_schema(corpus: str) -> None:
    Corpus(corpus).close()
    engine = open_database(corpus, create=False)
    with engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert [change for change in difference if change[1].name != "alembic_version"] == []


def test_a_corpus_of_a_newer_jjak_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    Corpus(str(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(CorpusError, match="schema 9999") as caught:
        Corpus(str(path))
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
        Corpus(str(tmp_path / "c.db"))
    assert caught.value.fix


def test_reading_makes_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="No corpus at"):
        Corpus(str(tmp_path / "none.db"), create=False)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("url", ["nosuch://x", "sqlite+nothing:///x", "://"])
def test_a_url_that_is_none_is_named(url: str) -> None:
    with pytest.raises(CorpusError, match="names no database"):
        Corpus(url)


def imported(at: int, text: str) -> tuple[ImportedBitext, Pair]:
    side = Side("f" * 16, (), (), "ko", f"{at}번")
    one = replace(
        pair(document_of(b"A title", "t"), 0, text),
        id=f"{at:016x}",
        index=at,
        source=side,
        target=side._replace(lang="en", text=text),
        name="doc",
        comment="good",
        taken=ImportedFrom("p.tmx", at, "u", "a book"),
        markup=Markup("tmx", "<ph/>", ""),
    )
    return ImportedBitext("f" * 16, "doc", {"reader": "import"}), one


def test_imported_pairs_are_taken_once_with_all_they_bring(corpus: str) -> None:
    entries = [imported(at, f"text {at}") for at in range(900)]
    with Corpus(corpus) as store:
        run = store.begin_run({}, {})
        assert store.take(entries[:500], run)[:3] == (500, 0, 0)
        assert store.take(entries, run)[:3] == (400, 500, 0)
        assert store.take([imported(3, "another text")], run)[:3] == (0, 0, 1)
        found = list(store.pairs())
        assert found == [one for _, one in entries]
        assert store.counts()["origin"] == {"machine": 900}
        assert [row.pairs for row in store.overview()] == [900]


def test_a_reader_sees_one_state_though_another_writes_meanwhile(corpus: str) -> None:
    with Corpus(corpus) as store, Corpus(corpus) as other:
        run = store.begin_run({}, {})
        store.take([imported(at, "x") for at in range(1_000)], run)
        reading = other.pairs()
        first = next(reading)
        store.take([imported(at, "x") for at in range(1_000, 1_100)], run)
        assert len([first, *reading]) == 1_000
        assert len(list(other.pairs())) == 1_100


def test_two_imports_of_one_file_at_once_double_nothing(corpus: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    entries = [imported(at, f"text {at}") for at in range(300)]

    def take(_: int) -> int:
        with Corpus(corpus) as store:
            run = store.begin_run({}, {})
            return sum(store.take(entries[at : at + 50], run).new for at in range(0, 300, 50))

    Corpus(corpus).close()
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(4))) == 300


def test_a_database_without_a_corpus_is_named(server: str) -> None:
    with pytest.raises(CorpusError, match="No corpus at postgresql"):
        Corpus(f"{server}/postgres", create=False)
    with pytest.raises(CorpusError, match="does not exist") as caught:
        Corpus(f"{server}/none")
    assert "createdb" in caught.value.fix


def test_a_password_is_never_shown() -> None:
    assert shown("postgresql://me:secret@host/db") == "postgresql://me:***@host/db"
    with pytest.raises(CorpusError) as caught:
        Corpus("postgresql://me:secret@127.0.0.1:1/db")
    assert "secret" not in str(caught.value) + caught.value.fix


def test_a_pair_says_which_page_it_is_from(tmp_path: Path) -> None:
    with Corpus(str(tmp_path / "c.db")) as store:
        store.add(unit("Otters are back\n입력 2024.05.20 10:00\n\nThey came.\n"), store.begin_run({}, {}))
        pages = [dict(pair.page) for pair in store.pairs()]
        (document, *_), *_ = store.documents()
        assert pages == [dict(ReviewLog(store).page(document))] * 3
        assert (pages[0]["title"], pages[0]["date"]) == ("Otters are back", "2024-05-20")
        assert dict(ReviewLog(store).page("nowhere")) == {}


def test_a_corpus_that_is_up_to_date_opens_without_what_brings_one_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    Corpus(str(path), create=True).close()
    asked = "import sys; from jjak.workbench.interchange import Corpus; Corpus(sys.argv[1], create=False).close()"
    heavy = "print([name for name in ('alembic', 'numba') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", f"{asked}; {heavy}", str(path)], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
