"""The aligners by name, and what each is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from jjak.align.sentence.beads import Bead, covers, in_order
from jjak.align.sentence.crf_aligner import beads_of
from jjak.align.sentence.crossing import crossed
from jjak.align.sentence.encoders import BY_CHANCE, encoder, encoder_name
from jjak.align.sentence.glosses import Glossary, View
from jjak.align.sentence.learned_lexicon import learned, pairs_of
from jjak.align.sentence.observation import AlignerInput
from jjak.align.sentence.weights import Blend, known_blend
from jjak.align.text.terms import terms_of
from jjak.seeds.errors import AlignmentError, unknown

AGAIN = 2  # passes after the first, by what those before taught


@dataclass(frozen=True, slots=True)
class Texts:
    """The two sides, and machine translations of them: each of `forward` translates every line of `source`, each of
    `backward` every line of `target`; an empty line is a translation that is not there.

    views: more lines of both sides in one language, such as what a lexicon makes of them (`align.sentence.glosses`).
    breaks: a mark; nothing is aligned across a line that holds only it. encoder: the name of a sentence encoder, empty for
    the first that is installed. fields: for each line of either side what it is in its page (a headline, a speaker's
    name …), empty for running text. crossing: whether beads may cross, of sentences that were moved; there must be a
    translation to see them.
    """

    source: Sequence[str]
    target: Sequence[str]
    forward: Sequence[Sequence[str]] = ()
    backward: Sequence[Sequence[str]] = ()
    breaks: str = ""
    encoder: str = ""
    fields: tuple[Sequence[str], Sequence[str]] | None = None
    views: Sequence[View] = ()
    crossing: bool = True

    @property
    def translated(self) -> bool:
        """Whether there is anything that says what the words of one side are in the other's language."""
        return bool(self.forward or self.backward or self.views)


def glossed(texts: Texts, found: Glossary) -> Texts:
    """`texts` with their translations corrected by lexicons; with glosses of both sides where there are no translations."""
    if not texts.forward and not texts.backward:
        return replace(texts, views=found.views())
    forward = [found.corrected(lines, texts.target, forward=True) for lines in texts.forward]
    return replace(texts, forward=forward, backward=[found.corrected(x, texts.source, forward=False) for x in texts.backward])


Aligner = Callable[[Texts], list[Bead]]


def by_translation(texts: Texts) -> list[Bead]:
    """Raises AlignmentError where there is no translation and no lexicon at all."""
    if not texts.translated:
        raise AlignmentError(
            "The aligner 'translation' needs a machine translation of either side",
            "Give --forward (of the source) or --backward (of the target), as `jjak translate` makes them, or --lexicon;"
            " --aligner realign needs none.",
        )
    return aligned(aligner_input(texts), "translation", crossing=texts.crossing)


def by_length(texts: Texts) -> list[Bead]:
    """By the lengths of sentences, and the numbers and names that both sides keep (after Gale & Church 1993)."""
    return aligned(replace(aligner_input(texts), views=()), "length")


def by_realignment(texts: Texts) -> list[Bead]:
    """By what there is, be it only lengths, numbers and names, and then by the words that the pairs of that pass teach as well
    (hunalign's realign)."""
    given = aligner_input(texts)
    turned = list(given.source) > list(given.target)  # as in `aligned`: what is learned may not depend on the order of sides
    (beads,) = realigned([given.swapped() if turned else given])
    return [bead.swapped() for bead in beads] if turned else beads


def realigned(documents: Sequence[AlignerInput]) -> list[list[Bead]]:
    """The beads of documents that teach one lexicon together; those of the first pass where it teaches nothing."""
    words = [(terms_of(given.source), terms_of(given.target)) for given in documents]
    beads = [aligned(given, "translation" if given.views else "length") for given in documents]
    for _ in range(AGAIN):
        lexicon = learned([pair for sides, found in zip(words, beads, strict=True) for pair in pairs_of(*sides, found)])
        if lexicon is None:
            break
        views = [[*given.views, *lexicon.views(*sides)] for given, sides in zip(documents, words, strict=True)]
        beads = [aligned(replace(given, views=more), "translation") for given, more in zip(documents, views, strict=True)]
    return beads


def by_embedding(texts: Texts) -> list[Bead]:
    """By sentence vectors and lengths; raises AlignmentError where no encoder is installed."""
    return aligned(replace(with_vectors(texts), views=()), "embedding")


def by_mixture(texts: Texts) -> list[Bead]:
    """By translations and sentence vectors together, each of which helps where the other fails."""
    return aligned(with_vectors(texts), "mixture", crossing=texts.crossing)


def automatic(texts: Texts) -> list[Bead]:
    return ALIGNERS[chosen(texts)](texts)


def chosen(texts: Texts) -> str:
    """The best aligner that `texts` allow without sentence vectors, which take long and are never taken unasked."""
    return "translation" if texts.translated else "realign"


