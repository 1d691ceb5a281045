from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

from jjak.workbench.axis import ticks
from jjak.workbench.training.learning_curve import best_row, curve

ROWS = [
    {"step": 0, "dev ko-en chrf2": 38.0, "dev en-ko chrf2": 24.0, "dev ko-en loss": 3.0, "waited": 0},
    {"step": 10, "loss": 4.5},
    {"step": 20, "dev ko-en chrf2": 40.0, "dev en-ko chrf2": 25.0, "dev ko-en loss": 2.9, "waited": 0},
    {"step": 30, "dev ko-en chrf2": 39.0, "dev en-ko chrf2": 24.5, "dev ko-en loss": 2.95, "waited": 1},
]
SVG = "{http://www.w3.org/2000/svg}"


def test_a_curve_names_its_lines_its_axes_and_their_units() -> None:
    root = ElementTree.fromstring(curve(ROWS))
    texts = [element.text or "" for element in root.iter(f"{SVG}text")]
    for wanted in ("dev ko-en", "dev en-ko", "training"):
        assert wanted in texts
    for wanted in ("chrF2 of the validation (0–100", "nats per target piece", "updates"):
        assert any(wanted in text for text in texts)
    assert "prefers-color-scheme: dark" in (root.findtext(f"{SVG}style") or "")


def test_lines_can_be_told_apart_without_colour() -> None:
    root = ElementTree.fromstring(curve(ROWS))
    lines = [element for element in root.iter(f"{SVG}path") if "line" in element.get("class", "")]
    assert len(lines) == 4
    assert len({element.get("stroke-dasharray") for element in lines[:2]}) == 2


def test_a_better_score_is_drawn_higher() -> None:
    root = ElementTree.fromstring(curve(ROWS))
    first = next(element for element in root.iter(f"{SVG}path") if "line" in element.get("class", ""))
    heights = [float(point.split()[1]) for point in first.get("d", "").removeprefix("M").split("L")]
    assert heights[1] < heights[2] < heights[0]


def test_the_best_validation_is_marked() -> None:
    assert best_row(ROWS) == ROWS[2]
    assert 'class="best"' in curve(ROWS)


def test_a_run_of_one_validation_or_none_can_be_drawn() -> None:
    ElementTree.fromstring(curve(ROWS[:1]))
    ElementTree.fromstring(curve([]))


def test_ticks_are_round_and_few() -> None:
    for low, high in ((0, 200), (2.51, 4.83), (38.0, 38.0), (0, 7), (0, 123_456)):
        marks = ticks(low, high)
        assert 3 <= len(marks) <= 8
        assert marks[0] <= low <= high <= marks[-1]
        assert len({round(b - a, 9) for a, b in pairwise(marks)}) == 1
