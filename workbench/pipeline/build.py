"""The whole flow on one page: read, segment, translate, align, score, store.

`workbench.pipeline.stages` runs the first five over many documents at once, `workbench.pipeline.bitext_builder` says what
they do with one bitext, and whoever calls `build` is the one writer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from time import perf_counter

from jjak.align.text.segmentation import Segment, segment
from jjak.corpora.pair import Pair
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.left_out import lines_by_reason
from jjak.corpora.store.rows import apart_rows
from jjak.corpora.store.writing import BuiltBitext
from jjak.seeds.errors import CorpusError, DocumentError
from jjak.workbench.pipeline.build_log import BitextOutcome, BuildLogEntry
from jjak.workbench.pipeline.evidence import EvidenceSummary
from jjak.workbench.pipeline.inputs import Bitext, Failure
from jjak.workbench.pipeline.score_tally import ScoreTally
from jjak.workbench.pipeline.stage_timer import StageTimer
from jjak.workbench.pipeline.stages import BitextResult, Stages, documents_of, named
from jjak.workbench.pipeline.translators import Step, Translators
from jjak.workbench.settings import Settings

PACKAGES = ("jjak", "ctranslate2", "kiwipiepy", "sacrebleu", "sentencepiece", "sentencex", "torch", "transformers")
SHOWN = 100  # pairs that a summary holds


@dataclass(slots=True)
class BuildSummary:
    """What a run did.

    Attributes:
        built, present: how many bitexts were built now, and how many the corpus held already.
        pairs: the first SHOWN of the new ones.
        pair_count: how many new ones there are.
        segments: how many there are in what was built.
        left_out: how many lines of what was built were left out, by reason.
        failures: what could not be built, in the order of the bitexts.
        timer: seconds of all bitexts by stage, which overlap.
        elapsed: seconds that passed.
        evidence: by what the documents' languages are known, and what is missing for them.
        scores: of all new pairs.
    """

    built: int = 0
    present: int = 0
    pairs: list[Pair] = field(default_factory=list)
    pair_count: int = 0
    segments: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    timer: StageTimer = field(default_factory=StageTimer)
    elapsed: float = 0.0
    evidence: EvidenceSummary = field(default_factory=EvidenceSummary)
    scores: ScoreTally = field(default_factory=ScoreTally)

    def count(self, entry: BuildLogEntry) -> None:
        """All but its failure, which has its place among others."""
        self.built += entry.outcome is BitextOutcome.BUILT
        self.present += entry.outcome is BitextOutcome.PRESENT
        self.pair_count += entry.pairs
        self.segments += entry.segments
        self.left_out.update(entry.left_out)
        self.timer.add_all(entry.seconds)
        self.evidence.add(entry.evidence)
        self.scores.add(entry.scores)


Progress = Callable[[BuildLogEntry], None]  # is called with what became of each bitext


def no_progress(_: BuildLogEntry) -> None:
    """The progress of a run that nobody watches."""


def build(
    bitexts: Sequence[Bitext],
    store: Corpus,
    settings: Settings,
    progress: Progress = no_progress,
    inputs: Sequence[str] = (),
    step: Step = lambda _, __, ___: None,
) -> BuildSummary:
    """Build each bitext and store it, whatever becomes of the others; `progress` is told of each when it is done.

    inputs: what the bitexts were found by, for the record of the run; step: is called from several threads.
    Raises CorpusError where the corpus cannot be written and ModelError where a model cannot be used.
    """
    translators = Translators(store, settings)
    writer = BitextWriter(store, settings.table() | {"inputs": list(inputs)}, lambda: versions_of(translators))
    with Stages(enumerate(bitexts), translators, settings, store.has, step) as stages:
        for results in stages.results():
            for entry in writer.write(results):
                progress(entry)
    return writer.summary()


class BitextWriter:
    """Stores what comes, many bitexts in a transaction, and keeps count; versions: of what made it, asked at begin and end."""

    def __init__(self, store: Corpus, settings: Mapping[str, object], versions: Callable[[], Mapping[str, str]]) -> None:
        self._store, self._settings, self._versions = store, settings, versions
        self._run: int | None = None
        self._began = perf_counter()
        self._summary = BuildSummary()
        self._first: list[tuple[int, Sequence[Pair]]] = []
        self._failures: list[tuple[int, Failure]] = []

    def write(self, results: Sequence[BitextResult]) -> list[BuildLogEntry]:
        """What became of each."""
        built = [(result, result.built) for result in results if result.built is not None]
        stored = self._stored(built) if built else {}
        entries = []
        for result in results:
            final = stored.get(result.at, result)
            entries.append(entry_of(final))
            self._summary.count(entries[-1])
            if final.error is not None:
                self._failures.append((final.at, Failure(final.bitext.name, final.error)))
            elif final.built is not None:
                firsts = sorted([*self._first, (final.at, final.built.pairs[:SHOWN])], key=lambda each: each[0])
                self._first = firsts[:SHOWN]
        return entries

    def _stored(self, built: Sequence[tuple[BitextResult, BuiltBitext]]) -> dict[int, BitextResult]:
        """The same results by number, without the bitexts that could not be stored."""
        if self._run is None:
            self._run = self._store.begin_run(self._settings, self._versions())
        timer = StageTimer()
        with timer.stage("store"):
            try:
                self._store.add_all([bitext for _, bitext in built], self._run)
                stored = {result.at: result for result, _ in built}
            except CorpusError:
                raise
            except Exception:  # another process wrote one of them first, or one cannot be written
                stored = {result.at: self._alone(result, bitext, self._run) for result, bitext in built}
        for result, _ in built:
            result.timer.add("store", timer.seconds["store"] / len(built))
        return stored

    def _alone(self, result: BitextResult, built: BuiltBitext, run: int) -> BitextResult:
        try:
            if self._store.add(built, run):
                return result
            if self._store.has(*built.ids):
                return replace(result, built=None)
            raise DocumentError(
                "{name}: the corpus refused it", "This is a fault in jjak; please report it.", name=result.bitext.name
            )
        except CorpusError:
            raise
        except Exception as error:
            return replace(result, built=None, error=named(result.bitext, error))

    def summary(self) -> BuildSummary:
        """What was done, in the order of the bitexts, when there is no more to write."""
        if self._run is not None:
            self._store.end_run(self._run, self._versions())
        self._summary.pairs = [pair for _, pairs in self._first for pair in pairs][:SHOWN]
        self._summary.failures = [failure for _, failure in sorted(self._failures, key=lambda each: each[0])]
        self._summary.elapsed = perf_counter() - self._began
        return self._summary


def entry_of(result: BitextResult) -> BuildLogEntry:
    """A result that is neither built nor an error is of what the corpus had already."""
    name, seconds, built = result.bitext.name, result.timer.seconds, result.built
    if built is None:
        return BuildLogEntry(
            name, BitextOutcome.FAILED if result.error else BitextOutcome.PRESENT, seconds=seconds, error=result.error
        )
    segments = sum(len(parts) for _, _, parts in built.documents)
    left_out: Counter[str] = Counter()
    for document, _, parts in built.documents:
        left_out.update(lines_by_reason(apart_rows(document, parts)))
    return BuildLogEntry(
        name,
        BitextOutcome.BUILT,
        tuple(id_ for id_ in built.ids if id_),
        segments,
        len(built.pairs),
        seconds,
        left_out=dict(left_out),
        evidence=result.evidence,
        scores=ScoreTally.of(built.pairs),
    )


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


def segments_of(bitexts: Sequence[Bitext], settings: Settings) -> Iterator[Segment]:
    """The segments of every bitext's documents; raises DocumentError at the first that cannot be read."""
    for bitext in bitexts:
        for document in documents_of(bitext, settings):
            yield from segment(document, settings.languages, settings.segmentation)
