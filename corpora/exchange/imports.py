"""Bringing pairs in: from the entries of an exchange file to pairs with provenance, in the corpus once and only once.

Entries are written some thousand at a time, each time in one transaction. A pair's id follows from where it stands and what
it says, so an import that was killed is run again, and what is there already is passed over. A file whose content was imported
before, under whatever name, adds nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from jjak.corpora.exchange.import_contents import key_of, once
from jjak.corpora.exchange.language_check import LanguageJudge, relabelled
from jjak.corpora.exchange.reading_apart import digest_apart, entries_apart
from jjak.corpora.exchange.row_states import flags_of
from jjak.corpora.formats import Entry, Note, Refused, Wanted, reader_of
from jjak.corpora.pair import ImportedFrom, Origin, Pair, Side, Status, aside
from jjak.corpora.store.corpus import Corpus, ImportedBitext
from jjak.corpora.store.import_registry import ImportedFile, ImportRecord, ImportRegistry, anew
from jjak.seeds.document import Kind
from jjak.seeds.errors import FormatError, JjakError
from jjak.seeds.message import Message, message
from jjak.seeds.reader_process import ReaderProcess

M = TypeVar("M", Origin, Status, Kind)
AT_ONCE = 10_000  # entries of one transaction
WEIGHT = 50_000_000  # or so many characters of their texts
SHOWN = 100  # refused rows that are kept to be shown; all are counted
FIRST = 20  # rows that are kept to be shown of what would come in
PROBED = 200  # rows by which a file is found again that was imported before contents were noted


@dataclass(frozen=True, slots=True)
class ImportTerms:
    """What is said of every pair of a file that does not say it itself. status: empty for the file's own; given: whether a
    person named the languages, whose direction then stands."""

    licence: str = ""
    attribution: str = ""
    origin: Origin | None = None
    status: Status | None = None
    document: str = ""
    given: bool = False


class ImportRow(NamedTuple):
    """A row that was not taken. row: its line or unit, 0 for the file."""

    file: str
    row: int
    reason: str


class ImportNote(NamedTuple):
    """What is said of a file or of a row of it, which costs nothing."""

    file: str
    row: int
    text: Message


@dataclass(slots=True)
class ImportSummary:
    """What an import did.

    Attributes:
        new: pairs that were written.
        present: rows that were there already.
        differing: those that are there with other texts, which were left as they are.
        removed: those that are there, in an import that was removed.
        aside: rows that were written and set aside, by their flags; a row may have several.
        set_aside: how many rows these are.
        empty: rows without any text, which were passed over.
        refused: how many were not taken, of which `rows` shows the first.
        notes: what was said of a file.
        imports: the numbers of the imports in the corpus, one for each file that had rows.
        first: the first rows, of what is only looked at.
    """

    new: int = 0
    present: int = 0
    differing: int = 0
    removed: int = 0
    aside: Counter[str] = field(default_factory=Counter)
    set_aside: int = 0
    empty: int = 0
    refused: int = 0
    rows: list[ImportRow] = field(default_factory=list)
    notes: list[ImportNote] = field(default_factory=list)
    imports: list[int] = field(default_factory=list)
    first: list[Pair] = field(default_factory=list)

    @property
    def untranslated(self) -> int:
        return self.aside["untranslated"]

    def refuse(self, row: ImportRow) -> None:
        self.refused += 1
        if len(self.rows) < SHOWN:
            self.rows.append(row)

    def add(self, other: ImportSummary) -> None:
        """Take in what was done with one file."""
        for name in ("new", "present", "differing", "removed", "set_aside", "empty", "refused"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.aside.update(other.aside)
        for rows, more, most in ((self.rows, other.rows, SHOWN), (self.first, other.first, FIRST)):
            rows.extend(more[: max(0, most - len(rows))])  # type: ignore[arg-type]
        self.notes += other.notes
        self.imports += other.imports

    def counts(self) -> dict[str, int]:
        """What the list of imports keeps of a file."""
        plain = {"pairs": self.new + self.present, "refused": self.refused, "empty": self.empty}
        return {**plain, **{f"{flag} rows": count for flag, count in self.aside.items()}}


@dataclass(frozen=True, slots=True)
class FileIds:
    """What the ids of a file's pairs are made with. label: of the import; name: of the file as it was imported first."""

    label: str
    name: str


