"""Documents that a person brings in through the browser: taken in safely, then built as `jjak build` would."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path

from jjak.corpora.store.corpus import Corpus
from jjak.seeds.errors import DocumentError
from jjak.seeds.message import Message, counted, message
from jjak.seeds.reading import Source
from jjak.workbench.editing.realign import Stopped
from jjak.workbench.model_choice import corpus_models
from jjak.workbench.pipeline.build_log import BuildLogEntry
from jjak.workbench.pipeline.inputs import Bitext, Failure, paired
from jjak.workbench.settings import read_settings
from jjak.workbench.web.jobs import Job
from jjak.workbench.web.temporary_folder import TemporaryFolder

FILES = 200  # of one upload
WHOLE = 500_000_000  # bytes of one upload
KEPT = 24 * 3600  # seconds that an upload waits to be built
WAITING = 20  # uploads that were begun and not built
STEPS = {"read": message("reading"), "align": message("aligning")}  # what a build says that it is doing; else a direction
# what a folder of the corpus would be called that held every upload: no file is ever written there
HOME = Path("/uploads")


@dataclass(slots=True)
class UploadBatch:
    """files: the names that the browser gave, cleaned, with where the bytes lie."""

    user: str
    folder: Path
    files: dict[str, Path] = field(default_factory=dict)
    taken: int = 0
    building: bool = False


class Uploads:
    """What was uploaded and is not built yet, in a folder of its own under names of its own."""

    def __init__(self, store: Corpus, on_built: Callable[[BuildLogEntry], None]) -> None:
        """on_built: is called with what became of each bitext that is built."""
        self._store, self._on_built = store, on_built
        self._batches: dict[str, UploadBatch] = {}
        self._temporary = TemporaryFolder("jjak-uploads-")
        self._folder = self._temporary.path

    def begin(self, user: str) -> str:
        waiting = [name for name, batch in self._batches.items() if not batch.building]
        for oldest in waiting[: max(0, len(waiting) - WAITING + 1)]:
            self._drop(oldest)
        name = secrets.token_hex(16)
        folder = self._folder / name
        folder.mkdir()
        self._batches[name] = UploadBatch(user, folder)
        return name

    async def take(self, batch: str, user: str, name: str, body: AsyncIterator[bytes]) -> None:
        """Take in one file; raises DocumentError where it is too large or one too many, KeyError at an unknown batch."""
        there = self._batch(batch, user)
        _ensure_room(there)
        largest = read_settings(self._store.name).max_bytes
        # others of the batch may come at the same time: a place of its own for each, which nobody counts
        path = there.folder / secrets.token_hex(8)
        size = 0
        try:
            with path.open("xb") as file:
                async for part in body:
                    size += len(part)
                    there.taken += len(part)
                    if size > largest or there.taken > WHOLE:
                        text = "{name}: over the limit of {limit:,} bytes"
                        raise DocumentError(text, "Split the file.", name=cleaned(name), limit=largest)
                    file.write(part)
            self._enter(batch, user, cleaned(name), path)
        except BaseException:
            there.taken -= size
            path.unlink(missing_ok=True)
            raise

    def adopt(self, batch: str, user: str, path: Path) -> None:
        """Take in a file that lies on this machine, as it is."""
        copy = self._batch(batch, user).folder / secrets.token_hex(8)
        shutil.copyfile(path, copy)
        self._enter(batch, user, path.name, copy)

    def _enter(self, batch: str, user: str, name: str, path: Path) -> None:
        """Name a file that is there whole; raises KeyError where its batch is built or gone meanwhile."""
        there = self._batch(batch, user)
        if there.building:
            raise KeyError(batch)
        _ensure_room(there)
        there.files[_free(name, there.files)] = path

    def claim(self, batch: str, user: str) -> list[str]:
        """What was taken in, to be built once; raises KeyError where that is nothing, or is claimed already."""
        there = self._batch(batch, user)
        if there.building or not there.files:
            raise KeyError(batch)
        there.building = True
        return list(there.files)

    def release(self, batch: str, user: str) -> None:
        """Let a batch that was claimed wait again."""
        self._batch(batch, user).building = False

    def build(self, batch: str, user: str, job: Job) -> Message | str:
        """Build what was taken in; a line that says what came of it."""
        from jjak.workbench.pipeline.build import build

        there = self._batch(batch, user)
        there.building = True
        bitexts: Sequence[Bitext] = []
        finished = 0
        try:
            bitexts = bitexts_of(there.files, read_settings(self._store.name).languages)

            def count(entry: BuildLogEntry) -> None:
                nonlocal finished
                finished += 1
                self._on_built(entry)
                job.tell(job.step, finished, len(bitexts))

            def step(what: str, at: int, total: int) -> None:
                name = bitexts[min(finished, len(bitexts) - 1)].name
                part = f" {at:,}/{total:,}" if total else ""
                doing = STEPS.get(what, what)
                job.tell(message("{name}: {step}{part}", name=name, step=doing, part=part), finished, len(bitexts))

            settings, choices = corpus_models(read_settings(self._store.name), self._store)
            summary = build(bitexts, self._store, settings, count, ["upload"], step)
        except Stopped:
            job.result = message(
                "Stopped: {finished:,} of {total:,} are built and kept. Add the files again to go on.",
                finished=finished,
                total=len(bitexts),
            )
            raise
        finally:
            self._drop(batch)
        job.problems = [_problem(there, failure) for failure in summary.failures]
        if not summary.built + summary.present:
            return ""
        done = message(
            "{built:,} built, {present:,} already there, {pairs}",
            built=summary.built,
            present=summary.present,
            pairs=counted("{count} pair", "{count:,} pairs", summary.pair_count),
        )
        note = next((choice.reason for choice in choices if choice.reason), None)
        return message("{done}. {note}", done=done, note=note) if note else done

    def close(self) -> None:
        self._temporary.close()

    def tidy(self) -> None:
        """Take away what was begun over a day ago; no build takes as long, and one that was stopped in the queue never ends."""
        for name, batch in list(self._batches.items()):
            if time.time() - batch.folder.stat().st_mtime > KEPT:
                self._drop(name)

    def _batch(self, name: str, user: str) -> UploadBatch:
        there = self._batches[name]
        if there.user != user:
            raise KeyError(name)
        return there

    def _drop(self, name: str) -> None:
        batch = self._batches.pop(name, None)
        if batch is not None:
            shutil.rmtree(batch.folder, ignore_errors=True)


def _ensure_room(batch: UploadBatch) -> None:
    if len(batch.files) >= FILES:
        raise DocumentError("More than {limit:,} files", "Add the rest afterwards.", limit=FILES)


def _problem(batch: UploadBatch, failure: Failure) -> Message:
    """What went wrong, with the name that a person gave the file for the place where it lay here."""
    names = {str(path): name for name, path in batch.files.items()}
    error, remedy = (_renamed(said, names) for said in (failure.error.message, failure.error.remedy))
    return message("{error}. {remedy}", error=error, remedy=remedy) if remedy.id else error


def _renamed(said: Message, names: Mapping[str, str]) -> Message:
    """A message with names for the paths in it."""

    def renamed(value: object) -> object:
        if isinstance(value, Message):
            return _renamed(value, names)
        return names.get(str(value), value) if isinstance(value, str | Path) else value

    text = reduce(lambda so_far, path: so_far.replace(f"{path}:", f"{names[path]}:"), names, said.id)
    return replace(said, id=text, values={name: renamed(value) for name, value in said.values.items()})


def cleaned(name: str) -> str:
    """A file's name without its folders, and without what cannot stand in one line; it is shown, and never opened."""
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", "", last).strip(" .")[:200] or "document"


def bitexts_of(files: dict[str, Path], languages: tuple[str, str]) -> Sequence[Bitext]:
    """As on a disk, `x.ko.txt` and `x.en.txt` are a document and its translation."""
    bitexts, _ = paired([Source(name, path, HOME / name) for name, path in files.items()], languages, HOME)
    return bitexts


def _free(name: str, taken: dict[str, Path]) -> str:
    number = 2
    stem, dot, suffix = name.partition(".")
    while name in taken:
        name = f"{stem}-{number}{dot}{suffix}"
        number += 1
    return name
