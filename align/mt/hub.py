"""Checkpoints of the Hub: the snapshot of a pinned revision, from the local cache where it is there.

What is fetched goes on where it broke off, and its bytes are compared with the names that the Hub's cache gives them.
`HF_ENDPOINT` and the environment's proxies are the client's own.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from jjak.align.mt.model_folders import OFFLINE
from jjak.seeds.errors import ModelError

FILES = ["*.json", "*.spm", "*.model", "model.bin", "*vocabulary.txt", "model*.safetensors"]
PICKLE = "pytorch_model.bin"
_OTHER_WEIGHTS = ("model.safetensors.index.json", "model.bin")  # in several files, in CTranslate2's form


def download(repository: str, revision: str | None, *, pickle: bool = False, besides: str = "") -> Path:
    """The snapshot's folder; its name is the commit. `pickle` takes weights in that form too, `besides` one more file.

    Raises ModelError where there is no such model or revision, no network, or no room.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError, RevisionNotFoundError

    files = [*FILES, *([PICKLE] if pickle else []), *([besides] if besides else [])]
    try:
        try:
            folder = Path(snapshot_download(repository, revision=revision, allow_patterns=files, local_files_only=True))
            whole = (folder / "model.safetensors").exists() or (pickle and (folder / PICKLE).exists())
            if whole and (not besides or (folder / besides).exists()):
                return folder
        except LocalEntryNotFoundError:
            pass
        return _checked(repository, Path(snapshot_download(repository, revision=revision, allow_patterns=files)))
    except RevisionNotFoundError as error:
        message = "The Hub's {repository} has no revision '{revision}'"
        fix = "Leave @revision out for the newest."
        raise ModelError(message, fix, repository=repository, revision=revision) from error
    except RepositoryNotFoundError as error:
        message = "The Hub has no model '{repository}' (or it is private)"
        raise ModelError(message, OFFLINE, repository=repository) from error
    except (LocalEntryNotFoundError, HfHubHTTPError) as error:
        raise _unreachable(repository, revision) from error
    except OSError as error:
        if error.errno:  # the disk's own; what the network raises has none
            message = "The model {repository} cannot be kept in the Hub's cache: {cause}"
            fix = "Free some space, or set HF_HOME to a folder that can be written."
            raise ModelError(message, fix, repository=repository, cause=error.strerror) from error
        raise _unreachable(repository, revision) from error


def kept(repository: str, revision: str | None) -> Path | None:
    """The snapshot on this machine of a model whose weights are not one safetensors file; the Hub is not asked."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        folder = Path(snapshot_download(repository, revision=revision, local_files_only=True))
    except (LocalEntryNotFoundError, OSError, ValueError):
        return None
    return folder if any((folder / file).exists() for file in _OTHER_WEIGHTS) else None


def _checked(repository: str, folder: Path) -> Path:
    """The snapshot, when its bytes are what the Hub said; raises ModelError where they are not, and removes them.

    The cache calls a file by what the Hub gives as its ETag: the SHA-256 of a large one, the SHA-1 of git of a small one.
    """
    for path in sorted(folder.rglob("*")):
        blob = path.resolve()
        if path.is_file() and not _is_called_by_content(blob):
            blob.unlink()
            path.unlink(missing_ok=True)
            message = "{file} of the Hub's {repository} is damaged: its bytes are not those that the Hub said"
            fix = "It is removed; the same command fetches it again."
            raise ModelError(message, fix, file=path.name, repository=repository)
    return folder


def _is_called_by_content(blob: Path) -> bool:
    if len(blob.name) == 64:
        with blob.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == blob.name
    if len(blob.name) == 40:
        data = blob.read_bytes()
        return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == blob.name
    return True  # a mirror whose tags are its own


def _unreachable(repository: str, revision: str | None) -> ModelError:
    asked = f"{repository}@{revision}" if revision else repository
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE"):
        return ModelError("The model {name} is not on this machine and HF_HUB_OFFLINE is set", OFFLINE, name=asked)
    return ModelError("The model {name} is not on this machine and the Hub cannot be reached", OFFLINE, name=asked)


def is_cached(repository: str, revision: str) -> bool:
    """Whether the snapshot is on this machine; the Hub is not asked."""
    from huggingface_hub import try_to_load_from_cache

    return isinstance(try_to_load_from_cache(repository, "config.json", revision=revision), str)