def import_pairs(
    paths: Iterable[Path],
    store: Corpus,
    run: int,
    wanted: Wanted,
    terms: ImportTerms,
    name: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
    process: ReaderProcess | None = None,
) -> ImportSummary:
    """Import each file, whatever becomes of the others. name: the format, where a file's name does not say it.

    process: what reads the files; one with the usual limits where it is not given.
    Raises CorpusError where the corpus cannot be written.
    """
    summary = ImportSummary()
    with nullcontext(process) if process else ReaderProcess() as reader:
        for path in once(paths, wanted, name):
            summary.add(_FileImport(path, wanted, terms, name, reader).into(store, run, progress))
    return summary


def look_at(
    paths: Iterable[Path],
    store: Corpus | None,
    wanted: Wanted,
    terms: ImportTerms,
    name: str | None = None,
    process: ReaderProcess | None = None,
) -> ImportSummary:
    """What `import_pairs` would say of the same files; nothing is written. store: where there is a corpus that can be asked."""
    summary = ImportSummary()
    with nullcontext(process) if process else ReaderProcess() as reader:
        for path in once(paths, wanted, name):
            summary.add(_FileImport(path, wanted, terms, name, reader).looked_at(store))
    return summary


class _FileImport:
    """The import of one file."""

    def __init__(self, path: Path, wanted: Wanted, terms: ImportTerms, name: str | None, process: ReaderProcess) -> None:
        self.path, self.wanted, self.terms, self.name, self.process = path, wanted, terms, name, process
        self.summary = ImportSummary()
        digest = digest_apart(process, path, wanted, name)
        self.file = ImportedFile(
            name=path.name,
            path=str(path.resolve()),
            key=key_of(digest, wanted) if digest else "",
            digest=digest,
            format=_format(path, wanted, name),
            languages=wanted.languages,
            licence=terms.licence,
            attribution=terms.attribution,
            given=terms.given,
        )
        self.directions: Counter[tuple[str, str]] = Counter()

    def into(self, store: Corpus, run: int, progress: Callable[[str], None]) -> ImportSummary:
        registry = ImportRegistry(store)
        known = registry.known(self.file.key) if self.file.digest else None
        if known and self._is_there(registry, known):
            return self.summary
        earlier = None
        if known is None and self.file.digest:
            earlier, whole = self._earlier(registry)
            if earlier and whole:
                self._note_earlier(registry, earlier, run)
                return self.summary
        record: ImportRecord | None = None
        for part in _batches(self._rows()):
            if record is None and self.file.digest:
                record = self._begun(registry, run, earlier)
            self._take(store, [self._pair(number, entry, record) for number, entry in part], run, record)
            progress(f"{self.path.name} {self.summary.new + self.summary.present:,}")
        if record:
            refused = [(row.row, row.reason) for row in self.summary.rows]
            registry.end(record.id, self.summary.counts(), refused, self.directions.most_common(1)[0][0])
            self.summary.imports.append(record.id)
        return self.summary

    def _begun(self, registry: ImportRegistry, run: int, earlier: ImportRecord | None) -> ImportRecord:
        record = registry.begin(self.file, run, earlier.id if earlier else None)
        if record.history and record.history[-1]["act"] == "import":
            self._say(message("it changed since it was imported, as import {number}; what is new is added", number=record.id))
        return record

    def looked_at(self, store: Corpus | None) -> ImportSummary:
        known = ImportRegistry(store).known(self.file.key) if store and self.file.digest else None
        if known and known.finished and not known.removed and not known.counts.get("refused"):
            self._already(known)
            return self.summary
        if known and known.removed and not anew(known, self.file):
            self._say(message("it was removed as import {number}, which would be put back", number=known.id))
        for number, entry in self._rows():
            pair = self._pair(number, entry, None)[1]
            if len(self.summary.first) < FIRST:
                self.summary.first.append(pair)
            self.summary.new += pair.usable
            self.summary.set_aside += not pair.usable
            self.summary.aside.update(aside(pair.flags))
        return self.summary

    def _take(self, store: Corpus, pairs: list[tuple[ImportedBitext, Pair]], run: int, record: ImportRecord | None) -> None:
        summary = self.summary
        taken = store.take(pairs, run, record.id if record else None)
        summary.new += taken.new
        summary.present += taken.present
        summary.differing += taken.differing
        summary.removed += taken.removed
        summary.set_aside += taken.aside
        for _, pair in pairs:
            if pair.flags and not pair.usable:
                summary.aside.update(aside(pair.flags))

    def _pair(self, number: int, entry: Entry, record: ImportRecord | None) -> tuple[ImportedBitext, Pair]:
        ids = FileIds(record.label, record.name) if record else FileIds(self.path.name, self.path.name)
        return pair_of(entry, ids, number, self.terms)

    def _rows(self) -> Iterator[tuple[int, Entry]]:
        """The rows of the file that are taken, with their numbers; what is not is noted."""
        number, seen = 0, set[str]()
        judge = LanguageJudge(self.wanted.languages, self.terms.given)
        for entry in judge.judged(entries_apart(self.process, self.path, self.wanted, self.name)):
            if isinstance(entry, Note):
                self.summary.notes.append(ImportNote(self.path.name, entry.row, entry.text))
            elif isinstance(entry, Refused):
                self.summary.refuse(ImportRow(self.path.name, entry.row, entry.reason))
            elif not entry.source[1].strip() and not entry.target[1].strip():
                self.summary.empty += 1
            else:
                number += 1
                self.directions[entry.source[0], entry.target[0]] += 1
                yield number, _apart(entry, seen)
        self._say(*judge.notes())

    def _say(self, *said: Message) -> None:
        self.summary.notes += [ImportNote(self.path.name, 0, one) for one in said]

    def _is_there(self, registry: ImportRegistry, known: ImportRecord) -> bool:
        """Whether nothing is to be done, since this content is in the corpus; what was removed is put back."""
        if anew(known, self.file):
            return False
        if known.removed:
            registry.restore(known.id)
            self._say(message("it was removed as import {number}; it is put back as it was", number=known.id))
        # rows that were refused may be read by this version
        if not known.finished or known.counts.get("refused"):
            return False
        self._already(known)
        return True

    def _already(self, known: ImportRecord) -> None:
        self.summary.present += known.counts.get("pairs", 0)
        self.summary.imports.append(known.id)
        self._say(
            message(
                "imported already, as import {number} ({name}, {date}): nothing to add",
                number=known.id,
                name=known.name,
                date=(known.finished or known.started)[:10],
            )
        )
        if self.file.given and list(known.languages) != list(self.file.languages):
            a, b = self.file.languages
            self._say(
                message("`jjak imports set {number} --languages {a},{b}` corrects its languages", number=known.id, a=a, b=b)
            )

    # ——— imports of an earlier jjak, of which only names and pairs are known

    def _earlier(self, registry: ImportRegistry) -> tuple[ImportRecord | None, bool]:
        """The import of this file that an earlier jjak made, and whether all of its pairs are there."""
        candidates = [record for record in registry.undigested() if not record.removed]
        if not candidates:
            return None, False
        look = _FileImport(self.path, self.wanted, self.terms, self.name, self.process)
        entries = [entry for _, entry in islice(look._rows(), PROBED) if all(text.strip() for _, text in _texts(entry))]
        for record in candidates:
            if self._mostly_found(registry.store, record, entries):
                return record, self._all_found(registry.store, record)
            if self._mostly_found(registry.store, record, [relabelled(entry) for entry in entries]):
                self._say(_swapped(record))
                return record, True
        return None, False

    def _mostly_found(self, store: Corpus, record: ImportRecord, entries: list[Entry]) -> bool:
        return self._found(store, record, entries) * 2 >= len(entries) > 0

    def _found(self, store: Corpus, record: ImportRecord, entries: list[Entry]) -> int:
        return store.present([self._pair(1, entry, record)[1].id for entry in entries])

    def _all_found(self, store: Corpus, record: ImportRecord) -> bool:
        look = _FileImport(self.path, self.wanted, self.terms, self.name, self.process)
        full = ((at, entry) for at, entry in look._rows() if all(text.strip() for _, text in _texts(entry)))
        return all(self._found(store, record, [one for _, one in part]) == len(part) for part in _batches(full))

    def _note_earlier(self, registry: ImportRegistry, earlier: ImportRecord, run: int) -> None:
        record = registry.begin(self.file, run, earlier.id)
        registry.end(record.id, earlier.counts, earlier.refused)
        self._already(replace(record, finished=earlier.finished, counts=earlier.counts))


