"""Pairs of a DOCX file that holds both languages: rows of its tables, or paragraphs in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jjak.corpora.formats.entry import Entry, Note, Refused, Wanted
from jjak.corpora.formats.table import entries
from jjak.seeds.errors import DocumentError, FormatError
from jjak.seeds.message import message
from jjak.seeds.readers.docx import read_docx
from jjak.seeds.readers.docx_sides import in_turn, tables_of


def read_docx_pairs(path: Path, wanted: Wanted) -> Iterator[Entry | Note | Refused]:
    """Entries by row, counted over all tables whose columns are found; where there is none, by paragraphs in turn.

    Raises FormatError where the file is broken, or holds both languages in neither way.
    """
    try:
        paragraphs = [paragraph for paragraph, _ in read_docx(path.read_bytes()).paragraphs]
    except DocumentError as error:
        raise FormatError(error.message, error.remedy) from error
    before, taken = 0, False
    without: list[int] = []
    for number, rows in tables_of(paragraphs).items():
        try:
            for one in entries(iter(list(enumerate(rows, before + 1))), wanted):
                taken = taken or isinstance(one, Entry)
                yield one
        except FormatError:
            without.append(number)
        before += len(rows)
    pairs = [] if taken else in_turn(paragraphs)
    if pairs and "ko" in wanted.languages:
        yield Note(0, message("its paragraphs were taken as pairs, in turn"))
        yield from _turned(pairs, wanted)
    elif not taken:
        raise FormatError("no table with a column for each language, and no paragraphs in turn", "Build it as a document.")
    for number in without if taken else ():
        yield Note(0, message("table {number} has no columns of texts and was left out", number=number))


def _turned(pairs: list[tuple[str, str]], wanted: Wanted) -> Iterator[Entry]:
    """The pairs in the direction that is wanted."""
    first, second = wanted.languages
    for row, (korean, other) in enumerate(pairs, 1):
        texts = (korean, other) if first == "ko" else (other, korean)
        yield Entry(row, (first, texts[0]), (second, texts[1]))
