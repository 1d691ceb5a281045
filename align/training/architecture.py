"""A new MarianMT model: its shape, its first weights, and the lexicon that they start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from jjak.align.mt.transformers_engine import save_checkpoint
from jjak.align.training.batches import Packed
from jjak.align.training.ibm1 import Lexicon, embeddings, learn
from jjak.align.training.schedule import known_fields

if TYPE_CHECKING:
    from transformers import MarianMTModel


DECODERS = ("new", "encoder")


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a new model, and what it begins from.

    encoder: a pretrained encoder (`pretrained_encoder`), which then says the width, the heads and the inner size; empty for
    none. decoder: of new layers, or of the encoder's (Rothe et al. 2020). decoder_heads, decoder_ffn: 0 for as the encoder's.
    """

    d_model: int = 256
    encoder_layers: int = 4
    decoder_layers: int = 2
    heads: int = 4
    ffn: int = 1024
    decoder_heads: int = 0
    decoder_ffn: int = 0
    activation: str = "relu"
    encoder: str = ""
    decoder: str = "new"


def shape_of(options: Mapping[str, Any]) -> Shape:
    """A shape from a recipe's table; raises ValueError at an unknown key."""
    return known_fields(Shape, options)


def empty_model(shape: Shape, vocabulary: int, seed: int, *, positions: int = 512, scaled: bool = True) -> MarianMTModel:
    """A model of new weights; scaled: whether embeddings are multiplied by the root of their size, as Marian's are."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    torch.manual_seed(seed)
    config = MarianConfig(
        vocab_size=vocabulary,
        d_model=shape.d_model,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.decoder_heads or shape.heads,
        encoder_ffn_dim=shape.ffn,
        decoder_ffn_dim=shape.decoder_ffn or shape.ffn,
        activation_function=shape.activation,
        pad_token_id=vocabulary - 1,
        decoder_start_token_id=vocabulary - 1,
        eos_token_id=0,
        forced_eos_token_id=0,
        bos_token_id=None,
        scale_embedding=scaled,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
        max_position_embeddings=positions,
        init_std=shape.d_model**-0.5,
    )
    model = MarianMTModel(config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.ndim == 2 and "shared" not in name and "embed" not in name:
                torch.nn.init.xavier_uniform_(parameter)
    model.generation_config.bad_words_ids = [[vocabulary - 1]]
    model.generation_config.max_length = positions
    model.generation_config.num_beams = 4
    return model


def new_model(folder: Path, shape: Shape, vocabulary: int, lexicon: Lexicon | None, seed: int) -> None:
    """Write an untrained checkpoint to `folder`, which holds its tokenizer; `vocabulary` counts every id."""
    import torch

    model = empty_model(shape, vocabulary, seed)
    with torch.no_grad():
        if lexicon is not None:
            table = torch.from_numpy(embeddings(lexicon, shape.d_model, seed))
            model.model.shared.weight[: len(table)] = table
        model.model.shared.weight[vocabulary - 1] = 0
    save_checkpoint(model, folder)


def lexicon_of(packed: Packed, size: int, *, most: int = 120_000, longest: int = 32) -> Lexicon:
    """A lexicon from the first `most` pairs of at most `longest` pieces a side."""
    short = np.flatnonzero((packed.lengths(0) <= longest) & (packed.lengths(1) <= longest))[:most]
    return learn([(packed.row(0, i).astype(np.int64), packed.row(1, i).astype(np.int64)) for i in short], size)
