"""The messages of a gettext PO file, as they stand there: strings joined and unescaped, comments by their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jjak.corpora.formats.entry import LONGEST, Refused
from jjak.corpora.formats.streams import lines

NEAR = 200  # characters of a line in which a broken keyword is looked for
_LINE = re.compile(r'\s*(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*)?"(.*)"\s*$')
_BEGINS = re.compile(r"\s*(msgctxt|msgid)\b(?!_plural)")
_NEARLY = re.compile(r'\s*\S*s?g(id|ctxt)\S*\s+"')
_ESCAPE = re.compile(r"((?:\\(?:[2-3][0-7]{2}|x[89A-Fa-f][0-9A-Fa-f]))+)|\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)")
_BYTE = re.compile(r"\\x?([0-9A-Fa-f]+)")
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", '"': '"', "\\": "\\"}
_QUOTE = re.compile(r'(?<!\\)(?:\\\\)*"')
_UNDECODED = re.compile("[\udc80-\udcff]")


@dataclass(slots=True)
class PoMessage:
    """row: the line that it begins on, comments included; texts, previous: by keyword; comments: a translator's; extracted: the
    programmer's, facts: those of the form `name: value`."""

    row: int
    texts: dict[str, str] = field(default_factory=dict)
    previous: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    obsolete: bool = False
    last: str = ""
    fault: str = ""

    @property
    def is_head(self) -> bool:
        return self.texts.get("msgid") == "" and "msgctxt" not in self.texts and not self.obsolete

    @property
    def forms(self) -> list[str]:
        """The keywords of its translations, in order."""
        found = [name for name in self.texts if name.startswith("msgstr")]
        return sorted(found, key=lambda name: int(name[7:-1][:9] or 0) if name.endswith("]") else -1)


def po_messages(path: Path, codec: str) -> Iterator[PoMessage]:
    """The messages in their order, the head among them; one that cannot be read has a fault."""
    message = PoMessage(1)
    for number, line in lines(path, codec, escaped=True):
        if isinstance(line, Refused):
            message.fault = message.fault or line.reason
            continue
        mark, rest = _parted(line)
        if not line.strip() or _begins(message, mark, rest):
            yield message
            message = PoMessage(number)
        if mark in ("|", "~|"):
            message.last = _previous(message, rest)
        elif mark == "" or mark == "~":
            message.obsolete = message.obsolete or mark == "~"
            if rest.strip():
                _string(message, number, rest, codec)
        else:
            _comment(message, mark, rest)
    yield message


def _parted(line: str) -> tuple[str, str]:
    """What a line is, by the mark after its `#` (empty for none), and the rest."""
    if not line.startswith("#"):
        return "", line
    if line.startswith("#~|"):
        return "~|", line[3:]
    mark = line[1:2]
    return (mark, line[2:]) if mark in ("~", "|", ",", ".", ":") else (" ", line[1:])


def _begins(message: PoMessage, mark: str, rest: str) -> bool:
    """Whether a line that follows a message without a blank line begins the next."""
    if not any(name.startswith("msgstr") for name in message.texts):
        return False
    if mark not in ("", "~"):
        return True
    # a line that is no part of a string and no beginning either is a fault of the next, not of this one
    spoilt = not _LINE.match(rest) and ('"' not in rest or _NEARLY.match(rest[:NEAR]) is not None)
    return _BEGINS.match(rest) is not None or spoilt


def _comment(message: PoMessage, mark: str, rest: str) -> None:
    if _UNDECODED.search(rest):
        return  # a name in another encoding does not cost the message
    if mark == ",":
        message.flags |= {flag.strip() for flag in rest.split(",")}
    elif mark == ".":
        message.extracted.append(rest.strip())
        name, _, value = rest.strip().partition(": ")
        message.facts[name] = value
    elif mark == " ":
        message.comments.append(rest.removeprefix(" "))


def _previous(message: PoMessage, rest: str) -> str:
    """Take in a line of what a message was before; the keyword that its next line may go on with."""
    found = _LINE.match(rest)
    if found and (found[1] or message.last):
        name = found[1] or message.last
        before = message.previous.get(name, "")
        message.previous[name] = before + _unescaped(found[2], "utf-8") if len(before) <= LONGEST else before
        return name
    return message.last


def _string(message: PoMessage, number: int, line: str, codec: str) -> None:
    found = _LINE.match(line)
    if found is None or not (found[1] or message.last) or ('"' in found[2] and _QUOTE.search(found[2])):
        message.fault = message.fault or f"no PO: {line.strip()[:40]}"
        return
    name = found[1] or message.last
    if found[1] and name in message.texts:
        message.fault = message.fault or f"{name} twice in one message"
    if wrong := _UNDECODED.search(line):
        shown = f"line {number}: byte 0x{ord(wrong[0]) - 0xDC00:02x} is not {codec or 'utf-8'}"
        message.fault = message.fault or shown
    message.last = name
    if len(message.texts.get(name, "")) > LONGEST:
        message.fault = message.fault or f"its {name} has over {LONGEST:,} characters"
        return
    message.texts[name] = message.texts.get(name, "") + _unescaped(found[2], codec or "utf-8")


def _unescaped(text: str, codec: str) -> str:
    return _ESCAPE.sub(lambda found: _character(found, codec), text) if "\\" in text else text


def _character(found: re.Match[str], codec: str) -> str:
    if found[1]:  # bytes of the file's encoding
        base = 16 if "x" in found[1] else 8
        raw = bytes(int(one[1], 16 if one[0][1] == "x" else base) & 0xFF for one in _BYTE.finditer(found[1]))
        try:
            return raw.decode(codec)
        except (UnicodeDecodeError, LookupError):
            return raw.decode("latin-1")
    code = found[2]
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    return chr(int(code, 8)) if code[0] in "01234567" else _PLAIN.get(code, code)
