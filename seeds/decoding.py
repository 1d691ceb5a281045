"""Bytes to text: by the mark they begin with, by what is declared, and by what they read as.

Nothing is replaced: bytes that fit no encoding are refused with their place. Where an encoding is guessed, or what is declared
is wrong, a warning says so.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import NamedTuple

from jjak.seeds.encoding_detection import (
    SAMPLE,
    USUAL,
    decoded,
    east_asian,
    escaped_encoding,
    foreign_lines,
    is_latin,
    is_paired,
    misplaced,
    other_script,
    readable,
    wide_encoding,
)
from jjak.seeds.encodings import codec_of
from jjak.seeds.errors import DecodingError
from jjak.seeds.message import Message, message

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAKE_UP = b"\xa4\xd4"  # begins the eight bytes that EUC-KR has for a syllable which is not in its table
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")  # of UTF-8
_FOREIGN = re.compile(rb"[\x80-\xff]")
# languages whose single-byte encodings come before Windows-1252, where they are expected
_SINGLE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("cs", "pl", "hu", "sk", "sl", "hr", "ro"), ("cp1250", "iso8859-2")),
    "tr": ("cp1254",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    **dict.fromkeys(("lt", "lv", "et"), ("cp1257",)),
    "vi": ("cp1258",),
    "th": ("cp874",),
}


MOSTLY = 0.8  # of the bytes above ASCII: what is UTF-8 with a fault has so many in sound sequences


class KnownBy(StrEnum):
    """How an encoding is known."""

    MARK = "byte order mark"
    DECLARED = "declared"
    BYTES = "its bytes"
    GUESS = "guess"


class Decoded(NamedTuple):
    """warnings: what a person should be told: a declaration that is wrong, an encoding that was guessed."""

    text: str
    encoding: str
    known_by: KnownBy = KnownBy.BYTES
    warnings: tuple[Message, ...] = ()


def decode(raw: bytes, declared: str = "", languages: Collection[str] = ("ko", "en")) -> Decoded:
    """The text, the encoding that gave it, and how that is known.

    Args:
        raw: The bytes of a whole file.
        declared: The encoding that a person, a head or a declaration names, as it is written there.
        languages: Those that the text may be in; they decide where several encodings fit.

    Raises:
        DecodingError: No encoding fits (with the offset of the first byte that does not), or there is a NUL.
    """
    found = _decoded(raw, declared, languages)
    if (at := found.text.find("\0")) >= 0:
        raise DecodingError(
            "character {at} is NUL, which no text holds and no database keeps", "Remove it from the file.", at=at
        )
    return found


def _decoded(raw: bytes, declared: str, languages: Collection[str]) -> Decoded:
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            found = _strict(raw, [encoding])
            return found._replace(known_by=KnownBy.MARK, warnings=_contradicted(declared, encoding))
    if not declared:
        return _recognised(raw, languages)
    codec = codec_of(declared)
    text = decoded(raw, codec) if codec else None
    if text is not None and _believable(raw, codec):
        return Decoded(text, codec, KnownBy.DECLARED)
    found = _recognised(raw, languages)
    return found._replace(warnings=(*_contradicted(declared, found.encoding), *found.warnings))


def _believable(raw: bytes, codec: str) -> bool:
    """Whether bytes that decode may be what is declared: nearly any bytes decode as Windows-1252 or UTF-16."""
    if codec.startswith(("utf-16", "utf-32")):
        return readable(raw[: SAMPLE // 4 * 4], codec) > 0.5 and (b"\0" in raw or decoded(raw, "utf-8") is None)
    return codec.startswith("utf") or not _FOREIGN.search(raw) or decoded(raw, "utf-8") is None


def _contradicted(declared: str, encoding: str) -> tuple[Message, ...]:
    """A warning where what is declared is not what was found."""
    codec = codec_of(declared) if declared else ""
    if not declared or codec.removesuffix("-le").removesuffix("-be") == encoding.removesuffix("-sig"):
        return ()
    if not codec:
        return (
            message("'{declared}' is declared, which is no encoding; read as {encoding}", declared=declared, encoding=encoding),
        )
    return (
        message(
            "{declared} is declared, and the bytes are {encoding}; read as {encoding}", declared=declared, encoding=encoding
        ),
    )


def _recognised(raw: bytes, languages: Collection[str]) -> Decoded:
    if encoding := wide_encoding(raw):
        return _strict(raw, [encoding])
    if b"\0" in raw:
        raise DecodingError(
            "byte {place} is NUL: a binary file, not text",
            "Remove it from the folder, or convert it to text.",
            place=raw.index(0),
        )
    if not _FOREIGN.search(raw):
        encoding = escaped_encoding(raw)
        return _strict(raw, [encoding or "utf-8"])
    if (text := decoded(raw, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    return _by_letters(raw, languages)


def _by_letters(raw: bytes, languages: Collection[str]) -> Decoded:
    """The encoding that gives the letters of a language; raises DecodingError where none does."""
    if _MAKE_UP in raw and (text := decoded(raw, "euc_kr")) is not None:
        return Decoded(text, "euc_kr")
    sample = foreign_lines(raw)
    if sum(map(len, _SEQUENCE.findall(sample))) >= MOSTLY * len(_FOREIGN.findall(sample)):
        return _strict(raw, ["utf-8", "cp949"])  # UTF-8 with a fault; whatever else it fits would be rubbish
    for encoding, known_by in _likely(sample, languages):
        if (text := decoded(raw, encoding)) is not None:
            warned = () if known_by is KnownBy.BYTES or encoding == "cp1252" else (_guess_of(encoding),)
            return Decoded(text, encoding, known_by, warned)
    return _guessed(raw)


def _likely(sample: bytes, languages: Collection[str]) -> Iterator[tuple[str, KnownBy]]:
    """The encodings that a sample may be in, the likeliest first."""
    guesses = [guess.encoding for guess in east_asian(sample, languages) if guess.share >= USUAL]
    if guesses and (guesses[0] == "cp949" or not _reads_as_latin(sample, "cp1252")):
        yield guesses[0], KnownBy.BYTES
    if "ko" in languages and is_paired(sample):
        yield "cp949", KnownBy.BYTES
    for language in languages:
        for encoding in _SINGLE.get(language.split("-")[0], ()):
            if (text := decoded(sample, encoding)) is not None and not misplaced(text):
                yield encoding, KnownBy.GUESS
    yield from ((encoding, KnownBy.GUESS) for encoding in ("cp1252", "mac-roman") if _reads_as_latin(sample, encoding))
    if encoding := other_script(sample):
        yield encoding, KnownBy.GUESS
    if (text := decoded(sample, "cp949")) is not None and _is_hangul(text):
        yield "cp949", KnownBy.GUESS


def _reads_as_latin(sample: bytes, encoding: str) -> bool:
    return (text := decoded(sample, encoding)) is not None and is_latin(text)


def _is_hangul(text: str) -> bool:
    """Whether most of what is not ASCII are whole syllables, rare ones too."""
    foreign = [c for c in text if c > "\x7f"]
    return sum("가" <= c <= "힣" for c in foreign) >= len(foreign) * 0.7


def _guess_of(encoding: str) -> Message:
    return message("the encoding is a guess: {encoding}", encoding=encoding)


def _strict(raw: bytes, encodings: list[str]) -> Decoded:
    failures = []
    for encoding in encodings:
        try:
            return Decoded(raw.decode(encoding), encoding)
        except UnicodeDecodeError as error:
            failures.append((error.start, encoding))
    # the encoding that came furthest is the one the file was probably meant to be in
    offset, meant = max(failures)
    raise DecodingError(
        "byte {offset} (0x{byte:02x}) is not {encoding} (tried: {tried})",
        "Convert the file to UTF-8, for example with `iconv -f ENCODING -t UTF-8`.",
        offset=offset,
        byte=raw[offset],
        encoding=meant,
        tried=", ".join(encodings),
    )


def _guessed(raw: bytes) -> Decoded:
    """Last resort for other languages' encodings: charset-normalizer, believed only where the text is free of mess."""
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:SAMPLE]).best()
    sure = best is not None and best.chaos <= 0.02 and best.coherence >= 0.5 and best.alphabets
    text = decoded(raw, best.encoding) if best is not None and sure else None
    if best is None or text is None or misplaced(text):
        return _strict(raw, ["utf-8", "cp949"]) if decoded(raw, "cp949") is None else _refuse(raw)
    return Decoded(text, best.encoding, KnownBy.GUESS, (_guess_of(best.encoding),))


def _refuse(raw: bytes) -> Decoded:
    """Bytes that decode as several encodings and read as none."""
    return _strict(raw, ["utf-8"])
