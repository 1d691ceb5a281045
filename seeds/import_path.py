"""Where modules are found: never in the folder that a person stands in, in this process or in one that it starts.

A folder of documents may hold a `json.py` or an `align/`, and who sends it may mean them to be run. Python looks there first
when it is started with `-c` or `-m`, as `multiprocessing` starts its processes.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


def import_path() -> list[str]:
    """Where this process finds modules, without the folder that it stands in; if jjak itself lies there, that comes last."""
    root = str(Path(__file__).absolute().parents[2])  # the folder that holds `jjak`
    here = {""}
    with suppress(OSError):  # the folder may be gone
        here |= {str(Path.cwd()), str(Path.cwd().resolve())}
    return [*(place for place in sys.path if place not in here), root]


def without_this_folder() -> None:
    """Find no module in the current folder from here on, nor in any process that is started: `python -P` for all of them."""
    sys.path[:] = import_path()
    children_without_this_folder()


def children_without_this_folder() -> None:
    """The same for the processes that this one starts; `-I` would hide what a person installed for themselves, too."""
    os.environ["PYTHONSAFEPATH"] = "1"
