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
    """What is wrong with the review of a unit."""

    name: str
    alignment: int
    message: str


@dataclass(frozen=True, slots=True)
class Audit:
    units: int
    events: int
    findings: tuple[AuditFinding, ...]


def audit(store: Corpus) -> Audit:
    """Rebuild every unit that was reviewed from the pipeline's rows and its log, and compare."""
    journal = ReviewLog(store)
    findings: list[AuditFinding] = []
    events = 0
    reviewed = journal.alignments()
    for alignment in reviewed:
        case = journal.case(alignment)
        assert case is not None, "an event has a unit"
        events += journal.head(alignment)
        findings += [AuditFinding(case.name, alignment, message) for message in _compare(journal, alignment)]
    return Audit(len(reviewed), events, tuple(findings))


def _compare(journal: ReviewLog, alignment: int) -> Iterator[str]:
    try:
        rebuilt = fold(journal.first_rows(alignment), journal.events(alignment))
    except ReviewError as error:
        yield f"the log does not fit: {error}"
        return
    standing = journal.standing(alignment)
    yield from _rows(rebuilt, standing.sheet)
    yield from _pairs(journal, alignment, rebuilt, standing)


def _rows(rebuilt: ReviewRows, stored: ReviewRows) -> Iterator[str]:
    if rebuilt.order != stored.order:
        yield f"{len(rebuilt)} rows in the fold, {len(stored)} stored, or in another order"
    for name in rebuilt.order:
        if name in stored.rows and stored.rows[name] != rebuilt.rows[name]:
            yield f"row {name} is not what its events make of it"


def _pairs(journal: ReviewLog, alignment: int, sheet: ReviewRows, standing: ReviewState) -> Iterator[str]:
    case = journal.case(alignment)
    assert case is not None, "an event has a unit"
    ground = context_of(journal, case)
    expected = {}
    for row in sheet:
        if key := key_of(ground, row):
            place = divmod(standing.positions[row.id], GAP)
            expected[key.pair] = (str(row.status), row.reason, row.comment, key.source, key.target, *place)
    found = journal.pairs_of(alignment)
    for name in sorted(expected.keys() ^ found.keys()):
        yield f"pair {name} is {'missing' if name in expected else 'said by no row'}"
    for name in expected.keys() & found.keys():
        if expected[name] != found[name]:
            yield f"pair {name} is not what its row says"
