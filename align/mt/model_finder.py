"""Models by name, of whatever kind: MarianMT, packaged, a server, a plug-in, or two of them through a third language.

The kind is told by what is there: the files of a folder, an address, an installed plug-in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jjak.align.mt.catalogue import PIVOT
from jjak.align.mt.chat_server import ChatServer, find_server
from jjak.align.mt.checkpoint import Checkpoint, located, read_checkpoint
from jjak.align.mt.downloads import is_address
from jjak.align.mt.marian_binary import ensure_runnable
from jjak.align.mt.packaged_model import PackagedModel, is_packaged, read_package
from jjak.align.mt.plugged_translators import PluggedModel, plugged
from jjak.align.mt.registry import added
from jjak.align.mt.translator import Translation, Translator

JOINT = "+"  # between two models that translate one after the other


@dataclass(frozen=True, slots=True)
class Chain:
    """Two models, the first into English, the second from there."""

    first: Model
    last: Model

    @property
    def name(self) -> str:
        return f"{self.first.name}{JOINT}{self.last.name}"

    @property
    def revision(self) -> str:
        return hashlib.sha256(f"{self.first.revision}\0{self.last.revision}".encode()).hexdigest()[:12]

    def tag(self, source: str, target: str) -> str:
        """Empty; raises ModelError where either does not do its part."""
        self.first.tag(source, PIVOT)
        self.last.tag(PIVOT, target)
        return ""


Model = Checkpoint | PackagedModel | ChatServer | PluggedModel | Chain


@dataclass(frozen=True, slots=True)
class ChainTranslator:
    """What the first gives is what the second translates; flags are of both, the score that of the less likely."""

    model: str
    revision: str
    first: Translator
    last: Translator

    def __call__(self, texts: Sequence[str], /) -> list[Translation]:
        between = self.first(texts)
        done = self.last([each.text for each in between])
        return [self._joined(a, b) for a, b in zip(between, done, strict=True)]

    def _joined(self, first: Translation, last: Translation) -> Translation:
        flags = tuple(dict.fromkeys((*first.flags, *last.flags)))
        return Translation(last.text, self.model, self.revision, min(first.score, last.score), flags)


def find_model(name: str) -> Model:
    """The model called `name`: what `find_checkpoint` finds, a packaged model, the address of a server, a plug-in, or
    `A+B`, two models with English between them.

    Raises ModelError where it is not there, is not whole, or needs a network that is not there.
    """
    models = added()
    if name in models and is_address(models[name].place):
        return find_server(name, models[name].place)
    if name not in models and is_address(name):
        return find_server(name, name)
    if name not in models and name in (plugins := plugged()):
        return plugins[name]
    first, joint, last = name.partition(JOINT)
    if joint and first and last and name not in models and not Path(name).expanduser().exists():
        return Chain(find_model(first), find_model(last))
    found = located(name)
    if is_packaged(found.folder):
        return read_package(found.name, found.folder, found.revision)
    ensure_runnable(found.name, found.folder)
    return read_checkpoint(*found)
