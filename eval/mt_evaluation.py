"""Systems that translated one set of texts: what each scores, how sure that is, and which is better than which."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from jjak.eval.metrics import Metric, Rows, Score, metric_of, with_references
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
    paired_randomisations,
)
from jjak.eval.unit_exchange import Exchange, detectable, exchanges, needed, trials_for, units_of
from jjak.eval.unit_intervals import Spread, spread_of
from jjak.seeds.errors import FormatError, SettingError

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TestSet:
    """A text, its human translation and the translations of systems, line by line. documents, kinds: of each line, or empty;
    training: lines in the target language that systems may have learned from, or empty; others: more human translations of the
    same text."""

    source_lang: str
    target_lang: str
    sources: Sequence[str]
    references: Sequence[str]
    systems: Mapping[str, Sequence[str]]
    documents: Sequence[str] = ()
    kinds: Sequence[str] = ()
    training: Sequence[str] = ()
    others: Sequence[Sequence[str]] = ()

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
    """Two systems by one metric.

    Attributes:
        metric: Its name.
        first: A system.
        second: Another.
        difference: The first's score less the second's.
        bootstrap: The p-value of sacreBLEU's paired bootstrap; nothing is claimed by it.
        randomisation: That of sacreBLEU's approximate randomisation, which counts no ties; nothing is claimed by it.
        test: Our own test by documents, or by sentences where documents are not known: what is claimed rests on it.
        corrected: Its p for all comparisons by this metric (Holm).
        comparisons: How many those are.
    """

    metric: str
    first: str
    second: str
    difference: float
    bootstrap: float
    randomisation: float
    test: Exchange
    corrected: float
    comparisons: int

    @property
    def significant(self) -> bool:
        return self.corrected < LEVEL

    @property
    def reachable(self) -> bool:
        """Whether the most one-sided result would be significant after the correction."""
        return self.comparisons * self.test.least < LEVEL

    @property
    def detectable(self) -> float:
        """The smallest difference that this test finds four times in five."""
        return detectable(self.test.spread, self.comparisons)

    @property
    def needed(self) -> int | None:
        """How many documents, or sentences, would find this difference four times in five."""
        return needed(self.test.units, abs(self.difference), self.detectable, self.comparisons)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """scores: by system, then by metric; systems stand in order of the first metric, the best first. rows: each system's
    statistics by each metric, which scores of parts are made of; spreads: the intervals by
    document, where documents are known."""

    test: TestSet
    metrics: Sequence[Metric]
    draws: Draws
    scores: Mapping[str, Mapping[str, Score]]
    comparisons: Sequence[Comparison]
    rows: Mapping[str, Mapping[str, Rows]]
    spreads: Mapping[str, Mapping[str, Spread | None]] = field(default_factory=dict)

    @property
    def systems(self) -> list[str]:
        return list(self.scores)

    def comparison(self, metric: str, first: str, second: str) -> Comparison:
        return next(c for c in self.comparisons if c.metric == metric and {c.first, c.second} == {first, second})

    def digits(self, metric: str) -> int:
        """How many digits after the point a score of a metric is shown with."""
        return next(m.digits for m in self.metrics if m.name == metric)

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
    files |= {f"reference {at}": lines for at, lines in enumerate(test.others, start=2)}
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
        metric = _metric(name, scorers, test, tokenizer)
        chosen.append(metric)
        for system, hypotheses in test.systems.items():
            if name in scorers:
                rows[system][name] = scorers[name].rows(test.sources, hypotheses, test.references)
            else:
                rows[system][name] = metric.several(hypotheses, [test.references, *test.others])
            progress(f"{name} of {system}")
    scores, resampled = _scores(chosen, rows, draws)
    first = chosen[0]
    order = sorted(scores, key=lambda system: -first.better * scores[system][first.name].value)
    scores = {system: scores[system] for system in order}
    comparisons = [c for metric in chosen for c in _compared(metric, scores, rows, resampled, draws, test.documents, progress)]
    return Evaluation(test, chosen, draws, scores, comparisons, rows, _spreads(chosen, rows, test.documents, draws))


def _metric(name: str, scorers: Mapping[str, Scorer], test: TestSet, tokenizer: str) -> Metric:
    if name in scorers:
        return mean_metric(name, scorers[name])
    return with_references(metric_of(name, test.target_lang, tokenizer), 1 + len(test.others))


def _spreads(
    metrics: Sequence[Metric], rows: Mapping[str, Mapping[str, Rows]], documents: Sequence[str], draws: Draws
) -> dict[str, dict[str, Spread | None]]:
    if not documents:
        return {}
    return {
        system: {m.name: spread_of(found[m.name], documents, m.score, draws.samples, draws.seed) for m in metrics}
        for system, found in rows.items()
    }


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
    documents: Sequence[str],
    progress: Progress,
) -> list[Comparison]:
    pairs = list(combinations(scores, 2))
    units = {system: units_of(rows[system][metric.name], documents) for system in scores}
    own = exchanges(units, pairs, metric.quick_scores, trials_for(draws.trials, len(pairs)), draws.seed)
    corrected = holm([each.p for each in own])
    theirs = _sacrebleus(metric, pairs, scores, rows, resampled, draws)
    found = []
    for (first, second), test, value in zip(pairs, own, corrected, strict=True):
        found.append(Comparison(metric.name, first, second, *theirs[first, second], test, value, len(pairs)))
        progress(f"{metric.name}: {first} and {second}")
    return found


def _sacrebleus(
    metric: Metric,
    pairs: Sequence[tuple[str, str]],
    scores: Mapping[str, Mapping[str, Score]],
    rows: Mapping[str, Mapping[str, Rows]],
    resampled: Mapping[tuple[str, str], Doubles],
    draws: Draws,
) -> dict[tuple[str, str], tuple[float, float, float]]:
    """The difference of each pair, and the p of sacreBLEU's two tests."""
    own = {system: rows[system][metric.name] for system in scores}
    # sacreBLEU's tests call two outputs that are the same different, since no trial is above a difference of 0
    found = {pair: (0.0, 1.0, 1.0) for pair in pairs if (own[pair[0]] == own[pair[1]]).all()}
    apart = {
        (first, second): scores[first][metric.name].value - scores[second][metric.name].value
        for first, second in pairs
        if (first, second) not in found
    }
    swaps = paired_randomisations(own, apart, metric.scores, metric.quick_scores, draws.trials, draws.seed)
    for (first, second), difference in apart.items():
        boot = paired_bootstrap(resampled[first, metric.name], resampled[second, metric.name], difference)
        found[first, second] = (difference, boot, swaps[first, second])
    return found
