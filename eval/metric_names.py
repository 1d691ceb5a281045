"""What metrics and scores are called by people; figures keep the names by which programs know them."""

from __future__ import annotations

from jjak.seeds.message import Message, message

_ROUND_TRIP = "round_trip_"


def metric_name(name: str) -> str:
    """A metric as the field writes it: `chrf2++` is `chrF2++`. Names of metrics are the same in every language."""
    if name == "ter":
        return "TER"
    return name.replace("bleu", "BLEU").replace("chrf", "chrF")


def is_round_trip(name: str) -> bool:
    """Whether a score compares a text with what came back of it: that has no mean, and says nothing of how good it is."""
    return name.startswith(_ROUND_TRIP)


def score_name(name: str) -> str | Message:
    """A score of pairs as people write it: `round_trip_chrf2++` is `round-trip chrF2++`."""
    if name.startswith(_ROUND_TRIP):
        return message("round-trip {metric}", metric=metric_name(name.removeprefix(_ROUND_TRIP)))
    return metric_name(name)
