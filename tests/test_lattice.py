import itertools
import math

import numpy as np
import pytest

from jjak.align.sentence.candidates import Candidates, gathered
from jjak.align.sentence.lattice import PAIRS, STEPS, TYPES, full
from jjak.align.sentence.marks import marks
from jjak.align.sentence.overlaps import of_blocks, of_cells, shared
from jjak.align.sentence.paths import Transitions, best, posterior
from jjak.align.text.ngrams import characters, codes, words

MOVES = Transitions(opening=-0.7, switch=-0.4)


def every(n: int, m: int) -> Candidates:
    """All beads of two texts of n and m lines."""
    nodes = full(n, m)
    rows, columns = np.divmod(np.arange(nodes.nodes), m + 1)
    return gathered(nodes, (rows[:, None] + STEPS[:, 0] <= n) & (columns[:, None] + STEPS[:, 1] <= m))


def paths(beads: Candidates, n: int, m: int) -> list[list[int]]:
    """Every path from the beginning to the end, as numbers of beads."""
    number = {
        (int(i), int(j), int(t)): at for at, (i, j, t) in enumerate(zip(beads.rows, beads.columns, beads.types, strict=True))
    }

    def on(i: int, j: int) -> list[list[int]]:
        if (i, j) == (n, m):
            return [[]]
        steps = [(t, i + a, j + b) for t, (a, b) in enumerate(TYPES) if (i, j, t) in number]
        return [[number[i, j, t], *rest] for t, x, y in steps for rest in on(x, y)]

    return on(0, 0)


def total(beads: Candidates, path: list[int], scores: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    value, state = 0.0, 0
    for at in path:
        after = int(beads.states[at])
        value += float(scores[at])
        if after and after != state:
            value += MOVES.opening if state == 0 else MOVES.switch
        state = after
    return value


@pytest.mark.parametrize(("n", "m"), [(3, 3), (2, 4), (4, 1)])
def test_the_aligner_agrees_with_every_path_counted_one_by_one(n: int, m: int) -> None:
    beads = every(n, m)
    scores = np.random.default_rng(n * 10 + m).normal(size=len(beads.types))
    found = [(total(beads, path, scores), path) for path in paths(beads, n, m)]
    assert best(beads, scores, MOVES).tolist() == max(found)[1]
    whole = math.log(sum(math.exp(value) for value, _ in found))
    seen = posterior(beads, scores, MOVES)
    assert seen.total == pytest.approx(whole, abs=1e-9)
    first = sum(math.exp(value - whole) for value, path in found if path[0] == 0)
    assert seen.chance[0] == pytest.approx(first, abs=1e-9)


def test_a_bead_that_is_not_allowed_is_on_no_path() -> None:
    beads = every(2, 2)
    scores = np.where(beads.types == 0, -np.inf, 0.0)
    assert not posterior(beads, scores, MOVES).chance[beads.types == 0].any()
    assert 0 not in beads.types[best(beads, scores, MOVES)]


def test_overlap_counts_a_shared_gram_as_often_as_both_blocks_have_it() -> None:
    left, right = words(codes(["a b a", "c a"])), words(codes(["a a", "a c d"]))
    grams = shared(left, right, np.ones(1 << 20, dtype=np.float32))
    wanted = {(1, 1): (2, 2 / 3), (1, 2): (2, 1 / 3), (2, 1): (2, 1 / 2), (2, 2): (4, 2 / 3)}
    places = np.zeros(len(wanted), dtype=np.int64)
    common, least = of_blocks(places, places, np.array(list(wanted)), grams)
    assert common.tolist() == [count for count, _ in wanted.values()]
    assert least.tolist() == pytest.approx([share for _, share in wanted.values()])
    assert of_cells(full(2, 2), grams).reshape(3, 3)[:2, :2].tolist() == [[2, 1], [1, 2]]


@pytest.mark.parametrize("text", ["번역기", "日本語", "ภาษาไทย", "word"])
def test_every_script_has_grams(text: str) -> None:
    assert len(words(codes([text])).ids) >= 1
    assert len(characters(codes([text])).ids) >= 1


def test_a_side_of_several_lines_goes_with_one_of_up_to_eight_or_with_few() -> None:
    wanted = [(a, b) for a, b in itertools.product(range(1, 9), repeat=2) if min(a, b) == 1 or a + b <= 7]
    assert sorted(PAIRS) == wanted


@pytest.mark.parametrize(
    ("source", "target", "shared_marks"),
    [
        ("왜요?", "Why?", 2),  # the mark, and that the line ends with it
        ("“왜요?”", '"Why?"', 4),  # and a quotation's two ends
        ("왜요？", "Why?", 2),
        ("It's late", "늦었다", 0),
        ("'네'", "'Yes'", 2),
        ("글쎄…", "Well...", 2),
    ],
)
def test_marks_are_kept_whatever_writes_them(source: str, target: str, shared_marks: int) -> None:
    found = marks(codes([source, "a", "b"]), codes([target, "c", "d"]))
    assert len(found.left.ids) == len(found.right.ids) == shared_marks
