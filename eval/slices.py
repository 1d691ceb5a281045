"""Where systems are weak: scores over kinds of sentences, and how many of some kinds of words they get right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from jjak.align.text.morphemes import proper_nouns
from jjak.align.text.number_values import Number, Value
from jjak.align.text.numbers import numbers_in, values_in
from jjak.eval.metrics import tokenizer_of
from jjak.eval.mt_evaluation import Evaluation, TestSet
from jjak.eval.tokens import bleu_words
from jjak.eval.unit_intervals import Spread, spreads_of
from jjak.seeds.message import Message, counted, message

LENGTHS = (10, 20, 30, 40)  # words of the reference at most, in each slice but the last
FREQUENCIES = ((0, 0), (1, 1), (2, 5), (6, 20), (21, 100), (101, None))  # times in the training text
RARE = 5
SAMPLES = 400  # resamples of a slice: there are many, and their ends are shown to a tenth
WITH_NUMBERS, WITH_NAMES, WITHOUT = message("with numbers"), message("with names", context="proper"), message("without")
WITH_UNKNOWN, WITH_RARE = message("with unknown words"), message("with rare words")
_CAPITAL = re.compile(r"(?<=[\w,;:)’'\"] )[A-Z][\w’'-]+")  # not at the beginning of a sentence
_LATIN_NAME = re.compile(r"(?<![\w.])[A-Z][A-Za-z]*(?:[ -][A-Z][A-Za-z]+)*(?![A-Za-z.]\w)")  # among letters of another script
# languages in which `2,5` is two and a half and `1.234` a thousand and more (CLDR)
_COMMAS = "be bg ca cs da de el es et fi fr hr hu id is it kk lt lv mk nb nl nn no pl pt ro ru sk sl sq sr sv tr uk vi"
DECIMAL_COMMAS = frozenset(_COMMAS.split())
_FIGURES, _EXCHANGED = re.compile(r"\d[\d.,]*\d"), str.maketrans(".,", ",.")
_WORD = re.compile(r"[\w’'-]+")
NOUNS_IN_CAPITALS = frozenset({"de", "lb", "nds", "gsw"})  # languages that write every noun so


@dataclass(frozen=True, slots=True)
class Slice:
    """Sentences that have something in common.

    Attributes:
        family: By what they are told apart.
        name: What they have in common, as figures have it.
        places: Which they are.
        title: The name, for a person.
    """

    family: str
    name: str
    places: Sequence[int]
    title: str | Message = ""


@dataclass(frozen=True, slots=True)
class WordClass:
    """Words of the references of one class.

    Attributes:
        name: Which class, as figures have it.
        wanted: How many words the references have.
        found: By system, how many of them its output has in the same sentence.
        offered: By system, how many words of the class its output has, or None where that says nothing.
        title: The name, for a person.
        right: By system, how many of those the reference has, where that is another number than `found`.
    """

    name: str
    wanted: int
    found: Mapping[str, int]
    offered: Mapping[str, int] | None = None
    title: str | Message = ""
    right: Mapping[str, int] | None = None

    def recall(self, system: str) -> float:
        return 100 * self.found[system] / self.wanted if self.wanted else 0.0

    def precision(self, system: str) -> float | None:
        if self.offered is None:
            return None
        right = (self.right or self.found)[system]
        return 100 * right / self.offered[system] if self.offered[system] else 0.0


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a test set. names: of each reference."""

    references: list[list[str]]
    systems: Mapping[str, list[list[str]]]
    names: list[list[str]]
    frequency: Mapping[str, int] | None


def words_of(test: TestSet, tokenizer: str = "") -> Words:
    """Cut as BLEU does, so that a word here is a word there."""
    cut = tokenizer or tokenizer_of(test.target_lang)
    systems = {name: bleu_words(texts, cut) for name, texts in test.systems.items()}
    frequency = Counter(word for line in bleu_words(test.training, cut) for word in line) if test.training else None
    names = names_of(test.references, test.target_lang, test.sources)
    return Words(bleu_words(test.references, cut), systems, names, frequency)


