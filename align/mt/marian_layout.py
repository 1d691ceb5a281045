"""What a MarianMT checkpoint in Hugging Face's form holds: its configuration, its arrays, and their shapes.

The layout of transformers' MarianMTModel as a table, so that a checkpoint can be checked and converted by numpy alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from jjak.align.mt.checkpoint import json_object
from jjak.seeds.errors import ModelError

Array = npt.NDArray[Any]
Shapes = dict[str, tuple[int, ...]]

SHARED = "model.shared.weight"
ENCODER_TABLE = "model.encoder.embed_tokens.weight"
DECODER_TABLE = "model.decoder.embed_tokens.weight"
HEAD = "lm_head.weight"
BIAS = "final_logits_bias"
POSITIONS = {side: f"model.{side}.embed_positions.weight" for side in ("encoder", "decoder")}

# names under which transformers' configurations may hold a field as well
_ALIASES = {
    "num_attention_heads": "encoder_attention_heads",
    "hidden_size": "d_model",
    "num_hidden_layers": "encoder_layers",
    "torch_dtype": "dtype",
}
# safetensors' names of the types that a checkpoint may have; numpy has none for BF16, which is read as float32
_TYPES = {
    "F64": np.float64,
    "F32": np.float32,
    "F16": np.float16,
    "I64": np.int64,
    "I32": np.int32,
    "I8": np.int8,
    "U8": np.uint8,
}
_PRECISIONS = {"F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16"}


@dataclass(frozen=True, slots=True)
class MarianConfig:
    """`config.json` under its own names, with transformers' defaults for what it leaves out.

    Attributes:
        decoder_vocab_size: Rows of the decoder's table, 0 for as many as `vocab_size`.
        dtype: The precision that the weights are loaded in; empty for the one that they are stored in.
    """

    vocab_size: int = 58101
    decoder_vocab_size: int = 0
    max_position_embeddings: int = 1024
    encoder_layers: int = 12
    decoder_layers: int = 12
    encoder_attention_heads: int = 16
    decoder_attention_heads: int = 16
    encoder_ffn_dim: int = 4096
    decoder_ffn_dim: int = 4096
    d_model: int = 1024
    activation_function: str = "gelu"
    scale_embedding: bool = False
    share_encoder_decoder_embeddings: bool = True
    tie_word_embeddings: bool = True
    dtype: str = ""

    @property
    def target_size(self) -> int:
        return self.decoder_vocab_size or self.vocab_size


def read_config(folder: Path) -> MarianConfig:
    """The configuration of the checkpoint in `folder`.

    Raises:
        ModelError: `config.json` is no JSON object, or a value in it is of another type than its field.
    """
    path = folder / "config.json"
    said = json_object(path)
    values = {_ALIASES[name]: said[name] for name in _ALIASES if name in said} | dict(said)
    known = {each.name: each.default for each in fields(MarianConfig)}
    given: dict[str, Any] = {name: values[name] for name in known if values.get(name) is not None}
    for name, value in given.items():
        if type(value) is not type(known[name]) or (type(value) is int and value < 0):
            fix = "Fetch the model again."
            raise ModelError("{path}: '{name}' is {value!r}", fix, path=path, name=name, value=value)
    return MarianConfig(**given)


def expected_shapes(config: MarianConfig) -> Shapes:
    """The shape of every array that a checkpoint holds, under one name or another (see `stand_ins`), by name.

    `final_logits_bias` and the positions are not among them: where they are missing, they are zeros and sinusoids.
    """
    d, shared = config.d_model, config.share_encoder_decoder_embeddings
    # a table that the decoder takes from the encoder has the encoder's rows
    target = config.vocab_size if shared and config.tie_word_embeddings else config.target_size
    shapes: Shapes = {SHARED: (config.vocab_size, d)} if shared else {}
    shapes |= {ENCODER_TABLE: (config.vocab_size, d), DECODER_TABLE: (target, d)}
    shapes[HEAD] = (config.vocab_size if shared else config.target_size, d)
    for at in range(config.encoder_layers):
        shapes |= _layer(f"model.encoder.layers.{at}", ("self_attn",), d, config.encoder_ffn_dim)
    for at in range(config.decoder_layers):
        shapes |= _layer(f"model.decoder.layers.{at}", ("self_attn", "encoder_attn"), d, config.decoder_ffn_dim)
    return shapes


def _optional_shapes(config: MarianConfig) -> Shapes:
    shapes: Shapes = {BIAS: (1, expected_shapes(config)[HEAD][0])}
    shapes |= dict.fromkeys(POSITIONS.values(), (config.max_position_embeddings, config.d_model))
    return shapes


def _layer(scope: str, attentions: tuple[str, ...], d: int, ffn: int) -> Shapes:
    matrices: Shapes = {f"{part}.{name}_proj": (d, d) for part in attentions for name in ("q", "k", "v", "out")}
    matrices |= {"fc1": (ffn, d), "fc2": (d, ffn)}
    norms = [*(f"{part}_layer_norm" for part in attentions), "final_layer_norm"]
    shapes: Shapes = {f"{scope}.{name}.weight": shape for name, shape in matrices.items()}
    shapes |= {f"{scope}.{name}.bias": shape[:1] for name, shape in matrices.items()}
    shapes |= {f"{scope}.{name}.{which}": (d,) for name in norms for which in ("weight", "bias")}
    return shapes


def stand_ins(config: MarianConfig) -> Mapping[str, tuple[str, ...]]:
    """The names under which an embedding table may be held, in the order in which transformers takes them; only for tables
    that are tied to others. A table's own name comes first: a checkpoint that holds it means it."""
    if not config.tie_word_embeddings:
        return {}
    shared = config.share_encoder_decoder_embeddings
    tied = (SHARED, HEAD, DECODER_TABLE, ENCODER_TABLE) if shared else (DECODER_TABLE, HEAD)
    return {name: (name, *(other for other in tied if other != name)) for name in tied}


