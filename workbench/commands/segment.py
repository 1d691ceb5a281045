"""`jjak segment`: the segments of documents."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jjak.seeds.errors import JjakError
from jjak.workbench.commands.options import CORPUS, languages_option, print_json, settings_of
from jjak.workbench.commands.parsing import Command

if TYPE_CHECKING:
    from jjak.align.text.segmentation import SegmentedDocument


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@languages_option
@click.option("--left-out", "what", flag_value="left out", help="Print what stands in no segment, and why, instead.")
@click.option("--ledger", "what", flag_value="ledger", help="Print what became of every character instead.")
@click.option("--mend-text", is_flag=True, help="Read garbled characters (ÇÑ±Û) as what they would be (한글).")
def segment(files: tuple[Path, ...], languages: str | None, what: str | None, mend_text: bool) -> None:
    """Print the segments of documents as JSON Lines.

    start and end are code points of the decoded document. What is left out is counted on standard error.

    \b
    Example:
      jjak segment seeds/documents/000_ad53fbf95e7bb634.txt
    """
    from jjak.align.text.segmentation import segment_document
    from jjak.seeds.reading import read_document, sources
    from jjak.workbench.commands.evidence_output import show_evidence
    from jjak.workbench.commands.left_out_output import ledger_rows, left_out_rows, show_left_out
    from jjak.workbench.pipeline.inputs import Failure, common_folder, with_language
    from jjak.workbench.terminal import show_failures

    settings = settings_of(CORPUS, (), {"languages": languages})
    rows_of = {"left out": left_out_rows, "ledger": ledger_rows}.get(what or "", segment_rows)
    failures = []
    for file in files:
        try:
            for source in sources([file]):
                named = with_language(source, settings.languages, common_folder(files))
                document = read_document(named, largest=settings.max_bytes, rules=settings.rules, mend=mend_text)
                found = segment_document(document, settings.languages)
                for row in rows_of(found):
                    print_json(row)
                show_left_out(found)
                show_evidence([found])
        except JjakError as error:
            failures.append(Failure(str(file), error))
    show_failures(failures)
    if failures:
        sys.exit(1)


def segment_rows(found: SegmentedDocument) -> Iterator[dict[str, Any]]:
    """The segments of a document, as they are printed."""
    for part in found.segments:
        row = asdict(part) | {"start": part.span.start, "end": part.span.stop}
        del row["span"]
        yield row
