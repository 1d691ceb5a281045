"""Translations into a DOCX file, in the place of its paragraphs' texts; parts of it that have none are copied as they are."""

from __future__ import annotations

import io
import zipfile
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby
from typing import Any, NamedTuple

from jjak.corpora.formats.distributed import distributed
from jjak.seeds.document import Span
from jjak.seeds.readers.docx import Paragraph, docx_text
from jjak.seeds.readers.docx_package import W, open_package

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# what follows `highlight` among the properties of a run; their order is fixed
_LATER = (
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
)
_AFTER = {f"{W}{name}" for name in _LATER}


class DocxSpan(NamedTuple):
    """A span of the document's text and what it becomes. marked: whether it is highlighted, as what nobody reviewed."""

    span: Span
    text: str
    marked: bool = False


class WrittenDocx(NamedTuple):
    """raw: the file's bytes; guessed: where formatting inside of a text was placed by its length; filled: texts that are a
    number or a date that a program fills in, and stay."""

    raw: bytes
    guessed: tuple[str, ...]
    filled: int = 0


class _Edit(NamedTuple):
    """Of a node: these of its characters become `text`."""

    start: int
    stop: int
    text: str
    marked: bool


def write_docx(raw: bytes, spans: Iterable[DocxSpan]) -> WrittenDocx:
    """The same file with translations in it.

    Args:
        raw: Its bytes.
        spans: In the order of its text, without overlap, each in one paragraph.

    Raises:
        DocumentError: Where it cannot be read.
    """
    package = open_package(raw)
    planned: dict[int, list[DocxSpan]] = defaultdict(list)
    placed = docx_text(package).paragraphs
    at = 0
    for one in spans:
        while at < len(placed) - 1 and placed[at][1].stop <= one.span.start:
            at += 1
        start = placed[at][1].start
        planned[at].append(one._replace(span=Span(one.span.start - start, one.span.stop - start)))
    guessed: dict[str, None] = {}
    filled = 0
    for at, some in planned.items():
        paragraph = placed[at][0]
        some_are = any(node.element is None for node in paragraph.nodes)
        own = [one for one in some if not _filled(paragraph, one)] if some_are else some
        filled += len(some) - len(own)
        if _written(paragraph, own):
            guessed[paragraph.place] = None
    names = {placed[at][0].part for at in planned}
    return WrittenDocx(_packed(raw, {name: package.parts[name] for name in names}), tuple(guessed), filled)


def _filled(paragraph: Paragraph, one: DocxSpan) -> bool:
    """Whether all of a text is what a program fills in."""
    starts = accumulate((len(node.text) for node in paragraph.nodes), initial=0)
    return all(
        node.element is None
        for node, start in zip(paragraph.nodes, starts, strict=False)
        if start < one.span.stop and start + len(node.text) > one.span.start
    )


def _written(paragraph: Paragraph, spans: Sequence[DocxSpan]) -> bool:
    """Put translations into a paragraph; whether formatting was placed by length."""
    guessed = False
    for each in (paragraph, *paragraph.twins):
        edits: dict[int, list[_Edit]] = defaultdict(list)
        starts = list(accumulate((len(node.text) for node in each.nodes), initial=0))
        for one in spans:
            guessed = _planned(each, starts, one, edits) or guessed
        for at, some in edits.items():
            _edited(each.nodes[at].element, some)
    return guessed


def _planned(paragraph: Paragraph, starts: Sequence[int], one: DocxSpan, edits: dict[int, list[_Edit]]) -> bool:
    """What becomes of each node that a span is in; whether a part has its place by length. starts: of each node. Neighbours
    that look the same are one piece, and get their translation in the first of them."""
    covered: list[tuple[int, int, int]] = []  # node, and which of its characters
    for at in range(max(0, bisect(starts, one.span.start) - 1), len(paragraph.nodes)):
        if starts[at] >= one.span.stop:
            break
        covered.append((at, max(0, one.span.start - starts[at]), min(starts[at + 1], one.span.stop) - starts[at]))

    def look(place: tuple[int, int, int]) -> object:
        node = paragraph.nodes[place[0]]
        return (place[0],) if node.element is None else node.form

    groups = [list(group) for _, group in groupby(covered, look)]
    pieces = ["".join(paragraph.nodes[at].text[start:stop] for at, start, stop in group) for group in groups]
    found = distributed(pieces, " ".join(one.text.split()))
    for group, text in zip(groups, _without_fixed(paragraph, groups, pieces, found.parts), strict=True):
        for number, (at, start, stop) in enumerate(group):
            if paragraph.nodes[at].element is not None:
                edits[at].append(_Edit(start, stop, "" if number else text, one.marked))
    return found.guessed


def _without_fixed(
    paragraph: Paragraph, groups: Sequence[Sequence[tuple[int, int, int]]], pieces: Sequence[str], parts: Sequence[str]
) -> list[str]:
    """The parts where what a program fills in stands already; what else fell to its place goes to a neighbour."""
    found = list(parts)
    before: list[str] = []  # what has no neighbour on its left
    last = -1
    for at, group in enumerate(groups):
        if paragraph.nodes[group[0][0]].element is not None:
            found[at] = "".join(before) + found[at]
            before, last = [], at
            continue
        rest = parts[at].replace(pieces[at].strip(), "", 1) if pieces[at].strip() else parts[at]
        found[at] = ""
        if last < 0:
            before.append(rest)
        else:
            found[last] += rest
    return found


def _edited(element: Any, edits: Sequence[_Edit]) -> None:
    text = element.text or ""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.stop :]
    element.text = text
    element.set(_SPACE, "preserve")
    if any(edit.marked and edit.text for edit in edits):
        _highlight(element.getparent())


def _highlight(run: Any) -> None:
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = run.makeelement(f"{W}rPr")
        run.insert(0, properties)
    if properties.find(f"{W}highlight") is None:
        at = next((at for at, one in enumerate(properties) if one.tag in _AFTER), len(properties))
        properties.insert(at, run.makeelement(f"{W}highlight", {f"{W}val": "yellow"}))


def _packed(raw: bytes, changed: dict[str, Any]) -> bytes:
    """The file with these parts in the place of those of the same names."""
    from lxml import etree

    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            root = changed.get(part.filename)
            held = (
                old.read(part)
                if root is None
                else etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            )
            new.writestr(part, held, part.compress_type)
    return made.getvalue()
