"""The weights of the features, how they score a lattice, and how they are adapted to a document that has no gold.

They were learned on development documents by `tests/bench/fit.py` and stand in `weights.json` beside this module.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from jjak.align.sentence.features import FEATURES, KIND, KINDS, OMITTED, Lattice, places
from jjak.align.sentence.lattice import PAIRS, Scores, posterior
from jjak.align.sentence.similarity import Doubles

BELIEF = 50.0  # beads that the usual shares count as against a document's own; 30 to 100 do the same on development data
FARTHEST = 1.5  # nats that adaptation may move a bias, so that one strange section cannot carry a document away


@dataclass(frozen=True, slots=True)
class Weights:
    """pairs: (FEATURES,), kinds: (KINDS,), omitted: (OMITTED,) float64; opening: nats for an omission after a pair.

    usual: (KINDS + 1,) float64, the usual share of each kind of pair and of openings; slope, offset: from the log odds of
    the posterior to those of being right.
    """

    pairs: Doubles
    kinds: Doubles
    omitted: Doubles
    opening: float
    usual: Doubles
    slope: float = 1.0
    offset: float = 0.0

    def confidence(self, probability: Doubles) -> Doubles:
        """Calibrated probabilities, 0..1, of posterior ones."""
        safe = np.clip(probability, 1e-6, 1 - 1e-6)
        odds = self.slope * np.log(safe / (1 - safe)) + self.offset
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)


def table(weights: Weights) -> dict[str, Any]:
    """The form in which weights are kept."""
    return {
        "pairs": {name: round(float(x), 4) for name, x in zip(FEATURES, weights.pairs, strict=True)},
        "kinds": {name: round(float(x), 4) for name, x in zip(KINDS, weights.kinds, strict=True)},
        "omitted": {name: round(float(x), 4) for name, x in zip(OMITTED, weights.omitted, strict=True)},
        "opening": round(weights.opening, 4),
        "usual": {name: round(float(x), 4) for name, x in zip((*KINDS, "opening"), weights.usual, strict=True)},
        "slope": round(weights.slope, 4),
        "offset": round(weights.offset, 4),
    }


def weights_of(data: Mapping[str, Any]) -> Weights:
    """The inverse of `table`."""

    def values(part: str, names: tuple[str, ...]) -> Doubles:
        return np.array([data[part][name] for name in names], dtype=np.float64)

    usual = values("usual", (*KINDS, "opening"))
    return Weights(
        *(values("pairs", FEATURES), values("kinds", KINDS), values("omitted", OMITTED), data["opening"], usual),
        *(data["slope"], data["offset"]),
    )


@cache
def known_weights() -> dict[str, Weights]:
    """By what there is to see: `translation`, `length`, `embedding`, `mixture`."""
    data = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
    return {name: weights_of(part) for name, part in data.items() if name != "about"}


def scored(lattice: Lattice, weights: Weights) -> Scores:
    """(nodes, types) float32: the score of every bead in nats, -inf where it leaves the texts."""
    scores = np.full(lattice.legal.shape, -np.inf, dtype=np.float32)
    scores[:, :-2] = lattice.pairs @ weights.pairs.astype(np.float32) + weights.kinds[KIND].astype(np.float32)
    rows, columns = places(lattice.nodes)
    scores[:, -2] = np.append(lattice.left @ weights.omitted, 0)[rows]
    scores[:, -1] = np.append(lattice.right @ weights.omitted, 0)[columns]
    scores[~lattice.legal] = -np.inf
    return scores


def shares(probability: Scores, opened: float) -> Doubles:
    """(KINDS + 1,) float64: how many pairs of each kind, and openings, are expected."""
    return np.append(np.bincount(KIND, probability[:, : len(PAIRS)].sum(0, dtype=np.float64), len(KINDS)), opened)


def adapted(lattice: Lattice, weights: Weights) -> Weights:
    """Weights whose biases fit what the document itself shows of merges and omissions, held by the usual shares.

    One damped step of expectation–maximisation on the shares, with a Dirichlet prior; the likelihood ratio of the features
    stays. Going on until nothing changes costs .02 on Text+Berg, where omissions feed on themselves.
    """
    probability, _, opened = posterior(lattice.nodes, scored(lattice, weights), weights.opening)
    found = shares(probability, opened)
    ratio = (found + BELIEF * weights.usual) / ((found.sum() + BELIEF) * weights.usual)
    moved = np.clip(np.log(ratio), -FARTHEST, FARTHEST)
    return replace(weights, kinds=weights.kinds + moved[:-1], opening=weights.opening + float(moved[-1]))
