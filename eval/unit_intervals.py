"""Intervals of a score when whole documents are drawn anew, since the sentences of one document are not independent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import t

from jjak.eval.significance import LEVEL, RESAMPLES, SEED, Doubles, Scores, bootstrap, resamples
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
        return _jackknife(units, lambda each: [score(row) for row in each.tolist()])
    drawn = bootstrap(units, score, samples, seed)
    low, high = np.quantile(drawn, (LEVEL / 2, 1 - LEVEL / 2))
    return Spread(float(low), float(high), count, "bootstrap")


def spreads_of(
    rows: Mapping[str, Doubles],
    documents: Sequence[str],
    scores: Scores,
    samples: int = RESAMPLES,
    seed: int = SEED,
) -> dict[str, Spread | None]:
    """The same for many systems over the same lines, by the same draws. scores: of many rows at once."""
    units = [units_of(each, documents) for each in rows.values()]
    count, width = units[0].shape
    if count < 2:
        return dict.fromkeys(rows)
    if count < FEW:
        return {name: _jackknife(each, scores) for name, each in zip(rows, units, strict=True)}
    drawn = np.concatenate(list(resamples(np.hstack(units), samples, seed)))
    found: dict[str, Spread | None] = {}
    for at, name in enumerate(rows):
        values = np.asarray(scores(drawn[:, at * width : (at + 1) * width]))
        low, high = np.quantile(values, (LEVEL / 2, 1 - LEVEL / 2))
        found[name] = Spread(float(low), float(high), count, "bootstrap")
    return found


def _jackknife(units: Doubles, scores: Scores) -> Spread:
    """By what the score is without each unit, with Student's t."""
    count, total = len(units), units.sum(axis=0)
    left_out = np.asarray(scores(total - units))
    error = float(np.sqrt((count - 1) / count * ((left_out - left_out.mean()) ** 2).sum()))
    margin = float(t.ppf(1 - LEVEL / 2, count - 1)) * error
    value = float(np.asarray(scores(total[None, :]))[0])
    return Spread(value - margin, value + margin, count, "jackknife")
