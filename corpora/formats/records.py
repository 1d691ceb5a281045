"""Rows with a `translation` (JSON Lines, Parquet, a dataset of the Hub) as entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from jjak.corpora.formats.entry import Entry, Refused, Wanted, key_of
from jjak.corpora.pair import Figure, Markup, Side

_OURS = ("id", "kind", "origin", "status", "model", "revision")


def places(side: Side) -> dict[str, Any]:
    return {"document": side.document, "segments": list(side.segments), "spans": [list(span) for span in side.spans]}


def entry_of(number: int, row: Mapping[str, Any], wanted: Wanted) -> Entry | Refused:
    """The entry of a row: its `translation`, or else two columns by the names of the languages."""
    texts = _texts(row, wanted)
    if len(texts) < 2:
        found = row.get("translation", row)
        names = ", ".join(map(str, found)) if isinstance(found, dict) else type(found).__name__
        return Refused(
            number, f"no text in {' and '.join(lang for lang in wanted.languages if lang not in texts)}: {names}"[:200]
        )
    first, second = wanted.languages
    a, b = (first, texts[first]), (second, texts[second])
    if wanted.language(_text(row, "source", "lang") or _text(row, "source_lang")) == second:
        a, b = b, a
    said = Entry(
        number,
        a,
        b,
        unit=_text(row, "id"),
        document=_text(row, "document") or _text(row, "name"),
        licence=_text(row, "licence") or _text(row, "license"),
        attribution=_text(row, "attribution") or _text(row, "taken", "attribution"),
        comment=_text(row, "comment"),
    )
    return _ours(said, row) if all(name in row for name in _OURS) else said


def _ours(said: Entry, row: Mapping[str, Any]) -> Entry:
    """What an export of ours says besides."""
    return replace(
        said,
        key=key_of(row["id"]),
        document=_text(row, "name"),
        unit=_text(row, "taken", "unit") or _text(row, "unit"),
        hypothesis=_text(row, "hypothesis") if row.get("hypothesis") is not None else said.target[1],
        nats=_number(row.get("nats")),
        confidence=_number(row.get("confidence")),
        flags=tuple(flag for flag in _listed(row.get("flags")) if isinstance(flag, str)),
        scores=dict(_figures(row.get("scores"))),
        markup=_markup(row.get("markup")),
        kind=_text(row, "kind"),
        origin=_text(row, "origin"),
        status=_text(row, "status"),
        model=_text(row, "model"),
        revision=_text(row, "revision"),
        back_translation=_text(row, "back_translation"),
    )


def _texts(row: Mapping[str, Any], wanted: Wanted) -> dict[str, str]:
    if wanted.columns:
        cells = {language: row.get(name) for language, name in wanted.columns.items()}
    else:
        cells = row["translation"] if isinstance(row.get("translation"), dict) else dict(row)
    found: dict[str, str] = {}
    for code, text in cells.items():
        language = wanted.language(code) if isinstance(code, str) and len(code) < 12 else None
        if language and (isinstance(text, str) or text is None):
            found.setdefault(language, text or "")
    return found


def _text(row: Mapping[str, Any], *names: str) -> str:
    value: Any = row
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and abs(value) < 1e300 else 0.0


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else ()


def _figures(value: Any) -> Iterable[tuple[str, Figure]]:
    """Scores as an object by name, or as a list of objects with their names."""
    rows = [(name, one) for name, one in value.items()] if isinstance(value, dict) else [(None, one) for one in _listed(value)]
    for name, one in rows:
        if isinstance(one, dict) and isinstance(name or one.get("name"), str):
            called = (name or one["name"])[:32]
            yield called, Figure(_number(one.get("value")), _text(one, "signature"))


def _markup(value: Any) -> Markup | None:
    if not isinstance(value, dict):
        return None
    parts = [_text(value, name) for name in Markup._fields]
    return Markup(*parts) if parts[0] else None