def names_of(texts: Sequence[str], lang: str, sources: Sequence[str] = ()) -> list[list[str]]:
    """The proper names in each text.

    In Korean what the analyser tags so, and words in Latin letters that begin with a capital; where nouns are written with
    capitals, the capitalised words that the source has too; elsewhere those at which no sentence begins.
    """
    if lang == "ko":
        latin = ([*_LATIN_NAME.findall(text)] for text in texts)
        return [[*korean, *others] for korean, others in zip(proper_nouns(texts), latin, strict=True)]
    found = [_CAPITAL.findall(text) for text in texts]
    if lang.split("-")[0] not in NOUNS_IN_CAPITALS:
        return found
    known = [set(_WORD.findall(source)) for source in sources] or [set()] * len(texts)
    return [[name for name in names if name in words] for names, words in zip(found, known, strict=True)]


@dataclass(frozen=True, slots=True)
class _Counted:
    """The numbers of a text by value. numbers: those in figures, each with its readings; values: all that are said, in words
    too."""

    numbers: list[Number]
    values: set[Value]

    @classmethod
    def of(cls, text: str, language: str) -> _Counted:
        if language.split("-")[0] in DECIMAL_COMMAS:
            text = _FIGURES.sub(lambda found: found[0].translate(_EXCHANGED), text)
        return cls(numbers_in(text), values_in(text))

    def found_in(self, other: _Counted) -> int:
        return sum(bool(number.values & other.values) for number in self.numbers)


def slices_of(test: TestSet, words: Words) -> list[Slice]:
    """The slices that hold sentences, family by family."""
    found = list(_by("length", map(_length, words.references)))
    if test.kinds:
        found += _by("kind", test.kinds)
    if test.documents:
        found += _by("document", test.documents)
    found += _by("numbers", [WITH_NUMBERS if numbers_in(text) else WITHOUT for text in test.references])
    found += _by("names", [WITH_NAMES if names else WITHOUT for names in words.names])
    if words.frequency is not None:
        frequency = words.frequency
        found += _by("unknown words", [_rarest(line, frequency, 0, WITH_UNKNOWN) for line in words.references])
        found += _by("rare words", [_rarest(line, frequency, RARE, WITH_RARE) for line in words.references])
    return found


def _length(words: Sequence[str]) -> Message:
    low = 0
    for high in LENGTHS:
        if len(words) <= high:
            return message("{low}–{high} words", low=low + 1, high=high)
        low = high
    return message("over {low} words", low=low)


def _rarest(words: Sequence[str], frequency: Mapping[str, int], most: int, name: Message) -> Message:
    return name if any(frequency.get(word, 0) <= most for word in words if word.isalpha()) else WITHOUT


def _by(family: str, titles: Iterable[str | Message]) -> list[Slice]:
    places: dict[str, list[int]] = {}
    shown: dict[str, str | Message] = {}
    for at, title in enumerate(titles):
        places.setdefault(str(title), []).append(at)
        shown.setdefault(str(title), title)
    order = sorted(places, key=_natural) if family != "document" else list(places)
    return [Slice(family, name, places[name], shown[name]) for name in order]


def _natural(name: str) -> tuple[bool, int, str]:
    match = re.search(r"\d+", name)
    return name.startswith("over"), int(match.group()) if match else 0, name


def sliced(evaluation: Evaluation, slices: Sequence[Slice], metric: str) -> list[dict[str, float]]:
    """For each slice the score by system over its sentences alone."""
    chosen = next(m for m in evaluation.metrics if m.name == metric)
    return [{name: evaluation.part(chosen, name, part.places) for name in evaluation.systems} for part in slices]


