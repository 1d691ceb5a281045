"""What a build says when it is done: its first pairs, its counts and rates, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from jjak.eval.metric_names import score_name
from jjak.seeds.folder_walk import Passed
from jjak.seeds.message import Message, counted, message
from jjak.seeds.secrets import without_secrets
from jjak.workbench.failure_groups import without_place
from jjak.workbench.pipeline.build_log import BitextOutcome, BuildLogEntry
from jjak.workbench.pipeline.stage_timer import STAGES
from jjak.workbench.report.content import Text, joined
from jjak.workbench.report.names import by_reason, documents, left_out, value_name
from jjak.workbench.report.names import pairs as pair_count
from jjak.workbench.terminal import WIDTH, console, escaped, listed, said

if TYPE_CHECKING:
    from jjak.corpora.pair import Pair
    from jjak.workbench.pipeline.batch import Batch
    from jjak.workbench.pipeline.build import BuildSummary
    from jjak.workbench.pipeline.inputs import Failure
    from jjak.workbench.pipeline.retranslate import RetranslationSummary
    from jjak.workbench.pipeline.score_tally import ScoreTally

ROWS = 24  # pairs shown after a build
FIRST = 3  # names that a row of the table of a batch shows
LONG = 10.0  # seconds of a build that is told where its time went; most of a short one goes into loading
NAMES = {
    "read": message("reading"),
    "segment": message("segmenting"),
    "translate": message("translating"),
    "align": message("aligning"),
    "score": message("scoring"),
    "store": message("storing"),
}
"""What the stages are called."""
OUTCOMES = {
    BitextOutcome.BUILT: message("built"),
    BitextOutcome.RENEWED: message("retranslated"),
    BitextOutcome.PRESENT: message("already there"),
    BitextOutcome.FAILED: message("failed"),
}
PASSED = {
    Passed.HIDDEN: message("hidden"),
    Passed.LINK: message("link to a folder"),
    Passed.SETTINGS: message("settings of jjak"),
}


def show_built(summary: BuildSummary, corpus: str, failures: Sequence[Failure]) -> None:
    """What a build made: its first rows, its counts and rates."""
    out = console()
    if summary.pairs:
        out.print(_pair_table(summary.pairs[:ROWS]))
        if summary.pair_count > ROWS:
            out.print(said(counted("… and {count} more pair", "… and {count:,} more pairs", summary.pair_count - ROWS)))
    new = counted(
        "{count} new pair from {documents} in {corpus}",
        "{count:,} new pairs from {documents} in {corpus}",
        summary.pair_count,
        documents=documents(summary.built),
        corpus=corpus,
    )
    known = counted("{count} document was already there", "{count:,} documents were already there", summary.present)
    failed = counted("{count} failed", "{count:,} failed", len(failures))
    parts = [new, *(part for part in (known, failed) if part.count)]
    out.print("; ".join(said(part) for part in parts) + ".", highlight=False)
    if summary.left_out:
        out.print(f"{said(left_out(dict(summary.left_out.most_common())))}.", highlight=False)
    for line in _score_lines(summary.scores):
        out.print(said(line), highlight=False)
    if summary.built and summary.elapsed >= LONG:
        _show_rates(summary)


def show_batch(batch: Batch) -> None:
    """What became of every file, where it was not the same of all."""
    if batch.entries:
        console().print(_entry_table(batch.entries))
    rows = list(_batch_rows(batch))
    if len(rows) > 1:
        console().print(_batch_table(rows, every=batch.entries is not None))


def _batch_rows(batch: Batch) -> Iterator[tuple[str, Sequence[str]]]:
    """What was done, and the names of what it was done to; nothing that was done to none."""
    paired = set(batch.paired)
    alone = [name for name in batch.names[BitextOutcome.BUILT] if name not in paired]
    known: list[tuple[Message, Sequence[str]]] = [
        (message("built with their human translation"), batch.paired),
        (message("built, translated by machine"), alone),
        (message("retranslated"), batch.names[BitextOutcome.RENEWED]),
        (message("already there"), batch.names[BitextOutcome.PRESENT]),
        *((message("passed over: {reason}", reason=PASSED[reason]), some) for reason, some in batch.passed_by_reason.items()),
    ]
    yield from ((said(what), names) for what, names in known if names)
    for group in batch.groups:
        reason = without_place(said(group.reason), group.reason)
        yield said(message("failed: {reason}", reason=reason)), group.names


def _batch_table(rows: Sequence[tuple[str, Sequence[str]]], *, every: bool) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, width=WIDTH, pad_edge=False)
    table.add_column(said(message("what was done")), ratio=2, overflow="fold")
    table.add_column(said(message("count")), justify="right")
    table.add_column(said(message("which")), ratio=3, overflow="fold")
    for what, names in rows:
        table.add_row(escaped(what), f"{len(names):,}", escaped(listed(names, len(names) if every else FIRST)))
    return table


def _entry_table(entries: Sequence[BuildLogEntry]) -> Any:
    """A row for each document."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, width=WIDTH, pad_edge=False)
    table.add_column(said(message("document")), ratio=1, overflow="fold")
    table.add_column(said(message("outcome")))
    table.add_column(said(message("segments")), justify="right")
    table.add_column(said(message("pairs")), justify="right")
    table.add_column(said(message("left out")), ratio=1, overflow="fold")
    for entry in entries:
        counts = [f"{entry.segments:,}" if entry.segments else "", f"{entry.pairs:,}" if entry.pairs else ""]
        table.add_row(escaped(entry.name), said(OUTCOMES[entry.outcome]), *counts, said(by_reason(entry.left_out)))
    return table


