"""Bringing pairs in: from the entries of an exchange file to pairs with provenance, in the corpus once and only once.

Entries are written some thousand at a time, each time in one transaction. A pair's id follows from where it stands and what
it says, so an import that was killed is run again, and what is there already is passed over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from jjak.corpora.formats import Entry, Note, Refused, Wanted, reader_of
from jjak.corpora.formats.entry import fault
from jjak.corpora.formats.moses import sides
from jjak.corpora.pair import ImportedFrom, Origin, Pair, Side, Status
from jjak.corpora.store.corpus import Corpus, ImportedBitext
from jjak.seeds.document import Kind
from jjak.seeds.errors import FormatError, JjakError

T = TypeVar("T")
M = TypeVar("M", Origin, Status, Kind)
AT_ONCE = 10_000  # entries of one transaction
SHOWN = 100  # refused rows that are kept to be shown; all are counted


@dataclass(frozen=True, slots=True)
class ImportTerms:
    """What is said of every pair of a file that does not say it itself. status: empty for the file's own."""

    licence: str = ""
    attribution: str = ""
    origin: Origin | None = None
    status: Status | None = None
    document: str = ""


class ImportRow(NamedTuple):
    """A row that was not taken. row: its line or unit, 0 for the file."""

    file: str
    row: int
    reason: str


@dataclass(slots=True)
class ImportSummary:
    """new, present, differing: as in `Intake`; untranslated: rows with an empty side; refused: how many were not taken, of
    which `rows` shows the first; notes: what was said of a file."""

    new: int = 0
    present: int = 0
    differing: int = 0
    untranslated: int = 0
    refused: int = 0
    rows: list[ImportRow] = field(default_factory=list)
    notes: list[ImportRow] = field(default_factory=list)

    def refuse(self, row: ImportRow) -> None:
        self.refused += 1
        if len(self.rows) < SHOWN:
            self.rows.append(row)


def import_pairs(
    paths: Iterable[Path],
    store: Corpus,
    run: int,
    wanted: Wanted,
    terms: ImportTerms,
    name: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> ImportSummary:
    """Import each file, whatever becomes of the others. name: the format, where a file's name does not say it.

    Raises CorpusError where the corpus cannot be written.
    """
    summary = ImportSummary()
    for path in _once(paths, wanted, name):
        for part in _batches(_pairs(path, wanted, terms, name, summary)):
            intake = store.take(part, run)
            summary.new += intake.new
            summary.present += intake.present
            summary.differing += intake.differing
            progress(f"{path.name} {summary.new + summary.present:,}")
    return summary


def _once(paths: Iterable[Path], wanted: Wanted, name: str | None) -> Iterator[Path]:
    """Each file once: of a Moses pair the first side, though both may have been named."""
    seen = set()
    for path in paths:
        file = path
        plain = path.name.removesuffix(".gz")
        if name == "moses" or any(plain.endswith(f".{language}") for language in wanted.languages):
            file = (sides(path, wanted.languages) or [path])[0]
        if file not in seen:
            seen.add(file)
            yield file


def _pairs(
    path: Path, wanted: Wanted, terms: ImportTerms, name: str | None, summary: ImportSummary
) -> Iterator[tuple[ImportedBitext, Pair]]:
    """The pairs of a file; what cannot be taken is noted in `summary`."""
    number = 0
    for entry in _entries(path, wanted, name):
        if isinstance(entry, Note):
            summary.notes.append(ImportRow(path.name, entry.row, str(entry.text)))
        elif isinstance(entry, Refused):
            summary.refuse(ImportRow(path.name, entry.row, entry.reason))
        elif not entry.source[1].strip() or not entry.target[1].strip():
            summary.untranslated += 1
        elif wrong := fault(entry):
            summary.refuse(ImportRow(path.name, entry.row, wrong))
        else:
            number += 1
            yield pair_of(entry, path.name, number, terms)


def _entries(path: Path, wanted: Wanted, name: str | None) -> Iterator[Entry | Note | Refused]:
    try:
        yield from reader_of(path, wanted, name)[1](path, wanted)
    except JjakError as error:
        yield Refused(0, str(error) + (f". {error.fix}" if error.fix else ""))
    except OSError as error:
        yield Refused(0, error.strerror or str(error))


def pair_of(entry: Entry, file: str, number: int, terms: ImportTerms) -> tuple[ImportedBitext, Pair]:
    """The pair of an entry, and the document it belongs to. number: its place among the file's pairs."""
    document = entry.document or terms.document or file
    bitext = _digest("bitext", file, document)
    licence, attribution = entry.licence or terms.licence, entry.attribution or terms.attribution
    origin = _member(Origin, entry.origin) or terms.origin or Origin.HUMAN
    place = entry.unit or str(entry.row)
    key = entry.key or _digest(file, document, place, *entry.source, *entry.target)
    a, b = (Side(bitext, (), (), *text) for text in (entry.source, entry.target))
    # a pair whose text is a machine's is its own hypothesis
    hypothesis = entry.hypothesis or (b.text if origin is Origin.MACHINE else "")
    pair = Pair(
        id=key,
        name=document,
        index=number,
        kind=_member(Kind, entry.kind) or Kind.TEXT,
        origin=origin,
        source=a,
        target=b,
        hypothesis=hypothesis,
        model=entry.model[:255],
        revision=entry.revision[:64],
        nats=entry.nats,
        confidence=entry.confidence,
        back_translation=entry.back_translation,
        flags=entry.flags,
        scores=entry.scores,
        status=terms.status or _member(Status, entry.status) or Status.UNREVIEWED,
        licence=licence,
        comment=entry.comment,
        taken=ImportedFrom(file, entry.row, entry.unit, attribution),
        markup=entry.markup,
    )
    known = {"licence": terms.licence, "attribution": terms.attribution}
    return ImportedBitext(bitext, document, {"reader": "import", "file": file} | {n: v for n, v in known.items() if v}), clean(
        pair
    )


def clean(pair: Pair) -> Pair:
    """Without what no database keeps in the fields beside the texts, as NUL."""
    said = {name: getattr(pair, name) for name in ("name", "hypothesis", "back_translation", "licence", "comment", "model")}
    spoilt = {name: text for name, text in said.items() if not text.isprintable() and _UNKEPT.intersection(text)}
    return replace(pair, **{name: text.translate(_GONE) for name, text in spoilt.items()}) if spoilt else pair


_UNKEPT = {"\0", *map(chr, range(0xD800, 0xE000))}
_GONE = dict.fromkeys(map(ord, _UNKEPT), "\ufffd")


def _member(kind: type[M], value: str) -> M | None:
    try:
        return kind(value) if value else None
    except ValueError:
        return None


def _batches(pairs: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(pairs, AT_ONCE)):
        yield batch


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def check(paths: Iterable[Path]) -> list[Path]:
    """The paths, a Moses pair once though both of its files were named. Raises FormatError at one that is not there."""
    found = list(paths)
    for path in found:
        if not path.exists() and not any(path.parent.glob(f"{path.name}.*")):
            raise FormatError("{path}: no such file or folder", "Check the path.", path=path)
    return found
