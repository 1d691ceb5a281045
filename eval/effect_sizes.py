"""What a difference of scores meant where people judged too: how often they preferred the system with the higher score.

Kocmi, Zouhar, Federmann and Post (2024, "Navigating the Metrics Maze: Reconciling Score Magnitudes and Accuracies", ACL)
compared pairs of systems on a large collection of human judgements, and fitted a curve to each metric; the figures are theirs.
"""

from __future__ import annotations

from math import exp

SOURCE = "Kocmi et al. 2024"
# by metric: the share of pairs, in percent, that the curve comes near to, and how steep it is
_CURVES = {"bleu": (88.333, 0.96639), "chrf2": (93.0, 1.11427)}
CHANCE = 0.5


def preferred(metric: str, difference: float) -> float | None:
    """The share of pairs of systems, this far apart, of which people preferred the higher; None for a metric without figures.

    A share near or under one half says that the difference says nothing.
    """
    if metric not in _CURVES:
        return None
    limit, steepness = _CURVES[metric]
    return limit / 100 / (1 + exp(-steepness * abs(difference)))
