"""Builds on a cluster into a corpus or into a folder of shards, and taking shards into a corpus."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

from jjak.corpora.exchange.shards import about, ids_in, units_in, write_shard
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.writing import BuiltBitext
from jjak.seeds.errors import CorpusError, JjakError
from jjak.seeds.reading import Source
from jjak.workbench.pipeline.build import SHOWN, BitextWriter, BuildSummary, Progress, entry_of, no_progress
from jjak.workbench.pipeline.build_log import BitextOutcome, BuildLogEntry
from jjak.workbench.pipeline.inputs import Bitext, Failure
from jjak.workbench.pipeline.ray_workers import Cluster, Crew, Shard, ShardOutcome, connected, relevant_settings, shards_of
from jjak.workbench.pipeline.stage_timer import StageTimer
from jjak.workbench.pipeline.stages import BitextResult
from jjak.workbench.settings import Settings


def build_into_corpus(
    bitexts: Sequence[Bitext],
    store: Corpus,
    settings: Settings,
    cluster: Cluster,
    progress: Progress = no_progress,
    inputs: Sequence[str] = (),
) -> BuildSummary:
    """As `workbench.pipeline.build.build`, on a cluster, and the same corpus.

    Raises SettingError where there is no cluster, CorpusError where the corpus cannot be written and ModelError where a model
    cannot be used.
    """
    versions: dict[str, str] = {}
    writer = BitextWriter(store, settings.table() | {"inputs": list(inputs), "cluster": cluster.address}, lambda: versions)

    def write(results: Sequence[BitextResult]) -> None:
        for entry in writer.write(results):
            progress(entry)

    def at_once(at: int, bitext: Bitext, error: JjakError | None) -> None:
        write([BitextResult(at, bitext, error=error)])

    for outcome in _outcomes(bitexts, settings, cluster, store.has, at_once):
        versions.update(outcome.versions)
        write(list(_results(outcome, bitexts)))
    return writer.summary()


def _results(outcome: ShardOutcome, bitexts: Sequence[Bitext]) -> Iterator[BitextResult]:
    built = units_in(outcome.data) if outcome.data else iter(())
    for (at, _), entry in zip(outcome.shard.bitexts, outcome.entries, strict=True):
        timer = StageTimer()
        timer.add_all(entry.seconds)
        found = next(built) if entry.outcome is BitextOutcome.BUILT else None
        yield BitextResult(at, bitexts[at], found, entry.error, timer, entry.evidence)


def build_into_folder(
    bitexts: Sequence[Bitext], out: Path, settings: Settings, cluster: Cluster, progress: Progress = no_progress
) -> BuildSummary:
    """Write shards into `out`; what is in those that are there from an earlier call is not made again. Raises as the other,
    and CorpusError where those were made with other settings."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        cause = error.strerror or str(error)
        raise CorpusError("{out}: {cause}", "Name a folder that can be written with --out.", out=out, cause=cause) from error
    there = _ids_in_shards(out, settings)
    began, summary = perf_counter(), BuildSummary()
    failures: list[tuple[int, Failure]] = []

    def tell(at: int, entry: BuildLogEntry) -> None:
        summary.count(entry)
        if entry.error is not None:
            failures.append((at, Failure(entry.name, entry.error)))
        progress(entry)

    def at_once(at: int, bitext: Bitext, error: JjakError | None) -> None:
        tell(at, entry_of(BitextResult(at, bitext, error=error)))

    for outcome in _outcomes(bitexts, settings, cluster, lambda *ids: ids in there, at_once):
        if outcome.data:
            write_shard(out / outcome.shard.name(settings), outcome.data)
        for (at, _), entry in zip(outcome.shard.bitexts, outcome.entries, strict=True):
            tell(at, entry)
    summary.failures = [failure for _, failure in sorted(failures, key=lambda each: each[0])]
    summary.elapsed = perf_counter() - began
    return summary


def _outcomes(
    bitexts: Sequence[Bitext],
    settings: Settings,
    cluster: Cluster,
    has: Callable[[str, str], bool],
    at_once: Callable[[int, Bitext, JjakError | None], None],
) -> Iterator[ShardOutcome]:
    """at_once: is called with the bitexts that no worker is needed for."""

    def wanted(most: int) -> Iterator[Shard]:
        for each in shards_of(enumerate(bitexts), settings, has, most):
            if isinstance(each, Shard):
                yield each
            else:
                at_once(*each)

    with connected(cluster) as ray:
        crew = Crew(ray, cluster, settings)
        yield from crew.results(wanted(crew.share(len(bitexts))))


def _ids_in_shards(out: Path, settings: Settings) -> set[tuple[str, str]]:
    """The documents' ids of each bitext in the shards of a folder."""
    found: set[tuple[str, str]] = set()
    for path in out.glob("*.parquet"):
        if relevant_settings(about(path)["settings"]) != relevant_settings(json.loads(json.dumps(settings.table()))):
            fix = "Name another folder with --out, or the same settings."
            raise CorpusError("{path}: made with other settings", fix, path=path)
        found.update(ids_in(path))
    return found


def shards_into_corpus(
    folders: Sequence[Path], store: Corpus, progress: Progress = no_progress, shard: Callable[[str], None] = lambda _: None
) -> BuildSummary:
    """Write the bitexts of every shard in these folders into a corpus, each once; a shard that cannot be read is a failure.

    shard: is told the name of each that is done. Raises CorpusError where the corpus cannot be written, or a folder has none.
    """
    began, summary = perf_counter(), BuildSummary()
    for path in [path for folder in folders for path in shards_in(folder)]:
        try:
            head = about(path)
            built = list(units_in(path))
        except CorpusError as error:
            summary.failures.append(Failure(str(path), error))
            progress(BuildLogEntry(str(path), BitextOutcome.FAILED, error=error))
            shard(path.name)
            continue
        settings, versions = head["settings"], head["versions"]
        writer = BitextWriter(store, settings | {"inputs": [str(path.resolve())]}, partial(dict, versions))
        found = [BitextResult(at, _bitext(one), None if store.has(*one.ids) else one) for at, one in enumerate(built)]
        for entry in writer.write(found):
            summary.count(entry)
            progress(entry)
        done = writer.summary()
        summary.pairs = [*summary.pairs, *done.pairs][:SHOWN]
        summary.failures += done.failures
        shard(path.name)
    summary.elapsed = perf_counter() - began
    return summary


def shards_in(folder: Path) -> list[Path]:
    found = sorted(folder.glob("*.parquet"))
    if not found:
        raise CorpusError("{folder}: no shard there", "Name a folder that `jjak build --out` made.", folder=folder)
    return found


def _bitext(built: BuiltBitext) -> Bitext:
    return Bitext(*[Source(document.name, path) for document, path, _ in built.documents])
