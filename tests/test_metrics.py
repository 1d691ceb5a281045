from __future__ import annotations

import pytest
import sacrebleu

from eval.metrics import corpus_score, sentence_score
from seeds.errors import SettingError


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
    with pytest.raises(SettingError, match=r"No metric 'bleurt'; there are: bleu, chrf2, chrf2\+\+"):
        sentence_score("bleurt", "a", "b", "en")


def test_lists_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="1 hypotheses for 2 references"):
        corpus_score("bleu", ["a"], ["a", "b"], "en")
