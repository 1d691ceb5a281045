from __future__ import annotations

import pytest

from jjak.eval.reviewed import Judgement, agreement, edit


def test_an_edit_is_measured_over_the_longer_text() -> None:
    assert (edit("abcd", "abcd").characters, edit("abcd", "abcd").words) == (0.0, 0.0)
    found = edit("the red house", "the blue house is")
    assert found.words == 2 / 4
    assert found.characters == pytest.approx(7 / 17)
    assert edit("", "새 글").characters == 1.0


def test_agreement_is_krippendorffs() -> None:
    # his example of two observers and ten units (Computing Krippendorff's Alpha, B): alpha 0.095
    first = "0 1 0 0 0 0 0 0 1 0".split()  # noqa: SIM905
    second = "1 1 1 0 0 1 0 0 0 0".split()  # noqa: SIM905
    acts = [Judgement(str(at), name, v) for name, row in (("a", first), ("b", second)) for at, v in enumerate(row)]
    found = agreement(acts)
    assert found is not None
    assert (found.pairs, found.reviewers, found.same) == (10, 2, 0.6)
    assert found.alpha == pytest.approx(0.095, abs=0.0005)


def test_the_last_judgement_counts_and_a_pair_with_one_judge_does_not() -> None:
    acts = [Judgement("p", "a", "rejected"), Judgement("p", "a", "accepted"), Judgement("p", "b", "accepted")]
    found = agreement([*acts, Judgement("q", "a", "rejected")])
    assert found is not None
    assert (found.pairs, found.same, found.alpha) == (1, 1.0, None)
    assert agreement([Judgement("p", "a", "accepted"), Judgement("q", "b", "accepted")]) is None
