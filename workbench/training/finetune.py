"""Fine-tuning a checkpoint on a corpus or on files: from the pairs to a model with its card and its curve."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jjak.align.mt.checkpoint import find_checkpoint
from jjak.align.mt.transformers_engine import ensure_installed, quiet_transformers
from jjak.align.training.finetuning import EPOCHS, LONGEST, FinetunePlan, encoded, planned, tuned
from jjak.align.training.run_state import CARRIED, WHOLE
from jjak.align.training.schedule import AUTO, device_for
from jjak.align.training.trainer import Trainer
from jjak.corpora.exchange.examples import TrainingExample, read_examples
from jjak.corpora.exchange.holdout import NAMES, HoldoutParts, hold_out
from jjak.eval.metrics import Score
from jjak.seeds.errors import CorpusError, FormatError, SettingError
from jjak.seeds.message import message
from jjak.workbench.training.finetuned_card import write_tuned_card
from jjak.workbench.training.learning_curve import write_curve
from jjak.workbench.training.progress import TrainingProgress, announce
from jjak.workbench.training.run import FinetuneResult, TrainingSources, kept_line, stoppable
from jjak.workbench.training.validation import Rows, passing_cache, sample, scores_of


def tune(
    out: Path,
    model: str,
    languages: tuple[str, str],
    sources: TrainingSources,
    options: Mapping[str, Any],
    *,
    direction: str = "",
    epochs: float = EPOCHS,
    threads: int = 0,
    device: str = AUTO,
) -> FinetuneResult:
    """Fine-tune the checkpoint called `model` in `out`, or go on with the run that is there.

    Raises ModelError where the extra `train` is not installed and where the checkpoint is not there, cannot be trained or
    does not do the languages, CorpusError where there is no pair to train on or to validate with, FormatError at a file of
    another form, SettingError at a value that there is not and at a folder that holds another run.
    """
    ensure_installed(message("Training"))
    try:
        device = device_for(device)
    except ValueError as error:
        raise SettingError(str(error)) from error
    plan = planned(find_checkpoint(model), languages, direction)
    parts = _parts(out, plan, sources)
    sets = {"dev": rows_of(parts.dev)} if parts.dev else {}
    sets |= {_called(file): rows_of(read_examples(file, plan.languages, "all")) for file in sources.dev}
    with quiet_transformers(), passing_cache(out / "cache"):
        train = encoded(plan, rows_of(parts.train), threads)
        if not len(train):
            text = "{sources}: no pair of at most {longest} pieces a side"
            raise CorpusError(text, "Split its texts into sentences.", sources=sources.name, longest=LONGEST)
        schedule = tuned(plan, train, options, epochs=epochs, device=device)
        dev = encoded(plan, rows_of(parts.dev), threads) if parts.dev else None
        trainer = Trainer(out, plan.base.folder, train, schedule, marks=plan.marks, dev=dev, threads=threads, device=device)
        ways, machine = " and ".join(plan.directions), f"{schedule.precision} on {device}"
        announce(f"{sizes_of(parts)}; {ways}, at most {schedule.steps:,} updates, {machine}")
        if not _run(trainer, plan, sets, threads):
            return FinetuneResult(plan, schedule, parts, stopped=True)
        if line := kept_line(out / "log.jsonl"):
            announce(line)
        sets["test"] = rows_of(parts.test)
        before, after = (_scored(str(folder), plan, sets, threads, beam=4) for folder in (plan.base.folder, out / "model"))
    result = FinetuneResult(plan, schedule, parts, before, after, {name: len(rows) for name, rows in sets.items()})
    write_curve(out / "log.jsonl", out / "curve.svg")
    write_tuned_card(out, sources, result)
    return result


def _run(trainer: Trainer, plan: FinetunePlan, sets: Mapping[str, Rows], threads: int) -> bool:
    """Train to the end; False where it was interrupted."""
    few = {name: sample(rows) for name, rows in sets.items()}

    def validate(folder: Path) -> Mapping[str, float]:
        scores = _scored(str(folder), plan, few, threads, beam=1)
        return {name: score.value for name, score in scores.items()}

    with stoppable(trainer), TrainingProgress(trainer.step, trainer.schedule.steps) as log:
        trainer.run(validate, log.report, baseline=True)
    return not trainer.stopping


def _scored(model: str, plan: FinetunePlan, sets: Mapping[str, Rows], threads: int, *, beam: int) -> dict[str, Score]:
    return scores_of(model, plan.languages, sets, to=list(plan.marks.tags), beam=beam, threads=threads)


def _called(file: Path) -> str:
    """The name of a set that was given as a file, other than those of the run's own parts."""
    name = file.name.split(".")[0]
    return f"{name}-file" if name in NAMES else name


