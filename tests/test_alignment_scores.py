import pytest

from jjak.eval.alignment_scores import Calibration, calibration, compare

GOLD = [((0,), (0,)), ((1, 2), (1,)), ((3,), ()), ((4,), (2, 3))]


def test_strict_counts_exact_beads_and_recall_leaves_omissions_out() -> None:
    counts = compare([((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3,), ()), ((4,), (2, 3))], GOLD)
    assert (counts.strict, counts.beads, counts.strict_found, counts.gold) == (3, 5, 2, 3)
    assert counts.precision == pytest.approx(0.6)
    assert counts.recall == pytest.approx(2 / 3)


def test_lax_counts_beads_that_touch_the_gold_on_both_sides() -> None:
    counts = compare([((0,), (0,)), ((1,), (1,)), ((2,), (2,)), ((4,), (3,))], GOLD)
    assert (counts.strict, counts.lax, counts.lax_found) == (1, 3, 3)


def test_gold_against_itself_is_perfect() -> None:
    counts = compare(GOLD, GOLD)
    assert (counts.f1, counts.lax_f1) == (1.0, 1.0)


def test_documents_add_up() -> None:
    once = compare(GOLD, GOLD)
    assert (once + once).beads == 8


def test_a_score_that_means_what_it_says_has_no_error() -> None:
    judged = [(0.95, True)] * 95 + [(0.95, False)] * 5
    assert calibration(judged).error == pytest.approx(0.0)
    assert calibration([(0.1, False)] * 20 + [(0.9, True)] * 80) == Calibration(pytest.approx(0.1), 1.0)
    with pytest.raises(ValueError, match="no bead"):
        calibration([])
