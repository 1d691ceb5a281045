"""Models are added, listed, checked and removed; what is wrong with one is said before it can spoil a corpus."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import torch
from click.testing import CliRunner
from safetensors.torch import load_file

import forms
from jjak.align.mt.checkpoint import EMBEDDED, WEIGHTS, find_checkpoint
from jjak.align.mt.checkpoint_check import Verdict
from jjak.align.mt.engines import load_translator
from jjak.align.mt.opus_archive import unpacked
from jjak.align.mt.registry import Added, ensure_name, keep
from jjak.corpora.store.corpus import Corpus
from jjak.seeds.errors import ModelError, SettingError
from jjak.workbench.cli import jjak
from jjak.workbench.installed_models import add_model, ensure_sound, list_models, remove_model
from jjak.workbench.pipeline.build import build
from jjak.workbench.pipeline.inputs import find_bitexts
from jjak.workbench.settings import Settings

pytestmark = pytest.mark.slow

LINES = ["정부는 오늘 새로운 주택 정책을 발표했습니다.", "2018년에 금메달 3개를 땄다.", "안녕하세요."]


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JJAK_DATA", str(tmp_path / "data"))


def translated(model: str, **options: Any) -> list[str]:
    """In 32 bits: eight round differently in every form."""
    return [translation.text for translation in load_translator("ko", "en", model=model, compute="float32", **options)(LINES)]


def test_an_archive_of_opus_mt_translates_the_same_as_the_hugging_face_form(tmp_path: Path) -> None:
    forms.archive(tmp_path / "opus")
    # the archive says nothing of how to search, so the other form is searched as plainly
    searched = {"length_penalty": 1.0, "repetition_penalty": 1.0}
    plain = forms.configured(forms.copied(tmp_path / "plain"), "generation_config.json", **searched)
    assert translated(str(tmp_path / "opus")) == translated(str(plain))


def test_vocabularies_of_their_own_translate_the_same_on_both_engines(tmp_path: Path) -> None:
    folder = str(forms.apart(tmp_path / "apart"))
    assert translated(folder) == translated(EMBEDDED)
    assert translated(folder, engine="transformers", beam=1) == translated(folder, beam=1)


def test_a_zip_file_is_added_used_by_its_name_and_removed(tmp_path: Path) -> None:
    folder = forms.archive(tmp_path / "opus")
    with zipfile.ZipFile(tmp_path / "opus-ko-en.zip", "w") as file:
        for path in folder.iterdir():
            file.write(path, path.name)
        file.writestr("../../escaped.yml", "nothing: leads out\n")
    name, found = add_model(str(tmp_path / "opus-ko-en.zip"))
    assert name == "opus-ko-en"
    assert found.verdict is not Verdict.BROKEN
    # a path in the archive is taken as a name, so that nothing is written beside the model
    (written,) = tmp_path.parent.rglob("escaped.yml")
    assert written.parent.name.startswith("opus-ko-en-")
    assert translated(name)
    rows = {model.name: model for model in list_models()}
    assert rows[name].verdict == found.verdict
    assert rows[name].size > 10e6
    assert remove_model(name) > 0
    assert name not in {model.name for model in list_models()}
    with pytest.raises(SettingError, match="No added model 'opus-ko-en'"):
        remove_model(name)


@pytest.mark.parametrize("name", [".", "..", "", "a/b", "../a", "a\\b", ".hidden", "a..b", "a\0b", "-x", "a" * 101, " "])
def test_a_name_that_could_be_a_path_is_none(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JJAK_DATA", str(tmp_path / "data"))
    with pytest.raises(ModelError, match="is no name of a model"):
        ensure_name(name)
    for given in {name, f"{tmp_path}/.."} - {""}:
        with pytest.raises(ModelError, match="is no name of a model"):
            add_model(str(tmp_path / "...zip"), given)
    ensure_name("opus-mt_ko.en+1")
    ensure_name("번역 모델")


def test_two_archives_of_one_name_are_two_models(tmp_path: Path) -> None:
    places = []
    for at, folder in enumerate(("a", "b", "c")):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "...zip" if folder == "c" else tmp_path / folder / "opus.zip"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("README.md", f"{at}")
        places.append(unpacked(path, tmp_path / "place"))
    assert [(place / "README.md").read_text() for place in places] == ["0", "1", "2"]
    assert {place.parent for place in places} == {tmp_path / "place"}
    assert unpacked(tmp_path / "a" / "opus.zip", tmp_path / "place") == places[0]


def test_forgetting_a_model_removes_nothing_beside_the_folder_of_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JJAK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("JJAK_CACHE", str(tmp_path / "cache"))
    (tmp_path / "data" / "models" / "m").mkdir(parents=True)
    (tmp_path / "mine").mkdir()
    (tmp_path / "cache" / "ctranslate2" / "other-1-int8").mkdir(parents=True)
    places = [tmp_path / "data" / ".." / "mine", tmp_path / "data", tmp_path / "data" / "models", tmp_path / "data/models/m/.."]
    for place in places:
        keep({"m": Added(str(place), "somewhere", "*")})
        remove_model("m")
    assert (tmp_path / "mine").is_dir()
    assert (tmp_path / "data" / "models" / "m").is_dir()
    assert (tmp_path / "cache" / "ctranslate2" / "other-1-int8").is_dir()
    keep({"m": Added(str(tmp_path / "data" / "models" / "m"), "somewhere", "")})
    remove_model("m")
    assert not (tmp_path / "data" / "models" / "m").exists()


MODEL = {"m.npz": b"x", "vocab.yml": b"word: 1\n" * 40, "source.spm": b"x", "target.spm": b"x"}


@pytest.mark.parametrize(
    ("at", "spoilt"), [(6, b"\x01"), (8, b"\x63"), (39, b"\xff" * 6)], ids=["encrypted", "packing", "spoilt"]
)
def test_an_archive_that_cannot_be_unpacked_is_named(tmp_path: Path, at: int, spoilt: bytes) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("vocab.yml", MODEL["vocab.yml"])
    raw = bytearray(path.read_bytes())
    raw[at : at + len(spoilt)] = spoilt
    if at < 30:  # the directory says it too
        directory = raw.find(b"PK\x01\x02") + at + 2
        raw[directory : directory + len(spoilt)] = spoilt
    path.write_bytes(raw)
    with pytest.raises(ModelError, match=r"x\.zip cannot be read"):
        unpacked(path, tmp_path / "place")


def test_a_vocabulary_that_is_no_utf_8_is_named(tmp_path: Path) -> None:
    for name, content in (MODEL | {"vocab.yml": b"\xfe\xff\x00"}).items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError, match=r"vocab\.yml: 'utf-8' codec"):
        find_checkpoint(str(tmp_path))


def test_a_zip_file_that_is_cut_short_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 no more")
    with pytest.raises(ModelError, match="is no zip file, or is cut short"):
        unpacked(tmp_path / "x.zip", tmp_path / "place")


def test_an_archive_without_its_weights_says_what_is_missing(tmp_path: Path) -> None:
    (forms.archive(tmp_path / "opus") / "opus.npz").unlink()
    with pytest.raises(ModelError, match=r"is not whole: opus\.npz"):
        find_checkpoint(str(tmp_path / "opus"))


def pickled(folder: Path) -> Path:
    torch.save(load_file(forms.copied(folder) / WEIGHTS), folder / "pytorch_model.bin")
    (folder / WEIGHTS).unlink()
    return folder


def test_a_pickle_is_refused_unless_its_arrays_are_asked_for(tmp_path: Path) -> None:
    folder = str(pickled(tmp_path / "old"))
    with pytest.raises(ModelError, match="as a pickle only") as caught:
        find_checkpoint(folder)
    assert f"jjak models add {folder} --pickle" in caught.value.fix
    name, _ = add_model(folder, "old", pickle=True)
    assert translated(name) == translated(EMBEDDED)


class Hostile:
    """What a pickle can carry: a call."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (os.environ["JJAK_HOSTILE"],)


