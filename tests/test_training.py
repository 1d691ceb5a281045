"""Training on a few sentences: exact gradients, exact resumption, and a model that learns."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from jjak.align.mt.engines import load_translator
from jjak.align.mt.vocabulary import TAGS, SpecialPieces, Vocabulary, train_vocabulary
from jjak.align.training.architecture import Shape, lexicon_of, new_model
from jjak.align.training.batches import Packed, epoch, pack
from jjak.align.training.cross_entropy import LinearCrossEntropy
from jjak.align.training.ibm1 import embeddings, learn
from jjak.align.training.schedule import Schedule, schedule_of
from jjak.align.training.trainer import Trainer
from jjak.seeds.errors import ModelError

pytestmark = pytest.mark.slow

SCHEDULE = Schedule(
    steps=6,
    warmup=2,
    decay=2,
    tokens=200,
    learning_rate=2e-3,
    guide_steps=4,
    validate_every=3,
    optimizer="muon",
    dropout=0.1,
    precision="fp32",
)


@pytest.fixture(scope="module")
def start(sentences: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small vocabulary and an untrained model."""
    folder = tmp_path_factory.mktemp("start")
    train_vocabulary([text for pair in sentences for text in pair], folder, size=460, tags=list(TAGS.values()))
    size = len(Vocabulary(folder))
    new_model(folder, Shape(d_model=32, encoder_layers=1, decoder_layers=1, heads=2, ffn=64), size, None, seed=1)
    return folder


@pytest.fixture(scope="module")
def packed(sentences: list[tuple[str, str]], start: Path) -> Packed:
    vocabulary = Vocabulary(start)
    sides = vocabulary.encode([pair[0] for pair in sentences]), vocabulary.encode([pair[1] for pair in sentences])
    return pack(("ko", "en"), sides, [1.0] * len(sentences))


@pytest.mark.parametrize(("precision", "error"), [(torch.bfloat16, 0.02), (torch.float32, 1e-5)])
def test_the_loss_and_its_gradients_are_those_of_cross_entropy(precision: torch.dtype, error: float) -> None:
    torch.manual_seed(0)
    hidden, weight = torch.randn(700, 16, requires_grad=True), torch.randn(50, 16, requires_grad=True)
    target = torch.randint(0, 50, (700,))
    expected = torch.nn.functional.cross_entropy(hidden @ weight.T, target, label_smoothing=0.1)
    wanted = torch.autograd.grad(expected, (hidden, weight))
    found = LinearCrossEntropy.apply(hidden, weight, target, 0.1, precision)
    assert found.item() == pytest.approx(expected.item(), rel=error)
    for ours, theirs in zip(torch.autograd.grad(found, (hidden, weight)), wanted, strict=True):
        assert (ours - theirs).norm() / theirs.norm() < error


def test_no_text_has_an_unknown_piece(start: Path) -> None:
    vocabulary = Vocabulary(start)
    (ids,) = vocabulary.encode(["똠방각하 🦜 \u0301 þ"])
    assert vocabulary.ids["<unk>"] not in ids


def test_every_digit_is_a_piece(start: Path) -> None:
    vocabulary = Vocabulary(start)
    pieces = {at: piece for piece, at in vocabulary.ids.items()}
    assert [pieces[at] for at in vocabulary.encode(["2024"])[0]][-4:] == ["2", "0", "2", "4"]


def test_the_lexicon_finds_what_translates_what() -> None:
    # 0 always meets 10 and 1 always meets 11, in changing order
    pairs = [(np.array([0, 1, 2 + n % 3]), np.array([12 + n % 3, 11, 10])) for n in range(30)]
    lexicon = learn(pairs, 20)
    found = lexicon.lookup(np.array([2, 3, 4])[:, None], np.array([12, 13, 14])[None, :])
    assert (found.argmax(1) == [0, 1, 2]).all()
    assert found.diagonal().min() > 0.5
    assert lexicon.lookup(np.array([5]), np.array([6]))[0] == 0


def test_translations_start_near_each_other() -> None:
    pairs = [(np.array([n % 8]), np.array([10 + n % 8])) for n in range(80)]
    table = embeddings(learn(pairs, 20), 6, seed=1)
    assert np.linalg.norm(table, axis=1) == pytest.approx(1, abs=1e-5)
    near = table[:8] @ table[10:18].T
    assert near.diagonal().mean() > near[~np.eye(8, dtype=bool)].mean() + 0.3


