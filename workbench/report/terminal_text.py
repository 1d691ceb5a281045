"""A report for a terminal, in 100 columns; plots are left out, since the tables hold their figures."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

from jjak.workbench.report.content import Block, Cell, Examples, Facts, Paragraph, Report, Table
from jjak.workbench.terminal import WIDTH, harmless

if TYPE_CHECKING:
    from rich.console import Console


def render_text(report: Report) -> str:
    from rich.console import Console

    out = StringIO()
    console = Console(file=out, width=WIDTH, highlight=False, markup=False, color_system=None, emoji=False)
    console.print(report.title)
    console.print(report.lead)
    if report.changed:
        console.print(report.changed)
    for head in report.headlines:
        console.print("  ".join(filter(None, (f"{head.name}: {head.value}", head.interval, head.note))))
    for section in report.sections:
        console.print(f"\n{section.title}\n{'─' * min(WIDTH, len(section.title))}")
        for block in section.blocks:
            _print(console, block)
    console.print("\nSignatures")
    for name, value in report.signatures:
        console.print(f"  {name}: {value}")
    return "".join(harmless(line.rstrip()) + "\n" for line in out.getvalue().splitlines())


def _print(console: Console, block: Block) -> None:
    if isinstance(block, Paragraph):
        console.print(block.text)
    elif isinstance(block, Table):
        console.print(_table(block))
        if block.caption:
            console.print(block.caption)
    elif isinstance(block, Facts):
        for name, value in block.rows:
            console.print(f"  {name}: {value}")
    elif isinstance(block, Examples):
        console.print(f"\n{block.title}")
        for example in block.examples:
            console.print(f"· {example.title}")
            for label, cell in example.lines:
                console.print(f"    {label}: {cell.text}" + (f"  [{cell.note}]" if cell.note else ""))


def _table(table: Table) -> Any:
    from rich import box
    from rich.table import Table as Rich

    rich = Rich(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in table.columns:
        name = column.name + (f"\n{column.note}" if column.note else "")
        rich.add_column(name, justify="right" if column.figure else "left", overflow="fold", no_wrap=column.figure)
    for row in table.rows:
        rich.add_row(*map(_cell, row))
    return rich


def _cell(cell: Cell) -> str:
    return cell.text + (f"\n{cell.note}" if cell.note else "")
