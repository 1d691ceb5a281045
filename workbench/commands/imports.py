"""`jjak imports`: what was imported, and taking it out, putting it back and correcting it."""

from __future__ import annotations

import sys

import click

from jjak.workbench.commands.options import HELP, corpus_option, json_option, print_json
from jjak.workbench.commands.parsing import Group

number_argument = click.argument("number", type=click.IntRange(1), metavar="ID")


@click.group(cls=Group, context_settings=HELP, invoke_without_command=True)
@corpus_option
@json_option
@click.pass_context
def imports(ctx: click.Context, corpus: str, as_json: bool) -> None:
    """List what was imported; show, remove, restore and correct an import.

    \b
    Examples:
      jjak imports
      jjak imports show 3
      jjak imports remove 3
      jjak imports set 3 --licence "CC BY 4.0" --languages en,ko
    """
    if ctx.invoked_subcommand is None:
        _list(corpus, as_json)


@imports.command("list")
@corpus_option
@json_option
def list_(corpus: str, as_json: bool) -> None:
    """Every import: its number, file, date, languages, pairs, rows set aside and refused, licence.

    \b
    Example:
      jjak imports list
    """
    _list(corpus, as_json)


def _list(corpus: str, as_json: bool) -> None:
    from jjak.corpora.store.corpus import Corpus
    from jjak.corpora.store.import_registry import ImportRegistry
    from jjak.workbench.commands.import_output import record_table, show_imports

    with Corpus(corpus, create=False) as store:
        found = ImportRegistry(store).all()
    if as_json:
        print_json([record_table(record) for record in found])
    else:
        show_imports(found)


@imports.command()
@number_argument
@corpus_option
@json_option
def show(number: int, corpus: str, as_json: bool) -> None:
    """All that is known of an import: its file, counts, first rows, refused rows, and what was done to it.

    \b
    Example:
      jjak imports show 3
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.corpora.store.import_registry import ImportRegistry
    from jjak.workbench.commands.import_output import SAMPLES, record_table, show_import
    from jjak.workbench.interchange import row_table

    with Corpus(corpus, create=False) as store:
        registry = ImportRegistry(store)
        record, held, first = registry.get(number), registry.holding(number), registry.samples(number, SAMPLES)
    if as_json:
        print_json({**record_table(record), "holding": held._asdict(), "first": list(map(row_table, first))})
    else:
        show_import(record, held, first)


@imports.command()
@number_argument
@corpus_option
@click.option("--with-reviews", is_flag=True, help="Also where rows of it were reviewed.")
@json_option
def remove(number: int, corpus: str, with_reviews: bool, as_json: bool) -> None:
    """Take an import out of the corpus. Its log stays, and `restore` puts everything back.

    \b
    Example:
      jjak imports remove 3
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.corpora.store.import_registry import ImportRegistry
    from jjak.workbench.commands.import_output import removed_line

    with Corpus(corpus, create=False) as store:
        held = ImportRegistry(store).remove(number, with_reviews=with_reviews)
    if as_json:
        print_json({"import": number, "removed": held._asdict()})
    else:
        print(removed_line(number, held), file=sys.stderr)


@imports.command()
@number_argument
@corpus_option
@json_option
def restore(number: int, corpus: str, as_json: bool) -> None:
    """Put an import back that was removed, with its reviews.

    \b
    Example:
      jjak imports restore 3
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.corpora.store.import_registry import ImportRegistry
    from jjak.workbench.commands.import_output import restored_line

    with Corpus(corpus, create=False) as store:
        held = ImportRegistry(store).restore(number)
    if as_json:
        print_json({"import": number, "restored": held._asdict()})
    else:
        print(restored_line(number, held), file=sys.stderr)


@imports.command("set")
@number_argument
@corpus_option
@click.option("--licence", metavar="TEXT", help="The licence of all of its pairs.")
@click.option("--attribution", metavar="TEXT", help="Where all of its pairs are from.")
@click.option(
    "--languages",
    metavar="A,B",
    help="What its two languages are, in the order in which `show` names them; en,ko for ko,en exchanges the labels.",
)
@json_option
def set_(number: int, corpus: str, licence: str | None, attribution: str | None, languages: str | None, as_json: bool) -> None:
    """Correct what is said of all pairs of an import.

    \b
    Example:
      jjak imports set 3 --licence "CC BY 4.0" --attribution https://example.org
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.workbench.commands.import_output import corrected_line
    from jjak.workbench.interchange import correct_import

    with Corpus(corpus, create=False) as store:
        count = correct_import(store, number, licence, attribution, languages)
    if as_json:
        print_json({"import": number, "corrected": count})
    else:
        print(corrected_line(number, count), file=sys.stderr)
