"""The units of an XML file, one at a time: no entity is resolved, nothing is fetched, and a fault spoils its own unit only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.formats.streams import BROKEN, opened

FAULTS = 10_000  # faults of one file; after so many it is taken to be something else


@dataclass(frozen=True, slots=True)
class Unit:
    """row: its number among the units, from 1; element: None where the file ended; fault: what is wrong with it, or empty."""

    row: int
    element: Any
    fault: str = ""


def units(path: Path, name: str, heads: Sequence[str] = ()) -> Iterator[Unit]:
    """The elements called `name`, whatever their namespace, and those called as one of `heads` (row 0) as they close.

    An element may be used until the next is asked for. A fault of the file's form is given with the unit that it stands in,
    or with row 0 where it stands in none.
    """
    from lxml import etree

    row = seen = 0
    try:
        with opened(path) as file:
            options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
            found = etree.iterparse(
                file,
                events=("end",),
                tag=[f"{{*}}{one}" for one in (name, *heads)],
                recover=True,
                remove_comments=True,
                remove_pis=True,
                **options,
            )
            for _, element in found:
                faults = found.error_log
                new = _fault(faults[seen]) if len(faults) > seen else ""
                seen = len(faults)
                if seen > FAULTS:
                    yield Unit(row, None, f"over {FAULTS:,} faults: this is no such file")
                    return
                if element.tag.rpartition("}")[2] == name:
                    row += 1
                    yield Unit(row, element, new or _entity(etree, element))
                    _forget(element)
                else:
                    yield Unit(0, element, new)
            faults = found.error_log
            if len(faults) > seen:
                yield Unit(0, None, f"after unit {row}: {_fault(faults[seen])}")
            elif found.root is None:
                yield Unit(0, None, "no XML")
    except etree.LxmlError as error:
        yield Unit(0, None, f"after unit {row}: {error}"[:300])
    except (*BROKEN, UnicodeError, ValueError, LookupError, AssertionError) as error:
        yield Unit(0, None, f"after unit {row}: the file is broken here: {error}"[:300])


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
