"""Beads that cross: found where sentences were moved and nowhere else, and kept whole by everything that comes after."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from jjak.align.sentence import crossing
from jjak.align.sentence.aligners import Texts, align, aligner_input
from jjak.align.sentence.beads import CROSSING, Bead, covers, format_bead, in_order
from jjak.align.sentence.crossing import crossed
from jjak.corpora.review.commands import ReviewCommand, changes_of
from jjak.corpora.review.events import Piece, ReviewRows, Row, in_text_order
from jjak.corpora.store.corpus import Corpus
from jjak.eval.alignment_files import read_links
from jjak.eval.alignment_scores import indices
from jjak.workbench.cli import jjak
from jjak.workbench.editing.audit import audit
from jjak.workbench.editing.realign import rows_aligned_again
from jjak.workbench.editing.session import ReviewSession

SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
N = 60
MOVES = {
    "neighbours": [*range(20), 21, 20, *range(22, N)],
    "ten lines on": [*range(15), *range(16, 26), 15, *range(26, N)],
    "twenty lines back": [*range(20), 40, *range(20, 40), *range(41, N)],
    "a paragraph": [*range(10), *range(14, 30), *range(10, 14), *range(30, N)],
}


def text(seed: int = 1, order: Sequence[int] = range(N)) -> Texts:
    """Sixty sentences of their own words whose translation has a fifth of the words wrong, in another order in the target."""
    chance = random.Random(seed)

    def word() -> str:
        return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(1, 4)))

    lines = [[word() for _ in range(chance.randint(5, 14))] for _ in range(N)]
    forward = [" ".join(each if chance.random() < 0.8 else word() for each in line) for line in lines]
    return Texts([line[::-1] for line in forward], [" ".join(lines[at]) for at in order], [forward])


def gold(order: Sequence[int]) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    return {((at,), (place,)) for place, at in enumerate(order)}


@pytest.mark.parametrize("order", MOVES.values(), ids=MOVES)
def test_what_was_moved_is_linked_across_the_rest(order: Sequence[int]) -> None:
    texts = text(1, order)
    beads = align(texts)
    assert set(indices(beads)) == gold(order)
    assert [bead.source.start for bead in beads] == list(range(N))
    assert any(bead.crosses for bead in beads)
    assert all(0.7 <= bead.score <= 1 for bead in beads if bead.crosses)


@pytest.mark.parametrize("order", MOVES.values(), ids=MOVES)
def test_without_crossing_the_path_rises_and_covers_the_same_lines(order: Sequence[int]) -> None:
    beads = align(replace(text(1, order), crossing=False))
    assert covers(beads, N, N)
    assert not any(bead.crosses for bead in beads)
    targets = [bead.target.start for bead in beads]
    assert targets == sorted(targets)


def test_nothing_crosses_where_nothing_was_moved() -> None:
    refrains = text(3)
    target, forward = list(refrains.target), list(refrains.forward[0])
    for at in range(0, N, 6):
        target[at] = forward[at] = "sali bonu"
    for texts in (text(2), replace(refrains, target=target, forward=[forward])):
        assert not [bead for bead in align(texts) if bead.crosses]


def test_a_translation_half_in_the_wrong_order_moves_no_sentence() -> None:
    texts, chance = text(1), random.Random(1)
    lines = [at for at in range(N) if chance.random() < 0.6]
    shuffled = list(texts.forward[0])
    for at, other in zip(lines, chance.sample(lines, len(lines)), strict=True):
        shuffled[at] = texts.forward[0][other]
    assert not [bead for bead in align(replace(texts, forward=[shuffled])) if bead.crosses]


@pytest.mark.parametrize(("lines", "crosses"), [(12, True), (26, False)])
def test_a_third_of_the_lines_may_cross_and_no_more(lines: int, crosses: bool) -> None:
    beads = align(text(9, [*range(lines, N), *range(lines)]))
    assert any(bead.crosses for bead in beads) is crosses


def test_what_is_not_sure_enough_does_not_cross() -> None:
    texts = text(1, MOVES["neighbours"])
    path = align(replace(texts, crossing=False))
    assert any(bead.crosses for bead in crossed(aligner_input(texts), path))
    assert crossed(aligner_input(texts), path, sure=1.01) == path


def test_two_unrelated_texts_cross_nowhere() -> None:
    assert not [b for b in align(replace(text(5), target=text(6).target)) if b.source and b.target]


def test_turning_the_sides_turns_the_beads() -> None:
    texts = text(7, MOVES["a paragraph"])
    turned = align(Texts(texts.target, texts.source, [], texts.forward))
    assert in_order(bead.swapped() for bead in turned) == align(texts)


def test_a_long_text_is_taken_in_sections_that_join(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = text(1, MOVES["ten lines on"])
    whole = align(texts)
    monkeypatch.setattr(crossing, "SECTION", 40)
    monkeypatch.setattr(crossing, "REACH", 10)
    parts = align(texts)
    assert covers(parts, N, N)
    assert set(indices(parts)) == set(indices(whole))


def test_nothing_crosses_a_break() -> None:
    texts = text(8, MOVES["ten lines on"])
    parts = [[*side[:20], "***", *side[20:]] for side in (texts.source, texts.target, texts.forward[0])]
    beads = align(Texts(parts[0], parts[1], [parts[2]], breaks="***"))
    assert covers(beads, N + 1, N + 1)
    assert not [bead for bead in beads if bead.source and bead.target and (bead.source.start < 20) != (bead.target.start < 20)]


@pytest.mark.parametrize(
    ("beads", "whole"),
    [
        ([((0, 1), (1, 2)), ((1, 2), (0, 1))], True),
        ([((0, 1), (1, 2)), ((1, 1), (2, 3)), ((1, 2), (0, 1))], True),
        ([((1, 2), (0, 1)), ((0, 1), (1, 2))], False),  # not in the order of the source
        ([((0, 1), (0, 1)), ((1, 2), (0, 1))], False),  # a line twice
        ([((0, 1), (1, 2)), ((1, 2), (2, 3))], False),  # a line left out
        ([((0, 1), (0, 0)), ((1, 1), (1, 1)), ((1, 2), (0, 3))], False),  # an empty bead
        ([((0, 2), (0, 4))], False),  # more than there is
    ],
)
def test_crossing_beads_cover_every_line_once(beads: Sequence[Any], whole: bool) -> None:
    made = [Bead(range(*source), range(*target), 1.0) for source, target in beads]
    lines = 3 if made[-1].target.stop == 3 or (made[1:2] and made[1].target.stop == 3) else 2
    assert covers(made, 2, lines) is whole


def test_an_omission_of_the_target_never_stands_within_a_bead() -> None:
    beads = [Bead(range(2, 2), range(1), 0.5), Bead(range(1, 3), range(1, 2), 0.5), Bead(range(1), range(2, 3), 0.5)]
    # empty ranges are equal wherever they stand
    placed = [(bead.source.start, bead.source.stop, bead.target.start) for bead in in_order(beads)]
    assert placed == [(0, 1, 2), (1, 3, 1), (3, 3, 0)]


def test_the_command_writes_the_order_of_the_source_and_reads_it_back(tmp_path: Path) -> None:
    texts = text(1, MOVES["ten lines on"])
    for name, side in (("s", texts.source), ("t", texts.target), ("mt", texts.forward[0])):
        (tmp_path / name).write_text("".join(f"{line}\n" for line in side), encoding="utf-8")
    command = ["align", str(tmp_path / "s"), str(tmp_path / "t"), "--forward", str(tmp_path / "mt")]
    out = CliRunner().invoke(jjak, command).output
    assert out == "".join(format_bead(bead) + "\n" for bead in align(texts))
    (tmp_path / "x.beads").write_text(out)
    assert read_links(tmp_path / "x.beads") == indices(align(texts))
    risen = CliRunner().invoke(jjak, [*command, "--no-crossing"]).output
    assert risen == "".join(format_bead(bead) + "\n" for bead in align(replace(texts, crossing=False)))
    rows = [json.loads(line) for line in CliRunner().invoke(jjak, [*command, "--json"]).output.splitlines()]
    assert [row["source"] for row in rows if CROSSING in row["reasons"]] == [[15]]


def test_a_tmx_whose_units_cross_is_read_as_beads(tmp_path: Path) -> None:
    source, target = ["가", "나 나", "다"], ["b", "b b", "a", "c"]
    units = [("가", "a"), ("나 나", "b b"), ("", "b"), ("다", "c")]
    body = "".join(f'<tu><tuv xml:lang="ko"><seg>{a}</seg></tuv><tuv xml:lang="en"><seg>{b}</seg></tuv></tu>' for a, b in units)
    (tmp_path / "x.tmx").write_text(f"<tmx><body>{body}</body></tmx>", encoding="utf-8")
    assert read_links(tmp_path / "x.tmx", source, target) == [((0,), (2,)), ((1,), (1,)), ((), (0,)), ((2,), (3,))]


# ——— under review

LINKS = [([f"문장 {at}번입니다."], [f"This is sentence {at}."], 0.9) for at in range(6)]


def rows(order: Sequence[int]) -> ReviewRows:
    def piece(at: int) -> Piece:
        return Piece(str(at), at, at * 10, at * 10 + 9, f"text {at}")

    return ReviewRows(Row(str(at), (piece(at),), (piece(place),), score=0.9, bead=at) for at, place in enumerate(order))


def texts_of(row: Row) -> tuple[list[str], list[str]]:
    return [piece.id for piece in row.source], [piece.id for piece in row.target]


def act(sheet: ReviewRows, name: str, row: str, **values: str) -> list[tuple[list[str], list[str]]]:
    sheet.apply(sheet.head + 1, changes_of(sheet, ReviewCommand(name, row, {}, values), lambda *_: 0))
    return [texts_of(row) for row in sheet]


def test_rows_that_cross_are_merged_and_moved_in_the_order_of_the_document() -> None:
    assert act(rows([1, 0, 2]), "merge", "0", **{"with": "next"}) == [(["0", "1"], ["0", "1"]), (["2"], ["2"])]
    assert act(rows([1, 0, 2]), "move", "1", side="target", to="previous") == [
        (["0"], ["0", "1"]),
        (["1"], []),
        (["2"], ["2"]),
    ]
    assert act(rows([2, 0, 1]), "move", "0", side="target", to="next")[1] == (["1"], ["0", "2"])


def test_what_a_person_added_follows_what_it_followed() -> None:
    added, cut = (
        Piece("rabcdef.n", 4, 0, 0, "added"),
        [Piece(f"4.{x}", 4, *at, x) for x, at in (("a", (40, 44)), ("b", (44, 49)))],
    )
    first = Piece("1", 1, 10, 19, "one")
    assert in_text_order([*cut, added, first]) == (first, *cut, added)
    machine = [Piece("1", 1, 0, 0, "b"), Piece("0", 0, 0, 0, "a")]
    assert in_text_order(machine) == tuple(machine)  # a machine's texts have no place in a document


@pytest.fixture
def moved(units: ModuleType, tmp_path: Path) -> Path:
    """A document whose second and fifth sentences change places in the translation, the fifth link known to cross."""
    built = units.unit("moved", LINKS, order=[0, 4, 2, 3, 1, 5])
    built.beads[4] = replace(built.beads[4], reasons=((CROSSING, 2.0),))
    built.pairs[4] = replace(built.pairs[4], flags=(CROSSING,))
    units.store_units(tmp_path / "c.db", built)
    return tmp_path / "c.db"


def test_a_review_of_crossing_rows_loses_no_text_and_can_be_undone(moved: Path) -> None:
    with Corpus(str(moved)) as store:
        session = ReviewSession(store)
        context, before = session.snapshot(1)
        assert [texts_of(row)[1] for row in before] == [["0"], ["4"], ["2"], ["3"], ["1"], ["5"]]
        session.execute(1, "kim", ReviewCommand("merge", "3", {}, {"with": "next"}), "k1")
        _, merged = session.snapshot(1)
        assert texts_of(merged.row("3")) == (["3", "4"], ["1", "3"])
        session.execute(1, "kim", ReviewCommand("move", "3", {}, {"side": "target", "to": "previous"}), "k2")
        assert not audit(store).findings
        session.undo(1, "kim", "k3")
        session.undo(1, "kim", "k4")
        _, after = session.snapshot(1)
        assert [texts_of(row) for row in after] == [texts_of(row) for row in before]
        assert not audit(store).findings
        again = rows_aligned_again(context, list(after))
        assert [piece.id for row in again for piece in row.source] == [str(at) for at in range(6)]
        assert sorted(piece.id for row in again for piece in row.target) == [str(at) for at in range(6)]
        light = session.index(1, "kim")["rows"]
        assert [row[9] for row in light] == [0, 4, 2, 3, 1, 5]


@pytest.mark.parametrize("form", ["jsonl", "tsv", "tmx", "xliff", "parquet"])
def test_exports_have_every_pair_in_the_order_of_the_source_and_say_which_cross(moved: Path, tmp_path: Path, form: str) -> None:
    place, other = tmp_path / f"x.{form}", str(tmp_path / "other.db")
    made = CliRunner().invoke(jjak, ["export", str(place), "--format", form, "--corpus", str(moved)])
    assert made.exit_code == 0, made.output
    taken = CliRunner().invoke(jjak, ["import", str(place), "--format", form, "--corpus", other, "--licence", "CC0"])
    assert taken.exit_code == 0, taken.output
    with Corpus(other) as store:
        pairs = list(store.pairs())
    assert [(pair.source.text, pair.target.text) for pair in pairs] == [(ko[0], en[0]) for ko, en, _ in LINKS]
    assert [CROSSING in pair.flags for pair in pairs] == [False, False, False, False, True, False]


def test_a_pair_that_crosses_says_so_after_it_was_changed(moved: Path) -> None:
    with Corpus(str(moved)) as store:
        session = ReviewSession(store)
        session.execute(1, "kim", ReviewCommand("edit", "4", {}, {"side": "target", "texts": {"1": "Sentence four."}}), "k1")
        session.execute(1, "kim", ReviewCommand("accept", "2", {}, {}), "k2")
        assert [(pair.index, pair.target.text) for pair in store.pairs() if CROSSING in pair.flags] == [(4, "Sentence four.")]
        assert not audit(store).findings


@pytest.mark.parametrize(("locale", "mark"), [("en-US", "crosses rows 3–4"), ("ko-KR", "3–4행과 교차")])
def test_the_editor_marks_the_rows_that_cross(moved: Path, browser: Any, serve: Any, locale: str, mark: str) -> None:
    served = serve(moved)
    context = served.context(browser, locale=locale, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{served.address}/documents/1")
    page.wait_for_selector("body[data-ready=yes]")
    page.wait_for_selector(".row .crosses")
    marks = "() => [...document.querySelectorAll('.row')].map((row) => row.querySelector('.crosses')?.textContent ?? '')"
    assert page.evaluate(marks) == ["", mark, "", "", mark, ""]
    assert mark in page.get_attribute(".row[aria-posinset='5']", "aria-label")
    merge = "() => jjak.reviewRows.add({ key: 'k', act: { act: 'merge', row: '3', values: { with: 'next' } } })"
    page.evaluate(merge)
    assert page.evaluate("() => jjak.reviewRows.rows.get('3').view.target.map((piece) => piece[0])") == ["1", "3"]
    assert page.evaluate("() => jjak.reviewRows.crosses('3')") == [2, 2]
    context.close()
