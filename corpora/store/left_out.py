"""What was left out of the documents of a corpus: how many lines for each reason, and which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from jjak.corpora.store.queries import Transactional, chunks, fetch
from jjak.corpora.store.rows import LOST, kept
from jjak.corpora.store.schema import documents
from jjak.seeds.document import Span, fold
from jjak.seeds.ledger import Fate


class LeftOut(NamedTuple):
    """A line, or a part of one, that stands in no segment. line: from 1; reason: its name, `unaccounted` for none."""

    line: int
    reason: str
    text: str


class LeftOutSummary(NamedTuple):
    """lines: by reason, the most first; by_document: the same of each document that something was left out of;
    unknown: documents that were built before this was kept."""

    lines: dict[str, int]
    by_document: dict[str, dict[str, int]]
    unknown: int


def left_out_summary(store: Transactional) -> LeftOutSummary:
    """Of the documents that were not superseded."""
    query = select(documents.c.id, documents.c.apart).where(~documents.c.superseded, documents.c.location.not_like("import:%"))
    total: Counter[str] = Counter()
    found: dict[str, dict[str, int]] = {}
    unknown = 0
    for id_, rows in fetch(store, query):
        unknown += rows is None
        if lines := lines_by_reason(rows or ()):
            found[id_] = dict(lines)
            total.update(lines)
    return LeftOutSummary(dict(total.most_common()), found, unknown)


@kept
def lines_by_reason(rows: Iterable[Sequence[Any]]) -> Counter[str]:
    """How many lines of a document are left out for each reason."""
    found: Counter[str] = Counter()
    for _, _, fate, reason, lines in rows:
        if fate in LOST:
            found[reason or str(Fate.UNACCOUNTED)] += lines
    return found


def left_out_of(store: Transactional, ids: Sequence[str]) -> dict[str, tuple[str, list[LeftOut]]]:
    """The names of these documents, and what was left out of them in the order of the text."""
    found: dict[str, tuple[str, list[LeftOut]]] = {}
    for some in chunks([id_ for id_ in ids if id_]):
        query = select(documents.c.id, documents.c.name, documents.c.text, documents.c.apart).where(documents.c.id.in_(some))
        found |= {id_: (name, _lines(rows or (), text)) for id_, name, text, rows in fetch(store, query)}
    return found


@kept
def _lines(rows: Iterable[Sequence[Any]], text: str) -> list[LeftOut]:
    found = []
    for start, stop, fate, reason, _ in rows:
        at = start
        for line in text[start:stop].splitlines(keepends=True) if fate in LOST else ():
            if said := fold(text, Span(at, at + len(line))).text:
                found.append(LeftOut(text.count("\n", 0, at) + 1, reason or str(Fate.UNACCOUNTED), said))
            at += len(line)
    return found
