"""The commands that give a person something to look at."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from workbench.commands.options import corpus_option


@click.command()
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.html")
@corpus_option
def report(out: Path, corpus: str) -> None:
    """Write a report of the corpus to OUT.html, and its figures to OUT.json.

    \b
    Example:
      jjak report report.html
    """
    from corpora.store import Store
    from workbench.report import write_report

    with Store(corpus, create=False) as store:
        beside = write_report(store, out)
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
