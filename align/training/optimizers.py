"""Which optimizer moves which weights of a model, and how fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jjak.align.training.schedule import PRECISIONS, Schedule

if TYPE_CHECKING:
    import torch
    from transformers import MarianMTModel

OPTIMIZERS = ("adamw", "muon")
_TABLES = ("shared", "embed", "lm_head")


class Mover(NamedTuple):
    """factor: on the learning rate; encoder: whether it moves the encoder's layers, which may begin to learn later."""

    optimizer: torch.optim.Optimizer
    factor: float
    encoder: bool = False


def movers(model: MarianMTModel, schedule: Schedule) -> list[Mover]:
    """Muon for the matrices of layers, where it is asked for, and AdamW for the rest.

    What has a rate of its own, the layers of a pretrained encoder or the embeddings, has an AdamW of its own. Raises
    ValueError at an optimizer that there is not.
    """
    if schedule.optimizer not in OPTIMIZERS:
        raise ValueError(f"No optimizer '{schedule.optimizer}'; there are: {', '.join(OPTIMIZERS)}")
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    encoder = [p for name, p in named if ".encoder.layers" in name] if schedule.encoder_own else []
    tables = [p for name, p in named if any(part in name for part in _TABLES)] if schedule.embedding_rate != 1 else []
    own = {id(p) for p in (*encoder, *tables)}
    rest = [(name, p) for name, p in named if id(p) not in own]
    found = _general(rest, schedule)
    found += [Mover(_adamw(encoder), schedule.encoder_rate, encoder=True)] if encoder else []
    found += [Mover(_adamw(tables), schedule.embedding_rate)] if tables else []
    return found


def _general(named: list[tuple[str, torch.nn.Parameter]], schedule: Schedule) -> list[Mover]:
    import torch

    from jjak.align.training.muon import Muon

    if schedule.optimizer == "adamw":
        return [Mover(_adamw([p for _, p in named]), 1.0)]
    matrices = [p for name, p in named if p.ndim == 2 and not any(part in name for part in _TABLES)]
    chosen = {id(p) for p in matrices}
    others = [p for _, p in named if id(p) not in chosen]
    precision = getattr(torch, PRECISIONS[schedule.precision])
    return [Mover(Muon(matrices, precision=precision), 1.0), Mover(_adamw(others), 1.0)]


def _adamw(parameters: list[torch.nn.Parameter]) -> torch.optim.Optimizer:
    import torch

    return torch.optim.AdamW(parameters, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
