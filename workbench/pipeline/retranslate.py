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
from jjak.corpora.store.retranslation_store import remember, renew, rescore, stored_bitexts
from jjak.corpora.store.review_log import ReviewLog, StoredBitext
from jjak.corpora.store.writing import BuiltBitext
from jjak.seeds.document import Document
from jjak.seeds.errors import CorpusError, JjakError, ModelError
from jjak.workbench.editing.context import ReviewContext, pair_of_row
from jjak.workbench.editing.realign import rows_aligned_again
from jjak.workbench.editing.session import ReviewSession
from jjak.workbench.pipeline.bitext_builder import bitext_of
from jjak.workbench.pipeline.build import Progress, no_progress, versions_of
from jjak.workbench.pipeline.build_log import BitextOutcome, BuildLogEntry
from jjak.workbench.pipeline.inputs import Failure
from jjak.workbench.pipeline.stage_timer import StageTimer
from jjak.workbench.pipeline.translators import Translators
from jjak.workbench.settings import Settings

USER = "jjak"  # in the log, where people's acts stand beside it


@dataclass(slots=True)
class RetranslationSummary:
    """bitexts: how many were looked at; pairs: that have new translations; settled: rows that were left as people left them."""

    bitexts: int = 0
    pairs: int = 0
    settled: int = 0
    failures: list[Failure] = field(default_factory=list)


def retranslate(store: Corpus, settings: Settings, progress: Progress = no_progress) -> RetranslationSummary:
    """Translate every bitext of the corpus with the models of `settings`; a kill loses nothing, and running it again goes on.

    Raises CorpusError where the corpus cannot be written and ModelError where a model cannot be used.
    """
    translators, done = Translators(store, settings), RetranslationSummary()
    runs: dict[str, int] = {}
    for stored in stored_bitexts(store):
        before, timer = done.pairs, StageTimer()
        ids = tuple(name for name in (stored.source, stored.target) if name)
        try:
            _retranslate(store, stored, translators, settings, runs, done, timer)
            outcome, failure = BitextOutcome.RENEWED, None
        except (CorpusError, ModelError):
            raise
        except JjakError as error:
            done.failures.append(Failure(stored.name, error))
            outcome, failure = BitextOutcome.FAILED, error
        progress(BuildLogEntry(stored.name, outcome, ids, pairs=done.pairs - before, seconds=timer.seconds, error=failure))
    for run in runs.values():
        store.end_run(run)
    return done


def _retranslate(
    store: Corpus,
    stored: StoredBitext,
    translators: Translators,
    settings: Settings,
    runs: dict[str, int],
    done: RetranslationSummary,
    timer: StageTimer,
) -> None:
    documents = [_segmented(store, name) for name in (stored.source, stored.target) if name]
    # a bitext keeps its licence and its languages, whatever this call says of new ones
    kept = {name: stored.settings[name] for name in ("licence", "languages") if name in stored.settings}
    own = replace(settings, **kept | ({"languages": tuple(kept["languages"])} if "languages" in kept else {}))
    built = bitext_of(documents, translators, own, timer)
    key = f"{own.licence}\x1f{own.languages}"
    if key not in runs:
        runs[key] = store.begin_run(own.table() | {"inputs": ["retranslate"]}, versions_of(translators))
    done.bitexts += 1
    with timer.stage("store"):
        if renew(store, stored.alignment, built, runs[key]):
            done.pairs += len(built.pairs)
        else:
            remember(store, stored.alignment, built.made, runs[key])
            _around_decisions(store, stored, built, done)


def _segmented(store: Corpus, name: str) -> tuple[Document, Path, Sequence[Segment]]:
    document = ReviewLog(store).document(name)
    assert document is not None, "a bitext's documents are in the corpus"
    return document, Path(), store.segments(name)


def _around_decisions(store: Corpus, stored: StoredBitext, built: BuiltBitext, done: RetranslationSummary) -> None:
    """The rows that people left to the machine, around those that they settled or changed."""
    session = ReviewSession(store)
    context, review_rows = session.snapshot(stored.alignment)
    rows = list(review_rows)
    done.settled += sum(not _untouched(row) for row in rows)
    again = list(_new_texts(rows, built)) if context.alone else list(_new_links(rows, context))
    if again:
        session.apply(stored.alignment, USER, "retranslate", secrets.token_hex(8), again, {"rows": len(rows)})
    context, review_rows = session.snapshot(stored.alignment)
    open_ = [row for row in review_rows if _untouched(row)]
    if context.alone:
        texts = {pair.id: pair for pair in built.pairs}
        made = [texts[pair.id] for row in open_ if (pair := pair_of_row(context, row, 0)) and pair.id in texts]
    else:
        made = [pair for row in open_ if (pair := pair_of_row(context, row, 0))]
    done.pairs += rescore(store, made)


def _untouched(row: Row) -> bool:
    """Whether a row is still as a machine made it: not settled, not made, cut, edited or commented by a person."""
    whole = all(piece.whole for piece in (*row.source, *row.target))
    return not row.settled and row.score is not None and whole and not row.comment and not row.bookmark


def _new_links(rows: Sequence[Row], context: ReviewContext) -> Iterator[Change]:
    """The rows between those that stay, aligned by the new translations."""
    for untouched, run in groupby(rows, _untouched):
        some = list(run)
        if untouched and (splice := replaced(some, rows_aligned_again(context, some))) is not None:
            yield splice


def _new_texts(rows: Sequence[Row], built: BuiltBitext) -> Iterator[Change]:
    """In a document alone, the new translation of each segment in the place of the old one."""
    made: dict[int, Pair] = {pair.source.segments[0]: pair for pair in built.pairs}
    for row in rows:
        if not _untouched(row) or len(row.source) != 1 or row.source[0].segment not in made:
            continue
        pair = made[row.source[0].segment]
        if pair.source.text != row.source[0].text:  # a person corrected it
            continue
        target = (Piece(str(pair.index), pair.index, 0, 0, pair.target.text),)
        if target != row.target:
            yield Edit(row.id, {"target": row.target}, {"target": target})
