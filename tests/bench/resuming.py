"""What it costs to go on from weights alone: a run that was never broken beside one that lost its optimizers.

usage: python tests/bench/resuming.py DATA RECIPE OUT [--before 500] [--after 1000] [--tokens 512] [--points 4] [--lines 300]

DATA is a folder with `pairs/` and `dev/flores_dev.tsv`. A run is trained for `before` updates; then it goes on from `latest.pt`
(unbroken) and from `carried.pt` (weights and their average in half precision), over the same batches. A row for each point:
nats per target piece on the first lines of FLORES dev, the mean of both directions, with the averaged weights.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import replace
from pathlib import Path

from jjak.align.training.batches import Packed
from jjak.align.training.ibm1 import Lexicon
from jjak.align.training.recipe import prepare, read_recipe
from jjak.align.training.run_state import CARRIED, WHOLE
from jjak.align.training.schedule import precision_for
from jjak.align.training.trainer import Trainer
from starts import development


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("recipe", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--before", type=int, default=500)
    parser.add_argument("--after", type=int, default=1000)
    parser.add_argument("--tokens", type=int, default=512)
    parser.add_argument("--points", type=int, default=4)
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    recipe = read_recipe(given.recipe)
    schedule = replace(recipe.schedule, tokens=given.tokens, warmup=100, guide=0.0, precision=precision_for("cpu"))
    schedule = replace(schedule, steps=given.before + given.after, decay=0)
    prepared = given.out / "prepared"
    if not (prepared / "start" / "model.safetensors").exists():
        prepare(recipe, given.data / "pairs", prepared)
    packed, lexicon = Packed.load(prepared / "packed.npz"), Lexicon.load(prepared / "lexicon.npz")
    dev = development(given.data / "dev" / "flores_dev.tsv", recipe, prepared / "start", given.lines)

    def begun(folder: Path) -> Trainer:
        folder.mkdir(parents=True, exist_ok=True)
        return Trainer(folder, prepared / "start", packed, schedule, dev=dev, lexicon=lexicon, threads=given.threads)

    trunk = given.out / "trunk"
    shutil.rmtree(trunk, ignore_errors=True)
    first = begun(trunk)
    advance(first, given.before)
    first._save(WHOLE)
    print(json.dumps({"run": "trunk", "updates": first.step, "nats": loss(first)}), flush=True)
    for name, kept in (("unbroken", WHOLE), ("from weights", CARRIED)):
        folder = given.out / name.replace(" ", "-")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        shutil.copyfile(trunk / kept, folder / kept)
        trainer = begun(folder)
        for _ in range(given.points):
            advance(trainer, given.after // given.points)
            print(json.dumps({"run": name, "updates": trainer.step - given.before, "nats": loss(trainer)}), flush=True)


def advance(trainer: Trainer, updates: int) -> None:
    batches = trainer._batches()
    for _ in range(updates):
        trainer._update(batches)
        trainer.step += 1


def loss(trainer: Trainer) -> float:
    losses = trainer._dev_losses().values()
    return round(sum(losses) / len(losses), 4)


if __name__ == "__main__":
    main()
