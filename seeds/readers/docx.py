"""The reader for DOCX files: their paragraphs, wherever they stand, as one text with a blank line after each.

Read are the body with its lists, tables and text boxes, then footnotes, endnotes, headers and footers, as they are when all
tracked changes are accepted. `read_paragraphs` gives them with their places in the XML, by which a translation is put in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jjak.seeds.document import Block, Kind, Span
from jjak.seeds.errors import DocumentError
from jjak.seeds.ledger import Fate, Part, Reason
from jjak.seeds.message import Message, counted
from jjak.seeds.readers.docx_package import DocxPackage, W, open_package

READER = "docx"
BETWEEN = "\n\n"
DEEPEST = 60  # elements in each other; Word itself nests tables in a few
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {f"{W}del", f"{W}moveFrom"}
_NUMBERS = ("PAGE", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME", "SAVEDATE", "PRINTDATE")  # fields that a program fills in
_STYLED = {"heading": Kind.HEADING, "caption": Kind.CAPTION, "list": Kind.ITEM}


class TextNode(NamedTuple):
    """A run of text. element: its `w:t`, None where it is a tab, a line break or a number that a program fills in; form: the
    same for runs that look the same."""

    element: Any
    text: str
    form: object = None


@dataclass(slots=True)
class Paragraph:
    """part: of the file; place: where a person finds it; row: of a table, its number in the document and the row's and the
    column's, from 1; twins: the same paragraph as older programs see it; contents: of a table of contents, which programs make
    of the headings."""

    kind: Kind
    part: str
    place: str
    nodes: list[TextNode] = field(default_factory=list)
    row: tuple[int, int, int] | None = None
    twins: list[Paragraph] = field(default_factory=list)
    contents: bool = False

    @property
    def text(self) -> str:
        return "".join(node.text for node in self.nodes)


class DocxText(NamedTuple):
    text: str
    blocks: tuple[Block, ...]
    apart: tuple[Part, ...]
    paragraphs: tuple[tuple[Paragraph, Span], ...]
    warnings: tuple[Message, ...]


def read_docx(raw: bytes) -> DocxText:
    """The text of a DOCX file's bytes; raises DocumentError where it has none, is broken, or is too much work."""
    return docx_text(open_package(raw))


def docx_text(package: DocxPackage) -> DocxText:
    """The text of an opened file."""
    walk = _Walk(package)
    for name, root in package.parts.items():
        walk.part(name, root)
    parts: list[str] = []
    placed: list[tuple[Paragraph, Span]] = []
    at = 0
    for paragraph in walk.paragraphs:
        text = paragraph.text
        if text.strip():
            placed.append((paragraph, Span(at, at + len(text))))
            parts += [text, BETWEEN]
            at += len(text) + len(BETWEEN)
    if not placed:
        raise DocumentError("a DOCX file without text", "What it shows may be pictures.")
    blocks = tuple(Block(paragraph.kind, span) for paragraph, span in placed if not paragraph.contents)
    apart = tuple(Part(span, Fate.LEFT_OUT, Reason.NAVIGATION) for paragraph, span in placed if paragraph.contents)
    return DocxText("".join(parts), blocks, apart, tuple(placed), tuple(_warnings(package, walk)))


def _warnings(package: DocxPackage, walk: _Walk) -> Iterator[Message]:
    if walk.deleted:
        yield counted("{count} tracked deletion is left out", "{count:,} tracked deletions are left out", walk.deleted)
    if count := package.unread["comments"]:
        yield counted("{count} comment is not read", "{count:,} comments are not read", count)
    if count := package.unread["charts"] + package.unread["diagrams"]:
        yield counted(
            "the text of {count} chart or diagram is not read", "the text of {count:,} charts and diagrams is not read", count
        )
    if count := package.unread["embedded files"]:
        yield counted("{count} embedded file is not read", "{count:,} embedded files are not read", count)


