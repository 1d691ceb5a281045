"""Documents to segments: one sentence, or one field of a page's head, each with its own language and its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jjak.align.text.languages import language_of
from jjak.align.text.sentences import split
from jjak.align.text.user_rules import NONE, UserRules
from jjak.seeds.document import Block, Document, Kind, Span, fold
from jjak.seeds.errors import DocumentError
from jjak.seeds.ledger import Part, ledger

WHOLE = frozenset({Kind.HEADLINE, Kind.LABEL, Kind.PROGRAMME, Kind.SPEAKER})  # never split
LONGEST = 50_000  # characters of one block: longer ones are not prose, and analysing them takes minutes


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


@dataclass(frozen=True, slots=True)
class SegmentedDocument:
    """A document with its segments, in order, and what segmentation left out of its blocks, with the reasons."""

    document: Document
    segments: Sequence[Segment]
    left_out: Sequence[Part] = ()

    @property
    def ledger(self) -> list[Part]:
        """What became of every code point of the document."""
        spans = [part.span for part in self.segments]
        return ledger(self.document.text, spans, [*self.document.apart, *self.left_out])


def segment(document: Document, languages: Sequence[str] = ("ko", "en"), own: UserRules = NONE) -> list[Segment]:
    """The segments of a document, in order; `languages` are those that its texts may be in, `own` a user's rules
    for sentences.

    Raises DocumentError at a block that is too long to be prose.
    """
    return list(segment_document(document, languages, own).segments)


def segment_document(document: Document, languages: Sequence[str] = ("ko", "en"), own: UserRules = NONE) -> SegmentedDocument:
    """The segments of a document and what is left out of it; raises DocumentError at a block that is too long to be prose."""
    main = language_of(document.text, languages)
    segments: list[Segment] = []
    for block in document.blocks:
        for lang, text, span in _sentences(document, block, languages, main, own):
            segments.append(Segment(document.id, len(segments), block.kind, lang, text, span))
    return SegmentedDocument(document, segments)


def _sentences(
    document: Document, block: Block, languages: Sequence[str], main: str, own: UserRules
) -> Iterator[tuple[str, str, Span]]:
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
    for sentence in [text] if block.kind in WHOLE else split(text, lang, own):
        stripped = sentence.strip()
        if stripped:
            start = at + sentence.index(stripped)
            span = Span(origin[start].start, origin[start + len(stripped) - 1].stop)
            yield language_of(stripped, languages, lang), stripped, span
        at += len(sentence)
