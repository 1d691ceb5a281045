"""From paths to documents: folders are walked, and what cannot be read is named and passed over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from jjak.seeds.decoding import Decoded, decode
from jjak.seeds.document import Document
from jjak.seeds.errors import DecodingError, DocumentError
from jjak.seeds.file_bytes import path_text, read_bytes, too_large
from jjak.seeds.file_formats import format_of_bytes, format_of_name, format_of_text, refusal
from jjak.seeds.folder_walk import FolderWalk, walk
from jjak.seeds.ledger import Part
from jjak.seeds.limits import SMALL, limited
from jjak.seeds.message import message
from jjak.seeds.mojibake import garbled, mended, offer
from jjak.seeds.reader_process import ReaderEnded, ReaderProcess
from jjak.seeds.readers.docx import READER as DOCX
from jjak.seeds.readers.docx import read_docx
from jjak.seeds.readers.docx_sides import both_languages
from jjak.seeds.readers.gutenberg import read_gutenberg
from jjak.seeds.readers.markdown import SUFFIXES as MARKDOWN
from jjak.seeds.readers.markdown import read_markdown
from jjak.seeds.readers.news import read_news
from jjak.seeds.readers.news_rules import Rules
from jjak.seeds.readers.news_table import NEWS_RULES, news_rules
from jjak.seeds.readers.plain import read_plain
from jjak.seeds.readers.subtitles import READER as SUBTITLES
from jjak.seeds.readers.subtitles import read_subtitles

LARGEST = 20_000_000  # bytes of one document; a book is about one million


@dataclass(frozen=True, slots=True)
class Source:
    """A file that may be a document. name: how it is called in the corpus; path: where it lies; location: what a newer
    version of it takes the place of, `path` where it is not given; data: its bytes, where they were read already; language:
    what the user or the name says it is in."""

    name: str
    path: Path
    location: Path | None = None
    data: bytes | None = None
    language: str = ""


def sources(paths: Iterable[Path]) -> Iterator[Source]:
    """The files at `paths`, folders walked, in order of their names; hidden files and folders, and `jjak.toml`, are left out.

    Raises DocumentError at a path that does not exist, and at the end where a folder cannot be read.
    """
    for path in paths:
        found = found_at(path)
        yield from (source_of(name, file) for name, file in found.files.items())
        for _, error in found.unreadable:
            raise error


def found_at(path: Path) -> FolderWalk:
    """What lies at a path, a file or a folder; raises DocumentError where nothing does."""
    try:
        if path.is_dir():
            return walk(path)
        if path.is_symlink() or path.exists():
            return FolderWalk({path_text(Path(path.name)): path})
    except (OSError, ValueError) as error:  # a name that is too long, or holds a NUL
        cause = getattr(error, "strerror", None) or str(error)
        raise DocumentError("{path}: {cause}", "Check the path.", path=path_text(path), cause=cause) from error
    fix = message("Check the path; `jjak build seeds/documents` builds the example.")
    raise DocumentError("{path}: no such file or folder", fix, path=path_text(path))


def source_of(name: str, path: Path) -> Source:
    """A file under this name; a corpus holds its place as text, whatever bytes the name is of."""
    text = path_text(path)
    return Source(name, path, None if text == str(path) else Path(text))


def read_document(source: Source, *, largest: int = LARGEST, rules: Rules = NEWS_RULES, mend: bool = False) -> Document:
    """Read one file; raises DocumentError with the file's name and the reason where it is no text. rules: of news pages."""
    with named_after(source):
        return document_of(bytes_of(source, largest), source.name, source.language, rules=rules, mend=mend)


def read_apart(
    process: ReaderProcess, source: Source, *, largest: int = LARGEST, news: Mapping[str, Any] | None = None, mend: bool = False
) -> Document:
    """The same in a process of its own, which is ended where the file takes too long or too much memory; a small file is read
    in this one, where nobody has given rules of their own, whose patterns may take for ever.

    news: the table `news` of `jjak.toml`.
    """
    with named_after(source):
        loaded = replace(source, data=bytes_of(source, largest))
    task, size = f"{__name__}:documents_read", len(loaded.data or b"")
    packed = (loaded.data or b"").startswith(b"PK")  # it may unpack to much
    if size <= SMALL and not news and not packed:
        with limited(process.limits):
            return read_document(loaded, largest=largest, mend=mend)
    try:
        document: Document = process.result(task, size, loaded, largest, json.dumps(news or {}), mend)
    except ReaderEnded as error:
        raise error.error(path_text(source.path)) from error
    return document


