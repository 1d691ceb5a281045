"""Plots drawn as inline SVG: one idea each, axes with units, readable in grey, and the same in words for who cannot see them.

Colours come from the page's style sheet, so that a plot is dark on a dark page and black on paper.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple

from jjak.seeds.message import Message, message
from jjak.workbench.axis import ticks
from jjak.workbench.report.content import BarPlot, HistogramPlot, IntervalPlot, LinePlot, Plot, Say, Text, joined

WIDTH = 480  # units; a phone shows them as 350 pixels, where 13 units are still read
_ROW, _TOP, _SIZE = 26, 8, 13


class Drawing(NamedTuple):
    """A plot in one language. svg: a whole inline element; text: the same in words."""

    svg: str
    text: str


def draw(plot: Plot, say: Say) -> Drawing:
    """The plot with its labels as `say` gives them."""
    if isinstance(plot, IntervalPlot):
        parts, height = _intervals(plot, say)
    elif isinstance(plot, HistogramPlot):
        parts, height = _histogram(plot, say)
    elif isinstance(plot, LinePlot):
        parts, height = _lines(plot, say)
    else:
        parts, height = _bars(plot, say)
    text = say(_in_words(plot))
    head = f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(text)}">'
    return Drawing(head + "".join(parts) + "</svg>", text)


def _in_words(plot: Plot) -> Message:
    given: dict[str, Any] = {"title": plot.title, "unit": plot.unit}
    if isinstance(plot, IntervalPlot):
        points = [_interval(*row, plot.digits) for row in plot.rows]
        return message("{title}, {unit}: {values}.", **given, values=joined(points, "; "))
    if isinstance(plot, HistogramPlot):
        bins = zip(plot.edges, plot.edges[1:], plot.counts, strict=False)
        found = [message("{low:g} to {high:g}: {count:,}", low=low, high=high, count=count) for low, high, count in bins]
        return message("{title}, {counted} by {unit}: {values}.", **given, counted=plot.counted, values=joined(found, "; "))
    if isinstance(plot, LinePlot):
        series = [
            message(
                "{name}: {values}",
                name=name,
                values=joined([_pair(*each, plot.digits) for each in zip(plot.classes, values, strict=True)]),
            )
            for name, values in plot.series
        ]
        return message("{title}, {unit}: {values}.", **given, values=joined(series, "; "))
    rows = [joined([name, f"{value:,.6g}"], " ") for name, value in plot.rows]
    return message("{title}, {unit}: {values}.", **given, values=joined(rows, "; "))


def _interval(name: Text, value: float, low: float, high: float, digits: int) -> Text:
    first, last = f"{low:.{digits}f}", f"{high:.{digits}f}"
    return message("{name} {value} ({low} to {high})", name=name, value=f"{value:.{digits}f}", low=first, high=last)


def _pair(name: Text, value: float, digits: int) -> Text:
    return joined([name, f"{value:.{digits}f}"], " ")


def _intervals(plot: IntervalPlot, say: Say) -> tuple[list[str], float]:
    names = [say(name) for name, *_ in plot.rows]
    left = min(170.0, 10 + max(map(_width, names)))
    low, high = min(row[2] for row in plot.rows), max(row[3] for row in plot.rows)
    marks = ticks(low, high)
    low, high = min(low, marks[0]), max(high, marks[-1])

    def x(value: float) -> float:
        return left + (value - low) / (high - low or 1) * (WIDTH - left - 52)

    bottom = _TOP + _ROW * len(plot.rows)
    parts = _grid(marks, x, bottom)
    for at, (_, value, least, most) in enumerate(plot.rows):
        y = _TOP + _ROW * (at + 0.5)
        parts.append(_name(names[at], left - 10, y + 4))
        parts.append(f'<line class="whisker" x1="{x(least):.1f}" y1="{y:.1f}" x2="{x(most):.1f}" y2="{y:.1f}"/>')
        parts.append(f'<circle cx="{x(value):.1f}" cy="{y:.1f}" r="4.5"/>')
        parts.append(f'<text class="value" x="{x(most) + 7:.1f}" y="{y + 4:.1f}">{value:.{plot.digits}f}</text>')
    parts.append(_label(say(plot.unit), (left + WIDTH - 52) / 2, bottom + 36))
    return parts, bottom + 42


def _histogram(plot: HistogramPlot, say: Say) -> tuple[list[str], float]:
    left, right, height = 52.0, WIDTH - 12.0, 130.0
    most = max(*plot.counts, 1)
    step = (right - left) / len(plot.counts)
    bottom = 24 + height
    parts = [f'<line class="axis" x1="{left}" y1="{bottom}" x2="{right}" y2="{bottom}"/>']
    for value in ticks(0, most, 3):
        if value <= most:
            parts += _level(f"{_short(value)}", left, right, bottom - value / most * height)
    for at, value in enumerate(plot.counts):
        tall = value / most * height
        parts.append(
            f'<rect x="{left + at * step + 1:.1f}" y="{bottom - tall:.1f}" width="{step - 2:.1f}" height="{tall:.1f}"/>'
        )
    every = max(1, math.ceil(len(plot.edges) / 11))
    parts += [_tick(f"{plot.edges[at]:g}", left + at * step, bottom + 16) for at in range(0, len(plot.edges), every)]
    parts.append(_label(say(plot.unit), (left + right) / 2, bottom + 36))
    parts.append(f'<text class="tick" x="4" y="14">{escape(say(plot.counted))}</text>')
    return parts, bottom + 42


def _lines(plot: LinePlot, say: Say) -> tuple[list[str], float]:
    names = [say(name) for name, _ in plot.series]
    right = WIDTH - min(150.0, 14 + max(map(_width, names)))
    left, height = 40.0, 190.0
    values = [value for _, each in plot.series for value in each]
    marks = ticks(min(values), max(values))
    low, high = min(*values, marks[0]), max(*values, marks[-1])
    bottom = _TOP + height

    def y(value: float) -> float:
        return bottom - (value - low) / (high - low or 1) * height

    def x(at: int) -> float:
        return left + 24 + at * (right - left - 36) / max(1, len(plot.classes) - 1)

    parts = [part for tick in marks for part in _level(f"{tick:g}", left, right, y(tick))]
    parts += [_tick(say(name), x(at), bottom + 16) for at, name in enumerate(plot.classes)]
    places = _apart([y(each[-1]) for _, each in plot.series], 15)
    for at_series, ((_, each), place) in enumerate(zip(plot.series, places, strict=True)):
        points = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in enumerate(each))
        parts.append(f'<polyline class="line s{at_series % 4}" points="{points}"/>')
        parts += [f'<circle cx="{x(at):.1f}" cy="{y(value):.1f}" r="3"/>' for at, value in enumerate(each)]
        parts.append(f'<text x="{right - 2:.1f}" y="{place + 4:.1f}">{escape(_cut(names[at_series], WIDTH - right))}</text>')
    axes = say(message("x: {x}; y: {y}", x=plot.axis, y=plot.unit))
    parts.append(_label(axes, (left + right) / 2, bottom + 36))
    return parts, bottom + 42


def _bars(plot: BarPlot, say: Say) -> tuple[list[str], float]:
    names = [say(name) for name, _ in plot.rows]
    left = min(190.0, 10 + max(map(_width, names)))
    most = max(*(value for _, value in plot.rows), 1e-9)
    parts, bottom = [], _TOP + _ROW * len(plot.rows)
    for at, (_, value) in enumerate(plot.rows):
        y = _TOP + _ROW * at
        long = value / most * (WIDTH - left - 64)
        parts.append(_name(names[at], left - 10, y + 17))
        parts.append(f'<rect x="{left:.1f}" y="{y + 4}" width="{long:.1f}" height="{_ROW - 8}"/>')
        parts.append(f'<text class="value" x="{left + long + 6:.1f}" y="{y + 17}">{value:,.6g}</text>')
    parts.append(_label(say(plot.unit), (left + WIDTH) / 2, bottom + 18))
    return parts, bottom + 24


def _name(text: str, right: float, y: float) -> str:
    """A row's name, which ends at `right` and is cut where it is longer than that."""
    return f'<text x="{right:.1f}" y="{y:.1f}" text-anchor="end">{escape(_cut(text, right))}</text>'


