"""Metrics of other packages, found by the entry point group `jjak.metrics`; what is not installed is listed as absent.

An entry point names a function without arguments that gives a `Scorer`. `eval.comet:make` is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.metadata import entry_points

import numpy as np

from jjak.eval.metrics import METRICS, Metric, Rows
from jjak.seeds.errors import JjakError, SettingError, unknown

GROUP = "jjak.metrics"


@dataclass(frozen=True, slots=True)
class Scorer:
    """A metric that scores sentences, and whose corpus score is their mean. score: of sources, hypotheses, references;
    signature: package, version, model and revision; better: 1 where more is better, -1 where less is; digits: how many stand
    after the point where a score is shown: 4 for one between 0 and 1."""

    signature: str
    score: Callable[[Sequence[str], Sequence[str], Sequence[str]], Sequence[float]]
    better: int = 1
    digits: int = 4

    def rows(self, sources: Sequence[str], hypotheses: Sequence[str], references: Sequence[str]) -> Rows:
        """(n, 2): each sentence's score, and 1."""
        scores = [float(score) for score in self.score(sources, hypotheses, references)]
        if len(scores) != len(hypotheses):
            raise SettingError(
                "{metric}: {count} scores for {expected} sentences",
                "Report it there.",
                metric=self.signature,
                count=len(scores),
                expected=len(hypotheses),
            )
        return np.column_stack([scores, np.ones(len(scores))])


@dataclass(frozen=True, slots=True)
class RunningOptions:
    """How a metric with a model is to run. batch: sentences at a time; device: `cpu` or `cuda`."""

    batch: int = 16
    device: str = "cpu"


_AS_IT_IS = RunningOptions()
_RUNNING: ContextVar[RunningOptions] = ContextVar("running", default=_AS_IT_IS)


def running_options() -> RunningOptions:
    """What `--batch-size` and `--device` asked for; a metric with a model reads it when it scores."""
    return _RUNNING.get()


@contextmanager
def running(options: RunningOptions) -> Iterator[None]:
    """Have metrics run so within."""
    token = _RUNNING.set(options)
    try:
        yield
    finally:
        _RUNNING.reset(token)


def mean_metric(name: str, scorer: Scorer) -> Metric:
    """`scorer` as a metric over rows that it made; those need the source, so `statistics` refuses."""

    def refuse(*_: object) -> Rows:
        raise SettingError("{name} needs the source", "Give it with --source.", name=name)

    def score(row: Sequence[float]) -> float:
        return float(row[0]) / float(row[1])

    def scores(rows: Rows) -> list[float]:
        return [score(row) for row in rows.tolist()]

    return Metric(name, scorer.signature, scorer.signature, refuse, score, scores, scores, scorer.better, digits=scorer.digits)


def available() -> dict[str, str]:
    """Every metric by name: `built in`, `installed`, or why it is absent."""
    found = dict.fromkeys(METRICS, "built in")
    for entry in entry_points(group=GROUP):
        try:
            entry.load()()
            found[entry.name] = "installed"
        except ImportError as error:
            found[entry.name] = f"absent: {error}"
        except JjakError as error:
            found[entry.name] = f"absent: {error}"
    return found


def plugins(names: Sequence[str]) -> dict[str, Scorer]:
    """The scorers of those of `names` that are not built in.

    Raises SettingError where there is none so called, or its package or model is not there.
    """
    entries = {entry.name: entry for entry in entry_points(group=GROUP)}
    found = {}
    for name in names:
        if name in METRICS:
            continue
        if name not in entries:
            raise unknown("metric", name, [*METRICS, *entries])
        try:
            found[name] = entries[name].load()()
        except ImportError as error:
            raise SettingError(
                "The metric '{name}' is not installed: {error}", "Install its package beside jjak.", name=name, error=str(error)
            ) from error
    return found
