"""`jjak restore`: a backup in the place of a corpus."""

from __future__ import annotations

from pathlib import Path

import click

from jjak.workbench.commands.backup import copying, say
from jjak.workbench.commands.options import corpus_option, force_option, json_option
from jjak.workbench.commands.parsing import Command


@click.command(cls=Command)
@click.argument("copy", type=click.Path(path_type=Path), metavar="BACKUP")
@corpus_option
@force_option
@json_option
def restore(copy: Path, corpus: str, force: bool, as_json: bool) -> None:
    """Put a backup in the place of a corpus that nobody uses.

    The backup is checked first. A corpus that is there is kept, unless --force is given.

    \b
    Examples:
      jjak restore corpus.backup --corpus new.db
      jjak restore corpus.backup --force
    """
    from jjak.corpora.store.backup import restore as put

    with copying(as_json) as step:
        holding = put(copy, corpus, force=force, step=step)
    say(holding, corpus, as_json)
