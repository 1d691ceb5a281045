"""Two translations side by side: which n-grams one gets right more often, which sentences differ most, and in what words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from math import comb

from jjak.align.mt.translator import loops
from jjak.align.text.languages import language_of
from jjak.eval.significance import LEVEL, holm
from jjak.eval.tokens import bleu_words

ORDERS = 4


@dataclass(frozen=True, slots=True)
class Gram:
    """An n-gram of the references.

    Attributes:
        text: Its words.
        first: In how many places the first system has it where the reference does.
        second: The same of the second system.
        reference: How often the references have it.
        alone: In how many places the first has it and the second has not, and the other way round.
        certain: Whether the difference holds after a correction for every n-gram that was looked at.
    """

    text: str
    first: int
    second: int
    reference: int
    alone: tuple[int, int]
    certain: bool = False

    @property
    def weight(self) -> float:
        """McNemar's chi-square (1947) of the places where one alone has it: those where both have it say nothing."""
        return (self.alone[0] - self.alone[1]) ** 2 / sum(self.alone)

    @property
    def p(self) -> float:
        """The exact p of McNemar's test, two-sided: of as even a coin, thrown once for each of those places."""
        return mcnemar(*self.alone)


@lru_cache(maxsize=1 << 14)
def mcnemar(one: int, other: int) -> float:
    """The exact two-sided p of McNemar's test for so many discordant places either way."""
    total = one + other
    tail = sum(comb(total, at) for at in range(min(one, other) + 1))
    return min(1.0, 2 * tail / 2**total) if total else 1.0


def grams(
    first: Sequence[Sequence[str]], second: Sequence[Sequence[str]], references: Sequence[Sequence[str]], most: int = 12
) -> tuple[list[Gram], list[Gram]]:
    """What the first gets right more often, and what the second does: the weightiest first; words as lists, line by line.

    An n-gram inside a longer one that says the same is left out.
    """
    counts: tuple[Counter[tuple[str, ...]], ...] = (Counter(), Counter(), Counter(), Counter(), Counter())
    for one, other, reference in zip(first, second, references, strict=True):
        wanted = _grams(reference)
        here, there = _grams(one) & wanted, _grams(other) & wanted
        for into, each in zip(counts, (here, there, wanted, here - there, there - here), strict=True):
            into.update(each)
    found = [
        Gram(" ".join(key), counts[0][key], counts[1][key], total, (counts[3][key], counts[4][key]))
        for key, total in counts[2].items()
        if counts[3][key] or counts[4][key]
    ]
    found = _corrected(found)
    found.sort(key=lambda gram: (-gram.weight, -len(gram.text), gram.text))
    sides = [gram for gram in found if gram.first > gram.second], [gram for gram in found if gram.first < gram.second]
    return _distinct(sides[0], most), _distinct(sides[1], most)


def _corrected(found: Sequence[Gram]) -> list[Gram]:
    """The same, those marked whose difference holds after Holm's correction for all of them."""
    values = holm([gram.p for gram in found])
    return [replace(gram, certain=value < LEVEL) for gram, value in zip(found, values, strict=True)]


def _grams(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    return Counter(
        tuple(words[at : at + n])
        for n in range(1, ORDERS + 1)
        for at in range(len(words) - n + 1)
        if any(c.isalnum() for word in words[at : at + n] for c in word)
    )


def _distinct(found: Sequence[Gram], most: int) -> list[Gram]:
    kept: list[Gram] = []
    for gram in found:
        if len(kept) == most:
            break
        if not any(f" {gram.text} " in f" {other.text} " or f" {other.text} " in f" {gram.text} " for other in kept):
            kept.append(gram)
    return kept


class Mark(StrEnum):
    """What a run of words is beside the reference."""

    SAME = "same"
    OTHER = "other"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a text that are all marked alike."""

    text: str
    mark: Mark


def marked(hypothesis: str, reference: str) -> tuple[list[Run], list[Run]]:
    """Both texts in runs: OTHER is what only the hypothesis has, MISSING what only the reference has; the runs of each joined
    with spaces between words give it back."""
    left, right = hypothesis.split(), reference.split()
    runs: tuple[list[Run], list[Run]] = ([], [])
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        same = kind == "equal"
        if a < b:
            runs[0].append(Run(" ".join(left[a:b]), Mark.SAME if same else Mark.OTHER))
        if c < d:
            runs[1].append(Run(" ".join(right[c:d]), Mark.SAME if same else Mark.MISSING))
    return runs


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with outputs at first sight. length: words of the output over words of the references."""

    empty: int
    repeated: int
    untranslated: int
    length: float


def faults(
    sources: Sequence[str], hypotheses: Sequence[str], references: Sequence[str], langs: tuple[str, str], tokenizer: str
) -> Faults:
    """repeated: a run of words comes four times or more in a row, and not so in the source; untranslated: the output is the
    source, or is in its script. langs: of the source and of the target."""
    words = [bleu_words(texts, tokenizer) for texts in (hypotheses, references)]
    empty = sum(not text.strip() for text in hypotheses)
    repeated = sum(loops(output) and not loops(source.split()) for output, source in zip(words[0], sources, strict=True))
    untranslated = sum(
        bool(text.strip()) and (text.strip() == source.strip() or language_of(text, (langs[1], langs[0])) == langs[0])
        for text, source in zip(hypotheses, sources, strict=True)
    )
    lengths = [sum(map(len, side)) for side in words]
    return Faults(empty, repeated, untranslated, lengths[0] / max(1, lengths[1]))
