"""What stands beneath the rows of a unit: its documents, its segments' languages and kinds, and what machines made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from align.languages import language_of
from align.translation import EMPTY, UNSPACED, Translation
from corpora.acts import SideName
from corpora.journal import GAP, Case, Journal
from corpora.pair import Figure, Origin, Pair, Side, pair_id
from corpora.sheet import Piece, Pieces, Row
from corpora.store import Direction, Store
from eval.metrics import sentence_score
from seeds.document import Document, Kind, Span, fold
from workbench.units import METRICS

TELLING = 20_000  # characters that tell a text's language
SCORED = 10_000  # characters of a text beyond which it is no sentence, and scoring it would hold up the reviewer


class Key(NamedTuple):
    """What tells whether a row says the same pair as before."""

    pair: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Ground:
    """langs, kinds: of each segment of the source; target_langs, target_kinds: of the target, empty for a document alone;
    directions: of the translations that the corpus remembers."""

    case: Case
    documents: tuple[Document, Document | None]
    langs: Sequence[str]
    kinds: Sequence[str]
    target_langs: Sequence[str]
    target_kinds: Sequence[str]
    directions: Sequence[Direction]
    store: Store = field(repr=False)

    @property
    def alone(self) -> bool:
        return not self.case.target

    @property
    def languages(self) -> tuple[str, str]:
        first, second = self.case.settings.get("languages", ("ko", "en"))
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
        return language_of(" ".join(piece.text for piece in pieces)[:TELLING], self.languages, default)

    def locate(self, side: SideName, piece: Piece, offset: int) -> int:
        """The code point of the document at which a cut in a piece's text stands; the piece's end where its text was edited
        and no longer is what the document says."""
        document = self.documents[side == "target"]
        if document is None or not piece.stop:
            return 0
        folded = fold(document.text, Span(piece.start, piece.stop))
        return folded.origin[offset].start if folded.text == piece.text else piece.stop

    def made(self, texts: Sequence[str], source: str, target: str) -> dict[str, Translation]:
        """The machine translations of `texts` that the corpus remembers, by text."""
        found: dict[str, Translation] = {}
        for direction in self.directions:
            if (direction.source, direction.target) == (source, target) and (left := [t for t in texts if t not in found]):
                found.update(self.store.cached(direction, left))
        return found


def ground_of(journal: Journal, case: Case) -> Ground:
    source = journal.document(case.source)
    assert source is not None, "a unit has a source"
    target = journal.document(case.target) if case.target else None
    directions = [Direction(*row) for row in journal.directions()]
    used = set(case.versions.values())
    # what the run of this unit used comes first, so that a reviewer sees the translation that linked the row
    directions.sort(key=lambda one: f"{one.model}@{one.revision}" not in used)
    sides = [journal.traits(name) if name else [] for name in (case.source, case.target)]
    langs, kinds = ([[trait[at] for trait in side] for side in sides] for at in (0, 1))
    return Ground(case, (source, target), langs[0], kinds[0], langs[1], kinds[1], directions, journal.store)


def joined(pieces: Pieces, lang: str) -> str:
    return ("" if lang in UNSPACED else " ").join(piece.text for piece in pieces)


def key_of(ground: Ground, row: Row) -> Key | None:
    """The pair that a row says; None for an omission, and for a text that stands on both sides in one language."""
    sides = _sides(ground, row)
    return None if sides is None else Key(_id(ground, row, *sides), sides[0].text, sides[1].text)


def _sides(ground: Ground, row: Row) -> tuple[Side, Side] | None:
    if not row.source or not row.target:
        return None
    langs = ground.lang("source", row.source), ground.lang("target", row.target)
    if langs[0] == langs[1] and not ground.alone:
        return None
    if ground.alone:
        langs = langs[0], ground.other(langs[0])
    return _side(ground.case.source, row.source, langs[0]), _side(ground.case.target, row.target, langs[1])


def _side(document: str, pieces: Pieces, lang: str) -> Side:
    text = joined(pieces, lang)
    if not document:
        return Side("", (), (), lang, text)
    there = [piece for piece in pieces if piece.segment >= 0]
    segments = tuple(dict.fromkeys(piece.segment for piece in there))
    return Side(document, segments, tuple(Span(piece.start, piece.stop) for piece in there if piece.stop), lang, text)


def _id(ground: Ground, row: Row, source: Side, target: Side) -> str:
    origin = Origin.MACHINE if ground.alone else Origin.HUMAN
    if all(piece.whole for piece in (*row.source, *row.target)):
        return pair_id(source, target, origin)
    # parts of one segment are several pairs: their names tell them apart where the segment's number cannot
    names = [ground.case.source, *(p.id for p in row.source), "|", ground.case.target, *(p.id for p in row.target), target.lang]
    return hashlib.sha256("\x1f".join([*names, origin]).encode()).hexdigest()[:16]


def pair_of_row(ground: Ground, row: Row, position: int) -> Pair | None:
    """The pair that a row says, scored where the machine translation of all of its source is known."""
    sides = _sides(ground, row)
    if sides is None:
        return None
    source, target = sides
    made = ground.made([piece.text for piece in row.source], source.lang, target.lang)
    known = [made[piece.text] for piece in row.source if piece.text in made]
    hypothesis = ("" if target.lang in UNSPACED else " ").join(each.text for each in known if each.text)
    index, place = divmod(position, GAP)
    first = next((piece.segment for piece in row.source if piece.segment >= 0), -1)
    kind = Kind(ground.kinds[first]) if 0 <= first < len(ground.kinds) else Kind.TEXT
    complete = len(known) == len(row.source) and not ground.alone
    flags = {flag for each in known for flag in each.flags if flag != EMPTY or not hypothesis}
    return Pair(
        id=_id(ground, row, source, target),
        name=ground.case.name,
        index=index,
        kind=kind,
        origin=Origin.MACHINE if ground.alone else Origin.HUMAN,
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
        licence=str(ground.case.settings.get("licence", "")),
        reason=row.reason,
        comment=row.comment,
        place=place,
    )


def _scores(hypothesis: str, target: Side) -> Mapping[str, Figure]:
    if max(len(hypothesis), len(target.text)) > SCORED:
        return {}
    scores = (sentence_score(metric, hypothesis, target.text, target.lang) for metric in METRICS)
    return {score.metric: Figure(score.value, score.signature) for score in scores}
