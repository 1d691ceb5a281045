"""What each span of a document becomes in a translation of it: the texts of its pairs, or what stands for them until they are
reviewed; what stays in the document's language is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from jjak.align.text.segmentation import Segment
from jjak.corpora.formats.distributed import distributed
from jjak.corpora.pair import Origin, Pair, Side, Status
from jjak.seeds.document import Span


class Unreviewed(StrEnum):
    """What an unreviewed text becomes: it stays as it is, or is what a machine, or whoever translated it, wrote."""

    SOURCE = "source"
    MACHINE = "machine"
    TRANSLATION = "translation"


class Stays(StrEnum):
    """Why a text stays in the document's language."""

    UNREVIEWED = "unreviewed"
    REJECTED = "rejected"
    UNTRANSLATED = "untranslated"


class Translated(NamedTuple):
    """A span of a document's text and what it becomes. machine: a machine wrote it, and nobody reviewed it."""

    span: Span
    text: str
    machine: bool = False


@dataclass(slots=True)
class TranslatedSpans:
    """spans: in the order of the document, without overlap; stays: how many sentences are left as they are, by reason; machine,
    unreviewed: how many are a machine's, or a person's that nobody reviewed; parted: pairs over several blocks that were parted
    by length."""

    spans: list[Translated] = field(default_factory=list)
    stays: Counter[Stays] = field(default_factory=Counter)
    machine: int = 0
    unreviewed: int = 0
    parted: int = 0


def translated_spans(
    document: str, text: str, segments: Sequence[Segment], pairs: Iterable[Pair], unreviewed: Unreviewed
) -> TranslatedSpans:
    """What the spans of a document become.

    Args:
        document: Its id.
        text: Its text.
        segments: All of its segments.
        pairs: Those of one bitext of it, on whichever side it stands.
        unreviewed: What becomes of texts that nobody reviewed.
    """
    found = TranslatedSpans()
    why: dict[int, Stays] = {}
    done: list[Translated] = []
    main = Counter(part.lang for part in segments).most_common(1)[0][0] if segments else ""
    for pair in pairs:
        own, other = (pair.source, pair.target) if pair.source.document == document else (pair.target, pair.source)
        if own.lang != main:
            continue  # it is in the language of the translation already
        chosen, machine = _chosen(pair, own, other, unreviewed)
        if chosen is None:
            why |= dict.fromkeys(own.segments, Stays.REJECTED if pair.status is Status.REJECTED else Stays.UNREVIEWED)
            continue
        found.machine += machine
        found.unreviewed += pair.status is Status.UNREVIEWED and not machine
        places = _joined(text, sorted(own.spans))
        parts = distributed([text[slice(*place)] for place in places], chosen)
        found.parted += parts.guessed
        done += [Translated(place, part.strip(), machine) for place, part in zip(places, parts.parts, strict=True)]
    found.spans = _without_overlap(done)
    found.stays = _staying([part for part in segments if part.lang == main], found.spans, why)
    return found


def _chosen(pair: Pair, own: Side, other: Side, unreviewed: Unreviewed) -> tuple[str | None, bool]:
    """The text that a pair gives, None where the document's own stays, and whether it is a machine's that nobody reviewed."""
    if pair.status is Status.ACCEPTED:
        return other.text, False
    if pair.status is Status.REJECTED or unreviewed is Unreviewed.SOURCE:
        return None, False
    if pair.origin is Origin.MACHINE:
        return other.text, True
    if unreviewed is Unreviewed.TRANSLATION:
        return other.text, False
    # what was scored is a translation of the source only
    return (pair.hypothesis, True) if own is pair.source and pair.hypothesis else (None, False)


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans with nothing between them but white space, and no blank line, are one."""
    found: list[Span] = []
    for span in spans:
        between = text[found[-1].stop : span.start] if found else "x"
        if found and not between.strip() and between.count("\n") < 2:
            found[-1] = Span(found[-1].start, max(found[-1].stop, span.stop))
        else:
            found.append(span)
    return found


def _without_overlap(found: Sequence[Translated]) -> list[Translated]:
    """In order. Parts of one segment, of which one span is known, are one text."""
    kept: list[Translated] = []
    for each in sorted(found, key=lambda one: one.span):
        if kept and each.span.start < kept[-1].span.stop:
            last = kept[-1]
            span = Span(last.span.start, max(last.span.stop, each.span.stop))
            kept[-1] = Translated(span, f"{last.text} {each.text}".strip(), last.machine or each.machine)
        else:
            kept.append(each)
    return kept


def _staying(segments: Sequence[Segment], done: Sequence[Translated], why: Mapping[int, Stays]) -> Counter[Stays]:
    """Of the segments that no translation touches, how many stay for which reason."""
    counts: Counter[Stays] = Counter()
    at = 0
    for part in segments:
        while at < len(done) and done[at].span.stop <= part.span.start:
            at += 1
        if at == len(done) or done[at].span.start >= part.span.stop:
            counts[why.get(part.index, Stays.UNTRANSLATED)] += 1
    return counts
