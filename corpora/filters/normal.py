"""What two texts are compared as: without case, white space, punctuation, and the form of their characters."""

from __future__ import annotations

import re
import unicodedata

_OUT = re.compile(r"[\W_]+")


def normal(text: str) -> str:
    """NFKC, case folded, letters and digits only; a text without any is itself."""
    folded = text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return _OUT.sub("", folded) or text
