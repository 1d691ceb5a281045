"""`jjak status`: what a corpus holds."""

from __future__ import annotations

import click

from jjak.workbench.commands.options import corpus_option, json_option, print_json
from jjak.workbench.commands.parsing import Command


@click.command(cls=Command)
@corpus_option
@json_option
def status(corpus: str, as_json: bool) -> None:
    """Say what a corpus holds.

    \b
    Example:
      jjak status --corpus news.db
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.workbench.report.corpus_status import status_of, status_rows
    from jjak.workbench.terminal import said, show_status

    with Corpus(corpus, create=False) as store:
        found = status_of(store)
    if as_json:
        print_json(found)
    else:
        show_status([(said(name), said(value)) for name, value in status_rows(found)])
