"""What two texts are compared as: without case, white space, punctuation, and the form of their characters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


# several filters in a row ask about the same texts
@lru_cache(maxsize=1 << 14)
def normal(text: str) -> str:
    """NFKC, case folded, letters and digits only; a text without any is itself."""
    folded = text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded)) or text
