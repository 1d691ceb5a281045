"""What a corpus holds, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from jjak.corpora.store.corpus import Corpus


def status_of(store: Corpus) -> dict[str, Any]:
    """Counts of documents, pairs (by origin, status, kind, direction, model), translations and runs, and mean scores."""
    counts = store.counts()
    documents = store.documents()
    return {
        "corpus": store.name,
        "documents": len(documents),
        "readers": dict(Counter(metadata.get("reader", "") for _, _, metadata in documents)),
        "pairs": sum(counts["origin"].values()),
        **{name: dict(sorted(counts[name].items())) for name in ("origin", "status", "kind", "direction", "model")},
        "translations": counts["translations"]["all"],
        "runs": len(store.runs()),
        "scores": {name: {"pairs": count, "mean": mean} for name, (count, mean) in store.means().items()},
    }


def status_rows(status: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The same as names and values for a person."""
    rows = [("corpus", str(status["corpus"])), ("documents", f"{status['documents']:,} ({_listed(status['readers'])})")]
    rows.append(("pairs", f"{status['pairs']:,}"))
    rows += [
        (f"  by {name}", _listed(status[name])) for name in ("origin", "status", "kind", "direction", "model") if status[name]
    ]
    rows.append(("translations", f"{status['translations']:,} kept, none is made twice"))
    rows.append(("runs", f"{status['runs']:,}"))
    for name, score in status["scores"].items():
        rows.append((name.replace("_", "-", 2), f"mean {score['mean']:.2f} over {score['pairs']:,} pairs"))
    return rows


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())
