"""Failures of a batch by their reason: ten thousand files fail in a few ways, and a person reads each of those once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from jjak.seeds.errors import JjakError
from jjak.seeds.message import Message

PLACES = frozenset({"path", "name", "names", "line", "corpus", "folder"})  # values that say where, not what


class Failed(Protocol):
    """Whatever did not work, with its error."""

    @property
    def name(self) -> str: ...
    @property
    def error(self) -> JjakError: ...


class _Differing(str):
    """Stands for values that differ from file to file."""

    __slots__ = ()

    def __format__(self, _: str) -> str:
        return "…"


@dataclass(slots=True)
class FailureGroup:
    """reason: without the place; names: of all that failed so, in their order; first: one of the errors, whole."""

    reason: Message
    first: JjakError
    names: list[str] = field(default_factory=list)

    @property
    def fix(self) -> Message:
        return self.first.remedy


def grouped(failures: Iterable[Failed]) -> list[FailureGroup]:
    """The groups, the largest first."""
    found: dict[object, FailureGroup] = {}
    for failure in failures:
        reason = reason_of(failure.error)
        group = found.setdefault(_kind(reason), FailureGroup(reason, failure.error))
        if group.names:
            group.reason = _merged(group.reason, reason)
        group.names.append(failure.name)
    return sorted(found.values(), key=lambda group: -len(group.names))


def reason_of(error: JjakError) -> Message:
    """What was found, without where: `no such file` of `a.txt: no such file`."""
    reason = error.message
    while isinstance(cause := reason.values.get("cause"), Message):
        reason = cause
    return reason


def without_place(text: str, reason: Message) -> str:
    """A reason in somebody's language without the place that it begins with."""
    places = [str(value) for name, value in reason.values.items() if name in PLACES]
    return next((text.removeprefix(f"{place}: ") for place in places if text.startswith(f"{place}: ")), text)


def _kind(reason: Message) -> tuple[object, ...]:
    """The same for errors that differ in places and figures alone."""
    said = [(name, str(value)) for name, value in sorted(reason.values.items()) if name not in PLACES and _is_text(value)]
    return (reason.id, *said)


def _is_text(value: object) -> bool:
    return isinstance(value, (str, Message)) and not isinstance(value, _Differing)


def _merged(first: Message, second: Message) -> Message:
    """The first, with open places where the second has other figures."""
    values = {
        name: value if name in PLACES or str(value) == str(second.values.get(name)) else _Differing("…")
        for name, value in first.values.items()
    }
    return Message(first.id, values, first.plural, first.count, first.context)
