"""What a new model changes: whole bitexts that nobody reviewed, and the machine's part of pairs that nobody settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, select, update

from jjak.align.mt.translator import Translation
from jjak.corpora.pair import Pair, Status
from jjak.corpora.store import digests
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.queries import chunks
from jjak.corpora.store.review_log import ReviewLog, StoredBitext
from jjak.corpora.store.rows import pair_row
from jjak.corpora.store.schema import alignments, beads, events, pairs, scores, terms
from jjak.corpora.store.writing import BuiltBitext, Direction, add_links, add_scores, add_translations

_MACHINE = ("hypothesis", "model", "revision", "nats", "back_translation", "flags")


def stored_bitexts(store: Corpus) -> list[StoredBitext]:
    """The bitexts that were built from documents and are given out; what was imported has nothing that a machine made."""
    log = ReviewLog(store)
    found = (log.bitext(bitext) for bitext in log.bitexts())
    return [stored for stored in found if stored is not None and stored.aligner != "import"]


def renew(store: Corpus, bitext: int, built: BuiltBitext, run: int) -> bool:
    """Put a bitext that was built anew in the place of one that has no log; False, and nothing is done, where it has one."""
    with store.transaction() as connection:
        if connection.execute(select(events.c.id).where(events.c.alignment == bitext).limit(1)).first():
            return False
        old = list(connection.execute(select(pairs.c.id).where(pairs.c.alignment == bitext)).scalars())
        _clear(connection, old)
        connection.execute(delete(beads).where(beads.c.alignment == bitext))
        _remember(connection, built.made)
        add_links(connection, [(bitext, built)])
        _made_by(connection, bitext, run)
    return True


def remember(store: Corpus, bitext: int, made: Mapping[Direction, Mapping[str, Translation]], run: int) -> None:
    """Note what run a reviewed bitext's translations are from now on, and the translations."""
    with store.transaction() as connection:
        _remember(connection, made)
        _made_by(connection, bitext, run)


def rescore(store: Corpus, renewed: Sequence[Pair]) -> int:
    """Give pairs that nobody settled what a machine says of them now; how many these were."""
    changed = 0
    with store.transaction() as connection:
        digests.changing(connection, [pair.id for pair in renewed])
        for pair in renewed:
            row = pair_row(0, pair)
            open_ = (pairs.c.id == pair.id) & (pairs.c.status == str(Status.UNREVIEWED))
            if connection.execute(update(pairs).where(open_).values({name: row[name] for name in _MACHINE})).rowcount:
                connection.execute(delete(scores).where(scores.c.pair == pair.id))
                add_scores(connection, [pair])
                changed += 1
        digests.add(connection, "pairs", (), [pair.id for pair in renewed])
    return changed


def _clear(connection: Connection, ids: Sequence[str]) -> None:
    for chunk in chunks(ids):
        connection.execute(delete(scores).where(scores.c.pair.in_(chunk)))
        connection.execute(delete(terms).where(terms.c.pair.in_(chunk)))
        connection.execute(delete(pairs).where(pairs.c.id.in_(chunk)))


def _remember(connection: Connection, made: Mapping[Direction, Mapping[str, Translation]]) -> None:
    for direction, translations in made.items():
        add_translations(connection, direction, translations)


def _made_by(connection: Connection, bitext: int, run: int) -> None:
    connection.execute(update(alignments).where(alignments.c.id == bitext).values(run=run))
