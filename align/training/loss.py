"""What training makes smaller: the label-smoothed cross entropy of a batch, and early on the distance of the attention from
what the lexicon says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jjak.align.training.batches import Batch
from jjak.align.training.ibm1 import Lexicon
from jjak.align.training.schedule import PRECISIONS

if TYPE_CHECKING:
    import torch
    from transformers import MarianMTModel


@dataclass(frozen=True, slots=True)
class TrainingLoss:
    """pad: the padding's id on both sides, from which the decoder starts; lexicon: what guides the attention, if anything;
    dropout: of the layers' outputs while the model is in training."""

    pad: int
    precision: str
    smoothing: float
    lexicon: Lexicon | None = None
    dropout: float = 0.0

    def loss(self, model: MarianMTModel, batch: Batch, guide: float = 0.0, *, frozen: bool = False) -> tuple[torch.Tensor, int]:
        """The loss of a batch, a scalar in nats per target piece, and how many pieces there were; `guide` weighs the
        guided attention, `frozen` leaves the encoder as it is."""
        import torch

        from jjak.align.training.packed_forward import decode, encode, layout

        device = model.device
        dropout = self.dropout if model.training else 0.0
        source, target = layout(batch.source, self.pad, device), layout(batch.target, self.pad, device)
        guided = self.lexicon is not None and guide > 0
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=PRECISIONS[self.precision] == "bfloat16"):
            with torch.set_grad_enabled(torch.is_grad_enabled() and not frozen):
                states = encode(model, source, dropout)
            hidden, weights = decode(model, target, states, source, dropout, guided=guided)
        count = target.count
        loss = self._entropy(model, hidden[:count], target.ids[:count])
        if guided and self.lexicon is not None:
            loss = loss - guide * _match(self.lexicon, batch, weights) / count / 2
        return loss, count

    def _entropy(self, model: MarianMTModel, hidden: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        import torch

        from jjak.align.training.cross_entropy import LinearCrossEntropy

        weight, bias = model.lm_head.weight, model.final_logits_bias[0]
        if self.pad == len(weight) - 1:
            # the padding is no word to be chosen
            weight, bias = weight[: self.pad], bias[: self.pad]
        loss: torch.Tensor = LinearCrossEntropy.apply(  # type: ignore[no-untyped-call]
            hidden, weight, target, self.smoothing, getattr(torch, PRECISIONS[self.precision]), bias if bias.any() else None
        )
        return loss


def _match(lexicon: Lexicon, batch: Batch, attentions: list[torch.Tensor]) -> torch.Tensor:
    """How well the first half of the heads of each layer look where the lexicon says, summed over the pieces; 0 or less."""
    import torch

    wanted, sure = (torch.from_numpy(table).to(attentions[0].device) for table in _guide(lexicon, batch))
    total = torch.zeros((), device=attentions[0].device)
    for attention in attentions:
        # the tables of attention are a little wider, for the sake of few sizes
        heads = attention[:, : attention.shape[1] // 2, : wanted.shape[1], : wanted.shape[2]].float().mean(1)
        total = total + ((wanted * torch.log(heads + 1e-4)).sum(2) * sure).sum()
    return total


def _guide(lexicon: Lexicon, batch: Batch) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """(b, t, s) float32, where each target piece should look, and (b, t) float32, how sure the lexicon is of it."""
    source, target = batch.source[:, None, :], batch.target[:, :, None]
    first, second = (target, source) if batch.to == 0 else (source, target)
    value = lexicon.lookup(first, second) ** 2
    total = value.sum(2, keepdims=True)
    return (value / np.maximum(total, 1e-9)).astype(np.float32), np.minimum(1, np.sqrt(total[:, :, 0]) * 2).astype(np.float32)
