"""The desk at which a unit is reviewed: opened once, acted upon in order, and what is done is stored before it is said."""

from __future__ import annotations

import contextlib
import gc
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jjak.align.text.normalization import search_form
from jjak.corpora.checks.review_checks import Usual, usual_of
from jjak.corpora.review.commands import ReviewCommand, changes_of, hundredths, stale
from jjak.corpora.review.events import Change, Edit, Event, ReviewRows, Row, Splice, inverted, stacks
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.review_log import GAP, ReviewLog, ReviewState, StoredBitext, now
from jjak.seeds.errors import ReviewError
from jjak.workbench.editing.context import ReviewContext, context_of, key_of
from jjak.workbench.editing.projection import applied
from jjak.workbench.editing.row_presenter import heavy, light, measure_of, thresholds

RACES = 3  # times that an act is tried again where another process was first
LONGEST = 100_000  # pairs of an imported unit: about 150 MB
OPEN = 12  # units kept in memory; one of 20,000 rows takes about 30 MB


class Conflict(ReviewError):  # noqa: N818 -- the word for it
    """Somebody changed the rows since the person saw them; `rows` is what stands there now, `by` is who did it."""

    def __init__(self, message: str, rows: Sequence[dict[str, Any]], by: str = "") -> None:
        super().__init__(message, "Look at both, and keep one.")
        self.rows = rows
        self.by = by


class _Raced(Conflict):
    """Another process stored an event first."""


@dataclass(slots=True)
class _Open:
    """A unit on the desk."""

    ground: ReviewContext
    standing: ReviewState
    usual: Usual
    trips: Mapping[int, float]
    undo: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)
    lights: dict[str, tuple[Row, list[Any]]] = field(default_factory=dict)


