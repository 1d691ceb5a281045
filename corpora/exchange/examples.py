"""Sentence pairs to train on, from a corpus or from files: what `jjak export` writes, or two columns without a head."""

from __future__ import annotations

import gzip
import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jjak.align.text.languages import language_of
from jjak.align.text.normalization import comparison_key
from jjak.corpora.formats.escapes import ESCAPED, unescaped
from jjak.corpora.pair import Origin, Pair, Status
from jjak.seeds.errors import FormatError, unknown

# which pairs are taken: by who wrote the target and what a reviewer made of it
TAKES: Mapping[str, Callable[[str, str], bool]] = {
    "human": lambda origin, status: origin == Origin.HUMAN and status != Status.REJECTED,
    "reviewed": lambda _, status: status not in (Status.REJECTED, Status.UNREVIEWED),
    "all": lambda _, status: status != Status.REJECTED,
}
SUFFIXES = (".tsv", ".tsv.gz", ".jsonl", ".jsonl.gz")
PARTS = {"train": "train", "dev": "dev", "validation": "dev", "valid": "dev", "test": "test"}
_LOOKED_AT = 200  # lines from which the languages of two columns without a head are told


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """texts: in the order of the languages that were asked for; document, licence: empty where none is known; part: train,
    dev or test where the source says so, else empty; collection: the corpus or the file that it is from."""

    id: str
    texts: tuple[str, str]
    document: str = ""
    licence: str = ""
    part: str = ""
    collection: str = ""

    @property
    def keys(self) -> tuple[str, str]:
        """Both texts without what makes no difference: case, width, marks and white space."""
        return folded(self.texts[0]), folded(self.texts[1])


def folded(text: str) -> str:
    """`text` without case, width, marks and white space; the stripped text where nothing else is left."""
    return comparison_key(text.strip())


def is_taken(name: str, origin: str, status: str) -> bool:
    """Whether the choice called `name` takes a pair; raises SettingError where there is no such choice."""
    if name not in TAKES:
        raise unknown("choice of pairs", name, TAKES)
    return TAKES[name](origin, status)


def examples_of(
    pairs: Iterable[Pair], languages: tuple[str, str], take: str = "human", collection: str = ""
) -> Iterator[TrainingExample]:
    """The pairs of a corpus in `languages`, either of them the source; a side that is empty is an omission and is left out."""
    for pair in pairs:
        texts = {pair.source.lang: pair.source.text, pair.target.lang: pair.target.text}
        if is_taken(take, pair.origin, pair.status) and set(texts) == set(languages) and all(texts.values()):
            yield TrainingExample(
                pair.id, (texts[languages[0]], texts[languages[1]]), pair.name, pair.licence, collection=collection
            )


def read_examples(path: Path, languages: tuple[str, str], take: str = "human") -> Iterator[TrainingExample]:
    """The pairs of a file, or of every file of a folder whose name ends as one of SUFFIXES.

    A file called train, dev, validation or test says where its pairs belong, as a column `split` does. Raises FormatError
    at a line of another form and where there is nothing to read.
    """
    for file in _files(path):
        licence = _licence(file)
        part = PARTS.get(file.name.split(".")[0].split("-")[0], "")
        for row in _rows(file, languages):
            if not is_taken(take, row.get("origin") or Origin.HUMAN, row.get("status") or Status.UNREVIEWED):
                continue
            first, second = (unicodedata.normalize("NFC", row.get(language) or "").strip() for language in languages)
            if first and second:
                yield TrainingExample(
                    row.get("id") or _id(first, second),
                    (first, second),
                    row.get("document") or row.get("name") or "",
                    row.get("licence") or licence,
                    PARTS.get(row.get("split") or "", part),
                    row.get("collection") or file.name,
                )


