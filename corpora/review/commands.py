"""The commands of a reviewer: from what a person wants of some rows to the changes that do it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from jjak.corpora.checks.review_checks import CHECKS
from jjak.corpora.pair import Status
from jjak.corpora.review.events import (
    DOCUMENT,
    Change,
    Edit,
    Ignored,
    Piece,
    Pieces,
    ReviewRows,
    Row,
    Splice,
    in_text_order,
)
from jjak.seeds.errors import ReviewError, unknown

REASONS = (
    *("wrong language", "misaligned", "untranslated", "machine-translated"),
    *("translation error", "free translation", "bad text"),
)
LONGEST = 2_000_000  # characters of a text or a comment
SideName = Literal["source", "target"]
SIDES: tuple[SideName, SideName] = ("source", "target")

# the raw code point at which a piece is cut, given the side, the piece and the place in its text
Locate = Callable[[SideName, Piece, int], int]


@dataclass(frozen=True, slots=True)
class ReviewCommand:
    """name: a key of ACTS; row: the row that it is done to; seen: the version of each row that the person had before them;
    values: what else the command takes."""

    name: str
    row: str = ""
    seen: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


def changes_of(current: ReviewRows, command: ReviewCommand, locate: Locate) -> tuple[Change, ...]:
    """What `command` does to `current`, which is left as it is; empty where there is nothing to do.

    Raises SettingError at an unknown command, ReviewError where the command cannot be done to these rows.
    """
    if command.name not in ACTS:
        raise unknown("act", command.name, ACTS)
    return tuple(ACTS[command.name](current, command, locate))


def stale(current: ReviewRows, command: ReviewCommand) -> list[str]:
    """The rows that are not what the person saw."""
    return [name for name, version in command.seen.items() if name not in current.rows or current.rows[name].version != version]


def accept(current: ReviewRows, command: ReviewCommand, _: Locate) -> Iterator[Change]:
    yield from _edit(current.row(command.row), status=Status.ACCEPTED, reason="")


def reject(current: ReviewRows, command: ReviewCommand, _: Locate) -> Iterator[Change]:
    reason = command.values.get("reason", "")
    if reason not in REASONS:
        raise unknown("reason", str(reason), REASONS)
    yield from _edit(current.row(command.row), status=Status.REJECTED, reason=reason)


def clear(current: ReviewRows, command: ReviewCommand, _: Locate) -> Iterator[Change]:
    yield from _edit(current.row(command.row), status=Status.UNREVIEWED, reason="")


def comment(current: ReviewRows, command: ReviewCommand, _: Locate) -> Iterator[Change]:
    yield from _edit(current.row(command.row), comment=_text(command, "text"))


def bookmark(current: ReviewRows, command: ReviewCommand, _: Locate) -> Iterator[Change]:
    yield from _edit(current.row(command.row), bookmark=bool(command.values.get("on")))


def edit(current: ReviewRows, command: ReviewCommand, _: Locate) -> Iterator[Change]:
    """`side` and `texts`: what each piece of that side says from now on; a piece without text goes, and one that is called
    nothing is added, under the name `new`."""
    row, side = current.row(command.row), _side(command)
    texts = command.values.get("texts")
    if not isinstance(texts, Mapping) or not all(isinstance(text, str) for text in texts.values()):
        raise ReviewError("An edit has no texts", "Reload the page.")
    pieces = getattr(row, side)
    if unknown_ones := set(texts) - {piece.id for piece in pieces} - {""}:
        raise ReviewError("Row {row} has no segment {segment}", "Reload the page.", row=row.id, segment=min(unknown_ones))
    edited = [piece._replace(text=_clean(texts.get(piece.id, piece.text))) for piece in pieces]
    if added := _clean(texts.get("", "")):
        at = pieces[-1].segment if pieces else -1
        edited.append(Piece(f"{_new(command)}.n", at, 0, 0, added))
    kept = tuple(piece for piece in edited if piece.text)
    if not kept and not getattr(row, "target" if side == "source" else "source"):
        raise ReviewError("A row without any text would be left", "Reject it instead.")
    # what was ignored was ignored in the texts as they were
    yield from _edit(row, **{side: kept, **({} if kept == pieces else {"ignored": ()})})


def ignore(current: ReviewRows, command: ReviewCommand, _: Locate) -> Iterator[Change]:
    """`check` is ignored from now on, by `by` and because of `why`, or no longer where `on` is false; in the row, or with
    `scope` `document` in all of it."""
    check, why = command.values.get("check", ""), _text(command, "why")
    if check not in CHECKS:
        raise unknown("check", str(check), CHECKS)
    on = bool(command.values.get("on"))
    if on and not why:
        raise ReviewError("It is not said why the check is ignored", "Say it in a word or two.")
    whole = command.values.get("scope") == "document"
    before = current.ignored if whole else current.row(command.row).ignored
    after = tuple(one for one in before if one.check != check)
    if on:
        after += (Ignored(str(check), str(command.values.get("by", "")), why),)
    if not whole:
        yield from _edit(current.row(command.row), ignored=after)
    elif after != before:
        yield Edit(DOCUMENT, {"ignored": before}, {"ignored": after})


def merge(current: ReviewRows, command: ReviewCommand, _: Locate) -> Iterator[Change]:
    """`with`: `next` or `previous`."""
    at = current.at(command.row)
    first = at if command.values.get("with") == "next" else at - 1
    if first < 0 or first + 1 >= len(current.order):
        raise ReviewError("There is no row to merge with", "It is the first or the last one.")
    rows = [current.rows[name] for name in current.order[first : first + 2]]
    yield Splice(tuple(rows), (_joined(rows),))


def split(current: ReviewRows, command: ReviewCommand, locate: Locate) -> Iterator[Change]:
    """`source`, `target`: where each side is cut, as [pieces, characters of the next piece]; `new`: the second row's name."""
    row = current.row(command.row)
    cuts = {side: _cut(command, side, getattr(row, side), locate) for side in SIDES}
    first = _by_hand(row, cuts["source"][0], cuts["target"][0])
    second = Row(_new(command), cuts["source"][1], cuts["target"][1])
    if not (first.source or first.target) or not (second.source or second.target):
        raise ReviewError("Nothing is left on one side of the cut", "Cut between two segments, or inside one.")
    yield Splice((row,), (first, second))


