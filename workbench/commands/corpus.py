"""The commands that make a corpus and say what it holds."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seeds.errors import SettingError
from workbench.commands.options import corpus_option, model_options, print_json, settings_of
from workbench.terminal import progress

if TYPE_CHECKING:
    from corpora.store import Store
    from workbench.pipeline import Summary
    from workbench.retranslation import Renewed
    from workbench.settings import Settings
    from workbench.tasks import Failure


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH…")
@click.option(
    "--list",
    "lists",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Two columns of files: a document, its translation.",
)
@corpus_option
@click.option("--model", "models", multiple=True, metavar="[ko-en=]NAME", help="A model, for both directions or for one.")
@model_options
@click.option("--allow-broken", is_flag=True, default=None, help="Use a model even where its check says that it is broken.")
@click.option("--aligner", metavar="NAME", help="How to align a document with its human translation.")
@click.option("--languages", metavar="A,B", help="The pair, ko,en by default.")
@click.option("--licence", metavar="TEXT", help="The licence of these documents, kept with every pair.")
@click.option("--largest", type=click.IntRange(1), metavar="BYTES", help="Files over this are passed over.")
@click.option("--retranslate", is_flag=True, help="Translate, align and score anew what nobody settled, in the whole corpus.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
def build(
    paths: tuple[Path, ...],
    lists: tuple[Path, ...],
    corpus: str,
    models: tuple[str, ...],
    retranslate: bool,
    as_json: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """The main job: read, segment, translate, align, score and store documents.

    PATH is a file or a folder. Files called x.ko.txt and x.en.txt are a document and its human translation; any other
    file is a document alone, and is translated both ways. What is in the corpus already is not built again.

    \b
    Examples:
      jjak build seeds/documents
      jjak build news/ --corpus news.db --model ko-en=Helsinki-NLP/opus-mt-ko-en
      jjak build --list pairs.tsv
      jjak build --retranslate --model tuned/model
    """
    from corpora.store import Store
    from workbench.pipeline import build as build_all
    from workbench.tasks import find_tasks
    from workbench.terminal import show_built, show_failures, show_next, show_renewed

    if not paths and not lists and not retranslate:
        raise SettingError("Nothing to build", "Name files or folders: jjak build seeds/documents.")
    settings = settings_of(corpus, models, options)
    tasks, failures = find_tasks(paths, lists, settings.languages)
    silent = quiet or as_json
    with Store(corpus, create=bool(paths or lists)) as store:
        renewed = _retranslated(store, settings, silent) if retranslate else None
        with progress(len(tasks), "building", quiet=silent) as done:
            summary = build_all(tasks, store, settings, done, [str(path.resolve()) for path in (*paths, *lists)])
    failures += summary.failures + (renewed.failures if renewed else [])
    if as_json:
        print_json(_built(summary, corpus, failures, renewed))
    elif not quiet:
        if renewed:
            show_renewed(renewed, corpus)
        if tasks or not renewed:
            show_built(summary, corpus, failures)
        if summary.built:
            show_next(corpus)
    show_failures(failures)
    if failures:
        sys.exit(1)


def _built(summary: Summary, corpus: str, failures: Sequence[Failure], renewed: Renewed | None) -> dict[str, Any]:
    """What a build did, as JSON."""
    return {
        "corpus": corpus,
        "built": summary.built,
        "present": summary.present,
        "pairs": summary.made,
        **({"retranslated": renewed.pairs, "settled": renewed.settled} if renewed else {}),
        "failures": [{"name": f.name, "error": str(f.error), "fix": f.error.fix} for f in failures],
    }


def _retranslated(store: Store, settings: Settings, silent: bool) -> Renewed:
    from corpora.renewal import cases
    from workbench.retranslation import retranslate

    with progress(len(cases(store)), "retranslating", quiet=silent) as done:
        return retranslate(store, settings, done)


@click.command()
@corpus_option
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def status(corpus: str, as_json: bool) -> None:
    """Say what a corpus holds.

    \b
    Example:
      jjak status --corpus news.db
    """
    from corpora.store import Store
    from workbench.status import status_of, status_rows
    from workbench.terminal import show_status

    with Store(corpus, create=False) as store:
        found = status_of(store)
    if as_json:
        print_json(found)
    else:
        show_status(status_rows(found))
