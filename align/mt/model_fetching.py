"""Models at addresses: the file is fetched, unpacked and looked at before it is a model that anybody sees."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from jjak.align.mt.chat_server import find_server
from jjak.align.mt.downloads import Progress, discard, fetch
from jjak.align.mt.model_folders import data_folder
from jjak.align.mt.opus_archive import unpacked
from jjak.seeds.errors import ModelError

ARCHIVES = (".zip", ".argosmodel")


def is_archive_address(place: str) -> bool:
    """Whether an address is that of a file; any other may be a server's."""
    return place.partition("#")[0].partition("?")[0].endswith(ARCHIVES)


def server_place(place: str) -> str:
    """The address of a server with the model that it serves; raises ModelError where none answers there."""
    server = find_server(place, place)
    return f"{server.address}#{server.served}"


def fetch_model(address: str, name: str, *, sha256: str, progress: Progress) -> Path:
    """The folder of the model in the archive at an address, in `$JJAK_DATA/models` under a name.

    Raises ModelError where it cannot be had, is another than was listed, or cannot be unpacked; then nothing is changed.
    """
    path = fetch(address, sha256=sha256, progress=progress)
    folder = data_folder() / "models" / name
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=".part-") as part:
            made = unpacked(path, Path(part))
            shutil.rmtree(folder, ignore_errors=True)
            made.rename(folder)
    except OSError as error:
        message, cause = "The model {name} cannot be kept in {folder}: {cause}", error.strerror or error
        fix = "Free some space, or set JJAK_DATA to a folder that can be written."
        raise ModelError(message, fix, name=name, folder=folder.parent, cause=cause) from error
    finally:
        discard(path)
    return folder
