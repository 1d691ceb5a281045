"""The marks that lines of lists, notices, laws and interviews begin with: such a line is no rest of the line before.

Some marks begin an item wherever they stand. Others may begin a wrapped line by chance (`on October` / `3. Then`), and are
believed where something else speaks for a list too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

# bullets of Korean notices and of everybody's word processors; a name is made unreadable by several of them (`○○○ 씨`)
_BULLETS = r"[•∙◦‣⁃▪▫■□▢◆◇○●◎❍▲△▶▷►▸◀◁▼▽★☆※☞☛✓✔✗➢➤➔⇒❖◈♦▣◉ㅇ](?![○●□■ㅇ◇◆△▲*])"
_SURE = re.compile(rf"(?:{_BULLETS}(?<!ㅇ)|ㅇ\s|[①-⓿❶-➓㉠-㉻㈀-㈝Ⅰ-ⅿ]{{1,3}}[.)]?\s)")
_NAME = r"(?:[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}|[가-힣]{1,7}(?: [가-힣]{1,7}){0,2}|[QA]|[문답])"
_DOUBTFUL: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "dash": r"[-–—]\s",
        "star": r"[*+]\s",
        "middle dot": r"[·ㆍ‧]\s?",
        "circled": r"[①-⓿❶-➓㉠-㉻㈀-㈝]",
        "number": r"\d{1,3}[.)](?:\s|(?=[가-힣]))",
        "number in brackets": r"[(\[]\d{1,3}[)\]]\s?",
        "section": r"\d{1,2}(?:[.-]\d{1,2}){1,3}[.)]?\s",
        "letter": r"\(?[A-Za-z][.)]\s",
        "syllable": r"\(?[가나다라마바사아자차카타파하][.)]\s",
        "roman": r"\(?[ivxIVX]{2,5}[.)]\s",
        "article": r"제\s?\d+\s?[조장절항](?:의\d+)?[\s(]",
        "speaker": rf"{_NAME}(?:\s?\([^()\n]{{1,30}}\))?\s?[:：](?:\s|$)",
        "question": r"[QA]\d{0,3}[.)]\s?|[문답]\d{0,3}[.)]\s",
        "time": r"\[?\d{1,2}:\d\d(?::\d\d)?\]?\s",
    }.items()
}
RARE = 8  # lines: marks that stand fewer than one in so many are dashes and numbers of a text
_LEADER = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|_{4,}|(?: \.){4,})\s*\d+$")  # of a table of contents


def is_entry(line: str) -> bool:
    """Whether a line is an entry of a table of contents, with its page."""
    return _LEADER.search(line) is not None


def sure(line: str) -> bool:
    """Whether a line begins with a mark that begins nothing but an item."""
    return _SURE.match(line) is not None


def doubtful(line: str) -> str:
    """The kind of the mark that a line begins with, where it may begin an item; empty where it begins none."""
    return next((name for name, pattern in _DOUBTFUL.items() if pattern.match(line)), "")


def item_starts(lines: Sequence[str], ended: Sequence[bool]) -> list[bool]:
    """Which lines of a paragraph begin an item.

    Args:
        lines: Their texts.
        ended: Whether the line before each ends in a mark or far from the edge, so that it asks for no rest.
    """
    kinds = [doubtful(line) for line in lines]
    often = {kind for kind, count in Counter(kinds).items() if count > 1 and count * RARE >= len(lines)}
    return [
        sure(line) or is_entry(line) or bool(kind and (at == 0 or kind in often or ended[at]))
        for at, (line, kind) in enumerate(zip(lines, kinds, strict=True))
    ]
