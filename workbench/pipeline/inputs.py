"""What there is to build: documents alone, and documents with their human translation, found by name or by a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jjak.seeds.errors import JjakError
from jjak.seeds.reading import Source
from jjak.workbench.pipeline.collection import Collection, collect


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
    """The bitexts at `paths` (files and folders) and in `lists` of files, and what leads nowhere."""
    return bitexts_of(collect(paths, lists), languages)


def bitexts_of(found: Collection, languages: tuple[str, str]) -> tuple[list[Bitext], list[Failure]]:
    """What was collected, as bitexts: in one folder `x.ko.txt` and `x.en.txt` are one. What leads nowhere is a failure."""
    bitexts = paired(found.sources, languages) + [Bitext(*pair) for pair in found.pairs]
    return list(dict.fromkeys(bitexts)), [Failure(*each) for each in found.failures]


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