def _swapped(record: ImportRecord) -> Message:
    first, second = record.languages if len(record.languages) == 2 else ("ko", "en")
    return message(
        "import {number}, by an earlier jjak, has its source and target swapped; "
        "`jjak imports set {number} --languages {second},{first}` corrects it",
        number=record.id,
        first=first,
        second=second,
    )


def _texts(entry: Entry) -> tuple[tuple[str, str], tuple[str, str]]:
    return entry.source, entry.target


def _format(path: Path, wanted: Wanted, name: str | None) -> str:
    try:
        return reader_of(path, wanted, name)[0]
    except JjakError:
        return name or ""  # its reader says it


def _apart(entry: Entry, seen: set[str]) -> Entry:
    """Entries of one text and one name in a file, which differ in context or plural form, have names of their own."""
    if not (entry.context or entry.plural) or entry.key or not entry.unit:
        return entry
    said = _digest(entry.document, entry.unit, *entry.source, *entry.target)
    if said not in seen:
        seen.add(said)
        return entry
    return replace(entry, unit="\x1f".join(part for part in (entry.unit, entry.context, entry.plural) if part))


def pair_of(entry: Entry, ids: FileIds, number: int, terms: ImportTerms) -> tuple[ImportedBitext, Pair]:
    """The pair of an entry, and the document it belongs to. number: its place among the file's pairs."""
    document = entry.document or terms.document or ids.name
    bitext = _digest("bitext", ids.label, document)
    licence, attribution = entry.licence or terms.licence, entry.attribution or terms.attribution
    origin = _member(Origin, entry.origin) or terms.origin or Origin.HUMAN
    place = entry.unit or str(entry.row)
    key = entry.key or _digest(ids.label, document, place, *entry.source, *entry.target)
    a, b = (Side(bitext, (), (), *text) for text in (entry.source, entry.target))
    # a pair whose text is a machine's is its own hypothesis
    hypothesis = entry.hypothesis or (b.text if origin is Origin.MACHINE else "")
    flags = flags_of(entry)
    set_aside = bool(flags and aside(flags))
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
        flags=flags,
        scores={} if set_aside else entry.scores,
        status=_status(entry, terms, set_aside=set_aside),
        licence=licence,
        comment=entry.comment,
        taken=ImportedFrom(ids.name, entry.row, entry.unit.partition("\x1f")[0], attribution, entry.context, entry.plural),
        markup=entry.markup,
    )
    known = {"licence": terms.licence, "attribution": terms.attribution}
    metadata = {"reader": "import", "file": ids.name} | {name: value for name, value in known.items() if value}
    return ImportedBitext(bitext, document, metadata), clean(pair)


def _status(entry: Entry, terms: ImportTerms, *, set_aside: bool) -> Status:
    """What is set aside was accepted by nobody, whatever is said of the whole file; an export of ours knows better."""
    own = _member(Status, entry.status) or Status.UNREVIEWED
    if set_aside:
        return Status.UNREVIEWED if own is Status.ACCEPTED and not entry.key else own
    return terms.status or own


def clean(pair: Pair) -> Pair:
    """Without what no database keeps in the fields beside the texts, as NUL."""
    # of nearly all pairs, and a file has many thousand
    if all(map(str.isprintable, (pair.name, pair.hypothesis, pair.back_translation, pair.licence, pair.comment, pair.model))):
        return pair
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


def _batches(entries: Iterable[tuple[int, Entry]]) -> Iterator[list[tuple[int, Entry]]]:
    batch: list[tuple[int, Entry]] = []
    weight = 0
    for number, entry in entries:
        batch.append((number, entry))
        weight += len(entry.source[1]) + len(entry.target[1]) + len(entry.comment) + len(entry.hypothesis)
        if len(batch) == AT_ONCE or weight > WEIGHT:
            yield batch
            batch, weight = [], 0
    if batch:
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
