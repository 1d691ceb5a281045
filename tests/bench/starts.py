"""What a model begins from, compared by equal processor time: nothing, a lexicon, a pretrained encoder, both.

usage: python tests/bench/starts.py DATA RECIPE OUT [--minutes 3] [--points 4] [--lines 200] [--starts both,encoder]

DATA is a folder with `pairs/` and `dev/flores_dev.tsv`; RECIPE names an encoder (align/models/ko-en/encoder.toml). All four
read the same batches of the same pieces. What is counted is the processor's time of the updates, so that other work on the
machine decides nothing. A row for each point goes to OUT/starts.jsonl: nats per target piece on the first lines of FLORES
dev, each way.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from dataclasses import replace
from pathlib import Path

from jjak.align.mt.vocabulary import Vocabulary
from jjak.align.training.architecture import Shape, new_model
from jjak.align.training.batches import Packed, pack
from jjak.align.training.ibm1 import Lexicon
from jjak.align.training.recipe import TrainingRecipe, prepare, read_recipe
from jjak.align.training.schedule import precision_for
from jjak.align.training.trainer import Trainer

STARTS = ("nothing", "lexicon", "encoder", "both")
PLAIN = Shape()  # the embedded model's


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("recipe", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--points", type=int, default=4)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--starts", default=",".join(STARTS))
    given = parser.parse_args()
    recipe = read_recipe(given.recipe)
    prepared = given.out / "prepared"
    if not (prepared / "start" / "model.safetensors").exists():
        prepare(recipe, given.data / "pairs", prepared)
    packed, lexicon = Packed.load(prepared / "packed.npz"), Lexicon.load(prepared / "lexicon.npz")
    dev = development(given.data / "dev" / "flores_dev.tsv", recipe, prepared / "start", given.lines)
    for name in given.starts.split(","):
        trainer = begun(name, recipe, prepared, given.out / name, packed, dev, lexicon, given.threads)
        for point in range(1, given.points + 1):
            spent = run_for(trainer, 60 * given.minutes / given.points)
            row = {"start": name, "minutes": round(given.minutes * point / given.points, 2), "updates": trainer.step}
            row |= {"pieces": trainer.seen, "pieces_per_second": round(trainer.seen / (60 * row["minutes"]))}
            row |= {"loss": round(spent, 3)} | {key: round(value, 3) for key, value in trainer._dev_losses().items()}
            print(json.dumps(row), flush=True)
            with (given.out / "starts.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")


def development(path: Path, recipe: TrainingRecipe, start: Path, lines: int) -> Packed:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[:lines]]
    order, vocabulary = [recipe.columns.index(language) for language in recipe.languages], Vocabulary(start)
    first, second = (vocabulary.encode([row[at] for row in rows]) for at in order)
    return pack(recipe.languages, (first, second), [1.0] * len(rows))


def begun(
    name: str, recipe: TrainingRecipe, prepared: Path, out: Path, packed: Packed, dev: Packed, lexicon: Lexicon, threads: int
) -> Trainer:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    guide = recipe.schedule.guide if name in ("lexicon", "both") else 0.0
    schedule = replace(recipe.schedule, guide=guide, steps=1_000_000, precision=precision_for("cpu"))
    start = prepared / "start"
    if name in ("nothing", "lexicon"):
        start = out / "start"
        shutil.copytree(prepared / "start", start, ignore=shutil.ignore_patterns("model.safetensors"))
        new_model(start, PLAIN, lexicon.size, lexicon if name == "lexicon" else None, schedule.seed)
        schedule = replace(schedule, encoder_rate=1.0, embedding_rate=1.0, encoder_from=0)
    return Trainer(out, start, packed, schedule, dev=dev, lexicon=lexicon if guide else None, threads=threads)


def run_for(trainer: Trainer, seconds: float) -> float:
    """Train for so much processor time; the mean of the last losses."""
    batches, began, losses = trainer._batches(), time.process_time(), []
    while time.process_time() - began < seconds:
        losses.append(trainer._update(batches))
        trainer.step += 1
    return float(sum(loss.item() for loss in losses[-20:]) / len(losses[-20:]))


if __name__ == "__main__":
    main()
