"""What lies below a folder: files, what is passed over with the reason, and folders that cannot be read."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from jjak.seeds.errors import DocumentError
from jjak.seeds.file_bytes import path_text


class Passed(StrEnum):
    """Why something is passed over. Links to folders may lead round in a circle, or to what is walked already."""

    HIDDEN = "hidden"
    LINK = "link to a folder"
    SETTINGS = "settings of jjak"


SETTINGS = "jjak.toml"  # lies beside documents and is none


@dataclass(slots=True)
class FolderWalk:
    """files: by their names below the folder; passed: names with the reason; unreadable: folders with the error."""

    files: dict[str, Path] = field(default_factory=dict)
    passed: list[tuple[str, Passed]] = field(default_factory=list)
    unreadable: list[tuple[str, DocumentError]] = field(default_factory=list)


def walk(folder: Path) -> FolderWalk:
    """All that lies below `folder`, by name; hidden folders and links to folders are not entered, and stand in `passed`."""
    found = FolderWalk()

    def unreadable(error: OSError) -> None:
        name = path_text(Path(error.filename))
        cause = error.strerror or str(error)
        wrong = DocumentError("{path}: {cause}", "Check that the folder may be read.", path=name, cause=cause)
        found.unreadable.append((name, wrong))

    for place, folders, files in os.walk(folder, onerror=unreadable):
        here = Path(place)
        folders[:] = sorted(name for name in folders if not _passed(found, folder, here / name))
        for name in files:
            path = here / name
            if name.startswith(".") or name == SETTINGS:
                reason = Passed.SETTINGS if name == SETTINGS else Passed.HIDDEN
                found.passed.append((_below(folder, path), reason))
            else:
                found.files[_below(folder, path)] = path
    found.files = dict(sorted(found.files.items()))
    found.passed.sort()
    return found


def _passed(found: FolderWalk, folder: Path, path: Path) -> bool:
    """Whether a folder is not entered, which is noted."""
    if path.name.startswith("."):
        found.passed.append((f"{_below(folder, path)}/", Passed.HIDDEN))
        return True
    if path.is_symlink():
        found.passed.append((f"{_below(folder, path)}/", Passed.LINK))
        return True
    return False


def _below(folder: Path, path: Path) -> str:
    return path_text(path.relative_to(folder)).replace(os.sep, "/")
