"""How much work one file may be: limits that count what reading does, since a small file may unpack to a large one.

Each has a name, which `--limit NAME=N` and the table `[limits]` of `jjak.toml` raise, and an error that says it. What is read
counts against the limits in force where it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from typing import Any

from jjak.seeds.errors import LimitError, SettingError, unknown
from jjak.seeds.message import Message, message

MB = 1_000_000
SMALL = 100_000  # bytes of a plain file that is read in this process: what takes the square of its size takes seconds there
EACH = 4 * MB  # bytes of a file that have the whole of `seconds`; a longer file has as many again for each further of them


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost.

    Attributes:
        seconds: Of the processor, for each EACH bytes that are begun.
        memory: MB that its reader may hold.
        unpacked: MB that it unpacks to: what is compressed, a workbook, the texts of a Parquet file.
        ratio: Bytes that a byte of a workbook's part may unpack to; small parts may more.
        rows: Of a table, a sheet or a Parquet file.
        columns: Of a table, a sheet or a Parquet file; Excel has 16,384.
        cells: Of a workbook.
        members: Files in a zip file, as a workbook is one.
        depth: Elements around a unit of an XML file.
        aliases: Nodes that the aliases of a YAML text stand for.
    """

    seconds: int = 60
    memory: int = 4_000
    unpacked: int = 4_000
    ratio: int = 200
    rows: int = 100_000_000
    columns: int = 16_384
    cells: int = 50_000_000
    members: int = 10_000
    depth: int = 200
    aliases: int = 100_000

    def time_for(self, size: int) -> float:
        """Seconds of the processor for a file of so many bytes."""
        return float(self.seconds * (1 + size // EACH))


DEFAULT = Limits()
NAMES = tuple(each.name for each in fields(Limits))
_IN_FORCE: ContextVar[Limits] = ContextVar("limits", default=DEFAULT)


def limits() -> Limits:
    """Those in force."""
    return _IN_FORCE.get()


@contextmanager
def limited(given: Limits) -> Iterator[None]:
    """What is read inside has these limits."""
    before = _IN_FORCE.set(given)
    try:
        yield
    finally:
        _IN_FORCE.reset(before)


def limits_of(table: Mapping[str, Any], base: Limits = DEFAULT) -> Limits:
    """`base` with the limits of a table; raises SettingError at a name or a number that there is not."""
    for name, value in table.items():
        if name not in NAMES:
            raise unknown(message("limit"), name, NAMES)
        if type(value) is not int or value < 1:
            raise SettingError("the limit {name} is {value!r}, not a number from 1", name=name, value=value)
    return replace(base, **table)


def how_to_raise(name: str) -> Message:
    """What a person does about a limit."""
    return message("Raise it with --limit {name}=N, or under [limits] in jjak.toml.", name=name)


def too_much(name: str, said: Message) -> LimitError:
    """The error for a file that is over the limit `name`, which says how to raise it."""
    return LimitError(said, how_to_raise(name))
