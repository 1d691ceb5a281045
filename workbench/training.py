"""Training from a recipe: preparing the data, validating with the engine that users have, and writing the card."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from align.batches import Packed
from align.checkpoint import find_checkpoint
from align.engines import load_translator
from align.lexicon import Lexicon
from align.quiet import quiet_transformers
from align.recipe import Recipe, prepare, read_recipe
from align.training import Trainer
from eval.metrics import Score, corpus_score
from seeds.errors import FormatError, SettingError
from workbench.card import write_card

VALIDATED = 200  # lines of a development file that are translated at each validation
METRICS = ("bleu", "chrf2")


def train(
    out: Path,
    recipe_file: Path,
    pairs: Path,
    dev: Sequence[Path],
    options: Mapping[str, Any],
    *,
    model: str = "",
    threads: int = 0,
    device: str = "cpu",
) -> None:
    """Train in `out`, from its start or from where it stopped; the start is the checkpoint called `model`, or a new one.

    Raises SettingError at a recipe that cannot be read, FormatError at a development file that is none, ModelError where
    there is no such checkpoint.
    """
    try:
        recipe = read_recipe(recipe_file)
    except (OSError, ValueError) as error:
        raise SettingError(str(error)) from error
    if missing := [name for name in recipe.sets if not (pairs / f"{name}.tsv.gz").is_file()]:
        raise SettingError(f"{recipe_file}: no {', '.join(f'{name}.tsv.gz' for name in missing)} in {pairs}")
    recipe = replace(recipe, schedule=replace(recipe.schedule, **options))
    sets = {file.stem: _read(file, recipe) for file in dev}
    with quiet_transformers():
        start = find_checkpoint(model) if model else None
        packed = _prepared(recipe, pairs, out, start.folder if start else None, threads)
        trainer = Trainer(
            out,
            out / "start",
            packed,
            recipe.schedule,
            lexicon=None if model else Lexicon.load(out / "lexicon.npz"),
            threads=threads,
            device=device,
        )
        for name, value in recipe.generation.items():
            setattr(trainer.model.generation_config, name, value)
        trainer.run(lambda folder: _validate(folder, recipe, sets, threads), _report)
        whole = _scores(out / "model", recipe, sets, threads, beam=4)
    begun = f"{start.name}@{start.revision}" if start else ""
    write_card(out, recipe, pairs, {name: len(rows) for name, rows in sets.items()}, whole, begun)


def _prepared(recipe: Recipe, pairs: Path, out: Path, model: Path | None, threads: int) -> Packed:
    if (out / "start" / "model.safetensors").exists():
        return Packed.load(out / "packed.npz")
    print(f"preparing {len(recipe.sets)} sets of {pairs}", file=sys.stderr)
    return prepare(recipe, pairs, out, model=model, threads=threads or 1)


def _read(file: Path, recipe: Recipe) -> list[tuple[str, str]]:
    """Rows in the order of the recipe's languages."""
    order = [recipe.columns.index(language) for language in recipe.languages]
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        columns = line.split("\t")
        if len(columns) != len(order):
            raise FormatError(
                f"{file}:{number}: {len(columns)} columns, expected {len(order)}", "Part the columns with one tab."
            )
        rows.append((columns[order[0]], columns[order[1]]))
    return rows


def _validate(folder: Path, recipe: Recipe, sets: Mapping[str, list[tuple[str, str]]], threads: int) -> dict[str, float]:
    few = {name: rows[:VALIDATED] for name, rows in sets.items()}
    return {name: s.value for name, s in _scores(folder, recipe, few, threads, beam=1).items()}


def _scores(
    folder: Path, recipe: Recipe, sets: Mapping[str, list[tuple[str, str]]], threads: int, *, beam: int
) -> dict[str, Score]:
    """Corpus scores by `SET FROM-TO METRIC`."""
    scores: dict[str, Score] = {}
    for name, rows in sets.items():
        for to in (0, 1):
            source, target = recipe.languages[1 - to], recipe.languages[to]
            translator = load_translator(source, target, model=str(folder), beam=beam, threads=threads)
            hypotheses = [translation.text for translation in translator([row[1 - to] for row in rows])]
            for metric in METRICS:
                scores[f"{name} {source}-{target} {metric}"] = corpus_score(
                    metric, hypotheses, [row[to] for row in rows], target
                )
    return scores


def _report(row: Mapping[str, float]) -> None:
    figures = "  ".join(f"{name} {value:,.4g}" for name, value in row.items())
    print(figures, file=sys.stderr, flush=True)
