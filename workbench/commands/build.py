"""`jjak build`: documents into a corpus."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from jjak.seeds.errors import CorpusError, SettingError
from jjak.seeds.message import Message, counted, message
from jjak.seeds.secrets import without_secrets
from jjak.workbench.commands.build_listener import BuildListener
from jjak.workbench.commands.interruption import interruptible
from jjak.workbench.commands.options import (
    aligner_option,
    corpus_option,
    crossing_option,
    engine_options,
    json_option,
    languages_option,
    lexicon_option,
    limit_option,
    models_option,
    print_json,
    quiet_option,
    settings_of,
    with_models,
)
from jjak.workbench.commands.parsing import Choice, Command, Renamed
from jjak.workbench.pipeline.batch import Batch
from jjak.workbench.pipeline.build_log import BitextOutcome, BuildLogEntry
from jjak.workbench.terminal import NAMES, show_failures

if TYPE_CHECKING:
    from jjak.corpora.store.corpus import Corpus
    from jjak.workbench.pipeline.build import BuildSummary
    from jjak.workbench.pipeline.inputs import Bitext, Failure
    from jjak.workbench.pipeline.ray_workers import Cluster
    from jjak.workbench.pipeline.retranslate import RetranslationSummary
    from jjak.workbench.settings import Settings


RAY = "ray"
RENAMED = (
    Renamed("--list", "--files-from"),
    Renamed("--largest", "--max-bytes"),
    Renamed("--engine", "--executor", only=RAY),
)


@click.command(cls=Command, renamed=RENAMED)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH…")
@click.option(
    "--files-from",
    "lists",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A list: a file or folder a line, or a document and its translation with a tab between; - is standard input.",
)
@click.option(
    "--null", "-0", is_flag=True, help="In lists a NUL ends each name, as `find -print0` and `git ls-files -z` write."
)
@corpus_option
@models_option
@engine_options
@click.option("--allow-broken", is_flag=True, default=None, help="Use a model even where its check says that it is broken.")
@aligner_option
@lexicon_option
@crossing_option
@languages_option
@click.option("--licence", metavar="TEXT", help="The licence of these documents, kept with every pair.")
@click.option("--max-bytes", type=click.IntRange(1), metavar="N", help="Files of more bytes are passed over.")
@limit_option
@click.option("--mend-text", is_flag=True, default=None, help="Read garbled characters (ÇÑ±Û) as what they would be (한글).")
@click.option(
    "--originals/--no-originals",
    default=None,
    help="Whether the bytes of DOCX files are kept, without which none is given back in its own layout; they are.",
)
@click.option("--retranslate", is_flag=True, help="Translate, align and score anew what nobody settled, in the whole corpus.")
@click.option("--executor", type=Choice(["local", RAY]), default="local", metavar="NAME", help="Where it runs: local or ray.")
@click.option(
    "--address", metavar="HOST:PORT", help="With --executor ray: a running cluster, or `auto`; without it, this machine."
)
@click.option("--worker-cpus", type=click.IntRange(1), default=1, metavar="N", help="With --executor ray: CPUs of one worker.")
@click.option(
    "--worker-gpus", type=click.FloatRange(0), default=0, metavar="N", help="With --executor ray: GPUs of one worker."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="With --executor ray: keep the units here, as Parquet shards.",
)
@click.option(
    "--shards", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Take in the shards that --out kept."
)
@click.option("--log", type=Choice(["json"]), help="A line for each document on standard error, with seconds by stage.")
@click.option("--verbose", "-v", is_flag=True, help="A row for each document at the end, and every name.")
@json_option
@quiet_option
def build(
    paths: tuple[Path, ...],
    lists: tuple[Path, ...],
    null: bool,
    corpus: str,
    models: tuple[str, ...],
    retranslate: bool,
    shards: tuple[Path, ...],
    log: str | None,
    verbose: bool,
    as_json: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """The main job: read, segment, translate, align, score and store documents.

    PATH is a file or a folder, or - for their names on standard input. Files called x.ko.txt and x.en.txt, or
    ko/x.txt and en/x.txt, are a document and its human translation; any other file is a document alone, and is translated
    both ways. What is in the corpus already is not built again: files are known by their bytes.

    \b
    Exit codes:
      0  everything was built, or was there already; hidden files and links to folders are passed over, and counted
      1  something failed, such as a file that is empty or no text: the rest is built, and what failed is named
      2  the command was wrong, and nothing was done
      130, 143  it was stopped, by Ctrl-C or SIGTERM: what is stored stays, and the same command goes on

    \b
    Examples:
      jjak build seeds/documents
      jjak build news/ --corpus news.db --model ko-en=Helsinki-NLP/opus-mt-ko-en
      jjak build --files-from pairs.tsv
      find news/ -name '*.txt' -print0 | jjak build - --null
      jjak build --retranslate --model tuned/model
      jjak build news/ --log json 2> log.jsonl
      jjak build archive/ --executor ray --address auto --out shards/
      jjak build --shards shards/ --corpus archive.db
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.seeds.file_bytes import path_text
    from jjak.workbench.commands.evidence_output import show_build_evidence, show_inputs, show_skipped
    from jjak.workbench.failure_groups import grouped
    from jjak.workbench.pipeline.build import BuildSummary
    from jjak.workbench.pipeline.collection import STDIN
    from jjak.workbench.pipeline.inputs import find_inputs
    from jjak.workbench.pipeline.kept_failures import keep_failures
    from jjak.workbench.pipeline.lexicons import lexicon_files

    if not paths and not lists and not retranslate and not shards:
        raise SettingError("Nothing to build", "Name files or folders: jjak build seeds/documents.")
    if shards and (paths or lists):
        raise SettingError("--shards is given with documents", "Take the shards in first, then build the documents.")
    cluster = _cluster_of(options)
    options["lexicons"] = options["lexicons"] or None  # those of jjak.toml
    settings = settings_of(corpus, models, options)
    for name, file in zip(settings.lexicons, lexicon_files(settings.lexicons), strict=True):
        show_skipped(Path(name).name, file)
    found = find_inputs(paths, lists, settings.languages, null=null)
    bitexts, failures = found.bitexts, found.failures
    batch = Batch(passed=found.passed, entries=[] if verbose else None)
    listener = BuildListener(batch, log is not None, quiet or as_json)
    for failure in failures:
        listener.on_built(BuildLogEntry(failure.name, BitextOutcome.FAILED, error=failure.error))
    inputs = [STDIN if str(path) == STDIN else path_text(path.resolve()) for path in (*paths, *lists)]
    with interruptible(lambda: _kept(batch, str(cluster.out) if cluster and cluster.out else corpus)):
        if cluster and cluster.out:
            done = _Done(str(cluster.out), _into_folder(bitexts, settings, cluster, listener))
        elif not (bitexts or shards or retranslate or _is_there(corpus)):
            done = _Done(corpus, BuildSummary())  # no corpus is made of nothing
        else:
            with Corpus(corpus, create=bool(bitexts or shards)) as store:
                retranslated = _retranslated(store, settings, listener) if retranslate else None
                summary = _into_corpus(bitexts, store, settings, cluster, inputs, shards, listener)
                if paths or lists:  # a run that looked at no file says nothing of those that failed before
                    keep_failures(store, grouped(failures + summary.failures), settings.table() | {"inputs": inputs})
            done = _Done(corpus, summary, retranslated)
    batch.failures = failures + done.failures
    table = _table(done, batch) | found.table()
    listener.on_end(table)
    if as_json:
        print_json(table)
    elif not quiet:
        _show(done, batch, corpus, built=bool(bitexts or shards))
    if not log:  # where each has its line
        if not (as_json or quiet):
            show_inputs(found)
            show_build_evidence(done.summary.evidence)
        show_failures(batch.failures, sys.maxsize if verbose else NAMES)
    if batch.failures:
        sys.exit(1)