@dataclass(frozen=True, slots=True)
class Weights:
    """arrays: by name, those of 16 bits that numpy does not know (`bfloat16`) in 32; precision: the type of the first array
    of floating point, in numpy's word or `bfloat16`."""

    arrays: Mapping[str, Array]
    precision: str


def read_weights(path: Path) -> Weights:
    """The arrays of a safetensors file, which cannot be written to.

    Raises:
        ModelError: An array is of a type that no MarianMT checkpoint has.
        safetensors.SafetensorError: The file is cut short or damaged.
    """
    from safetensors import deserialize

    arrays: dict[str, Array] = {}
    precision = ""
    for name, held in deserialize(path.read_bytes()):  # type: ignore[no-untyped-call]
        precision = precision or _PRECISIONS.get(held["dtype"], "")
        arrays[name] = _array(path, name, held["dtype"], held["data"]).reshape(held["shape"])
    return Weights(arrays, precision or "float32")


def _array(path: Path, name: str, dtype: str, data: bytes) -> Array:
    if dtype == "BF16":
        # a bfloat16 is the upper half of a float32
        return (np.frombuffer(data, np.uint16).astype(np.uint32) << 16).view(np.float32)
    if dtype not in _TYPES:
        fix = "Use a checkpoint in 32 or 16 bits."
        raise ModelError("{path}: {name} is of the type {dtype}", fix, path=path, name=name, dtype=dtype)
    return np.frombuffer(data, _TYPES[dtype])


def misplaced(config: MarianConfig, arrays: Mapping[str, Array]) -> Iterator[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    """The arrays of another shape than the configuration says: name, its shape, the one that it should have."""
    for name, shape in sorted((expected_shapes(config) | _optional_shapes(config)).items()):
        if name in arrays and arrays[name].shape != shape:
            yield name, arrays[name].shape, shape


def missing(config: MarianConfig, arrays: Mapping[str, Array]) -> list[str]:
    """The names of the arrays that are there neither by themselves nor under a name that stands for them, in order."""
    others = stand_ins(config)
    return sorted(name for name in expected_shapes(config) if not any(each in arrays for each in others.get(name, (name,))))
