"""The whole flow on one page: read, segment, translate, align, score, store.

`workbench.pipeline.stages` runs the first five over many documents at once, `workbench.pipeline.bitext_builder` says what
they do with one unit, and
whoever calls `build` is the one writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from time import perf_counter

from jjak.align.text.segmentation import Segment, segment
from jjak.corpora.pair import Pair
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.writing import BuiltBitext
from jjak.seeds.errors import CorpusError, DocumentError
from jjak.workbench.pipeline.build_log import BitextOutcome, BuildLogEntry
from jjak.workbench.pipeline.inputs import Bitext, Failure
from jjak.workbench.pipeline.stage_timer import StageTimer
from jjak.workbench.pipeline.stages import BitextResult, Stages, documents_of, named
from jjak.workbench.pipeline.translators import Step, Translators
from jjak.workbench.settings import Settings

PACKAGES = ("jjak", "ctranslate2", "kiwipiepy", "sacrebleu", "sentencepiece", "sentencex", "torch", "transformers")
SHOWN = 100  # pairs that a summary holds


@dataclass(slots=True)
class BuildSummary:
    """What a run did. built, present: tasks that were built now, and that the corpus held already; pairs: the first of the new
    ones, made: how many there are; segments: of what was built; clock: seconds of all documents by stage, which overlap;
    elapsed: seconds that passed."""

    built: int = 0
    present: int = 0
    pairs: list[Pair] = field(default_factory=list)
    made: int = 0
    segments: int = 0
    failures: list[Failure] = field(default_factory=list)
    clock: StageTimer = field(default_factory=StageTimer)
    elapsed: float = 0.0

    def count(self, entry: BuildLogEntry) -> None:
        """All but its failure, which has its place among others."""
        self.built += entry.fate is BitextOutcome.BUILT
        self.present += entry.fate is BitextOutcome.PRESENT
        self.made += entry.pairs
        self.segments += entry.segments
        self.clock.take(entry.seconds)


Progress = Callable[[BuildLogEntry], None]  # is told what became of each task


def unheard(_: BuildLogEntry) -> None:
    """The progress of a run that nobody watches."""


def build(
    tasks: Sequence[Bitext],
    store: Corpus,
    settings: Settings,
    progress: Progress = unheard,
    inputs: Sequence[str] = (),
    step: Step = lambda _, __, ___: None,
) -> BuildSummary:
    """Build each task and store it, whatever becomes of the others; `progress` is told of each when it is done.

    inputs: what the tasks were found by, for the record of the run; step: is called from several threads.
    Raises CorpusError where the corpus cannot be written and ModelError where a model cannot be used.
    """
    translators = Translators(store, settings)
    writer = BitextWriter(store, settings.table() | {"inputs": list(inputs)}, lambda: versions_of(translators))
    with Stages(enumerate(tasks), translators, settings, store.has, step) as flow:
        for results in flow.results():
            for entry in writer.write(results):
                progress(entry)
    return writer.summary()


class BitextWriter:
    """Stores what comes, many units in a transaction, and keeps count; versions: of what made it, asked at begin and end."""

    def __init__(self, store: Corpus, settings: Mapping[str, object], versions: Callable[[], Mapping[str, str]]) -> None:
        self._store, self._settings, self._versions = store, settings, versions
        self._run: int | None = None
        self._began = perf_counter()
        self._summary = BuildSummary()
        self._first: list[tuple[int, Sequence[Pair]]] = []
        self._failures: list[tuple[int, Failure]] = []

    def write(self, results: Sequence[BitextResult]) -> list[BuildLogEntry]:
        """What became of each."""
        units = [(result, result.unit) for result in results if result.unit is not None]
        stored = self._stored(units) if units else {}
        entries = []
        for result in results:
            final = stored.get(result.at, result)
            entries.append(entry_of(final))
            self._summary.count(entries[-1])
            if final.error is not None:
                self._failures.append((final.at, Failure(final.task.name, final.error)))
            elif final.unit is not None:
                firsts = sorted([*self._first, (final.at, final.unit.pairs[:SHOWN])], key=lambda each: each[0])
                self._first = firsts[:SHOWN]
        return entries

    def _stored(self, units: Sequence[tuple[BitextResult, BuiltBitext]]) -> dict[int, BitextResult]:
        """The same results by number, without the units that could not be stored."""
        if self._run is None:
            self._run = self._store.begin_run(self._settings, self._versions())
        clock = StageTimer()
        with clock.stage("store"):
            try:
                self._store.add_all([unit for _, unit in units], self._run)
                stored = {result.at: result for result, _ in units}
            except CorpusError:
                raise
            except Exception:  # another process wrote one of them first, or one cannot be written
                stored = {result.at: self._alone(result, unit, self._run) for result, unit in units}
        for result, _ in units:
            result.clock.add("store", clock.seconds["store"] / len(units))
        return stored

    def _alone(self, result: BitextResult, unit: BuiltBitext, run: int) -> BitextResult:
        try:
            if self._store.add(unit, run):
                return result
            if self._store.has(*unit.ids):
                return replace(result, unit=None)
            raise DocumentError(f"{result.task.name}: the corpus refused it", "This is a fault in jjak; please report it.")
        except CorpusError:
            raise
        except Exception as error:
            return replace(result, unit=None, error=named(result.task, error))

    def summary(self) -> BuildSummary:
        """What was done, in the order of the tasks, when there is no more to write."""
        if self._run is not None:
            self._store.end_run(self._run, self._versions())
        self._summary.pairs = [pair for _, pairs in self._first for pair in pairs][:SHOWN]
        self._summary.failures = [failure for _, failure in sorted(self._failures, key=lambda each: each[0])]
        self._summary.elapsed = perf_counter() - self._began
        return self._summary


def entry_of(result: BitextResult) -> BuildLogEntry:
    """A result without a unit and an error is of what the corpus had already."""
    name, seconds, unit = result.task.name, result.clock.seconds, result.unit
    if unit is None:
        return BuildLogEntry(
            name, BitextOutcome.FAILED if result.error else BitextOutcome.PRESENT, seconds=seconds, error=result.error
        )
    segments = sum(len(parts) for _, _, parts in unit.documents)
    return BuildLogEntry(name, BitextOutcome.BUILT, tuple(id_ for id_ in unit.ids if id_), segments, len(unit.pairs), seconds)


def versions_of(translators: Translators) -> dict[str, str]:
    """The packages, those that are installed, and the models that were loaded with their revisions."""
    models = {f"model {source}-{target}": f"{t.model}@{t.revision}" for (source, target), t in translators.loaded.items()}
    return {name: said for name in PACKAGES if (said := _version(name))} | models


def _version(package: str) -> str:
    """Empty where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def segments_of(tasks: Sequence[Bitext], settings: Settings) -> Iterator[Segment]:
    """The segments of every task's documents; raises DocumentError at the first that cannot be read."""
    for task in tasks:
        for document in documents_of(task, settings):
            yield from segment(document, settings.languages)
