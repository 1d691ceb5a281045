"""What a build could not take, kept in the corpus for those who see its page and not the terminal of the build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.run_failures import note_failures, noted_failures
from jjak.seeds.message import Message, message_of, message_table
from jjak.workbench.failure_groups import FailureGroup

NAMES = 100  # of a group that are kept; all are counted


@dataclass(frozen=True, slots=True)
class KeptFailures:
    """Files that failed for one reason. names: the first of them."""

    reason: Message
    fix: Message
    count: int
    names: Sequence[str]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.names)


def keep_failures(store: Corpus, groups: Sequence[FailureGroup], settings: Mapping[str, Any]) -> None:
    """Note what the latest build could not take; nothing, where it took everything. settings: of the build, for its run where a
    corpus has none yet."""
    tables = [
        {
            "reason": message_table(group.reason),
            "fix": message_table(group.fix),
            "count": len(group.names),
            "names": group.names[:NAMES],
        }
        for group in groups
    ]
    note_failures(store, tables, settings)


def kept_failures(store: Corpus) -> list[KeptFailures]:
    """What the latest build could not take."""
    return [
        KeptFailures(message_of(table["reason"]), message_of(table["fix"]), table["count"], table["names"])
        for table in noted_failures(store)
    ]
