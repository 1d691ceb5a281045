"""`jjak segment`: the segments of documents."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from jjak.seeds.errors import JjakError
from jjak.workbench.commands.options import CORPUS, languages_option, print_json, settings_of
from jjak.workbench.commands.parsing import Command


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@languages_option
def segment(files: tuple[Path, ...], languages: str | None) -> None:
    """Print the segments of documents as JSON Lines.

    start and end are code points of the decoded document.

    \b
    Example:
      jjak segment seeds/documents/000_ad53fbf95e7bb634.txt
    """
    from jjak.align.text.segmentation import segment_document
    from jjak.seeds.reading import read_document, sources
    from jjak.workbench.commands.evidence_output import show_evidence
    from jjak.workbench.pipeline.inputs import Failure, common_folder, with_language
    from jjak.workbench.terminal import show_failures

    settings = settings_of(CORPUS, (), {"languages": languages})
    failures = []
    for file in files:
        try:
            for source in sources([file]):
                named = with_language(source, settings.languages, common_folder(files))
                document = read_document(named, largest=settings.max_bytes, rules=settings.rules)
                found = segment_document(document, settings.languages)
                for part in found.segments:
                    row = asdict(part) | {"start": part.span.start, "end": part.span.stop}
                    del row["span"]
                    print_json(row)
                show_evidence([found])
        except JjakError as error:
            failures.append(Failure(str(file), error))
    show_failures(failures)
    if failures:
        sys.exit(1)
