"""Files of pairs read in a process of their own: what a reader gives comes over in batches, and what ends it is a refusal.

Small tables of plain text are read in this one, with the same limits: they cannot unpack to more than they are.

A text that cannot stand in a corpus is refused there already, so that one of any length does not come over.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from jjak.corpora.exchange.import_contents import digest_of, files_of, is_packed
from jjak.corpora.formats import Entry, Note, Refused, Wanted, reader_of
from jjak.corpora.formats.entry import fault
from jjak.seeds.errors import JjakError
from jjak.seeds.limits import SMALL, limited, limits, too_much
from jjak.seeds.message import message
from jjak.seeds.reader_process import ReaderEnded, ReaderProcess

BATCH = 500  # entries that come over together
WEIGHT = 1_000_000  # or so many characters
PLAIN = {"csv", "jsonl", "moses", "tsv"}

Read = Entry | Note | Refused


def entries_apart(process: ReaderProcess, path: Path, wanted: Wanted, name: str | None) -> Iterator[Read]:
    """What the reader of a file gives, read in another process; what it may not cost is a refusal of the file."""
    row = 0
    try:
        for batch in _batches(process, path, wanted, name):
            row = max([row, *(one.row for one in batch)])
            yield from batch
    except JjakError as error:
        yield Refused(0, _said(error.message, error.fix))
    except ReaderEnded as error:
        place = f", after row {row:,}" if row else ""
        yield Refused(0, _said(f"{error.reason}{place}", error.fix))
    except RuntimeError as error:
        yield Refused(0, _said(error, "This is a fault in jjak; please report it."))


def _batches(process: ReaderProcess, path: Path, wanted: Wanted, name: str | None) -> Iterator[list[Read]]:
    """Raises RuntimeError where the reader has a fault."""
    if not is_plain(path, wanted, name):
        yield from process.results(f"{__name__}:batches", size_of(path, wanted, name), path, wanted, name)
        return
    found: list[list[Read]] = []
    wrong: Exception | None = None
    with limited(process.limits):
        try:
            found.extend(batches(path, wanted, name))
        except JjakError as error:
            wrong = error
        except Exception as error:  # as it comes out of the other process
            wrong = RuntimeError(f"{type(error).__name__}: {error}"[:1_000])
    yield from found
    if wrong is not None:
        raise wrong


def is_plain(path: Path, wanted: Wanted, name: str | None) -> bool:
    """Whether a file is read in this process: a small table, unpacked."""
    try:
        if reader_of(path, wanted, name)[0] not in PLAIN:
            return False
    except JjakError:
        return True  # which its reader says before it reads anything
    return size_of(path, wanted, name) <= SMALL and not is_packed(path, wanted, name)


def digest_apart(process: ReaderProcess, path: Path, wanted: Wanted, name: str | None) -> str:
    """What `digest_of` says, or empty where that costs too much, which reading will say; only what is packed can."""
    if not is_packed(path, wanted, name):
        return digest_of(path, wanted, name)
    try:
        return str(process.result(f"{__name__}:digests", size_of(path, wanted, name), path, wanted, name))
    except (ReaderEnded, JjakError, RuntimeError):
        return ""


def batches(path: Path, wanted: Wanted, name: str | None) -> Iterator[list[Read]]:
    """What `entries_apart` has done in the other process."""
    batch: list[Read] = []
    weight = 0
    for one in _entries(path, wanted, name):
        batch.append(one)
        weight += _weight(one)
        if len(batch) == BATCH or weight > WEIGHT:
            yield batch
            batch, weight = [], 0
    yield batch


def digests(path: Path, wanted: Wanted, name: str | None) -> Iterator[str]:
    """What `digest_apart` has done in the other process."""
    yield digest_of(path, wanted, name)


def size_of(path: Path, wanted: Wanted, name: str | None) -> int:
    """Bytes of a file, of all files in a folder, or of both sides of a Moses pair."""
    try:
        return sum(file.stat().st_size for file in files_of(path, wanted, name))
    except OSError:
        return 0


def _entries(path: Path, wanted: Wanted, name: str | None) -> Iterator[Read]:
    most = limits().rows
    try:
        for number, one in enumerate(reader_of(path, wanted, name)[1](path, wanted), 1):
            if number > most:
                raise too_much("rows", message("over {most:,} rows", most=most))
            wrong = fault(one) if isinstance(one, Entry) else ""
            yield Refused(one.row, wrong) if wrong else one
    except OSError as error:
        yield Refused(0, error.strerror or str(error))


def _weight(one: Read) -> int:
    if not isinstance(one, Entry):
        return 0
    markup = one.markup or ()
    return sum(map(len, chain((one.source[1], one.target[1], one.comment, one.hypothesis, one.document), markup)))


def _said(what: Any, fix: Any) -> str:
    return f"{what}. {fix}" if str(fix) else str(what)
