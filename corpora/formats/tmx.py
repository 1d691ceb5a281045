"""TMX 1.4b, with a pair's provenance and scores as `prop`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any, BinaryIO

from corpora.pair import Pair

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write_tmx(pairs: Iterable[Pair], languages: tuple[str, str], out: BinaryIO) -> None:
    """Characters that XML cannot hold are left out of a text, and the pair says so in the property `x-left-out`."""
    from lxml import etree

    head = {
        "creationtool": "jjak",
        "creationtoolversion": version("jjak"),
        "segtype": "sentence",
        "o-tmf": "jjak",
        "adminlang": "en",
        "srclang": "*all*",
        "datatype": "plaintext",
    }
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("tmx", version="1.4"):
            file.write("\n")
            file.write(etree.Element("header", head))
            file.write("\n")
            with file.element("body"):
                file.write("\n")
                for pair in pairs:
                    file.write(_unit(etree, pair, languages))
                    file.write("\n")
    out.write(b"\n")


def _unit(etree: Any, pair: Pair, languages: tuple[str, str]) -> Any:
    unit = etree.Element("tu", tuid=pair.id, srclang=pair.source.lang)
    for name, value in _properties(pair):
        etree.SubElement(unit, "prop", type=f"x-{name}").text = _allowed(value)
    texts = {pair.source.lang: pair.source.text, pair.target.lang: pair.target.text}
    for language in [*languages, *(lang for lang in texts if lang not in languages)]:
        if language in texts:
            variant = etree.SubElement(unit, "tuv", {XML_LANG: language})
            etree.SubElement(variant, "seg").text = _allowed(texts[language])
    return unit


def _properties(pair: Pair) -> Iterator[tuple[str, str]]:
    yield from (("kind", pair.kind), ("origin", pair.origin), ("status", pair.status), ("document", pair.name))
    yield "segments", ",".join(map(str, pair.source.segments))
    yield "model", f"{pair.model}@{pair.revision}"
    yield "confidence", f"{pair.confidence:.4f}"
    for name, figure in pair.scores.items():
        yield name.replace("+", "p"), f"{figure.value:.4f}"
        yield f"{name.replace('+', 'p')}-signature", figure.signature
    if pair.flags:
        yield "flags", ",".join(pair.flags)
    if pair.licence:
        yield "licence", pair.licence
    if any(_allowed(text) != text for text in (pair.source.text, pair.target.text)):
        yield "left-out", "characters that XML cannot hold"


def _allowed(text: str) -> str:
    return "".join(c for c in text if c in "\t\n\r" or ("\x20" <= c <= "\ud7ff") or ("\ue000" <= c <= "\ufffd") or c > "\uffff")
