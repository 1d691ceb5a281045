"""What an import and an export say when they are done."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from jjak.corpora.exchange.imports import SHOWN
from jjak.seeds.message import Message, counted, message
from jjak.workbench.terminal import harmless, said

if TYPE_CHECKING:
    from jjak.corpora.exchange.export_recipe import ExportResult
    from jjak.corpora.exchange.imports import ImportSummary

FAR = 0.25  # of a share: off by more, and by more than a hundredth of all, it was not met


def show_imported(summary: ImportSummary, corpus: str) -> None:
    for row in summary.rows:
        place = f"{row.file}:{row.row}" if row.row else row.file
        print(harmless(f"{place}: {row.reason}"), file=sys.stderr)
    if summary.refused > SHOWN:
        print(said(message("… and {count:,} more", count=summary.refused - SHOWN)), file=sys.stderr)
    new = counted("{count} new pair in {corpus}", "{count:,} new pairs in {corpus}", summary.new, corpus=corpus)
    parts = [
        counted("{count} was already there", "{count:,} were already there", summary.present),
        counted(
            "{count} is there with other texts and was left as it is",
            "{count:,} are there with other texts and were left as they are",
            summary.differing,
        ),
        counted(
            "{count} has an empty side and was left out", "{count:,} have an empty side and were left out", summary.untranslated
        ),
        counted("{count} row was refused", "{count:,} rows were refused", summary.refused),
    ]
    print("; ".join(said(part) for part in [new, *(part for part in parts if part.count)]) + ".", file=sys.stderr)


def show_exported(outcome: ExportResult, out: str) -> None:
    """What an export left out, and last how many pairs are where."""
    written = counted("{count} pair in {out}", "{count:,} pairs in {out}", outcome.written.pairs, out=out)
    for line in [*_done(outcome), written]:
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
    if any(_far(split) for split in outcome.split.get("splits", {}).values()):
        yield message("The shares were not met well: few or large documents. --split-by cluster meets them better.")
    for one in outcome.written.unwritten[:SHOWN]:
        yield message("{pair}: not written: {reason}", pair=one.id, reason=message(one.reason))
    if len(outcome.written.unwritten) > SHOWN:
        yield message("… and {count:,} more not written", count=len(outcome.written.unwritten) - SHOWN)


def _far(split: Mapping[str, float]) -> bool:
    off = abs(split["share"] - split["wanted"])
    return off > 0.01 and off > FAR * split["wanted"]
