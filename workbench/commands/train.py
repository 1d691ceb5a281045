"""`jjak train`: a model from pairs."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jjak.seeds.errors import SettingError
from jjak.seeds.message import message
from jjak.workbench.commands.candidates import files, models
from jjak.workbench.commands.candidates import filters as filter_names
from jjak.workbench.commands.options import CORPUS, json_option, languages_option, print_json, threads_option
from jjak.workbench.commands.parsing import Choice, Command, Renamed
from jjak.workbench.terminal import said

if TYPE_CHECKING:
    from jjak.workbench.training.run import FinetuneResult

SPLIT = "train=0.9,dev=0.05,test=0.05"


def _named(shares: str) -> str:
    return ",".join(f"{name}={share}" for name, share in zip(("train", "dev", "test"), shares.split(","), strict=False))


RENAMED = (
    Renamed("--shares", "--split", convert=_named),
    Renamed("--by", "--split-by"),
    Renamed("--recipe", "--training-recipe"),
)


@click.command(cls=Command, renamed=RENAMED)
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--model", metavar="NAME", default="", shell_complete=models, help="The checkpoint to begin with; jjak-ko-en by default."
)
@click.option(
    "--corpus",
    "corpora",
    multiple=True,
    metavar="URL",
    shell_complete=files,
    help="A corpus to train on; corpus.db by default.",
)
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
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="NAME[=VALUES]",
    shell_complete=filter_names,
    help="A filter that the pairs of a corpus go through, as in an export; in this order.",
)
@click.option(
    "--export-recipe",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The filters of an export's recipe, before those of --filter.",
)
@click.option("--split", default=SPLIT, show_default=True, metavar="NAME=SHARE,…", help="What goes to each part.")
@click.option(
    "--split-by",
    "by",
    type=Choice(["document", "pair"]),
    default="document",
    metavar="WHAT",
    help="What goes to one part whole: document (default), or pair.",
)
@languages_option
@click.option("--direction", metavar="A-B", default="", help="For a model of one direction that does not say which.")
@click.option(
    "--training-recipe", "recipe", type=click.Path(path_type=Path), metavar="FILE", help="Train by a recipe, in TOML."
)
@click.option(
    "--write-parcel",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Prepare a recipe's run, write all that it needs on another machine to FILE, and end.",
)
@click.option("--parcel", type=click.Path(path_type=Path), metavar="FILE", help="Begin from what another machine prepared.")
@click.option("--epochs", type=click.FloatRange(min=0, min_open=True), metavar="N", help="At most, without a recipe.")
@click.option("--steps", type=click.IntRange(1), metavar="N", help="Updates in all, instead of --epochs.")
@click.option("--learning-rate", type=click.FloatRange(min=0, min_open=True), metavar="X", help="By the model's width.")
@click.option("--tokens", type=click.IntRange(1), metavar="N", help="Target pieces of a batch.")
@click.option("--accumulate", type=click.IntRange(1), metavar="N", help="Batches of an update.")
@click.option("--dropout", type=click.FloatRange(0, 0.9), metavar="X", help="By default that of the model or recipe.")
@click.option("--warmup", type=click.IntRange(0), metavar="N", help="Updates over which the rate rises.")
@click.option("--decay", type=click.IntRange(0), metavar="N", help="Updates over which the rate falls at the end.")
@click.option("--blend", type=click.FloatRange(0, 1), metavar="X", help="Share of the new weights; the rest is the old model.")
@click.option("--validate-every", type=click.IntRange(1), metavar="N", help="Updates between two validations.")
@click.option("--patience", type=click.IntRange(0), metavar="N", help="Validations without a better; 0: never stop early.")
@click.option("--precision", type=Choice(["auto", "bf16", "fp32"]), help="By default what suits the machine.")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Of the order of the pairs, and of dropout.")
@threads_option
@json_option
@click.option("--device", default="auto", show_default=True, metavar="NAME", help="cpu, cuda, or auto.")
def train(
    out: Path,
    model: str,
    corpora: tuple[str, ...],
    pairs: tuple[Path, ...],
    dev: tuple[Path, ...],
    recipe: Path | None,
    write_parcel: Path | None,
    parcel: Path | None,
    threads: int | None,
    device: str,
    as_json: bool,
    **options: Any,
) -> None:
    """Fine-tune a MarianMT model on a corpus, or train one by a recipe, in the folder OUT.

    Run it again to go on where it stopped. OUT/model is the best checkpoint, which --model takes, with its card;
    OUT/curve.svg and OUT/log.jsonl have its course, and OUT/test.ids what was kept back for the test.

    \b
    Examples:
      jjak train tuned --corpus corpus.db
      jjak train tuned --model Helsinki-NLP/opus-mt-ko-en --pairs pairs.tsv
      jjak train .train/ko-en --training-recipe align/models/ko-en/recipe.toml --pairs DATA/pairs --dev DATA/dev/flores_dev.tsv
      jjak train run --training-recipe recipe.toml --pairs DATA/pairs --write-parcel run.parcel
      jjak train run --training-recipe recipe.toml --parcel run.parcel --device cuda
    """
    names = ("take", "split", "by", "languages", "direction", "epochs", "filters", "export_recipe")
    own = {name: options.pop(name) for name in names}
    given = {name: value for name, value in options.items() if value is not None}
    if recipe is None:
        if parcel or write_parcel:
            raise SettingError("A parcel is of a recipe's run", "Name the recipe with --training-recipe.")
        _tune(out, model, corpora, pairs, dev, own, given, as_json, threads=threads or 0, device=device)
        return
    if chosen := [name for name in ("languages", "direction", "epochs", "filters", "export_recipe") if own[name]]:
        fix = "The recipe says what is trained, and how long."
        option = {"filters": "filter"}.get(chosen[0], chosen[0].replace("_", "-"))
        raise SettingError("--{option} and --training-recipe do not go together", fix, option=option)
    if len(pairs) > 1 or corpora:
        raise SettingError("A recipe takes its sets from one folder", "Give it with --pairs FOLDER, and no --corpus.")
    folder, threads = next(iter(pairs), None), threads or 0
    if write_parcel:
        _send(out, recipe, folder, write_parcel, given, model, threads, parcel)
        return
    from jjak.workbench.training.from_recipe import train as run

    if not run(out, recipe, folder, dev, given, parcel=parcel, model=model, threads=threads, device=device):
        _stopped(out)
    if as_json:
        print_json({"model": str(out / "model")})


def _send(
    out: Path,
    recipe: Path,
    pairs: Path | None,
    file: Path,
    given: dict[str, Any],
    model: str,
    threads: int,
    parcel: Path | None,
) -> None:
    """Prepare a run and write it to a file."""
    if given or parcel:
        fix = "Give what is of the run itself where it runs, with --parcel."
        raise SettingError("--write-parcel prepares a run and does nothing else", fix)
    from jjak.workbench.training.from_recipe import prepare_parcel

    size = prepare_parcel(out, recipe, pairs, file, model=model, threads=threads)
    print(said(message("{file}: {size:.1f} MB", file=file, size=size / 1e6)))


def _tune(
    out: Path,
    model: str,
    corpora: tuple[str, ...],
    pairs: tuple[Path, ...],
    dev: tuple[Path, ...],
    own: dict[str, Any],
    given: dict[str, Any],
    as_json: bool,
    **machine: Any,
) -> None:
    from jjak.align.mt.checkpoint import EMBEDDED
    from jjak.corpora.exchange.holdout import holdout_shares
    from jjak.workbench.commands.options import settings_of
    from jjak.workbench.commands.training_output import show_result
    from jjak.workbench.training.finetune import tune
    from jjak.workbench.training.run import TrainingSources

    corpora = corpora or (() if pairs else (CORPUS,))
    languages = settings_of(corpora[0] if corpora else CORPUS, (), {"languages": own["languages"]}).languages
    steps = _steps(own, languages, pairs)
    sources = TrainingSources(corpora, pairs, own["take"], holdout_shares(own["split"]), own["by"], dev, steps)
    epochs = {"epochs": own["epochs"]} if own["epochs"] else {}
    outcome = tune(out, model or EMBEDDED, languages, sources, given, direction=own["direction"], **epochs, **machine)
    if outcome.stopped:
        _stopped(out)
    elif as_json:
        print_json(_result(outcome, out))
    else:
        show_result(outcome, out)


def _steps(own: dict[str, Any], languages: tuple[str, str], pairs: tuple[Path, ...]) -> list[tuple[str, Mapping[str, Any]]]:
    """The filters that were asked for; raises SettingError where files would go by them."""
    from jjak.corpora.exchange.export_recipe import read_recipe, steps_of

    if pairs and (own["filters"] or own["export_recipe"]):
        fix = "Import the files into a corpus first, or export with the filters and train on what comes out."
        raise SettingError("--filter and --export-recipe are of corpora, not of --pairs", fix)
    first = read_recipe(own["export_recipe"], languages).filters if own["export_recipe"] else ()
    return [*first, *steps_of(own["filters"])]


def _result(result: FinetuneResult, out: Path) -> dict[str, Any]:
    """What a run gave, as JSON."""
    from jjak.workbench.training.run import warnings_of

    rows = []
    for name, score in result.after.items():
        place, direction, metric = name.rsplit(" ", 2)
        row = {"set": place, "direction": direction, "metric": metric, "lines": result.sizes[place]}
        rows.append(row | {"before": round(result.before[name].value, 4), "after": round(score.value, 4)})
    return {"model": str(out / "model"), "scores": rows, "warnings": [str(line) for line in warnings_of(result)]}


def _stopped(out: Path) -> None:
    print(f"stopped; the same command goes on with {out}", file=sys.stderr)
    sys.exit(130)
