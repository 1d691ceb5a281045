"""What a build says of a bitext besides what it holds: by what its languages are known, and what is missing for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jjak.seeds.message import Message


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is said of a bitext.

    Attributes:
        findings: where the evidence of its documents' languages disagrees.
        foreign: sentences that are in neither language and were left out, by the language that they are in.
        without: the directions that no model does, so that its pairs have no scores.
        aligner: what aligned it.
        same_language: links of two texts in one language, which are no pairs.
    """

    findings: tuple[Message, ...] = ()
    foreign: Mapping[str, int] = field(default_factory=dict)
    without: tuple[tuple[str, str], ...] = ()
    aligner: str = ""
    same_language: int = 0

    def table(self) -> dict[str, Any]:
        """As JSON: only what there is to say."""
        found: dict[str, Any] = {
            "aligner": self.aligner,
            "findings": [str(finding) for finding in self.findings],
            "foreign": dict(self.foreign),
            "no_model": ["-".join(way) for way in self.without],
            "same_language": self.same_language,
        }
        return {name: value for name, value in found.items() if value}


NO_EVIDENCE = Evidence()


@dataclass(slots=True)
class EvidenceSummary:
    """The same of all bitexts of a build.

    Attributes:
        findings: where the evidence of documents' languages disagrees.
        foreign: sentences that are in neither language, by the language that they are in.
        unscored: bitexts without scores, by the aligner and the directions that no model does.
        same_language: links of two texts in one language.
    """

    findings: list[Message] = field(default_factory=list)
    foreign: Counter[str] = field(default_factory=Counter)
    unscored: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)
    same_language: int = 0

    def add(self, evidence: Evidence) -> None:
        self.findings += evidence.findings
        self.foreign.update(evidence.foreign)
        self.same_language += evidence.same_language
        if evidence.without:
            self.unscored[evidence.aligner, tuple("-".join(way) for way in evidence.without)] += 1

    def table(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "findings": [str(finding) for finding in self.findings],
            "foreign": dict(self.foreign),
            "unscored": [
                {"documents": count, "aligner": aligner, "no_model": list(ways)}
                for (aligner, ways), count in self.unscored.items()
            ],
            "same_language": self.same_language,
        }
