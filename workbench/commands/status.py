"""`jjak status`: what a corpus holds."""

from __future__ import annotations

import click

from jjak.workbench.commands.options import corpus_option, print_json


@click.command()
@corpus_option
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def status(corpus: str, as_json: bool) -> None:
    """Say what a corpus holds.

    \b
    Example:
      jjak status --corpus news.db
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.workbench.report.corpus_status import status_of, status_rows
    from jjak.workbench.terminal import show_status

    with Corpus(corpus, create=False) as store:
        found = status_of(store)
    if as_json:
        print_json(found)
    else:
        show_status(status_rows(found))
