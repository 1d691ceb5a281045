"""What a run goes on from: its whole state, or, on a machine that was lent, its weights alone in half precision."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jjak.seeds.errors import ModelError

if TYPE_CHECKING:
    import torch

WHOLE = "latest.pt"  # exact
CARRIED = "carried.pt"  # a sixth of it: the optimizers begin anew
TRUNK = "trunk.pt"  # the whole state before the rate falls


def write_state(path: Path, state: Mapping[str, Any]) -> None:
    """Replace the file by `state` at once; raises ModelError where there is no room for it."""
    import torch

    part = path.with_name(f"{path.name}.part")
    try:
        torch.save(dict(state), part)
        part.rename(path)
    except (OSError, RuntimeError) as error:  # torch's writer raises RuntimeError where a disk is full
        raise ModelError(
            "The run cannot be saved in {folder}: {reason}",
            "Free some space; the same command goes on from what was saved before.",
            folder=path.parent,
            reason=str(error).splitlines()[0],
        ) from error


def read_state(folder: Path, device: torch.device) -> dict[str, Any] | None:
    """The whole state where there is one, else the weights that were carried here, else None."""
    import torch

    path = next((folder / name for name in (WHOLE, CARRIED) if (folder / name).exists()), None)
    if path is None:
        return None
    state: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    return state


def carried(state: Mapping[str, Any]) -> dict[str, Any]:
    """`state` without the optimizers, its weights and their average in half precision."""
    kept = {name: value for name, value in state.items() if name not in ("optimizers", "random", "cuda")}
    return kept | {name: _each(state[name], lambda value: value.half()) for name in ("model", "average")}


def widened(weights: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Weights in 32 bits."""
    return _each(weights, lambda value: value.float())


def _each(weights: Mapping[str, torch.Tensor], change: Callable[[torch.Tensor], torch.Tensor]) -> dict[str, torch.Tensor]:
    """The weights, changed; a table that stands under several names stays one, and is stored once."""
    made: dict[tuple[int, torch.Size], torch.Tensor] = {}
    for value in weights.values():
        place = value.data_ptr(), value.shape
        if place not in made:
            made[place] = change(value) if value.is_floating_point() else value
    return {name: made[value.data_ptr(), value.shape] for name, value in weights.items()}


def shorten(log: Path, step: int) -> None:
    """Take out what a run that was killed had written of updates after `step`: they are done again."""
    if log.is_file():
        rows = log.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [row for row in rows if row.endswith("\n") and json.loads(row)["step"] <= step]
        log.write_text("".join(kept), encoding="utf-8")
