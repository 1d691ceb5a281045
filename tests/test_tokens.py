from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from jjak.eval.tokens import bleu_words, characters, chrf_words

# marks that the rules of 13a speak of come up often, beside Hangul, other spaces and halves of surrogate pairs
TEXT = st.text(st.sampled_from("ab12.,-–&;()<>/ \t\n\x0b\x85\u3000가나힣\"'!\udc80😀") | st.characters())
TEXTS = st.lists(TEXT | st.sampled_from(["&quot;a&amp;lt;", "x<skipped>-\ny", "1.5-3,000.", "", " ", "<ski<skipped>pped>\n"]))


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_the_words_of_bleu_are_sacrebleus(texts: list[str]) -> None:
    tokenize = BLEU(tokenize="13a").tokenizer
    assert bleu_words(texts, "13a") == [tokenize(text.rstrip()).split() for text in texts]


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_the_words_of_chrf_are_sacrebleus(texts: list[str]) -> None:
    assert chrf_words(texts) == [CHRF(word_order=2)._remove_punctuation(text) for text in texts]


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_characters_are_code_points_without_white_space(texts: list[str]) -> None:
    rows = characters(texts)
    found = [[int(c) for c in rows.items[a:b]] for a, b in zip(rows.starts, rows.starts[1:], strict=False)]
    assert found == [[ord(c) for c in "".join(text.split())] for text in texts]


def test_korean_is_cut_by_the_analyser_and_each_text_once() -> None:
    (first, second) = bleu_words(["비가 옵니다. ", "비가 옵니다. "], "ko-mecab")
    assert first is second
    assert first == ["비", "가", "옵니다", "."]


def test_an_unknown_tokenizer_is_named() -> None:
    with pytest.raises(ValueError, match="no tokenizer '14a'"):
        bleu_words(["a"], "14a")
