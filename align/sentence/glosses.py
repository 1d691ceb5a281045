"""What a lexicon says of two texts: each side's words that it knows, in the other side's words.

A view (`align.sentence.similarity`) compares lines in one language. A machine translation gives a view of every word; a lexicon
of those only that it has, so that the other side is cut down to them too. Otherwise two lines would be the less alike the fewer
of their words a lexicon has, and the weights of the aligner, which were learned on translations, would not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jjak.align.text.terms import Term, matches, spellings, terms_of

View = tuple[Sequence[str], Sequence[str]]
Entries = Sequence[tuple[Term, Term]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """name: of its file; entries: two terms each, whose sides are in one language each; which is the source's is found by
    looking."""

    name: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """What lexicons have of two texts.

    Attributes:
        sides: the words of both texts' lines.
        entries: those with both terms in the texts, the source's first.
        used: how many of each lexicon these are.
    """

    sides: tuple[Sequence[Term], Sequence[Term]]
    entries: Entries
    used: Sequence[int]

    def views(self) -> list[View]:
        """A gloss of each side, none where there is no entry. A term with several translations is glossed by those that the
        other text has."""
        return views(self.sides, self.entries, self.entries) if self.entries else []

    def corrected(self, translation: Sequence[str], other: Sequence[str], *, forward: bool) -> list[str]:
        """A translation of the source (of the target, unless `forward`), each line with what the lexicons say of those of its
        terms that it has otherwise, as `other`, the side that it is like, writes them. Lines that are empty stay so."""
        entries = self.entries if forward else [(second, first) for first, second in self.entries]
        table = _table(entries)
        written = spellings(other, frozenset(translated for _, translated in entries))
        longest = max(map(len, table), default=0)
        out = []
        for line, words, made in zip(translation, self.sides[not forward], terms_of(translation), strict=True):
            said = _runs(made)
            lacking = [table[term] for term in matches(words, table, longest) if not said.intersection(table[term])]
            out.append(" ".join([line, *(written[some[0]] for some in lacking)]) if line.strip() else line)
        return out


def _runs(words: Term) -> set[Term]:
    return {words[at : at + size] for size in range(1, 5) for at in range(len(words) - size + 1)}


def _table(entries: Entries) -> dict[Term, list[Term]]:
    table: dict[Term, list[Term]] = {}
    for term, translation in entries:
        table.setdefault(term, []).append(translation)
    return table


def glossary(source: Sequence[str], target: Sequence[str], lexicons: Iterable[Lexicon]) -> Glossary:
    """The entries of all lexicons that are in the texts, whatever the case, plural or particles of their terms."""
    sides = terms_of(source), terms_of(target)
    there: set[tuple[Term, Term]] = set()
    used = []
    for lexicon in lexicons:
        found = _found(lexicon, sides)
        used.append(len(found))
        there.update(found)
    return Glossary(sides, sorted(there), used)


def _found(lexicon: Lexicon, sides: tuple[Sequence[Term], Sequence[Term]]) -> set[tuple[Term, Term]]:
    """The entries with both terms in the texts, the source's first: of both ways to read the columns, the one with more."""
    entries = _terms(lexicon)
    ways = []
    for turned in (False, True):
        read = {(second, first) for first, second in entries} if turned else set(entries)
        present = [_present(side, {entry[at] for entry in read}) for at, side in enumerate(sides)]
        ways.append({entry for entry in read if entry[0] in present[0] and entry[1] in present[1]})
    return max(ways, key=len)


@lru_cache(maxsize=16)  # a build asks for each of its documents
def _terms(lexicon: Lexicon) -> frozenset[tuple[Term, Term]]:
    columns = [terms_of([entry[at] for entry in lexicon.entries]) for at in (0, 1)]
    return frozenset((first, second) for first, second in zip(*columns, strict=True) if first and second)


def _present(lines: Sequence[Term], terms: set[Term]) -> set[Term]:
    known, longest = frozenset(terms), max(map(len, terms), default=0)
    return {term for line in lines for term in matches(line, known, longest)}


def views(sides: tuple[Sequence[Term], Sequence[Term]], ahead: Entries, back: Entries) -> list[View]:
    """Two views: the source's words glossed by the entries `ahead`, the target's by those of `back`, the source's term first in
    both."""
    return [_glossed(*sides, ahead), _glossed(sides[1], sides[0], [(second, first) for first, second in back])[::-1]]


def _glossed(lines: Sequence[Term], others: Sequence[Term], entries: Entries) -> View:
    """The translations of each line's terms, and what there is of them in each line of the other side."""
    table = _table(entries)
    longest = max(map(len, table), default=0)
    words = {word for _, translation in entries for word in translation}
    terms = [matches(line, table, longest) for line in lines]
    gloss = [" ".join(word for term in each for translation in table[term] for word in translation) for each in terms]
    return gloss, [" ".join(word for word in line if word in words) for line in others]
