"""A MarianMT model's layers over real pieces only: what transformers computes, without the padding.

Everything but attention is done piece by piece, so that the pieces of a batch may stand one after the other, (n, d). They
are filled up to a multiple of ROWS: a long run then asks the allocator for few sizes again and again, and its memory neither
grows nor is cut into ever smaller parts.

Dropout is that of layers' outputs; weights of attention are never dropped, as in Marian's own models.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

ROWS = 128
WIDE = 8  # padded tables are a multiple of this wide, for the same reason

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the pieces of a batch stand in a table of rows × longest.

    ids, positions: (n,), n a multiple of ROWS; places: (real,), where in the flat table each real piece stands; back: (n,), the
    same, with any place for what fills up; real: (rows, longest) whether a place holds a piece.
    """

    ids: torch.Tensor
    positions: torch.Tensor
    places: torch.Tensor
    back: torch.Tensor
    real: torch.Tensor

    @property
    def count(self) -> int:
        return len(self.places)


def layout(ids: Ids, pad: int, device: torch.device) -> Layout:
    """The layout of padded rows of ids; their padding must stand at the end."""
    longest = -(-ids.shape[1] // WIDE) * WIDE
    table = np.full((len(ids), longest), pad, dtype=np.int64)
    table[:, : ids.shape[1]] = ids
    real = table != pad
    places = np.flatnonzero(real)
    filled = np.zeros(-(-len(places) // ROWS) * ROWS, dtype=np.int64)
    filled[: len(places)] = places
    pieces = table.ravel()[filled]
    pieces[len(places) :] = pad
    made = (torch.from_numpy(each).to(device) for each in (pieces, filled % longest, places, filled, real))
    return Layout(*made)


def encode(model: Any, source: Layout, dropout: float) -> torch.Tensor:
    """(n, d), what leaves the encoder for each piece of `source`. model: a MarianMTModel."""
    encoder = model.model.encoder
    hidden = _dropped(_embedded(encoder, source.ids, source.positions), dropout)
    mask = source.real[:, None, None, :]
    for layer in encoder.layers:
        hidden = _attended(layer.self_attn, layer.self_attn_layer_norm, hidden, source, mask, dropout)
        hidden = _fed(layer, hidden, dropout)
    return hidden


def decode(
    model: Any, target: Layout, states: torch.Tensor, source: Layout, dropout: float, *, guided: bool = False
) -> tuple[torch.Tensor, list[torch.Tensor]]:
    """(n, d), what leaves the decoder before each piece of `target`, and, where `guided`, the weights that each layer's
    attention gives the source: (rows, heads, longest target, longest source)."""
    decoder, weights = model.model.decoder, []
    hidden = _dropped(_embedded(decoder, _shifted(target, decoder.padding_idx), target.positions), dropout)
    mask = source.real[:, None, None, :]
    for layer in decoder.layers:
        hidden = _attended(layer.self_attn, layer.self_attn_layer_norm, hidden, target, None, dropout)
        part = layer.encoder_attn
        query = _heads(functional.linear(hidden, part.q_proj.weight, part.q_proj.bias), target, part)
        key, value = (_heads(each, source, part) for each in _linear(states, part.k_proj, part.v_proj))
        if guided:
            given = _weights(query, key, mask, part.scaling)
            weights.append(given)
            found = given @ value
        else:
            found = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, scale=part.scaling)
        hidden = layer.encoder_attn_layer_norm(hidden + _dropped(part.out_proj(_pieces(found, target)), dropout))
        hidden = _fed(layer, hidden, dropout)
    return hidden, weights


def _embedded(side: Any, ids: torch.Tensor, positions: torch.Tensor) -> torch.Tensor:
    rows = functional.embedding(ids, side.embed_tokens.weight, side.padding_idx)
    found: torch.Tensor = rows * side.embed_scale + side.embed_positions.weight[positions]
    return found


def _shifted(target: Layout, start: int) -> torch.Tensor:
    """What the decoder is given at each piece: the one before it, and at the first of a row the padding."""
    before = torch.roll(target.ids, 1)
    return before.masked_fill(target.positions == 0, start)


def _attended(
    part: Any, norm: Any, hidden: torch.Tensor, layout: Layout, mask: torch.Tensor | None, dropout: float
) -> torch.Tensor:
    """Self-attention with what follows it; without a mask each piece sees those before it, and thereby no padding."""
    query, key, value = (_heads(each, layout, part) for each in _linear(hidden, part.q_proj, part.k_proj, part.v_proj))
    found = functional.scaled_dot_product_attention(
        query, key, value, attn_mask=mask, is_causal=mask is None, scale=part.scaling
    )
    result: torch.Tensor = norm(hidden + _dropped(part.out_proj(_pieces(found, layout)), dropout))
    return result


def _fed(layer: Any, hidden: torch.Tensor, dropout: float) -> torch.Tensor:
    inner = layer.fc2(layer.activation_fn(layer.fc1(hidden)))
    result: torch.Tensor = layer.final_layer_norm(hidden + _dropped(inner, dropout))
    return result


def _linear(hidden: torch.Tensor, *parts: Any) -> tuple[torch.Tensor, ...]:
    """Several linear layers as one product."""
    weight, bias = (torch.cat([getattr(part, name) for part in parts]) for name in ("weight", "bias"))
    return functional.linear(hidden, weight, bias).chunk(len(parts), 1)


def _heads(pieces: torch.Tensor, layout: Layout, part: Any) -> torch.Tensor:
    """(n, d) as (rows, heads, longest, d / heads), zeros where there is no piece."""
    rows, longest = layout.real.shape
    table = pieces.new_zeros(rows * longest, pieces.shape[1])
    table = table.index_copy(0, layout.places, pieces[: layout.count])
    return table.view(rows, longest, part.num_heads, part.head_dim).transpose(1, 2)


def _pieces(table: torch.Tensor, layout: Layout) -> torch.Tensor:
    rows, heads, longest, width = table.shape
    return table.transpose(1, 2).reshape(rows * longest, heads * width).index_select(0, layout.back)


def _weights(query: torch.Tensor, key: torch.Tensor, mask: torch.Tensor, scale: float) -> torch.Tensor:
    logits = (query @ key.transpose(2, 3)) * scale
    return torch.softmax(logits.float().masked_fill(~mask, -torch.inf), 3).to(query.dtype)


def _dropped(hidden: torch.Tensor, share: float) -> torch.Tensor:
    """Dropout from the bytes of random numbers: a byte is a fortieth of the work of a draw for each number.

    The share is met to 1/256, and what is kept is raised by what it really is.
    """
    if not share:
        return hidden
    count = hidden.numel()
    drawn = torch.empty(-(-count // 8), dtype=torch.int64, device=hidden.device).random_(-(2**63), None)
    least = round(256 * share)
    kept = (drawn.view(torch.uint8)[:count] >= least).view(hidden.shape)
    return hidden * kept.to(hidden.dtype).mul_(256 / (256 - least))
