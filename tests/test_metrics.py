from __future__ import annotations

from typing import Any

import pytest
import sacrebleu
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

from jjak.eval.metrics import METRICS, corpus_score, metric_of, sentence_score, sentence_scores
from jjak.seeds.errors import SettingError


@pytest.mark.parametrize(("lang", "tokenize"), [("ko", "ko-mecab"), ("en", "13a")])
def test_sentence_scores_are_sacrebleus(sentences: list[tuple[str, str]], lang: str, tokenize: str) -> None:
    texts = [pair[0 if lang == "ko" else 1] for pair in sentences]
    for hypothesis, reference in zip(texts, texts[7:], strict=False):
        bleu = sacrebleu.sentence_bleu(hypothesis, [reference], tokenize=tokenize)
        chrf = sacrebleu.sentence_chrf(hypothesis, [reference], word_order=2)
        assert sentence_score("bleu", hypothesis, reference, lang).value == bleu.score
        assert sentence_score("chrf2++", hypothesis, reference, lang).value == chrf.score


def test_corpus_scores_are_sacrebleus(sentences: list[tuple[str, str]]) -> None:
    hypotheses, references = [pair[1] for pair in sentences], [pair[1] for pair in sentences[3:] + sentences[:3]]
    assert corpus_score("bleu", hypotheses, references, "en").value == sacrebleu.corpus_bleu(hypotheses, [references]).score
    assert corpus_score("chrf2", hypotheses, references, "en").value == sacrebleu.corpus_chrf(hypotheses, [references]).score


@pytest.mark.parametrize(
    ("metric", "lang", "parts"),
    [
        ("bleu", "ko", ["tok:ko-mecab-", "eff:yes", "version:"]),
        ("bleu", "en", ["tok:13a", "eff:yes", "smooth:exp"]),
        ("chrf2++", "en", ["nc:6", "nw:2", "version:"]),
    ],
)
def test_every_score_carries_its_signature(metric: str, lang: str, parts: list[str]) -> None:
    signature = sentence_score(metric, "한 문장", "두 문장", lang).signature
    assert all(part in signature for part in parts)


def test_an_unknown_metric_lists_the_known() -> None:
    with pytest.raises(SettingError, match=r"No metric 'bleurt'; there are: bleu, chrf2, chrf2\+\+, ter"):
        sentence_score("bleurt", "a", "b", "en")


def test_lists_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="1 hypotheses for 2 references"):
        corpus_score("bleu", ["a"], ["a", "b"], "en")


Translated = dict[str, tuple[list[str], list[str], list[str]]]


def peer(metric: str, lang: str, **options: Any) -> Any:
    """sacreBLEU's own."""
    tokenize = {"ko": "ko-mecab", "en": "13a"}[lang]
    makes: dict[str, Any] = {
        "bleu": lambda: BLEU(tokenize=tokenize, **options),
        "chrf2": CHRF,
        "chrf2++": lambda: CHRF(word_order=2),
        "ter": TER,
    }
    return makes[metric]()


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("metric", METRICS)
def test_a_thousand_corpus_and_sentence_scores_and_signatures_are_sacrebleus(
    translated: Translated, metric: str, lang: str
) -> None:
    references, better, worse = translated[lang]
    for hypotheses in (better, worse):
        own = peer(metric, lang)
        assert corpus_score(metric, hypotheses, references, lang).value == own.corpus_score(hypotheses, [references]).score
        assert metric_of(metric, lang).signature == own.get_signature().format()
        single = peer(metric, lang, effective_order=True)
        count = 150 if metric == "ter" else len(references)
        found = sentence_scores(metric, hypotheses[:count], references[:count], lang)
        each = [single.sentence_score(h, [r]).score for h, r in zip(hypotheses, references[:count], strict=False)]
        assert [score.value for score in found] == each
        assert {score.signature for score in found} == {single.get_signature().format()}


def test_few_sentences_score_as_many_do(translated: Translated) -> None:
    references, better, _ = translated["ko"]
    for metric in ("bleu", "chrf2++"):
        many = [score.value for score in sentence_scores(metric, better[:100], references[:100], "ko")]
        assert [sentence_score(metric, h, r, "ko").value for h, r in zip(better[:100], references, strict=False)] == many


def test_characters_are_counted_only_where_asked_and_say_so() -> None:
    assert "tok:ko-mecab" in metric_of("bleu", "ko").signature
    assert "tok:char" in metric_of("bleu", "ko", "char").signature
    with pytest.raises(SettingError, match="No tokenizer 'chars'"):
        metric_of("bleu", "ko", "chars")


def test_no_sentence_has_no_score() -> None:
    assert sentence_scores("bleu", [], [], "en") == []
    with pytest.raises(ValueError, match="no sentence"):
        corpus_score("bleu", [], [], "en")
