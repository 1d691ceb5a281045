"""XLIFF 1.2 and 2.x: a translator's file, with states, comments as notes and the machine translation as a match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from jjak.corpora.formats.entry import Entry, Refused, Unwritable, Wanted, key_of
from jjak.corpora.formats.markup import attribute, escaped, inner, local, plain, restored, unwritable
from jjak.corpora.formats.units import units
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.pair import Markup, Origin, Pair, Status

FORM1, FORM2 = "xliff", "xliff2"
DONE = {"final", "signed-off", "reviewed"}  # states that a person gave after looking at the translation
_STATES1 = {Status.ACCEPTED: "final", Status.REJECTED: "needs-translation"}
_STATES2 = {Status.ACCEPTED: "final", Status.REJECTED: "initial", Status.UNREVIEWED: "translated"}
_FACTS = ("kind", "origin", "status", "licence", "attribution", "model", "direction", "unit", "confidence", "flags")


class XliffWriter(PairWriter):
    """XLIFF 1.2: a `file` for each document and direction."""

    def __init__(self, files: Sequence[BinaryIO], languages: tuple[str, str]) -> None:
        self._out = files[0]
        self._file: tuple[str, str, str] | None = None
        self._out.write(b"<?xml version='1.0' encoding='UTF-8'?>\n")
        self._out.write(b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n')
        self._languages = languages

    def write(self, pair: Pair) -> None:
        unit = _unit1(pair)
        if found := unwritable(unit + pair.name):
            raise Unwritable("it holds {found}, which XML cannot", "JSON Lines and Parquet can hold it.", found=found)
        self._open((pair.name, pair.source.lang, pair.target.lang))
        self._out.write(unit.encode())

    def _open(self, wanted: tuple[str, str, str]) -> None:
        if wanted == self._file:
            return
        if self._file:
            self._out.write(b"</body></file>\n")
        self._file = wanted
        name, source, target = map(attribute, wanted)
        head = f'<file original={name} source-language={source} target-language={target} datatype="plaintext" tool-id="jjak">\n'
        tool = '<header><tool tool-id="jjak" tool-name="jjak"/></header><body>\n'
        self._out.write((head + tool).encode())

    def close(self) -> None:
        if self._file is None:
            self._open(("empty", *self._languages))
        self._out.write(b"</body></file>\n</xliff>\n")


def _unit1(pair: Pair) -> str:
    source, target = _marked(pair, FORM1)
    accepted = ' approved="yes"' if pair.status is Status.ACCEPTED else ""
    machine = "needs-review-translation" if pair.origin is Origin.MACHINE else "translated"
    state = _STATES1.get(pair.status, machine)
    qualifier = ' state-qualifier="rejected-inaccurate"' if pair.status is Status.REJECTED else ""
    parts = [f'<trans-unit id={attribute(pair.id)}{accepted} xml:space="preserve"><source>{source}</source>']
    parts.append(f'<target state="{state}"{qualifier}>{target}</target>')
    facts = "".join(f'<context context-type="x-{name}">{escaped(value)}</context>' for name, value in _facts(pair).items())
    parts.append(f'<context-group purpose="information">{facts}</context-group>')
    if pair.comment:
        parts.append(f"<note>{escaped(pair.comment)}</note>")
    if pair.hypothesis:
        match = f"<source>{escaped(pair.source.text)}</source><target>{escaped(pair.hypothesis)}</target>"
        parts.append(f"<alt-trans origin={attribute(_model(pair))}>{match}</alt-trans>")
    return "".join(parts) + "</trans-unit>\n"


class Xliff2Writer(PairWriter):
    """XLIFF 2.1: one direction in a file, so a pair of the other direction is turned round, and says so."""

    def __init__(self, files: Sequence[BinaryIO], languages: tuple[str, str]) -> None:
        self._out, self._languages = files[0], languages
        self._file, self._files = "", 0
        source, target = map(attribute, languages)
        self._out.write(b"<?xml version='1.0' encoding='UTF-8'?>\n")
        names = 'xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"'
        names += ' xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0"'
        self._out.write(f'<xliff version="2.1" {names} srcLang={source} trgLang={target}>\n'.encode())

    def write(self, pair: Pair) -> None:
        unit = _unit2(pair, self._languages)
        if found := unwritable(unit + pair.name):
            raise Unwritable("it holds {found}, which XML cannot", "JSON Lines and Parquet can hold it.", found=found)
        self._open(pair.name or "-")
        self._out.write(unit.encode())

    def _open(self, name: str) -> None:
        if name != self._file:
            if self._file:
                self._out.write(b"</file>\n")
            self._file, self._files = name, self._files + 1
            self._out.write(f'<file id="f{self._files}" original={attribute(name)}>\n'.encode())

    def close(self) -> None:
        if not self._file:
            self._open("empty")
            self._out.write(b'<unit id="none"><segment><source/></segment></unit>\n')
        self._out.write(b"</file>\n</xliff>\n")


def _unit2(pair: Pair, languages: tuple[str, str]) -> str:
    turned = pair.source.lang != languages[0]
    source, target = _marked(pair, FORM2)[:: -1 if turned else 1]
    parts = [f'<unit id={attribute(pair.id)} xml:space="preserve">']
    if pair.hypothesis and not turned:
        match = f"<source>{escaped(pair.source.text)}</source><target>{escaped(pair.hypothesis)}</target>"
        parts.append(
            f'<mtc:matches><mtc:match ref="#s" type="mt" origin={attribute(_model(pair))}>{match}</mtc:match></mtc:matches>'
        )
    facts = _facts(pair) | ({"hypothesis": pair.hypothesis} if turned and pair.hypothesis else {})
    metas = "".join(f'<mda:meta type="x-{name}">{escaped(value)}</mda:meta>' for name, value in facts.items())
    parts.append(f'<mda:metadata><mda:metaGroup category="jjak">{metas}</mda:metaGroup></mda:metadata>')
    if pair.comment:
        parts.append(f"<notes><note>{escaped(pair.comment)}</note></notes>")
    rejected = ' subState="jjak:rejected"' if pair.status is Status.REJECTED else ""
    parts.append(f'<segment id="s" state="{_STATES2[pair.status]}"{rejected}>')
    return "".join(parts) + f"<source>{source}</source><target>{target}</target></segment></unit>\n"


def _marked(pair: Pair, form: str) -> tuple[str, str]:
    marked = pair.markup if pair.markup and pair.markup.form == form else Markup(form, "", "")
    return restored(marked.source, pair.source.text, form), restored(marked.target, pair.target.text, form)


def _model(pair: Pair) -> str:
    return f"{pair.model}@{pair.revision}" if pair.model or pair.revision else "machine translation"


def _facts(pair: Pair) -> dict[str, str]:
    facts = {
        "kind": str(pair.kind),
        "origin": str(pair.origin),
        "status": str(pair.status),
        "licence": pair.licence,
        "attribution": pair.taken.attribution if pair.taken else "",
        "unit": pair.taken.unit if pair.taken else "",
        "model": f"{pair.model}@{pair.revision}" if pair.model or pair.revision else "",
        "direction": f"{pair.source.lang}-{pair.target.lang}",
        "confidence": f"{pair.confidence:.4f}",
        "flags": ",".join(pair.flags),
    }
    scores = {name.replace("+", "p"): f"{figure.value:.4f}" for name, figure in pair.scores.items()}
    return {name: value for name, value in (facts | scores).items() if value}


def read_xliff(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    """Entries by `trans-unit` (1.x) or by `segment` (2.x)."""
    form = _form(path)
    for unit in units(path, "trans-unit" if form == FORM1 else "unit"):
        if unit.fault:
            yield Refused(unit.row, unit.fault)
        elif form == FORM1:
            yield from _entry1(unit.row, unit.element, wanted)
        else:
            yield from _entries2(unit.row, unit.element, wanted)


def _form(path: Path) -> str:
    """Which of the two generations a file is of, by its first element."""
    for unit in units(path, "trans-unit", ("unit",)):
        if unit.element is not None:
            return FORM1 if local(unit.element) == "trans-unit" else FORM2
    return FORM1


def _entry1(row: int, unit: Any, wanted: Wanted) -> Iterator[Entry | Refused]:
    file = next(unit.iterancestors("{*}file"), None)
    said = [file.get(f"{side}-language") if file is not None else None for side in ("source", "target")]
    languages = _languages(said, wanted)
    source, target = (next(unit.iterchildren(f"{{*}}{name}"), None) for name in ("source", "target"))
    if isinstance(languages, str) or source is None:
        yield Refused(row, f"line {unit.sourceline}: {languages if isinstance(languages, str) else 'a unit without a source'}")
        return
    facts = {context.get("context-type", ""): context.text or "" for context in unit.iter("{*}context")}
    ours = any(tool.get("tool-id") == "jjak" for tool in file.iter("{*}tool")) if file is not None else False
    rejected = target is not None and target.get("state-qualifier", "").startswith("rejected")
    done = unit.get("approved") == "yes" or (target is not None and target.get("state") in DONE)
    yield _entry(
        row,
        (source, target, languages),
        FORM1,
        ours=ours,
        called=unit.get("id") or unit.get("resname") or "",
        document=file.get("original", "") if file is not None else "",
        status=Status.REJECTED if rejected else Status.ACCEPTED if done else Status.UNREVIEWED,
        notes=list(unit.iterchildren("{*}note")),
        facts=facts,
        match=next((one for alt in unit.iterchildren("{*}alt-trans") for one in alt.iterchildren("{*}target")), None),
    )


def _entries2(row: int, unit: Any, wanted: Wanted) -> Iterator[Entry | Refused]:
    file = next(unit.iterancestors("{*}file"), None)
    root = next(unit.iterancestors("{*}xliff"), None)
    languages = _languages([root.get(name) if root is not None else None for name in ("srcLang", "trgLang")], wanted)
    if isinstance(languages, str):
        yield Refused(row, f"line {unit.sourceline}: {languages}")
        return
    facts = {meta.get("type", ""): meta.text or "" for meta in unit.iter("{*}meta")}
    ours = any(group.get("category") == "jjak" for group in unit.iter("{*}metaGroup"))
    segments = list(unit.iterchildren("{*}segment"))
    for at, segment in enumerate(segments):
        source, target = (next(segment.iterchildren(f"{{*}}{name}"), None) for name in ("source", "target"))
        if source is None:
            yield Refused(row, f"line {unit.sourceline}: a segment without a source")
            continue
        called = unit.get("id") or unit.get("name") or ""
        rejected = segment.get("subState", "").endswith("rejected")
        yield _entry(
            row,
            (source, target, languages),
            FORM2,
            ours=ours,
            called=called if len(segments) == 1 else f"{called}#{segment.get('id') or at + 1}",
            document=file.get("original", "") if file is not None else "",
            status=Status.REJECTED if rejected else Status.ACCEPTED if segment.get("state") in DONE else Status.UNREVIEWED,
            # the standard has notes in the unit, and some write them in the segment
            notes=[note for one in (unit, segment) for notes in one.iterchildren("{*}notes") for note in notes],
            facts=facts,
            match=next((one for match in unit.iter("{*}match") for one in match.iterchildren("{*}target")), None),
        )


def _languages(said: Sequence[str | None], wanted: Wanted) -> tuple[str, str] | str:
    """The two languages of a unit, or why it has not the ones that are wanted."""
    source, target = (wanted.language(code) if code else None for code in said)
    if source and not said[1]:
        target = next(language for language in wanted.languages if language != source)
    if not source or not target or source == target:
        return f"it is from {said[0] or 'nowhere'} to {said[1] or 'nowhere'}, not of {' and '.join(wanted.languages)}"
    return source, target


def _entry(
    row: int,
    sides: tuple[Any, Any, tuple[str, str]],
    form: str,
    *,
    ours: bool,
    called: str,
    document: str,
    status: Status,
    notes: Sequence[Any],
    facts: Mapping[str, str],
    match: Any,
) -> Entry:
    source, target, (a, b) = sides
    texts = [(lang, plain(one, form) if one is not None else "") for lang, one in ((a, source), (b, target))]
    marked = [inner(one, form) if one is not None and len(one) else "" for one in (source, target)]
    if ours and facts.get("x-direction") == f"{b}-{a}":
        texts.reverse()
        marked.reverse()
    said = {name: facts[f"x-{name}"] for name in _FACTS if f"x-{name}" in facts}
    model, _, revision = said.pop("model", "").rpartition("@")
    key = key_of(called) if ours else ""
    return Entry(
        row,
        texts[0],
        texts[1],
        key=key,
        unit=said.get("unit", "") if key else called,
        document=document,
        status=str(status),
        comment="\n".join("".join(note.itertext()) for note in notes),
        hypothesis=plain(match, form) if match is not None else facts.get("x-hypothesis", ""),
        model=model,
        revision=revision,
        confidence=_number(said.get("confidence", "")),
        flags=tuple(flag for flag in said.get("flags", "").split(",") if flag),
        markup=Markup(form, marked[0], marked[1]) if any(marked) else None,
        kind=said.get("kind", ""),
        origin=said.get("origin", ""),
        licence=said.get("licence", ""),
        attribution=said.get("attribution", ""),
    )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0
