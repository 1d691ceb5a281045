"""What a batch is asked to take: files and folders that were named, and lists of names in files or on standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jjak.seeds.errors import DocumentError, JjakError
from jjak.seeds.file_bytes import path_text
from jjak.seeds.folder_walk import Passed
from jjak.seeds.reading import Source, found_at, source_of

STDIN = "-"


@dataclass(slots=True)
class Collection:
    """What was found.

    Attributes:
        files: each once, by its absolute path.
        pairs: documents with their translations, as a list says.
        failures: names and lines that lead nowhere, with the error.
        passed: what is passed over in folders, with the reason.
    """

    files: dict[str, Source] = field(default_factory=dict)
    pairs: list[tuple[Source, Source]] = field(default_factory=list)
    failures: list[tuple[str, JjakError]] = field(default_factory=list)
    passed: list[tuple[str, Passed]] = field(default_factory=list)

    @property
    def sources(self) -> list[Source]:
        """The files that no list pairs with another."""
        paired = {_key(side.path) for pair in self.pairs for side in pair}
        return [source for path, source in self.files.items() if path not in paired]

    def add(self, path: Path, name: str = "") -> None:
        """A file, or all files of a folder. name: of a file; raises DocumentError where there is nothing."""
        found = found_at(path)
        for below, file in found.files.items():
            self.files.setdefault(_key(file), source_of(name if name and file == path else below, file))
        self.failures += found.unreadable
        self.passed += found.passed


def _key(path: Path) -> str:
    """The same for two ways to write one path; links are files of their own."""
    return os.path.abspath(path)  # noqa: PTH100 -- `resolve` follows links, and `absolute` keeps `..`


def collect(paths: Sequence[Path], lists: Sequence[Path] = (), *, null: bool = False) -> Collection:
    """What lies at `paths`, and at what `lists` name; `-` among either is a list on standard input.

    Args:
        paths: Files and folders.
        lists: Files of names, a name a line, or two with a tab between them: a document and its translation. Names are
            relative to the list's folder, on standard input to the working folder.
        null: A NUL ends each name in the lists, and no tab parts it.
    """
    found = Collection()
    for path in paths:
        if str(path) != STDIN:
            try:
                found.add(path)
            except DocumentError as error:
                found.failures.append((path_text(path), error))
    named = dict.fromkeys([*lists, *(path for path in paths if str(path) == STDIN)])
    for listed in named:
        _add_list(found, listed, null)
    return found


def _add_list(found: Collection, listed: Path, null: bool) -> None:
    place, folder = (list_name(listed), Path() if str(listed) == STDIN else listed.parent)
    try:
        records = _records(listed, null)
    except DocumentError as error:
        found.failures.append((place, error))
        return
    for number, record in enumerate(records, 1):
        if not record.strip():
            continue
        try:
            _add_record(found, folder, [record] if null else [name.strip() for name in record.split("\t")])
        except DocumentError as error:
            values = {"path": place, "line": number, "cause": error.message}
            found.failures.append((f"{place}:{number}", DocumentError("{path}:{line}: {cause}", error.remedy, **values)))


def _add_record(found: Collection, folder: Path, names: Sequence[str]) -> None:
    if len(names) > 2:
        fix = "Write a file a line, or two with a tab between them: a document and its translation."
        raise DocumentError("{found:,} columns, expected 1 or 2", fix, found=len(names))
    if len(names) == 1:
        found.add(folder / names[0], path_text(Path(names[0])))
        return
    sides = []
    for name in names:
        found_at(folder / name)  # that it is there
        sides.append(source_of(path_text(Path(name)), folder / name))
    found.pairs.append((sides[0], sides[1]))


def _records(listed: Path, null: bool) -> list[str]:
    """The names in a list, whatever bytes they are of."""
    place = list_name(listed)
    try:
        raw = sys.stdin.buffer.read() if str(listed) == STDIN else listed.read_bytes()
    except OSError as error:
        fix = "A list is a file of names, a name a line; `-` is standard input."
        raise DocumentError("{path}: {cause}", fix, path=place, cause=error.strerror or str(error)) from error
    if null:
        return [os.fsdecode(name) for name in raw.split(b"\0")]
    if b"\0" in raw:
        fix = "Where a NUL ends each name, add --null; otherwise save the list as UTF-8."
        raise DocumentError("{path}: NUL bytes in a list of names", fix, path=place)
    return [os.fsdecode(line.removesuffix(b"\r")) for line in raw.removeprefix(b"\xef\xbb\xbf").split(b"\n")]


def list_name(listed: Path) -> str:
    """What a list is called in an error."""
    return "standard input" if str(listed) == STDIN else path_text(listed)
