"""The rows of an open bitext as pages see them: the last ones are kept, each as long as all that it was made of is the same.

What a row says takes a while to work out: its languages, what both sides share, what speaks for and against it. It is worked
out anew when the row changed. What a machine says of it is looked up again when a run ended, and as long as one goes on, since
another process may translate.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jjak.align.sentence.beads import Bead
from jjak.corpora.checks.review_checks import Usual
from jjak.corpora.pair import Pair
from jjak.corpora.review.events import Row
from jjak.corpora.store.review_log import ReviewLog
from jjak.workbench.editing.context import ReviewContext
from jjak.workbench.editing.row_presenter import Machine, RowTexts, machine_texts, measure_of, row_texts, row_view

KEPT = 200  # rows of a bitext: some screens of it
OF_VIEW = 8_000  # bytes of what is kept of a row besides its texts


Basis = tuple[Bead | None, Pair | None, Machine]
Runs = tuple[int, int] | None


@dataclass(slots=True)
class _Known:
    """A row that was shown, what it was worked out of, after which runs that was looked up, and what pages are told of it."""

    row: Row
    texts: RowTexts
    basis: Basis
    view: dict[str, Any]
    runs: Runs


class RowViews:
    """Of one bitext; not for several threads at once. log: of the corpus that holds it."""

    def __init__(self, log: ReviewLog, context: ReviewContext, usual: Usual, trips: Mapping[int, float]) -> None:
        self._log, self._context, self._usual, self._trips = log, context, usual, trips
        self._known: OrderedDict[str, _Known] = OrderedDict()

    def of(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """All there is to show of some rows, as JSON; nobody changes it."""
        runs = self._log.runs()  # before anything is looked up
        made = self._made([row for row in rows if not self._is_current(row, runs)], runs)
        found = [made[row.id].view if row.id in made else self._known[row.id].view for row in rows]
        for row in rows:
            if row.id in self._known:
                self._known.move_to_end(row.id)
        self._known |= made
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return found

    def _is_current(self, row: Row, runs: Runs) -> bool:
        known = self._known.get(row.id)
        return known is not None and runs is not None and known.runs == runs and known.row == row

    def _made(self, rows: Sequence[Row], runs: Runs) -> dict[str, _Known]:
        """Rows with all that is known of them now, by name."""
        if not rows:
            return {}
        texts = [self._texts(row) for row in rows]
        beads = self._log.beads(self._context.stored.alignment, [row.bead for row in rows if row.bead is not None])
        pairs = self._log.pairs([each.key.pair for each in texts if each.key])
        found = {}
        for row, said, machine in zip(rows, texts, machine_texts(self._context, rows, texts), strict=True):
            bead = beads.get(row.bead) if row.bead is not None and row.score is not None else None
            basis = bead, pairs.get(said.key.pair) if said.key else None, machine
            found[row.id] = _Known(row, said, basis, self._view(row, said, basis), runs)
        return found

    def _texts(self, row: Row) -> RowTexts:
        known = self._known.get(row.id)
        return known.texts if known is not None and known.row == row else row_texts(self._context, row)

    def _view(self, row: Row, texts: RowTexts, basis: Basis) -> dict[str, Any]:
        known = self._known.get(row.id)
        if known is not None and known.row == row and known.basis == basis:
            return known.view
        return row_view(self._context, row, texts, *basis, self._usual, measure_of(self._context, row, self._trips))


def weight_of_views(rows: int) -> int:
    """About how many bytes the views of a bitext of so many rows take, besides their texts."""
    return min(rows, KEPT) * OF_VIEW
