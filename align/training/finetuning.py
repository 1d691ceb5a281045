"""Fine-tuning: which directions of a checkpoint can be trained, its pairs as pieces, and a schedule that suits both."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jjak.align.mt.checkpoint import Checkpoint
from jjak.align.mt.vocabulary import SpecialPieces, Vocabulary, marks_of, one_vocabulary
from jjak.align.training.batches import Packed, pack
from jjak.align.training.schedule import AUTO, Schedule, precision_for, schedule_of
from jjak.seeds.errors import ModelError, SettingError

LONGEST = 100  # pieces of a side: longer pairs are left out, since the engines cut longer input
EPOCHS = 4
# chosen on development data by tests/bench/finetune.py; docs/training.md has the figures
TUNED: Mapping[str, Any] = {
    "tokens": 1_024,
    "guide": 0.0,
    "average": 0.99,
    "blend": 0.8,
    "patience": 5,
    "report_every": 10,
    "precision": AUTO,
}
RATE, WIDTH = 2e-4, 256  # of the embedded model; a wider one takes less, 5e-5 at opus-mt's 512
_FORM = ("config.json", "vocab.json", "source.spm", "target.spm")


@dataclass(frozen=True, slots=True)
class FinetunePlan:
    """languages: the two sides of the pairs, in order; marks: the directions that are trained, by the side that is the
    target. One direction alone has its source first."""

    base: Checkpoint
    languages: tuple[str, str]
    marks: SpecialPieces

    @property
    def directions(self) -> list[str]:
        return [f"{self.languages[1 - to]}-{self.languages[to]}" for to in self.marks.tags]


def planned(base: Checkpoint, languages: tuple[str, str], direction: str = "") -> FinetunePlan:
    """The directions between `languages` that `base` does, or the one that was asked for.

    Raises ModelError where it does none or has not the form that can be trained, SettingError where it cannot be told
    which direction it does, or both cannot be trained at once.
    """
    if missing := [name for name in _FORM if not (base.folder / name).is_file()]:
        raise ModelError(
            "The model {model} cannot be trained: no {missing} in {folder}",
            "Fine-tuning takes a checkpoint in Hugging Face form.",
            model=base.name,
            missing=", ".join(missing),
            folder=base.folder,
        )
    ways = _ways(base, languages, direction)
    if len(ways) > 1 and not (all(ways.values()) and one_vocabulary(base.folder)):
        raise SettingError(
            "The model {model} cuts its two sides into different pieces"
            if all(ways.values())
            else "The model {model} does not say which direction it does",
            "Give one: --direction {one}, or --direction {other}.",
            model=base.name,
            one="-".join(languages),
            other="-".join(languages[::-1]),
        )
    if len(ways) == 1:
        ((languages, tag),) = ways.items()
        tags = {1: tag}
    else:
        tags = {languages.index(target): tag for (_, target), tag in ways.items()}
    try:
        return FinetunePlan(base, languages, marks_of(base.folder, dict(sorted(tags.items()))))
    except (ValueError, KeyError) as error:
        raise ModelError(
            "The model {model} cannot be trained: {error}",
            "Use a checkpoint with one vocabulary.",
            model=base.name,
            error=str(error),
        ) from error


def _ways(base: Checkpoint, languages: tuple[str, str], direction: str) -> dict[tuple[str, str], str]:
    """Tags by (source, target)."""
    wanted = [languages, (languages[1], languages[0])]
    if direction:
        wanted = [way for way in wanted if "-".join(way) == direction]
        if not wanted:
            both = f"{'-'.join(languages)} and {'-'.join(languages[::-1])}"
            raise SettingError(
                "No direction '{direction}'; there are: {both}",
                "Name other languages with --languages.",
                direction=direction,
                both=both,
            )
    ways: dict[tuple[str, str], str] = {}
    refusal: ModelError | None = None
    for source, target in wanted:
        try:
            if base.tags and not base.source and not direction:
                # such a model reads the languages that it writes
                base.tag(target, source)
            ways[source, target] = base.tag(source, target)
        except ModelError as error:
            refusal = refusal or error
    if refusal and not ways:
        raise refusal
    return ways


def encoded(plan: FinetunePlan, rows: Sequence[tuple[str, str]], threads: int = 0) -> Packed:
    """The pairs none of whose sides is longer than LONGEST pieces."""
    vocabularies = Vocabulary(plan.base.folder, "source"), Vocabulary(plan.base.folder, "target")
    sides = tuple(v.encode([row[at] for row in rows], threads or 1) for at, v in enumerate(vocabularies))
    kept = [at for at in range(len(rows)) if all(0 < len(side[at]) <= LONGEST for side in sides)]
    first, second = ([side[at] for at in kept] for side in sides)
    return pack(plan.languages, (first, second), [1.0] * len(kept))


def tuned(
    plan: FinetunePlan, train: Packed, options: Mapping[str, Any], *, epochs: float = EPOCHS, device: str = "cpu"
) -> Schedule:
    """A schedule for so many pairs and such a model, under the `options` that are given.

    Raises SettingError at a value that there is not.
    """
    try:
        given = schedule_of({**TUNED, **_own(plan.base), **options})
    except ValueError as error:
        raise SettingError(str(error)) from error
    pieces = sum(int(train.lengths(to).sum()) + len(train) for to in plan.marks.tags)
    # batches of sentences of about one length are filled to nine tenths
    updates = max(1.0, pieces / (0.9 * given.tokens * given.accumulate))
    steps = options.get("steps") or max(20, round(epochs * updates))
    lengths = {
        "steps": steps,
        "warmup": min(50, steps // 10),
        "decay": steps // 4,
        "validate_every": int(np.clip(round(updates / 2), min(10, steps), 1_000)),
    }
    precision = precision_for(device) if given.precision == AUTO else given.precision
    return schedule_of({**TUNED, **_own(plan.base), **lengths, **options, "precision": precision})


def _own(base: Checkpoint) -> dict[str, float]:
    """What the checkpoint itself says: a rate for its width, and the dropout that it was trained with."""
    config = json.loads((base.folder / "config.json").read_text(encoding="utf-8"))
    return {"learning_rate": RATE * (WIDTH / config.get("d_model", WIDTH)) ** 2, "dropout": config.get("dropout", 0.1)}
