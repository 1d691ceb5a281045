"""`jjak export`: the pairs of a corpus in a file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from jjak.seeds.errors import SettingError
from jjak.workbench.commands.candidates import filters, formats, statuses
from jjak.workbench.commands.options import corpus_option, json_option, print_json, settings_of
from jjak.workbench.commands.parsing import Choice, Command


@click.command(cls=Command)
@click.argument("out", type=click.Path(path_type=str))
@corpus_option
@click.option(
    "--format", "name", metavar="NAME", shell_complete=formats, help="By default what OUT's suffix says; a folder is a dataset."
)
@click.option("--recipe", type=click.Path(path_type=Path), metavar="FILE", help="Filters and splits, as an export writes them.")
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="NAME[=VALUES]",
    shell_complete=filters,
    help="A filter after the recipe's; in this order.",
)
@click.option("--min", "least", multiple=True, metavar="SCORE=N", help="Only pairs with this score or a higher one.")
@click.option(
    "--status",
    metavar="NAME,…",
    shell_complete=statuses,
    help="Only pairs of these statuses; likewise the four options that follow.",
)
@click.option("--origin", metavar="NAME,…", help="human, machine")
@click.option("--kind", metavar="NAME,…", help="headline, label, text …")
@click.option("--document", metavar="NAME,…", help="Documents, * for any characters.")
@click.option("--licence", metavar="TEXT,…", help="Licences, * for any characters.")
@click.option("--include", metavar="FLAG,…", help="Rows that are set aside, too: untranslated, fuzzy, rejected … or all.")
@click.option("--split", metavar="NAME=SHARE,…", help="For example train=0.9,dev=0.05,test=0.05.")
@click.option(
    "--split-by",
    type=Choice(["document", "cluster"]),
    metavar="WHAT",
    help="What goes to one split whole: document (default), or cluster, of near-duplicates.",
)
@click.option(
    "--as", "form", type=Choice(["original"]), metavar="NAME", help="original: one --document in its own layout, translated."
)
@click.option(
    "--unreviewed",
    type=Choice(["source", "machine", "translation"]),
    metavar="NAME",
    help="With --as original, what nobody reviewed: source stays as it is (default), machine is a machine's, translation is "
    "a person's where there is one.",
)
@click.option("--dry-run", "dry", is_flag=True, help="Count what each filter would remove and what is left; write nothing.")
@click.option("--assigned-to", metavar="USER", help="Only documents that this user of the review sees.")
@click.option("--languages", metavar="A,B", help="The two languages, in the order of columns; the corpus's by default.")
@json_option
def export(
    out: str,
    corpus: str,
    name: str | None,
    dry: bool,
    assigned_to: str | None,
    languages: str | None,
    as_json: bool,
    form: str | None,
    unreviewed: str | None,
    **options: Any,
) -> None:
    """Write the corpus's pairs to OUT, or to standard output with - and --format.

    Formats: tsv, csv, csv-plain, xlsx, jsonl, parquet, tmx, xliff, xliff2, po, moses and, for a folder, dataset. Where
    filters or splits are given, `recipe.yaml` says what each took out, and runs them again.

    \b
    Examples:
      jjak export pairs.tsv
      jjak export - --format jsonl | head
      jjak export data/ --status accepted --filter near-duplicates --split train=0.9,dev=0.05,test=0.05
      jjak export pairs.tsv --filter near-duplicates --min bleu=20 --dry-run
      jjak export tour.en.docx --document tour.docx --as original --unreviewed machine
      jjak export memory.tmx --filter "length={max: 100, unit: words}" --recipe pairs.tsv.recipe.yaml
    """
    from jjak.corpora.formats import format_of
    from jjak.workbench.commands.exchange_output import show_exported, show_rehearsed
    from jjak.workbench.interchange import export_corpus, export_table, recipe_of

    if form or unreviewed:
        given = [name for name, value in {**options, "format": name, "dry_run": dry, "languages": languages}.items() if value]
        _original(out, corpus, form, unreviewed, options["document"], assigned_to or "", given, as_json=as_json)
        return
    chosen = format_of(out, name)
    recipe = recipe_of(options, _languages(corpus, languages, chosen, assigned_to or ""))
    done = export_corpus(corpus, out, name, recipe, assigned_to=assigned_to or "", dry=dry)
    if as_json:
        print_json(export_table(done))
    elif dry:
        show_rehearsed(done)
    else:
        show_exported(done, out)
    if done.written.unwritten:
        sys.exit(1)


def _languages(corpus: str, languages: str | None, chosen: str, assigned_to: str) -> tuple[str, str]:
    """The two languages to write, as asked for; else the corpus's, the source first where a format has one source language."""
    from jjak.corpora.exchange.export_recipe import STATED
    from jjak.workbench.interchange import by_direction, ensure_languages, export_languages

    asked = settings_of(corpus, (), {"languages": languages}).languages
    if languages:
        ensure_languages(corpus, asked, assigned_to)
        return asked
    found = export_languages(corpus, asked, assigned_to)
    return by_direction(corpus, found, assigned_to) if chosen in STATED else found


def _original(
    out: str,
    corpus: str,
    form: str | None,
    unreviewed: str | None,
    document: str | None,
    assigned_to: str,
    given: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """Write one document in its own layout. given: the names of the options that were given."""
    from jjak.workbench.commands.original_output import original_table, show_original
    from jjak.workbench.interchange import export_document

    if not form:
        raise SettingError("--unreviewed without --as", "For example --document tour.docx --as original.")
    if not document:
        raise SettingError("--as original needs a document", "Name it with --document.")
    if others := [each for each in given if each != "document"]:
        name = others[0].replace("_", "-")
        raise SettingError("--as original and --{name}", "The document is written whole; leave out --{name}.", name=name)
    done = export_document(corpus, document, out, unreviewed or "source", assigned_to=assigned_to)
    if as_json:
        print_json(original_table(done, out))
    else:
        show_original(done, out)
