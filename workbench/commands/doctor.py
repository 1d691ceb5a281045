"""`jjak doctor`: what is installed, what is missing for which use, and what a bug report needs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jjak.seeds.message import counted, message
from jjak.workbench.commands.options import corpus_option, json_option, print_json
from jjak.workbench.commands.parsing import Command

if TYPE_CHECKING:
    from jjak.workbench.installation import Finding

_COLOURS = {"ok": "green", "absent": "yellow", "broken": "red"}


@click.command(cls=Command)
@corpus_option
@json_option
def doctor(corpus: str, as_json: bool) -> None:
    """Say what is installed, what is missing for which use, and whether what every command needs works.

    The exit code is 1 where something that is needed does not work. No network is asked, and nothing is changed. With
    --json it is what to send with a bug report.

    \b
    Examples:
      jjak doctor
      jjak doctor --corpus news.db --json
    """
    from jjak.workbench.installation import examine, works

    findings = examine(corpus)
    if as_json:
        print_json({"works": works(findings), "findings": [finding.row() for finding in findings]})
    else:
        _show(findings)
    if not works(findings):
        sys.exit(1)


def _show(findings: list[Finding]) -> None:
    from rich import box
    from rich.table import Table

    from jjak.workbench.terminal import WIDTH, console, escaped, said

    table = Table(box=box.SIMPLE_HEAD, width=WIDTH, pad_edge=False)
    for name, ratio in (("area", None), ("name", None), ("state", None), ("found", 2), ("note", 5)):
        table.add_column(name, ratio=ratio, max_width=None if ratio else 24, overflow="fold")
    for row in (finding.row(said) for finding in findings):
        state = f"[{_COLOURS[row['state']]}]{row['state']}[/]"
        texts = {name: escaped(text) for name, text in row.items()} | {"state": state}
        table.add_row(*(texts[name] for name in ("area", "name", "state", "found", "note")))
    console().print(table)
    broken = sum(finding.state == "broken" for finding in findings)
    found = counted("{count} of these is broken.", "{count} of these are broken.", broken)
    print(said(found if broken else message("What every command needs works.")), end=" ")
    print(said(message("For a bug report: jjak doctor --json")))
