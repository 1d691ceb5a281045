"""What fine-tuning says when it is done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jjak.workbench.terminal import WIDTH, console, label
from jjak.workbench.training.run import warnings_of

if TYPE_CHECKING:
    from jjak.workbench.training.run import FinetuneResult


def show_result(result: FinetuneResult, out: Path) -> None:
    """The scores before and after on standard output, and where the model is."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, width=WIDTH, pad_edge=False)
    table.add_column("set")
    table.add_column("metric")
    for name in ("lines", "before", "after", "difference"):
        table.add_column(name, justify="right")
    for name, score in result.after.items():
        place, direction, metric = name.rsplit(" ", 2)
        before = result.before[name].value
        figures = f"{result.sizes[place]:,}", f"{before:.2f}", f"{score.value:.2f}", f"{score.value - before:+.2f}"
        table.add_row(f"{place} {direction}", label(metric), *figures)
    terminal = console()
    terminal.print(table)
    for line in warnings_of(result):
        terminal.print(line, highlight=False)
    terminal.print(f"{out / 'model'} holds the model and its card, {out / 'curve.svg'} its course.", highlight=False)