def documents_read(source: Source, largest: int, news: str, mend: bool) -> Iterator[Document]:
    """What `read_apart` has done in the other process. news: as JSON."""
    yield read_document(source, largest=largest, rules=_rules(news), mend=mend)


@lru_cache(maxsize=4)
def _rules(news: str) -> Rules:
    return news_rules(json.loads(news))


@contextmanager
def named_after(source: Source) -> Iterator[None]:
    """An error in reading it says which file it was."""
    try:
        yield
    except DocumentError as error:
        path = path_text(source.path)
        raise type(error)("{path}: {cause}", error.remedy, path=path, cause=error.message) from error


def bytes_of(source: Source, largest: int = LARGEST) -> bytes:
    """The bytes of a file; raises DocumentError where they cannot be read, or are more than `largest`."""
    if source.data is None:
        return read_bytes(source.path, largest)
    if len(source.data) > largest:
        raise too_large(len(source.data), largest)
    return source.data


def document_id(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]


def document_of(raw: bytes, name: str, language: str = "", *, rules: Rules = NEWS_RULES, mend: bool = False) -> Document:
    """The document that a file's bytes hold; raises DocumentError where they are empty, no text, or a format that is not read.

    language: if known; rules: of news pages; mend: whether garbled characters are read as what they would be.
    """
    if (kind := format_of_bytes(raw, name)) and kind.read:
        return _packed(raw, name, language)
    decoded, subtitled = _text_of(raw, name, language)
    text, warnings = decoded.text, decoded.warnings
    metadata = {"reader": "plain", "encoding": decoded.encoding}
    if found := garbled(text):
        if mend:
            text, metadata["mended"] = mended(text, found)
        else:
            warnings = (*warnings, offer(text, found))
    apart: tuple[Part, ...] = ()
    if name.lower().endswith(MARKDOWN):
        metadata["reader"] = "markdown"
        blocks, apart = read_markdown(text)
    elif subtitled:
        metadata["reader"] = SUBTITLES
        blocks, apart, _ = read_subtitles(text)
    elif book := read_gutenberg(text):
        metadata |= {"reader": "gutenberg", **book.metadata}
        blocks, apart = book.blocks, book.apart
    elif page := read_news(text, rules):
        metadata |= {"reader": "news", **page.metadata}
        blocks, apart = page.blocks, page.apart
    else:
        blocks, apart = read_plain(text)
    return Document(document_id(raw), name, text, metadata, blocks, apart, language, warnings=warnings)


def _packed(raw: bytes, name: str, language: str) -> Document:
    """The document of a packed file, which keeps its bytes."""
    text, blocks, apart, placed, warnings = read_docx(raw)
    metadata = {"reader": DOCX}
    warnings = (*warnings, *both_languages([paragraph for paragraph, _ in placed]))
    return Document(document_id(raw), name, text, metadata, blocks, apart, language, warnings=warnings, original=raw)


def _text_of(raw: bytes, name: str, language: str) -> tuple[Decoded, bool]:
    """The text of a file that is one, and whether it is subtitles; formats that are not read are refused by their names."""
    if found := format_of_bytes(raw, name):
        raise refusal(found)
    named = format_of_name(name)
    try:
        decoded = decode(raw, languages=dict.fromkeys([language, "ko", "en"] if language else ["ko", "en"]))
    except DecodingError:
        if named:
            raise refusal(named) from None
        raise
    if not decoded.text.strip():
        raise DocumentError("an empty file", "Remove it, or fill it.")
    # a page in Markdown may begin with tags
    written = None if name.lower().endswith(MARKDOWN) else format_of_text(decoded.text) or named
    if written and not written.read:
        raise refusal(written)
    return decoded, bool(written)
