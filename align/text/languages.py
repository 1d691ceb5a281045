"""Which language a text is in, by its script first: a page's labels may be Korean and its body English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

UNSPACED = frozenset({"ja", "zh", "th"})  # languages whose sentences follow one another without a space

# weights make a word count about the same in every script: a syllable or an ideograph says as much as two to three letters
_SCRIPTS: dict[str, tuple[re.Pattern[str], float]] = {
    "hangul": (re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7fb]"), 2.0),
    "kana": (re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]"), 2.0),
    "han": (re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"), 2.0),
    "latin": (re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a]"), 1.0),
    "cyrillic": (re.compile("[\u0400-\u052f]"), 1.0),
    "greek": (re.compile("[\u0370-\u03ff\u1f00-\u1fff]"), 1.0),
    "arabic": (re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"), 1.0),
    "hebrew": (re.compile("[\u0590-\u05ff]"), 1.0),
    "devanagari": (re.compile("[\u0900-\u097f]"), 1.0),
    "thai": (re.compile("[\u0e00-\u0e7f]"), 1.0),
}
# the scripts that a language is written in; a language that is not listed is taken to be written in Latin
_WRITTEN = {
    "ko": ("hangul",),
    "ja": ("kana", "han"),
    "zh": ("han",),
    "ru": ("cyrillic",),
    "uk": ("cyrillic",),
    "bg": ("cyrillic",),
    "el": ("greek",),
    "ar": ("arabic",),
    "fa": ("arabic",),
    "he": ("hebrew",),
    "hi": ("devanagari",),
    "th": ("thai",),
}


def scripts_in(text: str) -> dict[str, float]:
    """The weight of each script in `text`; those that do not occur are left out."""
    scripts = ("latin",) if text.isascii() else _SCRIPTS
    found = {name: _SCRIPTS[name][1] * len(_SCRIPTS[name][0].findall(text)) for name in scripts}
    return {name: weight for name, weight in found.items() if weight}


def separator_of(language: str) -> str:
    """What stands between two sentences of a language: a space, or nothing."""
    return "" if language in UNSPACED else " "


def join_sentences(texts: Iterable[str], language: str) -> str:
    """Sentences of one language as one text."""
    return separator_of(language).join(texts)


def letters_of(language: str) -> str:
    """The letters of a language's scripts, as a regular expression for one of them."""
    return "|".join(_SCRIPTS[script][0].pattern for script in _WRITTEN.get(language.split("-")[0], ("latin",)))


def language_of(text: str, among: Sequence[str], default: str | None = None) -> str:
    """The language of `among` in whose script most of `text` is; `default` (or the first) where it is in none of them.

    Two languages of one script are not told apart: the first in `among` is taken.
    """
    weights = scripts_in(text)
    best, most = default or among[0], 0.0
    for language in among:
        weight = sum(weights.get(script, 0.0) for script in _WRITTEN.get(language, ("latin",)))
        if weight > most:
            best, most = language, weight
    return best