def test_an_epoch_holds_every_pair_in_both_directions(packed: Packed) -> None:
    tags = {0: (1001,), 1: (1002,)}
    batches = list(epoch(packed, 0, seed=1, tokens=200, marks=SpecialPieces(tags, (0, 0), 1003)))
    for to in (0, 1):
        rows = [row for batch in batches if batch.to == to for row in batch.target.tolist()]
        texts = sorted(tuple(at for at in row if at not in (0, 1003)) for row in rows)
        assert texts == sorted(tuple(packed.row(to, at).tolist()) for at in range(len(packed)))
    assert all((batch.source[:, 0] == tags[batch.to][0]).all() for batch in batches)
    assert all(batch.target.size <= 200 for batch in batches)


def test_shares_are_met_on_average(packed: Packed) -> None:
    half = replace(packed, share=np.full(len(packed), 0.5, dtype=np.float32))
    batches = epoch(half, 3, seed=1, tokens=500, marks=SpecialPieces({0: (1,), 1: (2,)}, (0, 0), 3))
    assert sum(len(batch.target) for batch in batches) == pytest.approx(len(packed), rel=0.25)


def test_a_packed_file_gives_the_same_pairs_again(packed: Packed, tmp_path: Path) -> None:
    packed.save(tmp_path / "packed.npz")
    again = Packed.load(tmp_path / "packed.npz")
    assert again.languages == packed.languages
    assert all((again.row(side, 7) == packed.row(side, 7)).all() for side in (0, 1))


def test_a_bias_of_the_logits_is_counted_and_not_trained() -> None:
    torch.manual_seed(0)
    hidden, weight, bias = torch.randn(300, 8, requires_grad=True), torch.randn(20, 8, requires_grad=True), torch.randn(20)
    target = torch.randint(0, 20, (300,))
    expected = torch.nn.functional.cross_entropy(hidden @ weight.T + bias, target)
    wanted = torch.autograd.grad(expected, (hidden, weight))
    found = LinearCrossEntropy.apply(hidden, weight, target, 0.0, torch.float32, bias)
    assert found.item() == pytest.approx(expected.item(), rel=1e-5)
    for ours, theirs in zip(torch.autograd.grad(found, (hidden, weight)), wanted, strict=True):
        assert torch.allclose(ours, theirs, atol=1e-6)


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return torch.load(folder / "latest.pt", weights_only=True)["model"]


def test_a_run_that_was_stopped_goes_on_to_the_same_weights(start: Path, packed: Packed, tmp_path: Path) -> None:
    lexicon = lexicon_of(packed, len(Vocabulary(start)))
    for name, stops in (("whole", [6]), ("stopped", [3, 6])):
        folder = tmp_path / name
        folder.mkdir()
        for steps in stops:
            # the schedule is that of six steps; a shorter run stands for one that was killed
            trainer = Trainer(folder, start, packed, SCHEDULE, lexicon=lexicon, threads=1)
            trainer.schedule = replace(SCHEDULE, steps=steps, decay=steps - 4 if steps > 4 else 0)
            trainer.run(lambda _: {"x chrf2": 1.0}, lambda _: None)
    whole, stopped = weights(tmp_path / "whole"), weights(tmp_path / "stopped")
    assert all(torch.equal(whole[name], stopped[name]) for name in whole)


def test_weights_alone_in_half_precision_go_on_with_a_new_warm_up(start: Path, packed: Packed, tmp_path: Path) -> None:
    schedule = replace(SCHEDULE, steps=40, warmup=4, decay=0, learning_rate=1e-2, validate_every=40, tokens=1000, dropout=0.0)
    whole, lent = tmp_path / "whole", tmp_path / "lent"
    rows: dict[str, list[float]] = {}
    for name, steps in (("whole", 40), ("whole", 80), ("lent", 80)):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        if name == "lent":
            shutil.copyfile(tmp_path / "kept.pt", folder / "carried.pt")
        trainer = Trainer(folder, start, packed, replace(schedule, report_every=10), threads=1)
        assert trainer.fresh == (40 if name == "lent" else 0)
        trainer.schedule = replace(schedule, steps=steps, report_every=10)
        if name == "lent":
            trainer._move()
            assert trainer.movers[0].optimizer.param_groups[0]["lr"] == pytest.approx(1e-2 / 4)
        trainer.run(lambda _: {"x chrf2": 1.0}, lambda _: None)
        if steps == 40:
            shutil.copyfile(whole / "carried.pt", tmp_path / "kept.pt")
        log = (folder / "log.jsonl").read_text().splitlines()
        rows[name] = [row["loss"] for row in map(json.loads, log) if "loss" in row]
    assert (whole / "carried.pt").stat().st_size < (whole / "latest.pt").stat().st_size / 2
    assert rows["lent"][-1] == pytest.approx(rows["whole"][-1], abs=0.1)
    assert rows["lent"][0] < rows["whole"][0] - 0.3
    state = torch.load(lent / "carried.pt", weights_only=True)
    assert all(value.dtype == torch.float16 for value in state["average"].values())
    # one table under four names is stored once
    tables = [value.data_ptr() for name, value in state["model"].items() if "embed_tokens" in name or "shared" in name]
    assert len(tables) == 3
    assert len(set(tables)) == 1


