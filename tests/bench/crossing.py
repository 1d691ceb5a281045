"""What crossing beads are worth: `python tests/bench/crossing.py BENCH_FOLDER`.

Neighbours swapped, sentences moved 3 to 30 lines and paragraphs of 3 to 8 lines moved in the target of Text+Berg, FLORES, the
novels, the magazine and the documents (these with the embedded model's translation, scored at the boundaries of their units):
how many of the beads that were proposed across the path are right, how many of those that were moved are found, and strict F1
with and without. The sets as they are have no such beads, or hardly any: there the beads proposed are counted by 1,000 lines
of both sides. Calibration is that of the proposed beads of all changed copies of a set.

Each set is judged with weights that were learned on the others; `--shipped` judges with those in the code, `--learn` prints
weights learned on all. `--memory FILE` keeps the embedded model's translations.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

import cross_sets
import fit
from documents import Case
from jjak.align.sentence.aligners import align, aligner_input
from jjak.align.sentence.beads import Bead, BeadIndices
from jjak.align.sentence.crossing import WEIGHTS, crossed
from jjak.align.sentence.crossing_candidates import FEATURES, candidates, scene_of
from jjak.eval.alignment_scores import Counts, calibration, compare, indices
from planting import MOVES, Planted, planted

AS_IT_IS = "as it is"
DOCUMENTS = "documents"
ROW = "{:10} {:10} {:>6} {:>6} {:>9} {:>7} {:>7} {:>6} {:>6}"

Weights = Mapping[str, float]
Seen = Callable[[Case, list[BeadIndices]], list[BeadIndices]]


@dataclass(frozen=True)
class Copy:
    """A document of a set with what was moved in it, and the path through it."""

    name: str
    move: str
    planted: Planted
    path: Sequence[Bead]


def main(folder: Path, memory: Path | None, *, learn: bool, shipped: bool) -> None:
    copies = [
        copy for name, cases in sets(folder, memory).items() for move in (AS_IT_IS, *MOVES) for copy in made(name, move, cases)
    ]
    examples = {name: examples_of([copy for copy in copies if copy.name == name]) for name in {copy.name for copy in copies}}
    if learn:
        print(fitted(examples.values(), FEATURES))
    print(ROW.format("set", "moved", "beads", "right", "precision", "recall", "per 1k", "F1 off", "F1 on"))
    for name in dict.fromkeys(copy.name for copy in copies):
        weights = WEIGHTS if shipped else fitted((some for other, some in examples.items() if other != name), FEATURES)
        judged: list[tuple[float, bool]] = []
        for move in (AS_IT_IS, *MOVES):
            judged += report([copy for copy in copies if (copy.name, copy.move) == (name, move)], weights)
        if judged:
            print(f"{name:10} expected calibration error {calibration(judged).error:.3f} of {len(judged)} beads", flush=True)


def sets(folder: Path, memory: Path | None) -> dict[str, list[Case]]:
    found = fit.learnable(folder)
    _, documents = cross_sets.embedded(folder, memory)
    return found | {DOCUMENTS: list(documents.cases)}


def made(name: str, move: str, cases: Iterable[Case]) -> list[Copy]:
    changed = [Planted(case, frozenset()) if move == AS_IT_IS else planted(case, move) for case in cases]
    return [Copy(name, move, each, align(replace(each.case.texts, crossing=False))) for each in changed]


def report(copies: Sequence[Copy], weights: Weights) -> list[tuple[float, bool]]:
    """Prints a row; gives how sure each proposed bead was and whether it is right."""
    off, on = Counts(), Counts()
    judged: list[tuple[float, bool]] = []
    found = moved = lines = 0
    for copy in copies:
        case, seen = copy.planted.case, at_units if copy.name == DOCUMENTS else _as_they_are
        beads = crossed(aligner_input(case.texts), copy.path, weights)
        off += compare(seen(case, indices(copy.path)), case.gold)
        with_crossing = seen(case, indices(beads))
        on += compare(with_crossing, case.gold)
        judged += [(bead.score, right(copy, (tuple(bead.source), tuple(bead.target)))) for bead in beads if bead.crosses]
        found += len(copy.planted.moved & set(with_crossing))
        moved += len(copy.planted.moved)
        lines += len(case.texts.source) + len(case.texts.target)
    good = sum(each for _, each in judged)
    precision = f"{good / len(judged):.3f}" if judged else "–"
    recall = f"{found / moved:.3f}" if moved else "–"
    rate = f"{1000 * len(judged) / lines:.2f}" if not moved else "–"
    print(
        ROW.format(copies[0].name, copies[0].move, len(judged), good, precision, recall, rate, f"{off.f1:.4f}", f"{on.f1:.4f}")
    )
    return judged if moved else []


def _as_they_are(_: Case, beads: list[BeadIndices]) -> list[BeadIndices]:
    return beads


def right(copy: Copy, bead: BeadIndices) -> bool:
    """Whether gold has the bead; of the documents, whether both sides are of one unit."""
    if copy.name != DOCUMENTS:
        return bead in set(copy.planted.case.gold)
    return any(set(bead[0]) <= set(source) and set(bead[1]) <= set(target) for source, target in copy.planted.case.gold)


def at_units(case: Case, beads: list[BeadIndices]) -> list[BeadIndices]:
    """The lines of all units that beads join, and of nothing else, as one bead; gold says nothing of what lies in a unit."""
    # a unit that both sides leave out is no bead, so its two sides are joined by beads only
    units = [{line: 2 * at + side for at, unit in enumerate(case.gold) for line in unit[side]} for side in (0, 1)]
    parent = list(range(2 * len(case.gold)))

    def root(at: int) -> int:
        while parent[at] != at:
            at = parent[at]
        return at

    for bead in beads:
        touched = [units[side][line] for side in (0, 1) for line in bead[side] if line in units[side]]
        for at in touched[1:]:
            parent[root(at)] = root(touched[0])
    groups: dict[int, list[BeadIndices]] = defaultdict(list)
    for bead in beads:
        touched = [units[side][line] for side in (0, 1) for line in bead[side] if line in units[side]]
        groups[root(touched[0]) if touched else -1].append(bead)
    return [_joined(some) for at, some in groups.items() if at >= 0] + groups[-1]


def _joined(beads: Iterable[BeadIndices]) -> BeadIndices:
    some = list(beads)
    return tuple(sorted(i for bead in some for i in bead[0])), tuple(sorted(j for bead in some for j in bead[1]))


Examples = Sequence[tuple[Any, bool]]  # features and whether it is right


def examples_of(copies: Iterable[Copy]) -> Examples:
    """The candidates of all copies and whether each is right."""
    found = []
    for copy in copies:
        texts = copy.planted.case.texts
        given = aligner_input(texts)
        scene = scene_of(given.views, (given.source, given.target), copy.path)
        some = candidates(scene) if scene else []
        found += [(each.features, right(copy, (tuple(each.source), tuple(each.target)))) for each in some]
    return found


def fitted(sets: Iterable[Examples], names: Sequence[str], l2: float = 1.0) -> dict[str, float]:
    """A logistic regression; a set weighs as the root of its size."""
    features, labels, shares = [], [], []
    for examples in sets:
        features += [each for each, _ in examples]
        labels += [float(good) for _, good in examples]
        shares += [len(examples) ** -0.5] * len(examples)
    x, y, share = np.array(features), np.array(labels), np.array(shares) * len(shares) / sum(shares)
    mean, spread = x.mean(0), x.std(0) + 1e-9
    mean[0], spread[0] = 0.0, 1.0  # the bias
    scaled = (x - mean) / spread
    free = np.r_[0.0, np.ones(x.shape[1] - 1)]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = scaled @ weights
        gradient = scaled.T @ (share * (1 / (1 + np.exp(-odds)) - y)) + l2 * free * weights
        return float((share * (np.logaddexp(0, odds) - y * odds)).sum() + l2 / 2 * (free * weights**2).sum()), gradient

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x
    weights = found / spread
    weights[0] = found[0] - (found[1:] * mean[1:] / spread[1:]).sum()
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--memory", type=Path)
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--shipped", action="store_true")
    given = parser.parse_args()
    main(given.folder, given.memory, learn=given.learn, shipped=given.shipped)
