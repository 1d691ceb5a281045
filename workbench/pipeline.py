"""The whole flow on one page: read, segment, translate, align, score, store.

a document and its human translation   both are translated, aligned by what the translations share with the other
                                       side, and each bead's translation is scored against the human text
a document alone                       every segment is translated into the other language and back, and the
                                       back-translation is scored against the segment (round trip)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from align.aligners import Texts, align
from align.beads import Bead
from align.engines import load_translator
from align.languages import language_of
from align.segments import WHOLE, Segment, segment, split
from align.translation import EMPTY, UNSPACED, MarianTranslator, Translation
from corpora.pair import Figure, Origin, Pair, Side, pair_id
from corpora.store import Direction, Store, Unit
from eval.metrics import OF_PAIRS, sentence_scores
from seeds.document import Document
from seeds.errors import CorpusError, DocumentError, JjakError, ModelError
from seeds.reading import read_document
from workbench.models import ensure_sound
from workbench.settings import Settings
from workbench.tasks import Failure, Task

AT_ONCE = 1000  # texts that are translated between two words to whoever waits
PACKAGES = ("jjak", "ctranslate2", "kiwipiepy", "sacrebleu", "sentencepiece", "sentencex", "torch", "transformers")

# is told what is being done, how much of it is done and how much there is; may raise to stop it
Step = Callable[[str, int, int], None]


@dataclass(slots=True)
class Summary:
    """What a run did. built, present: tasks that were built now, and that the corpus held already; pairs: new ones."""

    built: int = 0
    present: int = 0
    pairs: list[Pair] = field(default_factory=list)
    made: int = 0
    failures: list[Failure] = field(default_factory=list)


class Translators:
    """The translators of both directions, loaded when they are first needed, over the corpus's memory of what they made.

    made: what is new since `forget`, for the store to take in with the unit.
    """

    def __init__(self, store: Store, settings: Settings, step: Step = lambda _, __, ___: None) -> None:
        self._store, self._settings, self.step = store, settings, step
        self.loaded: dict[tuple[str, str], MarianTranslator] = {}
        self.made: dict[Direction, dict[str, Translation]] = {}

    def forget(self) -> None:
        self.made = {}

    def translator(self, source: str, target: str) -> MarianTranslator:
        key = (source, target)
        if key not in self.loaded:
            s = self._settings
            if not s.allow_broken:
                ensure_sound(s.model(*key), key)
            self.loaded[key] = load_translator(
                source, target, model=s.model(*key), engine=s.engine, compute=s.compute, beam=s.beam, threads=s.threads
            )
        return self.loaded[key]

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Translation]:
        """A translation of each text; nothing is translated that the corpus has, or that was translated just now."""
        if not texts:
            return []
        translator = self.translator(source, target)
        settings = self._settings
        search = f"{settings.engine}:{settings.compute}:beam{settings.beam}"
        direction = Direction(translator.model, translator.revision, search, source, target)
        new = self.made.setdefault(direction, {})
        known = self._store.cached(direction, [text for text in dict.fromkeys(texts) if text not in new])
        missing = [text for text in dict.fromkeys(texts) if text not in new and text not in known]
        for at in range(0, len(missing), AT_ONCE):
            self.step(f"{source}→{target}", at, len(missing))
            part = missing[at : at + AT_ONCE]
            new.update(zip(part, translator(part), strict=True))
        return [new[text] if text in new else known[text] for text in texts]


def build(
    tasks: Sequence[Task],
    store: Store,
    settings: Settings,
    progress: Callable[[str], None] = lambda _: None,
    inputs: Sequence[str] = (),
    step: Step = lambda _, __, ___: None,
) -> Summary:
    """Build each task and store it, whatever becomes of the others; `progress` is told each one's name when it is done.

    inputs: what the tasks were found by, for the record of the run.
    Raises CorpusError where the corpus cannot be written and ModelError where a model cannot be used.
    """
    translators, summary = Translators(store, settings, step), Summary()
    run: int | None = None
    for task in tasks:
        try:
            step("read", 0, 0)
            documents = _documents(task, settings)
            if store.has(*_ids(documents)):
                summary.present += 1
                progress(task.name)
                continue
            translators.forget()
            unit = _unit(task, documents, translators, settings)
            if run is None:
                run = store.begin_run(settings.table() | {"inputs": list(inputs)}, versions_of(translators))
            if store.add(unit, run):
                summary.built += 1
                summary.made += len(unit.pairs)
                summary.pairs.extend(unit.pairs[: max(0, 100 - len(summary.pairs))])
            elif store.has(*_ids(documents)):
                summary.present += 1
            else:
                raise DocumentError(f"{task.name}: the corpus refused it", "This is a fault in jjak; please report it.")
        except (CorpusError, ModelError):
            raise
        except JjakError as error:
            summary.failures.append(Failure(task.name, error))
        except Exception as error:  # a fault of ours in one document must not take the others with it
            wrong = DocumentError(f"{task.name}: {type(error).__name__}: {error}", "This is a fault in jjak; please report it.")
            summary.failures.append(Failure(task.name, wrong))
        progress(task.name)
    if run is not None:
        store.end_run(run)
    return summary


def versions_of(translators: Translators) -> dict[str, str]:
    """The packages, and the models that were loaded with their revisions."""
    models = {f"model {source}-{target}": f"{t.model}@{t.revision}" for (source, target), t in translators.loaded.items()}
    return {name: version(name) for name in PACKAGES} | models


def _ids(documents: Sequence[Document]) -> tuple[str, str]:
    return documents[0].id, documents[1].id if len(documents) > 1 else ""


def _documents(task: Task, settings: Settings) -> list[Document]:
    """The task's documents, the one in the first of the two languages first where they are in both."""
    files = [task.source] if task.target is None else [task.source, task.target]
    return [read_document(file, largest=settings.largest) for file in files]


