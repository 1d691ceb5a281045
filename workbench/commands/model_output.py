"""What the commands about models print: those that there are, those that there could be, and what a check found."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from jjak.align.mt.catalogue import ANY, pivots, recommended
from jjak.seeds.message import message
from jjak.workbench.terminal import WIDTH, console, escaped, harmless, said

if TYPE_CHECKING:
    from jjak.align.mt.catalogue import Entry
    from jjak.align.mt.downloads import Progress
    from jjak.eval.probe_set import Check
    from jjak.workbench.installed_models import Model

_COLOURS = {"sound": "green", "weak": "yellow", "broken": "red"}


def show_check(check: Check) -> None:
    """The verdict on a model, then its evidence, the worst first."""
    from jjak.align.mt.checkpoint_check import Verdict

    out = console()
    out.print(f"{check.model}@{check.revision}: [bold {_COLOURS[check.verdict]}]{check.verdict}[/]", highlight=False)
    order = list(Verdict)
    for finding in sorted(check.findings, key=lambda finding: -order.index(finding.verdict)):
        word = f"[{_COLOURS[finding.verdict]}]{finding.verdict:<6}[/]"
        out.print(f"  {word}  {finding.about:<10}  {escaped(finding.text)}", highlight=False)


def show_models(models: Sequence[Model]) -> None:
    """A table of models, one a row."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, width=WIDTH, pad_edge=False)
    for name in ("name", "directions", "size", "revision", "check", "from"):
        table.add_column(name, justify="right" if name == "size" else "left", overflow="fold")
    for model in models:
        size = f"{model.size / 1e6:,.0f} MB" if not model.error else "missing"
        said = f"{model.verdict} {model.checked}" if model.verdict else "not checked"
        table.add_row(model.name, model.directions, size, model.revision[:12], said, escaped(model.origin))
    console().print(table)


def show_entries(entries: Sequence[Entry], source: str, target: str) -> None:
    """The catalogue's models for a direction (or all, where none is given), then what stands beside one of them."""
    from rich import box
    from rich.table import Table

    if not entries:
        text = "No model of the catalogue translates {source} to {target}"
        print(said(message(text, source=source, target=target)), file=sys.stderr)
        return
    table = Table(box=box.SIMPLE_HEAD, width=WIDTH, pad_edge=False)
    for name in ("name", "directions", "form", "size", "licence", "chrF2", "pinned"):
        table.add_column(name, justify="right" if name in ("size", "chrF2") else "left", overflow="fold")
    for entry in entries:
        mark = "* " if _is_recommended(entry, source, target) else ""
        size = f"{entry.megabytes:,} MB" if entry.megabytes else "?"
        licence = entry.licence + (", non-commercial" if entry.non_commercial else "")
        pinned = "yes" if entry.pinned else "no"
        ways = ", ".join(entry.directions).replace(ANY, "any")
        table.add_row(mark + entry.name, ways, entry.kind, size, licence, _quality(entry, source, target), pinned)
    console().print(table)
    for line in _remarks(entries, source, target):
        console().print(escaped(line), highlight=False)


def _is_recommended(entry: Entry, source: str, target: str) -> bool:
    return entry == recommended(source, target) if source else bool(entry.recommended)


def _quality(entry: Entry, source: str, target: str) -> str:
    known = [each for each in entry.quality if each.direction == f"{source}-{target}" or not source]
    return ", ".join(f"{each.chrf2:.1f}" for each in known) or "?"


def _remarks(entries: Sequence[Entry], source: str, target: str) -> Iterator[str]:
    yield "* recommended: jjak models add NAME"
    sets = sorted({each.set for entry in entries for each in entry.quality})
    if sets:
        yield f"chrF2 on {'; '.join(sets)}"
    for entry in entries:
        if entry.broken or entry.experimental:
            yield f"{entry.name} cannot be added: {entry.broken or entry.experimental}"
    if any(not entry.pinned and entry.usable for entry in entries):
        yield "not pinned: neither a commit nor a checksum of it is known, so what comes may change"
    if source and (pair := pivots(source, target)) and not any(entry.directions != (ANY,) for entry in entries):
        yield f"through English: --model {source}-{target}={pair[0].name}+{pair[1].name}"


def entry_table(entry: Entry, source: str, target: str) -> dict[str, Any]:
    """An entry as JSON."""
    table = asdict(entry) | {"pinned": entry.pinned, "usable": entry.usable}
    return table | {"recommended": _is_recommended(entry, source, target)}


def show_terms(place: str, entry: Entry | None) -> None:
    """What a person has to know before a model of the catalogue is fetched."""
    if entry is None:
        return
    if entry.non_commercial:
        text = "{name}: {licence}, for non-commercial use only"
        print(said(message(text, name=place, licence=entry.licence)), file=sys.stderr)
    if not entry.pinned:
        text = "{name}: no checksum of it is known, so its content is not compared with anything"
        print(said(message(text, name=place)), file=sys.stderr)


@contextmanager
def downloading(what: str) -> Iterator[Progress]:
    """A bar for bytes on standard error, only on a terminal."""
    if not sys.stderr.isatty():
        yield lambda _, __: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), DownloadColumn(), TransferSpeedColumn())
    with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(harmless(what), total=None)
        yield lambda here, total: bar.update(task, completed=here, total=total or None)
