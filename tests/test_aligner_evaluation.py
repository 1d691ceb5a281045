"""Aligners beside each other, and figures that were worked out by hand from gold of three kinds."""

from __future__ import annotations

import pytest

from jjak.align.sentence.beads import BeadIndices
from jjak.eval.aligner_evaluation import evaluate_aligners
from jjak.eval.alignment_scores import compare, compare_types
from jjak.seeds.errors import AlignmentError, SettingError


def diagonal(size: int) -> list[BeadIndices]:
    return [((at,), (at,)) for at in range(size)]


def without(beads: list[BeadIndices], *places: int) -> list[BeadIndices]:
    return [bead for at, bead in enumerate(beads) if at not in places]


def test_a_merge_that_was_missed_counts_as_two_wrong_beads() -> None:
    gold = [((0,), (0,)), ((1, 2), (1,)), ((3,), (2,))]
    counts = compare([((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3,), (2,))], gold)
    # 4 beads, 2 of them the gold's; laxly [1]:[1] is right too, and the omission never is: 3 of 4
    assert (counts.precision, counts.lax_precision) == (2 / 4, 3 / 4)
    # of 3 gold beads 2 are found exactly, and all of them laxly
    assert (counts.recall, counts.lax_recall) == (2 / 3, 3 / 3)
    assert counts.f1 == pytest.approx(2 * (1 / 2) * (2 / 3) / (1 / 2 + 2 / 3))  # 4/7
    assert counts.lax_f1 == pytest.approx(6 / 7)


def test_an_omission_counts_for_precision_and_not_for_recall() -> None:
    gold = [((0,), (0,)), ((1,), ()), ((2,), (1,))]
    right, slipped = compare(gold, gold), compare([((0,), (0,)), ((1,), (1,)), ((2,), ())], gold)
    assert (right.beads, right.gold, right.f1) == (3, 2, 1.0)
    # 1 of 3 beads, 1 of 2 gold beads; laxly no more, since [1]:[1] shares a line on one side alone
    assert (slipped.precision, slipped.recall, slipped.lax_precision, slipped.lax_recall) == (1 / 3, 1 / 2, 1 / 3, 1 / 2)


def test_a_bead_that_swallows_its_neighbours_is_right_only_laxly() -> None:
    counts = compare([((0, 1, 2), (0, 1, 2))], diagonal(3))
    assert (counts.precision, counts.recall, counts.lax_precision, counts.lax_recall) == (0.0, 0.0, 1.0, 1.0)


def test_types_add_up_to_the_whole() -> None:
    gold = [((0,), (0,)), ((1, 2), (1,)), ((3,), ())]
    test = [((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3,), ())]
    types, whole = compare_types(test, gold), compare(test, gold)
    assert list(types) == ["1-1", "1-0", "2-1"]
    assert (types["1-1"].strict, types["1-1"].beads, types["1-1"].gold) == (1, 2, 1)
    assert (types["1-0"].strict, types["1-0"].beads, types["1-0"].gold) == (1, 2, 0)
    assert (types["2-1"].strict_found, types["2-1"].beads, types["2-1"].gold) == (0, 0, 1)
    assert sum((each for each in types.values()), start=type(whole)()) == whole


def test_aligners_are_ranked_with_intervals_and_a_test_over_documents() -> None:
    gold = {f"d{at}": diagonal(20 + at) for at in range(10)}
    good = {name: without(beads, 3) for name, beads in gold.items()}
    bad = {name: without(beads, *range(at + 2)) for at, (name, beads) in enumerate(gold.items())}
    found = evaluate_aligners(gold, {"bad": bad, "good": good, "same": good}, trials=2_000)
    assert found.aligners == ["good", "same", "bad"]
    pooled = sum(len(beads) for beads in gold.values())
    assert found.pooled("good").recall == (pooled - 10) / pooled
    spread = found.strict["bad"]
    assert spread is not None
    assert spread.low < found.pooled("bad").f1 < spread.high
    duels = {(duel.first, duel.second): duel for duel in found.duels}
    assert duels["good", "same"].p == 1.0
    assert duels["good", "bad"].significant
    assert duels["good", "bad"].difference == found.pooled("good").f1 - found.pooled("bad").f1


def test_too_few_documents_are_never_certain() -> None:
    gold = {"a": diagonal(9)}
    found = evaluate_aligners(gold, {"x": gold, "y": {"a": without(gold["a"], 1)}})
    assert found.strict["x"] is None
    assert (found.duels[0].p, found.duels[0].significant) == (None, False)


def test_a_document_without_an_alignment_is_named() -> None:
    with pytest.raises(AlignmentError, match="x: no alignment of b"):
        evaluate_aligners({"a": diagonal(1), "b": diagonal(1)}, {"x": {"a": diagonal(1)}})
    with pytest.raises(SettingError, match="No alignment to evaluate"):
        evaluate_aligners({"a": diagonal(1)}, {})
    with pytest.raises(AlignmentError, match="No gold"):
        evaluate_aligners({}, {"x": {}})
