"""`jjak doctor`: what is installed, what is missing for which use, and what a bug report needs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

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
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from jjak.workbench.terminal import WIDTH, harmless

    table = Table(box=box.SIMPLE_HEAD, width=WIDTH, pad_edge=False)
    for name, ratio in (("area", None), ("name", None), ("state", None), ("found", 2), ("note", 5)):
        table.add_column(name, ratio=ratio, max_width=None if ratio else 24, overflow="fold")
    for row in (finding.row() for finding in findings):
        texts = {name: escape(harmless(text)) for name, text in row.items()}
        state = f"[{_COLOURS[row['state']]}]{row['state']}[/]"
        table.add_row(texts["area"], texts["name"], state, texts["found"], texts["note"])
    Console(width=WIDTH).print(table)
    broken = sum(finding.state == "broken" for finding in findings)
    said = f"{broken} of these {'is' if broken == 1 else 'are'} broken." if broken else "What every command needs works."
    print(f"{said} For a bug report: jjak doctor --json")
