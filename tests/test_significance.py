"""Intervals and tests beside sacreBLEU's own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER
from sacrebleu.significance import PairedTest

from jjak.eval import significance
from jjak.eval.metrics import metric_of
from jjak.eval.significance import bootstrap, holm, interval, paired_bootstrap, paired_randomisation

Translated = dict[str, tuple[list[str], list[str], list[str]]]
CASES = [("bleu", "ko"), ("bleu", "en"), ("chrf2", "ko"), ("chrf2++", "en"), ("ter", "en")]


def peer(metric: str, lang: str) -> Any:
    if metric == "bleu":
        return BLEU(tokenize="ko-mecab" if lang == "ko" else "13a")
    return TER() if metric == "ter" else CHRF(word_order=2 if metric == "chrf2++" else 0)


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_intervals_and_paired_tests_are_sacrebleus(
    translated: Translated, name: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # less is held at once than there is, so that draws are made in parts
    monkeypatch.setattr(significance, "_CELLS", 150_000)
    size, trials = (300, 320) if name == "ter" else (1_200, 1_000)
    references, better, worse = (texts[:size] for texts in translated[lang])
    metric = metric_of(name, lang)
    rows = [metric.statistics(system, references) for system in (better, worse)]
    scores = [metric.score(each.sum(axis=0).tolist()) for each in rows]
    resampled = [bootstrap(each, metric.score, trials) for each in rows]
    own = {}
    for kind in ("bs", "ar"):
        test = PairedTest([("a", better), ("b", worse)], {name: peer(name, lang)}, [references], kind, n_samples=trials)
        _, found = test()
        own[kind] = next(value for key, value in found.items() if key != "System")
    for each, theirs, value in zip(resampled, own["bs"], scores, strict=True):
        assert theirs.score == value
        assert interval(each).mean == pytest.approx(theirs.mean, abs=1e-5)
        assert interval(each).margin == pytest.approx(theirs.ci, abs=1e-5)
    assert paired_bootstrap(*resampled, scores[0] - scores[1]) == own["bs"][1].p_value
    assert paired_randomisation(rows[0], rows[1], metric.scores, scores[0] - scores[1], trials) == own["ar"][1].p_value


def test_a_system_is_no_better_than_itself_and_order_does_not_matter(translated: Translated) -> None:
    references, better, worse = (texts[:200] for texts in translated["en"])
    metric = metric_of("chrf2", "en")
    a, b = (metric.statistics(each, references) for each in (better, worse))
    assert paired_randomisation(a, a, metric.scores, 0.0, 200) == pytest.approx(1 / 201)  # as sacreBLEU: no trial is above 0
    one, other = (metric.score(each.sum(axis=0).tolist()) for each in (a, b))
    assert paired_randomisation(a, b, metric.scores, one - other, 500) == paired_randomisation(
        b, a, metric.scores, other - one, 500
    )


def test_other_seeds_draw_otherwise() -> None:
    rows = np.arange(40.0).reshape(20, 2)
    draws = [bootstrap(rows, lambda row: float(row[0]), 50, seed) for seed in (12345, 12345, 1)]
    assert (draws[0] == draws[1]).all()
    assert (draws[0] != draws[2]).any()


def test_holm_is_holms() -> None:
    # the example of Holm's procedure: 4 tests, ordered .005 .01 .03 .04
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
    assert holm([0.7, 0.9]) == [1.0, 1.0]
