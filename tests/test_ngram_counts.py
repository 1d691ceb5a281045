from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jjak.eval.ngram_counts import shared
from jjak.eval.tokens import Rows

SEQUENCES = st.lists(st.tuples(st.lists(st.integers(0, 3), max_size=30), st.lists(st.integers(0, 3), max_size=30)), max_size=5)


def rows(sequences: list[list[int]]) -> Rows:
    items = np.array([item for each in sequences for item in each], np.int32)
    return Rows(items, np.cumsum([0, *map(len, sequences)]).astype(np.int64))


def in_both(left: list[int], right: list[int], n: int) -> int:
    grams = [Counter(tuple(side[i : i + n]) for i in range(len(side) - n + 1)) for side in (left, right)]
    return sum((grams[0] & grams[1]).values())


@settings(deadline=None)  # the first call compiles
@given(SEQUENCES)
def test_shared_ngrams_are_those_of_two_counters(pairs: list[tuple[list[int], list[int]]]) -> None:
    found = shared(rows([pair[0] for pair in pairs]), rows([pair[1] for pair in pairs]), 6)
    assert found.tolist() == [[in_both(*pair, n) for n in range(1, 7)] for pair in pairs]


def test_long_sequences_of_many_items_are_counted_exactly() -> None:
    rng = np.random.default_rng(1)
    left = [int(item) for item in rng.integers(0, 50_000, 40_000)]
    right = left[10_000:] + left[:9_000]
    assert shared(rows([left]), rows([right]), 4).tolist() == [[in_both(left, right, n) for n in range(1, 5)]]
