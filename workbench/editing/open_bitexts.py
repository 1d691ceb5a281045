"""The bitexts under review that are in memory, each as it stands now, whichever process changed it last."""

from __future__ import annotations

import contextlib
import gc
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jjak.corpora.checks.review_checks import Usual, errors, usual_of
from jjak.corpora.review.commands import SIDES
from jjak.corpora.review.events import ReviewRows, Row
from jjak.corpora.store.check_results import CheckResult, digest_of_texts, kept_results
from jjak.corpora.store.review_log import ReviewLog, ReviewState, StoredBitext
from jjak.seeds.errors import ReviewError
from jjak.workbench.editing.context import ReviewContext, context_of, flags_of_row, text_of
from jjak.workbench.editing.row_presenter import heeded, measure_of, row_summary
from jjak.workbench.editing.row_views import RowViews, weight_of_views

LONGEST = 100_000  # pairs of an imported bitext: about 150 MB
MEMORY = 400_000_000  # bytes that those take which are kept, by `weight_of`
OF_ROW, OF_PIECE = 1_500, 450  # bytes of a row with its summary and position, and of a segment in it, besides its text
OF_TEXT = 2  # bytes of a character; most are Hangul or Latin, and Python keeps a text in its widest


@dataclass(slots=True)
class OpenBitext:
    """A bitext under review.

    Attributes:
        context: what its rows stand on.
        state: its rows as they stand, with their positions.
        usual: how long a translation of it usually is.
        round_trips: chrF2++ of what came back of each bead, 0 to 100, of a document alone.
        views: what pages see of its rows.
        results: what checks found in its rows, of those that were checked; of texts that may be others by now.
        unkept: those of the results that the corpus does not keep yet.
        steps: for each user the events that can be undone, and those that can be done again.
    """

    context: ReviewContext
    state: ReviewState
    usual: Usual
    round_trips: Mapping[int, float]
    views: RowViews
    results: dict[str, CheckResult]
    steps: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)
    unkept: dict[str, CheckResult] = field(default_factory=dict)
    _summaries: dict[str, tuple[Row, list[Any]]] = field(default_factory=dict)

    @property
    def rows(self) -> ReviewRows:
        return self.state.rows

    @property
    def number(self) -> int:
        """By which the corpus knows it."""
        return self.context.stored.alignment

    def measure(self, row: Row) -> float | None:
        """How sure a row is, 0 to 1."""
        return measure_of(self.context, row, self.round_trips)

    def summary(self, row: Row) -> list[Any]:
        """A row in a few figures, worked out once as long as it stays what it is."""
        known = self._summaries.get(row.id)
        if known is None or known[0] is not row:
            known = self._summaries[row.id] = (
                row,
                row_summary(row, self.measure(row), flags_of_row(self.context, row), self.known_errors(row)),
            )
        return known[1]

    def known_errors(self, row: Row) -> list[str] | None:
        """The checks that a row fails and nobody ignores in it; None where its texts were not checked yet."""
        if not row.source or not row.target:
            return []
        known = self.results.get(row.id)
        if known is None or known.digest != digest_of_texts(row):
            return None
        return heeded(known.found, row.ignored)

    def errors(self, row: Row) -> list[str]:
        """The checks that a row fails and nobody ignores in it, worked out where its texts were not checked yet."""
        known = self.known_errors(row)
        if known is None:
            source, target = (
                text_of(each, self.context.lang(side, each)) for side, each in zip(SIDES, (row.source, row.target), strict=True)
            )
            found = CheckResult(digest_of_texts(row), tuple(errors(source, target)))
            self.results[row.id] = self.unkept[row.id] = found
            self._summaries.pop(row.id, None)
            known = heeded(found.found, row.ignored)
        return known

    def open_errors(self, row: Row) -> list[str]:
        """The checks that a row fails and nobody ignores, in it or in the document."""
        return heeded(self.errors(row), self.rows.ignored)


