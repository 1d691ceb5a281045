"""The words of texts as a lexicon knows them: Korean without particles and endings, English without plurals, and each character
of a script that is written without spaces as a word of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from jjak.align.text.languages import scripts_in
from jjak.align.text.stems import stems_of

Term = tuple[str, ...]  # one word or several

SAMPLE = 20_000  # characters by which it is seen whether a text is Korean
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0003ffff"
_WORD = re.compile(f"[{_UNSPACED}]|[^{_UNSPACED}]+")


def terms_of(lines: Sequence[str]) -> list[Term]:
    """The words of each line, in order."""
    lang = "ko" if _is_korean(lines) else ""
    return [tuple(word for stem in stems for word in _WORD.findall(stem.text)) for stems in stems_of(lines, lang)]


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
    at = 0
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            if (term := words[at : at + size]) in known:
                yield term
                at += size
                break
        else:
            at += 1
