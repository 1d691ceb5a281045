"""Mozilla's Firefox Translations: Marian's binary form, told by its files and by the model's own configuration in it.

Its students have an SSRU for a decoder, which CTranslate2 has not; the PyPI package `firefox-translations` converts no binary
form either, only Marian's `.npz`. So the form is recognised and refused with the reason, until an engine runs it.
"""

from __future__ import annotations

import re
import struct
from pathlib import Path

from jjak.seeds.errors import ModelError

VERSION = 1  # of Marian's binary form
_HEAD = struct.Struct("<QQ")  # the version, and how many arrays there are
_CELL = re.compile(rb"dec-cell: *([a-z-]+)")


def is_binary(path: Path) -> bool:
    """Whether a file begins as Marian's binary form does."""
    with path.open("rb") as file:
        head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return False
    version, count = _HEAD.unpack(head)
    return bool(version == VERSION and 0 < count < 100_000)


def ensure_runnable(name: str, folder: Path) -> None:
    """Raises ModelError where a folder holds a model in Marian's binary form."""
    for path in sorted(folder.glob("model.*.bin")):
        if is_binary(path):
            message = "The model {name} is in Marian's binary form ({file}; decoder: {cell}), which jjak cannot run yet"
            fix = "`jjak models search` lists models for the same languages."
            raise ModelError(message, fix, name=name, file=path.name, cell=_decoder(path))


def _decoder(path: Path) -> str:
    """The cell of the decoder, as the model's configuration at the end of the file says."""
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - (1 << 16)))
        found = _CELL.search(file.read())
    return found[1].decode() if found else "?"
