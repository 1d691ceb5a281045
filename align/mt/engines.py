"""The engines by name, and translators made from a model's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from jjak.align.mt.checkpoint import EMBEDDED, Checkpoint, find_checkpoint
from jjak.align.mt.ctranslate2_engine import COMPUTE, DEVICES, CTranslate2Engine
from jjak.align.mt.tokenizer import Tokenizer
from jjak.align.mt.transformers_engine import TransformersEngine
from jjak.align.mt.translator import Engine, MarianTranslator, Search
from jjak.seeds.errors import unknown

ENGINES: dict[str, Callable[[Checkpoint, str, int, str], Engine]] = {
    "ctranslate2": lambda checkpoint, compute, threads, device: CTranslate2Engine(
        checkpoint, compute=compute, threads=threads, device=device
    ),
    "transformers": lambda checkpoint, _, threads, __: TransformersEngine(checkpoint, threads=threads),
}
DEFAULT_ENGINE = "ctranslate2"


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
) -> MarianTranslator:
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
    checkpoint = find_checkpoint(model)
    tag = checkpoint.tag(source, target)
    # the weights wait until a direction is known to be one that the model translates
    loaded = _engine(checkpoint, engine, compute, threads, device)
    said = checkpoint.generation
    search = Search(beam, said.no_repeat_ngram_size, said.repetition_penalty, said.length_penalty)
    return MarianTranslator(checkpoint.name, checkpoint.revision, target, Tokenizer(checkpoint.folder, tag), loaded, search)


@lru_cache(maxsize=4)
def _engine(checkpoint: Checkpoint, engine: str, compute: str, threads: int, device: str) -> Engine:
    return ENGINES[engine](checkpoint, compute, threads, device)
