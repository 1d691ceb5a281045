"""Fine-tuning: checkpoints of every form, from the pairs to a model with its card, on tiny models and a few updates."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from click.testing import CliRunner
from safetensors.torch import load_file
from transformers import MarianConfig, MarianMTModel

from jjak.align.mt.checkpoint import EMBEDDED, Checkpoint, find_checkpoint
from jjak.align.mt.engines import load_translator
from jjak.align.mt.vocabulary import TAGS, Vocabulary, ids_of, train_vocabulary
from jjak.align.training.architecture import Shape, new_model
from jjak.align.training.finetuning import encoded, planned, tuned
from jjak.align.training.schedule import device_for, precision_for
from jjak.corpora.exchange.holdout import Shares
from jjak.eval.metrics import Score
from jjak.seeds.errors import CorpusError, JjakError, ModelError, SettingError
from jjak.workbench.cli import jjak
from jjak.workbench.training.finetune import tune
from jjak.workbench.training.run import FinetuneResult, TrainingSources, warnings_of

pytestmark = pytest.mark.slow

KO_EN = ("ko", "en")
SHARES = Shares(0.8, 0.1, 0.1)
TINY = Shape(d_model=32, encoder_layers=1, decoder_layers=1, heads=2, ffn=64)
QUICK = {"steps": 6, "validate_every": 3, "tokens": 400, "learning_rate": 1e-2}


@pytest.fixture(scope="module")
def both(sentences: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small checkpoint of our own form: one vocabulary, both directions, tags."""
    folder = tmp_path_factory.mktemp("both")
    train_vocabulary([text for pair in sentences for text in pair], folder, size=460, tags=list(TAGS.values()))
    new_model(folder, TINY, len(Vocabulary(folder)), None, seed=1)
    return folder


