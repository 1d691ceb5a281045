"""The columns of a table (TSV, CSV, XLSX): what an export has, and which of a file's mean what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jjak.corpora.formats.entry import Entry, Refused, Wanted, key_of
from jjak.corpora.pair import Figure, Pair
from jjak.seeds.errors import FormatError

SCORES = ("bleu", "chrf2++", "round_trip_bleu", "round_trip_chrf2++")
HEAD = ("kind", "origin", "status", "document", "segments", "model", "confidence", *SCORES, "flags")
MORE = ("direction", "licence", "attribution", "comment")
_NAMES = {"ko": ("korean", "kor", "한국어"), "en": ("english", "eng", "영어")}
_SIDES = (("source", "src"), ("target", "tgt", "trg"))
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
    """texts: where the two languages' are, from 0; fields: where the others are, by name; width: how many there are in all;
    headed: whether the first row names them; ours: whether it is an export of ours."""

    texts: tuple[int, int]
    fields: Mapping[str, int]
    width: int
    headed: bool
    ours: bool


def columns_of(first: Sequence[str], wanted: Wanted) -> Columns:
    """The columns by the first row; raises FormatError where the two languages' are not among them."""
    names = [cell.strip().lower() for cell in first]
    if wanted.columns and all(str(value).isdigit() for value in wanted.columns.values()):
        places = [int(wanted.columns.get(language, "0")) - 1 for language in wanted.languages]
        if min(places) < 0 or max(places) >= len(names):
            raise FormatError(
                "{count} columns, and {columns} were asked for",
                "Numbers count from 1.",
                count=len(names),
                columns=_listed(wanted.columns),
            )
        return Columns((places[0], places[1]), {}, len(names), headed=False, ours=False)
    found = [_place(names, at, wanted) for at in (0, 1)]
    if None in found or found[0] == found[1]:
        shown = ", ".join(repr(cell[:20]) for cell in first[:8])
        a, b = wanted.languages
        raise FormatError(
            "no columns are called {a} and {b}; the first row is {shown}",
            "Say which they are, by name or by number from 1: --columns {a}=1,{b}=2",
            a=a,
            b=b,
            shown=shown,
        )
    fields = {name: at for at, name in enumerate(names) if name in {"id", *HEAD, *MORE}}
    ours = set(fields) >= _OURS
    return Columns((found[0] or 0, found[1] or 0), fields, len(names), headed=True, ours=ours)


def _place(names: list[str], side: int, wanted: Wanted) -> int | None:
    language = wanted.languages[side]
    if language in wanted.columns:
        candidates = [wanted.columns[language].strip().lower()]
    else:
        candidates = [language.lower(), *_NAMES.get(language, ()), *_SIDES[side]]
    by_code = [at for at, name in enumerate(names) if len(name) > 2 and wanted.language(name) == language]
    return next((names.index(name) for name in candidates if name in names), by_code[0] if by_code else None)


def entry_of(row: int, cells: Sequence[str], columns: Columns, wanted: Wanted) -> Entry | Refused:
    """The entry of a row of cells."""
    if len(cells) != columns.width:
        return Refused(row, f"{len(cells)} columns, expected {columns.width}")
    a, b = ((language, cells[at]) for language, at in zip(wanted.languages, columns.texts, strict=True))
    given = {name: cells[at] for name, at in columns.fields.items()}
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
        flags=tuple(flag for flag in given.get("flags", "").split(",") if flag),
        **plain,  # type: ignore[arg-type]
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _listed(columns: Mapping[str, str]) -> str:
    return ",".join(f"{name}={value}" for name, value in columns.items())
