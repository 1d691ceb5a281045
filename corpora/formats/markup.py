"""Inline elements of TMX and XLIFF: what they enclose for a reader, and how an export gives them back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

XML = "http://www.w3.org/XML/1998/namespace"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# elements that enclose code of the original file; what any other encloses, be it of another standard, is text to be read
_CODE = {"bpt", "ept", "ph", "it", "ut"}
# what may stand in a text, with what it must have
_ELEMENTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "tmx": {"bpt": ("i",), "ept": ("i",), "it": ("pos",), "ph": (), "hi": (), "ut": (), "sub": ()},
    "xliff": {
        "g": ("id",),
        "x": ("id",),
        "bx": ("id",),
        "ex": ("id",),
        "bpt": ("id",),
        "ept": ("id",),
        "ph": ("id",),
        "it": ("id", "pos"),
        "mrk": ("mtype",),
        "sub": (),
    },
    "xliff2": {
        "pc": ("id",),
        "ph": ("id",),
        "sc": (),
        "ec": (),
        "mrk": ("id",),
        "sm": ("id",),
        "em": ("startRef",),
        "cp": ("hex",),
    },
}
# references to data that stands outside the text and is not kept
_DROPPED = {"dataRef", "dataRefStart", "dataRefEnd"}


def unwritable(text: str) -> str:
    """The first character of `text` that XML cannot hold, by its number, or empty."""
    found = _CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def escaped(text: str) -> str:
    """A text for an XML file; a carriage return survives as a reference."""
    return escape(text, {"\r": "&#13;"}) if _NEEDS.search(text) else text


_NEEDS = re.compile("[&<>\r]")


def attribute(value: str) -> str:
    return quoteattr(value, {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def plain(element: Any, form: str) -> str:
    """The text of a segment as a person reads it, without codes."""
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    for child in element:
        name = local(child)
        if name == "cp" and form == "xliff2":
            parts.append(_code_point(child))
        elif name and name not in _CODE:
            parts.append(plain(child, form))
        parts.append(child.tail or "")
    return "".join(parts)


def _code_point(element: Any) -> str:
    try:
        return chr(int(element.get("hex", ""), 16))
    except (ValueError, OverflowError):
        return ""


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for what is none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def inner(element: Any, form: str) -> str:
    """What stands in a segment as XML: the elements of the form with their attributes, foreign ones dissolved."""
    parts = [escaped(element.text or "")]
    for child in element:
        name = local(child)
        content = inner(child, form)
        if name in _ELEMENTS[form]:
            kept = {_attribute(key): value for key, value in child.attrib.items()}
            shown = "".join(f" {key}={attribute(value)}" for key, value in kept.items() if key and key not in _DROPPED)
            parts.append(f"<{name}{shown}>{content}</{name}>" if content else f"<{name}{shown}/>")
        else:
            parts.append(content)
        parts.append(escaped(child.tail or ""))
    return "".join(parts)


def _attribute(key: str) -> str:
    if key.startswith(f"{{{XML}}}"):
        return "xml:" + key.rpartition("}")[2]
    return "" if "}" in key or ":" in key else key


def restored(markup: str, text: str, form: str) -> str:
    """`markup` where it is sound and still says `text`, else the text alone, both ready for an XML file."""
    from lxml import etree

    if "<" not in markup:
        return escaped(text)
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        element = etree.fromstring(f"<seg>{markup}</seg>".encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return escaped(text)
    return inner(element, form) if sound(element, form) and plain(element, form) == text else escaped(text)


def sound(element: Any, form: str, within: str = "") -> bool:
    """Whether every element is one of the form's, has what it must have, and stands where it may."""
    for child in element:
        name = local(child)
        needed = _ELEMENTS[form].get(name)
        if needed is None or any(child.get(key) is None for key in needed):
            return False
        if (name == "sub") != (within in _CODE) and form != "xliff2":
            return False
        if not sound(child, form, name):
            return False
    return True