class ReviewSession:
    """Every unit of a corpus, for any number of reviewers at once. `told` hears of each event with what pages are sent."""

    def __init__(self, store: Corpus, told: Callable[[int, dict[str, Any]], None] = lambda _, __: None) -> None:
        self.journal = ReviewLog(store)
        self._told = told
        self._open: OrderedDict[int, _Open] = OrderedDict()
        self._locks: dict[int, threading.RLock] = {}
        self._guard = threading.Lock()

    def index(self, alignment: int, user: str) -> dict[str, Any]:
        """What a page needs first: every row in a few figures, and the rows around the place where `user` left."""
        with self._lock(alignment):
            unit = self._unit(alignment)
            sheet = unit.standing.sheet
            rows = [_light(unit, row) for row in sheet]
            place = self.journal.place(user, alignment)
            at = sheet.order.index(place) if place in sheet.rows else 0
            return {
                "head": sheet.head,
                "rows": rows,
                "place": place if place in sheet.rows else "",
                "views": self._views(unit, [sheet.rows[name] for name in sheet.order[max(0, at - 10) : at + 30]]),
                "thresholds": thresholds(unit.ground),
                **self._steps(unit, user),
            }

    def expect(self, alignment: int) -> None:
        """Open a unit that will be asked for; whatever is wrong with it is said then."""
        with contextlib.suppress(KeyError, ReviewError), self._lock(alignment):
            unit = self._unit(alignment)
            for row in unit.standing.sheet:
                _light(unit, row)

    def views(self, alignment: int, names: Sequence[str]) -> list[dict[str, Any]]:
        """The rows with these names that are still there."""
        with self._lock(alignment):
            unit = self._unit(alignment)
            return self._views(unit, [unit.standing.sheet.rows[name] for name in names if name in unit.standing.sheet.rows])

    def row_at(self, alignment: int, index: int, place: int) -> str:
        """The row that says the pair of this index and place; empty where there is none, and where there is no such unit."""
        with self._lock(alignment), contextlib.suppress(KeyError, ReviewError):
            standing = self._unit(alignment).standing
            wanted = index * GAP + place
            return next((name for name in standing.sheet.order if standing.positions[name] == wanted), "")
        return ""

    def find(self, alignment: int, text: str) -> list[str]:
        """The rows whose texts or comment contain `text`, in any case."""
        wanted = search_form(text)
        with self._lock(alignment):
            sheet = self._unit(alignment).standing.sheet
            return [
                row.id
                for row in sheet
                if any(wanted in search_form(piece.text) for piece in (*row.source, *row.target))
                or wanted in search_form(row.comment)
            ]

    def act(self, alignment: int, user: str, act: ReviewCommand, key: str) -> dict[str, Any]:
        """Do an act and store it; what pages are told of it. An act of the same `key` is done once.

        Raises Conflict where the rows are not what the person saw, ReviewError where the act cannot be done, KeyError where
        there is no such unit.
        """
        for _ in range(RACES):
            with contextlib.suppress(_Raced):
                return self._act(alignment, user, act, key)
        return self._act(alignment, user, act, key)

    def _act(self, alignment: int, user: str, act: ReviewCommand, key: str) -> dict[str, Any]:
        with self._lock(alignment):
            unit = self._unit(alignment)
            if known := self.journal.answered(alignment, key):
                return self._answer(unit, known, user)
            sheet = unit.standing.sheet
            if old := stale(sheet, act):
                rows, by = self._there(alignment, sheet, act)
                raise Conflict(f"Row {old[0]} was changed since", self._views(unit, rows), by)
            changes = changes_of(sheet, _measured(unit, act), unit.ground.locate)
            detail = {"row": act.row} | {
                name: act.values[name] for name in ("reason", "with", "side", "to", "score") if name in act.values
            }
            return self._do(alignment, unit, Event(sheet.head + 1, user, now(), act.name, changes, key, detail=detail))

    def back(self, alignment: int, user: str, key: str, *, again: bool = False) -> dict[str, Any]:
        """Take back the last act of `user`, or do the last one that was taken back again; raises as `act` does."""
        with self._lock(alignment):
            unit = self._unit(alignment)
            if known := self.journal.answered(alignment, key):
                return self._answer(unit, known, user)
            steps = self._stacks(unit, alignment, user)[1 if again else 0]
            if not steps:
                raise ReviewError("There is nothing to do again" if again else "There is nothing to undo")
            event = self.journal.event(alignment, steps[-1])
            kind = {"redoes": event.number} if again else {"undoes": event.number}
            act, number = "redo" if again else "undo", unit.standing.sheet.head + 1
            # the act that a person knows, however often it was taken back and done again
            detail = {"act": event.detail.get("act", event.act), "row": event.detail.get("row", "")}
            return self._do(
                alignment, unit, Event(number, user, now(), act, inverted(event.changes), key, **kind, detail=detail)
            )

    def put(
        self, alignment: int, user: str, act: str, key: str, changes: Sequence[Change], detail: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Do changes that were worked out elsewhere; raises ReviewError where they no longer fit."""
        with self._lock(alignment):
            unit = self._unit(alignment)
            number = unit.standing.sheet.head + 1
            return self._do(alignment, unit, Event(number, user, now(), act, tuple(changes), key, detail=detail))

    def changes(self, alignment: int, after: int, user: str) -> list[dict[str, Any]]:
        """What pages were told since event `after`."""
        with self._lock(alignment):
            unit = self._unit(alignment)
            return [self._answer(unit, event, user) for event in self.journal.events(alignment, after)]

    def sheet(self, alignment: int) -> tuple[ReviewContext, ReviewRows]:
        """What a unit stands on, and a copy of its rows."""
        with self._lock(alignment):
            unit = self._unit(alignment)
            return unit.ground, ReviewRows(list(unit.standing.sheet), unit.standing.sheet.head)

    def case(self, alignment: int) -> StoredBitext | None:
        return self.journal.case(alignment)

    def _lock(self, alignment: int) -> threading.RLock:
        with self._guard:
            return self._locks.setdefault(alignment, threading.RLock())

    def _unit(self, alignment: int) -> _Open:
        """The unit as it stands now, whichever process changed it last; raises KeyError where there is none."""
        with self._guard:
            unit = self._open.get(alignment)
            if unit is not None:
                self._open.move_to_end(alignment)
        if unit is not None and self._current(alignment, unit):
            return unit
        with _unswept():
            opened = self._read(alignment, unit)
        with self._guard:
            self._open[alignment] = opened
            while len(self._open) > OPEN:
                self._open.popitem(last=False)
        return opened

    def _current(self, alignment: int, unit: _Open) -> bool:
        if self.journal.head(alignment) != unit.standing.sheet.head:
            return False
        # an import may have brought more pairs since
        return not unit.ground.imported or self.journal.adopted(alignment) == len(unit.ground.imported)

    def _read(self, alignment: int, unit: _Open | None) -> _Open:
        """A unit from the database; what cannot change is taken from `unit`, as it was open before."""
        case = self.journal.case(alignment)
        if case is None:
            raise KeyError(alignment)
        if case.imported:
            self._admit(case)
        parts = self.journal.parts(case)
        ground = unit.ground if unit is not None and not case.imported else context_of(self.journal, case, parts)
        standing = self.journal.standing(alignment, parts)
        # some hundreds of rows tell how long a translation usually is
        every = standing.sheet.order[:: max(1, len(standing.sheet) // 1000)]
        lengths = [(_length(row.source), _length(row.target)) for row in map(standing.sheet.row, every)]
        trips = unit.trips if unit is not None else self.journal.round_trips(alignment) if ground.alone else {}
        return _Open(ground, standing, usual_of(lengths), trips)

    def _admit(self, case: StoredBitext) -> None:
        """Make an imported unit ready for review; raises ReviewError where it is too long."""
        if (size := self.journal.size(case.alignment)) > LONGEST:
            raise ReviewError(
                f"{size:,} pairs in one document, and over {LONGEST:,} cannot be reviewed at once",
                "Import the file with a column or property that names documents, or in parts.",
            )
        self.journal.adopt(case.alignment)

    def _do(self, alignment: int, unit: _Open, event: Event) -> dict[str, Any]:
        if not event.changes:
            return {
                "number": unit.standing.sheet.head,
                "changes": [],
                "act": event.act,
                "key": event.key,
                "user": event.user,
            } | (self._steps(unit, event.user, alignment))
        steps = self._stacks(unit, alignment, event.user)
        try:
            outcome = applied(unit.ground, unit.standing, event)
            stored = self.journal.record(alignment, event, outcome)
        except BaseException:
            # what was not stored was not done: the next one who asks reads the database again
            self._forget(alignment)
            raise
        if not stored:
            self._forget(alignment)
            raise _Raced("Another process changed this document at the same moment", [])
        undo, redo = steps
        unit.undo[event.user] = _stepped(undo, redo, event)
        answer = self._answer(unit, event, event.user)
        self._told(alignment, answer)
        return answer

    def _forget(self, alignment: int) -> None:
        with self._guard:
            self._open.pop(alignment, None)

    def _answer(self, unit: _Open, event: Event, user: str) -> dict[str, Any]:
        """What pages are told of an event: by change the rows that go, and all of those that come."""
        told: list[dict[str, Any]] = []
        made = [row for change in event.changes if isinstance(change, Splice) for row in change.after]
        edited = [change for change in event.changes if isinstance(change, Edit) and not set(change.after) <= _BARE]
        sheet = unit.standing.sheet
        now_there = [sheet.rows[change.row] for change in edited if change.row in sheet.rows]
        shown = [replace(row, version=event.number) for row in made] + now_there
        views = {view["id"]: view for view in self._views(unit, shown)}
        for change in event.changes:
            if isinstance(change, Splice):
                told.append({"before": [row.id for row in change.before], "after": [views[row.id] for row in change.after]})
            elif change.row in views:
                told.append({"before": [change.row], "after": [views[change.row]]})
            else:
                told.append({"row": change.row, "set": dict(change.after)})
        answer = {
            "number": event.number,
            "act": event.act,
            "key": event.key,
            "user": event.user,
            "detail": dict(event.detail),
            "changes": told,
        }
        return answer | self._steps(unit, user)

    def _steps(self, unit: _Open, user: str, alignment: int | None = None) -> dict[str, Any]:
        undo, redo = self._stacks(unit, unit.ground.case.alignment if alignment is None else alignment, user)
        return {"undo": len(undo), "redo": len(redo)}

    def _stacks(self, unit: _Open, alignment: int, user: str) -> tuple[list[int], list[int]]:
        if user not in unit.undo:
            unit.undo[user] = stacks(self.journal.headings(alignment), user)
        return unit.undo[user]

    def _there(self, alignment: int, sheet: ReviewRows, act: ReviewCommand) -> tuple[list[Row], str]:
        """What stands now where a person wanted to act: the rows they saw, and those that hold what a lost one held; and who
        changed them last."""
        names = {act.row, *act.seen}
        lost = {name for name in names if name not in sheet.rows}
        last = max([sheet.rows[name].version for name in names - lost], default=0)
        if lost:
            for event in self.journal.events(alignment, min([max(0, seen) for seen in act.seen.values()], default=0)):
                after = _became(event.changes, lost)
                last = max(last, event.number) if after else last
                lost |= after
        by = self.journal.event(alignment, last).user if last else ""
        return [sheet.rows[name] for name in sheet.order if name in names | lost], by

    def _views(self, unit: _Open, rows: Sequence[Row]) -> list[dict[str, Any]]:
        alignment = unit.ground.case.alignment
        beads = self.journal.beads(alignment, [row.bead for row in rows if row.bead is not None])
        keys = [key.pair for row in rows if (key := key_of(unit.ground, row))]
        return heavy(unit.ground, rows, beads, self.journal.pairs(keys), unit.usual, unit.trips)


_BARE = frozenset({"status", "reason", "comment", "bookmark"})


def _measured(unit: _Open, act: ReviewCommand) -> ReviewCommand:
    """Accepting above a score goes by the score that is shown; in a document alone that is not the link's, which is known."""
    score = act.values.get("score")
    if act.name != "accept_above" or not unit.ground.alone or not isinstance(score, int | float) or not 0 <= score <= 1:
        return act
    sheet = unit.standing.sheet
    asked = act.values.get("rows", sheet.order)
    rows = [name for name in asked if name in sheet.rows and hundredths(_measure(unit, name) or 0.0) >= hundredths(score)]
    return replace(act, values={**act.values, "score": 0, "rows": rows})


def _measure(unit: _Open, name: str) -> float | None:
    return measure_of(unit.ground, unit.standing.sheet.rows[name], unit.trips)


@contextlib.contextmanager
def _unswept() -> Iterator[None]:
    """Without garbage collection: a long unit is some hundred thousand small objects, none of them garbage, that would be
    looked through while they are made (a third of the time to open), and again and again while acts wait."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()


def _light(unit: _Open, row: Row) -> list[Any]:
    """A row in a few figures, worked out once as long as it stays what it is."""
    known = unit.lights.get(row.id)
    if known is None or known[0] is not row:
        known = unit.lights[row.id] = row, light(row, measure_of(unit.ground, row, unit.trips))
    return known[1]


def _became(changes: Sequence[Change], names: set[str]) -> set[str]:
    """The rows that took the place of some."""
    spliced = [change for change in changes if isinstance(change, Splice) and any(row.id in names for row in change.before)]
    return {row.id for change in spliced for row in change.after}


def _stepped(undo: list[int], redo: list[int], event: Event) -> tuple[list[int], list[int]]:
    if event.undoes:
        return undo[:-1], [*redo, event.number]
    if event.redoes:
        return [*undo, event.number], redo[:-1]
    return [*undo, event.number], []


def _length(pieces: Sequence[Any]) -> int:
    return sum(len(piece.text) + 1 for piece in pieces)


def fresh_name() -> str:
    """A name for a row that the server makes."""
    return f"r{secrets.token_hex(6)}"
