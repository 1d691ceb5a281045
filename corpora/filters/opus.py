"""OpusFilter's own filters, where it is installed. Only this module knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jjak.corpora.pair import Pair
from jjak.seeds.errors import SettingError


class OpusFilter:
    """filter: the name of a class of `opusfilter.filters`; values: what it takes. Its sides are the first and second of
    `languages` where they are given, else source and target."""

    def __init__(self, filter: str, values: Mapping[str, Any] | None = None, languages: Sequence[str] = ()) -> None:  # noqa: A002
        try:
            from opusfilter import filters
        except ImportError as error:
            raise SettingError("OpusFilter is not installed", "Install it: pip install opusfilter.") from error
        made = getattr(filters, filter, None)
        if not isinstance(made, type) or not hasattr(made, "accept"):
            raise ValueError(f"OpusFilter has no filter '{filter}'")
        self._filter: Any = made(**(values or {}))
        self._languages = tuple(languages)

    def score(self, pairs: Sequence[Pair]) -> Sequence[Any]:
        return list(self._filter.score(self._texts(pair) for pair in pairs))

    def _texts(self, pair: Pair) -> list[str]:
        texts = {pair.source.lang: pair.source.text, pair.target.lang: pair.target.text}
        order = self._languages or (pair.source.lang, pair.target.lang)
        return [texts.get(language, "") for language in order]

    def accept(self, score: Any) -> bool:
        return bool(self._filter.accept(score))
