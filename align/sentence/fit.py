"""Learning the aligner's weights: a semi-Markov conditional random field, fitted by L-BFGS.

Corpora differ in how often lines are merged or left out, not in what a translation looks like. So each corpus gets offsets
of its own on those biases while the weights are shared; the offsets are thrown away afterwards, and a new document finds
its own by `align.sentence.weights.adapted`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from jjak.align.sentence.beads import BeadIndices
from jjak.align.sentence.features import FEATURES, KINDS, OMITTED, Lattice, places
from jjak.align.sentence.lattice import LONGEST, MOST, PAIRS, posterior
from jjak.align.sentence.overlaps import INDEX
from jjak.align.sentence.similarity import Doubles
from jjak.align.sentence.weights import Weights, scored, shares

SIZE = len(FEATURES) + len(KINDS) + len(OMITTED) + 1
_KINDS = slice(len(FEATURES), len(FEATURES) + len(KINDS))
_OMITTED = slice(_KINDS.stop, SIZE - 1)
OFFSETS = np.array([*range(_KINDS.start, _KINDS.stop), _OMITTED.start, SIZE - 1])
RIDGE, CORPUS_RIDGE = 0.05, 0.3  # priors of the shared weights and of a corpus's offsets; flat from a third to three times
RARE = 0.005  # the least usual share of a kind: larger merges may not occur in the documents at all
_START = {"words": 3.0, "words per line": 3.0, "characters": 3.0, "characters per line": 3.0, "least covered line": 1.0}


@dataclass(frozen=True, slots=True)
class FitExample:
    """A document's lattice, and which beads its gold allows: (nodes, types) bool."""

    lattice: Lattice
    allowed: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FitCorpus:
    """Documents that merge and omit alike; weight: what each of them counts."""

    examples: Sequence[FitExample]
    weight: float


def example(lattice: Lattice, gold: Sequence[BeadIndices]) -> FitExample:
    """Where the gold crosses itself, or has gaps or beads that are too large, any beads over those lines are allowed."""
    n, m = len(lattice.left), len(lattice.right)
    chain = _chain([bead for bead in gold if _representable(bead)])
    free = np.ones(n + LONGEST + 1, dtype=bool), np.ones(m + LONGEST + 1, dtype=bool)
    for bead in chain:
        for side, lines in zip(free, bead, strict=True):
            side[list(lines)] = False
    loose = free[0].copy(), free[1].copy()
    for source, target in gold:
        if not (source and target):
            loose[0][list(source)], loose[1][list(target)] = False, False
    rows, columns = places(lattice.nodes)
    allowed = np.zeros(lattice.legal.shape, dtype=bool)
    allowed[:, -2], allowed[:, -1] = free[0][rows], free[1][columns]
    for at, (a, b) in enumerate(PAIRS):
        allowed[:, at] = np.all([loose[0][rows + k] for k in range(a)] + [loose[1][columns + k] for k in range(b)], axis=0)
    for source, target in chain:
        node = lattice.nodes.starts[source[0]] + target[0] - lattice.nodes.low[source[0]]
        allowed[node, INDEX[len(source), len(target)]] = True
    return FitExample(lattice, allowed & lattice.legal)


def _representable(bead: BeadIndices) -> bool:
    sizes = [len(side) for side in bead]
    unbroken = all(side == tuple(range(side[0], side[0] + len(side))) for side in bead if side)
    return min(sizes) > 0 and max(sizes) <= LONGEST and sum(sizes) <= MOST and unbroken


def _chain(beads: list[BeadIndices]) -> list[BeadIndices]:
    """The most lines in beads that do not cross."""
    beads = sorted(beads)
    best: list[tuple[int, int]] = []
    for s, t in beads:
        before = [(best[k][0], k) for k, (x, y) in enumerate(beads[: len(best)]) if x[-1] < s[0] and y[-1] < t[0]]
        most, last = max(before, default=(0, -1))
        best.append((most + len(s) + len(t), last))
    at = max(range(len(best)), key=lambda k: best[k][0], default=-1)
    chain = []
    while at >= 0:
        chain.append(beads[at])
        at = best[at][1]
    return chain[::-1]


