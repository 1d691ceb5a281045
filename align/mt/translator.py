"""Machine translation of texts in one direction: what goes in, what comes out, and what is done where it goes wrong.

An engine turns pieces into pieces; everything around it is here, so that every engine treats long input, loops and empty
output alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from jjak.align.text.languages import join_sentences

LONGEST = 100  # source pieces: what the embedded model was trained on; longer input is translated in parts

EMPTY, REPETITION, RETRIED, UNTRANSLATED = "empty", "repetition", "retried", "untranslated"
TERMS, CODES = "terms", "codes"


@dataclass(frozen=True, slots=True)
class Translation:
    """score: the mean log probability of the output's pieces, in nats, 0 or less, or 0 where the model gives no probabilities;
    flags: `empty`, `repetition` where that is what the text is in spite of a second try, `retried` where the second try helped,
    `untranslated` where a server or a plug-in gave no line for this one, `terms` where a term that was asked for is missing,
    `codes` where only lengths could say where tags stand."""

    text: str
    model: str
    revision: str
    score: float
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """beam: 1 is greedy; no_repeat: length of n-grams that may occur once only, 0 for no such rule;
    penalty: above 1, pieces that occurred already are made less likely by this factor; length: beam search divides the
    log probability of a hypothesis by its length to this power, so that more makes for longer output; prefix: pieces that
    every output begins with, such as the name of a language."""

    beam: int = 4
    no_repeat: int = 0
    penalty: float = 1.0
    length: float = 1.0
    prefix: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """pieces: without `</s>`; score: nats per piece, `</s>` counted."""

    pieces: list[str]
    score: float


class Translator(Protocol):
    """Translates texts in one direction; model and revision: what it is, for whoever keeps what it made."""

    @property
    def model(self) -> str: ...

    @property
    def revision(self) -> str: ...

    def __call__(self, texts: Sequence[str], /) -> list[Translation]: ...


class Pieces(Protocol):
    """Text to pieces and back, in one direction."""

    def encode(self, texts: Sequence[str], /) -> list[list[str]]: ...

    def encode_target(self, texts: Sequence[str], /) -> list[list[str]]: ...

    def decode(self, pieces: Sequence[str], /) -> str: ...


class Engine(Protocol):
    """A loaded model: from source pieces to the best hypothesis of each, in order."""

    def generate(self, sources: Sequence[Sequence[str]], search: Search, /) -> list[Hypothesis]: ...


@dataclass(frozen=True, slots=True)
class MarianTranslator:
    """A model of pieces in one direction: a checkpoint, or a packaged model."""

    model: str
    revision: str
    target: str
    tokenizer: Pieces
    engine: Engine
    search: Search = Search()

    def __call__(self, texts: Sequence[str], /) -> list[Translation]:
        whole = self.tokenizer.encode([text.strip() for text in texts])
        parts = [self._parts(text, pieces) for text, pieces in zip(texts, whole, strict=True)]
        done = iter(self._translate([pieces for text in parts for pieces in text]))
        return [self._joined([next(done) for _ in text]) for text in parts]

    def _parts(self, text: str, pieces: list[str]) -> list[list[str]]:
        """The pieces of a text in parts of at most LONGEST; none for a blank text."""
        if not text.strip():
            return []
        if len(pieces) <= LONGEST:
            return [pieces]
        return self.tokenizer.encode(list(_halved(text, lambda part: len(self.tokenizer.encode([part])[0]) <= LONGEST)))

    def _translate(self, sources: list[list[str]]) -> list[Translation]:
        first = [self.read(h, s) for h, s in zip(self.engine.generate(sources, self.search), sources, strict=True)]
        wrong = [at for at, translation in enumerate(first) if translation.flags]
        if wrong:
            again = replace(self.search, no_repeat=2, penalty=self.search.penalty + 0.2)
            second = self.engine.generate([sources[at] for at in wrong], again)
            for at, hypothesis in zip(wrong, second, strict=True):
                translation = self.read(hypothesis, sources[at])
                if not translation.flags:
                    first[at] = replace(translation, flags=(RETRIED,))
        return first

    def read(self, hypothesis: Hypothesis, source: Sequence[str]) -> Translation:
        """A hypothesis as a translation, with what is wrong with it."""
        text = self.tokenizer.decode(hypothesis.pieces)
        flags = (EMPTY,) if not text else (REPETITION,) if loops(hypothesis.pieces) and not loops(source) else ()
        return Translation(text, self.model, self.revision, hypothesis.score, flags)

    def _joined(self, parts: list[Translation]) -> Translation:
        if len(parts) == 1:
            return parts[0]
        text = join_sentences((part.text for part in parts if part.text), self.target)
        lengths = [len(part.text) + 1 for part in parts]
        score = sum(p.score * n for p, n in zip(parts, lengths, strict=True)) / max(1, sum(lengths))
        flags = tuple(sorted({flag for part in parts for flag in part.flags}))
        return Translation(text, self.model, self.revision, score, flags)


def output_limit(pieces: int) -> int:
    """How many pieces may come out for `pieces` that go in: a loop must end, a translation must not be cut."""
    return 3 * pieces + 20


def loops(pieces: Sequence[str], *, times: int = 4, least: int = 6) -> bool:
    """Whether some run of up to ten pieces comes `times` times or more in a row, over at least `least` pieces."""
    for period in range(1, 11):
        run = 0
        for at in range(period, len(pieces)):
            run = run + 1 if pieces[at] == pieces[at - period] else 0
            if run >= period * (times - 1) and run + period >= least:
                return True
    return False


def batches(lengths: Sequence[int], tokens: int, *, even: bool = False) -> Iterator[list[int]]:
    """Indices in batches of about `tokens` pieces, padding included, the longest first; even: without any padding."""
    order = sorted(range(len(lengths)), key=lambda at: (-lengths[at], at))
    start = 0
    while start < len(order):
        longest = lengths[order[start]]
        stop = start + max(1, tokens // max(1, longest))
        batch = [at for at in order[start:stop] if not even or lengths[at] == longest]
        yield batch
        start += len(batch)


# where a text that is too long is cut, the best place first: after a sentence, a clause, a word, anywhere
_CUTS = (
    re.compile(r"(?<=[.!?。！？…])\s+"),
    re.compile(r"(?<=[,;:，、；：)–—])\s*"),
    re.compile(r"\s+"),
    re.compile(r"(?<=.)(?=.)", re.S),
)


class _Fits(Protocol):
    def __call__(self, part: str, /) -> bool: ...


def _halved(text: str, fits: _Fits) -> Iterator[str]:
    """The text in parts that fit, cut again and again at the best mark near its middle."""
    if fits(text):
        yield text.strip()
        return
    for mark in _CUTS:
        middle = len(text) / 2
        places = [m.end() for m in mark.finditer(text) if len(text) * 0.2 <= m.end() <= len(text) * 0.8]
        if places:
            cut = min(places, key=lambda place: abs(place - middle))
            for part in (text[:cut], text[cut:]):
                if part.strip():
                    yield from _halved(part, fits)
            return
    yield text.strip()
