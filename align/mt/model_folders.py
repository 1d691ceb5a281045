"""The names of models that need no network, and the folders where ours are kept."""

from __future__ import annotations

import os
from pathlib import Path

EMBEDDED = "jjak-ko-en"
EMBEDDED_FOLDER = Path(__file__).parents[1] / "models" / "ko-en"
OFFLINE = f"Without a network `--model {EMBEDDED}` works, the model inside the package."


def cache_folder() -> Path:
    """`$JJAK_CACHE`, or `jjak` in the user's cache folder: what can be made again."""
    return _folder("JJAK_CACHE", "XDG_CACHE_HOME", ".cache")


def data_folder() -> Path:
    """`$JJAK_DATA`, or `jjak` in the user's data folder: what was added."""
    return _folder("JJAK_DATA", "XDG_DATA_HOME", ".local/share")


def _folder(own: str, standard: str, usual: str) -> Path:
    if chosen := os.environ.get(own):
        return Path(chosen)
    return Path(os.environ.get(standard) or Path.home() / usual) / "jjak"
