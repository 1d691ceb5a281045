"""A report as one HTML file that asks nobody for anything."""

from __future__ import annotations

from jjak.workbench.report.content import Block, Report
from jjak.workbench.templates import page


def render_html(report: Report) -> str:
    return page("report.html", report=report, kind=_kind)


def _kind(block: Block) -> str:
    return type(block).__name__.lower()
