"""Documents to segments: one sentence, or one field of a page's head, each with its own language and its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jjak.align.text.language_evidence import Own, language_of_document, own_language
from jjak.align.text.sentences import split
from jjak.align.text.user_rules import NONE, UserRules
from jjak.seeds.document import Block, Document, Kind, Span, fold
from jjak.seeds.errors import DocumentError
from jjak.seeds.ledger import Fate, Part, Reason, ledger
from jjak.seeds.message import Message
from jjak.seeds.mojibake import LOST
from jjak.seeds.readers.subtitles import TAG

WHOLE = frozenset({Kind.HEADLINE, Kind.HEADING, Kind.LABEL, Kind.PROGRAMME, Kind.SPEAKER})  # never split
BROKEN = "\ufffd"  # stands where another program lost a character: what is around it is no text to learn from
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
    """A document with its segments, in order, and what segmentation left out of its blocks, with the reasons.

    Attributes:
        language: of the document, by all evidence; one of those wanted, or empty where it is in none of them.
        findings: where that evidence disagrees, for a person.
        others: sentences that are left out because they are in no wanted language, each with the language that it is in.
    """

    document: Document
    segments: Sequence[Segment]
    left_out: Sequence[Part] = ()
    language: str = ""
    findings: Sequence[Message] = ()
    others: Sequence[Segment] = ()

    @property
    def foreign(self) -> dict[str, int]:
        """How many sentences are in no wanted language, by the language that they are in."""
        return dict(Counter(other.lang for other in self.others))

    @property
    def ledger(self) -> list[Part]:
        """What became of every code point of the document."""
        spans = [part.span for part in self.segments]
        return ledger(self.document.text, spans, [*self.document.apart, *self.left_out])


def segment(document: Document, languages: Sequence[str] = ("ko", "en"), rules: UserRules = NONE) -> list[Segment]:
    """The segments of a document, in order; `languages` are those that its texts may be in, `rules` a user's own
    for sentences.

    Raises DocumentError at a block that is too long to be prose.
    """
    return list(segment_document(document, languages, rules).segments)


def segment_document(document: Document, languages: Sequence[str] = ("ko", "en"), rules: UserRules = NONE) -> SegmentedDocument:
    """The segments of a document and what is left out of it; raises DocumentError at a block that is too long to be prose."""
    found = language_of_document(document, languages)
    segments: list[Segment] = []
    left_out: list[Part] = []
    others: list[Segment] = []
    for block in document.blocks:
        for own, text, span in _sentences(document, block, languages, Own(found.language, found.real, plain=False), rules):
            if BROKEN in text or LOST in text:
                left_out.append(Part(span, Fate.LEFT_OUT, Reason.BROKEN))
            elif own.language:
                segments.append(Segment(document.id, len(segments), block.kind, own.language, text, span))
            else:
                left_out.append(Part(span, Fate.LEFT_OUT, Reason.LANGUAGE))
                others.append(Segment(document.id, len(others), block.kind, own.real, text, span))
    return SegmentedDocument(document, segments, left_out, found.language, found.findings, others)


def _sentences(
    document: Document, block: Block, languages: Sequence[str], main: Own, rules: UserRules
) -> Iterator[tuple[Own, str, Span]]:
    text, origin = fold(document.text, block.span, tags=TAG if block.kind is Kind.CUE else None)
    if len(text) > LONGEST:
        raise DocumentError(
            "{name}: line {line}: {length:,} characters without a paragraph's end, over {longest:,}",
            "Break the text into paragraphs with blank lines.",
            name=document.name,
            line=document.text.count("\n", 0, block.span.start) + 1,
            length=len(text),
            longest=LONGEST,
        )
    whole = _own(text, languages, main)
    at = 0
    for sentence in [text] if block.kind in WHOLE else split(text, whole.language or whole.real, rules):
        stripped = sentence.strip()
        if stripped:
            start = at + sentence.index(stripped)
            span = Span(origin[start].start, origin[start + len(stripped) - 1].stop)
            yield _own(stripped, languages, whole), stripped, span
        at += len(sentence)


def _own(text: str, languages: Sequence[str], around: Own) -> Own:
    """The language of a text within one in another: its own where it plainly says so, the other's where it does not."""
    if around.language:
        return own_language(text, languages, around.language)
    own = own_language(text, [*languages, around.real] if around.real else languages, around.real)
    return own if own.language in languages else Own("", own.real, own.plain)
