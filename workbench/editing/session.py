"""A review session: what people do to the rows of bitexts, in order; what is done is stored before anybody is told of it."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from jjak.align.text.normalization import search_form
from jjak.corpora.review.commands import ReviewCommand, changes_of, hundredths, stale
from jjak.corpora.review.events import Change, Edit, Event, ReviewRows, Row, Splice, inverted, stacks
from jjak.corpora.store.check_results import keep_results
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.review_log import GAP, ReviewLog, StoredBitext, now
from jjak.seeds.errors import ReviewError
from jjak.seeds.message import message
from jjak.seeds.page_metadata import PageMetadata
from jjak.workbench.editing.context import ReviewContext
from jjak.workbench.editing.open_bitexts import OpenBitext, OpenBitexts
from jjak.workbench.editing.projection import project
from jjak.workbench.editing.row_presenter import NOT_CHECKED, thresholds

CAUGHT_UP, CHANGES = 200, 5_000  # events that a page may catch up with, and rows that they may have changed
CHECKED_AT_ONCE = 100  # rows that are checked in one request, while nobody can act on the document
SKIPPED = 50  # acts that an undo passes by, since others changed their rows, before it gives up
RACES = 3  # times that a command is tried again where another process was first
# values of a command that its event tells
_NOTED = ("reason", "with", "side", "to", "score", "check", "why", "on", "scope")
_JUDGEMENT = frozenset({"status", "reason", "comment", "bookmark"})  # what a page shows without asking for the row anew

Answer = dict[str, Any]  # what pages are told of an event, as JSON


class Conflict(ReviewError):  # noqa: N818 -- the word for it
    """Somebody changed the rows since the person saw them; `rows` is what stands there now, `by` is who did it."""

    def __init__(self, message: str, rows: Sequence[dict[str, Any]], by: str = "", **values: object) -> None:
        super().__init__(message, "Look at both, and keep one.", **values)
        self.rows = rows
        self.by = by


class OtherLife(ReviewError):  # noqa: N818 -- as Conflict
    """What somebody did builds on events that this life of the corpus does not have."""


class Base(NamedTuple):
    """An event by its number and the key of its act: what a page knew last when something was done in it. 0: it knew none, and
    the key says which run made the rows, where the page knew that."""

    number: int = 0
    key: str = ""


NOTHING = Base()


def _first_key(run: int) -> str:
    """What stands for the key of an act where there was none: the run that made the rows."""
    return f"run {run}"


class _Raced(Conflict):
    """Another process stored an event first."""


class ReviewSession:
    """The review of every bitext of a corpus, by any number of people at once."""

    def __init__(self, store: Corpus, on_event: Callable[[int, Answer], None] = lambda _, __: None) -> None:
        """on_event: is called with the number of a bitext and what pages are told, after each event that was stored."""
        self.log = ReviewLog(store)
        self._on_event = on_event
        self._open = OpenBitexts(self.log)

    # ——— what there is to see

    def stored(self, bitext: int) -> StoredBitext | None:
        """What the corpus knows of a bitext; None where there is no such one."""
        return self.log.bitext(bitext)

    def page(self, stored: StoredBitext) -> PageMetadata:
        """What the page of a bitext's document says of itself; empty where it came from a file of pairs."""
        return PageMetadata() if stored.imported else self.log.page(stored.source)

    def index(self, bitext: int, user: str) -> dict[str, Any]:
        """What a page needs first: every row in a few figures, and the rows around the place where `user` left."""
        with self._open.lock(bitext):
            opened = self._open.get(bitext)
            rows = opened.rows
            place = self.log.place(user, bitext)
            at = rows.order.index(place) if place in rows.rows else 0
            return {
                "head": rows.head,
                "head_key": self.log.key_of(bitext, rows.head) if rows.head else _first_key(opened.context.stored.run),
                "rows": [opened.summary(row) for row in rows],
                "place": place if place in rows.rows else "",
                "views": opened.views.of([rows.rows[name] for name in rows.order[max(0, at - 10) : at + 30]]),
                "thresholds": thresholds(opened.context),
                "ignored": [list(one) for one in rows.ignored],
                **self._step_counts(opened, user),
            }

    def check(self, bitext: int) -> dict[str, Any]:
        """Check the texts of some rows that were not checked yet, and keep what is found: `found` has the checks that these
        rows fail, by row, each with the version that was checked, and `left` says how many rows are left."""
        with self._open.lock(bitext):
            opened = self._open.get(bitext)
            left = [row for row in opened.rows if opened.summary(row)[-1] == NOT_CHECKED]
            found = {row.id: [row.version, ",".join(opened.errors(row))] for row in left[:CHECKED_AT_ONCE]}
            unkept, opened.unkept = opened.unkept, {}
        keep_results(self.log.store, bitext, unkept)
        return {"found": found, "left": max(0, len(left) - CHECKED_AT_ONCE)}

    def preload(self, bitext: int) -> None:
        """Open a bitext that will be asked for; whatever is wrong with it is said then."""
        with contextlib.suppress(KeyError, ReviewError), self._open.lock(bitext):
            opened = self._open.get(bitext)
            for row in opened.rows:
                opened.summary(row)

    def views(self, bitext: int, names: Sequence[str]) -> list[dict[str, Any]]:
        """All there is to show of the rows with these names that are still there."""
        with self._open.lock(bitext):
            opened = self._open.get(bitext)
            return opened.views.of([opened.rows.rows[name] for name in names if name in opened.rows.rows])

    def row_at(self, bitext: int, index: int, place: int) -> str:
        """The row that says the pair of this index and place; empty where there is none, and where there is no such bitext."""
        with self._open.lock(bitext), contextlib.suppress(KeyError, ReviewError):
            state = self._open.get(bitext).state
            wanted = index * GAP + place
            return next((name for name in state.rows.order if state.positions[name] == wanted), "")
        return ""

    def find(self, bitext: int, text: str) -> list[str]:
        """The rows whose texts or comment contain `text`, in any case."""
        wanted = search_form(text)
        with self._open.lock(bitext):
            return [row.id for row in self._open.get(bitext).rows if any(wanted in search_form(each) for each in _texts(row))]

    def snapshot(self, bitext: int) -> tuple[ReviewContext, ReviewRows]:
        """What a bitext stands on, and a copy of its rows."""
        with self._open.lock(bitext):
            opened = self._open.get(bitext)
            return opened.context, ReviewRows(list(opened.rows), opened.rows.head, opened.rows.ignored)

    def answers_since(self, bitext: int, event: int, user: str) -> dict[str, Any]:
        """What pages were told after an event, as `user` is told it; `more`: whether that is not all, and a page had better
        ask for the document anew."""
        with self._open.lock(bitext):
            opened = self._open.get(bitext)
            found: list[Answer] = []
            changed = 0
            for each in self.log.events(bitext, event):
                changed += len(each.changes)
                if len(found) >= CAUGHT_UP or changed > CHANGES:
                    return {"events": found, "more": True}
                found.append(self._answer(opened, each, user))
            return {"events": found, "more": False}

    # ——— what a person does

    def ensure_has(self, bitext: int, base: Base) -> None:
        """Raises OtherLife where the log does not have what an act builds on: the corpus was restored to an earlier state, or
        the rows that nobody had reviewed were made anew."""
        if not base.number and base.key and base.key != _first_key(self.log.stands(bitext)[1]):
            raise OtherLife(
                message("A machine translated and aligned this document anew since"),
                message("Look at the document as it is now, and do it again where it is wanted."),
            )
        if base.number and self.log.key_of(bitext, base.number) != base.key:
            raise OtherLife(
                message(
                    "This was done to a state of the document that the corpus does not have any more: "
                    "an earlier one was restored"
                ),
                message("Look at the document as it is now, and do it again where it is wanted."),
            )

    def execute(self, bitext: int, user: str, command: ReviewCommand, key: str, base: Base = NOTHING) -> Answer:
        """Do a command and store it.

        Args:
            bitext: the number of the bitext.
            user: who does it.
            command: what is done to which row, and the versions that the person saw.
            key: the page's name for it; a command of the same key is done once.
            base: what the page knew last.

        Returns:
            What pages are told of it.

        Raises:
            OtherLife: where the log does not have `base`.
            Conflict: where the rows are not what the person saw.
            ReviewError: where the command cannot be done.
            KeyError: where there is no such bitext.
        """
        self.ensure_has(bitext, base)
        for _ in range(RACES):
            with contextlib.suppress(_Raced):
                return self._execute(bitext, user, command, key)
        return self._execute(bitext, user, command, key)

    def _execute(self, bitext: int, user: str, command: ReviewCommand, key: str) -> Answer:
        with self._open.lock(bitext):
            opened = self._open.get(bitext)
            if known := self.log.answered(bitext, key):
                return self._answer(opened, known, user)
            rows = opened.rows
            if old := stale(rows, command):
                there, by = self._there_now(opened, command)
                raise Conflict("Row {row} was changed since", opened.views.of(there), by, row=_number(rows, old[0]))
            command = replace(command, values={**command.values, "by": user})
            changes = changes_of(rows, _by_shown_score(opened, command), opened.context.locate)
            detail = {"row": command.row} | {name: command.values[name] for name in _NOTED if name in command.values}
            return self._store(opened, Event(rows.head + 1, user, now(), command.name, changes, key, detail=detail))

    def undo(self, bitext: int, user: str, key: str, base: Base = NOTHING) -> Answer:
        """Take back the last event of `user`; returns and raises as `execute` does."""
        self.ensure_has(bitext, base)
        return self._step(bitext, user, key, again=False)

    def redo(self, bitext: int, user: str, key: str, base: Base = NOTHING) -> Answer:
        """Do the last event of `user` again that was taken back; returns and raises as `execute` does."""
        self.ensure_has(bitext, base)
        return self._step(bitext, user, key, again=True)

    def _step(self, bitext: int, user: str, key: str, *, again: bool) -> Answer:
        with self._open.lock(bitext):
            opened = self._open.get(bitext)
            if known := self.log.answered(bitext, key):
                return self._answer(opened, known, user)
            steps = self._steps(opened, user)[1 if again else 0]
            if not steps:
                raise ReviewError("There is nothing to do again" if again else "There is nothing to undo")
            event, skipped = self._fitting(opened, steps)
            kind = {"redoes": event.number} if again else {"undoes": event.number}
            name, number = "redo" if again else "undo", opened.rows.head + 1
            # the act that a person knows, however often it was taken back and done again
            detail: dict[str, Any] = {"act": _act_of(event), "row": event.detail.get("row", "")}
            if "scope" in event.detail:
                detail["scope"] = event.detail["scope"]
            if skipped:
                detail["skipped"] = [_act_of(one) for one in skipped]
            return self._store(opened, Event(number, user, now(), name, inverted(event.changes), key, **kind, detail=detail))

    def _fitting(self, opened: OpenBitext, steps: Sequence[int]) -> tuple[Event, list[Event]]:
        """The last of some acts whose rows are still as it left them, and those after it, whose rows somebody else changed.

        Raises ReviewError where there is none.
        """
        skipped: list[Event] = []
        for number in reversed(steps):
            event = self.log.event(opened.number, number)
            if _fits(opened.rows, inverted(event.changes)):
                return event, skipped
            skipped.append(event)
            if len(skipped) == SKIPPED:
                break
        raise ReviewError(
            "Somebody else changed the rows of your last changes since, so that these cannot be taken back",
            "Look at the rows as they are now, and change them by hand.",
        )

    def apply(self, bitext: int, user: str, act: str, key: str, changes: Sequence[Change], detail: Mapping[str, Any]) -> Answer:
        """Store changes that were worked out elsewhere, as one event; raises ReviewError where they no longer fit."""
        with self._open.lock(bitext):
            opened = self._open.get(bitext)
            number = opened.rows.head + 1
            return self._store(opened, Event(number, user, now(), act, tuple(changes), key, detail=detail))

    def _store(self, opened: OpenBitext, event: Event) -> Answer:
        """Store an event with what it makes of rows and pairs, and tell whoever listens."""
        if not event.changes:
            nothing = {"number": opened.rows.head, "changes": [], "act": event.act, "key": event.key, "user": event.user}
            return nothing | self._step_counts(opened, event.user)
        undo, redo = self._steps(opened, event.user)
        try:
            stored = self.log.record(opened.number, event, project(opened.context, opened.state, event))
        except BaseException:
            # what was not stored was not done: the next one who asks reads the database again
            self._open.forget(opened.number)
            raise
        if not stored:
            self._open.forget(opened.number)
            raise _Raced("Another process changed this document at the same moment", [])
        opened.steps[event.user] = _stepped(undo, redo, event)
        answer = self._answer(opened, event, event.user)
        self._on_event(opened.number, answer)
        return answer

    # ——— what is said of it

    def _answer(self, opened: OpenBitext, event: Event, user: str) -> Answer:
        """What pages are told of an event: by change the rows that go, and all of those that come."""
        changes: list[dict[str, Any]] = []
        made = [row for change in event.changes if isinstance(change, Splice) for row in change.after]
        edited = [change for change in event.changes if isinstance(change, Edit) and not set(change.after) <= _JUDGEMENT]
        there = opened.rows.rows
        shown = [replace(row, version=event.number) for row in made]
        shown += [there[change.row] for change in edited if change.row in there]
        views = {view["id"]: view for view in opened.views.of(shown)}
        for change in event.changes:
            if isinstance(change, Splice):
                changes.append({"before": [row.id for row in change.before], "after": [views[row.id] for row in change.after]})
            elif change.row in views:
                changes.append({"before": [change.row], "after": [views[change.row]]})
            else:
                after = {
                    name: [list(one) for one in value] if name == "ignored" else value for name, value in change.after.items()
                }
                changes.append({"row": change.row, "set": after})
        answer = {
            "number": event.number,
            "act": event.act,
            "key": event.key,
            "user": event.user,
            "detail": dict(event.detail),
            "changes": changes,
        }
        return answer | self._step_counts(opened, user)

    def _step_counts(self, opened: OpenBitext, user: str) -> dict[str, Any]:
        undo, redo = self._steps(opened, user)
        return {"undo": len(undo), "redo": len(redo)}

    def _steps(self, opened: OpenBitext, user: str) -> tuple[list[int], list[int]]:
        if user not in opened.steps:
            opened.steps[user] = stacks(self.log.headings(opened.number), user)
        return opened.steps[user]

    def _there_now(self, opened: OpenBitext, command: ReviewCommand) -> tuple[list[Row], str]:
        """What stands now where a person wanted to act: the rows they saw, and those that hold what a lost one held; and who
        changed them last."""
        rows = opened.rows
        names = {command.row, *command.seen}
        lost = {name for name in names if name not in rows.rows}
        last = max([rows.rows[name].version for name in names - lost], default=0)
        if lost:
            for event in self.log.events(opened.number, min([max(0, seen) for seen in command.seen.values()], default=0)):
                after = _successors(event.changes, lost)
                last = max(last, event.number) if after else last
                lost |= after
        by = self.log.event(opened.number, last).user if last else ""
        return [rows.rows[name] for name in rows.order if name in names | lost], by


