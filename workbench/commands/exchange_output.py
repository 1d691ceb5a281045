"""What an import and an export say when they are done."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from jjak.corpora.exchange.imports import SHOWN
from jjak.corpora.pair import ASIDE, Pair
from jjak.seeds.message import Message, counted, message
from jjak.workbench.row_flags import FLAGS
from jjak.workbench.terminal import WIDTH, console, escaped, harmless, said, show_status

if TYPE_CHECKING:
    from jjak.corpora.exchange.export_recipe import ExportResult
    from jjak.corpora.exchange.imports import ImportSummary

FAR = 0.25  # of a share: off by more, and by more than a hundredth of all, it was not met


def flag_counts(counts: Mapping[str, int]) -> str:
    """`untranslated 3, fuzzy 2`, in the language of the environment."""
    return ", ".join(f"{said(FLAGS[flag])} {counts[flag]:,}" for flag in ASIDE if counts.get(flag))


def show_imported(summary: ImportSummary, corpus: str) -> None:
    show_remarks(summary)
    new = counted("{count} new pair in {corpus}", "{count:,} new pairs in {corpus}", summary.new, corpus=corpus)
    parts = [
        counted("{count} was already there", "{count:,} were already there", summary.present),
        counted(
            "{count} is there with other texts and was left as it is",
            "{count:,} are there with other texts and were left as they are",
            summary.differing,
        ),
        counted(
            "{count} is in an import that was removed (`jjak imports` lists it)",
            "{count:,} are in an import that was removed (`jjak imports` lists it)",
            summary.removed,
        ),
        counted(
            "{count} row is set aside, in no pair until it is translated or accepted: {flags}",
            "{count:,} rows are set aside, in no pair until they are translated or accepted: {flags}",
            summary.set_aside,
            flags=flag_counts(summary.aside),
        ),
        counted("{count} row has no text", "{count:,} rows have no text", summary.empty),
        counted("{count} row was refused", "{count:,} rows were refused", summary.refused),
    ]
    print("; ".join(said(part) for part in [new, *(part for part in parts if part.count)]) + ".", file=sys.stderr)


def show_looked_at(summary: ImportSummary, corpus: str) -> None:
    """What an import would bring: here that is the data, and goes to standard output."""
    show_remarks(summary)
    show_counts(
        [
            (message("pairs"), summary.new),
            *((FLAGS[flag], summary.aside[flag]) for flag in ASIDE),
            (message("there already"), summary.present),
            (message("without any text"), summary.empty),
            (message("refused"), summary.refused),
        ]
    )
    show_rows(summary.first)
    print(said(message("Nothing was written to {corpus}.", corpus=corpus)), file=sys.stderr)


def show_counts(counts: Iterable[tuple[Message, int]]) -> None:
    """A table of what there is any of; the first line stands there in any case."""
    first, *rest = counts
    show_status([(said(name), f"{count:,}") for name, count in (first, *(one for one in rest if one[1]))])


def show_rows(pairs: Iterable[Pair]) -> None:
    """Rows with their languages and flags, cut to a line each."""
    from rich.table import Table

    table = Table(box=None, width=WIDTH, pad_edge=False)
    for title in (message("row"), message("source"), message("target"), message("flags")):
        table.add_column(said(title), no_wrap=True, overflow="ellipsis")
    for pair in pairs:
        flags = ", ".join(said(FLAGS[flag]) if flag in FLAGS else flag for flag in pair.flags)
        texts = (escaped(f"{side.lang} {_line(side.text)}") for side in (pair.source, pair.target))
        table.add_row(str(pair.taken.row) if pair.taken else "", *texts, flags)
    if table.row_count:
        console().print(table)


def _line(text: str) -> str:
    return " ".join(text[:200].split())


def show_remarks(summary: ImportSummary) -> None:
    """What is said of the files, and the rows that were not taken."""
    for note in summary.notes:
        place = f"{note.file}:{note.row}" if note.row else note.file
        print(harmless(f"{place}: {said(note.text)}"), file=sys.stderr)
    for row in summary.rows:
        place = f"{row.file}:{row.row}" if row.row else row.file
        print(harmless(f"{place}: {row.reason}"), file=sys.stderr)
    if summary.refused > SHOWN:
        print(said(message("… and {count:,} more", count=summary.refused - SHOWN)), file=sys.stderr)


def show_exported(outcome: ExportResult, out: str) -> None:
    """What an export left out, and last how many pairs are where, unless they went by."""
    written = counted("{count} pair in {out}", "{count:,} pairs in {out}", outcome.written.pairs, out=out)
    for line in [*_done(outcome), *([written] if out != "-" else [])]:
        print(said(line), file=sys.stderr)


def show_rehearsed(outcome: ExportResult) -> None:
    """What an export would do: here that is the data, and goes to standard output."""
    written = counted(
        "{written:,} of {count} pair would be written",
        "{written:,} of {count:,} pairs would be written",
        outcome.read,
        written=outcome.written.pairs,
    )
    for line in [*_done(outcome), written]:
        print(said(line))


def _done(outcome: ExportResult) -> Iterator[Message]:
    for name, count in outcome.steps():
        yield message("{filter}: {removed:,} removed", filter=name, removed=count)
    for name, split in outcome.split.get("splits", {}).items():
        yield counted(
            "{split}: {count} pair, {share:.2%} of {wanted:.2%}",
            "{split}: {count:,} pairs, {share:.2%} of {wanted:.2%}",
            split["pairs"],
            split=name,
            share=split["share"],
            wanted=split["wanted"],
        )
    if left := outcome.split.get("left out"):
        yield counted(
            "{count} pair left out: a near-duplicate is in another split",
            "{count:,} pairs left out: their near-duplicates are in another split",
            left,
        )
    if outcome.aside:
        yield counted(
            "{count} row is set aside and left out: {flags} (--include)",
            "{count:,} rows are set aside and left out: {flags} (--include)",
            sum(outcome.aside.values()),
            flags=flag_counts(outcome.aside),
        )
    if any(_far(split) for split in outcome.split.get("splits", {}).values()):
        yield message("The shares were not met well: few or large documents. --split-by cluster meets them better.")
    for one in outcome.written.unwritten[:SHOWN]:
        yield message("{pair}: not written: {reason}", pair=one.id, reason=message(one.reason))
    if len(outcome.written.unwritten) > SHOWN:
        yield message("… and {count:,} more not written", count=len(outcome.written.unwritten) - SHOWN)


def _far(split: Mapping[str, float]) -> bool:
    off = abs(split["share"] - split["wanted"])
    return off > 0.01 and off > FAR * split["wanted"]
