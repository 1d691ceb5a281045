"""Numbers in texts: as they are written in figures, and which of them a translation lacks, by value.

`3만`, `30,000` and `thirty thousand` are one number. What is written in figures must stand on the other side, in figures, with
units or in words; words alone are taken where they answer figures, since `one` and `한` are often no number.
"""

from __future__ import annotations

import re

from jjak.align.text.english_numbers import said_for_sure, spoken_in_english
from jjak.align.text.korean_numbers import figures_with_units, shares, spoken_in_korean
from jjak.align.text.measures import measures_in, same_size
from jjak.align.text.number_values import DECIMAL, Number, Value, clock, plain, readings, whole

__all__ = ["Number", "numbers_in", "unmatched_numbers", "values_in", "written_numbers"]

_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_HANGUL = re.compile("[가-힣]")
_LATIN = re.compile("[A-Za-z]{2}")
_POWERS = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12}
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])(?:\s?([ap])\.?m\b)?", re.IGNORECASE)
_HOUR = re.compile(r"(오전|오후|새벽|아침|저녁|밤|낮|정오)?\s?(?<!\d)(\d{1,2})\s?시(?!간)(?:\s?(\d{1,2})\s?분|\s?(반))?")
_HOUR_AP = re.compile(r"(?<![\d.,:])(\d{1,2})\s?([ap])\.?m\b", re.IGNORECASE)
_VERSION = re.compile(r"(?<![\d.])v?(\d+(?:\.\d+){2,})(?![\d.]*\d)")
_FRACTION = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?![\d/])")
_LARGE = re.compile(rf"({DECIMAL})[\s-]*(hundred thousand|hundred|thousand|million|billion|trillion)s?\b", re.IGNORECASE)
_SUFFIXED = re.compile(rf"(?<![A-Za-z\d.])({DECIMAL})\s?(k|m|mn|b|bn|tn)\b", re.IGNORECASE)
_DECADE = re.compile(r"['’]?(\d{2}|\d{4})(?:s\b|['’]s\b|\s?년대)")
_YEAR = re.compile(r"['’](\d{2})(?!\d)|(?<!\d)(\d{2})년(?!대)")
_PERCENT = re.compile(rf"({DECIMAL})\s?(?:%|％|퍼센트|프로\b|percent|per cent)")
_MEMORIAL = re.compile(r"(?<!\d)\d{1,2}[·ㆍ.]\d{1,2}(?=\s?(?:전쟁|사변|운동|항쟁|광복|테러|사태|혁명|민주))")
_NAMED = re.compile(r"(?:[A-Za-z]-?|[_&\\]|&#)$")  # before a number that is a part of a name: `utf8`, `COVID-19`
_BASE = re.compile(
    r"\s?(?:진[수법]|차\s?(?:식|방정식|함수|계산))"
)  # after one that a translation says otherwise: `16진수` is hexadecimal
_DAY = re.compile(r"\d{1,2}\s?일(?![가-힣]*(?:간|만|동안|째|전|후|뒤))")
_WEEKDAY = re.compile(r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tomorrow|tonight)", re.IGNORECASE)
_SURE = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)\b", re.IGNORECASE)
_PLAIN = re.compile(DECIMAL)
_PLACE = re.compile(r"\{\d+(?:[,:][^{}]*)?\}|%\d+\$[a-zA-Z]|%\d+(?![\d.,%])\b")
# `0715` is a time, with a zero before it or `hours` after
_MILITARY = re.compile(r"(?<![\d.,:#-])(?:(0\d)([0-5]\d)|([01]\d|2[0-3])([0-5]\d)(?=\s?(?:hours|hrs)\b))(?![\d.,:-]\d|\d)")
_POWER = "hundred thousand|hundred|thousand|million|billion|trillion"
# `150 million to 200`, `150 to 200 million`: what stands once goes for both
_RANGE_AFTER = re.compile(
    rf"{DECIMAL}[\s-]*({_POWER})\s?(?:to|and|or|[-–—])\s?[$€£₩]?({DECIMAL})(?!\s?(?:{_POWER}|%|percent))", re.IGNORECASE
)
_RANGE_BEFORE = re.compile(rf"({DECIMAL})\s?(?:to|and|or|[-–—])\s?[$€£₩]?{DECIMAL}[\s-]*({_POWER})\b", re.IGNORECASE)
_KOREAN_RANGE = re.compile(rf"({DECIMAL})\s?(?:~|∼|-|–|에서|내지)\s?{DECIMAL}([만억조])")


