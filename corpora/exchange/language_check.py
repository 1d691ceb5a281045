"""Whether the texts of an import are in the languages that they are called, and whether sides are swapped.

A file is judged by its first some thousand rows: where most of them say that source and target are swapped, all are turned;
where neither is clear, it is refused. A single row whose text is plainly in another language is marked, and never passes as
what it is not. Languages of two scripts are told apart by their letters; those of one script by an identifier, which is not
asked for a verdict on a short row: such a row only votes on its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain

from jjak.align.text.language_identifier import among_wanted, told_apart
from jjak.align.text.languages import letters_of, scripts_in
from jjak.corpora.formats import Entry, Note, Refused
from jjak.corpora.pair import LANGUAGE, Markup
from jjak.seeds.message import Message, counted

SAMPLE = 5_000  # rows by which a file is judged
CLEAR = 2 / 3  # of the rows that say anything: from here on a file is swapped, and below the rest of it, it is not
PLAIN = 1.5  # times as much of another script as of the language's own
WORDS = 3  # in lower case, in Latin letters: a sentence, and no name or code that another script would keep
LONG = 8  # words of a row that an identifier may mark by itself
SURE = 0.99  # of two languages, from here on a long row is in the other
LIKELY = 0.75  # and from here on, of both sides, a row votes
VOTES = 2_000  # are enough
FEW = 3  # rows that must vote before a file of one script is judged, where none of them is long
# written in Latin letters, each of them for certain; of a language that is neither here nor of another script nothing is said
_LATIN = frozenset(
    """af ca cs cy da de en eo es et eu fi fil fr ga gl hr hu id is it la lt lv ms mt nb nl nn no pl pt ro sk sl sq sv sw tl tr
    vi""".split()  # noqa: SIM905
)
_WORD = re.compile(r"[^\W\d_]+")
_LOWER = re.compile(r"(?<!\S)[a-z][a-z']*(?=[\s.,;:!?]|$)")


@lru_cache(maxsize=100)
def _own(language: str) -> re.Pattern[str] | None:
    """A letter of a language; None of one whose script is not known."""
    base = language.lower().split("-")[0]
    letters = re.compile(letters_of(base))
    return letters if base in _LATIN or not letters.match("a") else None


@lru_cache(maxsize=100)
def _foreign(language: str) -> re.Pattern[str]:
    """Letters that a text of a language in another script than Latin does not have: neither its own, nor Latin, nor Han."""
    own = letters_of(language.lower().split("-")[0])
    return re.compile(rf"(?!{own})(?=[^\x00-\u024f\u3400-\u9fff\uf900-\ufaff\u2000-\u303f\uff00-\uff65])[^\W\d_]")


def contradicts(text: str, language: str) -> bool:
    """Whether a text is plainly not in this language, by its letters."""
    own = _own(language)
    if own is None:
        return False
    if own.match("a"):
        return not text.isascii() and _in_another_script(text, language)
    if own.search(text):
        return bool(_foreign(language).search(text)) and _in_another_script(text, language)
    return len(_LOWER.findall(text)) >= WORDS if text.isascii() else _in_another_script(text, language)


def _in_another_script(text: str, language: str) -> bool:
    base = language.lower().split("-")[0]
    own = _own(base)
    weights = scripts_in(text)
    if base == "ko":
        weights.pop("han", None)  # Korean is written with Chinese characters too
    mine = sum(weight for script, weight in weights.items() if own and own.match(_EXAMPLES[script]))
    others = {script: weight for script, weight in weights.items() if own and not own.match(_EXAMPLES[script])}
    if base == "zh" and others.get("kana", 0.0) >= mine / 3 > 0:
        return True  # Japanese has as many characters of Chinese as this
    latin = others.pop("latin", 0.0)
    if not mine and latin and not others:
        return len(_LOWER.findall(text)) >= WORDS
    return max(others.values(), default=0.0) > PLAIN * mine


_EXAMPLES = {
    "hangul": "가",
    "kana": "か",
    "han": "木",
    "latin": "a",
    "cyrillic": "я",
    "greek": "λ",
    "arabic": "ع",
    "hebrew": "ש",
    "devanagari": "क",
    "thai": "ก",
}


def language_flags(flags: Sequence[str], source: tuple[str, str], target: tuple[str, str]) -> list[str]:
    """The flags of a pair whose texts are called otherwise now: marked where one contradicts, and not marked elsewhere."""
    kept = [flag for flag in flags if flag != LANGUAGE]
    return [*kept, LANGUAGE] if _denied(source, target) else kept


def _denied(source: tuple[str, str], target: tuple[str, str]) -> bool:
    """Whether one of two texts, each after its language, is plainly in another."""
    (a, first), (b, second) = source, target
    if _by_identifier(a, b):
        return _is_in_other(first, a, b) or _is_in_other(second, b, a)
    return contradicts(first, a) or contradicts(second, b)


@lru_cache(maxsize=100)
def _by_identifier(a: str, b: str) -> bool:
    """Whether two languages have the same letters, and an identifier tells them apart."""
    return _own(a) is not None and _own(b) is not None and _own(a) == _own(b) and told_apart((a, b))


def _is_in_other(text: str, language: str, other: str) -> bool:
    """Whether a text that is called the one is not, by its letters or, where it is long, by the identifier."""
    if contradicts(text, language):
        return True
    if len(_WORD.findall(text)) < LONG:
        return False
    found, sure = among_wanted(text, (language, other))
    return found == other and sure >= SURE


@dataclass(slots=True)
class LanguageJudge:
    """What the rows of one file say of their languages.

    Attributes:
        languages: the two that are wanted, in the order in which a person gave them.
        given: whether a person gave them: the direction is then theirs.
        rows: how many were looked at.
        swapped: how many of them are in each other's language.
        marked: how many were marked.
        turned: whether the file is turned.
    """

    languages: tuple[str, str]
    given: bool = False
    rows: int = 0
    swapped: int = 0
    marked: int = 0
    turned: bool = False
    _votes: list[bool] = field(default_factory=list)
    _mixed: bool = False

    def judged(self, entries: Iterator[Entry | Note | Refused]) -> Iterator[Entry | Note | Refused]:
        """The same entries, each text under its own language, or the reason why the file is not taken."""
        first: list[Entry | Note | Refused] = []
        long = False
        for entry in entries:
            first.append(entry)
            if len(self._votes) < VOTES and isinstance(entry, Entry) and (vote := _vote(entry)) is not None:
                self._votes.append(vote)
                long = long or not _by_identifier(entry.source[0], entry.target[0]) or _is_long(entry)
            if len(first) >= SAMPLE:
                break
        if not long and len(self._votes) < FEW:
            self._votes.clear()
        against = sum(self._votes)
        share = against / len(self._votes) if self._votes else 0.0
        self.turned = share >= CLEAR
        self._mixed = 1 - CLEAR < share < CLEAR
        if self._mixed and not self.given:
            yield from (entry for entry in first if isinstance(entry, Note))
            yield Refused(0, str(_unclear(against, len(self._votes), *self.languages)))
            return
        for entry in chain(first, entries):
            yield self._marked(entry) if isinstance(entry, Entry) else entry

    def _marked(self, entry: Entry) -> Entry:
        self.rows += 1
        # in a file that is swapped in part a short row is judged too
        wrong = _wrong(entry) or (self._mixed and _vote(entry) is True)
        if wrong or self.turned:
            self.swapped += _vote(entry) is True
        if self.turned:
            entry = _turned(entry, self.languages) if self.given else relabelled(entry)
            wrong = _wrong(entry)
        if not wrong:
            return entry
        self.marked += 1
        return replace(entry, flags=(*entry.flags, LANGUAGE))

    def notes(self) -> Iterator[Message]:
        """What a person is to know of it."""
        if self.turned:
            yield counted(
                "source and target are swapped in {swapped:,} of {count} row; turned",
                "source and target are swapped in {swapped:,} of {count:,} rows; turned",
                self.rows,
                swapped=self.swapped,
            )
        if self.marked:
            yield counted(
                "{count} row is not in the languages that it is called; it is marked and left out of pairs",
                "{count:,} rows are not in the languages that they are called; they are marked and left out of pairs",
                self.marked,
            )


def _unclear(against: int, total: int, first: str, second: str) -> Message:
    return counted(
        "source and target are swapped in {against:,} of {count} row, which is neither; "
        "--languages {first},{second} takes the file as it is and marks those rows",
        "source and target are swapped in {against:,} of {count:,} rows, which is neither all nor a few; "
        "--languages {first},{second} takes the file as it is and marks those rows",
        total,
        against=against,
        first=first,
        second=second,
    )


def _vote(entry: Entry) -> bool | None:
    """Whether a row says that the file is swapped; None where it says nothing."""
    (a, source), (b, target) = entry.source, entry.target
    if _by_identifier(a, b):
        found = [among_wanted(text, (a, b)) for text in (source, target) if _WORD.search(text)]
        if len(found) < 2 or found[0][0] == found[1][0] or min(sure for _, sure in found) < LIKELY:
            return None
        return found[0][0] == b
    right, turned = not _wrong(entry), not _wrong(relabelled(entry))
    return None if right == turned else turned


def _wrong(entry: Entry) -> bool:
    return _denied(entry.source, entry.target)


def _is_long(entry: Entry) -> bool:
    return all(len(_WORD.findall(text)) >= LONG for _, text in (entry.source, entry.target))


def relabelled(entry: Entry) -> Entry:
    """Each text under the other's language: the source stays the source."""
    (a, source), (b, target) = entry.source, entry.target
    return replace(entry, source=(b, source), target=(a, target))


def _turned(entry: Entry, languages: tuple[str, str]) -> Entry:
    """Each text under the other's language, in the direction that a person gave."""
    made = relabelled(entry)
    if made.source[0] == languages[0]:
        return made
    markup = entry.markup and Markup(entry.markup.form, entry.markup.target, entry.markup.source)
    return replace(made, source=made.target, target=made.source, markup=markup)