KILLED = """
import sys
from dataclasses import replace
from pathlib import Path
from jjak.align.training.batches import Packed
from jjak.align.training.trainer import Trainer
from jjak.align.training.schedule import Schedule
out, start, packed = map(Path, sys.argv[1:])
schedule = Schedule(
    steps=400, warmup=2, decay=0, tokens=200, guide=0, precision="fp32", validate_every=5, dropout=0.1, save_minutes=0
)
Trainer(out, start, Packed.load(packed), schedule, threads=1).run(lambda _: {"x chrf2": 1.0}, lambda _: None)
"""


def test_a_run_that_was_killed_goes_on_to_the_same_weights_and_the_same_log(
    start: Path, packed: Packed, tmp_path: Path
) -> None:
    packed.save(tmp_path / "packed.npz")
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    killed.mkdir()
    whole.mkdir()
    command = [sys.executable, "-c", KILLED, str(killed), str(start), str(tmp_path / "packed.npz")]
    with subprocess.Popen(command, cwd=Path(__file__).parent.parent) as process:
        while not (killed / "latest.pt").exists() and process.poll() is None:
            time.sleep(0.01)
        process.kill()
    # the schedule of the whole run ends shortly after the place at which the other was killed
    steps = 12 + torch.load(killed / "latest.pt", weights_only=True)["place"][0]
    schedule = Schedule(
        steps=400, warmup=2, decay=0, tokens=200, guide=0, precision="fp32", validate_every=5, dropout=0.1, save_minutes=0
    )
    for folder in (killed, whole):
        trainer = Trainer(folder, start, packed, schedule, threads=1)
        trainer.schedule = replace(schedule, steps=steps)
        assert (trainer.step > 0) == (folder == killed)
        trainer.run(lambda _: {"x chrf2": 1.0}, lambda _: None)
    ours, theirs = weights(killed), weights(whole)
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)
    validated = [
        [row["step"] for row in map(json.loads, (folder / "log.jsonl").read_text().splitlines()) if "best" in row]
        for folder in (killed, whole)
    ]
    assert validated[0] == validated[1]


def test_two_runs_of_one_seed_give_the_same_weights_and_another_seed_others(
    start: Path, packed: Packed, tmp_path: Path
) -> None:
    made = []
    for at, seed in enumerate((3, 3, 4)):
        folder = tmp_path / str(at)
        folder.mkdir()
        trainer = Trainer(folder, start, packed, replace(SCHEDULE, seed=seed, steps=4), threads=1)
        trainer.run(lambda _: {"x chrf2": 1.0}, lambda _: None)
        made.append((folder / "model" / "model.safetensors").read_bytes())
    assert made[0] == made[1] != made[2]


def test_positions_stay_as_they_are(start: Path, packed: Packed, tmp_path: Path) -> None:
    trainer = Trainer(tmp_path, start, packed, replace(SCHEDULE, steps=3, learning_rate=0.1), threads=1)
    tables = [side.embed_positions for side in (trainer.model.model.encoder, trainer.model.model.decoder)]
    trainer.run(lambda _: {"x chrf2": 1.0}, lambda _: None)
    assert all(torch.equal(table.weight, table.create_weight()) for table in tables)


def test_the_best_weights_are_kept_and_not_the_last(start: Path, packed: Packed, tmp_path: Path) -> None:
    scores, seen = iter([10.0, 30.0, 20.0, 25.0]), []

    def validate(folder: Path) -> dict[str, float]:
        seen.append((folder / "model.safetensors").read_bytes())
        return {"x chrf2": next(scores)}

    trainer = Trainer(tmp_path, start, packed, replace(SCHEDULE, steps=3, validate_every=1), threads=1)
    trainer.run(validate, lambda _: None, baseline=True)
    assert len(set(seen)) == 4
    assert (tmp_path / "model" / "model.safetensors").read_bytes() == seen[1]
    assert not (tmp_path / "candidate").exists()


def test_a_model_that_never_gets_better_is_the_one_begun_with(start: Path, packed: Packed, tmp_path: Path) -> None:
    scores = iter([10.0, 9.0, 8.0, 7.0])
    trainer = Trainer(tmp_path, start, packed, replace(SCHEDULE, steps=9, validate_every=1, patience=3), threads=1)
    trainer.run(lambda _: {"x chrf2": next(scores)}, lambda _: None, baseline=True)
    assert trainer.step == 3
    kept, first = (load_file(folder / "model.safetensors") for folder in (tmp_path / "model", start))
    assert all(torch.equal(kept[name], first[name].half()) for name in first)