def written_numbers(text: str) -> list[str]:
    """The numbers of a text as they stand there, `1,234.5` with its marks, in order."""
    return _FIGURES.findall(text)


def numbers_in(text: str) -> list[Number]:
    """The numbers of a text that stand in figures, with all their readings, in order; none overlaps another."""
    found: list[Number] = []
    taken = bytearray(len(text))
    korean = bool(_HANGUL.search(text))
    stages = [
        _places,
        _clocks,
        _memorials,
        _versions,
        *((_hours, shares, _korean_ranges, figures_with_units) if korean else ()),
        _ranges,
        _large,
        _marked,
        _others,
    ]
    for stage in stages:
        for number in stage(text):
            if not any(taken[number.start : number.stop]):
                taken[number.start : number.stop] = b"\1" * (number.stop - number.start)
                found.append(number)
    return sorted(found, key=lambda number: number.start)


def values_in(text: str) -> set[Value]:
    """Every value that a text may say, in figures or in words."""
    found: set[Value] = set()
    for number in numbers_in(text):
        found |= number.values
    # `3.4.1` has no 3.4
    versions = [(number.start, number.stop) for number in [*_versions(text), *_places(text)]]
    for match in _PLAIN.finditer(text):
        if not any(start <= match.start() < stop for start, stop in versions):
            found.add(plain(match[0]))
    if _LATIN.search(text):
        found |= spoken_in_english(text)
    return found | spoken_in_korean(text) if _HANGUL.search(text) else found


def unmatched_numbers(source: str, target: str) -> tuple[list[Number], list[Number]]:
    """The numbers of each text that the other does not have by any reading."""
    if sorted(_FIGURES.findall(source)) == sorted(_FIGURES.findall(target)) and not (
        _SURE.search(source) or _SURE.search(target)
    ):
        return [], []
    return _lacking(source, target), _lacking(target, source)


def _lacking(text: str, other: str) -> list[Number]:
    sure = [number for number in [*numbers_in(text), *(said_for_sure(text) if _LATIN.search(text) else ())] if number.sure]
    if not sure:
        return []
    there = values_in(other)
    return [
        number
        for number in sure
        if (number.values.isdisjoint(there) or _rarer(number, text, other)) and not _answered(number, text, other)
    ]


def _rarer(number: Number, text: str, other: str) -> bool:
    """Whether figures of two digits or more come less often in the other text than in this, and not in words either."""
    if not _PLAIN.fullmatch(number.text):
        return False
    counts = [_FIGURES.findall(each).count(number.text) for each in (text, other)]
    if not 1 <= counts[1] < counts[0] or any(
        each.text != number.text and each.values & number.values for each in numbers_in(other)
    ):
        return False
    words = (spoken_in_english(other) if _LATIN.search(other) else set()) | (
        spoken_in_korean(other) if _HANGUL.search(other) else set()
    )
    return number.values.isdisjoint(words)


def _answered(number: Number, text: str, other: str) -> bool:
    """Whether the other text says a number otherwise: by a converted measure, or by a weekday."""
    if _DAY.match(text, number.start) and _WEEKDAY.search(other):
        return True
    mine = measures_in(text)
    if number.start not in mine:
        return False
    if any(same_size(mine[number.start], theirs) for theirs in measures_in(other).values()):
        return True
    # `36 inches (900 mm)` says one measure twice, and a translation once
    beside = [measure for start, measure in mine.items() if start != number.start and same_size(mine[number.start], measure)]
    said = {start: one for one in numbers_in(text) for start in [one.start]}
    there = values_in(other)
    return any(
        not said[start].values.isdisjoint(there) for start, measure in mine.items() if measure in beside and start in said
    )


def _number(match: re.Match[str], values: set[Value], *, sure: bool = True) -> Number:
    return Number(match[0].strip(), frozenset(values), sure, match.start(), match.end())


def _places(text: str) -> list[Number]:
    """Places that a program fills in, `{0}` and `%1$s`, are compared as they stand."""
    return [_number(match, {match[0]}) for match in _PLACE.finditer(text)]


