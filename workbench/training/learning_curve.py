"""The course of a run as an SVG: chrF2 of the validations above, the loss below, over the updates.

One file that opens anywhere, in light and in dark; lines differ in their dashes and carry their names, so that it can be
read in grey.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from jjak.workbench.axis import ticks

WIDTH, PANEL, LEFT, RIGHT, TOP, GAP, BOTTOM = 720, 220, 64, 150, 34, 46, 44  # pixels
DASHES = ("", "7 4", "2 3", "10 3 2 3", "14 4", "4 2")
SHADES = ("a", "b", "c")
LABEL = 15  # pixels between two names at the right edge
_STYLE = """
svg { font: 12px system-ui, sans-serif }
.page { fill: #fff } text { fill: #222 } .rule { stroke: #ddd } .axis { stroke: #666 } .mark { fill: #222 }
.line { fill: none; stroke-width: 2 } .a { stroke: #0b5fa5 } .b { stroke: #a14a00 } .c { stroke: #444 }
.best { stroke: #666; stroke-dasharray: 1 3 } .title { font-weight: 600 }
@media (prefers-color-scheme: dark) {
.page { fill: #14171a } text { fill: #e4e6e8 } .rule { stroke: #34393e } .axis { stroke: #9aa0a6 } .mark { fill: #e4e6e8 }
.a { stroke: #7cc0ff } .b { stroke: #ffb27a } .c { stroke: #b8bcc0 } .best { stroke: #9aa0a6 }
}
"""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """title: what is drawn, with its unit; lines: points (updates, value) by name."""

    title: str
    lines: Mapping[str, Sequence[Point]]


def write_curve(log: Path, out: Path) -> None:
    """Draw the figures of a run's `log.jsonl` into `out`."""
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    out.write_text(curve(rows), encoding="utf-8")


def best_row(rows: Sequence[Mapping[str, float]]) -> Mapping[str, float] | None:
    """The validation whose weights were kept: the last one that was the best so far."""
    return next((row for row in reversed(rows) if row.get("waited") == 0), None)


def curve(rows: Sequence[Mapping[str, float]]) -> str:
    """The SVG of a run's rows, `step` and figures each."""
    scores, losses = _points(rows, " chrf2"), _points(rows, " loss")
    training = [(row["step"], row["loss"]) for row in rows if "loss" in row]
    panels = [Panel("chrF2 of the validation (0–100, more is better)", scores)] if scores else []
    if training or losses:
        lines = {**losses, **({"training": training} if training else {})}
        panels.append(Panel("loss (nats per target piece, less is better; training: with smoothing and dropout)", lines))
    last = max((row["step"] for row in rows), default=1) or 1
    best = best_row(rows)
    height = TOP + len(panels) * PANEL + (len(panels) - 1) * GAP + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">',
        f"<title>{escape(_summary(scores))}</title><style>{_STYLE}</style>",
        f'<rect class="page" width="{WIDTH}" height="{height}"/>',
    ]
    for at, panel in enumerate(panels):
        parts += _panel(panel, TOP + at * (PANEL + GAP), last, best["step"] if best else None)
    axis = f"updates (batches that changed the weights){'; the dotted line is the model that was kept' if best else ''}"
    parts.append(f'<text x="{LEFT}" y="{height - 8}">{escape(axis)}</text></svg>')
    return "\n".join(parts) + "\n"


def _points(rows: Sequence[Mapping[str, float]], suffix: str) -> dict[str, list[Point]]:
    found: dict[str, list[Point]] = {}
    for row in rows:
        for name, value in row.items():
            if name.endswith(suffix):
                found.setdefault(name.removesuffix(suffix), []).append((row["step"], value))
    return found


def _summary(scores: Mapping[str, Sequence[Point]]) -> str:
    """The curve in words, for those who cannot see it."""
    ends = [f"{name} from {line[0][1]:.1f} to {line[-1][1]:.1f}" for name, line in scores.items()]
    return "Validation chrF2: " + ", ".join(ends) if ends else "Training loss"


def _panel(panel: Panel, top: float, last: float, best: float | None) -> list[str]:
    values = [value for line in panel.lines.values() for _, value in line]
    marks = ticks(min(values), max(values))
    low, high = min(*values, *marks), max(*values, *marks)
    right = WIDTH - RIGHT

    def place(point: Point) -> Point:
        x = LEFT + point[0] / last * (right - LEFT)
        return x, top + PANEL - (point[1] - low) / ((high - low) or 1) * PANEL

    parts = [f'<text class="title" x="{LEFT}" y="{top - 10:.0f}">{escape(panel.title)}</text>']
    for tick in marks:
        y = place((0, tick))[1]
        parts.append(f'<line class="rule" x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>')
    for tick in (tick for tick in ticks(0, last) if tick <= last):
        x = place((tick, low))[0]
        parts.append(f'<text x="{x:.1f}" y="{top + PANEL + 16:.0f}" text-anchor="middle">{tick:,g}</text>')
    parts.append(f'<path class="axis" fill="none" d="M{LEFT} {top}V{top + PANEL}H{right}"/>')
    if best is not None:
        x = place((best, low))[0]
        parts.append(f'<line class="best" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{top + PANEL}"/>')
    return parts + _lines({name: [place(point) for point in line] for name, line in panel.lines.items()}, right)


def _lines(lines: Mapping[str, Sequence[Point]], right: float) -> list[str]:
    parts = []
    for at, line in enumerate(lines.values()):
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line)
        dash = f' stroke-dasharray="{DASHES[at % len(DASHES)]}"' if DASHES[at % len(DASHES)] else ""
        parts.append(f'<path class="line {SHADES[at % len(SHADES)]}"{dash} d="{path}"/>')
        if len(line) < 2:
            parts.append(f'<circle class="mark" cx="{line[0][0]:.1f}" cy="{line[0][1]:.1f}" r="3"/>')
    # names stand where their lines end, moved apart where two lines end together
    lowest = -math.inf
    for y, name in sorted((line[-1][1], name) for name, line in lines.items()):
        lowest = max(y, lowest + LABEL)
        parts.append(f'<text x="{right + 8:.0f}" y="{lowest + 4:.1f}">{escape(name)}</text>')
    return parts
