"""The units of an XML file, one at a time: no entity is resolved, nothing is fetched, and a fault spoils its own unit only.

Each unit is cut out by its tags and parsed by itself, inside the tags of the elements that it stands in. What a broken unit, a
missing tag or a wrong declaration does to a parser can then reach no other unit. Where some hundred units in a row are sound
they are parsed at once, which gives the same (`unit_runs`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jjak.corpora.formats.declared_encoding import xml_encoding
from jjak.corpora.formats.entry import Wanted
from jjak.corpora.formats.markup_scanner import LONGEST, Scanner, Tag
from jjak.corpora.formats.streams import BROKEN, opened
from jjak.corpora.formats.unit_runs import Around, RunParser, shown
from jjak.seeds.limits import limits, too_much
from jjak.seeds.message import Message, message

SIZE = 1 << 16  # bytes that are read at once
FAULTS = 10_000  # faults of one file; after so many it is taken to be something else
_UNDECODED = re.compile("[\udc80-\udcff]")
_UNDECLARED = re.compile(r"Namespace prefix (\S+)")


@dataclass(frozen=True, slots=True)
class XmlForm:
    """units: what the elements to be read are called; holders: those around them, outermost first, whose attributes count;
    heads: those to be read besides; texts: what stands in units only, so that one outside has lost its unit."""

    units: Sequence[str]
    holders: Sequence[str]
    texts: Sequence[str]
    heads: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class XmlUnit:
    """row: its number among the units, from 1, 0 for the file or a head; element: None where there is none; line: where it
    begins; fault: what is wrong with it, or empty; note: what is to be said of the file."""

    row: int
    element: Any
    line: int = 0
    fault: str = ""
    note: Message | None = None


def units(path: Path, form: XmlForm, wanted: Wanted) -> Iterator[XmlUnit]:
    """The units and heads of a file, whatever their namespace, each valid until the next is asked for.

    What stands in no unit and looks as though it should, and an end that comes too early, is given as a fault.
    """
    try:
        codec, notes = xml_encoding(path, wanted.encoding, wanted.languages)
        yield from (XmlUnit(0, None, note=note) for note in notes)
        cutter = _Cutter(form, codec)
        yield from cutter.units(_chunks(path, codec))
    except (*BROKEN, UnicodeError) as error:
        yield XmlUnit(0, None, fault=f"the file is broken here: {error}"[:300])


def _chunks(path: Path, codec: str) -> Iterator[str]:
    wide = codec.startswith(("utf-16", "utf-32"))
    decoder = codecs.getincrementaldecoder(codec)("strict" if wide else "surrogateescape")
    with opened(path) as file:
        while part := file.read(SIZE):
            yield decoder.decode(part)
        yield decoder.decode(b"", final=True)


class _Cutter:
    """Cuts units out of a file, and keeps the tags that they stand in."""

    def __init__(self, form: XmlForm, codec: str) -> None:
        from lxml import etree

        self._form, self._codec, self._etree = form, codec, etree
        self._depth = limits().depth
        self._parser = etree.XMLParser(
            recover=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        self._stray = re.compile(rf"<(?:[\w.-]+:)?(?:{'|'.join(form.texts)})[\s/>]")
        self._runs = RunParser(form.units, form.holders, form.heads, form.texts)
        self._tried = 0  # the place, in all characters of the file, up to which units are cut one by one
        self._around: list[Around] = []  # the open elements, each as its tag on one line
        self._open: Tag | None = None
        self._gap = 0  # where what stands between two units begins
        self._row = self._faults = 0
        self._prefixes: set[str] = set()  # those that were not declared
        self._said: set[str] = set()  # those of them that were named

    def units(self, chunks: Iterator[str]) -> Iterator[XmlUnit]:
        try:
            yield from self._cut(chunks)
        except (*BROKEN, UnicodeError) as error:
            yield self._fault(f"the file is broken here: {error}")

    def _cut(self, chunks: Iterator[str]) -> Iterator[XmlUnit]:
        form = self._form
        self._scanner = scanner = Scanner(chunks, [*form.units, *form.holders, *form.heads])
        while tag := scanner.tag():
            if tag.fault:
                self._faults += 1
                yield XmlUnit(0, None, tag.line, tag.fault)
            if self._open is None:
                yield from self._outside(tag)
            else:
                yield from self._inside(tag, self._open)
            if self._open is None:
                self._gap = tag.stop - scanner.drop(tag.stop)
                yield from self._run()
            if self._faults > FAULTS:
                yield XmlUnit(0, None, fault=f"over {FAULTS:,} faults: this is no such file")
                return
        yield from self._ended(len(scanner.text))

    def _run(self) -> Iterator[XmlUnit]:
        """The units that follow, as many as can be parsed at once."""
        scanner = self._scanner
        if not self._around or scanner.at != self._gap or scanner.dropped + scanner.at < self._tried:
            return
        run, tried = self._runs.run(scanner.text, scanner.at, self._around)
        self._tried = scanner.dropped + tried
        if run is None:
            return
        for start, is_unit, element in run.found:
            self._row += is_unit
            yield XmlUnit(self._row if is_unit else 0, element, scanner.line_of(start))
        self._around = list(run.around)
        scanner.skip(run.stop)
        self._gap = run.stop - scanner.drop(run.stop)

    def _outside(self, tag: Tag) -> Iterator[XmlUnit]:
        """What a tag says that stands in no unit."""
        yield from self._lost(tag)
        form = self._form
        if tag.name in form.holders:
            if tag.closes:
                yield from self._left(tag)
            elif not tag.empty:
                if len(self._around) >= self._depth:
                    said = message("line {line}: over {most:,} elements in each other", line=tag.line, most=self._depth)
                    raise too_much("depth", said)
                self._around.append((shown(self._scanner.text, tag), tag))
        elif tag.name and not tag.closes:
            self._open = tag
            if tag.empty:
                yield from self._closed(tag, tag)

    def _inside(self, tag: Tag, opened_: Tag) -> Iterator[XmlUnit]:
        """What a tag says that stands in a unit which has begun."""
        if tag.stop - opened_.start > LONGEST:
            yield self._fault(f"line {opened_.line}: over {LONGEST:,} characters", opened_)
        elif tag.name == opened_.name and tag.closes:
            yield from self._closed(opened_, tag)
        elif tag.name in self._form.units or (tag.name in self._form.holders and tag.closes):
            yield self._fault(f"line {opened_.line}: <{opened_.qualified}> is never closed", opened_)
            self._open, self._gap = None, tag.start
            yield from self._outside(tag)

    def _closed(self, first: Tag, last: Tag) -> Iterator[XmlUnit]:
        self._open = None
        text = self._scanner.text[first.start : last.stop]
        if first.name in self._form.units:
            self._row += 1
        row = self._row if first.name in self._form.units else 0
        if found := _UNDECODED.search(text):
            line = first.line + text.count("\n", 0, found.start())
            wrong = f"line {line}: byte 0x{ord(found[0]) - 0xDC00:02x} is not {self._codec}"
            yield self._fault(wrong, first, row)
            return
        element, wrong = self._parsed(text, first)
        if self._prefixes - self._said:
            yield from self._undeclared(first.line)
        yield self._fault(wrong, first, row) if wrong else XmlUnit(row, element, first.line)

    def _parsed(self, text: str, first: Tag) -> tuple[Any, str]:
        """The element of a unit in the elements around it, and what is wrong with it."""
        before = "".join(tag for tag, _ in self._around)
        after = "".join(f"</{tag.qualified}>" for _, tag in reversed(self._around))
        try:
            element = self._etree.fromstring(f"{before}{text}{after}".encode(), self._parser)
        except (self._etree.LxmlError, ValueError) as error:
            return None, f"line {first.line}: {error}"
        if len(log := self._parser.error_log) and (worst := self._worst(log)):
            return None, f"line {first.line + worst.line - 1}: {worst.message.strip()}"
        for _ in self._around:
            element = element[0] if element is not None and len(element) else None
        if element is None:
            return None, f"line {first.line}: it cannot be told what stands in it"
        if "&" in text and (entity := next(iter(element.iter(self._etree.Entity)), None)) is not None:
            return None, f"line {first.line}: it uses the entity {entity.text[:40]}, and entities are not resolved"
        return element, ""

    def _worst(self, log: Any) -> Any:
        """The first error of the parser that costs the unit: no warning, and no prefix that is only to be named."""
        faults = [one for one in log if one.level_name != "WARNING"]
        foreign = [one for one in faults if one.domain_name == "NAMESPACE"]
        self._prefixes.update(found[1] for one in foreign if (found := _UNDECLARED.search(one.message)))
        return next((one for one in faults if one.domain_name != "NAMESPACE"), None)

    def _undeclared(self, line: int) -> Iterator[XmlUnit]:
        """What is to be said of prefixes that were not declared, each once."""
        for prefix in sorted(self._prefixes - self._said):
            said = message("the prefix {prefix} is not declared; it was read all the same", prefix=f"{prefix}:")
            yield XmlUnit(0, None, line, note=said)
        self._said |= self._prefixes

    def _left(self, tag: Tag) -> Iterator[XmlUnit]:
        """The end of an element around units."""
        names = [one.name for _, one in self._around]
        if tag.name not in names:
            yield self._fault(f"line {tag.line}: </{tag.qualified}> without <{tag.qualified}>", row=0)
        else:
            del self._around[len(names) - 1 - names[::-1].index(tag.name) :]

    def _lost(self, tag: Tag) -> Iterator[XmlUnit]:
        """What has lost its unit, before a tag: texts that stand in none, or an end without its beginning."""
        found = self._stray.search(self._scanner.text, self._gap, tag.start)
        ends = tag.closes and tag.name in self._form.units
        if found or ends:
            line = self._scanner.line_of(found.start() if found else tag.start)
            what = f"</{tag.qualified}> without <{tag.qualified}>" if ends else "a text that stands in no unit"
            self._row += 1
            yield self._fault(f"line {line}: {what}", row=self._row)

    def _ended(self, end: int) -> Iterator[XmlUnit]:
        line = self._scanner.line_of(end)
        if self._open:
            yield self._fault(f"line {self._open.line}: <{self._open.qualified}> is never closed: the file ends", self._open)
        else:
            yield from self._lost(Tag(end, end, line))
        if self._around:
            yield self._fault(f"line {line}: the file ends before </{self._around[-1][1].qualified}>", row=0)
        elif not self._row:
            yield self._fault(f"there is no <{self._form.units[0]}> in it", row=0)

    def _fault(self, wrong: str, unit: Tag | None = None, row: int | None = None) -> XmlUnit:
        self._faults += 1
        if row is None:
            self._open = None
            self._row += 1 if unit is None or unit.name in self._form.units else 0
            row = self._row if unit and unit.name in self._form.units else 0
        return XmlUnit(row, None, unit.line if unit else 0, wrong[:300])
