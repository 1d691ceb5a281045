"""Marian's models in CTranslate2's form, made by numpy: from a checkpoint of Hugging Face's, or from an archive of OPUS-MT.

CTranslate2's own converter for the first loads the checkpoint through transformers and torch. This one fills in the same
specification with the same values, so that the result is the same file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from jjak.align.mt.checkpoint import WEIGHTS, Checkpoint, json_object
from jjak.align.mt.marian_layout import (
    BIAS,
    DECODER_TABLE,
    ENCODER_TABLE,
    HEAD,
    POSITIONS,
    Array,
    MarianConfig,
    misplaced,
    missing,
    read_config,
    read_weights,
    stand_ins,
)
from jjak.align.mt.quantization import quantize
from jjak.align.mt.vocabulary import END, PAD, UNKNOWN
from jjak.seeds.errors import ModelError

# transformers' names of activations, and CTranslate2's
ACTIVATIONS = {
    "gelu": "GELU",
    "gelu_fast": "GELUTanh",
    "gelu_new": "GELUTanh",
    "gelu_python": "GELU",
    "gelu_pytorch_tanh": "GELUTanh",
    "quick_gelu": "GELUSigmoid",
    "relu": "RELU",
    "silu": "SWISH",
    "swish": "SWISH",
}
_ATTENTION = ("q_proj", "k_proj", "v_proj")


def convert(checkpoint: Checkpoint, folder: Path, compute: str) -> None:
    """Write the checkpoint in CTranslate2's form to `folder`, which is made.

    Args:
        checkpoint: In either form.
        folder: A new folder.
        compute: The type of the weights, a key of CTranslate2's `compute_type`.

    Raises:
        ModelError: An array is missing or has another shape than the configuration says, or CTranslate2 cannot do what the
            model asks for.
        ValueError: CTranslate2 refuses it, for example for vocabularies of another size than the embedding tables.
        OSError: The folder cannot be written.
    """
    save(_of_archive(checkpoint) if checkpoint.archive else _of_checkpoint(checkpoint), folder, compute)


def save(spec: Any, folder: Path, compute: str) -> None:
    """Write a model of CTranslate2 whose weights are of the type `compute`; raises ValueError where CTranslate2 refuses it."""
    spec.validate()
    if compute == "int8":
        quantize(spec)
    else:
        spec.optimize(quantization=compute)
    folder.mkdir()
    spec.save(str(folder))


def read_vocabulary(path: Path) -> dict[str, int]:
    """The number of each piece, from a JSON vocabulary or from Marian's YAML."""
    if path.suffix == ".json":
        ids: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
        return ids
    from ctranslate2.converters.marian import load_vocab

    return {piece: at for at, piece in enumerate(load_vocab(str(path)))}


def _of_archive(checkpoint: Checkpoint) -> Any:
    from ctranslate2.converters import MarianConverter

    assert checkpoint.archive is not None
    source, target = checkpoint.archive.vocabularies
    spec = MarianConverter(str(checkpoint.archive.weights), [str(source), str(target)])._load()
    # CTranslate2's own makes a model that ends every source by itself, which our tokenizer has done already
    spec.config.add_source_eos = False
    return spec


def _of_checkpoint(checkpoint: Checkpoint) -> Any:
    from ctranslate2.specs import Activation, TransformerDecoderSpec, TransformerEncoderSpec, TransformerSpec

    config = read_config(checkpoint.folder)
    arrays = _arrays(checkpoint, config)
    options = {"pre_norm": False, "activation": getattr(Activation, _activation(checkpoint, config))}
    spec = TransformerSpec(
        TransformerEncoderSpec(config.encoder_layers, config.encoder_attention_heads, **options),
        TransformerDecoderSpec(config.decoder_layers, config.decoder_attention_heads, **options),
    )
    _set_side(spec.encoder, spec.encoder.embeddings[0], "encoder", arrays, config)
    _set_side(spec.decoder, spec.decoder.embeddings, "decoder", arrays, config)
    # Marian's decoder begins with zeros, for which transformers has the embedding of `<pad>`
    spec.decoder.start_from_zero_embedding = True
    spec.decoder.projection.weight = arrays[HEAD]
    if arrays[BIAS].any():
        spec.decoder.projection.bias = arrays[BIAS].squeeze()
    _set_vocabularies(spec, checkpoint, config)
    _set_marks(spec, checkpoint)
    return spec


