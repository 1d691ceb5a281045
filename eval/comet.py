"""COMET (Rei et al. 2020) as a metric, where the package unbabel-comet is installed and a checkpoint lies on this machine.

Nothing is downloaded: the environment variable JJAK_COMET names the checkpoint, a file that ends in `.ckpt`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from jjak.eval.plugins import Scorer, running_options
from jjak.seeds.errors import SettingError


def make() -> Scorer:
    """Raises ImportError where the package is not there, SettingError where the checkpoint is not."""
    try:
        release = version("unbabel-comet")
    except PackageNotFoundError as error:
        raise ImportError("no package unbabel-comet") from error
    path = Path(os.environ.get("JJAK_COMET", ""))
    if not path.is_file():
        raise SettingError("COMET has no checkpoint", "Name one on this machine with the environment variable JJAK_COMET.")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return Scorer(f"comet|model:{path.stem}@{digest}|version:{release}", lambda *texts: _score(path, *texts))


@lru_cache(maxsize=1)  # every system is scored by one
def _loaded(path: Path) -> Any:
    return import_module("comet").load_from_checkpoint(str(path))


def _score(path: Path, sources: Sequence[str], hypotheses: Sequence[str], references: Sequence[str]) -> list[float]:
    running = running_options()
    data = [{"src": s, "mt": h, "ref": r} for s, h, r in zip(sources, hypotheses, references, strict=True)]
    found = _loaded(path).predict(data, batch_size=running.batch, gpus=int(running.device == "cuda"), progress_bar=False)
    return [float(score) for score in found.scores]
