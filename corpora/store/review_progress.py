"""How far the review of each bitext is: rows, what is settled of them, and what is doubtful, counted by the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, or_, select

from jjak.corpora.store import imported_units
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.queries import below, fetch, live, usable
from jjak.corpora.store.schema import alignments, beads, documents, events, pairs, reviewed, scores

_NOBODY = "unreviewed"


class ReviewProgress(NamedTuple):
    """How far the review of a bitext is. rows, settled, doubtful: counts; means: of each score."""

    alignment: int
    name: str
    target_name: str
    rows: int
    settled: int
    doubtful: int
    pairs: int
    means: Mapping[str, float]
    touched: str


def review_progress(store: Corpus, doubt: float, worst: float) -> list[ReviewProgress]:
    """Every bitext that is given out, with how far its review is.

    doubt: a row below this confidence is doubtful; worst: a machine's row below this round-trip chrF2++ is.
    """
    totals = {row[0]: (*row[1:], 0) for row in fetch(store, _totals(doubt, worst))}
    totals |= {row[0]: row[1:] for row in fetch(store, imported_units.totals(doubt))}
    changes = {row[0]: row[1:] for row in fetch(store, _changed(doubt, worst))}
    touched = dict(fetch(store, select(events.c.alignment, func.max(events.c.time)).group_by(events.c.alignment)))
    means: dict[int, dict[str, float]] = {}
    query = select(pairs.c.alignment, scores.c.name, func.avg(scores.c.value)).join(scores, scores.c.pair == pairs.c.id)
    for bitext, name, mean in fetch(store, query.group_by(pairs.c.alignment, scores.c.name)):
        means.setdefault(bitext, {})[name] = mean
    counts = dict(fetch(store, select(pairs.c.alignment, func.count()).where(usable()).group_by(pairs.c.alignment)))
    found = []
    for bitext, name, target in fetch(store, live_bitexts()):
        rows, doubtful, before = totals.get(bitext, (0, 0, 0))
        here, settled, unsure = changes.get(bitext, (0, 0, 0))
        total = (rows + here, (settled or 0) + (before or 0), (doubtful or 0) + (unsure or 0))
        figures = (counts.get(bitext, 0), means.get(bitext, {}), touched.get(bitext, ""))
        found.append(ReviewProgress(bitext, name, target, *total, *figures))
    return found


def live_bitexts() -> Any:
    target = documents.alias()
    return (
        select(alignments.c.id, documents.c.name, target_name(target))
        .join(documents, alignments.c.source == documents.c.id)
        .join(target, alignments.c.target == target.c.id, isouter=True)
        .where(live())
        .order_by(documents.c.name, alignments.c.id)
    )


def target_name(target: Any) -> Any:
    """The name of a bitext's other document, empty where there is none."""
    return case((alignments.c.target == alignments.c.source, ""), else_=func.coalesce(target.c.name, ""))


def _trips() -> Any:
    return (
        select(pairs.c.alignment, pairs.c.index, scores.c.value)
        .join(scores, and_(scores.c.pair == pairs.c.id, scores.c.name == "round_trip_chrf2++"))
        .subquery()
    )


def _totals(doubt: float, worst: float) -> Any:
    """By bitext, the pipeline's rows that no review changed, and how many of them are doubtful."""
    changed = and_(reviewed.c.alignment == beads.c.alignment, reviewed.c.bead == beads.c.index)
    trip = _trips()
    unsure = or_(below(beads.c.score, doubt), trip.c.value < worst)
    return (
        select(beads.c.alignment, func.count(), func.sum(case((unsure, 1), else_=0)))
        .join(reviewed, changed, isouter=True)
        .join(trip, and_(trip.c.alignment == beads.c.alignment, trip.c.index == beads.c.index), isouter=True)
        .where(reviewed.c.row.is_(None))
        .group_by(beads.c.alignment)
    )


def _changed(doubt: float, worst: float) -> Any:
    """By bitext, the rows that a review changed or made, how many are settled, and how many doubtful."""
    table, trip = reviewed.c, _trips()
    settled = case((table.status != _NOBODY, 1), else_=0)
    low = or_(below(table.score, doubt), and_(table.score.is_not(None), trip.c.value < worst))
    unsure = case((and_(table.status == _NOBODY, low), 1), else_=0)
    query = select(table.alignment, func.count(), func.sum(settled), func.sum(unsure))
    query = query.join(trip, and_(trip.c.alignment == table.alignment, trip.c.index == table.bead), isouter=True)
    return query.where(~table.gone).group_by(table.alignment)
