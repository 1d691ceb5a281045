"""Importing and exporting by the options of `jjak import` and `jjak export`, and what was done as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from jjak.corpora.exchange.export_recipe import ExportRecipe, ExportResult, export_pairs, read_recipe, result, steps_of
from jjak.corpora.exchange.imports import ImportSummary, ImportTerms, import_pairs
from jjak.corpora.exchange.splits import Split, checked, shares_of
from jjak.corpora.formats import Wanted
from jjak.corpora.formats.streams import known_encoding
from jjak.corpora.pair import Origin, Status
from jjak.corpora.store.corpus import Corpus
from jjak.seeds.errors import SettingError, unknown
from jjak.workbench.settings import Settings

LABELS = ("status", "origin", "kind", "document", "licence")


def import_files(
    files: Sequence[Path],
    corpus: str,
    settings: Settings,
    name: str | None,
    options: Mapping[str, Any],
    progress: Callable[[str], None] = lambda _: None,
) -> ImportSummary:
    """Import files with the options of `jjak import`; raises SettingError at a value that there is not."""
    from importlib.metadata import version

    if options.get("status") and options["status"] not in set(Status):
        raise unknown("status", options["status"], Status)
    columns = _columns(options.get("columns"), settings.languages)
    encoding = known_encoding(options["encoding"]) if options.get("encoding") else ""
    wanted = Wanted(settings.languages, columns, encoding)
    terms = ImportTerms(
        licence=options.get("licence") or settings.licence,
        attribution=options.get("attribution") or "",
        origin=Origin(options["origin"]) if options.get("origin") else None,
        status=Status(options["status"]) if options.get("status") else None,
        document=options.get("document") or "",
    )
    with Corpus(corpus) as store:
        inputs = {"import": [str(path.resolve()) for path in files], "languages": list(settings.languages), "format": name}
        run = store.begin_run(inputs | {"terms": asdict(terms)}, {"jjak": version("jjak")})
        summary = import_pairs(files, store, run, wanted, terms, name, progress)
        store.end_run(run)
    return summary


def _columns(given: str | None, languages: tuple[str, str]) -> dict[str, str]:
    parts = [part.partition("=") for part in given.split(",")] if given else []
    columns = {language.strip(): column.strip() for language, _, column in parts}
    if columns and (set(columns) != set(languages) or not all(columns.values())):
        a, b = languages
        raise SettingError("--columns {given}: both languages are needed", "For example {a}=1,{b}=2.", given=given, a=a, b=b)
    if len({column.isdigit() for column in columns.values()}) > 1:
        raise SettingError("--columns {given}: a name and a number", "Give two names, or two numbers from 1.", given=given)
    return columns


def import_table(summary: ImportSummary) -> dict[str, Any]:
    """What an import did, as JSON."""
    counts = {name: getattr(summary, name) for name in ("new", "present", "differing", "untranslated", "refused")}
    return counts | {"rows": [row._asdict() for row in summary.rows]}


def recipe_of(options: Mapping[str, Any], languages: tuple[str, str]) -> ExportRecipe:
    """The recipe that the options of `jjak export` ask for: the file's, and then theirs."""
    recipe = read_recipe(options["recipe"], languages) if options.get("recipe") else ExportRecipe(languages)
    steps: list[tuple[str, Mapping[str, Any]]] = []
    for label in LABELS:
        if options.get(label):
            steps.append((label, {"only": [part.strip() for part in options[label].split(",")]}))
    for one in options.get("least") or ():
        name, _, value = one.partition("=")
        try:
            steps.append(("score", {"name": name, "min": float(value)}))
        except ValueError as error:
            raise SettingError("--min {score}: no number after =", "For example chrf2++=30.", score=one) from error
    steps += steps_of(options.get("filters") or ())
    split = _split(options) or recipe.split
    return replace(recipe, filters=(*recipe.filters, *steps), split=split)


def _split(options: Mapping[str, Any]) -> Split | None:
    given, by = options.get("split"), options.get("split_by")
    if not given:
        if by:
            raise SettingError("--split-by without --split", "For example --split train=0.9,test=0.1.")
        return None
    return checked(Split(shares_of(given), by or "document"))


def export_corpus(corpus: str, out: str, name: str | None, recipe: ExportRecipe, *, dry: bool = False) -> ExportResult:
    """Export a corpus by a recipe, or say what that would do."""
    with Corpus(corpus, create=False) as store:
        return export_pairs(store.pairs, recipe, out, name, dry=dry)


def export_table(done: ExportResult) -> dict[str, Any]:
    """What an export did, as JSON."""
    written = done.written
    return {
        "pairs": written.pairs,
        "files": written.files,
        **result(done),
        "by": written.by(),
        "unwritten": [one._asdict() for one in written.unwritten],
    }
