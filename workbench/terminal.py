"""What every command shows on a terminal in the same way: progress and errors on standard error, tables on standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jjak.eval.metric_names import score_name
from jjak.seeds.errors import JjakError
from jjak.seeds.message import Message, counted, message
from jjak.workbench.failure_groups import Failed, grouped, without_place
from jjak.workbench.messages.catalogue import language_of_environment, localized

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 100  # columns a table takes at most
BAR = 66  # columns of a progress bar before the name: what is done, the bar, counts, rate and time
NAMES = 5  # of files that failed alike, which are shown
ERROR = message("error")  # what stands before an error


# what moves a terminal's cursor, changes its title or turns its lines round: a document may say so, and is not obeyed
_CODES = {*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {ord("\n"), ord("\t")}
_COMMANDS = dict.fromkeys(_CODES, "\ufffd")


def harmless(text: str) -> str:
    """A text that came from outside, as a terminal may have it."""
    return text if text.isprintable() else text.translate(_COMMANDS)


def said(text: str | Message) -> str:
    """A message in the language of the environment; a string is a name or a figure, and stays as it is."""
    return text if isinstance(text, str) else localized(text, language_of_environment())


def complain(error: JjakError) -> None:
    """One line what, one line what to do, in the language of the environment."""
    print(f"{said(ERROR)}: {harmless(said(error.message))}", file=sys.stderr)
    if error.fix:
        print(f"       {harmless(said(error.remedy))}", file=sys.stderr)


def show_note(text: Message) -> None:
    """What a person should know, in a line on standard error."""
    print(f"{said(message('note'))}: {harmless(said(text))}", file=sys.stderr)


def ending(text: str, columns: int) -> str:
    """The end of a text, in as many columns at most; Hangul takes two."""
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= columns else f"…{set_cell_size(text[::-1], columns - 1)[::-1].lstrip()}"


@contextmanager
def progress(total: int, what: str, *, quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """A bar on standard error, only on a terminal; call it with a name for each thing that is done."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class RateColumn(ProgressColumn):
        """How many in a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.1f}/s" if speed else "", style="progress.data.speed")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        RateColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
        TextColumn("{task.fields[name]}", markup=False),
    )
    console = Console(stderr=True)
    room = max(8, console.width - BAR)
    with Progress(*columns, console=console, transient=True, speed_estimate_period=60) as bar:
        task = bar.add_task(what, total=total, name="")
        yield lambda name: bar.update(task, advance=1, name=ending(harmless(name), room))


def show_failures(failures: Sequence[Failed], names: int = NAMES) -> None:
    """How many things could not be done, then each error in its two lines; many of one kind are one, with the first `names`."""
    if failures:
        print(said(counted("{count} failed:", "{count:,} failed:", len(failures))), file=sys.stderr)
    for group in grouped(failures):
        if len(group.names) == 1:
            complain(group.first)
            continue
        reason = without_place(said(group.reason), group.reason)
        line = message("{reason} ({count:,}): {names}", reason=reason, count=len(group.names), names=listed(group.names, names))
        complain(JjakError(line, group.fix))


def listed(names: Sequence[str], most: int) -> str:
    """The first few names, and how many more there are."""
    shown = ", ".join(names[:most])
    more = len(names) - most
    return shown if more <= 0 else said(message("{names} and {more:,} more", names=shown, more=more))


def show_status(rows: Sequence[tuple[str, str]]) -> None:
    """A two-column table of names and values."""
    from rich.table import Table

    table = Table(box=None, show_header=False, width=WIDTH)
    table.add_column(no_wrap=True)
    table.add_column()
    for name, value in rows:
        table.add_row(name, value)
    console().print(table)


def label(name: str) -> str:
    """A score's name as people write it, in English: `round_trip_chrf2++` is `round-trip chrF2++`."""
    return str(score_name(name))


def escaped(text: str) -> str:
    """A text from outside as rich prints it: nothing in it is markup, and nothing moves the cursor."""
    from rich.markup import escape

    return escape(harmless(text))


def console() -> Console:
    """Standard output; a pipe gets the same table as a terminal, at the same width."""
    from rich.console import Console

    return Console(width=WIDTH, soft_wrap=False)
