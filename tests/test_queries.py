from __future__ import annotations

from sqlalchemy import select, update

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.queries import AT_ONCE, chunks, fetch, figures_of, live
from jjak.corpora.store.schema import alignments, documents


def test_chunks_hold_all_values_in_order_and_none_too_many() -> None:
    values = list(range(2 * AT_ONCE + 1))
    parts = [list(part) for part in chunks(values)]
    assert [value for part in parts for value in part] == values
    assert [len(part) for part in parts] == [AT_ONCE, AT_ONCE, 1]
    assert not list(chunks([]))


def test_what_a_changed_file_said_is_not_live(store: Corpus) -> None:
    query = select(alignments.c.id).join(documents, alignments.c.source == documents.c.id).where(live())
    before = fetch(store, query)
    assert len(before) > 1
    # the other document of a bitext counts as well
    target = fetch(store, select(alignments.c.target).where(alignments.c.target != ""))[0][0]
    with store.transaction() as connection:
        connection.execute(update(documents).where(documents.c.id == target).values(superseded=True))
    assert len(fetch(store, query)) == len(before) - 1


def test_the_scores_of_many_pairs_are_those_that_the_pairs_have(store: Corpus) -> None:
    pairs = {pair.id: dict(pair.scores) for pair in store.pairs() if pair.scores}
    assert pairs
    assert figures_of(store, list(pairs)) == pairs
