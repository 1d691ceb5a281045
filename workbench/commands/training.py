"""The commands about models."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from jjak.seeds.errors import SettingError
from jjak.workbench.commands.options import CORPUS


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--model", metavar="NAME", default="", help="The checkpoint to begin with; jjak-ko-en by default.")
@click.option("--corpus", "corpora", multiple=True, metavar="URL", help="A corpus to train on; corpus.db by default.")
@click.option(
    "--pairs", multiple=True, type=click.Path(path_type=Path), metavar="PATH", help="A file of pairs, or a folder of them."
)
@click.option(
    "--dev", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="Pairs to validate on, never trained on."
)
@click.option(
    "--take",
    default="human",
    show_default=True,
    metavar="WHICH",
    help="human: human translations not rejected; reviewed: what was accepted, machine translations too; "
    "all: everything not rejected.",
)
@click.option("--shares", default="0.9,0.05,0.05", show_default=True, metavar="A,B,C", help="To train, validate and test.")
@click.option(
    "--by", type=click.Choice(["document", "pair"]), default="document", show_default=True, help="What goes to one share whole."
)
@click.option("--languages", metavar="A,B", help="The pair, ko,en by default.")
@click.option("--direction", metavar="A-B", default="", help="For a model of one direction that does not say which.")
@click.option("--recipe", type=click.Path(path_type=Path), metavar="FILE", help="Train by a recipe, in TOML.")
@click.option("--epochs", type=click.FloatRange(min=0, min_open=True), metavar="N", help="At most, without a recipe.")
@click.option("--steps", type=click.IntRange(1), metavar="N", help="Updates in all, instead of --epochs.")
@click.option("--learning-rate", type=click.FloatRange(min=0, min_open=True), metavar="X", help="By the model's width.")
@click.option("--tokens", type=click.IntRange(1), metavar="N", help="Target pieces of a batch.")
@click.option("--accumulate", type=click.IntRange(1), metavar="N", help="Batches of an update.")
@click.option("--dropout", type=click.FloatRange(0, 0.9), metavar="X")
@click.option("--warmup", type=click.IntRange(0), metavar="N", help="Updates over which the rate rises.")
@click.option("--decay", type=click.IntRange(0), metavar="N", help="Updates over which the rate falls at the end.")
@click.option("--blend", type=click.FloatRange(0, 1), metavar="X", help="Share of the new weights; the rest is the old model.")
@click.option("--validate-every", type=click.IntRange(1), metavar="N", help="Updates between two validations.")
@click.option("--patience", type=click.IntRange(0), metavar="N", help="Validations without a better; 0: never stop early.")
@click.option("--precision", type=click.Choice(["auto", "bf16", "fp32"]), help="By default what suits the machine.")
@click.option("--seed", type=int, metavar="N")
@click.option("--threads", type=click.IntRange(0, 1024), default=0, metavar="N", help="0, the default, for every core.")
@click.option("--device", default="auto", show_default=True, metavar="NAME", help="cpu, cuda, or auto.")
def train(
    out: Path,
    model: str,
    corpora: tuple[str, ...],
    pairs: tuple[Path, ...],
    dev: tuple[Path, ...],
    recipe: Path | None,
    threads: int,
    device: str,
    **options: Any,
) -> None:
    """Fine-tune a MarianMT model on a corpus, or train one by a recipe, in the folder OUT.

    Run it again to go on where it stopped. OUT/model is the best checkpoint, which --model takes, with its card;
    OUT/curve.svg and OUT/log.jsonl have its course, and OUT/test.ids what was kept back for the test.

    \b
    Examples:
      jjak train tuned --corpus corpus.db
      jjak train tuned --model Helsinki-NLP/opus-mt-ko-en --pairs pairs.tsv
      jjak train .train/ko-en --recipe align/models/ko-en/recipe.toml --pairs DATA/pairs --dev DATA/dev/flores_dev.tsv
    """
    own = {name: options.pop(name) for name in ("take", "shares", "by", "languages", "direction", "epochs")}
    given = {name: value for name, value in options.items() if value is not None}
    if recipe is None:
        _tune(out, model, corpora, pairs, dev, own, given, threads=threads, device=device)
        return
    if chosen := [name for name in ("languages", "direction", "epochs") if own[name]]:
        raise SettingError(f"--{chosen[0]} and --recipe do not go together", "The recipe says what is trained, and how long.")
    if len(pairs) != 1 or corpora:
        raise SettingError("A recipe takes its sets from one folder", "Give it with --pairs FOLDER, and no --corpus.")
    from jjak.workbench.training.from_recipe import train as run

    if not run(out, recipe, pairs[0], dev, given, model=model, threads=threads, device=device):
        _stopped(out)


def _tune(
    out: Path,
    model: str,
    corpora: tuple[str, ...],
    pairs: tuple[Path, ...],
    dev: tuple[Path, ...],
    own: dict[str, Any],
    given: dict[str, Any],
    **machine: Any,
) -> None:
    from jjak.align.mt.checkpoint import EMBEDDED
    from jjak.corpora.exchange.holdout import shares_of
    from jjak.workbench.commands.options import settings_of
    from jjak.workbench.commands.training_output import show_result
    from jjak.workbench.training.finetune import tune
    from jjak.workbench.training.run import TrainingSources

    corpora = corpora or (() if pairs else (CORPUS,))
    languages = settings_of(corpora[0] if corpora else CORPUS, (), {"languages": own["languages"]}).languages
    sources = TrainingSources(corpora, pairs, own["take"], shares_of(own["shares"]), own["by"], dev)
    epochs = {"epochs": own["epochs"]} if own["epochs"] else {}
    outcome = tune(out, model or EMBEDDED, languages, sources, given, direction=own["direction"], **epochs, **machine)
    if outcome.stopped:
        _stopped(out)
    else:
        show_result(outcome, out)


def _stopped(out: Path) -> None:
    print(f"stopped; the same command goes on with {out}", file=sys.stderr)
    sys.exit(130)
