"""The columns of a table (TSV, CSV, XLSX): what an export has, and which of a file's mean what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mode

from jjak.corpora.formats.column_names import column_of, guessed_columns, side_of
from jjak.corpora.formats.directions import Votes, language_by_letters
from jjak.corpora.formats.entry import Entry, Refused, Wanted, key_of
from jjak.corpora.formats.escapes import ESCAPED, unescaped
from jjak.corpora.pair import SCORES, Figure, Pair
from jjak.seeds.errors import FormatError
from jjak.seeds.message import Message, counted, message

HEAD = ("kind", "origin", "status", "document", "segments", "model", "confidence", *SCORES, "flags")
MORE = ("direction", "licence", "attribution", "comment")
TITLES = 10  # rows among which the head is looked for: a title may stand above it
_OURS = {"id", "kind", "origin", "status", "direction"}


def head(languages: tuple[str, str]) -> list[str]:
    return ["id", *languages, *HEAD, *MORE]


def values(pair: Pair, languages: tuple[str, str]) -> list[str]:
    """A pair's cells, in the order of `head`."""
    texts = {pair.source.lang: pair.source.text, pair.target.lang: pair.target.text}
    figures = [f"{pair.scores[name].value:.4f}" if name in pair.scores else "" for name in SCORES]
    model = f"{pair.model}@{pair.revision}" if pair.model or pair.revision else ""
    places = ",".join(map(str, pair.source.segments))
    fixed = [pair.kind, pair.origin, pair.status, pair.name, places, model, f"{pair.confidence:.4f}"]
    more = [f"{pair.source.lang}-{pair.target.lang}", pair.licence, pair.taken.attribution if pair.taken else "", pair.comment]
    return [pair.id, *(texts.get(language, "") for language in languages), *fixed, *figures, ",".join(pair.flags), *more]


@dataclass(frozen=True, slots=True)
class Columns:
    """languages: of the two texts, source first; texts: where they are, from 0; fields: where the others are, by name; width:
    how many there are in all; head: the place of the row that names them, from 0, -1 where none does; ours: whether it is an
    export of ours; notes: what was guessed."""

    languages: tuple[str, str]
    texts: tuple[int, int]
    fields: Mapping[str, int]
    width: int
    head: int = -1
    ours: bool = False
    notes: Sequence[Message] = ()


def columns_of(rows: Sequence[Sequence[str]], wanted: Wanted, *, guess: bool = True) -> Columns:
    """The columns by the first rows of a table: as asked, by their names, or, aloud, by the letters of their cells.

    Raises FormatError where the two languages' are not found.
    """
    first = rows[0] if rows else []
    if wanted.columns and all(str(value).isdigit() for value in wanted.columns.values()):
        return _numbered(first, wanted)
    for at, cells in enumerate(rows[:TITLES]):
        if found := _named(cells, at, wanted) or _by_sides(cells, rows, at, wanted):
            above = sum(1 for row in rows[:at] if any(row))
            notes = list(found.notes)
            if above:
                notes.append(
                    counted("{count} row above the head was left out", "{count:,} rows above the head were left out", above)
                )
            below = [len(row) for row in rows[at + 1 :]]
            usual = mode(below) if below else found.width
            # rows may lack columns that the head names last
            width = usual if not found.ours and max(found.texts) < usual < found.width else found.width
            return replace(found, notes=notes, width=width)
    if guess and not wanted.columns and (guessed := guessed_columns(rows, wanted.languages)):
        return _guessed(rows, guessed, wanted)
    shown = ", ".join(repr(cell[:20]) for cell in first[:8])
    a, b = wanted.languages
    raise FormatError(
        "no columns are called {a} and {b}; the first row is {shown}",
        "Say which they are, by name or by number from 1: --columns {a}=1,{b}=2",
        a=a,
        b=b,
        shown=shown,
    )


def _numbered(first: Sequence[str], wanted: Wanted) -> Columns:
    places = [int(wanted.columns.get(language, "0")) - 1 for language in wanted.languages]
    if min(places) < 0 or max(places) >= len(first):
        raise FormatError(
            "{count} columns, and {columns} were asked for",
            "Numbers count from 1.",
            count=len(first),
            columns=_listed(wanted.columns),
        )
    return Columns(wanted.languages, (places[0], places[1]), {}, len(first))


