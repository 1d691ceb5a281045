"""Why a row is doubted or trusted: what two texts of one language share, and what is missing, too long or repeated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from jjak.align.text.languages import scripts_in
from jjak.align.text.number_roles import exchanged, moved
from jjak.align.text.numbers import Number, unmatched_numbers

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*", re.UNICODE)
_HANGUL = re.compile("[가-힣]")
STEM = 2  # syllables that two Korean words must begin with alike: particles and endings come after
LONG = 20_000  # characters beyond which a text is no sentence, and nothing is marked in it
# words that any two English sentences share; they count only beside others
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "may",
        "more",
        "no",
        "not",
        "of",
        "on",
        "one",
        "or",
        "our",
        "out",
        "s",
        "said",
        "she",
        "so",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "up",
        "was",
        "we",
        "were",
        "what",
        "when",
        "which",
        "who",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    stop: int


def tokens(text: str) -> list[Token]:
    return [Token(match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]


def shared(first: str, second: str) -> tuple[list[Span], list[Span]]:
    """Where two texts of one language say the same: spans of each, neighbouring words joined to one span."""
    if max(len(first), len(second)) > LONG:
        return [], []
    sides = tokens(first), tokens(second)
    stems = [{_stem(token.text) for token in side} for side in sides]
    common = stems[0] & stems[1]
    return _spans(sides[0], common), _spans(sides[1], common)


def _stem(word: str) -> str:
    if len(word) > STEM and _HANGUL.match(word):
        return word[:STEM]
    return word.removesuffix("'s").removesuffix("’s")


def _spans(side: Sequence[Token], common: set[str]) -> list[Span]:
    spans: list[Span] = []
    run: list[Token] = []
    for token in [*side, None]:
        if token is not None and _stem(token.text) in common:
            run.append(token)
            continue
        if any(word.text not in _COMMON and len(word.text) > 1 for word in run):
            spans.append((run[0].start, run[-1].stop))
        run = []
    return spans


def lost_numbers(first: str, second: str) -> tuple[list[str], list[str]]:
    """The numbers of each text that the other does not have."""
    if max(len(first), len(second)) > LONG:
        return [], []
    lost = unmatched_numbers(first, second)
    return _figures(lost[0]), _figures(lost[1])


def exchanged_numbers(first: str, second: str) -> list[str]:
    """Numbers of both texts that changed places: each stands where the other text has another."""
    if max(len(first), len(second)) > LONG:
        return []
    pairs = exchanged(first, second)
    values = [value for pair in pairs for value in pair] or moved(first, second)
    return list(dict.fromkeys(f"{value:,.10g}" for value in values))


def _figures(numbers: Sequence[Number]) -> list[str]:
    """Numbers as the row names them: `3만` by its value, what is words as it stands."""
    found = []
    for number in numbers:
        values = [value for value in number.values if isinstance(value, float)]
        value = max(values, default=0.0)
        by_value = bool(_HANGUL.search(number.text)) and values and value == int(value)
        found.append((f"{value:,.0f}" if value >= 10_000 else f"{value:.0f}") if by_value else number.text)
    return list(dict.fromkeys(found))


# the checks of severity *error*, by name
CHECKS = ("number only in source", "number only in target", "numbers exchanged", "untranslated")
# results that are kept are of these rules: another figure has them worked out anew
RULES = 1


def errors(source: str, target: str) -> list[str]:
    """The checks of severity *error* that two texts of a row fail, by name: what no bulk act passes."""
    lost = lost_numbers(source, target)
    found = [f"number only in {side}" for side, some in zip(("source", "target"), lost, strict=True) if some]
    if not found and exchanged_numbers(source, target):
        found.append("numbers exchanged")
    return found + (["untranslated"] if untranslated(source, target) and source != target else [])


# a particle follows a name without a space, so that the end of a name is not the end of a word
_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&-]*[A-Za-z0-9](?![A-Za-z0-9])")


def lost_names(korean: str, other: str) -> list[str]:
    """Names in Latin letters inside a text of another script that its counterpart does not have."""
    if max(len(korean), len(other)) > LONG or not _HANGUL.search(korean):
        return []
    there = other.casefold()
    return list(dict.fromkeys(name for name in _NAME.findall(korean) if name.casefold() not in there))


def untranslated(source: str, target: str) -> bool:
    """Whether a target is a copy of its source, or mostly in its source's script."""
    if not source or not target or len(target) > LONG:
        return False
    if source == target:
        return any(character.isalpha() for character in source)
    scripts = scripts_in(source), scripts_in(target)
    if not scripts[0] or not scripts[1]:
        return False
    main = max(scripts[0], key=lambda name: scripts[0][name])
    return scripts[1].get(main, 0.0) > 0.6 * sum(scripts[1].values())


def repeated(text: str, times: int = 3) -> str:
    """A run of words that comes `times` times in a row, or nothing."""
    words = tokens(text[:LONG])
    for size in range(1, 6):
        for at in range(len(words) - size * times + 1):
            first = [word.text for word in words[at : at + size]]
            if all([word.text for word in words[at + size * k : at + size * (k + 1)]] == first for k in range(1, times)):
                return text[words[at].start : words[at + size - 1].stop]
    return ""


@dataclass(frozen=True, slots=True)
class Usual:
    """How long the target of a unit is for its source. middle: mean of the logarithm of the ratio; spread: its standard
    deviation, at least .25 so that uniform texts are not called odd."""

    middle: float
    spread: float

    def odd(self, source: str, target: str) -> float | None:
        """How many times as long as usual a target is, where that is out of the usual range."""
        if not source or not target or len(source) + len(target) < 20:
            return None
        off = log(len(target) / len(source)) - self.middle
        return None if abs(off) < 2.5 * self.spread else 2.718281828**off


def usual_of(lengths: Sequence[tuple[int, int]]) -> Usual:
    """lengths: characters of both sides of the rows that have both."""
    logs = sorted(log(target / source) for source, target in lengths if source and target)
    if len(logs) < 8:
        return Usual(sum(logs) / len(logs) if logs else 0.0, 0.7)
    middle = logs[len(logs) // 2]
    # the middle half tells the spread without the odd ones: it is 1.35 standard deviations of a normal
    return Usual(middle, max(0.25, (logs[len(logs) * 3 // 4] - logs[len(logs) // 4]) / 1.35))


def within(spans: Sequence[Span], lengths: Sequence[int], gap: int) -> list[list[Span]]:
    """Spans of a joined text as spans of each of its parts. lengths: of the parts; gap: characters between two."""
    found: list[list[Span]] = []
    start = 0
    for length in lengths:
        stop = start + length
        found.append([(max(a, start) - start, min(b, stop) - start) for a, b in spans if a < stop and b > start])
        start = stop + gap
    return found