def test_a_pickle_that_would_run_code_runs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JJAK_HOSTILE", str(tmp_path / "made"))
    folder = pickled(tmp_path / "hostile")
    torch.save({"model.shared.weight": Hostile()}, folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match="cannot be read without running code"):
        add_model(str(folder), "hostile", pickle=True)
    assert not (tmp_path / "made").exists()


def test_a_folder_that_changed_since_its_check_counts_as_unchecked(tmp_path: Path) -> None:
    folder = forms.copied(tmp_path / "mine")
    name, _ = add_model(str(folder))
    assert {model.name: model.verdict for model in list_models()}[name]
    forms.configured(folder, num_beams=2)
    assert not {model.name: model.verdict for model in list_models()}[name]


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="taken"):
        add_model(str(forms.copied(tmp_path / "mine")), EMBEDDED)


def test_a_build_refuses_a_broken_model_unless_told_otherwise(tmp_path: Path, root: Path) -> None:
    model = str(forms.wrong_tag(tmp_path / "wrong"))
    bitexts, _ = find_bitexts([root / "seeds" / "documents"], [], ("ko", "en"))
    settings = Settings(models={"ko-en": model, "en-ko": model}, beam=1)
    with Corpus(str(tmp_path / "c.db")) as store:
        with pytest.raises(ModelError, match=r"is broken: .*a wrong target tag") as caught:
            build(bitexts, store, settings)
        assert "--allow-broken" in caught.value.fix
        assert list(store.pairs()) == []
        build(bitexts, store, Settings(models=settings.models, beam=1, allow_broken=True))
        assert list(store.pairs())