def _activation(checkpoint: Checkpoint, config: MarianConfig) -> str:
    if config.activation_function not in ACTIVATIONS:
        message = "The model {name} has the activation '{activation}', which CTranslate2 does not know; it knows: {known}"
        known = ", ".join(ACTIVATIONS)
        fix = "`--engine transformers` may run it."
        raise ModelError(message, fix, name=checkpoint.name, activation=config.activation_function, known=known)
    return ACTIVATIONS[config.activation_function]


def _arrays(checkpoint: Checkpoint, config: MarianConfig) -> dict[str, Array]:
    """Every array of the model in the precision that its configuration names, tied tables and positions under each name."""
    weights = read_weights(checkpoint.folder / WEIGHTS)
    _ensure_whole(checkpoint, config, weights.arrays)
    arrays = {name: _rounded(values, config.dtype or weights.precision) for name, values in weights.arrays.items()}
    held = dict(arrays)
    for name, others in stand_ins(config).items():
        arrays[name] = held[next(other for other in others if other in held)]
    for name in POSITIONS.values():
        if name not in arrays:
            sinusoids = position_encodings(config.max_position_embeddings, config.d_model)
            arrays[name] = _rounded(sinusoids, config.dtype or weights.precision)
    arrays.setdefault(BIAS, np.zeros((1, len(arrays[HEAD])), np.float32))
    return arrays


def _ensure_whole(checkpoint: Checkpoint, config: MarianConfig, arrays: Mapping[str, Array]) -> None:
    """Raises ModelError where an array is missing or misshapen, or the configuration asks for what cannot be."""
    fix = "`jjak models check {name}` says what is wrong with it."
    if lacking := missing(config, arrays):
        message = "The weights of the model {name} lack {array}"
        raise ModelError(message, fix, name=checkpoint.name, array=lacking[0])
    for array, shape, expected in misplaced(config, arrays):
        message = "The model {name}: {array} is {shape}, but config.json says {expected}"
        raise ModelError(message, fix, name=checkpoint.name, array=array, shape=shape, expected=expected)
    for heads in (config.encoder_attention_heads, config.decoder_attention_heads):
        if not heads or config.d_model % heads:
            message = "The model {name}: {size} dimensions cannot be shared out among {heads} attention heads"
            raise ModelError(message, fix, name=checkpoint.name, size=config.d_model, heads=heads)


def _rounded(values: Array, precision: str) -> Array:
    """The values as transformers loads them; those in bfloat16 are float32, which holds them exactly."""
    if values.dtype.kind != "f":
        return values
    if precision != "bfloat16":
        with np.errstate(over="ignore"):  # what a narrower type cannot hold is infinite, as in torch
            return values.astype(precision)
    bits = values.astype(np.float32).view(np.uint32)
    # half of the last place is added, and the even one taken at a tie
    rounded = ((bits + 0x7FFF + ((bits >> 16) & 1)) & np.uint32(0xFFFF0000)).view(np.float32)
    return np.where(np.isnan(values), np.float32(np.nan), rounded)


