"""From paths to documents: folders are walked, and what cannot be read is named and passed over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jjak.seeds.decoding import decode
from jjak.seeds.document import Document
from jjak.seeds.errors import DocumentError
from jjak.seeds.readers.news import read_news
from jjak.seeds.readers.news_rules import Rules
from jjak.seeds.readers.news_table import NEWS_RULES
from jjak.seeds.readers.plain import read_plain

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
    """The files at `paths`, folders walked, in order of their names; hidden files and folders are left out.

    Raises DocumentError at a path that does not exist.
    """
    for path in paths:
        if path.is_dir():
            found = {file.relative_to(path).as_posix(): file for file in path.rglob("*") if not file.is_dir()}
            for name in sorted(found):
                if not any(part.startswith(".") for part in name.split("/")):
                    yield Source(name, found[name])
        elif path.exists() or path.is_symlink():
            yield Source(path.name, path)
        else:
            raise DocumentError(
                "{path}: no such file or folder", "Check the path; `jjak build seeds/documents` builds the example.", path=path
            )


def read_document(source: Source, *, largest: int = LARGEST, rules: Rules = NEWS_RULES) -> Document:
    """Read one file; raises DocumentError with the file's name and the reason where it is no text. rules: of news pages."""
    try:
        return document_of(bytes_of(source, largest), source.name, source.language, rules=rules)
    except DocumentError as error:
        raise type(error)(f"{source.path}: {error}", error.fix) from error


def bytes_of(source: Source, largest: int = LARGEST) -> bytes:
    """The bytes of a file; raises DocumentError where they cannot be read, or are more than `largest`."""
    try:
        size = source.path.stat().st_size if source.data is None else len(source.data)
        if size > largest:
            raise DocumentError(
                "{size:,} bytes, over the limit of {largest:,}",
                "Split the file, or raise the limit with --max-bytes.",
                size=size,
                largest=largest,
            )
        return source.path.read_bytes() if source.data is None else source.data
    except OSError as error:
        reason = error.strerror or str(error)
        raise DocumentError(
            "{reason}", "Check that the file is there and may be read.", reason=reason[:1].lower() + reason[1:]
        ) from error


def document_id(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]


def document_of(raw: bytes, name: str, language: str = "", *, rules: Rules = NEWS_RULES) -> Document:
    """The document that a file's bytes hold; raises DocumentError where they are empty or no text. language: if known."""
    text, encoding = decode(raw)
    if not text.strip():
        raise DocumentError("an empty file", "Remove it, or fill it.")
    page = read_news(text, rules)
    metadata = {"reader": "plain" if page is None else "news", "encoding": encoding, **(page.metadata if page else {})}
    blocks = page.blocks if page else read_plain(text)
    return Document(document_id(raw), name, text, metadata, blocks, page.apart if page else (), language)
