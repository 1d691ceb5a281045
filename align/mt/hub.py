"""Checkpoints of the Hub: the snapshot of a pinned revision, from the local cache where it is there."""

from __future__ import annotations

import os
from pathlib import Path

from jjak.align.mt.model_folders import OFFLINE
from jjak.seeds.errors import ModelError

FILES = ["*.json", "*.spm", "model.safetensors"]
PICKLE = "pytorch_model.bin"


def download(repository: str, revision: str | None, *, pickle: bool = False) -> Path:
    """The snapshot's folder; its name is the commit. `pickle` takes weights in that form too.

    Raises ModelError where there is no such model or revision, no network, or no room.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError, RevisionNotFoundError

    files = [*FILES, PICKLE] if pickle else FILES
    try:
        try:
            folder = Path(snapshot_download(repository, revision=revision, allow_patterns=files, local_files_only=True))
            if (folder / "model.safetensors").exists() or (pickle and (folder / PICKLE).exists()):
                return folder
        except LocalEntryNotFoundError:
            pass
        return Path(snapshot_download(repository, revision=revision, allow_patterns=files))
    except RevisionNotFoundError as error:
        message = f"The Hub's {repository} has no revision '{revision}'"
        raise ModelError(message, "Leave @revision out for the newest.") from error
    except RepositoryNotFoundError as error:
        raise ModelError(f"The Hub has no model '{repository}' (or it is private)", OFFLINE) from error
    except (LocalEntryNotFoundError, HfHubHTTPError) as error:
        raise _unreachable(repository, revision) from error
    except OSError as error:
        if error.errno:  # the disk's own; what the network raises has none
            message = f"The model {repository} cannot be kept in the Hub's cache: {error.strerror}"
            raise ModelError(message, "Free some space, or set HF_HOME to a folder that can be written.") from error
        raise _unreachable(repository, revision) from error


def _unreachable(repository: str, revision: str | None) -> ModelError:
    asked = f"{repository}@{revision}" if revision else repository
    reason = "HF_HUB_OFFLINE is set" if os.environ.get("HF_HUB_OFFLINE") else "the Hub cannot be reached"
    return ModelError(f"The model {asked} is not on this machine and {reason}", OFFLINE)


def is_cached(repository: str, revision: str) -> bool:
    """Whether the snapshot is on this machine; the Hub is not asked."""
    from huggingface_hub import try_to_load_from_cache

    return isinstance(try_to_load_from_cache(repository, "config.json", revision=revision), str)
