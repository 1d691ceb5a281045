"""What became of each bitext of a build, in a line of a log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from jjak.seeds.errors import JjakError
from jjak.workbench.pipeline.evidence import NO_EVIDENCE, Evidence
from jjak.workbench.pipeline.score_tally import ScoreTally


class BitextOutcome(StrEnum):
    """PRESENT: the corpus had it already; RENEWED: it had, and it was translated anew."""

    BUILT = "built"
    RENEWED = "renewed"
    PRESENT = "present"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BuildLogEntry:
    """What became of one bitext.

    Attributes:
        name: of its document, or of both.
        outcome: whether it was built.
        ids: of its document, and of the human translation where there is one.
        segments, pairs: how many it has.
        seconds: by stage.
        error: why it failed.
        left_out: how many lines of its documents were left out, by reason.
        evidence: what its documents' languages are known by, and what is missing for it.
        scores: of its pairs.
    """

    name: str
    outcome: BitextOutcome
    ids: tuple[str, ...] = ()
    segments: int = 0
    pairs: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
    error: JjakError | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
    evidence: Evidence = NO_EVIDENCE
    scores: ScoreTally = field(default_factory=ScoreTally)

    def table(self) -> dict[str, Any]:
        """As `--log json` writes it, with the time of day."""
        failure = {"error": str(self.error), "fix": self.error.fix} if self.error else {}
        return {
            "time": now(),
            "name": self.name,
            "outcome": str(self.outcome),
            "ids": list(self.ids),
            "segments": self.segments,
            "pairs": self.pairs,
            "left_out": dict(self.left_out),
            "seconds": {stage: round(seconds, 6) for stage, seconds in self.seconds.items()},
            **self.evidence.table(),
            **failure,
        }


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
