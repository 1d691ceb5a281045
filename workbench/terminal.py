"""What the commands show on a terminal: progress on standard error, tables on standard output, errors in two lines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jjak.seeds.errors import JjakError
from jjak.seeds.message import message
from jjak.workbench.messages.catalogue import in_language, language_of_environment
from jjak.workbench.pipeline.stage_timer import STAGES

if TYPE_CHECKING:
    from rich.console import Console

    from jjak.corpora.pair import Pair
    from jjak.eval.probe_set import Check
    from jjak.workbench.installed_models import Model
    from jjak.workbench.pipeline.build import BuildSummary
    from jjak.workbench.pipeline.inputs import Failure
    from jjak.workbench.pipeline.retranslate import RetranslationSummary

WIDTH = 100  # columns a table takes at most
ROWS = 24  # pairs shown after a build
ERROR = message("error")  # what stands before an error
LONG = 10.0  # seconds of a build that is told where its time went; most of a short one goes into loading


# what moves a terminal's cursor, changes its title or turns its lines round: a document may say so, and is not obeyed
_CODES = {*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {ord("\n"), ord("\t")}
_COMMANDS = dict.fromkeys(_CODES, "\ufffd")


def harmless(text: str) -> str:
    """A text that came from outside, as a terminal may have it."""
    return text if text.isprintable() else text.translate(_COMMANDS)


def complain(error: JjakError) -> None:
    """One line what, one line what to do, in the language of the environment."""
    say = in_language(language_of_environment())
    print(f"{say(ERROR)}: {harmless(say(error.message))}", file=sys.stderr)
    if error.fix:
        print(f"       {harmless(say(error.remedy))}", file=sys.stderr)


@contextmanager
def progress(total: int, what: str, *, quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """A bar on standard error, only on a terminal; call it with a name for each thing that is done."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, name="")
        yield lambda name: bar.update(task, advance=1, name=name)


def show_built(summary: BuildSummary, corpus: str, failures: Sequence[Failure]) -> None:
    """What a build made: its first rows, its counts, and what to do next."""
    console = _console()
    if summary.pairs:
        console.print(_pair_table(summary.pairs[:ROWS]))
        if summary.made > ROWS:
            console.print(f"… and {summary.made - ROWS:,} more pairs")
    known = f", {summary.present:,} were there already" if summary.present else ""
    failed = f", {len(failures):,} failed" if failures else ""
    console.print(
        f"{summary.made:,} new pairs from {summary.built:,} {_documents(summary.built)} in {corpus}{known}{failed}.",
        highlight=False,
    )
    if summary.pairs:
        means = _means(summary.pairs)
        console.print("Mean " + ", ".join(f"{name} {value:.1f}" for name, value in means.items()) + ".", highlight=False)
    if summary.built and summary.elapsed >= LONG:
        rate = summary.segments / max(summary.elapsed, 1e-3)
        console.print(f"{summary.elapsed:,.1f} s, {rate:,.0f} segments a second. The work:", highlight=False)
        for stage in _stages(summary):
            console.print(f"  {stage}", highlight=False)


def _stages(summary: BuildSummary) -> Iterator[str]:
    """The share of each stage and how many segments it takes a second of its own; without what is hardly anything."""
    seconds = summary.clock.seconds
    total = sum(seconds.values()) or 1.0
    for stage in STAGES:
        share = seconds.get(stage, 0.0) / total
        if share >= 0.005:
            yield f"{stage:<10} {share:>4.0%}  {summary.segments / seconds[stage]:>10,.0f} segments a second"


def show_renewed(renewed: RetranslationSummary, corpus: str) -> None:
    settled = f", {renewed.settled:,} rows that people settled stay as they are" if renewed.settled else ""
    units = f"{renewed.units:,} {_documents(renewed.units)}"
    _console().print(f"{renewed.pairs:,} pairs of {units} in {corpus} translated anew{settled}.", highlight=False)


def show_next(corpus: str) -> None:
    option = "" if corpus == "corpus.db" else f" --corpus {corpus}"
    rows = (
        (f"jjak status{option}", "what the corpus holds"),
        (f"jjak export pairs.tsv{option}", "take its pairs out; also .tmx, .xlsx, .parquet …"),
        (f"jjak report report.html{option}", "scores, doubtful pairs and provenance in one page"),
        (f"jjak review{option}", "settle the pairs in a browser"),
    )
    console = _console()
    console.print("Next:")
    for command, what in rows:
        console.print(f"  {command:<44} {what}", highlight=False)


def show_failures(failures: Sequence[Failure], done: str = "built") -> None:
    if failures:
        print(f"{len(failures)} not {done}:", file=sys.stderr)
    for failure in failures:
        complain(failure.error)


def show_status(rows: Sequence[tuple[str, str]]) -> None:
    """A two-column table of names and values."""
    from rich.table import Table

    table = Table(box=None, show_header=False, width=WIDTH)
    table.add_column(no_wrap=True)
    table.add_column()
    for name, value in rows:
        table.add_row(name, value)
    _console().print(table)


_COLOURS = {"sound": "green", "weak": "yellow", "broken": "red"}


def show_check(check: Check) -> None:
    """The verdict on a model, then its evidence, the worst first."""
    from jjak.align.mt.checkpoint_check import Verdict

    console = _console()
    console.print(f"{check.model}@{check.revision}: [bold {_COLOURS[check.verdict]}]{check.verdict}[/]", highlight=False)
    order = list(Verdict)
    for finding in sorted(check.findings, key=lambda finding: -order.index(finding.verdict)):
        word = f"[{_COLOURS[finding.verdict]}]{finding.verdict:<6}[/]"
        console.print(f"  {word}  {finding.about:<10}  {_escaped(finding.text)}", highlight=False)


def show_models(models: Sequence[Model]) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, width=WIDTH, pad_edge=False)
    for name in ("name", "directions", "size", "revision", "check", "from"):
        table.add_column(name, justify="right" if name == "size" else "left", overflow="fold")
    for model in models:
        size = f"{model.size / 1e6:,.0f} MB" if not model.error else "missing"
        said = f"{model.verdict} {model.checked}" if model.verdict else "not checked"
        table.add_row(model.name, model.directions, size, model.revision[:12], said, _escaped(model.origin))
    _console().print(table)


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
        table.add_row(str(pair.kind), _escaped(pair.source.text), _escaped(pair.target.text), *figures)
    return table


def _documents(count: int) -> str:
    return "document" if count == 1 else "documents"


def label(name: str) -> str:
    """A score's name as people write it: `round_trip_chrf2++` is `round-trip chrF2++`."""
    if name == "ter":
        return "TER"
    return name.replace("round_trip_", "round-trip ").replace("bleu", "BLEU").replace("chrf", "chrF")


def _means(pairs: Sequence[Pair]) -> Mapping[str, float]:
    values: dict[str, list[float]] = {}
    for pair in pairs:
        for name, figure in pair.scores.items():
            values.setdefault(label(name), []).append(figure.value)
    return {name: sum(found) / len(found) for name, found in sorted(values.items())}


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(harmless(text))


def _console() -> Console:
    from rich.console import Console

    # a pipe gets the same table as a terminal, at the same width
    return Console(width=WIDTH, soft_wrap=False)