def _unit(task: Task, documents: Sequence[Document], translators: Translators, settings: Settings) -> Unit:
    segments = [segment(document, settings.languages) for document in documents]
    files = [task.source] if task.target is None else [task.source, task.target]
    kept = [
        (document, file.location or file.path, parts) for document, file, parts in zip(documents, files, segments, strict=True)
    ]
    return unit_of(kept, translators, settings)


def unit_of(kept: Sequence[tuple[Document, Path, Sequence[Segment]]], translators: Translators, settings: Settings) -> Unit:
    """Translate, align and score one document, or two that are translations of each other."""
    documents, _, segments = zip(*kept, strict=True)
    if len(documents) == 1:
        beads, pairs = _alone(documents[0], segments[0], translators, settings)
        return Unit(kept, "translation of itself", beads, pairs, translators.made)
    beads, pairs = _together(documents, segments, translators, settings)
    return Unit(kept, settings.aligner, beads, pairs, translators.made)


def _alone(
    document: Document, segments: Sequence[Segment], translators: Translators, settings: Settings
) -> tuple[list[Bead], list[Pair]]:
    """Each segment with its own translation, which may be several sentences, scored by round trip."""
    made = _each_way(segments, translators, settings)
    backs: dict[int, Translation] = {}
    for lang in settings.languages:
        other = _other(lang, settings)
        chosen = [part for part in segments if part.lang == lang and made[part.index].text]
        translated = translators.translate([made[part.index].text for part in chosen], other, lang)
        backs.update(zip((part.index for part in chosen), translated, strict=True))
    scored = _scores([(part.text, backs[part.index].text, part.lang) for part in segments if part.index in backs])
    scores = dict(zip(sorted(backs), scored, strict=True))
    beads: list[Bead] = []
    pairs: list[Pair] = []
    at = 0
    for part in segments:
        translation, other = made[part.index], _other(part.lang, settings)
        sentences = sum(1 for sentence in split(translation.text, other) if sentence.strip()) if translation.text else 0
        # the link is known, not guessed: the target was made from this segment
        beads.append(Bead(range(part.index, part.index + 1), range(at, at + sentences), 1.0, (("translation of itself", 1.0),)))
        at += sentences
        if sentences:
            back = backs[part.index].text
            target = Side("", (), (), other, translation.text)
            named = {f"round_trip_{name}": figure for name, figure in scores[part.index].items()}
            pairs.append(_pair(document, [part], target, beads, translation, named, settings, back))
    return beads, pairs


