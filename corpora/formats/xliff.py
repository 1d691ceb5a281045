"""XLIFF 1.2 and 2.1 as we write it, with states, comments as notes and the machine translation as a match."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from jjak.corpora.formats.entry import Unwritable
from jjak.corpora.formats.markup import attribute, escaped, restored, unwritable
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.pair import Markup, Origin, Pair, Status

FORM1, FORM2 = "xliff", "xliff2"
_STATES1 = {Status.ACCEPTED: "final", Status.REJECTED: "needs-translation"}
_STATES2 = {Status.ACCEPTED: "final", Status.REJECTED: "initial", Status.UNREVIEWED: "translated"}


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
