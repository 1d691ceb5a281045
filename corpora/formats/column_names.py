"""What people call the columns of a table of translations, and which columns look like it where they call them nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from jjak.align.text.language_names import regional_code
from jjak.corpora.formats.directions import language_by_letters, told_apart
from jjak.corpora.formats.entry import Wanted

_NAMES = {
    "ko": ("korean", "kor", "kr", "한국어", "한글", "국문", "국어", "한국말", "korean text"),
    "en": ("english", "eng", "영어", "영문", "english text"),
}
_SOURCE = {"source", "src", "원문", "원본", "original", "출발어", "sourcetext"}
_TARGET = {"target", "tgt", "trg", "번역", "번역문", "역문", "대역", "translation", "translated", "도착어", "targettext"}
# what may stand beside a language's name in the name of a column of texts
_BESIDE = {
    *("text", "texts", "sentence", "sentences", "segment", "string", "strings", "value", "line", "lines", "language"),
    *("문장", "텍스트", "문자열", "값", "본문", "내용", "언어", "the", "us", "uk", "gb", "kr"),
}
_WORD = re.compile(r"[^\W_]+")
LONGEST = 40  # characters of a column's name
SURE = 0.8  # of a column's cells, that must be in a language for it to be guessed
RIVAL = 0.5  # of its letters, at which another column of the same language makes the guess unsafe


def column_of(cells: Sequence[str], language: str, wanted: Wanted) -> int | None:
    """Which of the cells of a head names the column of a language: as asked, by its code or name alone, or among few words."""
    names = [cell.strip().lower() for cell in cells]
    if language in wanted.columns:
        asked = wanted.columns[language].strip().lower()
        return names.index(asked) if asked in names else None
    known = {language.lower(), *_NAMES.get(language, ())}
    for name in (language.lower(), *_NAMES.get(language, ())):
        if name in names:
            return names.index(name)
    exact = [at for at, name in enumerate(names) if 1 < len(name) <= LONGEST and _is(name, language, wanted)]
    near = [at for at, name in enumerate(names) if len(name) <= LONGEST and _mentions(name, known, language, wanted)]
    return exact[0] if exact else near[0] if len(near) == 1 else None


def side_of(cell: str) -> str:
    """`source`, `target`, or empty, by the words of a column's name."""
    if len(cell) > LONGEST:
        return ""
    words = set(_WORD.findall(cell.lower()))
    if words & _SOURCE and not words & _TARGET:
        return "source" if words <= _SOURCE | _BESIDE or _has_language(words) else ""
    if words & _TARGET:
        return "target" if words <= _SOURCE | _TARGET | _BESIDE or _has_language(words) else ""
    return ""


def _has_language(words: set[str]) -> bool:
    rest = words - _SOURCE - _TARGET - _BESIDE
    return len(rest) == 1 and bool(_code(next(iter(rest))))


def _code(word: str) -> str:
    return next((code for code, names in _NAMES.items() if word in names), "") or regional_code(word)


def _is(name: str, language: str, wanted: Wanted) -> bool:
    code = regional_code(name)
    return bool(code) and wanted.language(code) == language


def _mentions(name: str, known: set[str], language: str, wanted: Wanted) -> bool:
    words = _WORD.findall(name)
    said = [word for word in words if word in known or _is(word, language, wanted)]
    return bool(said) and set(words) - set(said) <= _BESIDE | _SOURCE | _TARGET


def guessed_columns(rows: Sequence[Sequence[str]], languages: tuple[str, str]) -> tuple[int, int] | None:
    """The one column of either language by the letters of its cells, in the languages' order; None where they do not say it."""
    if not told_apart(languages):
        return None
    body = rows[1:] if len(rows) > 1 else rows
    found: list[int] = []
    for language in languages:
        letters: Counter[int] = Counter()
        for at in range(max(map(len, rows), default=0)):
            said = [one for row in body if at < len(row) if (one := language_by_letters(row[at], languages))]
            if said.count(language) >= SURE * max(1, len(said)) and len(said) * 2 >= len(body) and said:
                letters[at] = sum(len(row[at]) for row in body if at < len(row))
        best = letters.most_common(2)
        if not best or (len(best) > 1 and best[1][1] >= RIVAL * best[0][1]):
            return None
        found.append(best[0][0])
    return found[0], found[1]
