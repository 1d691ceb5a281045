"""Which languages the pairs of a corpus are in."""

from __future__ import annotations

from sqlalchemy import select

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.queries import fetch
from jjak.corpora.store.schema import pairs


def has_pairs_in(store: Corpus, languages: tuple[str, str]) -> bool:
    """Whether a pair is in these two languages, whichever is the source; one row is read."""
    inside = pairs.c.source_lang.in_(languages), pairs.c.target_lang.in_(languages)
    return bool(fetch(store, select(pairs.c.id).where(*inside).limit(1)))


def languages_of_pairs(store: Corpus) -> list[tuple[str, str]]:
    """The two languages of pairs, each two once whichever the source is, the source of the first first."""
    columns = pairs.c.source_lang, pairs.c.target_lang
    found: dict[frozenset[str], tuple[str, str]] = {}
    for source, target in fetch(store, select(*columns).distinct().order_by(*columns)):
        found.setdefault(frozenset((source, target)), (source, target))
    return list(found.values())
