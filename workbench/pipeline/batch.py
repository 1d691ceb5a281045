"""What became of every file of a batch: built, there already, passed over, failed and why, and what was left out of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jjak.seeds.folder_walk import Passed
from jjak.workbench.failure_groups import FailureGroup, grouped, without_place
from jjak.workbench.pipeline.build_log import BitextOutcome, BuildLogEntry
from jjak.workbench.pipeline.inputs import Failure


@dataclass(slots=True)
class Batch:
    """Counts of a run while it goes on.

    Attributes:
        names: of documents by outcome, in the order in which they were done.
        paired: names of those that were built with a human translation.
        left_out: lines by reason, of each document that something was left out of.
        failures: in the order in which they were found.
        passed: what folders hold that is no document to be.
        entries: of each document, where somebody wants them all.
    """

    names: dict[BitextOutcome, list[str]] = field(default_factory=lambda: {outcome: [] for outcome in BitextOutcome})
    paired: list[str] = field(default_factory=list)
    left_out: dict[str, Mapping[str, int]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    passed: list[tuple[str, Passed]] = field(default_factory=list)
    entries: list[BuildLogEntry] | None = None

    def count(self, entry: BuildLogEntry) -> None:
        """One document more is done."""
        self.names[entry.outcome].append(entry.name)
        if entry.outcome is BitextOutcome.BUILT and len(entry.ids) > 1:
            self.paired.append(entry.name)
        if entry.left_out:
            self.left_out[entry.name] = entry.left_out
        if entry.error is not None:
            self.failures.append(Failure(entry.name, entry.error))
        if self.entries is not None:
            self.entries.append(entry)

    @property
    def lines(self) -> dict[str, int]:
        """How many lines of all documents were left out for each reason, the most first."""
        total: Counter[str] = Counter()
        for found in self.left_out.values():
            total.update(found)
        return dict(total.most_common())

    @property
    def groups(self) -> list[FailureGroup]:
        return grouped(self.failures)

    @property
    def passed_by_reason(self) -> dict[Passed, list[str]]:
        found: dict[Passed, list[str]] = {}
        for name, reason in self.passed:
            found.setdefault(reason, []).append(name)
        return found

    def table(self) -> dict[str, Any]:
        """As `--json` prints it, with every name."""
        return {
            "documents": {
                **{str(outcome): names for outcome, names in self.names.items() if outcome is not BitextOutcome.FAILED},
                "paired": self.paired,
            },
            "passed": {str(reason): names for reason, names in self.passed_by_reason.items()},
            "left_out": {"lines": self.lines, "documents": {name: dict(found) for name, found in self.left_out.items()}},
            "failed": [_group(group) for group in self.groups],
        }


def _group(group: FailureGroup) -> dict[str, Any]:
    reason = without_place(str(group.reason), group.reason)
    return {"reason": reason, "fix": str(group.fix), "count": len(group.names), "names": group.names}
