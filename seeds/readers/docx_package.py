"""A DOCX file as its parts: which hold text, and what else is in it that is not read.

Nothing that a part points to outside of the file is followed, and macros and embedded files are left alone.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jjak.seeds.errors import DocumentError, LimitError
from jjak.seeds.zip_limits import check_parts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# the kinds of parts that text is in, in the order that they are read in
_TEXTS = ("footnotes", "endnotes", "header", "footer")
# what of a document is named and not read, by what its part's name begins with
_UNREAD = {
    "charts": "word/charts/chart",
    "diagrams": "word/diagrams/data",
    "embedded files": "word/embeddings/",
    "macros": "word/vbaProject",
}


@dataclass(frozen=True, slots=True)
class DocxPackage:
    """parts: XML trees of those that hold text, by name, the main one first; styles: what each style's id is; unread: how many
    parts are of each kind that is not read."""

    parts: Mapping[str, Any]
    styles: Mapping[str, str]
    unread: Mapping[str, int]


def open_package(raw: bytes) -> DocxPackage:
    """The parts of a DOCX file's bytes; raises DocumentError where it is none, is broken, or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            check_parts(archive.infolist())
            return _package(archive)
    except LimitError as error:
        raise DocumentError(error.message, error.remedy) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise DocumentError("no sound DOCX file: {error}", "Open it in Word and save it again.", error=str(error)) from error


def _package(archive: zipfile.ZipFile) -> DocxPackage:
    main = next(iter(_related(archive, "", "officeDocument")), "word/document.xml")
    names = set(archive.namelist())
    if main not in names:
        raise DocumentError("no sound DOCX file: it has no {part}", "Open it in Word and save it again.", part=main)
    wanted = [main, *(name for kind in _TEXTS for name in sorted(_related(archive, main, kind), key=_number))]
    styles = next(iter(_related(archive, main, "styles")), "")
    return DocxPackage(
        {name: _tree(archive, name) for name in dict.fromkeys(wanted) if name in names},
        _styles(_tree(archive, styles)) if styles in names else {},
        {kind: sum(name.startswith(begin) for name in names) for kind, begin in _UNREAD.items()}
        | {"comments": sum(_comments(archive, name) for name in _related(archive, main, "comments") if name in names)},
    )


def _comments(archive: zipfile.ZipFile, part: str) -> int:
    return sum(1 for _ in _tree(archive, part).iter(f"{W}comment"))


def _number(name: str) -> tuple[int, str]:
    return len(name), name


def _related(archive: zipfile.ZipFile, part: str, kind: str) -> list[str]:
    """The parts of a kind that a part points to, inside of the file."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in archive.namelist():
        return []
    found = []
    for one in _tree(archive, relations).iter(_RELATIONS):
        if str(one.get("Type", "")).endswith(f"/{kind}") and one.get("TargetMode") != "External":
            target = str(one.get("Target", ""))
            found.append(target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target)))
    return found


def _tree(archive: zipfile.ZipFile, name: str) -> Any:
    """The root of a part; entities are not resolved, and nothing is fetched."""
    from lxml import etree

    raw = archive.read(name)
    if _STRICT in raw[:4_000]:
        raise DocumentError("it is in the form Strict Open XML", "Save it in Word as a Word document (*.docx).")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(
            "no sound DOCX file: {part}: {error}", "Open it in Word and save it again.", part=name, error=str(error)
        ) from error
    if root.getroottree().docinfo.doctype:
        raise DocumentError(
            "no sound DOCX file: {part} declares a document type", "Such a file was not made by Word.", part=name
        )
    return root


def _styles(root: Any) -> dict[str, str]:
    """What each style of paragraphs is, `heading`, `caption`, `contents` or `list`, by its own name or that of what it is based
    on; others are left out."""
    styles = {str(one.get(f"{W}styleId")): one for one in root.iter(f"{W}style") if one.get(f"{W}type") == "paragraph"}
    found: dict[str, str] = {}
    for id_ in styles:
        at, seen = id_, set[str]()
        while at in styles and at not in seen:
            seen.add(at)
            if kind := _kind(styles[at]):
                found[id_] = kind
                break
            based = styles[at].find(f"{W}basedOn")
            at = "" if based is None else str(based.get(f"{W}val"))
    return found


def _kind(style: Any) -> str:
    named = style.find(f"{W}name")
    name = "" if named is None else str(named.get(f"{W}val", "")).lower()
    level = style.find(f"{W}pPr/{W}outlineLvl")
    if name.startswith(("heading", "title", "subtitle")) or (level is not None and level.get(f"{W}val") != "9"):
        return "heading"
    if name.startswith(("toc ", "table of figures")):
        return "contents"
    return "caption" if name.startswith("caption") else "list" if name.startswith("list") else ""
