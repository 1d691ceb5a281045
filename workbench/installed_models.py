"""Adding, listing, checking and removing models."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jjak.align.mt.catalogue import Entry, catalogue
from jjak.align.mt.checkpoint import EMBEDDED, located
from jjak.align.mt.checkpoint_check import Verdict
from jjak.align.mt.ctranslate2_engine import conversions
from jjak.align.mt.downloads import Progress, is_address, silent
from jjak.align.mt.hub import PICKLE, download
from jjak.align.mt.model_fetching import fetch_model, is_archive_address, server_place
from jjak.align.mt.model_finder import Model as AnyModel
from jjak.align.mt.model_finder import find_model
from jjak.align.mt.model_folders import cache_folder, data_folder
from jjak.align.mt.registry import Added, added, ensure_name, keep
from jjak.align.mt.transformers_engine import ensure_installed, unpickle
from jjak.eval.probe_set import Check, check, directions_of
from jjak.seeds.errors import ModelError, unknown
from jjak.seeds.message import message


@dataclass(frozen=True, slots=True)
class Model:
    """What a list shows. size: bytes on disk, with its conversions; verdict: of its last check, empty before the first."""

    name: str
    origin: str
    revision: str
    directions: str
    size: int
    verdict: str = ""
    checked: str = ""
    error: str = ""


def add_model(place: str, name: str = "", *, pickle: bool = False, progress: Progress = silent) -> tuple[str, Check]:
    """Keep the model at `place` under a name, its revision pinned, and say how its check went.

    place: a name of the catalogue, a folder, an archive, `owner/name[@revision]` of the Hub, the address of an archive or of a
    server; name: by default the last part of `place`; pickle: read its arrays from a pickle by torch's reader that runs no
    code, and keep them as safetensors.
    Raises ModelError where it cannot be loaded, or the name is taken by another.
    """
    entry = listed_entry(place)
    name = name or default_name(place, entry)
    name = name or Path(place.partition("@")[0]).stem
    ensure_name(name)
    models = dict(added())
    if name == EMBEDDED or (name in models and models[name].origin != place):
        raise ModelError("The name '{name}' is taken, or is none", "Choose another: --name NAME.", name=name)
    if pickle:
        place_kept = str(_unpickled(entry.place if entry else place, data_folder() / "models" / name))
    else:
        place_kept = _obtained(entry.place if entry else place, name, entry.sha256 if entry else "", progress)
    checkpoint = _looked_at(place_kept)
    models[name] = Added(place_kept, place, checkpoint.revision)
    keep(models)
    return name, check_model(name, quick=True)


def listed_entry(place: str) -> Entry | None:
    """The catalogue's entry of this name, unless a file has it; raises ModelError at one that does not translate."""
    entry = None if Path(place).expanduser().exists() else catalogue().get(place)
    if entry and not entry.usable:
        fix = "`jjak models search` lists others."
        raise ModelError("{name} is listed, but {why}", fix, name=place, why=entry.broken or entry.experimental)
    return entry


def default_name(place: str, entry: Entry | None) -> str:
    """What a model is called where nobody says: as the catalogue does, or by the last part of its place."""
    if entry:
        return entry.name
    if is_address(place) and not is_archive_address(place):
        return place.partition("#")[2].replace("/", "-").replace(":", "-") or "server"
    return ""


def _obtained(place: str, name: str, sha256: str, progress: Progress) -> str:
    """Where the model at a place is kept: fetched and unpacked, pinned, or where it lies."""
    if is_address(place):
        if is_archive_address(place):
            return str(fetch_model(place, name, sha256=sha256, progress=progress))
        return server_place(place)
    path = Path(place).expanduser()
    if path.exists():
        return str(path.resolve())
    found = located(place)
    return f"{found.name}@{found.revision}" if found.revision else place


def _looked_at(place: str) -> AnyModel:
    """The model at a place; what was fetched for it is removed where it is none."""
    try:
        return find_model(place)
    except ModelError:
        if Path(place).parent == data_folder() / "models":
            shutil.rmtree(place, ignore_errors=True)
        raise