class _Walk:
    """Goes through the parts in the order that they are read in."""

    def __init__(self, package: DocxPackage) -> None:
        self._styles = package.styles
        self.paragraphs: list[Paragraph] = []
        self.deleted = 0
        self._kind, self._where, self._count = Kind.TEXT, "paragraph", 0
        self._tables = 0
        self._part = ""
        self._cell: tuple[int, int, int] | None = None

    def part(self, name: str, root: Any) -> None:
        stem = name.rpartition("/")[2].removesuffix(".xml")
        kinds = {"foot": Kind.NOTE, "endn": Kind.NOTE, "head": Kind.MARGIN}
        self._kind = kinds.get(stem[:4], Kind.TEXT)
        if stem.startswith("footer"):
            self._kind = Kind.MARGIN
        self._where = "paragraph" if self._kind is Kind.TEXT else f"{stem}, paragraph"
        self._part, self._count = name, 0
        for part in root if self._kind is Kind.NOTE else [root]:
            if part.get(f"{W}type") not in ("separator", "continuationSeparator", "continuationNotice"):
                self._blocks(part, 0)

    def _blocks(self, parent: Any, depth: int) -> None:
        if depth > DEEPEST:
            raise DocumentError("over {most} elements in each other", "Open it in Word and save it again.", most=DEEPEST)
        for one in parent:
            if one.tag == f"{W}p":
                self._paragraph(one, depth)
            elif one.tag == f"{W}tbl":
                self._table(one, depth)
            elif one.tag in _GONE:
                self.deleted += 1
            elif isinstance(one.tag, str) and one.tag != f"{W}sectPr":
                self._blocks(one, depth + 1)

    def _table(self, table: Any, depth: int) -> None:
        self._tables += 1
        number, outer = self._tables, self._cell
        for y, row in enumerate(table.iter(f"{W}tr"), 1):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue  # of a table in a cell
            cells = [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]
            for x, cell in enumerate(cells, 1):
                self._cell = (number, y, x)
                self._blocks(cell, depth + 1)
        self._cell = outer

    def _paragraph(self, element: Any, depth: int) -> None:
        self._count += 1
        kind, contents = self._kind_of(element)
        place = f"{self._where} {self._count}"
        if self._cell:
            place = "table {}, row {}, cell {}".format(*self._cell)
        found = Paragraph(kind, self._part, place, row=self._cell, contents=contents)
        self.paragraphs.append(found)
        boxes: list[Any] = []
        _Runs(self, found, boxes).walk(element)
        for box in boxes:
            self._box(box, depth)

    def _kind_of(self, element: Any) -> tuple[Kind, bool]:
        style = element.find(f"{W}pPr/{W}pStyle")
        named = "" if style is None else self._styles.get(str(style.get(f"{W}val")), "")
        kind = _STYLED.get(named, Kind.TEXT)
        if kind is Kind.TEXT and element.find(f"{W}pPr/{W}numPr") is not None:
            kind = Kind.ITEM
        if self._cell and kind is not Kind.HEADING:
            kind = Kind.CELL
        return (self._kind if self._kind is not Kind.TEXT else kind), named == "contents"

    def _box(self, box: Any, depth: int) -> None:
        """The text of a text box; where older programs have a form of their own for it, both are one."""
        choice = box if box.tag != f"{_MC}AlternateContent" else next(iter(box.iter(f"{_MC}Choice")), box)
        found = self._contents(choice, depth)
        if choice is not box and (fallback := next(iter(box.iter(f"{_MC}Fallback")), None)) is not None:
            deleted, tables, count = self.deleted, self._tables, self._count
            others = self._contents(fallback, depth)
            self.deleted, self._tables, self._count = deleted, tables, count
            if [one.text for one in others] == [one.text for one in found]:
                for one, other in zip(found, others, strict=True):
                    one.twins.append(other)
        self.paragraphs += found

    def _contents(self, box: Any, depth: int) -> list[Paragraph]:
        before, self.paragraphs = self.paragraphs, []
        for contents in [one for one in box.iter(f"{W}txbxContent") if not _inside(one, box)]:
            self._blocks(contents, depth + 10)  # a box in a box costs more than a table
        found, self.paragraphs = self.paragraphs, before
        return found


def _inside(contents: Any, box: Any) -> bool:
    """Whether it is part of another text box, which is walked with that one."""
    for one in contents.iterancestors():
        if one is box:
            return False
        if one.tag == f"{W}txbxContent":
            return True
    return False


class _Runs:
    """The runs of a paragraph. boxes: gets what holds text boxes."""

    def __init__(self, walk: _Walk, paragraph: Paragraph, boxes: list[Any]) -> None:
        self._walk, self._nodes, self._boxes = walk, paragraph.nodes, boxes
        self._link: Any = None
        self._fields: list[str] = []  # of each that is open, what it is

    def walk(self, parent: Any) -> None:
        for one in parent:
            if one.tag == f"{W}r":
                self._run(one)
            elif one.tag in _GONE:
                self._walk.deleted += 1
            elif one.tag == f"{W}hyperlink":
                before, self._link = self._link, one
                self.walk(one)
                self._link = before
            elif one.tag == f"{W}fldSimple":
                self._fields.append(str(one.get(f"{W}instr", "")))
                self.walk(one)
                self._fields.pop()
            elif isinstance(one.tag, str) and one.tag not in (f"{W}pPr", f"{W}sdtPr"):
                self.walk(one)

    def _run(self, run: Any) -> None:
        form = (_form(run.find(f"{W}rPr")), self._link)
        filled = any(name.split()[:1] and name.split()[0].upper() in _NUMBERS for name in self._fields)
        for one in run:
            if one.tag == f"{W}t" and one.text:
                self._nodes.append(TextNode(None if filled else one, one.text, form))
            elif one.tag in (f"{W}tab", f"{W}ptab"):
                self._nodes.append(TextNode(None, "\t"))
            elif one.tag in (f"{W}br", f"{W}cr"):
                self._nodes.append(TextNode(None, "\n"))
            elif one.tag == f"{W}noBreakHyphen":
                self._nodes.append(TextNode(None, "\u2011"))
            elif one.tag == f"{W}ruby":
                for base in one.iter(f"{W}rubyBase"):
                    self.walk(base)
            elif one.tag == f"{W}fldChar":
                self._field(str(one.get(f"{W}fldCharType")))
            elif one.tag == f"{W}instrText" and self._fields:
                self._fields[-1] += one.text or ""
            elif one.tag in (f"{_MC}AlternateContent", f"{W}drawing", f"{W}pict", f"{W}object"):
                self._boxes.append(one)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields:
            self._fields.pop()


def _form(properties: Any) -> tuple[object, ...]:
    """What of a run's properties people see: not its language, nor which font a program took for its script."""
    if properties is None:
        return ()
    unseen = {f"{W}{name}" for name in ("lang", "noProof", "rFonts", "szCs", "bCs", "iCs", "kern", "rPrChange", "ins")}
    return tuple(sorted((one.tag, tuple(sorted(one.attrib.items()))) for one in properties if one.tag not in unseen))