def test_a_model_is_checked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = str(forms.copied(tmp_path / "mine"))
    ensure_sound(model, ("ko", "en"))
    monkeypatch.setattr("jjak.workbench.installed_models.check", None)
    ensure_sound(model, ("ko", "en"))


def test_the_commands_print_a_verdict_with_its_evidence(tmp_path: Path) -> None:
    runner = CliRunner()
    done = runner.invoke(jjak, ["models", "check", str(forms.truncated(tmp_path / "cut")), "--quick"])
    assert done.exit_code == 1
    assert "broken" in done.output
    assert "cut short" in done.output
    done = runner.invoke(jjak, ["models", "add", str(forms.copied(tmp_path / "mine")), "--name", "fine"])
    assert done.exit_code == 0
    rows = [json.loads(line) for line in runner.invoke(jjak, ["models", "list", "--json"]).output.splitlines()]
    assert [row["name"] for row in rows] == [EMBEDDED, "fine"]
    assert "ko-en, en-ko" in runner.invoke(jjak, ["models", "list"]).output
    assert runner.invoke(jjak, ["models", "remove", "fine"]).exit_code == 0


def run(*arguments: str, limit: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """A call of the command; `limit`: bytes that a file may have, which is how a full disk looks to who writes."""
    code = "import signal, resource, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    code += f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n" if limit else ""
    code += "from jjak.workbench.cli import main; sys.argv = ['jjak', *sys.argv[1:]]; main()"
    given = os.environ | environment
    call = [sys.executable, "-c", code, *arguments]
    return subprocess.run(call, capture_output=True, text=True, check=False, env=given, input="안녕.\n")


def test_no_room_for_a_converted_model_is_said_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = run("translate", "--from", "ko", "--to", "en", limit=1 << 20, JJAK_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 1
    assert "cannot be kept in" in done.stderr
    assert "Free some space, or set JJAK_CACHE" in done.stderr
    assert list((tmp_path / "cache" / "ctranslate2").iterdir()) == []


class _Hub(BaseHTTPRequestHandler):
    """A Hub that knows no revision."""

    def do_GET(self) -> None:  # the name that http.server calls
        self.send_response(404)
        self.send_header("X-Error-Code", "RevisionNotFound")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815  # as above

    def log_message(self, *_: object) -> None:
        pass


def test_a_revision_that_the_hub_does_not_know_is_named(tmp_path: Path) -> None:
    server = HTTPServer(("127.0.0.1", 0), _Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{server.server_port}"
    try:
        call = ("translate", "--from", "ko", "--to", "en", "--model", "someone/opus@nowhere")
        done = run(*call, HF_ENDPOINT=endpoint, HF_HUB_OFFLINE="0", HF_HOME=str(tmp_path), NO_PROXY="127.0.0.1")
    finally:
        server.shutdown()
        server.server_close()
    assert done.returncode == 1
    assert "The Hub's someone/opus has no revision 'nowhere'" in done.stderr


def test_the_conversions_of_a_removed_model_go_with_it(tmp_path: Path) -> None:
    folder = forms.copied(tmp_path / "mine")
    name, found = add_model(str(folder))
    cache = Path(os.environ["JJAK_CACHE"]) / "ctranslate2"
    assert list(cache.glob(f"*-{found.revision}-*"))
    remove_model(name)
    assert not list(cache.glob(f"*-{found.revision}-*"))
    assert folder.is_dir()
    shutil.rmtree(folder)
