"""What is named is fetched from where it lies, kept whole, checked, and translates; tried against a server on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import forms
from jjak.align.mt.checkpoint import EMBEDDED
from jjak.align.mt.checkpoint_check import Verdict
from jjak.align.mt.engines import load_translator
from jjak.align.mt.registry import added
from jjak.seeds.errors import ModelError
from jjak.workbench.cli import jjak
from jjak.workbench.installed_models import add_model, list_models, remove_model
from model_server import COMMIT, ModelServer, served

pytestmark = pytest.mark.slow

LINES = ["정부는 오늘 새로운 주택 정책을 발표했습니다.", "안녕하세요."]


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Archives of each form, by the path that a server has them under."""
    folder = tmp_path_factory.mktemp("archives")
    opus = forms.zipped(forms.archive(folder / "opus"), folder / "opus-2020-01-01.zip")
    argos = forms.zipped(forms.argos(folder / "argos"), folder / "translate-ko_en-1_1.argosmodel", "translate-ko_en-1_1")
    back = forms.argos(folder / "back", "en", "ko")
    back = forms.zipped(back, folder / "translate-en_ko-1_1.argosmodel", "translate-en_ko-1_1")
    return {f"v1/{path.name}": path for path in (opus, argos, back)}


@pytest.fixture
def server(archives: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    monkeypatch.setenv("JJAK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("jjak.align.mt.downloads.time.sleep", lambda _: None)
    with served(ModelServer(dict(archives))) as running:
        yield running


def listed(path: Path, monkeypatch: pytest.MonkeyPatch, **models: dict[str, object]) -> None:
    """A catalogue of one's own with these models."""
    text = "".join(f"[[model]]\nname = {json.dumps(name)}\n{_fields(fields)}\n" for name, fields in models.items())
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("JJAK_CATALOGUE", str(path))


def _fields(fields: dict[str, object]) -> str:
    given = {"licence": "CC0", "kind": "argos"} | fields
    return "\n".join(f"{name} = {json.dumps(value)}" for name, value in given.items())


def downloads() -> list[Path]:
    return [path for path in (Path(os.environ["JJAK_CACHE"]) / "downloads").rglob("*") if path.is_file()]


@pytest.mark.parametrize("file", ["opus-2020-01-01.zip", "translate-ko_en-1_1.argosmodel"])
def test_an_archive_at_an_address_is_kept_checked_and_translates(server: ModelServer, file: str) -> None:
    name, found = add_model(f"{server.address}/v1/{file}")
    assert name == Path(file).stem
    assert found.verdict is not Verdict.BROKEN
    assert found.scores["ko-en"] > 15
    assert [each.text for each in load_translator("ko", "en", model=name)(LINES)]
    assert downloads() == []
    row = next(model for model in list_models() if model.name == name)
    assert row.directions.startswith("ko-en")
    assert row.size > 5e6
    remove_model(name)
    assert list((Path(os.environ["JJAK_DATA"]) / "models").iterdir()) == []


def test_an_argos_package_is_added_as_a_file(archives: dict[str, Path], server: ModelServer) -> None:
    name, found = add_model(str(archives["v1/translate-ko_en-1_1.argosmodel"]), "argos")
    assert found.verdict is not Verdict.BROKEN
    assert load_translator("ko", "en", model=name)(LINES)[1].text
    assert server.asked == []


def test_a_name_of_the_catalogue_goes_on_after_a_break_and_is_compared_with_its_checksum(
    server: ModelServer, archives: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archives["v1/translate-ko_en-1_1.argosmodel"]
    place = f"{server.address}/v1/{path.name}"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    listed(tmp_path / "c.toml", monkeypatch, mine={"place": place, "directions": ["ko-en"], "sha256": digest})
    server.breaks = [1_000_000]
    name, _ = add_model("mine")
    assert name == "mine"
    assert [asked for _, _, asked in server.asked] == ["", "bytes=1000000-"]
    assert added()["mine"].origin == "mine"
    listed(tmp_path / "d.toml", monkeypatch, other={"place": place, "directions": ["ko-en"], "sha256": "0" * 64})
    with pytest.raises(ModelError, match="is not the file that was listed"):
        add_model("other")
    assert "other" not in added()
    assert [path.name for path in (tmp_path / "data" / "models").iterdir()] == ["mine"]


def test_a_file_that_is_no_model_leaves_nothing(server: ModelServer, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no model", encoding="utf-8")
    server.files["notes.zip"] = forms.zipped(tmp_path, tmp_path / "notes.zip")
    with pytest.raises(ModelError, match="is not whole"):
        add_model(f"{server.address}/notes.zip")
    assert added() == {}
    assert list((tmp_path / "data" / "models").iterdir()) == []
    assert downloads() == []


def test_what_is_listed_and_does_not_translate_is_refused_with_the_reason(server: ModelServer) -> None:
    with pytest.raises(ModelError, match="opus-mt-tc-big-en-ko is listed, but its vocabulary is another model's"):
        add_model("opus-mt-tc-big-en-ko")
    with pytest.raises(ModelError, match="firefox-ko-en is listed, but its decoder is an SSRU"):
        add_model("firefox-ko-en")
    assert server.asked == []


def test_a_server_is_added_under_a_name_and_checked(server: ModelServer) -> None:
    korean = [each.text for each in load_translator("en", "ko", beam=1)(["Hello."])]
    assert korean
    translators = {way: load_translator(*way, beam=1) for way in (("ko", "en"), ("en", "ko"))}

    def translate(line: str) -> str:
        way = ("ko", "en") if any("가" <= char <= "힣" for char in line) else ("en", "ko")
        return translators[way]([line])[0].text or "."

    server.translate = translate
    name, found = add_model(f"{server.address}/v1", "local")
    assert (name, added()["local"].place) == ("local", f"{server.address}/v1#tiny")
    assert set(found.scores) == {"ko-en", "en-ko"}
    assert found.verdict is not Verdict.BROKEN
    assert load_translator("ko", "en", model="local")(["안녕하세요."])[0].text == translate("안녕하세요.")


def hub(server: ModelServer, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A call of the command with the server as the Hub."""
    given = {"HF_ENDPOINT": server.address, "HF_HUB_OFFLINE": "0", "HF_HOME": str(tmp_path / "hub"), "LC_ALL": "C.UTF-8"}
    command = [str(Path(sys.executable).parent / "jjak"), "models", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | given, timeout=300)


def test_recommended_gets_both_directions_and_says_what_is_not_pinned(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.repositories["someone/opus-ko-en"] = forms.copied(tmp_path / "repository")
    there = {"place": f"someone/opus-ko-en@{COMMIT}", "kind": "marian", "directions": ["ko-en"], "recommended": ["ko-en"]}
    back = {"place": f"{server.address}/v1/translate-en_ko-1_1.argosmodel", "directions": ["en-ko"], "recommended": ["en-ko"]}
    listed(tmp_path / "c.toml", monkeypatch, there=there, back=back)
    done = hub(server, tmp_path, "add", "recommended", "--json")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["name"] for row in rows] == ["there", "back"]
    assert [list(row["chrf2"]) for row in rows] == [["ko-en", "en-ko"], ["en-ko"]]
    assert "back: no checksum of it is known" in done.stderr
    assert "there: no checksum" not in done.stderr
    assert added()["there"].place == f"someone/opus-ko-en@{COMMIT}"
    assert added()["there"].figures["ko-en"] == rows[0]["chrf2"]["ko-en"]


def test_a_damaged_file_of_the_hub_is_refused_and_fetched_again(server: ModelServer, tmp_path: Path) -> None:
    server.repositories["someone/opus-ko-en"] = forms.copied(tmp_path / "repository")
    server.damage = "model.safetensors"
    done = hub(server, tmp_path, "add", f"someone/opus-ko-en@{COMMIT}")
    assert done.returncode == 1
    assert "model.safetensors of the Hub's someone/opus-ko-en is damaged" in done.stderr
    assert added() == {}
    server.damage = ""
    done = hub(server, tmp_path, "add", f"someone/opus-ko-en@{COMMIT}")
    assert done.returncode == 0, done.stderr
    assert "opus-ko-en" in added()


def test_the_command_adds_both_halves_of_a_way_through_english(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"one": "ko_en", "two": "en_ko"}
    models = {
        name: {"place": f"{server.address}/v1/translate-{way}-1_1.argosmodel", "directions": [way.replace("_", "-")]}
        for name, way in names.items()
    }
    listed(tmp_path / "c.toml", monkeypatch, **models)
    done = CliRunner().invoke(jjak, ["models", "add", "one+two"])
    assert done.exit_code == 0, done.output
    assert set(added()) == {"one", "two"}
    assert load_translator("ko", "ko", model="one+two")(LINES)[1].text
    assert EMBEDDED not in added()
