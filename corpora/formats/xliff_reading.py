"""XLIFF 1.x and 2.x as translation tools write it: units and segments with their states, notes and matches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jjak.corpora.formats.entry import Entry, Note, Refused, Wanted, key_of
from jjak.corpora.formats.markup import inner, local, plain
from jjak.corpora.formats.units import XmlForm, units
from jjak.corpora.formats.xliff import FORM1, FORM2
from jjak.corpora.formats.xliff_states import done, locked, rejected, state_of
from jjak.corpora.pair import Markup, Status
from jjak.seeds.message import counted

_XLIFF = XmlForm(("trans-unit", "unit"), ("xliff", "file", "body", "group"), ("source", "target", "seg-source"), ("header",))
_FACTS = ("kind", "origin", "status", "licence", "attribution", "model", "direction", "unit", "confidence", "flags")
_MACHINE = re.compile(r"\b(mt|machine|nmt|amt|deepl|google|papago)\b", re.IGNORECASE)
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class _Unit:
    """What stands around the texts of a unit. match: what is offered as its translation, and where from."""

    row: int
    line: int
    form: str
    languages: tuple[str, str]
    called: str
    document: str
    ours: bool
    facts: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[Any] = ()
    match: Any = None


def read_xliff(path: Path, wanted: Wanted) -> Iterator[Entry | Note | Refused]:
    """Entries by `trans-unit` (1.x; by its `mrk` of a segment, where there are) or by `segment` (2.x)."""
    ignored = 0
    for unit in units(path, _XLIFF, wanted):
        if unit.note:
            yield Note(unit.row, unit.note)
        elif unit.fault:
            yield Refused(unit.row, unit.fault)
        elif local(unit.element) == "trans-unit":
            yield from _unit1(unit.row, unit.line, unit.element, wanted)
        elif local(unit.element) == "unit":
            yield from _unit2(unit.row, unit.line, unit.element, wanted)
            ignored += sum(1 for one in unit.element.iterchildren("{*}ignorable") if _WORD.search("".join(one.itertext())))
    if ignored:
        told = counted("{count} text between segments was left out", "{count:,} texts between segments were left out", ignored)
        yield Note(0, told)


def _unit1(row: int, line: int, unit: Any, wanted: Wanted) -> Iterator[Entry | Refused]:
    file = next(unit.iterancestors("{*}file"), None)
    said = [file.get(f"{side}-language") if file is not None else None for side in ("source", "target")]
    languages = _languages(said, wanted)
    source, target = _children(unit)
    if isinstance(languages, str) or source is None:
        yield Refused(row, f"line {line}: {languages if isinstance(languages, str) else 'a unit without a source'}")
        return
    around = _Unit(
        row,
        line,
        FORM1,
        languages,
        unit.get("id") or unit.get("resname") or "",
        file.get("original", "") if file is not None else "",
        file is not None and file.get("tool-id") == "jjak",
        {context.get("context-type", ""): context.text or "" for context in unit.iter("{*}context")},
        list(unit.iterchildren("{*}note")),
        next((alt for alt in unit.iterchildren("{*}alt-trans") if _child(alt, "target") is not None), None),
    )
    segments = _segments1(unit, target)
    if not segments:
        yield _entry(around, source, target, unit)
    for name, first, second in segments:
        yield _entry(replace(around, called=f"{around.called}#{name}", match=None), first, second, unit, target)


def _segments1(unit: Any, target: Any) -> list[tuple[str, Any, Any]]:
    """The segments of a unit by their number, source and target, where all words of both stand in segments of one number."""
    whole = _child(unit, "seg-source")
    sides = [_marked(one) if one is not None else {} for one in (whole, target)]
    if whole is None or len(sides[0]) < 1 or _outside(whole):
        return []
    if target is not None and _WORD.search(plain(target, FORM1)) and (_outside(target) or not set(sides[1]) <= set(sides[0])):
        return []
    return [(name, first, sides[1].get(name)) for name, first in sides[0].items()]


def _marked(element: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for mark in element.iter("{*}mrk"):
        if mark.get("mtype") == "seg":
            found.setdefault(mark.get("mid") or str(len(found) + 1), mark)
    return found


def _outside(element: Any) -> bool:
    """Whether words stand outside of every segment."""
    inside = "".join(plain(mark, FORM1) for mark in _marked(element).values())
    return len(_WORD.findall(inside)) != len(_WORD.findall(plain(element, FORM1)))


def _unit2(row: int, line: int, unit: Any, wanted: Wanted) -> Iterator[Entry | Refused]:
    file = next(unit.iterancestors("{*}file"), None)
    root = next(unit.iterancestors("{*}xliff"), None)
    languages = _languages([root.get(name) if root is not None else None for name in ("srcLang", "trgLang")], wanted)
    if isinstance(languages, str):
        yield Refused(row, f"line {line}: {languages}")
        return
    segments = list(unit.iterchildren("{*}segment"))
    called = unit.get("id") or unit.get("name") or ""
    document = file.get("original", "") if file is not None else ""
    facts = {meta.get("type", ""): meta.text or "" for meta in unit.iter("{*}meta")}
    ours = bool(facts) and any(group.get("category") == "jjak" for group in unit.iter("{*}metaGroup"))
    offered = [one for one in unit.iter("{*}match") if _child(one, "target") is not None]
    if not segments:
        yield Refused(row, f"line {line}: a unit without a segment")
    for at, segment in enumerate(segments):
        source, target = _children(segment)
        if source is None:
            yield Refused(row, f"line {line}: a segment without a source")
            continue
        name = called if len(segments) == 1 else f"{called}#{segment.get('id') or at + 1}"
        # the standard has notes in the unit, and some write them in the segment
        notes = [note for one in (unit, segment) for found in one.iterchildren("{*}notes") for note in found]
        match = next((one for one in offered if _about(one, segment, segments)), None)
        yield _entry(_Unit(row, line, FORM2, languages, name, document, ours, facts, notes, match), source, target, segment)


def _about(match: Any, segment: Any, segments: Sequence[Any]) -> bool:
    """Whether a match is of this segment."""
    said = (match.get("ref") or "").lstrip("#")
    return len(segments) == 1 or not said or said == segment.get("id")


def _children(element: Any) -> tuple[Any, Any]:
    return _child(element, "source"), _child(element, "target")


def _child(element: Any, name: str) -> Any:
    return next(element.iterchildren(f"{{*}}{name}"), None)


def _languages(said: Sequence[str | None], wanted: Wanted) -> tuple[str, str] | str:
    """The two languages of a unit, or why it has not the ones that are wanted."""
    source, target = (wanted.language(code) if code else None for code in said)
    if source and not said[1]:
        target = next(language for language in wanted.languages if language != source)
    if not source or not target or source == target:
        return f"it is from {said[0] or 'nowhere'} to {said[1] or 'nowhere'}, not of {' and '.join(wanted.languages)}"
    return source, target


def _entry(unit: _Unit, source: Any, target: Any, stated: Any, whole: Any = None) -> Entry:
    """stated: the element that holds states; whole: the target of all segments, where these are marks in one."""
    a, b = unit.languages
    texts = [(lang, plain(one, unit.form) if one is not None else "") for lang, one in ((a, source), (b, target))]
    marked = [inner(one, unit.form) if one is not None and len(one) else "" for one in (source, target)]
    says = whole if whole is not None else target
    status = Status.REJECTED if rejected(stated, says) else Status.ACCEPTED if done(stated, says) else Status.UNREVIEWED
    state = state_of(stated, says, texts[0][1], texts[1][1]) if not unit.ours else ""
    if locked(stated):
        state = "locked"
    if unit.ours and unit.facts.get("x-direction") == f"{b}-{a}":
        texts.reverse()
        marked.reverse()
    said = {name: unit.facts[f"x-{name}"] for name in _FACTS if f"x-{name}" in unit.facts} if unit.facts else {}
    model, _, revision = said.pop("model", "").rpartition("@")
    key = key_of(unit.called) if unit.ours else ""
    hypothesis, offered = _matched(unit)
    comments = ["".join(note.itertext()) for note in unit.notes] + ([offered] if offered else [])
    return Entry(
        unit.row,
        texts[0],
        texts[1],
        key=key,
        unit=said.get("unit", "") if key else unit.called,
        document=unit.document,
        status=str(status),
        comment="\n".join(comments),
        hypothesis=hypothesis,
        model=model,
        revision=revision,
        confidence=_number(said.get("confidence", "")),
        flags=tuple(flag for flag in said.get("flags", "").split(",") if flag),
        markup=Markup(unit.form, marked[0], marked[1]) if any(marked) else None,
        kind=said.get("kind", ""),
        origin=said.get("origin", ""),
        licence=said.get("licence", ""),
        attribution=said.get("attribution", ""),
        state=state,
    )


def _matched(unit: _Unit) -> tuple[str, str]:
    """What a machine offers as the translation, and what a memory does, with where it is from, as a line of a comment."""
    if unit.match is None:
        return unit.facts.get("x-hypothesis", ""), ""
    text = plain(_child(unit.match, "target"), unit.form)
    names = ("origin", "type", "match-quality", "matchQuality", "tool-id")
    said = {name: unit.match.get(name) for name in names if unit.match.get(name)}
    if unit.ours or _MACHINE.search(" ".join((said.get("origin", ""), said.get("type", ""), said.get("tool-id", "")))):
        return text, ""
    return "", f"match ({', '.join(f'{name}: {value}' for name, value in said.items()) or 'of a memory'}): {text}"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0
