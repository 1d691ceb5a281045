"""What is new in a corpus since an earlier report of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jjak.eval.metric_names import score_name
from jjak.seeds.message import counted, message
from jjak.workbench.report.content import Block, Cell, Column, Paragraph, Section, Table, Text, count, joined, number
from jjak.workbench.report.names import PROPERTIES, counted_name, minute, value_name

LEAST = 0.05  # a change of a mean that is shown: less is no change to one digit after the point
SHOWN = 40  # changes of means that are listed


@dataclass(frozen=True, slots=True)
class Move:
    """The mean of a score over a group of pairs, before and after.

    Attributes:
        score: The score's name.
        group: The property that they share: document, kind …, or `all`.
        name: Its value.
        before: The mean in the earlier report.
        after: The mean now.
    """

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
    """What is new.

    Attributes:
        made: When the earlier report was made, ISO 8601.
        counts: Before and after, by what is counted.
        moves: Changes of means, the largest drop first.
        signatures: Scores that cannot be compared, since their signatures differ.
    """

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


def summary(changes: ReportDiff) -> Text:
    """What is new in some sentences, the largest drop named."""
    means = [_mean(move) for move in changes.moves if move.group == "all" and "chrf" in move.score]
    return joined([_pairs(changes), *means, _worst(changes)], " ")


def _pairs(changes: ReportDiff) -> Text:
    before, after = changes.counts["pairs"]
    more, time = after - before, minute(changes.made)
    if more > 0:
        return counted(
            "{count} pair more than in the report of {time}.",
            "{count:,} pairs more than in the report of {time}.",
            more,
            time=time,
        )
    if more < 0:
        return counted(
            "{count} pair fewer than in the report of {time}.",
            "{count:,} pairs fewer than in the report of {time}.",
            -more,
            time=time,
        )
    return message("As many pairs as in the report of {time}.", time=time)


def _mean(move: Move) -> Text:
    return message(
        "Mean {score}: {mean:.1f} ({change:+.1f}).", score=score_name(move.score), mean=move.after, change=move.change
    )


def _worst(changes: ReportDiff) -> Text:
    move = next((m for m in changes.moves if m.group != "all" and m.change <= -LEAST), None)
    if move is None:
        return message("No mean is lower than before.")
    return message(
        "Largest drop: {group} {name} ({score} {change:+.1f}).",
        group=PROPERTIES[move.group],
        name=value_name(move.group, move.name),
        score=score_name(move.score),
        change=move.change,
    )


def section(changes: ReportDiff) -> Section:
    """What is new, figure by figure."""
    return Section(message("What changed since the last report?"), list(_blocks(changes)))


def _blocks(changes: ReportDiff) -> Iterator[Block]:
    yield Paragraph(message("Compared with the report of {time}.", time=minute(changes.made)))
    if changes.signatures:
        scores = joined([score_name(name) for name in changes.signatures])
        yield Paragraph(message("Not compared, because the signatures differ: {scores}.", scores=scores))
    rows = [
        [Cell(counted_name(name)), count(before), count(after), _difference(after - before)]
        for name, (before, after) in changes.counts.items()
    ]
    before_and_now = [Column(message("before"), True), Column(message("now"), True), Column(message("change"), True)]
    yield Table([Column(message("item")), *before_and_now], rows)
    if not changes.moves:
        return
    moves = [_move(move) for move in changes.moves if abs(move.change) >= LEAST][:SHOWN]
    if not moves:
        yield Paragraph(message("No mean changed by {least} or more.", least=LEAST))
        return
    columns = [Column(message("score")), Column(message("property")), Column(message("value")), *before_and_now]
    yield Table(columns, moves, message("Mean sentence scores of what is in both reports, the largest drop first."))


def _difference(value: int) -> Cell:
    return Cell(f"{value:+,}" if value else "0", float(value))


def _move(move: Move) -> list[Cell]:
    return [
        Cell(score_name(move.score)),
        Cell(PROPERTIES[move.group]),
        Cell(value_name(move.group, move.name)),
        number(move.before),
        number(move.after),
        Cell(f"{move.change:+.1f}", move.change, strong=move.change < 0),
    ]
