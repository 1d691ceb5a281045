"""Numbers that an English text says in words: `thirty thousand`, `a fifth`, `second`, `November`, `a dozen`."""

from __future__ import annotations

import re

from jjak.align.text.number_values import Number, Value, whole

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_POWERS = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENTHS = ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"]
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]
# what says a number without being one
_SAID: dict[str, tuple[float, ...]] = {
    "a": (1,),
    "an": (1,),
    "another": (1, 2),
    "single": (1,),
    "once": (1,),
    "alone": (1,),
    "only": (1,),
    "sole": (1,),
    "initial": (1,),
    "last": (1,),
    "each": (1,),
    "per": (1,),
    "every": (1,),
    "annual": (1,),
    "annually": (1,),
    "daily": (1,),
    "both": (2,),
    "pair": (2,),
    "pairs": (2,),
    "couple": (2,),
    "twice": (2,),
    "double": (2,),
    "doubled": (2,),
    "doubling": (2,),
    "doubles": (2,),
    "twin": (2,),
    "twins": (2,),
    "two-thirds": (2, 3),
    "dual": (2,),
    "either": (2,),
    "biennial": (2,),
    "bilateral": (2,),
    "secondary": (2,),
    "secondly": (2,),
    "binary": (2,),
    "square": (2,),
    "fortnight": (2, 14),
    "triple": (3,),
    "triples": (3,),
    "tripled": (3,),
    "thrice": (3,),
    "trilateral": (3,),
    "tertiary": (3,),
    "cubic": (3,),
    "trio": (3,),
    "quadruple": (4,),
    "quadrupled": (4,),
    "quarterly": (4,),
    "dozen": (12,),
    "dozens": (12,),
    "decade": (10,),
    "decades": (10,),
    "score": (20,),
    "century": (100,),
    "centuries": (100,),
    "centennial": (100,),
    "centenary": (100,),
    "millennium": (1000,),
    "midnight": (0, 12, 24),
    "noon": (12,),
    "midday": (12,),
    "week": (7, 1),
    "half": (0.5, 2, 50),
    "halves": (0.5, 2),
    "quarter": (0.25, 4, 15),
    "quarters": (0.25, 4),
    "none": (0,),
    "nil": (0,),
    "no": (0,),
    "teens": (10,),
    "teen": (10,),
    "teenage": (10,),
    "teenager": (10,),
    "teenagers": (10,),
    "primary": (1,),
    "premier": (1,),
    "firstly": (1,),
    "one's": (1,),
    "solo": (1,),
    "all-time": (1,),
}
_FOLD = ("onefold", "twofold", "threefold", "fourfold", "fivefold", "sixfold", "sevenfold", "eightfold", "ninefold", "tenfold")
_UNITS = {name: float(at) for at, name in enumerate(_SMALL)}
_ROUND = {name: 10.0 * at for at, name in enumerate(_TENS, 2)}
_PLACES = {name: float(at) for at, name in enumerate(_ORDINALS, 1)} | {name: 10.0 * at for at, name in enumerate(_TENTHS, 2)}
_PLACES |= {f"{name[:-1]}ieths": 10.0 * at for at, name in enumerate(_TENS, 2)} | {"hundredth": 100.0, "thousandth": 1e3}
_DECADES = {f"{name[:-1]}ies": 10.0 * at for at, name in enumerate(_TENS, 2)}
_FOLD_OF = re.compile(r"\b([a-z]+(?:[ -][a-z]+)?|\d+)[ -](decades?|centuries|dozen)\b", re.IGNORECASE)
_EACH = {"decade": 10.0, "decades": 10.0, "centuries": 100.0, "dozen": 12.0}
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_CARDINAL_WORDS = "|".join([*reversed(_SMALL), *_TENS])
_MORE = rf"(?:[ -](?:and )?(?:{_CARDINAL_WORDS}|{'|'.join(_POWERS)}))*"
# `two decades` and what is a part of a name (`Two's`, `one-off`) are not for sure
_CARDINAL = re.compile(rf"\b(?<![-/])(?:{_CARDINAL_WORDS}){_MORE}\b(?![-'’]|\.\w| (?:decades?|centuries|dozen))", re.IGNORECASE)
# `first` and `second` are often no number, and `a third` is a share
_ORDINAL = re.compile(rf"\b(?<![-/])(?:{'|'.join(_ORDINALS[3:])}|{'|'.join(_TENTHS)})\b(?![-'’])", re.IGNORECASE)
_ROMAN = re.compile(r"\b(?:[IVX]{2,}|(?<=[a-z] )[IVX])\b")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


