"""OPUS-MT's own archives: Marian's `.npz` weights, YAML vocabularies and two sentencepiece models, in a folder or a zip.

Nothing in them is executed: the weights are arrays (a pickled one is refused), the YAML is read as plain data.
"""

from __future__ import annotations

import hashlib
import lzma
import re
import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jjak.seeds.errors import FormatError, ModelError
from jjak.seeds.plain_yaml import read_yaml

LARGEST = 8 << 30  # bytes that an archive may unpack to; OPUS-MT's largest have 1.2 GB
KEPT = (".npz", ".yml", ".spm", ".json", ".md", "LICENSE", ".model", "model.bin", "vocabulary.txt")
# what an archive raises that is encrypted, packed in a way that nobody knows, or spoilt
UNREADABLE = (RuntimeError, zlib.error, lzma.LZMAError, EOFError, ValueError)
_UNSAFE = re.compile(r"^\.|[^\w.-]")
_TAG = re.compile(r"""^["']?(>>[^<>]+<<)["']?:""", re.MULTILINE)
_WHOLE = "An archive of OPUS-MT has decoder.yml, an .npz, one or two vocabularies (.yml), source.spm and target.spm."


@dataclass(frozen=True, slots=True)
class Archive:
    """weights: an .npz of Marian's; vocabularies: of the source and of the target, which may be one file."""

    weights: Path
    vocabularies: tuple[Path, Path]
    tags: frozenset[str]

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.weights, *dict.fromkeys(self.vocabularies))


def is_archive(folder: Path) -> bool:
    return (folder / "decoder.yml").is_file() or any(folder.glob("*.npz"))


def read_archive(name: str, folder: Path) -> Archive:
    """Raises ModelError where something is missing, with what."""
    said = _decoder(name, folder / "decoder.yml")
    models = said.get("models") or sorted(path.name for path in folder.glob("*.npz"))
    vocabularies = said.get("vocabs") or _vocabularies(folder)
    wanted = [*models[:1], *vocabularies, "source.spm", "target.spm"]
    missing = [file for file in wanted if not (folder / file).is_file()]
    if missing or not models or len(vocabularies) not in (1, 2):
        lacking = ", ".join(missing) or ("an .npz" if not models else "one or two vocabularies")
        message = "The archive {name} is not whole: {lacking} not in {folder}"
        raise ModelError(message, _WHOLE, name=name, lacking=lacking, folder=folder)
    first, last = folder / vocabularies[0], folder / vocabularies[-1]
    return Archive(folder / models[0], (first, last), _tags(name, first))


def _tags(name: str, path: Path) -> frozenset[str]:
    """The language tags of a vocabulary."""
    try:
        return frozenset(_TAG.findall(path.read_text(encoding="utf-8")))
    except ValueError as error:
        message, fix = "The archive {name} cannot be read: {path}: {cause}", "Fetch the archive again."
        raise ModelError(message, fix, name=name, path=path, cause=error) from error


def _decoder(name: str, path: Path) -> Mapping[str, list[str]]:
    """The file names that `decoder.yml` gives, without folders: archives are moved about."""
    if not path.is_file():
        return {}
    try:
        said = read_yaml(path.read_text(encoding="utf-8"))
        return {key: [Path(str(file)).name for file in said.get(key, [])] for key in ("models", "vocabs")}
    except (FormatError, ValueError, AttributeError, TypeError) as error:
        message, fix = "The archive {name} cannot be read: {path}: {cause}", "Fetch the archive again."
        raise ModelError(message, fix, name=name, path=path, cause=error) from error


def _vocabularies(folder: Path) -> Sequence[str]:
    """`vocab.yml`, `*.vocab.yml`, or one of each side, the source's first (`src` before `trg`)."""
    return sorted(path.name for path in folder.glob("*.yml") if "vocab" in path.name)[:2]


def _called(path: Path) -> str:
    try:
        found = path.stat()
    except OSError as error:
        message, cause = "{path} cannot be read: {cause}", error.strerror or error
        raise ModelError(message, "Check the path.", path=path, cause=cause) from error
    return f"{_UNSAFE.sub('_', path.stem)[:40]}-{_digest((path, found.st_size, found.st_mtime_ns))}"


@lru_cache(maxsize=16)  # a command asks for one model several times
def _digest(state: tuple[Path, int, int]) -> str:
    """Of a file by its path, as long as it has this size and was changed at this time."""
    with state[0].open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def unpacked(path: Path, place: Path) -> Path:
    """The folder under `place` that holds the zip file's model; unpacked where it is not there yet.

    It is called by what the file holds, so that two archives of one name are two models.
    Only the kinds of file that a model has are taken, each by its name alone, so that no path in the archive leads out.
    Raises ModelError at a file that is no zip, is cut short or would unpack to more than LARGEST.
    """
    folder = place / _called(path)
    if folder.is_dir():
        return folder
    try:
        place.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(dir=place, prefix=".part-") as part:
            members = [each for each in archive.infolist() if not each.is_dir() and each.filename.endswith(KEPT)]
            if (size := sum(each.file_size for each in members)) > LARGEST:
                message, fix = "{path} would unpack to {size:,} bytes", "The most is {most:,}; unpack it yourself."
                raise ModelError(message, fix, path=path, size=size, most=LARGEST)
            for member in members:
                member.filename = Path(member.filename).name
                archive.extract(member, Path(part) / "model")
            (Path(part) / "model").mkdir(exist_ok=True)
            (Path(part) / "model").rename(folder)
    except zipfile.BadZipFile as error:
        message, fix = "{path} is no zip file, or is cut short: {cause}", "Fetch the archive again."
        raise ModelError(message, fix, path=path, cause=error) from error
    except UNREADABLE as error:
        raise ModelError("{path} cannot be read: {cause}", "Fetch the archive again.", path=path, cause=error) from error
    except OSError as error:
        message, cause = "{path} cannot be unpacked in {place}: {cause}", error.strerror or error
        raise ModelError(message, "Free some space.", path=path, place=place, cause=cause) from error
    return folder