def with_encoder(aligner: str) -> str:
    """The aligner that sees what `aligner` sees and sentence vectors too."""
    return "mixture" if aligner in ("translation", "mixture") else "embedding"


def aligner_input(texts: Texts) -> AlignerInput:
    views = [(lines, texts.target) for lines in texts.forward] + [(texts.source, lines) for lines in texts.backward]
    return AlignerInput(texts.source, texts.target, [*views, *texts.views], fields=texts.fields)


def with_vectors(texts: Texts) -> AlignerInput:
    encode = encoder(texts.encoder)
    vectors = encode(texts.source), encode(texts.target)
    return replace(aligner_input(texts), vectors=vectors, by_chance=BY_CHANCE.get(encoder_name(texts.encoder)))


def aligned(given: AlignerInput, kind: str, *, banded: bool = True, crossing: bool = False) -> list[Bead]:
    """The beads by the weights of `kind`, in the order of the source; with `crossing` also those that cross the path."""
    return aligned_by(given, known_blend(kind), banded=banded, crossing=crossing)


def aligned_by(given: AlignerInput, blend: Blend, *, banded: bool = True, crossing: bool = False) -> list[Bead]:
    """The beads by the weights of `blend`.

    Sides and views are put into an order of their own first, so that swapping the sides, or giving the translations in
    another order, cannot change a tie or a rounding.
    """
    turned = list(given.source) > list(given.target)
    ordered = given.swapped() if turned else given
    ordered = replace(ordered, views=sorted(ordered.views, key=lambda view: (list(view[0]), list(view[1]))))
    beads = beads_of(ordered, blend, banded=banded)
    if crossing:
        beads = crossed(ordered, beads)
    return in_order(bead.swapped() for bead in beads) if turned else beads


ALIGNERS: dict[str, Aligner] = {
    "translation": by_translation,
    "length": by_length,
    "realign": by_realignment,
    "embedding": by_embedding,
    "mixture": by_mixture,
    "auto": automatic,
}


def align(texts: Texts, aligner: str = "translation") -> list[Bead]:
    """Beads that cover both sides, in the order of the source.

    Raises SettingError at an unknown aligner or encoder, AlignmentError where a translation has another number of lines
    than what it translates, where the sides have not as many breaks, or where an aligner lacks what it needs.
    """
    if aligner not in ALIGNERS:
        raise unknown("aligner", aligner, ALIGNERS)
    _check(texts)
    beads = (
        [bead for section in _sections(texts) for bead in _section(section, aligner)]
        if texts.breaks
        else ALIGNERS[aligner](texts)
    )
    assert covers(beads, len(texts.source), len(texts.target)), "an aligner's beads must cover both sides"
    return beads


def _check(texts: Texts) -> None:
    for name, translations, lines in (("forward", texts.forward, texts.source), ("backward", texts.backward, texts.target)):
        for translation in translations:
            if len(translation) != len(lines):
                raise AlignmentError(
                    "--forward: {count} lines, but the source it translates has {expected}"
                    if name == "forward"
                    else "--backward: {count} lines, but the target it translates has {expected}",
                    "A translation has one line for each line, an empty one where there is none.",
                    count=len(translation),
                    expected=len(lines),
                )


@dataclass(frozen=True, slots=True)
class _Section:
    """Texts between two breaks that begin at line `source` and `target`; closed: whether a break follows."""

    texts: Texts
    source: int
    target: int
    closed: bool


def _sections(texts: Texts) -> Iterator[_Section]:
    marks = [[at for at, line in enumerate(side) if line.strip() == texts.breaks] for side in (texts.source, texts.target)]
    if len(marks[0]) != len(marks[1]):
        raise AlignmentError(
            "--breaks: {source} lines of the source are '{mark}', {target} of the target",
            "Put the mark at the same places of both sides.",
            source=len(marks[0]),
            target=len(marks[1]),
            mark=texts.breaks,
        )
    i = j = 0
    ends = [*zip(*marks, strict=True), (len(texts.source), len(texts.target))]
    for x, y in ends:
        forward = [side[i:x] for side in texts.forward]
        backward = [side[j:y] for side in texts.backward]
        fields = None if texts.fields is None else (texts.fields[0][i:x], texts.fields[1][j:y])
        views = [(left[i:x], right[j:y]) for left, right in texts.views]
        part = Texts(
            *(texts.source[i:x], texts.target[j:y], forward, backward),
            encoder=texts.encoder,
            fields=fields,
            views=views,
            crossing=texts.crossing,
        )
        yield _Section(part, i, j, x < len(texts.source))
        i, j = x + 1, y + 1


def _section(section: _Section, aligner: str) -> Iterator[Bead]:
    i, j = section.source, section.target
    for bead in ALIGNERS[aligner](section.texts):
        yield bead.moved(i, j)
    if section.closed:
        x, y = i + len(section.texts.source), j + len(section.texts.target)
        yield Bead(range(x, x + 1), range(y, y + 1), 1.0, (("break", 1.0),))
