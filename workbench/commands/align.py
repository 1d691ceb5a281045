"""`jjak align`: texts into beads, folders into pairs of documents."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jjak.workbench.commands.candidates import aligners, encoders
from jjak.workbench.commands.candidates import models as model_names
from jjak.workbench.commands.options import (
    CORPUS,
    crossing_option,
    force_option,
    json_lines_option,
    lexicon_option,
    lines_of,
    print_json,
    settings_of,
    with_models,
)
from jjak.workbench.commands.parsing import Command
from jjak.workbench.commands.resplit_output import checked_outs, resplit_texts
from jjak.workbench.terminal import progress

if TYPE_CHECKING:
    from jjak.align.sentence.aligners import Texts
    from jjak.align.sentence.beads import Bead
    from jjak.align.sentence.resplit import Resplit


@click.command(cls=Command)
@click.argument("source", type=click.Path(path_type=str))
@click.argument("target", type=click.Path(path_type=str))
@click.option(
    "--forward",
    multiple=True,
    type=click.Path(path_type=str),
    metavar="FILE",
    help="A machine translation of SOURCE, line by line.",
)
@click.option(
    "--backward",
    multiple=True,
    type=click.Path(path_type=str),
    metavar="FILE",
    help="A machine translation of TARGET, line by line.",
)
@lexicon_option
@click.option(
    "--aligner",
    default="translation",
    show_default=True,
    metavar="NAME",
    shell_complete=aligners,
    help="translation, length, realign, embedding, mixture, or auto: the best that there is input for.",
)
@click.option(
    "--encoder",
    default="",
    metavar="NAME",
    shell_complete=encoders,
    help="The sentence encoder, the first that is installed by default.",
)
@click.option("--breaks", default="", metavar="MARK", help="Nothing is aligned across a line that holds only MARK.")
@crossing_option
@click.option("--resplit", is_flag=True, help="Cut a line at the end of a sentence where its parts go with different lines.")
@click.option(
    "--out-source",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --resplit: the lines of SOURCE after the cuts, which the beads speak of.",
)
@click.option(
    "--out-target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --resplit: the lines of TARGET after the cuts.",
)
@force_option
@json_lines_option
@click.option("--match", "matching", is_flag=True, help="Find which files of two folders are translations; prints two columns.")
@click.option("--days", type=click.IntRange(0), metavar="N", help="With --match: only pages published N days apart or less.")
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="[ko-en=]NAME",
    shell_complete=model_names,
    help="With --match: what translates SOURCE's files.",
)
def align(
    source: str,
    target: str,
    forward: tuple[str, ...],
    backward: tuple[str, ...],
    lexicons: tuple[str, ...],
    aligner: str,
    encoder: str,
    breaks: str,
    crossing: bool | None,
    resplit: bool,
    out_source: Path | None,
    out_target: Path | None,
    force: bool,
    as_json: bool,
    matching: bool,
    days: int | None,
    models: tuple[str, ...],
) -> None:
    """Align two texts, one sentence a line; prints [i,j]:[k]:score, one bead a line.

    The score is the probability that the bead is right; --json adds its reasons and the runner-up. Beads stand in the
    order of SOURCE, and those of sentences that were moved cross others. With --resplit, beads are of the lines after the
    cuts, which --out-source and --out-target are for; standard error says what was cut. With --match, SOURCE and TARGET are
    folders of documents, and what is printed is a list for `jjak build --files-from`.

    \b
    Examples:
      jjak translate --from ko --to en talk.ko > talk.mt
      jjak align talk.ko talk.en --forward talk.mt
      jjak align talk.ko talk.en --lexicon terms.tsv
      jjak align talk.ko talk.en --forward talk.mt --resplit --out-source cut.ko --out-target cut.en
      jjak align --match korean/ english/ > pairs.tsv
    """
    from jjak.align.sentence.aligners import Texts, chosen
    from jjak.align.sentence.aligners import align as align_texts
    from jjak.align.sentence.beads import format_bead
    from jjak.workbench.commands.evidence_output import show_choice

    if matching:
        _match(Path(source), Path(target), models, days, as_json)
        return
    sides = [lines_of(name) for name in forward], [lines_of(name) for name in backward]
    read = lines_of(source), lines_of(target)
    texts = Texts(*read, *sides, breaks=breaks, encoder=encoder, crossing=crossing is not False)
    texts = _with_lexicons(texts, lexicons)
    if aligner == "auto":
        aligner = chosen(texts)
        show_choice(aligner, len(texts.source) + len(texts.target))
    outs = checked_outs(out_source, out_target, texts, resplit=resplit, force=force)
    beads: Sequence[Bead] = align_texts(texts, aligner)
    found = resplit_texts(texts, beads, (source, target), outs) if outs else None
    for bead in found.beads if found else beads:
        if as_json:
            print_json(_row(bead) | (_spans(bead, found) if found else {}))
        else:
            print(format_bead(bead))


def _with_lexicons(texts: Texts, files: Sequence[str]) -> Texts:
    """`texts` with what lexicons say of them; says of each how many of its entries are in them."""
    from jjak.workbench.commands.evidence_output import show_lexicon
    from jjak.workbench.pipeline.lexicons import lexicon_files, with_lexicons

    read = lexicon_files(files)
    texts, used = with_lexicons(texts, read)
    for file, each, count in zip(files, read, used, strict=True):
        show_lexicon(Path(file).name, each, count)
    return texts


def _spans(bead: Bead, found: Resplit) -> dict[str, object]:
    """Of each line of a bead the line that it was of before the cuts, and which characters of it."""
    sides = zip(("source", "target"), (bead.source, bead.target), found.spans, strict=True)
    return {f"{name}_spans": [list(spans[at]) for at in lines] for name, lines, spans in sides}


def _row(bead: Bead) -> dict[str, object]:
    runner = bead.runner_up and {
        "source": list(bead.runner_up.source),
        "target": list(bead.runner_up.target),
        "score": bead.runner_up.score,
    }
    row = {"source": list(bead.source), "target": list(bead.target), "score": round(bead.score, 4)}
    return row | {"reasons": dict(bead.reasons), "runner_up": runner}


def _match(source: Path, target: Path, models: tuple[str, ...], days: int | None, as_json: bool) -> None:
    from jjak.seeds.reading import sources
    from jjak.workbench.pipeline.document_matches import match_folders
    from jjak.workbench.terminal import show_failures

    settings = with_models(settings_of(CORPUS, models, {}))
    files = sum(1 for folder in (source, target) for _ in sources([folder]))
    with progress(files, "reading", quiet=as_json) as done:
        found = match_folders((source, target), settings, days=days, progress=done)
    for first, second, gain in found.pairs:
        if as_json:
            print_json({"source": str(first), "target": str(second), "gain": round(gain, 3)})
        else:
            print(f"{first}\t{second}")
    for folder, alone in zip((source, target), found.alone, strict=True):
        names = ", ".join(path.name for path in alone[:5]) + (" …" if len(alone) > 5 else "")
        if alone:
            print(f"{len(alone)} of {folder} without a partner: {names}", file=sys.stderr)
    show_failures(found.failures)
    if found.failures:
        sys.exit(1)
