from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_the_wheel_holds_the_model_the_seed_and_the_migrations(root: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        check=True,
        cwd=root,
        capture_output=True,
    )
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    expected = {
        "align/models/ko-en/model.safetensors",
        "align/models/ko-en/vocab.json",
        "align/models/ko-en/source.spm",
        "align/models/ko-en/README.md",
        "seeds/documents/000_ad53fbf95e7bb634.txt",
        "corpora/store/migrations/env.py",
        "corpora/store/migrations/versions/v0001_first.py",
        "workbench/messages/ko.po",
        "workbench/web/templates/document.html",
        "workbench/web/static/htmx.min.js",
        "workbench/web/static/htmx.LICENSE.txt",
        "workbench/web/static/editor/main.js",
        "py.typed",
    }
    assert {f"jjak/{name}" for name in expected} <= names
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"jjak"}


def test_the_constraints_pin_every_dependency(root: Path) -> None:
    import re
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + [name for names in project["optional-dependencies"].values() for name in names]
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (root / "constraints.txt").read_text().splitlines()
        if "==" in line
    }
    # an extra that holds another names this package itself
    missing = {re.split(r"[\[<>=!~ ]", name)[0].lower() for name in wanted} - pinned - {"jjak"}
    assert not missing
