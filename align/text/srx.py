"""SRX 2.0, the form in which translation tools exchange segmentation rules: read, and ours written.

Expressions are ICU's. What the regex library writes in another way is translated; what it cannot do is refused by name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import regex

from jjak.align.text.sentence_rules import RULES, STANDALONE, Rule
from jjak.seeds.errors import FormatError
from jjak.seeds.file_bytes import read_given
from jjak.seeds.message import Message

NAMESPACE = "http://www.lisa.org/srx20"
LARGEST = 10_000_000  # bytes; the largest public rule set has under one million
_LANGUAGES = {"ko": "Korean", "en": "English"}
# what ICU or Java have and the regex library has not
_REFUSED = re.compile(r"\\p\{java\w+\}|\(\?[a-z]*w[a-z]*[):]|\\c.|\\0[0-7]+")
_QUOTED = re.compile(r"\\Q(.*?)(?:\\E|\Z)", re.DOTALL)
_CODE_POINT = re.compile(r"(?<!\\)((?:\\\\)*)\\x\{([0-9A-Fa-f]{1,6})\}")
_END = re.compile(r"(?<!\\)((?:\\\\)*)\\([zZ])")
_JAVA_UNICODE = re.compile(r"\(\?([a-z]*)U([a-z]*)\)")  # which every expression is here
_BACK_REFERENCE = re.compile(r"(?<!\\)(?:\\\\)*\\[1-9k]")


@dataclass(frozen=True)
class Srx:
    """A rule set. name: the file's; sha256: of its bytes; cascade: whether all groups that a language maps to hold, or the
    first; maps: expressions for language codes and the group of each; groups: by name."""

    name: str
    sha256: str
    cascade: bool
    maps: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[Rule, ...]], ...]

    def rules(self, language: str) -> tuple[Rule, ...]:
        """The rules for a language code, in the order in which they decide."""
        named = dict(self.groups)
        found = [name for expression, name in self.maps if regex.fullmatch(expression, language, regex.IGNORECASE)]
        return tuple(rule for name in (found if self.cascade else found[:1]) for rule in named[name])


def read_srx(path: Path) -> Srx:
    """The rules of a file; raises FormatError where it cannot be read, is no SRX, or has an expression that we cannot do."""
    data = read_given(path, LARGEST)
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise FormatError("{path}: {cause}", "Check that it is XML.", path=path, cause=str(error)) from error
    if _local(root) != "srx":
        found = _local(root)
        raise FormatError("{path}: the root element is {found}, not srx", "An SRX 2.0 file is needed.", path=path, found=found)
    return _rule_set(path, hashlib.sha256(data).hexdigest(), root)


def _rule_set(path: Path, digest: str, root: ElementTree.Element) -> Srx:
    header = next((child for child in root if _local(child) == "header"), None)
    cascade = header is not None and header.get("cascade", "no") == "yes"
    groups = tuple(
        (group.get("languagerulename", ""), tuple(_rules(path, group)))
        for group in root.iter()
        if _local(group) == "languagerule"
    )
    maps = tuple(
        (translated(path, "languagemap", place.get("languagepattern", "")), place.get("languagerulename", ""))
        for place in root.iter()
        if _local(place) == "languagemap"
    )
    missing = [name for _, name in maps if name not in dict(groups)]
    if missing:
        raise FormatError(
            "{path}: a languagemap names the rules '{name}', which there are not",
            "Name one of: {known}.",
            path=path,
            name=missing[0],
            known=", ".join(name for name, _ in groups),
        )
    if not maps:
        raise FormatError("{path}: no languagemap", "Say which languages the rules are for.", path=path)
    return Srx(path.name, digest, cascade, maps, groups)


def _rules(path: Path, group: ElementTree.Element) -> Iterator[Rule]:
    name = group.get("languagerulename", "")
    for number, rule in enumerate((child for child in group if _local(child) == "rule"), 1):
        place = f"{name}, rule {number}"
        parts = {_local(part): part.text or "" for part in rule}
        before, after = (translated(path, place, parts.get(side, "")) for side in ("beforebreak", "afterbreak"))
        yield Rule(place, rule.get("break", "yes") == "yes", before, after, path.name, ())


def translated(path: Path, place: str, expression: str) -> str:
    """An ICU expression as the regex library writes it; raises FormatError at what it cannot do."""
    refused = _REFUSED.search(expression) or _BACK_REFERENCE.search(expression)
    if refused:
        raise _wrong(path, place, expression, Message("{part} is not supported", {"part": refused[0]}))
    plain = _JAVA_UNICODE.sub(lambda found: f"(?{found[1]}{found[2]})" if found[1] or found[2] else "", expression)
    plain = _QUOTED.sub(lambda found: regex.escape(found[1], special_only=True), plain)
    plain = _CODE_POINT.sub(lambda found: found[1] + regex.escape(chr(int(found[2], 16)), special_only=True), plain)
    plain = _END.sub(lambda found: found[1] + (r"\Z" if found[2] == "z" else r"(?=\n?\Z)"), plain)
    try:
        regex.compile(plain, regex.VERSION1)
    except (regex.error, OverflowError, ValueError) as error:
        raise _wrong(path, place, expression, str(error)) from error
    return plain


def _wrong(path: Path, place: str, expression: str, cause: object) -> FormatError:
    return FormatError(
        "{path}: {place}: {expression}: {cause}",
        "Write the expression in another way.",
        path=path,
        place=place,
        expression=expression,
        cause=cause,
    )


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def srx_of(own: Callable[[str], tuple[Rule, ...]] = lambda _: ()) -> str:
    """Our rules as an SRX 2.0 file for other tools, after a user's own for a language; what kiwi knows is not in it."""
    from xml.sax.saxutils import quoteattr

    groups = _LANGUAGES | {"": "Other languages"}
    body = "".join(_group(name, own(language) + _standalone(language)) for language, name in groups.items())
    maps = "".join(
        f"      <languagemap languagepattern={quoteattr(_code(language))} languagerulename={quoteattr(name)}/>\n"
        for language, name in groups.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<srx xmlns="{NAMESPACE}" version="2.0">\n'
        '  <header segmentsubflows="yes" cascade="no">\n'
        '    <formathandle type="start" include="no"/>\n    <formathandle type="end" include="yes"/>\n'
        '    <formathandle type="isolated" include="no"/>\n  </header>\n'
        f"  <body>\n    <languagerules>\n{body}    </languagerules>\n    <maprules>\n{maps}    </maprules>\n  </body>\n</srx>\n"
    )


@cache
def _standalone(language: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES + STANDALONE if rule.holds_for(language))


def _code(language: str) -> str:
    return "".join(f"[{letter.upper()}{letter}]" for letter in language) + "([-_].*)?" if language else ".*"


def _group(name: str, rules: Sequence[Rule]) -> str:
    from xml.sax.saxutils import escape, quoteattr

    written = "".join(
        f'        <rule break="{"yes" if rule.breaks else "no"}">\n          <!-- {rule.name.replace("--", "- -")} -->\n'
        f"          <beforebreak>{escape(rule.before)}</beforebreak>\n          <afterbreak>{escape(rule.after)}</afterbreak>\n"
        "        </rule>\n"
        for rule in rules
    )
    return f"      <languagerule languagerulename={quoteattr(name)}>\n{written}      </languagerule>\n"
