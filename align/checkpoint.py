"""MarianMT checkpoints by name: the embedded model, a folder in Hugging Face form, or a name on the Hub."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

from seeds.errors import ModelError

EMBEDDED = "jjak-ko-en"
EMBEDDED_FOLDER = Path(__file__).parent / "models" / "ko-en"
OFFLINE = f"Without a network `--model {EMBEDDED}` works, the model inside the package."
WEIGHTS = ("model.safetensors", "pytorch_model.bin")
NEEDED = ("config.json", "vocab.json", "source.spm", "target.spm")
# three-letter codes and scripts under which Marian's multilingual models know a language
_CODES = {
    "ko": ("kor", "kor_Hang", "ko"),
    "en": ("eng", "en"),
    "ja": ("jpn", "jpn_Jpan", "ja"),
    "zh": ("cmn_Hans", "zho", "cmn", "zh"),
    "de": ("deu", "de"),
    "fr": ("fra", "fr"),
    "es": ("spa", "es"),
    "ru": ("rus", "ru"),
    "vi": ("vie", "vi"),
}


class Generation(NamedTuple):
    """How a checkpoint wants its output to be searched for: what its `generation_config.json` says, under its names."""

    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0


_PLAIN = Generation()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """name: as it was asked for, without revision; revision: a commit of the Hub, or 12 digits of the SHA-256 of a
    folder's files; source, target: the languages it says it is for, empty where it does not say."""

    name: str
    revision: str
    folder: Path
    tags: frozenset[str]
    source: str = ""
    target: str = ""
    generation: Generation = _PLAIN

    def tag(self, source: str, target: str) -> str:
        """The target tag of a direction, empty for a model that needs none; raises ModelError where it does not do it."""
        if self.tags:
            for code in (*_CODES.get(target, ()), target):
                if f">>{code}<<" in self.tags:
                    return f">>{code}<<"
            known = ", ".join(sorted(self.tags)[:12])
            raise ModelError(f"The model {self.name} does not translate into '{target}'; its target tags are: {known}", OFFLINE)
        if self.source and self.target and (self.source, self.target) != (source, target):
            message = f"The model {self.name} translates {self.source} to {self.target}, not {source} to {target}"
            raise ModelError(message, "Name a model for this direction: --model SOURCE-TARGET=NAME, once for each direction.")
        return ""


def find_checkpoint(name: str) -> Checkpoint:
    """The checkpoint called `name`: `jjak-ko-en`, a folder, or `owner/name[@revision]` on the Hub.

    Raises ModelError where it is not there, is not whole, or needs a network that is not there.
    """
    if name == EMBEDDED:
        return _read(name, EMBEDDED_FOLDER, "")
    path = Path(name).expanduser()
    if path.is_dir():
        return _read(name, path, "")
    if name.count("/") != 1 or name.startswith((".", "/", "~")):
        raise ModelError(f"No model '{name}': neither a folder nor a name of the Hub (owner/name)", OFFLINE)
    repository, _, revision = name.partition("@")
    folder = _download(repository, revision or None)
    return _read(repository, folder, folder.name)


def _read(name: str, folder: Path, revision: str) -> Checkpoint:
    missing = [file for file in NEEDED if not (folder / file).is_file()]
    if missing:
        message = f"The model {name} is not whole: {', '.join(missing)} not in {folder}"
        raise ModelError(message, "A MarianMT checkpoint has " + ", ".join(NEEDED) + " and model.safetensors.")
    if not any((folder / file).is_file() for file in WEIGHTS):
        raise ModelError(f"The model {name} has no weights: no {' or '.join(WEIGHTS)} in {folder}", OFFLINE)
    config = _json(folder / "config.json")
    if config.get("model_type") != "marian":
        raise ModelError(f"The model {name} is of the type '{config.get('model_type')}', not 'marian'", "Use a MarianMT model.")
    tokenizer = _json(folder / "tokenizer_config.json") if (folder / "tokenizer_config.json").is_file() else {}
    tags = frozenset(piece for piece in _json(folder / "vocab.json") if piece.startswith(">>") and piece.endswith("<<"))
    source, target = (str(tokenizer.get(key) or "") for key in ("source_lang", "target_lang"))
    return Checkpoint(name, revision or _content(folder), folder, tags, source, target, _generation(folder))


def _generation(folder: Path) -> Generation:
    path = folder / "generation_config.json"
    said = _json(path) if path.is_file() else {}
    length, penalty, size = (cast(float, said.get(name) or default) for name, default in _PLAIN._asdict().items())
    return Generation(float(length), float(penalty), int(size))


def _json(path: Path) -> Mapping[str, object]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f"{path} is no JSON: {error}", "Fetch the model again.") from error
    if not isinstance(value, dict):
        raise ModelError(f"{path} holds no JSON object", "Fetch the model again.")
    return value


def _content(folder: Path) -> str:
    """What a folder's model depends on, in 12 hexadecimal digits."""
    digest = hashlib.sha256()
    for name in (*NEEDED, *WEIGHTS, "generation_config.json"):
        if (folder / name).is_file():
            digest.update(name.encode())
            with (folder / name).open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]


def _download(repository: str, revision: str | None) -> Path:
    """The snapshot's folder, from the local cache where it is there; its name is the commit."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError, RevisionNotFoundError

    files = ["*.json", "*.spm", "model.safetensors"]
    try:
        try:
            folder = Path(snapshot_download(repository, revision=revision, allow_patterns=files, local_files_only=True))
            if any((folder / file).exists() for file in WEIGHTS):
                return folder
        except LocalEntryNotFoundError:
            pass
        folder = Path(snapshot_download(repository, revision=revision, allow_patterns=files))
        if not (folder / "model.safetensors").exists():
            # older checkpoints have a pickle only; torch reads its tensors and runs nothing (weights_only)
            folder = Path(snapshot_download(repository, revision=revision, allow_patterns=[*files, "pytorch_model.bin"]))
    except RevisionNotFoundError as error:
        raise ModelError(
            f"The Hub's {repository} has no revision '{revision}'", "Leave @revision out for the newest."
        ) from error
    except RepositoryNotFoundError as error:
        raise ModelError(f"The Hub has no model '{repository}' (or it is private)", OFFLINE) from error
    except (LocalEntryNotFoundError, HfHubHTTPError, OSError) as error:
        reason = "the Hub cannot be reached" if not os.environ.get("HF_HUB_OFFLINE") else "HF_HUB_OFFLINE is set"
        raise ModelError(f"The model {repository} is not on this machine and {reason}", OFFLINE) from error
    return folder
