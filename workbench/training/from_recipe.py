"""Training from a recipe: preparing the data, validating with the engine that users have, and writing the card."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from jjak.align.mt.checkpoint import find_checkpoint
from jjak.align.mt.transformers_engine import ensure_installed, quiet_transformers
from jjak.align.training.batches import Packed
from jjak.align.training.ibm1 import Lexicon
from jjak.align.training.parcel import read_parcel, write_parcel
from jjak.align.training.recipe import ENCODER, TrainingRecipe, prepare, read_recipe
from jjak.align.training.schedule import AUTO, device_for, precision_for
from jjak.align.training.trainer import Trainer
from jjak.seeds.errors import FormatError, SettingError
from jjak.seeds.message import message
from jjak.workbench.training.learning_curve import write_curve
from jjak.workbench.training.model_card import manifest_of, write_card
from jjak.workbench.training.progress import TrainingProgress, announce
from jjak.workbench.training.run import kept_line, stoppable
from jjak.workbench.training.validation import passing_cache, sample, scores_of


def train(
    out: Path,
    recipe_file: Path,
    pairs: Path | None,
    dev: Sequence[Path],
    options: Mapping[str, Any],
    *,
    parcel: Path | None = None,
    model: str = "",
    threads: int = 0,
    device: str = AUTO,
) -> bool:
    """Train in `out`, from its start or from where it stopped; the start is the checkpoint called `model`, or a new one.

    pairs: the folder of sets, which a prepared run does without; parcel: what another machine prepared for a run that has not
    begun. False where it was interrupted before its end. Raises SettingError at a recipe or a parcel that cannot be read or a
    device that is not there, FormatError at a development file that is none, ModelError where there is no such checkpoint or
    the extra `train` is not installed.
    """
    ensure_installed(message("Training"))
    recipe = _recipe(recipe_file)
    if parcel is not None:
        _lay_out(parcel, out)
    _ensure_sets(recipe, recipe_file, pairs, out)
    try:
        device = device_for(device)
    except ValueError as error:
        raise SettingError(str(error)) from error
    schedule = replace(recipe.schedule, **options)
    precision = precision_for(device) if schedule.precision == AUTO else schedule.precision
    recipe = replace(recipe, schedule=replace(schedule, precision=precision))
    sets = {file.stem: _read(file, recipe) for file in dev}
    with quiet_transformers():
        start = find_checkpoint(model) if model else None
        packed = _prepared(recipe, pairs, out, start.folder if start else None, threads)
        trainer = Trainer(
            out,
            out / "start",
            packed,
            recipe.schedule,
            lexicon=Lexicon.load(out / "lexicon.npz") if recipe.schedule.guide and not model else None,
            threads=threads,
            device=device,
        )
        for name, value in recipe.generation.items():
            setattr(trainer.model.generation_config, name, value)
        few = {name: sample(rows) for name, rows in sets.items()}

        def validate(folder: Path) -> Mapping[str, float]:
            scores = scores_of(str(folder), recipe.languages, few, beam=1, threads=threads)
            return {name: score.value for name, score in scores.items()}

        with stoppable(trainer), passing_cache(out / "cache"), TrainingProgress(trainer.step, recipe.schedule.steps) as log:
            trainer.run(validate, log.report)
            if trainer.stopping:
                return False
            if line := kept_line(out / "log.jsonl"):
                announce(line)
            whole = scores_of(str(out / "model"), recipe.languages, sets, beam=4, threads=threads)
    write_curve(out / "log.jsonl", out / "curve.svg")
    begun = f"{start.name}@{start.revision}" if start else _encoder(out)
    write_card(out, recipe, pairs or out / "pairs", {name: len(rows) for name, rows in sets.items()}, whole, begun)
    return True


def prepare_parcel(out: Path, recipe_file: Path, pairs: Path | None, parcel: Path, *, model: str = "", threads: int = 0) -> int:
    """Prepare a run in `out` and write all that it needs on another machine to `parcel`; its size in bytes.

    Raises SettingError at a recipe that cannot be read and where `parcel` cannot be written.
    """
    ensure_installed(message("Training"))
    recipe = _recipe(recipe_file)
    _ensure_sets(recipe, recipe_file, pairs, out)
    with quiet_transformers():
        start = find_checkpoint(model) if model else None
        _prepared(recipe, pairs, out, start.folder if start else None, threads)
    manifest = manifest_of(pairs) if pairs else None
    try:
        if manifest and manifest.is_file():
            shutil.copyfile(manifest, out / manifest.name)
        return write_parcel(out, parcel)
    except OSError as error:
        cause = error.strerror or str(error)
        raise SettingError("{parcel}: {cause}", "Name a file that can be written.", parcel=parcel, cause=cause) from error


def _recipe(file: Path) -> TrainingRecipe:
    try:
        return read_recipe(file)
    except (OSError, ValueError) as error:
        raise SettingError(str(error)) from error


def _lay_out(parcel: Path, out: Path) -> None:
    """Unpack a parcel where no run has begun."""
    if _is_prepared(out):
        announce(f"{out} is prepared already; {parcel} is left as it is")
        return
    try:
        read_parcel(parcel, out)
    except (OSError, ValueError) as error:
        fix = "Write it anew with --write-parcel."
        raise SettingError("{parcel}: {cause}", fix, parcel=parcel, cause=str(error)) from error


def _ensure_sets(recipe: TrainingRecipe, recipe_file: Path, pairs: Path | None, out: Path) -> None:
    """Say which sets are missing before anything is packed; what is packed travels without the files that it was made of."""
    if _is_prepared(out):
        return
    if pairs is None:
        raise SettingError("A recipe takes its sets from one folder", "Give it with --pairs FOLDER, and no --corpus.")
    if missing := [name for name in recipe.sets if not (pairs / f"{name}.tsv.gz").is_file()]:
        files = ", ".join(f"{name}.tsv.gz" for name in missing)
        raise SettingError("{recipe}: no {files} in {folder}", recipe=recipe_file, files=files, folder=pairs)


def _encoder(out: Path) -> str:
    """What a card says of the encoder that a model began from; empty where there was none."""
    said = out / ENCODER
    return said.read_text(encoding="utf-8") if said.is_file() else ""


def _is_prepared(out: Path) -> bool:
    return (out / "start" / "model.safetensors").exists() and (out / "packed.npz").exists()


def _prepared(recipe: TrainingRecipe, pairs: Path | None, out: Path, model: Path | None, threads: int) -> Packed:
    if _is_prepared(out):
        return Packed.load(out / "packed.npz")
    assert pairs is not None
    announce(f"preparing {len(recipe.sets)} sets of {pairs}")
    try:
        return prepare(recipe, pairs, out, model=model, threads=threads or 1)
    except ValueError as error:
        raise SettingError(str(error)) from error


def _read(file: Path, recipe: TrainingRecipe) -> list[tuple[str, str]]:
    """Rows in the order of the recipe's languages."""
    order = [recipe.columns.index(language) for language in recipe.languages]
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        columns = line.split("\t")
        if len(columns) != len(order):
            raise FormatError(
                "{file}:{line}: {found:,} columns, expected {expected:,}",
                "Part the columns with one tab.",
                file=file,
                line=number,
                found=len(columns),
                expected=len(order),
            )
        rows.append((columns[order[0]], columns[order[1]]))
    return rows
