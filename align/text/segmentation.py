"""Documents to segments: one sentence, or one field of a page's head, each with its own language and its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from jjak.align.text.languages import language_of
from jjak.seeds.document import Block, Document, Kind, Span, fold
from jjak.seeds.errors import DocumentError

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

WHOLE = frozenset({Kind.HEADLINE, Kind.LABEL, Kind.PROGRAMME, Kind.SPEAKER})  # never split
LONGEST = 50_000  # characters of one block: longer ones are not prose, and analysing them takes minutes
_KIWI_AT_ONCE = 2_000  # characters given to kiwi in one piece


@dataclass(frozen=True, slots=True)
class Segment:
    """document: its id; index: its place among the document's segments; text: NFC, white space folded;
    span: the code points of `Document.text` that it was read from."""

    document: str
    index: int
    kind: Kind
    lang: str
    text: str
    span: Span


def segment(document: Document, languages: Sequence[str] = ("ko", "en")) -> list[Segment]:
    """The segments of a document, in order; `languages` are those that its texts may be in.

    Raises DocumentError at a block that is too long to be prose.
    """
    main = language_of(document.text, languages)
    segments: list[Segment] = []
    for block in document.blocks:
        for lang, text, span in _sentences(document, block, languages, main):
            segments.append(Segment(document.id, len(segments), block.kind, lang, text, span))
    return segments


def split(text: str, lang: str) -> list[str]:
    """The sentences of a text; joined they give the text back, white space included."""
    sentences = _split_korean(text) if lang == "ko" else _split_other(text, lang)
    assert "".join(sentences) == text, f"the {lang} splitter changed the text {text!r}"
    return sentences


def _sentences(document: Document, block: Block, languages: Sequence[str], main: str) -> Iterator[tuple[str, str, Span]]:
    text, origin = fold(document.text, block.span)
    if len(text) > LONGEST:
        raise DocumentError(
            "{name}: line {line}: {length:,} characters without a paragraph's end, over {longest:,}",
            "Break the text into paragraphs with blank lines.",
            name=document.name,
            line=document.text.count("\n", 0, block.span.start) + 1,
            length=len(text),
            longest=LONGEST,
        )
    lang = language_of(text, languages, main)
    at = 0
    for sentence in [text] if block.kind in WHOLE else split(text, lang):
        stripped = sentence.strip()
        if stripped:
            start = at + sentence.index(stripped)
            span = Span(origin[start].start, origin[start + len(stripped) - 1].stop)
            yield language_of(stripped, languages, lang), stripped, span
        at += len(sentence)


def _split_other(text: str, lang: str) -> list[str]:
    import sentencex

    return [str(sentence) for sentence in sentencex.segment(lang, text)]


def _split_korean(text: str) -> list[str]:
    if not any(mark in text for mark in " .?!。"):
        return [text]
    sentences: list[str] = []
    for part in _parts(text):
        starts = [sentence.start for sentence in _kiwi().split_into_sents(part)]
        cuts = [0, *starts[1:], len(part)]
        sentences += [part[a:b] for a, b in pairwise(cuts) if a < b]
    return sentences


def _parts(text: str) -> Iterator[str]:
    """Pieces that kiwi takes in bounded time, cut after a sentence's mark where there is one, else at a space."""
    while len(text) > _KIWI_AT_ONCE:
        window = text[:_KIWI_AT_ONCE]
        cut = max(window.rfind(mark) + 2 for mark in (". ", "? ", "! "))
        if cut < _KIWI_AT_ONCE // 2:
            cut = max(window.rfind(" ") + 1, 0) or _KIWI_AT_ONCE
        yield text[:cut]
        text = text[cut:]
    yield text


@cache
def _kiwi() -> Kiwi:
    from kiwipiepy import Kiwi

    # without the dictionary of names of several words: half of the time to load, and the same sentences
    return Kiwi(num_workers=1, load_multi_dict=False)


@cache
def _analyser() -> Kiwi:
    """Without the dictionaries of names, half of the memory and two thirds of the time to load: a word is looked for by the
    stems that the same analysis finds in it."""
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=1, load_multi_dict=False, load_default_dict=False)


def morphemes(texts: Sequence[str]) -> Iterator[list[tuple[str, str, int, int]]]:
    """The morphemes of each Korean text: form, Sejong tag, and start and length of the place in code points."""
    for found in _analyser().tokenize(list(texts)):
        yield [(token.form, token.tag, token.start, token.len) for token in found]


def proper_nouns(texts: Sequence[str]) -> Iterator[list[str]]:
    """The proper nouns of each Korean text, those of several words too."""
    from kiwipiepy import Kiwi

    for found in Kiwi(num_workers=1).tokenize(list(texts)):
        yield [token.form for token in found if token.tag == "NNP"]
