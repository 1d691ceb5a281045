"""A file comes whole or not at all, goes on where it broke off, and is what was listed."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from jjak.align.mt.downloads import fetch
from jjak.seeds.errors import ModelError
from model_server import ModelServer, served

DATA = bytes(range(256)) * 400


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JJAK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("jjak.align.mt.downloads.time.sleep", lambda _: None)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ModelServer]:
    (tmp_path / "model.zip").write_bytes(DATA)
    with served(ModelServer({"model.zip": tmp_path / "model.zip"})) as running:
        yield running


def waiting(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]


def test_a_download_that_breaks_off_goes_on_where_it_stopped(server: ModelServer, tmp_path: Path) -> None:
    server.breaks = [30_000, 20_000]
    seen: list[tuple[int, int]] = []
    path = fetch(f"{server.address}/model.zip", progress=lambda here, total: seen.append((here, total)))
    assert path.read_bytes() == DATA
    assert path.name == "model.zip"
    assert [asked for _, _, asked in server.asked] == ["", "bytes=30000-", "bytes=50000-"]
    assert seen[-1] == (len(DATA), len(DATA))
    assert waiting(tmp_path) == [path]


def test_what_came_is_kept_for_the_next_call_and_has_no_file_s_name(server: ModelServer, tmp_path: Path) -> None:
    server.breaks = [10_000, 10_000, 10_000, 10_000]
    with pytest.raises(ModelError, match="broke off at 40,000 of 102,400 bytes") as caught:
        fetch(f"{server.address}/model.zip")
    assert "goes on from there" in caught.value.fix
    assert {path.suffix for path in waiting(tmp_path)} == {".part", ".json"}
    fetch(f"{server.address}/model.zip")
    assert server.asked[-1][2] == "bytes=40000-"


def test_a_file_that_changed_meanwhile_is_fetched_from_its_beginning(server: ModelServer, tmp_path: Path) -> None:
    server.breaks = [10_000] * 4
    with pytest.raises(ModelError):
        fetch(f"{server.address}/model.zip")
    (tmp_path / "model.zip").write_bytes(DATA[::-1])
    assert fetch(f"{server.address}/model.zip").read_bytes() == DATA[::-1]


def test_a_file_that_is_not_the_listed_one_is_refused_and_removed(server: ModelServer, tmp_path: Path) -> None:
    address = f"{server.address}/model.zip"
    with pytest.raises(ModelError, match="is not the file that was listed"):
        fetch(address, sha256="0" * 64)
    assert waiting(tmp_path) == []
    assert fetch(address, sha256=hashlib.sha256(DATA).hexdigest()).read_bytes() == DATA


def test_a_missing_file_is_said_at_once(server: ModelServer) -> None:
    with pytest.raises(ModelError, match=r"nothing\.zip: HTTP 404"):
        fetch(f"{server.address}/nothing.zip")
    assert len(server.asked) == 1


def test_a_proxy_of_the_environment_is_used(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("http_proxy", server.address)
    with pytest.raises(ModelError, match="HTTP 404"):
        fetch("http://models.example/model.zip")
    assert server.asked == [("GET", "http://models.example/model.zip", "")]


def test_two_processes_do_not_write_one_file(server: ModelServer, tmp_path: Path) -> None:
    address = f"{server.address}/model.zip"
    server.breaks = [10_000] * 4
    with pytest.raises(ModelError):
        fetch(address)
    (part,) = (path for path in waiting(tmp_path) if path.suffix == ".part")
    with part.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(ModelError, match="being fetched by another process"):
            fetch(address)
    assert fetch(address).read_bytes() == DATA