def _level(text: str, left: float, right: float, y: float) -> list[str]:
    """A line of the grid across, with its figure before it."""
    return [
        f'<line class="grid" x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>',
        f'<text class="tick" x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{text}</text>',
    ]


def _tick(text: str, x: float, y: float) -> str:
    return f'<text class="tick" x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{escape(text)}</text>'


def _grid(marks: Sequence[float], x: Callable[[float], float], bottom: float) -> list[str]:
    parts = []
    for tick in marks:
        parts.append(f'<line class="grid" x1="{x(tick):.1f}" y1="{_TOP}" x2="{x(tick):.1f}" y2="{bottom}"/>')
        parts.append(_tick(f"{tick:g}", x(tick), bottom + 16))
    return parts


def _label(text: str, x: float, y: float) -> str:
    """What an axis measures; text of more than the plot's width is pressed into it."""
    fit = f' textLength="{WIDTH - 8}" lengthAdjust="spacingAndGlyphs"' if _width(text) * 12 / _SIZE > WIDTH - 8 else ""
    at = min(max(x, _width(text) / 2), WIDTH - _width(text) / 2) if not fit else WIDTH / 2
    return f'<text class="tick" x="{at:.1f}" y="{y:.1f}" text-anchor="middle"{fit}>{escape(text)}</text>'


def _apart(places: Sequence[float], least: float) -> list[float]:
    """The places moved so that each is `least` below the one above it, and they stay together."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    found = list(places)
    for above, below in pairwise(order):
        found[below] = max(found[below], found[above] + least)
    drift = sum(a - b for a, b in zip(found, places, strict=True)) / len(places)
    return [place - drift for place in found]


def _width(text: str) -> float:
    """About how wide a text is, in units."""
    return sum(_SIZE if c > "\u1100" else _SIZE * 0.65 for c in text)


def _cut(text: str, most: float) -> str:
    while len(text) > 1 and _width(text) > most:
        text = text[:-2] + "…"
    return text


def _short(value: float) -> str:
    for size, sign in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g} {sign}"
    return f"{value:.4g}"
