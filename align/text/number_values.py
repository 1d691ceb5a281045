"""The value of a number, and figures as people write them: `1,234.5`, `8:30`, `2024-11-13`, `v1.2.3`."""

from __future__ import annotations

import re
from typing import NamedTuple

# a number's value, or for times and versions what is compared as it stands
Value = float | str

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
DECIMAL = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"


class Number(NamedTuple):
    """A number of a text. text: as it stands there; values: its readings, of which one is meant; sure: whether a translation
    must have it too; start, stop: where it stands, in characters."""

    text: str
    values: frozenset[Value]
    sure: bool
    start: int
    stop: int


def whole(value: float) -> float:
    """A value to ten figures, so that 1/3 is 1/3 however it was computed."""
    return float(f"{value:.10g}")


def plain(text: str) -> float:
    """The value of figures with commas between thousands."""
    return whole(float(text.replace(",", "")))


def readings(text: str) -> set[Value]:
    """What figures with marks between them may mean: `1.234` is also 1,234, and `1,5` also 1.5."""
    found: set[Value] = {plain(text)}
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text):
        found.add(float(text.replace(".", "")))
    if re.fullmatch(r"\d{1,3},\d{3}", text):
        found.add(whole(float(text.replace(",", "."))))
    return found


def clock(hours: int, minutes: int) -> Value:
    return f"{hours}:{minutes:02}"
