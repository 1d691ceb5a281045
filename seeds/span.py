"""A run of code points."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Code points of `Document.text`, the last one excluded."""

    start: int
    stop: int
