"""Nothing is run from the folder that a person stands in, in the command or in any process that it starts."""

from __future__ import annotations

import os
import subprocess
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jjak.seeds.import_path import import_path
from jjak.workbench.pipeline.ray_workers import Cluster, connected

PLANTED = [
    *("json", "pickle", "numpy", "lxml", "multiprocessing", "concurrent", "sitecustomize", "usercustomize", "encodings", "re"),
    *("align", "seeds", "corpora", "eval", "workbench", "jjak", "struct", "resource", "importlib", "regex", "openpyxl", "gzip"),
]
SCORE = """
from jjak.eval.sentence_scores import scored
if __name__ == "__main__":
    print(list(scored([("a b", "a b")] * 3, ["chrf2++"], "en", processes=2)))
"""
ALIGN = """
from jjak.align.sentence.aligners import Texts
from jjak.workbench.editing import realign
if __name__ == "__main__":
    realign.LONG = 0
    print(realign._beads(Texts(["a"], ["b"], [["b"]], []), "translation", lambda: None))
"""


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A folder in which modules lie that say when they are run."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in PLANTED:
        code = f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r} + chr(10))\n"
        (folder / f"{name}.py").write_text(code, encoding="utf-8")
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(code, encoding="utf-8")
    (folder / "p.tsv").write_text("ko\ten\n비가 옵니다\tIt rains\n", encoding="utf-8")
    (folder / "page").write_text("비가 옵니다.\n", encoding="utf-8")
    return folder


def run(folder: Path, *call: str) -> str:
    done = subprocess.run(call, cwd=folder, capture_output=True, text=True)
    ran = folder.parent / "ran"
    assert not ran.exists(), f"{call}: {ran.read_text(encoding='utf-8')}"
    assert done.returncode == 0, done.stderr
    return done.stdout


def code_in(tmp_path: Path, name: str, code: str) -> str:
    (tmp_path / "scripts").mkdir(exist_ok=True)
    path = tmp_path / "scripts" / name
    path.write_text(code, encoding="utf-8")
    return str(path)


COMMAND = "from jjak.workbench.cli import main\nmain()\n"


@pytest.mark.parametrize("call", [["import", "p.tsv", "--quiet"], ["import", "p.tsv", "--dry-run"], ["segment", "page"]])
def test_a_command_and_its_reading_process_run_nothing_planted(planted: Path, tmp_path: Path, call: list[str]) -> None:
    run(planted, sys.executable, code_in(tmp_path, "jjak_command.py", COMMAND), *call)


@pytest.mark.parametrize(("name", "code"), [("scoring.py", SCORE), ("aligning.py", ALIGN)])
def test_processes_that_score_and_align_run_nothing_planted(planted: Path, tmp_path: Path, name: str, code: str) -> None:
    assert run(planted, sys.executable, code_in(tmp_path, name, code))


def test_processes_of_a_command_s_processes_run_nothing_planted(planted: Path, tmp_path: Path) -> None:
    """As a server's, which calls Python with -c."""
    code = "import subprocess, sys\nfrom jjak.seeds.import_path import without_this_folder\nwithout_this_folder()\n"
    code += "subprocess.run([sys.executable, '-c', 'import json, pickle, jjak.seeds.limits'], check=True)\n"
    run(planted, sys.executable, code_in(tmp_path, "calling.py", code))


def test_the_planted_modules_would_be_run_without_that(planted: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    subprocess.run([sys.executable, "-c", "import pickle"], cwd=planted, env=environment, check=False, capture_output=True)
    assert (planted.parent / "ran").exists()


def test_the_current_folder_is_on_no_path_but_for_jjak_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), "/elsewhere"])
    assert import_path() == ["/elsewhere", str(Path(import_path.__globals__["__file__"]).absolute().parents[2])]


def test_workers_of_a_cluster_are_told_an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stood: list[tuple[list[str], str]] = []

    def init(**_: object) -> None:
        stood.append((list(map(str, Path().iterdir())), os.environ["PYTHONSAFEPATH"]))

    ray = types.SimpleNamespace(init=init, shutdown=lambda: None)
    monkeypatch.setitem(sys.modules, "ray", ray)  # type: ignore[arg-type]
    monkeypatch.setenv("PYTHONSAFEPATH", "")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json.py").write_text("", encoding="utf-8")
    with here_again(tmp_path), connected(Cluster()):
        pass
    assert stood == [([], "1")]


@contextmanager
def here_again(folder: Path) -> Iterator[None]:
    yield
    assert Path.cwd() == folder