def _unpickled(place: str, folder: Path) -> Path:
    """The checkpoint at `place` in `folder`, with its weights as safetensors."""
    ensure_installed(message("Reading a pickle without running it"))
    repository, _, revision = place.partition("@")
    local = Path(place).expanduser()
    source = local if local.is_dir() else download(repository, revision or None, pickle=True)
    if not (source / PICKLE).is_file():
        raise ModelError("The model {place} has no {file}", "Leave --pickle out.", place=place, file=PICKLE)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=".part-") as part:
            made = Path(part) / "model"
            _converted(place, source, made)
            shutil.rmtree(folder, ignore_errors=True)
            made.rename(folder)
    except OSError as error:
        text, cause = "The model {place} cannot be kept in {folder}: {cause}", error.strerror or error
        fix = "Free some space, or set JJAK_DATA to a folder that can be written."
        raise ModelError(text, fix, place=place, folder=folder.parent, cause=cause) from error
    return folder


def _converted(place: str, source: Path, folder: Path) -> None:
    unpickle(place, source, folder)
    for file in source.iterdir():
        if file.suffix in (".spm", ".json") and not (folder / file.name).exists():
            shutil.copyfile(file, folder / file.name)


def check_model(name: str, directions: Sequence[tuple[str, str]] = (), *, quick: bool = False, threads: int = 0) -> Check:
    """Check a model, and note the verdict where it is one that was added."""
    found = check(name, directions, quick=quick, threads=threads)
    models = dict(added())
    if name in models:
        today = datetime.now(UTC).date().isoformat()
        models[name] = replace(
            models[name], revision=found.revision, verdict=found.verdict.value, checked=today, figures=_figures(found)
        )
        keep(models)
    return found


def _figures(found: Check) -> dict[str, float]:
    return {direction: round(score, 2) for direction, score in found.quick.items()}


def remove_model(name: str) -> int:
    """Forget an added model, with what was made of it; the bytes that this freed. What it was added from stays.

    Raises SettingError at a name that was not added.
    """
    models = dict(added())
    if name not in models:
        raise unknown("added model", name, models)
    model = models.pop(name)
    folders = list(conversions(model.revision))
    # only what was made of it here: the list is a file, and what it says may be anything
    if Path(model.place).resolve().parent == (data_folder() / "models").resolve():
        folders.append(Path(model.place))
    freed = sum(map(_size, folders))
    keep(models)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return freed


def list_models() -> list[Model]:
    """The embedded model and those that were added; one that is not there any more says so in its row."""
    entries: Mapping[str, Added] = {EMBEDDED: Added("", "the package", ""), **added()}
    return [_listed(name, entry) for name, entry in entries.items()]


def _listed(name: str, entry: Added) -> Model:
    try:
        checkpoint = find_model(name)
    except ModelError as error:
        return Model(name, entry.origin, entry.revision, "", 0, entry.verdict, entry.checked, str(error))
    revision = checkpoint.revision
    folder = getattr(checkpoint, "folder", None)  # a server and a plug-in have none
    size = (_size(folder) if folder else 0) + sum(map(_size, conversions(revision)))
    known = ", ".join("-".join(pair) for pair in directions_of(checkpoint)) or "not known"
    # a folder that changed since its check has none
    same = not entry.revision or entry.revision == revision
    return Model(name, entry.origin, revision, known, size, entry.verdict if same else "", entry.checked if same else "")


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def ensure_sound(name: str, direction: tuple[str, str]) -> None:
    """Check a model that was not checked before, quickly; raises ModelError where it is broken.

    What was found is kept in the cache by the model's revision, so that each is checked once.
    """
    if name == EMBEDDED:
        return
    checkpoint = find_model(name)
    known = cache_folder() / "checks" / f"{checkpoint.revision}-{'-'.join(direction)}.json"
    said = json.loads(known.read_text(encoding="utf-8")) if known.is_file() else None
    if said is None:
        said = table(check(name, [direction], quick=True))
        with suppress(OSError):  # a cache that cannot be written costs time only
            known.parent.mkdir(parents=True, exist_ok=True)
            known.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    if said["verdict"] == Verdict.BROKEN:
        why = next(each["text"] for each in said["findings"] if each["verdict"] == Verdict.BROKEN)
        fix = "`jjak models check {name}` says more; --allow-broken builds with it all the same."
        raise ModelError("The model {name} is broken: {why}", fix, name=name, why=why)


def table(found: Check) -> dict[str, Any]:
    """A check as JSON."""
    findings = [{"about": each.about, "verdict": each.verdict.value, "text": each.text} for each in found.findings]
    return {
        "model": found.model,
        "revision": found.revision,
        "verdict": found.verdict.value,
        "chrf2": {direction: round(score, 2) for direction, score in found.scores.items()},
        "findings": findings,
    }
