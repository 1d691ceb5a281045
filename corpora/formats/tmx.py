"""TMX 1.1 to 1.4b, with a pair's provenance and scores as `prop` and a reviewer's comment as `note`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from jjak.corpora.formats.directions import may_be
from jjak.corpora.formats.entry import Entry, Note, Refused, Unwritable, Wanted, key_of
from jjak.corpora.formats.markup import XML, attribute, escaped, inner, local, plain, restored, unwritable
from jjak.corpora.formats.units import XmlForm, XmlUnit, units
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.pair import Figure, Markup, Pair
from jjak.seeds.errors import FormatError
from jjak.seeds.message import counted

FORM = "tmx"
_LANG = f"{{{XML}}}lang"
_TMX = XmlForm(("tu",), ("tmx", "body"), ("tuv", "seg"), ("header",))
_PROVENANCE = ("creationid", "creationdate", "changeid", "changedate")
_PROVENANCE_NAMES = frozenset(_PROVENANCE)
_THEIRS = ("document", "licence", "attribution", "origin", "status", "kind")
_SINGLE = ("kind", "origin", "status", "document", "model", "licence", "attribution", "hypothesis", "back-translation")


class TmxWriter(PairWriter):
    def __init__(self, files: Sequence[BinaryIO], languages: tuple[str, str]) -> None:
        self._out, self._languages = files[0], languages
        head = (
            f'<header creationtool="jjak" creationtoolversion={attribute(version("jjak"))} segtype="sentence" o-tmf="jjak"'
            ' adminlang="en" srclang="*all*" datatype="plaintext"/>'
        )
        self._out.write(f"<?xml version='1.0' encoding='UTF-8'?>\n<tmx version=\"1.4\">\n{head}\n<body>\n".encode())

    def write(self, pair: Pair) -> None:
        """Raises Unwritable where a text, the comment or the provenance holds what XML cannot."""
        parts = [f"<tu tuid={attribute(pair.id)} srclang={attribute(pair.source.lang)}>"]
        if pair.comment:
            parts.append(f"<note>{escaped(pair.comment)}</note>")
        parts += [f'<prop type="x-{name}">{escaped(value)}</prop>' for name, value in _properties(pair)]
        marked = pair.markup if pair.markup and pair.markup.form == FORM else Markup(FORM, "", "")
        sides = {pair.source.lang: (pair.source, marked.source), pair.target.lang: (pair.target, marked.target)}
        for language in self._languages:
            side, markup = sides[language]
            text = restored(markup, side.text, FORM)
            parts.append(f"<tuv xml:lang={attribute(language)}><seg>{text}</seg></tuv>")
        unit = "".join(parts)
        if found := unwritable(unit):
            raise Unwritable("it holds {found}, which XML cannot", "JSON Lines and Parquet can hold it.", found=found)
        self._out.write(f"{unit}</tu>\n".encode())

    def close(self) -> None:
        self._out.write(b"</body>\n</tmx>\n")


def _properties(pair: Pair) -> Iterator[tuple[str, str]]:
    yield from (("kind", pair.kind), ("origin", pair.origin), ("status", pair.status), ("document", pair.name))
    yield "segments", ",".join(map(str, pair.source.segments))
    if pair.model or pair.revision:
        yield "model", f"{pair.model}@{pair.revision}"
    yield "confidence", f"{pair.confidence:.4f}"
    for name, figure in pair.scores.items():
        yield name.replace("+", "p"), f"{figure.value:.4f}"
        yield f"{name.replace('+', 'p')}-signature", figure.signature
    if pair.hypothesis and pair.hypothesis != pair.target.text:
        yield "hypothesis", pair.hypothesis
    optional = [("back-translation", pair.back_translation), ("flags", ",".join(pair.flags)), ("licence", pair.licence)]
    if pair.taken:
        optional += [("file", pair.taken.file), ("row", str(pair.taken.row))]
        optional += [("unit", pair.taken.unit), ("attribution", pair.taken.attribution)]
    optional += [(f"page-{name}", value) for name, value in pair.page]
    yield from ((name, value) for name, value in optional if value)


def read_tmx(path: Path, wanted: Wanted) -> Iterator[Entry | Note | Refused]:
    """Entries by unit. `xml:lang` and `lang` are taken, any version is, and any encoding that the file says it has."""
    source, ours, passed = "", False, Passed()
    for unit in units(path, _TMX, wanted):
        if unit.note:
            yield Note(unit.row, unit.note)
        elif unit.fault:
            yield Refused(unit.row, unit.fault)
        elif local(unit.element) == "header":
            source = unit.element.get("srclang", "")
            ours = unit.element.get("creationtool") == "jjak"
        else:
            yield _entry(unit, source, ours, wanted, passed)
    yield from passed.notes(wanted)


def tmx_texts(path: Path) -> Iterator[dict[str, str]]:
    """The texts of each unit by the language that the file gives them, in lower case.

    Raises FormatError at the first fault, and where there is no unit.
    """
    for unit in units(path, _TMX, Wanted(("ko", "en"))):
        if unit.fault:
            raise FormatError("{path}: {fault}", "Check that it is a whole TMX file.", path=path, fault=unit.fault)
        if unit.row:
            yield {_language(variant).lower(): plain(segment, FORM) for variant, segment in _segments(unit.element)}


def _segments(unit: Any) -> list[tuple[Any, Any]]:
    """Each variant of a unit that has a segment, and the segment."""
    found = [(variant, next(variant.iterchildren("{*}seg"), None)) for variant in unit.iter("{*}tuv")]
    return [(variant, segment) for variant, segment in found if segment is not None]


def _language(variant: Any) -> str:
    return variant.get(_LANG) or variant.get("lang") or ""


@dataclass(slots=True)
class Passed:
    """What was passed over in units that were taken. others: texts by their language; again: of a language that the unit has
    already; guessed: taken by its letters, since no language was said; unsaid: units of which nothing says the source."""

    others: Counter[str] = field(default_factory=Counter)
    again: int = 0
    guessed: int = 0
    unsaid: int = 0

    def notes(self, wanted: Wanted) -> Iterator[Note]:
        names = ", ".join(sorted(self.others))
        for said in (
            counted(
                "{count} unit does not say which language is its source: {language} was taken",
                "{count:,} units do not say which language is their source: {language} was taken",
                self.unsaid,
                language=wanted.languages[0],
            ),
            counted(
                "{count} text says no language and was taken by its letters",
                "{count:,} texts say no language and were taken by their letters",
                self.guessed,
            ),
            counted(
                "{count} text was left out: its unit has another in the same language",
                "{count:,} texts were left out: their units have others in the same language",
                self.again,
            ),
            counted(
                "{count} text in another language was left out: {names}",
                "{count:,} texts in other languages were left out: {names}",
                sum(self.others.values()),
                names=names,
            ),
        ):
            if said.count:
                yield Note(0, said)


def _texts(unit: Any, wanted: Wanted, passed: Passed) -> dict[str, Any]:
    """The segments of the two languages; a text without a language is the missing one where its letters do not deny it."""
    segments = _segments(unit)
    known = [wanted.language(_language(variant)) for variant, _ in segments]
    if len(segments) == 2 and None not in known and known[0] != known[1]:
        # as nearly all units are
        return {str(language): segment for language, (_, segment) in zip(known, segments, strict=True)}
    texts: dict[str, Any] = {}
    nameless, sure = [], set[str]()
    others: list[str] = []
    again = 0
    for language, (variant, segment) in zip(known, segments, strict=True):
        code = _language(variant)
        if not code:
            nameless.append(segment)
        elif language is None:
            others.append(code)
        else:
            again += language in texts
            # of several regions the one that was asked for, else the first
            exact = code.lower().replace("_", "-") == language.lower()
            if language not in texts or (exact and language not in sure):
                texts[language] = segment
            sure |= {language} if exact else set()
    missing = [language for language in wanted.languages if language not in texts]
    if len(nameless) == 1 and len(missing) == 1 and may_be(plain(nameless[0], FORM), missing[0], wanted.languages):
        texts[missing[0]] = nameless[0]
        passed.guessed += 1
    if len(texts) == 2:
        if others:
            passed.others.update(others)
        passed.again += again
    return texts


def _entry(unit_: XmlUnit, source: str, ours: bool, wanted: Wanted, passed: Passed) -> Entry | Refused:
    unit = unit_.element
    texts = _texts(unit, wanted, passed)
    if len(texts) < 2:
        there = ", ".join(_language(variant) or "no language" for variant in unit.iter("{*}tuv"))
        missing = " and ".join(language for language in wanted.languages if language not in texts)
        return Refused(unit_.row, f"line {unit_.line}: no text in {missing}; it has {there or 'none'}")
    said = wanted.language(unit.get("srclang") or source)
    passed.unsaid += said is None
    first = said or wanted.languages[0]
    second = next(language for language in wanted.languages if language != first)
    props = _props(unit)
    notes = [note.text or "" for note in unit.iter("{*}note")]
    sides = [(language, plain(texts[language], FORM)) for language in (first, second)]
    marked = [inner(texts[language], FORM) if len(texts[language]) else "" for language in (first, second)]
    provenance = "" if ours else _provenance(unit, props, [texts[first], texts[second]])
    return Entry(
        unit_.row,
        sides[0],
        sides[1],
        comment="\n".join([*notes, provenance] if provenance else notes),
        markup=Markup(FORM, marked[0], marked[1]) if any(marked) else None,
        **(_ours(unit.get("tuid", ""), props) if ours else _theirs(props) | {"unit": unit.get("tuid", "")}),
    )


def _provenance(unit: Any, props: Mapping[str, str], segments: Sequence[Any]) -> str:
    """Who made a unit and when, and what else its properties say, as a line of its comment."""
    said: dict[str, str] = {}
    for element in (unit, *(segment.getparent() for segment in segments)):
        for name in () if _PROVENANCE_NAMES.isdisjoint(element.keys()) else _PROVENANCE:
            if value := element.get(name):
                said.setdefault(name, value)
    if props:
        said |= {name: value for name, value in props.items() if name and name not in _THEIRS}
    return ", ".join(f"{name}: {' '.join(value.split())}" for name, value in said.items() if value.strip())


def _props(unit: Any) -> dict[str, str]:
    return {prop.get("type", "").removeprefix("x-"): prop.text or "" for prop in unit.iter("{*}prop")}


def _theirs(props: Mapping[str, str]) -> dict[str, Any]:
    return {name: props[name] for name in _THEIRS if name in props}


def _ours(unit: str, props: Mapping[str, str]) -> dict[str, Any]:
    """What `_properties` wrote."""
    given: dict[str, Any] = {name.replace("-", "_"): props[name] for name in _SINGLE if name in props}
    model, _, revision = given.pop("model", "").rpartition("@")
    scores = {
        name.removesuffix("-signature").replace("pp", "++"): Figure(_number(props.get(name.removesuffix("-signature"))), value)
        for name, value in props.items()
        if name.endswith("-signature")
    }
    flags = tuple(flag for flag in props.get("flags", "").split(",") if flag)
    confidence = _number(props.get("confidence"))
    return given | {
        "key": key_of(unit),
        "unit": props.get("unit", ""),
        "model": model,
        "revision": revision,
        "scores": scores,
        "flags": flags,
        "confidence": confidence,
    }


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
