"""A report as one HTML file that asks nobody for anything."""

from __future__ import annotations

from typing import Any

from jjak.seeds.message import message
from jjak.workbench.report.content import Block, Plot, Report, speaker
from jjak.workbench.report.plots import draw
from jjak.workbench.templates import page


def render_html(report: Report, lang: str = "en") -> str:
    """The page in the language `lang`, with its style, its plots and the script that sorts its tables."""
    say = speaker(lang)

    def translated(text: str, **values: Any) -> str:
        """A text of the template itself."""
        return say(message(text, **values))

    def drawn(plot: Plot) -> str:
        return draw(plot, say).svg

    return page("report.html", report=report, lang=lang, kind=_kind, say=say, _=translated, drawn=drawn)


def _kind(block: Block) -> str:
    name = type(block).__name__.lower()
    return "plot" if name.endswith("plot") else name
