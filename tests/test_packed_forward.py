"""Layers over real pieces only say what transformers says of the padded batch, and Muon is torch's."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

pytest.importorskip("transformers", reason="the layers are compared with those of transformers: pip install 'jjak[train]'")

import torch
from transformers import MarianConfig, MarianMTModel

from jjak.align.training.batches import Batch
from jjak.align.training.loss import TrainingLoss
from jjak.align.training.muon import Muon, orthogonal
from jjak.align.training.optimizers import movers
from jjak.align.training.packed_forward import ROWS, _dropped, decode, encode, layout
from jjak.align.training.schedule import Schedule

pytestmark = pytest.mark.slow

PAD = 59
SHAPE = {
    "vocab_size": PAD + 1,
    "d_model": 16,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 24,
    "decoder_ffn_dim": 40,
    "pad_token_id": PAD,
    "decoder_start_token_id": PAD,
    "max_position_embeddings": 64,
    "activation_function": "gelu",
    "init_std": 0.3,
}
LENGTHS = ([3, 9, 7, 1], [5, 2, 11, 6])


def model(**config: Any) -> MarianMTModel:
    torch.manual_seed(0)
    made = MarianMTModel(MarianConfig(**{**SHAPE, **config}))
    made.set_attn_implementation("eager")
    with torch.no_grad():
        made.model.encoder.embed_positions.weight.normal_()  # as those that are learned
    return made.eval()


def rows(lengths: list[int]) -> np.ndarray[Any, Any]:
    rng = np.random.default_rng(len(lengths))
    table = np.full((len(lengths), max(lengths)), PAD)
    for at, length in enumerate(lengths):
        table[at, :length] = rng.integers(0, PAD - 1, length)
    return table


def theirs(of: MarianMTModel, source: np.ndarray[Any, Any], target: np.ndarray[Any, Any]) -> Any:
    shifted = torch.roll(torch.from_numpy(target), 1, 1)
    shifted[:, 0] = PAD
    return of.model(
        input_ids=torch.from_numpy(source),
        attention_mask=torch.from_numpy(source != PAD).long(),
        decoder_input_ids=shifted,
        output_attentions=True,
        use_cache=False,
    )


@pytest.mark.parametrize("guided", [False, True])
@pytest.mark.parametrize(
    "config", [{}, {"scale_embedding": True, "activation_function": "relu"}, {"share_encoder_decoder_embeddings": False}]
)
def test_what_leaves_the_decoder_is_what_leaves_it_in_transformers(config: dict[str, Any], guided: bool) -> None:
    made, (source, target) = model(**config), map(rows, LENGTHS)
    wanted, real = theirs(made, source, target), torch.from_numpy(target != PAD)
    sources, targets = (layout(each, PAD, made.device) for each in (source, target))
    hidden, weights = decode(made, targets, encode(made, sources, 0.0), sources, 0.0, guided=guided)
    assert torch.allclose(hidden[: targets.count], wanted.last_hidden_state[real], atol=1e-5)
    assert len(weights) == (2 if guided else 0)
    for ours, expected in zip(weights, wanted.cross_attentions, strict=False):
        cut = ours[:, :, : target.shape[1], : source.shape[1]]
        assert torch.allclose(cut.transpose(1, 2)[real], expected.transpose(1, 2)[real], atol=1e-5)


def test_the_gradients_are_those_of_transformers() -> None:
    made, (source, target) = model(), map(rows, LENGTHS)
    real = torch.from_numpy(target != PAD)
    logits = theirs(made, source, target).last_hidden_state[real] @ made.lm_head.weight[:PAD].T
    gold = torch.from_numpy(target)[real]
    wanted = torch.nn.functional.cross_entropy(logits, gold, label_smoothing=0.1)
    wanted.backward()
    expected = {name: p.grad.clone() for name, p in made.named_parameters() if p.grad is not None}
    made.zero_grad()
    loss, count = TrainingLoss(PAD, "fp32", 0.1).loss(made, Batch(source, target, 1))
    loss.backward()
    assert loss.item() == pytest.approx(wanted.item(), abs=1e-5)
    assert count == sum(LENGTHS[1])
    found = {name: p.grad for name, p in made.named_parameters() if p.grad is not None}
    assert found.keys() == expected.keys()
    for name, gradient in expected.items():
        assert torch.allclose(found[name], gradient, atol=1e-5), name


def test_in_bf16_the_loss_is_nearly_that_of_fp32() -> None:
    made, (source, target) = model(), map(rows, LENGTHS)
    found = [TrainingLoss(PAD, precision, 0.1).loss(made, Batch(source, target, 1))[0].item() for precision in ("bf16", "fp32")]
    assert found[0] == pytest.approx(found[1], rel=0.02)
    assert found[0] != found[1]


def test_a_frozen_encoder_has_no_gradient_and_the_decoder_has() -> None:
    made, (source, target) = model(), map(rows, LENGTHS)
    loss, _ = TrainingLoss(PAD, "fp32", 0.1).loss(made, Batch(source, target, 1), frozen=True)
    loss.backward()
    learned = {name for name, p in made.named_parameters() if p.grad is not None}
    assert not [name for name in learned if ".encoder.layers" in name]
    assert [name for name in learned if ".decoder.layers" in name]


def test_long_runs_ask_for_few_sizes() -> None:
    sizes = {len(layout(rows([length] * 30), PAD, torch.device("cpu")).ids) for length in range(1, 40)}
    assert all(size % ROWS == 0 for size in sizes)
    assert len(sizes) <= 30 * 39 // ROWS + 1


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_dropout_drops_its_share_and_keeps_the_mean(share: float) -> None:
    torch.manual_seed(1)
    found = _dropped(torch.ones(400, 501), share)
    assert (found == 0).float().mean().item() == pytest.approx(share, abs=0.01)
    assert found.mean().item() == pytest.approx(1, abs=0.01)
    assert _dropped(found, 0.0) is found


def test_orthogonal_matrices_have_singular_values_near_one() -> None:
    torch.manual_seed(2)
    for shape in ((3, 20, 50), (2, 60, 20)):
        values = torch.linalg.svdvals(orthogonal(torch.randn(shape)))
        assert 0.5 < values.min() < values.max() < 1.3


def test_an_update_is_that_of_torchs_muon() -> None:
    torch.manual_seed(3)
    ours = [torch.nn.Parameter(torch.randn(shape)) for shape in ((8, 16), (8, 16), (20, 5))]
    others = copy.deepcopy(ours)
    optimizers = (
        Muon(ours, precision=torch.bfloat16, lr=0.1),
        torch.optim.Muon(others, lr=0.1, weight_decay=0.0, adjust_lr_fn="match_rms_adamw"),
    )
    for _ in range(3):
        gradients = [torch.randn_like(p) for p in ours]
        for parameters, optimizer in zip((ours, others), optimizers, strict=True):
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter.grad = gradient.clone()
            optimizer.step()
    for found, wanted in zip(ours, others, strict=True):
        assert torch.allclose(found, wanted, atol=0.02)


def test_a_pretrained_encoder_and_the_embeddings_may_have_rates_of_their_own() -> None:
    made = model()
    plain = movers(made, Schedule(optimizer="muon", precision="fp32"))
    assert [(mover.factor, mover.encoder) for mover in plain] == [(1.0, False), (1.0, False)]
    own = movers(made, Schedule(optimizer="muon", precision="fp32", encoder_rate=0.2, embedding_rate=0.5))
    assert [(mover.factor, mover.encoder) for mover in own] == [(1.0, False), (1.0, False), (0.2, True), (0.5, False)]
    moved = [id(p) for mover in own for group in mover.optimizer.param_groups for p in group["params"]]
    assert sorted(moved) == sorted(id(p) for p in made.parameters() if p.requires_grad)


def test_the_encoder_waits_and_then_warms_up() -> None:
    schedule = Schedule(warmup=10, encoder_from=100)
    assert [schedule.frozen(step) for step in (0, 99, 100)] == [True, True, False]
    assert [schedule.encoder_rise(step) for step in (100, 104, 120)] == pytest.approx([0.1, 0.5, 1.0])
