"""The files of a run: each is known by its bytes before anything is made of them, and none is parsed twice."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from jjak.seeds.document import Document
from jjak.seeds.errors import JjakError
from jjak.seeds.reader_process import ReaderProcess
from jjak.seeds.reading import Source, bytes_of, document_id, named_after, read_apart
from jjak.workbench.pipeline.inputs import Bitext
from jjak.workbench.settings import Settings

KEPT = 16  # parsed documents that wait for another bitext that they stand in
SHORT = 1_000_000  # characters; a longer one is not kept


class DocumentReader:
    """settings: of the run; bytes of a file at most, and the rules of news pages.

    Use it as a context manager, which ends the process that it reads in.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process = ReaderProcess(settings.limits)
        self._parsed: OrderedDict[tuple[str, str, str], Document] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.close()

    def loaded(self, bitext: Bitext) -> list[Source]:
        """Its files with their bytes; raises DocumentError with the name of one that cannot be read."""
        return [self._loaded(file) for file in bitext.files]

    def _loaded(self, file: Source) -> Source:
        with named_after(file):
            return replace(file, data=bytes_of(file, self._settings.max_bytes))

    def documents(self, files: Sequence[Source], ids: Sequence[str]) -> list[Document]:
        """What the bytes hold; raises DocumentError with the name of a file that is no document."""
        return [self._document(file, id_) for file, id_ in zip(files, ids, strict=False)]

    def _document(self, file: Source, id_: str) -> Document:
        key = (id_, file.name, file.language)
        document = self._parsed.get(key) or parsed(file, self._settings, self._process)
        if len(document.text) <= SHORT:
            self._parsed[key] = document
            self._parsed.move_to_end(key)
            if len(self._parsed) > KEPT:
                self._parsed.popitem(last=False)
        return document


def parsed(file: Source, settings: Settings, process: ReaderProcess) -> Document:
    """A file as a run with these settings reads it; raises DocumentError with its name where it is no document."""
    return read_apart(process, file, largest=settings.max_bytes, news=settings.news, mend=settings.mend_text)


def ids_of(files: Sequence[Source]) -> tuple[str, str]:
    """As a corpus knows a bitext: the ids of its documents, the second empty where there is one."""
    first, *second = [document_id(file.data or b"") for file in files]
    return first, second[0] if second else ""


@dataclass(slots=True)
class Known:
    """A bitext whose bytes are known. done: whether it was built, or failed with `error`; repeats: those of the same bytes that
    wait for that."""

    done: bool = True
    error: JjakError | None = None
    repeats: list[tuple[int, Bitext]] = field(default_factory=list)


class Repeats:
    """Bitexts of the same bytes as one before them in the run: what becomes of that one becomes of them too."""

    def __init__(self) -> None:
        self._firsts: dict[tuple[str, str], Known] = {}
        self._open: dict[int, Known] = {}
        self._lock = threading.Lock()

    def begin(self, at: int, ids: tuple[str, str]) -> None:
        """The bitext with number `at` is the first with these ids."""
        with self._lock:
            self._open[at] = self._firsts[ids] = Known(done=False)

    def known(self, at: int, bitext: Bitext, ids: tuple[str, str]) -> Known | None:
        """The first with these ids as it stands now; if it is not done, this bitext waits for it."""
        with self._lock:
            first = self._firsts.get(ids)
            if first is None:
                return None
            if not first.done:
                first.repeats.append((at, bitext))
            return replace(first)

    def end(self, at: int, error: JjakError | None) -> list[tuple[int, Bitext]]:
        """Those that waited for the bitext with this number."""
        with self._lock:
            first = self._open.pop(at, None)
            if first is None:
                return []
            first.done, first.error = True, error
            waiting, first.repeats = first.repeats, []
            return waiting
