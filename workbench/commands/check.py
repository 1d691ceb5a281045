"""`jjak check`: whether a corpus is damaged."""

from __future__ import annotations

import sys

import click

from jjak.workbench.commands.backup import say
from jjak.workbench.commands.options import corpus_option, json_option
from jjak.workbench.commands.parsing import Command


@click.command(cls=Command)
@corpus_option
@json_option
def check(corpus: str, as_json: bool) -> None:
    """Look at every page of a corpus, at every row that names another, and at what was stored by its digests.

    The exit code is 1 where it is damaged.

    \b
    Example:
      jjak check --corpus news.db
    """
    from jjak.corpora.store.backup import check as look

    say(look(corpus), corpus, as_json, sys.stdout)
