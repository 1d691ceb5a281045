"""What the commands about models print: a list of them, and what a check found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jjak.workbench.terminal import WIDTH, console, escaped

if TYPE_CHECKING:
    from jjak.eval.probe_set import Check
    from jjak.workbench.installed_models import Model

_COLOURS = {"sound": "green", "weak": "yellow", "broken": "red"}


def show_check(check: Check) -> None:
    """The verdict on a model, then its evidence, the worst first."""
    from jjak.align.mt.checkpoint_check import Verdict

    out = console()
    out.print(f"{check.model}@{check.revision}: [bold {_COLOURS[check.verdict]}]{check.verdict}[/]", highlight=False)
    order = list(Verdict)
    for finding in sorted(check.findings, key=lambda finding: -order.index(finding.verdict)):
        word = f"[{_COLOURS[finding.verdict]}]{finding.verdict:<6}[/]"
        out.print(f"  {word}  {finding.about:<10}  {escaped(finding.text)}", highlight=False)


def show_models(models: Sequence[Model]) -> None:
    """A table of models, one a row."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, width=WIDTH, pad_edge=False)
    for name in ("name", "directions", "size", "revision", "check", "from"):
        table.add_column(name, justify="right" if name == "size" else "left", overflow="fold")
    for model in models:
        size = f"{model.size / 1e6:,.0f} MB" if not model.error else "missing"
        said = f"{model.verdict} {model.checked}" if model.verdict else "not checked"
        table.add_row(model.name, model.directions, size, model.revision[:12], said, escaped(model.origin))
    console().print(table)
