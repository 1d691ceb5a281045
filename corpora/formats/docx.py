"""Translations into a DOCX file, in the place of its paragraphs' texts; parts of it that have none are copied as they are."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
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
    """raw: the file's bytes; guessed: where formatting inside of a text was placed by its length."""

    raw: bytes
    guessed: tuple[str, ...]


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
    guessed = [placed[at][0].place for at, some in planned.items() if _written(placed[at][0], some)]
    names = {placed[at][0].part for at in planned}
    return WrittenDocx(_packed(raw, {name: package.parts[name] for name in names}), tuple(dict.fromkeys(guessed)))


def _written(paragraph: Paragraph, spans: Sequence[DocxSpan]) -> bool:
    """Put translations into a paragraph; whether formatting was placed by length."""
    guessed = False
    for each in (paragraph, *paragraph.twins):
        edits: dict[int, list[_Edit]] = defaultdict(list)
        for one in spans:
            guessed = _planned(each, one, edits) or guessed
        for at, some in edits.items():
            _edited(each.nodes[at].element, some)
    return guessed


def _planned(paragraph: Paragraph, one: DocxSpan, edits: dict[int, list[_Edit]]) -> bool:
    """What becomes of each node that a span is in; whether a part has its place by length. Neighbours that look the same are
    one piece, and get their translation in the first of them."""
    covered: list[tuple[int, int, int]] = []  # node, and which of its characters
    begin = 0
    for at, node in enumerate(paragraph.nodes):
        start, stop = max(0, one.span.start - begin), min(len(node.text), one.span.stop - begin)
        if start < stop:
            covered.append((at, start, stop))
        begin += len(node.text)

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
    fixed = [paragraph.nodes[group[0][0]].element is None for group in groups]
    for at, part in enumerate(parts):
        if not fixed[at] or not part:
            continue
        found[at] = ""
        rest = part.replace(pieces[at].strip(), "", 1) if pieces[at].strip() else part
        near = sorted((other for other in range(len(parts)) if not fixed[other]), key=lambda other: abs(other - at))
        if rest and near:
            found[near[0]] = found[near[0]] + rest if near[0] < at else rest + found[near[0]]
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
