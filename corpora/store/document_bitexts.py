"""A document by its name, and the bitexts that it stands in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import or_, select

from jjak.corpora.store.queries import Transactional, fetch, live
from jjak.corpora.store.schema import alignments, documents


class StoredDocument(NamedTuple):
    id: str
    name: str
    text: str
    metadata: Mapping[str, str]


class DocumentBitext(NamedTuple):
    """source: the document's id that its pairs are found by; translation: the name of the other document, empty where a machine
    translated the document alone."""

    id: int
    source: str
    translation: str


def documents_named(store: Transactional, name: str) -> list[StoredDocument]:
    """The documents that are given out under this name; where there is none, those whose path ends with it."""
    table = documents.c
    query = select(table.id, table.name, table.text, table.metadata).where(~table.superseded)
    found = fetch(store, query.where(table.name == name)) or fetch(
        store, query.where(table.name.endswith(f"/{name}", autoescape=True))
    )
    return [StoredDocument(*row) for row in found]


def bitexts_of(store: Transactional, document: str, within: Collection[int] | None = None) -> list[DocumentBitext]:
    """The bitexts that a document stands in, on either side, without those that were imported. within: those that are looked
    at, None for all."""
    other = documents.alias()
    query = (
        select(alignments.c.id, alignments.c.source, alignments.c.target, documents.c.name, other.c.name)
        .join(documents, alignments.c.source == documents.c.id)
        .join(other, alignments.c.target == other.c.id, isouter=True)
        .where(live(), alignments.c.source != alignments.c.target)
        .where(or_(alignments.c.source == document, alignments.c.target == document))
        .order_by(alignments.c.id)
    )
    return [
        DocumentBitext(id_, source, (target_name or "") if source == document else source_name)
        for id_, source, _, source_name, target_name in fetch(store, query)
        if within is None or id_ in within
    ]
