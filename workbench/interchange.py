"""Importing and exporting by the options of `jjak import` and `jjak export`, and what was done as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from jjak.corpora.exchange.export_recipe import (
    ExportRecipe,
    ExportResult,
    export_pairs,
    flags_to_include,
    read_recipe,
    result,
    steps_of,
)
from jjak.corpora.exchange.imports import ImportSummary, ImportTerms, import_pairs, look_at
from jjak.corpora.exchange.language_check import language_flags
from jjak.corpora.exchange.original_export import WrittenOriginal, export_original
from jjak.corpora.exchange.reading_apart import is_plain
from jjak.corpora.exchange.splits import Split, checked, shares_of
from jjak.corpora.exchange.translated_spans import Unreviewed
from jjak.corpora.formats import Wanted
from jjak.corpora.formats.streams import known_encoding
from jjak.corpora.pair import Origin, Pair, Status
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.engine import up_to_date
from jjak.corpora.store.import_registry import ImportRegistry
from jjak.corpora.store.pair_languages import has_pairs_in, languages_of_pairs
from jjak.corpora.store.people import People
from jjak.seeds.errors import SettingError, unknown
from jjak.seeds.message import message
from jjak.seeds.reader_process import ReaderProcess
from jjak.seeds.secrets import without_secrets
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

    wanted, terms = _asked(settings, options)
    with ReaderProcess(settings.limits) as process:
        if not all(is_plain(path, wanted, name) for path in files):
            process.begin()  # it loads while the corpus is opened
        with Corpus(corpus) as store:
            inputs = {"import": [str(path.resolve()) for path in files], "languages": list(settings.languages), "format": name}
            run = store.begin_run(inputs | {"terms": asdict(terms)}, {"jjak": version("jjak")})
            summary = import_pairs(files, store, run, wanted, terms, name, progress, process)
            store.end_run(run)
    return summary


def look_at_files(
    files: Sequence[Path], corpus: str, settings: Settings, name: str | None, options: Mapping[str, Any]
) -> ImportSummary:
    """What `import_files` would do; nothing is written, and a corpus that is not there is not made."""
    wanted, terms = _asked(settings, options)
    with ReaderProcess(settings.limits) as process, ExitStack() as stack:
        store = stack.enter_context(Corpus(corpus)) if up_to_date(corpus) else None
        return look_at(files, store, wanted, terms, name, process)


def _asked(settings: Settings, options: Mapping[str, Any]) -> tuple[Wanted, ImportTerms]:
    if options.get("status") and options["status"] not in set(Status):
        raise unknown("status", options["status"], Status)
    columns = _columns(options.get("columns"), settings.languages)
    encoding = known_encoding(options["encoding"]) if options.get("encoding") else ""
    return Wanted(settings.languages, columns, encoding), ImportTerms(
        licence=options.get("licence") or settings.licence,
        attribution=options.get("attribution") or "",
        origin=Origin(options["origin"]) if options.get("origin") else None,
        status=Status(options["status"]) if options.get("status") else None,
        document=options.get("document") or "",
        given=bool(options.get("languages")),
    )


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
    counts: dict[str, Any] = {name: getattr(summary, name) for name in ("new", "present", "differing", "untranslated")}
    counts |= {"removed": summary.removed, "aside": dict(summary.aside), "set_aside": summary.set_aside, "empty": summary.empty}
    notes = [note._asdict() | {"text": str(note.text)} for note in summary.notes]
    rows = [row._asdict() for row in summary.rows]
    return counts | {"refused": summary.refused, "rows": rows, "notes": notes, "imports": summary.imports}


def row_table(pair: Pair) -> dict[str, Any]:
    """A row that would come in, or that came in, as JSON."""
    place = pair.taken._asdict() if pair.taken else {}
    return {
        **place,
        "document": pair.name,
        "source": {"lang": pair.source.lang, "text": pair.source.text},
        "target": {"lang": pair.target.lang, "text": pair.target.text},
        "status": str(pair.status),
        "flags": list(pair.flags),
    }


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
    include = flags_to_include(options["include"].split(",")) if options.get("include") else recipe.include
    return replace(recipe, filters=(*recipe.filters, *steps), split=split, include=include)


def export_languages(corpus: str, expected: tuple[str, str], assigned_to: str = "") -> tuple[str, str]:
    """The two languages to take out: those expected, or those of all pairs where no pair is in the expected ones.

    assigned_to: a user, where only what they see is looked at; raises SettingError where there is no such user.
    """
    with Corpus(corpus, create=False) as store:
        within = People(store).seen_by_name(assigned_to) if assigned_to else None
        found = [] if has_pairs_in(store, expected, within) else languages_of_pairs(store, within)
    return found[0] if len(found) == 1 else expected


def ensure_languages(corpus: str, asked: tuple[str, str], assigned_to: str = "") -> None:
    """Raises SettingError where a corpus has pairs, and none in the two languages that were asked for."""
    with Corpus(corpus, create=False) as store:
        within = People(store).seen_by_name(assigned_to) if assigned_to else None
        found = [] if has_pairs_in(store, asked, within) else languages_of_pairs(store, within)
    if found:
        known = message("It has: {languages}.", languages="; ".join(" ".join(pair) for pair in found))
        raise SettingError(
            "{corpus} has no pairs in {a} and {b}", known, corpus=without_secrets(corpus), a=asked[0], b=asked[1]
        )


def by_direction(corpus: str, languages: tuple[str, str], assigned_to: str = "") -> tuple[str, str]:
    """The two languages, first the one that most pairs are translated from: of a file that has one source language."""
    with Corpus(corpus, create=False) as store:
        within = People(store).seen_by_name(assigned_to) if assigned_to else None
        counts = store.counts(within)["direction"]
    first, second = languages
    return (second, first) if counts[f"{second}-{first}"] > counts[f"{first}-{second}"] else languages


def _split(options: Mapping[str, Any]) -> Split | None:
    given, by = options.get("split"), options.get("split_by")
    if not given:
        if by:
            raise SettingError("--split-by without --split", "For example --split train=0.9,test=0.1.")
        return None
    return checked(Split(shares_of(given), by or "document"))


def export_corpus(
    corpus: str, out: str, name: str | None, recipe: ExportRecipe, *, assigned_to: str = "", dry: bool = False
) -> ExportResult:
    """Export a corpus by a recipe, or say what that would do.

    Args:
        corpus: its path or URL.
        out: where the pairs go.
        name: of the format, where it is not what `out` says.
        recipe: which pairs, and in which splits.
        assigned_to: a user; only the documents that they see are exported.
        dry: whether nothing is written.

    Raises:
        SettingError: Where there is no such user.
    """
    with Corpus(corpus, create=False) as store:
        within = People(store).seen_by_name(assigned_to) if assigned_to else None
        done = export_pairs(lambda: store.pairs(include=recipe.include, within=within), recipe, out, name, dry=dry)
        aside = {flag: count for flag, count in store.states(within).items() if flag not in recipe.include}
        if done.rejected:
            aside["rejected"] = done.rejected
        done.aside = aside
    return done


def export_document(corpus: str, name: str, out: str, unreviewed: str, *, assigned_to: str = "") -> WrittenOriginal:
    """Write a document with its translation in its own layout.

    Args:
        corpus: its path or URL.
        name: of the document.
        out: where it goes.
        unreviewed: what becomes of sentences that nobody reviewed: `source`, `machine` or `translation`.
        assigned_to: a user; only the bitexts that they see are looked at.

    Raises:
        SettingError: Where there is no such user, or not one document of this name.
        CorpusError: Where its bytes are needed and not kept.
    """
    with Corpus(corpus, create=False) as store:
        within = People(store).seen_by_name(assigned_to) if assigned_to else None
        return export_original(store, name, out, Unreviewed(unreviewed), within)


def export_table(done: ExportResult) -> dict[str, Any]:
    """What an export did, as JSON."""
    written = done.written
    return {
        "pairs": written.pairs,
        "files": written.files,
        **result(done),
        "aside": done.aside,
        "by": written.by(),
        "unwritten": [one._asdict() for one in written.unwritten],
    }


def correct_import(store: Corpus, number: int, licence: str | None, attribution: str | None, languages: str | None) -> int:
    """Correct what is said of an import, as `jjak imports set` takes it; how many pairs and rows it has.

    Raises:
        SettingError: Where nothing is to be corrected, or the languages are not two.
        CorpusError: Where there is no such import.
    """
    if licence is None and attribution is None and languages is None:
        raise SettingError("Nothing to correct", "Give --licence, --attribution or --languages.")
    given = tuple(part.strip() for part in languages.split(",")) if languages else ()
    if languages is not None and (len(given) != 2 or not all(given) or given[0] == given[1]):
        raise SettingError("--languages {given}: two are needed", "For example en,ko.", given=languages)
    pair = (given[0], given[1]) if given else None
    return ImportRegistry(store).correct(number, licence, attribution, pair, language_flags)
