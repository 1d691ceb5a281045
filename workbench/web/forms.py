"""The commands that a page may run, as forms: their own options, but for what names a file of the machine that serves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import click

from jjak.seeds.errors import SettingError, unknown

# where the corpus is and the result goes is the server's business, and a page has formats and a language of its own
_LEFT_OUT = frozenset({"out", "corpus", "name", "form", "unreviewed", "dry", "as_json", "language", "assigned_to"})
_LOADED = frozenset({"since"})  # a file that a person gives with the form
_FOREIGN = frozenset({"overlap", "opusfilter"})  # filters whose values name files


Commands = Mapping[str, click.Command]  # those that a page may run, by name; whoever starts the server gives them


@dataclass(frozen=True, slots=True)
class Field:
    """An option of a command as a field of a form. form: `choice`; `several` of some choices; `flag`; `number`; `text`;
    `lines`, each of which is the option once; `file`; hint: how its value looks."""

    name: str
    option: str
    form: str
    choices: tuple[str, ...] = ()
    default: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class CommandForm:
    """A filled form. given: the command line; files: what options that take a file were given, by option."""

    command: str
    suffix: str
    given: list[str]
    files: Mapping[str, str] = field(default_factory=dict)


def formats() -> list[str]:
    from jjak.corpora.formats import DATASET, FORMATS

    return sorted([*FORMATS, DATASET])


def fields_of(command: click.Command, known: Mapping[str, Sequence[str]] | None = None) -> list[Field]:
    """The options that a browser may set. known: the values that occur in the corpus, by option."""
    from jjak.corpora.exchange.splits import WAYS

    occurring = known or {}
    choices: dict[str, Sequence[str]] = {"--split-by": WAYS}
    found = []
    for parameter in command.params:
        if not isinstance(parameter, click.Option) or not _offered(parameter):
            continue
        name, option = str(parameter.name), max(parameter.opts, key=len)
        there = tuple(occurring.get(option) or choices.get(option) or _choices(parameter.type))
        default = parameter.default
        value = str(default) if isinstance(default, str | int | float) and not parameter.is_flag else ""
        found.append(Field(name, option, _form(parameter, option in occurring, there), there, value, parameter.metavar or ""))
    return found


def _offered(parameter: click.Option) -> bool:
    path = isinstance(parameter.type, click.Path | click.File)
    return parameter.name not in _LEFT_OUT and (not path or parameter.name in _LOADED)


def _choices(kind: click.ParamType[Any]) -> Sequence[str]:
    return tuple(map(str, kind.choices)) if isinstance(kind, click.Choice) else ()


def _form(parameter: click.Option, some: bool, choices: Sequence[str]) -> str:
    if parameter.name in _LOADED:
        return "file"
    if parameter.multiple:
        return "lines"
    if parameter.is_flag:
        return "flag"
    if choices:
        return "several" if some else "choice"
    number = isinstance(parameter.type, click.types.IntParamType | click.types.FloatParamType)
    return "number" if number else "text"


def filled_form(commands: Commands, command: str, values: Mapping[str, str], assigned_to: str = "") -> CommandForm:
    """The form of a command as a page filled it.

    Args:
        commands: those that a page may run.
        command: the name of one of them.
        values: of its options by name, and of `suffix`.
        assigned_to: a user who exports the documents that are assigned to them alone; empty where all are exported.

    Raises:
        KeyError: at a command that is none.
        SettingError: at a value that is not taken.
    """
    fields = {each.name: each for each in fields_of(commands[command])}
    suffix = values.get("suffix", "html" if command == "report" else "tsv")
    files: dict[str, str] = {}
    given: dict[str, str] = {}
    if suffix not in (["html"] if command == "report" else formats()):
        raise unknown("format", suffix, formats())
    for name, value in values.items():
        if name in fields and fields[name].form == "file":
            files.update({fields[name].option: value} if value else {})
        elif name != "suffix":
            given[name] = value
    _own(given.get("filters", ""))
    only = [f"--assigned-to={assigned_to}"] if assigned_to else []
    return CommandForm(command, suffix, [*arguments(list(fields.values()), given), *only], files)


def _own(lines: str) -> None:
    """Raises SettingError at a filter that is none, or that would read a file of the machine that serves."""
    from jjak.corpora.exchange.export_recipe import steps_of

    given = [line for line in lines.splitlines() if line.strip()]
    for name in (line.partition("=")[0].strip() for line in given):
        if name in _FOREIGN:
            raise SettingError("The filter {name} reads files of the server", "Run jjak export there.", name=name)
    steps_of(given)


def arguments(fields: Sequence[Field], values: Mapping[str, str]) -> list[str]:
    """The command line of a filled form; raises SettingError at a field that is none, or a value that is no choice."""
    by_name = {each.name: each for each in fields}
    given: list[str] = []
    for name, value in values.items():
        one = by_name.get(name)
        if one is None:
            raise SettingError("There is no option '{name}' here", "Reload the page.", name=name)
        if one.form == "choice" and value and value not in one.choices:
            known = ", ".join(one.choices)
            raise SettingError("{option}: no '{value}'", "There are: {known}.", option=one.option, value=value, known=known)
        if "\x00" in value:
            raise SettingError("{option}: a character that no option can hold", "Remove it.", option=one.option)
        if one.form == "flag":
            given += [one.option] if value else []
        elif one.form == "lines":
            given += [f"{one.option}={line.strip()}" for line in value.splitlines() if line.strip()]
        elif value:
            given.append(f"{one.option}={value}")
    return given


def joined(pairs: Sequence[tuple[str, Any]]) -> dict[str, str]:
    """The values of a form by name; of a name that comes several times, with commas between them."""
    found: dict[str, str] = {}
    for name, value in pairs:
        found[str(name)] = f"{found[name]},{value}" if name in found else str(value)
    return found
