"""The bitexts in memory: as many as fit in what they may take together, and nothing that is left behind by those that went."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from jjak.corpora.review.commands import ReviewCommand
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.retranslation_store import renew
from jjak.corpora.store.review_log import ReviewLog
from jjak.workbench.editing import open_bitexts as module
from jjak.workbench.editing.open_bitexts import OpenBitexts, weight_of
from jjak.workbench.editing.row_views import KEPT
from jjak.workbench.editing.session import Base, OtherLife, ReviewSession

DOCUMENTS = 30


class Counted(OpenBitexts):
    """Notes which bitexts are read from the database."""

    def __init__(self, log: ReviewLog) -> None:
        super().__init__(log)
        self.read: list[int] = []

    def _read(self, bitext: int, known: module.OpenBitext | None) -> module.OpenBitext:
        self.read.append(bitext)
        return super()._read(bitext, known)


@pytest.fixture
def log(tmp_path: Path, units: ModuleType) -> Iterator[ReviewLog]:
    units.store_units(tmp_path / "c.db", *(units.unit(f"d{at}", list(units.links(20, at))) for at in range(DOCUMENTS)))
    with Corpus(str(tmp_path / "c.db")) as store:
        yield ReviewLog(store)


def test_many_documents_of_usual_size_are_all_kept(log: ReviewLog) -> None:
    opened = Counted(log)
    for _ in range(3):
        for at in range(1, DOCUMENTS + 1):
            opened.get(at)
    assert opened.read == list(range(1, DOCUMENTS + 1))


def test_those_that_were_used_longest_ago_go_when_they_take_too_much_together(
    log: ReviewLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Counted(log)
    one = weight_of(opened.get(1))
    monkeypatch.setattr(module, "MEMORY", int(one * 3.5))
    for at in (2, 3, 1, 4):
        opened.get(at)
    assert list(opened._open) == [3, 1, 4]
    assert set(opened._weights) == {3, 1, 4}
    monkeypatch.setattr(module, "MEMORY", 1)
    opened.get(5)
    assert list(opened._open) == [5], "one that is too large alone is kept while it is used"


def test_nothing_is_kept_from_the_garbage_collector(log: ReviewLog) -> None:
    opened = OpenBitexts(log)
    for at in range(1, 6):
        opened.get(at)
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_a_number_that_is_no_document_leaves_no_lock(log: ReviewLog) -> None:
    opened = OpenBitexts(log)
    for number in range(1000, 2000):
        with opened.lock(number), pytest.raises(KeyError):
            opened.get(number)
    gc.collect()
    assert len(opened._locks) <= 1
    held = opened.lock(1)
    assert opened.lock(1) is held


@pytest.mark.slow
def test_what_a_document_is_said_to_take_is_about_what_it_takes(tmp_path: Path, units: ModuleType) -> None:
    units.store_units(tmp_path / "long.db", units.unit("long", list(units.links(4000))))
    with Corpus(str(tmp_path / "long.db")) as store:
        opened = OpenBitexts(ReviewLog(store))
        opened.get(1)
        opened.forget(1)
        gc.collect()
        tracemalloc.start()
        found = opened.get(1)
        for row in found.rows:
            found.summary(row)
        found.views.of(list(found.rows)[:KEPT])
        gc.collect()
        took = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    assert 0.6 < weight_of(found) / took < 1.7, (weight_of(found), took)


def links(*sure: float) -> list[tuple[list[str], list[str], float]]:
    return [([f"문장 {at}."], [f"Sentence {at}."], each) for at, each in enumerate(sure)]


def made_anew(path: Path, units: ModuleType, *sure: float) -> None:
    """What `jjak retranslate` does to a bitext that nobody reviewed, as another process."""
    with Corpus(str(path)) as other:
        run = other.begin_run({"languages": ["ko", "en"]}, {"model ko-en": "model@2"})
        assert renew(other, 1, units.unit("a", links(*sure)), run)
        other.end_run(run)


def test_a_bitext_that_another_process_made_anew_is_read_again(tmp_path: Path, units: ModuleType) -> None:
    path = tmp_path / "c.db"
    units.store_units(path, units.unit("a", links(0.9, 0.8)))
    with Corpus(str(path)) as store:
        session = ReviewSession(store)
        before = session.index(1, "kim")
        assert [row[3] for row in before["rows"]] == [90, 80]
        made_anew(path, units, 0.3, 0.7)
        after = session.index(1, "kim")
        assert [row[3] for row in after["rows"]] == [30, 70]
        assert [view["measure"] for view in session.views(1, ["0", "1"])] == [0.3, 0.7]
        assert session.snapshot(1)[0].stored.versions == {"model ko-en": "model@2"}


def test_an_act_of_a_page_that_shows_the_rows_before_is_refused(tmp_path: Path, units: ModuleType) -> None:
    path = tmp_path / "c.db"
    units.store_units(path, units.unit("a", links(0.9, 0.8)))
    with Corpus(str(path)) as store:
        session = ReviewSession(store)
        index = session.index(1, "kim")
        base = Base(index["head"], index["head_key"])
        made_anew(path, units, 0.3, 0.7)
        with pytest.raises(OtherLife, match="anew"):
            session.execute(1, "kim", ReviewCommand("accept", "0", {"0": 0}, {}), "k1", base)
        index = session.index(1, "kim")
        answer = session.execute(1, "kim", ReviewCommand("accept", "0", {"0": 0}, {}), "k1", Base(0, index["head_key"]))
        # a page that was open then knows the rows as they are, whatever was done to them since
        session.execute(1, "lee", ReviewCommand("accept", "1", {"1": 0}, {}), "k2", Base(0, index["head_key"]))
        assert answer["number"] == 1
