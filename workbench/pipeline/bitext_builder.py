"""From the segments of a bitext to its beads and pairs.

a document and its human translation   both are translated, aligned by what the translations share with the other
                                       side, and each bead's translation is scored against the human text; where no
                                       model does a direction, by sentence vectors or lengths, without scores
a document alone                       every segment is translated into the other language and back, and the
                                       back-translation is scored against the segment (round trip)

Building a bitext is a coroutine: it says what it needs translated, is sent the translations, and in the end says how to finish.
So texts of many bitexts are translated together, and the rest is done elsewhere meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from jjak.align.mt.translator import EMPTY, Translation
from jjak.align.sentence.aligners import Texts, align, chosen
from jjak.align.sentence.beads import CROSSING, Bead
from jjak.align.text.languages import join_sentences, language_of_parts
from jjak.align.text.segmentation import WHOLE, Segment, SegmentedDocument
from jjak.align.text.sentences import split
from jjak.corpora.pair import Figure, Origin, Pair, Side, pair_id
from jjak.corpora.store.writing import BuiltBitext, Direction
from jjak.eval.metrics import OF_PAIRS, sentence_scores
from jjak.seeds.document import Document, Kind
from jjak.seeds.errors import DocumentError
from jjak.seeds.message import Message, message
from jjak.workbench.pipeline.evidence import Evidence
from jjak.workbench.pipeline.lexicons import lexicon_files, with_lexicons
from jjak.workbench.pipeline.stage_timer import StageTimer
from jjak.workbench.pipeline.translators import Translated, Translators, Way
from jjak.workbench.settings import Settings

Placed = tuple[Document, Path, Sequence[Segment]]
Wants = dict[Way, list[str]]
Given = Mapping[Way, Mapping[str, Translation]]
Links = tuple[list[Bead], list[Pair]]
SAME_LANGUAGE = "same language on both sides"  # a reason of a bead that is no pair, as a label that is Korean on both pages
_NONE = Translation("", "", "", 0.0)  # where no model does the direction


class Finish(NamedTuple):
    """How to finish. aligner: what aligns; without: the directions that no model does; links: aligns and scores."""

    aligner: str
    links: Callable[[], Links]
    without: Sequence[Way] = ()


Steps = Generator[Wants, Given, Finish]


@dataclass(slots=True)
class BitextBuilder:
    """A bitext that is being built.

    Attributes:
        documents: one, or two that are translations of each other, each with the place of its file and its segments.
        settings: of the run.
        timer: is told of the seconds.
        wants: the texts that it needs translated now, None once it has all of them.
        translations: those that were made for it, by direction and text.
        segmented: what segmentation found in each document, with what it left out and where evidence of its language disagrees;
            empty where the segments are a corpus's.
    """

    documents: Sequence[Placed]
    settings: Settings
    timer: StageTimer = field(default_factory=StageTimer)
    wants: Wants | None = None
    translations: dict[Direction, dict[str, Translation]] = field(default_factory=dict)
    segmented: Sequence[SegmentedDocument] = ()
    _steps: Steps | None = None
    _finish: Finish | None = None

    def begin(self) -> None:
        """Say what is wanted first; raises DocumentError where the documents are both in one language."""
        documents, _, segments = zip(*self.documents, strict=True)
        if len(documents) == 1:
            self._steps = _alone(documents[0], segments[0], self.settings, self.timer)
        else:
            self._steps = _together(documents, segments, self.settings, self.timer)
        self._go_on(None)

    def answer(self, given: Translated) -> None:
        """Go on with the translations of what was wanted."""
        for direction, made in given.new.items():
            self.translations.setdefault(direction, {}).update(made)
        self._go_on(given.texts)

    def _go_on(self, given: Given | None) -> None:
        assert self._steps is not None
        try:
            self.wants = next(self._steps) if given is None else self._steps.send(given)
        except StopIteration as end:
            self.wants, self._finish = None, end.value

    def finish(self) -> BuiltBitext:
        """Align and score."""
        assert self._finish is not None
        beads, pairs = self._finish.links()
        return BuiltBitext(self.documents, self._finish.aligner, beads, pairs, self.translations)

    def evidence(self, built: BuiltBitext) -> Evidence:
        """What is said of the bitext, besides what was built."""
        foreign: Counter[str] = Counter()
        for each in self.segmented:
            foreign.update(each.foreign)
        findings = tuple(finding for each in self.segmented for finding in (*_warnings(each.document), *each.findings))
        same = sum(any(name == SAME_LANGUAGE for name, _ in bead.reasons) for bead in built.beads)
        without = self._finish.without if self._finish else ()
        return Evidence(findings, dict(foreign), tuple(without), built.aligner, same)


def _warnings(document: Document) -> list[Message]:
    """How a document was read, where a person should know it."""
    return [message("{name}: {cause}", name=document.name, cause=warning) for warning in document.warnings]


def bitext_of(
    documents: Sequence[Placed], translators: Translators, settings: Settings, timer: StageTimer | None = None
) -> BuiltBitext:
    """Translate, align and score one document, or two that are translations of each other; timer: is told of the seconds."""
    timer = timer or StageTimer()
    builder = BitextBuilder(documents, settings, timer)
    builder.begin()
    while builder.wants is not None:
        with timer.stage("translate"):
            found = translators.translate(builder.wants)
        builder.answer(found)
    return builder.finish()


def _alone(document: Document, segments: Sequence[Segment], settings: Settings, timer: StageTimer) -> Steps:
    """Each segment with its own translation, which may be several sentences, scored by round trip."""
    ways = [(part.lang, _other(part.lang, settings)) for part in segments]
    given = yield _wants((way, part.text) for way, part in zip(ways, segments, strict=True))
    _ensure_model(document, ways, given)
    made = [given[way][part.text] for way, part in zip(ways, segments, strict=True)]
    filled = [at for at, translation in enumerate(made) if translation.text]
    given = yield _wants(((ways[at][1], ways[at][0]), made[at].text) for at in filled)
    _ensure_model(document, [(ways[at][1], ways[at][0]) for at in filled], given)
    backs = {at: given[ways[at][1], ways[at][0]][made[at].text].text for at in filled}
    return Finish("translation of itself", partial(_translated, document, segments, made, backs, settings, timer))


def _ensure_model(document: Document, ways: Sequence[Way], given: Given) -> None:
    for way in ways:
        if way not in given:
            raise DocumentError(
                "{name}: no model translates {source} to {target}",
                "Name one with --model {source}-{target}=NAME, or build the document with its human translation.",
                name=document.name,
                source=way[0],
                target=way[1],
            )


def _translated(
    document: Document,
    segments: Sequence[Segment],
    made: Sequence[Translation],
    backs: Mapping[int, str],
    settings: Settings,
    timer: StageTimer,
) -> Links:
    """made: a translation of each segment; backs: its back-translation, of those that have any."""
    with timer.stage("score"):
        scored = _scores([(segments[at].text, back, segments[at].lang) for at, back in backs.items()])
    scores = dict(zip(backs, scored, strict=True))
    beads: list[Bead] = []
    pairs: list[Pair] = []
    begin = 0
    for at, (part, translation) in enumerate(zip(segments, made, strict=True)):
        other = _other(part.lang, settings)
        sentences = sum(1 for sentence in split(translation.text, other) if sentence.strip()) if translation.text else 0
        # the link is known, not guessed: the target was made from this segment
        reasons = (("translation of itself", 1.0),)
        beads.append(Bead(range(part.index, part.index + 1), range(begin, begin + sentences), 1.0, reasons))
        begin += sentences
        if sentences:
            sides = _side([part], settings), Side("", (), (), other, translation.text)
            named = {f"round_trip_{name}": figure for name, figure in scores[at].items()}
            pairs.append(_pair(document, (at, beads[-1]), part.kind, sides, translation, named, settings, backs[at]))
    return beads, pairs


def _together(
    documents: Sequence[Document], segments: Sequence[Sequence[Segment]], settings: Settings, timer: StageTimer
) -> Steps:
    """A document and its human translation, each translated into the language of the other."""
    sides = _languages(segments, settings)
    if sides[0] == sides[1]:
        names = " and ".join(document.name for document in documents)
        raise DocumentError(
            "{names}: both are in '{lang}'",
            "A translation is in the other language; check the files' names.",
            names=names,
            lang=sides[0],
        )
    ways = [_way(parts, other) for parts, other in zip(segments, reversed(sides), strict=True)]
    foreign = [(way, p.text) for way, parts in zip(ways, segments, strict=True) for p in parts if p.lang != way[1]]
    given = yield _wants(foreign)
    without = [way for way in dict.fromkeys(way for way, _ in foreign) if way not in given]
    # a segment that is in the other language already is its own translation
    made = [
        [Translation(p.text, "", "", 0.0) if p.lang == way[1] else given.get(way, {}).get(p.text, _NONE) for p in parts]
        for way, parts in zip(ways, segments, strict=True)
    ]
    texts = replace(_texts(segments, made, [way in given for way in ways]), crossing=settings.crossing)
    texts, _ = with_lexicons(texts, lexicon_files(settings.lexicons))
    aligner = _able(settings.aligner, texts)
    links = partial(linked, documents, segments, texts, made[0] if ways[0] in given else (), aligner, settings, timer)
    return Finish(aligner, links, without)


def _languages(segments: Sequence[Sequence[Segment]], settings: Settings) -> list[str]:
    """The language that most of each side is in; of a side without text, what the other is not in."""
    found = []
    for parts in segments:
        lengths: Counter[str] = Counter()
        for part in parts:
            lengths[part.lang] += sum(map(str.isalpha, part.text))
        found.append(max(lengths, key=lambda lang: lengths[lang], default=""))
    return [lang or _other(found[1 - at], settings) for at, lang in enumerate(found)]


def _texts(segments: Sequence[Sequence[Segment]], made: Sequence[Sequence[Translation]], translated: Sequence[bool]) -> Texts:
    """What the aligner is given. translated: of each side, whether a model translates it."""
    texts = [[part.text for part in side] for side in segments]
    views = [[[t.text for t in side]] if there else [] for side, there in zip(made, translated, strict=True)]
    fields = [["" if part.kind not in WHOLE else part.kind.value for part in side] for side in segments]
    both = (fields[0], fields[1]) if any(fields[0]) and any(fields[1]) else None
    return Texts(texts[0], texts[1], views[0], views[1], fields=both)


def _able(aligner: str, texts: Texts) -> str:
    """The aligner that was asked for, or the best of those that need no translation where there is none."""
    return chosen(texts) if not texts.translated and aligner in ("translation", "mixture") else aligner


def linked(
    documents: Sequence[Document],
    segments: Sequence[Sequence[Segment]],
    texts: Texts,
    made: Sequence[Translation],
    aligner: str,
    settings: Settings,
    timer: StageTimer,
) -> Links:
    """The beads of two documents, and each pair with the score of the machine's translation against the human's.

    made: a translation of each segment of the first document; none where no model does its direction, and no pair has a score
    then. A bead with two sides in one language, as a label that stands on both pages, is no translation; its reasons say so.
    """
    with timer.stage("align"):
        beads = align(texts, aligner)
    linked: list[tuple[int, Kind, tuple[Side, Side], Translation]] = []
    for at, bead in enumerate(beads):
        parts = [segments[0][i] for i in bead.source]
        target = _side([segments[1][j] for j in bead.target], settings)
        if not parts or not target.text:
            continue
        source = _side(parts, settings)
        if source.lang == target.lang:
            beads[at] = replace(bead, reasons=(*bead.reasons, (SAME_LANGUAGE, -1.0)))
            continue
        hypothesis = _merged([made[i] for i in bead.source], target.lang) if made else _NONE
        linked.append((at, parts[0].kind, (source, target), hypothesis))
    with timer.stage("score"):
        compared = [(sides[1].text, hypothesis.text, sides[1].lang) for _, _, sides, hypothesis in linked]
        scored = _scores(compared) if made else [{}] * len(linked)
    pairs = [
        _pair(documents[0], (at, beads[at]), kind, sides, hypothesis, scores, settings)
        for (at, kind, sides, hypothesis), scores in zip(linked, scored, strict=True)
    ]
    return beads, pairs


def _way(segments: Sequence[Segment], other: str) -> Way:
    """From the language of the first segment that is not in the other language already."""
    return next((part.lang for part in segments if part.lang != other), other), other


def _wants(texts: Iterable[tuple[Way, str]]) -> Wants:
    wants: Wants = {}
    for way, text in texts:
        wants.setdefault(way, []).append(text)
    return wants


def _merged(translations: Sequence[Translation], lang: str) -> Translation:
    """The translations of a bead's sentences as one; the model is the first's that was translated at all."""
    named = next((t for t in translations if t.model), translations[0])
    flags = tuple(sorted({flag for t in translations for flag in t.flags}))
    text = join_sentences((t.text for t in translations if t.text), lang)
    return Translation(text, named.model, named.revision, sum(t.score for t in translations) / len(translations), flags)


def _side(segments: Sequence[Segment], settings: Settings) -> Side:
    if not segments:
        return Side("", (), (), "", "")
    lang = language_of_parts([(part.text, part.lang) for part in segments], settings.languages)
    text = join_sentences((part.text for part in segments), lang)
    places = tuple(part.index for part in segments), tuple(part.span for part in segments)
    return Side(segments[0].document, *places, lang, text)


def _scores(texts: Sequence[tuple[str, str, str]]) -> list[dict[str, Figure]]:
    """The scores by metric of each (reference, hypothesis, language), all of a language at once."""
    found: list[dict[str, Figure]] = [{} for _ in texts]
    for lang in {lang for _, _, lang in texts}:
        places = [at for at, (_, _, each) in enumerate(texts) if each == lang]
        references, hypotheses = [texts[at][0] for at in places], [texts[at][1] for at in places]
        for metric in OF_PAIRS:
            for at, score in zip(places, sentence_scores(metric, hypotheses, references, lang), strict=True):
                found[at][metric] = Figure(score.value, score.signature)
    return found


def _pair(
    document: Document,
    link: tuple[int, Bead],
    kind: Kind,
    sides: tuple[Side, Side],
    hypothesis: Translation,
    scores: Mapping[str, Figure],
    settings: Settings,
    back: str = "",
) -> Pair:
    """link: the number of the pair's bead, and the bead; kind: of what the pair's text is; sides: source and target."""
    side, target = sides
    origin = Origin.HUMAN if target.document else Origin.MACHINE
    flags = tuple(flag for flag in hypothesis.flags if flag != EMPTY or not hypothesis.text)
    if link[1].crosses:
        flags = (*flags, CROSSING)
    return Pair(
        id=pair_id(side, target, origin),
        name=document.name,
        index=link[0],
        kind=kind,
        origin=origin,
        source=side,
        target=target,
        hypothesis=hypothesis.text,
        model=hypothesis.model,
        revision=hypothesis.revision,
        nats=hypothesis.score,
        confidence=link[1].score,
        back_translation=back,
        flags=flags,
        scores=scores,
        licence=settings.licence,
    )


def _other(lang: str, settings: Settings) -> str:
    first, second = settings.languages
    return second if lang == first else first
