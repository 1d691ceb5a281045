"""Filters by the language that a text seems to be in: by its script, or by a language identifier."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from jjak.align.text.language_identifier import ranked
from jjak.align.text.languages import letters_of, script_of, scripts_of
from jjak.align.text.mixed_script import prose
from jjak.corpora.pair import Pair, Side


class Script:
    """At least the share `min` of each text's letters are of its language's scripts; a text without letters has share 1.

    Addresses are not counted, nor are names in Latin letters in a text that is in another script.
    """

    def __init__(self, min: float = 0.5) -> None:  # noqa: A002
        self._least = float(min)

    def score(self, pairs: Sequence[Pair]) -> Sequence[float]:
        return [min(_share(pair.source), _share(pair.target)) for pair in pairs]

    def accept(self, score: float) -> bool:
        return score >= self._least


def _share(side: Side) -> float:
    """What is in every language (addresses, and names in a text that is otherwise the language's) is not counted."""
    pattern, latin = _pattern(side.lang)
    text = side.text
    if latin and text.isascii():
        return 1.0
    share = _counted(text, pattern)
    if share < 1.0:
        share = max(share, _counted(prose(text), pattern))
    if share < 1.0 and not latin and pattern.search(text) and script_of(text) in scripts_of(side.lang):
        share = max(share, _counted(_NAME.sub(" ", prose(text)), pattern))
    return share


_NAME = re.compile(r"\b[A-Z][A-Za-z]*(?![a-z])")


def _counted(text: str, pattern: re.Pattern[str]) -> float:
    letters = sum(map(str.isalpha, text))
    return min(1.0, sum(map(len, pattern.findall(text))) / letters) if letters else 1.0


@cache
def _pattern(lang: str) -> tuple[re.Pattern[str], bool]:
    """Runs of the language's letters, and whether the letters of ASCII are among them."""
    pattern = re.compile(f"(?:{letters_of(lang)})+")
    return pattern, pattern.match("a") is not None


class Language:
    """A language identifier names each text's own language, or is not sure of another: `max` is how sure it may be of it.

    A text of under `shortest` characters is not asked about: a label is in no language that can be told.
    """

    def __init__(self, max: float = 0.9, shortest: int = 40) -> None:  # noqa: A002
        self._most, self._shortest = float(max), int(shortest)

    def score(self, pairs: Sequence[Pair]) -> Sequence[float]:
        return [max(self._other(pair.source), self._other(pair.target)) for pair in pairs]

    def _other(self, side: Side) -> float:
        """How sure the identifier is that the text is in another language, 0 to 1."""
        if len(side.text) < self._shortest:
            return 0.0
        language, sure = ranked(side.text)[0]
        own = side.lang.split("-")[0]
        return 0.0 if language == own or script_of(side.text) in _TOLD.get(own, ()) else float(sure)

    def accept(self, score: float) -> bool:
        return score <= self._most


# scripts that one language alone is written in: names and addresses in a text of them do not make it another
_TOLD = {"ko": ("hangul",), "ja": ("kana",), "th": ("thai",), "el": ("greek",)}
