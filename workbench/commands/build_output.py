"""What a build says when it is done: its first pairs, its counts and rates, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jjak.workbench.pipeline.stage_timer import STAGES
from jjak.workbench.terminal import WIDTH, console, escaped, label

if TYPE_CHECKING:
    from jjak.corpora.pair import Pair
    from jjak.workbench.pipeline.build import BuildSummary
    from jjak.workbench.pipeline.inputs import Failure
    from jjak.workbench.pipeline.retranslate import RetranslationSummary

ROWS = 24  # pairs shown after a build
LONG = 10.0  # seconds of a build that is told where its time went; most of a short one goes into loading


def show_built(summary: BuildSummary, corpus: str, failures: Sequence[Failure]) -> None:
    """What a build made: its first rows, its counts, and what to do next."""
    out = console()
    if summary.pairs:
        out.print(_pair_table(summary.pairs[:ROWS]))
        if summary.pair_count > ROWS:
            out.print(f"… and {summary.pair_count - ROWS:,} more pairs")
    known = f", {summary.present:,} were there already" if summary.present else ""
    failed = f", {len(failures):,} failed" if failures else ""
    out.print(
        f"{summary.pair_count:,} new pairs from {summary.built:,} {_documents(summary.built)} in {corpus}{known}{failed}.",
        highlight=False,
    )
    if summary.pairs:
        means = _means(summary.pairs)
        out.print("Mean " + ", ".join(f"{name} {value:.1f}" for name, value in means.items()) + ".", highlight=False)
    if summary.built and summary.elapsed >= LONG:
        rate = summary.segments / max(summary.elapsed, 1e-3)
        out.print(f"{summary.elapsed:,.1f} s, {rate:,.0f} segments a second. The work:", highlight=False)
        for stage in _stages(summary):
            out.print(f"  {stage}", highlight=False)


def _stages(summary: BuildSummary) -> Iterator[str]:
    """The share of each stage and how many segments it takes a second of its own; without what is hardly anything."""
    seconds = summary.timer.seconds
    total = sum(seconds.values()) or 1.0
    for stage in STAGES:
        share = seconds.get(stage, 0.0) / total
        if share >= 0.005:
            yield f"{stage:<10} {share:>4.0%}  {summary.segments / seconds[stage]:>10,.0f} segments a second"


def show_retranslated(done: RetranslationSummary, corpus: str) -> None:
    """How much of a corpus was translated anew."""
    settled = f", {done.settled:,} rows that people settled stay as they are" if done.settled else ""
    documents = f"{done.bitexts:,} {_documents(done.bitexts)}"
    console().print(f"{done.pairs:,} pairs of {documents} in {corpus} translated anew{settled}.", highlight=False)


def show_next(corpus: str) -> None:
    """The commands that make sense after a build."""
    option = "" if corpus == "corpus.db" else f" --corpus {corpus}"
    rows = (
        (f"jjak status{option}", "what the corpus holds"),
        (f"jjak export pairs.tsv{option}", "take its pairs out; also .tmx, .xlsx, .parquet …"),
        (f"jjak report report.html{option}", "scores, doubtful pairs and provenance in one page"),
        (f"jjak review{option}", "settle the pairs in a browser"),
    )
    out = console()
    out.print("Next:")
    for command, what in rows:
        out.print(f"  {command:<44} {what}", highlight=False)


def _pair_table(pairs: Sequence[Pair]) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, width=WIDTH, pad_edge=False)
    table.add_column("kind", no_wrap=True)
    table.add_column("source", ratio=1, overflow="fold")
    table.add_column("translation", ratio=1, overflow="fold")
    names = sorted({name for pair in pairs for name in pair.scores if "chrf" in name})
    for name in names:
        table.add_column(label(name), justify="right")
    for pair in pairs:
        figures = [f"{pair.scores[name].value:.1f}" if name in pair.scores else "" for name in names]
        table.add_row(str(pair.kind), escaped(pair.source.text), escaped(pair.target.text), *figures)
    return table


def _documents(count: int) -> str:
    return "document" if count == 1 else "documents"


def _means(pairs: Sequence[Pair]) -> Mapping[str, float]:
    values: dict[str, list[float]] = {}
    for pair in pairs:
        for name, figure in pair.scores.items():
            values.setdefault(label(name), []).append(figure.value)
    return {name: sum(found) / len(found) for name, found in sorted(values.items())}
