"""What a report of systems says first: where metrics agree, and what a lead is worth."""

from __future__ import annotations

import pytest

from jjak.eval.effect_sizes import preferred
from jjak.eval.mt_evaluation import Draws, TestSet, evaluate
from jjak.workbench.report.translation_verdict import verdict

REFERENCES = [f"The cat number {at} sleeps here every day of this week." for at in range(40)]
SOURCES = [f"{at}번 고양이는 이번 주 날마다 여기서 잔다" for at in range(40)]
WORSE = [text.replace("sleeps here", "ate") for text in REFERENCES]
# the first words are right, and the others nothing at all
HALF = [" ".join([*text.split()[:6], *["q"] * (len(text.split()) - 6)]) for text in REFERENCES]
# no three words in a row are right, and nearly every letter
MISSPELT = [" ".join(word[:-1] + "x" if at % 3 == 1 else word for at, word in enumerate(text.split())) for text in REFERENCES]


def said(systems: dict[str, list[str]], metrics: list[str], documents: int = 0) -> str:
    names = [f"d{at % documents}" for at in range(40)] if documents else []
    return str(verdict(evaluate(TestSet("ko", "en", SOURCES, REFERENCES, systems, names), metrics, draws=Draws(50, 500))))


def test_metrics_that_agree_are_named_together() -> None:
    text = said({"a": REFERENCES, "b": WORSE}, ["bleu", "chrf2"])
    assert text.startswith("a is significantly better than b by BLEU, chrF2. ")


def test_a_lead_that_no_metric_is_sure_of_is_said_so() -> None:
    near = [text.replace("every", "each") if at == 3 else text for at, text in enumerate(REFERENCES)]
    assert said({"a": REFERENCES, "b": near}, ["bleu", "chrf2"]).startswith(
        "a ranks first by BLEU, chrF2, but its lead over b is not significant."
    )


def test_metrics_that_disagree_on_who_is_first_are_named_in_the_first_sentence() -> None:
    text = said({"half": HALF, "misspelt": MISSPELT}, ["chrf2", "bleu"])
    assert text.startswith("The metrics disagree on who is first: ")
    first = text.partition(".")[0]
    assert "misspelt by chrF2, significantly" in first
    assert "half by BLEU, significantly" in first


def test_a_lead_is_weighed_by_what_people_preferred() -> None:
    text = said({"a": REFERENCES, "b": WORSE}, ["chrf2"])
    assert "people preferred the higher in 93 of 100 pairs (Kocmi et al. 2024)" in text
    near = [text[:-1] if at == 3 else text for at, text in enumerate(REFERENCES)]
    assert "people's judgements went either way (Kocmi et al. 2024)" in said({"a": REFERENCES, "b": near}, ["chrf2"])
    # where nothing can be significant, a lead is not weighed either
    assert "Kocmi" not in said({"a": REFERENCES, "b": WORSE}, ["chrf2"], documents=3)


@pytest.mark.parametrize(
    ("metric", "difference", "share"), [("bleu", 1.0, 0.63989), ("chrf2", 0.710, 0.640), ("bleu", 0, 0.4417)]
)
def test_shares_are_the_published_ones(metric: str, difference: float, share: float) -> None:
    assert preferred(metric, difference) == pytest.approx(share, abs=6e-3)
    assert preferred(metric, -difference) == preferred(metric, difference)


def test_a_metric_without_figures_is_not_weighed() -> None:
    assert preferred("ter", 3.0) is None
    assert "Kocmi" not in said({"a": REFERENCES, "b": WORSE}, ["ter"])
