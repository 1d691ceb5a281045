"""The units of an XML file, one at a time: no entity is resolved, nothing is fetched, and a fault spoils its own unit only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from jjak.corpora.formats.streams import BROKEN, opened

_DECLARED = re.compile(r"<!DOCTYPE\b[^\[>]*\[.*?\]\s*>", re.DOTALL)
SIZE = 1 << 16  # bytes that are read at once
FAULTS = 10_000  # faults of one file; after so many it is taken to be something else


@dataclass(frozen=True, slots=True)
class XmlUnit:
    """row: its number among the units, from 1; element: None where the file ended; fault: what is wrong with it, or empty."""

    row: int
    element: Any
    fault: str = ""


def units(path: Path, name: str, heads: Sequence[str] = ()) -> Iterator[XmlUnit]:
    """The elements called `name`, whatever their namespace, and those called as one of `heads` (row 0) as they close.

    An element may be used until the next is asked for. A fault of the file's form is given with the unit that it stands in,
    or with row 0 where it stands in none: the parser is fed a unit at a time, so that what it complains of is in that unit.
    """
    from lxml import etree

    row = seen = 0
    wrong = ""
    try:
        with opened(path) as file:
            found = etree.iterparse(
                _Pieces(file, name),
                events=("end",),
                tag=[f"{{*}}{one}" for one in (name, *heads)],
                recover=True,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            for _, element in found:
                faults = found.error_log
                fault = _fault(faults[seen]) if len(faults) > seen else ""
                seen = len(faults)
                if element.tag.rpartition("}")[2] == name:
                    row += 1
                    yield XmlUnit(row, element, fault or _entity(etree, element))
                    _forget(element)
                else:
                    yield XmlUnit(0, element, fault)
                if seen > FAULTS:
                    yield XmlUnit(0, None, f"over {FAULTS:,} faults: this is no such file")
                    return
            faults = found.error_log
            wrong = _fault(faults[seen]) if len(faults) > seen else ""
    except etree.LxmlError as error:
        wrong = str(error)
    except (*BROKEN, UnicodeError, ValueError, LookupError, AssertionError) as error:
        wrong = f"the file is broken here: {error}"
    if wrong or row == 0:
        yield XmlUnit(0, None, f"after unit {row}: {wrong or 'there is no other'}"[:300])


class _Pieces:
    """The file as the parser reads it: a unit at a time."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._pieces = _pieces(file, name)

    def read(self, _: int) -> bytes:
        return next(self._pieces, b"")


def _pieces(file: BinaryIO, name: str) -> Iterator[bytes]:
    """The file's bytes, cut after the end tag of each unit."""
    rest = file.read(SIZE)
    plain = f"</{name}>"
    encoding = "utf-16-le" if b"<\0" in rest[:8] else "utf-16-be" if b"\0<" in rest[:8] else "ascii"
    mark = plain.encode(encoding)
    if "<!ENTITY".encode(encoding) in rest:
        rest = _undeclared(rest, encoding)
    while rest:
        parts = rest.split(mark)
        for part in parts[:-1]:
            yield part + mark
        last = parts[-1]
        # the mark may be cut in two by the end of what was read
        kept = min(len(last), len(mark) - 1)
        if len(last) > kept:
            yield last[: len(last) - kept]
        more = file.read(SIZE)
        rest = last[len(last) - kept :] + more if more else b""
        if not more and kept:
            yield last[len(last) - kept :]


def _undeclared(head: bytes, encoding: str) -> bytes:
    """The beginning of a file without the declarations of its own, so that a bomb of entities is not even counted out: each
    unit that uses one is then refused, and no more than these."""
    codec = "latin-1" if encoding == "ascii" else encoding
    text = head.decode(codec, "surrogatepass" if codec != "latin-1" else "strict")
    return _DECLARED.sub(lambda found: "\n" * found[0].count("\n"), text, count=1).encode(codec, "surrogatepass")


def _fault(entry: Any) -> str:
    return f"line {entry.line}: {entry.message.strip()}"[:300]


def _entity(etree: Any, element: Any) -> str:
    for one in element.iter(etree.Entity):
        return f"line {element.sourceline}: it uses the entity {one.text[:40]}, and entities are not resolved"
    return ""


def _forget(element: Any) -> None:
    """What was read does not stay in memory: neither the unit nor what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
