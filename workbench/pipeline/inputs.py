"""What there is to build: documents alone, and documents with their human translation, found by name or by a list.

Two files are a document and its translation where their paths are the same but for the language: `x.ko.txt` and `x.en.txt`,
`x_ko` and `x_en`, `ko/x.txt` and `en/x.txt`, `docs/ko-KR/x.md` and `docs/en-US/x.md`. Where three or more are the same, which
of them belong together is not guessed but asked.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from jjak.align.text.language_names import language_in_name, language_in_path, language_of_folder
from jjak.seeds.errors import JjakError
from jjak.seeds.folder_walk import Passed
from jjak.seeds.message import Message, message
from jjak.seeds.reading import Source
from jjak.workbench.pipeline.collection import collect


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


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was found to build. hints: files that look like a document and its translation and were not paired, for a person;
    passed: what folders hold that is no document to be, with the reason."""

    bitexts: list[Bitext]
    failures: list[Failure]
    hints: list[Message] = field(default_factory=list)
    passed: list[tuple[str, Passed]] = field(default_factory=list)

    @property
    def pairs(self) -> list[Bitext]:
        """Documents with their translations."""
        return [bitext for bitext in self.bitexts if bitext.target is not None]

    def table(self) -> dict[str, Any]:
        """As JSON: which files were paired, and which look like pairs and were not."""
        return {
            "paired": [[file.name for file in pair.files] for pair in self.pairs],
            "hints": [str(hint) for hint in self.hints],
        }


def find_inputs(paths: Sequence[Path], lists: Sequence[Path], languages: tuple[str, str], *, null: bool = False) -> Inputs:
    """What there is at `paths` (files and folders) and in `lists` of names; null: a NUL ends each name in them.

    A path or a line that leads nowhere is a failure. The order of two files in a line says their languages, where their names
    do not.
    """
    found = collect(paths, lists, null=null)
    bitexts, hints = paired(found.sources, languages, common_folder(paths))
    bitexts += [_listed(pair, languages) for pair in found.pairs]
    return Inputs(list(dict.fromkeys(bitexts)), [Failure(*each) for each in found.failures], hints, found.passed)


def find_bitexts(
    paths: Sequence[Path], lists: Sequence[Path], languages: tuple[str, str]
) -> tuple[list[Bitext], list[Failure]]:
    """The bitexts and the failures of `find_inputs`."""
    found = find_inputs(paths, lists, languages)
    return found.bitexts, found.failures


def common_folder(paths: Sequence[Path]) -> Path | None:
    """The folder that holds all of the absolute `paths`: what stands above it says nothing of their languages."""
    absolute = [path if path.is_dir() else path.parent for path in paths if path.is_absolute()]
    return Path(os.path.commonpath(absolute)).parent if absolute else None


class _Named(NamedTuple):
    """A file by what its path says. language: empty where it says none; sure: whether it says so without a second file; exact:
    the path with a mark in the place of each language; loose: the folder without languages and the name without it."""

    source: Source
    language: str
    sure: bool
    exact: str
    loose: str


def paired(
    found: Iterable[Source], languages: tuple[str, str], above: Path | None = None
) -> tuple[list[Bitext], list[Message]]:
    """Bitexts in the order of their first file, and what looks like one and is not paired.

    above: the folder whose own name and those above it say no language, None for none.
    """
    files = [_named(source, languages, above) for source in found]
    partners: dict[Path, _Named] = {}
    hints: list[Message] = []
    doubtful: set[Path] = set()
    for key in ("exact", "loose"):
        for sides in _groups(files, key, partners.keys() | doubtful, languages):
            first, second = (sides[language] for language in languages)
            if len(first) == len(second) == 1:
                partners |= {first[0].source.path: second[0], second[0].source.path: first[0]}
            else:
                doubtful |= {each.source.path for each in (*first, *second)}
                hints.append(_ambiguous([*first, *second]))
    hints += _look_alikes([each for each in files if each.source.path not in doubtful], partners)
    return list(_in_order(files, partners, languages)), hints


def _in_order(files: Sequence[_Named], partners: Mapping[Path, _Named], languages: tuple[str, str]) -> Iterator[Bitext]:
    done: set[Path] = set()
    for each in files:
        if each.source.path in done:
            continue
        partner = partners.get(each.source.path)
        if partner is None:
            yield Bitext(replace(each.source, language=each.language) if each.sure else each.source)
            continue
        ordered = sorted((each, partner), key=lambda side: languages.index(side.language))
        done |= {side.source.path for side in ordered}
        yield Bitext(*(replace(side.source, language=side.language) for side in ordered))


