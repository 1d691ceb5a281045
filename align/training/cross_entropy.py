"""Cross entropy over a large vocabulary without ever holding the logits of a whole batch.

The loss and both gradients come from one pass over blocks of rows that stay in the processor's cache. What label smoothing
asks for, the same of every piece, is counted by sums over the vocabulary instead of over the logits, so that a block is
gone through as seldom as can be: once to fill it, once for its softmax, twice for the gradients.
"""

from __future__ import annotations

from typing import Any

import torch

ROWS = 256  # a block's logits, 256 × 16,000 × 4 bytes, fit the last-level cache of a small machine
ROWS_ON_A_GPU = 8_192  # there it is memory that sets the bound, 0.4 GB at 12,000 pieces


class LinearCrossEntropy(torch.autograd.Function):
    """`apply(hidden, weight, target, smoothing, precision, bias)` is the mean of the label-smoothed cross entropy in nats per
    target.

    hidden: (n, d) float; weight: (vocabulary, d) float; target: (n,) int64; smoothing in 0..1; precision: the type that
    products are computed in; bias: (vocabulary,) float that the logits are raised by and that is not trained, or None.
    """

    @staticmethod
    def forward(
        ctx: Any,
        hidden: torch.Tensor,
        weight: torch.Tensor,
        target: torch.Tensor,
        smoothing: float,
        precision: torch.dtype,
        bias: torch.Tensor | None = None,
    ) -> torch.Tensor:
        count, size = len(hidden), rows_of(hidden.device)
        low_weight, low_hidden = weight.to(precision), hidden.to(precision)
        hidden_gradient = torch.empty(hidden.shape, dtype=torch.float32, device=hidden.device)
        weight_gradient = torch.zeros(weight.shape, dtype=torch.float32, device=hidden.device)
        total = torch.zeros((), dtype=torch.float64, device=hidden.device)
        for start in range(0, count, size):
            rows, gold = low_hidden[start : start + size], target[start : start + size]
            loss, slopes = _block(rows, low_weight, gold, smoothing, bias)
            total += loss
            slopes = slopes.to(precision)
            hidden_gradient[start : start + size] = slopes @ low_weight
            _add_product(weight_gradient, slopes.T, rows)
        if smoothing:
            each = smoothing / len(weight)
            pieces, places = weight.sum(0), hidden.float().sum(0)
            total -= each * (places.double() @ pieces.double() + (count * bias.sum() if bias is not None else 0))
            hidden_gradient -= each * pieces
            weight_gradient -= each * places
        ctx.save_for_backward(hidden_gradient.div_(count), weight_gradient.div_(count))
        return (total / count).float()

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        hidden_gradient, weight_gradient = ctx.saved_tensors
        return hidden_gradient * gradients[0], weight_gradient * gradients[0], None, None, None, None


def rows_of(device: torch.device) -> int:
    """How many rows a block has."""
    return ROWS if device.type == "cpu" else ROWS_ON_A_GPU


def _block(
    rows: torch.Tensor, weight: torch.Tensor, gold: torch.Tensor, smoothing: float, bias: torch.Tensor | None
) -> tuple[torch.Tensor, torch.Tensor]:
    """The loss of some rows and its slopes (rows, vocabulary), without what the smoothing takes from every piece alike."""
    logits = (rows @ weight.T).float()
    if bias is not None:
        logits += bias
    places = gold[:, None]
    # the largest share is never so small that its logarithm is lost
    partition, chosen = logits.amax(1), logits.gather(1, places)[:, 0]
    shares = torch.softmax(logits, 1)
    loss = (partition - shares.amax(1).log() - (1 - smoothing) * chosen).sum()
    return loss, shares.scatter_add_(1, places, shares.new_full(places.shape, smoothing - 1))


def _add_product(total: torch.Tensor, first: torch.Tensor, second: torch.Tensor) -> None:
    if first.dtype == total.dtype:
        total.addmm_(first, second)
    else:
        total += first @ second
