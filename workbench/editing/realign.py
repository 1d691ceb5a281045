"""Aligning again from a row on: what a person settled stays, and the rest is aligned around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING

from jjak.align.sentence.beads import Bead, RunnerUp
from jjak.align.text.segmentation import WHOLE
from jjak.corpora.review.commands import open_runs, replaced
from jjak.corpora.review.events import Piece, Row, Splice, in_text_order
from jjak.seeds.errors import JjakError, ReviewError
from jjak.seeds.import_path import children_without_this_folder
from jjak.workbench.editing.context import ReviewContext
from jjak.workbench.editing.session import ReviewSession, new_row_name

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from jjak.align.sentence.aligners import Texts

POLL = 0.5  # seconds between two looks at whether a long alignment is still wanted
LONG = 4_000  # segments of both sides


class Stopped(BaseException):
    """A person stopped what was going on."""


def realign(
    session: ReviewSession,
    bitext: int,
    user: str,
    first: str,
    key: str,
    progress: Callable[[int, int], None] = lambda _, __: None,
) -> dict[str, object]:
    """Align the rows from `first` on that nobody settled, as one event.

    Args:
        session: the review that the rows are of.
        bitext: its number.
        user: who asked for it.
        first: the name of the first row.
        key: the page's name for it; what has the same key is done once.
        progress: is called with rows done and rows in all, and may raise Stopped; nothing is changed then.

    Returns:
        What pages are told of it.

    Raises:
        ReviewError: where somebody changed one of the rows meanwhile, or the bitext was imported.
        AlignmentError: where there is nothing to align by.
    """
    context, rows = session.snapshot(bitext)
    if context.imported:
        raise ReviewError("These pairs were imported, and there are no documents to align", "Merge, split and move by hand.")
    runs = list(open_runs(rows, first))
    total, done = sum(map(len, runs)), 0
    splices: list[Splice] = []
    for run in runs:
        progress(done, total)
        if (splice := replaced(run, rows_aligned_again(context, run, partial(progress, done, total)))) is not None:
            splices.append(splice)
        done += len(run)
    progress(done, total)
    return session.apply(bitext, user, "realign", key, splices, {"row": first, "rows": total})


def rows_aligned_again(context: ReviewContext, run: Sequence[Row], waiting: Callable[[], None] = lambda: None) -> list[Row]:
    """A run's segments in rows of their own. waiting: is called while it takes long, and may raise to end it."""
    from jjak.align.sentence.aligners import ALIGNERS, Texts

    source = in_text_order(piece for row in run for piece in row.source)
    target = in_text_order(piece for row in run for piece in row.target)
    langs = context.usual
    forward, backward = (
        _translations(context, source, *langs),
        [] if context.alone else _translations(context, target, *reversed(langs)),
    )
    texts = Texts(
        [piece.text for piece in source],
        [piece.text for piece in target],
        [forward] if any(forward) else [],
        [backward] if any(backward) else [],
        fields=_fields(context, source, target),
        crossing=bool(context.stored.settings.get("crossing", True)),
    )
    wanted = context.stored.aligner if context.stored.aligner in ALIGNERS else "translation"
    beads = _beads(texts, wanted if any(forward) or any(backward) else "length", waiting)
    return [
        Row(
            new_row_name(),
            tuple(source[i] for i in bead.source),
            tuple(target[j] for j in bead.target),
            score=bead.score,
            reasons=bead.reasons,
            runner_up=_placed(bead.runner_up, source, target),
        )
        for bead in beads
    ]


def _beads(texts: Texts, aligner: str, waiting: Callable[[], None]) -> list[Bead]:
    """A process of its own gives the memory back that a long text takes; a short one is done here."""
    from jjak.align.sentence.aligners import align

    if len(texts.source) + len(texts.target) <= LONG:
        return align(texts, aligner)
    children_without_this_folder()
    processes = get_context("spawn")
    receiving, sending = processes.Pipe(duplex=False)
    process = processes.Process(target=_send, args=(sending, texts, aligner), daemon=True)
    process.start()
    sending.close()  # so that the end of the process, and the end of this one, are seen on the other side
    try:
        while not receiving.poll(POLL):
            waiting()
        found: list[Bead] | JjakError = receiving.recv()
    except EOFError as error:
        raise ReviewError("The process that aligned ended early", "There may be too little memory; try again.") from error
    except BaseException:
        process.terminate()
        raise
    finally:
        receiving.close()
        process.join()
    if isinstance(found, JjakError):
        raise found
    return found


def _send(to: Connection, texts: Texts, aligner: str) -> None:
    from jjak.align.sentence.aligners import align

    try:
        to.send(align(texts, aligner))
    except JjakError as error:
        to.send(error)


def _fields(context: ReviewContext, source: Sequence[Piece], target: Sequence[Piece]) -> tuple[list[str], list[str]] | None:
    """What each segment is in its page, as the pipeline tells the aligner."""
    sides = []
    for pieces, kinds in ((source, context.kinds), (target, context.target_kinds)):
        known = [kinds[piece.segment] if 0 <= piece.segment < len(kinds) else "" for piece in pieces]
        sides.append([kind if kind in WHOLE else "" for kind in known])
    return (sides[0], sides[1]) if any(sides[0]) and any(sides[1]) else None


def _translations(context: ReviewContext, pieces: Sequence[Piece], source: str, target: str) -> list[str]:
    made = context.translations([piece.text for piece in pieces], source, target)
    return [made[piece.text].text if piece.text in made else "" for piece in pieces]


def _placed(other: RunnerUp | None, source: Sequence[Piece], target: Sequence[Piece]) -> RunnerUp | None:
    """A runner-up in the numbers of the documents' segments."""
    if other is None:
        return None
    sides = []
    for span, pieces in ((other.source, source), (other.target, target)):
        numbers = [pieces[at].segment for at in span]
        sides.append(range(numbers[0], numbers[-1] + 1) if numbers else range(0))
    return RunnerUp(sides[0], sides[1], other.score)
