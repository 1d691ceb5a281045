"""What is known of a run: where its pairs come from, what it gave, what to warn of, and how a person ends it."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from jjak.align.training.finetuning import FinetunePlan
from jjak.align.training.schedule import Schedule
from jjak.align.training.trainer import CHOSEN_BY, Trainer
from jjak.corpora.exchange.examples import TrainingExample, examples_of, is_taken, read_examples
from jjak.corpora.exchange.holdout import HoldoutParts, Shares
from jjak.corpora.filters import Filter, filter_of, kept
from jjak.corpora.store.corpus import Corpus
from jjak.eval.metrics import Score
from jjak.workbench.training.learning_curve import best_row

FEW = 100  # lines of a set under which a point of its score says little


@dataclass(frozen=True, slots=True)
class TrainingSources:
    """Where pairs come from. corpora: paths or URLs; files: files or folders; take: which pairs, a key of TAKES; dev: files
    that are validated on besides, and never trained on; filters: that the pairs of corpora go through, names and values;
    removed: how many each took out, when the pairs have been read."""

    corpora: Sequence[str] = ()
    files: Sequence[Path] = ()
    take: str = "human"
    shares: Shares = field(default_factory=Shares)
    by: str = "document"
    dev: Sequence[Path] = ()
    filters: Sequence[tuple[str, Mapping[str, Any]]] = ()
    removed: list[int] = field(default_factory=list)

    def examples(self, languages: tuple[str, str]) -> Iterable[TrainingExample]:
        chosen = [filter_of(name, values) for name, values in self.filters]
        self.removed[:] = [0] * len(chosen)
        parts = [self._of_corpus(name, languages, chosen) for name in self.corpora]
        return chain(*parts, *(read_examples(file, languages, self.take) for file in self.files))

    def _of_corpus(self, name: str, languages: tuple[str, str], chosen: Sequence[Filter]) -> Iterator[TrainingExample]:
        """Filters see what is taken alone, in one row over all corpora, so that what comes in two is met twice."""
        with Corpus(name, create=False) as store:
            taken = (pair for pair in store.pairs() if is_taken(self.take, pair.origin, pair.status))
            yield from examples_of(kept(taken, chosen, self.removed), languages, self.take, name)

    @property
    def name(self) -> str:
        return ", ".join([*self.corpora, *map(str, self.files)])


@dataclass(frozen=True, slots=True)
class FinetuneResult:
    """What a run gave. before, after: scores of the checkpoint it began with and of the model it made, by `SET FROM-TO
    METRIC`; sizes: lines of each set; stopped: it was interrupted before its end, and has no scores."""

    plan: FinetunePlan
    schedule: Schedule
    parts: HoldoutParts
    before: Mapping[str, Score] = field(default_factory=dict)
    after: Mapping[str, Score] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    stopped: bool = False


def warnings_of(result: FinetuneResult) -> list[str]:
    """What a person should know before using the model: sets whose chrF2 fell, and sets too small to tell."""
    fell = [
        name.removesuffix(" chrf2")
        for name, score in result.after.items()
        if name.endswith(" chrf2") and score.value < result.before[name].value
    ]
    small = [f"{name} ({count})" for name, count in result.sizes.items() if 0 < count < FEW]
    lines = [f"chrF2 fell: {', '.join(fell)}. More pairs, fewer --epochs or a smaller --blend may help."] if fell else []
    return lines + ([f"So few lines that a point or two says little: {', '.join(small)}."] if small else [])


def kept_line(log: Path) -> str:
    """Which weights were kept, where the last were worse; empty where the last validation was the best."""
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    validated = [row for row in rows if "best" in row]
    best = best_row(rows)
    if best is None or best is validated[-1]:
        return ""
    last = validated[-1]
    return (
        f"The best weights are kept, not the last: mean chrF2 {_mean(best):.2f} after update {best['step']:,}, "
        f"{_mean(last):.2f} after update {last['step']:,}."
    )


def _mean(row: Mapping[str, float]) -> float:
    return float(np.mean([value for name, value in row.items() if name.endswith(CHOSEN_BY)]))


@contextmanager
def stoppable(trainer: Trainer) -> Iterator[None]:
    """Ctrl-C ends the run after the update it is at; a second one ends it at once."""

    def stop(*_: object) -> None:
        trainer.stopping = True
        signal.signal(signal.SIGINT, before)

    try:
        before = signal.signal(signal.SIGINT, stop)
    except ValueError:  # signals are the main thread's
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
