from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from jjak.align.mt.checkpoint import EMBEDDED, EMBEDDED_FOLDER, Generation, find_checkpoint
from jjak.align.mt.engines import load_translator
from jjak.seeds.errors import ModelError, SettingError

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def copy(folder: Path) -> Path:
    shutil.copytree(EMBEDDED_FOLDER, folder)
    return folder


def test_the_embedded_model_does_both_directions() -> None:
    checkpoint = find_checkpoint(EMBEDDED)
    assert (checkpoint.tag("ko", "en"), checkpoint.tag("en", "ko")) == (">>eng<<", ">>kor<<")
    with pytest.raises(ModelError, match="does not translate into 'fr'"):
        checkpoint.tag("ko", "fr")


def test_a_folders_revision_changes_with_its_content_alone(tmp_path: Path) -> None:
    first, second = copy(tmp_path / "a"), copy(tmp_path / "b")
    assert find_checkpoint(str(first)).revision == find_checkpoint(str(second)).revision
    config = json.loads((second / "config.json").read_text())
    (second / "config.json").write_text(json.dumps(config | {"num_beams": 7}))
    assert find_checkpoint(str(first)).revision != find_checkpoint(str(second)).revision


def hub(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model as the Hub's client keeps it, so that loading by name needs no network."""
    repository = cache / "models--someone--opus-ko-en"
    folder = copy(repository / "snapshots" / COMMIT)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(COMMIT)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(cache))
    monkeypatch.setattr("huggingface_hub._snapshot_download.constants.HF_HUB_CACHE", str(cache))
    return folder


@pytest.mark.parametrize("name", ["someone/opus-ko-en", "someone/opus-ko-en@main", f"someone/opus-ko-en@{COMMIT}"])
def test_a_name_of_the_hub_is_found_in_its_local_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    hub(tmp_path, monkeypatch)
    checkpoint = find_checkpoint(name)
    assert (checkpoint.name, checkpoint.revision) == ("someone/opus-ko-en", COMMIT)
    translation = load_translator("ko", "en", model=name)(["안녕하세요."])[0]
    assert (translation.model, translation.revision) == ("someone/opus-ko-en", COMMIT)


def test_a_model_of_the_hub_without_a_network_says_what_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub(tmp_path, monkeypatch)
    with pytest.raises(ModelError, match="someone/else is not on this machine") as caught:
        find_checkpoint("someone/else")
    assert "--model jjak-ko-en" in caught.value.fix


def test_a_one_way_model_refuses_the_other_way(tmp_path: Path) -> None:
    folder = copy(tmp_path / "opus")
    vocabulary = json.loads((folder / "vocab.json").read_text())
    plain = {piece.replace(">>", "<<"): at for piece, at in vocabulary.items()}
    (folder / "vocab.json").write_text(json.dumps(plain))
    tokenizer = json.loads((folder / "tokenizer_config.json").read_text())
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer | {"source_lang": "ko", "target_lang": "en"}))
    checkpoint = find_checkpoint(str(folder))
    assert checkpoint.tag("ko", "en") == ""
    with pytest.raises(ModelError, match="translates ko to en, not en to ko"):
        checkpoint.tag("en", "ko")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda folder: (folder / "vocab.json").unlink(), r"is not whole: vocab\.json"),
        (lambda folder: (folder / "model.safetensors").unlink(), r"is not whole: model\.safetensors"),
        (lambda folder: (folder / "model.safetensors").rename(folder / "pytorch_model.bin"), "as a pickle only"),
        (lambda folder: (folder / "config.json").write_text('{"model_type": "bert"}'), "of the type 'bert'"),
        (lambda folder: (folder / "config.json").write_text("{"), "is no JSON"),
    ],
)
def test_a_folder_that_is_no_model_is_refused_with_the_reason(tmp_path: Path, spoil: object, message: str) -> None:
    folder = copy(tmp_path / "model")
    spoil(folder)  # type: ignore[operator]
    with pytest.raises(ModelError, match=message):
        find_checkpoint(str(folder))


@pytest.mark.parametrize("value", ['"much"', "[2]", "Infinity", "NaN", "9" * 400, "-1e99"])
@pytest.mark.parametrize("name", Generation._fields)
def test_how_to_search_is_said_in_numbers(tmp_path: Path, name: str, value: str) -> None:
    folder = copy(tmp_path / "model")
    (folder / "generation_config.json").write_text(f'{{"{name}": {value}}}')
    with pytest.raises(ModelError, match="are no numbers that a search can use"):
        find_checkpoint(str(folder))


@pytest.mark.parametrize("name", ["x" * 5000, "~no-such-user/model", "x/" * 3000], ids=lambda name: name[:20])
def test_a_name_that_can_be_no_path_is_no_model(name: str) -> None:
    with pytest.raises(ModelError, match="No model '"):
        find_checkpoint(name)


def test_a_name_that_is_nothing_says_so() -> None:
    with pytest.raises(ModelError, match="nor a folder, nor a name of the Hub"):
        find_checkpoint("nothing")


def test_an_unknown_engine_lists_the_known() -> None:
    with pytest.raises(SettingError, match="No engine 'ctranslate'; there are: ctranslate2, transformers"):
        load_translator("ko", "en", engine="ctranslate")


def test_weights_that_are_cut_short_are_named(tmp_path: Path) -> None:
    folder = copy(tmp_path / "model")
    weights = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(weights[: len(weights) // 2])
    for engine in ("ctranslate2", "transformers"):
        with pytest.raises(ModelError, match="cannot be"):
            load_translator("ko", "en", model=str(folder), engine=engine)
