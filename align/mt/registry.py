"""The models that a person added, under a name of their own: where they came from, pinned, and how the last check went."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from jjak.align.mt.model_folders import OFFLINE, data_folder
from jjak.seeds.errors import ModelError


@dataclass(frozen=True, slots=True)
class Added:
    """place: a folder, or `owner/name@commit` of the Hub; origin: what it was added from; verdict, checked: of the last check
    and its day, empty before the first; figures: the chrF2 of each direction on the check's first sentences."""

    place: str
    origin: str
    revision: str
    verdict: str = ""
    checked: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)


NAME = re.compile(r"[^\W_](?:[\w.+ -]*[\w+-])?")  # a part of a path, and never a way out of a folder
LONGEST = 100  # characters


def ensure_name(name: str) -> None:
    """Raises ModelError where a model cannot be called so: what a name is kept under must lie in the folder of models."""
    if not NAME.fullmatch(name) or len(name) > LONGEST or ".." in name:
        text = "'{name}' is no name of a model"
        fix = "Choose another with --name: letters and digits, with dots, hyphens and underscores between them."
        raise ModelError(text, fix, name=name[:LONGEST])


def registry() -> Path:
    return data_folder() / "models.json"


def added() -> Mapping[str, Added]:
    """The added models by name, in the order in which they were added; raises ModelError where the list cannot be read."""
    path = registry()
    if not path.is_file():
        return {}
    try:
        return {name: Added(**entry) for name, entry in json.loads(path.read_text(encoding="utf-8")).items()}
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        message = "{path}, the list of added models, cannot be read: {cause}"
        raise ModelError(message, "Fix or remove it.", path=path, cause=error) from error


def keep(models: Mapping[str, Added]) -> None:
    """Write the list; whoever reads meanwhile sees the old one or the new one."""
    path = registry()
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        table = {name: asdict(model) for name, model in models.items()}
        part.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        message, cause = "The list of added models cannot be written: {path}: {cause}", error.strerror or error
        fix = "Free some space, or set JJAK_DATA to a folder that can be written."
        raise ModelError(message, fix, path=path, cause=cause) from error


def path_of(name: str) -> Path:
    """The path that the name of a model may be; raises ModelError where it can be none, and no other name either."""
    try:
        path = Path(name).expanduser()
        path.exists()
    except (OSError, RuntimeError) as error:
        shown, cause = f"{name[:60]}…" if len(name) > 60 else name, getattr(error, "strerror", "") or error
        raise ModelError("No model '{name}': {cause}", OFFLINE, name=shown, cause=cause) from error
    return path