class OpenBitexts:
    """Those that were used last. Hold `lock` of a bitext while you use what `get` gave."""

    def __init__(self, log: ReviewLog) -> None:
        self._log = log
        self._open: OrderedDict[int, OpenBitext] = OrderedDict()
        self._weights: dict[int, int] = {}
        # a number that nobody uses has no lock: whoever asks for many that are none fills nothing
        self._locks: weakref.WeakValueDictionary[int, threading.RLock] = weakref.WeakValueDictionary()
        self._guard = threading.Lock()

    def lock(self, bitext: int) -> threading.RLock:
        with self._guard:
            return self._locks.setdefault(bitext, threading.RLock())

    def get(self, bitext: int) -> OpenBitext:
        """A bitext as it stands now.

        Raises:
            KeyError: where there is none of this number.
            ReviewError: where it was imported and is too long to be reviewed at once.
        """
        with self._guard:
            known = self._open.get(bitext)
            if known is not None:
                self._open.move_to_end(bitext)
        if known is not None and self._is_current(known):
            return known
        with _no_garbage_collection():
            opened = self._read(bitext, known)
        with self._guard:
            self._open[bitext] = opened
            self._open.move_to_end(bitext)
            self._weights[bitext] = weight_of(opened)
            # one that is larger than that alone is kept as long as it is the last
            while len(self._open) > 1 and sum(self._weights.values()) > MEMORY:
                gone, _ = self._open.popitem(last=False)
                del self._weights[gone]
        return opened

    def forget(self, bitext: int) -> None:
        """Have the next one who asks read the database again."""
        with self._guard:
            self._open.pop(bitext, None)
            self._weights.pop(bitext, None)

    def _is_current(self, known: OpenBitext) -> bool:
        # another process may have translated and aligned it anew, which is no event where nobody reviewed it
        if self._log.stands(known.number) != (known.rows.head, known.context.stored.run):
            return False
        # an import may have brought more pairs since
        if not known.context.imported:
            return True
        if self._log.corrections(known.number) != known.context.corrections:
            return False
        return self._log.adopted(known.number) == len(known.context.imported)

    def _read(self, bitext: int, known: OpenBitext | None) -> OpenBitext:
        """A bitext from the database; what cannot change is taken from `known`, as it was open before."""
        stored = self._log.bitext(bitext)
        if stored is None:
            raise KeyError(bitext)
        if stored.imported:
            self._admit(stored)
        if known is not None and known.context.stored.run != stored.run:
            known = None
        parts = self._log.parts(stored)
        context = known.context if known is not None and not stored.imported else context_of(self._log, stored, parts)
        state = self._log.state(bitext, parts)
        # some hundreds of rows tell how long a translation usually is
        some = state.rows.order[:: max(1, len(state.rows) // 1000)]
        lengths = [(_length(row.source), _length(row.target)) for row in map(state.rows.row, some)]
        trips = known.round_trips if known is not None else self._log.round_trips(bitext) if context.alone else {}
        usual = usual_of(lengths)
        results = known.results if known is not None else kept_results(self._log.store, bitext)
        return OpenBitext(context, state, usual, trips, RowViews(self._log, context, usual, trips), results)

    def _admit(self, stored: StoredBitext) -> None:
        """Make an imported bitext ready for review; raises ReviewError where it is too long."""
        if (size := self._log.size(stored.alignment)) > LONGEST:
            raise ReviewError(
                "{size:,} pairs in one document, and over {longest:,} cannot be reviewed at once",
                "Import the file with a column or property that names documents, or in parts.",
                size=size,
                longest=LONGEST,
            )
        self._log.adopt(stored.alignment)


def weight_of(opened: OpenBitext) -> int:
    """About how many bytes of memory an open bitext takes."""
    pieces = texts = 0
    for row in opened.rows:
        pieces += len(row.source) + len(row.target)
        texts += _length(row.source) + _length(row.target)
    documents = sum(len(each.text) for each in opened.context.documents if each is not None)
    rows = len(opened.rows)
    return rows * OF_ROW + pieces * OF_PIECE + OF_TEXT * (texts + documents) + weight_of_views(rows)


@contextlib.contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """A long bitext is some hundred thousand small objects, none of them garbage, that would be looked through while they are
    made: a third of the time to open. What is garbage meanwhile is collected afterwards."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _length(pieces: Sequence[Any]) -> int:
    return sum(len(piece.text) + 1 for piece in pieces)
