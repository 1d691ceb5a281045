"""Plots as inline SVG: one idea each, axes with units, readable in grey, and the same in words for who cannot see them.

Colours come from the page's style sheet, so that a plot is dark on a dark page and black on paper.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from itertools import pairwise

from jjak.workbench.axis import ticks
from jjak.workbench.report.content import Plot

WIDTH = 480  # units; a phone shows them as 350 pixels, where 13 units are still read
_ROW, _TOP, _SIZE = 26, 8, 13


def intervals(title: str, unit: str, rows: Sequence[tuple[str, float, float, float]]) -> Plot:
    """A point with its interval a row. rows: name, value, low, high."""
    left = min(170.0, 10 + max(_width(name) for name, *_ in rows))
    low, high = min(row[2] for row in rows), max(row[3] for row in rows)
    marks = ticks(low, high)
    low, high = min(low, marks[0]), max(high, marks[-1])

    def x(value: float) -> float:
        return left + (value - low) / (high - low or 1) * (WIDTH - left - 52)

    bottom = _TOP + _ROW * len(rows)
    parts = _grid(marks, x, bottom)
    for at, (name, value, least, most) in enumerate(rows):
        y = _TOP + _ROW * (at + 0.5)
        parts.append(f'<text x="{left - 10:.1f}" y="{y + 4:.1f}" text-anchor="end">{escape(_cut(name, left - 10))}</text>')
        parts.append(f'<line class="whisker" x1="{x(least):.1f}" y1="{y:.1f}" x2="{x(most):.1f}" y2="{y:.1f}"/>')
        parts.append(f'<circle cx="{x(value):.1f}" cy="{y:.1f}" r="4.5"/>')
        parts.append(f'<text class="value" x="{x(most) + 7:.1f}" y="{y + 4:.1f}">{value:.1f}</text>')
    parts.append(_label(unit, (left + WIDTH - 52) / 2, bottom + 36))
    words = "; ".join(f"{name} {value:.1f} ({least:.1f} to {most:.1f})" for name, value, least, most in rows)
    return _plot(title, parts, bottom + 42, f"{title}, {unit}: {words}.")


def histogram(title: str, unit: str, edges: Sequence[float], counts: Sequence[int], what: str) -> Plot:
    """Bars between `edges`, one more than `counts`; what: what is counted."""
    left, right, height = 52.0, WIDTH - 12.0, 130.0
    most = max(*counts, 1)
    step = (right - left) / len(counts)
    bottom = 24 + height
    parts = [f'<line class="axis" x1="{left}" y1="{bottom}" x2="{right}" y2="{bottom}"/>']
    for value in ticks(0, most, 3):
        if value <= most:
            y = bottom - value / most * height
            parts.append(f'<line class="grid" x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>')
            parts.append(f'<text class="tick" x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{_short(value)}</text>')
    for at, value in enumerate(counts):
        tall = value / most * height
        parts.append(
            f'<rect x="{left + at * step + 1:.1f}" y="{bottom - tall:.1f}" width="{step - 2:.1f}" height="{tall:.1f}"/>'
        )
    every = max(1, math.ceil(len(edges) / 11))
    for at in range(0, len(edges), every):
        parts.append(
            f'<text class="tick" x="{left + at * step:.1f}" y="{bottom + 16}" text-anchor="middle">{edges[at]:g}</text>'
        )
    parts.append(_label(unit, (left + right) / 2, bottom + 36))
    parts.append(f'<text class="tick" x="4" y="14">{escape(what)}</text>')
    spread = "; ".join(f"{a:g} to {b:g}: {n:,}" for a, b, n in zip(edges, edges[1:], counts, strict=False))
    return _plot(title, parts, bottom + 42, f"{title}, {what} by {unit}: {spread}.")


def lines(title: str, unit: str, names: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], axis: str) -> Plot:
    """A line over ordered classes for each series, named at its end. names: of the classes; axis: what they are."""
    right = WIDTH - min(150.0, 14 + max(_width(name) for name, _ in series))
    left, height = 40.0, 190.0
    values = [value for _, each in series for value in each]
    marks = ticks(min(values), max(values))
    low, high = min(*values, marks[0]), max(*values, marks[-1])
    bottom = _TOP + height

    def y(value: float) -> float:
        return bottom - (value - low) / (high - low or 1) * height

    def x(at: int) -> float:
        return left + 24 + at * (right - left - 36) / max(1, len(names) - 1)

    parts = []
    for tick in marks:
        parts.append(f'<line class="grid" x1="{left}" y1="{y(tick):.1f}" x2="{right}" y2="{y(tick):.1f}"/>')
        parts.append(f'<text class="tick" x="{left - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>')
    for at, name in enumerate(names):
        parts.append(f'<text class="tick" x="{x(at):.1f}" y="{bottom + 16}" text-anchor="middle">{escape(name)}</text>')
    places = _apart([y(each[-1]) for _, each in series], 15)
    for number, ((name, each), place) in enumerate(zip(series, places, strict=True)):
        points = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in enumerate(each))
        parts.append(f'<polyline class="line s{number % 4}" points="{points}"/>')
        parts += [f'<circle cx="{x(at):.1f}" cy="{y(value):.1f}" r="3"/>' for at, value in enumerate(each)]
        parts.append(f'<text x="{right - 2:.1f}" y="{place + 4:.1f}">{escape(_cut(name, WIDTH - right))}</text>')
    parts.append(_label(f"{axis}; upwards {unit}", (left + right) / 2, bottom + 36))
    words = ". ".join(
        f"{name}: " + ", ".join(f"{c} {v:.1f}" for c, v in zip(names, each, strict=True)) for name, each in series
    )
    return _plot(title, parts, bottom + 42, f"{title}, {unit}. {words}.")


def bars(title: str, unit: str, rows: Sequence[tuple[str, float]]) -> Plot:
    """A bar a row, with its figure at its end."""
    left = min(190.0, 10 + max(_width(name) for name, _ in rows))
    most = max(*(value for _, value in rows), 1e-9)
    parts, bottom = [], _TOP + _ROW * len(rows)
    for at, (name, value) in enumerate(rows):
        y = _TOP + _ROW * at
        long = value / most * (WIDTH - left - 64)
        parts.append(f'<text x="{left - 10:.1f}" y="{y + 17}" text-anchor="end">{escape(_cut(name, left - 10))}</text>')
        parts.append(f'<rect x="{left:.1f}" y="{y + 4}" width="{long:.1f}" height="{_ROW - 8}"/>')
        parts.append(f'<text class="value" x="{left + long + 6:.1f}" y="{y + 17}">{value:,.6g}</text>')
    parts.append(_label(unit, (left + WIDTH) / 2, bottom + 18))
    words = "; ".join(f"{name} {value:,.6g}" for name, value in rows)
    return _plot(title, parts, bottom + 24, f"{title}, {unit}: {words}.")


def _plot(title: str, parts: Sequence[str], height: float, text: str) -> Plot:
    head = f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(text)}">'
    return Plot(title, head + "".join(parts) + "</svg>", text)


def _grid(marks: Sequence[float], x: object, bottom: float) -> list[str]:
    assert callable(x)
    parts = []
    for tick in marks:
        parts.append(f'<line class="grid" x1="{x(tick):.1f}" y1="{_TOP}" x2="{x(tick):.1f}" y2="{bottom}"/>')
        parts.append(f'<text class="tick" x="{x(tick):.1f}" y="{bottom + 16}" text-anchor="middle">{tick:g}</text>')
    return parts


def _label(text: str, x: float, y: float) -> str:
    return f'<text class="tick" x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{escape(text)}</text>'


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
