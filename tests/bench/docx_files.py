"""DOCX files made of XML written by hand, for what no converter writes from a text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
ROOTS = {"header1": "hdr", "footer1": "ftr", "footnotes": "footnotes", "comments": "comments", "styles": "styles"}


def docx(body: str, *, prologue: str = "", files: Mapping[str, bytes] | None = None, **parts: str) -> bytes:
    """A file with this in its body. prologue: before its root; parts: what is in others (`header1`); files: more parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        types = f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", _relations({"word/document": "officeDocument"}))
        kinds = {name: name.rstrip("1") for name in parts}
        archive.writestr("word/_rels/document.xml.rels", _relations(kinds))
        archive.writestr("word/document.xml", f"{prologue}{_root('document', f'<w:body>{body}</w:body>')}")
        for name, inside in parts.items():
            archive.writestr(f"word/{name}.xml", _root(ROOTS[name], inside))
        for name, raw in (files or {}).items():
            archive.writestr(name, raw)
    return made.getvalue()


def _relations(kinds: Mapping[str, str]) -> str:
    found = [
        f'<Relationship Id="r{at}" Type="{_R}/{kind}" Target="{name}.xml"/>' for at, (name, kind) in enumerate(kinds.items())
    ]
    outside = f'<Relationship Id="x" Type="{_R}/header" Target="http://127.0.0.1:9/h.xml" TargetMode="External"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(found)}{outside}</Relationships>'


def _root(name: str, inside: str) -> str:
    return f'<w:{name} xmlns:w="{W}" xmlns:mc="{_MC}" xmlns:v="urn:schemas-microsoft-com:vml">{inside}</w:{name}>'


def p(*runs: str, style: str = "") -> str:
    """A paragraph."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{p(r(text))}</w:tc>" for text in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
