"""What a report is written as: a page, a terminal's text, Markdown, LaTeX, JSON; and plots."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html

from jjak.eval.contrast import Mark, Run
from jjak.seeds.errors import FormatError, SettingError
from jjak.seeds.message import message
from jjak.workbench.report.content import (
    BarPlot,
    Cell,
    Column,
    Example,
    Examples,
    Facts,
    Headline,
    HistogramPlot,
    IntervalPlot,
    LinePlot,
    Paragraph,
    Plot,
    Report,
    Section,
    Table,
    count,
    joined,
    speaker,
)
from jjak.workbench.report.files import read_figures, rendered, write
from jjak.workbench.report.html_page import render_html
from jjak.workbench.report.plots import draw

HOSTILE = '</script><script>alert(1)</script> & "x" \\textbf{y} $5 100% a_b | c'
TABLE = Table(
    [Column("이름"), Column("값", True, "%")], [[Cell(HOSTILE, strong=True), count(1234)], [Cell("나"), count(7)]], "note"
)
PLOTS: list[Plot] = [
    IntervalPlot("I", "BLEU", [("가나다", 20.0, 19.0, 21.0), ("b & c", 30.0, 29.5, 30.5)]),
    HistogramPlot("H", "score", [0, 50, 100], [3, 0], "pairs"),
    LinePlot("L", "BLEU", ["1–10", "over 10"], [("a", [1.0, 2.0]), ("b", [1.1, 2.0])], "words"),
    BarPlot("B", "pairs", [("x", 0.0), ("y", 12345.0)]),
]
EXAMPLE = Example("Sentence 1", [("a", Cell("x y", note="12.0", lang="en", runs=[Run("x", Mark.OTHER), Run("y", Mark.SAME)]))])
REPORT = Report(
    title=f"Title {HOSTILE}",
    lead="What was measured.",
    headlines=[Headline("BLEU of a", "30.0", "95 %: 29 to 31")],
    sections=[
        Section("Which is better?", [*PLOTS, TABLE, Paragraph("Text.")]),
        Section("What first?", [Examples("Worst", [EXAMPLE]), Facts([("agreement", "90 %")])]),
    ],
    made="Made now.",
    changes="Since then: nothing got worse.",
    signatures=[("BLEU", "nrefs:1|tok:13a")],
)


def test_the_page_is_whole_asks_nobody_and_escapes_every_text() -> None:
    text = render_html(REPORT)
    page = html.fromstring(text)
    (script,) = page.findall(".//script")
    assert "alert" not in script.text
    assert page.find(".//h1").text_content() == f"Title {HOSTILE}"
    assert not page.xpath("//link | //img | //iframe | //*[@src]")
    assert not re.search(r"(src|href)=[\"']?(https?:)?//|@import|url\(", text)
    targets = [link.get("href") for link in page.findall(".//nav//a")]
    assert [page.get_element_by_id(target[1:]).text_content() for target in targets] == [
        "Which is better?",
        "What first?",
        "How was it made?",
    ]
    assert [ins.text for ins in page.findall(".//ins")] == ["x"]
    assert "light-dark(" in text
    assert "@media print" in text
    (first, _) = page.findall(".//table/tbody/tr")
    assert [cell.get("data-value") for cell in first] == [None, "1234.0"]


@pytest.mark.parametrize("plot", PLOTS)
def test_a_plot_is_sound_svg_with_its_figures_in_words(plot: Plot) -> None:
    drawing = draw(plot, str)
    svg = etree.fromstring(drawing.svg)
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == drawing.text
    _, _, width, height = map(float, svg.get("viewBox").split())
    for element in svg.iter("text", "circle", "rect"):
        x, y = float(element.get("x", element.get("cx"))), float(element.get("y", element.get("cy")))
        assert 0 <= x <= width
        assert 0 <= y <= height


def test_the_words_of_a_plot_hold_its_figures() -> None:
    intervals, histogram, lines, bars = (draw(plot, str).text for plot in PLOTS)
    assert "가나다 20.0 (19.0 to 21.0)" in intervals
    assert "0 to 50: 3; 50 to 100: 0" in histogram
    assert "a: 1–10 1.0, over 10 2.0" in lines
    assert "y 12,345" in bars


def test_a_report_says_messages_in_its_language_and_leaves_names_alone() -> None:
    text = message("{count} of {name}", count=message("pairs"), name="pairs")
    assert speaker("ko")(joined([message("pairs"), "pairs", message("document")])) == "문장 쌍, pairs, 문서"
    assert speaker("en")(text) == "pairs of pairs"
    page = html.fromstring(render_html(replace(REPORT, title=message("document")), "ko"))
    assert (page.get("lang"), page.findtext(".//title"), page.findtext(".//nav/p")) == ("ko", "문서", "목차")


def test_the_terminal_gets_a_hundred_columns() -> None:
    from rich.cells import cell_len

    text = rendered(REPORT, {}, "text")
    assert max(map(cell_len, text.splitlines())) <= 100
    for part in ("Which is better?", "1,234", "BLEU of a: 30.0", "agreement: 90 %", "nrefs:1|tok:13a", "a: x y  [12.0]"):
        assert part in text


def test_markdown_and_latex_escape_what_they_take_for_marks() -> None:
    row = next(line for line in rendered(REPORT, {}, "markdown").splitlines() if "1,234" in line)
    assert row.startswith("| **\\<")
    assert row.count(" | ") == 1
    latex = rendered(REPORT, {}, "latex")
    assert r"\textbackslash{}textbf\{y\} \$5 100\% a\_b" in latex
    assert latex.count(r"\begin{tabular}{lr}") == latex.count(r"\end{tabular}") == 1


def test_an_unknown_format_lists_the_known() -> None:
    with pytest.raises(SettingError, match="No format 'pdf'; there are: json, latex, markdown, text"):
        rendered(REPORT, {}, "pdf")


def test_json_has_no_figure_for_what_is_none(tmp_path: Path) -> None:
    assert json.loads(rendered(REPORT, {"a": float("inf"), "b": [1.5, float("nan")]}, "json")) == {"a": None, "b": [1.5, None]}
    beside = write(REPORT, {"schema": "jjak/corpus/1"}, tmp_path / "r.html")
    assert read_figures(beside, "jjak/corpus/1") == {"schema": "jjak/corpus/1"}
    with pytest.raises(FormatError, match="expected 'jjak/translation/1'"):
        read_figures(beside, "jjak/translation/1")
    with pytest.raises(FormatError, match="overwrite its own figures"):
        write(REPORT, {}, tmp_path / "r.json")
    with pytest.raises(FormatError, match="No such file"):
        write(REPORT, {}, tmp_path / "none" / "r.html")
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(FormatError, match="Expecting"):
        read_figures(tmp_path / "bad.json", "x")
