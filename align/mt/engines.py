"""The engines by name, and translators made from a model's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from jjak.align.mt.catalogue import PIVOT
from jjak.align.mt.chat_server import ChatServer, ChatTranslator
from jjak.align.mt.checkpoint import EMBEDDED, Checkpoint
from jjak.align.mt.ctranslate2_engine import COMPUTE, DEVICES, CTranslate2Engine
from jjak.align.mt.model_finder import ChainTranslator, Model, find_model
from jjak.align.mt.packaged_model import Form, PackagedModel, PackageTokenizer
from jjak.align.mt.plugged_translators import PluggedModel, PluggedTranslator
from jjak.align.mt.tokenizer import Tokenizer
from jjak.align.mt.transformers_engine import TransformersEngine
from jjak.align.mt.translator import Engine, MarianTranslator, Search, Translator
from jjak.seeds.errors import ModelError, unknown

ENGINES: dict[str, Callable[[Checkpoint, str, int, str], Engine]] = {
    "ctranslate2": lambda checkpoint, compute, threads, device: CTranslate2Engine(
        checkpoint, compute=compute, threads=threads, device=device
    ),
    "transformers": lambda checkpoint, _, threads, __: TransformersEngine(checkpoint, threads=threads),
}
DEFAULT_ENGINE = "ctranslate2"
ARGOS_LENGTH = 0.2  # the length penalty that argostranslate 1.11 searches with


def load_translator(
    source: str,
    target: str,
    *,
    model: str = EMBEDDED,
    engine: str = DEFAULT_ENGINE,
    compute: str = COMPUTE[0],
    beam: int = 4,
    threads: int = 0,
    device: str = DEVICES[0],
) -> Translator:
    """A translator from `source` to `target`; a model that does both directions is loaded once.

    threads: 0 for as many as there are cores; device: `cpu`, or `cuda` with CTranslate2. Raises ModelError, and SettingError
    at an unknown engine, compute type or device.
    """
    if engine not in ENGINES:
        raise unknown("engine", engine, ENGINES)
    if compute not in COMPUTE:
        raise unknown("compute type", compute, COMPUTE)
    if device not in DEVICES:
        raise unknown("device", device, DEVICES)
    return _translator(find_model(model), (source, target), _How(engine, compute, beam, threads, device))


class _How(NamedTuple):
    engine: str
    compute: str
    beam: int
    threads: int
    device: str


def _translator(model: Model, way: tuple[str, str], how: _How) -> Translator:
    if isinstance(model, Checkpoint):
        return _marian(model, *way, how)
    model.tag(*way)  # a direction that it does not do is said before anything is loaded
    if how.engine != DEFAULT_ENGINE:
        fix = "Leave --engine out."
        text = "The model {name} is no MarianMT model, and the engine '{engine}' runs no other"
        raise ModelError(text, fix, name=model.name, engine=how.engine)
    if isinstance(model, PackagedModel):
        return _packaged(model, way, how)
    if isinstance(model, ChatServer):
        return ChatTranslator(model, *way)
    if isinstance(model, PluggedModel):
        return PluggedTranslator(model.name, model.revision, model.translate(*way))
    first, last = _translator(model.first, (way[0], PIVOT), how), _translator(model.last, (PIVOT, way[1]), how)
    return ChainTranslator(model.name, model.revision, first, last)


def _marian(model: Checkpoint, source: str, target: str, how: _How) -> MarianTranslator:
    """The translator of a MarianMT checkpoint in one direction."""
    tag = model.tag(source, target)
    # the weights wait until a direction is known to be one that the model translates
    loaded = _engine(model, how.engine, how.compute, how.threads, how.device)
    said = model.generation
    search = Search(how.beam, said.no_repeat_ngram_size, said.repetition_penalty, said.length_penalty)
    return MarianTranslator(model.name, model.revision, target, Tokenizer(model.folder, tag), loaded, search)


def _packaged(model: PackagedModel, way: tuple[str, str], how: _How) -> MarianTranslator:
    loaded = _engine(model, how.engine, how.compute, how.threads, how.device)
    tokenizer = PackageTokenizer(model, *way)
    length = ARGOS_LENGTH if model.form is Form.ARGOS else 1.0
    search = Search(how.beam, length=length, prefix=tuple(tokenizer.prefix))
    return MarianTranslator(model.name, model.revision, way[1], tokenizer, loaded, search)


@lru_cache(maxsize=4)
def _engine(model: Checkpoint | PackagedModel, engine: str, compute: str, threads: int, device: str) -> Engine:
    if isinstance(model, PackagedModel):
        return CTranslate2Engine(model, compute=compute, threads=threads, device=device)
    return ENGINES[engine](model, compute, threads, device)
