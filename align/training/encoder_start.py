"""A MarianMT model that begins from a pretrained encoder: its first layers, its positions, the rows of the pieces kept.

Marian has no norm over its embeddings. The encoder's is folded into the rows and the positions: each row is normed as it
would be at a middling position, and a position adds what it adds to a middling row. The encoder then sees nearly what it
was trained on (cosine of what leaves it .96 and more), and what is trained on top learns a language pair rather than
languages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from jjak.align.mt.transformers_engine import save_checkpoint
from jjak.align.mt.vocabulary import PAD, ids_of
from jjak.align.training.architecture import DECODERS, Shape, empty_model
from jjak.align.training.pretrained_encoder import PretrainedEncoder

if TYPE_CHECKING:
    import torch
    from transformers import MarianMTModel

Floats = npt.NDArray[np.float32]
LONGEST = 512  # positions
MIDDLING = slice(1, 60)  # positions that most pieces stand at

# Marian's names of what a layer holds, and the encoder's
_LAYER = {
    "self_attn.q_proj": "attention.self.query",
    "self_attn.k_proj": "attention.self.key",
    "self_attn.v_proj": "attention.self.value",
    "self_attn.out_proj": "attention.output.dense",
    "self_attn_layer_norm": "attention.output.LayerNorm",
    "fc1": "intermediate.dense",
    "fc2": "output.dense",
    "final_layer_norm": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class Folded:
    """Embeddings without their norm. rows: (vocabulary, d); positions: (n, d); start: (d,), the row of `<s>` at position 0."""

    rows: Floats
    positions: Floats
    start: Floats


def shape_from(shape: Shape, encoder: PretrainedEncoder) -> Shape:
    """The shape with the encoder's width, heads and inner size; raises ValueError where the two do not go together."""
    if shape.encoder_layers > encoder.layers:
        raise ValueError(f"{encoder.name} has {encoder.layers} layers, not {shape.encoder_layers}")
    if shape.decoder not in DECODERS:
        raise ValueError(f"No decoder '{shape.decoder}'; there are: {', '.join(DECODERS)}")
    own = replace(
        shape,
        d_model=encoder.width,
        heads=encoder.heads,
        ffn=encoder.ffn,
        decoder_heads=shape.decoder_heads or encoder.heads,
        decoder_ffn=shape.decoder_ffn or encoder.ffn,
        activation=encoder.activation,
    )
    if shape.decoder == "encoder" and (own.decoder_heads, own.decoder_ffn) != (own.heads, own.ffn):
        raise ValueError(
            "decoder = 'encoder' takes the encoder's heads and inner size; leave decoder_heads and decoder_ffn out"
        )
    return own


def begin_from(encoder: PretrainedEncoder, folder: Path, shape: Shape, seed: int) -> None:
    """Write a checkpoint of `shape` to `folder`, which holds the tokenizer of the pieces that are kept."""
    import torch

    ids = ids_of(folder, "source")
    shape = shape_from(shape, encoder)
    model = empty_model(shape, len(ids), seed, positions=LONGEST, scaled=False)
    folded = fold(encoder, ids)
    with torch.no_grad():
        _embed(model, folded, ids)
        for at, layer in enumerate(model.model.encoder.layers):
            _copy_layer(encoder, at, layer)
        if shape.decoder == "encoder":
            places = np.linspace(0, shape.encoder_layers - 1, shape.decoder_layers).round().astype(int).tolist()
            for at, layer in zip(places, model.model.decoder.layers, strict=True):
                _copy_layer(encoder, at, layer)
        # rows of this length would make the first guesses far too sure, as they are tied to the last layer
        length = float(np.linalg.norm(folded.rows, axis=1).mean())
        model.model.decoder.layers[-1].final_layer_norm.weight.fill_(1 / length)
        model.model.decoder.layers[-1].final_layer_norm.bias.zero_()
    save_checkpoint(model, folder)


def fold(encoder: PretrainedEncoder, ids: dict[str, int]) -> Folded:
    """The encoder's embeddings for the vocabulary `ids`; a piece that it lacks, such as a byte, gets `<unk>`'s row."""
    at = encoder.rows
    words = _array(encoder, "embeddings.word_embeddings.weight")
    rows = words[[at.get(piece, at["<unk>"]) for piece in sorted(ids, key=ids.__getitem__)]]
    kind = _array(encoder, "embeddings.token_type_embeddings.weight")[0]
    positions = _array(encoder, "embeddings.position_embeddings.weight")[encoder.unused :][:LONGEST]
    gain, bias = (_array(encoder, f"embeddings.LayerNorm.{part}") for part in ("weight", "bias"))
    middling = positions[MIDDLING].mean(0)
    summed = rows + kind + middling
    spread = summed.std(1, keepdims=True)
    return Folded(
        (summed - summed.mean(1, keepdims=True)) / spread * gain + bias,
        (positions - middling) / np.median(spread) * gain,
        _normed(words[at["<s>"]] + kind + positions[0]) * gain + bias,
    )


def _embed(model: MarianMTModel, folded: Folded, ids: dict[str, int]) -> None:
    import torch

    rows = folded.rows.copy()
    for piece, at in ids.items():
        if piece.startswith(">>"):
            rows[at] = folded.start  # a tag stands where `<s>` stood
    rows[ids[PAD]] = 0
    model.model.shared.weight.copy_(torch.from_numpy(rows))
    places = np.zeros((LONGEST, rows.shape[1]), np.float32)
    places[: len(folded.positions)] = folded.positions
    places[0] = 0  # it is in the tag's row
    model.model.encoder.embed_positions.weight.copy_(torch.from_numpy(places))
    # the decoder's are Marian's own sinusoids, made as small beside the rows as the encoder's are
    own = model.model.decoder.embed_positions.weight
    own.mul_(float(np.sqrt((folded.positions**2).mean())) / float(own.square().mean().sqrt()))


def _copy_layer(encoder: PretrainedEncoder, at: int, layer: Any) -> None:
    for name, theirs in _LAYER.items():
        part: torch.nn.Module = layer.get_submodule(name)
        for kind in ("weight", "bias"):
            _copy(getattr(part, kind), _array(encoder, f"encoder.layer.{at}.{theirs}.{kind}"))


def _copy(parameter: torch.Tensor, values: Floats) -> None:
    import torch

    parameter.copy_(torch.from_numpy(values.copy()))


def _array(encoder: PretrainedEncoder, name: str) -> Floats:
    values: Floats = encoder.arrays[name].astype(np.float32, copy=False)
    return values


def _normed(row: Floats) -> Floats:
    result: Floats = (row - row.mean()) / row.std()
    return result
