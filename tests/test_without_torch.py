"""The plain package, without torch and transformers, builds, translates, checks, reviews, exports and reports.

Both libraries are hidden from a whole run of commands, each a process of its own, with an empty cache.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jjak.align.mt.checkpoint import EMBEDDED_FOLDER
from visitor import Visitor

COMMIT = "0123456789abcdef0123456789abcdef01234567"
NAME = "someone/opus-ko-en"
ROOMS = ("seeds", "align", "corpora", "eval", "workbench")
# neither can be imported, and none is installed
HIDE = """
import importlib.metadata
import sys

HIDDEN = ("torch", "transformers")
found = importlib.metadata.Distribution.from_name


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.split(".")[0] in HIDDEN:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)


def from_name(name):
    if name in HIDDEN:
        raise importlib.metadata.PackageNotFoundError(name)
    return found(name)


sys.meta_path.insert(0, Finder)
importlib.metadata.Distribution.from_name = staticmethod(from_name)
"""


@pytest.fixture
def plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, for processes that have neither library, no network, and nothing in their cache."""
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "sitecustomize.py").write_text(HIDE)
    paths = [str(tmp_path / "hidden"), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    monkeypatch.setenv("JJAK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("JJAK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "jjak"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, input=given, timeout=300)


def said(*arguments: str, given: str = "") -> str:
    done = run(*arguments, given=given)
    assert done.returncode == 0, done.stderr
    return done.stdout


def hub(folder: Path) -> None:
    """The embedded model as the Hub's client keeps a model that it fetched."""
    repository = folder / "hub" / f"models--{NAME.replace('/', '--')}"
    shutil.copytree(EMBEDDED_FOLDER, repository / "snapshots" / COMMIT)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(COMMIT)


def test_both_libraries_are_hidden(plain: Path) -> None:
    code = "import importlib.metadata as m\nfor name in ('torch', 'transformers'):\n"
    code += "    try: __import__(name)\n    except ImportError: pass\n    else: raise SystemExit(name)\n"
    code += "    try: m.version(name)\n    except m.PackageNotFoundError: pass\n    else: raise SystemExit(name)\n"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_document_is_built_reviewed_exported_and_reported(plain: Path, serve: Callable[..., Any]) -> None:
    (plain / "news.txt").write_text("The president signed a new treaty.\n", encoding="utf-8")
    corpus = str(plain / "corpus.db")
    said("build", str(plain / "news.txt"), "--corpus", corpus)
    assert list((plain / "cache" / "ctranslate2").iterdir())
    visitor = Visitor(serve(Path(corpus)).port).enter()
    edit = {"key": "k1", "act": "edit", "row": "0", "values": {"side": "target", "texts": {"0": "대통령이 서명했다."}}}
    assert visitor.post("/api/documents/1/acts", edit)[0] == 200
    said("export", str(plain / "pairs.jsonl"), "--corpus", corpus)
    (pair,) = map(json.loads, (plain / "pairs.jsonl").read_text(encoding="utf-8").splitlines())
    assert "대통령이 서명했다." in json.dumps(pair, ensure_ascii=False)
    said("export", str(plain / "pairs.tmx"), "--corpus", corpus)
    assert "대통령이 서명했다." in (plain / "pairs.tmx").read_text(encoding="utf-8")
    said("report", str(plain / "report.html"), "--corpus", corpus)
    assert "대통령이 서명했다." in (plain / "report.html").read_text(encoding="utf-8")


def test_a_model_of_the_hub_is_checked_and_translates(plain: Path) -> None:
    hub(plain / "hub")
    checked = json.loads(said("models", "check", NAME, "--direction", "ko-en", "--json"))
    assert checked["revision"] == COMMIT
    assert checked["verdict"] != "broken"
    # what is left out of the check is said
    texts = [finding["text"] for finding in checked["findings"]]
    assert "the two engines were not compared: torch, transformers not installed (the extra jjak[train])" in texts
    ways = ("--from", "ko", "--to", "en")
    by_name = said("translate", *ways, "--model", NAME, given="안녕하세요.\n")
    assert by_name == said("translate", *ways, given="안녕하세요.\n")
    assert by_name.strip()


def test_what_needs_them_says_so_and_how_to_install_them(plain: Path) -> None:
    folder = plain / "pickled"
    folder.mkdir()
    (folder / "pytorch_model.bin").write_bytes(b"")
    ways = ("--from", "ko", "--to", "en")
    for arguments, subject in (
        (("translate", *ways, "--engine", "transformers"), "The engine 'transformers'"),
        (("train", str(plain / "out"), "--model", "jjak-ko-en", "--pairs", str(plain)), "Training"),
        (("models", "add", str(folder), "--pickle"), "Reading a pickle without running it"),
    ):
        done = run(*arguments, given="안녕.\n")
        assert done.returncode == 1
        assert f"{subject} needs what is not installed: torch, transformers" in done.stderr
        assert "pip install 'jjak[train]'" in done.stderr


def imported(path: Path) -> set[str]:
    """The libraries that a module imports anywhere in it."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names} | {"safetensors.torch"} & names


def test_transformers_and_torch_are_met_in_the_reference_engine_and_in_training_alone(root: Path) -> None:
    heavy = {"transformers", "torch", "safetensors.torch", "accelerate"}
    paths = [path for room in ROOMS for path in (root / room).rglob("*.py") if imported(path) & heavy]
    outside = [path.relative_to(root).as_posix() for path in paths if not path.is_relative_to(root / "align" / "training")]
    assert outside == ["align/mt/transformers_engine.py"]
