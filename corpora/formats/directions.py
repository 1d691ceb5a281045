"""Which of two languages texts are in, by their letters: what a file does not say of itself, or says wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from jjak.align.text.languages import letters_of

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]")
# a Korean sentence may hold brands, codes and placeholders of many letters; an English one holds no Hangul
SHARE = 0.2


@lru_cache(maxsize=64)
def _of(language: str) -> re.Pattern[str]:
    return re.compile(letters_of(language))


def told_apart(languages: tuple[str, str]) -> bool:
    """Whether the two are written in different scripts."""
    return letters_of(languages[0]) != letters_of(languages[1])


def language_by_letters(text: str, languages: tuple[str, str]) -> str:
    """The one of the two that a text's letters are of; empty where they do not say it."""
    if not told_apart(languages):
        return ""
    counts = {language: len(_of(language).findall(text)) for language in languages}
    latin = [language for language in languages if letters_of(language) == letters_of("en")]
    other = [language for language in languages if language not in latin]
    total = sum(counts.values())
    if not total:
        return ""
    # what is not Latin decides already at a share: it does not get into a Latin text by brands and codes
    if len(other) == 1:
        return other[0] if counts[other[0]] >= SHARE * total else latin[0]
    return max(counts, key=lambda language: counts[language])


def may_be(text: str, language: str, languages: tuple[str, str]) -> bool:
    """Whether nothing in a text's letters denies that it is in this one of the two languages."""
    return language_by_letters(text, languages) in ("", language)


def is_copy(source: str, target: str) -> bool:
    """Whether a target is its source again, in words: a number or a sign is the same in every language."""
    return source.strip() == target.strip() and bool(_LETTERS.search(source))


def _alike(source: str, target: str) -> bool:
    """Whether most of a target's words are in its source, as between two forms of one language."""
    words = set(_WORD.findall(target.lower()))
    return bool(words) and 2 * len(words & set(_WORD.findall(source.lower()))) >= len(words)


@dataclass(slots=True)
class Votes:
    """How many sources and targets are in each of two languages, by their letters."""

    languages: tuple[str, str]
    sources: tuple[int, int] = (0, 0)
    targets: tuple[int, int] = (0, 0)
    foreign: int = 0  # sources whose letters are of neither
    alike: int = 0  # targets most of whose words are in the source
    both: int = 0  # pairs of which neither side is empty

    @classmethod
    def of(cls, texts: Iterable[tuple[str, str]], languages: tuple[str, str]) -> Votes:
        counts = {(side, language): 0 for side in (0, 1) for language in languages}
        apart, foreign, alike, pairs = told_apart(languages), 0, 0, 0
        for both in texts:
            pairs += all(both)
            alike += all(both) and _alike(*both)
            for side, text in enumerate(both):
                if language := language_by_letters(text, languages):
                    counts[side, language] += 1
                elif apart and side == 0 and _LETTERS.search(text):
                    foreign += 1
        a, b = languages
        return cls(languages, (counts[0, a], counts[0, b]), (counts[1, a], counts[1, b]), foreign, alike, pairs)

    def direction(self) -> tuple[str, str] | None:
        """From which to which, or None where the letters say it of neither."""
        a, b = self.languages
        forward, backward = self.sources[0] + self.targets[1], self.sources[1] + self.targets[0]
        if forward == backward:
            return None
        return (a, b) if forward > backward else (b, a)

    def denies(self, direction: tuple[str, str]) -> bool:
        """Whether the letters plainly say the other direction: on both sides, and far more often."""
        at = self.languages.index(direction[0])
        wrong = (self.sources[1 - at], self.targets[at])
        right = self.sources[at] + self.targets[1 - at]
        return min(wrong) > 0 and sum(wrong) > 4 * right

    def lacks_source(self, language: str) -> bool:
        """Whether hardly any source is in this language, though there are sources that their letters tell."""
        at = self.languages.index(language)
        told = sum(self.sources) + self.foreign
        return told > 0 and self.sources[at] * 10 < told

    def of_one_language(self) -> bool:
        """Whether sources and targets seem to be in the same language."""
        return self.alike * 2 > self.both

    def missing(self) -> str:
        """The language that no text is in, though the letters of others are told; empty where there is none."""
        found = [source + target for source, target in zip(self.sources, self.targets, strict=True)]
        return next((self.languages[at] for at in (0, 1) if not found[at] and found[1 - at]), "")
