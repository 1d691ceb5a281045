"""Both languages in one DOCX file: a table with a column for each, or paragraphs in turn."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from jjak.seeds.document import Kind
from jjak.seeds.message import Message, message
from jjak.seeds.readers.docx import Paragraph

LEAST = 3  # pairs that make a file one in both languages; fewer may be chance
SHARE = 0.8  # of rows, or of pairs of paragraphs, that fit
_HANGUL = re.compile(r"[가-힣]")
_LATIN = re.compile(r"[A-Za-z]")


def tables_of(paragraphs: Sequence[Paragraph]) -> Mapping[int, list[list[str]]]:
    """The rows of each table, by its number, as texts of their cells; what stands in a cell is joined."""
    found: dict[int, dict[int, dict[int, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for each in paragraphs:
        if each.row and not each.contents:
            number, y, x = each.row
            found[number][y][x].append(" ".join(each.text.split()))
    return {
        number: [[" ".join(cells.get(x, [])) for x in range(1, max(cells) + 1)] for cells in rows.values()]
        for number, rows in found.items()
    }


def side_by_side(rows: Sequence[Sequence[str]]) -> bool:
    """Whether one column of a table is in Korean, and another in Latin letters."""
    columns: Counter[tuple[int, int]] = Counter()
    filled = 0
    for cells in rows:
        scripts = [script(cell) for cell in cells]
        filled += sum(bool(one) for one in scripts) > 1
        if scripts.count("ko") == 1 and scripts.count("latin") == 1:
            columns[scripts.index("ko"), scripts.index("latin")] += 1
    most = max(columns.values(), default=0)
    return most >= LEAST and most >= SHARE * filled


def in_turn(paragraphs: Sequence[Paragraph]) -> list[tuple[str, str]]:
    """The pairs of a file whose paragraphs are in Korean and in Latin letters in turn, Korean first; none where it is not."""
    texts = [each.text for each in paragraphs if not each.row and each.kind in (Kind.TEXT, Kind.HEADING, Kind.ITEM)]
    known = [(one, script(one)) for one in texts if script(one)]
    pairs: list[tuple[str, str]] = []
    at = 0
    while at + 1 < len(known):
        (first, one), (second, other) = known[at : at + 2]
        if one == other:
            at += 1
            continue
        pairs.append((first, second) if one == "ko" else (second, first))
        at += 2
    fits = len(pairs) >= LEAST and 2 * len(pairs) >= SHARE * len(known)
    return [(" ".join(a.split()), " ".join(b.split())) for a, b in pairs] if fits else []


def both_languages(paragraphs: Sequence[Paragraph]) -> Iterator[Message]:
    """What is to be said of a file that holds both languages and is read as one document."""
    for number, rows in tables_of(paragraphs).items():
        if side_by_side(rows):
            yield message(
                "table {number} holds both languages side by side; `jjak import` takes its rows as pairs", number=number
            )
    if in_turn(paragraphs):
        yield message("its paragraphs are in both languages in turn; `jjak import` takes them as pairs")


def script(text: str) -> str:
    """`ko` or `latin`, by which a text has more of; a syllable counts as two letters. Empty where it has neither."""
    korean, latin = 2 * len(_HANGUL.findall(text)), len(_LATIN.findall(text))
    return "" if not korean and not latin else "ko" if korean >= latin else "latin"
