"""The card of a fine-tuned model: its data with licences, what it began with, and what it scores before and after."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from jjak.align.mt.checkpoint import Checkpoint
from jjak.corpora.exchange.holdout import NAMES, HoldoutParts
from jjak.workbench.training.learning_curve import best_row
from jjak.workbench.training.licences import identifier, licence_line, strictest
from jjak.workbench.training.model_card import named, validations
from jjak.workbench.training.run import FinetuneResult, TrainingSources, warnings_of

TAKEN = {
    "human": "human translations that nobody rejected",
    "reviewed": "pairs that a reviewer accepted, machine translations among them",
    "all": "all pairs that nobody rejected, machine translations among them",
}


def write_tuned_card(out: Path, sources: TrainingSources, result: FinetuneResult) -> None:
    """Write `out/model/README.md` from the result and the run's log."""
    log = [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    base = result.plan.base
    lines = [
        *_head(base, result.plan.directions, result.plan.languages, _given(result.parts)),
        *_data(sources, result.parts),
        *_training(result, log),
        *_scores(result),
        *_limits(result),
    ]
    (out / "model" / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _head(base: Checkpoint, directions: Sequence[str], languages: tuple[str, str], given: Sequence[str]) -> list[str]:
    own = _licence(base.folder / "README.md")
    ways = " and ".join(" to ".join(map(named, direction.split("-"))) for direction in directions)
    return [
        "---",
        f"language: [{', '.join(languages)}]",
        f"license: {identifier(strictest([own, *given]))}",
        f"base_model: {base.name}",
        "pipeline_tag: translation",
        "library_name: transformers",
        "---",
        "",
        f"# {base.name}, fine-tuned: {ways}",
        "",
        f"Begun with the MarianMT checkpoint `{base.name}`, revision `{base.revision}`; `--model FOLDER` uses it.",
        f"Its licence is {own or 'not said'}. {licence_line([own, *given])}",
        "",
    ]


def _given(parts: HoldoutParts) -> list[str]:
    """The licence of each pair that was trained on."""
    return [example.licence for example in parts.train]


def _licence(card: Path) -> str:
    """The licence that a model's card gives in its head, empty where it gives none."""
    if not card.is_file():
        return ""
    lines = card.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line.removeprefix("license:").strip() for line in lines[:30] if line.startswith("license:")), "")


def _data(sources: TrainingSources, parts: HoldoutParts) -> list[str]:
    counts = {name: Counter((e.collection, e.licence) for e in getattr(parts, name)) for name in NAMES}
    keys = sorted({key for counter in counts.values() for key in counter})
    rows = [
        f"| {name} | {licence or 'not said'} | " + " | ".join(f"{counts[part][name, licence]:,}" for part in NAMES) + " |"
        for name, licence in keys
    ]
    sizes = [len(getattr(parts, name)) for name in NAMES]
    documents = len({e.document for name in NAMES for e in getattr(parts, name) if e.document})
    how = f"by document ({documents:,} of them)" if documents and sources.by == "document" else "by pair"
    return [
        "## Data",
        "",
        "| from | licence | train | validation | test |",
        "|---|---|---|---|---|",
        *rows,
        f"| all | | {sizes[0]:,} | {sizes[1]:,} | {sizes[2]:,} |",
        "",
        f"Taken were {TAKEN[sources.take]}. They were parted {how}, by a hash that does not change when the corpus grows;",
        "nothing of the test part was trained on or validated with. Left out were doubles",
        f"({parts.doubled:,}), pairs with identical sides ({parts.identical:,}) and pairs of training or validation that share",
        f"a text with a part kept back ({parts.near:,}).",
        *_filters(sources),
        "",
    ]


def _filters(sources: TrainingSources) -> list[str]:
    """The filters that the pairs went through, as an export's recipe writes them."""
    if not sources.filters:
        return []
    steps = "; ".join(f"`{name}`" + (f" {dict(values)}" if values else "") for name, values in sources.filters)
    return [f"Of corpora only pairs were taken that these filters keep: {steps}."]


def _training(result: FinetuneResult, log: Sequence[Mapping[str, float]]) -> list[str]:
    schedule, last, best = result.schedule, log[-1], best_row(log)
    settings = ", ".join(f"{name} {value}" for name, value in asdict(schedule).items() if not name.startswith("guide"))
    kept = f"The weights kept are those of update {best['step']:,}." if best else ""
    if best and best["step"] == 0:
        kept = "No validation was better than the checkpoint begun with: the weights are its own."
    return [
        "## Training",
        "",
        f"{last['step']:,} updates, {last['tokens'] / 1e6:.2f} million pieces, the last in epoch {last['epoch'] + 1:,}.",
        *([kept] if kept else []),
        "",
        f"- schedule: {settings}",
        "",
        "Validation as it went (some lines of the validation sets, greedy; update 0 is the checkpoint begun with):",
        "",
        *validations(log),
        "",
    ]


def _scores(result: FinetuneResult) -> list[str]:
    sizes = ", ".join(f"{name} ({count:,} lines)" for name, count in result.sizes.items() if count)
    rows = [
        f"| {name} | {result.before[name].value:.2f} | {score.value:.2f} | `{score.signature}` |"
        for name, score in result.after.items()
    ]
    return [
        "## Scores",
        "",
        f"Beam 4, 8 bits: {sizes}. The best weights were chosen on all sets but the test.",
        "",
        "| set, direction, metric | before | after | signature |",
        "|---|---|---|---|",
        *rows,
        "",
    ]


def _limits(result: FinetuneResult) -> list[str]:
    return [
        "## Not good for",
        "",
        "Text unlike the data above: it does there what the checkpoint begun with does, or a little less. A small model stays",
        "a small model: read what it gives before you use it.",
        *warnings_of(result),
    ]
