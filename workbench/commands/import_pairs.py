"""`jjak import`: pairs of files into a corpus."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from jjak.seeds.secrets import without_secrets
from jjak.workbench.commands.candidates import formats, statuses
from jjak.workbench.commands.options import (
    corpus_option,
    json_option,
    languages_option,
    limit_option,
    print_json,
    quiet_option,
    settings_of,
)
from jjak.workbench.commands.parsing import Choice, Command, Renamed
from jjak.workbench.terminal import progress


@click.command("import", cls=Command, renamed=[Renamed("--source", "--attribution")])
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@corpus_option
@click.option(
    "--format", "name", metavar="NAME", shell_complete=formats, help="The format, where a file's name does not say it."
)
@languages_option
@click.option("--columns", metavar="A=COLUMN,B=COLUMN", help="Which columns of a table hold them, by name or number from 1.")
@click.option("--licence", default="", metavar="TEXT", help="The licence of what does not name its own.")
@click.option("--attribution", default="", metavar="TEXT", help="Where it is from: a name, an address.")
@click.option(
    "--origin",
    type=Choice(["human", "machine"]),
    metavar="NAME",
    help="Who wrote the targets, where a file does not say it: human or machine.",
)
@click.option(
    "--status", metavar="NAME", shell_complete=statuses, help="unreviewed, accepted or rejected, whatever a file says."
)
@click.option("--document", default="", metavar="NAME", help="The document, where a file does not name one.")
@click.option("--encoding", default="", metavar="NAME", help="Of text files; found out by default.")
@limit_option
@click.option("--dry-run", "dry", is_flag=True, help="Show what would come in; write nothing.")
@json_option
@quiet_option
def import_(
    paths: tuple[Path, ...], corpus: str, name: str | None, dry: bool, as_json: bool, quiet: bool, **options: Any
) -> None:
    """Bring pairs in: TMX, XLIFF, TSV, CSV, XLSX, JSON Lines, Parquet, Moses, gettext PO, or a dataset folder.

    A row that cannot be taken is named, and the rest is taken. Run it again after a kill: nothing is taken twice, and
    a file that was imported adds nothing. What is not translated is set aside. Of a Moses pair name one file; the other
    lies beside it. `.gz` is undone. `jjak imports` lists what was imported, and takes it out.

    \b
    Examples:
      jjak import memory.tmx --licence "CC BY 4.0" --attribution https://example.org/memory
      jjak import pairs.tsv --columns en=1,ko=2
      jjak import project.xlf --dry-run
      jjak import corpus.ko.gz
    """
    from jjak.corpora.exchange.imports import check
    from jjak.workbench.commands.exchange_output import show_imported, show_looked_at
    from jjak.workbench.interchange import import_files, import_table, look_at_files, row_table

    settings = settings_of(corpus, (), {"languages": options["languages"], "limits": options["limits"]})
    files = check(paths)
    if dry:
        summary = look_at_files(files, corpus, settings, name, options)
    else:
        with progress(len(files), "importing", quiet=quiet or as_json) as done:
            summary = import_files(files, corpus, settings, name, options, done)
    if as_json:
        first = {"dry_run": True, "first": list(map(row_table, summary.first))} if dry else {}
        print_json({"corpus": without_secrets(corpus), **import_table(summary), **first})
    elif not quiet:
        (show_looked_at if dry else show_imported)(summary, corpus)
    if summary.refused:
        sys.exit(1)