def _show_rates(summary: BuildSummary) -> None:
    """How fast it was, and which part each stage took; without what is hardly anything."""
    rate = summary.segments / max(summary.elapsed, 1e-3)
    whole = message("{elapsed:,.1f} s, {rate:,.0f} segments per second. By stage:", elapsed=summary.elapsed, rate=rate)
    console().print(said(whole), highlight=False)
    seconds = summary.timer.seconds
    total = sum(seconds.values()) or 1.0
    for stage in STAGES:
        share = seconds.get(stage, 0.0) / total
        if share >= 0.005:
            line = message(
                "{stage}  {share:>4.0%}  {rate:>10,.0f} segments per second",
                stage=_padded(said(NAMES[stage]), 11),
                share=share,
                rate=summary.segments / seconds[stage],
            )
            console().print(f"  {said(line)}", highlight=False)


def _padded(text: str, width: int) -> str:
    """A text in so many columns; Hangul takes two."""
    from rich.cells import set_cell_size

    return set_cell_size(text, width)


def show_retranslated(done: RetranslationSummary, corpus: str) -> None:
    """How much of a corpus was translated anew."""
    pairs = counted(
        "{count} pair of {documents} in {corpus} retranslated",
        "{count:,} pairs of {documents} in {corpus} retranslated",
        done.pairs,
        documents=documents(done.bitexts),
        corpus=corpus,
    )
    settled = counted("{count} reviewed row was left as it is", "{count:,} reviewed rows were left as they are", done.settled)
    console().print("; ".join(said(part) for part in ([pairs, settled] if done.settled else [pairs])) + ".", highlight=False)


def show_next(corpus: str) -> None:
    """The commands that make sense after a build."""
    option = "" if corpus == "corpus.db" else f" --corpus {without_secrets(corpus)}"
    rows = (
        (f"jjak status{option}", message("show what the corpus holds")),
        (f"jjak export pairs.tsv{option}", message("export its pairs; also .tmx, .xlsx, .parquet …")),
        (f"jjak report report.html{option}", message("scores, doubtful pairs and provenance in one page")),
        (f"jjak review{option}", message("review the pairs in a browser")),
    )
    out = console()
    out.print(said(message("Next:")))
    for command, what in rows:
        out.print(f"  {command:<44} {said(what)}", highlight=False)


def _pair_table(pairs: Sequence[Pair]) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, width=WIDTH, pad_edge=False)
    table.add_column(said(message("kind")), no_wrap=True)
    table.add_column(said(message("source")), ratio=1, overflow="fold")
    table.add_column(said(message("translation")), ratio=1, overflow="fold")
    names = sorted({name for pair in pairs for name in pair.scores if "chrf" in name})
    for name in names:
        table.add_column(said(score_name(name)), justify="right")
    for pair in pairs:
        figures = [f"{pair.scores[name].value:.1f}" if name in pair.scores else "" for name in names]
        kind = said(value_name("kind", pair.kind))
        table.add_row(kind, escaped(pair.source.text), escaped(pair.target.text), *figures)
    return table


def _score_lines(scores: ScoreTally) -> Iterator[Text]:
    """The means against human translations, and how the round trips lie, each by direction."""
    directions = list(dict.fromkeys(direction for _, direction in scores.means))
    for direction in directions:
        found = {name: each for (name, way), each in sorted(scores.means.items()) if way == direction}
        means = [joined([score_name(name), f"{total / count:.1f}"], " ") for name, (count, total) in found.items()]
        yield message(
            "{direction}: mean {scores} against the human translation, over {pairs}.",
            direction=direction,
            scores=joined(means),
            pairs=pair_count(max(count for count, _ in found.values())),
        )
    for (name, direction), trips in scores.quarters().items():
        if "chrf" in name:
            yield message(
                "{direction}: {score} {middle:.0f} in the middle of {pairs}, half of them from {low:.0f} to {high:.0f}.",
                direction=direction,
                score=score_name(name),
                middle=trips.middle,
                pairs=pair_count(trips.pairs),
                low=trips.low,
                high=trips.high,
            )
