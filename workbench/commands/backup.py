"""`jjak backup`: a copy of a corpus."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from jjak.workbench.commands.options import corpus_option, force_option, json_option, print_json
from jjak.workbench.commands.parsing import Command
from jjak.workbench.terminal import progress

if TYPE_CHECKING:
    from jjak.corpora.store.summary import CorpusSummary


@click.command(cls=Command)
@click.argument("out", type=click.Path(path_type=Path))
@corpus_option
@force_option
@json_option
def backup(out: Path, corpus: str, force: bool, as_json: bool) -> None:
    """Copy the corpus to the file OUT, while it is in use too.

    The copy is one state of the corpus, is checked, and gets its name when it is on the disk. For a corpus on PostgreSQL
    this says which command of PostgreSQL's does it.

    \b
    Examples:
      jjak backup corpus.backup
      jjak backup /mnt/disk/news.backup --corpus news.db --force
    """
    from jjak.corpora.store.backup import backup as copy

    with copying(as_json) as step:
        holding = copy(corpus, out, force=force, step=step)
    say(holding, out, as_json)


@contextmanager
def copying(silent: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar of a hundred steps."""
    with progress(100, "copying", quiet=silent) as done:
        shown = 0

        def step(pages: int, total: int) -> None:
            nonlocal shown
            while shown < 100 * pages // max(1, total):
                shown += 1
                done("")

        yield step


def say(holding: CorpusSummary, place: object, as_json: bool, stream: TextIO | None = None) -> None:
    """What the file at `place` holds: as JSON, or on `stream`, by default standard error: there it is a remark."""
    if as_json:
        print_json({"file": str(place), **asdict(holding)})
    else:
        print(f"{place}: {told(holding)}", file=stream or sys.stderr)


def told(holding: CorpusSummary) -> str:
    counts = f"documents {holding.documents:,}, pairs {holding.pairs:,}, acts of reviewers {holding.acts:,}"
    return f"{counts}, in {holding.bytes / 1e6:,.1f} MB of schema {holding.schema}; checked."
