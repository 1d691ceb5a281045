"""How fast a run goes, and what its loss is, since it was last said."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import torch

MINUTE = 60.0  # seconds after which figures are given even where few updates were made


class Throughput:
    """Pieces a second and the mean loss since the last report; what is not an update, such as a validation, does not count."""

    def __init__(self, seen: int) -> None:
        self._seen = seen
        self._spent, self._reported = 0.0, time.monotonic()
        self.losses: list[torch.Tensor] = []

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self._spent += time.monotonic() - self._began

    def is_due(self) -> bool:
        """Whether a minute has gone by since the last report."""
        return time.monotonic() - self._reported >= MINUTE

    def figures(self, seen: int) -> dict[str, float]:
        """The figures since the last report, and a new beginning."""
        figures = {
            "loss": float(np.mean([loss.item() for loss in self.losses])),
            "tokens_per_second": (seen - self._seen) / max(self._spent, 1e-9),
        }
        self._seen, self._spent, self._reported = seen, 0.0, time.monotonic()
        self.losses.clear()
        return figures
