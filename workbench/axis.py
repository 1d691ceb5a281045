"""The round values that an axis is marked with."""

from __future__ import annotations

import math


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round values around `low` to `high`, about as many as `wanted`: steps of 1, 2 or 5 times a power of ten.

    The first is at most `low` and the last at least `high`.
    """
    if high <= low:
        low, high = low - 1, high + 1
    raw = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw)
    return [round(at * step, 10) for at in range(math.floor(low / step), math.ceil(high / step) + 1)]
