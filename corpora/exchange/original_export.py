"""A document with its translation in its own layout: what is a text's stays to the code point, what is not replaced of a packed
file is copied as it is."""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from jjak.corpora.atomic_write import atomic_write
from jjak.corpora.exchange.translated_spans import TranslatedSpans, Unreviewed, translated_spans
from jjak.corpora.formats.docx import DocxSpan, write_docx
from jjak.corpora.formats.spliced_text import spliced
from jjak.corpora.pair import Pair, Status
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.document_bitexts import DocumentBitext, StoredDocument, bitexts_of, documents_named
from jjak.corpora.store.originals import original_of
from jjak.seeds.errors import CorpusError, SettingError, unwritable
from jjak.seeds.readers.docx import READER as DOCX
from jjak.seeds.readers.subtitles import READER as SUBTITLES
from jjak.seeds.readers.subtitles import TAG


@dataclass(frozen=True, slots=True)
class WrittenOriginal:
    """raw: the file's bytes; document: its name; translation: that of the document with the translation, empty where it is a
    machine's; spans: what became of its sentences; guessed: texts inside of which tags or formatting were placed by length, and
    places of some of them; swapped: arrows that would have been times; encoding: what it is written in where the translation
    does not fit the document's own, else empty; filled: numbers and dates of DOCX that a program fills in, and stay."""

    raw: bytes
    document: str
    translation: str
    spans: TranslatedSpans
    guessed: int = 0
    places: tuple[str, ...] = ()
    swapped: int = 0
    encoding: str = ""
    filled: int = 0


def export_original(
    store: Corpus, name: str, out: str, unreviewed: Unreviewed, within: Collection[int] | None = None
) -> WrittenOriginal:
    """Write a document with its translation to the file `out`, `-` for standard output.

    Args:
        store: The corpus.
        name: Of the document, or the end of its path.
        out: Where it goes.
        unreviewed: What becomes of sentences that nobody reviewed.
        within: The bitexts that are looked at, None for all.

    Raises:
        SettingError: Where no document, or several, have this name.
        CorpusError: Where its bytes are needed and not kept.
    """
    written = written_original(store, name, unreviewed, within)
    if out == "-":
        sys.stdout.buffer.write(written.raw)
        sys.stdout.buffer.flush()
        return written
    try:
        with atomic_write([Path(out)]) as files:
            files[0].write(written.raw)
    except OSError as error:
        raise unwritable(out, error) from error
    return written


def written_original(
    store: Corpus, name: str, unreviewed: Unreviewed, within: Collection[int] | None = None
) -> WrittenOriginal:
    """The same without a file."""
    document = _document(store, name)
    bitext, pairs = _reviewed_most(store, document, within)
    spans = translated_spans(document.id, document.text, store.segments(document.id), pairs, unreviewed)
    if document.metadata.get("reader") == DOCX:
        return _docx(store, document, bitext, spans)
    return _text(document, bitext, spans)


def _document(store: Corpus, name: str) -> StoredDocument:
    found = documents_named(store, name)
    if not found:
        raise SettingError("No document '{name}'", "`jjak status` lists them.", name=name)
    if len(found) > 1:
        names = ", ".join(sorted(each.name for each in found)[:5])
        raise SettingError(
            "{count} documents are called '{name}': {names}", "Give its path.", count=len(found), name=name, names=names
        )
    return found[0]


def _reviewed_most(
    store: Corpus, document: StoredDocument, within: Collection[int] | None
) -> tuple[DocumentBitext, list[Pair]]:
    """Of the bitexts that the document stands in the one with the most accepted pairs, and its pairs; of those with as many one
    that a person translated."""
    bitexts = bitexts_of(store, document.id, within)
    if not bitexts:
        raise SettingError(
            "{name} has no translation in this corpus",
            "Build it first; pairs that were imported are in no document.",
            name=document.name,
        )
    found = [(each, list(store.pairs(each.source, within={each.id}))) for each in bitexts]
    return max(found, key=lambda one: (sum(p.status is Status.ACCEPTED for p in one[1]), bool(one[0].translation)))


def _docx(store: Corpus, document: StoredDocument, bitext: DocumentBitext, spans: TranslatedSpans) -> WrittenOriginal:
    raw = original_of(store, document.id)
    if raw is None:
        raise CorpusError(
            "{name} cannot be given back in its own layout: its bytes are not kept",
            "It was built with --no-originals, or on a cluster. Build it into another corpus with its bytes.",
            name=document.name,
        )
    written = write_docx(raw, (DocxSpan(one.span, one.text, one.machine) for one in spans.spans))
    places = written.guessed
    return WrittenOriginal(written.raw, document.name, bitext.translation, spans, len(places), places, filled=written.filled)


def _text(document: StoredDocument, bitext: DocumentBitext, spans: TranslatedSpans) -> WrittenOriginal:
    subtitles = document.metadata.get("reader") == SUBTITLES
    web = subtitles and document.text.lstrip("\ufeff").startswith("WEBVTT")
    given = [(one.span, one.text) for one in spans.spans]
    made = spliced(document.text, given, TAG if subtitles else None, escaped=web, timed=subtitles)
    encoding = document.metadata.get("encoding", "utf-8")
    try:
        raw, other = made.text.encode(encoding), ""
    except (UnicodeEncodeError, LookupError):
        raw, other = made.text.encode(), "UTF-8"
    return WrittenOriginal(raw, document.name, bitext.translation, spans, made.guessed, (), made.swapped, other)
