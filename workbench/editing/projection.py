"""What an event makes of the database: the rows that it changed, where they stand, and the pairs that they say from then on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from jjak.corpora.pair import Pair
from jjak.corpora.review.events import Edit, Event, ReviewRows, Row, Splice
from jjak.corpora.store.review_log import GAP, ReviewState
from jjak.corpora.store.review_writing import Projection
from jjak.workbench.editing.context import ReviewContext, key_of, pair_of_row


def project(context: ReviewContext, state: ReviewState, event: Event) -> Projection:
    """Do an event to the rows of `state`, and say what of it is to be stored."""
    rows, positions = state.rows, state.positions
    before: dict[str, Row] = {}
    for change in event.changes:
        names = [change.row] if isinstance(change, Edit) else [row.id for row in change.before]
        before.update((name, rows.rows[name]) for name in names if name in rows.rows and name not in before)
    rows.apply(event.number, event.changes)
    spliced = [row.id for change in event.changes if isinstance(change, Splice) for row in change.after]
    for change in event.changes:
        if isinstance(change, Splice):
            moved = _positions(rows, positions, [row.id for row in change.after])
            before.update((name, rows.rows[name]) for name in moved if name not in before and name not in spliced)
            spliced += moved
    edited = [change.row for change in event.changes if isinstance(change, Edit)]
    after = {name: rows.rows[name] for name in [*edited, *spliced] if name in rows.rows}
    gone = [(row, positions[name]) for name, row in before.items() if name not in rows.rows]
    there = [(row, positions[name]) for name, row in after.items()]
    return Projection(there, gone, *_pairs(context, positions, before, after, frozenset(spliced)))


def _pairs(
    context: ReviewContext,
    positions: Mapping[str, int],
    before: Mapping[str, Row],
    after: Mapping[str, Row],
    spliced: frozenset[str],
) -> tuple[list[str], list[Pair], dict[str, dict[str, Any]]]:
    """The pairs that go, those that come, and what changes of those that stay."""
    old = {key: row for row in before.values() if (key := key_of(context, row))}
    new = {key: row for row in after.values() if (key := key_of(context, row))}
    dropped = [key.pair for key in old if key not in new]
    added = [pair for key, row in new.items() if key not in old and (pair := pair_of_row(context, row, positions[row.id]))]
    kept: dict[str, dict[str, Any]] = {}
    for key in new.keys() & old.keys():
        row = new[key]
        kept[key.pair] = {"status": str(row.status), "reason": row.reason, "comment": row.comment}
        if row.id in spliced:
            index, place = divmod(positions[row.id], GAP)
            kept[key.pair] |= {"index": index, "place": place}
    return dropped, added, kept


def _positions(rows: ReviewRows, positions: dict[str, int], names: Sequence[str]) -> list[str]:
    """Put rows that a splice brought between their neighbours; rows that fit where they were before stay there. The other
    rows that had to move: all of them, where no place is left between two, otherwise none."""
    at = rows.order.index(names[0])
    end = at + len(names)
    low = positions[rows.order[at - 1]] if at else -GAP
    high = positions[rows.order[end]] if end < len(rows.order) else max(low, *positions.values()) + GAP
    known = [positions[name] for name in names if name in positions]
    if len(known) == len(names) and all(a < b for a, b in pairwise([low, *known, high])):
        return []
    first = known[0] if names[0] in positions and low < known[0] < high else low + max(1, (high - low) // (len(names) + 1))
    step = (high - first) // len(names)
    if step < 1 or first >= high:
        positions.update((name, place * GAP) for place, name in enumerate(rows.order))
        return [name for name in rows.order if name not in names]
    positions.update((name, first + step * k) for k, name in enumerate(names))
    return []
