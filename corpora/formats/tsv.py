"""Tab-separated values, one pair a line, UTF-8, no quoting.

A row that holds a tab or a line break has its marks written as two letters each in all of its cells (see `escapes`), and
`escaped` among its flags; every other row stands as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from jjak.corpora.formats.columns import head, values
from jjak.corpora.formats.delimited import read_delimited
from jjak.corpora.formats.entry import Entry, Note, Refused, Wanted
from jjak.corpora.formats.escapes import ESCAPED, escaped
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.pair import Pair


class TsvWriter(PairWriter):
    def __init__(self, files: Sequence[BinaryIO], languages: tuple[str, str]) -> None:
        self._out, self._languages = files[0], languages
        self._out.write(("\t".join(head(languages)) + "\n").encode())

    def write(self, pair: Pair) -> None:
        cells = values(pair, self._languages)
        if any(map(_BREAKS.search, cells)):
            cells = [escaped(cell) for cell in values(replace(pair, flags=(*pair.flags, ESCAPED)), self._languages)]
        self._out.write(("\t".join(cells) + "\n").encode())


_BREAKS = re.compile(r"[\t\n\r]")


def read_tsv(path: Path, wanted: Wanted) -> Iterator[Entry | Note | Refused]:
    """Entries by the line that each begins on. Quotes are letters but for a cell that needs them, as Excel writes it."""
    return read_delimited(path, wanted, ("\t", ",", ";", "|"), quoted=False)
