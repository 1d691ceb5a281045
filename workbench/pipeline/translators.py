"""The translators of a run, over a memory of what was translated before."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from jjak.align.mt.checkpoint import EMBEDDED, find_checkpoint
from jjak.align.mt.engines import load_translator
from jjak.align.mt.translator import Translation, Translator
from jjak.corpora.store.writing import Direction
from jjak.eval.probe_set import directions_of
from jjak.workbench.installed_models import ensure_sound
from jjak.workbench.settings import Settings

AT_ONCE = 1_000  # texts that are translated between two reports to whoever waits

Way = tuple[str, str]  # from which language into which
# is told what is being done, how much of it is done and how much there is; may raise to stop it
Step = Callable[[str, int, int], None]


class Memory(Protocol):
    """What was translated before; a corpus is one."""

    def cached(self, direction: Direction, texts: Sequence[str], /) -> Mapping[str, Translation]: ...


class NoMemory:
    """The memory of a run that has no corpus."""

    def cached(self, _: Direction, __: Sequence[str], /) -> Mapping[str, Translation]:
        return {}


@dataclass(slots=True)
class Translated:
    """texts: translations by way and source text, without the ways that no model does; new: those of them that were made now,
    as a store takes them."""

    texts: dict[Way, dict[str, Translation]] = field(default_factory=dict)
    new: dict[Direction, dict[str, Translation]] = field(default_factory=dict)

    def part(self, wants: Mapping[Way, Sequence[str]]) -> Translated:
        """What of it these texts need."""
        texts = {way: {text: self.texts[way][text] for text in some} for way, some in wants.items() if way in self.texts}
        new: dict[Direction, dict[str, Translation]] = {}
        for direction, made in self.new.items():
            own = {text: made[text] for text in wants.get((direction.source, direction.target), ()) if text in made}
            if own:
                new[direction] = own
        return Translated(texts, new)


class Translators:
    """The translators of both ways, loaded when they are first needed; several threads may use them at once."""

    def __init__(self, memory: Memory, settings: Settings) -> None:
        self._memory, self._settings = memory, settings
        self._loading = threading.Lock()
        self.loaded: dict[Way, Translator] = {}

    def translator(self, way: Way) -> Translator:
        with self._loading:
            if way not in self.loaded:
                s = self._settings
                if not s.allow_broken:
                    ensure_sound(s.model(*way), way)
                where = {"engine": s.engine, "compute": s.compute, "device": s.device}
                self.loaded[way] = load_translator(*way, model=s.model(*way), beam=s.beam, threads=s.threads, **where)
            return self.loaded[way]

    def translate(self, wants: Mapping[Way, Sequence[str]], step: Step = lambda _, __, ___: None) -> Translated:
        """A translation of each text; nothing is translated twice, nor anything that the memory holds. Of a way that no model
        does there is none.

        Raises ModelError where a model cannot be used.
        """
        found = Translated()
        for way, texts in wants.items():
            if not texts or not has_model(way, self._settings):
                continue
            translator, settings = self.translator(way), self._settings
            search = f"{settings.engine}:{settings.compute}:beam{settings.beam}"
            direction = Direction(translator.model, translator.revision, search, *way)
            known = dict(self._memory.cached(direction, list(dict.fromkeys(texts))))
            missing = [text for text in dict.fromkeys(texts) if text not in known]
            made: dict[str, Translation] = {}
            for at in range(0, len(missing), AT_ONCE):
                step("→".join(way), at, len(missing))
                part = missing[at : at + AT_ONCE]
                made.update(zip(part, translator(part), strict=True))
            found.texts[way], found.new[direction] = known | made, made
        return found


def has_model(way: Way, settings: Settings) -> bool:
    """Whether a model was named for a way, or the embedded one does it."""
    return settings.model(*way) != EMBEDDED or way in _embedded()


@cache
def _embedded() -> frozenset[Way]:
    """The directions of the embedded model."""
    return frozenset(directions_of(find_checkpoint(EMBEDDED)))
