"""What is new in a corpus since an earlier report of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jjak.workbench.terminal import label


@dataclass(frozen=True, slots=True)
class Move:
    """The mean of a score over a group, before and after. group: document, kind …, or `all`."""

    score: str
    group: str
    name: str
    before: float
    after: float

    @property
    def change(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class ReportDiff:
    """made: when the earlier report was; counts: before and after, by what is counted; moves: the one that got worse by most
    first; signatures: scores that cannot be compared, since theirs differ."""

    made: str
    counts: Mapping[str, tuple[int, int]]
    moves: Sequence[Move]
    signatures: Sequence[str]


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> ReportDiff:
    """From the figures of two reports of a corpus."""
    shared = [name for name in after["scores"] if name in before["scores"]]
    other = [n for n in shared if before["scores"][n]["signatures"] != after["scores"][n]["signatures"]]
    moves = [m for name in shared if name not in other for m in _moves(name, before["scores"][name], after["scores"][name])]
    counts = {"pairs": (_total(before), _total(after)), "documents": (_documents(before), _documents(after))}
    for status in sorted({*before["counts"]["status"], *after["counts"]["status"]}):
        counts[status] = (before["counts"]["status"].get(status, 0), after["counts"]["status"].get(status, 0))
    counts["doubtful"] = (before["unsure"], after["unsure"])
    return ReportDiff(before["made"], counts, sorted(moves, key=lambda m: (m.change, m.score, m.group, m.name)), other)


def _total(figures: Mapping[str, Any]) -> int:
    return sum(figures["counts"]["status"].values())


def _documents(figures: Mapping[str, Any]) -> int:
    return len(figures["counts"]["document"])


def _moves(score: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Move]:
    yield Move(score, "all", "all pairs", before["mean"], after["mean"])
    for group, names in after["by"].items():
        for name, found in names.items():
            if name in before["by"].get(group, {}):
                yield Move(score, group, name, before["by"][group][name]["mean"], found["mean"])


def sentence(changed: ReportDiff) -> str:
    """What changed, in one sentence, the worst named."""
    before, after = changed.counts["pairs"]
    parts = [f"Since {changed.made[:16].replace('T', ' ')}: {after - before:+,} pairs"]
    parts += [
        f"mean {label(m.score)} {m.after:.1f} ({m.change:+.1f})"
        for m in changed.moves
        if m.group == "all" and "chrf" in m.score
    ]
    worst = next((m for m in changed.moves if m.group != "all" and m.change <= -0.05), None)
    if worst:
        parts.append(f"worse most of all: {worst.group} {worst.name} ({label(worst.score)} {worst.change:+.1f})")
    else:
        parts.append("nothing got worse")
    return ", ".join(parts) + "."
