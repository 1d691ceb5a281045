"""Whatever a file holds, an importer gives entries, refuses rows, or refuses the file. `tests/bench/fuzz.py` tries far more."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora.formats import FORMATS

TEXT = ["csv", "jsonl", "moses", "po", "tmx", "tsv", "xliff"]
QUICK = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
PIECES = [
    "<tu>",
    "</tu>",
    "<seg>",
    '"',
    "\t",
    ",",
    "\n",
    "ko",
    "en",
    "{",
    "}",
    'msgid "',
    'msgstr "',
    "&",
    "\0",
    "가",
    "\\",
    "<g>",
    "]]>",
]


@pytest.fixture(scope="module")
def fuzz(root: Path) -> dict[str, Any]:
    return runpy.run_path(str(root / "tests" / "bench" / "fuzz.py"))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_sound_file_that_was_spoilt_is_read_or_refused(fuzz: dict[str, Any], tmp_path: Path, name: str) -> None:
    for _, file in fuzz["inputs"](name, 40, 7, tmp_path):
        fuzz["tried"](name, file)


@pytest.mark.parametrize("name", TEXT)
@QUICK
@given(
    data=st.one_of(
        st.binary(max_size=400), st.lists(st.sampled_from(PIECES), max_size=40).map(lambda parts: "".join(parts).encode())
    )
)
def test_any_bytes_are_read_or_refused(fuzz: dict[str, Any], tmp_path: Path, name: str, data: bytes) -> None:
    file = tmp_path / ("p.ko" if name == "moses" else "p")
    file.write_bytes(data)
    (tmp_path / "p.en").write_bytes(b"a\nb\n")
    fuzz["tried"](name, file)
