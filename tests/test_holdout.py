from __future__ import annotations

import pytest

from jjak.corpora.exchange.examples import TrainingExample
from jjak.corpora.exchange.holdout import Shares, hold_out, holdout_shares
from jjak.seeds.errors import SettingError

SHARES = Shares(0.6, 0.2, 0.2)


def examples(documents: int, each: int = 5) -> list[TrainingExample]:
    return [
        TrainingExample(f"{d}-{n}", (f"문장 {d} 안의 {n}", f"line {d} of {n}"), f"doc{d}")
        for d in range(documents)
        for n in range(each)
    ]


def test_a_document_is_on_one_side_and_the_shares_are_met() -> None:
    parts = hold_out(examples(300), SHARES)
    sides = [{example.document for example in side} for side in (parts.train, parts.dev, parts.test)]
    assert sum(map(len, sides)) == len(set.union(*sides)) == 300
    assert [len(side) / 300 for side in sides] == pytest.approx([0.6, 0.2, 0.2], abs=0.08)


def test_what_is_in_the_test_stays_there_when_the_corpus_grows() -> None:
    before, after = hold_out(examples(40), SHARES), hold_out(examples(90)[::-1], SHARES)
    assert {e.id for e in before.test} <= {e.id for e in after.test}


def test_pairs_without_a_document_are_parted_one_by_one() -> None:
    loose = [TrainingExample(str(n), (f"문장 {n}", f"line {n}")) for n in range(400)]
    parts = hold_out(loose, SHARES)
    assert len(parts.test) == pytest.approx(80, abs=25)
    # case and marks make no other pair of it
    shouted = [TrainingExample(e.id, (e.texts[0], e.texts[1].upper() + "!")) for e in loose]
    assert [e.id for e in hold_out(shouted, SHARES).test] == [e.id for e in parts.test]


def test_documents_can_be_parted_by_pair() -> None:
    parts = hold_out(examples(1, 100), SHARES, by="pair")
    assert parts.train
    assert parts.dev
    assert parts.test


def test_no_text_of_the_test_is_trained_on_or_validated_with() -> None:
    same = [TrainingExample(f"x{d}", (f"다른 문장 {d}", "You did it!"), f"doc{d}") for d in range(60)]
    parts = hold_out(examples(60) + same, SHARES)
    test, dev = ({key for e in side for key in e.keys} for side in (parts.test, parts.dev))
    assert "youdidit" in test
    assert not any(key in test for e in (*parts.train, *parts.dev) for key in e.keys)
    assert not any(key in dev for e in parts.train for key in e.keys)
    assert parts.near == len(same) - sum(e.texts[1] == "You did it!" for e in parts.test)


def test_a_pair_that_comes_twice_is_taken_once() -> None:
    parts = hold_out([*examples(20), *examples(20)], SHARES)
    assert parts.doubled == 100
    assert len(parts.train) + len(parts.dev) + len(parts.test) == 100


def test_files_that_are_validated_on_are_kept_out_of_training() -> None:
    every = examples(10)
    assert hold_out(every, Shares(1, 0, 0), also=every[:7]).train == every[7:]


def test_a_part_that_the_source_names_is_kept() -> None:
    named = [
        TrainingExample("1", ("가", "a"), part="test"),
        TrainingExample("2", ("나", "b"), part="dev"),
        TrainingExample("3", ("다", "c"), part="train"),
    ]
    parts = hold_out(named, Shares(1, 0, 0))
    assert [[e.id for e in side] for side in (parts.train, parts.dev, parts.test)] == [["3"], ["2"], ["1"]]


@pytest.mark.parametrize(
    "text", ["train=0.9", "train=0.9,dev=0.2,test=0.1", "train=1.2,dev=-0.1,test=-0.1", "train=0.9,eval=0.1"]
)
def test_shares_that_are_no_shares_are_refused(text: str) -> None:
    with pytest.raises(SettingError, match="add up to 1"):
        holdout_shares(text)


def test_pairs_with_identical_sides_are_left_out_and_counted() -> None:
    same = [TrainingExample("s1", ("GitHub", "github"), "doc1"), TrainingExample("s2", ("12:30", "12:30"), "doc2")]
    parts = hold_out([*examples(10), *same], SHARES)
    assert parts.identical == 2
    assert len(parts.train) + len(parts.dev) + len(parts.test) == 50
