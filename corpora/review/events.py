"""What a reviewer works on: the rows of a bitext, and the events that change them.

They are the fold of an event log over the rows that the pipeline made. An event replaces rows by rows and knows both, so
that any event can be taken back, and a log that does not fit its rows is found out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple

from jjak.align.sentence.beads import Bead, RunnerUp
from jjak.align.text.segmentation import Segment
from jjak.corpora.pair import Status
from jjak.seeds.errors import ReviewError


class Piece(NamedTuple):
    """A segment, or a part of one that was cut. id: the segment's index, with `.a` or `.b` for each cut; start, stop: code
    points of `Document.text`, 0 and 0 where the text is a machine's; text: as it reads now."""

    id: str
    segment: int
    start: int
    stop: int
    text: str

    @property
    def whole(self) -> bool:
        return "." not in self.id


Pieces = tuple[Piece, ...]


class Ignored(NamedTuple):
    """A check that somebody ignores, in a row or in a document. check: its name; by: who; why: in their words."""

    check: str
    by: str
    why: str


IgnoredChecks = tuple[Ignored, ...]
DOCUMENT = ""  # what an edit of the document itself names in place of a row


def in_text_order(pieces: Iterable[Piece]) -> Pieces:
    """`pieces` as their document has them: those of rows that cross come in another order. What a person added follows what it
    followed."""
    placed, last = [], (-1, -1)
    for piece in pieces:
        last = (piece.segment, piece.start) if piece.segment >= 0 and piece.stop else last
        placed.append((last, piece))
    return tuple(piece for _, piece in sorted(placed, key=lambda each: each[0]))


@dataclass(frozen=True, slots=True)
class Row:
    """A bead as it stands under review.

    version: the number of the event that made it what it is, 0 from the pipeline; score: the aligner's confidence 0..1, None
    where a person made the row; bead: the index of the pipeline's bead that it still is; reasons, runner_up: of a row that
    was aligned again (the pipeline's stand with its beads); ignored: checks that somebody ignores as long as the texts stay.
    """

    id: str
    source: Pieces
    target: Pieces
    version: int = 0
    status: Status = Status.UNREVIEWED
    reason: str = ""
    comment: str = ""
    bookmark: bool = False
    score: float | None = None
    bead: int | None = None
    reasons: tuple[tuple[str, float], ...] = ()
    runner_up: RunnerUp | None = None
    ignored: IgnoredChecks = ()

    def same(self, other: Row) -> bool:
        """Whether both say the same, whichever events led there."""
        return replace(self, version=other.version) == other

    @property
    def settled(self) -> bool:
        return self.status is not Status.UNREVIEWED


@dataclass(frozen=True, slots=True)
class Edit:
    """Some fields of one row, or of the document: what they were and what they are."""

    row: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def inverted(self) -> Edit:
        return Edit(self.row, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Splice:
    """Neighbouring rows, none of them forgotten, and those that take their place."""

    before: tuple[Row, ...]
    after: tuple[Row, ...]

    def inverted(self) -> Splice:
        return Splice(self.after, self.before)


Change = Edit | Splice


@dataclass(frozen=True, slots=True)
class Event:
    """One act. number: its place in the bitext's log, from 1; key: the page's name for it, so that an act sent twice is done
    once; undoes, redoes: the number of the event that it takes back or does again, 0 for none."""

    number: int
    user: str
    time: str
    act: str
    changes: tuple[Change, ...]
    key: str = ""
    undoes: int = 0
    redoes: int = 0
    detail: Mapping[str, Any] = field(default_factory=dict)


class ReviewRows:
    """The rows of one bitext in order; `head` is the number of the last event in them, and `ignored` are the checks that
    somebody ignores in the whole document."""

    __slots__ = ("head", "ignored", "order", "rows")

    def __init__(self, rows: Iterable[Row], head: int = 0, ignored: IgnoredChecks = ()) -> None:
        self.rows = {row.id: row for row in rows}
        self.order = list(self.rows)
        self.head = head
        self.ignored = ignored

    def __iter__(self) -> Iterator[Row]:
        return (self.rows[name] for name in self.order)

    def __len__(self) -> int:
        return len(self.order)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ReviewRows) and (self.order, self.rows, self.ignored) == (
            other.order,
            other.rows,
            other.ignored,
        )

    __hash__ = None  # type: ignore[assignment]

    def row(self, name: str) -> Row:
        """Raises ReviewError where there is none of this name."""
        if name not in self.rows:
            raise ReviewError(
                "There is no row {name} any more", "Somebody merged or split it; look at what stands there now.", name=name
            )
        return self.rows[name]

    def at(self, name: str) -> int:
        """The place of a row; raises ReviewError where there is none of this name."""
        return self.order.index(self.row(name).id)

    def apply(self, number: int, changes: Sequence[Change]) -> None:
        """Do the changes of event `number`, all or none; raises ReviewError where what they replace is not what stands here."""
        done: list[Change] = []
        kept = dict.fromkeys(name for change in changes for name in _names(change))
        versions = {name: self.rows[name].version for name in kept if name in self.rows}
        try:
            for change in changes:
                self._do(number, change)
                done.append(change)
        except ReviewError:
            for change in reversed(done):
                self._do(self.head, change.inverted())
            for name, version in versions.items():
                self.rows[name] = replace(self.rows[name], version=version)
            raise
        self.head = number

    def _do(self, number: int, change: Change) -> None:
        if isinstance(change, Edit) and change.row == DOCUMENT:
            if change.before["ignored"] != self.ignored:
                raise _stale(change.row)
            self.ignored = change.after["ignored"]
            return
        if isinstance(change, Edit):
            row = self.row(change.row)
            if any(getattr(row, name) != value for name, value in change.before.items()):
                raise _stale(change.row)
            self.rows[change.row] = replace(row, **change.after, version=number)
            return
        at = self.at(change.before[0].id)
        names = [row.id for row in change.before]
        if self.order[at : at + len(names)] != names:
            raise _stale(names[0])
        if not all(self.rows[row.id].same(row) for row in change.before):
            raise _stale(names[0])
        after = [replace(row, version=number) for row in change.after]
        if any(row.id in self.rows and row.id not in names for row in after):
            raise ReviewError("Row {row} is there already", "Reload the page.", row=after[-1].id)
        for name in names:
            del self.rows[name]
        self.rows.update((row.id, row) for row in after)
        self.order[at : at + len(names)] = [row.id for row in after]


