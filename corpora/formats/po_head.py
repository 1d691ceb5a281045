"""A PO file's head and what it says: encoding, languages, plural forms; and which way the file goes where it is silent."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from jjak.align.text.language_names import declared_in_path, regional_code
from jjak.corpora.formats.directions import Votes, told_apart
from jjak.corpora.formats.entry import Note, Wanted
from jjak.corpora.formats.streams import opened
from jjak.seeds.errors import FormatError
from jjak.seeds.message import message

# fields that name the target's language, the standard one first
_TARGET = ("language", "x-language", "x-language-code", "x-poedit-language", "x-crowdin-language", "x-locale")
_SOURCE = ("x-source-language", "x-poedit-source-language", "x-loco-source-locale")
_CONTENT = re.compile(rb'[^\S\n]*+"[^\n]*?Content-Type:([^\n]*)', re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*([\w.:-]+)", re.IGNORECASE)
_PLURALS = re.compile(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;\\]+)")
_DEFAULT = ("ko", "en")  # the languages where nobody says any, whose order nobody has said either


@dataclass(frozen=True, slots=True)
class PoHead:
    """fields: by name, in lower case."""

    fields: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> PoHead:
        parts = (line.partition(":") for line in text.splitlines())
        return cls({name.strip().lower(): value.strip() for name, colon, value in parts if colon})

    @property
    def ours(self) -> bool:
        return self.fields.get("x-generator") == "jjak"

    @property
    def target(self) -> str:
        return next((code for name in _TARGET if (code := regional_code(self.fields.get(name, "")))), "")

    @property
    def source(self) -> str:
        return next((code for name in _SOURCE if (code := regional_code(self.fields.get(name, "")))), "")

    @property
    def team(self) -> str:
        """The language by the name of its team: `Korean <ko@li.org>`."""
        return regional_code(self.fields.get("language-team", "").partition("<")[0])

    def singular(self, forms: int) -> int:
        """The number of the plural form that is for one thing; -1 where a form is for one and for many."""
        found = _PLURALS.search(self.fields.get("plural-forms", ""))
        if forms == 1 or (found and found[1] == "1"):
            return -1
        return _plural(found[2].strip())(1) if found else 0


def _plural(rule: str) -> Callable[[int], int]:
    try:
        return gettext.c2py(rule)
    except (ValueError, RecursionError):
        return lambda n: int(n != 1)


def charset(path: Path) -> str:
    """The encoding that the head names; empty where it is missing or still the template's word."""
    with opened(path) as file:
        lines = file.read(1 << 18).replace(b"\r", b"\n").split(b"\n")
    said = (found[1] for line in lines if (found := _CONTENT.match(line)))
    found = next((named for rest in said if (named := _CHARSET.search(rest))), None)
    label = found[1].decode("ascii") if found else ""
    return "" if label.upper() == "CHARSET" else label


def direction(head: PoHead, path: Path, votes: Votes, wanted: Wanted, *, keyed: bool) -> tuple[tuple[str, str], list[Note]]:
    """From which language to which a file goes: by its head, its name, or the letters of its texts.

    Raises FormatError where it is of another language, and where nothing says it.
    """
    said = head.target or declared_in_path(path, wanted.languages) or head.team
    if not said:
        return _by_letters(votes, wanted)
    target = wanted.language(said)
    first, second = wanted.languages
    if target is None:
        raise FormatError(
            "its language is {said}, and {a} and {b} were asked for",
            "Say its two languages with --languages en,{said}.",
            said=said,
            a=first,
            b=second,
        )
    source = wanted.language(head.source) if head.source else next(one for one in wanted.languages if one != target)
    if source is None or source == target:
        raise FormatError(
            "it is from {source} to {said}, not of {a} and {b}",
            "Say its two languages with --languages {source},{said}.",
            source=head.source,
            said=said,
            a=first,
            b=second,
        )
    return _held_against(votes, (source, target), head, keyed=keyed)


def _held_against(votes: Votes, said: tuple[str, str], head: PoHead, *, keyed: bool) -> tuple[tuple[str, str], list[Note]]:
    source, target = said
    if votes.denies(said):
        told = message(
            "it says that it is in {target}, and its texts are from {target} to {source}: taken so",
            source=source,
            target=target,
        )
        return (target, source), [Note(0, told)]
    english = target.split("-")[0] == "en" and votes.of_one_language()
    if not keyed and not head.source and (english or votes.lacks_source(source)):
        raise FormatError(
            "its message ids are not in {source}, and it is in {target}",
            "Say the language of its message ids, which is English as a rule, and its own with --languages.",
            source=source,
            target=target,
        )
    return said, []


def _by_letters(votes: Votes, wanted: Wanted) -> tuple[tuple[str, str], list[Note]]:
    first, second = wanted.languages
    if found := votes.direction():
        told = message("it says no language; by its letters it is from {source} to {target}", source=found[0], target=found[1])
        return found, [Note(0, told)]
    if missing := votes.missing():
        raise FormatError(
            "it says no language, and no text in it is in {missing}",
            "Say its two languages with --languages, the source first.",
            missing=missing,
        )
    if told_apart(wanted.languages) and wanted.languages == _DEFAULT:
        raise FormatError(
            "neither its head nor its letters say which language is its source",
            "Say it with --languages {second},{first}, the source first.",
            first=first,
            second=second,
        )
    told = message("it says no language; {source} to {target} was taken, as asked", source=first, target=second)
    return wanted.languages, [Note(0, told)]
