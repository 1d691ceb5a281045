"""Which languages the pairs of a corpus are in."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.queries import fetch, of_bitexts
from jjak.corpora.store.schema import pairs


def has_pairs_in(store: Corpus, languages: tuple[str, str], within: Collection[int] | None = None) -> bool:
    """Whether a pair is in these two languages, whichever is the source; one row is read. within: the bitexts that are looked
    at, None for all."""
    inside = pairs.c.source_lang.in_(languages), pairs.c.target_lang.in_(languages)
    return bool(fetch(store, select(pairs.c.id).where(*inside, *of_bitexts(within)).limit(1)))


def languages_of_pairs(store: Corpus, within: Collection[int] | None = None) -> list[tuple[str, str]]:
    """The two languages of pairs, each two once whichever the source is, the source of the first first. within: as
    `has_pairs_in` has it."""
    columns = pairs.c.source_lang, pairs.c.target_lang
    found: dict[frozenset[str], tuple[str, str]] = {}
    query = select(*columns).where(*of_bitexts(within)).distinct().order_by(*columns)
    for source, target in fetch(store, query):
        found.setdefault(frozenset((source, target)), (source, target))
    return list(found.values())
