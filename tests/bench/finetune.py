"""What fine-tuning the embedded model for some minutes brings, and what it costs elsewhere.

    nice python tests/bench/finetune.py DATA_FOLDER BENCH_FOLDER [--set opensource_guide] [--out FOLDER] [--epochs 3]

DATA_FOLDER holds pairs/SET.tsv.gz, a set that the model's training left out; BENCH_FOLDER holds NAME.ko and NAME.en, general
text, line by line (development data, which is not part of the project). A tenth of the set is kept back as the test, by the
hash of each pair; nine tenths train and validate, as `jjak train --pairs` does it, with its defaults. Prints chrF2 and BLEU
of the test and of the general text, before and after, in both directions.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from jjak.align.mt.checkpoint import EMBEDDED
from jjak.corpora.exchange.holdout import Shares
from jjak.eval.metrics import Score
from jjak.workbench.commands.training_output import show_result
from jjak.workbench.training.finetune import tune
from jjak.workbench.training.run import TrainingSources
from jjak.workbench.training.validation import scores_of

LANGUAGES = ("ko", "en")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--set", default="opensource_guide")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--epochs", type=float)
    parser.add_argument("--blend", type=float)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        measure(given, given.out or Path(scratch) / "run")


def measure(given: argparse.Namespace, out: Path) -> None:
    sources = TrainingSources(files=[given.data / "pairs" / f"{given.set}.tsv.gz"], shares=Shares(0.85, 0.05, 0.1))
    options = {} if given.blend is None else {"blend": given.blend}
    epochs = {} if given.epochs is None else {"epochs": given.epochs}
    began = time.monotonic()
    outcome = tune(out, EMBEDDED, LANGUAGES, sources, options, threads=given.threads, **epochs)
    if outcome.stopped:
        return
    print(f"{given.set}: {len(outcome.parts.train):,} pairs trained on, {(time.monotonic() - began) / 60:.1f} minutes in all")
    print(outcome.schedule)
    show_result(outcome, out)
    (korean,) = given.bench.glob("*.ko")
    lines = [korean.with_suffix(f".{language}").read_text(encoding="utf-8").splitlines() for language in LANGUAGES]
    sets = {korean.stem: list(zip(*lines, strict=True))}
    before, after = (
        scores_of(model, LANGUAGES, sets, beam=4, threads=given.threads) for model in (EMBEDDED, str(out / "model"))
    )
    show(before, after)
    verdict({**outcome.before, **before}, {**outcome.after, **after}, korean.stem)


def show(before: Mapping[str, Score], after: Mapping[str, Score]) -> None:
    for name, score in after.items():
        first = before[name].value
        print(f"{name:<28}{first:>8.2f}{score.value:>8.2f}{score.value - first:>+8.2f}  {score.signature}")


def verdict(before: Mapping[str, Score], after: Mapping[str, Score], general: str) -> None:
    gains = {name: score.value - before[name].value for name, score in after.items() if name.endswith("chrf2")}
    rises = all(gain > 0 for name, gain in gains.items() if name.startswith("test"))
    holds = all(gain >= -2 for name, gain in gains.items() if name.startswith(general))
    print(f"chrF2 of the test rises in both directions: {'yes' if rises else 'no'}")
    print(f"chrF2 of {general} falls by no more than 2: {'yes' if holds else 'no'}")


if __name__ == "__main__":
    main()
