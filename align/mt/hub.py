"""Checkpoints of the Hub: the snapshot of a pinned revision, from the local cache where it is there."""

from __future__ import annotations

import os
from pathlib import Path

from jjak.align.mt.model_folders import OFFLINE
from jjak.seeds.errors import ModelError

FILES = ["*.json", "*.spm", "model.safetensors"]
PICKLE = "pytorch_model.bin"


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
        return Path(snapshot_download(repository, revision=revision, allow_patterns=files))
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


def _unreachable(repository: str, revision: str | None) -> ModelError:
    asked = f"{repository}@{revision}" if revision else repository
    if os.environ.get("HF_HUB_OFFLINE"):
        return ModelError("The model {name} is not on this machine and HF_HUB_OFFLINE is set", OFFLINE, name=asked)
    return ModelError("The model {name} is not on this machine and the Hub cannot be reached", OFFLINE, name=asked)


def is_cached(repository: str, revision: str) -> bool:
    """Whether the snapshot is on this machine; the Hub is not asked."""
    from huggingface_hub import try_to_load_from_cache

    return isinstance(try_to_load_from_cache(repository, "config.json", revision=revision), str)
