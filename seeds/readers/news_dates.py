"""The dates of news pages as they are written, in Korean and English, as moments in ISO 8601.

dateparser was tried (1.5: 0.3 seconds to load; it reads `24.05.20` as the 24th of May 2020, drops the KST of a moment, and
finds nothing in `송고시간2024-05-20 09:00`), so the forms stand here.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

KOREAN_TIME = "+09:00"
LONGEST = 200  # characters of a line with dates; a longer one is prose

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_DATE = rf"""(?:
    (?P<y1>(?:19|20)\d\d)\s?(?:[-./]|년)\s?(?P<m1>\d\d?)\s?(?:[-./]|월)\s?(?P<d1>\d\d?)(?!\d)(?:\s?일|\.)?
  | (?P<y2>(?:19|20)\d\d)(?P<m2>\d\d)(?P<d2>\d\d)(?!\d)
  | ['’]?(?P<y3>\d\d)(?:\s?년\s?|\s?[-./]\s?)(?P<m3>\d\d?)(?:\s?월\s?|\s?[-./]\s?)(?P<d3>\d\d?)(?!\d)(?:\s?일|\.)?
  | (?:{_WEEKDAY},?\s)?(?P<d4>\d\d?){_ORDINAL}(?:\s|-)(?:of\s)?(?P<m4>{_MONTH})\.?,?(?:\s|-)(?P<y4>(?:19|20)\d\d)(?!\d)
  | (?:{_WEEKDAY},?\s)?(?P<m5>{_MONTH})\.?\s?(?P<d5>\d\d?){_ORDINAL},?\s(?P<y5>(?:19|20)\d\d)(?!\d)
  | (?P<a6>\d\d?)[-./](?P<b6>\d\d?)[-./](?P<y6>(?:19|20)\d\d)(?!\d)
)(?:\s?[(（](?:[월화수목금토일](?:요일)?|{_WEEKDAY})[)）]|\s[월화수목금토일]요일)?"""
_HALF = r"오전|오후|[ap]\.?m\.?(?![a-z])"
_ZONE = (
    r"(?:(?:utc|gmt)\s?[-+]\s?\d\d?(?::?\d\d)?|[-+]\d\d:?\d\d|(?:utc|gmt|kst|jst|[ecmp][sd]?t|bst|cest|cet|z)(?![a-z])"
    r"|한국\s?시간|현지\s?시간|local\stime)"
)


def _clock(n: int) -> str:
    return rf"""\(?(?:(?P<half{n}>{_HALF})\s?)?
    (?:(?P<hour{n}>\d\d?)(?::(?P<minute{n}>\d\d)(?::(?P<second{n}>\d\d)(?:[.,]\d{{1,9}})?)?(?!\d)
      |\s?시(?:\s?(?P<minutes{n}>\d\d?)\s?분)?(?:\s?(?P<seconds{n}>\d\d?)\s?초)?)
     |(?P<full{n}>\d\d?)(?=\s?[ap]\.?m))
    (?:\s?(?P<after{n}>[ap]\.?m\.?(?![a-z])))?\)?(?:\s?\(?(?P<zone{n}>{_ZONE})\)?)?"""


_MOMENT = rf"(?:(?:{_clock(1)})[\s,]{{1,2}}(?:on\s)?{_DATE}|{_DATE}(?:(?:t|[\s,.|·ㆍ/–-]{{0,3}}(?:at\s)?)(?:{_clock(2)}))?)"


def _numbered(pattern: str) -> str:
    """`pattern` with group names that are not said twice: `y1`, then `y1_`."""
    seen: set[str] = set()

    def renamed(match: re.Match[str]) -> str:
        name = match[1]
        while name in seen:
            name += "_"
        seen.add(name)
        return f"(?P<{name}>"

    return re.sub(r"\(\?P<(\w+)>", renamed, pattern)


# offsets of the zones whose names have one meaning; the others are read, and not guessed
_OFFSETS = {
    "utc": "+00:00",
    "gmt": "+00:00",
    "z": "+00:00",
    "kst": KOREAN_TIME,
    "jst": "+09:00",
    "한국시간": KOREAN_TIME,
    "est": "-05:00",
    "edt": "-04:00",
    "mst": "-07:00",
    "mdt": "-06:00",
    "cdt": "-05:00",
    "pst": "-08:00",
    "pdt": "-07:00",
    "cet": "+01:00",
    "cest": "+02:00",
}


class Moment(NamedTuple):
    """A date in a line. label: what stands before it, empty where nothing does; value: ISO 8601, with a zone where the line
    names one, a date alone where there is no clock, empty where its day cannot be told from its month."""

    start: int
    stop: int
    label: str
    value: str
    zoned: bool


def moment_pattern(labels: str) -> re.Pattern[str]:
    """What finds dates, alone or after one of `labels` (a pattern of alternatives)."""
    label = rf"(?:(?P<label>{labels})(?:\s?[:：|]\s?|\s?))" if labels else "(?P<label>(?!))"
    return re.compile(_numbered(rf"(?<![\w.]){label}?(?<![\d.]){_MOMENT}"), re.IGNORECASE | re.VERBOSE)


def moments(text: str, pattern: re.Pattern[str]) -> list[Moment]:
    """The dates of a line, in order; none where it is too long to be a line of dates."""
    if len(text) > LONGEST:
        return []
    found = ((match, _value(match)) for match in pattern.finditer(text))
    return [
        Moment(match.start(), match.end(), (match["label"] or "").lower(), *value)
        for match, value in found
        if value is not None
    ]


def in_zone(value: str, zone: str) -> str:
    """A moment with the zone of its page; a date stays a date."""
    return value + zone if "T" in value else value


def _value(match: re.Match[str]) -> tuple[str, bool] | None:
    """The moment and whether its zone is said; None where there is no such day or hour."""
    groups = {name.rstrip("_"): text for name, text in match.groupdict().items() if text is not None}
    day = _day(groups)
    clock = next((at for at in "12" if f"hour{at}" in groups or f"full{at}" in groups), "")
    if day is None or not clock:
        return None if day is None else (day, False)
    hour = _hour(groups, clock)
    minute = groups.get(f"minute{clock}") or groups.get(f"minutes{clock}") or "0"
    second = groups.get(f"second{clock}") or groups.get(f"seconds{clock}") or "0"
    try:
        moment = datetime.fromisoformat(f"{day}T{hour:02}:{int(minute):02}:{int(second):02}") if day else None
    except ValueError:
        return None
    zone = _offset(groups.get(f"zone{clock}", ""))
    return (moment.isoformat() + zone if moment else "", bool(groups.get(f"zone{clock}")))


def _day(groups: dict[str, str]) -> str | None:
    """`2024-05-20`; empty where day and month cannot be told apart, None where there is no such day."""
    if "y6" in groups:
        first, second = int(groups["a6"]), int(groups["b6"])
        if first <= 12 and second <= 12 and first != second:
            return ""
        return _iso(groups["y6"], *((second, first) if first > 12 else (first, second)))
    at = next(at for at in "12345" if f"y{at}" in groups)
    month = groups[f"m{at}"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    return _iso(groups[f"y{at}"], number, int(groups[f"d{at}"]))


def _iso(year: str, month: int, day: int) -> str | None:
    whole = int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 70 else 1900 + int(year)
    try:
        return datetime(whole, month, day, tzinfo=UTC).date().isoformat()
    except ValueError:
        return None


def _hour(groups: dict[str, str], clock: str) -> int:
    hour = int(groups.get(f"hour{clock}") or groups[f"full{clock}"])
    half = (groups.get(f"half{clock}") or groups.get(f"after{clock}") or "").lower()[:2].replace(".", "")
    if half in ("오후", "pm", "p") and hour < 12:
        return hour + 12
    return 0 if half in ("오전", "am", "a") and hour == 12 else hour


def _offset(zone: str) -> str:
    name = re.sub(r"\s", "", zone.lower())
    if name in _OFFSETS:
        return _OFFSETS[name]
    found = re.fullmatch(r"(?:utc|gmt)?([-+])(\d\d?):?(\d\d)?", name)
    if found is None:
        return ""
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return f"{found[1]}{int(found[2]):02}:{found[3] or '00'}" if offset <= timedelta(hours=14) else ""
