"""Every kind of open model is told by what is there, is checked, and translates."""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Callable, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path

import ctranslate2
import pytest
import sentencepiece
import torch
from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

import forms
from jjak.align.mt.checkpoint import EMBEDDED, EMBEDDED_FOLDER
from jjak.align.mt.checkpoint_check import Verdict
from jjak.align.mt.engines import load_translator
from jjak.align.mt.model_finder import find_model
from jjak.align.mt.packaged_model import Form, PackagedModel
from jjak.align.mt.translator import EMPTY, UNTRANSLATED
from jjak.eval.probe_set import check, directions_of
from jjak.seeds.errors import ModelError

pytestmark = pytest.mark.slow

LINES = ["정부는 오늘 새로운 주택 정책을 발표했습니다.", "2018년에 금메달 3개를 땄다.", "안녕하세요."]
BOTH = [("ko", "en"), ("en", "ko")]


def translated(model: str, source: str = "ko", target: str = "en", beam: int = 4) -> list[str]:
    translator = load_translator(source, target, model=model, compute="float32", beam=beam)
    return [translation.text for translation in translator(LINES)]


@pytest.mark.parametrize(
    ("form", "kind", "directions"),
    [
        (forms.argos, Form.ARGOS, [("ko", "en")]),
        (forms.madlad, Form.MADLAD, BOTH),
        (forms.m2m100, Form.M2M100, BOTH),
        (forms.nllb, Form.NLLB, BOTH),
    ],
)
def test_a_folder_s_form_is_told_by_its_files(
    tmp_path: Path, form: Callable[[Path], Path], kind: Form, directions: list[tuple[str, str]]
) -> None:
    model = find_model(str(form(tmp_path / "any-name")))
    assert isinstance(model, PackagedModel)
    assert model.form is kind
    assert directions_of(model) == directions


@pytest.mark.parametrize("form", [forms.argos, forms.madlad])
def test_the_same_model_in_another_form_translates_the_same(tmp_path: Path, form: Callable[[Path], Path]) -> None:
    # the other forms say nothing of how to search, so this one is searched as plainly; greedily, for which Argos' own length
    # penalty is nothing
    searched = {"length_penalty": 1.0, "repetition_penalty": 1.0}
    plain = forms.configured(forms.copied(tmp_path / "plain"), "generation_config.json", **searched)
    folder = str(form(tmp_path / "model"))
    assert translated(folder, beam=1) == translated(str(plain), beam=1)
    assert check(folder, quick=True).verdict is not Verdict.BROKEN


@pytest.mark.parametrize(
    ("form", "source", "target"), [(forms.m2m100, "__ko__", "__en__"), (forms.nllb, "kor_Hang", "eng_Latn")]
)
def test_languages_are_named_before_the_source_and_the_translation(
    tmp_path: Path, form: Callable[[Path], Path], source: str, target: str
) -> None:
    folder = form(tmp_path / "model")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.bpe.model"))
    engine = ctranslate2.Translator(str(folder), compute_type="float32")
    tokens = [[source, *pieces.encode(line, out_type=str), "</s>"] for line in LINES]
    by_hand = engine.translate_batch(tokens, target_prefix=[[target]] * len(LINES), beam_size=1, disable_unk=True)
    expected = [pieces.decode_pieces(result.hypotheses[0][1:]) for result in by_hand]
    assert translated(str(folder), beam=1) == expected
    assert all(expected)


def test_a_language_that_a_model_does_not_know_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="does not know the language 'fi'"):
        load_translator("ko", "fi", model=str(forms.m2m100(tmp_path / "model")))


def test_a_package_of_one_direction_does_no_other(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="translates ko to en, not en to ko"):
        load_translator("en", "ko", model=str(forms.argos(tmp_path / "model")))


def tiny_m2m100(folder: Path) -> Path:
    """An M2M100 of random weights as transformers writes it, with the embedded model's pieces."""
    folder.mkdir()
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(EMBEDDED_FOLDER / "source.spm"))
    names = ["<s>", "<pad>", "</s>", "<unk>"]
    names += [name for at in range(len(pieces)) if (name := pieces.id_to_piece(at)) not in names]
    (folder / "vocab.json").write_text(json.dumps({name: at for at, name in enumerate(names)}), encoding="utf-8")
    shutil.copyfile(EMBEDDED_FOLDER / "source.spm", folder / "sentencepiece.bpe.model")
    tokenizer = M2M100Tokenizer(str(folder / "vocab.json"), str(folder / "sentencepiece.bpe.model"))
    torch.manual_seed(3)
    sizes = {"d_model": 32, "encoder_ffn_dim": 64, "decoder_ffn_dim": 64, "encoder_layers": 1, "decoder_layers": 1}
    heads = {"encoder_attention_heads": 2, "decoder_attention_heads": 2, "max_position_embeddings": 128}
    config = M2M100Config(vocab_size=len(names) + 100 + 8, **sizes, **heads, init_std=0.5)
    M2M100ForConditionalGeneration(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def test_m2m100_as_transformers_writes_it_is_converted_and_gives_what_transformers_gives(tmp_path: Path) -> None:
    folder = tiny_m2m100(tmp_path / "model")
    translator = load_translator("ko", "en", model=str(folder), compute="float32", beam=1)
    tokenizer = M2M100Tokenizer.from_pretrained(folder, src_lang="ko", tgt_lang="en")
    model = M2M100ForConditionalGeneration.from_pretrained(folder)
    given = tokenizer(LINES[2], return_tensors="pt")
    options = {"num_beams": 1, "max_new_tokens": 12, "do_sample": False, "bad_words_ids": [[tokenizer.unk_token_id]]}
    made = model.generate(**given, forced_bos_token_id=tokenizer.get_lang_id("en"), **options)
    expected = tokenizer.convert_ids_to_tokens(made[0])[1:]
    sources = translator.tokenizer.encode([LINES[2]])  # type: ignore[attr-defined]
    assert sources[0] == tokenizer.convert_ids_to_tokens(given["input_ids"][0])
    (found,) = translator.engine.generate(sources, translator.search)  # type: ignore[attr-defined]
    assert found.pieces[: len(expected)] == expected


def test_two_models_with_english_between_them_are_one() -> None:
    between = load_translator("ko", "en")(LINES)
    last = load_translator("en", "ko")([each.text for each in between])
    made = load_translator("ko", "ko", model=f"{EMBEDDED}+{EMBEDDED}")(LINES)
    assert [each.text for each in made] == [each.text for each in last]
    assert made[0].model == f"{EMBEDDED}+{EMBEDDED}"
    assert made[0].score == min(between[0].score, last[0].score)


def upper(source: str, target: str) -> Callable[[Sequence[str]], list[str]]:
    """A plug-in."""
    if (source, target) != ("ko", "en"):
        raise ValueError("only Korean to English")
    return lambda lines: [f"{line.upper()}!" if line != "none" else "" for line in lines]


def one_short(_: str, __: str) -> Callable[[Sequence[str]], list[str]]:
    return lambda lines: list(lines)[1:]


def test_a_plug_in_is_used_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [EntryPoint(name, f"{__name__}:{name}", "jjak.translators") for name in ("upper", "one_short")]
    monkeypatch.setattr("jjak.align.mt.plugged_translators.entry_points", lambda group: points)
    monkeypatch.setattr(EntryPoint, "load", lambda self: globals()[self.name])
    made = load_translator("ko", "en", model="upper")(["a", "", "none", "a"])
    assert [each.text for each in made] == ["A!", "", "", "A!"]
    assert [each.flags for each in made] == [(), (), (EMPTY, UNTRANSLATED), ()]
    assert directions_of(find_model("upper")) == [("ko", "en")]
    with pytest.raises(ModelError, match="does not translate en to ko: only Korean to English"):
        load_translator("en", "ko", model="upper")
    with pytest.raises(ModelError, match="gave 1 lines for 2"):
        load_translator("ko", "en", model="one_short")(["a", "b"])


def test_a_model_of_firefox_is_refused_with_the_reason(tmp_path: Path) -> None:
    folder = tmp_path / "firefox"
    folder.mkdir()
    config = b"dec-cell: ssru\nenc-depth: 6\n"
    (folder / "model.koen.intgemm.alphas.bin").write_bytes(struct.pack("<QQ", 1, 3) + b"\0" * 64 + config)
    shutil.copyfile(EMBEDDED_FOLDER / "source.spm", folder / "vocab.koen.spm")
    with pytest.raises(ModelError, match=r"Marian's binary form .*decoder: ssru"):
        find_model(str(folder))


def test_a_package_that_is_not_whole_says_what_is_missing(tmp_path: Path) -> None:
    folder = forms.argos(tmp_path / "package")
    (folder / "model" / "model.bin").unlink()
    with pytest.raises(ModelError, match=r"is not whole: model\.bin"):
        find_model(str(folder))
    shutil.copyfile(EMBEDDED_FOLDER / "source.spm", folder / "bpe.model")
    (folder / "sentencepiece.model").unlink()
    with pytest.raises(ModelError, match="subword-nmt's BPE"):
        find_model(str(folder))
