"""From paths to documents: folders are walked, and what cannot be read is named and passed over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jjak.seeds.decoding import Decoded, decode
from jjak.seeds.document import Document
from jjak.seeds.errors import DecodingError, DocumentError
from jjak.seeds.file_formats import format_of_bytes, format_of_name, format_of_text, refusal
from jjak.seeds.ledger import Part
from jjak.seeds.message import message
from jjak.seeds.mojibake import garbled, mended, offer
from jjak.seeds.readers.markdown import SUFFIXES as MARKDOWN
from jjak.seeds.readers.markdown import read_markdown
from jjak.seeds.readers.news import read_news
from jjak.seeds.readers.news_rules import Rules
from jjak.seeds.readers.news_table import NEWS_RULES
from jjak.seeds.readers.plain import read_plain

SETTINGS = "jjak.toml"  # lies beside documents and is none
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

    Raises DocumentError at a path that does not exist.
    """
    for path in paths:
        if path.is_dir():
            found = {file.relative_to(path).as_posix(): file for file in path.rglob("*") if not file.is_dir()}
            for name in sorted(found):
                if not any(part.startswith(".") for part in name.split("/")) and found[name].name != SETTINGS:
                    yield Source(name, found[name])
        elif path.exists() or path.is_symlink():
            yield Source(path.name, path)
        else:
            raise DocumentError(
                "{path}: no such file or folder", "Check the path; `jjak build seeds/documents` builds the example.", path=path
            )


def read_document(source: Source, *, largest: int = LARGEST, rules: Rules = NEWS_RULES, mend: bool = False) -> Document:
    """Read one file; raises DocumentError with the file's name and the reason where it is no text. rules: of news pages."""
    try:
        return document_of(bytes_of(source, largest), source.name, source.language, rules=rules, mend=mend)
    except DocumentError as error:
        where = message("{path}: {cause}", path=source.path, cause=error.message)
        raise type(error)(where, error.remedy) from error


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


def document_of(raw: bytes, name: str, language: str = "", *, rules: Rules = NEWS_RULES, mend: bool = False) -> Document:
    """The document that a file's bytes hold; raises DocumentError where they are empty, no text, or a format that is not read.

    language: if known; rules: of news pages; mend: whether garbled characters are read as what they would be.
    """
    decoded = _text_of(raw, name, language)
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
    elif page := read_news(text, rules):
        metadata |= {"reader": "news", **page.metadata}
        blocks, apart = page.blocks, page.apart
    else:
        blocks = read_plain(text)
    return Document(document_id(raw), name, text, metadata, blocks, apart, language, warnings=warnings)


def _text_of(raw: bytes, name: str, language: str) -> Decoded:
    """The text of a file that is one; formats that hold something else are refused by their names."""
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
    if written:
        raise refusal(written)
    return decoded
