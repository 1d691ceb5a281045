"""The commands that bring pairs into a corpus and take them out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from jjak.workbench.commands.options import corpus_option, print_json, settings_of
from jjak.workbench.terminal import progress


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@corpus_option
@click.option("--format", "name", metavar="NAME", help="The format, where a file's name does not say it.")
@click.option("--languages", metavar="A,B", help="The two languages that are wanted, ko,en by default; the source first.")
@click.option("--columns", metavar="A=COLUMN,B=COLUMN", help="Which columns of a table hold them, by name or number from 1.")
@click.option("--licence", default="", metavar="TEXT", help="The licence of what does not name its own.")
@click.option("--source", "attribution", default="", metavar="TEXT", help="Where it is from: a name, an address.")
@click.option("--origin", type=click.Choice(["human", "machine"]), help="Who wrote the targets, where a file does not say it.")
@click.option("--status", metavar="NAME", help="unreviewed, accepted or rejected, whatever a file says.")
@click.option("--document", default="", metavar="NAME", help="The document, where a file does not name one.")
@click.option("--encoding", default="", metavar="NAME", help="Of text files; found out by default.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
def import_(paths: tuple[Path, ...], corpus: str, name: str | None, as_json: bool, quiet: bool, **options: Any) -> None:
    """Bring pairs in: TMX, XLIFF, TSV, CSV, XLSX, JSON Lines, Parquet, Moses, gettext PO, or a dataset folder.

    A row that cannot be taken is named, and the rest is taken. Run it again after a kill: nothing is taken twice. Of a
    Moses pair name one file; the other lies beside it. `.gz` is undone.

    \b
    Examples:
      jjak import memory.tmx --licence "CC BY 4.0" --source https://example.org/memory
      jjak import pairs.tsv --columns en=1,ko=2
      jjak import corpus.ko.gz
    """
    from jjak.corpora.exchange.imports import check
    from jjak.workbench.commands.exchange_output import show_imported
    from jjak.workbench.interchange import import_files, import_table

    settings = settings_of(corpus, (), {"languages": options.pop("languages")})
    files = check(paths)
    with progress(len(files), "importing", quiet=quiet or as_json) as done:
        summary = import_files(files, corpus, settings, name, options, done)
    if as_json:
        print_json({"corpus": corpus, **import_table(summary)})
    elif not quiet:
        show_imported(summary, corpus)
    if summary.refused:
        sys.exit(1)


@click.command()
@click.argument("out", type=click.Path(path_type=str))
@corpus_option
@click.option("--format", "name", metavar="NAME", help="By default what OUT's suffix says; a folder is a dataset.")
@click.option("--recipe", type=click.Path(path_type=Path), metavar="FILE", help="Filters and splits, as an export writes them.")
@click.option("--filter", "filters", multiple=True, metavar="NAME[=VALUES]", help="A filter after the recipe's; in this order.")
@click.option("--min", "least", multiple=True, metavar="SCORE=N", help="Only pairs with this score or a higher one.")
@click.option("--status", metavar="NAME,…", help="Only pairs of these statuses; likewise the four options that follow.")
@click.option("--origin", metavar="NAME,…", help="human, machine")
@click.option("--kind", metavar="NAME,…", help="headline, label, text …")
@click.option("--document", metavar="NAME,…", help="Documents, * for any characters.")
@click.option("--licence", metavar="TEXT,…", help="Licences, * for any characters.")
@click.option("--split", metavar="NAME=SHARE,…", help="For example train=0.9,dev=0.05,test=0.05.")
@click.option("--split-by", metavar="WHAT", help="document (default): none is in two splits; or cluster, of near-duplicates.")
@click.option("--dry-run", "dry", is_flag=True, help="Count what each filter would remove and what is left; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def export(out: str, corpus: str, name: str | None, dry: bool, as_json: bool, **options: Any) -> None:
    """Write the corpus's pairs to OUT, or to standard output with - and --format.

    Formats: tsv, csv, xlsx, jsonl, parquet, tmx, xliff, xliff2, po, moses and, for a folder, dataset. Where filters or
    splits are given, `recipe.yaml` says what each took out, and runs them again.

    \b
    Examples:
      jjak export pairs.tsv
      jjak export - --format jsonl | head
      jjak export data/ --status accepted --filter near-duplicates --split train=0.9,dev=0.05,test=0.05
      jjak export pairs.tsv --filter near-duplicates --min bleu=20 --dry-run
      jjak export memory.tmx --filter "length={max: 100, unit: words}" --recipe pairs.recipe.yaml
    """
    from jjak.corpora.formats import format_of
    from jjak.workbench.commands.exchange_output import show_exported, show_rehearsed
    from jjak.workbench.interchange import export_corpus, export_table, recipe_of

    format_of(out, name)
    settings = settings_of(corpus, (), {})
    done = export_corpus(corpus, out, name, recipe_of(options, settings.languages), dry=dry)
    if as_json:
        print_json(export_table(done))
    elif dry:
        show_rehearsed(done)
    elif out != "-":
        show_exported(done, out)
    if done.written.unwritten:
        sys.exit(1)
