"""Which language a text is in, by its letters: a page's labels may be Korean and its body English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from jjak.align.text.mixed_script import dominant, only_names, prose, says_chinese

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
    # each is one language's, or nearly: Armenian, those of India, Lao to Georgian, Ethiopic, Khmer
    "other": (re.compile("[\u0530-\u058f\u0980-\u0dff\u0e80-\u10ff\u1200-\u137f\u1780-\u17ff]"), 1.0),
}
_ALONE = "am bn bo dz gu hy ka km kn lo ml my or pa si ta te"
# the scripts that a language is written in; a language that is not listed is taken to be written in Latin
_WRITTEN = {
    "ko": ("hangul",),
    "ja": ("kana", "han"),
    "zh": ("han",),
    "ru": ("cyrillic",),
    "uk": ("cyrillic",),
    "be": ("cyrillic",),
    "bg": ("cyrillic",),
    "kk": ("cyrillic",),
    "mk": ("cyrillic",),
    "mn": ("cyrillic",),
    "sr": ("cyrillic", "latin"),
    "el": ("greek",),
    "ar": ("arabic",),
    "fa": ("arabic",),
    "ur": ("arabic",),
    "he": ("hebrew",),
    "yi": ("hebrew",),
    "hi": ("devanagari",),
    "mr": ("devanagari",),
    "ne": ("devanagari",),
    "th": ("thai",),
    **dict.fromkeys(_ALONE.split(), ("other",)),
}


KEPT = 1_000  # characters of a text whose scripts are remembered
_PLAIN_WORD = re.compile(r"(?:^|\s)[A-Za-z]+(?=[\s,;!?]|\.?$)")  # neither an address nor code


def scripts_in(text: str) -> dict[str, float]:
    """The weight of each script in `text`; those that do not occur are left out."""
    return dict(_kept_weights(text) if len(text) <= KEPT else _weights(text))


def _weights(text: str) -> tuple[tuple[str, float], ...]:
    scripts = ("latin",) if text.isascii() else _SCRIPTS
    found = ((name, _SCRIPTS[name][1] * len(_SCRIPTS[name][0].findall(text))) for name in scripts)
    return tuple((name, weight) for name, weight in found if weight)


# reading, segmenting and linking each ask for the same sentences
_kept_weights = lru_cache(maxsize=1 << 13)(_weights)


def script_of(text: str) -> str:
    """The script that a text is written in, what is in every language (addresses, numbers, names, quotations) weighed for what
    it is; empty for a text without letters."""
    return _kept_script(text) if len(text) <= KEPT else _script(text)


def _script(text: str) -> str:
    if text.isascii() and _PLAIN_WORD.search(text):
        return "latin"
    found = scripts_in(text)
    if len(found) == 1:
        return next(iter(found)) if scripts_in(prose(text)) else ""
    return dominant(text, found) if found else ""


_kept_script = lru_cache(maxsize=1 << 13)(_script)


def separator_of(language: str) -> str:
    """What stands between two sentences of a language: a space, or nothing."""
    return "" if language in UNSPACED else " "


def join_sentences(texts: Iterable[str], language: str) -> str:
    """Sentences of one language as one text."""
    return separator_of(language).join(texts)


def scripts_of(language: str) -> tuple[str, ...]:
    """The scripts that a language is written in."""
    return _WRITTEN.get(language.split("-")[0], ("latin",))


def letters_of(language: str) -> str:
    """The letters of a language's scripts, as a regular expression for one of them."""
    return "|".join(_SCRIPTS[script][0].pattern for script in scripts_of(language))


def languages_in(script: str, among: Sequence[str]) -> list[str]:
    """Those of `among` that are written in a script."""
    return [language for language in among if script in scripts_of(language)]


def language_of(text: str, among: Sequence[str], default: str | None = None) -> str:
    """The language of `among` in whose script `text` is written; `default` (or the first) where it is in none of them.

    Two languages of one script are not told apart: `default` is taken where it is one of them, else the first in `among`.
    """
    fallback = default or among[0]
    script = script_of(text)
    written = languages_in(script, among) if script else []
    if script == "han" and (default or len(written) > 1):
        return _ideographic(text, written, fallback)
    if not written or fallback in written or (default and script == "latin" and only_names(text)):
        return fallback
    return written[0]


def _ideographic(text: str, written: Sequence[str], default: str) -> str:
    """Of Chinese characters alone, which Korean and Japanese have too."""
    if says_chinese(text, japanese=default.startswith("ja")) and "zh" in written:
        return "zh"
    return default if default.split("-")[0] in ("ko", "ja", "zh") or not written else written[0]


def language_of_parts(parts: Iterable[tuple[str, str]], among: Sequence[str]) -> str:
    """The language of texts that stand together, each with the one that it is in where its letters do not say: that of most."""
    weights: dict[str, float] = {}
    for text, default in parts:
        language = language_of(text, among, default)
        weights[language] = weights.get(language, 0.0) + sum(scripts_in(text).values())
    return max(weights, key=lambda language: weights[language], default=among[0])
