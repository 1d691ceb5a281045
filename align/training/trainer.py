"""Train or fine-tune a MarianMT checkpoint: bf16 or fp32, token batches, resumable to the step.

The learning rate rises, stays, and falls linearly at the end, so that a run can be made longer from the checkpoint that
stood before the fall (`trunk.pt`).
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from jjak.align.mt.transformers_engine import save_checkpoint
from jjak.align.mt.vocabulary import SpecialPieces, marks_of, tag_of
from jjak.align.training.batches import Batch, Packed, epoch
from jjak.align.training.ibm1 import Lexicon
from jjak.align.training.loss import TrainingLoss
from jjak.align.training.optimizers import movers
from jjak.align.training.run_state import CARRIED, TRUNK, WHOLE, carried, read_state, shorten, widened, write_state
from jjak.align.training.schedule import Schedule
from jjak.align.training.throughput import Throughput

if TYPE_CHECKING:
    import torch
    from transformers import MarianMTModel

Validate = Callable[[Path], Mapping[str, float]]
Report = Callable[[Mapping[str, float]], None]
TOKENIZER = ("source.spm", "target.spm", "vocab.json", "target_vocab.json", "tokenizer_config.json")
CHOSEN_BY = "chrf2"  # the validation figures whose mean decides which weights are the best


class Trainer:
    """One training run in `folder`: `latest.pt` to resume from, `model/` the best averaged weights, `log.jsonl` the figures.

    `stopping`, once set, ends the run after the update it is at, as a kill would, but with nothing lost.
    """

    def __init__(
        self,
        folder: Path,
        start: Path,
        packed: Packed,
        schedule: Schedule,
        *,
        marks: SpecialPieces | None = None,
        dev: Packed | None = None,
        lexicon: Lexicon | None = None,
        threads: int = 0,
        device: str = "cpu",
    ) -> None:
        """`start` is the checkpoint to begin with, where `folder` holds no run to resume; marks: both directions, with our
        tags, where they are not given; dev: pairs whose loss is measured at each validation."""
        import torch
        from transformers import MarianMTModel

        if threads:
            torch.set_num_threads(threads)
        torch.manual_seed(schedule.seed)
        self.folder, self.start, self.packed, self.dev, self.schedule = folder, start, packed, dev, schedule
        self.model: MarianMTModel = MarianMTModel.from_pretrained(start, dtype=torch.float32)
        self.model.to(torch.device(device))  # type: ignore[arg-type]  # transformers types the wrapped method wrongly
        self.model.train()
        self.model.config.dropout = schedule.dropout
        for side in (self.model.model.encoder, self.model.model.decoder):
            # transformers thaws them when it loads a checkpoint; what is no sinusoid was learned by a larger model
            side.embed_positions.weight.requires_grad_(False)
        self.movers = movers(self.model, schedule)
        self.average = {name: value.detach().clone() for name, value in self.model.named_parameters()}
        self.first = {name: value.clone() for name, value in self.average.items()} if schedule.blend < 1 else {}
        self.step = self.epoch = self.batch = self.seen = 0
        self.fresh = 0  # the update at which the optimizers began to learn what the gradients are like
        self.best, self.waited, self.stopping = -1.0, 0, False
        self.marks = marks or marks_of(start, {to: tag_of(language) for to, language in enumerate(packed.languages)})
        self.objective = TrainingLoss(self.marks.pad, schedule.precision, schedule.smoothing, lexicon, schedule.dropout)
        if state := read_state(folder, self.model.device):
            self._resume(state)
        else:
            (folder / "log.jsonl").unlink(missing_ok=True)

    def run(self, validate: Validate, report: Report, *, baseline: bool = False) -> None:
        """Train to the schedule's end (or until patience ends); every figure goes to `report` and to `log.jsonl`.

        `baseline` validates the start as well, so that weights worse than it are never kept.
        """
        if baseline and self.step == 0:
            self._validated(validate, report)
        schedule, saved, clock = self.schedule, time.monotonic(), Throughput(self.seen)
        batches = self._batches()
        while self.step < schedule.steps and not (self.stopping or 0 < schedule.patience <= self.waited):
            with clock:
                clock.losses.append(self._update(batches))
            self.step += 1
            if self.step == schedule.steps - schedule.decay:
                self._save(TRUNK)
            if self.step % schedule.report_every == 0 or clock.is_due():
                self._log(report, clock.figures(self.seen))
            validating = self.step % schedule.validate_every == 0 or self.step == schedule.steps
            if validating:
                self._validated(validate, report)
            # only what has been validated is saved, so that a run that goes on from it misses nothing
            if validating or time.monotonic() - saved >= schedule.save_minutes * 60:
                self._save(WHOLE)
                saved = time.monotonic()
        self._save(WHOLE)

    def _batches(self) -> Iterator[Batch]:
        """Batches from where the run stands, for ever."""
        seed, tokens = self.schedule.seed, self.schedule.tokens
        while True:
            for at, batch in enumerate(epoch(self.packed, self.epoch, seed=seed, tokens=tokens, marks=self.marks)):
                if at >= self.batch:
                    self.batch = at + 1
                    yield batch
            self.epoch += 1
            self.batch = 0

    def _update(self, batches: Iterator[Batch]) -> torch.Tensor:
        """The loss of one update, on the device: asking for its value would make a GPU wait."""
        import torch

        schedule, total = self.schedule, torch.zeros((), device=self.model.device)
        guide = schedule.guide * max(0.0, 1 - self.step / max(1, schedule.guide_steps))
        for _ in range(schedule.accumulate):
            loss, count = self.objective.loss(self.model, next(batches), guide, frozen=schedule.frozen(self.step))
            loss = loss / schedule.accumulate
            loss.backward()
            total += loss.detach()
            self.seen += count
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), schedule.clip)
        self._move()
        with torch.no_grad():
            _unpad(self.model, self.marks.pad)
        # early on an average over a thousand updates would still hold the random start
        decay = min(schedule.average, (1 + self.step) / (10 + self.step))
        values = [value.detach() for _, value in self.model.named_parameters()]
        torch._foreach_lerp_(list(self.average.values()), values, 1 - decay)
        return total

    def _move(self) -> None:
        again = min(1.0, (self.step - self.fresh + 1) / max(1, self.schedule.warmup)) if self.fresh else 1.0
        rate = self.schedule.rate(self.step) * again
        for mover in self.movers:
            rise = self.schedule.encoder_rise(self.step) if mover.encoder else 1.0
            for group in mover.optimizer.param_groups:
                group["lr"] = rate * mover.factor * rise
            mover.optimizer.step()
            mover.optimizer.zero_grad()

    def _validated(self, validate: Validate, report: Report) -> None:
        """Write and score the averaged weights, and keep them where none were better."""
        candidate = self.folder / "candidate"
        self.write(candidate)
        scores = {**self._dev_losses(), **validate(candidate)}
        chosen = [value for name, value in scores.items() if name.endswith(CHOSEN_BY)]
        mean = float(np.mean(chosen)) if chosen else self.best + 1
        if mean > self.best:
            self.best, self.waited = mean, 0
            _promote(candidate, self.folder / "model")
        else:
            self.waited += 1
            shutil.rmtree(candidate)
        self._log(report, {**scores, "best": self.best, "waited": self.waited})

    def _dev_losses(self) -> dict[str, float]:
        """Nats per target piece of the averaged weights on the development pairs, by direction."""
        if self.dev is None:
            return {}
        import torch

        objective, losses = replace(self.objective, smoothing=0.0), {}
        with self._averaged(), torch.no_grad():
            for to, tag in self.marks.tags.items():
                total, pieces = 0.0, 0
                marks = replace(self.marks, tags={to: tag})
                for batch in epoch(self.dev, 0, seed=0, tokens=self.schedule.tokens, marks=marks):
                    loss, count = objective.loss(self.model, batch)
                    total, pieces = total + loss.item() * count, pieces + count
                names = self.dev.languages
                losses[f"dev {names[1 - to]}-{names[to]} loss"] = total / max(1, pieces)
        return losses

    @contextmanager
    def _averaged(self) -> Iterator[None]:
        """The model with the weights that are kept, without dropout."""
        import torch

        parameters = dict(self.model.named_parameters())
        before = {name: value.detach().clone() for name, value in parameters.items()}
        with torch.no_grad():
            for name, value in parameters.items():
                value.copy_(self._kept(name))
        self.model.eval()
        try:
            yield
        finally:
            with torch.no_grad():
                for name, value in parameters.items():
                    value.copy_(before[name])
            self.model.train()

    def _kept(self, name: str) -> torch.Tensor:
        """The averaged weights, drawn towards those begun with (Wortsman et al. 2022, WiSE-FT)."""
        average = self.average[name]
        return self.first[name].lerp(average, self.schedule.blend) if self.first else average

    def write(self, folder: Path) -> None:
        """Write the averaged weights in half precision, with the tokenizer, as a checkpoint that any engine loads."""
        import torch
        from transformers import MarianMTModel

        state = torch.get_rng_state()  # a new model draws its first weights
        model = MarianMTModel(self.model.config)
        torch.set_rng_state(state)
        model.load_state_dict(self.model.state_dict())
        model.generation_config = self.model.generation_config
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                parameter.copy_(self._kept(name))
            _unpad(model, self.marks.pad)
        save_checkpoint(model.to(torch.float16), folder)  # type: ignore[arg-type]  # as above
        for name in TOKENIZER:
            if (self.start / name).is_file():
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
            "optimizers": [mover.optimizer.state_dict() for mover in self.movers],
            "place": [self.step, self.epoch, self.batch, self.seen, self.waited],
            "best": self.best,
            "fresh": self.fresh,
            "random": torch.get_rng_state(),
            "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
            "schedule": asdict(self.schedule),
        }
        write_state(self.folder / name, state)
        if name == WHOLE:
            write_state(self.folder / CARRIED, carried(state))

    def _resume(self, state: dict[str, Any]) -> None:
        import torch

        self.model.load_state_dict(widened(state["model"]))
        self.average = widened(state["average"])
        self.step, self.epoch, self.batch, self.seen, self.waited = state["place"]
        self.best, self.fresh = state["best"], state.get("fresh", 0)
        if "optimizers" in state:
            for mover, saved in zip(self.movers, state["optimizers"], strict=True):
                mover.optimizer.load_state_dict(saved)
            torch.set_rng_state(state["random"].cpu())
            if state.get("cuda") and torch.cuda.is_available():
                torch.cuda.set_rng_state_all([each.cpu() for each in state["cuda"]])
        else:
            # the optimizers know nothing yet, so the rate rises once more
            self.fresh = self.step
        shorten(self.folder / "log.jsonl", self.step)


def _unpad(model: MarianMTModel, pad: int) -> None:
    """Marian's decoder starts from a zero vector, and CTranslate2 holds it to that."""
    for table in (model.model.encoder.embed_tokens, model.model.decoder.embed_tokens, model.lm_head):
        if pad == len(table.weight) - 1:
            table.weight[pad] = 0


def _promote(candidate: Path, model: Path) -> None:
    """Give the files of `candidate` to `model`, each at once, so that there is a whole model at any moment."""
    model.mkdir(exist_ok=True)
    for file in sorted(candidate.iterdir()):
        file.rename(model / file.name)
    candidate.rmdir()