def _files(path: Path) -> list[Path]:
    if path.is_file():
        if not path.name.endswith(SUFFIXES):
            raise FormatError(
                "{path}: no file of pairs that can be read", "There are: {suffixes}.", path=path, suffixes=", ".join(SUFFIXES)
            )
        return [path]
    if not path.is_dir():
        raise FormatError("{path}: no such file or folder", "Check the path.", path=path)
    files = sorted(file for file in path.rglob("*") if file.name.endswith(SUFFIXES) and file.is_file())
    if not files:
        raise FormatError(
            "{path}: no file of pairs in this folder", "Its names end in {suffixes}.", path=path, suffixes=", ".join(SUFFIXES)
        )
    return files


def _rows(file: Path, languages: tuple[str, str]) -> Iterator[Mapping[str, str]]:
    """Fields by name, the texts under their languages."""
    try:
        with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
            numbered = ((number, line.rstrip("\r\n")) for number, line in enumerate(lines, 1))
            written = ((number, line) for number, line in numbered if line)
            yield from (_json_rows if ".jsonl" in file.name else _table_rows)(file, written, languages)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise FormatError(
            "{file}: {reason}", "Check the file.", file=file, reason=getattr(error, "strerror", None) or str(error)
        ) from error


def _json_rows(file: Path, lines: Iterator[tuple[int, str]], languages: tuple[str, str]) -> Iterator[Mapping[str, str]]:
    for number, line in lines:
        try:
            row: Any = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FormatError(
                "{file}:{number}: no JSON: {error}",
                "One JSON object a line is needed.",
                file=file,
                number=number,
                error=str(error),
            ) from error
        texts = row.get("translation", row) if isinstance(row, dict) else None
        if not isinstance(texts, dict):
            raise FormatError(
                "{file}:{number}: no JSON object with texts",
                'For example {{"translation": {{"ko": …, "en": …}}}}.',
                file=file,
                number=number,
            )
        plain = {name: value for name, value in row.items() if isinstance(value, str)}
        yield plain | {name: texts[name] for name in languages if isinstance(texts.get(name), str)}


def _table_rows(file: Path, lines: Iterator[tuple[int, str]], languages: tuple[str, str]) -> Iterator[Mapping[str, str]]:
    first = [line for _, line in zip(range(_LOOKED_AT), lines, strict=False)]
    if not first:
        return
    head = first[0][1].split("\t")
    if set(languages) <= set(head):
        first = first[1:]
    else:
        head = _columns(file, first, languages)
    for number, line in (*first, *lines):
        columns = line.split("\t")
        if len(columns) != len(head):
            raise FormatError(
                "{file}:{number}: {columns} columns, expected {expected}",
                "Part the columns with one tab.",
                file=file,
                number=number,
                columns=len(columns),
                expected=len(head),
            )
        row = dict(zip(head, columns, strict=True))
        if ESCAPED in row.get("flags", "").split(","):
            row = {name: unescaped(cell) for name, cell in row.items()}
        yield row


def _columns(file: Path, rows: Sequence[tuple[int, str]], languages: tuple[str, str]) -> list[str]:
    """The languages of two columns without a head, told by their scripts."""
    number, line = rows[0]
    if len(line.split("\t")) != 2:
        wanted = f"a head with {' and '.join(languages)}, or two columns"
        raise FormatError(
            "{file}:{number}: {columns} columns, expected {wanted}",
            "`jjak export` writes one.",
            file=file,
            number=number,
            columns=line.count(chr(9)) + 1,
            wanted=wanted,
        )
    texts = " ".join(row.split("\t")[0] for _, row in rows)
    first = language_of(texts, languages)
    return [first, languages[1 - languages.index(first)]]


def _id(first: str, second: str) -> str:
    return hashlib.sha256(f"{folded(first)}\x1f{folded(second)}".encode()).hexdigest()[:16]


def _licence(file: Path) -> str:
    """The licence that a `MANIFEST.tsv` beside the file's folder gives a set of the file's name, where there is one."""
    manifest = file.parent.parent / "MANIFEST.tsv"
    if not manifest.is_file():
        return ""
    head, *rows = (line.split("\t") for line in manifest.read_text(encoding="utf-8").splitlines())
    named = {row[head.index("name")]: row[head.index("licence")] for row in rows} if {"name", "licence"} <= set(head) else {}
    return named.get(file.name.split(".")[0], "")
