"""A pair of texts that say the same, with everything that is known about where it comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from jjak.seeds.document import Kind, Span
from jjak.seeds.page_metadata import PageMetadata


class Origin(StrEnum):
    """Who wrote the target: a person, or a model."""

    HUMAN = "human"
    MACHINE = "machine"


class Status(StrEnum):
    """What a reviewer made of a pair."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


# flags that set an imported row aside: it is shown, translated and reviewed, and is used as a pair once a reviewer accepts it
LANGUAGE = "language"  # a text is plainly not in the language that it is called
SCORES = ("bleu", "chrf2++", "round_trip_bleu", "round_trip_chrf2++")  # that a pair may have
ASIDE = ("untranslated", "needs translation", "fuzzy", "obsolete", "locked", LANGUAGE)


class Figure(NamedTuple):
    """A score's value with its signature."""

    value: float
    signature: str


class Side(NamedTuple):
    """document: id, empty for a machine translation; segments: which of the document's; spans: their code points."""

    document: str
    segments: tuple[int, ...]
    spans: tuple[Span, ...]
    lang: str
    text: str


class ImportedFrom(NamedTuple):
    """Where an imported pair stood. file: its name; row: line of a table, unit of an XML file, from 1; unit: what the file
    calls it, or empty; attribution: who or what it is from, as the import or the file said; context: what tells it from
    another unit of one source; plural: the number or name of its plural form."""

    file: str
    row: int
    unit: str = ""
    attribution: str = ""
    context: str = ""
    plural: str = ""


class Markup(NamedTuple):
    """Both texts with their inline elements, as XML. form: whose elements they are: `tmx`, `xliff` or `xliff2`."""

    form: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Pair:
    """index: the place of its bead in the alignment; hypothesis: the machine translation of the source that was scored
    (the target itself where `origin` is machine); model, revision, nats: what made it, and its mean log probability;
    confidence: the bead's score; scores: by name, `bleu` and `chrf2++` of the hypothesis against a human target, or
    `round_trip_bleu` and `round_trip_chrf2++` of the back-translation against the source. The two never share a name;
    reason: why a reviewer rejected it; comment: what a reviewer noted; place: among pairs of one index; taken, markup: of a
    pair that was imported; page: what the page of its source says of itself, where it was read from a corpus."""

    id: str
    name: str
    index: int
    kind: Kind
    origin: Origin
    source: Side
    target: Side
    hypothesis: str
    model: str
    revision: str
    nats: float
    confidence: float
    back_translation: str = ""
    flags: tuple[str, ...] = ()
    scores: Mapping[str, Figure] = field(default_factory=dict)
    status: Status = Status.UNREVIEWED
    licence: str = ""
    reason: str = ""
    comment: str = ""
    place: int = 0
    taken: ImportedFrom | None = None
    markup: Markup | None = None
    page: PageMetadata = field(default=PageMetadata(), compare=False)

    @property
    def usable(self) -> bool:
        """Whether it is a pair that scores, training and exports may have: not set aside, or accepted with both texts."""
        if not self.flags or not aside(self.flags):
            return True
        return self.status is Status.ACCEPTED and bool(self.source.text and self.target.text)


def aside(flags: Iterable[str]) -> tuple[str, ...]:
    """Those of the flags that set a row aside, in the order of `ASIDE`."""
    given = set(flags)
    return tuple(flag for flag in ASIDE if flag in given)


def pair_id(source: Side, target: Side, origin: Origin) -> str:
    """16 hexadecimal digits that are the same whenever the same segments are paired, so that no pair is stored twice."""
    parts = [source.document, *map(str, source.segments), "|", target.document, *map(str, target.segments), target.lang, origin]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def bare(source: tuple[str, str], target: tuple[str, str]) -> Pair:
    """A pair of two texts with their languages, of which nothing else is known."""
    sides = [Side("", (), (), language, text) for language, text in (source, target)]
    return Pair(
        id="",
        name="",
        index=0,
        kind=Kind.TEXT,
        origin=Origin.HUMAN,
        source=sides[0],
        target=sides[1],
        hypothesis="",
        model="",
        revision="",
        nats=0.0,
        confidence=1.0,
    )