def move(current: ReviewRows, command: ReviewCommand, _: Locate) -> Iterator[Change]:
    """`side`, `to`: the first segment of that side goes to the `previous` row, or the last one to the `next`."""
    side, forward = _side(command), command.values.get("to") == "next"
    at = current.at(command.row)
    other = at + 1 if forward else at - 1
    if not 0 <= other < len(current.order):
        raise ReviewError("There is no row to move it to", "It is the first or the last one.")
    giver, taker = current.rows[current.order[at]], current.rows[current.order[other]]
    pieces: Pieces = getattr(giver, side)
    if not pieces:
        raise ReviewError("There is no segment on this side", "Choose the other side, or a row that has one.")
    left, moved = (pieces[:-1], pieces[-1:]) if forward else (pieces[1:], pieces[:1])
    taken = in_text_order(moved + getattr(taker, side) if forward else getattr(taker, side) + moved)
    gave, took = _with(giver, side, left), _with(taker, side, taken)
    before = (giver, taker) if forward else (taker, giver)
    if not (gave.source or gave.target):
        # a row that gave its last segment is gone; what was noted on it stays
        yield Splice(before, (replace(_joined(list(before)), id=took.id, source=took.source, target=took.target),))
        return
    yield Splice(before, (gave, took) if forward else (took, gave))


def accept_above(current: ReviewRows, command: ReviewCommand, _: Locate) -> Iterator[Change]:
    """`score`: every row that nobody settled, with both sides and at least this confidence; `rows` limits them."""
    least = command.values.get("score")
    if not isinstance(least, int | float) or not 0 <= least <= 1:
        raise ReviewError("{least!r} is no score", "Give one from 0 to 1.", least=least)
    chosen = command.values.get("rows")
    wanted = current.order if chosen is None else [name for name in chosen if name in current.rows]
    for row in (current.rows[name] for name in wanted):
        enough = row.score is not None and hundredths(row.score) >= hundredths(least)
        if enough and not row.settled and row.source and row.target:
            yield from _edit(row, status=Status.ACCEPTED, reason="")


ACTS: dict[str, Callable[[ReviewRows, ReviewCommand, Locate], Iterator[Change]]] = {
    "accept": accept,
    "reject": reject,
    "clear": clear,
    "comment": comment,
    "bookmark": bookmark,
    "edit": edit,
    "ignore": ignore,
    "merge": merge,
    "split": split,
    "move": move,
    "accept_above": accept_above,
}


def hundredths(score: float) -> int:
    """A score as a person sees it: what is accepted is what looked like it."""
    return int(score * 100 + 0.5)


def open_runs(current: ReviewRows, first: str) -> Iterator[tuple[Row, ...]]:
    """The runs of neighbouring rows from `first` on that nobody settled, each long enough to be aligned anew."""
    run: list[Row] = []
    for name in [*current.order[current.at(first) :], ""]:
        row = current.rows.get(name)
        if row is not None and not row.settled:
            run.append(row)
            continue
        if len(run) > 1:
            yield tuple(run)
        run = []


