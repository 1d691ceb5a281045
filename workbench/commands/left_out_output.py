"""What `jjak segment` says of the text that stands in no segment: each run of it, and how many lines for which reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from jjak.align.text.segmentation import SegmentedDocument
from jjak.seeds.document import fold
from jjak.seeds.ledger import Fate, Part, left_out
from jjak.seeds.message import message
from jjak.workbench.commands.evidence_output import note
from jjak.workbench.report.names import left_out as left_out_text

LOST = (Fate.LEFT_OUT, Fate.UNACCOUNTED)  # fates of what a person may miss


def left_out_rows(found: SegmentedDocument) -> Iterator[dict[str, Any]]:
    """The runs of a document that are left out, with their lines, reasons and texts."""
    for part in found.ledger:
        if part.fate in LOST:
            yield _row(found, part) | {
                "reason": str(part.reason or part.fate),
                "text": fold(found.document.text, part.span).text,
            }


def ledger_rows(found: SegmentedDocument) -> Iterator[dict[str, Any]]:
    """What became of every run of a document's code points."""
    for part in found.ledger:
        yield _row(found, part) | {"fate": str(part.fate), "reason": str(part.reason or "")}


def _row(found: SegmentedDocument, part: Part) -> dict[str, Any]:
    line = found.document.text.count("\n", 0, part.span.start) + 1
    return {"document": found.document.id, "line": line, "start": part.span.start, "end": part.span.stop}


def show_left_out(found: SegmentedDocument) -> None:
    """How a document was read, where a person should know it, and how many of its lines are left out, on standard error."""
    document = found.document
    for warning in document.warnings:
        note(message("{name}: {left}", name=document.name, left=warning))
    parts = found.ledger
    lines: Counter[str] = Counter({str(reason): count for reason, count in left_out(document.text, parts).items()})
    lines[str(Fate.UNACCOUNTED)] = sum(1 for part in parts if part.fate is Fate.UNACCOUNTED)
    if +lines:
        counts = dict((+lines).most_common())
        note(message("{name}: {left}", name=document.name, left=left_out_text(counts)))
