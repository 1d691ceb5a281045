"""The commands that give a person something to look at."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from workbench.commands.options import corpus_option


@click.command()
@click.argument("out", required=False, type=click.Path(path_type=Path), metavar="[OUT.html]")
@corpus_option
@click.option("--since", type=click.Path(path_type=Path), metavar="REPORT.json", help="Say what changed since this report.")
@click.option(
    "--format", "form", default="text", show_default=True, metavar="NAME", help="Without OUT: text, json, latex, markdown."
)
def report(out: Path | None, corpus: str, since: Path | None, form: str) -> None:
    """Write a report of the corpus to OUT.html, and its figures to OUT.json; without OUT, print it.

    \b
    Examples:
      jjak report report.html
      jjak report new.html --since report.json
      jjak report --format markdown
    """
    from corpora.store import Store
    from workbench.report.corpus import print_report, write_report
    from workbench.report.files import known_format

    known_format(form)
    with Store(corpus, create=False) as store:
        if out is None:
            print(print_report(store, form, since), end="")
        else:
            beside = write_report(store, out, since)
            print(f"{out}, with its figures in {beside}", file=sys.stderr)


@click.command()
@corpus_option
@click.option("--port", type=click.IntRange(0, 65535), default=8427, show_default=True, metavar="N", help="0 for any.")
@click.option("--open", "show", is_flag=True, help="Open the page in a browser.")
def review(corpus: str, port: int, show: bool) -> None:
    """Read the corpus in a browser, on this machine only; Ctrl+C stops it.

    \b
    Example:
      jjak review --open
    """
    import webbrowser

    from corpora.store import Store
    from workbench.review import serve

    def ready(address: str) -> None:
        print(f"Reading {corpus} at {address} – Ctrl+C stops.", file=sys.stderr, flush=True)
        if show:
            webbrowser.open(address)

    with Store(corpus, create=False) as store:
        serve(store, port, ready)
