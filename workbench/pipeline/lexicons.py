"""The lexicons of a run, read once, and what they say of two texts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from jjak.align.sentence.aligners import Texts, glossed
from jjak.align.sentence.glosses import glossary
from jjak.corpora.formats.lexicon import LexiconFile, read_lexicon


def lexicon_files(paths: Sequence[str]) -> list[LexiconFile]:
    """Raises FormatError where one cannot be read."""
    return [_read(path, Path(path).stat().st_mtime_ns if Path(path).exists() else 0) for path in paths]


@lru_cache(maxsize=16)
def _read(path: str, _changed: int) -> LexiconFile:
    return read_lexicon(Path(path))


def with_lexicons(texts: Texts, files: Sequence[LexiconFile]) -> tuple[Texts, list[int]]:
    """`texts` with what the lexicons say of them, and how many entries of each file have both terms in them."""
    if not files:
        return texts, []
    found = glossary(texts.source, texts.target, [lexicon for each in files for lexicon in each.lexicons])
    used = iter(found.used)
    return glossed(texts, found), [sum(next(used) for _ in each.lexicons) for each in files]
