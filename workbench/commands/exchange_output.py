"""What an import and an export say when they are done."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from jjak.corpora.exchange.imports import SHOWN
from jjak.workbench.terminal import harmless

if TYPE_CHECKING:
    from jjak.corpora.exchange.export_recipe import ExportResult
    from jjak.corpora.exchange.imports import ImportSummary

FAR = 0.25  # of a share: off by more, and by more than a hundredth of all, it was not met


def show_imported(summary: ImportSummary, corpus: str) -> None:
    for row in summary.rows:
        place = f"{row.file}:{row.row}" if row.row else row.file
        print(harmless(f"{place}: {row.reason}"), file=sys.stderr)
    if summary.refused > SHOWN:
        print(f"… and {summary.refused - SHOWN:,} more", file=sys.stderr)
    parts = [f"{summary.new:,} new pairs in {corpus}"]
    more = {
        "were there already": summary.present,
        "are there with other texts and were left as they are": summary.differing,
        "have an empty side and were passed over": summary.untranslated,
        "rows were not taken": summary.refused,
    }
    print("; ".join(parts + [f"{count:,} {what}" for what, count in more.items() if count]) + ".", file=sys.stderr)


def show_exported(outcome: ExportResult, out: str) -> None:
    for line in [*_done(outcome), f"{outcome.written.pairs:,} pairs in {out}"]:
        print(line, file=sys.stderr)


def show_rehearsed(outcome: ExportResult) -> None:
    """What an export would do: here that is the data, and goes to standard output."""
    for line in _done(outcome):
        print(line)
    print(f"{outcome.written.pairs:,} of {outcome.read:,} pairs would be written")


def _done(outcome: ExportResult) -> Iterator[str]:
    for name, count in outcome.steps():
        yield f"{name}: {count:,} removed"
    for name, split in outcome.split.get("splits", {}).items():
        yield f"{name}: {split['pairs']:,} pairs, {split['share']:.2%} of {split['wanted']:.2%}"
    if left := outcome.split.get("left out"):
        yield f"{left:,} pairs left out: their near copies are in another split"
    if any(_far(split) for split in outcome.split.get("splits", {}).values()):
        yield "The shares were not met well: few or large documents. --split-by cluster meets them better."
    for one in outcome.written.unwritten[:SHOWN]:
        yield f"{one.id}: not written: {one.reason}"
    if len(outcome.written.unwritten) > SHOWN:
        yield f"… and {len(outcome.written.unwritten) - SHOWN:,} more not written"


def _far(split: Mapping[str, float]) -> bool:
    off = abs(split["share"] - split["wanted"])
    return off > 0.01 and off > FAR * split["wanted"]
