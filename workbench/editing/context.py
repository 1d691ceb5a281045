"""What stands beneath the rows of a bitext: its documents, its segments' languages and kinds, and machine translations."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from jjak.align.mt.translator import EMPTY, Translation
from jjak.align.sentence.beads import CROSSING
from jjak.align.text.languages import join_sentences, language_of_parts
from jjak.corpora.formats.entry import UNTRANSLATED
from jjak.corpora.pair import ASIDE, Figure, Origin, Pair, Side, pair_id
from jjak.corpora.review.commands import SideName
from jjak.corpora.review.events import Piece, Pieces, Row
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.imported_units import SetAside, Trait
from jjak.corpora.store.review_log import GAP, ReviewLog, SegmentColumns, StoredBitext
from jjak.corpora.store.writing import Direction
from jjak.eval.metrics import OF_PAIRS, sentence_score
from jjak.seeds.document import Document, Kind, Span, fold
from jjak.seeds.readers.subtitles import READER as SUBTITLES
from jjak.seeds.readers.subtitles import TAG

DECISIVE = 20_000  # characters that tell a text's language
SCORED = 10_000  # characters of a text beyond which it is no sentence, and scoring it would hold up the reviewer


class Key(NamedTuple):
    """What tells whether a row says the same pair as before."""

    pair: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """What the review of a bitext needs besides its rows.

    Attributes:
        stored: what the corpus says of the bitext.
        documents: source and target; None for what is not there, and for both sides of an imported bitext.
        langs, kinds: of each segment of the source.
        target_langs, target_kinds: of each segment of the target, empty for a document alone.
        directions: of the translations that the corpus remembers, the likeliest first.
        imported: of an imported bitext, by the number of a segment, the id of the pair that it came with.
        set_aside: of an imported bitext, the pairs that came set aside, by id.
        corrections: how often its import was changed.
        crossing: the numbers of the pipeline's beads that cross others.
    """

    stored: StoredBitext
    documents: tuple[Document | None, Document | None]
    langs: Sequence[str]
    kinds: Sequence[str]
    target_langs: Sequence[str]
    target_kinds: Sequence[str]
    directions: Sequence[Direction]
    store: Corpus = field(repr=False)
    imported: Mapping[int, str] = field(default_factory=dict)
    set_aside: Mapping[str, SetAside] = field(default_factory=dict)
    corrections: int = 0
    crossing: frozenset[int] = frozenset()

    @property
    def alone(self) -> bool:
        return not self.stored.target

    @property
    def languages(self) -> tuple[str, str]:
        first, second = self.stored.settings.get("languages", ("ko", "en"))
        return first, second

    def other(self, lang: str) -> str:
        first, second = self.languages
        return second if lang == first else first

    @property
    def usual(self) -> tuple[str, str]:
        """The language that most of each side is in."""
        first = max(set(self.langs), key=self.langs.count) if self.langs else self.languages[0]
        if self.alone:
            return first, self.other(first)
        second = max(set(self.target_langs), key=self.target_langs.count) if self.target_langs else self.other(first)
        return first, second

    def lang(self, side: SideName, pieces: Pieces) -> str:
        """The language of some pieces, as the pipeline tells it."""
        if side == "target" and self.alone:
            return self.usual[1]
        langs = self.langs if side == "source" else self.target_langs
        at = pieces[0].segment if pieces else -1
        default = langs[at] if 0 <= at < len(langs) else self.usual[side == "target"]
        if self.imported:
            return default  # the file said it
        if not pieces:
            return default
        known = [langs[each.segment] if 0 <= each.segment < len(langs) else default for each in pieces]
        texts = [each.text[:DECISIVE] for each in pieces]
        return language_of_parts(zip(texts, known, strict=True), self.languages)

    def locate(self, side: SideName, piece: Piece, offset: int) -> int:
        """The code point of the document at which a cut in a piece's text stands; the piece's end where its text was edited
        and no longer is what the document says."""
        document = self.documents[side == "target"]
        if document is None or not piece.stop:
            return 0
        tags = TAG if document.metadata.get("reader") == SUBTITLES else None
        folded = fold(document.text, Span(piece.start, piece.stop), tags=tags)
        return folded.origin[offset].start if folded.text == piece.text else piece.stop

    def translations(self, texts: Sequence[str], source: str, target: str) -> dict[str, Translation]:
        """The machine translations of `texts` that the corpus remembers, by text."""
        found: dict[str, Translation] = {}
        for direction in self.directions:
            if (direction.source, direction.target) == (source, target) and (left := [t for t in texts if t not in found]):
                found.update(self.store.cached(direction, left))
        return found


def context_of(
    log: ReviewLog, stored: StoredBitext, parts: tuple[SegmentColumns, SegmentColumns] | None = None
) -> ReviewContext:
    """What a bitext stands on.

    Args:
        log: of the corpus that holds it.
        stored: what the corpus says of it.
        parts: the segments of its documents, where they were read already.
    """
    directions = [Direction(*row) for row in log.directions()]
    used = set(stored.versions.values())
    # what the run of this bitext used comes first, so that a reviewer sees the translation that linked the row
    directions.sort(key=lambda one: f"{one.model}@{one.revision}" not in used)
    if stored.imported:
        return _imported(log, stored, directions)
    source, target = (log.document(name) if name else None for name in (stored.source, stored.target))
    first, second = parts or log.parts(stored)
    traits = (first.langs, first.kinds, second.langs, second.kinds)
    return ReviewContext(stored, (source, target), *traits, directions, log.store, crossing=log.crossing(stored.alignment))


def _imported(log: ReviewLog, stored: StoredBitext, directions: Sequence[Direction]) -> ReviewContext:
    """Of an imported bitext, whose rows have numbers of their own, with gaps."""
    there = {trait.number: trait for trait in log.imported(stored.alignment)}
    first = next(iter(there.values()), Trait(0, "", "text", *stored.settings.get("languages", ("ko", "en"))))
    every = [there.get(at, first) for at in range(max(there, default=-1) + 1)]
    langs, other = [trait.source_lang for trait in every], [trait.target_lang for trait in every]
    kinds = [trait.kind for trait in every]
    pairs = {trait.number: trait.pair for trait in there.values()}
    more = (pairs, log.set_aside(stored.alignment), log.corrections(stored.alignment))
    return ReviewContext(stored, (None, None), langs, kinds, other, kinds, directions, log.store, *more)


def text_of(pieces: Pieces, lang: str) -> str:
    """What some pieces say together."""
    return join_sentences((piece.text for piece in pieces), lang)


def key_of(context: ReviewContext, row: Row) -> Key | None:
    """The pair that a row says; None for an omission, and for a text that stands on both sides in one language."""
    sides = _sides(context, row)
    return None if sides is None else Key(_id(context, row, *sides), sides[0].text, sides[1].text)


def flags_of_row(context: ReviewContext, row: Row) -> tuple[str, ...]:
    """What sets a row of an imported bitext aside: what it came with as long as its texts are those, and a missing text."""
    if not context.imported or (key := key_of(context, row)) is None:
        return ()
    came = context.set_aside.get(key.pair)
    if came and (came.source, came.target) == (key.source, key.target):
        return came.flags
    return () if key.source and key.target else (UNTRANSLATED,)


def _sides(context: ReviewContext, row: Row) -> tuple[Side, Side] | None:
    if not row.source or not row.target:
        return None
    langs = context.lang("source", row.source), context.lang("target", row.target)
    if langs[0] == langs[1] and not context.alone:
        return None
    if context.alone:
        langs = langs[0], context.other(langs[0])
    located = not context.imported
    return (
        _side(context.stored.source, row.source, langs[0], located=located),
        _side(context.stored.target, row.target, langs[1], located=located),
    )


def _side(document: str, pieces: Pieces, lang: str, *, located: bool) -> Side:
    text = text_of(pieces, lang)
    if not document or not located:
        return Side(document, (), (), lang, text)
    there = [piece for piece in pieces if piece.segment >= 0]
    segments = tuple(dict.fromkeys(piece.segment for piece in there))
    return Side(document, segments, tuple(Span(piece.start, piece.stop) for piece in there if piece.stop), lang, text)


def _id(context: ReviewContext, row: Row, source: Side, target: Side) -> str:
    origin = Origin.MACHINE if context.alone else Origin.HUMAN
    if context.imported:
        if len(row.source) == len(row.target) == 1 and row.source[0].id == row.target[0].id and row.source[0].whole:
            return context.imported[row.source[0].segment]
    elif all(piece.whole for piece in (*row.source, *row.target)):
        return pair_id(source, target, origin)
    # parts of one segment are several pairs: their names tell them apart where the segment's number cannot
    names = [
        context.stored.source,
        *(p.id for p in row.source),
        "|",
        context.stored.target,
        *(p.id for p in row.target),
        target.lang,
    ]
    return hashlib.sha256("\x1f".join([*names, origin]).encode()).hexdigest()[:16]


def pair_of_row(context: ReviewContext, row: Row, position: int) -> Pair | None:
    """The pair that a row says, scored where the machine translation of all of its source is known."""
    sides = _sides(context, row)
    if sides is None:
        return None
    source, target = sides
    made = context.translations([piece.text for piece in row.source], source.lang, target.lang)
    known = [made[piece.text] for piece in row.source if piece.text in made]
    hypothesis = join_sentences((each.text for each in known if each.text), target.lang)
    index, place = divmod(position, GAP)
    first = next((piece.segment for piece in row.source if piece.segment >= 0), -1)
    kind = Kind(context.kinds[first]) if 0 <= first < len(context.kinds) else Kind.TEXT
    complete = len(known) == len(row.source) and not context.alone
    flags = {flag for each in known for flag in each.flags if flag != EMPTY or not hypothesis}
    if row.score is not None and (row.bead in context.crossing or any(name == CROSSING for name, _ in row.reasons)):
        flags.add(CROSSING)
    if context.imported:
        return _imported_pair(context, row, position, (source, target), hypothesis)
    return Pair(
        id=_id(context, row, source, target),
        name=context.stored.name,
        index=index,
        kind=kind,
        origin=Origin.MACHINE if context.alone else Origin.HUMAN,
        source=source,
        target=target,
        hypothesis=hypothesis,
        model=known[0].model if known else "",
        revision=known[0].revision if known else "",
        nats=sum(each.score for each in known) / len(known) if known else 0.0,
        confidence=1.0 if row.score is None else row.score,
        flags=tuple(sorted(flags)),
        scores=_scores(hypothesis, target) if complete else {},
        status=row.status,
        licence=str(context.stored.settings.get("licence", "")),
        reason=row.reason,
        comment=row.comment,
        place=place,
    )


def _imported_pair(context: ReviewContext, row: Row, position: int, sides: tuple[Side, Side], hypothesis: str) -> Pair:
    """The pair of a row whose segments came with pairs of a file: of the first one it keeps what is known of it."""
    numbers = [piece.segment for piece in (*row.source, *row.target) if piece.segment >= 0]
    first = context.imported[numbers[0]] if numbers else next(iter(context.imported.values()))
    original = ReviewLog(context.store).originals([first])[first]
    source, target = sides
    index, place = divmod(position, GAP)
    human = original.origin is Origin.HUMAN
    made = original.hypothesis if human and source.text == original.source.text else hypothesis
    return replace(
        original,
        id=_id(context, row, source, target),
        index=index,
        place=place,
        source=source,
        target=target,
        # what a machine wrote is its own hypothesis
        hypothesis=made if human else target.text,
        back_translation="",
        confidence=1.0 if row.score is None else row.score,
        scores=_scores(made, target) if made and human else {},
        status=row.status,
        reason=row.reason,
        comment=row.comment,
        flags=(*(flag for flag in original.flags if flag not in ASIDE), *flags_of_row(context, row)),
    )


def _scores(hypothesis: str, target: Side) -> Mapping[str, Figure]:
    if max(len(hypothesis), len(target.text)) > SCORED:
        return {}
    scores = (sentence_score(metric, hypothesis, target.text, target.lang) for metric in OF_PAIRS)
    return {score.metric: Figure(score.value, score.signature) for score in scores}
