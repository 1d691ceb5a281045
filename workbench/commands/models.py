"""The commands about models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--recipe", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Sets, shape and schedule, in TOML."
)
@click.option(
    "--pairs", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Where the recipe's SET.tsv.gz lie."
)
@click.option(
    "--dev", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="TSV to validate on, never trained on."
)
@click.option("--model", metavar="NAME", default="", help="Begin with this checkpoint instead of a new one.")
@click.option("--steps", type=click.IntRange(1), metavar="N", help="Updates in all, instead of the recipe's.")
@click.option("--decay", type=click.IntRange(0), metavar="N", help="Updates over which the rate falls at the end.")
@click.option("--threads", type=click.IntRange(0, 1024), default=0, metavar="N", help="0, the default, for every core.")
@click.option("--device", default="cpu", show_default=True, metavar="NAME", help="cpu or cuda.")
def train(
    out: Path, recipe: Path, pairs: Path, dev: tuple[Path, ...], model: str, threads: int, device: str, **options: Any
) -> None:
    """Train a MarianMT model in the folder OUT; run it again to go on where it stopped.

    OUT/model is the checkpoint, which --model takes, with its card; OUT/log.jsonl holds every figure.

    \b
    Example:
      jjak train .train/ko-en --recipe align/models/ko-en/recipe.toml --pairs DATA/pairs --dev DATA/dev/flores_dev.tsv
    """
    from workbench.training import train as run

    given = {name: value for name, value in options.items() if value is not None}
    run(out, recipe, pairs, dev, given, model=model, threads=threads, device=device)
