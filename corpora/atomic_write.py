"""Files and folders that take their names at the end: what stands under a name is whole, whenever a writer was killed."""

from __future__ import annotations

import fcntl
import gzip
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from jjak.seeds.errors import FormatError


@contextmanager
def atomic_write(paths: Sequence[Path], mode: int | None = None) -> Iterator[list[BinaryIO]]:
    """Files that take the names `paths` when the block has ended well, and are gone when it has not.

    mode: their permissions, what is usual by default. Raises FormatError where another process writes them.
    """
    with ExitStack() as stack:
        raw = [stack.enter_context(_part(path)) for path in paths]
        try:
            files = [_zipped(file, path) for file, path in zip(raw, paths, strict=True)]
            yield files
            for file, under in zip(files, raw, strict=True):
                if file is not under:
                    file.close()
                under.flush()
                os.fsync(under.fileno())
            # files that belong together are missing for a moment rather than half of them old
            for path in paths if len(paths) > 1 else ():
                path.unlink(missing_ok=True)
            for path in paths:
                part_name(path).chmod(0o666 & ~_mask() if mode is None else mode)
                part_name(path).replace(path)
            settle(paths[0].parent)
        except BaseException:
            for path in paths:
                part_name(path).unlink(missing_ok=True)
            raise


def _zipped(file: BinaryIO, path: Path) -> BinaryIO:
    # no time and no name in the head: the same pairs give the same bytes
    return gzip.GzipFile("", "wb", 6, file, mtime=0) if path.name.endswith(".gz") else file  # type: ignore[return-value]


@contextmanager
def _part(path: Path) -> Iterator[BinaryIO]:
    """The one file that becomes `path`. What a killed process left in it is overwritten."""
    part = part_name(path)
    while True:
        with part.open("ab") as file:
            _lock(file.fileno(), path)
            # the process that had the lock before may have given the file its final name meanwhile
            if part.exists() and part.stat().st_ino == os.fstat(file.fileno()).st_ino:
                with part.open("r+b") as out:
                    out.truncate()
                    yield out
                return


def part_name(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _lock(number: int, path: Path) -> None:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise FormatError(
            "{path}: it is being written to by another process", "Wait for it, or choose another name.", path=path
        ) from error


@contextmanager
def atomic_write_folder(out: Path, marker: str) -> Iterator[Path]:
    """A folder that takes the name `out` when the block has ended well.

    Args:
        out: Its name. What stands there is replaced only where it is an empty folder or a dataset.
        marker: The file that every dataset holds.

    Raises:
        FormatError: Something else stands there, or another process writes the same.
    """
    if out.exists() and not (out.is_dir() and ((out / marker).is_file() or not any(out.iterdir()))):
        raise FormatError("{out} is there, and is no dataset", "Remove it, or choose another name.", out=out)
    part = part_name(out)
    part.mkdir(exist_ok=True)
    number = os.open(part, os.O_RDONLY)
    try:
        _lock(number, out)
    except FormatError:
        os.close(number)
        raise
    try:
        _empty(part)
        yield part
        for path in sorted(part.rglob("*")):
            _sync(path)
        part.chmod(0o777 & ~_mask())
        old = out.with_name(f".{out.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        if out.exists():
            out.rename(old)
        part.rename(out)
        settle(out.parent)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    finally:
        os.close(number)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def settle(folder: Path) -> None:
    """A new name is on the disk when its folder is."""
    _sync(folder)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
