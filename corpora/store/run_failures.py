"""What builds could not take, kept with the runs of a corpus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, update

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.queries import fetch
from jjak.corpora.store.schema import runs


def note_failures(store: Corpus, groups: Sequence[Mapping[str, Any]], settings: Mapping[str, Any]) -> None:
    """Note with the latest run what a build could not take, in place of what was noted before.

    Args:
        store: The corpus.
        groups: What failed, as JSON.
        settings: For a run of its own, where the corpus has none yet.
    """
    if list(groups) == noted_failures(store):
        return
    latest = fetch(store, select(func.max(runs.c.id)))[0][0]
    run = int(latest) if latest is not None else store.begin_run(settings, {})
    with store.transaction() as connection:
        connection.execute(update(runs).where(runs.c.failures.is_not(None)).values(failures=None))
        if groups:
            connection.execute(update(runs).where(runs.c.id == run).values(failures=list(groups)))
    if latest is None:
        store.end_run(run)


def noted_failures(store: Corpus) -> list[Mapping[str, Any]]:
    """What the latest build could not take, as `note_failures` was given it."""
    found = fetch(store, select(runs.c.failures).where(runs.c.failures.is_not(None)).order_by(runs.c.id.desc()).limit(1))
    return list(found[0].failures) if found else []
