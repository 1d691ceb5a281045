"""What a reader of a format gives, and what it was asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite
from typing import Any

from jjak.align.text.language_names import regional_code
from jjak.corpora.pair import Figure, Markup
from jjak.seeds.document import MARKS, pile
from jjak.seeds.errors import FormatError
from jjak.seeds.message import Message

# what a file says of a unit that keeps it from being a pair like any other
UNTRANSLATED = "untranslated"  # no target, or the source again where a translation is to come
NEEDS_TRANSLATION = "needs translation"  # the file asks for a new one
FUZZY = "fuzzy"  # guessed by a tool, or of an older source
OBSOLETE = "obsolete"  # its source is no longer in the program
LOCKED = "locked"  # not to be translated
STATES = ("", UNTRANSLATED, NEEDS_TRANSLATION, FUZZY, OBSOLETE, LOCKED)

LONGEST = 200_000  # characters of one text; a longer one is data, and no person will read it
# characters of what a row says of itself: pages and reports show it whole, each time
BOUNDS = dict.fromkeys(("document", "kind", "origin", "status", "model", "revision"), 1_000)
BOUNDS |= dict.fromkeys(("unit", "context", "plural", "licence", "attribution"), 10_000)
BOUNDS |= dict.fromkeys(("comment", "hypothesis", "back_translation", "previous"), LONGEST)
_KEY = re.compile(r"[0-9a-f]{16}")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """languages: the two whose texts are wanted, source first where a file does not say; columns: of a table, by language,
    as a name or a number from 1; encoding: of a text file, empty to find out."""

    languages: tuple[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""

    def language(self, code: str) -> str | None:
        """Which of the two `code` is: the same, or the same before its region; case and `_` do not count, and `kor` or
        `Korean` is `ko`."""
        return _language(code, self.languages)


@lru_cache(maxsize=1_000)
def _language(code: str, languages: tuple[str, str]) -> str | None:
    code = code.strip().lower().replace("_", "-")
    return _among(code, {language.lower(): language for language in languages}) or _among(
        regional_code(code).lower() or code, {(regional_code(language) or language).lower(): language for language in languages}
    )


def _among(code: str, languages: Mapping[str, str]) -> str | None:
    """The one of `languages`, by its code in lower case, that a code is of."""
    if code in languages:
        return languages[code]
    near = [language for known, language in languages.items() if code.split("-")[0] == known.split("-")[0]]
    return near[0] if len(near) == 1 else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. row: its line or unit in the file, from 1; unit: what the file calls it; document: the name of the document
    that it is from; key: its id, where the file is an export of ours; state: one of STATES, empty for a pair that may be used;
    context: what tells equal sources apart (`msgctxt`); plural: the number or name of its plural form; previous: the source
    that the target was made for, where the file says that it was another. Empty is unknown."""

    row: int
    source: tuple[str, str]
    target: tuple[str, str]
    unit: str = ""
    document: str = ""
    key: str = ""
    kind: str = ""
    origin: str = ""
    status: str = ""
    licence: str = ""
    attribution: str = ""
    comment: str = ""
    model: str = ""
    revision: str = ""
    hypothesis: str = ""
    back_translation: str = ""
    nats: float = 0.0
    confidence: float = 1.0
    flags: tuple[str, ...] = ()
    scores: Mapping[str, Figure] = field(default_factory=dict)
    markup: Markup | None = None
    state: str = ""
    context: str = ""
    plural: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be said of a file that costs no row, as columns that were guessed; row 0 is the file."""

    row: int
    text: Message


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be taken, and why; row 0 is the file."""

    row: int
    reason: str


def key_of(value: Any) -> str:
    """`value` where it is an id of ours, else empty."""
    return value if isinstance(value, str) and _KEY.fullmatch(value) else ""


def fault(entry: Entry) -> str:
    """Why a text of this entry cannot stand in a corpus, or empty."""
    for language, text in (entry.source, entry.target):
        if "\0" in text:
            return f"the {language} text holds U+0000, which no database keeps"
        if not text.isascii() and (found := _SURROGATE.search(text)):
            return f"the {language} text holds half a surrogate pair, U+{ord(found[0]):04X}"
        if "\ufffd" in text:
            return f"the {language} text holds U+FFFD, which stands for a character that was lost"
        if len(text) > LONGEST:
            return f"the {language} text has {len(text):,} characters, over {LONGEST:,}"
        if pile(text) >= 0:
            return f"the {language} text has over {MARKS} marks on one letter"
    for name, longest in BOUNDS.items():
        if len(said := getattr(entry, name)) > longest:
            return f"its {name.replace('_', ' ')} has {len(said):,} characters, over {longest:,}"
    return _figure_fault(entry)


def _figure_fault(entry: Entry) -> str:
    """Why a figure of this entry cannot be kept, or empty: no JSON carries it, and a database takes it for none."""
    if not isfinite(entry.nats) or not isfinite(entry.confidence):
        return "its nats or its confidence are no finite number"
    wrong = next((name for name, figure in entry.scores.items() if not isfinite(figure.value)), "") if entry.scores else ""
    return f"its score {wrong} is no finite number" if wrong else ""


class Unwritable(FormatError):  # noqa: N818
    """A pair that a format cannot hold; the rest of the export is written."""
