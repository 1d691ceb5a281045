"""Bitexts into the tables of a corpus, many at once: what is said of each table is said for all of them together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from jjak.align.mt.translator import Translation
from jjak.align.sentence.beads import Bead
from jjak.align.text.segmentation import Segment
from jjak.corpora.pair import Pair
from jjak.corpora.store import digests
from jjak.corpora.store.originals import add_originals
from jjak.corpora.store.queries import chunks
from jjak.corpora.store.rows import apart_rows, bead_row, pair_row
from jjak.corpora.store.schema import alignments, beads, documents, pairs, scores, segments, signatures, translations
from jjak.seeds.document import Document


@dataclass(frozen=True, slots=True)
class Direction:
    """What a cached translation depends on besides the text: the model, how it searches, and the two languages."""

    model: str
    revision: str
    search: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class BuiltBitext:
    """What building one bitext gives. documents: one, or two where there is a human translation, each with the place of its
    file and its segments; made: new translations by direction and source text."""

    documents: Sequence[tuple[Document, Path, Sequence[Segment]]]
    aligner: str
    beads: Sequence[Bead]
    pairs: Sequence[Pair]
    made: Mapping[Direction, Mapping[str, Translation]] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, str]:
        """Of its documents, as `Store.has` takes them; the second is empty for a document alone."""
        first, *second = [document.id for document, _, _ in self.documents]
        return first, second[0] if second else ""


def add_bitexts(connection: Connection, bitexts: Sequence[BuiltBitext], run: int) -> None:
    """Raises IntegrityError where one of them is there already."""
    _add_documents(connection, [kept for bitext in bitexts for kept in bitext.documents])
    made: dict[Direction, dict[str, Translation]] = {}
    for bitext in bitexts:
        for direction, new in bitext.made.items():
            made.setdefault(direction, {}).update(new)
    for direction, translated in made.items():
        add_translations(connection, direction, translated)
    add_links(connection, list(zip(_add_alignments(connection, bitexts, run), bitexts, strict=True)))


def _add_documents(connection: Connection, found: Sequence[tuple[Document, Path, Sequence[Segment]]]) -> None:
    new = {document.id: (document, str(path.resolve()), parts) for document, path, parts in reversed(found)}
    for ids in chunks(list(new)):
        present = list(connection.execute(select(documents.c.id).where(documents.c.id.in_(ids))).scalars())
        if present:
            connection.execute(update(documents).where(documents.c.id.in_(present)).values(superseded=False))
            digests.recount(connection, "record", present)
        for id_ in present:
            del new[id_]
    if new:
        connection.execute(insert(documents), [_document_row(*each) for each in new.values()])
    add_originals(connection, [document for document, _, _ in found])
    rows = [_segment_row(part) for _, _, parts in new.values() for part in parts]
    if rows:
        connection.execute(insert(segments), rows)
    for kind in ("record", "segments"):
        digests.add(connection, kind, list(new))
    _supersede(connection, {str(path.resolve()): document.id for document, path, _ in found})


def _supersede(connection: Connection, last: Mapping[str, str]) -> None:
    """Of files that were changed since they were built: what they said before stays in the corpus, but is no longer given out.

    last: by location, what it says now.
    """
    query = select(documents.c.id, documents.c.location).where(~documents.c.superseded)
    for places in chunks(list(last)):
        there = connection.execute(query.where(documents.c.location.in_(places))).all()
        older = [id_ for id_, place in there if id_ != last[place]]
        for ids in chunks(older):
            connection.execute(update(documents).where(documents.c.id.in_(ids)).values(superseded=True))
        digests.recount(connection, "record", older)


def _document_row(document: Document, location: str, parts: Sequence[Segment]) -> dict[str, Any]:
    return {
        "id": document.id,
        "name": document.name,
        "location": location,
        "text": document.text,
        "metadata": dict(document.metadata),
        "superseded": False,
        "apart": apart_rows(document, parts),
    }


def _segment_row(part: Segment) -> dict[str, Any]:
    return {
        "document": part.document,
        "index": part.index,
        "kind": str(part.kind),
        "lang": part.lang,
        "text": part.text,
        "start": part.span.start,
        "stop": part.span.stop,
    }


def _add_alignments(connection: Connection, bitexts: Sequence[BuiltBitext], run: int) -> list[int]:
    """The number of each bitext's alignment."""
    rows = []
    for bitext in bitexts:
        source, target = bitext.ids
        rows.append({"source": source, "target": target, "aligner": bitext.aligner, "run": run})
    query = insert(alignments).returning(alignments.c.id, sort_by_parameter_order=True)
    return [int(id_) for id_ in connection.execute(query, rows).scalars()] if rows else []


def add_links(connection: Connection, found: Sequence[tuple[int, BuiltBitext]]) -> None:
    """Write the beads and pairs of bitexts whose alignments have these numbers."""
    linked = [row for number, bitext in found for row in _bead_rows(number, bitext)]
    if linked:
        connection.execute(insert(beads), linked)
    rows = [pair_row(number, pair) for number, bitext in found for pair in bitext.pairs]
    if rows:
        connection.execute(insert(pairs), rows)
    add_scores(connection, [pair for _, bitext in found for pair in bitext.pairs])
    for kind in ("beads", "pairs"):
        digests.recount(connection, kind, [number for number, _ in found])


def _bead_rows(number: int, bitext: BuiltBitext) -> Iterator[dict[str, Any]]:
    alone = len(bitext.documents) == 1
    made = {pair.index: pair.target.text for pair in bitext.pairs} if alone else None
    for at, bead in enumerate(bitext.beads):
        yield bead_row(number, at, bead, None if made is None else made.get(at, ""))


def add_translations(connection: Connection, direction: Direction, made: Mapping[str, Translation]) -> None:
    fixed = {
        "model": direction.model,
        "revision": direction.revision,
        "search": direction.search,
        "source_lang": direction.source,
        "target_lang": direction.target,
    }
    digests = {digest_of(text): text for text in made}
    for keys in chunks(list(digests)):
        query = select(translations.c.digest).where(*made_by(direction), translations.c.digest.in_(keys))
        present = set(connection.execute(query).scalars())
        rows = [
            {
                **fixed,
                "digest": key,
                "source": digests[key],
                "text": made[digests[key]].text,
                "nats": made[digests[key]].score,
                "flags": list(made[digests[key]].flags),
            }
            for key in keys
            if key not in present
        ]
        if rows:
            connection.execute(insert(translations), rows)


def add_scores(connection: Connection, scored: Sequence[Pair]) -> None:
    ids = _signatures(connection, {figure.signature for pair in scored for figure in pair.scores.values()})
    rows = [
        {"pair": pair.id, "name": name, "value": figure.value, "signature": ids[figure.signature]}
        for pair in scored
        for name, figure in pair.scores.items()
    ]
    if rows:
        connection.execute(insert(scores), rows)


def _signatures(connection: Connection, wanted: set[str]) -> dict[str, int]:
    if not wanted:
        return {}
    query = select(signatures.c.text, signatures.c.id).where(signatures.c.text.in_(wanted))
    ids = {row.text: int(row.id) for row in connection.execute(query)}
    for text in sorted(wanted - set(ids)):
        ids[text] = int(connection.execute(insert(signatures).values(text=text)).inserted_primary_key[0])  # type: ignore[index]
    return ids


def made_by(direction: Direction) -> list[Any]:
    """What holds of the translations of a direction."""
    table = translations.c
    return [
        table.model == direction.model,
        table.revision == direction.revision,
        table.search == direction.search,
        table.source_lang == direction.source,
        table.target_lang == direction.target,
    ]


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
