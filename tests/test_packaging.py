from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import audit
import lock


@pytest.mark.slow
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


# versions that are years, or new every few months without a promise of what breaks
UNPROMISED = {"argon2-cffi", "pyarrow", "regex"}


def test_a_dependency_ends_before_the_major_version_that_nobody_tested(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["build-system"]["requires"]
    wanted += [name for names in project["project"]["optional-dependencies"].values() for name in names]
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    tested = {canonicalize_name(line.split("==")[0]): line.split("==")[1] for line in lines if "==" in line}
    checked = 0
    for each in map(Requirement, wanted):
        name = canonicalize_name(each.name)
        if name == "jjak" or name in UNPROMISED:
            continue
        checked += 1
        following = f"{int(tested[name].split('.')[0]) + 1}.0"
        assert each.specifier.contains(tested[name]), f"{each}: {tested[name]} is tested"
        assert not each.specifier.contains(following), f"{each} takes {following}"
    assert checked > 45


def test_constraints_are_what_the_lock_says_and_every_pin_has_its_hashes(root: Path) -> None:
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    assert (root / "constraints.txt").read_text(encoding="utf-8") == lock.constraints_of(text)
    pins = re.split(r"\n(?=\S)", text.strip())
    assert len(pins) > 100
    for pin in pins:
        assert re.fullmatch(r"[\w.-]+==[\w.+!-]+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\\n|\Z))+", pin), pin[:80]
    assert "torch==2.13.0 " in text
    assert "://" not in text, "no address of an index"


def test_the_lock_s_command_says_where_constraints_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(lock, "CONSTRAINTS", tmp_path / "constraints.txt")
    lock.LOCK.write_text("a==1 \\\n    --hash=sha256:00\nb-c==2.0+x \\\n    --hash=sha256:11\n", encoding="utf-8")
    lock.CONSTRAINTS.write_text("a==1\n", encoding="utf-8")
    assert lock.main(check=True, hashes=False) == 1
    assert lock.main(check=False, hashes=False) == 0
    assert lock.CONSTRAINTS.read_text(encoding="utf-8") == lock.HEAD + "a==1\nb-c==2.0+x\n"
    assert lock.main(check=True, hashes=False) == 0


def test_an_audit_says_what_it_found_and_when_it_found_nothing_out() -> None:
    fault = {"id": "PYSEC-1", "fix_versions": ["2"]}
    sound, broken = {"name": "a", "version": "1", "vulns": []}, {"name": "b", "version": "1", "vulns": [fault]}
    skipped = {"name": "c", "skip_reason": "no answer"}
    assert audit.audited({"dependencies": [sound]}) == (["audited: 1, known faults: 0"], 0)
    lines, code = audit.audited({"dependencies": [sound, broken]})
    assert (lines[0], code) == ("b 1: PYSEC-1, mended in 2", 1)
    assert audit.audited({"dependencies": [skipped]})[1] == 2
    assert audit.audited({"dependencies": [sound, skipped]}) == (
        ["audited: 1, known faults: 0, not looked up: 1"],
        2,
    )


def test_the_make_file_constrains_what_builds_in_isolation_and_dependabot_looks_weekly(root: Path) -> None:
    make = (root / "Makefile").read_text(encoding="utf-8")
    assert make.count("$(INSTALL) $(BUILD) --editable") == make.count("--editable") == 2
    (update,) = yaml.safe_load((root / ".github" / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert (update["package-ecosystem"], update["schedule"]) == ("pip", {"interval": "weekly"})


def test_the_constraints_pin_every_dependency(root: Path) -> None:
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
