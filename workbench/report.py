"""The report of a corpus: one HTML file that opens offline, and the same figures as JSON beside it."""

from __future__ import annotations

import heapq
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpora.pair import Pair
from corpora.store import Store
from seeds.errors import FormatError
from workbench.status import status_of
from workbench.templates import page

BINS = 10
DOUBTFUL = 25


def write_report(store: Store, out: Path) -> Path:
    """Write `out` (HTML) and the figures under the same name with `.json`, whose path is returned.

    Raises FormatError where they cannot be written.
    """
    figures, doubtful = _figures(store)
    html = page("report.html", **figures, pairs=doubtful, names=sorted({name for pair in doubtful for name in pair.scores}))
    beside = out.with_suffix(".json")
    rows = [
        {"id": p.id, "name": p.name, "index": p.index, "scores": {n: f.value for n, f in p.scores.items()}} for p in doubtful
    ]
    try:
        out.write_text(html, encoding="utf-8")
        beside.write_text(json.dumps(figures | {"doubtful": rows}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise FormatError(f"{out}: {error.strerror or error}", "Check that the folder is there and may be written.") from error
    return beside


def _figures(store: Store) -> tuple[dict[str, Any], Sequence[Pair]]:
    """The report's figures, and the pairs with the lowest chrF2++, the worst first; one pass over the corpus."""
    scores: dict[str, dict[str, Any]] = {}
    lowest: list[tuple[float, str, Pair]] = []
    for pair in store.pairs():
        for name, figure in pair.scores.items():
            score = scores.setdefault(name, {"pairs": 0, "sum": 0.0, "histogram": [0] * BINS, "signatures": set()})
            score["pairs"] += 1
            score["sum"] += figure.value
            score["histogram"][min(BINS - 1, int(figure.value * BINS / 100))] += 1
            score["signatures"].add(figure.signature)
        chrf = next((figure.value for name, figure in pair.scores.items() if "chrf" in name), 0.0)
        # a heap of the DOUBTFUL lowest: its top is the best of them
        heapq.heappush(lowest, (-chrf, pair.id, pair))
        if len(lowest) > DOUBTFUL:
            heapq.heappop(lowest)
    for score in scores.values():
        score["mean"] = score.pop("sum") / score["pairs"]
        score["signatures"] = sorted(score["signatures"])
    runs = store.runs()
    last = runs[-1] if runs else {"started": "", "versions": {}}
    figures = {
        "status": status_of(store),
        "scores": dict(sorted(scores.items())),
        "made": last["started"],
        "versions": last["versions"],
    }
    return figures, [pair for _, _, pair in sorted(lowest, key=lambda item: (-item[0], item[1]))]
