"""How wide a line is in a terminal, and how wide lines are that were broken for reading."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

WRAP = (40, 120)  # columns: text that is broken outside them was not wrapped for reading


@lru_cache(4096)  # a line is measured against each of its neighbours
def columns(text: str) -> int:
    """Terminal columns: a Hangul syllable is two wide."""
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
