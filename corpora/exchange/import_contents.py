"""What the files of an import say, as a number: the same file under another name, or packed, is the same."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from jjak.corpora.formats import DATASET, Wanted
from jjak.corpora.formats.moses import sides
from jjak.corpora.formats.streams import plain

CHUNK = 1 << 20
PACKED = b"\x1f\x8b"


def once(paths: Iterable[Path], wanted: Wanted, name: str | None) -> Iterator[Path]:
    """Each file once: of a Moses pair the first side, though both may have been named."""
    seen = set()
    for path in paths:
        file = path
        if is_moses(path, wanted, name):
            file = (sides(path, wanted.languages) or [path])[0]
        if file not in seen:
            seen.add(file)
            yield file


def is_moses(path: Path, wanted: Wanted, name: str | None) -> bool:
    plain = path.name.removesuffix(".gz")
    return name == "moses" or any(plain.endswith(f".{language}") for language in wanted.languages)


def digest_of(path: Path, wanted: Wanted, name: str | None) -> str:
    """SHA-256 of what is said by a file, by both sides of a Moses pair, or by all files of a folder; empty where it cannot be
    read, which its reader says better."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        return ""  # such as a pipe
    try:
        files = files_of(path, wanted, name)
        names = [file.relative_to(path).as_posix() if path.is_dir() else "" for file in files]
        if len(files) == 1:
            return _sha(files[0])
        parts = [f"{name}\x1f{_sha(file)}" for name, file in zip(names, files, strict=True)]
    except (OSError, EOFError, zlib.error):
        return ""
    return hashlib.sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def files_of(path: Path, wanted: Wanted, name: str | None) -> list[Path]:
    """A file, both sides of a Moses pair, or all files of a folder, in order."""
    if path.is_dir() and name in (None, DATASET):
        return sorted(file for file in path.rglob("*") if file.is_file())
    moses = not path.is_file() or is_moses(path, wanted, name)
    return (sides(path, wanted.languages) if moses else None) or [path]


def is_packed(path: Path, wanted: Wanted, name: str | None) -> bool:
    """Whether any of these files is a gzip file, which may unpack to far more than it is; an unreadable one is none."""
    return any(map(_is_gzip, files_of(path, wanted, name)))


def _is_gzip(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(2) == PACKED
    except OSError:
        return False


def key_of(digest: str, wanted: Wanted) -> str:
    """A number for the texts that are wanted of a content: it may hold more languages or columns than two."""
    columns = [f"{language}={column}" for language, column in sorted(wanted.columns.items())]
    parts = [digest, *sorted(wanted.languages), *columns]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _sha(path: Path) -> str:
    made = hashlib.sha256()
    with path.open("rb") as file:
        source = plain(file)
        while chunk := source.read(CHUNK):
            made.update(chunk)
    return made.hexdigest()
