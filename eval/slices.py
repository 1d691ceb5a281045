"""Where systems are weak: scores over kinds of sentences, and how many of some kinds of words they get right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from jjak.align.text.morphemes import proper_nouns
from jjak.align.text.numbers import written_numbers
from jjak.eval.metrics import tokenizer_of
from jjak.eval.mt_evaluation import Evaluation, TestSet
from jjak.eval.tokens import bleu_words
from jjak.seeds.message import Message, counted, message

LENGTHS = (10, 20, 30, 40)  # words of the reference at most, in each slice but the last
FREQUENCIES = ((0, 0), (1, 1), (2, 5), (6, 20), (21, 100), (101, None))  # times in the training text
RARE = 5
WITH_NUMBERS, WITH_NAMES, WITHOUT = message("with numbers"), message("with names", context="proper"), message("without")
WITH_UNKNOWN, WITH_RARE = message("with unknown words"), message("with rare words")
_CAPITAL = re.compile(r"(?<=[\w,;:)’'\"] )[A-Z][\w’'-]+")  # not at the beginning of a sentence


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
    """

    name: str
    wanted: int
    found: Mapping[str, int]
    offered: Mapping[str, int] | None = None
    title: str | Message = ""

    def recall(self, system: str) -> float:
        return 100 * self.found[system] / self.wanted if self.wanted else 0.0

    def precision(self, system: str) -> float | None:
        if self.offered is None:
            return None
        return 100 * self.found[system] / self.offered[system] if self.offered[system] else 0.0


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
    return Words(bleu_words(test.references, cut), systems, names_of(test.references, test.target_lang), frequency)


def names_of(texts: Sequence[str], lang: str) -> list[list[str]]:
    """The proper names in each text: in Korean what the analyser tags so, elsewhere words that begin with a capital though
    no sentence begins there."""
    if lang != "ko":
        return [_CAPITAL.findall(text) for text in texts]
    return list(proper_nouns(texts))


def numbers_of(text: str) -> list[str]:
    """The figures of a text, without marks between thousands."""
    return [number.replace(",", "") for number in written_numbers(text)]


def slices_of(test: TestSet, words: Words) -> list[Slice]:
    """The slices that hold sentences, family by family."""
    found = list(_by("length", map(_length, words.references)))
    if test.kinds:
        found += _by("kind", test.kinds)
    if test.documents:
        found += _by("document", test.documents)
    found += _by("numbers", [WITH_NUMBERS if numbers_of(text) else WITHOUT for text in test.references])
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


def classes_of(test: TestSet, words: Words) -> list[WordClass]:
    """Numbers, names, and words by how often the training text has them."""
    numbers = _class_of("numbers", [numbers_of(text) for text in test.references], lambda name: _numbers(test, name), test)
    found = [replace(numbers, title=message("numbers"))]
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


def _numbers(test: TestSet, system: str) -> list[list[str]]:
    return [numbers_of(text) for text in test.systems[system]]


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
