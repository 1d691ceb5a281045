from __future__ import annotations

import pytest

from jjak.eval import sentence_scores as module
from jjak.eval.metrics import sentence_scores
from jjak.eval.sentence_scores import scored
from jjak.seeds.errors import SettingError

Translated = dict[str, tuple[list[str], list[str], list[str]]]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_stream_is_scored_in_order_whatever_the_number_of_processes(
    translated: Translated, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 100)
    references, better, _ = translated["en"]
    found = list(scored(zip(better, references, strict=True), ("bleu", "chrf2++"), "en", processes))
    columns = [[s.value for s in sentence_scores(name, better, references, "en")] for name in ("bleu", "chrf2++")]
    assert found == list(zip(*columns, strict=True))


def test_pairs_are_taken_as_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 10)
    taken = []
    stream = scored((taken.append(at) or ("a b", "a c") for at in range(1_000)), ("bleu",), "en")
    next(stream)
    assert len(taken) == 10


def test_an_unknown_metric_is_named_before_anything_is_scored() -> None:
    with pytest.raises(SettingError, match="No metric 'blue'"):
        next(scored([], ("blue",), "en"))
