"""A message in somebody's language: `localized(message, "ko")`.

The catalogues are gettext's `.po` files beside this module, so that translators can use their own tools on them: of Korean
`ko.po`, and `reports.ko.po` for the words of reports, which are read as one. They are read as they are: a clone needs no step,
and no compiled file can be older than its text. English is in the code. Babel is imported once a translation is wanted.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from jjak.seeds.message import Message

if TYPE_CHECKING:
    from babel.support import Translations

LANGUAGES = ("en", "ko")
FOLDER = Path(__file__).parent
ENVIRONMENT = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # gettext's order


def catalogues(lang: str) -> list[Path]:
    """The catalogue files of a language: `ko.po`, and `NAME.ko.po` of what has one of its own."""
    return sorted(path for path in FOLDER.glob("*.po") if path.name == f"{lang}.po" or path.name.endswith(f".{lang}.po"))


@cache
def _translations(lang: str) -> Translations:
    # the first one's rule for plurals is that of all
    first, *others = (_compiled(path, lang) for path in catalogues(lang))
    for other in others:
        first.merge(other)
    return first


def _compiled(path: Path, lang: str) -> Translations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from babel.support import Translations

    with path.open("rb") as file:
        catalogue = read_po(file, locale=lang)
    # what has no translation here may have one in another catalogue, which it must not hide
    untranslated = [entry for entry in catalogue if entry.id and not (entry.string and all(entry.string))]
    for entry in untranslated:
        catalogue.delete(entry.id, entry.context)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def localized(message: Message | str, lang: str) -> str:
    """The text of a message in a language; in English where the catalogue has no translation of it."""
    if isinstance(message, str):
        message = Message(message)
    values = {name: localized(value, lang) if isinstance(value, Message) else value for name, value in message.values.items()}
    return message.filled(translation(message, lang), values)


def translation(message: Message, lang: str) -> str:
    """The text of a message in a language with its places open, as the catalogue has it."""
    if lang == "en" or not message.id:
        return message.text
    known = _translations(lang)
    if message.plural and message.context:
        return str(known.unpgettext(message.context, message.id, message.plural, message.count))
    if message.plural:
        return str(known.ungettext(message.id, message.plural, message.count))
    return str(known.upgettext(message.context, message.id) if message.context else known.ugettext(message.id))


def in_language(lang: str) -> Callable[[Message | str], str]:
    """`localized` for one language."""
    return lambda message: localized(message, lang)


def language_of_environment(environment: Mapping[str, str] = os.environ) -> str:
    """The language that `LANGUAGE`, `LC_ALL`, `LC_MESSAGES` or `LANG` ask for, of those that there are; else English."""
    wanted = next((value for name in ENVIRONMENT if (value := environment.get(name))), "")
    names = (re.split(r"[_.@]", each)[0].lower() for each in wanted.split(":"))
    return next((name for name in names if name in LANGUAGES), "en")
