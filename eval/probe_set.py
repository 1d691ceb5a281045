"""Whether a checkpoint translates: a probe set of our own in both directions, and a verdict with its evidence.

The Hub's opus-mt-tc-big-en-ko has given nonsense since 2022 (OPUS-MT-train#81): a broken model loads, is fast, and says
something. What tells it from a weak one is whether a translation is closer to its own reference than to another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean, median, stdev

from jjak.align.mt.chat_server import ChatServer
from jjak.align.mt.checkpoint import Checkpoint
from jjak.align.mt.checkpoint_check import Finding, Verdict, structure, worst
from jjak.align.mt.engines import load_translator
from jjak.align.mt.model_finder import Chain, Model, find_model
from jjak.align.mt.plugged_translators import PluggedModel
from jjak.align.mt.transformers_engine import lacking
from jjak.align.mt.translator import EMPTY, REPETITION, Translation
from jjak.align.text.languages import language_of
from jjak.eval.metrics import corpus_score, sentence_score
from jjak.seeds.errors import ModelError

FOLDER = Path(__file__).parent / "probes"
QUICK = 24  # sentences of the check that `build` makes by itself
AGREEING = 16  # sentences that both engines translate
CERTAIN = 3.0  # standard errors by which a model's translations must be closer to their own references than to others
GOOD = 12.0  # chrF2 above that of other references from which a model is sound; the embedded one is 24 and 20 above
Scores = tuple[dict[str, float], dict[str, float]]  # chrF2 of each direction: of all sentences, of the first QUICK
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Check:
    """scores: chrF2 of each direction against the references; quick: that of the first sentences alone, which every check
    translates, so that models can be compared whichever check they had."""

    model: str
    revision: str
    findings: tuple[Finding, ...]
    scores: dict[str, float]
    quick: dict[str, float]

    @property
    def verdict(self) -> Verdict:
        return worst(self.findings)


@cache
def probes() -> dict[str, list[str]]:
    """The sentences of the probe set by language; those of one line are translations of each other."""
    lines = (FOLDER / "ko-en.tsv").read_text(encoding="utf-8").splitlines()
    names, *rows = (line.split("\t") for line in lines)
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


def check(name: str, directions: Sequence[tuple[str, str]] = (), *, quick: bool = False, threads: int = 0) -> Check:
    """Check the model called `name`, in `directions` or in all that the probe set can ask of it.

    quick: a few sentences, and no comparison of the engines. Raises ModelError where there is no such model.
    """
    checkpoint = find_model(name)
    asked = list(directions) or directions_of(checkpoint)
    first = asked[0] if asked else ("", "")
    count = QUICK if quick else None
    samples = [probes().get(lang, [])[:count] for lang in first]
    findings = structure(checkpoint, samples[0], samples[1]) if isinstance(checkpoint, Checkpoint) else []
    scores: dict[str, float] = {}
    quick_scores: dict[str, float] = {}
    if not asked:
        text = "its languages are not known, so nothing was translated; name them: --direction ko-en"
        findings.append(Finding("translation", Verdict.WEAK, text))
    # what cannot be loaded, or would be filled with random numbers, has nothing to say
    if not any(each.about in ("weights", "vocabulary") and each.verdict is Verdict.BROKEN for each in findings):
        for source, target in asked:
            if source in probes():
                findings += _translated(checkpoint, name, (source, target), (scores, quick_scores), count, threads)
            else:
                text = f"the probe set has nothing in '{source}', so nothing was translated"
                findings.append(Finding(f"{source}-{target}", Verdict.WEAK, text))
    return Check(checkpoint.name, checkpoint.revision, tuple(findings), scores, quick_scores)


def directions_of(checkpoint: Model) -> list[tuple[str, str]]:
    """The directions from a language of the probe set that a model says it does, or that its name says."""
    known = list(probes())
    if isinstance(checkpoint, ChatServer | PluggedModel | Chain) or checkpoint.tags:
        return [
            (source, target) for source in known for target in known if source != target and _does(checkpoint, source, target)
        ]
    if checkpoint.source and checkpoint.target:
        return [(checkpoint.source, checkpoint.target)] if checkpoint.source in known else []
    named = re.search(r"(?:^|[-_/])([a-z]{2,3})-([a-z]{2,3})(?:[-_.@]|$)", checkpoint.name)
    return [(named[1], named[2])] if named and named[1] in known else []


def _does(checkpoint: Model, source: str, target: str) -> bool:
    try:
        checkpoint.tag(source, target)
    except ModelError:
        return False
    return True


def _translated(
    checkpoint: Model, name: str, pair: tuple[str, str], scores: Scores, count: int | None, threads: int
) -> Iterator[Finding]:
    source, target = pair
    about = f"{source}-{target}"
    texts = probes().get(source, [])[:count]
    try:
        made = load_translator(source, target, model=name, beam=2, threads=threads)(texts)
    except ModelError as error:
        yield Finding(about, Verdict.BROKEN, str(error))
        return
    outputs = [translation.text for translation in made]
    yield from _language(about, outputs, pair)
    yield from _form(about, texts, made)
    if target in probes():
        references = probes()[target][:count]
        yield from _meaning(about, outputs, references, target, scores)
        yield from _kept(about, texts, references, outputs)
    if count is None and isinstance(checkpoint, Checkpoint) and not checkpoint.archive:
        yield from _agreement(about, name, pair, threads)


def _language(about: str, outputs: Sequence[str], pair: tuple[str, str]) -> Iterator[Finding]:
    said = [output for output in outputs if any(char.isalpha() for char in output)]
    right = sum(language_of(output, (pair[1], pair[0])) == pair[1] for output in said)
    if language_of("가", pair) == language_of("a", pair):  # two languages of one script
        return
    share = right / max(1, len(said))
    text = f"{share:.0%} of the output is in the script of '{pair[1]}'"
    if share < 0.5:
        text += f": asked for '{pair[1]}', it gives '{pair[0]}'; a wrong target tag, or a model that copies"
    yield Finding(about, _graded(share, 0.9, 0.5), text)


def _form(about: str, texts: Sequence[str], made: Sequence[Translation]) -> Iterator[Finding]:
    """Copies, loops, empty output, and lengths."""
    copied = sum(t.text.strip() == text.strip() for t, text in zip(made, texts, strict=True)) / len(made)
    yield Finding(about, _graded(-copied, -0.1, -0.5), f"{copied:.0%} of the sentences come out as they went in")
    for flag, name in ((REPETITION, "repeat themselves"), (EMPTY, "are empty")):
        share = sum(flag in translation.flags for translation in made) / len(made)
        yield Finding(about, _graded(-share, -0.05, -0.3), f"{share:.0%} of the translations {name}")
    same = len({translation.text for translation in made}) / len(made)
    if same < 0.5:
        yield Finding(about, Verdict.BROKEN, f"{1 - same:.0%} of the translations are those of other sentences")


def _meaning(about: str, outputs: Sequence[str], references: Sequence[str], target: str, scores: Scores) -> Iterator[Finding]:
    own = corpus_score("chrf2", list(outputs), list(references), target).value
    others = [references[(at + len(references) // 2) % len(references)] for at in range(len(references))]
    chance = corpus_score("chrf2", list(outputs), others, target).value
    first = corpus_score("chrf2", list(outputs[:QUICK]), list(references[:QUICK]), target).value
    scores[0][about], scores[1][about] = own, first
    gains = [_chrf(h, r, target) - _chrf(h, o, target) for h, r, o in zip(outputs, references, others, strict=True)]
    certain = fmean(gains) / max(stdev(gains) / len(gains) ** 0.5, 1e-9)
    text = f"chrF2 {own:.1f} against its references, {chance:.1f} against others"
    if certain < CERTAIN:
        yield Finding(about, Verdict.BROKEN, text + ": the output has nothing to do with the input")
    else:
        yield Finding(about, Verdict.SOUND if own - chance >= GOOD else Verdict.WEAK, text)
    ratio = median((len(h) + 1) / (len(r) + 1) for h, r in zip(outputs, references, strict=True))
    verdict = Verdict.SOUND if 0.6 <= ratio <= 1.6 else Verdict.WEAK
    yield Finding(about, verdict, f"the median translation is {ratio:.2f} times as long as its reference")


def _chrf(hypothesis: str, reference: str, lang: str) -> float:
    return sentence_score("chrf2", hypothesis, reference, lang).value


def _kept(about: str, texts: Sequence[str], references: Sequence[str], outputs: Sequence[str]) -> Iterator[Finding]:
    """The numbers of the source that its reference has too: how many the translation has."""
    total = found = 0
    for text, reference, output in zip(texts, references, outputs, strict=True):
        wanted = set(NUMBER.findall(text)) & set(NUMBER.findall(reference))
        total += len(wanted)
        found += len(wanted & set(NUMBER.findall(output)))
    if total:
        yield Finding(about, _graded(found / total, 0.8, 0.0), f"{found} of {total} numbers come through")


def _agreement(about: str, name: str, pair: tuple[str, str], threads: int) -> Iterator[Finding]:
    """Whether the fast engine, in 8 bits, says what transformers says: a lossy conversion shows here."""
    if names := lacking():
        text = f"the two engines were not compared: {', '.join(names)} not installed (the extra jjak[train])"
        yield Finding(about, Verdict.SOUND, text)
        return
    texts = probes()[pair[0]][:AGREEING]
    said: list[list[str]] = []
    for engine in ("ctranslate2", "transformers"):
        try:
            translator = load_translator(*pair, model=name, engine=engine, beam=1, threads=threads)
            said.append([translation.text for translation in translator(texts)])
        except ModelError as error:
            yield Finding(about, Verdict.BROKEN, str(error))
            return
    alike = corpus_score("chrf2", said[0], said[1], pair[1]).value
    yield Finding(about, _graded(alike, 60.0, 30.0), f"the two engines agree to chrF2 {alike:.0f}")


def _graded(value: float, sound: float, weak: float) -> Verdict:
    return Verdict.SOUND if value >= sound else Verdict.WEAK if value >= weak else Verdict.BROKEN
