"""Which word translates which: IBM Model 1 (Brown et al. 1993) in both directions, over pairs of lists of numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]


def links(pairs: Sequence[tuple[Integers, Integers]], size: int, rounds: int) -> tuple[Integers, Doubles]:
    """Expected links of items below `size`: (n,) ascending keys `a * size + b` of items that met, and (n,) how many links.

    They are links that both directions believe in, as the symmetrisation of phrase-based translation finds them.
    """
    cells, row, column = _cells(pairs, size)
    keys, at = np.unique(cells, return_inverse=True)
    forward = _expectation(at, row, len(keys), keys // size, rounds)
    backward = _expectation(at, column, len(keys), keys % size, rounds)
    return keys, np.sqrt(forward * backward)


def share(counts: Doubles, given: Integers) -> Doubles:
    """What part each count is of all with the same `given`."""
    result: Doubles = counts / np.maximum(np.bincount(given, counts)[given], 1e-12)
    return result


def _cells(pairs: Sequence[tuple[Integers, Integers]], size: int) -> tuple[Integers, Integers, Integers]:
    """Every meeting of an item with one of the other side: its key, and ids of its row and column in its pair."""
    keys, rows, columns, row_at, column_at = [], [], [], 0, 0
    for first, second in pairs:
        keys.append((first.astype(np.int64)[:, None] * size + second[None, :]).ravel())
        # Model 1 shares an item's one link out over the items of the other side
        rows.append(np.tile(np.arange(len(second)), len(first)) + row_at)
        columns.append(np.repeat(np.arange(len(first)), len(second)) + column_at)
        row_at += len(second)
        column_at += len(first)
    return np.concatenate(keys), np.concatenate(rows), np.concatenate(columns)


def _expectation(at: Integers, group: Integers, size: int, given: Integers, rounds: int) -> Doubles:
    """Expected links per key: each group's one link is shared out by the present table, which is then made anew."""
    table: Doubles = np.ones(size)
    counts = table
    for _ in range(rounds):
        shares = table[at]
        shares /= np.bincount(group, shares)[group]
        counts = np.bincount(at, shares, size).astype(np.float64)
        table = share(counts, given)
    return counts
