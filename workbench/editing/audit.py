"""Whether a corpus says what its log says: every review is folded anew and compared with the rows and pairs there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jjak.corpora.review.events import ReviewRows, fold
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.review_log import GAP, ReviewLog, ReviewState
from jjak.seeds.errors import ReviewError
from jjak.workbench.editing.context import context_of, key_of


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """What is wrong with the review of a bitext."""

    name: str
    bitext: int
    message: str


@dataclass(frozen=True, slots=True)
class Audit:
    """How many bitexts and events were looked at, and what was found."""

    bitexts: int
    events: int
    findings: tuple[AuditFinding, ...]


def audit(store: Corpus) -> Audit:
    """Rebuild every bitext that was reviewed from the pipeline's rows and its log, and compare."""
    log = ReviewLog(store)
    findings: list[AuditFinding] = []
    events = 0
    reviewed = log.alignments()
    for bitext in reviewed:
        stored = log.bitext(bitext)
        assert stored is not None, "an event has a bitext"
        events += log.head(bitext)
        findings += [AuditFinding(stored.name, bitext, message) for message in _compare(log, bitext)]
    return Audit(len(reviewed), events, tuple(findings))


def _compare(log: ReviewLog, bitext: int) -> Iterator[str]:
    try:
        rebuilt = fold(log.first_rows(bitext), log.events(bitext))
    except ReviewError as error:
        yield f"the log does not fit: {error}"
        return
    state = log.state(bitext)
    yield from _rows(rebuilt, state.rows)
    yield from _pairs(log, bitext, rebuilt, state)


def _rows(rebuilt: ReviewRows, stored: ReviewRows) -> Iterator[str]:
    if rebuilt.order != stored.order:
        yield f"{len(rebuilt)} rows in the fold, {len(stored)} stored, or in another order"
    if rebuilt.ignored != stored.ignored:
        yield "the checks that are ignored in the document are not those of the log"
    for name in rebuilt.order:
        if name in stored.rows and stored.rows[name] != rebuilt.rows[name]:
            yield f"row {name} is not what its events make of it"


def _pairs(log: ReviewLog, bitext: int, rows: ReviewRows, state: ReviewState) -> Iterator[str]:
    stored = log.bitext(bitext)
    assert stored is not None, "an event has a bitext"
    context = context_of(log, stored)
    expected = {}
    for row in rows:
        if key := key_of(context, row):
            place = divmod(state.positions[row.id], GAP)
            expected[key.pair] = (str(row.status), row.reason, row.comment, key.source, key.target, *place)
    found = log.pairs_of(bitext)
    for name in sorted(expected.keys() ^ found.keys()):
        yield f"pair {name} is {'missing' if name in expected else 'said by no row'}"
    for name in expected.keys() & found.keys():
        if expected[name] != found[name]:
            yield f"pair {name} is not what its row says"
