"""gettext PO: `msgid` is the source, `msgstr` the target; the head says the target's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from jjak.corpora.formats.entry import Entry, Refused, Wanted
from jjak.corpora.formats.streams import lines
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.pair import Pair, Status

_LINE = re.compile(r'\s*(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*)?"(.*)"\s*$')
_ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)")
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", '"': '"', "\\": "\\"}
_WRITTEN = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
_SPECIAL = re.compile(r'[\n\t\r"\\\a\b\f\v]')
_LANGUAGE = re.compile(r"^(X-Source-)?Language:[ \t]*(\S+)", re.MULTILINE)


class PoWriter(PairWriter):
    """`msgctxt` is the pair's id, so that equal sources keep their own translations."""

    def __init__(self, files: Sequence[BinaryIO], languages: tuple[str, str]) -> None:
        self._out, (self._source, self._target) = files[0], languages
        head = f"Language: {self._target}\nX-Source-Language: {self._source}\nX-Generator: jjak\n"
        head += "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
        self._out.write(f'msgid ""\nmsgstr ""\n{_quoted(head)}\n'.encode())

    def write(self, pair: Pair) -> None:
        texts = {pair.source.lang: pair.source.text, pair.target.lang: pair.target.text}
        comments = [f"# {line}" for line in pair.comment.splitlines()]
        comments += [f"#. {name}: {' '.join(value.split())}" for name, value in _facts(pair) if value]
        if pair.status is Status.UNREVIEWED:
            comments.append("#, fuzzy")
        body = [f"msgctxt {_quoted(pair.id)}", f"msgid {_quoted(texts[self._source])}"]
        body.append(f"msgstr {_quoted(texts[self._target])}")
        self._out.write(("\n" + "\n".join([*comments, *body]) + "\n").encode())


def _facts(pair: Pair) -> list[tuple[str, str]]:
    direction = f"{pair.source.lang}-{pair.target.lang}"
    facts = [("document", pair.name), ("direction", direction), ("origin", pair.origin), ("status", pair.status)]
    return [*facts, ("kind", pair.kind), ("licence", pair.licence)]


def _quoted(text: str) -> str:
    """A C string, a line of it for each line of the text."""
    escaped = _SPECIAL.sub(lambda found: _WRITTEN[found[0]], text)
    parts = [part for part in re.split(r"(?<=\\n)", escaped) if part] if "\n" in text else [escaped]
    return f'"{escaped}"' if len(parts) < 2 else '""\n' + "\n".join(f'"{part}"' for part in parts)


@dataclass(slots=True)
class _Message:
    row: int
    texts: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    last: str = ""
    fault: str = ""


@dataclass(slots=True)
class _Head:
    source: str
    target: str
    ours: bool = False


def read_po(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    """Entries by the line of their `msgid` or of what stands before it. Obsolete messages are left out."""
    head = _Head(*wanted.languages)
    for message in _messages(path, wanted.encoding):
        if message.fault:
            yield Refused(message.row, message.fault)
        elif message.texts.get("msgid") == "" and "msgctxt" not in message.texts:
            head = _head(message.texts.get("msgstr", ""), wanted)
        elif message.texts:
            yield from _entries(message, head)


def _head(text: str, wanted: Wanted) -> _Head:
    said = {bool(found[1]): wanted.language(found[2]) for found in _LANGUAGE.finditer(text)}
    target = said.get(False) or wanted.languages[1]
    other = next(language for language in wanted.languages if language != target)
    return _Head(other, target, "X-Generator: jjak" in text)


def _entries(message: _Message, head: _Head) -> Iterator[Entry | Refused]:
    texts = message.texts
    if "msgid" not in texts or not any(name.startswith("msgstr") for name in texts):
        yield Refused(message.row, "a message without " + ("msgstr" if "msgid" in texts else "msgid"))
        return
    forms = sorted((name for name in texts if name.startswith("msgstr[")), key=lambda name: int(name[7:-1]))
    sources = [texts["msgid"], texts.get("msgid_plural", texts["msgid"])]
    # a language without plurals, as Korean, has one form for both
    pairs = [(sources[min(at, 1)], texts[name]) for at, name in enumerate(forms)] or [(sources[0], texts.get("msgstr", ""))]
    if len(forms) == 1:
        pairs = [(sources[1], texts[forms[0]])]
    facts = message.facts if head.ours else {}
    for at, (source, target) in enumerate(pairs):
        a, b = (head.source, source), (head.target, target)
        if facts.get("direction") == f"{head.target}-{head.source}":
            a, b = b, a
        names = ("document", "origin", "status", "kind", "licence")
        unit = texts.get("msgctxt", "") + (f"[{at}]" if len(pairs) > 1 else "")
        key = unit if head.ours and re.fullmatch(r"[0-9a-f]{16}", unit) else ""
        flags = () if head.ours else tuple(sorted(message.flags & {"fuzzy"}))
        document, origin, status, kind, licence = (facts.get(name, "") for name in names)
        yield Entry(
            message.row,
            a,
            b,
            unit="" if key else unit,
            document=document,
            key=key,
            kind=kind,
            origin=origin,
            status=status,
            licence=licence,
            comment="\n".join(message.comments),
            flags=flags,
        )


def _messages(path: Path, encoding: str) -> Iterator[_Message]:
    message = _Message(1)
    for number, line in lines(path, encoding):
        if isinstance(line, Refused):
            yield _Message(number, fault=line.reason)
            continue
        if not line.strip() or _begins(message, line):
            yield message
            message = _Message(number)
        if line.startswith("#"):
            _comment(message, line)
        elif line.strip():
            _string(message, line)
    yield message


def _begins(message: _Message, line: str) -> bool:
    """Whether a line that follows a message without a blank line begins the next."""
    done = any(name.startswith("msgstr") for name in message.texts)
    return done and (line.startswith("#") or re.match(r"\s*(msgctxt|msgid)\b(?!_plural)", line) is not None)


def _comment(message: _Message, line: str) -> None:
    mark, rest = line[:2], line[2:].strip()
    if mark == "#,":
        message.flags |= {flag.strip() for flag in rest.split(",")}
    elif mark == "#.":
        name, _, value = rest.partition(": ")
        message.facts[name] = value
    elif mark in ("# ", "#"):
        message.comments.append(line[1:].removeprefix(" "))


def _string(message: _Message, line: str) -> None:
    found = _LINE.match(line)
    if found is None or not (found[1] or message.last) or re.search(r'(?<!\\)(?:\\\\)*"', found[2]):
        message.fault = message.fault or f"no PO: {line.strip()[:40]}"
        return
    name = found[1] or message.last
    if found[1] and name in message.texts:
        message.fault = message.fault or f"{name} twice in one message"
    message.last = name
    message.texts[name] = message.texts.get(name, "") + _ESCAPE.sub(_unescaped, found[2])


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    return chr(int(code, 8)) if code[0] in "01234567" else _PLAIN.get(code, code)
