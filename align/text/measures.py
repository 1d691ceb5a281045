"""Numbers with units of measure, so that `150 miles` and `240km` are taken for one length, as translators convert them."""

from __future__ import annotations

import re

from jjak.align.text.number_values import DECIMAL, plain

ROUNDED = 0.12  # of the value: `about 150 miles` for 240 km is 3 % off, `36 inches` for 900 mm is 2 %, small figures more

# metres, kilograms, square metres, litres and metres a second; of temperatures the degrees Celsius
_UNITS: dict[str, tuple[str, float]] = {}
for dimension, units in {
    "length": {
        **dict.fromkeys(("km", "킬로미터", "킬로", "kilometers", "kilometres", "kilometer", "kilometre"), 1000.0),
        **dict.fromkeys(("miles", "mile", "mi", "마일"), 1609.344),
        **dict.fromkeys(("ft", "feet", "foot", "피트"), 0.3048),
        **dict.fromkeys(("inches", "inch", "in", "인치"), 0.0254),
        **dict.fromkeys(("yards", "yard", "yd", "야드"), 0.9144),
        **dict.fromkeys(("cm", "센티미터", "센티", "centimeters", "centimetres"), 0.01),
        **dict.fromkeys(("mm", "밀리미터", "밀리", "millimeters", "millimetres"), 0.001),
        **dict.fromkeys(("m", "미터", "meters", "metres", "meter", "metre"), 1.0),
    },
    "mass": {
        **dict.fromkeys(("kg", "킬로그램", "kilograms", "kilogram"), 1.0),
        **dict.fromkeys(("pounds", "pound", "lbs", "lb", "파운드"), 0.4536),
        **dict.fromkeys(("g", "그램", "grams", "gram"), 0.001),
        **dict.fromkeys(("ounces", "ounce", "oz", "온스"), 0.02835),
        **dict.fromkeys(("tons", "ton", "tonnes", "톤"), 1000.0),
    },
    "area": {
        **dict.fromkeys(("acres", "acre", "에이커"), 4046.86),
        **dict.fromkeys(("hectares", "hectare", "ha", "헥타르"), 10_000.0),
        **dict.fromkeys(("square miles", "square mile", "sq mi", "제곱마일", "평방마일"), 2_589_988.0),
        **dict.fromkeys(("square kilometers", "square kilometres", "km2", "km²", "㎢", "제곱킬로미터", "평방킬로미터"), 1e6),
        **dict.fromkeys(("square feet", "sq ft", "평방피트", "제곱피트"), 0.0929),
        **dict.fromkeys(("square meters", "square metres", "m2", "m²", "㎡", "제곱미터", "평방미터"), 1.0),
        "평": 3.3058,
    },
    "volume": {
        **dict.fromkeys(("gallons", "gallon", "갤런"), 3.785),
        **dict.fromkeys(("liters", "litres", "liter", "litre", "리터", "l"), 1.0),
        **dict.fromkeys(("ml", "밀리리터", "milliliters", "millilitres"), 0.001),
    },
    "speed": {
        **dict.fromkeys(("mph", "miles per hour"), 0.44704),
        **dict.fromkeys(("km/h", "kph", "kmh", "kilometers per hour", "kilometres per hour"), 0.27778),
        **dict.fromkeys(("m/s", "미터퍼세컨드"), 1.0),
    },
}.items():
    _UNITS |= {name: (dimension, factor) for name, factor in units.items()}

_NAMES = "|".join(re.escape(name) for name in sorted(_UNITS, key=len, reverse=True))
_MEASURE = re.compile(rf"(?<![\d.,])({DECIMAL})[\s-]?({_NAMES})(?![A-Za-z])", re.IGNORECASE)
_DEGREES = re.compile(rf"([-−]?{DECIMAL})\s?(?:°|º|도|degrees)\s?(C|F|Celsius|Fahrenheit)?\b", re.IGNORECASE)
_HOURLY = re.compile(r"시속\s?$")


def measures_in(text: str) -> dict[int, tuple[str, float]]:
    """By where its figures begin, the dimension and the size of each measured number of a text."""
    found: dict[int, tuple[str, float]] = {}
    for match in _MEASURE.finditer(text):
        dimension, factor = _UNITS[match[2].lower()]
        size = plain(match[1]) * factor
        if _HOURLY.search(text, 0, match.start()) and dimension == "length":
            dimension, size = "speed", size / 3600
        found[match.start(1)] = dimension, size
    for match in _DEGREES.finditer(text):
        degrees = plain(match[1].lstrip("-−"))
        fahrenheit = (match[2] or "c").lower().startswith("f") or (not match[2] and "화씨" in text)
        found[match.start(1)] = "temperature", (degrees - 32) / 1.8 if fahrenheit else degrees
    return found


def same_size(first: tuple[str, float], second: tuple[str, float]) -> bool:
    """Whether two measures say the same, as far as conversions are rounded."""
    if first[0] != second[0]:
        return False
    if first[0] == "temperature":
        return abs(first[1] - second[1]) <= 1.5
    return abs(first[1] - second[1]) <= ROUNDED * max(first[1], second[1])
