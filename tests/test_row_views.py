"""What pages see of rows is worked out once, and anew where a row, or what a machine says of it, is another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from jjak.corpora.review.commands import ReviewCommand
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.retranslation_store import rescore
from jjak.corpora.store.review_log import ReviewLog
from jjak.workbench.editing import row_views
from jjak.workbench.editing.open_bitexts import weight_of
from jjak.workbench.editing.session import ReviewSession

ROWS = 20


@pytest.fixture
def store(tmp_path: Path, units: ModuleType) -> Iterator[Corpus]:
    units.store_units(tmp_path / "c.db", units.unit("d", list(units.links(ROWS, 1))))
    with Corpus(str(tmp_path / "c.db")) as store:
        yield store


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of rows that were worked out."""
    names: list[str] = []
    genuine = row_views.row_view

    def row_view(context: Any, row: Any, *given: Any) -> dict[str, Any]:
        names.append(row.id)
        return genuine(context, row, *given)

    monkeypatch.setattr(row_views, "row_view", row_view)
    return names


def test_a_row_that_is_shown_again_is_not_looked_up(
    store: Corpus, worked_out: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = ReviewSession(store)
    first = session.index(1, "kim")["views"]
    assert worked_out == [view["id"] for view in first]
    monkeypatch.setattr(ReviewLog, "pairs", None)
    monkeypatch.setattr(ReviewLog, "beads", None)
    assert session.index(1, "lee")["views"] == first
    assert len(worked_out) == len(first)


def test_a_row_that_changed_is_worked_out_and_no_other(store: Corpus, worked_out: list[str]) -> None:
    session = ReviewSession(store)
    before = session.index(1, "kim")["views"]
    worked_out.clear()
    name, piece = before[3]["id"], before[3]["target"][0][0]
    session.execute(1, "kim", ReviewCommand("edit", name, {name: 0}, {"side": "target", "texts": {piece: "So it was."}}), "a")
    after = session.index(1, "lee")["views"]
    assert after[3]["target"][0][4] == "So it was."
    assert set(worked_out) == {name}
    assert [view for view in after if view["id"] != name] == [view for view in before if view["id"] != name]
    assert after == ReviewSession(store).index(1, "lee")["views"]


def test_what_a_run_changed_is_shown_when_it_ends_and_as_long_as_it_goes_on(store: Corpus, worked_out: list[str]) -> None:
    session = ReviewSession(store)
    session.index(1, "kim")
    run = store.begin_run({}, {})
    for value in (11.0, 12.0):
        (pair, *_) = [each for each in store.pairs() if each.scores]
        scores = {name: figure._replace(value=value) for name, figure in pair.scores.items()}
        worked_out.clear()
        rescore(store, [replace(pair, scores=scores)])
        assert value in shown(session), "during the run"
        assert len(worked_out) == 1
    store.end_run(run)
    assert 12.0 in shown(session)
    assert len(worked_out) == 1, "what the run did not change is not worked out"


def shown(session: ReviewSession) -> set[float]:
    """The scores that a page sees."""
    return {value for view in session.index(1, "kim")["views"] for value, _ in view["scores"].values()}


def test_the_rows_that_were_shown_last_are_kept_and_no_more(
    store: Corpus, worked_out: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_views, "KEPT", 3)
    session = ReviewSession(store)
    order = [row[0] for row in session.index(1, "kim")["rows"]]
    worked_out.clear()
    for name in (*order[:4], order[1], order[0]):
        session.views(1, [name])
    assert worked_out == [*order[:4], order[0]]
    assert [view["id"] for view in session.views(1, order[:8])] == order[:8], "also where more are asked for"
    opened = session._open.get(1)
    assert len(opened.views._known) == 3


def test_what_is_kept_of_rows_counts_as_memory(store: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    session = ReviewSession(store)
    with_views = weight_of(session._open.get(1))
    monkeypatch.setattr(row_views, "OF_VIEW", 0)
    assert with_views - weight_of(session._open.get(1)) == 8_000 * ROWS
