"""The stems of a text's words, so that a word is found whatever particles or endings it has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jjak.align.text.morphemes import morphemes
from jjak.align.text.normalization import search_form
from jjak.seeds.document import Folded, Span, fold

LONGEST = 20_000  # characters of a text beyond which only its beginning is analysed
# Sejong tags of morphemes that mean something by themselves: nouns, verbs, adjectives, adverbs, roots, foreign words, numbers
_CONTENT = ("NN", "NP", "NR", "VV", "VA", "MA", "MM", "XR", "SL", "SH", "SN", "W_")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Stem:
    """text: as it is compared; start, stop: where the word stands in the text, in code points."""

    text: str
    start: int
    stop: int


def stems_of(texts: Sequence[str], lang: str) -> Iterator[list[Stem]]:
    """The stems of each text, in order, in whatever normal form it is."""
    cut = [text[:LONGEST] for text in texts]
    odd = {at for at, text in enumerate(cut) if not unicodedata.is_normalized("NFC", text)}
    if not odd:
        yield from _stems(cut, lang)
        return
    folded = {at: fold(cut[at], Span(0, len(cut[at])), references=False) for at in odd}
    plain = [folded[at].text if at in odd else text for at, text in enumerate(cut)]
    for at, stems in enumerate(_stems(plain, lang)):
        yield [_placed(stem, folded[at]) for stem in stems] if at in odd else stems


def _placed(stem: Stem, folded: Folded) -> Stem:
    return Stem(stem.text, folded.origin[stem.start].start, folded.origin[stem.stop - 1].stop)


def _stems(cut: Sequence[str], lang: str) -> Iterator[list[Stem]]:
    if lang != "ko":
        yield from (list(_words(text)) for text in cut)
        return
    for found in morphemes(cut):
        yield [Stem(search_form(form), start, start + length) for form, tag, start, length in found if tag.startswith(_CONTENT)]


def _words(text: str) -> Iterator[Stem]:
    for match in _WORD.finditer(text):
        yield Stem(_plain(match[0].casefold()), match.start(), match.end())


def _plain(word: str) -> str:
    """A word without the ending of a plural; what it is cut to need not be a word, only the same for both."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
