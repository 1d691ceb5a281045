"""What a model begins from, compared by equal processor time: nothing, a lexicon, a pretrained encoder, both.

usage: python tests/bench/starts.py DATA RECIPE OUT [--minutes 3] [--points 4] [--lines 200] [--starts both,encoder]

DATA is a folder with `pairs/` and `dev/flores_dev.tsv`; RECIPE names an encoder (align/models/ko-en/encoder.toml). All four
read the same batches of the same pieces. What is counted is the processor's time of the updates, so that other work on the
machine decides nothing. A row for each point goes to OUT/starts.jsonl: nats per target piece on the first lines of FLORES
dev, each way. `--plot FILE.svg` draws what is in OUT/starts.jsonl, and trains nothing.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from dataclasses import replace
from math import ceil, floor
from pathlib import Path
from typing import Any

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
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    if given.plot:
        rows = [json.loads(line) for line in (given.out / "starts.jsonl").read_text(encoding="utf-8").splitlines()]
        plot(sorted(rows, key=lambda row: STARTS.index(row["start"])), given.plot)
        return
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


def plot(rows: list[dict[str, Any]], file: Path) -> None:
    """The losses over the minutes, a line for each start, as SVG."""
    curves: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        losses = [value for name, value in row.items() if name.startswith("dev ")]
        curves.setdefault(row["start"], []).append((row["minutes"], sum(losses) / len(losses)))
    most = max(minutes for curve in curves.values() for minutes, _ in curve)
    low, high = (end(loss for curve in curves.values() for _, loss in curve) for end in (min, max))
    low, high = floor(2 * low) / 2, ceil(2 * high) / 2

    def place(minutes: float, loss: float) -> tuple[float, float]:
        return 50 + 420 * minutes / most, 20 + 260 * (high - loss) / (high - low)

    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 330" font-family="sans-serif" font-size="12">']
    parts.append('<rect width="600" height="330" fill="#fff"/>')
    for at in range(round(2 * (high - low)) + 1):
        _, y = place(0, low + at / 2)
        parts.append(
            f'<path d="M50 {y:.0f}H470" stroke="#ddd"/><text x="44" y="{y + 4:.0f}" text-anchor="end">{low + at / 2:g}</text>'
        )
    for minutes in sorted({minutes for curve in curves.values() for minutes, _ in curve}):
        parts.append(f'<text x="{place(minutes, low)[0]:.0f}" y="298" text-anchor="middle">{minutes:g}</text>')
    for dash, (name, curve) in zip(("2 3", "6 3", "10 3 2 3", "none"), curves.items(), strict=False):
        points = [place(*each) for each in curve]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="#235" stroke-width="2" stroke-dasharray="{dash}"/>')
        parts.append(f'<text x="{points[-1][0] + 6:.0f}" y="{points[-1][1] + (12 if name == "both" else 0):.0f}">{name}</text>')
    parts.append('<text x="260" y="320" text-anchor="middle">minutes of a processor</text>')
    parts.append('<text x="50" y="12">nats a piece, FLORES dev, both directions</text></svg>')
    file.write_text("\n".join(parts) + "\n", encoding="utf-8")


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
