"""What the aligner sees of two texts: which beads are possible, and what speaks for and against each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from jjak.align.sentence.candidates import Candidates, candidates
from jjak.align.sentence.embeddings import Vectors, VectorSides, of_vector_cells, vector_sides
from jjak.align.sentence.evidence import CLEAR, MANY, Reliance, believed, likest, mutual, scale_of, strangers, told
from jjak.align.sentence.features import characters_of, comparable, features, kept_words
from jjak.align.sentence.lattice import Band, places
from jjak.align.sentence.marks import marks
from jjak.align.sentence.null_model import turned
from jjak.align.sentence.overlaps import Doubles, Shared, of_cells
from jjak.align.sentence.similarity import Cells, View, cells, reordered, viewed
from jjak.align.text.ngrams import Floats, codes


@dataclass(frozen=True, slots=True)
class AlignerInput:
    """views: each the lines of the left and the right side in one language; vectors: of the source's and the target's lines;
    by_chance: the cosine of unrelated lines by their encoder, where that is known; fields: what each line is in its page, empty
    for running text."""

    source: Sequence[str]
    target: Sequence[str]
    views: Sequence[tuple[Sequence[str], Sequence[str]]] = ()
    vectors: tuple[Vectors, Vectors] | None = None
    fields: tuple[Sequence[str], Sequence[str]] | None = None
    by_chance: float | None = None

    def part(self, rows: slice, columns: slice) -> AlignerInput:
        vectors = None if self.vectors is None else (self.vectors[0][rows], self.vectors[1][columns])
        fields = None if self.fields is None else (self.fields[0][rows], self.fields[1][columns])
        views = [(left[rows], right[columns]) for left, right in self.views]
        return replace(self, source=self.source[rows], target=self.target[columns], views=views, vectors=vectors, fields=fields)

    def reordered(self, order: Sequence[int]) -> AlignerInput:
        """The same with the target's lines in another order."""
        views = [(left, [right[j] for j in order]) for left, right in self.views]
        vectors = None if self.vectors is None else (self.vectors[0], self.vectors[1][list(order)])
        return replace(self, target=[self.target[j] for j in order], views=views, vectors=vectors, fields=None)

    def swapped(self) -> AlignerInput:
        """The same with its sides exchanged."""
        vectors = None if self.vectors is None else self.vectors[::-1]
        fields = None if self.fields is None else self.fields[::-1]
        views = [view[::-1] for view in self.views]
        return replace(self, source=self.target, target=self.source, views=views, vectors=vectors, fields=fields)


@dataclass(frozen=True, slots=True)
class Observation:
    """found: (k, NAMES) float32, the features of each bead that is possible; believed: (k,) float64, 0..1, how far the
    translations are believed of it; strangers, related: whether they show that the texts have nothing to do with each
    other, or that they have."""

    nodes: Band
    beads: Candidates
    found: Floats
    believed: Doubles
    strangers: bool
    related: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """Two texts as they are seen whatever is searched. kept, signs: the words and the marks that both hold themselves;
    lengths: of their lines, comparable."""

    given: AlignerInput
    views: Sequence[View]
    vectors: VectorSides | None
    kept: Shared
    signs: Shared
    lengths: tuple[Doubles, Doubles]


def prepared(given: AlignerInput) -> Prepared:
    written = codes(given.source), codes(given.target)
    vectors = None if given.vectors is None else vector_sides(*given.vectors, given.by_chance)
    lengths = comparable(characters_of(given.source), characters_of(given.target))
    return Prepared(given, viewed(given.views), vectors, kept_words(*written), marks(*written), lengths)


def observed(texts: Prepared, nodes: Band, near: Band, also: npt.NDArray[np.bool_] | None = None) -> Observation:
    """What is seen of the beads within `nodes`.

    near: where counterparts of a line are looked for to judge how good a translation is; the same for every width of `nodes`,
    so that a wider search sees the same. also: (nodes, types) bool, beads to look at in any case.
    """
    given, views, vectors, kept, lengths = texts.given, texts.views, texts.vectors, texts.kept, texts.lengths
    seen = cells(nodes, views) if views else None
    masses = (np.zeros(len(given.source)), np.zeros(len(given.target))) if seen is None else (seen.left, seen.right)
    around = _near(nodes, near)
    reliance = _reliance(given, nodes, views, seen, around)
    beads = candidates(
        *(
            nodes,
            _joined(nodes, seen, vectors),
            (of_cells(nodes, kept), kept.left_mass, kept.right_mass),
            lengths,
        ),
        (np.ones(len(given.source)), np.ones(len(given.target))) if vectors is not None else (reliance.left, reliance.right),
        also,
    )
    found, trust = features(beads, views, kept, texts.signs, lengths, masses, reliance, vectors, given.fields)
    return Observation(nodes, beads, found, trust, reliance.strangers, reliance.related)


def _near(nodes: Band, near: Band) -> npt.NDArray[np.int64]:
    """The nodes of pairs of lines that `near` has too."""
    rows, columns = places(nodes)
    inside = (rows < len(nodes.low) - 1) & (columns < nodes.targets)
    return np.flatnonzero(inside & (near.low[rows] <= columns) & (columns <= near.high[rows]))


def _reliance(
    given: AlignerInput, nodes: Band, views: Sequence[View], seen: Cells | None, around: npt.NDArray[np.int64]
) -> Reliance:
    if seen is None:
        return Reliance(np.zeros(len(given.source)), np.zeros(len(given.target)), 1.0)
    alike = likest(nodes, seen)
    sure = mutual(nodes, alike, around)
    share = told(nodes, seen, around)
    trust = _trust(share, given, nodes, views, around)
    left, right = (np.where(known > 0, trust, 0.0) for known in seen.known)
    nothing = strangers(share, views, given.views)
    related = trust == 1 and min(len(given.source), len(given.target)) >= MANY
    return Reliance(left, right, scale_of(alike[sure]), nothing, related)


def _trust(share: float, given: AlignerInput, nodes: Band, views: Sequence[View], around: npt.NDArray[np.int64]) -> float:
    """How far the translations are believed, 0..1, of which the best chain has `share` of the mass."""
    if share >= CLEAR:
        return 1.0
    order = turned(given.source, given.target)
    by_chance = told(nodes, cells(nodes, [reordered(view, order) for view in views]), around)
    return believed(share, by_chance, min(len(given.source), len(given.target)))


def _joined(nodes: Band, seen: Cells | None, vectors: VectorSides | None) -> Cells | None:
    """What translations and vectors say of single lines together."""
    if vectors is None:
        return seen
    close = of_vector_cells(nodes, vectors)
    ones = np.ones(len(vectors.left.lines)), np.ones(len(vectors.right.lines))
    if seen is None:
        return Cells(close, *ones, ones)
    return Cells(((seen.common + close) / 2).astype(np.float32), (seen.left + 1) / 2, (seen.right + 1) / 2, ones)
