"""The two engines on the embedded model: the fast one must say what the reference says."""

from __future__ import annotations

import math
import warnings
from dataclasses import replace
from pathlib import Path

import pytest

from jjak.align.mt.checkpoint import EMBEDDED_FOLDER
from jjak.align.mt.engines import load_translator
from jjak.align.mt.tokenizer import Tokenizer
from jjak.align.mt.translator import Search
from jjak.eval.metrics import corpus_score
from jjak.seeds.errors import ModelError

pytestmark = pytest.mark.slow

DIRECTIONS = [("ko", "en"), ("en", "ko")]


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_both_engines_give_the_same_texts(sentences: list[tuple[str, str]], source: str, target: str) -> None:
    texts = [pair[0 if source == "ko" else 1] for pair in sentences]
    fast = load_translator(source, target, compute="float32", beam=1)(texts)
    slow = load_translator(source, target, engine="transformers", beam=1)(texts)
    assert sum(a.text == b.text for a, b in zip(fast, slow, strict=True)) >= 198


def test_both_engines_are_as_sure(sentences: list[tuple[str, str]]) -> None:
    texts = [pair[0] for pair in sentences[:40]]
    # a repetition penalty would be in one library's figures and not in the other's
    search = Search(1, length=2.0)
    fast = replace(load_translator("ko", "en", compute="float32"), search=search)(texts)
    slow = replace(load_translator("ko", "en", engine="transformers"), search=search)(texts)
    both = [(a.score, b.score) for a, b in zip(fast, slow, strict=True) if a.text == b.text and not (a.flags or b.flags)]
    assert len(both) > 30
    assert all(ours == pytest.approx(theirs, abs=0.02) for ours, theirs in both)


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_eight_bits_cost_less_than_half_a_point(sentences: list[tuple[str, str]], source: str, target: str) -> None:
    side = 0 if source == "ko" else 1
    texts, references = [pair[side] for pair in sentences], [pair[1 - side] for pair in sentences]
    scores = []
    for compute in ("int8", "float32"):
        hypotheses = [t.text for t in load_translator(source, target, compute=compute, beam=1)(texts)]
        scores.append(corpus_score("chrf2", hypotheses, references, target).value)
    assert scores[1] - scores[0] < 0.5


def test_beam_search_agrees_as_well(sentences: list[tuple[str, str]]) -> None:
    texts = [pair[0] for pair in sentences[::10]]
    # a repetition penalty is taken from probabilities by one library and from logits by the other
    search = Search(4)
    fast = replace(load_translator("ko", "en", compute="float32"), search=search)(texts)
    slow = replace(load_translator("ko", "en", engine="transformers"), search=search)(texts)
    assert sum(a.text == b.text for a, b in zip(fast, slow, strict=True)) >= 0.9 * len(texts)


def test_the_pieces_are_those_of_transformers(sentences: list[tuple[str, str]]) -> None:
    from transformers import MarianTokenizer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reference = MarianTokenizer.from_pretrained(EMBEDDED_FOLDER)
    texts = [text for pair in sentences for text in pair] + ["짝 – “quotes” … 똠방각하 🦜 ½ ﬁ", "12,345.67%"]
    ours = Tokenizer(EMBEDDED_FOLDER, ">>eng<<").encode(texts)
    for text, pieces in zip(texts, ours, strict=True):
        assert reference.convert_tokens_to_ids(pieces) == reference(f">>eng<<{text}").input_ids
        assert reference.unk_token_id not in reference.convert_tokens_to_ids(pieces)


def test_the_embedded_model_is_small_and_in_half_precision() -> None:
    from safetensors import safe_open

    with safe_open(EMBEDDED_FOLDER / "model.safetensors", "pt") as weights:
        tensors = [weights.get_slice(name) for name in weights.keys()]  # noqa: SIM118
    sizes = [math.prod(tensor.get_shape()) for tensor in tensors]
    assert sum(sizes) <= 25_000_000
    assert {tensor.get_dtype() for tensor in tensors} == {"F16"}


def test_a_conversion_is_made_once_and_kept_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jjak.align.mt.checkpoint import find_checkpoint
    from jjak.align.mt.ctranslate2_engine import CONVERSION, converted

    monkeypatch.setenv("JJAK_CACHE", str(tmp_path))
    checkpoint = find_checkpoint("jjak-ko-en")
    folder = converted(checkpoint, "int8")
    made = (folder / "model.bin").stat().st_mtime_ns
    assert converted(checkpoint, "int8") == folder
    assert (folder / "model.bin").stat().st_mtime_ns == made
    assert [path.name for path in (tmp_path / "ctranslate2").iterdir()] == [
        f"jjak-ko-en-{checkpoint.revision}-int8-{CONVERSION}"
    ]


def test_a_translation_depends_on_its_text_alone(sentences: list[tuple[str, str]]) -> None:
    translate = load_translator("en", "ko")
    texts = [pair[1] for pair in sentences[:60]]
    together = translate(texts)
    assert [translate([text])[0] for text in texts] == together
    assert translate(texts[::-1]) == together[::-1]


def test_a_device_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match="cannot be loaded on 'cuda'") as caught:
        load_translator("ko", "en", device="cuda")
    assert "--device" in caught.value.fix
