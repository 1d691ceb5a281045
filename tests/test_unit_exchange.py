"""Our own test of two systems: ties, units, exactness, corrections, and what it could have found."""

from __future__ import annotations

import numpy as np
import pytest

from jjak.eval.metrics import metric_of
from jjak.eval.mt_evaluation import Draws, TestSet, evaluate
from jjak.eval.significance import LEVEL, Doubles
from jjak.eval.unit_exchange import detectable, exchange, exchanges, needed, trials_for, units_of
from jjak.eval.unit_intervals import spread_of


def means(rows: Doubles) -> list[float]:
    return [float(row[0] / row[1]) for row in rows]


def rows_of(values: list[float]) -> Doubles:
    return np.column_stack([values, np.ones(len(values))])


def test_nothing_is_claimed_of_one_sentence() -> None:
    found = exchange(rows_of([90.0]), rows_of([1.0]), means, 10_000)
    assert (found.p, found.least, found.exact) == (1.0, 1.0, True)


def test_few_units_are_exchanged_in_every_way_and_ties_count() -> None:
    # eight units, all better: only the exchange of none and its mirror image are as far apart
    found = exchange(rows_of([2.0] * 8), rows_of([1.0] * 8), means, 10_000)
    assert (found.p, found.trials, found.exact) == (2 / 2**8, 2**7, True)
    # a unit with a tie doubles the ways that are as far apart
    assert exchange(rows_of([2.0] * 7 + [1.0]), rows_of([1.0] * 8), means, 10_000).p == 2 / 2**7


def test_outputs_that_are_the_same_have_p_1_by_chance_too() -> None:
    rows = rows_of([float(at) for at in range(40)])
    assert exchange(rows, rows, means, 1_000).p == 1.0


def test_trials_grow_until_a_correction_can_be_reached() -> None:
    comparisons = 33 * 32 // 2
    assert comparisons / (trials_for(10_000, comparisons) + 1) < LEVEL < comparisons / 10_001


def test_sentences_of_a_document_are_exchanged_together() -> None:
    rows = rows_of([1.0, 2.0, 4.0])
    assert units_of(rows, ["b", "a", "b"]).tolist() == [[5.0, 2.0], [2.0, 1.0]]
    sentences = [f"the cat number {at} sleeps here" for at in range(60)]
    worse = [text.replace("sleeps", "ate") for text in sentences]
    test = TestSet("ko", "en", ["가"] * 60, sentences, {"a": sentences, "b": worse})
    by_sentence = evaluate(test, ["chrf2"], draws=Draws(50, 200)).comparisons[0]
    two = TestSet("ko", "en", ["가"] * 60, sentences, {"a": sentences, "b": worse}, ["x"] * 30 + ["y"] * 30)
    by_document = evaluate(two, ["chrf2"], draws=Draws(50, 200)).comparisons[0]
    assert by_sentence.significant
    assert (by_document.test.units, by_document.significant, by_document.reachable) == (2, False, False)
    assert by_document.randomisation == by_sentence.randomisation


def test_the_smallest_difference_shrinks_with_the_root_of_the_sentences() -> None:
    assert detectable(1.0) == pytest.approx(2.8016, abs=1e-4)  # 1.95996 + 0.84162
    assert needed(100, 1.0, 2.0) == 400
    assert needed(100, 50.0, 1.0) == 6  # 2 of 2^5 ways are over 5 in 100
    assert needed(100, 0.0, 1.0) is None


def test_intervals_of_few_documents_are_wider_than_a_bootstrap_and_of_one_there_is_none() -> None:
    rows = rows_of([10.0, 12.0, 20.0, 22.0])
    few = spread_of(rows, ["a", "a", "b", "b"], lambda row: row[0] / row[1])
    assert few is not None
    assert (few.method, few.units) == ("jackknife", 2)
    # two documents, means 11 and 21: t of one degree of freedom, 12.706, times half their distance
    assert few.high - few.low == pytest.approx(2 * 12.7062 * 5, rel=1e-4)
    assert spread_of(rows, ["a"] * 4, lambda row: row[0] / row[1]) is None


@pytest.mark.parametrize("name", ["bleu", "chrf2", "chrf2++", "ter"])
def test_quick_scores_are_the_scores_but_for_rounding(name: str) -> None:
    texts = ["the cat sat on the mat", "a dog ran over the hill today", "birds sing", "the cat sat on a hill"]
    metric = metric_of(name, "en")
    rows = np.vstack([metric.statistics(texts, [other] * 4) for other in texts])
    rows = np.vstack([rows, rows[:8] + rows[8:], np.zeros((1, rows.shape[1]))])
    assert metric.quick_scores(rows) == pytest.approx(np.array(metric.scores(rows)), abs=1e-9)


def test_many_systems_are_exchanged_as_two_are() -> None:
    rng = np.random.default_rng(7)
    units = {name: np.column_stack([rng.normal(at / 4, 1, 40), np.ones(40)]) for at, name in enumerate("abc")}
    pairs = [("a", "b"), ("b", "c"), ("a", "c")]
    alone = [exchange(units[one], units[other], means, 3_000) for one, other in pairs]
    assert [each.p for each in exchanges(units, pairs, means, 3_000)] == [each.p for each in alone]
