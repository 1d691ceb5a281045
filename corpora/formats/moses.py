"""Moses: a file for each language and the lines of one are the lines of the other; `.ids` says where they are from.

Files of unequal length are refused whole: nobody knows from which line on they do not belong together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from jjak.corpora.formats.entry import Entry, Refused, Unwritable, Wanted, key_of
from jjak.corpora.formats.streams import lines
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.pair import Pair
from jjak.seeds.errors import FormatError
from jjak.seeds.message import Message, message


def parts(out: str, languages: tuple[str, str]) -> list[str]:
    """The files of an export: `x.ko`, `x.en` and `x.ids`, each with `.gz` where `out` ends so."""
    stem, zipped = (out.removesuffix(".gz"), ".gz") if out.endswith(".gz") else (out, "")
    stem = stem.removesuffix(".moses")
    return [f"{stem}.{suffix}{zipped}" for suffix in (*languages, "ids")]


class MosesWriter(PairWriter):
    def __init__(self, files: Sequence[BinaryIO], languages: tuple[str, str]) -> None:
        self._files, self._languages = files, languages

    def write(self, pair: Pair) -> None:
        texts = {pair.source.lang: pair.source.text, pair.target.lang: pair.target.text}
        for text in texts.values():
            if "\n" in text or "\r" in text:
                raise Unwritable("its text holds a line break", "CSV, JSON Lines and Parquet can hold it.")
        for file, language in zip(self._files, self._languages, strict=False):
            file.write((texts[language] + "\n").encode())
        sides = {pair.source.lang: pair.source, pair.target.lang: pair.target}
        name = " ".join(pair.name.split()) or "-"
        # the four columns of OPUS's ids, and ours
        places = [" ".join(map(str, sides[language].segments)) or "-" for language in self._languages]
        self._files[2].write("\t".join([name, name, *places, pair.id]).encode() + b"\n")


def sides(path: Path, languages: tuple[str, str]) -> list[Path] | None:
    """The two files where `path` is one of them (or what they share), in the order of the languages; None where it is not."""
    text = str(path)
    zipped = ".gz" if text.endswith(".gz") else ""
    stem = text.removesuffix(".gz")
    for language in languages:
        stem = stem.removesuffix(f".{language}")
    found = []
    for language in languages:
        candidates = [Path(f"{stem}.{language}{suffix}") for suffix in dict.fromkeys((zipped, "", ".gz"))]
        found.append(next((one for one in candidates if one.is_file()), None))
    return [one for one in found if one] if all(found) else None


def read_moses(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    files = sides(path, wanted.languages)
    if files is None:
        a, b = wanted.languages
        raise FormatError(
            "not both of {name}'s .{a} and .{b} are there",
            "Name one of the two; the other lies beside it.",
            name=path.name,
            a=a,
            b=b,
        )
    stem = str(files[0]).removesuffix(".gz").removesuffix(f".{wanted.languages[0]}")
    ids = next((Path(stem + suffix) for suffix in (".ids", ".ids.gz") if Path(stem + suffix).is_file()), None)
    known = iter(lines(ids, wanted.encoding)) if ids else iter(())
    counts = [sum(1 for _ in lines(file, wanted.encoding)) for file in files]
    if counts[0] != counts[1]:
        yield Refused(0, str(_unequal(files, counts)))
        return
    for number, (first, second) in enumerate(zip(*(lines(file, wanted.encoding) for file in files), strict=True), 1):
        place = next(known, None)
        broken = next((one for _, one in (first, second) if isinstance(one, Refused)), None)
        if broken:
            yield broken
            continue
        where = place[1].split("\t") if place and isinstance(place[1], str) else []
        texts = [str(one) for _, one in (first, second)]
        yield _entry(number, texts, where, wanted)


def _unequal(files: Sequence[Path], counts: Sequence[int]) -> Message:
    return message(
        "{a} has {first:,} lines and {b} has {second:,}: no pair of them can be trusted, so none was taken;"
        " find the line from which on they do not match",
        a=files[0].name,
        b=files[1].name,
        first=counts[0],
        second=counts[1],
    )


def _entry(number: int, texts: list[str], where: list[str], wanted: Wanted) -> Entry:
    a, b = wanted.languages
    document = where[0] if where and where[0] != "-" else ""
    unit = " | ".join(where[2:4]) if len(where) == 4 else ""
    return Entry(number, (a, texts[0]), (b, texts[1]), document=document, unit=unit, key=key_of("".join(where[4:5])))
