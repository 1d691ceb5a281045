"""Lexicons: two terms a line as TSV or CSV, hunalign's `target @ source`, or the terms of a termbase in TBX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from jjak.align.sentence.glosses import Lexicon
from jjak.corpora.formats.markup import XML, local
from jjak.seeds.decoding import decode
from jjak.seeds.errors import FormatError, JjakError
from jjak.seeds.file_bytes import read_given

LARGEST = 1_000_000_000  # bytes of a file
LONGEST = 200  # characters of a term; what is longer is a definition
_HUNALIGN = " @ "
_MARKS = (",", ";", "\t")  # that may part the cells of a CSV, the likeliest first
_ENTRIES = ("termEntry", "conceptEntry")  # TBX 2 and 3
_LANGUAGES = ("langSet", "langSec")


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """lexicons: one, or of a termbase one for each two of its languages; skipped: entries of which a side is empty, or too
    long for a term."""

    lexicons: Sequence[Lexicon]
    skipped: int

    @property
    def entries(self) -> int:
        return sum(len(lexicon.entries) for lexicon in self.lexicons)


def read_lexicon(path: Path) -> LexiconFile:
    """The entries of a lexicon, its form by the name's ending: `.csv`, `.dic`, `.tbx`, anything else has a tab.

    Raises FormatError where the file cannot be read, at a line that is not two terms, and where there is no entry.
    """
    raw = read_given(path, LARGEST)
    suffix = path.suffix.lower()
    found = _termbase(path, raw) if suffix in (".tbx", ".xml") else {"": list(_rows(path, _text(path, raw), suffix))}
    lexicons, skipped = [], 0
    for pairs in found.values():
        terms = dict.fromkeys((first.strip(), second.strip()) for first, second in pairs)
        kept = tuple(entry for entry in terms if all(term and len(term) <= LONGEST for term in entry))
        skipped += len(terms) - len(kept)
        lexicons += [Lexicon(path.name, kept)] if kept else []
    if not lexicons:
        raise FormatError(
            "{path}: no entry", "A lexicon has two terms a line with a tab between, or is a CSV, .dic or .tbx.", path=path
        )
    return LexiconFile(lexicons, skipped)


def _text(path: Path, raw: bytes) -> str:
    try:
        return decode(raw).text if raw else ""
    except JjakError as error:
        raise FormatError("{path}: {cause}", error.remedy, path=path, cause=error.message) from error


def _rows(path: Path, text: str, suffix: str) -> Iterator[tuple[str, str]]:
    lines = text.replace("\r\n", "\n").split("\n")
    mark = max(_MARKS, key=lambda each: (sum(each in line for line in lines), -_MARKS.index(each)))
    if suffix == ".csv":
        reader = csv.reader(io.StringIO(text), delimiter=mark)
        rows = ((reader.line_num, row) for row in reader)
    elif suffix == ".dic":
        # the target's term comes first, and either may hold an at sign of its own
        rows = ((number, line.split(_HUNALIGN, 1)[::-1]) for number, line in enumerate(lines, 1))
    else:
        rows = ((number, line.split("\t")) for number, line in enumerate(lines, 1))
    for number, cells in rows:
        if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
            continue
        if len(cells) != 2:
            raise FormatError(
                "{path}:{number}: a lexicon has two columns, here is {count}"
                if len(cells) == 1
                else "{path}:{number}: a lexicon has two columns, here are {count}",
                "hunalign's form is `target @ source`." if suffix == ".dic" else "Keep the two terms of each line.",
                path=path,
                number=number,
                count=len(cells),  # the line itself may be of a file that was named by mistake, and the error is seen by others
            )
        yield cells[0], cells[1]


def _termbase(path: Path, raw: bytes) -> dict[str, list[tuple[str, str]]]:
    """The entries of TBX by the two languages that they are in: every term of a concept in one with every one in the other."""
    from lxml import etree

    found: dict[str, list[tuple[str, str]]] = {}
    options: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        for _, concept in etree.iterparse(io.BytesIO(raw), tag=[f"{{*}}{name}" for name in _ENTRIES], **options):
            for (one, terms), (other, translations) in combinations(sorted(_terms(concept).items()), 2):
                entries = found.setdefault(f"{one} {other}", [])
                entries += [(term, translation) for term in terms for translation in translations]
            concept.clear()
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        fix = "Check that it is a termbase in TBX."
        raise FormatError("{path}:{line}: {cause}", fix, path=path, line=line, cause=error.msg) from error
    return found


def _terms(concept: Any) -> dict[str, list[str]]:
    terms: dict[str, list[str]] = {}
    for section in concept.iter():
        if local(section) in _LANGUAGES:
            lang = (section.get(f"{{{XML}}}lang") or section.get("lang") or "").split("-")[0].lower()
            terms.setdefault(lang, []).extend(
                "".join(each.itertext()).strip() for each in section.iter() if local(each) == "term"
            )
    return terms
