"""Paths of possible beads: the probability of each bead over all paths, and the path of the best sum.

A bead is a pair or a line left out of either side. Three states tell what a path comes from, so that a run of lines left out is
one event, and a line of one side beside one of the other another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.align.sentence.candidates import Candidates
from jjak.align.sentence.overlaps import Doubles


@dataclass(frozen=True, slots=True)
class Transitions:
    """Nats. opening: for a line left out after a pair; switch: for one after a line left out of the other side."""

    opening: float
    switch: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """chance: (k,) float64, the probability of each bead; total: log of the sum over paths; opened, switched: how many
    transitions of either kind are expected."""

    chance: Doubles
    total: float
    opened: float
    switched: float


def posterior(beads: Candidates, scores: Doubles, moves: Transitions) -> Posterior:
    """scores: (k,) float64, nats; -inf for a bead that is not allowed."""
    chance, counts = np.zeros(len(scores)), np.zeros((3, 3))
    total = _posterior(beads.starts, beads.reaches, beads.states, scores, _matrix(moves), chance, counts)
    return Posterior(chance, float(total), float(counts[0, 1] + counts[0, 2]), float(counts[1, 2] + counts[2, 1]))


def best(beads: Candidates, scores: Doubles, moves: Transitions | None = None) -> npt.NDArray[np.int64]:
    """Which beads the path with the best sum takes, in order."""
    matrix = np.zeros((3, 3)) if moves is None else _matrix(moves)
    found = _best(beads.starts, beads.leaves, beads.reaches, beads.states, scores, matrix)
    return np.asarray(found[::-1])


def _matrix(moves: Transitions) -> Doubles:
    """(3, 3) float64: what it costs to go from a state to a state."""
    costs = np.zeros((3, 3))
    costs[0, 1:] = moves.opening
    costs[1, 2] = costs[2, 1] = moves.switch
    return costs


@njit(cache=True, nogil=True)
def _ahead(starts: Any, reaches: Any, states: Any, scores: Any, moves: Any) -> Any:
    """(nodes, 3): the log of the sum over paths from a node to the end, by the state at the node."""
    nodes = len(starts) - 1
    ahead = np.full((nodes, 3), -np.inf)
    ahead[nodes - 1] = 0.0
    for node in range(nodes - 2, -1, -1):
        for state in range(3):
            most = -np.inf
            for k in range(starts[node], starts[node + 1]):
                most = max(most, scores[k] + moves[state, states[k]] + ahead[reaches[k], states[k]])
            if most == -np.inf:
                continue
            total = 0.0
            for k in range(starts[node], starts[node + 1]):
                value = scores[k] + moves[state, states[k]] + ahead[reaches[k], states[k]] - most
                total += np.exp(value) if value > -35 else 0.0
            ahead[node, state] = most + np.log(total)
    return ahead


@njit(cache=True, nogil=True)
def _posterior(starts: Any, reaches: Any, states: Any, scores: Any, moves: Any, chance: Any, counts: Any) -> Any:
    ahead = _ahead(starts, reaches, states, scores, moves)
    nodes = len(starts) - 1
    there = np.zeros((nodes, 3))
    there[0, 0] = 1.0
    for node in range(nodes - 1):
        for state in range(3):
            if there[node, state] < 1e-12 or ahead[node, state] == -np.inf:
                continue
            for k in range(starts[node], starts[node + 1]):
                value = scores[k] + moves[state, states[k]] + ahead[reaches[k], states[k]] - ahead[node, state]
                if value > -35:
                    share = there[node, state] * np.exp(value)
                    chance[k] += share
                    there[reaches[k], states[k]] += share
                    counts[state, states[k]] += share
    return ahead[0, 0]


@njit(cache=True, nogil=True)
def _best(starts: Any, leaves: Any, reaches: Any, states: Any, scores: Any, moves: Any) -> Any:
    nodes = len(starts) - 1
    gain = np.full((nodes, 3), -np.inf)
    bead, came = np.full((nodes, 3), -1, np.int64), np.zeros((nodes, 3), np.int64)
    gain[0, 0] = 0.0
    for node in range(nodes - 1):
        for k in range(starts[node], starts[node + 1]):
            to, kind = reaches[k], states[k]
            for state in range(3):
                value = gain[node, state] + scores[k] + moves[state, kind]
                if value > gain[to, kind]:
                    gain[to, kind], bead[to, kind], came[to, kind] = value, k, state
    path, size = np.empty(nodes, np.int64), 0
    node, state = nodes - 1, int(np.argmax(gain[nodes - 1]))
    while node > 0:
        k = bead[node, state]
        path[size], size = k, size + 1
        state, node = came[node, state], leaves[k]
    return path[:size]
