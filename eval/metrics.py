"""Sentence BLEU and chrF2++ by sacreBLEU, each with the signature without which the figure means nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from seeds.errors import unknown


@dataclass(frozen=True, slots=True)
class Score:
    """value: 0..100; signature: sacreBLEU's, in its long form."""

    metric: str
    value: float
    signature: str


def tokenizer_of(lang: str) -> str:
    """The BLEU tokenizer of a language: words of an agglutinating or unspaced language need an analyser."""
    return {"ko": "ko-mecab", "zh": "zh", "ja": "char", "th": "char"}.get(lang, "13a")


def _bleu(lang: str) -> Any:
    from sacrebleu.metrics.bleu import BLEU

    return BLEU(tokenize=tokenizer_of(lang), effective_order=True)


def _corpus_bleu(lang: str) -> Any:
    from sacrebleu.metrics.bleu import BLEU

    return BLEU(tokenize=tokenizer_of(lang))


def _chrf(word_order: int) -> Callable[[str], Any]:
    def make(_: str) -> Any:
        from sacrebleu.metrics.chrf import CHRF

        return CHRF(word_order=word_order)

    return make


_SENTENCE: dict[str, Callable[[str], Any]] = {"bleu": _bleu, "chrf2": _chrf(0), "chrf2++": _chrf(2)}
_CORPUS: dict[str, Callable[[str], Any]] = {"bleu": _corpus_bleu, "chrf2": _chrf(0), "chrf2++": _chrf(2)}


@cache
def _metric(name: str, lang: str, corpus: bool) -> Any:
    table = _CORPUS if corpus else _SENTENCE
    if name not in table:
        raise unknown("metric", name, table)
    return table[name](lang)


def sentence_score(metric: str, hypothesis: str, reference: str, lang: str) -> Score:
    """The score of one hypothesis, equal to sacreBLEU's `sentence_score`; raises SettingError at an unknown metric."""
    scorer = _metric(metric, lang, False)
    value = scorer.sentence_score(hypothesis, [reference]).score
    return Score(metric, float(value), str(scorer.get_signature().format()))


def corpus_score(metric: str, hypotheses: list[str], references: list[str], lang: str) -> Score:
    """The corpus score; raises ValueError where the two lists are of different lengths, SettingError at an unknown metric."""
    if len(hypotheses) != len(references):
        raise ValueError(f"{len(hypotheses)} hypotheses for {len(references)} references")
    scorer = _metric(metric, lang, True)
    value = scorer.corpus_score(hypotheses, [references]).score
    return Score(metric, float(value), str(scorer.get_signature().format()))
