"""The figures of a corpus's report, as its JSON has them; docs/report.md and the schema say what each means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import numpy as np

from jjak.workbench.report.corpus_statistics import BINS, EDITS, RATIOS, Changes, CorpusStatistics, Doubt, Tally, histogram

SCHEMA = "jjak/corpus/1"
SCORE_EDGES = [100 * at / BINS for at in range(BINS + 1)]


def figures_of(
    found: CorpusStatistics, status: Mapping[str, Any], runs: Sequence[Mapping[str, Any]], left_out: Mapping[str, Any]
) -> dict[str, Any]:
    """The figures as JSON.

    Args:
        found: The corpus's statistics.
        status: What `jjak status --json` prints.
        runs: The builds and imports, the newest last.
        left_out: What was left out of the documents.
    """
    last: Mapping[str, Any] = runs[-1] if runs else {"started": "", "versions": {}}
    return {
        "schema": SCHEMA,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "corpus": status["corpus"],
        "status": dict(status),
        "run": last["started"],
        "versions": dict(last["versions"]) | {"jjak": version("jjak"), "sacrebleu": version("sacrebleu")},
        "counts": {name: dict(by) for name, by in found.counts.items()},
        "statuses": {name: dict(by) for name, by in found.statuses.items()},
        "scores": {name: _score(tally) for name, tally in found.tallies.items()},
        "ratios": {
            "edges": list(RATIOS),
            **{name: {"median": float(np.median(v)), "histogram": histogram(v, RATIOS)} for name, v in found.ratios.items()},
        },
        "left_out": dict(left_out),
        "unsure": found.unsure,
        "doubts": dict(found.doubts),
        "doubtful": [_doubt(doubt) for doubt in found.doubtful],
        "reviewed": _reviewed(found.changes),
    }


def _score(tally: Tally) -> dict[str, Any]:
    values = tally.values
    return {
        "pairs": len(values),
        "mean": float(values.mean()),
        "median": float(np.median(values)),
        "histogram": histogram(values, SCORE_EDGES),
        "signatures": list(tally.signatures),
        "quarters": {way: {"low": low, "middle": middle, "high": high} for way, (low, middle, high) in tally.quarters.items()},
        "by": {
            group: {name: {"pairs": n, "mean": mean} for name, (n, mean) in sorted(by.items())}
            for group, by in tally.by.items()
        },
    }


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {
        "id": doubt.pair.id,
        "name": doubt.pair.name,
        "index": doubt.pair.index,
        "reasons": [str(reason) for reason in doubt.reasons],
        "scores": {name: figure.value for name, figure in doubt.pair.scores.items()},
    }


def _reviewed(changes: Changes) -> dict[str, Any]:
    return {
        "pairs": changes.reviewed,
        "edited": changes.edited,
        "characters": _mean(changes.characters),
        "words": _mean(changes.words),
        "histogram": histogram(changes.characters, (0, *EDITS)),
        "agreement": asdict(changes.agreement) if changes.agreement else None,
    }


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if len(values) else None
