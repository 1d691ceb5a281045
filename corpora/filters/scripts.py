"""Filters by the language that a text seems to be in: by its script, or by a language identifier."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from jjak.align.text.languages import letters_of
from jjak.corpora.pair import Pair, Side
from jjak.seeds.errors import SettingError


class Script:
    """At least the share `min` of each text's letters are of its language's scripts; a text without letters has share 1."""

    def __init__(self, min: float = 0.5) -> None:  # noqa: A002
        self._least = float(min)

    def score(self, pairs: Sequence[Pair]) -> Sequence[float]:
        return [min(_share(pair.source), _share(pair.target)) for pair in pairs]

    def accept(self, score: float) -> bool:
        return score >= self._least


def _share(side: Side) -> float:
    pattern, latin = _pattern(side.lang)
    text = side.text
    if latin and text.isascii():
        return 1.0
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
        self._identifier: Any = None

    def score(self, pairs: Sequence[Pair]) -> Sequence[float]:
        if self._identifier is None:
            self._identifier = _identifier()
        return [max(self._other(pair.source), self._other(pair.target)) for pair in pairs]

    def _other(self, side: Side) -> float:
        """How sure the identifier is that the text is in another language, 0 to 1."""
        if len(side.text) < self._shortest:
            return 0.0
        language, sure = self._identifier.classify(side.text)
        return 0.0 if language == side.lang.split("-")[0] else float(sure)

    def accept(self, score: float) -> bool:
        return score <= self._most


def _identifier() -> Any:
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier
    except ImportError as error:
        raise SettingError(
            "The filter language needs a language identifier", "Install it: pip install 'jjak[language]'."
        ) from error
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
