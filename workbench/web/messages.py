"""The language of a visitor, and what templates say in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jjak.seeds.message import Message
from jjak.workbench.messages.catalogue import LANGUAGES, localized
from jjak.workbench.web.labels import LABELS

COOKIE = "jjak_lang"


def chosen(cookie: str, accepted: str) -> str:
    """The language of a visitor: what they chose, or else what their browser asks for first."""
    if cookie in LANGUAGES:
        return cookie
    ranked: list[tuple[float, int, str]] = []
    for at, part in enumerate(accepted.split(",")):
        name, _, parameter = part.partition(";")
        quality = parameter.strip().removeprefix("q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        ranked.append((-weight, at, name.strip().lower().split("-")[0]))
    return next((name for weight, _, name in sorted(ranked) if name in LANGUAGES and weight < 0), "en")


def functions(lang: str) -> Mapping[str, Any]:
    """What templates call, by the names under which Babel finds texts in them, and `name` for the values of tables."""

    def gettext(text: str, **values: object) -> str:
        return localized(Message(text, values), lang)

    def ngettext(one: str, many: str, count: int, **values: object) -> str:
        return localized(Message(one, values, many, count), lang)

    def pgettext(context: str, text: str, **values: object) -> str:
        return localized(Message(text, values, context=context), lang)

    def name(kind: str, value: str) -> str:
        label = LABELS.get(kind, {}).get(value)
        return localized(label, lang) if label else value

    def say(text: Message | str) -> str:
        # what is no message of ours is not looked up
        return localized(text, lang) if isinstance(text, Message) else text

    return {"_": gettext, "ngettext": ngettext, "pgettext": pgettext, "name": name, "say": say}
