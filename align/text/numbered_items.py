"""Items of a list that stand in one line without marks between them: `1. 일시 … 2. 장소 … 3. 대상 …`.

A number alone says little (`Table 2.`, `2025. 3. 1.`). Numbers that count up from the first, each before a word, are a list.
"""

from __future__ import annotations

import re

_ITEM = re.compile(
    r"(?<![^\s.,;:])(?P<label>\d{1,2}|[가나다라마바사아자차카타파하])(?P<mark>[.)])\s+(?=[^\W\d_]|[(「『《“\"][^\W\d_])"
)
# a number after these is theirs
_NAMED = re.compile(
    r"(?:\b(?:tables?|figs?\.?|figures?|nos?\.?|numbers?|chapters?|sections?|articles?|parts?|steps?|pages?|vols?\.?)"
    r"|(?:표|그림|제|도|식|별표|부록|번호)|[([{「『<])\s*$",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d[.)]?\s*$")
_SYLLABLES = "가나다라마바사아자차카타파하"
LEAST = 3  # items; two are enough where the first begins the text


def numbered_items(text: str) -> dict[int, bool]:
    """The places of a text that such lists decide: one ends before each number, and none behind it."""
    if ". " not in text and ") " not in text:
        return {}
    runs: dict[tuple[bool, str], list[tuple[int, int]]] = {}
    found: list[tuple[int, int]] = []
    for item in _ITEM.finditer(text):
        label = item["label"]
        kind = (label.isdigit(), item["mark"])
        number = int(label) if label.isdigit() else _SYLLABLES.index(label) + 1
        before = text[max(0, item.start() - 20) : item.start()]
        if _NAMED.search(before) or (number == 1 and _DATE.search(before)):
            continue
        run = runs.setdefault(kind, [])
        if number == 1:
            found += _believed(run)
            run[:] = [item.span()]
        elif run and number == len(run) + 1:
            run.append(item.span())
    found += [span for run in runs.values() for span in _believed(run)]
    return {start: True for start, _ in found} | {stop: False for _, stop in found}


def _believed(run: list[tuple[int, int]]) -> list[tuple[int, int]]:
    least = 2 if run and run[0][0] == 0 else LEAST
    return list(run) if len(run) >= least else []