def _weights(values: Doubles) -> Weights:
    usual = np.full(len(KINDS) + 1, 1 / (len(KINDS) + 1))
    return Weights(values[: len(FEATURES)], values[_KINDS], values[_OMITTED], float(values[-1]), usual)


def _values(weights: Weights) -> Doubles:
    return np.concatenate([weights.pairs, weights.kinds, weights.omitted, [weights.opening]])


def _expected(
    lattice: Lattice, weights: Weights, allowed: npt.NDArray[np.bool_] | None = None
) -> tuple[float, Doubles, Doubles]:
    """The log of the sum over paths, the expected features, the expected shares."""
    scores = scored(lattice, weights)
    if allowed is not None:
        scores[~allowed] = -np.inf
    probability, total, opened = posterior(lattice.nodes, scores, weights.opening)
    rows, columns = places(lattice.nodes)
    found = np.zeros(SIZE)
    found[: len(FEATURES)] = np.tensordot(probability[:, :-2], lattice.pairs, ([0, 1], [0, 1]))
    left = np.bincount(rows, probability[:, -2], len(lattice.left) + 1)[: len(lattice.left)]
    right = np.bincount(columns, probability[:, -1], len(lattice.right) + 1)[: len(lattice.right)]
    counted = shares(probability, opened)
    found[_KINDS], found[-1] = counted[:-1], opened
    found[_OMITTED] = left @ lattice.left + right @ lattice.right
    return total, found, counted


NAMES = (*FEATURES, *KINDS, *OMITTED, "opening")


def fit(
    corpora: Sequence[FitCorpus], learned: Sequence[str] = NAMES, start: Weights | None = None, rounds: int = 60
) -> Weights:
    """The weights named in `learned`, shared by `corpora`; the others stay as in `start`, or at 0."""
    free = np.array([name in learned for name in NAMES], dtype=np.float64)
    begin = np.array([_START.get(name, 0.0) for name in NAMES]) * free if start is None else _values(start)
    loose = 1.0 if start is None else 0.0  # weights that only complete others leave the corpora as they were

    def loss(values: Doubles) -> tuple[float, Doubles]:
        shared, offsets = values[:SIZE], values[SIZE:].reshape(len(corpora), -1)
        value = RIDGE * (shared @ shared) / 2 + CORPUS_RIDGE * float((offsets**2).sum()) / 2
        slope, slopes = RIDGE * shared, CORPUS_RIDGE * offsets
        for corpus, moved, own in zip(corpora, offsets, slopes, strict=True):
            local = shared.copy()
            local[OFFSETS] += moved
            for each in corpus.examples:
                every, wanted = _expected(each.lattice, _weights(local)), _expected(each.lattice, _weights(local), each.allowed)
                value += corpus.weight * (every[0] - wanted[0])
                difference = corpus.weight * (every[1] - wanted[1])
                slope += difference
                own += difference[OFFSETS]
        return float(value), np.concatenate([slope * free, slopes.ravel() * loose])

    first = np.concatenate([begin, np.zeros(len(OFFSETS) * len(corpora))])
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    weights = _weights(found.x[:SIZE])
    return replace(weights, usual=_usual(corpora, weights) if start is None else start.usual)


def _usual(corpora: Sequence[FitCorpus], weights: Weights) -> Doubles:
    """The shares of kinds and openings in the gold, the mean over corpora."""
    means = []
    for corpus in corpora:
        total = np.sum([_expected(each.lattice, weights, each.allowed)[2] for each in corpus.examples], axis=0)
        means.append(total / total.sum())
    usual: Doubles = np.maximum(np.mean(means, axis=0), RARE)
    return usual


def calibrated(weights: Weights, judged: Sequence[tuple[float, bool]]) -> Weights:
    """`weights` with the logistic curve from posteriors to the share that is right (Platt 1999)."""
    score = np.clip([each[0] for each in judged], 1e-6, 1 - 1e-6)
    odds, right = np.log(score / (1 - score)), np.array([float(each[1]) for each in judged])

    def loss(values: Doubles) -> float:
        logit = values[0] * odds + values[1]
        return float(np.logaddexp(0, logit).sum() - right @ logit) + 0.5 * float((values[0] - 1) ** 2 + values[1] ** 2)

    slope, offset = minimize(loss, np.array([1.0, 0.0])).x
    return replace(weights, slope=float(slope), offset=float(offset))
