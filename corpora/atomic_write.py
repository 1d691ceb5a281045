"""Files and folders that take their names at the end: what stands under a name is whole, whenever a writer was killed."""

from __future__ import annotations

import errno
import fcntl
import gzip
import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from jjak.seeds.errors import FormatError

DATABASE = b"SQLite format 3\0"  # how a corpus begins
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside it


@contextmanager
def atomic_write(paths: Sequence[Path], mode: int | None = None, *, database: bool = False) -> Iterator[list[BinaryIO]]:
    """Files that take the names `paths` when the block has ended well, and are gone when it has not.

    mode: their permissions, what is usual by default; database: whether what is written is one, and may take another's place.
    Raises FormatError where another process writes them, and where something stands there that is not to be replaced.
    """
    for path in paths:
        _ensure_replaceable(path, database=database)
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
            for path, under in zip(paths, raw, strict=True):
                os.fchmod(under.fileno(), 0o666 & ~_mask() if mode is None else mode)
                part_name(path).replace(path)
            settle(paths[0].parent)
        except BaseException:
            for path in paths:
                part_name(path).unlink(missing_ok=True)
            raise


def _zipped(file: BinaryIO, path: Path) -> BinaryIO:
    # no time and no name in the head: the same pairs give the same bytes
    return gzip.GzipFile("", "wb", 6, file, mtime=0) if path.name.endswith(".gz") else file  # type: ignore[return-value]


def _ensure_replaceable(path: Path, *, database: bool) -> None:
    """Raises FormatError where a file would take the place of a device or pipe, or of a corpus that people worked on."""
    try:
        kind = path.stat().st_mode
    except OSError:
        return  # nothing is there, or whoever writes will say what is wrong with the place
    if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
        raise FormatError(
            "{path}: a device or pipe, which a file would replace", "Choose another name, or - for standard output.", path=path
        )
    if not database and (_is_database(path) or _is_beside_database(path)):
        raise FormatError("{path}: it is a corpus, and would be lost", "Choose another name, or remove it first.", path=path)


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(DATABASE)) == DATABASE
    except OSError:
        return False


def _is_beside_database(path: Path) -> bool:
    return any(path.name.endswith(end) and _is_database(path.with_name(path.name.removesuffix(end))) for end in BESIDE)


@contextmanager
def _part(path: Path) -> Iterator[BinaryIO]:
    """The one file that becomes `path`. What a killed process left in it is overwritten."""
    part = part_name(path)
    while True:
        with os.fdopen(_opened(part), "r+b") as file:
            _lock(file.fileno(), path)
            # the process that had the lock before may have given the file its final name meanwhile
            if part.exists() and part.stat().st_ino == os.fstat(file.fileno()).st_ino:
                file.truncate()
                yield file
                return


def _opened(part: Path) -> int:
    """A file of ours, made now or left by a killed process. A folder may be filled by strangers: a link or a pipe of this name
    would have us write elsewhere or wait for ever, and a file of another account would be read by it."""
    flags = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    while True:
        try:
            return os.open(part, flags | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            pass
        try:
            number = os.open(part, flags)
        except FileNotFoundError:
            continue  # whoever wrote it is done
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENXIO, errno.EISDIR, errno.EMLINK):
                raise _foreign(part) from error
            raise
        found = os.fstat(number)
        if stat.S_ISREG(found.st_mode) and found.st_nlink <= 1 and found.st_uid == os.geteuid():
            return number
        os.close(number)
        raise _foreign(part)


def _foreign(part: Path) -> FormatError:
    return FormatError("{part}: it is in the way, and is no file that jjak left", "Look at it, and remove it.", part=part)


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
    number = _opened_folder(part)
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


def _opened_folder(part: Path) -> int:
    """As `_opened` has it, for a folder."""
    try:
        part.mkdir(exist_ok=True)
        number = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileExistsError as error:
        raise _foreign(part) from error
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise _foreign(part) from error
        raise
    if os.fstat(number).st_uid == os.geteuid():
        return number
    os.close(number)
    raise _foreign(part)


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
