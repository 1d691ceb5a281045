"""`jjak report`: a page about a corpus."""

from __future__ import annotations

from pathlib import Path

import click

from jjak.workbench.commands.options import corpus_option, json_option, language_option, page_argument, page_format_option
from jjak.workbench.commands.parsing import Command, Renamed


@click.command(cls=Command, renamed=[Renamed("--format", "--json", only="json")])
@page_argument
@corpus_option
@click.option("--since", type=click.Path(path_type=Path), metavar="REPORT.json", help="Show changes since this report.")
@page_format_option
@json_option
@language_option
def report(out: Path | None, corpus: str, since: Path | None, form: str, as_json: bool, language: str) -> None:
    """Write a report of the corpus to OUT.html, and its figures to OUT.json; without OUT, print it.

    \b
    Examples:
      jjak report report.html
      jjak report new.html --since report.json
      jjak report --format markdown --language ko
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.workbench.report.corpus_report import print_report, write_report
    from jjak.workbench.report.files import known_format, show_written

    form = "json" if as_json else form
    known_format(form)
    with Corpus(corpus, create=False) as store:
        if out is None:
            print(print_report(store, form, since, language), end="")
        else:
            show_written(out, write_report(store, out, since, language), language)
