"""What holds the folders together: who may import whom, and that importing does nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDERS = ("seeds", "align", "corpora", "eval", "workbench")


def modules(root: Path) -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    # a room by its own name, `jjak.align.sentence.beads` as `align`; a library by its first
    return {name.removeprefix("jjak.").split(".")[0] for name in names}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_only_from_those_to_its_left(root: Path, folder: str) -> None:
    right = set(FOLDERS[FOLDERS.index(folder) + 1 :])
    wrong = {str(path): imported(path) & right for path in (root / folder).rglob("*.py") if imported(path) & right}
    assert not wrong


def test_only_one_module_knows_ctranslate2(root: Path) -> None:
    assert [path.name for path in modules(root) if "ctranslate2" in imported(path)] == ["marian.py"]


def test_only_the_store_speaks_sql(root: Path) -> None:
    users = {path.relative_to(root).as_posix() for path in modules(root) if imported(path) & {"sqlalchemy", "sqlite3"}}
    assert {name for name in users if "migrations/" not in name} == {
        "corpora/store/corpus.py",
        "corpora/store/backup.py",
        "corpora/store/imported_units.py",
        "corpora/store/integrity.py",
        "corpora/store/review_log.py",
        "corpora/store/pair_search.py",
        "corpora/store/users.py",
        "corpora/store/retranslation_store.py",
        "corpora/store/schema.py",
        "corpora/store/summary.py",
        "corpora/store/engine.py",
        "corpora/store/writing.py",
    }


def test_no_module_is_called_by_a_word_that_says_nothing(root: Path) -> None:
    assert not {path.name for path in modules(root)} & {"utils.py", "util.py", "helpers.py", "common.py", "misc.py"}


def test_a_room_is_imported_by_the_name_that_it_has_in_a_wheel(root: Path) -> None:
    bare = re.compile(rf"^\s*(?:from|import) ({'|'.join(FOLDERS)})\b", re.MULTILINE)
    assert not [str(path) for path in root.rglob("*.py") if ".venv" not in path.parts and bare.search(path.read_text("utf-8"))]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_clone_has_a_link_to_each_room_where_a_wheel_has_the_room(root: Path, folder: str) -> None:
    link = root / "src" / "jjak" / folder
    assert link.is_symlink()
    assert link.resolve() == root / folder


def test_importing_loads_nothing_heavy(root: Path) -> None:
    names = ["jjak." + ".".join(path.relative_to(root).with_suffix("").parts) for path in modules(root)]
    # softmax is torch's from its first line, and is itself imported only where a model is trained
    light = [
        name
        for name in names
        if name != "jjak.align.training.cross_entropy" and "migrations" not in name and not name.endswith("__init__")
    ]
    code = "import sys\n" + "".join(f"import {name}\n" for name in light)
    code += "heavy = {'torch', 'transformers', 'ctranslate2', 'kiwipiepy', 'sentencepiece', 'pyarrow', 'openpyxl', 'lxml'}\n"
    code += "heavy &= set(sys.modules)\n"
    code += "sys.exit(str(heavy) if heavy else 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("library", "names"),
    [
        ("pyarrow", {"corpora/formats/parquet.py", "corpora/formats/folder.py", "corpora/exchange/shards.py"}),
        ("ray", {"workbench/pipeline/ray_workers.py"}),
        ("openpyxl", {"corpora/formats/xlsx.py"}),
        ("xlsxwriter", {"corpora/formats/xlsx.py"}),
        ("opusfilter", {"corpora/filters/opus.py"}),
        ("py3langid", {"corpora/filters/scripts.py"}),
    ],
)
def test_a_library_of_one_format_is_met_in_its_module(root: Path, library: str, names: set[str]) -> None:
    assert {path.relative_to(root).as_posix() for path in modules(root) if library in imported(path)} == names