def spreads_of_slices(evaluation: Evaluation, slices: Sequence[Slice], metric: str) -> list[dict[str, Spread | None]]:
    """For each slice the 95% interval by system, by document where documents are known; None where it has one alone."""
    chosen = next(m for m in evaluation.metrics if m.name == metric)
    rows = {name: evaluation.rows[name][metric] for name in evaluation.systems}
    documents, draws = evaluation.test.documents, evaluation.draws
    found = []
    for part in slices:
        places = list(part.places)
        own = [documents[at] for at in places] if documents else []
        inside = {name: each[places] for name, each in rows.items()}
        found.append(spreads_of(inside, own, chosen.quick_scores, min(draws.samples, SAMPLES), draws.seed))
    return found


def classes_of(test: TestSet, words: Words) -> list[WordClass]:
    """Numbers, names, and words by how often the training text has them."""
    found = [_numbers(test)]
    wanted = sum(map(len, words.names))
    inside = {
        name: sum(_times(names, text) for names, text in zip(words.names, texts, strict=True))
        for name, texts in test.systems.items()
    }
    found.append(WordClass("names", wanted, inside, title=message("names", context="proper")))
    frequency = words.frequency
    for low, high in FREQUENCIES if frequency is not None else ():
        keep = _within(frequency or {}, low, high)
        by_frequency = _class_of(
            _range(low, high),
            [[word for word in line if keep(word)] for line in words.references],
            lambda name, keep=keep: [[word for word in line if keep(word)] for line in words.systems[name]],  # type: ignore[misc]
            test,
        )
        found.append(replace(by_frequency, title=_range_title(low, high)))
    return [each for each in found if each.wanted]


def _numbers(test: TestSet) -> WordClass:
    """Numbers by value: `2,5` is 2.5 in German, `Twenty-eight` is 28, `3만` is 30,000."""
    references = [_Counted.of(text, test.target_lang) for text in test.references]
    found, offered, right = {}, {}, {}
    for system, texts in test.systems.items():
        outputs = [_Counted.of(text, test.target_lang) for text in texts]
        pairs = list(zip(references, outputs, strict=True))
        found[system] = sum(reference.found_in(output) for reference, output in pairs)
        right[system] = sum(output.found_in(reference) for reference, output in pairs)
        offered[system] = sum(len(output.numbers) for output in outputs)
    wanted = sum(len(each.numbers) for each in references)
    return WordClass("numbers", wanted, found, offered, message("numbers"), right)


def _within(frequency: Mapping[str, int], low: int, high: int | None) -> Callable[[str], bool]:
    def keep(word: str) -> bool:
        return word.isalpha() and low <= frequency.get(word, 0) <= (high if high is not None else frequency.get(word, 0))

    return keep


def _range(low: int, high: int | None) -> str:
    if high == 0:
        return "words not in the training text"
    if high is None:
        return f"words over {low - 1} times in it"
    return f"words {low} times in it" if low == high else f"words {low}–{high} times in it"


def _range_title(low: int, high: int | None) -> Message:
    if high == 0:
        return message("words not in the training text")
    if high is None:
        return message("words that are in it more than {low} times", low=low - 1)
    if low == high:
        return counted("words that are in it once", "words that are in it {count:,} times", low)
    return message("words that are in it {low}–{high} times", low=low, high=high)


def _class_of(name: str, references: list[list[str]], words_in: Callable[[str], list[list[str]]], test: TestSet) -> WordClass:
    found, offered = {}, {}
    for system in test.systems:
        output = words_in(system)
        both = (Counter(a) & Counter(b) for a, b in zip(references, output, strict=True))
        found[system] = sum(sum(each.values()) for each in both)
        offered[system] = sum(map(len, output))
    return WordClass(name, sum(map(len, references)), found, offered)


def _times(names: Sequence[str], text: str) -> int:
    """How many of `names` are in `text`, each as often as it is there at most; Korean particles follow a name at once."""
    return sum(min(count, text.count(name)) for name, count in Counter(names).items())
