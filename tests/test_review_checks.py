"""What is said for and against a row, and how far reviewers agree."""

from __future__ import annotations

import pytest

from jjak.align.text.numbers import unmatched_numbers, values_in
from jjak.corpora.checks.review_checks import (
    errors,
    exchanged_numbers,
    lost_names,
    lost_numbers,
    repeated,
    shared,
    untranslated,
    usual_of,
    within,
)
from jjak.corpora.pair import Status
from jjak.corpora.review.agreement import agreements, judgements
from jjak.corpora.review.events import Edit, Event, Piece, Row, Splice


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("그는 3만 원을 냈다", "He paid thirty thousand won"),
        ("5천만 명", "50 million people"),
        ("매출은 451억 원이었다", "Sales were 45.1 billion won"),
        ("1억 2,000만 달러", "$120 million"),
        ("주민의 5분의 1", "a fifth of the residents"),
        ("2분의 1로 줄었다", "It fell by half"),
        ("학생 14명", "fourteen students"),
        ("20%가 올랐다", "It rose by 20 percent"),
        ("오후 8시 30분에", "at 8:30 p.m."),
        ("오전 8시", "8 a.m."),
        ("제2차 회담", "the second round of talks"),
        ("1990년대 말", "in the late 1990s"),
        ("11월 13일", "November 13"),
        ("북쪽으로 240km 떨어진", "about 150 miles to the north"),
        ("20년 동안", "for two decades"),
        ("28일 밝혔다", "said on Monday"),
        ("헌법 9조를 고쳤다", "amended Article 9 of the constitution"),
        ("오전 7시 15분에 떠났다", "left at 0715"),
        ("1억 5천만에서 2억 달러", "from 150 million to 200 dollars"),
        ("3~4만 명", "30,000 to 40,000 people"),
        ("제3자에게", "to 3rd parties"),
        ("네 번째 수요일", "the 4th Wednesday"),
        ("#1 이미지를 열기", "open image #1"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(korean: str, english: str) -> None:
    assert unmatched_numbers(korean, english) == ([], [])


@pytest.mark.parametrize(
    ("korean", "english", "lost"),
    [
        ("매출은 461억 원이었다", "Sales were 45.1 billion won", (1, 1)),
        ("학생 14명", "fifteen students", (1, 1)),
        ("오후 9시", "8 p.m.", (1, 1)),
        ("주민의 4분의 1", "a fifth of the residents", (1, 1)),
        ("[2] 이 서버는 느립니다", "[3] This server is slow", (1, 1)),
        ("이미지를 고칩니다 (#4479)", "Fix the image (#4497)", (1, 1)),
        ("2. 이것을 누릅니다", "Press this", (1, 0)),
        ("3.4와 3.4.1에서", "in 3.4.1", (1, 0)),
        ("{0}의 값은 없습니다", "There is no value", (1, 0)),
        ("북쪽으로 240km 떨어진", "about 250 miles to the north", (1, 1)),
    ],
)
def test_a_number_that_was_changed_is_found(korean: str, english: str, lost: tuple[int, int]) -> None:
    assert tuple(map(len, unmatched_numbers(korean, english))) == lost


@pytest.mark.parametrize(
    ("korean", "english", "moved"),
    [
        ("12명 중 5%가 왔다", "5% of 12 people came", []),
        ("5명 중 12%가 왔다", "5% of 12 people came", ["5", "12"]),
        ("7장은 3장보다 길다", "Part 7 is longer than part 3", []),
        ("3장은 7장보다 길다", "Part 7 is longer than part 3", ["3", "7"]),
        ("2021년 11월 13일", "November 13, 2021", []),
    ],
)
def test_two_numbers_that_changed_places_are_found(korean: str, english: str, moved: list[str]) -> None:
    assert lost_numbers(korean, english) == ([], [])
    assert exchanged_numbers(korean, english) == moved
    assert errors(korean, english) == (["numbers exchanged"] if moved else [])


def test_words_and_figures_of_a_text_are_read_by_value() -> None:
    assert {250.0, 3.0, 0.5} <= values_in("two hundred and fifty, 3 and a half")
    assert {23.0, 30_000.0} <= values_in("스물세 명이 삼만 원을")


@pytest.mark.parametrize(
    ("korean", "english", "lost"),
    [
        ("3만 원을 냈다", "He paid 30,000 won", ([], [])),
        ("3만 원을 냈다", "He paid 20,000 won", (["30,000"], ["20,000"])),
        ("2024년 11월 11일", "November 11, 2024", ([], [])),
        ("학생 2명", "two students", ([], [])),
        ("학생 2명", "students", (["2"], [])),
        ("1만큼", "by one", ([], [])),
    ],
)
def test_a_number_that_one_side_lacks_is_named(korean: str, english: str, lost: tuple[list[str], list[str]]) -> None:
    assert lost_numbers(korean, english) == lost


def test_what_two_texts_share_is_marked_in_both_with_the_words_between() -> None:
    first, second = "The treaty takes effect from the day", "The treaty will take effect on the day"
    spans = shared(first, second)
    assert [first[a:b] for a, b in spans[0]] == ["The treaty", "effect", "the day"]
    assert [second[a:b] for a, b in spans[1]] == ["The treaty", "effect", "the day"]
    assert shared("The and of", "the and of") == ([], [])
    korean = shared("조약에 서명했다고", "조약은 서명된")
    assert [len(side) for side in korean] == [1, 1]


def test_spans_of_a_joined_text_are_those_of_its_parts() -> None:
    assert within([(0, 3), (5, 9)], [6, 4], 1) == [[(0, 3), (5, 6)], [(0, 2)]]


def test_copies_repetition_names_and_lengths_are_found() -> None:
    assert untranslated("북한이 조약을 비준했다", "북한이 조약을 비준했다")
    assert not untranslated("북한이 조약을 비준했다", "North Korea ratified it")
    assert not untranslated("2024", "2024")
    assert repeated("no no no, he said") == "no"
    assert repeated("I am here I am here I am here") == "I am here"
    assert repeated("that that is") == ""
    assert lost_names("NATO와 EU가 합의했다", "The EU agreed") == ["NATO"]
    usual = usual_of([(10, 20)] * 50 + [(10, 22)] * 50)
    assert usual.odd("가" * 20, "a" * 40) is None
    assert usual.odd("가" * 20, "a" * 200) == pytest.approx(4.8, abs=0.3)


def event(number: int, user: str, status: Status, row: str = "1", **more: int) -> tuple[int, Event]:
    change = Edit(row, {"status": Status.UNREVIEWED}, {"status": status})
    return 1, Event(number, user, "", "accept", (change,), **more)


def test_agreement_is_cohens_kappa_on_rows_that_two_judged() -> None:
    a, r = Status.ACCEPTED, Status.REJECTED
    votes = [(a, a)] * 20 + [(a, r)] * 5 + [(r, a)] * 10 + [(r, r)] * 15
    log = []
    for at, (first, second) in enumerate(votes):
        log += [event(2 * at + 1, "kim", first, str(at)), event(2 * at + 2, "lee", second, str(at))]
    (found,) = agreements(judgements(log))
    # 35 of 50 agree; by chance (25·30 + 25·20) / 50² = .5
    assert (found.first, found.second, found.rows, found.raw) == ("kim", "lee", 50, 0.7)
    assert found.kappa == pytest.approx(0.4)
    (same,) = agreements(judgements([event(1, "kim", a), event(2, "lee", a)]))
    assert (same.raw, same.kappa) == (1.0, None)


def test_a_judgement_that_was_taken_back_or_whose_row_changed_does_not_count() -> None:
    a = Status.ACCEPTED
    both = [event(1, "kim", a), event(2, "lee", a)]
    assert agreements(judgements([*both, event(3, "lee", Status.UNREVIEWED, undoes=2)])) == []
    row = Row("1", (Piece("0", 0, 0, 1, "x"),), ())
    assert agreements(judgements([*both, (1, Event(3, "lee", "", "merge", (Splice((row, row), (row,)),)))])) == []
    edit = Edit("1", {"target": ()}, {"target": row.source})
    assert agreements(judgements([*both, (1, Event(3, "lee", "", "edit", (edit,)))])) == []
    assert len(agreements(judgements([*both, (2, both[0][1])]))) == 1
