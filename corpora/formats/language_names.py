"""What people write where a file is to name its language: codes of two or three letters, with regions, and names."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_CODE = re.compile(r"([a-z]{2,3})((?:[-_](?:[a-z]{4}|[a-z]{2}|\d{3}))*)(?:\.[\w-]+)?(?:@\w+)?", re.IGNORECASE)
_PLACEHOLDERS = {"ll", "xx", "und", "mul", "none", "language"}  # what templates hold until somebody fills it in
_PART = re.compile(r"[._-]")


def code_of(said: str) -> str:
    """The code of a language as a file says it (`ko_KR.UTF-8`, `kor`, `Korean`, `한국어`), or empty."""
    said = " ".join(said.split()).strip("\"'")
    if (found := _CODE.fullmatch(said)) and found[1].lower() not in _PLACEHOLDERS and (code := _two_letters(found[1].lower())):
        return code + found[2].replace("_", "-")
    return _names().get(said.partition("(")[0].strip().lower(), "")


def code_in_name(path: Path, wanted: tuple[str, str]) -> str:
    """The language that a file's name says: `ko.po`, `ko/LC_MESSAGES/x.po`; one of the wanted also in `x.ko.po`, `x-ko_KR.po`,
    `ko/x.po`. Empty where it says none."""
    stem = path.name.removesuffix(".gz").rpartition(".")[0]
    parents = [path.parent.parent.name] if path.parent.name == "LC_MESSAGES" else []
    for whole in (stem, *parents):
        if found := code_of(whole) if _CODE.fullmatch(whole) else "":
            return found
    parts = _PART.split(stem)
    near = {language.split("-")[0].lower() for language in wanted}
    for tail in (parts[-1:], parts[-2:-1], [path.parent.name]):
        if tail and (code := code_of(tail[0])) and code.split("-")[0] in near:
            return code
    return ""


def _two_letters(code: str) -> str:
    """`kor` as `ko`; empty for what is no language."""
    from babel.core import get_global

    code = str(get_global("language_aliases").get(code, code))
    return code if code in _names().values() else ""


@cache
def _names() -> dict[str, str]:
    """Codes by the names of languages in English and in Korean, in lower case."""
    from babel import Locale

    return {name.lower(): code for locale in ("ko", "en") for code, name in Locale(locale).languages.items()}
