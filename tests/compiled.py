"""What every worker of the tests would compile for itself, compiled once: `python tests/compiled.py`, some half a minute.

In a fresh tree numba compiles the aligners when they are first called, and Python the libraries when they are first imported.
Both keep what they made beside the source, where workers that start later find it. `make test` does this beside mypy.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).parent / "bench"))

import hostile
from jjak.corpora.store.corpus import Corpus
from jjak.workbench.pipeline.build import build
from jjak.workbench.pipeline.inputs import find_bitexts
from jjak.workbench.settings import Settings
from targets import TARGETS

ROOT = Path(__file__).parent.parent
# the largest that tests import
LIBRARIES = ("hypothesis", "openpyxl", "playwright.sync_api", "psycopg", "pyarrow.parquet", "torch", "transformers")
TRIED = 3  # inputs of each kind: the first alone does not reach every aligner


def compile_aligners() -> None:
    """Call whatever numba compiles, as tests do."""
    hostile.warm()
    for target in TARGETS:
        if target.name in ("aligners", "scorers"):
            for at in range(TRIED):
                target.tried(target.input(7, at))
    pages = [ROOT / "seeds" / "documents", ROOT / "tests" / "documents"]
    bitexts, _ = find_bitexts(pages, [], ("ko", "en"))
    with tempfile.TemporaryDirectory() as folder, Corpus(f"{folder}/c.db") as store:
        build(bitexts, store, Settings(licence="CC0"))


if __name__ == "__main__":
    for name in LIBRARIES:
        importlib.import_module(name)
    compile_aligners()
