"""The words of the interface, in English and Korean."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "ko")


@cache
def _words() -> Mapping[str, tuple[str, str]]:
    """Each key with its English and its Korean text."""
    table = tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))
    return {key: (texts[0], texts[1]) for key, texts in table.items()}


def words(lang: str) -> Callable[..., str]:
    """The word of a key in a language; raises KeyError at a key that is none."""
    at = LANGUAGES.index(lang)

    def word(key: str, *values: object) -> str:
        one, *more = _words()[key][at].split("|")
        return (more[0] if more and str(values[0]) != "1" else one).format(*values)

    return word


def named(lang: str) -> Callable[[str, str], str]:
    """The word of a value of some kind (`kind headline`) where there is one, else the value."""
    at = LANGUAGES.index(lang)

    def name(kind: str, value: str) -> str:
        texts = _words().get(f"{kind}{value}")
        return texts[at] if texts else value

    return name


def editor_words(lang: str) -> dict[str, str]:
    """What the editor's modules say, by key."""
    at = LANGUAGES.index(lang)
    return {key.removeprefix("e."): texts[at] for key, texts in _words().items() if key.startswith("e.")}


def chosen(cookie: str, accepted: str) -> str:
    """The language of a visitor: what they chose, or else what their browser asks for first."""
    if cookie in LANGUAGES:
        return cookie
    ranked: list[tuple[float, int, str]] = []
    for at, part in enumerate(accepted.split(",")):
        name, _, parameter = part.partition(";")
        quality = parameter.strip().removeprefix("q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        ranked.append((-weight, at, name.strip().lower().split("-")[0]))
    return next((name for weight, _, name in sorted(ranked) if name in LANGUAGES and weight < 0), "en")
