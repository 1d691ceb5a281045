"""The log, its fold and the acts, before any database: whatever reviewers do, nothing is lost and everything can be undone."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jjak.align.sentence.beads import Bead
from jjak.align.text.segmentation import Segment
from jjak.corpora.pair import Status
from jjak.corpora.review.commands import ACTS, REASONS, SIDES, ReviewCommand, changes_of, open_runs, replaced, stale
from jjak.corpora.review.events import (
    Change,
    Event,
    Piece,
    ReviewRows,
    Row,
    change_of,
    change_table,
    first_rows,
    fold,
    inverted,
    row_of,
    row_table,
    stacks,
)
from jjak.seeds.document import Kind, Span
from jjak.seeds.errors import JjakError, ReviewError, SettingError


def segments(document: str, texts: Sequence[str]) -> list[Segment]:
    return [Segment(document, at, Kind.TEXT, "ko", text, Span(at * 10, at * 10 + 9)) for at, text in enumerate(texts)]


def rows(shape: Sequence[tuple[int, int]] = ((1, 1), (2, 1), (0, 1), (1, 2), (1, 0))) -> list[Row]:
    beads, i, j = [], 0, 0
    for at, (a, b) in enumerate(shape):
        beads.append(Bead(range(i, i + a), range(j, j + b), (at % 10) / 10))
        i, j = i + a, j + b
    source, target = (segments(name, [f"{name} {at} 문장 text" for at in range(n)]) for name, n in (("s", i), ("t", j)))
    return first_rows(beads, source, target)


def locate(side: str, piece: Piece, offset: int) -> int:
    return min(piece.stop, piece.start + offset)


def do(sheet: ReviewRows, name: str, row: str, **values: object) -> tuple[Change, ...]:
    changes = changes_of(sheet, ReviewCommand(name, row, {}, values), locate)
    sheet.apply(sheet.head + 1, changes)
    return changes


ACT = st.tuples(
    st.sampled_from([*ACTS, "undo", "redo"]),
    st.integers(0, 10_000),
    st.sampled_from(SIDES),
    st.sampled_from(["next", "previous"]),
    st.tuples(st.integers(0, 3), st.integers(0, 6)),
    st.tuples(st.integers(0, 3), st.integers(0, 6)),
    st.sampled_from(REASONS),
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.sampled_from(["kim", "lee"]),
)
SHAPE = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), min_size=1, max_size=8)


class Desk:
    """A log as the server keeps one, for whoever acts at random."""

    def __init__(self, first: Sequence[Row]) -> None:
        self.first, self.sheet, self.log = first, ReviewRows(first), list[Event]()

    def act(self, drawn: tuple) -> None:
        name, at, side, to, source, target, reason, text, user = drawn
        if name in ("undo", "redo"):
            self.back(user, name)
            return
        row = self.sheet.rows[self.sheet.order[at % len(self.sheet)]]
        texts = {piece.id: text for piece in getattr(row, side)[:1]} or {"": text}
        values = {"side": side, "to": to, "with": to, "source": source, "target": target, "reason": reason, "text": text}
        more = {"texts": texts, "on": bool(at % 2), "score": at % 11 / 10, "new": f"row{len(self.log):06}"}
        self.record(name, user, changes_of(self.sheet, ReviewCommand(name, row.id, {}, values | more), locate))

    def back(self, user: str, name: str) -> None:
        undo, redo = stacks(self.log, user)
        chosen = undo if name == "undo" else redo
        if chosen:
            event = self.log[chosen[-1] - 1]
            kind = {"undoes": event.number} if name == "undo" else {"redoes": event.number}
            self.record(name, user, inverted(event.changes), **kind)

    def record(self, name: str, user: str, changes: tuple[Change, ...], **kind: int) -> None:
        if changes:
            self.sheet.apply(len(self.log) + 1, changes)
            plain = json.loads(json.dumps([change_table(change) for change in changes]))
            self.log.append(Event(len(self.log) + 1, user, "", name, tuple(map(change_of, plain)), **kind))


def played(shape: list[tuple[int, int]], acts: list[tuple]) -> Desk:
    desk = Desk(rows(shape))
    for drawn in acts:
        try:
            desk.act(drawn)
        except JjakError:
            # an act that cannot be done must leave no trace; the fold is compared below
            continue
    return desk


@settings(max_examples=150, deadline=None)
@given(SHAPE, st.lists(ACT, max_size=30))
def test_the_state_is_the_fold_of_the_log(shape: list[tuple[int, int]], acts: list[tuple]) -> None:
    desk = played(shape, acts)
    assert fold(desk.first, desk.log) == desk.sheet
    assert desk.sheet.head == len(desk.log)


@settings(max_examples=150, deadline=None)
@given(SHAPE, st.lists(ACT, max_size=30))
def test_everything_can_be_undone_and_done_again(shape: list[tuple[int, int]], acts: list[tuple]) -> None:
    desk = played(shape, [(*drawn[:-1], "kim") for drawn in acts])
    reached = [replace(row, version=0) for row in desk.sheet]
    done = len(stacks(desk.log, "kim")[0])
    for _ in range(done):
        desk.back("kim", "undo")
    assert [replace(row, version=0) for row in desk.sheet] == desk.first
    for _ in range(done):
        desk.back("kim", "redo")
    assert [replace(row, version=0) for row in desk.sheet] == reached
    assert fold(desk.first, desk.log) == desk.sheet


@settings(max_examples=150, deadline=None)
@given(SHAPE, st.lists(ACT.filter(lambda drawn: drawn[0] != "edit"), max_size=30))
def test_no_text_is_lost_doubled_or_moved_past_another(shape: list[tuple[int, int]], acts: list[tuple]) -> None:
    desk = played(shape, acts)
    for side in SIDES:
        before, after = (
            "".join("".join(piece.text.split()) for row in some for piece in getattr(row, side))
            for some in (desk.first, list(desk.sheet))
        )
        assert before == after
    assert all(row.source or row.target for row in desk.sheet)


@settings(max_examples=60, deadline=None)
@given(SHAPE, st.lists(ACT, max_size=12))
def test_a_row_survives_json(shape: list[tuple[int, int]], acts: list[tuple]) -> None:
    for row in played(shape, acts).sheet:
        assert row_of(json.loads(json.dumps(row_table(row))), row.version) == row


def test_a_merge_joins_both_sides_and_is_judged_by_nobody() -> None:
    sheet = ReviewRows(rows())
    do(sheet, "accept", "0")
    do(sheet, "comment", "1", text="둘째")
    do(sheet, "merge", "0", **{"with": "next"})
    row = sheet.rows["0"]
    assert [piece.id for piece in row.source] == ["0", "1", "2"]
    assert (row.status, row.comment, row.score, row.version) == (Status.UNREVIEWED, "둘째", None, 3)
    assert sheet.order == ["0", "2", "3", "4"]


def test_a_cut_inside_a_segment_keeps_its_place_in_the_document() -> None:
    sheet = ReviewRows(rows())
    do(sheet, "split", "0", source=[0, 4], target=[1, 0], new="second")
    (left,), (right,) = sheet.rows["0"].source, sheet.rows["second"].source
    assert (left, right) == (Piece("0.a", 0, 0, 4, "s 0"), Piece("0.b", 0, 4, 9, "문장 text"))
    assert not sheet.rows["second"].target


def test_the_last_segment_of_a_row_takes_the_row_with_it() -> None:
    sheet = ReviewRows(rows())
    do(sheet, "bookmark", "2", on=True)
    do(sheet, "move", "2", side="target", to="previous")
    assert sheet.order == ["0", "1", "3", "4"]
    assert [piece.id for piece in sheet.rows["1"].target] == ["1", "2"]
    assert sheet.rows["1"].bookmark


def test_accepting_above_a_score_is_one_act_that_leaves_settled_rows_and_omissions() -> None:
    sheet = ReviewRows(rows())
    do(sheet, "reject", "3", reason="misaligned")
    changes = do(sheet, "accept_above", "", score=0.1)
    assert [change.row for change in changes] == ["1"]
    assert sheet.rows["3"].status is Status.REJECTED


def test_what_a_person_typed_is_normalised_and_stripped_of_controls() -> None:
    sheet = ReviewRows(rows())
    do(sheet, "edit", "0", side="target", texts={"0": "a\x00b  " + unicodedata.normalize("NFD", "한글") + "\n"})
    assert sheet.rows["0"].target[0].text == "ab 한글"
    do(sheet, "edit", "0", side="target", texts={"0": " Main  Street 1 \r\nSeoul\n"})
    assert sheet.rows["0"].target[0].text == "Main Street 1\nSeoul"
    do(sheet, "edit", "4", side="target", texts={"": "added"}, new="added1")
    assert sheet.rows["4"].target[0].text == "added"
    do(sheet, "edit", "4", side="target", texts={"added1.n": ""})
    assert sheet.rows["4"].target == ()


@pytest.mark.parametrize(
    ("name", "row", "values", "message"),
    [
        ("accept", "99", {}, "no row 99"),
        ("reject", "0", {"reason": "ugly"}, "No reason 'ugly'"),
        ("merge", "4", {"with": "next"}, "no row to merge"),
        ("move", "0", {"side": "source", "to": "previous"}, "no row to move"),
        ("move", "4", {"side": "target", "to": "previous"}, "no segment"),
        ("move", "4", {"side": "left", "to": "previous"}, "no side"),
        ("split", "0", {"source": [0, 0], "target": [0, 0], "new": "second"}, "Nothing is left"),
        ("split", "0", {"source": [0, 99], "target": [0, 0], "new": "second"}, "no place 0, 99"),
        ("split", "0", {"source": [0, 3], "target": [1, 0], "new": "12"}, "no name"),
        ("edit", "4", {"side": "source", "texts": {"4": ""}}, "without any text"),
        ("edit", "0", {"side": "source", "texts": {"7": "x"}}, "no segment 7"),
        ("accept_above", "", {"score": 2}, "no score"),
        ("explode", "0", {}, "No act 'explode'"),
    ],
)
def test_an_act_that_makes_no_sense_is_refused_and_changes_nothing(name: str, row: str, values: dict, message: str) -> None:
    sheet = ReviewRows(rows())
    if name == "edit" and row == "4":
        sheet = ReviewRows([replace(each, target=()) for each in rows()])
    before = ReviewRows(list(sheet))
    with pytest.raises((ReviewError, SettingError), match=message):
        do(sheet, name, row, **values)
    assert sheet == before


def test_a_row_that_another_changed_is_stale() -> None:
    sheet = ReviewRows(rows())
    do(sheet, "accept", "0")
    assert stale(sheet, ReviewCommand("comment", "0", {"0": 0, "1": 0, "gone": 0})) == ["0", "gone"]
    assert stale(sheet, ReviewCommand("comment", "0", {"0": 1})) == []


def test_undoing_over_what_another_did_since_is_refused_whole() -> None:
    sheet = ReviewRows(rows())
    first = do(sheet, "accept_above", "", score=0.0)
    do(sheet, "reject", "3", reason="bad text")
    before = ReviewRows(list(sheet), sheet.head)
    with pytest.raises(ReviewError, match="Row 3 was changed since"):
        sheet.apply(3, inverted(first))
    assert sheet == before
    assert sheet.head == before.head


def test_a_log_with_a_gap_or_a_false_event_is_found_out() -> None:
    sheet = ReviewRows(rows())
    changes = do(sheet, "accept", "0")
    with pytest.raises(ReviewError, match="follows 0"):
        fold(rows(), [Event(2, "kim", "", "accept", changes)])
    with pytest.raises(ReviewError, match="changed since"):
        fold(rows(), [Event(1, "kim", "", "accept", changes), Event(2, "kim", "", "accept", changes)])


def test_aligning_again_leaves_what_was_settled_and_keeps_what_was_noted() -> None:
    sheet = ReviewRows(rows())
    do(sheet, "comment", "1", text="note")
    do(sheet, "accept", "3")
    assert [[row.id for row in run] for run in open_runs(sheet, "0")] == [["0", "1", "2"]]
    run = next(open_runs(sheet, "1"))
    assert [row.id for row in run] == ["1", "2"]
    source, target = (tuple(piece for row in run for piece in getattr(row, side)) for side in SIDES)
    made = [Row("newrow1", source[:1], target[:1], score=0.9), Row("newrow2", source[1:], target[1:], score=0.8)]
    splice = replaced(run, made)
    assert splice is not None
    assert [row.comment for row in splice.after] == ["note", ""]
    assert replaced(run, [replace(row, score=0.1) for row in run]) is None
