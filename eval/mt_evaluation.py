"""Systems that translated one set of texts: what each scores, how sure that is, and which is better than which."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from jjak.eval.metrics import Metric, Rows, Score, metric_of
from jjak.eval.plugins import Scorer, mean_metric
from jjak.eval.significance import (
    LEVEL,
    RESAMPLES,
    SEED,
    TRIALS,
    Doubles,
    bootstrap,
    holm,
    interval,
    paired_bootstrap,
    paired_randomisation,
)
from jjak.seeds.errors import FormatError, SettingError

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TestSet:
    """A text, its human translation and the translations of systems, line by line. documents, kinds: of each line, or empty;
    training: lines in the target language that systems may have learned from, or empty."""

    source_lang: str
    target_lang: str
    sources: Sequence[str]
    references: Sequence[str]
    systems: Mapping[str, Sequence[str]]
    documents: Sequence[str] = ()
    kinds: Sequence[str] = ()
    training: Sequence[str] = ()

    # pytest takes a class of this name for tests
    __test__ = False


@dataclass(frozen=True, slots=True)
class Draws:
    """How often chance is asked: bootstrap resamples, trials of approximate randomisation, and the seed of both."""

    samples: int = RESAMPLES
    trials: int = TRIALS
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems by one metric. difference: the first's score less the second's; bootstrap, randomisation: p-values of the
    two paired tests; corrected: the second's for all comparisons by this metric (Holm)."""

    metric: str
    first: str
    second: str
    difference: float
    bootstrap: float
    randomisation: float
    corrected: float

    @property
    def significant(self) -> bool:
        return self.corrected < LEVEL


@dataclass(frozen=True, slots=True)
class Evaluation:
    """scores: by system, then by metric; systems stand in order of the first metric, the best first. rows: each system's
    statistics by each metric, which scores of parts are made of."""

    test: TestSet
    metrics: Sequence[Metric]
    draws: Draws
    scores: Mapping[str, Mapping[str, Score]]
    comparisons: Sequence[Comparison]
    rows: Mapping[str, Mapping[str, Rows]]

    @property
    def systems(self) -> list[str]:
        return list(self.scores)

    def comparison(self, metric: str, first: str, second: str) -> Comparison:
        return next(c for c in self.comparisons if c.metric == metric and {c.first, c.second} == {first, second})

    def sentences(self, metric: Metric, system: str) -> list[float]:
        return metric.sentences(self.rows[system][metric.name])

    def part(self, metric: Metric, system: str, places: Sequence[int]) -> float:
        """The score over the sentences at `places` alone."""
        return metric.score(self.rows[system][metric.name][list(places)].sum(axis=0).tolist())

    def rank(self, system: str) -> int:
        """1 + how many systems are significantly better by the first metric: systems that cannot be told apart may share it."""
        first = self.metrics[0]
        better = 0
        for other in self.systems:
            if other != system:
                found = self.comparison(first.name, system, other)
                gain = found.difference * first.better * (1 if found.first == system else -1)
                better += found.significant and gain < 0
        return 1 + better


def check(test: TestSet) -> None:
    """Raises FormatError where a file is empty or has another number of lines, SettingError where there is no system."""
    if not test.systems:
        raise SettingError("No system to evaluate", "Name one with --hypothesis NAME=FILE.")
    files = {"source": test.sources, "reference": test.references}
    files |= {"documents": test.documents, "kinds": test.kinds} | {f"hypothesis {n}": s for n, s in test.systems.items()}
    count = len(test.references)
    if not count:
        raise FormatError("reference: no line", "Give the file that holds the human translation.")
    for name, lines in files.items():
        if len(lines) != count and not (name in ("documents", "kinds") and not lines):
            raise FormatError(
                "{name}: {lines:,} lines, but the reference has {count:,}",
                "Every file has one line for each sentence; look for line breaks inside sentences.",
                name=name,
                lines=len(lines),
                count=count,
            )
    blank = sum(not line.strip() for line in test.references)
    if blank == count:
        raise FormatError("reference: nothing but empty lines", "Give the file that holds the human translation.")


def evaluate(
    test: TestSet,
    metrics: Sequence[str],
    *,
    tokenizer: str = "",
    draws: Draws = Draws(),
    plugins: Mapping[str, Scorer] | None = None,
    progress: Progress = lambda _: None,
) -> Evaluation:
    """Score every system by every metric, with intervals, and test every two systems.

    plugins: metrics that are not sacreBLEU's, by name. Raises FormatError, SettingError as `check` does, and SettingError
    at an unknown metric.
    """
    check(test)
    scorers = plugins or {}
    chosen: list[Metric] = []
    rows: dict[str, dict[str, Rows]] = {name: {} for name in test.systems}
    for name in metrics:
        metric = mean_metric(name, scorers[name]) if name in scorers else metric_of(name, test.target_lang, tokenizer)
        chosen.append(metric)
        for system, hypotheses in test.systems.items():
            if name in scorers:
                rows[system][name] = scorers[name].rows(test.sources, hypotheses, test.references)
            else:
                rows[system][name] = metric.statistics(hypotheses, test.references)
            progress(f"{name} of {system}")
    scores, resampled = _scores(chosen, rows, draws)
    first = chosen[0]
    order = sorted(scores, key=lambda system: -first.better * scores[system][first.name].value)
    scores = {system: scores[system] for system in order}
    comparisons = [c for metric in chosen for c in _compared(metric, scores, rows, resampled, draws, progress)]
    return Evaluation(test, chosen, draws, scores, comparisons, rows)


def _scores(
    metrics: Sequence[Metric], rows: Mapping[str, Mapping[str, Rows]], draws: Draws
) -> tuple[dict[str, dict[str, Score]], dict[tuple[str, str], Doubles]]:
    scores: dict[str, dict[str, Score]] = {}
    resampled: dict[tuple[str, str], Doubles] = {}
    for system, by_metric in rows.items():
        scores[system] = {}
        for metric in metrics:
            value = metric.score(by_metric[metric.name].sum(axis=0).tolist())
            found = bootstrap(by_metric[metric.name], metric.score, draws.samples, draws.seed)
            spread = interval(found)
            resampled[system, metric.name] = found
            scores[system][metric.name] = Score(metric.name, value, metric.signature, spread.mean, spread.margin)
    return scores, resampled


def _compared(
    metric: Metric,
    scores: Mapping[str, Mapping[str, Score]],
    rows: Mapping[str, Mapping[str, Rows]],
    resampled: Mapping[tuple[str, str], Doubles],
    draws: Draws,
    progress: Progress,
) -> list[Comparison]:
    found: list[tuple[str, str, float, float, float]] = []
    for first, second in combinations(scores, 2):
        one, other = rows[first][metric.name], rows[second][metric.name]
        difference = scores[first][metric.name].value - scores[second][metric.name].value
        if (one == other).all():
            # sacreBLEU's tests call two outputs that are the same different, since no trial is above a difference of 0
            found.append((first, second, 0.0, 1.0, 1.0))
            continue
        boot = paired_bootstrap(resampled[first, metric.name], resampled[second, metric.name], difference)
        swap = paired_randomisation(one, other, metric.scores, difference, draws.trials, draws.seed)
        found.append((first, second, difference, boot, swap))
        progress(f"{metric.name}: {first} and {second}")
    corrected = holm([each[4] for each in found])
    return [Comparison(metric.name, *each, value) for each, value in zip(found, corrected, strict=True)]
