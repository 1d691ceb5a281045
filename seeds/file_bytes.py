"""The bytes of one file, read so that a pipe cannot hold a batch up and a file that changes meanwhile is noticed."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from jjak.seeds.errors import DocumentError, FormatError
from jjak.seeds.message import Message, message

_KINDS: tuple[tuple[int, Message], ...] = (
    (stat.S_IFDIR, message("a folder")),
    (stat.S_IFIFO, message("a named pipe")),
    (stat.S_IFSOCK, message("a socket")),
    (stat.S_IFCHR, message("a device")),
    (stat.S_IFBLK, message("a device")),
)
_NEVER_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def path_text(path: Path) -> str:
    """A path as text; bytes of a name that are no UTF-8 are written `\\\\xb3`, so that every terminal and database takes it."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_bytes(path: Path, largest: int) -> bytes:
    """The bytes of a regular file.

    Raises:
        DocumentError: It cannot be read, has more bytes than `largest`, is no regular file, or changed while it was read.
    """
    try:
        _check(path.stat(), largest)
        # between the two another may have put a pipe in its place, which is opened without waiting for its other end
        with os.fdopen(os.open(path, os.O_RDONLY | _NEVER_WAIT), "rb") as file:
            before = os.fstat(file.fileno())
            _check(before, largest)
            if (raw := file.read(largest + 1)) is None:  # such as the kernel's log, which is a file and waits for more
                raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
            after = os.fstat(file.fileno())
        _check_same(before, after, len(raw))
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValueError as error:  # a NUL in the name
        raise DocumentError("{cause}", "Check the name.", cause=str(error)) from error
    return raw


def read_given(path: Path, largest: int) -> bytes:
    """The bytes of a file that is named as a recipe, a lexicon or rules; raises FormatError where it is none, or larger."""
    try:
        return read_bytes(path, largest)
    except DocumentError as error:
        raise FormatError("{path}: {cause}", "Check the path.", path=path_text(path), cause=error.message) from error


def _check(found: os.stat_result, largest: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        kind = dict(_KINDS).get(stat.S_IFMT(found.st_mode), message("a device"))
        raise DocumentError("{kind}, not a file", "Save what it gives to a file, and name that.", kind=kind)
    if found.st_size > largest:
        raise too_large(found.st_size, largest)


def too_large(size: int, largest: int) -> DocumentError:
    """The error for a file of so many bytes."""
    fix = message("Split the file, or raise the limit with --max-bytes.")
    return DocumentError("{size:,} bytes, over the limit of {largest:,}", fix, size=size, largest=largest)


def _check_same(before: os.stat_result, after: os.stat_result, read: int) -> None:
    """Raises DocumentError where the file was written to meanwhile, so that half of what was read may be of another text."""
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or read != after.st_size:
        raise DocumentError(
            "it changed while it was read: {before:,} bytes, then {after:,}",
            "Run the same command again once nothing writes to it.",
            before=before.st_size,
            after=after.st_size or read,
        )


def _unreadable(path: Path, error: OSError) -> DocumentError:
    if error.errno == errno.ENOENT and path.is_symlink():
        fix = message("Mend the link, or remove it.")
        return DocumentError("no such file: a link to {target}", fix, target=path_text(path.readlink()))
    if error.errno == errno.ENOENT:
        return DocumentError("no such file, or no longer", "Check that the file is there, and run the same command again.")
    reason = error.strerror or str(error)
    fix = message("Check that the file is there and may be read.")
    return DocumentError("{reason}", fix, reason=reason[:1].lower() + reason[1:])
