"""What the numbers of a text count, as far as what stands beside them says so in both languages: by it two numbers that changed
places are found, of which each text has both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from jjak.align.text.number_values import DECIMAL, plain

_PLAIN = re.compile(rf"(?<![\d.,])({DECIMAL})(?!\d)")
# what follows a number or stands before it, by role; the first that fits
_AFTER: Mapping[str, re.Pattern[str]] = {
    "percent": re.compile(r"\s?(?:%|％|퍼센트|percent|per cent)"),
    "age": re.compile(r"\s?(?:세(?![기대])|살|[- ]years?[- ]old)"),
    "years": re.compile(r"\s?(?:년간|년\s?동안|년째|[- ]years?\b)"),
    "year": re.compile(r"\s?년(?![간째대\s])|\s?년(?=\s?\d)"),
    "month": re.compile(r"\s?(?:개월|[- ]months?\b)"),
    "days": re.compile(r"\s?(?:일간|일\s?동안|일째|[- ]days?\b)"),
    "hours": re.compile(r"\s?(?:시간|[- ]hours?\b)"),
    "minutes": re.compile(r"\s?(?:분(?:간|\s?동안|마다|\s?(?:이내|후|전))|[- ]minutes?\b)"),
    "seconds": re.compile(r"\s?(?:초(?![과])|[- ]seconds?\b)"),
    "day": re.compile(r"\s?일(?![간째가-힣]|\s?동안)|(?:st|nd|rd|th)\b"),
    "people": re.compile(
        r"\s?(?:명|인(?![치용])|[- ](?:people|persons?|students?|men|women|workers|soldiers|players|members)\b)"
    ),
    "times": re.compile(r"\s?(?:회|차례|[- ]times\b)"),
    "won": re.compile(r"\s?(?:원(?![가-힣]{2})|[- ]won\b)"),
    "dollar": re.compile(r"\s?(?:달러|[- ]dollars?\b)"),
    "km": re.compile(r"\s?(?:km|킬로미터|㎞|kilomet)", re.IGNORECASE),
    "metre": re.compile(r"\s?(?:m\b|미터|met(?:er|re)s?\b)"),
    "pixel": re.compile(r"\s?(?:px|픽셀|pixels?)", re.IGNORECASE),
    "byte": re.compile(r"\s?(?:bytes?|바이트)", re.IGNORECASE),
    "bit": re.compile(r"\s?[- ]?(?:bits?|비트)", re.IGNORECASE),
    "KB": re.compile(r"\s?KB"),
    "MB": re.compile(r"\s?MB"),
    "GB": re.compile(r"\s?GB"),
}
_BEFORE: Mapping[str, re.Pattern[str]] = {
    "dollar": re.compile(r"\$\s?$"),
    "year": re.compile(r"\b(?:in|since|until|by|of)\s$|\d,\s$", re.IGNORECASE),
    "day": re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s$"),
}
# `NuGet 5`, `HTTP 404`: a name in Latin letters before a number stays before it in a translation
_NAME = re.compile(r"([A-Za-z][A-Za-z.+-]*)\s$")
_YEARS = range(1800, 2100)


def exchanged(first: str, second: str) -> list[tuple[float, float]]:
    """Pairs of values that both texts have, and of which each holds the role in the one text that the other holds in the
    other."""
    sides = roles_in(first), roles_in(second)
    there = sides[0].keys() & sides[1].keys()
    if len(there) < 2:
        return []
    holders = [_holders(side, there) for side in sides]
    found = []
    for role in sorted(holders[0].keys() & holders[1].keys()):
        one, other = holders[0][role], holders[1][role]
        # each text has one holder only, and the holders are not the same
        if len(one) == len(other) == 1 and one != other:
            found.append((one[0], other[0]))
    return found


def moved(first: str, second: str) -> list[float]:
    """Values that each text has once in another order, where nothing but their order says which is which."""
    sides = roles_in(first), roles_in(second)
    counts = [Counter(plain(match[1]) for match in _PLAIN.finditer(text)) for text in (first, second)]
    once = [value for value in sides[0] if counts[0][value] == counts[1][value] == 1]
    order = [value for value in sides[1] if value in once]
    if once == order:
        return []
    free = [value for value in once if not sides[0][value] & sides[1][value]]
    loose = [value for value in order if value in free]
    return free if free != loose else []


def roles_in(text: str) -> dict[float, set[str]]:
    """By value the roles of the numbers of a text, empty for one that nothing is known of."""
    found: dict[float, set[str]] = {}
    for match in _PLAIN.finditer(text):
        roles = {name for name, form in _AFTER.items() if form.match(text, match.end())}
        roles |= {name for name, form in _BEFORE.items() if form.search(text, max(0, match.start() - 12), match.start())}
        name = _NAME.search(text, max(0, match.start() - 24), match.start())
        if name and len(name[1]) > 1:
            roles.add(f"after {name[1].casefold()}")
        if "year" in roles and plain(match[1]) not in _YEARS:
            roles.discard("year")
        found.setdefault(plain(match[1]), set()).update(roles)
    return found


def _holders(side: Mapping[float, set[str]], there: set[float]) -> dict[str, list[float]]:
    """By role the values that hold it; a role that a value holds which the other text lacks is left out."""
    found: dict[str, list[float]] = {}
    for value, roles in side.items():
        for role in roles:
            found.setdefault(role, []).append(value)
    return {role: values for role, values in found.items() if all(value in there for value in values)}
