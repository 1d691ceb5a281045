"""How a command line is read: old spellings of options, the nearest name for a misspelt one, modules loaded when needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

import click

from jjak.seeds.message import message

UNTIL = "0.3"  # the version of jjak that takes no old spelling any more


class Renamed(NamedTuple):
    """An option that had another name.

    Attributes:
        old: The old name, such as `--list`.
        new: The name that it has now.
        only: The value with which the old name meant this, where it meant something else with others; empty for any value.
        convert: The value as the new name takes it.
    """

    old: str
    new: str
    only: str = ""
    convert: Callable[[str], str] = str

    @property
    def spelling(self) -> str:
        return f"{self.old} {self.only}".rstrip()


class Command(click.Command):
    """A command that knows the old names of its options.

    Args:
        renamed: What was called otherwise; each use is told on standard error, and goes on under the name of now.
    """

    def __init__(self, *args: Any, renamed: Sequence[Renamed] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.renamed = tuple(renamed)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        args = self._current(args, quiet=ctx.resilient_parsing) if self.renamed else args
        if not ctx.resilient_parsing:
            self._refuse_twice(ctx, args)
        return super().parse_args(ctx, args)

    def _refuse_twice(self, ctx: click.Context, args: Sequence[str]) -> None:
        """Fail where an option that has one value is given two, of which the first would be dropped without a word."""
        once = {
            name: option
            for option in self.params
            if isinstance(option, click.Option) and not (option.multiple or option.is_flag or option.count)
            for name in option.opts
        }
        met: set[str] = set()
        words = iter(args)
        for word in words:
            if word == "--":
                return
            name, equals, _ = word.partition("=")
            if not equals and self._takes_value(name):
                next(words, None)
            if name in once and once[name].name in met:
                raise click.BadOptionUsage(name, f"Option '{name}' is given twice; it takes one value.", ctx)
            if name in once:
                met.add(str(once[name].name))

    def _current(self, args: Sequence[str], *, quiet: bool) -> list[str]:
        """`args` with the names of now. What is the value of an option is left as it is, whatever it looks like."""
        words = iter(args)
        found: list[str] = []
        for word in words:
            if word == "--":
                return [*found, word, *words]
            name, equals, value = word.partition("=")
            given = [word]
            if not equals and self._takes_value(name) and (following := next(words, None)) is not None:
                value = following
                given.append(following)
            change = next((each for each in self.renamed if each.old == name and each.only in ("", value)), None)
            if change and not quiet:
                _remark(change)
            found += self._respelt(change, value) if change else given
        return found

    def _takes_value(self, name: str) -> bool:
        names = {name, *(change.new for change in self.renamed if change.old == name)}
        return any(isinstance(option, click.Option) and not option.is_flag and names & {*option.opts} for option in self.params)

    def _respelt(self, change: Renamed, value: str) -> list[str]:
        return [change.new, change.convert(value)] if self._takes_value(change.new) else [change.new]


def _remark(change: Renamed) -> None:
    from jjak.workbench.terminal import said

    text = message(
        "note: {old} is {new} now; the old spelling works until jjak {until}", old=change.spelling, new=change.new, until=UNTIL
    )
    click.echo(said(text), err=True)


class Group(click.Group):
    """Commands in the order in which they were written, with the nearest name for one that there is not."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's
        return list(self.commands)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if not ctx.resilient_parsing and not name.startswith("-") and self.get_command(ctx, name) is None:
            ctx.fail(f"No such command '{name}'.{_nearest(name, self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


class Choice(click.Choice[str]):
    """A value of a few, with the nearest one for another."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        return super().get_invalid_choice_message(value, ctx) + _nearest(str(value), self.choices)


def _nearest(name: str, names: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, list(names), n=1)
    return f" Did you mean '{near[0]}'?" if near else ""


class Entry(NamedTuple):
    """Where a command is defined, as `module:name` under `jjak.workbench.commands`, and the line that `--help` has of it."""

    place: str
    head: str


class LazyGroup(Group):
    """A group whose commands are imported when they run: its own `--help` imports none of them.

    Args:
        entries: The commands by name, in the order in which `--help` lists them.
    """

    def __init__(self, *args: Any, entries: Mapping[str, Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = dict(entries)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.entries and cmd_name not in self.commands:
            module, _, name = self.entries[cmd_name].place.partition(":")
            self.add_command(getattr(import_module(f"jjak.workbench.commands.{module}"), name), cmd_name)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.head) for name, entry in self.entries.items()])


def leaves(group: click.Group, prefix: str = "") -> dict[str, click.Command]:
    """Every command under `group` by its whole name: `align`, `models check`."""
    found: dict[str, click.Command] = {}
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        whole = f"{prefix}{name}"
        found |= leaves(command, f"{whole} ") if isinstance(command, click.Group) else {whole: command}
    return found
