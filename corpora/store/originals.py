"""The bytes of documents that are packed files, kept so that a translation can be given back in their own layout.

A document's id is made of its bytes, so that they are kept once by content, and what comes back is known to be what went in.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from sqlalchemy import Connection, insert, select

from jjak.corpora.store.integrity import DAMAGED
from jjak.corpora.store.queries import Transactional, chunks, fetch
from jjak.corpora.store.schema import originals
from jjak.seeds.document import Document
from jjak.seeds.errors import CorpusError
from jjak.seeds.reading import document_id


def add_originals(connection: Connection, documents: Iterable[Document]) -> None:
    """Keep the bytes of those that bring any, unless they are there."""
    new = {document.id: document.original for document in documents if document.original}
    for ids in chunks(list(new)):
        query = select(originals.c.document).where(originals.c.document.in_(ids))
        for id_ in connection.execute(query).scalars():
            del new[id_]
    for id_, raw in new.items():
        connection.execute(insert(originals).values(document=id_, size=len(raw), packed=zlib.compress(raw)))


def original_of(store: Transactional, document: str) -> bytes | None:
    """The bytes of a document, None where they are not kept; raises CorpusError where they are not what they were."""
    rows = fetch(store, select(originals.c.size, originals.c.packed).where(originals.c.document == document))
    if not rows:
        return None
    # what is longer than it was is damaged too, and is not unpacked to the end
    unpacking = zlib.decompressobj()
    try:
        raw = unpacking.decompress(rows[0].packed, rows[0].size + 1)
    except zlib.error:
        raw = b""
    if document_id(raw) != document:
        raise CorpusError("The original of document {id} is damaged", DAMAGED, id=document)
    return raw
