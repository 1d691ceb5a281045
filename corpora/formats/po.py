"""gettext PO as we write it: `msgid` the source, `msgstr` the target, `msgctxt` the pair's id; languages in the head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import BinaryIO

from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.pair import Pair, Status

_WRITTEN = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
_SPECIAL = re.compile(r'[\n\t\r"\\\a\b\f\v]')


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
