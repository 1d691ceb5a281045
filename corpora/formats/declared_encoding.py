"""What a file says of its own encoding, held against its bytes: XML and PO name it, and not all of them rightly."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from jjak.corpora.formats.streams import opened
from jjak.seeds.decoding import BYTE_ORDER_MARKS
from jjak.seeds.encodings import codec_of
from jjak.seeds.message import Message, message

SIZE = 1 << 20  # bytes that are read at once
FEW = 4  # letters outside ASCII, below which a single-byte encoding is not taken to be Korean
_HANGUL = re.compile("[\u3131-\u318e\uac00-\ud7a3]")
_SPOKEN = re.compile("[^\x00-\x7f]")
_BEFORE = re.compile(r"((?:\s|<!--.*?-->)*+)<\?xml(?=\s)", re.DOTALL)
_DECLARED = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']\s*([\w.:-]+)""")
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")


def settled(path: Path, label: str, languages: tuple[str, str]) -> tuple[str, Message | None]:
    """The codec that reads a file which calls its encoding `label`, and what is to be said of it.

    The label is believed unless the bytes contradict it: where they are not of that encoding, or it takes any bytes at all, and
    the whole file is UTF-8, or CP949 that reads as Korean. Where nothing fits the label stands, and the caller refuses what
    does not decode.
    """
    said = codec_of(label)
    if not said:
        return "", message("its encoding '{label}' is unknown; it was guessed from the bytes", label=label)
    anything = _takes_anything(said)
    if not anything and fits(path, said):
        return said, None
    for other in ("utf-8", "cp949"):
        if other != said and fits(path, other) and (other == "utf-8" or ("ko" in languages and _is_korean(path))):
            if anything and other == "utf-8" and fits(path, "ascii"):
                return said, None
            return other, message("it says it is {said}, and its bytes are {found}; read as {found}", said=label, found=other)
    return said, None


def xml_encoding(path: Path, asked: str, languages: tuple[str, str]) -> tuple[str, list[Message]]:
    """The codec of an XML file: by its mark or first bytes, as asked, by its declaration, or UTF-8 as the standard has it;
    and what is to be said of the declaration."""
    with opened(path) as file:
        sample = file.read(4_096)
    marked = next((name for mark, name in BYTE_ORDER_MARKS if sample.startswith(mark)), "") or _wide(sample)
    text = sample.decode(marked or "latin-1", "ignore").removeprefix("\ufeff").removeprefix("\xef\xbb\xbf")
    begun = _BEFORE.match(text)
    notes = [message("its XML declaration is not at its start; it was read all the same")] if begun and begun[1] else []
    found = _DECLARED.match(text, begun.end(1)) if begun else None
    label = found[1] if found else ""
    if marked:
        return marked, notes + _contradicted(label, marked, sample)
    if asked:
        return asked, notes
    codec, note = settled(path, label or "utf-8", languages)
    return codec or settled(path, "utf-8", languages)[0], notes + ([note] if note else [])


def _contradicted(label: str, marked: str, sample: bytes) -> list[Message]:
    """What is to be said of a label, by the encoding that the first bytes show."""
    plain = marked.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    order = "-le" if marked.endswith("-le") or sample.startswith(codecs.BOM_UTF16_LE) else "-be"
    said = codec_of(label).replace("_", "-")
    turned = said.endswith(("-le", "-be")) and not said.endswith(order)
    if not label or (said.startswith(plain) and not turned):
        return []
    found = plain + order if turned and said.startswith(plain) else plain
    return [message("it says it is {said}, and its bytes are {found}; read as {found}", said=label, found=found)]


def fits(path: Path, codec: str) -> bool:
    """Whether every byte of the file is of this encoding."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        with opened(path) as file:
            while part := file.read(SIZE):
                decoder.decode(part)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _takes_anything(codec: str) -> bool:
    """Whether an encoding has a character for nearly every byte, so that bytes of another do not contradict it."""
    return len(bytes(range(0xA1, 0xFF)).decode(codec, "ignore")) > 60 and not codec.startswith(("utf", "cp932", "shift"))


def _is_korean(path: Path) -> bool:
    """Whether the file's beginning, read as CP949, is Korean where it is not ASCII."""
    with opened(path) as file:
        text = file.read(SIZE).decode("cp949", "ignore")
    spoken = _SPOKEN.findall(text)
    return len(spoken) >= FEW and len(_HANGUL.findall(text)) * 10 >= len(spoken) * 8


def _wide(sample: bytes) -> str:
    if b"\0" not in sample[:200]:
        return ""
    return next((name for name in _WIDE if re.match(r"\s*<[?!\w]", sample.decode(name, "ignore"))), "")
