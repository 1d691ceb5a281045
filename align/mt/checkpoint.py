"""MarianMT checkpoints by name: the embedded model, one that was added, a folder, an archive of OPUS-MT, a name on the Hub.

Weights are read from safetensors or from Marian's own arrays; a pickle, which could run code, is refused.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

from jjak.align.mt.catalogue import catalogue
from jjak.align.mt.hub import PICKLE, download, kept
from jjak.align.mt.model_folders import EMBEDDED, EMBEDDED_FOLDER, OFFLINE, data_folder
from jjak.align.mt.opus_archive import Archive, is_archive, read_archive, unpacked
from jjak.align.mt.registry import added, path_of
from jjak.seeds.errors import ModelError
from jjak.seeds.message import Message, message

__all__ = ["EMBEDDED", "EMBEDDED_FOLDER", "Checkpoint", "Generation", "find_checkpoint"]


WEIGHTS = "model.safetensors"
TOKENIZER = ("source.spm", "target.spm")
NEEDED = ("config.json", "vocab.json", *TOKENIZER)
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
_LARGEST = 1e6  # of what steers a search; usual are 0 to 10


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """name: as it was asked for, without revision; revision: a commit of the Hub, or 12 digits of the SHA-256 of a
    folder's files; source, target: the languages it says it is for, empty where it does not say; separate: whether the two
    sides have vocabularies of their own; archive: the files of a model in Marian's form, None for Hugging Face's."""

    name: str
    revision: str
    folder: Path
    tags: frozenset[str]
    source: str = ""
    target: str = ""
    generation: Generation = _PLAIN
    separate: bool = False
    archive: Archive | None = None

    @property
    def vocabularies(self) -> tuple[Path, Path]:
        """The files that number the pieces of the source and of the target; the same where one does both."""
        if self.archive:
            return self.archive.vocabularies
        joint = self.folder / "vocab.json"
        return joint, self.folder / "target_vocab.json" if self.separate else joint

    def tag(self, source: str, target: str) -> str:
        """The target tag of a direction, empty for a model that needs none; raises ModelError where it does not do it."""
        if self.tags:
            for code in (*_CODES.get(target, ()), target):
                if f">>{code}<<" in self.tags:
                    return f">>{code}<<"
            known = ", ".join(sorted(self.tags)[:12])
            message = "The model {name} does not translate into '{target}'; its target tags are: {known}"
            raise ModelError(message, OFFLINE, name=self.name, target=target, known=known)
        if self.source and self.target and (self.source, self.target) != (source, target):
            message = "The model {name} translates {own} to {other}, not {source} to {target}"
            fix = "Name a model for this direction: --model SOURCE-TARGET=NAME, once for each direction."
            values = {"name": self.name, "own": self.source, "other": self.target, "source": source, "target": target}
            raise ModelError(message, fix, **values)
        return ""


class Located(NamedTuple):
    """Where a model lies, under the name and the revision that it is known by; the revision is empty for a folder."""

    name: str
    folder: Path
    revision: str = ""


def find_checkpoint(name: str) -> Checkpoint:
    """The checkpoint called `name`: `jjak-ko-en`, one that `jjak models add` keeps, a folder, a zip file of OPUS-MT, or
    `owner/name[@revision]` on the Hub.

    Raises ModelError where it is not there, is not whole, or needs a network that is not there.
    """
    return read_checkpoint(*located(name))


def located(name: str) -> Located:
    """Where the model called `name` lies, fetched or unpacked where it has to be; raises ModelError where it is nowhere."""
    if name == EMBEDDED:
        return Located(name, EMBEDDED_FOLDER)
    if model := added().get(name):
        found = located(model.place)
        return found if found.revision else found._replace(name=name)
    path = path_of(name)
    if path.is_dir():
        return Located(name, path)
    if path.is_file() and zipfile.is_zipfile(path):
        return Located(name, unpacked(path, data_folder() / "archives"))
    repository, _, revision = name.partition("@")
    if repository.count("/") != 1 or name.startswith((".", "/", "~")):
        message = "No model '{name}': neither one that was added, nor a folder, nor a name of the Hub (owner/name)"
        raise ModelError(message, how_to_get(name), name=name)
    folder = kept(repository, revision or None) or download(repository, revision or None)
    return Located(repository, folder, folder.name)


def how_to_get(name: str) -> Message:
    """What a person does about a model that is not here: add it, where the catalogue has it."""
    if name in catalogue():
        return message("`jjak models add {name}` fetches it.", name=name)
    return message("`jjak models search` lists models; `--model jjak-ko-en` works without a network.")


def read_checkpoint(name: str, folder: Path, revision: str = "") -> Checkpoint:
    """The MarianMT checkpoint in a folder; raises ModelError where it is none, or is not whole."""
    if is_archive(folder):
        archive = read_archive(name, folder)
        files = [*archive.files, *(folder / file for file in TOKENIZER)]
        return Checkpoint(name, revision or content_digest(files), folder, archive.tags, archive=archive)
    if not (folder / WEIGHTS).is_file() and (folder / PICKLE).is_file():
        message = "The model {name} has its weights as a pickle only ({file}), which could run code"
        fix = "`jjak models add {name} --pickle` reads the arrays in it, runs nothing, and keeps them as safetensors."
        raise ModelError(message, fix, name=name, file=PICKLE)
    missing = [file for file in (*NEEDED, WEIGHTS) if not (folder / file).is_file()]
    if missing:
        message, fix = (
            "The model {name} is not whole: {missing} not in {folder}",
            "A MarianMT checkpoint has {needed}; fetch it again.",
        )
        needed = f"{', '.join(NEEDED)}, {WEIGHTS}"
        raise ModelError(message, fix, name=name, missing=", ".join(missing), folder=folder, needed=needed)
    config = json_object(folder / "config.json")
    if config.get("model_type") != "marian":
        message, found = "The model {name} is of the type '{type}', not 'marian'", config.get("model_type")
        raise ModelError(message, "Use a MarianMT model.", name=name, type=found)
    tokenizer = json_object(folder / "tokenizer_config.json") if (folder / "tokenizer_config.json").is_file() else {}
    tags = frozenset(piece for piece in json_object(folder / "vocab.json") if piece.startswith(">>") and piece.endswith("<<"))
    source, target = (str(tokenizer.get(key) or "") for key in ("source_lang", "target_lang"))
    separate = bool(tokenizer.get("separate_vocabs")) and (folder / "target_vocab.json").is_file()
    files = [folder / file for file in (*NEEDED, "target_vocab.json", WEIGHTS, "generation_config.json")]
    return Checkpoint(name, revision or content_digest(files), folder, tags, source, target, _generation(folder), separate)


def _generation(folder: Path) -> Generation:
    path = folder / "generation_config.json"
    said = json_object(path) if path.is_file() else {}
    given = [said.get(name) or default for name, default in _PLAIN._asdict().items()]
    if not all(isinstance(each, int | float) and abs(each) < _LARGEST for each in given):
        message, fix = "{path}: {names} are no numbers that a search can use", "Fetch the model again."
        raise ModelError(message, fix, path=path, names=", ".join(_PLAIN._fields))
    length, penalty, size = cast("list[float]", given)
    return Generation(float(length), float(penalty), int(size))


def json_object(path: Path) -> Mapping[str, object]:
    """The object in a JSON file of a checkpoint; raises ModelError where the file holds anything else."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ModelError("{path} is no JSON: {cause}", "Fetch the model again.", path=path, cause=error) from error
    if not isinstance(value, dict):
        raise ModelError("{path} holds no JSON object", "Fetch the model again.", path=path)
    return value


def content_digest(files: Sequence[Path]) -> str:
    """What a model depends on, in 12 hexadecimal digits; files that are not there are passed over."""
    digest = hashlib.sha256()
    for path in files:
        if path.is_file():
            digest.update(path.name.encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]
