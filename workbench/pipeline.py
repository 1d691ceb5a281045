"""The whole flow on one page: read, segment, translate, align, score, store.

`workbench.flow` runs the first five over many documents at once, `workbench.units` says what they do with one unit, and
whoever calls `build` is the one writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

from align.segments import Segment, segment
from corpora.pair import Pair
from corpora.store import Store
from corpora.writing import Unit
from seeds.errors import CorpusError, DocumentError
from workbench.clock import Clock
from workbench.flow import Flow, Result, documents_of, named
from workbench.settings import Settings
from workbench.tasks import Failure, Task
from workbench.translators import Step, Translators

PACKAGES = ("jjak", "ctranslate2", "kiwipiepy", "sacrebleu", "sentencepiece", "sentencex", "torch", "transformers")
SHOWN = 100  # pairs that a summary holds


@dataclass(slots=True)
class Summary:
    """What a run did. built, present: tasks that were built now, and that the corpus held already; pairs: the first of the new
    ones, made: how many there are; clock: seconds of all documents by stage."""

    built: int = 0
    present: int = 0
    pairs: list[Pair] = field(default_factory=list)
    made: int = 0
    failures: list[Failure] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)


def build(
    tasks: Sequence[Task],
    store: Store,
    settings: Settings,
    progress: Callable[[str], None] = lambda _: None,
    inputs: Sequence[str] = (),
    step: Step = lambda _, __, ___: None,
) -> Summary:
    """Build each task and store it, whatever becomes of the others; `progress` is told each one's name when it is done.

    inputs: what the tasks were found by, for the record of the run; step: is called from several threads.
    Raises CorpusError where the corpus cannot be written and ModelError where a model cannot be used.
    """
    translators = Translators(store, settings)
    writer = Writer(store, settings.table() | {"inputs": list(inputs)}, lambda: versions_of(translators))
    with Flow(enumerate(tasks), translators, settings, store.has, step) as flow:
        for results in flow.results():
            writer.write(results)
            for result in results:
                progress(result.task.name)
    return writer.summary()


class Writer:
    """Stores what comes, many units in a transaction, and keeps count; versions: of what made it, asked at begin and end."""

    def __init__(self, store: Store, settings: Mapping[str, object], versions: Callable[[], Mapping[str, str]]) -> None:
        self._store, self._settings, self._versions = store, settings, versions
        self._run: int | None = None
        self._summary = Summary()
        self._first: list[tuple[int, Sequence[Pair]]] = []
        self._failures: list[tuple[int, Failure]] = []

    def write(self, results: Sequence[Result]) -> None:
        for result in results:
            if result.error is not None:
                self._failures.append((result.at, Failure(result.task.name, result.error)))
            elif result.unit is None:
                self._summary.present += 1
        built = [(result, result.unit) for result in results if result.unit is not None]
        if not built:
            return
        if self._run is None:
            self._run = self._store.begin_run(self._settings, self._versions())
        clock = Clock()
        with clock.stage("store"):
            try:
                self._store.add_all([unit for _, unit in built], self._run)
                stored = [True] * len(built)
            except CorpusError:
                raise
            except Exception:  # another process wrote one of them first, or one cannot be written
                stored = [self._alone(result, unit, self._run) for result, unit in built]
        for (result, unit), new in zip(built, stored, strict=True):
            result.clock.add("store", clock.seconds["store"] / len(built))
            self.spent(result.clock.seconds)
            if new:
                self._count(result.at, unit)

    def _alone(self, result: Result, unit: Unit, run: int) -> bool:
        """Store one unit; whether it was new and could be."""
        try:
            if self._store.add(unit, run):
                return True
            if self._store.has(*unit.ids):
                self._summary.present += 1
                return False
            raise DocumentError(f"{result.task.name}: the corpus refused it", "This is a fault in jjak; please report it.")
        except CorpusError:
            raise
        except Exception as error:
            self._failures.append((result.at, Failure(result.task.name, named(result.task, error))))
            return False

    def _count(self, at: int, unit: Unit) -> None:
        self._summary.built += 1
        self._summary.made += len(unit.pairs)
        self._first = sorted([*self._first, (at, unit.pairs[:SHOWN])], key=lambda each: each[0])[:SHOWN]

    def spent(self, seconds: Mapping[str, float]) -> None:
        """Time by stage that was spent elsewhere."""
        self._summary.clock.take(seconds)

    def summary(self) -> Summary:
        """What was done, in the order of the tasks, when there is no more to write."""
        if self._run is not None:
            self._store.end_run(self._run, self._versions())
        self._summary.pairs = [pair for _, pairs in self._first for pair in pairs][:SHOWN]
        self._summary.failures = [failure for _, failure in sorted(self._failures, key=lambda each: each[0])]
        return self._summary


def versions_of(translators: Translators) -> dict[str, str]:
    """The packages, and the models that were loaded with their revisions."""
    models = {f"model {source}-{target}": f"{t.model}@{t.revision}" for (source, target), t in translators.loaded.items()}
    return {name: version(name) for name in PACKAGES} | models


def segments_of(tasks: Sequence[Task], settings: Settings) -> Iterator[Segment]:
    """The segments of every task's documents; raises DocumentError at the first that cannot be read."""
    for task in tasks:
        for document in documents_of(task, settings):
            yield from segment(document, settings.languages)