def position_encodings(positions: int, dimensions: int) -> npt.NDArray[np.float32]:
    """Marian's sinusoids, (positions, dimensions): sines in the first half of each row, cosines in the second.

    Source: Vaswani et al. 2017, section 3.5, not interleaved.
    """
    scales = np.array([np.power(10000, 2 * (j // 2) / dimensions) for j in range(dimensions)])
    angles = np.arange(positions)[:, None] / scales
    halves = [np.sin(angles[:, 0::2]), np.cos(angles[:, 1::2])]
    return np.concatenate(halves, axis=1).astype(np.float32)


def _set_side(spec: Any, embeddings: Any, side: str, arrays: Mapping[str, Array], config: MarianConfig) -> None:
    spec.scale_embeddings = math.sqrt(config.d_model) if config.scale_embedding else 1.0
    spec.position_encodings.encodings = arrays[POSITIONS[side]]
    embeddings.weight = arrays[ENCODER_TABLE if side == "encoder" else DECODER_TABLE]
    for at, layer in enumerate(spec.layer):
        scope = f"model.{side}.layers.{at}"
        _set_linear(layer.self_attention.linear[0], arrays, *(f"{scope}.self_attn.{name}" for name in _ATTENTION))
        _set_attention(layer.self_attention, arrays, f"{scope}.self_attn")
        if side == "decoder":
            _set_linear(layer.attention.linear[0], arrays, f"{scope}.encoder_attn.q_proj")
            _set_linear(layer.attention.linear[1], arrays, *(f"{scope}.encoder_attn.{name}" for name in _ATTENTION[1:]))
            _set_attention(layer.attention, arrays, f"{scope}.encoder_attn")
        _set_linear(layer.ffn.linear_0, arrays, f"{scope}.fc1")
        _set_linear(layer.ffn.linear_1, arrays, f"{scope}.fc2")
        _set_norm(layer.ffn.layer_norm, arrays, f"{scope}.final_layer_norm")


def _set_attention(spec: Any, arrays: Mapping[str, Array], scope: str) -> None:
    _set_linear(spec.linear[-1], arrays, f"{scope}.out_proj")
    _set_norm(spec.layer_norm, arrays, f"{scope}_layer_norm")


def _set_linear(spec: Any, arrays: Mapping[str, Array], *names: str) -> None:
    """One linear layer of several that stand side by side."""
    spec.weight, spec.bias = (np.concatenate([arrays[f"{name}.{part}"] for name in names]) for part in ("weight", "bias"))


def _set_norm(spec: Any, arrays: Mapping[str, Array], name: str) -> None:
    spec.gamma, spec.beta = arrays[f"{name}.weight"], arrays[f"{name}.bias"]


def _set_vocabularies(spec: Any, checkpoint: Checkpoint, config: MarianConfig) -> None:
    """Register the pieces of both sides, and cut off the rows of `<pad>`, which Marian itself does not have."""
    source, target = (_in_order(path) for path in checkpoint.vocabularies)
    if not checkpoint.separate:
        target = target[: config.vocab_size]
    layers = (spec.encoder.embeddings[0], spec.decoder.embeddings, spec.decoder.projection)
    for layer in layers:
        if len(layer.weight) == config.vocab_size:
            _cut(layer, config.vocab_size - 1)
    source, target = _without_pad(source[: config.vocab_size]), _without_pad(target)
    if checkpoint.separate:
        for layer in layers[1:]:
            _cut(layer, len(target))
    spec.register_source_vocabulary(source)
    spec.register_target_vocabulary(target)


def _cut(layer: Any, rows: int) -> None:
    # tied tables are cut apart, and CTranslate2 scales each in its place
    layer.weight = layer.weight[:rows].copy()
    if isinstance(getattr(layer, "bias", None), np.ndarray):
        layer.bias = layer.bias[:rows]


def _in_order(path: Path) -> list[str]:
    """The pieces of a JSON vocabulary by their numbers; raises ModelError where a number is left out or given twice."""
    ids = read_vocabulary(path)
    pieces = sorted(ids, key=ids.__getitem__)
    for at, piece in enumerate(pieces):
        if ids[piece] != at:
            message = "{path}: the piece '{piece}' has the number {found} where {at} comes next"
            raise ModelError(message, "Fetch the model again.", path=path, piece=piece, found=ids[piece], at=at)
    return pieces


def _without_pad(pieces: list[str]) -> list[str]:
    return pieces[:-1] if pieces[-1:] == [PAD] else pieces


def _set_marks(spec: Any, checkpoint: Checkpoint) -> None:
    marks = _marks(checkpoint)
    spec.config.unk_token, spec.config.eos_token = marks["unk_token"], marks["eos_token"]
    # any piece would do, as the decoder begins with zeros
    spec.config.decoder_start_token = marks["eos_token"]


def _marks(checkpoint: Checkpoint) -> Mapping[str, str]:
    """The special tokens that the tokenizer's configuration names, as texts or as objects with their content."""
    path = checkpoint.folder / "tokenizer_config.json"
    said = json_object(path) if path.is_file() else {}
    marks: dict[str, str] = {"eos_token": END, "unk_token": UNKNOWN}
    for name in marks:
        value = said.get(name)
        if isinstance(value, dict):
            value = value.get("content")
        if isinstance(value, str):
            marks[name] = value
    return marks