def test_a_run_that_cannot_be_saved_says_where(start: Path, packed: Packed, tmp_path: Path) -> None:
    (tmp_path / "latest.pt.part").mkdir()
    trainer = Trainer(tmp_path, start, packed, replace(SCHEDULE, steps=1, decay=0), threads=1)
    with pytest.raises(ModelError, match=f"cannot be saved in {tmp_path}"):
        trainer.run(lambda _: {"x chrf2": 1.0}, lambda _: None)


def test_an_update_takes_as_many_batches_as_it_accumulates(start: Path, packed: Packed, tmp_path: Path) -> None:
    seen = []
    for accumulate, steps in ((1, 4), (2, 2)):
        folder = tmp_path / str(accumulate)
        folder.mkdir()
        schedule = replace(SCHEDULE, accumulate=accumulate, steps=steps, decay=0, precision="bf16")
        trainer = Trainer(folder, start, packed, schedule, threads=1)
        trainer.run(lambda _: {"x chrf2": 1.0}, lambda _: None)
        seen.append((trainer.step, trainer.seen))
    assert seen[0][1] == seen[1][1]
    assert [steps for steps, _ in seen] == [4, 2]


def test_a_blend_of_half_is_half_way_between_the_old_weights_and_the_new(start: Path, packed: Packed, tmp_path: Path) -> None:
    made = []
    for blend in (0.0, 0.5, 1.0):
        trainer = Trainer(tmp_path, start, packed, replace(SCHEDULE, blend=blend, steps=2), threads=1)
        batches = trainer._batches()
        for trainer.step in range(2):
            trainer._update(batches)
        trainer.write(tmp_path / str(blend))
        made.append(load_file(tmp_path / str(blend) / "model.safetensors"))
    for name, old in load_file(start / "model.safetensors").items():
        assert torch.allclose(made[0][name].float(), old, atol=2e-3)
        assert torch.allclose(made[1][name].float(), (made[0][name].float() + made[2][name].float()) / 2, atol=2e-3)
    assert any(not torch.equal(made[0][name], made[2][name]) for name in made[0])


def test_training_learns_and_its_result_is_a_model(
    sentences: list[tuple[str, str]], start: Path, packed: Packed, tmp_path: Path
) -> None:
    schedule = replace(
        SCHEDULE, steps=150, warmup=10, decay=50, tokens=1000, learning_rate=1e-2, validate_every=150, average=0.9
    )
    trainer = Trainer(tmp_path, start, packed, schedule, lexicon=lexicon_of(packed, len(Vocabulary(start))), threads=1)
    trainer.run(lambda _: {"x chrf2": 1.0}, lambda _: None)
    losses = [row["loss"] for row in map(json.loads, (tmp_path / "log.jsonl").read_text().splitlines()) if "loss" in row]
    assert losses[-1] < losses[0] / 2
    sources, model = [pair[0] for pair in sentences[:20]], str(tmp_path / "model")
    made = load_translator("ko", "en", model=model, beam=1, compute="float32")(sources)
    # Marian's decoder starts from a zero vector: a model that was trained otherwise says something else in CTranslate2.
    # A model that is as unsure as this one may take another word where two are as likely, but not in many lines.
    reference = load_translator("ko", "en", model=model, beam=1, engine="transformers")(sources)
    assert sum(ours.text == theirs.text for ours, theirs in zip(made, reference, strict=True)) >= 18
    words = {word for pair in sentences for word in pair[1].split()}
    assert sum(word in words for t in made for word in t.text.split()) > 40


def test_patience_ends_a_run(start: Path, packed: Packed, tmp_path: Path) -> None:
    schedule = replace(SCHEDULE, steps=50, validate_every=1, patience=3)
    trainer = Trainer(tmp_path, start, packed, schedule, threads=1)
    trainer.run(lambda _: {"x chrf2": 5.0}, lambda _: None)
    assert trainer.step == 4


def test_the_rate_rises_stays_and_falls() -> None:
    schedule = Schedule(steps=100, warmup=10, decay=20, learning_rate=1.0)
    rates = [schedule.rate(step) for step in (0, 9, 50, 80, 90, 99)]
    assert rates == pytest.approx([0.1, 1, 1, 1, 0.5, 0.05])


def test_an_unknown_setting_of_a_recipe_is_refused() -> None:
    with pytest.raises(ValueError, match="Unknown setting 'stepps'; there are: steps"):
        schedule_of({"stepps": 1})
