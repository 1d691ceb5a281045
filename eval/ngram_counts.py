"""How many n-grams two texts share, for many pairs at once: what BLEU and chrF are made of.

An n-gram can be shared only where the (n - 1)-gram that it begins with is, so each order looks only at what the one before
found. Nothing is hashed to fewer bits than it has: two n-grams have one number only where they are the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from jjak.eval.tokens import Rows

Counts = npt.NDArray[np.int64]
_EMPTY = -1
_SPREAD = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio: Fibonacci hashing, Knuth 6.4


def shared(left: Rows, right: Rows, orders: int) -> Counts:
    """(n, orders) int64: n-grams of orders 1 to `orders` in both sequences of each pair, each as often as in both.

    left, right: n sequences each, whose items are numbered alike.
    """
    largest = max((int(rows.items.max()) for rows in (left, right) if len(rows.items)), default=0)
    return np.asarray(_shared(left.items, left.starts, right.items, right.starts, orders, largest + 1))


@njit(cache=True, nogil=True)
def _shared(left: Any, left_starts: Any, right: Any, right_starts: Any, orders: Any, size: Any) -> Any:
    pairs = len(left_starts) - 1
    found = np.zeros((pairs, orders), np.int64)
    longest = max(1, np.diff(left_starts).max(), np.diff(right_starts).max()) if pairs else 1
    number = np.full(size, -1, np.int64)
    a, b = np.empty(longest, np.int64), np.empty(longest, np.int64)
    have, used = np.empty(longest, np.int64), np.empty(longest, np.int64)
    room = 2
    while room < 2 * longest:
        room *= 2
    keys, values = np.empty(room, np.int64), np.empty(room, np.int64)
    for pair in range(pairs):
        x = left[left_starts[pair] : left_starts[pair + 1]]
        y = right[right_starts[pair] : right_starts[pair + 1]]
        distinct, matches = _items(x, y, number, a, b, have, used)
        order = 0
        while matches and order < orders:
            found[pair, order] = matches
            order += 1
            if order < orders:
                matches = _longer(x, y, order, number, distinct, a, b, have, used, keys, values)
        for item in x:
            number[item] = -1
    return found


@njit(cache=True, nogil=True)
def _items(x: Any, y: Any, number: Any, a: Any, b: Any, have: Any, used: Any) -> Any:
    """Number what is in x; a and b become the numbers at each place, or -1; how many distinct, and how many in both."""
    distinct = matches = 0
    for i in range(len(x)):
        if number[x[i]] < 0:
            number[x[i]] = distinct
            have[distinct] = used[distinct] = 0
            distinct += 1
        a[i] = number[x[i]]
        have[a[i]] += 1
    for i in range(len(y)):
        b[i] = number[y[i]]
        if b[i] >= 0:
            used[b[i]] += 1
            if used[b[i]] <= have[b[i]]:
                matches += 1
    for i in range(len(x)):
        if not used[a[i]]:
            a[i] = -1
    return distinct, matches


@njit(cache=True, nogil=True)
def _longer(
    x: Any, y: Any, order: Any, number: Any, distinct: Any, a: Any, b: Any, have: Any, used: Any, keys: Any, values: Any
) -> Any:
    """From the numbers of the n-grams of length `order` to those one longer, in place; how many are in both."""
    room = 2
    while room < 2 * len(x):
        room *= 2
    keys[:room] = _EMPTY
    grams = matches = 0
    for i in range(len(x) - order):
        if a[i] >= 0:
            key = a[i] * distinct + number[x[i + order]]
            at = _place(keys, room, key)
            if keys[at] == _EMPTY:
                keys[at], values[at] = key, grams
                have[grams] = used[grams] = 0
                grams += 1
            a[i] = values[at]
            have[a[i]] += 1
    for i in range(len(y) - order):
        last = number[y[i + order]]
        if b[i] >= 0 and last >= 0:
            at = _place(keys, room, b[i] * distinct + last)
            if keys[at] == _EMPTY:
                b[i] = -1
                continue
            b[i] = values[at]
            used[b[i]] += 1
            if used[b[i]] <= have[b[i]]:
                matches += 1
        else:
            b[i] = -1
    for i in range(len(x) - order):
        if a[i] >= 0 and not used[a[i]]:
            a[i] = -1
    return matches


@njit(cache=True, nogil=True)
def _place(keys: Any, room: Any, key: Any) -> Any:
    """Where `key` is in the table, or the free place where it belongs."""
    mixed = np.uint64(key) * np.uint64(_SPREAD)
    at = np.int64(mixed >> np.uint64(33)) & (room - 1)
    while keys[at] != _EMPTY and keys[at] != key:
        at = (at + 1) & (room - 1)
    return at
