import itertools
import math

import numpy as np
import pytest

from jjak.align.sentence.lattice import PAIRS, TYPES, best, full, posterior
from jjak.align.sentence.overlaps import overlaps
from jjak.align.text.ngrams import characters, codes, words


def paths(n: int, m: int, i: int = 0, j: int = 0):  # type: ignore[no-untyped-def]
    if (i, j) == (n, m):
        yield ()
    for t, (a, b) in enumerate(TYPES):
        if i + a <= n and j + b <= m:
            for rest in paths(n, m, i + a, j + b):
                yield ((i, j, t), *rest)


def total(path, scores, m: int, opening: float) -> float:  # type: ignore[no-untyped-def]
    value, omitted = 0.0, False
    for i, j, t in path:
        value += float(scores[i * (m + 1) + j, t]) + (opening if t >= len(PAIRS) and not omitted else 0.0)
        omitted = t >= len(PAIRS)
    return value


@pytest.mark.parametrize(("n", "m"), [(3, 3), (2, 4), (4, 1)])
def test_the_aligner_agrees_with_every_path_counted_one_by_one(n: int, m: int) -> None:
    scores = np.random.default_rng(n * 10 + m).normal(size=((n + 1) * (m + 1), len(TYPES))).astype(np.float32)
    every = [(total(path, scores, m, -0.7), path) for path in paths(n, m)]
    assert best(full(n, m), scores, -0.7) == list(max(every)[1])
    whole = math.log(sum(math.exp(value) for value, _ in every))
    chance, found, _ = posterior(full(n, m), scores, -0.7)
    assert found == pytest.approx(whole, abs=1e-4)
    first = sum(math.exp(value - whole) for value, path in every if path[0] == (0, 0, 0))
    assert chance[0, 0] == pytest.approx(first, abs=1e-4)


def test_overlap_counts_a_shared_gram_as_often_as_both_blocks_have_it() -> None:
    left, right = words(codes(["a b a", "c a"])), words(codes(["a a", "a c d"]))
    weights = np.ones(1 << 20, dtype=np.float32)
    found = overlaps(full(2, 2), left, right, weights)
    wanted = {(1, 1): 2, (1, 2): 2, (2, 1): 2, (2, 2): 4}
    assert {pair: found[0, PAIRS.index(pair)] for pair in wanted} == wanted


@pytest.mark.parametrize("text", ["번역기", "日本語", "ภาษาไทย", "word"])
def test_every_script_has_grams(text: str) -> None:
    assert len(words(codes([text])).ids) >= 1
    assert len(characters(codes([text])).ids) >= 1


def test_pairs_have_at_most_five_on_a_side_and_six_in_all() -> None:
    wanted = [(a, b) for a, b in itertools.product(range(1, 6), repeat=2) if a + b <= 6]
    assert sorted(PAIRS) == wanted