def _named(cells: Sequence[str], at: int, wanted: Wanted) -> Columns | None:
    """The columns by a row that names both languages; which is the source too, where it says so."""
    found = [column_of(cells, language, wanted) for language in wanted.languages]
    if None in found or found[0] == found[1]:
        return None
    places = [(found[0] or 0), (found[1] or 0)]
    languages = list(wanted.languages)
    if side_of(cells[places[0]]) == "target" or side_of(cells[places[1]]) == "source":
        places.reverse()
        languages.reverse()
    return _headed(cells, at, (languages[0], languages[1]), (places[0], places[1]))


def _headed(cells: Sequence[str], at: int, languages: tuple[str, str], places: tuple[int, int]) -> Columns:
    names = [cell.strip().lower() for cell in cells]
    fields = {name: place for place, name in enumerate(names) if name in {"id", *HEAD, *MORE}}
    return Columns(languages, places, fields, len(cells), at, ours=set(fields) >= _OURS)


def _by_sides(cells: Sequence[str], rows: Sequence[Sequence[str]], at: int, wanted: Wanted) -> Columns | None:
    """The columns by a row that names a source and a target; their letters say which language is which."""
    sides = [side_of(cell) for cell in cells]
    if wanted.columns or sides.count("source") != 1 or sides.count("target") != 1:
        return None
    places = sides.index("source"), sides.index("target")
    texts = [(row[places[0]], row[places[1]]) for row in rows[at + 1 :] if len(row) > max(places)]
    votes = Votes.of(texts, wanted.languages)
    said = votes.direction() or wanted.languages
    told = message(
        "the columns {first} and {second} were taken for {a} and {b}",
        first=cells[places[0]].strip(),
        second=cells[places[1]].strip(),
        a=said[0],
        b=said[1],
    )
    return replace(_headed(cells, at, said, places), notes=[told])


def _guessed(rows: Sequence[Sequence[str]], places: tuple[int, int], wanted: Wanted) -> Columns:
    first = rows[0]
    cells = [first[place] if place < len(first) else "" for place in places]
    is_head = any(
        language_by_letters(cell, wanted.languages) != language for cell, language in zip(cells, wanted.languages, strict=True)
    )
    told = message(
        "columns {first} and {second} were taken for {a} and {b}, by the letters of their cells",
        first=places[0] + 1,
        second=places[1] + 1,
        a=wanted.languages[0],
        b=wanted.languages[1],
    )
    made = _headed(first, 0, wanted.languages, places) if is_head else Columns(wanted.languages, places, {}, 0)
    # a row that lacks a text says nothing of the width, and a head may be broken
    widths = [len(row) for row in rows if len(row) > max(places)]
    width = mode((widths[1:] if is_head and len(first) > max(places) else widths) or widths)
    return replace(made, width=width, notes=[told])


def entry_of(row: int, cells: Sequence[str], columns: Columns) -> Entry | Refused:
    """The entry of a row of cells."""
    if len(cells) != columns.width and (len(cells) < columns.width or any(cell.strip() for cell in cells[columns.width :])):
        return Refused(row, f"{len(cells)} columns, expected {columns.width}")
    given = {name: cells[at] for name, at in columns.fields.items() if at < len(cells)}
    flags = [flag for flag in given.get("flags", "").split(",") if flag]
    if columns.ours and ESCAPED in flags:
        cells = [unescaped(cell) for cell in cells]
        given = {name: cells[at] for name, at in columns.fields.items() if at < len(cells)}
    a, b = ((language, cells[at]) for language, at in zip(columns.languages, columns.texts, strict=True))
    if not columns.ours:
        known = {name: given.get(name, "") for name in ("licence", "attribution", "comment", "document")}
        return Entry(row, a, b, unit=given.get("id", ""), **known)  # type: ignore[arg-type]
    if given["direction"] == f"{b[0]}-{a[0]}":
        a, b = b, a
    model, _, revision = given.get("model", "").rpartition("@")
    plain = {name: given.get(name, "") for name in ("kind", "origin", "status", "document", *MORE[1:])}
    return Entry(
        row,
        a,
        b,
        key=key_of(given["id"]),
        model=model,
        revision=revision,
        confidence=_number(given.get("confidence", "")) or 0.0,
        scores={name: Figure(value, "") for name in SCORES if (value := _number(given.get(name, ""))) is not None},
        flags=tuple(flag for flag in flags if flag != ESCAPED),
        **plain,  # type: ignore[arg-type]
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _listed(columns: Mapping[str, str]) -> str:
    return ",".join(f"{name}={value}" for name, value in columns.items())
