"""Numbers in texts: as they are written in figures, and by the value that figures and units name together."""

from __future__ import annotations

import re

_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_DECIMAL = r"\d[\d,]*(?:\.\d+)?"
_NUMBER = re.compile(_DECIMAL)
_KOREAN = re.compile(rf"((?:{_DECIMAL}\s*[천백십]?\s*[조억만천]\s*)+)({_DECIMAL})?")
_KOREAN_PART = re.compile(rf"({_DECIMAL})|([십백천만억조])")
_ENGLISH = re.compile(rf"({_DECIMAL})[\s-]*(thousand|million|billion|trillion)", re.IGNORECASE)
_UNITS = {"십": 10.0, "백": 100.0, "천": 1e3, "만": 1e4, "억": 1e8, "조": 1e12}
_POWERS = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = re.compile(r"\b(" + "|".join(_MONTHS) + r")[a-z]*\b", re.IGNORECASE)
_SPOKEN = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_SPOKEN_NUMBER = re.compile(r"\b(" + "|".join(_SPOKEN) + r")\b", re.IGNORECASE)


def written_numbers(text: str) -> list[str]:
    """The numbers of a text as they stand there, `1,234.5` with its marks, in order."""
    return _FIGURES.findall(text)


def number_values(text: str) -> set[float]:
    """The values that a text names in figures, `3만` and `1.5 million` among them."""
    found: set[float] = set()

    def korean(match: re.Match[str]) -> str:
        found.add(_korean_value(match[1]) + (_value(match[2]) if match[2] else 0.0))
        return " "

    def english(match: re.Match[str]) -> str:
        found.add(_value(match[1]) * _POWERS[match[2].lower()])
        return " "

    rest = _ENGLISH.sub(english, _KOREAN.sub(korean, text))
    return found | {_value(match) for match in _NUMBER.findall(rest)}


def spoken_values(text: str) -> set[float]:
    """The values that an English text says in words: months, as 1 to 12, and the numbers up to twelve."""
    months = {float(_MONTHS.index(found.lower()) + 1) for found in _MONTH.findall(text)}
    return months | {float(_SPOKEN.index(found.lower()) + 1) for found in _SPOKEN_NUMBER.findall(text)}


def _korean_value(text: str) -> float:
    total = part = 0.0
    for figure, unit in _KOREAN_PART.findall(text):
        if figure:
            part += _value(figure)
        elif unit in "십백천":
            part = (part or 1.0) * _UNITS[unit]
        else:
            total += (part or 1.0) * _UNITS[unit]
            part = 0.0
    return total + part


def _value(text: str) -> float:
    return float(text.replace(",", ""))
