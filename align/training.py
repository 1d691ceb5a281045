"""Train or fine-tune a MarianMT checkpoint: bf16 or fp32, token batches, resumable to the step.

The learning rate rises, stays, and falls linearly at the end, so that a run can be made longer from the checkpoint that
stood before the fall (`trunk.pt`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from align.batches import Batch, Packed, epoch
from align.lexicon import Lexicon, embeddings, learn
from align.vocabulary import END, PAD, TAGS

if TYPE_CHECKING:
    import torch
    from transformers import MarianMTModel

PRECISIONS = {"bf16": "bfloat16", "fp32": "float32"}
T = TypeVar("T")
Validate = Callable[[Path], Mapping[str, float]]
Report = Callable[[Mapping[str, float]], None]


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a new model."""

    d_model: int = 256
    encoder_layers: int = 4
    decoder_layers: int = 2
    heads: int = 4
    ffn: int = 1024


@dataclass(frozen=True, slots=True)
class Schedule:
    """How to train. `steps` are updates; `tokens` target pieces per batch, `accumulate` batches per update."""

    steps: int = 10_000
    warmup: int = 500
    decay: int = 2_000
    tokens: int = 2_048
    accumulate: int = 1
    learning_rate: float = 1e-3
    optimizer: str = "adamw"
    precision: str = "bf16"  # or fp32, which is faster on a processor without bf16 instructions
    smoothing: float = 0.1
    dropout: float = 0.0
    guide: float = 0.5  # weight of the guided attention at the first step; it falls to 0 at `guide_steps`
    guide_steps: int = 4_000
    clip: float = 1.0
    average: float = 0.999  # of the exponential moving average of the weights, which is what is validated and kept
    validate_every: int = 1_000
    patience: int = 0  # validations without a better score before training stops; 0: never
    save_minutes: float = 5.0
    seed: int = 1

    def rate(self, step: int) -> float:
        """The learning rate of update `step`, the first being 0."""
        rise = min(1.0, (step + 1) / max(1, self.warmup))
        fall = min(1.0, (self.steps - step) / max(1, self.decay))
        return self.learning_rate * min(rise, max(0.0, fall))


