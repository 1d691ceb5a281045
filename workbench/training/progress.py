"""What a person sees of a run while it goes on: a bar on a terminal, elsewhere a line every minute, and one for each
validation."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress


MINUTE = 60.0


class TrainingProgress:
    """Use it as a context manager; `report` takes a row of `log.jsonl`."""

    def __init__(self, step: int, steps: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._step, self._steps, self._clock = step, steps, clock
        self._bar: Progress | None = None
        self._loss = self._scores = ""
        self._began = self._said = clock()

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (
                TextColumn("training"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                TextColumn("{task.description}"),
            )
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.add_task("", total=self._steps, completed=self._step)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def report(self, row: Mapping[str, float]) -> None:
        if "tokens_per_second" in row:
            self._loss = f"loss {row['loss']:.3f}  {row['tokens_per_second']:,.0f} pieces/s"
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=int(row["step"]), description=self._loss)
        elif "tokens_per_second" in row and self._clock() - self._said >= MINUTE:
            self._said = self._clock()
            announce("  ".join(part for part in (self._place(row["step"]), self._loss, self._scores) if part))
        if "best" in row:
            self._scores = "  ".join(_scores(row))
            line = _validation(row, self._loss)
            if self._bar is not None:
                self._bar.console.print(line, highlight=False, soft_wrap=True)
            else:
                announce(line)

    def _place(self, step: float) -> str:
        """`update 1,200 of 60,000  3 h 5 min left`, by the updates of this call so far."""
        done = step - self._step
        seconds = (self._clock() - self._began) / done * (self._steps - step) if done > 0 else 0.0
        hours, minutes = divmod(round(seconds / 60), 60)
        left = f"{hours:,} h {minutes} min left" if hours else f"{minutes} min left"
        return f"update {step:,.0f} of {self._steps:,}  {left}"


def announce(line: str) -> None:
    """A line about a run that is not part of its result, on standard error."""
    print(line, file=sys.stderr, flush=True)


def _validation(row: Mapping[str, float], loss: str) -> str:
    """`update 120  epoch 1  loss 3.210  1,500 pieces/s  dev ko-en chrF2 24.1  en-ko chrF2 11.0  best`"""
    figures = _scores(row) + [f"{name} {value:.3f}" for name, value in row.items() if name.endswith(" loss")]
    state = "best so far" if not row["waited"] else f"no better, {row['waited']:.0f} in a row"
    place = f"update {row['step']:,.0f}  epoch {row['epoch'] + 1:.0f}"
    return "  ".join(part for part in (place, loss, *figures, state) if part)


def _scores(row: Mapping[str, float]) -> list[str]:
    return [f"{name.removesuffix(' chrf2')} chrF2 {value:.2f}" for name, value in row.items() if name.endswith(" chrf2")]