def _clocks(text: str) -> list[Number]:
    found = [_number(match, _times(int(match[1]), int(match[2]))) for match in _CLOCK.finditer(text)]
    for match in _MILITARY.finditer(text):
        times = _times(int(match[1] or match[3]), int(match[2] or match[4]))
        found.append(_number(match, {plain(match[0]), *times}))
    return found


def _ranges(text: str) -> list[Number]:
    """The side of a range without its own `million`."""
    found = []
    for match in _RANGE_AFTER.finditer(text):
        found.append(_part(match, 2, {plain(match[2]), whole(plain(match[2]) * _power(match[1]))}))
    for match in _RANGE_BEFORE.finditer(text):
        found.append(_part(match, 1, {plain(match[1]), whole(plain(match[1]) * _power(match[2]))}))
    return found


def _korean_ranges(text: str) -> list[Number]:
    """`3~4만`: the first is 30,000 too."""
    units = {"만": 1e4, "억": 1e8, "조": 1e12}
    matches = _KOREAN_RANGE.finditer(text)
    return [_part(match, 1, {plain(match[1]), whole(plain(match[1]) * units[match[2]])}) for match in matches]


def _power(words: str) -> float:
    power = 1.0
    for word in words.lower().split():
        power *= _POWERS[word]
    return power


def _part(match: re.Match[str], group: int, values: set[Value]) -> Number:
    return Number(match[group], frozenset(values), sure=True, start=match.start(group), stop=match.end(group))


def _times(hours: int, minutes: int) -> set[Value]:
    """A time by both clocks; a full hour is its figure too."""
    both = {hours, hours + 12 if hours < 12 else hours - 12}
    times: set[Value] = {clock(each, minutes) for each in both}
    if not minutes:
        times.update(float(each) for each in both)
    return times


def _hours(text: str) -> list[Number]:
    found = []
    for match in _HOUR.finditer(text):
        minutes = 30 if match[4] else int(match[3] or 0)
        found.append(_number(match, _times(int(match[2]), minutes)))
    return found


def _memorials(text: str) -> list[Number]:
    """Days that became names, `6·25 전쟁`, which a translation calls otherwise."""
    return [_number(match, set(), sure=False) for match in _MEMORIAL.finditer(text)]


def _versions(text: str) -> list[Number]:
    """`1.2.3` is compared as it stands, but a day as three numbers."""
    found = []
    for match in _VERSION.finditer(text):
        if not re.fullmatch(r"(?:19|20)\d\d\.\d{1,2}\.\d{1,2}|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|\d{1,3}(?:\.\d{3})+", match[1]):
            found.append(_number(match, {match[1]}))
    return found


def _large(text: str) -> list[Number]:
    found = []
    for match in _LARGE.finditer(text):
        found.append(_number(match, {whole(plain(match[1]) * _power(match[2]))}))
    for match in _SUFFIXED.finditer(text):
        found.append(_number(match, {plain(match[1]), whole(plain(match[1]) * _SHORT[match[2].lower()])}))
    return found


def _marked(text: str) -> list[Number]:
    """Numbers to which what stands beside them gives another reading: decades, short years, hours, shares, percents."""
    found = []
    for match in _HOUR_AP.finditer(text):
        found.append(_number(match, _times(int(match[1]), 0)))
    for match in _DECADE.finditer(text):
        value = float(match[1])
        more = {value / 100 + 1} if value % 100 == 0 and value > 100 else {value % 100, 1900 + value, 2000 + value}
        found.append(_number(match, {value, *map(whole, more)}))
    for match in _YEAR.finditer(text):
        value = float(match[1] or match[2])
        found.append(_number(match, {value, 1900 + value, 2000 + value}))
    for match in _FRACTION.finditer(text):
        if float(match[2]):
            found.append(_number(match, {whole(float(match[1]) / float(match[2])), float(match[1]), float(match[2])}))
    for match in _PERCENT.finditer(text):
        found.append(_number(match, {plain(match[1]), whole(plain(match[1]) / 100)}))
    return found


def _others(text: str) -> list[Number]:
    found = []
    for match in _PLAIN.finditer(text):
        # one that is a part of a name (`utf8`, `x86_64`) may be left out
        named = _NAMED.search(text, 0, match.start()) or _BASE.match(text, match.end())
        found.append(_number(match, readings(match[0]), sure=not named))
    return found
