"""`jjak segment`: the segments of documents."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jjak.seeds.errors import FormatError, JjakError, SettingError
from jjak.seeds.ledger import Reason
from jjak.workbench.commands.options import CORPUS, force_option, languages_option, limit_option, print_json, settings_of
from jjak.workbench.commands.parsing import Command

if TYPE_CHECKING:
    from jjak.align.text.segmentation import SegmentedDocument
    from jjak.workbench.settings import Settings


@click.command(cls=Command)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE…]")
@languages_option
@click.option("--left-out", "what", flag_value="left out", help="Print what stands in no segment, and why, instead.")
@click.option("--ledger", "what", flag_value="ledger", help="Print what became of every character instead.")
@click.option(
    "--srx", type=click.Path(path_type=Path), metavar="FILE", help="Rules for sentences, which decide before those of jjak."
)
@click.option(
    "--export-srx", type=click.Path(path_type=Path), metavar="FILE", help="Write the rules for sentences as SRX 2.0, and end."
)
@force_option
@limit_option
@click.option("--mend-text", is_flag=True, help="Read garbled characters (ÇÑ±Û) as what they would be (한글).")
def segment(
    files: tuple[Path, ...],
    languages: str | None,
    what: str | None,
    limits: tuple[str, ...],
    mend_text: bool,
    srx: Path | None,
    export_srx: Path | None,
    force: bool,
) -> None:
    """Print the segments of documents as JSON Lines.

    start and end are code points of the decoded document. What is left out is counted on standard error. Rules of your own
    stand in jjak.toml, too: abbreviations and srx under [segmentation].

    \b
    Examples:
      jjak segment seeds/documents/000_ad53fbf95e7bb634.txt
      jjak segment --srx team.srx seeds/documents/000_ad53fbf95e7bb634.txt
      jjak segment --export-srx jjak.srx
    """
    options = {"languages": languages, "mend_text": mend_text, "limits": limits}
    settings = _with_rules(settings_of(CORPUS, (), options), srx)
    if export_srx:
        if files:
            raise SettingError("--export-srx goes without files", "Leave out the files.")
        _export(export_srx, settings, force)
    elif not files:
        raise click.MissingParameter(param_type="argument", param_hint="'FILE…'")
    else:
        _print(files, settings, what)


def _with_rules(settings: Settings, srx: Path | None) -> Settings:
    if not srx:
        return settings
    from jjak.align.text.srx import read_srx

    return replace(settings, segmentation=replace(settings.segmentation, srx=read_srx(srx)))


def _export(path: Path, settings: Settings, force: bool) -> None:
    from jjak.align.text.srx import srx_of
    from jjak.corpora.atomic_write import atomic_write

    if path.exists() and not force:
        raise FormatError("{target} is there already", "Choose another name, or overwrite it with --force.", target=path)
    with atomic_write([path]) as (file,):
        file.write(srx_of(settings.segmentation.rules).encode())


def _print(files: tuple[Path, ...], settings: Settings, what: str | None) -> None:
    from jjak.align.text.segmentation import segment_document
    from jjak.seeds.reader_process import ReaderProcess
    from jjak.seeds.reading import sources
    from jjak.workbench.commands.evidence_output import show_evidence
    from jjak.workbench.commands.left_out_output import ledger_rows, left_out_rows, show_left_out
    from jjak.workbench.pipeline.document_reader import parsed
    from jjak.workbench.pipeline.inputs import Failure, common_folder, with_language
    from jjak.workbench.terminal import show_failures

    rows_of = {"left out": left_out_rows, "ledger": ledger_rows}.get(what or "", segment_rows)
    failures = []
    with ReaderProcess(settings.limits) as process:
        for file in files:
            try:
                for source in sources([file]):
                    named = with_language(source, settings.languages, common_folder(files))
                    document = parsed(named, settings, process)
                    found = segment_document(document, settings.languages, settings.segmentation)
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
    """The sentences of a document in its order; those in neither language are no segments, and say that they are left out."""
    others = {part.span: part for part in found.others}
    for part in sorted([*found.segments, *found.others], key=lambda part: part.span):
        row = asdict(part) | {"start": part.span.start, "end": part.span.stop}
        del row["span"]
        yield row | {"index": None, "left_out": str(Reason.LANGUAGE)} if part.span in others else row
