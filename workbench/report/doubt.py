"""Why a pair is called doubtful: the reasons that reports give and put in words."""

from __future__ import annotations

from typing import NamedTuple

LINK, FLAGGED, SCORE, LENGTH = "link doubtful", "machine translation", "low score", "length"


class Reason(NamedTuple):
    """Why a pair is doubtful. name: `LINK`, `FLAGGED`, `SCORE` or `LENGTH`; found: the confidence, the translator's flag, the
    score, or how many times the usual ratio of lengths."""

    name: str
    found: float | str

    def __str__(self) -> str:
        """As the figures have it."""
        texts = {LINK: "{:.2f} sure", FLAGGED: "{}", SCORE: "{:.1f}", LENGTH: "{:.1f} times usual"}
        return f"{self.name}: {texts[self.name].format(self.found)}"