def _is_there(corpus: str) -> bool:
    return "://" in corpus or Path(corpus).exists()


def _kept(batch: Batch, place: str) -> Message:
    """What is said when a build is stopped. place: the corpus, or a folder of shards."""
    from jjak.corpora.store.corpus import Corpus

    done = len(batch.names[BitextOutcome.BUILT]) + len(batch.names[BitextOutcome.PRESENT])
    if not Path(place).is_dir():
        with suppress(CorpusError), Corpus(place, create=False) as store:
            done = len(store.documents())  # what was stored last may not have been counted
    return counted(
        "Stopped: {corpus} holds {count} document whole, and nothing of the others",
        "Stopped: {corpus} holds {count:,} documents whole, and nothing of the others",
        done,
        corpus=place,
    )


class _Done(NamedTuple):
    """What was built. place: the corpus, or the folder of shards."""

    place: str
    summary: BuildSummary
    retranslated: RetranslationSummary | None = None

    @property
    def failures(self) -> list[Failure]:
        """In the order of the documents, whatever was done first."""
        return self.summary.failures + (self.retranslated.failures if self.retranslated else [])


def _show(done: _Done, batch: Batch, corpus: str, *, built: bool) -> None:
    """built: whether there was anything to build, besides what was translated anew."""
    from jjak.workbench.commands.build_output import show_batch, show_built, show_next, show_retranslated

    if done.retranslated:
        show_retranslated(done.retranslated, corpus)
    if built or not done.retranslated:
        show_built(done.summary, done.place, batch.failures)
        show_batch(batch)
    if done.summary.built and done.place == corpus:
        show_next(corpus)


