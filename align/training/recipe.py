"""How a model of ours is made: which sets in which shares, which vocabulary, shape and schedule, in one TOML file."""

from __future__ import annotations

import gzip
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from jjak.align.mt.checkpoint import Generation
from jjak.align.mt.vocabulary import TAGS, Vocabulary, train_vocabulary
from jjak.align.training.architecture import Shape, lexicon_of, new_model, shape_of
from jjak.align.training.batches import Packed, pack
from jjak.align.training.schedule import Schedule, schedule_of

SCRIPTS = {"ko": re.compile("[가-힣]"), "en": re.compile("[A-Za-z]")}
RATIO = (0.7, 6.0)  # characters of English per character of Korean; the mean is 2.0, and what lies outside is not a translation
LONGEST = 100  # pieces


@dataclass(frozen=True, slots=True)
class TrainingRecipe:
    """columns: the languages of the files' columns, in order; sets: each set's share per epoch (1 = every pair once);
    generation: how output is to be searched for, which the checkpoint's `generation_config.json` will say."""

    languages: tuple[str, str]
    columns: tuple[str, str]
    sets: Mapping[str, float]
    vocabulary: int
    shape: Shape
    schedule: Schedule
    generation: Mapping[str, float]


def read_recipe(path: Path) -> TrainingRecipe:
    """Raises ValueError at what a recipe cannot say, with the file's name."""
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return TrainingRecipe(
            languages=tuple(table["languages"]),
            columns=tuple(table["columns"]),
            sets=table["sets"],
            vocabulary=table["vocabulary"]["size"],
            shape=shape_of(table.get("model", {})),
            schedule=schedule_of(table.get("training", {})),
            generation=_generation(table.get("generation", {})),
        )
    except (KeyError, ValueError, RecursionError) as error:
        raise ValueError(f"{path}: {error}; see align/models/ko-en/recipe.toml for a whole recipe") from error


def _generation(options: Mapping[str, float]) -> Mapping[str, float]:
    for name in options:
        if name not in Generation._fields:
            raise ValueError(f"Unknown setting '{name}'; there are: {', '.join(Generation._fields)}")
    return options


def read_pairs(folder: Path, recipe: TrainingRecipe) -> Iterator[tuple[str, str, float]]:
    """Text in the recipe's first language, in its second, and share, from `folder/SET.tsv.gz`; no pair comes twice."""
    order = [recipe.columns.index(language) for language in recipe.languages]
    patterns = [SCRIPTS[language] for language in recipe.languages]
    met: set[int] = set()
    for name, share in recipe.sets.items():
        with gzip.open(folder / f"{name}.tsv.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                columns = unicodedata.normalize("NFC", line.rstrip("\n")).split("\t")
                first, second = (columns[at].strip() for at in order)
                key = hash((first, second))
                if key in met or not all(p.search(t) for p, t in zip(patterns, (first, second), strict=True)):
                    continue
                met.add(key)
                if RATIO[0] <= len(second) / len(first) <= RATIO[1]:
                    yield first, second, share


def prepare(recipe: TrainingRecipe, pairs: Path, folder: Path, *, model: Path | None = None, threads: int = 1) -> Packed:
    """Write `folder/start`, `packed.npz` and `lexicon.npz`, all that a run needs.

    `start` is a copy of the checkpoint `model`, or else a new tokenizer and an untrained model of the recipe's shape.
    """
    rows = list(read_pairs(pairs, recipe))
    np.random.default_rng(recipe.schedule.seed).shuffle(rows)
    start = folder / "start"
    if model is None:
        sample = (text for first, second, share in rows if share >= 0.5 for text in (first, second))
        tags = [TAGS[language] for language in recipe.languages]
        train_vocabulary(sample, start, size=recipe.vocabulary, tags=tags, threads=threads)
    else:
        shutil.copytree(model, start, dirs_exist_ok=True)
    vocabulary = Vocabulary(start)
    sides = vocabulary.encode([row[0] for row in rows], threads), vocabulary.encode([row[1] for row in rows], threads)
    kept = [at for at in range(len(rows)) if all(0 < len(side[at]) <= LONGEST for side in sides)]
    packed = pack(recipe.languages, ([sides[0][i] for i in kept], [sides[1][i] for i in kept]), [rows[i][2] for i in kept])
    packed.save(folder / "packed.npz")
    lexicon = lexicon_of(packed, len(vocabulary))
    lexicon.save(folder / "lexicon.npz")
    if model is None:
        new_model(start, recipe.shape, len(vocabulary), lexicon, recipe.schedule.seed)
    return packed
