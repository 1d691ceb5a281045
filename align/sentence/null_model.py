"""Stretches that are no translation of each other: where the path gains no more than it would on any two texts.

The aligner pairs lines of about the same length when it has nothing better. What that is worth is seen by turning one
text round: the best path through the reversed text is as good as chance makes it, with the same sentences, the same
translations and the same features. So nothing has to be known of how good a translation is. On the development documents a
path is worth 1.1 nats a line more than its null under the worst translations, 6 under the best, .7 by lengths alone; on
unrelated documents at most .2.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from jjak.align.sentence.overlaps import Doubles

AROUND = 6  # beads on either side that are seen together
GAIN = 0.3  # nats a line from which two texts go together
DOUBT = 2.0  # nats by which chance may move the gain of a short text
# the same where lengths alone are seen: of a dozen lines they tell nothing, and what they gain by chance in a long text grows
# with the root of its lines
BARE, BARE_DOUBT, BARE_DEVIATION = 0.45, 6.0, 2.4
SHARE = 0.25  # of what the best stretches gain; a stretch that gains less is none
ENOUGH = 0.6  # nats a line that no stretch of unrelated lines gains, whatever the best ones do
MOST = 3.0  # nats a line that one bead may count, so that a single number or label does not carry its neighbours
LEAST = 1.2  # nats a line that one may count against them
TURN = 10.0  # nats that it takes to begin a stretch of unrelated lines, or to end one
CLEAR = 0.15  # mean likeness around a pair above which no test is needed


def turned(source: Sequence[str], target: Sequence[str]) -> list[int]:
    """The order of `target` with its lines reversed; those that the source has too, like a date, stay where they are."""
    both = {line.strip() for line in source}
    free = [j for j, line in enumerate(target) if line.strip() not in both]
    order = list(range(len(target)))
    for j, k in zip(free, reversed(free), strict=True):
        order[j] = k
    return order


def around(values: Doubles, counts: Doubles) -> Doubles:
    """(k,) the sum of `values` over the sum of `counts` from AROUND places before to AROUND after each."""
    window = np.ones(2 * AROUND + 1)
    total, count = (np.convolve(each, window)[AROUND:][: len(values)] for each in (values, counts))
    return total / np.maximum(count, 1e-9)


def unrelated(
    gains: Doubles, lines: Doubles, fixed: npt.NDArray[np.bool_], usual: float, *, bare: bool, related: bool = False
) -> Doubles:
    """(k,) how sure it is, 0.5..1, that a bead is one of two unrelated texts; 0 where it is not.

    gains: nats of each bead; lines: half the number of its sentences; fixed: beads of lines that are the same on both
    sides, which tell nothing of their neighbours; usual: nats a line of the null; bare: whether lengths alone are seen, which
    tell nothing of stretches; related: whether the whole texts are known to go together.
    """
    over = np.where(fixed, 0.0, gains - usual * lines)
    count = np.where(fixed, 0.0, lines)
    size = float(count.sum())
    wanted = min(BARE * size - BARE_DOUBT, BARE_DEVIATION * size**0.5) if bare else GAIN * size - DOUBT
    missing = wanted - float(over.sum())
    if missing > 0 and not related:
        return np.where(fixed, 0.0, 1 / (1 + np.exp(-missing / 2)))
    if bare:
        return np.zeros(len(gains))
    least = min(ENOUGH, SHARE * float(np.quantile(around(np.minimum(over, MOST * count), count), 0.9)))
    worth = np.clip(over - least * count, -LEAST * count, MOST * count)
    apart = _stretches(worth) & ~fixed
    short = around(np.where(apart, -worth, 0.0), np.where(apart, count, 0.0))  # nats a line that a stretch lacks
    return np.where(apart, np.clip(0.5 + short, 0.5, 0.95), 0.0)


def _stretches(worth: Doubles) -> npt.NDArray[np.bool_]:
    """(k,) which beads are in a stretch whose worth is below nothing by more than it takes to begin and to end one."""
    inside = np.zeros((len(worth) + 1, 2))  # the best sum so far, outside and inside a stretch
    came = np.zeros((len(worth), 2), dtype=np.int64)
    for at, value in enumerate(worth.tolist()):
        for state in (0, 1):
            stay, change = inside[at, state], inside[at, 1 - state] - TURN
            came[at, state] = state if stay >= change else 1 - state
            inside[at + 1, state] = max(stay, change) + (value if state == 0 else 0.0)
    state = int(np.argmax(inside[-1]))
    found = np.zeros(len(worth), dtype=bool)
    for at in range(len(worth) - 1, -1, -1):
        found[at] = state == 1
        state = came[at, state]
    return found