def rows_of(examples: Iterable[TrainingExample]) -> list[tuple[str, str]]:
    return [example.texts for example in examples]


def _parts(out: Path, plan: FinetunePlan, sources: TrainingSources) -> HoldoutParts:
    """The pairs of the run in `out`, which are kept there; a new run's are taken from `sources`."""
    run: dict[str, Any] = {"model": plan.base.name, "revision": plan.base.revision, "languages": list(plan.languages)}
    run |= {"directions": plan.directions, "sources": sources.name, "take": sources.take, "by": sources.by}
    run |= {"filters": [[name, dict(values)] for name, values in sources.filters]} if sources.filters else {}
    run |= {"shares": [sources.shares.train, sources.shares.dev, sources.shares.test]}
    known = out / "run.json"
    if known.is_file():
        return _known(out, json.loads(known.read_text(encoding="utf-8")), run, plan.languages)
    if any((out / name).exists() for name in (WHOLE, CARRIED, "start")):
        fix = "Go on with it by --training-recipe, or name another folder."
        raise SettingError("{out} holds a run from a recipe", fix, out=out)
    parts = _drawn(plan, sources)
    try:
        (out / "data").mkdir(parents=True, exist_ok=True)
        for name in NAMES:
            _write(out / "data" / f"{name}.jsonl", getattr(parts, name), plan.languages)
        (out / "test.ids").write_text("".join(f"{example.id}\n" for example in parts.test), encoding="utf-8")
        counts = {"doubled": parts.doubled, "near": parts.near, "identical": parts.identical}
        known.write_text(json.dumps(run | counts, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        cause = error.strerror or str(error)
        raise FormatError("{out}: {cause}", "Check that the folder may be written.", out=out, cause=cause) from error
    return parts


def _drawn(plan: FinetunePlan, sources: TrainingSources) -> HoldoutParts:
    also = [example for file in sources.dev for example in read_examples(file, plan.languages, "all")]
    parts = hold_out(sources.examples(plan.languages), sources.shares, by=sources.by, also=also)
    for (name, _), count in zip(sources.filters, sources.removed, strict=True):
        announce(f"filter {name}: {count:,} removed")
    if parts.identical:
        announce(f"identical sides: {parts.identical:,} left out, since they teach copying")
    sizes = sizes_of(parts)
    if not any((parts.train, parts.dev, parts.test)):
        names = " and ".join(plan.languages)
        fix = (
            "--take all takes machine translations too." if sources.take != "all" else "`jjak status` says what a corpus holds."
        )
        text = "{sources}: no pair of {languages} to train on (--take {take})"
        raise CorpusError(text, fix, sources=sources.name, languages=names, take=sources.take)
    if not parts.train:
        fix = "Give more documents, another --split, or --split-by pair."
        raise CorpusError("{sources}: {sizes}", fix, sources=sources.name, sizes=sizes)
    if not parts.dev and not also:
        fix = "Give --dev FILE, more documents, a larger share (--split train=0.8,dev=0.1,test=0.1), or --split-by pair."
        text = "{sources}: {sizes}; without any, the best weights cannot be told"
        raise CorpusError(text, fix, sources=sources.name, sizes=sizes)
    return parts


def sizes_of(parts: HoldoutParts) -> str:
    return f"pairs to train on {len(parts.train):,}, to validate {len(parts.dev):,}, to test {len(parts.test):,}"


def _known(out: Path, known: Mapping[str, Any], run: Mapping[str, Any], languages: tuple[str, str]) -> HoldoutParts:
    for name, value in run.items():
        if known.get(name) != value:
            raise SettingError(
                "{out} holds a run with {name} {there}, not {wanted}",
                "Name another folder, or go on with the same settings.",
                out=out,
                name=name,
                there=known.get(name),
                wanted=value,
            )
    train, dev, test = (list(read_examples(out / "data" / f"{name}.jsonl", languages, "all")) for name in NAMES)
    return HoldoutParts(train, dev, test, known["doubled"], known["near"], known.get("identical", 0))


def _write(path: Path, examples: Sequence[TrainingExample], languages: tuple[str, str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for example in examples:
            row = {"id": example.id, "translation": dict(zip(languages, example.texts, strict=True))}
            row |= {"name": example.document, "licence": example.licence, "collection": example.collection}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
