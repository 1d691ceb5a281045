"""Bringing a corpus up to date with a model: what nobody settled is translated, aligned and scored anew; decisions stay."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from jjak.align.text.segmentation import Segment
from jjak.corpora.pair import Pair
from jjak.corpora.review.commands import replaced
from jjak.corpora.review.events import Change, Edit, Piece, Row
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.retranslation_store import cases, remember, renew, rescore
from jjak.corpora.store.review_log import ReviewLog, StoredBitext
from jjak.corpora.store.writing import BuiltBitext
from jjak.seeds.document import Document
from jjak.seeds.errors import CorpusError, JjakError, ModelError
from jjak.workbench.editing.context import ReviewContext, pair_of_row
from jjak.workbench.editing.realign import aligned_again
from jjak.workbench.editing.session import ReviewSession
from jjak.workbench.pipeline.bitext_builder import bitext_of
from jjak.workbench.pipeline.build import Progress, unheard, versions_of
from jjak.workbench.pipeline.build_log import BitextOutcome, BuildLogEntry
from jjak.workbench.pipeline.inputs import Failure
from jjak.workbench.pipeline.stage_timer import StageTimer
from jjak.workbench.pipeline.translators import Translators
from jjak.workbench.settings import Settings

USER = "jjak"  # in the log, where people's acts stand beside it


@dataclass(slots=True)
class RetranslationSummary:
    """units: how many were looked at; pairs: that have new translations; settled: rows that were left as people left them."""

    units: int = 0
    pairs: int = 0
    settled: int = 0
    failures: list[Failure] = field(default_factory=list)


def retranslate(store: Corpus, settings: Settings, progress: Progress = unheard) -> RetranslationSummary:
    """Translate every unit of the corpus with the models of `settings`; a kill loses nothing, and running it again goes on.

    Raises CorpusError where the corpus cannot be written and ModelError where a model cannot be used.
    """
    translators, done = Translators(store, settings), RetranslationSummary()
    runs: dict[str, int] = {}
    for case in cases(store):
        before, clock = done.pairs, StageTimer()
        ids = tuple(name for name in (case.source, case.target) if name)
        try:
            _one(store, case, translators, settings, runs, done, clock)
            fate, wrong = BitextOutcome.RENEWED, None
        except (CorpusError, ModelError):
            raise
        except JjakError as error:
            done.failures.append(Failure(case.name, error))
            fate, wrong = BitextOutcome.FAILED, error
        progress(BuildLogEntry(case.name, fate, ids, pairs=done.pairs - before, seconds=clock.seconds, error=wrong))
    for run in runs.values():
        store.end_run(run)
    return done


def _one(
    store: Corpus,
    case: StoredBitext,
    translators: Translators,
    settings: Settings,
    runs: dict[str, int],
    done: RetranslationSummary,
    clock: StageTimer,
) -> None:
    kept = [_read(store, name) for name in (case.source, case.target) if name]
    # a unit keeps its licence and its languages, whatever this call says of new ones
    said = {name: case.settings[name] for name in ("licence", "languages") if name in case.settings}
    own = replace(settings, **said | ({"languages": tuple(said["languages"])} if "languages" in said else {}))
    unit = bitext_of(kept, translators, own, clock)
    key = f"{own.licence}\x1f{own.languages}"
    if key not in runs:
        runs[key] = store.begin_run(own.table() | {"inputs": ["retranslate"]}, versions_of(translators))
    done.units += 1
    with clock.stage("store"):
        if renew(store, case.alignment, unit, runs[key]):
            done.pairs += len(unit.pairs)
        else:
            remember(store, case.alignment, unit.made, runs[key])
            _around(store, case, unit, done)


def _read(store: Corpus, name: str) -> tuple[Document, Path, Sequence[Segment]]:
    document = ReviewLog(store).document(name)
    assert document is not None, "a unit's documents are in the corpus"
    return document, Path(), store.segments(name)


def _around(store: Corpus, case: StoredBitext, unit: BuiltBitext, done: RetranslationSummary) -> None:
    """The rows that people left to the machine, around those that they settled or changed."""
    desk = ReviewSession(store)
    ground, sheet = desk.sheet(case.alignment)
    rows = list(sheet)
    done.settled += sum(not _machines(row) for row in rows)
    again = list(_texts(rows, unit)) if ground.alone else list(_links(rows, ground))
    if again:
        desk.put(case.alignment, USER, "retranslate", secrets.token_hex(8), again, {"rows": len(rows)})
    ground, sheet = desk.sheet(case.alignment)
    open_ = [row for row in sheet if _machines(row)]
    if ground.alone:
        texts = {pair.id: pair for pair in unit.pairs}
        made = [texts[pair.id] for row in open_ if (pair := pair_of_row(ground, row, 0)) and pair.id in texts]
    else:
        made = [pair for row in open_ if (pair := pair_of_row(ground, row, 0))]
    done.pairs += rescore(store, made)


def _machines(row: Row) -> bool:
    """Whether a row is still as a machine made it: not settled, not made, cut, edited or commented by a person."""
    whole = all(piece.whole for piece in (*row.source, *row.target))
    return not row.settled and row.score is not None and whole and not row.comment and not row.bookmark


def _links(rows: Sequence[Row], ground: ReviewContext) -> Iterator[Change]:
    """The rows between those that stay, aligned by the new translations."""
    for machines, run in groupby(rows, _machines):
        some = list(run)
        if machines and (splice := replaced(some, aligned_again(ground, some))) is not None:
            yield splice


def _texts(rows: Sequence[Row], unit: BuiltBitext) -> Iterator[Change]:
    """In a document alone, the new translation of each segment in the place of the old one."""
    made: dict[int, Pair] = {pair.source.segments[0]: pair for pair in unit.pairs}
    for row in rows:
        if not _machines(row) or len(row.source) != 1 or row.source[0].segment not in made:
            continue
        pair = made[row.source[0].segment]
        if pair.source.text != row.source[0].text:  # a person mended it
            continue
        target = (Piece(str(pair.index), pair.index, 0, 0, pair.target.text),)
        if target != row.target:
            yield Edit(row.id, {"target": row.target}, {"target": target})
