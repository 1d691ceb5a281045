"""What there is to build: documents alone, and documents with their human translation, found by name or by a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jjak.seeds.errors import DocumentError, JjakError
from jjak.seeds.reading import Source, sources


@dataclass(frozen=True, slots=True)
class Bitext:
    """A document, and the human translation of it where there is one."""

    source: Source
    target: Source | None = None

    @property
    def files(self) -> list[Source]:
        """The document first."""
        return [self.source] if self.target is None else [self.source, self.target]

    @property
    def name(self) -> str:
        return self.source.name if self.target is None else f"{self.source.name} + {self.target.name}"


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be built, and why."""

    name: str
    error: JjakError


def find_bitexts(
    paths: Sequence[Path], lists: Sequence[Path], languages: tuple[str, str]
) -> tuple[list[Bitext], list[Failure]]:
    """The bitexts at `paths` (files and folders) and in `lists` (two columns of files, a tab between them).

    In one folder `x.ko.txt` and `x.en.txt` are one bitext. A path or a row that leads nowhere is a failure.
    """
    found: dict[Path, Source] = {}
    failures: list[Failure] = []
    for path in paths:
        try:
            for source in sources([path]):
                found.setdefault(source.path, source)
        except DocumentError as error:
            failures.append(Failure(str(path), error))
    bitexts = paired(found.values(), languages)
    for listed in lists:
        for item in _listed(listed):
            if isinstance(item, Bitext):
                bitexts.append(item)
            else:
                failures.append(item)
    return list(dict.fromkeys(bitexts)), failures


def paired(found: Iterable[Source], languages: tuple[str, str]) -> list[Bitext]:
    """Bitexts in the order of their first file; `x.ko.txt` and `x.en.txt` are one."""
    codes = "|".join(map(re.escape, languages))
    pattern = re.compile(rf"(?P<stem>.+)\.(?P<lang>{codes})(?P<suffix>\.[^.]*)?")
    sides_of: dict[tuple[Path, str], dict[str, Source]] = {}
    for source in found:
        path = source.location or source.path
        match = pattern.fullmatch(path.name)
        key = f"{match['stem']}{match['suffix'] or ''}" if match else f"{path.name}/"
        sides_of.setdefault((path.parent, key), {})[match["lang"] if match else ""] = source
    ordered = [[sides[lang] for lang in ("", *languages) if lang in sides] for sides in sides_of.values()]
    return [Bitext(*sides) for sides in ordered]


def _listed(path: Path) -> Iterator[Bitext | Failure]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        yield Failure(
            str(path),
            DocumentError(
                "{path}: {cause}", "A list is UTF-8 text: two files a line, a tab between them.", path=path, cause=str(error)
            ),
        )
        return
    for number, line in enumerate(lines, 1):
        columns = line.split("\t")
        if not line.strip():
            continue
        if len(columns) != 2:
            wrong = DocumentError(
                "{path}:{line}: {found:,} columns, expected 2",
                "Write two files a line, a tab between them.",
                path=path,
                line=number,
                found=len(columns),
            )
            yield Failure(f"{path}:{number}", wrong)
            continue
        first, second = (path.parent / column.strip() for column in columns)
        yield Bitext(Source(columns[0].strip(), first), Source(columns[1].strip(), second))
