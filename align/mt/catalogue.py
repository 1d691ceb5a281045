"""The catalogue of open models: what there is for a direction, which is recommended, its licence, size, pin and quality.

It is a file in the package, `align/models/catalogue.toml`, and is never fetched. `$JJAK_CATALOGUE` names a file of one's own
beside it, whose entries come first and replace those of the same name: a team's models, or a mirror of these.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jjak.align.mt.model_folders import EMBEDDED_FOLDER
from jjak.seeds.errors import ModelError

FILE = EMBEDDED_FOLDER.parent / "catalogue.toml"
RECOMMENDED = "recommended"  # what `jjak models add` takes for the recommended models of a pair, both ways
ANY = "*"
PIVOT = "en"


@dataclass(frozen=True, slots=True)
class Quality:
    """chrf2: 0 to 100, on `set`."""

    direction: str
    chrf2: float
    set: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A model of the catalogue.

    Attributes:
        kind: Whose form it has, such as `marian` or `argos`.
        place: `owner/name@commit` of the Hub, or an address; empty where it cannot be had.
        directions: Such as `ko-en`; `*` for every pair of the languages that it knows.
        recommended: Of its directions.
        megabytes: To fetch; 0 where that is not known.
        sha256: Of the file at an address, where it is known.
        broken, experimental: Why it does not translate; empty for one that does.
    """

    name: str
    kind: str
    place: str = ""
    directions: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()
    megabytes: int = 0
    licence: str = ""
    non_commercial: bool = False
    sha256: str = ""
    quality: tuple[Quality, ...] = ()
    note: str = ""
    broken: str = ""
    experimental: str = ""

    @property
    def pinned(self) -> bool:
        """Whether what comes can be nothing but what was listed: a commit of the Hub's, or a checksum."""
        revision = self.place.partition("@")[2]
        return bool(self.sha256) or (len(revision) == 40 and all(digit in "0123456789abcdef" for digit in revision))

    @property
    def usable(self) -> bool:
        return bool(self.place) and not self.broken and not self.experimental

    def does(self, source: str, target: str) -> bool:
        return ANY in self.directions or f"{source}-{target}" in self.directions

    def recommends(self, source: str, target: str) -> bool:
        return ANY in self.recommended or f"{source}-{target}" in self.recommended

    def chrf2(self, source: str, target: str) -> float:
        """The quality of a direction, -1 where none is known."""
        return next((each.chrf2 for each in self.quality if each.direction == f"{source}-{target}"), -1.0)


def catalogue() -> Mapping[str, Entry]:
    """Every entry by name; raises ModelError where one's own file cannot be read."""
    return _catalogue(os.environ.get("JJAK_CATALOGUE", ""))


@lru_cache(maxsize=4)
def _catalogue(own: str) -> Mapping[str, Entry]:
    files = [Path(own).expanduser(), FILE] if own else [FILE]
    entries: dict[str, Entry] = {}
    for file in files:
        for entry in _read(file):
            entries.setdefault(entry.name, entry)
    return entries


def search(source: str = "", target: str = "") -> list[Entry]:
    """The entries of a direction, or all; of a direction the recommended come first, the others by quality."""
    found = [each for each in catalogue().values() if not (source and target) or each.does(source, target)]
    if not (source and target):
        return found
    own = f"{source}-{target}"

    def rank(entry: Entry) -> tuple[bool, bool, float]:
        """Of several that are recommended the first stays first, so that one's own catalogue decides."""
        named = own in entry.recommended
        return not entry.usable, not named, 0 if named else -entry.chrf2(source, target)

    return sorted(found, key=rank)


def recommended(source: str, target: str) -> Entry | None:
    """The recommended model of a direction: its own, else one for every pair, else none."""
    found = [each for each in search(source, target) if each.usable and each.recommends(source, target)]
    return found[0] if found else None


def pivots(source: str, target: str) -> tuple[Entry, Entry] | None:
    """Two models that translate through English, where none does the direction alone."""
    parts = [search(source, PIVOT), search(PIVOT, target)]
    first, last = ([each for each in part if each.usable and ANY not in each.directions] for part in parts)
    return (first[0], last[0]) if first and last else None


def _read(path: Path) -> Iterator[Entry]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from (_entry(each) for each in table.get("model", []))
        yield from _argos(table.get("argos", {}))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        cause = error.strerror if isinstance(error, OSError) else error
        fix = "The form is that of align/models/catalogue.toml; $JJAK_CATALOGUE names it."
        raise ModelError("{path}: no catalogue of models: {cause}", fix, path=path, cause=cause) from error


def _entry(table: Mapping[str, Any]) -> Entry:
    lists = {name: tuple(table.get(name, ())) for name in ("directions", "recommended")}
    return Entry(**dict(table) | lists | {"quality": tuple(Quality(**each) for each in table.get("quality", ()))})


def _argos(table: Mapping[str, Any]) -> Iterator[Entry]:
    """The packages of an index of Argos', which are all at one kind of address."""
    quality = [Quality(**each) for each in table.get("quality", ())]
    for package in table.get("packages", ()):
        direction, _, version = package.partition(" ")
        source, target = direction.split("-")
        yield Entry(
            f"argos-{direction}",
            "argos",
            table["place"].format(source=source, target=target, version=version.replace(".", "_")),
            (direction,),
            (direction,) if direction in table.get("recommended", ()) else (),
            licence=table["licence"],
            quality=tuple(each for each in quality if each.direction == direction),
        )
