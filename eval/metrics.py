"""BLEU, chrF2, chrF2++ and TER by sacreBLEU, each with the signature without which the figure means nothing.

A metric is made of statistics: a row of counts for each sentence, that add up to those of the corpus. BLEU's and chrF's are
counted here, many sentences at a time, and are sacreBLEU's own to the last digit; TER's are sacreBLEU's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from jjak.seeds.errors import SettingError, unknown

Rows = npt.NDArray[np.float64]  # (n, k): a row for each sentence; counts, so exact
ORDERS, CHARACTERS, WORDS = 4, 6, 2  # n-grams of BLEU (Papineni 2002), of chrF and of its ++ (Popović 2017)
FEW = 64  # sentences in all below which sacreBLEU's own loop is done before ours, which takes a second, is loaded
OF_PAIRS = ("bleu", "chrf2++")  # that every pair of a corpus has


@dataclass(frozen=True, slots=True)
class Score:
    """value: 0..100; signature: sacreBLEU's, in its long form; mean, margin: of bootstrap resamples, `mean ± margin` holds
    the corpus's score in 95 of 100, None where there were none."""

    metric: str
    value: float
    signature: str
    mean: float | None = None
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of a language.

    statistics: rows of hypotheses and references; score: of a corpus's row, which is its sentences' rows added up; scores: of
    many such rows, the same and faster; sentences: of rows that are single sentences; signature: of a corpus's score;
    better: 1 where more is better, -1 where less is; several: rows of hypotheses and of several references; signatures: the
    two of so many references; quick: `scores` but for rounding, which tests of thousands of exchanges need; digits: that stand
    after the point where a score is shown, one for a score of 100.
    """

    name: str
    signature: str
    sentence_signature: str
    statistics: Callable[[Sequence[str], Sequence[str]], Rows]
    score: Callable[[Any], float]
    scores: Callable[[Rows], list[float]]
    sentences: Callable[[Rows], list[float]]
    better: int = 1
    several: Callable[[Sequence[str], Sequence[Sequence[str]]], Rows] = lambda _, __: np.zeros((0, 0))
    signatures: Callable[[int], tuple[str, str]] = lambda _: ("", "")
    quick: Callable[[Rows], Rows] | None = None
    digits: int = 1

    def quick_scores(self, rows: Rows) -> Rows:
        return self.quick(rows) if self.quick else np.asarray(self.scores(rows))


def with_references(metric: Metric, count: int) -> Metric:
    """`metric` with the signatures of so many references."""
    if count == 1:
        return metric
    corpus, sentence = metric.signatures(count)
    return replace(metric, signature=corpus, sentence_signature=sentence)


def tokenizer_of(lang: str) -> str:
    """The BLEU tokenizer of a language: words of an agglutinating or unspaced language need an analyser."""
    return {"ko": "ko-mecab", "zh": "zh", "ja": "char", "th": "char"}.get(lang, "13a")


@cache
def metric_of(name: str, lang: str, tokenizer: str = "") -> Metric:
    """The metric called `name` for texts in `lang`; tokenizer: BLEU's, instead of the language's own.

    Raises SettingError at an unknown metric or tokenizer.
    """
    if name not in METRICS:
        raise unknown("metric", name, METRICS)
    return METRICS[name](tokenizer or tokenizer_of(lang))


def _bleu(tokenizer: str) -> Metric:
    corpus, sentence = _sacrebleu_bleu(tokenizer), _sacrebleu_bleu(tokenizer, effective_order=True)
    own = _own(sentence)

    def statistics(hypotheses: Sequence[str], references: Sequence[str]) -> Rows:
        return own(hypotheses, references) if _seen.few(hypotheses) else _bleu_rows(hypotheses, references, tokenizer)

    return _several(
        Metric(
            "bleu",
            _signature(corpus),
            _signature(sentence),
            statistics,
            _score_of(corpus),
            _bleus(False),
            _bleus(True),
            quick=_quick_bleus,
        ),
        corpus,
        sentence,
    )


def _several(metric: Metric, corpus: Any, sentence: Any) -> Metric:
    """`metric` for several references, which are sacreBLEU's own to count."""
    own = _own(sentence)

    def several(hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> Rows:
        return metric.statistics(hypotheses, references[0]) if len(references) == 1 else own(hypotheses, *references)

    return replace(metric, several=several, signatures=lambda count: (_signature(corpus, count), _signature(sentence, count)))


def _sacrebleu_bleu(tokenizer: str, **options: Any) -> Any:
    from sacrebleu.metrics.bleu import BLEU

    if tokenizer not in BLEU.TOKENIZERS:
        raise unknown("tokenizer", tokenizer, BLEU.TOKENIZERS)
    try:
        return BLEU(tokenize=tokenizer, **options)
    except (ImportError, RuntimeError) as error:
        raise SettingError(
            "The tokenizer '{tokenizer}' is not installed: {reason}",
            "Install it, or choose another.",
            tokenizer=tokenizer,
            reason=" ".join(str(error).split()),
        ) from error


def _chrf(name: str, word_order: int) -> Callable[[str], Metric]:
    def make(_: str) -> Metric:
        from sacrebleu.metrics.chrf import CHRF

        chrf = CHRF(word_order=word_order)
        own = _own(chrf)

        def statistics(hypotheses: Sequence[str], references: Sequence[str]) -> Rows:
            return own(hypotheses, references) if _seen.few(hypotheses) else _chrf_rows(hypotheses, references, word_order)

        metric = Metric(
            name, _signature(chrf), _signature(chrf), statistics, _score_of(chrf), _chrfs, _chrfs, quick=_quick_chrfs
        )
        return _several(metric, chrf, chrf)

    return make


class _Seen:
    """How many sentences were counted in this process; the counts are the same either way."""

    def __init__(self) -> None:
        self._count = 0

    def few(self, sentences: Sequence[str]) -> bool:
        self._count += len(sentences)
        return self._count < FEW


_seen = _Seen()


def _ter(_: str) -> Metric:
    from sacrebleu.metrics.ter import TER

    ter = TER()
    score = _score_of(ter)

    def scores(rows: Rows) -> list[float]:
        return [score(row) for row in rows.tolist()]

    return _several(
        Metric("ter", _signature(ter), _signature(ter), _own(ter), score, scores, scores, -1, quick=_quick_ters), ter, ter
    )


METRICS: dict[str, Callable[[str], Metric]] = {
    "bleu": _bleu,
    "chrf2": _chrf("chrf2", 0),
    "chrf2++": _chrf("chrf2++", WORDS),
    "ter": _ter,
}


def _signature(scorer: Any, references: int = 1) -> str:
    scorer.num_refs = references
    return str(scorer.get_signature().format())


def _own(scorer: Any) -> Callable[..., Rows]:
    """sacreBLEU's own statistics, of hypotheses and of one reference or more."""

    def statistics(hypotheses: Sequence[str], *references: Sequence[str]) -> Rows:
        rows = scorer._extract_corpus_statistics(hypotheses, references) if len(hypotheses) else []
        return np.array(rows, dtype=np.float64)

    return statistics


def _score_of(scorer: Any) -> Callable[[Any], float]:
    return lambda row: float(scorer._compute_score_from_stats(row).score)


def _bleu_rows(hypotheses: Sequence[str], references: Sequence[str], tokenizer: str) -> Rows:
    """As sacreBLEU: length of hypothesis and reference, n-grams in both of orders 1 to 4, n-grams of the hypothesis."""
    from jjak.eval.ngram_counts import shared
    from jjak.eval.tokens import bleu_words, numbered

    left, right = numbered(bleu_words(hypotheses, tokenizer), bleu_words(references, tokenizer))
    lengths = [np.diff(side.starts)[:, None] for side in (left, right)]
    totals = np.maximum(lengths[0] - np.arange(ORDERS), 0)
    return np.hstack([*lengths, shared(left, right, ORDERS), totals]).astype(np.float64)


def _chrf_rows(hypotheses: Sequence[str], references: Sequence[str], word_order: int) -> Rows:
    """As sacreBLEU: for each order of characters, then of words, the n-grams of the hypothesis, of the reference, in both."""
    from jjak.eval.tokens import characters, chrf_words, numbered

    parts = [_triples((characters(hypotheses), characters(references)), CHARACTERS)]
    if word_order:
        parts.append(_triples(numbered(chrf_words(hypotheses), chrf_words(references)), word_order))
    return np.hstack(parts)


def _triples(sides: tuple[Any, Any], orders: int) -> Rows:
    from jjak.eval.ngram_counts import shared

    counts = [np.maximum(np.diff(side.starts)[:, None] - np.arange(orders), 0) for side in sides]
    # an order that the reference is too short for counts for nothing
    counts[0] = np.where(counts[1] > 0, counts[0], 0)
    rows = np.stack([*counts, shared(*sides, orders)], axis=2).reshape(len(counts[0]), 3 * orders)
    return np.asarray(rows, dtype=np.float64)


def _bleus(effective: bool) -> Callable[[Rows], list[float]]:
    """BLEU of each row with exponential smoothing, in the steps of sacreBLEU, since another order rounds otherwise."""
    return lambda rows: [_smoothed(effective, *row) for row in rows.tolist()]


def _smoothed(effective: bool, hypothesis: float, reference: float, *counts: float) -> float:
    if not any(counts[:ORDERS]):
        return 0.0
    penalty = math.exp(1 - reference / hypothesis) if hypothesis < reference else 1.0
    smooth, logs = 1.0, []
    for correct, total in zip(counts[:ORDERS], counts[ORDERS:], strict=True):
        if total == 0:
            break
        if correct == 0:
            smooth *= 2
            logs.append(math.log(100.0 / (smooth * total)))
        else:
            logs.append(math.log(100.0 * correct / total))
    if not effective and len(logs) < ORDERS:
        return 0.0
    return penalty * math.exp(sum(logs) / len(logs))


def _quick_bleus(rows: Rows) -> Rows:
    """BLEU of each corpus's row."""
    hypothesis, reference, correct, total = rows[:, 0], rows[:, 1], rows[:, 2 : 2 + ORDERS], rows[:, 2 + ORDERS :]
    halves = 2.0 ** np.cumsum(correct == 0, axis=1)
    known = (total > 0).all(axis=1) & (correct > 0).any(axis=1)
    shares = np.where(correct > 0, correct, 1 / halves)[known] / total[known]
    scores = np.zeros(len(rows))
    penalty = np.minimum(1.0, np.exp(1 - reference[known] / hypothesis[known]))
    scores[known] = 100 * penalty * np.exp(np.log(shares).mean(axis=1))
    return scores


def _quick_ters(rows: Rows) -> Rows:
    """TER of each row of edits and of the reference's length."""
    edits, length = rows[:, 0], rows[:, 1]
    return np.where(length > 0, 100 * edits / np.where(length > 0, length, 1), 100.0 * (edits > 0))


def _chrfs(rows: Rows) -> list[float]:
    return [float(score) for score in _exact_chrfs(rows)]


def _quick_chrfs(rows: Rows) -> Rows:
    """chrF of each corpus's row: without masks where both sides have n-grams of every order, as all but tiny corpora do."""
    hypothesis, reference, both = (np.ascontiguousarray(rows[:, at::3].T) for at in range(3))
    if not (hypothesis.all() and reference.all()):
        return _exact_chrfs(rows)
    precision, recall = (both / hypothesis).mean(axis=0), (both / reference).mean(axis=0)
    scores: Rows = 500 * precision * recall / np.maximum(4 * precision + recall, np.finfo(np.float64).tiny)
    return scores


def _exact_chrfs(rows: Rows) -> Rows:
    """chrF of each row, beta 2, the mean over the orders that both sides are long enough for."""
    hypothesis, reference, both = (rows[:, at::3] for at in range(3))
    counted = (hypothesis > 0) & (reference > 0)
    precision, recall, orders = (np.zeros(len(rows)) for _ in range(3))
    for at in range(rows.shape[1] // 3):
        # added one order after the other, as sacreBLEU does, since another order rounds otherwise
        used = counted[:, at]
        precision[used] += both[used, at] / hypothesis[used, at]
        recall[used] += both[used, at] / reference[used, at]
        orders += used
    known = orders > 0
    precision[known] /= orders[known]
    recall[known] /= orders[known]
    scores = np.zeros(len(rows))
    some = precision + recall > 0
    scores[some] = 100 * (5 * precision[some] * recall[some] / (4 * precision[some] + recall[some]))
    return scores


def sentence_score(metric: str, hypothesis: str, reference: str, lang: str) -> Score:
    """The score of one hypothesis, equal to sacreBLEU's `sentence_score`; raises SettingError at an unknown metric."""
    (score,) = sentence_scores(metric, [hypothesis], [reference], lang)
    return score


def sentence_scores(metric: str, hypotheses: Sequence[str], references: Sequence[str], lang: str) -> list[Score]:
    """The score of each hypothesis, equal to sacreBLEU's `sentence_score`, many times as fast where there are many.

    Raises ValueError where the two are of different lengths, SettingError at an unknown metric.
    """
    _same_length(hypotheses, references)
    if not hypotheses:
        return []
    found = metric_of(metric, lang)
    values = found.sentences(found.statistics(hypotheses, references))
    return [Score(metric, value, found.sentence_signature) for value in values]


def corpus_score(metric: str, hypotheses: Sequence[str], references: Sequence[str], lang: str) -> Score:
    """The corpus score; raises ValueError where the two lists are empty or of different lengths, SettingError at an unknown
    metric."""
    _same_length(hypotheses, references)
    if not hypotheses:
        raise ValueError("no sentence to score")
    found = metric_of(metric, lang)
    rows = found.statistics(hypotheses, references)
    return Score(metric, found.score(rows.sum(axis=0).tolist()), found.signature)


def _same_length(hypotheses: Sequence[str], references: Sequence[str]) -> None:
    if len(hypotheses) != len(references):
        raise ValueError(f"{len(hypotheses)} hypotheses for {len(references)} references")
