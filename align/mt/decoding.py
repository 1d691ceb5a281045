"""More than the best translation: several of a text, some drawn at random, and one that has the terms that are asked for.

For models that run on CTranslate2 here. A term is put in by force: before each word of a translation the term's pieces are set
and the rest is searched anew, and what the model finds likeliest is kept, as long as it has every term that was there before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jjak.align.mt.ctranslate2_engine import CTranslate2Engine
from jjak.align.mt.translator import LONGEST, TERMS, MarianTranslator, Translation, Translator
from jjak.seeds.errors import ModelError

PLACES = 24  # where a term is tried in a translation
_WORD = "▁"  # begins a word in sentencepiece's pieces

Term = tuple[str, str]


def marian(translator: Translator) -> tuple[MarianTranslator, CTranslate2Engine]:
    """A translator with its engine; raises ModelError where it is none whose search can be asked for more."""
    if isinstance(translator, MarianTranslator) and isinstance(translator.engine, CTranslate2Engine):
        return translator, translator.engine
    message = "The model {name} gives one translation of a text, as it is"
    raise ModelError(message, "Name a model that CTranslate2 runs.", name=translator.model)


def n_best(translator: Translator, texts: Sequence[str], count: int, temperature: float = 0.0) -> list[list[Translation]]:
    """The `count` best translations of each text, the best first, or as many that are drawn; of a text that is too long for one
    search, and of a blank one, the one that there is."""
    own, engine = marian(translator)
    sources = own.tokenizer.encode([text.strip() for text in texts])
    short = [at for at, text in enumerate(texts) if text.strip() and len(sources[at]) <= LONGEST]
    given = [sources[at] for at in short]
    found = engine.several(given, own.search, [own.search.prefix] * len(given), count, temperature)
    done = dict(zip(short, found, strict=True))
    rest = iter(own([text for at, text in enumerate(texts) if at not in done]))
    return [[own.read(each, sources[at]) for each in done[at]] if at in done else [next(rest)] for at in range(len(texts))]


def with_terms(translator: Translator, texts: Sequence[str], terms: Sequence[Term]) -> list[Translation]:
    """A translation of each text with the other form of every term that it has; `terms` among the flags where one is missing.

    terms: two forms each, in either order; raises ModelError for a model that does not run here.
    """
    own, engine = marian(translator)
    made = own(texts)
    return [_forced(own, engine, text, each, wanted(text, terms)) for text, each in zip(texts, made, strict=True)]


def wanted(text: str, terms: Sequence[Term]) -> list[str]:
    """The other forms of the terms that a text has, each once."""
    found = [other for term in terms for own, other in (term, term[::-1]) if has(text, own)]
    return list(dict.fromkeys(found))


def has(text: str, term: str) -> bool:
    """Whether a term stands in a text, whatever its case; a Latin one as words of its own, a Korean one with its particles."""
    ends = [r"\b" if char.isascii() and char.isalnum() else "" for char in (term[0], term[-1])]
    return re.search(ends[0] + re.escape(term) + ends[1], text, re.IGNORECASE) is not None


def _forced(
    own: MarianTranslator, engine: CTranslate2Engine, text: str, made: Translation, terms: Sequence[str]
) -> Translation:
    source = own.tokenizer.encode([text.strip()])[0]
    if len(source) <= LONGEST:
        for term in terms:
            if not has(made.text, term):
                made = _with_term(own, engine, source, made, term, [each for each in terms if has(made.text, each)])
    if all(has(made.text, term) for term in terms):
        return made
    return replace(made, flags=tuple(dict.fromkeys((*made.flags, TERMS))))


def _with_term(
    own: MarianTranslator, engine: CTranslate2Engine, source: Sequence[str], made: Translation, term: str, kept: Sequence[str]
) -> Translation:
    """The likeliest translation with the term and those that it has already; `made` where there is none."""
    prefixes = [[*own.search.prefix, *each] for each in _prefixes(own, made.text, term)]
    sources = [source] * len(prefixes)
    found = [each[0] for each in engine.several(sources, own.search, prefixes, 1)]
    read = [own.read(each, source) for each in found]
    fit = [at for at, each in enumerate(read) if all(has(each.text, one) for one in (*kept, term))]
    if not fit:
        return made
    scores = engine.probabilities([source] * len(fit), [found[at].pieces for at in fit])
    best = max(range(len(fit)), key=scores.__getitem__)
    return replace(read[fit[best]], score=scores[best])


def _prefixes(own: MarianTranslator, text: str, term: str) -> list[list[str]]:
    """The beginnings of a translation up to some of its words, each with the term after it."""
    words = text.split()
    every = max(1, -(-(len(words) + 1) // PLACES))
    texts = [" ".join([*words[:at], term]) for at in range(0, len(words) + 1, every)]
    return own.tokenizer.encode_target(texts)


def guarded(translator: Translator, size: int) -> MarianTranslator:
    """The translator with no run of `size` pieces twice in a translation, 0 for any; a guard for weak models."""
    own, _ = marian(translator)
    return replace(own, search=replace(own.search, no_repeat=size))
