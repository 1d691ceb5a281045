"""Where the time of a document goes, by stage."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

STAGES = ("read", "segment", "translate", "align", "score", "store")


class StageTimer:
    """Seconds by stage, of one document; stages of many documents overlap, so theirs add up to more than has passed."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.add(name, time.perf_counter() - start)

    def add_all(self, seconds: Mapping[str, float]) -> None:
        """Add what was spent elsewhere."""
        for stage, spent in seconds.items():
            self.add(stage, spent)

    def add(self, name: str, seconds: float) -> None:
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds
