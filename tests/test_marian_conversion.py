"""A checkpoint converted by numpy is the file that CTranslate2 makes of it through transformers, whatever its shape."""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("transformers", reason="the conversion is compared with that of transformers: pip install 'jjak[train]'")

import ctranslate2
import torch
from transformers import MarianConfig, MarianMTModel

import forms
from jjak.align.mt.checkpoint import EMBEDDED, EMBEDDED_FOLDER, Checkpoint, find_checkpoint
from jjak.align.mt.engines import load_translator
from jjak.align.mt.marian_conversion import convert
from jjak.align.mt.marian_layout import expected_shapes, read_config, stand_ins
from jjak.align.mt.quantization import quantize
from jjak.align.mt.transformers_engine import quiet_transformers
from jjak.seeds.errors import ModelError

PIECES = 311
SHAPE = {
    "vocab_size": PIECES,
    "d_model": 24,
    "encoder_layers": 2,
    "decoder_layers": 1,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 40,
    "decoder_ffn_dim": 56,
    "max_position_embeddings": 64,
    "pad_token_id": PIECES - 1,
    "decoder_start_token_id": PIECES - 1,
    "scale_embedding": True,
    "init_std": 0.3,
}
SOURCE_PAD = {"pad_token_id": 200, "decoder_start_token_id": 200}
SOURCES = [["▁the", "▁a", "</s>"], ["▁을", ".", "▁of", "</s>"]]


def small(folder: Path, dtype: torch.dtype = torch.float32, **config: Any) -> Path:
    """A checkpoint with small random weights; its vocabulary is the first pieces of the embedded model's."""
    torch.manual_seed(3)
    with quiet_transformers():
        model = MarianMTModel(MarianConfig(**{**SHAPE, **config}))
        for parameter in model.parameters():
            if parameter.ndim == 1:
                torch.nn.init.normal_(parameter)
        model.to(dtype).save_pretrained(folder)
    for name in ("source.spm", "target.spm", "tokenizer_config.json"):
        shutil.copyfile(EMBEDDED_FOLDER / name, folder / name)
    _number(folder / "vocab.json", PIECES)
    return folder


def _number(path: Path, count: int, *, backwards: bool = False) -> None:
    ids = forms.vocabulary(EMBEDDED_FOLDER)
    pieces = sorted(ids, key=ids.__getitem__)
    free = pieces[2 : count - 1]
    names = [*pieces[:2], *(reversed(free) if backwards else free), "<pad>"]
    path.write_text(json.dumps({name: at for at, name in enumerate(names)}, ensure_ascii=False), encoding="utf-8")


def separate(folder: Path, **config: Any) -> Path:
    """With a vocabulary for each side, that of the source smaller."""
    small(folder, share_encoder_decoder_embeddings=False, vocab_size=201, decoder_vocab_size=PIECES, **SOURCE_PAD, **config)
    _number(folder / "vocab.json", 201)
    _number(folder / "target_vocab.json", PIECES, backwards=True)
    return forms.configured(folder, "tokenizer_config.json", separate_vocabs=True)


def biased(folder: Path) -> Path:
    def add(tensors: forms.Tensors) -> forms.Tensors:
        return tensors | {"final_logits_bias": torch.randn(1, PIECES)}

    return forms.changed(small(folder, activation_function="silu"), add)


def with_positions(folder: Path) -> Path:
    def add(tensors: forms.Tensors) -> forms.Tensors:
        return tensors | {f"model.{side}.embed_positions.weight": torch.randn(64, 24) for side in ("encoder", "decoder")}

    return forms.changed(small(folder, scale_embedding=False), add)


def headed(folder: Path) -> Path:
    """With the one table under the name of the last layer."""

    def rename(tensors: forms.Tensors) -> forms.Tensors:
        return tensors | {"lm_head.weight": tensors.pop("model.shared.weight")}

    return forms.changed(small(folder), rename)


def differing(folder: Path) -> Path:
    """With a table of the decoder's own, though the configuration says that all are one."""

    def add(tensors: forms.Tensors) -> forms.Tensors:
        return tensors | {"model.decoder.embed_tokens.weight": torch.randn(PIECES, 24)}

    return forms.changed(small(folder), add)


def without_dtype(folder: Path) -> Path:
    small(folder, torch.float16)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    del config["dtype"]
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


CHECKPOINTS: dict[str, Callable[[Path], Path]] = {
    "embedded": forms.copied,
    "gelu": lambda folder: small(folder, activation_function="gelu"),
    "gelu of another form, odd positions": lambda folder: small(
        folder, activation_function="gelu_new", max_position_embeddings=37
    ),
    "relu in 16 bits": lambda folder: small(folder, torch.float16, activation_function="relu", encoder_layers=1),
    "16 bits of 32": lambda folder: forms.configured(small(folder), dtype="float16"),
    "16 bits that no configuration names": without_dtype,
    "untied": lambda folder: small(folder, tie_word_embeddings=False),
    "separate vocabularies of one size": forms.apart,
    "separate vocabularies": lambda folder: separate(folder, tie_word_embeddings=False),
    "separate vocabularies, a head that is the decoder's table": separate,
    "logits with a bias": biased,
    "positions of its own": with_positions,
    "one table, under another name": headed,
    "a table that differs": differing,
}


