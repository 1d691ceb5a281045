"""The weights of the features, and how they score beads.

They were learned on development documents by `tests/bench/fit.py` and stand in `weights.json` beside this module.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from jjak.align.sentence.features import NAMES
from jjak.align.sentence.overlaps import Doubles
from jjak.align.sentence.paths import Transitions
from jjak.align.text.ngrams import Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """values: (NAMES,) float64; moves: nats for lines left out after a pair, or after one of the other side; slope, offset:
    from the log odds of the posterior to those of being right."""

    values: Doubles
    moves: Transitions
    slope: float = 1.0
    offset: float = 0.0

    def confidence(self, probability: Doubles) -> Doubles:
        """Calibrated probabilities, 0..1, of posterior ones."""
        safe = np.clip(probability, 1e-6, 1 - 1e-6)
        odds = self.slope * np.log(safe / (1 - safe)) + self.offset
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Blend:
    """Weights for what is believed, and those for what is left where it is not: `poor` sees no translation."""

    full: Weights
    poor: Weights

    @property
    def sighted(self) -> bool:
        """Whether `poor` sees more than lengths: sentence vectors."""
        return bool(self.poor.values[NAMES.index("vectors")])


@dataclass(frozen=True, slots=True)
class Scored:
    """scores: (k,) float64, nats of each bead; moves: those between them."""

    scores: Doubles
    moves: Transitions


def table(weights: Weights) -> dict[str, Any]:
    """The form in which weights are kept."""
    return {
        "values": {name: round(float(x), 4) for name, x in zip(NAMES, weights.values, strict=True)},
        "opening": round(weights.moves.opening, 4),
        "switch": round(weights.moves.switch, 4),
        "slope": round(weights.slope, 4),
        "offset": round(weights.offset, 4),
    }


def weights_of(data: Mapping[str, Any]) -> Weights:
    """The inverse of `table`."""
    values = np.array([data["values"][name] for name in NAMES], dtype=np.float64)
    return Weights(values, Transitions(data["opening"], data["switch"]), data["slope"], data["offset"])


@cache
def known_weights() -> dict[str, Weights]:
    """By what there is to see: `translation`, `length`, `embedding`, `mixture`."""
    data = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
    return {name: weights_of(part) for name, part in data.items() if name != "about"}


def known_blend(kind: str) -> Blend:
    """The weights of `kind`, and those that carry where its translations are useless."""
    known = known_weights()
    return Blend(known[kind], known[{"translation": "length", "mixture": "embedding"}.get(kind, kind)])


def scored(found: Floats, believed: Doubles, blend: Blend) -> Scored:
    """found: (k, NAMES); believed: (k,) float64, 0..1, how far each bead is seen with the full weights."""
    full, poor = (found @ weights.values.astype(np.float32) for weights in (blend.full, blend.poor))
    trust = float(believed.mean()) if len(believed) else 1.0
    opening, switch = (
        trust * getattr(blend.full.moves, name) + (1 - trust) * getattr(blend.poor.moves, name)
        for name in ("opening", "switch")
    )
    return Scored((believed * full + (1 - believed) * poor).astype(np.float64), Transitions(opening, switch))