def spoken_in_english(text: str) -> set[Value]:
    """The values that an English text says in words, by every reading of them: `two hundred and five` is 205, 200, 5 and 2."""
    found: set[Value] = {float(_roman(match)) for match in _ROMAN.findall(text)}
    found |= _multiples(text)
    run: list[str] = []
    for word in [*_WORD.findall(text.lower()), ""]:
        if word in _UNITS or word in _ROUND or word in _POWERS or word in _PLACES or (word == "and" and run):
            run.append(word)
            continue
        if run:
            found |= _run(run)
            run = []
        found |= _single(word)
    return found


def said_for_sure(text: str) -> list[Number]:
    """The numbers in words that a translation must have too: cardinals from two on."""
    found = []
    for match in _CARDINAL.finditer(text):
        words = [word for word in _WORD.findall(match[0].lower()) if word != "and"]
        values = _together(words)
        if max(float(value) for value in values) >= 2:
            found.append(Number(match[0], frozenset(values), sure=True, start=match.start(), stop=match.end()))
    for match in _ORDINAL.finditer(text):
        value = _PLACES[match[0].lower()]
        values = {value, whole(1 / value)}
        found.append(Number(match[0], frozenset(values), sure=True, start=match.start(), stop=match.end()))
    return found


def _multiples(text: str) -> set[Value]:
    """`two decades` are 20 years."""
    found: set[Value] = set()
    for many, unit in _FOLD_OF.findall(text):
        words = many.lower().replace("-", " ").split()
        counts = {float(many)} if many.isdigit() else {_UNITS[word] for word in words if word in _UNITS}
        found |= {count * _EACH[unit.lower()] for count in counts}
    return found


def _single(word: str) -> set[Value]:
    if word in _SAID:
        return set(_SAID[word])
    if word in _MONTHS:
        return {float(_MONTHS.index(word) % 12 + 1 if _MONTHS.index(word) < 24 else 9)}
    if word == "sept":
        return {9.0}
    if word in _DECADES:
        return {_DECADES[word], 1900 + _DECADES[word], 2000 + _DECADES[word]}
    if word.endswith("s"):
        # fifths, thousands, ones
        name = word[:-1]
        value = {**_UNITS, **_POWERS}.get(name)
        if value is not None:
            return {value}
        return {_PLACES[name], whole(1 / _PLACES[name])} if name in _PLACES else set()
    if word == "hundredfold":
        return {100.0}
    if word in _FOLD:
        return {float(_FOLD.index(word) + 1)}
    return set()


def _run(words: list[str]) -> set[Value]:
    """Of neighbouring words that are numbers: what they are together, and each alone."""
    found: set[Value] = set()
    for word in words:
        for table in (_UNITS, _ROUND, _POWERS):
            if word in table:
                found.add(table[word])
        if word in _PLACES:
            found |= {_PLACES[word], whole(1 / _PLACES[word])}
    for start in range(len(words)):
        for stop in range(start + 1, min(len(words), start + 12) + 1):
            found |= _together(words[start:stop])
    return found


def _together(words: list[str]) -> set[Value]:
    total = part = 0.0
    for at, word in enumerate(words):
        if word in _UNITS or word in _ROUND:
            part += _UNITS.get(word, _ROUND.get(word, 0.0))
        elif word == "hundred":
            part = (part or 1.0) * 100
        elif word in _POWERS:
            total, part = total + (part or 1.0) * _POWERS[word], 0.0
        elif word in _PLACES:
            if at + 1 < len(words):
                return set()
            # two fifths; twenty-first
            return {whole((total + part) / _PLACES[word]), total + part + _PLACES[word]} if total + part else {_PLACES[word]}
    found: set[Value] = {total + part}
    # nineteen eighty-four
    if len(words) >= 2 and words[0] in _UNITS and _UNITS[words[0]] >= 10 and words[1] in _ROUND:
        found.add(_UNITS[words[0]] * 100 + sum(_ROUND.get(word, _UNITS.get(word, 0.0)) for word in words[1:]))
    return found


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(-one if at + 1 < len(values) and values[at + 1] > one else one for at, one in enumerate(values))
