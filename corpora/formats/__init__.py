"""The formats that pairs go out in, and the one way that they are written: to a new file that takes its name when whole."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from corpora.formats.jsonl import write_jsonl
from corpora.formats.tmx import write_tmx
from corpora.formats.tsv import write_tsv
from corpora.pair import Pair
from seeds.errors import FormatError, SettingError, unknown

# a writer takes the pairs, the two languages in the order of the columns, and the file
Writer = Callable[[Iterable[Pair], tuple[str, str], BinaryIO], None]
FORMATS: dict[str, Writer] = {"jsonl": write_jsonl, "tmx": write_tmx, "tsv": write_tsv}


def format_of(out: str, name: str | None = None) -> str:
    """The format called `name`, or the one that the suffix of `out` says; raises SettingError where there is none."""
    chosen = name or Path(out).suffix.lstrip(".").lower()
    if not chosen or (out == "-" and not name):
        raise SettingError(f"No format for '{out}'; there are: {', '.join(sorted(FORMATS))}", "Give one with --format.")
    if chosen not in FORMATS:
        raise unknown("format", chosen, FORMATS)
    return chosen


def export(pairs: Iterable[Pair], out: str, languages: tuple[str, str], name: str | None = None) -> int:
    """Write `pairs` to the file `out` (`-` is standard output); how many there were.

    Raises SettingError at an unknown format and FormatError where the file cannot be written; what stood under the name
    `out` before is then still there.
    """
    writer = FORMATS[format_of(out, name)]
    counted = _Counted(pairs)
    if out == "-":
        writer(counted, languages, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return counted.count
    path = Path(out)
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            part = Path(file.name)
            try:
                writer(counted, languages, file)  # type: ignore[arg-type]  # the wrapper of a binary file is one
                file.flush()
                os.fsync(file.fileno())
                part.chmod(0o666 & ~_mask())
                part.replace(path)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise FormatError(f"{out}: {error.strerror or error}", "Check that the folder is there and may be written.") from error
    return counted.count


class _Counted:
    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._pairs = pairs
        self.count = 0

    def __iter__(self) -> Iterator[Pair]:
        for pair in self._pairs:
            self.count += 1
            yield pair


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
