"""The model card: what a model was trained on and how, what it scores, and what it is not good for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from jjak.align.training.recipe import TrainingRecipe
from jjak.eval.metrics import Score
from jjak.workbench.training.licences import identifier, licence_line, strictest


def write_card(
    out: Path, recipe: TrainingRecipe, pairs: Path, dev: Mapping[str, int], scores: Mapping[str, Score], start: str = ""
) -> None:
    """Write `out/model/README.md` from the recipe, the run's log and the scores by `SET FROM-TO METRIC`; start: the name
    and the revision of the checkpoint that the run began with, empty for a new one."""
    log = [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    licences = [_licences(pairs).get(name, "") for name in recipe.sets]
    parts = [*_head(recipe, licences), *_data(recipe, pairs), *_training(recipe, log, start), *_scores(dev, scores), *_limits()]
    card = "\n".join(parts)
    (out / "model" / "README.md").write_text(card + "\n", encoding="utf-8")


def named(language: str) -> str:
    return {"ko": "Korean", "en": "English"}.get(language, language)


def _head(recipe: TrainingRecipe, licences: Sequence[str]) -> list[str]:
    names = "–".join(map(named, recipe.languages))
    return [
        "---",
        f"language: [{', '.join(recipe.languages)}]",
        f"license: {identifier(strictest(licences))}",
        "pipeline_tag: translation",
        "library_name: transformers",
        "---",
        "",
        f"# A small {names} MarianMT model, both directions",
        "",
        "One model with one vocabulary translates either way; `>>kor<<` or `>>eng<<` before a text asks for the language.",
        "It is there so that everything works with no network; where there is one, use a larger model.",
        "",
    ]


def _data(recipe: TrainingRecipe, pairs: Path) -> list[str]:
    licences = _licences(pairs)
    rows = [f"| {name} | {share:g} | {licences.get(name, '')} |" for name, share in recipe.sets.items()]
    return [
        "## Data",
        "",
        "Share 1 is every pair once an epoch, in both directions.",
        "",
        "| set | share | licence |",
        "|---|---|---|",
        *rows,
        "",
        licence_line([licences.get(name, "") for name in recipe.sets]),
        "",
    ]


def manifest_of(pairs: Path) -> Path:
    """Where the licences of the sets in a folder stand."""
    return pairs.parent / "MANIFEST.tsv"


def _licences(pairs: Path) -> dict[str, str]:
    """Licences by set, from the `MANIFEST.tsv` that stands beside the folder of pairs, where there is one."""
    manifest = manifest_of(pairs)
    if not manifest.is_file():
        return {}
    head, *rows = (line.split("\t") for line in manifest.read_text(encoding="utf-8").splitlines())
    return {row[head.index("name")]: row[head.index("licence")] for row in rows}


def _training(recipe: TrainingRecipe, log: list[dict[str, float]], start: str) -> list[str]:
    last = log[-1]
    shape, schedule = (", ".join(f"{k} {v}" for k, v in asdict(part).items()) for part in (recipe.shape, recipe.schedule))
    return [
        "## Training",
        "",
        f"`jjak train` with a recipe: {last['step']:,.0f} updates, {last['tokens'] / 1e6:.1f} million target pieces,",
        f"{last['epoch']:.0f} whole epochs. Vocabulary: {recipe.vocabulary:,} pieces of one unigram model, bytes elsewhere.",
        *([f"The run began with the checkpoint {start}."] if start else []),
        "",
        f"- shape: {shape}",
        f"- schedule: {schedule}",
        "",
        "Validation as it went (some lines of the development sets, greedy):",
        "",
        *validations(log),
        "",
    ]


def validations(log: Sequence[Mapping[str, float]]) -> list[str]:
    """A table of the chrF2 of each validation in a run's log."""
    curve = [row for row in log if any(name.endswith("chrf2") for name in row)]
    names = [name for name in (curve[-1] if curve else {}) if name.endswith("chrf2")]
    heads = " | ".join(name.removesuffix(" chrf2") for name in names)
    rows = [
        f"| {row['step']:,} | {row['tokens'] / 1e6:.2f} | " + " | ".join(f"{row[name]:.1f}" for name in names) + " |"
        for row in curve
        if set(names) <= set(row)
    ]
    return [f"| updates | million pieces | {heads} |", "|---|---|" + "---|" * len(names), *rows]


def _scores(dev: Mapping[str, int], scores: Mapping[str, Score]) -> list[str]:
    sizes = ", ".join(f"{name} ({count:,} lines)" for name, count in dev.items())
    rows = [f"| {name} | {score.value:.2f} | `{score.signature}` |" for name, score in scores.items()]
    return [
        "## Scores",
        "",
        f"Beam 4, 8 bits, whole development sets, never trained on: {sizes}.",
        "",
        "| set, direction, metric | value | signature |",
        "|---|---|---|",
        *rows,
        "",
    ]


def _limits() -> list[str]:
    return [
        "## Not good for",
        "",
        "Reading what a text says: it is trained for minutes to hours on little text, most of it software documentation, games",
        "and scripture. Names, news and long sentences come out wrong more often than right. Use its output as evidence for",
        "aligning and as a first draft, never unread.",
    ]
