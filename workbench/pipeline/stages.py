"""Many bitexts at once: reading, translating, and aligning with scoring overlap, so that no core waits for one of them.

    one thread reads and segments ─▶ two translate, each many bitexts together ─▶ one aligns and scores ─▶ whoever asked

Between them are buffers with room for so many segments, so that memory does not grow with the number of documents. A bitext
that fails is a result like another; what stops everything (no model, no corpus, a person) stops every thread.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Generic, Self, TypeVar

from jjak.align.text.language_names import language_name
from jjak.align.text.segmentation import SegmentedDocument, segment_document
from jjak.corpora.store.writing import BuiltBitext
from jjak.seeds.document import Document
from jjak.seeds.errors import CorpusError, DocumentError, JjakError, ModelError
from jjak.seeds.reader_process import ReaderProcess
from jjak.workbench.pipeline.bitext_builder import BitextBuilder
from jjak.workbench.pipeline.document_reader import DocumentReader, Known, Repeats, ids_of, parsed
from jjak.workbench.pipeline.evidence import NO_EVIDENCE, Evidence
from jjak.workbench.pipeline.inputs import Bitext
from jjak.workbench.pipeline.stage_timer import StageTimer
from jjak.workbench.pipeline.translators import Step, Translated, Translators, Way
from jjak.workbench.settings import Settings

_log = logging.getLogger(__name__)

WINDOW = 1_000  # segments that are translated together
ROOM = 2 * WINDOW  # segments that wait between two threads
PATIENCE = 1.0  # seconds that a result may wait, to be written together with others
AT_ONCE = 2  # windows that are translated at a time: while one is read and written, the engine has the other

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BitextResult:
    """What became of the bitext with number `at`: built, an error, or neither where the corpus has it already."""

    at: int
    bitext: Bitext
    built: BuiltBitext | None = None
    error: JjakError | None = None
    timer: StageTimer = field(default_factory=StageTimer)
    evidence: Evidence = NO_EVIDENCE


class Ended(BaseException):
    """Another thread has stopped everything."""


class Buffer(Generic[T]):
    """What waits between threads: `room` is how much weight may wait before whoever puts more in has to wait."""

    def __init__(self, room: int, makers: int = 1) -> None:
        self._room, self._makers = room, makers
        self._items: deque[tuple[T, int]] = deque()
        self._weight, self._ended = 0, False
        self._changed = threading.Condition()

    def put(self, item: T, weight: int = 1) -> None:
        """Raises Ended where everything was stopped."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._weight < self._room)
            if self._ended:
                raise Ended
            self._items.append((item, weight))
            self._weight += weight
            self._changed.notify_all()

    def take(self, most: int, patience: float = 0.0) -> list[T]:
        """What is there, once there is anything, up to the weight `most`; nothing when there will be no more.

        patience: seconds to wait for as much as that."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._items or not self._makers)
            if patience:
                self._changed.wait_for(lambda: self._ended or self._weight >= most or not self._makers, patience)
            if self._ended:
                raise Ended
            taken: list[T] = []
            weight = 0
            while self._items and (not taken or weight + self._items[0][1] <= most):
                item, own = self._items.popleft()
                taken.append(item)
                weight += own
            self._weight -= weight
            self._changed.notify_all()
            return taken

    def done(self) -> None:
        """One of those that put something in will not do so again."""
        with self._changed:
            self._makers -= 1
            self._changed.notify_all()

    def end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()


@dataclass(slots=True)
class _InProgress:
    """A bitext on its way. weight: its segments."""

    at: int
    bitext: Bitext
    builder: BitextBuilder
    weight: int
    error: JjakError | None = None

    def failed(self, error: Exception) -> None:
        self.error = named(self.bitext, error)


def named(bitext: Bitext, error: Exception) -> JjakError:
    """An error of one bitext, which must not take the others with it."""
    if isinstance(error, JjakError):
        return error
    _log.debug("a fault in %s", bitext.name, exc_info=error)
    return DocumentError(
        "{name}: {kind}: {cause}",
        "This is a fault in jjak; please report it.",
        name=bitext.name,
        kind=type(error).__name__,
        cause=str(error),
    )


class Stages:
    """A run over numbered bitexts; use it as a context manager, which ends its threads.

    has: whether the corpus holds the bitext of these documents' ids. `results` raises what stopped a thread: CorpusError,
    ModelError, or whatever `step` raised.
    """

    def __init__(
        self,
        bitexts: Iterable[tuple[int, Bitext]],
        translators: Translators,
        settings: Settings,
        has: Callable[[str, str], bool] = lambda _, __: False,
        step: Step = lambda _, __, ___: None,
    ) -> None:
        self._bitexts, self._translators, self._settings, self._has, self._on_step = bitexts, translators, settings, has, step
        # torch is not made for two threads at a time
        windows = AT_ONCE if settings.engine == "ctranslate2" else 1
        self._read: Buffer[_InProgress] = Buffer(ROOM)
        self._ready: Buffer[_InProgress] = Buffer(ROOM, windows)
        self._results: Buffer[BitextResult] = Buffer(ROOM, 2)
        jobs = [self._reading, *[self._translating] * windows, self._finishing]
        self._threads = [threading.Thread(target=self._run, args=(job,), daemon=True) for job in jobs]
        self._repeats = Repeats()
        self._error: BaseException | None = None
        self._stopped = False

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        for thread in self._threads:
            thread.join()

    def results(self) -> Iterator[list[BitextResult]]:
        """What is done, in the order in which it was done, at the latest PATIENCE after it was."""
        try:
            while results := self._results.take(ROOM, PATIENCE):
                repeated = [(each, first) for first in results for each in self._repeats.end(first.at, first.error)]
                yield [*results, *(BitextResult(*each, error=first.error) for each, first in repeated)]
        except Ended:
            assert self._error is not None
            raise self._error from None

    def _end(self) -> None:
        self._stopped = True
        for buffer in (self._read, self._ready, self._results):
            buffer.end()

    def _run(self, job: Callable[[], None]) -> None:
        try:
            job()
        except Ended:
            pass
        except BaseException as error:  # raised again where the results are asked for
            self._error = self._error or error
            self._end()

    def _step(self, what: str, done: int, total: int) -> None:
        if self._stopped:
            raise Ended
        self._on_step(what, done, total)

    def _reading(self) -> None:
        with DocumentReader(self._settings) as reader:
            self._read_all(reader)
        self._read.done()
        self._results.done()

    def _read_all(self, reader: DocumentReader) -> None:
        for at, bitext in self._bitexts:
            timer = StageTimer()
            try:
                self._step("read", 0, 0)
                builder = self._begun(at, bitext, reader, timer)
            except (CorpusError, ModelError):
                raise
            except Exception as error:
                self._results.put(BitextResult(at, bitext, error=named(bitext, error), timer=timer))
                continue
            if builder is not None:
                weight = sum(len(parts) for _, _, parts in builder.documents)
                self._read.put(_InProgress(at, bitext, builder, weight), max(1, weight))

    def _begun(self, at: int, bitext: Bitext, reader: DocumentReader, timer: StageTimer) -> BitextBuilder | None:
        """None where the bytes are known: the corpus has them, or another bitext of this run."""
        with timer.stage("read"):
            files = reader.loaded(bitext)
            ids = ids_of(files)
            first = Known() if self._has(*ids) else self._repeats.known(at, bitext, ids)
            documents = [] if first else reader.documents(files, ids)
        if first:
            if first.done:
                self._results.put(BitextResult(at, bitext, error=first.error, timer=timer))
            return None
        with timer.stage("segment"):
            builder = builder_of(bitext, documents, self._settings, timer)
        self._repeats.begin(at, ids)
        return builder

    def _translating(self) -> None:
        while work := self._read.take(WINDOW):
            self._translate(work)
            for each in work:
                self._ready.put(each, max(1, each.weight))
        self._ready.done()

    def _translate(self, work: Sequence[_InProgress]) -> None:
        """Give every bitext the translations that it wants, again and again until none wants any."""
        while wanting := [each for each in work if each.builder.wants is not None and each.error is None]:
            start = perf_counter()
            try:
                found = self._translators.translate(merged(each.builder.wants or {} for each in wanting), self._step)
            except (CorpusError, ModelError):
                raise
            except Exception as error:
                if len(wanting) == 1:
                    wanting[0].failed(error)
                else:
                    for each in wanting:
                        self._translate([each])  # whose fault it is
            else:
                self._answer(wanting, found, perf_counter() - start)

    def _answer(self, wanting: Sequence[_InProgress], found: Translated, seconds: float) -> None:
        """seconds: that the translations took, of which each bitext has its share by length."""
        lengths = [sum(len(text) for some in (each.builder.wants or {}).values() for text in some) for each in wanting]
        for each, length in zip(wanting, lengths, strict=True):
            each.builder.timer.add("translate", seconds * length / max(1, sum(lengths)))
            try:
                each.builder.answer(found.part(each.builder.wants or {}))
            except Exception as error:
                each.failed(error)

    def _finishing(self) -> None:
        while some := self._ready.take(1):
            for work in some:
                timer = work.builder.timer
                if work.error is not None:
                    self._results.put(BitextResult(work.at, work.bitext, error=work.error, timer=timer))
                    continue
                self._step("align", 0, 0)
                try:
                    built = work.builder.finish()
                    result = BitextResult(work.at, work.bitext, built, timer=timer, evidence=work.builder.evidence(built))
                except (CorpusError, ModelError):
                    raise
                except Exception as error:
                    result = BitextResult(work.at, work.bitext, error=named(work.bitext, error), timer=timer)
                self._results.put(result, max(1, work.weight))
        self._results.done()


def merged(wants: Iterable[Mapping[Way, Sequence[str]]]) -> dict[Way, list[str]]:
    """The texts of many bitexts, each once, by way."""
    found: dict[Way, dict[str, None]] = {}
    for each in wants:
        for way, texts in each.items():
            found.setdefault(way, {}).update(dict.fromkeys(texts))
    return {way: list(texts) for way, texts in found.items()}


def documents_of(bitext: Bitext, settings: Settings) -> list[Document]:
    """Its documents; raises DocumentError with the name of one that cannot be read."""
    with ReaderProcess(settings.limits) as process:
        return [parsed(file, settings, process) for file in bitext.files]


def builder_of(bitext: Bitext, documents: Sequence[Document], settings: Settings, timer: StageTimer) -> BitextBuilder:
    """Raises DocumentError where a document is in neither language, or two are in one."""
    segmented = [segment_document(document, settings.languages, settings.segmentation) for document in documents]
    for each in segmented:
        _ensure_wanted(each, settings)
    places = [file.location or file.path for file in bitext.files]
    placed = [(_kept(each, settings), place, each.segments) for each, place in zip(segmented, places, strict=True)]
    builder = BitextBuilder(placed, settings, timer, segmented=segmented)
    builder.begin()
    return builder


def _kept(segmented: SegmentedDocument, settings: Settings) -> Document:
    """The document as it is kept; what segmentation left out stands with what the reader set apart."""
    document = segmented.document
    original = document.original if settings.originals else b""
    return replace(document, apart=(*document.apart, *segmented.left_out), original=original)


def _ensure_wanted(segmented: SegmentedDocument, settings: Settings) -> None:
    if segmented.segments or not segmented.foreign:
        return
    real = max(segmented.foreign, key=lambda lang: segmented.foreign[lang])
    first, second = map(language_name, settings.languages)
    raise DocumentError(
        "{name}: it is in {found}, neither in {first} nor in {second}",
        "Say which languages it is in with --languages, or leave it out.",
        name=segmented.document.name,
        found=language_name(real),
        first=first,
        second=second,
    )
