"""Bytes to text: Korean pages come as UTF-8, UTF-16, CP949 or its subset EUC-KR."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from jjak.seeds.errors import DecodingError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 65_536  # bytes that are looked at to guess
READABLE = 0.9
_TEXT = re.compile("[\t\n\r -~\u00a0-\u024f\u1100-\u11ff\u2010-\u2027\u3000-\u303f\u3131-\u318e\uac00-\ud7a3]")


class Decoded(NamedTuple):
    text: str
    encoding: str


def decode(raw: bytes) -> Decoded:
    """The text and the encoding that gave it.

    Raises DecodingError with the offset of the first byte that fits nothing, where no encoding fits, and at a NUL.
    """
    found = _decoded(raw)
    if (at := found.text.find("\0")) >= 0:
        raise DecodingError(
            "character {at} is NUL, which no text holds and no database keeps", "Remove it from the file.", at=at
        )
    return found


def _decoded(raw: bytes) -> Decoded:
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _strict(raw, [encoding])
    if encoding := _unmarked_utf16(raw):
        return _strict(raw, [encoding])
    if b"\0" in raw:
        raise DecodingError(
            "byte {place} is NUL: a binary file, not text",
            "Remove it from the folder, or convert it to text.",
            place=raw.index(0),
        )
    try:
        return _strict(raw, ["utf-8", "cp949"])
    except DecodingError as error:
        return _guessed(raw, error)


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


def _unmarked_utf16(raw: bytes) -> str:
    """UTF-16 without its mark, where one of its two orders reads as text."""
    sample = raw[: SAMPLE // 2 * 2]
    if len(raw) % 2 or b"\0" not in sample:
        return ""
    shares = {name: _readable(sample, name) for name in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] > READABLE else ""


def _readable(raw: bytes, encoding: str) -> float:
    """The share of characters that Korean and Western text is made of; 0 where the bytes do not decode."""
    try:
        # a sample may end within a pair of surrogates
        text = raw.decode(encoding) if len(raw) < SAMPLE else raw.decode(encoding, "ignore")
    except UnicodeDecodeError:
        return 0.0
    return len(_TEXT.findall(text)) / max(1, len(text))


def _guessed(raw: bytes, error: DecodingError) -> Decoded:
    """Last resort for other languages' encodings: charset-normalizer, believed only where the text is free of mess."""
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:SAMPLE]).best()
    if best is None or best.chaos > 0.02 or best.coherence < 0.5 or not best.alphabets:
        raise error
    try:
        text = raw.decode(best.encoding)
        text.encode()  # some encodings can spell half a surrogate pair
    except UnicodeError:
        raise error from None
    return Decoded(text, best.encoding)