def new_model(folder: Path, shape: Shape, vocabulary: int, lexicon: Lexicon | None, seed: int) -> None:
    """Write an untrained checkpoint to `folder`, which holds its tokenizer; `vocabulary` counts every id."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    torch.manual_seed(seed)
    config = MarianConfig(
        vocab_size=vocabulary,
        d_model=shape.d_model,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        encoder_ffn_dim=shape.ffn,
        decoder_ffn_dim=shape.ffn,
        activation_function="relu",
        pad_token_id=vocabulary - 1,
        decoder_start_token_id=vocabulary - 1,
        eos_token_id=0,
        forced_eos_token_id=0,
        bos_token_id=None,
        scale_embedding=True,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
        max_position_embeddings=512,
        init_std=shape.d_model**-0.5,
    )
    model = MarianMTModel(config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.ndim == 2 and "shared" not in name and "embed" not in name:
                torch.nn.init.xavier_uniform_(parameter)
        if lexicon is not None:
            table = torch.from_numpy(embeddings(lexicon, shape.d_model, seed))
            model.model.shared.weight[: len(table)] = table
        model.model.shared.weight[vocabulary - 1] = 0
    model.generation_config.bad_words_ids = [[vocabulary - 1]]
    model.generation_config.max_length = 512
    model.generation_config.num_beams = 4
    model.save_pretrained(folder)


def lexicon_of(packed: Packed, size: int, *, most: int = 120_000, longest: int = 32) -> Lexicon:
    """A lexicon from the first `most` pairs of at most `longest` pieces a side."""
    short = np.flatnonzero((packed.lengths(0) <= longest) & (packed.lengths(1) <= longest))[:most]
    return learn([(packed.row(0, i).astype(np.int64), packed.row(1, i).astype(np.int64)) for i in short], size)


class Trainer:
    """One training run in `folder`: `latest.pt` to resume from, `model/` the averaged weights, `log.jsonl` the figures."""

    def __init__(
        self,
        folder: Path,
        start: Path,
        packed: Packed,
        schedule: Schedule,
        *,
        lexicon: Lexicon | None = None,
        threads: int = 0,
        device: str = "cpu",
    ) -> None:
        """`start` is the checkpoint to begin with, where `folder` holds no run to resume."""
        import torch
        from transformers import MarianMTModel

        if threads:
            torch.set_num_threads(threads)
        torch.manual_seed(schedule.seed)
        self.folder, self.start, self.packed, self.schedule, self.lexicon = folder, start, packed, schedule, lexicon
        self.device = torch.device(device)
        # eager attention is the one that gives its weights away, which the guide needs
        self.model: MarianMTModel = MarianMTModel.from_pretrained(start, attn_implementation="eager", dtype=torch.float32)
        self.model.to(self.device)  # type: ignore[arg-type]  # transformers types the wrapped method wrongly
        self.model.train()
        self.model.config.dropout = schedule.dropout
        for module in self.model.modules():
            if isinstance(getattr(module, "dropout", None), float):
                module.dropout = schedule.dropout  # type: ignore[assignment]
        self.optimizers = _optimizers(self.model, schedule)
        self.average = {name: value.detach().clone() for name, value in self.model.named_parameters()}
        self.step = self.epoch = self.batch = self.seen = 0
        self.best, self.waited = -1.0, 0
        vocabulary = json.loads((start / "vocab.json").read_text(encoding="utf-8"))
        first, second = packed.languages
        self.tags = vocabulary[TAGS[first]], vocabulary[TAGS[second]]
        self.end, self.pad = vocabulary[END], vocabulary[PAD]
        if (folder / "latest.pt").exists():
            self._resume(folder / "latest.pt")

    def run(self, validate: Validate, report: Report) -> None:
        """Train to the schedule's end (or until patience ends); every figure goes to `report` and to `log.jsonl`."""
        schedule, saved, began, seen = self.schedule, time.monotonic(), time.monotonic(), self.seen
        losses: list[float] = []
        batches = self._batches()
        while self.step < schedule.steps:
            losses.append(self._update(batches))
            self.step += 1
            if self.step == schedule.steps - schedule.decay:
                self._save("trunk.pt")
            if self.step % 50 == 0:
                speed = (self.seen - seen) / (time.monotonic() - began)
                self._log(report, {"loss": float(np.mean(losses)), "tokens_per_second": speed})
                losses.clear()
            if time.monotonic() - saved > schedule.save_minutes * 60:
                self._save("latest.pt")
                saved = time.monotonic()
            if (self.step % schedule.validate_every == 0 or self.step == schedule.steps) and self._validated(validate, report):
                break
        self._save("latest.pt")

    def _batches(self) -> Iterator[Batch]:
        """Batches from where the run stands, for ever."""
        while True:
            order = epoch(
                self.packed,
                self.epoch,
                seed=self.schedule.seed,
                tokens=self.schedule.tokens,
                tags=self.tags,
                end=self.end,
                pad=self.pad,
            )
            for at, batch in enumerate(order):
                if at >= self.batch:
                    self.batch = at + 1
                    yield batch
            self.epoch += 1
            self.batch = 0

    def _update(self, batches: Iterator[Batch]) -> float:
        import torch

        total = 0.0
        for _ in range(self.schedule.accumulate):
            loss = self._loss(next(batches)) / self.schedule.accumulate
            loss.backward()
            total += loss.item()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.schedule.clip)
        rate = self.schedule.rate(self.step)
        for optimizer, factor in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate * factor
            optimizer.step()
            optimizer.zero_grad()
        with torch.no_grad():
            # Marian's decoder starts from a zero vector, and CTranslate2 holds it to that
            self.model.model.shared.weight[self.pad] = 0
        # early on an average over a thousand updates would still hold the random start
        decay = min(self.schedule.average, (1 + self.step) / (10 + self.step))
        values = [value.detach() for _, value in self.model.named_parameters()]
        torch._foreach_lerp_(list(self.average.values()), values, 1 - decay)
        return total

    def _loss(self, batch: Batch) -> torch.Tensor:
        import torch

        from align.softmax import LinearCrossEntropy

        source = torch.from_numpy(batch.source).to(self.device)
        target = torch.from_numpy(batch.target).to(self.device)
        shifted = torch.roll(target, 1, 1)
        shifted[:, 0] = self.pad
        guide = self.schedule.guide * max(0.0, 1 - self.step / max(1, self.schedule.guide_steps))
        guided = self.lexicon is not None and guide > 0
        precision = PRECISIONS[self.schedule.precision]
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=precision == "bfloat16"):
            output = self.model.model(
                input_ids=source,
                attention_mask=(source != self.pad).long(),
                decoder_input_ids=shifted,
                output_attentions=guided,
                use_cache=False,
            )
        real = target != self.pad
        self.seen += int(real.sum())
        weight = self.model.lm_head.weight[: self.pad]  # the padding, which is the last id, is no word to be chosen
        hidden, smoothing = output.last_hidden_state[real], self.schedule.smoothing
        loss: torch.Tensor = LinearCrossEntropy.apply(  # type: ignore[no-untyped-call]
            hidden, weight, target[real], smoothing, getattr(torch, precision)
        )
        if guided and self.lexicon is not None:
            wanted, sure = _guide(self.lexicon, batch)
            for attention in output.cross_attentions:
                heads = attention[:, : attention.shape[1] // 2].float().mean(1)
                match = (torch.from_numpy(wanted).to(self.device) * torch.log(heads + 1e-4)).sum(2)
                loss = loss - guide * (match * torch.from_numpy(sure).to(self.device)).sum() / real.sum() / 2
        return loss

    def _validated(self, validate: Validate, report: Report) -> bool:
        """Write and score the averaged weights; whether patience has ended."""
        self.write(self.folder / "model")
        scores = validate(self.folder / "model")
        self._log(report, scores)
        mean = float(np.mean([value for name, value in scores.items() if name.endswith("chrf2")] or [0]))
        self.best, self.waited = (mean, 0) if mean > self.best else (self.best, self.waited + 1)
        return 0 < self.schedule.patience <= self.waited

    def write(self, folder: Path) -> None:
        """Write the averaged weights in half precision, with the tokenizer, as a checkpoint that any engine loads."""
        import shutil

        import torch
        from transformers import MarianMTModel

        model = MarianMTModel(self.model.config)
        model.load_state_dict(self.model.state_dict())
        model.generation_config = self.model.generation_config
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                parameter.copy_(self.average[name])
            model.model.shared.weight[self.pad] = 0
        model.to(torch.float16).save_pretrained(folder)  # type: ignore[arg-type]  # as above
        for name in ("source.spm", "target.spm", "vocab.json", "tokenizer_config.json"):
            shutil.copyfile(self.start / name, folder / name)

    def _log(self, report: Report, figures: Mapping[str, float]) -> None:
        row = {"step": self.step, "epoch": self.epoch, "tokens": self.seen, "rate": self.schedule.rate(self.step), **figures}
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        report(row)

    def _save(self, name: str) -> None:
        import torch

        state = {
            "model": self.model.state_dict(),
            "average": self.average,
            "optimizers": [optimizer.state_dict() for optimizer, _ in self.optimizers],
            "place": [self.step, self.epoch, self.batch, self.seen, self.waited],
            "best": self.best,
            "random": torch.get_rng_state(),
            "schedule": asdict(self.schedule),
        }
        torch.save(state, self.folder / f"{name}.part")
        (self.folder / f"{name}.part").rename(self.folder / name)

    def _resume(self, path: Path) -> None:
        import torch

        state: dict[str, Any] = torch.load(path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.average = state["average"]
        for (optimizer, _), saved in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.step, self.epoch, self.batch, self.seen, self.waited = state["place"]
        self.best = state["best"]
        torch.set_rng_state(state["random"].cpu())


def _optimizers(model: MarianMTModel, schedule: Schedule) -> list[tuple[torch.optim.Optimizer, float]]:
    """Optimizers and the factor of each on the learning rate: Muon (Jordan 2024) for matrices where it is asked for."""
    import torch

    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    matrices = [p for name, p in named if p.ndim == 2 and "shared" not in name and "embed" not in name]
    if schedule.optimizer == "adamw":
        return [(torch.optim.AdamW([p for _, p in named], betas=(0.9, 0.98), weight_decay=0.0, fused=True), 1.0)]
    if schedule.optimizer != "muon":
        raise ValueError(f"No optimizer '{schedule.optimizer}'; there are: adamw, muon")
    chosen = {id(p) for p in matrices}
    others = [p for _, p in named if id(p) not in chosen]
    return [
        (torch.optim.Muon(matrices, weight_decay=0.0, adjust_lr_fn="match_rms_adamw"), 1.0),
        (torch.optim.AdamW(others, betas=(0.9, 0.98), weight_decay=0.0, fused=True), 1.0),
    ]


def _guide(lexicon: Lexicon, batch: Batch) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """(b, t, s) float32, where each target piece should look, and (b, t) float32, how sure the lexicon is of it."""
    source, target = batch.source[:, None, :], batch.target[:, :, None]
    first, second = (target, source) if batch.to == 0 else (source, target)
    value = lexicon.lookup(first, second) ** 2
    total = value.sum(2, keepdims=True)
    return (value / np.maximum(total, 1e-9)).astype(np.float32), np.minimum(1, np.sqrt(total[:, :, 0]) * 2).astype(np.float32)


def schedule_of(options: Mapping[str, Any]) -> Schedule:
    """A schedule from a recipe's table; raises ValueError at an unknown key or precision."""
    schedule = _known(Schedule, options)
    if schedule.precision not in PRECISIONS:
        raise ValueError(f"No precision '{schedule.precision}'; there are: {', '.join(PRECISIONS)}")
    return schedule


def shape_of(options: Mapping[str, Any]) -> Shape:
    """A shape from a recipe's table; raises ValueError at an unknown key."""
    return _known(Shape, options)


def _known(kind: type[T], options: Mapping[str, Any]) -> T:
    known = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    for name in options:
        if name not in known:
            raise ValueError(f"Unknown setting '{name}'; there are: {', '.join(known)}")
    return kind(**options)