class _Reference(ctranslate2.converters.TransformersConverter):  # type: ignore[misc]
    """CTranslate2's own, which takes one vocabulary for both sides, made to take two."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        super().__init__(str(checkpoint.folder))
        self.checkpoint = checkpoint

    def _load(self) -> Any:
        spec = super()._load()
        if self.checkpoint.separate:
            ids = json.loads(self.checkpoint.vocabularies[1].read_text(encoding="utf-8"))
            pieces = sorted(ids, key=ids.__getitem__)[:-1]
            for layer in (spec.decoder.embeddings, spec.decoder.projection):
                layer.weight = layer.weight[: len(pieces)]
            spec._vocabularies["target"] = [pieces]
        return spec


def both(folder: Path, out: Path, compute: str) -> tuple[Path, Path]:
    """The checkpoint in `folder` converted by us and through transformers."""
    checkpoint = find_checkpoint(str(folder))
    convert(checkpoint, out / "ours", compute)
    with quiet_transformers(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        spec = _Reference(checkpoint)._load()
    _save(spec, out / "theirs", compute)
    return out / "ours", out / "theirs"


def _save(spec: Any, folder: Path, compute: str) -> None:
    spec.validate()
    if compute == "int8":
        quantize(spec)
    else:
        spec.optimize(quantization=compute)
    folder.mkdir()
    spec.save(str(folder))


@pytest.mark.parametrize("compute", ["int8", "float32"])
@pytest.mark.parametrize("form", CHECKPOINTS.values(), ids=CHECKPOINTS)
def test_a_conversion_is_the_same_files_as_through_transformers(
    tmp_path: Path, form: Callable[[Path], Path], compute: str
) -> None:
    ours, theirs = both(form(tmp_path / "model"), tmp_path, compute)
    names = sorted(path.name for path in theirs.iterdir())
    assert sorted(path.name for path in ours.iterdir()) == names
    assert [name for name in names if (ours / name).read_bytes() != (theirs / name).read_bytes()] == []


@pytest.mark.parametrize("compute", ["int8", "float32"])
@pytest.mark.parametrize("dtype", ["bfloat16", "float32"])
def test_weights_in_bfloat16_translate_the_same(tmp_path: Path, compute: str, dtype: str) -> None:
    folder = forms.configured(small(tmp_path / "model", getattr(torch, dtype)), dtype="bfloat16")
    results = []
    for converted in both(folder, tmp_path, compute):
        model = ctranslate2.Translator(str(converted), compute_type=compute)
        made = model.translate_batch(SOURCES, return_scores=True, max_decoding_length=9)
        results.append([(each.hypotheses, each.scores) for each in made])
    assert results[0] == results[1]


@pytest.mark.parametrize("tie", [True, False])
@pytest.mark.parametrize("share", [True, False])
def test_the_layout_is_that_of_transformers(tmp_path: Path, share: bool, tie: bool) -> None:
    config = SHAPE | {"share_encoder_decoder_embeddings": share, "tie_word_embeddings": tie, "decoder_vocab_size": 417}
    with quiet_transformers(), torch.device("meta"):
        model = MarianMTModel(MarianConfig(**config))  # type: ignore[arg-type]  # every value is one of its fields
        model.tie_weights()
    arrays = {n: v for n, v in model.named_parameters(remove_duplicate=False) if "embed_positions" not in n}
    (tmp_path / "config.json").write_text(json.dumps(config))
    ours = read_config(tmp_path)
    assert expected_shapes(ours) == {name: tuple(value.shape) for name, value in arrays.items()}
    tied = {name: {other for other, value in arrays.items() if value is arrays[name]} for name in arrays}
    assert {name: set(stand_ins(ours).get(name, (name,))) for name in arrays} == tied


def test_a_configuration_that_says_nothing_has_the_sizes_of_transformers(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    ours, theirs = read_config(tmp_path), MarianConfig()
    names = [name for name in ours.__slots__ if name not in ("decoder_vocab_size", "dtype")]
    assert {name: getattr(ours, name) for name in names} == {name: getattr(theirs, name) for name in names}


def lacking(folder: Path) -> Path:
    return forms.changed(small(folder), lambda tensors: {k: v for k, v in tensors.items() if "0.fc1.weight" not in k})


def quarter(folder: Path) -> Path:
    """In 8 bits."""
    return forms.changed(small(folder), lambda tensors: {k: v.to(torch.float8_e4m3fn) for k, v in tensors.items()})


def gapped(folder: Path) -> Path:
    ids = forms.vocabulary(small(folder))
    moved = {piece: at + (at > 7) for piece, at in ids.items()}
    (folder / "vocab.json").write_text(json.dumps(moved, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (lacking, r"cannot be converted: .* lack model\.decoder\.layers\.0\.fc1\.weight"),
        (lambda folder: forms.configured(small(folder), d_model=26), r"k_proj\.bias is \(24,\), but config\.json says \(26,\)"),
        (lambda folder: forms.configured(small(folder), d_model="24"), "'d_model' is '24'"),
        (lambda folder: forms.configured(small(folder), decoder_attention_heads=7), "24 dimensions .* 7 attention heads"),
        (lambda folder: forms.configured(small(folder), activation_function="mish"), "has the activation 'mish'"),
        (gapped, r"vocab\.json: the piece .* has the number 9 where 8 comes next"),
        (quarter, "is of the type F8_E4M3"),
    ],
)
def test_a_checkpoint_that_cannot_be_converted_says_why(tmp_path: Path, form: Callable[[Path], Path], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        load_translator("ko", "en", model=str(form(tmp_path / "model")))


def test_sides_may_have_other_numbers_of_heads(tmp_path: Path) -> None:
    folder = str(small(tmp_path / "model", encoder_attention_heads=4, decoder_attention_heads=3))
    made = []
    for engine in ("ctranslate2", "transformers"):
        translator = load_translator("ko", "en", model=folder, engine=engine, compute="float32", beam=1)
        made.append([each.pieces[:12] for each in translator.engine.generate(SOURCES, translator.search)])
    assert made[0] == made[1]


def test_the_embedded_model_is_converted_without_a_tokenizers_configuration(tmp_path: Path) -> None:
    folder = forms.copied(tmp_path / "model")
    (folder / "tokenizer_config.json").unlink()
    convert(find_checkpoint(str(folder)), tmp_path / "without", "int8")
    convert(find_checkpoint(EMBEDDED), tmp_path / "with", "int8")
    assert (tmp_path / "without" / "config.json").read_bytes() == (tmp_path / "with" / "config.json").read_bytes()