def _together(
    documents: Sequence[Document], segments: Sequence[Sequence[Segment]], translators: Translators, settings: Settings
) -> tuple[list[Bead], list[Pair]]:
    """The beads of a document and its human translation, each pair with the score of the machine's against the human's."""
    sides = [language_of(document.text, settings.languages) for document in documents]
    if sides[0] == sides[1]:
        names = " and ".join(document.name for document in documents)
        raise DocumentError(
            f"{names}: both are in '{sides[0]}'", "A translation is in the other language; check the files' names."
        )
    forward = _into(segments[0], sides[1], translators)
    backward = _into(segments[1], sides[0], translators)
    texts = [[part.text for part in side] for side in segments]
    made = [[translation.text for translation in side] for side in (forward, backward)]
    fields = [["" if part.kind not in WHOLE else part.kind.value for part in side] for side in segments]
    both = (fields[0], fields[1]) if any(fields[0]) and any(fields[1]) else None
    translators.step("align", 0, 0)
    beads = align(Texts(texts[0], texts[1], [made[0]], [made[1]], fields=both), settings.aligner)
    linked: list[tuple[int, list[Segment], Side, Translation]] = []
    for at, bead in enumerate(beads):
        source = [segments[0][i] for i in bead.source]
        target = _side([segments[1][j] for j in bead.target], settings)
        # a label that stands on both pages in one language is aligned, but is no translation
        if source and target.text and _side(source, settings).lang != target.lang:
            linked.append((at, source, target, _merged([forward[i] for i in bead.source], target.lang)))
    scored = _scores([(target.text, hypothesis.text, target.lang) for _, _, target, hypothesis in linked])
    pairs = [
        _pair(documents[0], source, target, beads[: at + 1], hypothesis, scores, settings)
        for (at, source, target, hypothesis), scores in zip(linked, scored, strict=True)
    ]
    return beads, pairs


def _each_way(segments: Sequence[Segment], translators: Translators, settings: Settings) -> dict[int, Translation]:
    """The translation of each segment into the other language, by its index."""
    made: dict[int, Translation] = {}
    for lang in settings.languages:
        chosen = [part for part in segments if part.lang == lang]
        translated = translators.translate([part.text for part in chosen], lang, _other(lang, settings))
        made.update(zip((part.index for part in chosen), translated, strict=True))
    return made


def _into(segments: Sequence[Segment], target: str, translators: Translators) -> list[Translation]:
    """The segments in the language `target`; one that is in it already is its own translation."""
    source = next((part.lang for part in segments if part.lang != target), target)
    chosen = [part for part in segments if part.lang != target]
    made = iter(translators.translate([part.text for part in chosen], source, target))
    return [next(made) if part.lang != target else Translation(part.text, "", "", 0.0) for part in segments]


def _merged(translations: Sequence[Translation], lang: str) -> Translation:
    """The translations of a bead's sentences as one; the model is the first's that was translated at all."""
    named = next((t for t in translations if t.model), translations[0])
    flags = tuple(sorted({flag for t in translations for flag in t.flags}))
    text = ("" if lang in UNSPACED else " ").join(t.text for t in translations if t.text)
    return Translation(text, named.model, named.revision, sum(t.score for t in translations) / len(translations), flags)


def _side(segments: Sequence[Segment], settings: Settings) -> Side:
    if not segments:
        return Side("", (), (), "", "")
    lang = language_of(" ".join(part.text for part in segments), settings.languages, segments[0].lang)
    text = ("" if lang in UNSPACED else " ").join(part.text for part in segments)
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
    source: Sequence[Segment],
    target: Side,
    beads: Sequence[Bead],
    hypothesis: Translation,
    scores: Mapping[str, Figure],
    settings: Settings,
    back: str = "",
) -> Pair:
    """The pair of the last of `beads`."""
    side = _side(source, settings)
    origin = Origin.HUMAN if target.document else Origin.MACHINE
    flags = tuple(flag for flag in hypothesis.flags if flag != EMPTY or not hypothesis.text)
    return Pair(
        id=pair_id(side, target, origin),
        name=document.name,
        index=len(beads) - 1,
        kind=source[0].kind,
        origin=origin,
        source=side,
        target=target,
        hypothesis=hypothesis.text,
        model=hypothesis.model,
        revision=hypothesis.revision,
        nats=hypothesis.score,
        confidence=beads[-1].score,
        back_translation=back,
        flags=flags,
        scores=scores,
        licence=settings.licence,
    )


def _other(lang: str, settings: Settings) -> str:
    first, second = settings.languages
    return second if lang == first else first


def segments_of(tasks: Sequence[Task], settings: Settings) -> Iterator[Segment]:
    """The segments of every task's documents; raises DocumentError at the first that cannot be read."""
    for task in tasks:
        for document in _documents(task, settings):
            yield from segment(document, settings.languages)
