"""SECURITY.md promises what tests hold: each that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

NAMED = re.compile(r"`(tests/test_\w+\.py)(?:::(test_\w+))?`")


def missing(text: str, root: Path) -> list[str]:
    """The tests that a text names and that are not there."""
    found = []
    for file, name in NAMED.findall(text):
        path = root / file
        if not path.is_file() or (name and f"def {name}(" not in path.read_text(encoding="utf-8")):
            found.append(f"{file}::{name}" if name else file)
    return found


def test_every_test_that_the_threat_model_names_is_there(root: Path) -> None:
    text = (root / "SECURITY.md").read_text(encoding="utf-8")
    assert missing(text, root) == []
    rows = [line for line in text.splitlines() if line.startswith("| **")]
    assert len(rows) >= 9
    assert all(NAMED.search(row) for row in rows), "each row has a test"
    assert len(NAMED.findall(text)) >= 25


def test_a_test_that_is_gone_is_found(root: Path) -> None:
    text = "`tests/test_limits.py`, `tests/test_limits.py::test_gone`, `tests/test_nothing.py`"
    assert missing(text, root) == ["tests/test_limits.py::test_gone", "tests/test_nothing.py"]


def test_the_document_s_links_lead_somewhere(root: Path) -> None:
    text = (root / "SECURITY.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[\w-]+)?\)", text):
        assert (root / target).is_file(), target
