"""Tags of a few names in an XML file, in order, without a parser: what is broken between two of them spoils nothing else.

Comments, CDATA sections, instructions and the declarations of a DOCTYPE are stepped over, so that a tag inside one is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST = 16 << 20  # characters of one unit, or of a comment
TAG = 1 << 20  # characters of one tag, which is looked for again whenever more of the file is read
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]*+(?:\[.*?\]\s*)?>", re.DOTALL)
_CLOSERS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, or something stepped over (name is empty). start, stop: its place in `Scanner.text`; fault: what is wrong."""

    start: int
    stop: int
    line: int
    name: str = ""
    qualified: str = ""
    closes: bool = False
    empty: bool = False
    fault: str = ""


def tag_pattern(names: Sequence[str]) -> re.Pattern[str]:
    """Any tag of these names: whether it closes, its name with its prefix, without, and its attributes."""
    attributes = r"""[^<>"']*+(?:"[^"<]*+"[^<>"']*+|'[^'<]*+'[^<>"']*+)*+"""
    known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"<(/?)((?:[\w.-]+:)?({known}))(?=[\s/>])({attributes})>")


class Scanner:
    """text: what has been read and not been dropped; dropped: how much was."""

    def __init__(self, chunks: Iterator[str], names: Sequence[str]) -> None:
        self._chunks, self._done = chunks, False
        self.text, self._at, self._line, self._counted = "", 0, 1, 0
        self.dropped = 0
        self._declaration = False
        self._long: re.Match[str] | None = None  # the beginning of a tag that is too long
        self._begun = re.compile(rf"</?(?:[\w.-]+:)?(?:{'|'.join(map(re.escape, names))})\s")
        self._without: dict[str, int] = {}  # by closer: the place, in all characters, up to which it was looked for in vain
        self._token = re.compile(rf"<!--|<!\[CDATA\[|<\?|<!DOCTYPE\b|{tag_pattern(names).pattern}")

    def tag(self) -> Tag | None:
        """The next tag; None at the end."""
        found = self._next()
        if self._long:
            place, self._long = self._long.start(), None
            return Tag(
                place, self._at, self.line_of(place), fault=f"line {self.line_of(place)}: a tag of over {TAG:,} characters"
            )
        if not found:
            return None
        start, opener = found.start(), found[0]
        line = self.line_of(start)
        if opener in _CLOSERS:
            stop = self._find(_CLOSERS[opener], found.end())
            broken = f"line {line}: {opener} is never closed" if stop < 0 else ""
            self._at = stop + len(_CLOSERS[opener]) if stop >= 0 else found.end()
            return Tag(start, self._at, line, fault=broken)
        if opener == "<!DOCTYPE":
            # a file has one, and looking for the end of many would take time that grows with their square
            self._at = found.end() if self._declaration else self._declared(start, found.end())
            self._declaration = True
            return Tag(start, self._at, line)
        self._at = found.end()
        return Tag(start, self._at, line, found[3], found[2], found[1] == "/", found[4].endswith("/"))

    @property
    def at(self) -> int:
        """Where the next tag is looked for."""
        return self._at

    def skip(self, until: int) -> None:
        """Look for tags from there on."""
        self._at = until

    def line_of(self, place: int) -> int:
        self._line += self.text.count("\n", self._counted, place)
        self._counted = max(place, self._counted)
        return self._line - (self.text.count("\n", place, self._counted) if place < self._counted else 0)

    def drop(self, until: int) -> int:
        """Let go of the text before `until`; how much that was."""
        if until < 1 << 16:
            return 0
        self.line_of(until)
        self.dropped += until
        self.text, self._at, self._counted = self.text[until:], self._at - until, self._counted - until
        return until

    def _next(self) -> re.Match[str] | None:
        while True:
            found = self._token.search(self.text, self._at)
            if found or self._done:
                return found
            # a tag may be cut in two by the end of what was read
            begun = self.text.rfind("<", self._at)
            whole = begun < 0 or len(self.text) - begun < TAG
            self._at = begun if begun >= 0 and whole else len(self.text)
            self._long = None if whole else self._begun.match(self.text, begun)
            if self._long:
                return None
            self._more()

    def _find(self, closer: str, start: int) -> int:
        """Where `closer` stands, or -1; what is read in search of it stays."""
        begun = start
        start = max(start, self._without.get(closer, 0) - self.dropped)
        while True:
            found = self.text.find(closer, start)
            if found >= 0:
                return found
            start = max(start, len(self.text) - len(closer) + 1)
            if self._done or len(self.text) - begun > LONGEST:
                self._without[closer] = self.dropped + start
                return -1
            self._more()

    def _declared(self, start: int, otherwise: int) -> int:
        """The end of a DOCTYPE with its declarations, so that a bomb of entities is not even counted out."""
        while not (found := _DOCTYPE.match(self.text, start)) and not self._done and len(self.text) - start < LONGEST:
            self._more()
        return found.end() if found else otherwise

    def _more(self) -> None:
        part = next(self._chunks, None)
        self._done = part is None
        self.text += part or ""
