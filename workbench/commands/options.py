"""What several commands share: options, settings, input by lines, output as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from jjak.seeds.errors import FormatError, JjakError, SettingError
from jjak.seeds.json_values import finite
from jjak.seeds.limits import Limits, limits_of
from jjak.workbench.commands.candidates import aligners, engines, files, models, report_formats
from jjak.workbench.commands.parsing import Choice
from jjak.workbench.messages.catalogue import LANGUAGES, language_of_environment

if TYPE_CHECKING:
    from jjak.corpora.store.corpus import Corpus
    from jjak.seeds.message import Message
    from jjak.workbench.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])
CORPUS = "corpus.db"
HELP = {"help_option_names": ["-h", "--help"]}

corpus_option = click.option(
    "--corpus",
    default=CORPUS,
    show_default=True,
    envvar="JJAK_CORPUS",
    metavar="URL",
    shell_complete=files,
    help="A path, or a database URL; also in JJAK_CORPUS.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
json_lines_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON, an object a line.")
quiet_option = click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
force_option = click.option("--force", is_flag=True, help="Overwrite what is there.")
languages_option = click.option("--languages", metavar="A,B", help="The two languages, the source first; ko,en by default.")
limit_option = click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=N",
    help="Raise a limit on what reading one file may cost; an error says which.",
)
threads_option = click.option(
    "--threads", type=click.IntRange(0, 1024), metavar="N", help="Cores to use; 0, the default, for all."
)
aligner_option = click.option(
    "--aligner", metavar="NAME", shell_complete=aligners, help="How to align a document with its human translation."
)
lexicon_option = click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    type=click.Path(path_type=str),
    metavar="FILE",
    help="Terms of both languages: two columns (TSV, CSV), hunalign's .dic, or a termbase (TBX).",
)
crossing_option = click.option(
    "--crossing/--no-crossing", default=None, help="Whether sentences that were moved are linked across others; they are."
)
models_option = click.option(
    "--model",
    "models",
    multiple=True,
    metavar="[ko-en=]NAME",
    shell_complete=models,
    help="A model, for both directions or for one: one that was added, a folder, owner/name[@revision] on the Hub, the "
    "address of a server, or auto.",
)
page_argument = click.argument("out", required=False, type=click.Path(path_type=Path), metavar="[OUT.html]")
page_format_option = click.option(
    "--format",
    "form",
    default="text",
    show_default=True,
    metavar="NAME",
    shell_complete=report_formats,
    help="Without OUT: text, latex, markdown.",
)


def language_option(command: F) -> F:
    """`--language`, which a command gets as `language`: where it is not given, the environment's."""

    def chosen(_: click.Context, __: click.Parameter, given: str | None) -> str:
        return given or language_of_environment()

    return click.option(
        "--language",
        type=Choice(LANGUAGES),
        metavar="NAME",
        callback=chosen,
        help="Of the texts, en or ko; by default that of LANG. Figures are the same in both.",
    )(command)


def engine_options(command: F) -> F:
    """What `build` and `translate` ask of the engine that translates."""
    options = (
        click.option(
            "--engine", metavar="NAME", shell_complete=engines, help="ctranslate2 (default) or transformers, the reference."
        ),
        click.option("--compute", metavar="TYPE", help="int8 (default) or float32; ctranslate2 only."),
        click.option("--device", metavar="NAME", help="cpu (default) or cuda; ctranslate2 only."),
        click.option("--beam", type=click.IntRange(1, 32), metavar="N", help="Beam size, 4 by default; 1 is greedy."),
        threads_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


def settings_of(corpus: str, models: tuple[str, ...], options: dict[str, Any]) -> Settings:
    from jjak.workbench.settings import override, read_settings

    if options.get("languages"):
        options["languages"] = tuple(part.strip() for part in options["languages"].split(","))
    settings = read_settings(corpus)
    options["limits"] = _limits(options.get("limits") or (), settings.limits)
    return override(settings, models, options)


def _limits(given: Sequence[str], base: Limits) -> Limits:
    """`base` with what --limit raises; raises SettingError where it is no name and a number."""
    table: dict[str, int] = {}
    for one in given:
        name, _, number = one.partition("=")
        if not number.isdecimal():
            raise SettingError("--limit {given}: no number after =", "For example columns=20000.", given=one)
        table[name.strip()] = int(number)
    return limits_of(table, base)


def with_models(
    settings: Settings, store: Corpus | None = None, *, anew: bool = False, say: Callable[[Message], None] | None = None
) -> Settings:
    """`settings` with the models that were chosen where none was named; what is to be known of them is said once each.

    store: the corpus, which keeps the models that it was begun with unless it is translated anew; say: by default it is
    printed on standard error.
    """
    from jjak.workbench.model_choice import chosen_models, corpus_models
    from jjak.workbench.terminal import show_note

    found, choices = corpus_models(settings, store, anew=anew) if store else chosen_models(settings)
    for reason in {str(each.reason): each.reason for each in choices if each.reason}.values():
        (say or show_note)(reason)
    return found


def lines_of(name: str) -> list[str]:
    """The lines of a text file, or of standard input; raises FormatError where it cannot be read."""
    from jjak.seeds.decoding import decode

    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise FormatError("{path}: {cause}", "Check the path.", path=name, cause=error.strerror or error) from error
    try:
        text = decode(raw).text if raw else ""
    except JjakError as error:
        raise FormatError("{path}: {cause}", error.remedy, path=name, cause=error.message) from error
    # only line feeds part lines: other marks may stand inside a sentence
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def print_json(value: object) -> None:
    print(json.dumps(finite(value), ensure_ascii=False, default=str, allow_nan=False))
