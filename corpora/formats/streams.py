"""Files as streams: gzip undone, encodings found, lines one at a time, no line without end."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from jjak.corpora.formats.entry import Refused
from jjak.seeds.decoding import BYTE_ORDER_MARKS, decode
from jjak.seeds.errors import DecodingError, FormatError
from jjak.seeds.limits import MB, limits, too_much
from jjak.seeds.message import message

HEAD = 1 << 16  # bytes that are looked at to find what ends a line
SAMPLE = 1 << 20  # bytes that are looked at to find the encoding
LONGEST = 4 << 20  # bytes of a line
BROKEN = (OSError, EOFError, zlib.error)  # what a stream that ends too early, or lies about its form, raises


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, decompressed where it is a gzip file, whatever it is called."""
    with path.open("rb") as file:
        yield plain(file)


def plain(file: BinaryIO) -> BinaryIO:
    """What a file says, decompressed where it is a gzip file; reading it raises FormatError where that is over the limit."""
    zipped = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    return io.BufferedReader(_Unpacked(gzip.GzipFile(fileobj=file)), HEAD) if zipped else file


class _Unpacked(io.RawIOBase):
    """What a gzip file unpacks to, up to the limit."""

    def __init__(self, file: gzip.GzipFile) -> None:
        self._file, self._most = file, limits().unpacked * MB

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any, /) -> int:
        part = self._file.read(len(buffer))
        if self._file.tell() > self._most:
            raise too_much("unpacked", message("it unpacks to over {most:,} bytes", most=self._most))
        buffer[: len(part)] = part
        return len(part)


def lines(
    path: Path, encoding: str = "", *, returns: bool = False, escaped: bool = False
) -> Iterator[tuple[int, str | Refused]]:
    """The lines by number, from 1, without their ends; only line feeds end one, since other marks may stand inside a text. In a
    file without any, as old Macs wrote them, carriage returns do.

    returns: whether the carriage return before a line feed is part of the line; escaped: whether a byte that does not decode
    is half a surrogate in the line, instead of costing it.
    A line that does not decode or is too long, and an end that comes too early, is a Refused instead.
    """
    number = 0
    try:
        with opened(path) as file:
            chosen = encoding or _encoding(file)
            wide = chosen.startswith(("utf-16", "utf-32"))
            end = _line_end(file, chosen)
            raw = _wide(file, chosen, end) if wide else _narrow(file if end == "\n" else io.BufferedReader(_Fed(file)))
            for number, line in enumerate(raw, 1):
                text = line if isinstance(line, str) else _decoded(number, line, chosen, escaped)
                if number == 1 and isinstance(text, str):
                    text = text.removeprefix("\ufeff")
                yield number, text if returns or isinstance(text, Refused) else text.removesuffix("\r")
    except BROKEN as error:
        yield number + 1, Refused(number + 1, f"the file is broken here: {error}")
    except UnicodeError as error:
        yield number + 1, Refused(number + 1, f"not {chosen}: {error}")


class _Fed(io.RawIOBase):
    """A file whose carriage returns are line feeds."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        part = self._file.read(len(buffer)).replace(b"\r", b"\n")
        buffer[: len(part)] = part
        return len(part)


def _line_end(file: BinaryIO, encoding: str) -> str:
    """What ends the lines of a file, by its beginning; the file stands where it stood."""
    at, text = file.tell(), ""
    with suppress(*BROKEN):
        text = file.read(HEAD).decode(encoding if encoding.startswith(("utf-16", "utf-32")) else "latin-1", "ignore")
    file.seek(at)
    return "\r" if "\r" in text and "\n" not in text else "\n"


def _encoding(file: BinaryIO) -> str:
    """What the file is in, by its mark or its beginning; the file stands after its mark then."""
    sample = _sample(file)
    for mark, name in BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            narrow = name == "utf-8-sig"
            file.seek(len(mark) if narrow else 0)
            return "utf-8" if narrow else name
    file.seek(0)
    spoken = [line for line in sample.split(b"\n")[:-1] or [sample] if not line.isascii()]
    good = sum(1 for line in spoken if _is_utf8(line))
    if good * 2 >= len(spoken) and b"\0" not in sample:
        return "utf-8"  # one line that is not does not change what the file is in
    # a character may be cut in two by the end of the sample
    whole = (
        sample if len(sample) < SAMPLE else sample[: len(sample) // 4 * 4] if b"\0" in sample else sample[: sample.rfind(b"\n")]
    )
    try:
        return decode(whole).encoding
    except DecodingError:
        return "cp949" if sum(map(_is_korean, spoken)) > good else "utf-8"


def _sample(file: BinaryIO) -> bytes:
    """The file's beginning, or what of it can be read."""
    parts: list[bytes] = []
    try:
        while sum(map(len, parts)) < SAMPLE and (part := file.read(1 << 13)):
            parts.append(part)
    except BROKEN:
        pass
    return b"".join(parts)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_korean(line: bytes) -> bool:
    """Whether a line is CP949, and most of what is not ASCII in it a Hangul syllable."""
    try:
        text = line.decode("cp949")
    except UnicodeDecodeError:
        return False
    spoken = [character for character in text if not character.isascii()]
    return sum("\uac00" <= character <= "\ud7a3" for character in spoken) * 2 > len(spoken)


def _narrow(file: BinaryIO) -> Iterator[bytes | str]:
    while line := file.readline(LONGEST):
        if len(line) == LONGEST and not line.endswith(b"\n"):
            while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
        yield line


def _wide(file: BinaryIO, encoding: str, end: str) -> Iterator[bytes | str]:
    text = io.TextIOWrapper(file, encoding, newline=end)
    try:
        while line := text.readline(LONGEST):
            yield line.removesuffix(end).removeprefix("\ufeff")
    finally:
        # the file may be closed before this is let go of
        with suppress(ValueError):
            text.detach()


def _decoded(number: int, line: bytes, encoding: str, escaped: bool) -> str | Refused:
    if len(line) >= LONGEST:
        return Refused(number, f"a line of over {LONGEST:,} bytes")
    try:
        return line.removesuffix(b"\n").decode(encoding, "surrogateescape" if escaped else "strict")
    except UnicodeDecodeError as error:
        return Refused(number, f"byte {error.start} (0x{line[error.start]:02x}) is not {encoding}")


def known_encoding(name: str) -> str:
    """`name`, or FormatError where there is no such encoding."""
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise FormatError("No encoding '{name}'", "For example utf-8, cp949 or utf-16.", name=name) from error
