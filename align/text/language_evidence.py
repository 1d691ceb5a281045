"""The language of a document and of its texts, by evidence in order, and what of it disagrees.

For a document: what the user or the file's name says, then what the file declares, then its text. A text takes the language of
its document unless its own letters plainly say otherwise: Korean labels on an English page are Korean whatever the file is
called. Two languages of one script are told apart by an identifier, which has to be surer of a short text than of a long one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

from jjak.align.text.language_identifier import among_wanted, ranked
from jjak.align.text.language_names import language_code, language_in_path, language_name
from jjak.align.text.languages import languages_in, script_of, scripts_in
from jjak.align.text.mixed_script import only_names, prose, says_chinese
from jjak.seeds.document import Document, fold
from jjak.seeds.message import Message, counted, message

# whose script says it all; of the others an identifier is asked
_ONLY = {"hangul": "ko", "kana": "ja", "han": "zh", "thai": "th", "greek": "el"}
_LETTERS = re.compile(r"[^\W\d_]")
_ENGLISH = re.compile(
    r"\b(?:the|and|of|to|in|is|are|was|for|with|on|that|it|you|he|she|they|we|this|not|from|by)\b", re.IGNORECASE
)
TELLING = (
    30  # letters of one text that an identifier may call a language that nobody asked for; lines of names mislead it below
)
SURE, CHANCE = (
    0.5,
    0.01,
)  # how sure it must be then, and what is left for those wanted: Portuguese may be Galician, but no English
LEAST = 0.8  # how sure it must be that a long text is in the other language of one script than its document; a short one more
DOCUMENT = 3_000  # characters of a document that its language is told by
LINES = 200  # blocks of a document that are compared with what it is said to be in


class Own(NamedTuple):
    """The language that a text is taken to be in. language: one of those wanted, empty where it is in none of them; real: what
    it is in then, empty where that is not known; plain: whether its own letters say so, rather than where it stands."""

    language: str
    real: str
    plain: bool


@dataclass(frozen=True, slots=True)
class DocumentLanguage:
    """language: of the document, one of those wanted, empty where its text is plainly in neither and nothing says otherwise;
    real: what it is in then; findings: where the evidence disagrees."""

    language: str
    real: str = ""
    findings: tuple[Message, ...] = ()


def identified(text: str, among: Sequence[str]) -> str:
    """The likeliest language of `among` that a text is in, by its script and then by an identifier; the first where neither
    says anything."""
    script = script_of(text)
    written = languages_in(script, among) if script else []
    if script == "han" and {"ja", "zh"} <= set(written):
        return "zh" if says_chinese(text) else among_wanted(text, ["ja", "zh"])[0] or "zh"
    if len(written) > 1:
        return among_wanted(prose(text), written)[0] or written[0]
    return written[0] if written else among[0]


def own_language(text: str, among: Sequence[str], document: str) -> Own:
    """The language of a text that stands in a document in `document`; `among` are those wanted."""
    script = script_of(text)
    if not script:
        return Own(document, document, plain=False)
    if script == "han":
        return _ideographic(text, among, document)
    written = languages_in(script, among)
    if script == "latin" and document and document not in written and only_names(text):
        return Own(document, document, plain=False)
    if not written:
        return Own("", _ONLY.get(script) or _real(text), plain=True)
    if script in _ONLY:
        return Own(written[0], written[0], plain=True)
    return _of_one_script(text, written, document)


def _ideographic(text: str, among: Sequence[str], document: str) -> Own:
    """Chinese characters alone: Chinese where they say so, else what is written with them here, Hanja of Korean at last."""
    chinese = says_chinese(text, japanese=document.startswith("ja"))
    wanted = [language.split("-")[0] for language in among]
    if chinese:
        return Own("zh" if "zh" in wanted else "", "zh", plain=True)
    if document.split("-")[0] in ("zh", "ja", "ko"):
        return Own(document, document, plain=False)
    found = next((language for language in ("zh", "ja", "ko") if language in wanted), "")
    return Own(found, found or "zh", plain=True)


def _of_one_script(text: str, written: Sequence[str], document: str) -> Own:
    home = document if document in written else ""
    if len(written) > 1:
        body = prose(text)
        found, sure = among_wanted(body, written)
        # a name is in any language, and a few letters are hardly more
        if found and (not home or sure >= max(LEAST, 1 - len(_LETTERS.findall(body)) / 400)):
            home = found
    home = home or written[0]
    if foreign := _foreign(text, written):
        return Own("", foreign, plain=True)
    return Own(home, home, plain=document not in written or len(written) > 1)


def _foreign(text: str, written: Sequence[str]) -> str:
    """The language of a text that is surely in none of `written`; empty where it may be."""
    if len(text) < TELLING or ("en" in written and len(_ENGLISH.findall(text)) * 12 >= len(text.split())):
        return ""  # a look at its words spares most English texts the identifier
    body = prose(text)
    if len(_LETTERS.findall(body)) < TELLING:
        return ""
    found = ranked(body)
    first, sure = found[0]
    own = sum(probability for language, probability in found if language in written)
    return first if sure >= SURE and own <= CHANCE and _in_words(body) else ""


def _in_words(text: str) -> bool:
    """Whether a text is running text: names, codes and numbers in a row are taken for rare languages."""
    words = text.split()
    return len(words) >= 4 and (text.isupper() or 2 * sum(word[:1].islower() for word in words) >= len(words))


def _real(text: str) -> str:
    """What a text in no wanted script is in, as far as an identifier knows."""
    found = ranked(prose(text))
    return found[0][0] if found else ""


def language_of_document(document: Document, among: Sequence[str]) -> DocumentLanguage:
    """The language of a document by all evidence there is, and what of it disagrees."""
    named = document.language if document.language in among else ""
    declared = _wanted(language_code(document.declared), among)
    by_text = _by_text(document, among)
    said = named or declared
    findings = [*_declared_otherwise(document, named, declared), *_written_otherwise(document, said, among, named=bool(named))]
    if said:
        return DocumentLanguage(said, findings=tuple(findings))
    return DocumentLanguage(by_text.language, by_text.real, tuple(findings))


def _wanted(code: str, among: Sequence[str]) -> str:
    return next((language for language in among if language.split("-")[0] == code), "") if code else ""


def _by_text(document: Document, among: Sequence[str]) -> Own:
    """By the letters of all of its text, which is more than a line says of itself."""
    weights: dict[str, float] = {}
    texts: dict[str, list[str]] = {}
    for text in _lines(document):
        script = script_of(text)
        if script == "han" and not says_chinese(text):
            script = next((name for name in ("kana", "hangul") if name in weights), script)
        if script:
            weights[script] = weights.get(script, 0.0) + sum(scripts_in(prose(text)).values())
            texts.setdefault(script, []).append(text)
    if not weights:
        return Own(among[0], among[0], plain=False)
    script = max(weights, key=lambda name: weights[name])
    body = "\n".join(texts[script])[:DOCUMENT]
    if script == "han" and not says_chinese(body):
        first = next((language for language in among if language.split("-")[0] in ("ja", "ko")), "")
        return _ideographic(body, among, first)
    return own_language(body, among, "")


def _lines(document: Document) -> Iterable[str]:
    for block in document.blocks[:LINES]:
        yield fold(document.text, block.span).text


def _declared_otherwise(document: Document, named: str, declared: str) -> Iterable[Message]:
    if named and declared and named != declared:
        yield message(
            "{name}: {says} {said}, the file itself says {other}",
            name=document.name,
            says=_says(document),
            said=language_name(named),
            other=language_name(declared),
        )


def _written_otherwise(document: Document, said: str, among: Sequence[str], *, named: bool) -> Iterable[Message]:
    """Where most lines are plainly in another language than the document is said to be in."""
    if not said:
        return
    lines = [own for text in _lines(document) if (own := own_language(text, among, said)).real and _LETTERS.search(text)]
    other = Counter(own.real for own in lines if own.plain and own.real != said).most_common(1)
    if not other or 2 * other[0][1] <= len(lines):
        return
    real, count = other[0]
    yield counted(
        "{name}: {says} {said}, {count} of {lines:,} lines is {found}",
        "{name}: {says} {said}, {count:,} of {lines:,} lines are {found}",
        count,
        name=document.name,
        says=_says(document) if named else message("the file itself says"),
        said=language_name(said),
        lines=len(lines),
        found=language_name(real),
    )


def _says(document: Document) -> Message:
    """Who says it: the name of the file, or who listed it."""
    if language_in_path(PurePath(document.name), [document.language]):
        return message("its name says")
    return message("its place says")
