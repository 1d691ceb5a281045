"""`jjak segment`: the segments of documents."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jjak.seeds.errors import FormatError, JjakError, SettingError
from jjak.workbench.commands.options import CORPUS, force_option, languages_option, print_json, settings_of
from jjak.workbench.commands.parsing import Command

if TYPE_CHECKING:
    from jjak.workbench.settings import Settings


@click.command(cls=Command)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE…]")
@languages_option
@click.option(
    "--srx", type=click.Path(path_type=Path), metavar="FILE", help="Rules for sentences, which decide before those of jjak."
)
@click.option(
    "--export-srx", type=click.Path(path_type=Path), metavar="FILE", help="Write the rules for sentences as SRX 2.0, and end."
)
@force_option
def segment(files: tuple[Path, ...], languages: str | None, srx: Path | None, export_srx: Path | None, force: bool) -> None:
    """Print the segments of documents as JSON Lines.

    start and end are code points of the decoded document. Rules of your own stand in jjak.toml, too: abbreviations and srx
    under [segmentation].

    \b
    Examples:
      jjak segment seeds/documents/000_ad53fbf95e7bb634.txt
      jjak segment --srx team.srx seeds/documents/000_ad53fbf95e7bb634.txt
      jjak segment --export-srx jjak.srx
    """
    settings = _with_rules(settings_of(CORPUS, (), {"languages": languages}), srx)
    if export_srx:
        if files:
            raise SettingError("--export-srx goes without files", "Leave out the files.")
        _export(export_srx, settings, force)
    elif not files:
        raise click.MissingParameter(param_type="argument", param_hint="'FILE…'")
    else:
        _print(files, settings)


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


def _print(files: tuple[Path, ...], settings: Settings) -> None:
    from jjak.align.text.segmentation import segment_document
    from jjak.seeds.reading import read_document, sources
    from jjak.workbench.commands.evidence_output import show_evidence
    from jjak.workbench.pipeline.inputs import Failure, common_folder, with_language
    from jjak.workbench.terminal import show_failures

    failures = []
    for file in files:
        try:
            for source in sources([file]):
                named = with_language(source, settings.languages, common_folder(files))
                found = segment_document(
                    read_document(named, largest=settings.max_bytes), settings.languages, settings.segmentation
                )
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
