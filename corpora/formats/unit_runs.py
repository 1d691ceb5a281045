"""Runs of sound units, parsed at once: a parser's start costs more than most units do.

A run is taken only where its text is well-formed inside the elements around it, and where every unit stands where units are cut
one by one; the caller then gets what it would have got for each by itself. Anything else is no run, and is left to be cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jjak.corpora.formats.markup_scanner import Tag, tag_pattern

LONGEST = 1 << 20  # characters that are parsed at once; 0 cuts all units one by one
# an open element: its tag on one line, and where it was found
Around = tuple[str, Tag]
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Run:
    """found: where each unit or head begins, whether it is a unit, and its element; around: the elements open after it."""

    found: Sequence[tuple[int, bool, Any]]
    around: Sequence[Around]
    stop: int


def shown(text: str, tag: Tag) -> str:
    """A tag on one line, so that lines count from the unit inside it."""
    return _BLANKS.sub(" ", text[tag.start : tag.stop])


class RunParser:
    def __init__(self, units: Sequence[str], holders: Sequence[str], heads: Sequence[str], texts: Sequence[str]) -> None:
        from lxml import etree

        self._etree, self._units, self._holders = etree, frozenset(units), frozenset(holders)
        # unlike the parser of single units this one stops at the first fault
        self._parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
        )
        names = (*units, *holders, *heads)
        self._ends = [f"</{name}>" for name in units]
        self._tag = re.compile(rf"<(/?)({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?=[\s/>])")
        self._holder = tag_pattern(holders)
        self._watched = [f"{{*}}{name}" for name in (*names, *texts)]
        self._names = {name: name for name in names}

    def run(self, text: str, start: int, around: Sequence[Around]) -> tuple[Run | None, int]:
        """The run of units that begins at `start`, or None, and where what was tried ends: at `start` where nothing was."""
        stop = max(at + len(end) if (at := text.rfind(end, start)) >= 0 else start for end in self._ends)
        if not start < stop <= start + LONGEST:
            return None, start
        tags = [found for found in self._tag.finditer(text, start, stop) if not found[1] or found[2] in self._holders]
        after = self._after(text, tags, around)
        return (self._parsed(text[start:stop], stop, tags, around, after) if after else None), stop

    def _after(self, text: str, tags: Sequence[re.Match[str]], around: Sequence[Around]) -> list[Around]:
        """The elements open after these tags; none where they do not nest."""
        left = list(around)
        for found in tags:
            if found[2] not in self._holders:
                continue
            if found[1]:
                if not left or left.pop()[1].qualified != found[2]:
                    return []
            elif not (whole := self._holder.match(text, found.start())):
                return []
            elif not whole[4].endswith("/"):
                tag = Tag(whole.start(), whole.end(), 0, whole[3], whole[2])
                left.append((shown(text, tag), tag))
        return left

    def _parsed(
        self, text: str, stop: int, tags: Sequence[re.Match[str]], around: Sequence[Around], after: Sequence[Around]
    ) -> Run | None:
        before = "".join(tag for tag, _ in around)
        closed = "".join(f"</{tag.qualified}>" for _, tag in reversed(after))
        try:
            root = self._etree.fromstring(f"{before}{text}{closed}".encode(), self._parser)
        except (self._etree.LxmlError, ValueError):
            return None
        if any(one.level_name != "WARNING" for one in self._parser.error_log):
            return None  # such as a prefix that was not declared, which is to be said
        openers = [found for found in tags if not found[1]]
        # the elements around come first, but for the root, which is what was walked
        elements = list(self._walked(root))[len(around) - 1 :]
        if len(elements) != len(openers) or None in elements:
            return None
        both = zip(openers, elements, strict=True)
        return Run([(tag.start(), tag[2] in self._units, one) for tag, one in both if tag[2] not in self._holders], after, stop)

    def _walked(self, holder: Any) -> Iterator[Any]:
        """The holders, units and heads in a holder, in order; None for what cutting would not step over."""
        for child in holder:
            name = self._name(child.tag)
            if name and child.prefix:
                yield None  # its tag was not found, since it is looked for without a prefix
            elif name in self._holders:
                yield child
                yield from self._walked(child)
            elif name:
                yield child
            elif next(child.iter(*self._watched), None) is not None:
                yield None

    def _name(self, tag: str) -> str:
        """The name of a tag that is looked for, without its namespace; empty for another."""
        known = self._names.get(tag)
        if known is None:
            known = self._names[tag] = self._names.get(tag.rpartition("}")[2], "")
        return known