def replaced(run: Sequence[Row], made: Sequence[Row]) -> Splice | None:
    """`run` with `made` in its place, comments and bookmarks carried over; None where the links are the same."""
    if [(row.source, row.target) for row in run] == [(row.source, row.target) for row in made]:
        return None
    kept: list[Row] = []
    for row in made:
        pieces = {piece.id for piece in row.source}, {piece.id for piece in row.target}
        noted = [
            old
            for old in run
            if (old.source and old.source[0].id in pieces[0]) or (not old.source and old.target[0].id in pieces[1])
        ]
        same = next((old for old in run if (old.source, old.target) == (row.source, row.target)), None)
        kept.append(same or replace(row, comment=_comments(noted), bookmark=any(old.bookmark for old in noted)))
    return Splice(tuple(run), tuple(kept))


def _edit(row: Row, **after: Any) -> Iterator[Edit]:
    changed = {name: value for name, value in after.items() if getattr(row, name) != value}
    if changed:
        yield Edit(row.id, {name: getattr(row, name) for name in changed}, changed)


def _joined(rows: Sequence[Row]) -> Row:
    """The rows as one, judged by nobody yet."""
    source = in_text_order(piece for row in rows for piece in row.source)
    target = in_text_order(piece for row in rows for piece in row.target)
    return Row(rows[0].id, source, target, comment=_comments(rows), bookmark=any(row.bookmark for row in rows))


def _comments(rows: Sequence[Row]) -> str:
    return "\n".join(row.comment for row in rows if row.comment)


def _by_hand(row: Row, source: Pieces, target: Pieces) -> Row:
    return Row(row.id, source, target, comment=row.comment, bookmark=row.bookmark)


def _with(row: Row, side: SideName, pieces: Pieces) -> Row:
    return _by_hand(row, pieces, row.target) if side == "source" else _by_hand(row, row.source, pieces)


def _cut(command: ReviewCommand, side: SideName, pieces: Pieces, locate: Locate) -> tuple[Pieces, Pieces]:
    cut = command.values.get(side)
    if not (isinstance(cut, Sequence) and len(cut) == 2 and all(type(number) is int for number in cut)):
        raise ReviewError("A cut of the {side} is missing", "Reload the page.", side=side)
    at, offset = cut
    if not 0 <= at <= len(pieces) or (offset and not (at < len(pieces) and 0 < offset < len(pieces[at].text))):
        raise ReviewError("The {side} has no place {at}, {offset}", "Reload the page.", side=side, at=at, offset=offset)
    if not offset:
        return pieces[:at], pieces[at:]
    left, right = _halves(side, pieces[at], offset, locate)
    if not left.text or not right.text:
        return (pieces[: at + 1], pieces[at + 1 :]) if not right.text else (pieces[:at], pieces[at:])
    return (*pieces[:at], left), (right, *pieces[at + 1 :])


def _halves(side: SideName, piece: Piece, offset: int, locate: Locate) -> tuple[Piece, Piece]:
    middle = locate(side, piece, offset)
    left = Piece(f"{piece.id}.a", piece.segment, piece.start, middle, piece.text[:offset].strip())
    start = min(piece.stop, middle) if piece.stop else 0
    return left, Piece(f"{piece.id}.b", piece.segment, start, piece.stop, piece.text[offset:].strip())


def _side(command: ReviewCommand) -> SideName:
    side = command.values.get("side")
    if side not in SIDES:
        raise ReviewError("There is no side {side!r}", "A row has a source and a target.", side=side)
    return "source" if side == "source" else "target"


_NAME = re.compile(r"[a-z][a-z0-9]{5,31}")


def _new(command: ReviewCommand) -> str:
    """A name that the page chose for a new row or segment, so that acts it queues can speak of it before it is answered."""
    name = command.values.get("new")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ReviewError("A new row has no name", "Reload the page.")
    return name


def _text(command: ReviewCommand, name: str) -> str:
    text = command.values.get(name)
    if not isinstance(text, str):
        raise ReviewError("The act has no {name}", "Reload the page.", name=name)
    return _clean(text, lines=True)


# what no text may hold: NUL and other controls (a tab and a line's end are folded), and half characters
_BARRED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _clean(text: str, *, lines: bool = False) -> str:
    import unicodedata

    if len(text) > LONGEST:
        raise ReviewError("{length:,} characters, over {longest:,}", "Shorten the text.", length=len(text), longest=LONGEST)
    kept = unicodedata.normalize("NFC", _BARRED.sub("", text))
    if lines:
        return "\n".join(line.rstrip() for line in kept.splitlines()).strip()
    # a segment may have lines of its own, in an address or a poem: an edit keeps them
    return "\n".join(" ".join(line.split()) for line in re.split("\r\n|\r|\n", kept)).strip()
