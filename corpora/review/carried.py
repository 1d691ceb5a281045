"""What JSON can carry: numbers that are numbers, and whole characters. The log of a review holds nothing else.

Python reads and writes `NaN`, `Infinity` and half characters as if they were JSON; browsers and databases do not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from jjak.seeds.errors import ReviewError

LARGEST = 2**53 - 1  # the largest whole number that every reader of JSON keeps exactly


def check_carried(value: Any, place: str = "") -> None:
    """Raises ReviewError, with the place, at what JSON cannot carry."""
    if isinstance(value, str):
        _check_text(value, place)
    elif isinstance(value, float) and not math.isfinite(value):
        raise ReviewError(
            "{place}: {found} is no number that JSON can carry", "Give a number.", place=place or "the body", found=str(value)
        )
    elif isinstance(value, int) and abs(value) > LARGEST:
        raise ReviewError("{place}: a number over {largest:,}", "Give a smaller one.", place=place, largest=LARGEST)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            _check_text(str(name), place)
            check_carried(each, f"{place}.{name}".lstrip("."))
    elif isinstance(value, Sequence):
        for at, each in enumerate(value):
            check_carried(each, f"{place}.{at}".lstrip("."))


def carried(value: Any) -> Any:
    """A value as an old log may hold it, with nothing for what is no number, and � for half characters."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {carried(name): carried(each) for name, each in value.items()}
    return [carried(each) for each in value] if isinstance(value, list | tuple) else value


def _check_text(text: str, place: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        found = f"U+{ord(text[error.start]):04X}"
        raise ReviewError(
            "{place}: half a character, {found}, at {at}",
            "Write the text again.",
            place=place or "the body",
            found=found,
            at=error.start,
        ) from error
