"""A report for a terminal, in 100 columns; plots are left out, since the tables hold their figures."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

from jjak.seeds.message import message
from jjak.workbench.report.content import Block, Examples, Facts, Paragraph, Report, Say, Table, Text, speaker
from jjak.workbench.terminal import WIDTH, harmless

if TYPE_CHECKING:
    from rich.console import Console


def render_text(report: Report, lang: str = "en") -> str:
    """The report in the language `lang`, its tables drawn with lines."""
    from rich.console import Console

    say, out = speaker(lang), StringIO()
    console = Console(file=out, width=WIDTH, highlight=False, markup=False, color_system=None, emoji=False)
    for text in (report.title, report.lead, report.changes):
        if text:
            console.print(say(text))
    for head in report.headlines:
        figure = say(message("{name}: {value}", name=head.name, value=head.value))
        console.print("  ".join(filter(None, (figure, say(head.interval), say(head.note)))))
    for section in report.sections:
        _print_title(console, say(section.title))
        for block in section.blocks:
            _print(console, block, say)
    _print_title(console, say(message("How was it made?")))
    for name, value in report.signatures:
        console.print(f"  {say(name)}: {say(value)}")
    return "".join(harmless(line.rstrip()) + "\n" for line in out.getvalue().splitlines())


def _print_title(console: Console, title: str) -> None:
    from rich.cells import cell_len

    console.print(f"\n{title}\n{'─' * min(WIDTH, cell_len(title))}")


def _print(console: Console, block: Block, say: Say) -> None:
    if isinstance(block, Paragraph):
        console.print(say(block.text))
    elif isinstance(block, Table):
        console.print(_table(block, say))
        if block.caption:
            console.print(say(block.caption))
    elif isinstance(block, Facts):
        for name, value in block.rows:
            console.print(f"  {say(name)}: {say(value)}")
    elif isinstance(block, Examples):
        _print_examples(console, block, say)


def _print_examples(console: Console, block: Examples, say: Say) -> None:
    console.print(f"\n{say(block.title)}")
    for example in block.examples:
        console.print(f"· {say(example.title)}")
        for label, cell in example.lines:
            note = f"  [{say(cell.note)}]" if cell.note else ""
            console.print(f"    {say(label)}: {say(cell.text)}{note}")


def _table(table: Table, say: Say) -> Any:
    from rich import box
    from rich.table import Table as Rich

    rich = Rich(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in table.columns:
        name = _lines(column.name, column.note, say)
        rich.add_column(name, justify="right" if column.figure else "left", overflow="fold", no_wrap=column.figure)
    for row in table.rows:
        rich.add_row(*(_lines(cell.text, cell.note, say) for cell in row))
    return rich


def _lines(text: Text, note: Text, say: Say) -> str:
    return say(text) + (f"\n{say(note)}" if note else "")