class _ClusterBuild(NamedTuple):
    """On which cluster; out: the folder of shards, where there is to be one instead of a corpus."""

    cluster: Cluster
    out: Path | None


def _cluster_of(options: dict[str, Any]) -> _ClusterBuild | None:
    """Takes the options of a cluster out of all; None for this process. Raises SettingError where they are given for none."""
    from jjak.workbench.pipeline.ray_workers import Cluster

    address, cpus, gpus, out = (options.pop(name) for name in ("address", "worker_cpus", "worker_gpus", "out"))
    if options.pop("executor") != RAY:
        if address or out or cpus != 1 or gpus:
            raise SettingError("--address, --worker-cpus, --worker-gpus and --out are for a cluster", "Add --executor ray.")
        return None
    return _ClusterBuild(Cluster(address or "", cpus, gpus), out)


def _into_folder(
    bitexts: Sequence[Bitext], settings: Settings, cluster: _ClusterBuild, listener: BuildListener
) -> BuildSummary:
    from jjak.workbench.pipeline.ray_build import build_into_folder

    assert cluster.out is not None
    settings = with_models(settings, say=listener.on_note)
    with listener.bar(len(bitexts), message("building")) as (on_built, _):
        return build_into_folder(bitexts, cluster.out, settings, cluster.cluster, on_built)


def _into_corpus(
    bitexts: Sequence[Bitext],
    store: Corpus,
    settings: Settings,
    cluster: _ClusterBuild | None,
    inputs: Sequence[str],
    shards: Sequence[Path],
    listener: BuildListener,
) -> BuildSummary:
    if shards:
        from jjak.workbench.pipeline.ray_build import shards_in, shards_into_corpus

        with listener.bar(sum(len(shards_in(folder)) for folder in shards), message("taking in")) as (_, done):
            return shards_into_corpus(shards, store, listener.on_built, done)
    settings = with_models(settings, store, say=listener.on_note)
    with listener.bar(len(bitexts), message("building")) as (on_built, _):
        if cluster:
            from jjak.workbench.pipeline.ray_build import build_into_corpus

            return build_into_corpus(bitexts, store, settings, cluster.cluster, on_built, inputs)
        from jjak.workbench.pipeline.build import build as build_all

        return build_all(bitexts, store, settings, on_built, inputs)


def _table(done: _Done, batch: Batch) -> dict[str, Any]:
    """What a build did, as JSON."""
    summary, retranslated = done.summary, done.retranslated
    return {
        "corpus": without_secrets(done.place),
        "built": summary.built,
        "present": summary.present,
        "pairs": summary.pair_count,
        "segments": summary.segments,
        **summary.evidence.table(),
        "elapsed": round(summary.elapsed, 3),
        "seconds": {stage: round(seconds, 3) for stage, seconds in summary.timer.seconds.items()},
        **({"retranslated": retranslated.pairs, "settled": retranslated.settled} if retranslated else {}),
        **batch.table(),
        "failures": [{"name": f.name, "error": str(f.error), "fix": f.error.fix} for f in batch.failures],
    }


def _retranslated(store: Corpus, settings: Settings, listener: BuildListener) -> RetranslationSummary:
    from jjak.corpora.store.retranslation_store import stored_bitexts
    from jjak.workbench.pipeline.retranslate import retranslate

    settings = with_models(settings, store, anew=True, say=listener.on_note)
    with listener.bar(len(stored_bitexts(store)), message("retranslating")) as (on_built, _):
        return retranslate(store, settings, on_built)