def _by_shown_score(opened: OpenBitext, command: ReviewCommand) -> ReviewCommand:
    """Accepting above a score goes by the score that is shown, which in a document alone is not the link's, and passes by the
    rows in which a check found an error: a person looks at these one by one."""
    score = command.values.get("score")
    if command.name != "accept_above" or not isinstance(score, int | float) or not 0 <= score <= 1:
        return command
    there = opened.rows.rows
    chosen = command.values.get("rows")
    names = [name for name in (opened.rows.order if chosen is None else chosen) if name in there]
    names = [
        name
        for name in names
        if not there[name].settled and hundredths(opened.measure(there[name]) or 0.0) >= hundredths(score)
    ]
    fitting = [name for name in names if there[name].score is not None and not opened.open_errors(there[name])]
    least = 0 if opened.context.alone else score
    return replace(command, values={**command.values, "score": least, "rows": fitting})


def _successors(changes: Sequence[Change], names: set[str]) -> set[str]:
    """The rows that took the place of some."""
    spliced = [change for change in changes if isinstance(change, Splice) and any(row.id in names for row in change.before)]
    return {row.id for change in spliced for row in change.after}


def _number(rows: ReviewRows, name: str) -> str:
    """What a row is called on the page, its number from 1; its name where it is gone."""
    return str(rows.at(name) + 1) if name in rows.rows else name


def _fits(rows: ReviewRows, changes: Sequence[Change]) -> bool:
    """Whether changes can be done to rows, which stay as they are."""
    try:
        ReviewRows(list(rows), rows.head, rows.ignored).apply(rows.head + 1, changes)
    except ReviewError:
        return False
    return True


def _act_of(event: Event) -> str:
    return str(event.detail.get("act", event.act))


def _stepped(undo: list[int], redo: list[int], event: Event) -> tuple[list[int], list[int]]:
    """What can be undone and done again after an event."""
    if event.undoes:
        return [one for one in undo if one != event.undoes], [*redo, event.number]
    if event.redoes:
        return [*undo, event.number], [one for one in redo if one != event.redoes]
    return [*undo, event.number], []


def _texts(row: Row) -> list[str]:
    return [*(piece.text for piece in (*row.source, *row.target)), row.comment]


def new_row_name() -> str:
    """A name for a row that the server makes."""
    return f"r{secrets.token_hex(6)}"
