"""TMX 1.1 to 1.4b, with a pair's provenance and scores as `prop` and a reviewer's comment as `note`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from jjak.corpora.formats.entry import Entry, Refused, Unwritable, Wanted, key_of
from jjak.corpora.formats.markup import XML, attribute, escaped, inner, local, plain, restored, unwritable
from jjak.corpora.formats.units import units
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.pair import Figure, Markup, Pair
from jjak.seeds.errors import FormatError

FORM = "tmx"
_LANG = f"{{{XML}}}lang"
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


def read_tmx(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    """Entries by unit. `xml:lang` and `lang` are taken, any version is, and any encoding that the file says it has."""
    source, ours = "", False
    for unit in units(path, "tu", ("header",)):
        if unit.fault:
            yield Refused(unit.row, unit.fault)
        elif local(unit.element) == "header":
            source = unit.element.get("srclang", "")
            ours = unit.element.get("creationtool") == "jjak"
        else:
            yield _entry(unit.row, unit.element, source, ours, wanted)


def tmx_texts(path: Path) -> Iterator[dict[str, str]]:
    """The texts of each unit by the language that the file gives them, in lower case.

    Raises FormatError at the first fault, and where there is no unit.
    """
    for unit in units(path, "tu"):
        if unit.fault:
            raise FormatError("{path}: {fault}", "Check that it is a whole TMX file.", path=path, fault=unit.fault)
        variants = list(unit.element.iter("{*}tuv"))
        segments = [next(variant.iterchildren("{*}seg"), None) for variant in variants]
        yield {
            _language(variant).lower(): "" if segment is None else plain(segment, FORM)
            for variant, segment in zip(variants, segments, strict=True)
        }


def _language(variant: Any) -> str:
    return variant.get(_LANG) or variant.get("lang") or ""


def _entry(row: int, unit: Any, source: str, ours: bool, wanted: Wanted) -> Entry | Refused:
    texts: dict[str, Any] = {}
    for variant in unit.iter("{*}tuv"):
        segment = next(variant.iterchildren("{*}seg"), None)
        language = wanted.language(_language(variant))
        if language and segment is not None:
            texts.setdefault(language, segment)
    if len(texts) < 2:
        there = ", ".join(_language(variant) or "no language" for variant in unit.iter("{*}tuv"))
        missing = " and ".join(language for language in wanted.languages if language not in texts)
        return Refused(row, f"line {unit.sourceline}: no text in {missing}; it has {there or 'none'}")
    first = wanted.language(unit.get("srclang") or source) or wanted.languages[0]
    second = next(language for language in wanted.languages if language != first)
    props = _props(unit)
    notes = "\n".join(note.text or "" for note in unit.iter("{*}note"))
    sides = [(language, plain(texts[language], FORM)) for language in (first, second)]
    marked = [inner(texts[language], FORM) if len(texts[language]) else "" for language in (first, second)]
    return Entry(
        row,
        sides[0],
        sides[1],
        comment=notes,
        markup=Markup(FORM, marked[0], marked[1]) if any(marked) else None,
        **(_ours(unit.get("tuid", ""), props) if ours else _theirs(props) | {"unit": unit.get("tuid", "")}),
    )


def _props(unit: Any) -> dict[str, str]:
    return {prop.get("type", "").removeprefix("x-"): prop.text or "" for prop in unit.iter("{*}prop")}


def _theirs(props: Mapping[str, str]) -> dict[str, Any]:
    return {name: props[name] for name in ("document", "licence", "attribution", "origin", "status", "kind") if name in props}


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
