"""Intervals of a score when whole documents are drawn anew, since the sentences of one document are not independent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import t

from jjak.eval.significance import LEVEL, RESAMPLES, SEED, Doubles, bootstrap
from jjak.eval.unit_exchange import units_of

FEW = 20  # documents below which a cluster bootstrap is too narrow (Cameron, Gelbach & Miller 2008)


@dataclass(frozen=True, slots=True)
class Spread:
    """A 95% interval. method: `bootstrap` or `jackknife`, of documents or of sentences."""

    low: float
    high: float
    units: int
    method: str


def spread_of(
    rows: Doubles,
    documents: Sequence[str],
    score: Callable[[Any], float],
    samples: int = RESAMPLES,
    seed: int = SEED,
) -> Spread | None:
    """The interval of the score of `rows`, (n, k), by document; None where there is one document, which says nothing of others.

    From 20 documents on by bootstrap (percentiles), below by the delete-one jackknife with Student's t (MacKinnon, Nielsen &
    Webb 2023).
    """
    units = units_of(rows, documents)
    count = len(units)
    if count < 2:
        return None
    if count < FEW:
        total = units.sum(axis=0)
        left_out = np.array([score(row) for row in (total - units).tolist()])
        error = float(np.sqrt((count - 1) / count * ((left_out - left_out.mean()) ** 2).sum()))
        margin = float(t.ppf(1 - LEVEL / 2, count - 1)) * error
        value = score(total.tolist())
        return Spread(value - margin, value + margin, count, "jackknife")
    drawn = bootstrap(units, score, samples, seed)
    low, high = np.quantile(drawn, (LEVEL / 2, 1 - LEVEL / 2))
    return Spread(float(low), float(high), count, "bootstrap")
