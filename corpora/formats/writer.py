"""What every format's writer does."""

from __future__ import annotations

from abc import ABC, abstractmethod

from jjak.corpora.pair import Pair


class PairWriter(ABC):
    """Takes pairs one at a time, and ends with `close`, or with `discard` where what was written is not wanted."""

    @abstractmethod
    def write(self, pair: Pair) -> None:
        """Raises Unwritable at a pair that the format cannot hold, and can go on."""

    def close(self) -> None:  # noqa: B027
        """Write what ends the file. The file itself stays open."""

    def discard(self) -> None:  # noqa: B027
        """Let go of what the writer holds."""
