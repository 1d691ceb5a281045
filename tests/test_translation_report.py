"""What a report of systems says of what its tests could find."""

from __future__ import annotations

from jjak.eval.mt_evaluation import Draws, TestSet, evaluate
from jjak.workbench.report.files import rendered
from jjak.workbench.report.translation_analysis import analyse, figures_of
from jjak.workbench.report.translation_report import report_of

REFERENCES = [f"the cat number {at} sleeps here every day" for at in range(40)]
SOURCES = [f"{at}번 고양이는 날마다 여기서 잔다" for at in range(40)]
WORSE = [text.replace("sleeps here", "ate") for text in REFERENCES]
NEAR = [text.replace("every", "each") if at == 3 else text for at, text in enumerate(REFERENCES)]


def text_of(other: list[str], documents: int = 0, language: str = "en") -> str:
    names = [f"d{at % documents}" for at in range(40)] if documents else []
    test = TestSet("ko", "en", SOURCES, REFERENCES, {"a": REFERENCES, "b": other}, names)
    analysis = analyse(evaluate(test, ["chrf2"], draws=Draws(50, 500)))
    return " ".join(rendered(report_of(analysis), figures_of(analysis), "text", language).split())


def test_a_report_says_where_no_difference_can_be_significant_and_why() -> None:
    text = text_of(WORSE, documents=5)
    assert "exchanging 5 documents gives a p of 0.0625 at the lowest" in text
    assert "1 comparison asks for less than 0.05" in text
    assert "significantly better" not in text.replace("no system is significantly better", "")
    assert "No difference can be significant" not in text_of(WORSE, documents=6)


def test_a_report_says_what_it_could_find_and_what_more_would_take() -> None:
    text = text_of(NEAR)
    assert "Smallest difference that is found four times in five: chrF2 " in text
    assert "as between a and b, would take about" in text
    assert "would take about" not in text_of(WORSE)


def test_intervals_are_by_document_where_documents_are_known() -> None:
    assert "Intervals are by document" in text_of(WORSE, documents=8)
    assert "One document has no interval" in text_of(WORSE, documents=1)
    assert "Intervals are by document" not in text_of(WORSE)


def test_sacrebleus_tests_are_compared_with_ours() -> None:
    assert "sacreBLEU's two tests agree" in text_of(WORSE)
    assert "disagree before the correction on: a and b by chrF2 (p 0.0625;" in text_of(WORSE, documents=5)
