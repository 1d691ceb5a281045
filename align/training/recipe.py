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
from jjak.align.mt.vocabulary import Vocabulary, tag_of, train_vocabulary
from jjak.align.mt.vocabulary_cut import cut, write_cut
from jjak.align.training.architecture import Shape, lexicon_of, new_model, shape_of
from jjak.align.training.batches import Packed, pack
from jjak.align.training.encoder_start import begin_from, shape_from
from jjak.align.training.pretrained_encoder import PretrainedEncoder, read_encoder
from jjak.align.training.schedule import Schedule, schedule_of

SCRIPTS = {"ko": re.compile("[가-힣]"), "en": re.compile("[A-Za-z]")}
LETTER = re.compile(r"[^\W\d_]")  # of any other language
# characters of the second language per character of the first: what lies outside is not a translation
RATIOS = {("ko", "en"): (0.7, 6.0)}  # the mean is 2.0
AROUND = (0.35, 3.0)  # the same for other pairs, times their mean
LONGEST = 100  # pieces
ENCODER = "encoder.txt"  # says what encoder a run began from


@dataclass(frozen=True, slots=True)
class TrainingRecipe:
    """columns: the languages of the files' columns, in order; sets: each set's share per epoch (1 = every pair once);
    generation: how output is to be searched for, which the checkpoint's `generation_config.json` will say; shape.encoder:
    a pretrained encoder to begin from, whose pieces are then cut down to `vocabulary` of them."""

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
    patterns = [SCRIPTS.get(language, LETTER) for language in recipe.languages]
    low, high = _ratio(folder, recipe)
    met: set[int] = set()
    for first, second, share in _rows(folder, recipe):
        key = hash((first, second))
        if key in met or not all(p.search(t) for p, t in zip(patterns, (first, second), strict=True)):
            continue
        met.add(key)
        if low <= len(second) / len(first) <= high:
            yield first, second, share


def _ratio(folder: Path, recipe: TrainingRecipe) -> tuple[float, float]:
    if recipe.languages in RATIOS:
        return RATIOS[recipe.languages]
    lengths = np.sum([(len(first), len(second)) for first, second, _ in _rows(folder, recipe)], axis=0)
    mean = float(lengths[1] / lengths[0])
    return AROUND[0] * mean, AROUND[1] * mean


def _rows(folder: Path, recipe: TrainingRecipe) -> Iterator[tuple[str, str, float]]:
    order = [recipe.columns.index(language) for language in recipe.languages]
    for name, share in recipe.sets.items():
        with gzip.open(folder / f"{name}.tsv.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                columns = unicodedata.normalize("NFC", line.rstrip("\n")).split("\t")
                first, second = (columns[at].strip() for at in order)
                yield first, second, share


def prepare(recipe: TrainingRecipe, pairs: Path, folder: Path, *, model: Path | None = None, threads: int = 1) -> Packed:
    """Write `folder/start`, `packed.npz` and `lexicon.npz`, all that a run needs.

    `start` is a copy of the checkpoint `model`, or else a new tokenizer and an untrained model of the recipe's shape, which
    begins from its encoder where it names one.
    """
    start, encoder = folder / "start", None
    if model is None and recipe.shape.encoder:
        encoder = read_encoder(recipe.shape.encoder)
        shape_from(recipe.shape, encoder)  # before anything is packed
    rows = list(read_pairs(pairs, recipe))
    np.random.default_rng(recipe.schedule.seed).shuffle(rows)
    if model is None:
        _write_tokenizer(recipe, rows, start, encoder, threads)
    else:
        shutil.copytree(model, start, dirs_exist_ok=True)
    packed = _packed(recipe, rows, Vocabulary(start), threads)
    packed.save(folder / "packed.npz")
    size = len(Vocabulary(start))
    lexicon = lexicon_of(packed, size)
    lexicon.save(folder / "lexicon.npz")
    if encoder is not None:
        (folder / ENCODER).write_text(f"{encoder.name}, its first {recipe.shape.encoder_layers} layers", encoding="utf-8")
        begin_from(encoder, start, recipe.shape, recipe.schedule.seed)
    elif model is None:
        new_model(start, recipe.shape, size, lexicon, recipe.schedule.seed)
    return packed


def _write_tokenizer(
    recipe: TrainingRecipe, rows: list[tuple[str, str, float]], start: Path, encoder: PretrainedEncoder | None, threads: int
) -> None:
    sample = (text for first, second, share in rows if share >= 0.5 for text in (first, second))
    tags = [tag_of(language) for language in recipe.languages]
    if encoder is None:
        train_vocabulary(sample, start, size=recipe.vocabulary, tags=tags, threads=threads)
    else:
        write_cut(start, cut(encoder.pieces, sample, recipe.vocabulary), tags)


def _packed(recipe: TrainingRecipe, rows: list[tuple[str, str, float]], vocabulary: Vocabulary, threads: int) -> Packed:
    sides = vocabulary.encode([row[0] for row in rows], threads), vocabulary.encode([row[1] for row in rows], threads)
    kept = [at for at in range(len(rows)) if all(0 < len(side[at]) <= LONGEST for side in sides)]
    return pack(recipe.languages, ([sides[0][i] for i in kept], [sides[1][i] for i in kept]), [rows[i][2] for i in kept])
