"""What `jjak imports` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from jjak.corpora.pair import ASIDE
from jjak.seeds.message import Message, counted, message
from jjak.workbench.commands.exchange_output import flag_counts, show_rows
from jjak.workbench.terminal import WIDTH, console, escaped, harmless, said, show_status

if TYPE_CHECKING:
    from jjak.corpora.pair import Pair
    from jjak.corpora.store.import_registry import Holding, ImportRecord

SAMPLES = 10  # rows that `show` prints


def record_table(record: ImportRecord) -> dict[str, Any]:
    """An import as JSON."""
    table = asdict(record)
    del table["label"]
    return {**table, "refused": [{"row": row, "reason": reason} for row, reason in record.refused]}


def show_imports(records: Sequence[ImportRecord]) -> None:
    from rich.table import Table

    table = Table(box=None, width=WIDTH, pad_edge=False)
    table.add_column(said(message("import")), justify="right")
    table.add_column(said(message("file")), no_wrap=True, overflow="ellipsis")
    table.add_column(said(message("date")), no_wrap=True)
    for title in (message("languages"), message("pairs"), message("set aside"), message("refused")):
        table.add_column(said(title), justify="right")
    table.add_column(said(message("licence")), overflow="ellipsis", no_wrap=True)
    table.add_column("")
    for record in records:
        counts = record.counts
        figures = (counts.get("pairs", 0), sum(_flags(counts).values()), counts.get("refused", 0))
        table.add_row(
            *(str(record.id), escaped(record.name), record.started[:10], "–".join(record.languages)),
            *(f"{figure:,}" for figure in figures),
            escaped(record.licence),
            said(_state(record)),
        )
    console().print(table if records else said(message("Nothing was imported.")))


def _state(record: ImportRecord) -> Message | str:
    if record.removed:
        return message("removed")
    return "" if record.finished else message("not finished")


def _flags(counts: Mapping[str, int]) -> dict[str, int]:
    return {flag: counts[f"{flag} rows"] for flag in ASIDE if f"{flag} rows" in counts}


def show_import(record: ImportRecord, held: Holding, first: Sequence[Pair]) -> None:
    rows: list[tuple[Message, str]] = [
        (message("import"), str(record.id)),
        (message("file"), record.path or record.name),
        (message("SHA-256"), record.digest or said(message("not known: an earlier jjak imported it"))),
        (message("format"), record.format),
        (message("languages"), ", ".join(record.languages)),
        (message("licence"), record.licence),
        (message("attribution"), record.attribution),
        (message("started"), record.started),
        (message("finished"), record.finished or said(message("not finished"))),
        (message("removed"), record.removed or ""),
        (message("documents"), f"{held.documents:,}"),
        (message("pairs"), f"{record.counts.get('pairs', 0):,}"),
        (message("set aside"), flag_counts(_flags(record.counts))),
        (message("reviewed rows"), f"{held.reviewed:,}"),
        (message("refused"), f"{record.counts.get('refused', 0):,}"),
    ]
    show_status([(said(name), escaped(value)) for name, value in rows if value])
    for act in record.history:
        print(harmless(f"{act['time']}  {_done(act)}"))
    show_rows(first)
    for row, reason in record.refused:
        print(harmless(f"{record.name}:{row}: {reason}" if row else f"{record.name}: {reason}"))


def _done(act: Mapping[str, Any]) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in act.items() if name not in ("time", "act", "before"))
    return f"{act['act']}: {facts}" if facts else str(act["act"])


def removed_line(number: int, held: Holding) -> str:
    return said(
        counted(
            "Removed import {number}: {count} row, {reviewed:,} of them reviewed. "
            "`jjak imports restore {number}` puts it back.",
            "Removed import {number}: {count:,} rows, {reviewed:,} of them reviewed. "
            "`jjak imports restore {number}` puts it back.",
            held.pairs,
            number=number,
            reviewed=held.reviewed,
        )
    )


def restored_line(number: int, held: Holding) -> str:
    return said(
        counted(
            "Restored import {number}: {count} row, {reviewed:,} of them reviewed.",
            "Restored import {number}: {count:,} rows, {reviewed:,} of them reviewed.",
            held.pairs,
            number=number,
            reviewed=held.reviewed,
        )
    )


def corrected_line(number: int, count: int) -> str:
    return said(
        counted("Corrected import {number}: {count} row.", "Corrected import {number}: {count:,} rows.", count, number=number)
    )
