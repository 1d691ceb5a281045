"""Muon (Jordan 2024): a momentum that is made orthogonal before it is taken, for the matrices of layers.

As torch's, but matrices of one shape are worked on together, and in the precision of the run: torch's takes bf16 always,
which a processor without instructions for it does seven times more slowly than fp32.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import torch

MOMENTUM = 0.95
# a quintic whose slope at 0 is steep: five rounds bring singular values of .01 to 1 near 1
ROUNDS, COEFFICIENTS = 5, (3.4445, -4.7750, 2.0315)
RMS = 0.2  # root mean square of AdamW's updates (Liu et al. 2025), so that both take one learning rate


class Muon(torch.optim.Optimizer):
    """`lr` is that of an AdamW. Its state has the names of `torch.optim.Muon`."""

    def __init__(self, parameters: Iterable[torch.Tensor], *, precision: torch.dtype, lr: float = 1e-3) -> None:
        super().__init__(parameters, {"lr": lr})
        self._precision = precision

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]  # noqa: ARG002  # nobody gives one
        for group in self.param_groups:
            shapes: dict[torch.Size, list[torch.Tensor]] = defaultdict(list)
            for parameter in group["params"]:
                if parameter.grad is not None:
                    shapes[parameter.shape].append(parameter)
            for (rows, columns), parameters in shapes.items():
                updates = self._updates(parameters)
                rate = group["lr"] * RMS * max(rows, columns) ** 0.5
                torch._foreach_add_(parameters, list(updates), alpha=-rate)

    def _updates(self, parameters: list[torch.Tensor]) -> torch.Tensor:
        """(n, rows, columns), in 32 bits."""
        momenta = []
        for parameter in parameters:
            state = self.state[parameter]
            if not state:
                state["momentum_buffer"] = torch.zeros_like(parameter)
            momenta.append(state["momentum_buffer"])
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        torch._foreach_lerp_(momenta, gradients, 1 - MOMENTUM)
        ahead = torch.stack(torch._foreach_lerp(gradients, momenta, MOMENTUM))
        return orthogonal(ahead.to(self._precision)).float()


def orthogonal(matrices: torch.Tensor) -> torch.Tensor:
    """(n, rows, columns), with all singular values brought near 1 by Newton and Schulz's rounds."""
    tall = matrices.shape[1] > matrices.shape[2]
    now = matrices.mT if tall else matrices
    now = now / now.norm(dim=(1, 2), keepdim=True).clamp(min=1e-7)
    first, third, fifth = COEFFICIENTS
    for _ in range(ROUNDS):
        square = now @ now.mT
        polynomial = torch.baddbmm(square, square, square, beta=third, alpha=fifth)
        now = torch.baddbmm(now, polynomial, now, beta=first)
    return now.mT if tall else now
