"""How to train: the figures of a run, the learning rate they give at each update, and what suits a machine and a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

PRECISIONS = {"bf16": "bfloat16", "fp32": "float32"}
AUTO = "auto"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Schedule:
    """How to train. `steps` are updates; `tokens` target pieces per batch, `accumulate` batches per update."""

    steps: int = 10_000
    warmup: int = 500
    decay: int = 2_000
    tokens: int = 2_048
    accumulate: int = 1
    learning_rate: float = 1e-3
    encoder_rate: float = 1.0  # factor on the rate for the encoder's layers; another than 1 gives them an AdamW of their own
    embedding_rate: float = 1.0  # the same for the embeddings
    encoder_from: int = 0  # the update at which the encoder begins to learn, over a warm-up of its own
    optimizer: str = "adamw"
    precision: str = "bf16"  # fp32 is faster on a processor without bf16 instructions; auto takes what suits the machine
    smoothing: float = 0.1
    dropout: float = 0.0
    guide: float = 0.5  # weight of the guided attention at the first step; it falls to 0 at `guide_steps`
    guide_steps: int = 4_000
    clip: float = 1.0
    average: float = 0.999  # of the exponential moving average of the weights, which is what is validated and kept
    blend: float = 1.0  # share of that average in what is validated and kept; the rest is the checkpoint begun with
    validate_every: int = 1_000
    patience: int = 0  # validations without a better score before training stops; 0: never
    report_every: int = 50
    save_minutes: float = 5.0
    seed: int = 1

    def rate(self, step: int) -> float:
        """The learning rate of update `step`, the first being 0: it rises, stays, and falls linearly at the end."""
        rise = min(1.0, (step + 1) / max(1, self.warmup))
        fall = min(1.0, (self.steps - step) / max(1, self.decay))
        return self.learning_rate * min(rise, max(0.0, fall))

    @property
    def encoder_own(self) -> bool:
        """Whether the encoder's layers are moved in a way of their own."""
        return self.encoder_rate != 1 or self.encoder_from > 0

    def frozen(self, step: int) -> bool:
        """Whether the encoder stays as it is at update `step`."""
        return step < self.encoder_from

    def encoder_rise(self, step: int) -> float:
        """Factor on the rate of the encoder's layers at update `step`, 0 to 1."""
        return max(0.0, min(1.0, (step - self.encoder_from + 1) / max(1, self.warmup)))


def precision_for(device: str) -> str:
    """The faster of the precisions on `device`: bf16 where there are instructions for it, fp32 elsewhere."""
    import torch

    if device.startswith("cuda"):
        return "bf16" if torch.cuda.is_bf16_supported(including_emulation=False) else "fp32"
    able: Mapping[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return "bf16" if able.get("avx512_bf16") or able.get("amx_bf16") or able.get("bf16") else "fp32"


def device_for(name: str) -> str:
    """The device called `name`; `auto` is cuda where there is one, else cpu. Raises ValueError where it is not there."""
    import torch

    known = ("cpu", "cuda")
    if name == AUTO:
        return "cuda" if torch.cuda.is_available() else "cpu"
    if name.split(":")[0] not in known:
        raise ValueError(f"No device '{name}'; there are: {AUTO}, {', '.join(known)}")
    if name.startswith("cuda") and not torch.cuda.is_available():
        raise ValueError(f"No device '{name}' on this machine, or a PyTorch without CUDA")
    return name


def schedule_of(options: Mapping[str, Any]) -> Schedule:
    """A schedule from a recipe's table; raises ValueError at an unknown key or precision."""
    schedule = known_fields(Schedule, options)
    if schedule.precision not in (*PRECISIONS, AUTO):
        raise ValueError(f"No precision '{schedule.precision}'; there are: {', '.join((*PRECISIONS, AUTO))}")
    return schedule


def known_fields(kind: type[T], options: Mapping[str, Any]) -> T:
    """A `kind` made from `options`; raises ValueError at a name that it has not."""
    known = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    for name in options:
        if name not in known:
            raise ValueError(f"Unknown setting '{name}'; there are: {', '.join(known)}")
    return kind(**options)
