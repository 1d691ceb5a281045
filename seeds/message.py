"""What is said to a person, before it is said in a language: an English text with named places, and their values.

The rooms make messages; only `jjak.workbench.messages`, where a message is shown, knows catalogues. `str(message)` is English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jjak.seeds.secrets import without_secrets


@dataclass(frozen=True, slots=True)
class Message:
    """A text for a person, not yet in anybody's language.

    Attributes:
        id: The English text, which catalogues know it by. `{path}` is filled in from `values`, `{count:,}` with a format of
            its own; without values it is taken as it stands, braces and all.
        values: What is filled in; a value may be a message itself.
        plural: The English text for any count but 1, empty where nothing is counted.
        count: What decides between `id` and `plural`; it is filled in as `{count}`.
        context: Tells two meanings of one English text apart (gettext's `msgctxt`).
    """

    id: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""
    count: int = 1
    context: str = ""

    @property
    def text(self) -> str:
        """The English text for this count, with its places open."""
        return self.plural if self.plural and self.count != 1 else self.id

    def __str__(self) -> str:
        return self.filled(self.text)

    def filled(self, text: str, values: Mapping[str, object] | None = None) -> str:
        """`text`, which is the id or a translation of it, with `values` in their places (this message's own by default); no
        password or key of an address is among them, whatever error of a library says it."""
        given = dict(self.values if values is None else values)
        if self.plural:
            given["count"] = self.count
        return without_secrets(text.format_map(given)) if given else text


def message_table(said: Message) -> dict[str, Any]:
    """A message as JSON, so that it can be kept and shown later in anybody's language."""
    values = {name: _kept(value) for name, value in said.values.items()}
    known = {"id": said.id, "values": values, "plural": said.plural, "count": said.count, "context": said.context}
    return {name: value for name, value in known.items() if name == "id" or value not in ("", {}, 1)}


def _kept(value: object) -> object:
    if isinstance(value, Message):
        return {"message": message_table(value)}
    return value if isinstance(value, int | float) else without_secrets(str(value))


def message_of(table: Mapping[str, Any]) -> Message:
    """What `message_table` gave, as a message again."""
    kept = table.get("values", {})
    values = {name: message_of(value["message"]) if isinstance(value, Mapping) else value for name, value in kept.items()}
    return Message(table["id"], values, table.get("plural", ""), table.get("count", 1), table.get("context", ""))


def message(id: str, /, *, context: str = "", **values: object) -> Message:  # noqa: A002 -- gettext's word
    """A message with its values: `message("{path}: an empty file", path=path)`."""
    return Message(id, values, context=context)


def counted(one: str, many: str, count: int, /, *, context: str = "", **values: object) -> Message:
    """A message about a number of things: `counted("{count} document", "{count:,} documents", len(found))`."""
    return Message(one, values, many, count, context)
