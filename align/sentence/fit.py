"""Learning the aligner's weights: a semi-Markov conditional random field, fitted by L-BFGS.

Weights are shared by all corpora, and each corpus weighs alike: what a translation looks like is what holds for all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from jjak.align.sentence.beads import BeadIndices
from jjak.align.sentence.candidates import Candidates
from jjak.align.sentence.features import KINDS, NAMES
from jjak.align.sentence.lattice import LONGEST, MOST, PAIRS, PLACE, Band, places
from jjak.align.sentence.observation import AlignerInput, observed, prepared
from jjak.align.sentence.overlaps import Doubles
from jjak.align.sentence.paths import Transitions, posterior
from jjak.align.sentence.weights import Weights
from jjak.align.text.ngrams import Floats

RIDGE = 1.0  # the prior of every weight; a third to three times as much score the same
MOVES = ("opening", "switch")
OPENING = 8.0  # the prior of an opening: how omissions run differs from corpus to corpus
LEARNED = (*NAMES, *MOVES)
FREE = "1-1"  # the kind that the others are measured by
_START = {
    "words per line": 1.5,
    "characters per line": 1.5,
    "characters": 1.0,
    "length ratio": -1.0,
    "long deviation": -0.3,
    "omission": -2.0,
    **{kind: -1.5 for kind in KINDS if kind != FREE},
}


@dataclass(frozen=True, slots=True)
class FitExample:
    """The beads that are possible in a document, their features, and which of them its gold allows; weight: what it counts."""

    beads: Candidates
    found: Floats
    allowed: npt.NDArray[np.bool_]
    weight: float = 1.0


def example(given: AlignerInput, gold: Sequence[BeadIndices], nodes: Band, near: Band, weight: float = 1.0) -> FitExample:
    """A document within `nodes`. Where the gold crosses itself, or has gaps or beads that are too large, any beads over those
    lines are allowed."""
    chain = _chain([bead for bead in gold if _representable(bead)])
    allowed = _allowed(gold, chain, nodes, len(given.source), len(given.target))
    seen = observed(prepared(given), nodes, near, _kept(chain, nodes, allowed))
    node = nodes.starts[seen.beads.rows] + seen.beads.columns - nodes.low[seen.beads.rows]
    return FitExample(seen.beads, seen.found, allowed[node, seen.beads.types], weight)


def _kept(chain: Sequence[BeadIndices], nodes: Band, allowed: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The gold's own beads and lines left out, which stay candidates in any case."""
    kept = np.zeros_like(allowed)
    kept[:, -2:] = allowed[:, -2:]
    for source, target in chain:
        node = nodes.starts[source[0]] + target[0] - nodes.low[source[0]]
        kept[node, PLACE[len(source), len(target)]] = True
    return kept


def _allowed(gold: Sequence[BeadIndices], chain: Sequence[BeadIndices], nodes: Band, n: int, m: int) -> npt.NDArray[np.bool_]:
    """(nodes, types) bool."""
    free = np.ones(n + LONGEST + 1, dtype=bool), np.ones(m + LONGEST + 1, dtype=bool)
    for bead in chain:
        for side, lines in zip(free, bead, strict=True):
            side[list(lines)] = False
    loose = free[0].copy(), free[1].copy()
    for source, target in gold:
        if not (source and target):
            loose[0][list(source)], loose[1][list(target)] = False, False
    rows, columns = places(nodes)
    allowed = np.zeros((nodes.nodes, len(PAIRS) + 2), dtype=bool)
    allowed[:, -2], allowed[:, -1] = free[0][rows] & (rows < n), free[1][columns] & (columns < m)
    for at, (a, b) in enumerate(PAIRS):
        inside = (rows + a <= n) & (columns + b <= m)
        whole = np.all([loose[0][rows + k] for k in range(a)] + [loose[1][columns + k] for k in range(b)], axis=0)
        allowed[:, at] = inside & whole
    for source, target in chain:
        node = nodes.starts[source[0]] + target[0] - nodes.low[source[0]]
        allowed[node, PLACE[len(source), len(target)]] = True
    return allowed


def _representable(bead: BeadIndices) -> bool:
    sizes = [len(side) for side in bead]
    unbroken = all(side == tuple(range(side[0], side[0] + len(side))) for side in bead if side)
    return min(sizes) > 0 and max(sizes) <= LONGEST and (min(sizes) == 1 or sum(sizes) <= MOST) and unbroken


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


def fit(examples: Sequence[FitExample], learned: Collection[str] = LEARNED, rounds: int = 60) -> Weights:
    """The weights named in `learned`; all others are 0."""
    free = np.array([name in learned and name != FREE for name in LEARNED], dtype=np.float64)
    ridge = np.array([OPENING if name == "opening" else RIDGE for name in LEARNED])
    columns = np.flatnonzero(free[: len(NAMES)])
    narrow = [np.ascontiguousarray(each.found[:, columns]) for each in examples]

    def loss(values: Doubles) -> tuple[float, Doubles]:
        value, slope = float((ridge * values**2).sum()) / 2, ridge * values
        for each, found in zip(examples, narrow, strict=True):
            total, expected, moves = _slope(each, found, values, columns)
            value += each.weight * total
            slope[columns] += each.weight * expected
            slope[len(NAMES) :] += each.weight * moves
        return value, slope * free

    start = np.array([_START.get(name, 0.0) for name in LEARNED]) * free
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds, "ftol": 1e-7}).x
    return Weights(found[: len(NAMES)], Transitions(float(found[-2]), float(found[-1])))


def _slope(each: FitExample, found: Floats, values: Doubles, columns: npt.NDArray[np.int64]) -> tuple[float, Doubles, Doubles]:
    """The loss of one document and its slope: of the features in `columns`, and of the moves."""
    scores = (found @ values[columns].astype(np.float32)).astype(np.float64)
    moves = Transitions(float(values[-2]), float(values[-1]))
    every = posterior(each.beads, scores, moves)
    wanted = posterior(each.beads, np.where(each.allowed, scores, -np.inf), moves)
    if not np.isfinite(wanted.total):  # the gold's path has no place in the band
        return 0.0, np.zeros(len(columns)), np.zeros(2)
    expected = ((every.chance - wanted.chance).astype(np.float32) @ found).astype(np.float64)
    return every.total - wanted.total, expected, np.array([every.opened - wanted.opened, every.switched - wanted.switched])


def calibrated(weights: Weights, judged: Sequence[tuple[float, bool]]) -> Weights:
    """`weights` with the logistic curve from posteriors to the share that is right (Platt 1999)."""
    score = np.clip([each[0] for each in judged], 1e-6, 1 - 1e-6)
    odds, right = np.log(score / (1 - score)), np.array([float(each[1]) for each in judged])

    def loss(values: Doubles) -> float:
        logit = values[0] * odds + values[1]
        return float(np.logaddexp(0, logit).sum() - right @ logit) + 0.5 * float((values[0] - 1) ** 2 + values[1] ** 2)

    slope, offset = minimize(loss, np.array([1.0, 0.0])).x
    return replace(weights, slope=float(slope), offset=float(offset))