def _names(change: Change) -> list[str]:
    return [change.row] if isinstance(change, Edit) else [row.id for row in change.before]


def _stale(row: str) -> ReviewError:
    return ReviewError("Row {row} was changed since", "Look at the row as it is now, and try again.", row=row)


def inverted(changes: Sequence[Change]) -> tuple[Change, ...]:
    """What takes `changes` back."""
    return tuple(change.inverted() for change in reversed(changes))


def fold(rows: Iterable[Row], events: Iterable[Event]) -> ReviewRows:
    """The rows that `events` make of the pipeline's rows; raises ReviewError at an event that does not fit."""
    review_rows = ReviewRows(rows)
    for event in events:
        if event.number != review_rows.head + 1:
            raise ReviewError(
                "Event {number} follows {head}",
                "The log has a gap; restore a copy.",
                number=event.number,
                head=review_rows.head,
            )
        review_rows.apply(event.number, event.changes)
    return review_rows


def stacks(events: Iterable[Event], user: str) -> tuple[list[int], list[int]]:
    """The numbers of the events that `user` can take back, and do again, the next one last."""
    undo: list[int] = []
    redo: list[int] = []
    for event in events:
        if event.user != user:
            continue
        if event.undoes:
            undo.remove(event.undoes)
            redo.append(event.number)
        elif event.redoes:
            redo.remove(event.redoes)
            undo.append(event.number)
        else:
            redo.clear()
            undo.append(event.number)
    return undo, redo


def first_rows(
    beads: Sequence[Bead], source: Sequence[Segment], target: Sequence[Segment], made: Sequence[str] | None = None
) -> list[Row]:
    """The rows that the pipeline leaves, one for each bead.

    made: the machine's text of each bead where the target is no document, empty where there is none.
    """
    rows = []
    for at, bead in enumerate(beads):
        if made is None:
            second = tuple(_piece(target[j]) for j in bead.target)
        else:
            second = (Piece(str(at), at, 0, 0, made[at]),) if made[at] else ()
        first = tuple(_piece(source[i]) for i in bead.source)
        rows.append(Row(str(at), first, second, score=bead.score, bead=at))
    return rows


def _piece(segment: Segment) -> Piece:
    return Piece(str(segment.index), segment.index, segment.span.start, segment.span.stop, segment.text)


_FIELDS = tuple(each.name for each in fields(Row))


def row_table(row: Row) -> dict[str, Any]:
    """A row as JSON holds it, without its version."""
    kept = [name for name in _FIELDS if name != "version" and (name != "ignored" or row.ignored)]
    return {name: _plain(name, getattr(row, name)) for name in kept}


def row_of(table: Mapping[str, Any], version: int = 0) -> Row:
    return Row(**{name: _typed(name, value) for name, value in table.items()}, version=version)


def change_table(change: Change) -> dict[str, Any]:
    if isinstance(change, Splice):
        return {"before": [row_table(row) for row in change.before], "after": [row_table(row) for row in change.after]}
    sides = {"before": change.before, "after": change.after}
    return {"row": change.row} | {
        side: {name: _plain(name, value) for name, value in values.items()} for side, values in sides.items()
    }


def change_of(table: Mapping[str, Any]) -> Change:
    if "row" in table:
        before, after = ({name: _typed(name, value) for name, value in table[side].items()} for side in ("before", "after"))
        return Edit(table["row"], before, after)
    return Splice(tuple(map(row_of, table["before"])), tuple(map(row_of, table["after"])))


def _plain(name: str, value: Any) -> Any:
    if name in ("source", "target", "reasons", "ignored"):
        return [list(item) for item in value]
    if name == "status":
        return str(value)
    if name == "runner_up" and value is not None:
        return [value.source.start, value.source.stop, value.target.start, value.target.stop, value.score]
    return value


def _typed(name: str, value: Any) -> Any:
    if name in ("source", "target"):
        return tuple(Piece(*item) for item in value)
    if name == "ignored":
        return tuple(Ignored(*item) for item in value)
    if name == "reasons":
        return tuple((str(key), float(figure)) for key, figure in value)
    if name == "status":
        return Status(value)
    if name == "runner_up" and value is not None:
        a, b, c, d, score = value
        return RunnerUp(range(a, b), range(c, d), score)
    return value
