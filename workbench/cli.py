"""The command line: each command parses, calls and prints; what is heavy is imported when a command runs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from seeds.errors import FormatError, JjakError, SettingError
from workbench.terminal import complain, progress

if TYPE_CHECKING:
    from workbench.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])
CORPUS = "corpus.db"


class _Group(click.Group):
    """Commands in the order in which a person needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="jjak")
def jjak() -> None:
    """A bilingual translation and alignment workbench, Korean–English first.

    Documents go in; a scored parallel corpus with its provenance comes out.

    \b
    Examples:
      jjak build seeds/documents          translate, align, score and store documents
      jjak status                         what the corpus holds
      jjak export pairs.tmx               take the pairs out
    """


def _corpus_option(command: F) -> F:
    return click.option("--corpus", default=CORPUS, show_default=True, metavar="URL", help="A path, or a database URL.")(
        command
    )


def _model_options(command: F) -> F:
    options = (
        click.option("--engine", metavar="NAME", help="ctranslate2 (default) or transformers, the reference."),
        click.option("--compute", metavar="TYPE", help="int8 (default) or float32; ctranslate2 only."),
        click.option("--beam", type=click.IntRange(1, 32), metavar="N", help="Beam size, 4 by default; 1 is greedy."),
        click.option("--threads", type=click.IntRange(0, 1024), metavar="N", help="0, the default, for every core."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@jjak.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH…")
@click.option(
    "--list",
    "lists",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Two columns of files: a document, its translation.",
)
@_corpus_option
@click.option("--model", "models", multiple=True, metavar="[ko-en=]NAME", help="A model, for both directions or for one.")
@_model_options
@click.option("--aligner", metavar="NAME", help="How to align a document with its human translation.")
@click.option("--languages", metavar="A,B", help="The pair, ko,en by default.")
@click.option("--licence", metavar="TEXT", help="The licence of these documents, kept with every pair.")
@click.option("--largest", type=click.IntRange(1), metavar="BYTES", help="Files over this are passed over.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
def build(
    paths: tuple[Path, ...],
    lists: tuple[Path, ...],
    corpus: str,
    models: tuple[str, ...],
    as_json: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """The main job: read, segment, translate, align, score and store documents.

    PATH is a file or a folder. Files called x.ko.txt and x.en.txt are a document and its human translation; any other
    file is a document alone, and is translated both ways. What is in the corpus already is not built again.

    \b
    Examples:
      jjak build seeds/documents
      jjak build news/ --corpus news.db --model ko-en=Helsinki-NLP/opus-mt-ko-en
      jjak build --list pairs.tsv
    """
    from corpora.store import Store
    from workbench.pipeline import build as build_all
    from workbench.tasks import find_tasks
    from workbench.terminal import show_built, show_failures, show_next

    if not paths and not lists:
        raise SettingError("Nothing to build", "Name files or folders: jjak build seeds/documents.")
    settings = _settings(corpus, models, options)
    tasks, failures = find_tasks(paths, lists, settings.languages)
    with Store(corpus) as store, progress(len(tasks), "building", quiet=quiet or as_json) as done:
        summary = build_all(tasks, store, settings, done, [str(path.resolve()) for path in (*paths, *lists)])
    failures += summary.failures
    if as_json:
        _print_json(
            {
                "corpus": corpus,
                "built": summary.built,
                "present": summary.present,
                "pairs": summary.made,
                "failures": [{"name": f.name, "error": str(f.error), "fix": f.error.fix} for f in failures],
            }
        )
    elif not quiet:
        show_built(summary, corpus, failures)
        if summary.built:
            show_next(corpus)
    show_failures(failures)
    if failures:
        sys.exit(1)


@jjak.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--languages", metavar="A,B", help="The languages that may occur, ko,en by default.")
def segment(files: tuple[Path, ...], languages: str | None) -> None:
    """Print the segments of documents as JSON Lines.

    start and end are code points of the decoded document.

    \b
    Example:
      jjak segment seeds/documents/000_ad53fbf95e7bb634.txt
    """
    from align.segments import segment as segments_of
    from seeds.reading import read_document, sources
    from workbench.tasks import Failure
    from workbench.terminal import show_failures

    settings = _settings(CORPUS, (), {"languages": languages})
    failures = []
    for file in files:
        try:
            for source in sources([file]):
                for part in segments_of(read_document(source, largest=settings.largest), settings.languages):
                    row = asdict(part) | {"start": part.span.start, "end": part.span.stop}
                    del row["span"]
                    _print_json(row)
        except JjakError as error:
            failures.append(Failure(str(file), error))
    show_failures(failures)
    if failures:
        sys.exit(1)


@jjak.command()
@click.option("--from", "source", required=True, metavar="LANG", help="The language of the input.")
@click.option("--to", "target", required=True, metavar="LANG", help="The language of the output.")
@click.option("--model", metavar="NAME", help="jjak-ko-en (default), a folder, or owner/name[@revision] on the Hub.")
@_model_options
@click.option("--json", "as_json", is_flag=True, help="A JSON object a line, with score and flags.")
@click.argument("file", default="-", type=click.Path(path_type=str))
def translate(source: str, target: str, model: str | None, as_json: bool, file: str, **options: Any) -> None:
    """Translate: a line in, a line out.

    \b
    Examples:
      echo '안녕하세요.' | jjak translate --from ko --to en
      jjak translate --from en --to ko --model Helsinki-NLP/opus-tatoeba-en-ko talk.en > talk.ko
    """
    from align.engines import load_translator

    options = {name: value for name, value in options.items() if value is not None} | ({"model": model} if model else {})
    lines = _lines(file)
    translator = load_translator(source, target, **options)
    with progress(len(lines), "translating") as done:
        for start in range(0, len(lines), 256):
            for translation in translator(lines[start : start + 256]):
                if as_json:
                    _print_json(asdict(translation))
                else:
                    print(translation.text)
                done("")
            sys.stdout.flush()


@jjak.command()
@click.argument("source", type=click.Path(path_type=str))
@click.argument("target", type=click.Path(path_type=str))
@click.option("--forward", multiple=True, metavar="FILE", help="A machine translation of SOURCE, line by line.")
@click.option("--backward", multiple=True, metavar="FILE", help="A machine translation of TARGET, line by line.")
@click.option(
    "--aligner",
    default="translation",
    show_default=True,
    metavar="NAME",
    help="translation, length, embedding, mixture, or auto: the best that there is input for.",
)
@click.option("--encoder", default="", metavar="NAME", help="The sentence encoder, the first that is installed by default.")
@click.option("--breaks", default="", metavar="MARK", help="Nothing is aligned across a line that holds only MARK.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object a line, with the reasons and the runner-up.")
@click.option("--match", "matching", is_flag=True, help="Find which files of two folders are translations; prints two columns.")
@click.option("--days", type=click.IntRange(0), metavar="N", help="With --match: only pages published N days apart or less.")
@click.option("--model", "models", multiple=True, metavar="[ko-en=]NAME", help="With --match: what translates SOURCE's files.")
def align(
    source: str,
    target: str,
    forward: tuple[str, ...],
    backward: tuple[str, ...],
    aligner: str,
    encoder: str,
    breaks: str,
    as_json: bool,
    matching: bool,
    days: int | None,
    models: tuple[str, ...],
) -> None:
    """Align two texts, one sentence a line; prints [i,j]:[k]:score, one bead a line.

    The score is the probability that the bead is right. With --match, SOURCE and TARGET are folders of documents, and
    what is printed is a list for `jjak build --list`.

    \b
    Examples:
      jjak translate --from ko --to en talk.ko > talk.mt
      jjak align talk.ko talk.en --forward talk.mt
      jjak align --match korean/ english/ > pairs.tsv
    """
    from align.aligners import Texts, chosen
    from align.aligners import align as align_texts
    from align.beads import format_bead

    if matching:
        _match(Path(source), Path(target), models, days, as_json)
        return
    sides = [_lines(name) for name in forward], [_lines(name) for name in backward]
    texts = Texts(_lines(source), _lines(target), *sides, breaks=breaks, encoder=encoder)
    if aligner == "auto":
        aligner = chosen(texts)
        print(f"aligner: {aligner}", file=sys.stderr)
    for bead in align_texts(texts, aligner):
        if as_json:
            runner = bead.runner_up and {
                "source": list(bead.runner_up.source),
                "target": list(bead.runner_up.target),
                "score": bead.runner_up.score,
            }
            row = {"source": list(bead.source), "target": list(bead.target), "score": round(bead.score, 4)}
            _print_json(row | {"reasons": dict(bead.reasons), "runner_up": runner})
        else:
            print(format_bead(bead))


def _match(source: Path, target: Path, models: tuple[str, ...], days: int | None, as_json: bool) -> None:
    from seeds.reading import sources
    from workbench.matching import match_folders
    from workbench.terminal import show_failures

    settings = _settings(CORPUS, models, {})
    files = sum(1 for folder in (source, target) for _ in sources([folder]))
    with progress(files, "reading", quiet=as_json) as done:
        found = match_folders((source, target), settings, days=days, progress=done)
    for first, second, gain in found.pairs:
        if as_json:
            _print_json({"source": str(first), "target": str(second), "gain": round(gain, 3)})
        else:
            print(f"{first}\t{second}")
    for folder, alone in zip((source, target), found.alone, strict=True):
        names = ", ".join(path.name for path in alone[:5]) + (" …" if len(alone) > 5 else "")
        if alone:
            print(f"{len(alone)} of {folder} without a partner: {names}", file=sys.stderr)
    show_failures(found.failures, "read")
    if found.failures:
        sys.exit(1)


@jjak.command()
@click.argument("out", type=click.Path(path_type=str))
@_corpus_option
@click.option("--format", "name", metavar="NAME", help="tsv, jsonl or tmx; by default what OUT's suffix says.")
def export(out: str, corpus: str, name: str | None) -> None:
    """Write the corpus's pairs to OUT, or to standard output with - and --format.

    \b
    Examples:
      jjak export pairs.tsv
      jjak export - --format jsonl | head
    """
    from corpora.formats import export as export_pairs
    from corpora.formats import format_of
    from corpora.store import Store

    format_of(out, name)
    settings = _settings(corpus, (), {})
    with Store(corpus, create=False) as store:
        count = export_pairs(store.pairs(), out, settings.languages, name)
    if out != "-":
        print(f"{count:,} pairs in {out}", file=sys.stderr)


@jjak.command()
@_corpus_option
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def status(corpus: str, as_json: bool) -> None:
    """Say what a corpus holds.

    \b
    Example:
      jjak status --corpus news.db
    """
    from corpora.store import Store
    from workbench.status import status_of, status_rows
    from workbench.terminal import show_status

    with Store(corpus, create=False) as store:
        found = status_of(store)
    if as_json:
        _print_json(found)
    else:
        show_status(status_rows(found))


@jjak.command()
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.html")
@_corpus_option
def report(out: Path, corpus: str) -> None:
    """Write a report of the corpus to OUT.html, and its figures to OUT.json.

    \b
    Example:
      jjak report report.html
    """
    from corpora.store import Store
    from workbench.report import write_report

    with Store(corpus, create=False) as store:
        beside = write_report(store, out)
    print(f"{out}, with its figures in {beside}", file=sys.stderr)


@jjak.command()
@_corpus_option
@click.option("--port", type=click.IntRange(0, 65535), default=8427, show_default=True, metavar="N", help="0 for any.")
@click.option("--open", "show", is_flag=True, help="Open the page in a browser.")
def review(corpus: str, port: int, show: bool) -> None:
    """Read the corpus in a browser, on this machine only; Ctrl+C stops it.

    \b
    Example:
      jjak review --open
    """
    import webbrowser

    from corpora.store import Store
    from workbench.review import serve

    def ready(address: str) -> None:
        print(f"Reading {corpus} at {address} – Ctrl+C stops.", file=sys.stderr, flush=True)
        if show:
            webbrowser.open(address)

    with Store(corpus, create=False) as store:
        serve(store, port, ready)


@jjak.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--recipe", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Sets, shape and schedule, in TOML."
)
@click.option(
    "--pairs", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Where the recipe's SET.tsv.gz lie."
)
@click.option(
    "--dev", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="TSV to validate on, never trained on."
)
@click.option("--model", metavar="NAME", default="", help="Begin with this checkpoint instead of a new one.")
@click.option("--steps", type=click.IntRange(1), metavar="N", help="Updates in all, instead of the recipe's.")
@click.option("--decay", type=click.IntRange(0), metavar="N", help="Updates over which the rate falls at the end.")
@click.option("--threads", type=click.IntRange(0, 1024), default=0, metavar="N", help="0, the default, for every core.")
@click.option("--device", default="cpu", show_default=True, metavar="NAME", help="cpu or cuda.")
def train(
    out: Path, recipe: Path, pairs: Path, dev: tuple[Path, ...], model: str, threads: int, device: str, **options: Any
) -> None:
    """Train a MarianMT model in the folder OUT; run it again to go on where it stopped.

    OUT/model is the checkpoint, which --model takes, with its card; OUT/log.jsonl holds every figure.

    \b
    Example:
      jjak train .train/ko-en --recipe align/models/ko-en/recipe.toml --pairs DATA/pairs --dev DATA/dev/flores_dev.tsv
    """
    from workbench.training import train as run

    given = {name: value for name, value in options.items() if value is not None}
    run(out, recipe, pairs, dev, given, model=model, threads=threads, device=device)


def _settings(corpus: str, models: tuple[str, ...], options: dict[str, Any]) -> Settings:
    from workbench.settings import override, read_settings

    if options.get("languages"):
        options["languages"] = tuple(part.strip() for part in options["languages"].split(","))
    return override(read_settings(corpus), models, options)


def _lines(name: str) -> list[str]:
    """The lines of a text file, or of standard input; raises FormatError where it cannot be read."""
    from seeds.decoding import decode

    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise FormatError(f"{name}: {error.strerror or error}", "Check the path.") from error
    try:
        text = decode(raw).text if raw else ""
    except JjakError as error:
        raise FormatError(f"{name}: {error}", error.fix) from error
    # only line feeds part lines: other marks may stand inside a sentence
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, default=str))


def main() -> None:
    """The entry point: errors a person can cause come out in two lines, with exit code 1, or 2 for wrong usage."""
    with ExitStack() as stack:
        stack.callback(_close_quietly)
        try:
            jjak.main(standalone_mode=False)
        except click.exceptions.Exit as stop:
            sys.exit(stop.exit_code)
        except click.ClickException as error:
            error.show()
            sys.exit(2)
        except click.Abort:
            sys.exit(130)
        except SettingError as error:
            complain(error)
            sys.exit(2)
        except JjakError as error:
            complain(error)
            sys.exit(1)
        except BrokenPipeError:
            sys.exit(0)


def _close_quietly() -> None:
    """A reader such as `head` that went away is no error of ours."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