@pytest.fixture(scope="module")
def single(sentences: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small checkpoint of OPUS-MT's form: two sentencepiece models, their pieces in one table, no tags, biased logits."""
    folder = tmp_path_factory.mktemp("single")
    for side, (name, size) in enumerate((("source", 368), ("target", 340))):
        train_vocabulary([pair[side] for pair in sentences], folder / name, size=size, tags=[])
    pieces = {piece for name in ("source", "target") for piece in ids_of(folder / name, "source")}
    names = ["</s>", "<unk>", *sorted(pieces - {"</s>", "<unk>", "<pad>"}), "<pad>"]
    for name in ("source", "target"):
        shutil.copyfile(folder / name / "source.spm", folder / f"{name}.spm")
    (folder / "vocab.json").write_text(json.dumps({name: at for at, name in enumerate(names)}), encoding="utf-8")
    config = json.loads((folder / "source" / "tokenizer_config.json").read_text())
    (folder / "tokenizer_config.json").write_text(json.dumps(config | {"source_lang": "ko", "target_lang": "en"}))
    new_model(folder, TINY, len(names), None, seed=2)
    model = MarianMTModel.from_pretrained(folder)
    model.final_logits_bias[0, :-1] = torch.randn(len(names) - 1)
    model.save_pretrained(folder)
    return folder


def untied(single: Path, folder: Path) -> Path:
    """`single` with three tables of its own: of the encoder, of the decoder, and of the output."""
    shutil.copytree(single, folder)
    old = MarianMTModel.from_pretrained(single)
    config = MarianConfig.from_pretrained(single, share_encoder_decoder_embeddings=False, tie_word_embeddings=False)
    new = MarianMTModel(config)
    state = old.state_dict()
    state["lm_head.weight"] = state["lm_head.weight"].clone() + 0.01
    new.load_state_dict({name: value for name, value in state.items() if name in new.state_dict()})
    new.generation_config = old.generation_config
    new.save_pretrained(folder)
    return folder


@pytest.fixture
def pairs(sentences: list[tuple[str, str]], tmp_path: Path) -> Path:
    path = tmp_path / "pairs.tsv"
    path.write_text("".join(f"{ko}\t{en}\n" for ko, en in sentences), encoding="utf-8")
    return path


def run(
    out: Path,
    model: str | Path,
    pairs: Path,
    *,
    direction: str = "",
    shares: Shares = SHARES,
    dev: Sequence[Path] = (),
    **options: Any,
) -> FinetuneResult:
    sources = TrainingSources(files=[pairs], shares=shares, dev=dev)
    return tune(out, str(model), KO_EN, sources, QUICK | options, direction=direction, threads=1, device="cpu")


def test_a_model_with_tags_is_trained_both_ways_and_one_of_one_direction_its_own_way(both: Path, single: Path) -> None:
    plan = planned(find_checkpoint(str(both)), ("en", "ko"))
    assert (plan.languages, plan.directions) == (("en", "ko"), ["ko-en", "en-ko"])
    plan = planned(find_checkpoint(str(both)), KO_EN, "en-ko")
    assert (plan.languages, plan.directions) == (("en", "ko"), ["en-ko"])
    plan = planned(find_checkpoint(str(single)), ("en", "ko"))
    assert (plan.languages, plan.directions) == (("ko", "en"), ["ko-en"])


def test_each_side_is_cut_by_its_own_model(single: Path) -> None:
    plan = planned(find_checkpoint(str(single)), KO_EN)
    texts = ["대통령은 새 법에 서명했습니다.", "The president signed a new law."]
    packed = encoded(plan, [(texts[0], texts[1])])
    ids = ids_of(single, "source")
    for side, name in enumerate(("source", "target")):
        assert packed.row(side, 0).tolist() == Vocabulary(single, name).encode(texts)[side]
        assert ids["<unk>"] not in packed.row(side, 0)


def test_a_model_that_does_not_say_its_direction_needs_one(single: Path) -> None:
    silent = replace(find_checkpoint(str(single)), source="", target="")
    with pytest.raises(SettingError, match="does not say which direction it does"):
        planned(silent, KO_EN)
    assert planned(silent, KO_EN, "en-ko").directions == ["en-ko"]
    with pytest.raises(SettingError, match="No direction 'ko-de'; there are: ko-en and en-ko"):
        planned(silent, KO_EN, "ko-de")


def test_languages_that_a_model_does_not_do_are_named(both: Path, single: Path) -> None:
    with pytest.raises(ModelError, match="does not translate into 'de'"):
        planned(find_checkpoint(str(both)), ("de", "fr"))
    with pytest.raises(ModelError, match="does not translate into 'de'"):
        planned(find_checkpoint(str(both)), ("ko", "de"))
    with pytest.raises(ModelError, match="translates ko to en, not de to fr"):
        planned(find_checkpoint(str(single)), ("de", "fr"))


def test_a_checkpoint_of_another_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot be trained: no config\.json"):
        planned(Checkpoint("x", "1", tmp_path, frozenset()), KO_EN)


def test_the_schedule_suits_the_model_and_the_pairs() -> None:
    plan = planned(find_checkpoint(EMBEDDED), KO_EN)
    few, many = (encoded(plan, [("비가 온다.", "It rains.")] * count) for count in (100, 5_000))
    short, long = tuned(plan, few, {}), tuned(plan, many, {})
    assert short.steps < long.steps
    assert short.validate_every < long.validate_every < long.steps
    assert short.precision in ("bf16", "fp32")
    given = tuned(plan, few, {"steps": 7, "learning_rate": 0.5, "precision": "fp32"})
    assert (given.steps, given.learning_rate, given.precision) == (7, 0.5, "fp32")


def test_a_wider_model_gets_a_smaller_rate(both: Path, tmp_path: Path) -> None:
    shutil.copytree(both, tmp_path / "wide")
    config = json.loads((both / "config.json").read_text())
    (tmp_path / "wide" / "config.json").write_text(json.dumps(config | {"d_model": 64}))
    rates = []
    for folder in (both, tmp_path / "wide"):
        plan = planned(find_checkpoint(str(folder)), KO_EN)
        rates.append(tuned(plan, encoded(plan, [("비가 온다.", "It rains.")]), {}).learning_rate)
    assert rates[0] == pytest.approx(4 * rates[1])


def test_a_device_that_is_not_there_is_refused() -> None:
    assert precision_for("cpu") in ("bf16", "fp32")
    assert device_for("auto") in ("cpu", "cuda")
    with pytest.raises(ValueError, match="No device 'tpu'; there are: auto, cpu, cuda"):
        device_for("tpu")


def test_a_run_gives_a_model_with_its_card_and_nothing_of_the_test_is_trained_on_or_validated(
    both: Path, pairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    from jjak.workbench.training import finetune as tuning

    encode, score = tuning.encoded, tuning._scored

    def watched(plan: Any, rows: Any, threads: int = 0) -> Any:
        seen.extend(text for row in rows for text in row)
        return encode(plan, rows, threads)

    def scored(model: str, plan: Any, sets: Any, threads: int, *, beam: int) -> Any:
        # beam search scores the finished model; greedy search is validation
        seen.extend(text for rows in sets.values() for row in rows for text in row if beam == 1)
        return score(model, plan, sets, threads, beam=beam)

    monkeypatch.setattr(tuning, "encoded", watched)
    monkeypatch.setattr(tuning, "_scored", scored)
    out = tmp_path / "out"
    outcome = run(out, both, pairs, steps=2)
    rows = [json.loads(line)["translation"] for line in (out / "data" / "test.jsonl").read_text().splitlines()]
    assert rows
    assert seen
    assert not {text for row in rows for text in row.values()} & set(seen)
    parts = {name: (out / "data" / f"{name}.jsonl").read_text(encoding="utf-8") for name in ("train", "dev", "test")}
    ids = (out / "test.ids").read_text().split()
    assert len(ids) == outcome.sizes["test"] > 0
    assert all(each in parts["test"] and each not in parts["train"] + parts["dev"] for each in ids)
    card = (out / "model" / "README.md").read_text(encoding="utf-8")
    assert find_checkpoint(str(both)).revision in card
    for name in (
        f"{part} {way} {metric}" for part in ("dev", "test") for way in ("ko-en", "en-ko") for metric in ("bleu", "chrf2")
    ):
        (row,) = [line for line in card.splitlines() if line.startswith(f"| {name} |")]
        assert "version:" in row
        assert f"| {outcome.before[name].value:.2f} | {outcome.after[name].value:.2f} |" in row
    assert "chrF2" in (out / "curve.svg").read_text(encoding="utf-8")
    assert load_translator("en", "ko", model=str(out / "model"))(["It rains."])[0].model == str(out / "model")
    assert not (out / "cache").exists()


def test_a_run_goes_on_with_its_own_data_and_refuses_other_settings(both: Path, pairs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    dev = tmp_path / "dev.tsv"
    dev.write_text("".join(pairs.read_text(encoding="utf-8").splitlines(keepends=True)[:5]), encoding="utf-8")
    outcome = run(out, both, pairs, dev=[dev], steps=2, shares=Shares(0.9, 0, 0.1))
    assert outcome.sizes["dev-file"] == 5
    kept = {text for line in dev.read_text(encoding="utf-8").splitlines() for text in line.split("\t")}
    assert not {text for example in outcome.parts.train for text in example.texts} & kept
    data = (out / "data" / "train.jsonl").read_bytes()
    pairs.write_text("가\ta\n", encoding="utf-8")
    assert run(out, both, pairs, dev=[dev], steps=3, shares=Shares(0.9, 0, 0.1)).schedule.steps == 3
    assert (out / "data" / "train.jsonl").read_bytes() == data
    steps = [json.loads(line)["step"] for line in (out / "log.jsonl").read_text().splitlines()]
    assert steps == sorted(steps)
    with pytest.raises(SettingError, match="holds a run with"):
        run(out, both, pairs, direction="ko-en")


@pytest.mark.parametrize("tied", [True, False])
def test_a_model_of_one_direction_learns_and_both_engines_agree_on_it(
    tied: bool, single: Path, pairs: Path, tmp_path: Path, sentences: list[tuple[str, str]]
) -> None:
    base = single if tied else untied(single, tmp_path / "base")
    outcome = run(tmp_path / "out", base, pairs, steps=90, validate_every=45, blend=1.0, average=0.5, dropout=0.0)
    assert outcome.plan.directions == ["ko-en"]
    assert set(outcome.after) == {f"{part} ko-en {metric}" for part in ("dev", "test") for metric in ("bleu", "chrf2")}
    assert outcome.after["dev ko-en chrf2"].value > outcome.before["dev ko-en chrf2"].value + 5
    kept, first = (load_file(folder / "model.safetensors") for folder in (tmp_path / "out" / "model", base))
    assert set(kept) == set(first)
    assert torch.equal(kept["final_logits_bias"], first["final_logits_bias"].half())
    tables = [name for name in first if "embed_tokens" in name or "shared" in name or "lm_head" in name]
    assert len(tables) == (1 if tied else 3)
    assert all((first[name] != kept[name].float()).any() for name in tables)
    texts = [pair[0] for pair in sentences[::10]]
    ours = load_translator("ko", "en", model=str(tmp_path / "out" / "model"), beam=1, compute="float32")(texts)
    theirs = load_translator("ko", "en", model=str(tmp_path / "out" / "model"), beam=1, engine="transformers")(texts)
    assert sum(a.text == b.text for a, b in zip(ours, theirs, strict=True)) >= 18


@pytest.mark.parametrize(
    ("text", "shares", "error", "message"),
    [
        ("", Shares(), CorpusError, "no pair of ko and en to train on"),
        ("ko\ten\n비가 온다.\t\n", Shares(), CorpusError, "no pair of ko and en to train on"),
        ("비가 온다.\tIt rains.\n", Shares(1, 0, 0), CorpusError, "to train on 1, to validate 0, to test 0; without"),
        ("비가 온다.\tIt rains.\n", Shares(0, 1, 0), CorpusError, "to train on 0, to validate 1"),
    ],
)
def test_data_that_cannot_be_trained_on_is_named(
    text: str, shares: Shares, error: type[JjakError], message: str, tmp_path: Path
) -> None:
    (tmp_path / "pairs.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(error, match=message) as caught:
        tune(tmp_path / "out", EMBEDDED, KO_EN, TrainingSources(files=[tmp_path / "pairs.tsv"], shares=shares), {})
    assert caught.value.fix
    assert not (tmp_path / "out").exists()


def test_the_command_fine_tunes_on_a_corpus_and_says_what_it_brought(
    both: Path, sentences: list[tuple[str, str]], tmp_path: Path
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for at in range(6):
        for side, language in enumerate(KO_EN):
            lines = "\n".join(pair[side] for pair in sentences[at * 4 : at * 4 + 4])
            (texts / f"d{at}.{language}.txt").write_text(lines + "\n", encoding="utf-8")
    corpus = str(tmp_path / "corpus.db")
    built = CliRunner().invoke(jjak, ["build", str(texts), "--corpus", corpus, "--aligner", "length", "--licence", "CC0", "-q"])
    assert built.exit_code == 0, built.output
    command = ["train", str(tmp_path / "out"), "--corpus", corpus, "--model", str(both), "--split-by", "pair", "--steps", "2"]
    done = CliRunner().invoke(
        jjak, [*command, "--split", "train=0.5,dev=0.25,test=0.25", "--threads", "1"], catch_exceptions=False
    )
    assert done.exit_code == 0
    assert "before" in done.output
    assert "test ko-en" in done.output
    assert f"| {corpus} | CC0 |" in (tmp_path / "out" / "model" / "README.md").read_text(encoding="utf-8")


def test_scores_that_fell_and_sets_that_are_small_are_named() -> None:
    def score(value: float) -> Score:
        return Score("chrf2", value, "")

    before = {"dev ko-en chrf2": score(30), "test ko-en chrf2": score(30)}
    after = {"dev ko-en chrf2": score(31), "test ko-en chrf2": score(29)}
    outcome = FinetuneResult(*[None] * 3, before, after, {"dev": 500, "test": 12})  # type: ignore[arg-type]
    fell, small = warnings_of(outcome)
    assert "test ko-en" in fell
    assert "dev" not in fell
    assert "test (12)" in small
    assert "dev" not in small
    assert not warnings_of(replace(outcome, after=before, sizes={"dev": 500, "test": 100}))


def test_a_corpus_without_human_translations_says_how_to_take_the_others(tmp_path: Path) -> None:
    from jjak.corpora.store.corpus import Corpus

    Corpus(str(tmp_path / "empty.db")).close()
    with pytest.raises(CorpusError, match="no pair of ko and en") as caught:
        tune(tmp_path / "out", EMBEDDED, KO_EN, TrainingSources(corpora=[str(tmp_path / "empty.db")]), {})
    assert "--take all" in caught.value.fix


def test_filters_of_an_export_are_those_of_training(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from jjak.workbench.cli import jjak
    from jjak.workbench.training.run import TrainingSources

    corpus = str(tmp_path / "c.db")
    rows = "".join(f"문장 번호 {at}\tsentence number {at}\n" for at in range(30)) + "짧다\tshort\n"
    (tmp_path / "a.tsv").write_text(f"ko\ten\n{rows}", encoding="utf-8")
    CliRunner().invoke(jjak, ["import", str(tmp_path / "a.tsv"), "--corpus", corpus])
    sources = TrainingSources(corpora=[corpus], filters=[("length", {"min": 2, "unit": "words"})])
    assert len(list(sources.examples(KO_EN))) == 30
    assert sources.removed == [1]
    way = ["train", str(tmp_path / "out"), "--pairs", str(tmp_path / "a.tsv"), "--filter", "length"]
    with pytest.raises(SettingError, match="are of corpora"):
        CliRunner().invoke(jjak, way, catch_exceptions=False)
