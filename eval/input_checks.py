"""What looks wrong with the files of an evaluation, before anything is scored: each fault with its sentences.

Scores of such files are right for what the files hold, and wrong for the systems.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import is_normalized

from jjak.corpora.filters.duplicates import THRESHOLD

if TYPE_CHECKING:
    from jjak.eval.mt_evaluation import TestSet

DECOMPOSED, ENTITIES, PREAMBLE, REASONING = "decomposed", "entities", "preamble", "reasoning"
EMPTY, SAME, COPIED, LOWER, REPEATED, SHIFTED, SCRIPT = (
    "empty reference", "same as reference", "copied source", "lower-cased", "repeated output", "shifted", "script"
)  # fmt: skip
TOKENISED, TRAINED = "tokenised", "in training text"
MOST = 0.5  # share of sentences from which a fault is of the file, where one alone may be right
OFTEN = 3  # times that one output comes for different sources
RUN = 3  # sentences in a row that fit their neighbour
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
_PREAMBLE = re.compile(
    r"\s*(?:(?:sure|certainly|of course)\W+)?here(?:'s| is) (?:the|a|my|your) [\w ]{0,30}translation\b"
    r"|\s*translation\s*:|\s*번역\s*:",
    re.I,
)
_REASONING = re.compile(r"</?(?:think|thinking|reasoning|scratchpad)>", re.IGNORECASE)
# a mark that stands alone behind a space, or what tokenizers leave behind
_TOKENISED = re.compile(r"\w [.,;:!?](?=\s|$)|@-@|@@(?=\s|$)|▁|\w ' ?s\b|&(?:apos|quot);")
_HANGUL, _LATIN = re.compile(r"[가-힣]"), re.compile(r"[A-Za-z]")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of one file. fault: its name; file: `source`, `reference` or a system's; sentences: their numbers, from 1."""

    fault: str
    file: str
    sentences: Sequence[int]


def findings(test: TestSet) -> list[Finding]:
    """Every fault, the source's and the reference's first."""
    found = [*_of_lines("source", test.sources)]
    references = {
        "reference" if at == 1 else f"reference {at}": lines for at, lines in enumerate((test.references, *test.others), 1)
    }
    for name, lines in references.items():
        found += [*_of_lines(name, lines), _where(EMPTY, name, [not line.strip() for line in lines])]
    if test.training:
        found += _of_training(test)
    for name, lines in test.systems.items():
        found += [*_of_lines(name, lines), *_of_system(name, lines, test)]
    return [each for each in found if each.sentences]


def _where(fault: str, file: str, wrong: Sequence[bool]) -> Finding:
    return Finding(fault, file, [at for at, found in enumerate(wrong, start=1) if found])


def _mostly(found: Finding, of: int) -> Finding:
    """`found` where it is about most sentences, else nothing."""
    return found if of and len(found.sentences) >= max(2, MOST * of) else Finding(found.fault, found.file, ())


def _of_lines(file: str, lines: Sequence[str]) -> Iterator[Finding]:
    tests: dict[str, Callable[[str], object]] = {
        DECOMPOSED: lambda line: not is_normalized("NFC", line),
        ENTITIES: _ENTITY.search,
        PREAMBLE: _PREAMBLE.match,
        REASONING: _REASONING.search,
    }
    for fault, test in tests.items():
        yield _where(fault, file, [bool(test(line)) for line in lines])
    tokenised = _where(TOKENISED, file, [bool(_TOKENISED.search(line)) for line in lines])
    yield _mostly(tokenised, sum(any(mark in line for mark in ".,;:!?") for line in lines))


def _of_training(test: TestSet) -> Iterator[Finding]:
    """References that stand in the text that systems learned from, or nearly so."""
    from jjak.corpora.filters.minhash import Neighbours  # it compiles

    near = Neighbours(THRESHOLD)
    near.new(test.training)
    yield _where(TRAINED, "reference", [at >= 0 for at in near.like(test.references)])


def _of_system(name: str, lines: Sequence[str], test: TestSet) -> Iterator[Finding]:
    count = len(lines)
    rows = list(zip(lines, test.sources, test.references, strict=True))
    yield _mostly(_where(SAME, name, [line.strip() == ref.strip() != "" for line, _, ref in rows]), count)
    yield _where(COPIED, name, [line.strip() == src.strip() != ref.strip() and bool(line.strip()) for line, src, ref in rows])
    cased = [line for line in test.references if line != line.lower()]
    lower = _where(LOWER, name, [line == line.lower() and ref != ref.lower() for line, _, ref in rows])
    yield _mostly(lower, len(cased)) if len(lower.sentences) > 0.9 * len(cased) else Finding(LOWER, name, ())
    sources: dict[str, set[str]] = {}
    for line, src, _ in rows:
        sources.setdefault(line.strip(), set()).add(src)
    often = {line for line, of in sources.items() if line and len(of) >= OFTEN}
    yield _where(REPEATED, name, [line.strip() in often for line in lines])
    yield _where(SCRIPT, name, [_other_script(line, test.target_lang) for line in lines])
    yield _shifted(name, lines, test.references)


def _other_script(line: str, lang: str) -> bool:
    """Whether a line of Korean or English is in the other's letters alone."""
    hangul, latin = len(_HANGUL.findall(line)), len(_LATIN.findall(line))
    if lang == "en":
        return hangul > 3 and latin < hangul / 4
    return lang == "ko" and latin > 20 and not hangul


def _shifted(name: str, lines: Sequence[str], references: Sequence[str]) -> Finding:
    """Runs of outputs that share more words with the reference of a line further on or back than with their own."""
    ours, theirs = ([Counter(_WORD.findall(line.lower())) for line in each] for each in (lines, references))
    within = Counter(word for each in theirs for word in each)
    # words that many sentences have say nothing of which one is meant
    common = {word for word, often in within.items() if often > max(2, len(lines) // 20)}
    for each in (*ours, *theirs):
        for word in common & each.keys():
            del each[word]
    wrong = [False] * len(lines)
    for step in (-2, -1, 1, 2):
        run: list[int] = []
        for at in range(len(lines) + 1):
            if at < len(lines) and 0 <= at + step < len(lines) and _fits(ours[at], theirs[at + step], theirs[at]):
                run.append(at)
                continue
            if len(run) >= RUN:
                for place in run:
                    wrong[place] = True
            run = []
    return _where(SHIFTED, name, wrong)


def _fits(line: Counter[str], other: Counter[str], own: Counter[str]) -> bool:
    return _shared(line, other) > max(0.25, 2 * _shared(line, own))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())
