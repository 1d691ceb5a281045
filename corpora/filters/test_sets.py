"""Test sets as people keep them: pairs in any format that can be imported, lines of one language, gzip, folders of these."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from jjak.align.text.languages import language_of, script_of, scripts_of
from jjak.corpora.formats import DATASET, Entry, Refused, Wanted, moses, reader_of
from jjak.corpora.formats.streams import lines
from jjak.seeds.errors import FormatError

SAMPLE = 200  # texts of a side by which it is seen whether they are in its language
PLAIN = ("", ".txt")  # suffixes of files that hold lines of one language; a language's code is one too


class TextRow(NamedTuple):
    """Both texts of a row in the order of the languages asked for; empty where it has none in one of them."""

    source: str
    target: str


def rows_of(path: Path, direction: tuple[str, str]) -> list[TextRow]:
    """The texts of a test set, a file or a folder.

    Raises:
        FormatError: Where it cannot be read, holds no text, or holds text in neither of the two languages.
    """
    try:
        found = [row for file in _files(path, direction) for row in _rows(file, direction)]
    except OSError as error:
        reason = error.strerror or str(error)
        raise FormatError("{path}: {reason}", "Check the path of the test set.", path=path, reason=reason) from error
    if not any(row.source or row.target for row in found):
        raise FormatError("{path}: no text in it", "Name a test set that has pairs or lines.", path=path)
    for at, language in enumerate(direction):
        _check(path, language, [row[at] for row in found if row[at]])
    return found


def digest(path: Path) -> str:
    """SHA-256 of a file, or of a folder's files with their names, in hexadecimal."""
    summed = hashlib.sha256()
    for file in [path] if path.is_file() else _visible(path):
        if file is not path:
            summed.update(f"{file.relative_to(path)}\0".encode("utf-8", "surrogateescape"))
        with file.open("rb") as stream:
            summed.update(hashlib.file_digest(stream, "sha256").digest())
    return summed.hexdigest()


def _visible(folder: Path) -> list[Path]:
    inside = (file for file in folder.rglob("*") if file.is_file())
    return sorted(file for file in inside if not any(part.startswith(".") for part in file.relative_to(folder).parts))


def _files(path: Path, direction: tuple[str, str]) -> Iterator[Path]:
    """The files of a test set; two that are the sides of one, once."""
    if not path.exists():
        raise FormatError("{path}: no such file", "Check the path of the test set.", path=path)
    if not path.is_dir():
        if not path.is_file():
            raise FormatError(
                "{path}: a pipe or a device, not a file", "Save what it gives to a file, and name that.", path=path
            )
        yield path
        return
    met: set[Path] = set()
    for file in _visible(path):
        if file not in met and (_plain(file, direction) or _readable(file, direction)):
            met.update(moses.sides(file, direction) or [file])
            yield file


def _readable(path: Path, direction: tuple[str, str]) -> bool:
    try:
        return reader_of(path, Wanted(direction))[0] != DATASET
    except FormatError:
        return False


def _plain(path: Path, direction: tuple[str, str]) -> bool:
    suffix = Path(path.name.removesuffix(".gz")).suffix.lower()
    alone = suffix in PLAIN or Wanted(direction).language(suffix.lstrip(".")) is not None
    return alone and moses.sides(path, direction) is None


def _rows(path: Path, direction: tuple[str, str]) -> Iterator[TextRow]:
    if _plain(path, direction):
        yield from _lines(path, direction)
        return
    wanted = Wanted(direction)
    for entry in reader_of(path, wanted)[1](path, wanted):
        if isinstance(entry, Refused) and entry.row == 0:
            raise FormatError(
                "{path}: {reason}", "Name the test sets as files that can be imported.", path=path, reason=entry.reason
            )
        if isinstance(entry, Entry):
            texts = dict((entry.source, entry.target))
            yield TextRow(*(texts.get(language, "") for language in direction))


def _lines(path: Path, direction: tuple[str, str]) -> Iterator[TextRow]:
    """Lines of one language, which the file's suffix says, or else the letters of its first lines."""
    texts = []
    for number, line in lines(path):
        if isinstance(line, Refused):
            raise FormatError(
                "{path}, line {number}: {reason}",
                "Name a file of text, or one that can be imported.",
                path=path,
                number=number,
                reason=line.reason,
            )
        texts.append(line)
    suffix = Path(path.name.removesuffix(".gz")).suffix.lstrip(".")
    language = Wanted(direction).language(suffix) or language_of("\n".join(islice(texts, SAMPLE)), direction)
    for text in texts:
        yield TextRow(text, "") if language == direction[0] else TextRow("", text)


def _check(path: Path, language: str, texts: list[str]) -> None:
    """Raises FormatError where most of the texts are in a script that the language is not written in."""
    scripts = [script for text in texts[:SAMPLE] if (script := script_of(text))]
    foreign = [script for script in scripts if script not in scripts_of(language)]
    if 2 * len(foreign) > len(scripts):
        raise FormatError(
            "{path}: most of its {language} is not in the letters of {language}",
            "Check which column, or which file, is in which language.",
            path=path,
            language=language,
        )
