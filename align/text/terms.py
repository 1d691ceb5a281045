"""The words of texts as a lexicon knows them: Korean without particles and endings, English without plurals, and each character
of a script that is written without spaces as a word of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from jjak.align.text.languages import scripts_in
from jjak.align.text.stems import Stem, stems_of

Term = tuple[str, ...]  # one word or several

SAMPLE = 20_000  # characters by which it is seen whether a text is Korean
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0003ffff"
_WORD = re.compile(f"[{_UNSPACED}]|[^{_UNSPACED}]+")


def terms_of(lines: Sequence[str]) -> list[Term]:
    """The words of each line, in order."""
    return [tuple(stem.text for stem in stems) for stems in _words(lines)]


def spellings(lines: Sequence[str], terms: frozenset[Term]) -> dict[Term, str]:
    """How each of `terms` is written in `lines`, most often."""
    found: dict[Term, Counter[str]] = {}
    longest = max(map(len, terms), default=0)
    for line, stems in zip(lines, _words(lines), strict=True):
        words = tuple(stem.text for stem in stems)
        for at, term in places(words, terms, longest):
            written = line[stems[at].start : stems[at + len(term) - 1].stop]
            found.setdefault(term, Counter())[written] += 1
    return {term: min(counts, key=lambda each: (-counts[each], each)) for term, counts in found.items()}


def _words(lines: Sequence[str]) -> Iterator[list[Stem]]:
    lang = "ko" if _is_korean(lines) else ""
    for stems in stems_of(lines, lang):
        yield [word for stem in stems for word in _parted(stem)]


def _parted(stem: Stem) -> list[Stem]:
    words = list(_WORD.finditer(stem.text))
    if len(words) == 1:
        return [stem]
    return [Stem(word[0], stem.start + word.start(), stem.start + word.end()) for word in words]


def _is_korean(lines: Sequence[str]) -> bool:
    found: dict[str, float] = {}
    seen = 0
    for line in lines:
        for script, weight in scripts_in(line[: SAMPLE - seen]).items():
            found[script] = found.get(script, 0.0) + weight
        seen += len(line)
        if seen >= SAMPLE:
            break
    return found.get("hangul", 0.0) > 0 and found["hangul"] >= 0.5 * max(found.values())


def matches(words: Term, known: Mapping[Term, object] | frozenset[Term], longest: int) -> Iterator[Term]:
    """The terms of `known` that stand in `words`, from the left, the longest of those that begin at one word."""
    return (term for _, term in places(words, known, longest))


def places(words: Term, known: Mapping[Term, object] | frozenset[Term], longest: int) -> Iterator[tuple[int, Term]]:
    """The same, each with the number of its first word."""
    at = 0
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            if (term := words[at : at + size]) in known:
                yield at, term
                at += size
                break
        else:
            at += 1