def _groups(
    files: Sequence[_Named], key: str, without: Iterable[Path], languages: tuple[str, str]
) -> Iterator[dict[str, list[_Named]]]:
    """Files of one key by language, where there are some in both."""
    left_out = set(without)
    groups: dict[str, dict[str, list[_Named]]] = {}
    for each in files:
        if each.language and each.source.path not in left_out:
            groups.setdefault(getattr(each, key), {}).setdefault(each.language, []).append(each)
    yield from (sides for sides in groups.values() if len(sides) == len(languages))


def _ambiguous(sides: Sequence[_Named]) -> Message:
    return message(
        "{names} look like a document and its translation, but which two is not clear; name them with --files-from",
        names=", ".join(each.source.name for each in sides[:4]) + (" …" if len(sides) > 4 else ""),
    )


def _look_alikes(files: Sequence[_Named], partners: Mapping[Path, _Named]) -> Iterator[Message]:
    """What stands alone beside a file that has its name: `README.md` beside `README.ko.md`, `x.ko.html` beside `x.en.txt`, and
    `x_ko.txt` beside a pair."""
    alone = [each for each in files if each.source.path not in partners]
    taken = {each.loose: each for each in files if each.source.path in partners}
    plain = {each.loose: each for each in alone if not each.language}
    named: dict[str, list[_Named]] = {}
    for each in alone:
        if each.language:
            named.setdefault(_stem(each), []).append(each)
    for each in alone:
        if not each.language:
            continue
        if paired := taken.get(each.loose):
            yield _ambiguous([each, paired, partners[paired.source.path]])
        others = [other for other in named[_stem(each)] if other.language > each.language]
        for other in [*others, *filter(None, [plain.get(each.loose)])]:
            yield message(
                "{first} and {second} look like a document and its translation; see --files-from and align --match",
                first=other.source.name,
                second=each.source.name,
            )


def _stem(named: _Named) -> str:
    """Without the kind of file."""
    return str(PurePath(named.loose).with_suffix("")) if PurePath(named.loose).name else named.loose


def with_language(source: Source, languages: Sequence[str], above: Path | None = None) -> Source:
    """A file with the language that its name surely says."""
    named = _named(source, languages, above)
    return replace(source, language=named.language) if named.sure else source


def _named(source: Source, languages: Sequence[str], above: Path | None) -> _Named:
    """What the path of a file says, as it was given or found; the folder that was asked for is part of it."""
    path = source.location or source.path
    where = path.relative_to(above) if above and path.is_absolute() and path.is_relative_to(above) else path
    folders = [unicodedata.normalize("NFC", part) for part in where.parts[:-1]]
    of_folder = [language_of_folder(part, languages) for part in folders]
    name = unicodedata.normalize("NFC", where.name)
    said = language_in_name(name, languages)
    marked = [_marked(part, languages) if language else part for part, language in zip(folders, of_folder, strict=True)]
    bare = "/".join(part for part, language in zip(folders, of_folder, strict=True) if not language)
    last = next((language for language in reversed(of_folder) if language), "")
    if said is None:
        exact = "/".join([*marked, name])
        return _Named(source, last, bool(last), exact, f"{bare}/{name}".casefold())
    start, stop = said.span
    stem, rest = name[:start].rstrip(" _.-([{（【"), name[stop:].lstrip(")]}）】")
    exact = "/".join([*marked, f"{name[:start]}\0{rest}"])
    tail = rest if rest.startswith(".") or not rest else rest.lstrip(" _-")
    return _Named(source, said.language, said.sure, exact.casefold(), f"{bare}/{stem}{tail}".casefold())


def _marked(folder: str, languages: Sequence[str]) -> str:
    found = language_in_name(folder, languages)
    return f"{folder[: found.span[0]]}\0{folder[found.span[1] :]}" if found else folder


def _listed(pair: tuple[Source, Source], languages: tuple[str, str]) -> Bitext:
    """Two files of a list, in the languages that their names say, or else in those of their order."""
    said = [language_in_path(PurePath(source.name), languages) for source in pair]
    if len({*said}) < 2 or "" in said:
        said = list(languages)
    return Bitext(*(replace(source, language=lang) for source, lang in zip(pair, said, strict=True)))
