"""What a corpus holds, in counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from jjak.corpora.pair import ASIDE
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.left_out import left_out_summary
from jjak.eval.metric_names import score_name
from jjak.seeds.message import counted, message
from jjak.seeds.secrets import without_secrets
from jjak.workbench.report.content import Text, joined
from jjak.workbench.report.names import by_reason, documents, pairs, value_name
from jjak.workbench.row_flags import FLAGS


def status_of(store: Corpus) -> dict[str, Any]:
    """Counts of documents, pairs (by origin, status, kind, direction, model), translations and runs, and mean scores."""
    counts = store.counts()
    lost = left_out_summary(store)
    known = store.documents()
    return {
        "corpus": without_secrets(store.name),
        "documents": len(known),
        "readers": dict(Counter(metadata.get("reader", "") for _, _, metadata in known)),
        "left_out": {"lines": lost.lines, "documents": len(lost.by_document), "unknown": lost.unknown},
        "pairs": sum(counts["origin"].values()),
        **{name: dict(sorted(counts[name].items())) for name in ("origin", "status", "kind", "direction", "model")},
        "aside": dict(store.states()),
        "translations": counts["translations"]["all"],
        "runs": len(store.runs()),
        "scores": {f"{name} {way}": {"pairs": count, "mean": mean} for (name, way), (count, mean) in store.means().items()},
        "round_trips": {
            way: {"pairs": count, "low": low, "middle": middle, "high": high}
            for way, (count, low, middle, high) in store.round_trips().items()
        },
    }


def status_rows(status: Mapping[str, Any]) -> list[tuple[Text, Text]]:
    """The same as names and values for a person."""
    found = f"{status['documents']:,}"
    readers = ", ".join(f"{name} {count:,}" for name, count in status["readers"].items())
    rows: list[tuple[Text, Text]] = [
        (message("corpus"), str(status["corpus"])),
        (message("documents"), f"{found} ({readers})" if readers else found),
        *_left_out(status["left_out"]),
        (message("pairs"), f"{status['pairs']:,}"),
    ]
    titles: dict[str, Text] = {
        "origin": message("by origin"),
        "status": message("by status"),
        "kind": message("by kind"),
        "direction": message("by direction"),
        "model": message("by model"),
    }
    rows += [(joined(["", title], "  "), _listed(group, status[group])) for group, title in titles.items() if status[group]]
    if status["aside"]:
        listed = joined([joined([FLAGS[flag], f"{status['aside'][flag]:,}"], " ") for flag in ASIDE if flag in status["aside"]])
        rows.append((message("set aside, in no pair"), listed))
    kept = counted("{count} stored, never made twice", "{count:,} stored, none of them made twice", status["translations"])
    rows += [(message("translations"), kept), (message("builds and imports"), f"{status['runs']:,}")]
    for name, score in status["scores"].items():
        metric, _, way = name.partition(" ")
        title = joined([score_name(metric), way], " ")
        rows.append((title, message("mean {mean:.2f} over {pairs}", mean=score["mean"], pairs=pairs(score["pairs"]))))
    for way, trip in status["round_trips"].items():
        said = message(
            "{middle:.0f} in the middle of {pairs}, half of them from {low:.0f} to {high:.0f}",
            middle=trip["middle"],
            pairs=pairs(trip["pairs"]),
            low=trip["low"],
            high=trip["high"],
        )
        rows.append((joined([score_name("round_trip_chrf2++"), way], " "), said))
    return rows


def _left_out(found: Mapping[str, Any]) -> Iterator[tuple[Text, Text]]:
    """What of the documents is in no pair; nothing where that is nothing."""
    name = joined(["", message("left out")], "  ")
    if found["lines"]:
        lines = counted("{count} line", "{count:,} lines", sum(found["lines"].values()))
        yield name, message("{lines}: {reasons}", lines=lines, reasons=by_reason(found["lines"]))
    if found["unknown"]:
        yield name, message("not known of {documents}, built before it was kept", documents=documents(found["unknown"]))


def _listed(group: str, counts: Mapping[str, int]) -> Text:
    return joined([joined([value_name(group, name), f"{count:,}"], " ") for name, count in counts.items()])
