"""The forms in which texts are compared: what a search looks for, what makes two texts copies, what an aligner counts."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from jjak.seeds.document import pile


def search_form(text: str) -> str:
    """NFC, case folded: a text in which a person finds what they typed, on whatever system it was typed."""
    return unicodedata.normalize("NFC", text).casefold()


# several filters in a row ask about the same texts
@lru_cache(maxsize=1 << 14)
def comparison_key(text: str) -> str:
    """NFKC, case folded, letters and digits only: equal for texts that differ in case, width, white space and punctuation.

    A text without letters and digits is itself.
    """
    folded = text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded)) or text


def aligner_form(line: str) -> str:
    """NFKC (which folds width and composes Hangul), case folded, and NFKC again, since folding undoes some of it.

    A line with too many marks on one letter is case folded only: normalising it takes time that grows with their square.
    """
    if line.isascii() or pile(line) >= 0:
        return line.casefold()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", line).casefold())
